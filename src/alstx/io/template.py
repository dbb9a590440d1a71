"""Templates of data files: every key with what it means, ready to be filled in.

A template is made from the record classes, so that it says what they say. What must be there is a
key without a value, which `alstx.load` reports by its line until it is filled in; what may be
there is a comment.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from textwrap import wrap
from types import MappingProxyType
from typing import Any

import attrs

from alstx.ids import Curie, Ref
from alstx.io.loader import FINDINGS
from alstx.model.base import keys
from alstx.model.records import KINDS
from alstx.model.symptoms import Translation
from alstx.tables.docs import about, is_vocabulary, member_of, split_optional, summary, types

_WIDTH = 96
WRITTEN: Mapping[str, str] = MappingProxyType(
    {kind.label: name for name, kind in KINDS.items() if kind.home == "folder"}
)
"""The kinds that have a file for each record, by the label of one."""
_HINTS: Mapping[type, str] = MappingProxyType(
    {
        bool: "true or false",
        date: "a day, as 'YYYY-MM-DD'",
        Curie: "written PREFIX:LOCAL",
        Ref: "written KIND/ID, such as medications/baclofen",
    }
)
"""How values of some types are written."""


def template(label: str, id_: str) -> str:
    """Return the text of a new data file.

    Args:
        label: What the record is, one of `WRITTEN`.
        id_: Its id, which is the name of the file, too.

    Example:
        >>> [line for line in template("symptom", "night-cramps").splitlines() if line[:1] != "#"]
        ['id: night-cramps', 'name:', 'description:', 'plain_name:', 'reviewed:']
    """
    kind = WRITTEN[label]
    cls = KINDS[kind].cls
    lines = [
        *_comment(summary(cls)),
        *_comment(
            "Every key without # needs a value. Take away the # of what else you want to say."
        ),
        *_comment("Then check the folder: alstx validate FOLDER --extends-bundled"),
        f"id: {id_}",
        *_entries(cls, {"id", "reviewed"}),
    ]
    if kind == "sources":
        for name, finding in FINDINGS.items():
            lines += _comment(f"{summary(finding)} Each such record has:")
            lines += _hidden([f"{name}:", *_indented(_entries(finding, {"source"}), first="-")])
    return "\n".join([*lines, *_entries(cls, {*keys(cls)} - {"reviewed"})]) + "\n"


def _entries(cls: type[attrs.AttrsInstance], but: Collection[str]) -> Iterator[str]:
    """Yield the keys of a class with what they mean, those that may be left out as comments."""
    for name in keys(cls):
        if name not in but:
            kind, _ = split_optional(types(cls)[name])
            yield from _comment(_meaning(about(cls)[name], kind))
            needed = attrs.fields_dict(cls)[name].default is attrs.NOTHING
            yield from [f"{name}:"] if needed else _hidden(_block(name, kind))


def _meaning(words: str, kind: Any) -> str:
    """Return what a key says, with the words that it takes or how its value is written."""
    member = member_of(kind)
    inner = kind if member is None else member
    if is_vocabulary(inner):
        return f"{words} One of: {', '.join(word.value for word in inner)}."
    hint = _HINTS.get(inner, "[one, another]" if member is str else "")
    return f"{words} ({hint})" if hint else words


def _block(name: str, kind: Any) -> list[str]:
    """Return the lines of a key: bare, with an empty list, or with the keys of what it holds."""
    member = member_of(kind)
    if member is Translation:
        return [f"{name}: {{}}"]
    inner = member or kind
    if not attrs.has(inner) or inner in (Curie, Ref):
        return [f"{name}: []"] if member else [f"{name}:"]
    return [f"{name}:", *_indented(_entries(inner, ()), first="-" if member else "")]


def _indented(lines: Iterable[str], first: str) -> Iterator[str]:
    """Move lines below their key; with a sign before the first where they are one of a list."""
    if first:
        yield f"  {first}"
    for line in lines:
        yield f"{'    ' if first else '  '}{line}"


def _hidden(lines: Iterable[str]) -> Iterator[str]:
    return (f"# {line}" for line in lines)


def _comment(text: str) -> Iterator[str]:
    return _hidden(wrap(text, _WIDTH, break_on_hyphens=False, break_long_words=False))
