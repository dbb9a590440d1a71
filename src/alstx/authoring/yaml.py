"""Strict YAML: a small, unambiguous part of the language, with the line of every value.

Refused are anchors, aliases, tags, several documents, repeated keys, keys that are no text, deep
nesting, and plain scalars that YAML readers disagree about (``no``, ``010``, ``0x1F``, ``1_000``).
Plain scalars are null, true, false, decimal integers, decimal fractions or text.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

import yaml

from alstx.errors import shown

LARGEST_FILE = 2_000_000
DEEPEST = 12
_LONGEST_INTEGER = 15

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+", re.ASCII)
_DISPUTED = re.compile(
    r"(?i:yes|no|on|off|y|n|null|true|false|[-+]?\.inf|[-+]?\.nan)|=|<<"
    r"|[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?0[xob][0-9a-fA-F_]+",
    re.ASCII,
)
_CONSTANTS: dict[str, bool | None] = {"null": None, "~": None, "true": True, "false": False}

Path: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"
"""What a document is made of."""

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(Exception):
    """A document that is not in our part of YAML.

    Attributes:
        line: Where, counted from 1; None where unknown.
        message: What is wrong.
    """

    def __init__(self, line: int | None, message: str) -> None:
        """Keeps place and reason."""
        super().__init__(line, message)
        self.line = line
        self.message = message


def decode(raw: bytes, largest: int = LARGEST_FILE) -> str:
    """Reads bytes as UTF-8 text.

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
        line = raw.count(b"\n", 0, error.start) + 1
        raise YamlError(line, f"is not UTF-8 (byte {error.start})") from None
    for bad, name in (("\0", "a NUL character"), ("\ufeff", "a byte order mark")):
        if bad in text:
            raise YamlError(text.count("\n", 0, text.index(bad)) + 1, f"holds {name}")
    return text


def parse(text: str) -> Plain:
    """Reads one document into dicts, lists and scalars.

    Raises:
        YamlError: If the text is no YAML, or not in our part of it.
    """
    return _Builder(text).document()


def lines(text: str) -> dict[Path, int]:
    """Gives the line of every value of a document that `parse` accepts."""
    builder = _Builder(text)
    builder.document()
    return builder.lines


class _Builder:
    """Builds values from parse events, without constructors and without recursion on input."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._events = self._read(text)

    @staticmethod
    def _read(text: str) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = None if mark is None else mark.line + 1
            raise YamlError(line, f"is not YAML: {error.problem or error.context}") from None
        except yaml.YAMLError as error:
            raise YamlError(None, f"is not YAML: {shown(str(error))}") from None

    def document(self) -> Plain:
        value: Plain = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlError(_line(event), "holds more than one document")
            elif isinstance(event, yaml.NodeEvent):
                value = self._node(event, ())
        if not documents or value is None:
            raise YamlError(1, "is empty")
        return value

    def _node(self, event: yaml.Event, path: Path) -> Plain:
        _refuse_tricks(event)
        self.lines[path] = _line(event)
        if len(path) > DEEPEST:
            raise YamlError(_line(event), f"is nested more than {DEEPEST} levels deep")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _sequence(self, path: Path) -> list[Plain]:
        values: list[Plain] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            values.append(self._node(event, (*path, len(values))))
        return values

    def _mapping(self, path: Path) -> dict[str, Plain]:
        values: dict[str, Plain] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            _refuse_tricks(event)
            key = _scalar(event) if isinstance(event, yaml.ScalarEvent) else None
            if not isinstance(key, str):
                raise YamlError(_line(event), "has a key that is no text; put it in quotes")
            if key in values:
                raise YamlError(_line(event), f"key {shown(key)} appears twice")
            values[key] = self._node(next(self._events), (*path, key))
            self.lines[(*path, key)] = _line(event)
        return values


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return 1 if mark is None else mark.line + 1


def _refuse_tricks(event: yaml.Event) -> None:
    """Refuses what can multiply, hide or disguise values."""
    anchor: str | None = getattr(event, "anchor", None)
    tag: str | None = getattr(event, "tag", None)
    if isinstance(event, yaml.AliasEvent):
        message = f"uses the alias *{anchor}; write the value out"
    elif anchor is not None:
        message = f"sets the anchor &{anchor}; anchors are not allowed"
    elif tag is not None:
        message = f"has the tag {shown(tag)}; tags are not allowed"
    else:
        return
    raise YamlError(_line(event), message)


def is_text(value: str) -> bool:
    """Whether a plain scalar is text to every reader, so that it needs no quotes."""
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
