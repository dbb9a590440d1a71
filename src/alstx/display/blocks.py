"""The blocks that a page is made of, and pages as Markdown.

They are named tuples, not attrs classes, because every command waits until they are made.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

STRONG, MUTED, ALARM = "bold", "dim", "bold red"
"""How a text looks where there are colours. Nothing is said by a look alone."""


class Span(NamedTuple):
    """A piece of a line: its words, how they look, and what they link to."""

    text: str
    style: str = ""
    url: str | None = None


Inline: TypeAlias = str | Span | list[str | Span]
"""A line, or a cell of a table."""


class Heading(NamedTuple):
    """A heading of a page or, at level 2, of a part of it."""

    text: str
    level: int = 2


class Lines(NamedTuple):
    """Lines that follow each other; what does not fit is broken and indented."""

    lines: Sequence[Inline]


class Items(NamedTuple):
    """A list: each entry is a mark, such as ``[1]``, and the text beside it."""

    entries: Sequence[tuple[Inline, Inline]]


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        title: Its title.
        least: Fewest characters it needs; where they are not there, rows become lists.
        share: Its share of the room that is left; 0 for as wide as its cells, up to `most`.
        most: Most characters of a column without a share.
    """

    title: str
    least: int = 4
    share: int = 0
    most: int | None = None


class Row(NamedTuple):
    """A row of a table; one of a single cell is a heading.

    Attributes:
        cells: Its cells.
        depth: How many steps it is below the row that it belongs to.
        signs: Its signs, one for each sign column of the table.
    """

    cells: Sequence[Inline]
    depth: int = 0
    signs: Sequence[Inline] = ()


class Table(NamedTuple):
    """A table.

    Attributes:
        columns: Its columns.
        rows: Its rows.
        signs: Titles of narrow columns of signs behind the first column.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    signs: Sequence[str] = ()


Block: TypeAlias = Heading | Lines | Items | Table
Page: TypeAlias = Sequence[Block]


def spans(inline: Inline) -> list[Span]:
    """Return the pieces of a line."""
    parts = inline if isinstance(inline, list) else [inline]
    return [part if isinstance(part, Span) else Span(part) for part in parts]


def plain(inline: Inline) -> str:
    """Return the words of a line."""
    return "".join(span.text for span in spans(inline))


def joined(parts: Iterable[Inline], separator: str = ", ") -> list[str | Span]:
    """Join lines into one."""
    made: list[str | Span] = []
    for part in parts:
        made += [separator] if made else []
        made += spans(part)
    return made


def clean(text: str) -> str:
    """Show every character that could steer a terminal as its escape, and any blank as one."""
    if text.isprintable():
        return text
    return "".join(
        ch if ch.isprintable() else " " if ch.isspace() else ascii(ch)[1:-1] for ch in text
    )


def markdown(page: Page) -> str:
    """Write a page as Markdown."""
    return "\n\n".join(text for block in page for text in _markdown(block)) + "\n"


def _markdown(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_inline(block.text)}"
    elif isinstance(block, Lines):
        yield from map(_inline, block.lines)
    elif isinstance(block, Items):
        yield "\n".join(f"- {_inline(mark)}: {_inline(text)}" for mark, text in block.entries)
    else:
        title, *others = [column.title for column in block.columns]
        titles = [title, *block.signs, *others]
        table = [titles, ["---"] * len(titles)]
        for row in block.rows:
            first, *rest = map(_inline, (row.cells[0], *row.signs, *row.cells[1:]))
            first = "&emsp;" * row.depth + (first if rest else f"**{first}**")
            table.append([first, *(rest or [""] * (len(titles) - 1))])
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in table)


def _inline(inline: Inline) -> str:
    return "".join(
        f"[{_escaped(span.text)}]({span.url})" if span.url else _escaped(span.text)
        for span in spans(inline)
    )


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>|#~]|^[-+](?= ))", r"\\\1", clean(text))
