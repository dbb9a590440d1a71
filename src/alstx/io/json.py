"""Strict JSON: as the standard has it, less what readers disagree about, with lines for errors.

Refused are keys that stand twice, NaN and Infinity, huge numbers, half surrogate pairs and deep
nesting.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from alstx.errors import shown
from alstx.io.yaml import DEEPEST, Path, Plain, YamlError

LARGEST_DOCUMENT = 32_000_000
_LONGEST_INTEGER = 15
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+|\n')

_CLEARER = {
    "Invalid control character at": r"a text holds a control character; escape it, such as \n",
    "Unterminated string starting at": "a text has no closing quote",
}
"""Words of the parser where it counts on a place being named behind it."""


class JsonError(YamlError):
    """A document that is not in our part of JSON."""


class _Refused(Exception):  # noqa: N818 (it never leaves this module)
    """Something in the document is refused; where, a second reading tells."""


def parse(text: str) -> Plain:
    """Read a document into dicts, lists and scalars.

    Raises:
        JsonError: If the text is not JSON, or not in our part of it.
    """
    try:
        value: Plain = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse,
            parse_int=_integer,
            parse_float=_fraction,
        )
        _check(value)
    except json.JSONDecodeError as error:
        reason = _CLEARER.get(error.msg, error.msg[0].lower() + error.msg[1:])
        raise JsonError(error.lineno, f"is not JSON: {reason}") from None
    except (_Refused, RecursionError):
        raise _refusal(text) from None
    return value


def lines(text: str) -> dict[Path, int]:
    """Return the line of every value of a document that `parse` accepts."""
    return {path: line for path, line, _, _ in _places(text)}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _Refused
    return made


def _refuse(_: str) -> NoReturn:
    raise _Refused


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER:
        raise _Refused
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _Refused
    return value


def _check(value: Plain) -> None:
    """Refuse depth and half surrogate pairs, without recursion on input."""
    ahead: list[tuple[Plain, int]] = [(value, 0)]
    while ahead:
        held, depth = ahead.pop()
        if depth > DEEPEST or (isinstance(held, str) and not _is_text(held)):
            raise _Refused
        if isinstance(held, dict):
            ahead.extend((key, depth) for key in held)
            ahead.extend((member, depth + 1) for member in held.values())
        elif isinstance(held, list):
            ahead.extend((member, depth + 1) for member in held)


def _is_text(value: str) -> bool:
    return value.isascii() or not any("\ud800" <= ch <= "\udfff" for ch in value)


def _refusal(text: str) -> JsonError:
    """Find the first thing that is refused in a text that is JSON."""
    seen: set[Path] = set()
    return next(filter(None, (_refused(*place, seen) for place in _places(text))))


def _refused(
    path: Path,
    line: int,
    token: str,
    is_key: bool,
    seen: set[Path],
) -> JsonError | None:
    """Describe what is wrong with a key or a value, if anything; add keys to `seen`."""
    message = None
    if len(path) > DEEPEST:
        message = f"is nested more than {DEEPEST} levels deep"
    elif token.startswith('"') and not _is_text(json.loads(token)):
        message = f"{shown(json.loads(token))} is half a character"
    elif is_key:
        message = f"key {shown(path[-1])} appears twice" if path in seen else None
        seen.add(path)
    elif token[0] in "-0123456789NI":
        message = _bad_number(token)
    return JsonError(line, message) if message else None


def _bad_number(token: str) -> str | None:
    digits = token.strip("-")
    if digits in ("NaN", "Infinity"):
        return f"{token} is no number of JSON"
    if digits.isdigit():
        return f"number {shown(token)} is too long" if len(token) > _LONGEST_INTEGER else None
    return None if math.isfinite(float(token)) else f"number {shown(token)} is too large"


def _places(text: str) -> Iterator[tuple[Path, int, str, bool]]:
    """Yield path, line and first token of every key and value, and whether it is a key."""
    line, steps, in_object, key_next = 1, list[str | int](), list[bool](), False
    for match in _TOKEN.finditer(text):
        found = match[0]
        if found == "\n":
            line += 1
        elif found == ":":
            key_next = False
        elif found == ",":
            key_next = in_object[-1]
            if not key_next:
                steps[-1] = int(steps[-1]) + 1
        elif found in "]}":
            in_object.pop()
            steps.pop()
        elif key_next:
            steps[-1] = json.loads(found)
            yield tuple(steps), line, found, True
        else:
            yield tuple(steps), line, found, False
            if found in "[{":
                key_next = found == "{"
                in_object.append(key_next)
                steps.append(0)
