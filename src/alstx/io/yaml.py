"""Strict YAML: a small, unambiguous part of the language, with the line of every value.

Refused are anchors, aliases, tags, several documents, repeated keys, keys that are not text, deep
nesting, and plain scalars that YAML readers disagree about (``no``, ``010``, ``0x1F``, ``1_000``).
Plain scalars are null, true, false, decimal integers, decimal fractions or text.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import attrs
import yaml

from alstx.errors import shown

LARGEST_FILE = 2_000_000
MOST_VALUES = 100_000
DEEPEST = 12
_LONGEST_INTEGER = 15
_LONGEST_ECHO = 80

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+", re.ASCII)
_DISPUTED = re.compile(
    r"(?i:yes|no|on|off|y|n|null|true|false|[-+]?\.inf|[-+]?\.nan)|=|<<"
    r"|[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?0[xob][0-9a-fA-F_]+",
    re.ASCII,
)
_FORBIDDEN = re.compile(
    r"[^\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r(?!\n)"
)
"""Signs that YAML forbids or parsers read differently; line breaks that editors do not count."""
_CONSTANTS: dict[str, bool | None] = {"null": None, "~": None, "true": True, "false": False}

Path: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"
"""Parts of a document."""

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(Exception):
    """A document that is not in our part of YAML.

    Attributes:
        line: Where, counted from 1; None where unknown.
        message: What is wrong.
    """

    def __init__(self, line: int | None, message: str) -> None:
        super().__init__(line, message)
        self.line = line
        self.message = message


def decode(raw: bytes, largest: int = LARGEST_FILE) -> str:
    """Decode bytes as UTF-8 text.

    Args:
        raw: The bytes of a file.
        largest: How many of them are allowed.

    Raises:
        YamlError: If they are too many, no UTF-8, or hold a NUL byte or a byte order mark.
    """
    if len(raw) > largest:
        raise YamlError(None, f"has more than {largest} bytes")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise YamlError(line, f"is not UTF-8 (byte {error.start})") from None
    for bad, name in (("\0", "a NUL character"), ("\ufeff", "a byte order mark")):
        if bad in text:
            raise YamlError(_line_at(text, text.index(bad)), f"holds {name}")
    return text


def _line_at(text: str, at: int) -> int:
    """Return the line of a character, counted from 1, as an editor counts."""
    return text[:at].count("\n") + 1


class Refused:
    """Marker for a value that cannot be known, of a type that no record accepts."""

    def __repr__(self) -> str:
        return "…"


REFUSED = Refused()
_Value: TypeAlias = "dict[str, _Value] | list[_Value] | str | int | float | bool | Refused | None"
_LACKING = "\0"  # a key that no record knows
_MOST_REFUSALS = 100
_COLON = "; text with a colon and a blank in it needs quotes"


@attrs.frozen
class Document:
    """Values of a text as far as they could be read, and the problems of the rest.

    Attributes:
        value: Dicts, lists and scalars, and `REFUSED` where a value cannot be known.
        refusals: Errors: text that is not YAML, or not in our part of it.
        doubtful: Places whose values are refused.
        incomplete: Places of lists and mappings that lack what could not be read.
    """

    value: Any
    refusals: tuple[YamlError, ...]
    doubtful: frozenset[Path]
    incomplete: frozenset[Path]

    def is_doubtful(self, path: Path) -> bool:
        """Return whether an error at a place may only follow from something that was refused."""
        around = (path[:depth] for depth in range(len(path) + 1))
        return path in self.incomplete or not self.doubtful.isdisjoint(around)


def read(text: str) -> Document:
    """Read one document as far as possible, so that one defect hides no other."""
    return _Builder(text).document()


def lines(text: str) -> dict[Path, int]:
    """Return the line of every value of a document, as far as it can be read."""
    builder = _Builder(text)
    builder.document()
    return builder.lines


class _Builder:
    """Builder of values from parse events, without constructors and without recursion on input."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._refusals: list[YamlError] = []
        self._doubtful: set[Path] = set()
        self._incomplete: set[Path] = set()
        self._events = self._read(text)

    def _refuse(self, line: int, message: str) -> None:
        self._refusals.append(YamlError(line, message))

    def _read(self, text: str) -> Iterator[yaml.Event]:
        """Yield events until the text ends, is not YAML, or has more defects than anybody reads."""
        forbidden = _FORBIDDEN.search(text)
        if forbidden:
            said = f"is not YAML: holds the control character {forbidden[0]!a}; remove it"
            self._refuse(_line_at(text, forbidden.start()), said)
            return
        try:
            yield from self._bounded(yaml.parse(text, Loader=_Loader))
        except yaml.MarkedYAMLError as error:
            mark: Any = error.problem_mark  # parsers set it, and the problem, always
            problem = str(error.problem)
            hint = _COLON if problem.startswith("mapping values are not allowed") else ""
            self._refuse(mark.line + 1, f"is not YAML: {_cut(problem)}{hint}")

    def _bounded(self, events: Iterable[yaml.Event]) -> Iterator[yaml.Event]:
        """Stop reading where a text is too deep or too long; a parser may take forever over it."""
        depth = values = 0
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                values += 1
                if depth > DEEPEST:
                    self._refuse(_line(event), f"is nested more than {DEEPEST} levels deep")
                    return
                if values > MOST_VALUES:
                    self._refuse(_line(event), f"holds more than {MOST_VALUES} values")
                    return
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            yield event
            if len(self._refusals) >= _MOST_REFUSALS:
                return

    def document(self) -> Document:
        value: _Value = None
        documents = 0
        for event in self._events:
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                self._refuse(_line(event), "holds more than one document")
                break
            if isinstance(event, yaml.NodeEvent):
                value = self._node(event, ())
        if value is None:
            value = self._unknown(())
            if not self._refusals:
                self._refuse(1, "is empty")
        doubtful, incomplete = frozenset(self._doubtful), frozenset(self._incomplete)
        return Document(value, tuple(self._refusals), doubtful, incomplete)

    def _node(self, event: yaml.Event, path: Path) -> _Value:
        self.lines[path] = _line(event)
        trick = _trick(event)
        if trick:
            self._refuse(_line(event), trick)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.ScalarEvent) and not trick:
            return self._scalar(event, path)
        return self._unknown(path)

    def _unknown(self, path: Path) -> Refused:
        self._doubtful.add(path)
        return REFUSED

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> _Value:
        try:
            return _scalar(event)
        except YamlError as error:
            self._refusals.append(error)
            return self._unknown(path)

    def _sequence(self, path: Path) -> list[_Value]:
        values: list[_Value] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                return values
            values.append(self._node(event, (*path, len(values))))
        self._incomplete.add(path)
        return values

    def _mapping(self, path: Path) -> dict[str, _Value]:
        values: dict[str, _Value] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                return values
            key = self._key(event)
            value = next(self._events, None)
            if value is None:
                break
            if key is None:
                self._skip(value)
                self._lacks(values, path)
            elif key in values:
                self._skip(value)
                self._refuse(_line(event), f"key {shown(key)} appears twice")
                values[key] = self._unknown((*path, key))
            else:
                values[key] = self._node(value, (*path, key))
                self.lines[(*path, key)] = _line(event)
        self._lacks(values, path)
        return values

    def _lacks(self, values: dict[str, _Value], path: Path) -> None:
        """Mark a mapping that lacks something, so that no record is built from it."""
        self._incomplete.add(path)
        values[_LACKING] = self._unknown((*path, _LACKING))

    def _key(self, event: yaml.Event) -> str | None:
        """Read a key; None, with the reason reported, where it is not one."""
        key = None
        try:
            key = _scalar(event) if isinstance(event, yaml.ScalarEvent) else None
            reason = _trick(event)
            if not reason and not isinstance(key, str):
                reason = "has a key that is no text; put it in quotes"
        except YamlError as error:
            reason = error.message
        if reason:
            self._skip(event)
            self._refuse(_line(event), reason)
        return None if reason else str(key)

    def _skip(self, event: yaml.Event) -> None:
        """Skip a value."""
        depth = int(isinstance(event, yaml.CollectionStartEvent))
        while depth and (inner := next(self._events, None)):
            depth += isinstance(inner, yaml.CollectionStartEvent)
            depth -= isinstance(inner, yaml.CollectionEndEvent)


