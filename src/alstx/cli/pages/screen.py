"""The screen: makes pages fit the terminal, the pipe and the encoding, and writes them."""

import codecs
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from typing import Any, BinaryIO, TextIO

import attrs
from rich.box import Box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from alstx.cli.pages.blocks import (
    GLUE,
    MUTED,
    PLAIN,
    STRONG,
    Block,
    Column,
    Grid,
    Heading,
    Items,
    Line,
    Page,
    Paragraph,
)
from alstx.cli.pages.wrapping import wrapped

_NARROWEST, _WITHOUT_TERMINAL, _WIDEST = 40, 100, 160
_WIDE = 120
_LINED = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
_DASHED = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
# dashes, quotes and signs, by code point: many look like others
_ASCII = str.maketrans(
    "\u2010\u2011\u2013\u2014\u2212\u2018\u2019\u201c\u201d\u2022\u00b7\u00d7\u00b5\u03bc",
    "-----''\"\"-.xuu",
) | {
    ord(sign): written
    for sign, written in {
        "\u2264": "<=",
        "\u2265": ">=",
        "\u00b1": "+/-",
        "\u2192": "->",
        "\u00b0": "deg",
        "\u00df": "ss",
        "\u00e6": "ae",
        "\u00f8": "o",
        "\u0142": "l",
    }.items()
}


def clean(text: str) -> str:
    """Shows every character that could steer a terminal as its escape, and any blank as one."""
    return "".join(
        ch if ch.isprintable() or ch == GLUE else " " if ch.isspace() else _escape(ch)
        for ch in text
    )


def _escape(ch: str) -> str:
    return ch.encode("unicode_escape").decode("ascii")


def to_ascii(text: str) -> str:
    """Writes a text with ASCII letters and signs; what has no likeness becomes an escape."""
    plain = unicodedata.normalize("NFKD", text.translate(_ASCII).replace(GLUE, "\0"))
    bare = "".join(ch for ch in plain if not unicodedata.combining(ch))
    return bare.encode("ascii", "backslashreplace").decode("ascii").replace("\0", GLUE)


def _is_unicode(stream: TextIO) -> bool:
    try:
        return codecs.lookup(stream.encoding or "ascii").name.startswith("utf")
    except LookupError:
        return False


@attrs.frozen
class _Lines:
    """Text that is broken where there is need, under a mark or indented."""

    text: str
    look: str
    mark: str = ""
    mark_look: str = ""
    indent: int = 0
    hang: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        del console
        width = options.max_width - (self.indent if self.mark else 0)
        blank = " " * self.indent
        lines = wrapped(self.text, max(width, 8), self.hang if self.mark else self.indent)
        for at, line in enumerate(lines):
            drawn = Text(line, style=self.look)
            if self.mark:
                head = self.mark.ljust(self.indent) if at == 0 else blank
                drawn = Text.assemble((head, self.mark_look), drawn)
            yield drawn


