"""From plain values to records with cattrs, without coercion, and errors with exact places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache, partial
from types import GenericAlias
from typing import TYPE_CHECKING, Any, TypeGuard, get_args, get_origin

import attrs
from cattrs import (
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from alstx.errors import shown
from alstx.ids import Curie, Ref
from alstx.model.symptoms import Translation
from alstx.names.near import near_words

if TYPE_CHECKING:
    from alstx.io.yaml import Path, Plain


def _only(kind: type) -> Callable[[Any, Any], Any]:
    """Accept values of one type and nothing that could be turned into it.

    A whole number is a number like any other, and stays as it was written.
    """
    accepted = (int, float) if kind is float else (kind,)

    def hook(value: Any, _: Any) -> Any:
        if type(value) in accepted:
            return value
        words = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
        hint = "; put it in quotes" if kind is str and isinstance(value, int | float) else ""
        msg = f"expected {words[kind]}, got {shown(value)}{hint}"
        raise TypeError(msg)

    return hook


def _parsed(read: Callable[[str], Any], wanted: str) -> Callable[[Any, Any], Any]:
    """Return a hook that accepts a text which `read` can parse."""

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, str):
            msg = f"expected {wanted}, got {shown(value)}"
            raise TypeError(msg)
        return read(value)

    return hook


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # 20261124 and 2026-W48-2 are days to Python too
        msg = f"expected a day such as 2026-11-24, got {shown(text)}"
        raise ValueError(msg)
    return day


def _word(value: Any, vocabulary: type[StrEnum]) -> StrEnum:
    """Return a hook that accepts the words of a vocabulary."""
    words = [member.value for member in vocabulary]
    if isinstance(value, str) and value in words:
        return vocabulary(value)
    near = near_words(value, words) if isinstance(value, str) else ()
    hint = f"; did you mean {near[0]!r}?" if near else ""
    msg = f"{shown(value)} is not one of {', '.join(words)}{hint}"
    raise ValueError(msg)


def _tuple(cls: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    members: Any = GenericAlias(list, get_args(cls)[0])

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, list):
            msg = f"expected a list, got {shown(value)}"
            raise TypeError(msg)
        return tuple(converter.structure(value, members))

    return hook


def _is_mapping(value: Any) -> TypeGuard[dict[str, Plain]]:
    return isinstance(value, dict)


def _record(cls: type, converter: Converter) -> Callable[[Any, Any], Any]:
    make: Any = make_dict_structure_fn
    structure: Callable[[Any, Any], Any] = make(cls, converter, _cattrs_forbid_extra_keys=True)

    def hook(value: Any, _: Any) -> Any:
        if not _is_mapping(value):
            msg = f"expected keys and values, got {shown(value)}"
            raise TypeError(msg)
        return structure(value, cls)

    return hook


def _translations(value: Any, _: Any) -> Any:
    """Read ``{es: Babeo}``, as people write it, as translations."""
    if not _is_mapping(value):
        msg = f"expected languages and names, got {shown(value)}"
        raise TypeError(msg)
    found: list[Translation] = []
    refused: list[Exception] = []
    for language, name in value.items():
        try:
            found.append(Translation(language=language, text=_only(str)(name, str)))
        except (TypeError, ValueError) as error:
            error.__notes__ = [IterableValidationNote("translation", language, str)]
            refused.append(error)
    if refused:
        msg = "translations"
        raise IterableValidationError(msg, refused, tuple)  # pyright: ignore[reportCallIssue]
    return tuple(found)


@cache
def make_converter() -> Converter:
    """Build our converter, once, since that is slow, and never the global one."""
    converter = Converter(detailed_validation=True)
    for kind in (str, int, float, bool):
        # by type, for cattrs asks its own coercing hooks by type before any predicate
        converter.register_structure_hook(kind, _only(kind))
    converter.register_structure_hook(StrEnum, _word)  # nearer to a vocabulary than str
    converter.register_structure_hook(date, _parsed(_day, "a day such as '2026-11-24'"))
    converter.register_structure_hook(Curie, _parsed(Curie.parse, "text such as 'ATC:N06AA09'"))
    converter.register_structure_hook(Ref, _parsed(Ref.parse, "text such as 'agents/alcohol'"))
    converter.register_structure_hook_factory(_is_record, partial(_record, converter=converter))
    converter.register_structure_hook_factory(_is_tuple, partial(_tuple, converter=converter))
    converter.register_structure_hook_func(_is_translations, _translations)
    return converter


def _is_record(cls: Any) -> bool:
    return attrs.has(cls) and cls not in (Curie, Ref)


def _is_tuple(cls: Any) -> bool:
    origin: object = get_origin(cls)
    return origin is tuple


def _is_translations(cls: Any) -> bool:
    return bool(cls == tuple[Translation, ...])


def explain(error: BaseException, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Convert what cattrs raised into (path, message) pairs, one for each defect."""
    if isinstance(error, ClassValidationError):
        named, rest = error.group_exceptions()
        for inner, field in named:
            yield from explain(inner, (*path, field.name))
        for inner in rest:
            yield from _of_class(inner, error.cl, path)
    elif isinstance(error, IterableValidationError):
        numbered, rest = error.group_exceptions()
        for inner, item in numbered:
            yield from explain(inner, (*path, item.index))
        for inner in rest:
            yield from explain(inner, path)
    elif isinstance(error, KeyError):
        yield path[:-1], f"{path[-1]}: is missing"
    else:
        yield path, str(error.args[0]) if error.args else type(error).__name__


def _of_class(error: BaseException, cls: type, path: Path) -> Iterator[tuple[Path, str]]:
    """Explain what the class itself refused: unknown keys, or a value at construction."""
    if isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(cls)]
        for key in sorted(error.extra_fields):
            near = near_words(key, known)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            yield (*path, key), f"unknown key; {hint}"
    elif len(error.args) > 1 and isinstance(error.args[1], attrs.Attribute):
        yield (*path, error.args[1].name), str(error.args[0])
    else:
        yield from explain(error, path)
