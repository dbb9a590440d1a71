"""What all catalogs cut from one whole share: records, names, and the ways to filter them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from alstx.errors import InvalidArgumentError, NotFoundError, shown
from alstx.model.record import Record
from alstx.once import once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Protocol

    from alstx.context import Context
    from alstx.names import NameIndex

    class Stock(Protocol):
        """What shelves are filled from; `alstx.lookups` has it."""

        def held(self, kind: str) -> Sequence[Record]:
            """All records of a kind, in order."""
            ...

        def ids(self, kind: str) -> Iterable[str]:
            """The ids of a kind, in order."""
            ...

        def named(self, kind: str, name: object) -> str:
            """The id of the one record of a kind that has a name."""
            ...

        def index(self, kind: str) -> NameIndex:
            """What finds ids of a kind by name."""
            ...

        def facets(self, kind: str) -> Mapping[str, Facet]:
            """The ways to filter a kind, by name of the filter argument."""
            ...

        def dated(self, kind: str) -> Mapping[int, int]:
            """Year of publication by position, where there is one."""
            ...

        @property
        def context(self) -> Context:
            """What views need to show ids as names and links."""
            ...


R = TypeVar("R", bound=Record)
Positions = frozenset[int]


class Names:
    """Nodes that are records of a kind: a caller writes any name of theirs, or the record.

    Args:
        stock: Where the index of names comes from.
        kind: The kind.
    """

    def __init__(self, stock: Stock, kind: str) -> None:
        """Fetches no index yet."""
        self.stock = stock
        self.kind = kind

    def key(self, node: object) -> str:
        """The id of what a caller wrote."""
        return self.stock.named(self.kind, node.id if isinstance(node, Record) else node)


class Words:
    """Nodes that are the words of a vocabulary.

    Args:
        kind: What they are, for messages.
        words: The words.
    """

    def __init__(self, kind: str, words: tuple[str, ...]) -> None:
        """Keeps the words."""
        self.kind = kind
        self.words = words

    def key(self, node: object) -> str:
        """The word that a caller wrote."""
        return word(self.kind, self.words, node)


class Facet:
    """One way to filter: for each node the positions of the records that stand under it.

    Args:
        nodes: Turns what a caller writes into a node.
        members: For each node the positions of its records; a node without any may be left out.
    """

    def __init__(self, nodes: Names | Words, members: Mapping[str, Iterable[int]]) -> None:
        """Keeps the positions; those of a node become a set when it is first picked."""
        self.nodes = nodes
        self.members = members
        self._picked: dict[str, Positions] = {}

    def pick(self, node: object) -> Positions:
        """Positions of the records under a node.

        Raises:
            NotFoundError: If there is no such node.
            AmbiguousNameError: If the name fits several nodes.
            InvalidArgumentError: If the node is blank or of the wrong type.
        """
        key = self.nodes.key(node)
        picked = self._picked.get(key)
        if picked is None:
            picked = self._picked.setdefault(key, frozenset(self.members.get(key, ())))
        return picked

    def prepare(self) -> None:
        """Makes the positions of every node."""
        for node, positions in self.members.items():
            self._picked.setdefault(node, frozenset(positions))


def word(kind: str, words: Collection[str], value: object) -> str:
    """Gives the word of a vocabulary that a caller wrote.

    Raises:
        NotFoundError: If it is none of the words; with the near one, or else all of them.
        InvalidArgumentError: If it is blank or no text.
    """
    if not isinstance(value, str) or not value.strip():
        msg = f"a {kind} is one of {', '.join(words)}; got {shown(value)}"
        raise InvalidArgumentError(msg)
    if value in words:
        return str(value)
    from alstx.names.index import near_words  # noqa: PLC0415 (only for messages)

    raise NotFoundError(kind, value, near_words(value, words) or tuple(words))


class Shelf(Generic[R]):
    """What all catalogs cut from one whole share; each part is fetched when it is first needed.

    Args:
        stock: What the parts are fetched from.
        kind: The kind of its records.
    """

    def __init__(self, stock: Stock, kind: str) -> None:
        """Fetches nothing yet."""
        self.stock = stock
        self.kind = kind

    def __getstate__(self) -> dict[str, object]:
        """Leaves out what can be fetched again."""
        return {"stock": self.stock, "kind": self.kind}

    @once
    def records(self) -> Sequence[R]:
        """All records, in order."""
        return cast("Sequence[R]", self.stock.held(self.kind))

    @once
    def positions(self) -> Mapping[str, int]:
        """Where each id stands."""
        return {id_: at for at, id_ in enumerate(self.ids)}

    @once
    def ids(self) -> tuple[str, ...]:
        """All ids, in order."""
        return tuple(self.stock.ids(self.kind))

    @once
    def everything(self) -> Positions:
        """All positions."""
        return frozenset(range(len(self.ids)))

    @once
    def given(self) -> dict[str, R]:
        """The records that were asked for by id."""
        return {}

    @once
    def index(self) -> NameIndex:
        """What finds their ids by name."""
        return self.stock.index(self.kind)

    @once
    def facets(self) -> Mapping[str, Facet]:
        """The ways to filter them, by name of the filter argument."""
        return self.stock.facets(self.kind)

    @once
    def years(self) -> Mapping[int, int]:
        """Year of publication by position, where there is one."""
        return self.stock.dated(self.kind)