@attrs.frozen
class Screen:
    """Where a command writes.

    Attributes:
        stream: The stream; None where the process has none.
        width: Characters in a line.
        unicode: Whether it takes every character, or ASCII only.
    """

    stream: TextIO | None
    width: int
    unicode: bool

    @classmethod
    def of_process(cls) -> "Screen":
        """The standard output: as wide as the terminal, 100 characters where there is none."""
        stream: TextIO | None = sys.stdout
        if stream is None:  # pyright: ignore[reportUnnecessaryComparison] (so under pythonw)
            return cls(None, _WITHOUT_TERMINAL, unicode=False)
        columns = shutil.get_terminal_size((_WITHOUT_TERMINAL, 24)).columns
        width = min(max(columns, _NARROWEST), _WIDEST)
        return cls(stream, width, unicode=_is_unicode(stream))

    @property
    def is_wide(self) -> bool:
        """Whether there is room for a column more."""
        return self.width >= _WIDE

    def show(self, page: Page) -> None:
        """Draws a page."""
        if self.stream is None:
            return
        console = self._canvas(self.stream)
        for at, block in enumerate(page):
            if at and not (isinstance(block, Grid) and isinstance(page[at - 1], Heading)):
                console.print()
            console.print(self._drawn(block, lined=console.is_terminal))
        assert isinstance(console.file, StringIO)
        lines = console.file.getvalue().replace(GLUE, " ").split("\n")
        self._write("\n".join(line.rstrip() for line in lines))

    def _canvas(self, stream: TextIO) -> Console:
        """A console that keeps what is drawn, with the colours that the stream shows."""
        shown = Console(file=stream, force_jupyter=False, legacy_windows=False)
        has_colours = shown.is_terminal and shown.color_system is not None
        return Console(
            file=StringIO(),
            width=self.width,
            force_terminal=shown.is_terminal,
            force_jupyter=False,
            legacy_windows=False,
            color_system="standard" if has_colours else None,
            no_color=shown.no_color,
            markup=False,
            emoji=False,
            highlight=False,
        )

    def lines(self, lines: Iterable[str]) -> None:
        """Writes lines as they are, for other programs to read: nothing is broken or indented."""
        self._write("".join(f"{self._fit(line)}\n" for line in lines))

    def json(self, value: Any) -> None:
        """Writes a JSON document with sorted keys."""
        text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=not self.unicode)
        self._write(text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")

    def document(self, text: str) -> None:
        """Writes a document for other programs to read: in UTF-8, to the last character."""
        raw: BinaryIO | None = getattr(self.stream, "buffer", None)
        if raw is None:
            self._write(text)
            return
        self._write("")
        self._at_one_go(lambda: (raw.write(text.encode("utf-8")), raw.flush()))

    def _fit(self, text: str) -> str:
        shown = clean(text)
        return shown if self.unicode else to_ascii(shown)

    def _drawn(self, block: Block, *, lined: bool) -> RenderableType:
        if isinstance(block, Heading):
            return self._heading(block)
        if isinstance(block, Paragraph):
            return _Lines(self._fit(block.text), block.look)
        if isinstance(block, Items):
            return self._items(block)
        return self._grid(block, box=_LINED if lined and self.unicode else _DASHED)

    def _heading(self, heading: Heading) -> RenderableType:
        title = self._fit(heading.text)
        if heading.level > 1:
            return _Lines(title, STRONG)
        rule = "=" * min(cell_len(title), self.width)
        return Group(_Lines(title, STRONG), Text(rule, style=MUTED))

    def _items(self, items: Items) -> RenderableType:
        entries = [(self._fit(mark), self._fit(text)) for mark, text in items.entries]
        indent = max((cell_len(mark) for mark, _ in entries), default=0) + 2
        return Group(*(_Lines(text, PLAIN, mark, items.look, indent) for mark, text in entries))

    def _grid(self, grid: Grid, *, box: Box) -> RenderableType:
        if sum(column.least for column in grid.columns) > self._room(grid):
            return Group(*self._stacked(grid))
        table = Table(
            box=box,
            expand=True,
            show_edge=False,
            pad_edge=False,
            leading=0 if grid.is_dense else 1,
            header_style=STRONG,
        )
        for column, width in zip(
            grid.columns, _widths(grid.columns, self._room(grid)), strict=True
        ):
            table.add_column(Text(self._fit(column.title)), width=width)
        for row in grid.rows:
            table.add_row(*(self._cell(cell) for cell in row))
        return table

    def _room(self, grid: Grid) -> int:
        """Characters in a line without the gaps between columns."""
        return self.width - 3 * (len(grid.columns) - 1)

    def _stacked(self, grid: Grid) -> Iterator[RenderableType]:
        """The cells one below the other, each beside its title: for a screen without room."""
        titles = [self._fit(column.title) for column in grid.columns[1:]]
        widest = max(map(cell_len, titles), default=0) + 2
        for at, (name, *cells) in enumerate(grid.rows):
            if at and not grid.is_dense:
                yield Text()
            blank = " " * (2 + 2 * name[0].depth) if grid.is_dense else ""
            yield self._cell(name)
            for title, cell in zip(titles, cells, strict=True):
                marks = [f"{blank}{title}", *[" "] * len(cell)]
                for mark, line in zip(marks, cell, strict=False):
                    indent = len(blank) + widest
                    yield _Lines(self._fit(line.text), line.look, mark, MUTED, indent, hang=2)

    def _cell(self, lines: Sequence[Line]) -> RenderableType:
        return Group(
            *(
                _Lines(
                    GLUE * 2 * line.depth + self._fit(line.text),
                    line.look,
                    indent=2 + 2 * line.depth,
                )
                for line in lines
            )
        )

    def _write(self, text: str) -> None:
        """Writes at one go. A reader that has gone away is no error; a full disk is."""
        stream = self.stream
        if stream is not None:
            self._at_one_go(lambda: (stream.write(text), stream.flush()))

    def _at_one_go(self, write: Callable[[], object]) -> None:
        assert self.stream is not None
        try:
            write()
        except OSError as error:
            _to_nowhere(self.stream)
            if not isinstance(error, BrokenPipeError):
                raise


def _widths(columns: Sequence[Column], room: int) -> list[int]:
    """Shares the room among columns: what each needs at least, the rest by share."""
    least = sum(column.least for column in columns)
    shares = sum(column.share for column in columns)
    return [column.least + (room - least) * column.share // shares for column in columns]


def _to_nowhere(stream: TextIO) -> None:
    """Sends all that is still to be written to a stream into nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
