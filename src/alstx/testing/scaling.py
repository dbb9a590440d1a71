"""Larger knowledge bases: copies of all records, each copy a world of its own."""

from typing import Any, cast

import attrs

from alstx.ids import Curie, is_slug
from alstx.model.base import Xref
from alstx.model.records import KINDS, Records

_IDS = frozenset({"id", "applies_to"})


_NAMES = frozenset({"brands", "name", "plain_name", "short_name", "synonyms"})


def scaled(records: Records, times: int) -> Records:
    """Return a base with `times` copies of every record, each copy a world of its own.

    The first copy is the records themselves. The others have their number in each id and name,
    refer to each other only, and bear no identifiers, since those would name several records.

    Args:
        records: The records to copy.
        times: How many copies there are, from 1.

    Example:
        >>> import alstx
        >>> base = alstx.KnowledgeBase(scaled(alstx.load().records, 3))
        >>> base.medications.find("Elavil copy 2").id
        'amitriptyline-copy-2'
    """
    kinds: dict[str, Any] = {}
    for kind in KINDS:
        of_kind: tuple[Any, ...] = getattr(records, kind)
        copies = [_copy(record, number) for number in range(2, times + 1) for record in of_kind]
        if kind == "sources":  # an article needs an address where it has no identifier
            copies = [attrs.evolve(c, url=f"https://example.org/{c.id}") for c in copies]
        kinds[kind] = tuple(sorted((*of_kind, *copies), key=lambda record: record.id))
    copies = [
        _copy(product, number) for number in range(2, times + 1) for product in records.products
    ]
    kinds["products"] = tuple(
        sorted((*records.products, *copies), key=lambda product: product.name.casefold())
    )
    return attrs.evolve(records, **kinds)


def _copy(value: Any, number: int) -> Any:
    """Copy a record, or a part of it."""
    if isinstance(value, tuple):
        members = cast("tuple[object, ...]", value)
        return tuple([_copy(member, number) for member in members if not isinstance(member, Xref)])
    if not attrs.has(value.__class__) or isinstance(value, Curie):
        return value
    changes = {
        f.name: _changed(getattr(value, f.name), f, number) for f in attrs.fields(value.__class__)
    }
    return attrs.evolve(value, **changes)


def _changed(value: Any, field: "attrs.Attribute[Any]", number: int) -> Any:
    """Copy what stands in a field: ids and names get the number of the copy."""
    if isinstance(value, str) and (
        field.name in _IDS or ("ref" in field.metadata and is_slug(value))
    ):
        return f"{value}-copy-{number}"
    if isinstance(value, str) and type(value) is str:
        return f"{value} copy {number}" if field.name in _NAMES else value
    if isinstance(value, tuple) and (field.name in _NAMES | _IDS or "ref" in field.metadata):
        return tuple([_changed(each, field, number) for each in cast("tuple[object, ...]", value)])
    return _copy(value, number)
