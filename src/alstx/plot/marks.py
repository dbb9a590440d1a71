"""Shape, colours and size of marks, for every library that draws them."""

from typing import TypeAlias

import attrs

from alstx.display import signs
from alstx.display.signs import Sign

WHITE, MINUS = "#ffffff", "\N{MINUS SIGN}"
Point: TypeAlias = tuple[float, float]
BOX = (0.84, 0.8)
"""Width and height of a box as parts of its cell."""
SMALL = 8.0
"""Points of the smallest text that has to be read."""


@attrs.frozen
class Mark:
    """How one thing looks.

    Attributes:
        fill: Colour inside.
        edge: Colour of the border.
        ink: Colour of a text on it.
        shape: Circle, diamond, square, shield, point, or a box that fills its cell; or a letter
            between ``$``.
        size: Diameter in points.
        width: Width of the border in points.
        is_dashed: Whether the border is dashed.
        order: Order of drawing; a later mark covers an earlier one.
    """

    fill: str
    edge: str
    ink: str = signs.INK
    shape: str = "square"
    size: float = 13.0
    width: float = 1.0
    is_dashed: bool = False
    order: float = 3.0


def mark_of(sign: Sign, size: float = 13.0) -> Mark:
    """Return the mark of a sign."""
    return Mark(sign.fill, sign.edge, sign.ink, sign.shape, size)


def box_of(sign: Sign) -> Mark:
    """Return the cell of a matrix that has a sign."""
    return Mark(sign.fill, sign.edge, sign.ink, "box", is_dashed=sign.is_hollow, order=2.0)


def hollow(mark: Mark) -> Mark:
    """Return the outline of a mark."""
    return attrs.evolve(mark, fill=WHITE, ink=signs.INK)


def letter(text: str) -> Mark:
    """Return a letter or digit of ours as a mark, to be explained in a legend."""
    return Mark(signs.INK, signs.INK, shape=f"${text}$", size=6.0)


def cut(text: str, most: int) -> str:
    """Shorten a text that is too long for a label."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
