"""A base many times the size of another, for measuring what grows and what does not."""

from typing import Any, cast

import attrs

from alstx.ids import Curie
from alstx.model import Xref
from alstx.records import KINDS, Records

_IDS = frozenset(
    {
        *("drug_classes", "id", "ingredients", "mechanisms", "parents", "source"),
        *("symptom", "symptoms", "through"),
    }
)
_NAMES = frozenset({"brand_names", "name", "plain_name", "short_name", "synonyms"})


def scaled(records: Records, times: int) -> Records:
    """Gives a base with `times` copies of every record, each copy a world of its own.

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
        held: tuple[Any, ...] = getattr(records, kind)
        copies = [_copy(record, number) for number in range(2, times + 1) for record in held]
        if kind == "sources":  # an article needs an address where it has no identifier
            copies = [attrs.evolve(c, url=f"https://example.org/{c.id}") for c in copies]
        kinds[kind] = tuple(sorted((*held, *copies), key=lambda record: record.id))
    return attrs.evolve(records, **kinds)


def _copy(value: Any, number: int, field: str = "") -> Any:
    """Copies a record, or a part of it that stands in a field."""
    if isinstance(value, tuple):
        members = cast("tuple[object, ...]", value)
        kept = [member for member in members if not isinstance(member, Xref)]
        return tuple([_copy(member, number, field) for member in kept])
    if type(value) is str:
        return f"{value}-copy-{number}" if field in _IDS else _renamed(value, number, field)
    if attrs.has(value.__class__) and not isinstance(value, Curie):
        fields = [field.name for field in attrs.fields(value.__class__)]
        return attrs.evolve(value, **{f: _copy(getattr(value, f), number, f) for f in fields})
    return value


def _renamed(value: str, number: int, field: str) -> str:
    return f"{value} copy {number}" if field in _NAMES else value
