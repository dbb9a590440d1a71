"""Pages drawn with rich: tables, hanging indents, colours and links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table as Grid
from rich.text import Text

from alstx.display.blocks import (
    MUTED,
    STRONG,
    Block,
    Heading,
    Inline,
    Items,
    Lines,
    Page,
    Span,
    Table,
    clean,
    joined,
    plain,
    spans,
)
from alstx.display.signs import OF_CLASS

_STACKED = 80
"""Width below which the rows of a table become lists."""


def draw(page: Page, stream: TextIO, width: int, *, is_terminal: bool) -> str:
    """Return a page as a screen shows it: coloured and linked on a terminal alone."""
    console = Console(
        file=stream,
        width=width,
        force_terminal=is_terminal,
        force_jupyter=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    with console.capture() as captured:
        for at, block in enumerate(page):
            if at and not isinstance(page[at - 1], Heading):
                console.print()
            console.print(_drawn(block, width), overflow="fold")
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def _text(inline: Inline, style: str = "") -> Text:
    text = Text(style=style, overflow="fold")
    for span in spans(inline):
        link = f" link {span.url}" if span.url and span.url.isprintable() else ""
        text.append(clean(span.text), f"{span.style}{link}".strip() or None)
    return text


class _Hanging:
    """A line of which all but the first part are indented, where it is broken."""

    def __init__(self, text: Text, indent: int = 0, hang: int = 2) -> None:
        self.text, self.indent, self.hang = text, indent, hang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = max(options.max_width - self.indent - self.hang, 1)
        if self.text.cell_len <= options.max_width - self.indent:
            room += self.hang
        text = self.text
        if "//" not in text.plain and max(map(len, text.plain.split()), default=0) > room:
            text = Text("/\n").join(text.split("/"))  # dextromethorphan/quinidine
        for at, line in enumerate(text.wrap(console, room, overflow="fold")):
            line.pad_left(self.indent + (self.hang if at else 0))
            yield line

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        indent = self.indent
        least, most = Measurement.get(console, options, self.text)
        return Measurement(least + indent + self.hang, most + indent).with_maximum(
            options.max_width
        )


def _drawn(block: Block, width: int) -> RenderableType:
    if isinstance(block, Heading):
        return _Hanging(_text(block.text, STRONG))
    if isinstance(block, Lines):
        return Group(*(_Hanging(_text(line)) for line in block.lines))
    if isinstance(block, Items):
        return _items(block.entries, width)
    gap = 1 if block.signs else 2
    least = sum(column.least + gap for column in block.columns) + 4 * len(block.signs)
    stacked = width < _STACKED or width < least - gap
    return Group(*_stacked(block, width)) if stacked else _table(block, width, gap)


def _items(entries: Sequence[tuple[Inline, Inline]], width: int, indent: int = 0) -> Grid:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=max(width // 3, 8) + indent, overflow="fold")
    grid.add_column(overflow="fold")
    for mark, text in entries:
        grid.add_row(_Hanging(_text(mark), indent), _text(text))
    return grid


def _table(table: Table, width: int, gap: int) -> Grid:
    grid = Grid(box=None, padding=(0, gap, 0, 0), header_style=STRONG, width=width + gap)
    columns = [[title, *(plain(row.signs[at]) for row in table.rows if row.signs)]
               for at, title in enumerate(table.signs)]  # fmt: skip
    widths = [max(map(len, column)) for column in columns]
    for at, column in enumerate(table.columns):
        grid.add_column(
            column.title,
            overflow="fold",
            ratio=column.share or None,
            width=column.least if column.share else None,
            max_width=column.most,
        )
        if at == 0 and table.signs:  # one column for all: rich takes its time for each cell
            grid.add_column(_signs(table.signs, widths), no_wrap=True)
    for row in table.rows:
        first, *rest = row.cells
        signs = [_signs(row.signs, widths)] if table.signs else []
        name = _Hanging(_text(first, "" if rest else STRONG), 2 * row.depth)
        grid.add_row(name, *signs, *map(_text, rest))
    return grid


def _signs(signs: Sequence[Inline], widths: Sequence[int]) -> Text:
    pairs = zip(signs, widths, strict=False)
    return _text(joined([joined([" " * (w - len(plain(s))), s], "") for s, w in pairs], " "))


def _stacked(table: Table, width: int) -> Iterator[RenderableType]:
    """Draw each row as its first cell and, below it, the others beside their titles."""
    for row in table.rows:
        first, *rest = row.cells
        yield _Hanging(_text(first, STRONG), 2 * row.depth)
        pairs = zip(table.signs, row.signs, strict=False)
        own = [joined(pair, " ") for pair in pairs if plain(pair[1]) not in ("", OF_CLASS)]
        titles = ["Says", *(column.title for column in table.columns[1:])]
        said = zip(titles, [joined(own), *rest], strict=False)
        entries: list[tuple[Inline, Inline]] = [
            (Span(title, MUTED), cell) for title, cell in said if plain(cell)
        ]
        if entries:
            yield _items(entries, width, 2 * row.depth + 2)
