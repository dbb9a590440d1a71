"""Converters and validators that the records share.

Validators raise ``ValueError(message, attribute, value)``: the loader reads the field from the
second argument, so that a bad value is reported at its own line.
"""

from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

from alstx.errors import shown

T = TypeVar("T")
Validator = Callable[[Any, "attrs.Attribute[Any]", Any], None]

LONGEST_NAME = 300
LONGEST_TEXT = 4000
EARLIEST_YEAR, LATEST_YEAR = 1800, 2100


def as_tuple(value: Iterable[T]) -> tuple[T, ...]:
    """Build a tuple, but never of the letters of a string or the keys of a mapping."""
    if isinstance(value, str | bytes | Mapping):
        msg = f"expected a list of values, got {shown(cast('object', value))}"
        raise TypeError(msg)
    return tuple(value)


if not TYPE_CHECKING:  # pragma: no branch (attrs inspects a Converter once, functions often)
    as_tuple = attrs.Converter(as_tuple)


def _printable(value: str) -> bool:
    """Return whether a text has no control, surrogate or unassigned characters."""
    return value.replace("\n", " ").isprintable() or all(
        ch.isprintable() or ch in "\n\u00a0\u202f\u2009\u200a\u2002\u2003\u3000" for ch in value
    )


def _text_of(longest: int, *, breaks: bool) -> Validator:
    def text(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, str):
            msg = f"expected text, got {shown(value)}"
        elif not value.strip():
            msg = "is blank; leave the key out where there is nothing to say"
        elif value != value.strip():
            msg = f"{shown(value)} has white space at an end"
        elif len(value) > longest:
            msg = f"has {len(value)} characters; {longest} are allowed"
        elif not _printable(value):
            msg = f"{shown(value)} has a control character"
        elif "\n" in value and not breaks:
            msg = f"{shown(value)} has a line break; it stands on one line"
        else:
            return
        raise ValueError(msg, attribute, value)

    return text


name: Validator = _text_of(LONGEST_NAME, breaks=False)
"""Accepts a short text on one line that is not blank."""

title: Validator = _text_of(LONGEST_TEXT, breaks=False)
"""Accepts a text on one line that is not blank."""

text: Validator = _text_of(LONGEST_TEXT, breaks=True)
"""Accepts a text that is not blank."""


def is_a(kind: type) -> Validator:
    """Accept an instance of one class, and of no other that merely looks like it."""

    def check(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            msg = f"expected {kind.__name__}, got {shown(value)}"
            raise ValueError(msg, attribute, value)

    return check


def maybe(check: Validator) -> Validator:
    """Accept None, and else what `check` accepts."""

    def optional(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if value is not None:
            check(instance, attribute, value)

    return optional


def each(check: Validator) -> Validator:
    """Accept a tuple whose members `check` accepts, none of them twice."""

    def members(instance: object, attribute: "attrs.Attribute[Any]", value: Any) -> None:
        for member in value:
            check(instance, attribute, member)
        if len(set(value)) < len(value):
            twice = next(member for member in value if value.count(member) > 1)
            msg = f"{shown(str(twice))} is listed twice"
            raise ValueError(msg, attribute, value)

    return members


def not_empty(_: object, attribute: "attrs.Attribute[Any]", value: Any) -> None:
    """Refuse an empty tuple."""
    if not value:
        msg = "needs at least one value"
        raise ValueError(msg, attribute, value)


def one_per(field: str) -> Validator:
    """Accept a tuple of records of which no two have the same value in `field`."""

    def distinct(_: object, attribute: "attrs.Attribute[Any]", value: Any) -> None:
        seen: set[object] = set()
        for member in value:
            key = getattr(member, field)
            if key in seen:
                msg = f"two entries have the same {field}: {shown(str(key))}"
                raise ValueError(msg, attribute, value)
            seen.add(key)

    return distinct


def year(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a year."""
    if type(value) is not int or not EARLIEST_YEAR <= value <= LATEST_YEAR:
        msg = f"{shown(value)} is not a year between {EARLIEST_YEAR} and {LATEST_YEAR}"
        raise ValueError(msg, attribute, value)


def count(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a number of people."""
    if type(value) is not int or not 0 < value < 10**9:
        msg = f"{shown(value)} is not a number of people"
        raise ValueError(msg, attribute, value)


def url(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a web address without blanks, quotes, angle brackets and what cannot be printed."""
    good = isinstance(value, str) and value.startswith(("https://", "http://"))
    if not good or any(ch == " " or not ch.isprintable() or ch in "<>\"'`\\" for ch in str(value)):
        msg = f"{shown(value)} is not an address that starts with https:// or http://"
        raise ValueError(msg, attribute, value)


def number(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        msg = f"expected a number, got {shown(value)}"
        raise ValueError(msg, attribute, value)
