"""What the record classes consist of, told by their types."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs

from alstx import Curie, Ref
from alstx.model.records import KINDS
from alstx.tables.docs import member_of, split_optional, types


def inner(kind: Any) -> Any:
    """Return what a type is besides None and tuple."""
    return split_optional(member_of(kind) or kind)[0]


@cache
def classes_of(cls: Any) -> tuple[Any, ...]:
    """Return a record class and the classes of its parts, however deep."""
    found = [cls]
    for kind in map(inner, types(cls).values()):
        if attrs.has(kind) and kind not in (Curie, Ref):
            found += classes_of(kind)
    return tuple(dict.fromkeys(found))


def fields() -> Iterator[tuple[Any, Any]]:
    """Yield every class that a data folder holds, with each of its fields."""
    classes = dict.fromkeys(c for kind in KINDS.values() for c in classes_of(kind.cls))
    yield from ((cls, field) for cls in classes for field in attrs.fields(cls))
