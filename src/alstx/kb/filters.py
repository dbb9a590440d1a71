"""A filter: for each node the records under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

Positions = frozenset[int]


class Filter:
    """One filter argument: for each node the positions of the records under it.

    Args:
        key: Finds the nodes that a caller wrote, or raises an error of ours: one, or those that
            share an identifier.
        nodes: The kind of record that the nodes are, or the words that they are.
        members: For each node the positions of its records; a node without any may be left out.
    """

    def __init__(
        self,
        key: Callable[[object], tuple[str, ...]],
        nodes: str | tuple[str, ...],
        members: Mapping[str, Iterable[int]],
    ) -> None:
        self.key = key
        self.nodes = nodes
        self.members = members
        self._picked: dict[tuple[str, ...], Positions] = {}

    def pick(self, node: object) -> Positions:
        """Return the positions of the records under a node, made once."""
        keys = self.key(node)
        picked = self._picked.get(keys)
        if picked is None:
            found = Positions().union(*(self.members.get(key, ()) for key in keys))
            picked = self._picked.setdefault(keys, found)
        return picked
