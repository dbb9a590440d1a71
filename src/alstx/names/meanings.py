"""Meanings of names beside the one record that has them."""

from collections.abc import Mapping
from types import MappingProxyType


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

    def broader(self, identifier: str) -> tuple[str, ...]:  # noqa: ARG002 (for others to override)
        """Return the ids of records whose identifiers are broader or related."""
        return ()
