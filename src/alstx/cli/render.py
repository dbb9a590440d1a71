"""Pages drawn with rich: tables, hanging indents, colours and links."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table as Grid
from rich.text import Text

from alstx.display.blocks import (
    MUTED,
    STRONG,
    Block,
    Column,
    Heading,
    Inline,
    Items,
    Lines,
    Page,
    Row,
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
    """Return a page as it stands on a screen: coloured and linked on a terminal alone."""
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
        for at, line in enumerate(self.text.wrap(console, room, overflow="fold")):
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
    gap = 1 if any(column.is_sign for column in block.columns) else 2
    least = sum(column.least + gap for column in block.columns) - gap
    stacked = width < max(_STACKED, least)
    return Group(*_stacked(block, width)) if stacked else _table(_merged(block), gap)


def _items(entries: Sequence[tuple[Inline, Inline]], width: int, indent: int = 0) -> Grid:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=max(width // 3, 8) + indent, overflow="fold")
    grid.add_column(overflow="fold")
    for mark, text in entries:
        grid.add_row(_Hanging(_text(mark), indent), _text(text))
    return grid


def _merged(table: Table) -> Table:
    """Make one column of all columns of signs: rich takes its time for each cell."""
    places = [at for at, column in enumerate(table.columns) if column.is_sign]
    if not places:
        return table
    start, end = places[0], places[-1] + 1
    titles = [column.title for column in table.columns[start:end]]
    widths = [
        max(map(len, (title, *(plain(row.cells[at]) for row in table.rows if row.cells[1:]))))
        for at, title in zip(places, titles, strict=True)
    ]

    def line(cells: Iterable[Inline]) -> Inline:
        pairs = zip(cells, widths, strict=True)
        return joined([joined([" " * (w - len(plain(cell))), cell], "") for cell, w in pairs], " ")

    title = Column(plain(line(titles)), is_sign=True)
    rows = [
        Row([*row.cells[:start], line(row.cells[start:end]), *row.cells[end:]], row.depth)
        if row.cells[1:]
        else row
        for row in table.rows
    ]
    return Table([*table.columns[:start], title, *table.columns[end:]], rows)


def _table(table: Table, gap: int) -> Grid:
    grid = Grid(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style=STRONG, expand=True)
    for column in table.columns:
        ratio, most = column.share or None, column.most
        grid.add_column(
            column.title, no_wrap=column.is_sign, overflow="fold", ratio=ratio, max_width=most
        )
    for row in table.rows:
        first, *rest = row.cells
        style = "" if rest else STRONG
        grid.add_row(_Hanging(_text(first, style), 2 * row.depth), *map(_text, rest))
    return grid


def _stacked(table: Table, width: int) -> Iterator[RenderableType]:
    """Draw each row as its first cell and, below it, the others beside their titles."""
    for row in table.rows:
        first, *rest = row.cells
        yield _Hanging(_text(first, STRONG), 2 * row.depth)
        said: list[tuple[Column, Inline]] = [
            (column, cell)
            for column, cell in zip(table.columns[1:], rest, strict=False)
            if plain(cell)
        ]
        signs = [
            joined([column.title, cell], " ")
            for column, cell in said
            if column.is_sign and plain(cell) != OF_CLASS
        ]
        entries: list[tuple[str, Inline]] = [(table.signs, joined(signs))] if signs else []
        entries += [(column.title, cell) for column, cell in said if not column.is_sign]
        if entries:
            muted = [(Span(title, MUTED), cell) for title, cell in entries]
            yield _items(muted, width, 2 * row.depth + 2)
