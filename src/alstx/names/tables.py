"""Tables and meanings of names: what the index of names is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from alstx.names.folding import fold

if TYPE_CHECKING:
    from alstx.ids import Curie


_ANY = ".+"
BARE = (
    ("ATC", r"[A-Z]\d\d[A-Z][A-Z](?:\d\d)?"),
    ("CAS", _ANY),
    ("CHEMBL", _ANY),
    ("DOI", _ANY),
    ("DRUGBANK", _ANY),
    ("ICD10CM", r"[A-Z]\d[0-9A-Z]\..+"),
    ("INCHIKEY", _ANY),
    ("NBK", _ANY),
    ("NCT", _ANY),
    ("PMCID", _ANY),
    ("UNII", r"(?=.*\d)(?=.*[A-Z]).{10}"),
)
"""Vocabularies whose ids cannot be mistaken for those of another, and which of their ids."""


class Named(Protocol):
    """Attributes of a record that the index uses."""

    @property
    def id(self) -> str:
        """Id of the record."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """All its names."""
        ...

    @property
    def identifiers(self) -> tuple[Curie, ...]:
        """Its identifiers in other vocabularies."""
        ...


class Tables(NamedTuple):
    """Tables by which an exact name is looked up.

    Attributes:
        names: The id that a name, in lower case, names alone.
        shared: The ids that a folded name names, where they are several.
    """

    names: Mapping[str, str]
    shared: Mapping[str, tuple[str, ...]]


class Meanings:
    """Meanings of names beside the one record that has them; by default nothing.

    Attributes:
        products: For names of several records at once their ids, and what else is in them.
        regional: For each country what names mean there: the id of a record, or something else.
        wholes: The record that has just these parts.
        foreign: Names that mean something else, and what.
        translations: The ids that folded names in other languages name; for exact names only.
    """

    products: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType({})
    regional: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    wholes: Mapping[frozenset[str], str] = MappingProxyType({})
    foreign: Mapping[str, str] = MappingProxyType({})
    translations: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def hint(self, text: str) -> str:  # noqa: ARG002 (for others to override)
        """Say what to write in the place of a text that nothing resembles, if that is known."""
        return ""

    def broader(self, identifier: str) -> tuple[str, ...]:  # noqa: ARG002 (for others to override)
        """Return the ids of records whose identifiers are broader or related."""
        return ()


def tabulate(records: Iterable[Named]) -> Tables:
    """Build the tables of some records: every id and name."""
    bearers: dict[str, tuple[str, ...]] = {}
    written: dict[str, str] = {}
    ids: dict[str, str] = {}
    for record in records:
        ids[record.id] = record.id
        for name in (*record.names, record.id):
            written[name.lower()] = key = fold(name)
            add(bearers, key, record.id)
    alone = {key: found[0] for key, found in bearers.items() if len(found) == 1}
    names = {name: alone[key] for name, key in written.items() if key in alone}
    shared = {key: found for key, found in bearers.items() if len(found) > 1}
    return Tables(names | ids, shared)


def nobody(_: str) -> tuple[str, ...]:
    """Return no record of other kinds; a default."""
    return ()


def add(index: dict[str, tuple[str, ...]], key: str, id_: str) -> None:
    """Add an id to those of a key, once; an empty key gets nothing."""
    ids = index.get(key, ())
    if key and id_ not in ids:
        index[key] = (*ids, id_)
