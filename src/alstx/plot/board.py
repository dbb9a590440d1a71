"""Content of a picture with rows and columns, whichever library draws it."""

from collections.abc import Mapping, Sequence

import attrs

from alstx.display import signs
from alstx.model.sources import Source
from alstx.model.treatment import Treatment
from alstx.plot.marks import SMALL, Mark, Point


@attrs.frozen
class Text:
    """A text in a cell.

    Attributes:
        at: Column and row, from 0.
        text: The text.
        beside: Its distance from the middle of the cell: points to the right, and up.
        color: Its colour.
        size: Its size in points.
        is_bold: Whether it is bold.
    """

    at: Point
    text: str
    beside: Point = (0.0, 0.0)
    color: str = signs.INK
    size: float = SMALL
    is_bold: bool = False


@attrs.frozen
class Place:
    """Words of a cell, and where it leads.

    Attributes:
        at: Column and row, from 0.
        title: Its first line.
        said: The other lines, each with what it is about.
        treatment: The treatment.
        source: The source of what is shown; None where the cell shows that there is none.
    """

    at: Point
    title: str
    said: Mapping[str, str]
    treatment: Treatment
    source: Source | None = None


@attrs.frozen
class Board:
    """A picture with rows and columns.

    Attributes:
        title: Its title, of one line or two.
        columns: Names over the columns.
        rows: Names beside the rows, and whether each is a heading.
        marks: Where each mark is drawn, with its distance from the middle of its cells in points.
        texts: The texts in its cells.
        places: What its cells say.
        legend: The marks with their meanings.
        cell: Width and height of a cell in inches.
        margin: Room for names, title and legend in inches: beside the cells, and over and below.
        fewest: The number of columns that the narrowest picture has room for.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, bool]]
    marks: Mapping[tuple[Mark, Point], Sequence[Point]]
    texts: Sequence[Text]
    places: Sequence[Place]
    legend: Sequence[tuple[Mark, str]]
    cell: Point
    margin: Point
    fewest: int
