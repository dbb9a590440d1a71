"""Records as dicts, lists and scalars: the one form that YAML and JSON files share."""

from datetime import date
from enum import Enum
from typing import Any, TypeAlias, cast

import attrs

from alstx.ids import Curie, Ref

JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | str | int | float | bool | None"
"""Anything that JSON can hold."""
DOCUMENTS, NUMBER = "urn:alstx:schema:base:", 2
DOCUMENT = f"{DOCUMENTS}{NUMBER}"
"""The ``$schema`` of a JSON document. A change that breaks readers changes the number."""

_LAST = ("xrefs", "evidence", "recommendations", "reviewed")


def to_plain(value: object, *, full: bool = False) -> Any:
    """Convert a record, or a part of one, into dicts, lists and scalars.

    What equals its default is left out, so that a file says only what it has to say.

    Args:
        value: A record, a value object, a vocabulary's word, a day, a tuple or a scalar.
        full: Write defaults out too, so that all records of a kind have the same keys.

    Example:
        >>> from alstx import Curie, Xref
        >>> to_plain(Xref(id=Curie.parse("HP:0002307")))
        {'id': 'HP:0002307'}
        >>> to_plain(Xref(id=Curie.parse("HP:0002307")), full=True)
        {'id': 'HP:0002307', 'match': 'exact'}
    """
    if isinstance(value, Curie | Ref):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_plain(member, full=full) for member in cast("tuple[object, ...]", value)]
    return _mapping(value, full=full) if attrs.has(type(value)) else value


def keys(cls: type[attrs.AttrsInstance]) -> list[str]:
    """Return the keys of a class's objects, in the order in which they are written."""
    names = [field.name for field in attrs.fields(cls)]
    return [n for n in names if n not in _LAST] + [n for n in _LAST if n in names]


def _mapping(value: Any, *, full: bool) -> dict[str, Any]:
    cls: type[attrs.AttrsInstance] = value.__class__
    defaults = {field.name: field.default for field in attrs.fields(cls)}
    found = {
        name: to_plain(held, full=full)
        for name in keys(cls)
        if (held := getattr(value, name)) != defaults[name] or full
    }
    for field in attrs.fields(cls):
        if "as_dict" in field.metadata and field.name in found:
            found[field.name] = dict(getattr(value, field.metadata["as_dict"]))
    return found
