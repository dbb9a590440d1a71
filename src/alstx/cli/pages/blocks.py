"""The blocks that a page is made of. They hold text as written; the screen makes it fit."""

from collections.abc import Sequence
from typing import TypeAlias

import attrs

GLUE = "\ue000"
"""A blank at which no line is broken. Private use, so no record can hold it."""

PLAIN, STRONG, MUTED, ALARM = "", "bold", "dim", "bold red"
"""How a line looks where there are colours. Nothing is said by a look alone."""


@attrs.frozen
class Line:
    """A line of a cell; the screen breaks it and indents what follows.

    Attributes:
        text: What it says.
        look: How it looks.
        depth: How deep it stands in a tree; each step is two blanks.
    """

    text: str
    look: str = PLAIN
    depth: int = 0


@attrs.frozen
class Heading:
    """A heading.

    Attributes:
        text: What it says.
        level: 1 for the page, 2 for a part of it.
    """

    text: str
    level: int = 2


@attrs.frozen
class Paragraph:
    """Running text.

    Attributes:
        text: What it says.
        look: How it looks.
    """

    text: str
    look: str = PLAIN


@attrs.frozen
class Items:
    """A list, each item under its mark.

    Attributes:
        entries: Pairs of a mark, such as ``[1]``, and a text.
        look: How the marks look.
    """

    entries: Sequence[tuple[str, str]]
    look: str = PLAIN


@attrs.frozen
class Column:
    """A column of a grid.

    Attributes:
        title: What stands above it.
        share: Its share of the width, relative to the other columns.
        least: Fewest characters that it needs.
    """

    title: str
    share: int
    least: int


@attrs.frozen
class Grid:
    """A table.

    Attributes:
        columns: Its columns.
        rows: For each row its cells, each of several lines.
        is_dense: Whether rows follow each other without a blank line.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Sequence[Line]]]
    is_dense: bool = False


Block: TypeAlias = Heading | Paragraph | Items | Grid
Page: TypeAlias = list[Block]
