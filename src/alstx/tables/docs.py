"""Types and documentation of the fields of record classes."""

import inspect
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, TypeGuard, get_args, get_origin, get_type_hints

import attrs

_SECTION = re.compile(r"^Attributes:\n((?: .*\n|\n)*)", re.MULTILINE)
_ENTRY = re.compile(r"^    (\w+): (.*\n(?:     .*\n|\n)*)", re.MULTILINE)


def summary(cls: type) -> str:
    """Return the first paragraph of a class's documentation, in one line.

    Example:
        >>> from alstx import Xref
        >>> summary(Xref)
        "Our record's counterpart in another vocabulary."
    """
    paragraph = inspect.cleandoc(cls.__doc__ or "").partition("\n\n")[0]
    return _line(paragraph)


def _line(text: str) -> str:
    """Put a text into one line, with code between single backticks as Markdown has it."""
    return " ".join(text.replace("``", "`").split())


@cache
def about(cls: type) -> Mapping[str, str]:
    """Return what a class and its bases say of their attributes.

    Example:
        >>> from alstx import Xref
        >>> about(Xref)["id"]
        'The identifier there.'
    """
    found = dict.fromkeys(types(cls), "")  # which stays so where docstrings are stripped
    for base in reversed(cls.__mro__):
        doc = inspect.cleandoc(base.__dict__.get("__doc__") or "")
        for section in _SECTION.findall(f"{doc}\n"):
            found |= {name: _line(text) for name, text in _ENTRY.findall(section)}
    return MappingProxyType(found)


@cache
def types(cls: type) -> Mapping[str, Any]:
    """Return the type of each attribute of a class."""
    hints = get_type_hints(cls)
    return MappingProxyType({field.name: hints[field.name] for field in attrs.fields(cls)})


def split_optional(kind: Any) -> tuple[Any, bool]:
    """Split a type into what it is besides None, and whether None is allowed.

    Example:
        >>> split_optional(int | None)
        (<class 'int'>, True)
    """
    if not isinstance(kind, UnionType):
        return kind, False
    rest = [member for member in get_args(kind) if member is not NoneType]
    return rest[0], True


def member_of(kind: Any) -> Any:
    """Return the type of a tuple's members; None for any other type.

    Example:
        >>> member_of(tuple[str, ...])
        <class 'str'>
    """
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def is_vocabulary(kind: Any) -> TypeGuard[type[StrEnum]]:
    """Return whether a type is a closed set of words."""
    return isinstance(kind, type) and issubclass(kind, StrEnum)
