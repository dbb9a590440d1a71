"""Is-a hierarchies: a directed acyclic graph of ids and its closure. Knows nothing of medicine."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

_MOST_TOPS = 4

__all__ = ["CycleError", "Hierarchy"]


class Hierarchy:
    """The closure of a parent relation. Immutable; equal to one of equal parents.

    Args:
        parents: For each node the nodes directly above it; every node must be a key.

    Raises:
        CycleError: If a node is above itself; the second argument lists the cycle.
        KeyError: If a parent is not a node.

    Example:
        >>> tree = Hierarchy({"antidepressant": (), "ssri": ("antidepressant",)})
        >>> sorted(tree.descendants("antidepressant"))
        ['ssri']
    """

    __slots__ = ("__weakref__", "_above", "_below", "parents")

    parents: Mapping[str, tuple[str, ...]]
    _above: Mapping[str, frozenset[str]]
    _below: Mapping[str, frozenset[str]]

    def __init__(self, parents: Mapping[str, Iterable[str]]) -> None:
        own = {node: tuple(direct) for node, direct in parents.items()}
        object.__setattr__(self, "parents", MappingProxyType(own))
        above: dict[str, frozenset[str]] = {}
        for node in TopologicalSorter(self.parents).static_order():
            direct = self.parents[node]
            above[node] = frozenset(direct).union(*(above[parent] for parent in direct))
        below: dict[str, set[str]] = {node: set() for node in self.parents}
        for node, ancestors in above.items():
            for ancestor in ancestors:
                below[ancestor].add(node)
        object.__setattr__(self, "_above", above)
        object.__setattr__(self, "_below", {k: frozenset(nodes) for k, nodes in below.items()})

    def __setattr__(self, name: str, value: object) -> None:
        msg = "a Hierarchy is immutable"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> None:
        msg = "a Hierarchy is immutable"
        raise AttributeError(msg)

    def __eq__(self, other: object) -> bool:
        return self._sets() == other._sets() if isinstance(other, Hierarchy) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self._sets().items()))

    def _sets(self) -> dict[str, frozenset[str]]:
        return {node: frozenset(direct) for node, direct in self.parents.items()}

    def __reduce__(self) -> tuple[type["Hierarchy"], tuple[dict[str, tuple[str, ...]]]]:
        return Hierarchy, (dict(self.parents),)

    def __repr__(self) -> str:
        tops = [node for node, direct in self.parents.items() if not direct]
        more = ", …" if len(tops) > _MOST_TOPS else ""
        return f"<Hierarchy of {len(self.parents)}: {', '.join(tops[:_MOST_TOPS])}{more}>"

    def ancestors(self, node: str) -> frozenset[str]:
        """Return all nodes above `node`, without itself."""
        return self._above[node]

    def descendants(self, node: str) -> frozenset[str]:
        """Return all nodes below `node`, without itself."""
        return self._below[node]

    def lineage(self, node: str) -> frozenset[str]:
        """Return `node` and all nodes above it."""
        return self._above[node] | {node}

    def is_a(self, node: str, other: str) -> bool:
        """Return whether `node` is `other` or below it."""
        return node == other or other in self._above[node]

    def implied_edges(self) -> list[tuple[str, str]]:
        """Return edges (node, parent) that follow from another parent of the node."""
        return [
            (node, parent)
            for node, direct in self.parents.items()
            for parent in direct
            if any(parent in self._above[other] for other in direct)
        ]