def _line(event: yaml.Event) -> int:
    mark: Any = event.start_mark  # parsers set it always
    return int(mark.line) + 1


def _cut(text: str) -> str:
    """Shorten the text of a file for a message."""
    return text if len(text) <= _LONGEST_ECHO else f"{text[:_LONGEST_ECHO]}…"


def _trick(event: Any) -> str | None:
    """Name the construct that can multiply, hide or disguise values, if it is one."""
    if isinstance(event, yaml.AliasEvent):
        return f"uses the alias *{_cut(str(event.anchor))}; write the value out"
    if event.anchor is not None:
        return f"sets the anchor &{_cut(event.anchor)}; anchors are not allowed"
    if event.tag is not None:
        return f"has the tag {shown(event.tag)}; tags are not allowed"
    return None


def is_text(value: str) -> bool:
    """Return whether every reader takes a plain scalar for text, so that it needs no quotes."""
    return value not in _CONSTANTS and value != "" and not _DISPUTED.fullmatch(value)


def _scalar(event: yaml.ScalarEvent) -> str | int | float | bool | None:
    value: str = event.value
    if event.style:  # plain scalars have '' in libyaml and None in pure Python
        return value
    if value in _CONSTANTS or value == "":
        return _CONSTANTS.get(value)
    if _INTEGER.fullmatch(value):
        if len(value) > _LONGEST_INTEGER:
            raise YamlError(_line(event), f"number {shown(value)} is too long")
        return int(value)
    if _FRACTION.fullmatch(value):
        return float(value)
    if _DISPUTED.fullmatch(value):
        message = f"plain {shown(value)} means different things to YAML readers; put it in quotes"
        raise YamlError(_line(event), message)
    return value
