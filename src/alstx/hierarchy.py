"""Is-a hierarchies: a directed acyclic graph of ids and its closure. Knows nothing of medicine."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

_MOST_TOPS = 4

__all__ = ["CycleError", "Hierarchy"]


class Hierarchy:
    """The closure of a parent relation.

    Args:
        parents: For each node the nodes directly above it; every node must be a key.

    Raises:
        CycleError: If a node is above itself; the second argument lists the cycle.
        KeyError: If a parent is no node.

    Example:
        >>> tree = Hierarchy({"antidepressant": (), "ssri": ("antidepressant",)})
        >>> sorted(tree.descendants("antidepressant"))
        ['ssri']
    """

    __slots__ = ("_above", "_below", "parents")

    def __init__(self, parents: Mapping[str, Iterable[str]]) -> None:
        """Computes both closures, once."""
        self.parents: Mapping[str, tuple[str, ...]] = {k: tuple(v) for k, v in parents.items()}
        above: dict[str, frozenset[str]] = {}
        for node in TopologicalSorter(self.parents).static_order():
            direct = self.parents[node]
            above[node] = frozenset(direct).union(*(above[parent] for parent in direct))
        below: dict[str, set[str]] = {node: set() for node in self.parents}
        for node, ancestors in above.items():
            for ancestor in ancestors:
                below[ancestor].add(node)
        self._above = above
        self._below = {node: frozenset(nodes) for node, nodes in below.items()}

    def __repr__(self) -> str:
        """Counts the nodes, and names those at the top."""
        tops = [node for node, direct in self.parents.items() if not direct]
        more = ", …" if len(tops) > _MOST_TOPS else ""
        return f"<Hierarchy of {len(self.parents)}: {', '.join(tops[:_MOST_TOPS])}{more}>"

    def ancestors(self, node: str) -> frozenset[str]:
        """All nodes above `node`, without itself."""
        return self._above[node]

    def descendants(self, node: str) -> frozenset[str]:
        """All nodes below `node`, without itself."""
        return self._below[node]

    def lineage(self, node: str) -> frozenset[str]:
        """`node` and all nodes above it: every node that stands for it."""
        return self._above[node] | {node}

    def is_a(self, node: str, other: str) -> bool:
        """Whether `node` is `other` or stands below it."""
        return node == other or other in self._above[node]

    def implied_edges(self) -> list[tuple[str, str]]:
        """Edges (node, parent) that follow from another parent of the node, which is below."""
        return [
            (node, parent)
            for node, direct in self.parents.items()
            for parent in direct
            if any(parent in self._above[other] for other in direct)
        ]
