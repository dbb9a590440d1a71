"""Common parts of pictures by matplotlib: texts that are never markup, marks and legends."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from alstx.display import signs
from alstx.errors import InvalidArgumentError, shown
from alstx.lazy import import_optional
from alstx.plot.board import Board
from alstx.plot.marks import BOX, SMALL, WHITE, Mark, Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PLAIN: dict[str, Any] = {"parse_math": False, "usetex": False}
"""Escapes that keep matplotlib from reading a ``$`` in a name as mathematics, or a ``%`` as TeX."""
TITLE = 11.0
_LARGEST = 10.0  # of a mark in a legend
INCH = 72.0
"""Points of an inch."""
_HINTED = 1.05
_SHIELD = [(-1.0, 1.0), (1.0, 1.0), (1.0, -0.2), (0.0, -1.2), (-1.0, -0.2), (-1.0, 1.0)]
_MARKERS: dict[str, Any] = {
    "circle": "o",
    "diamond": "D",
    "square": "s",
    "shield": _SHIELD,
    "point": ".",
}
_SCALES = {"diamond": 0.8}  # as wide as a square on its corner


def axes(ax: "Axes | None", width: float, height: float) -> "Axes":
    """Return the axes to draw on; new ones, of a size in inches, where none are given."""
    plt = import_optional("matplotlib.pyplot", "alstx.plot", "plot")
    if ax is not None and not isinstance(ax, plt.Axes):
        msg = f"ax takes an Axes of matplotlib, not {shown(ax)}"
        raise InvalidArgumentError(msg)
    made: Axes
    if ax is not None:
        made = ax
    else:
        figure = plt.figure(figsize=(width, height), layout="constrained", facecolor=WHITE)
        made = figure.add_subplot(facecolor=WHITE)
    return made


def _beside(ax: "Axes", points: Point) -> Any:
    """Return a transform to a place that is some points away from one in the data."""
    transforms = import_optional("matplotlib.transforms", "alstx.plot", "plot")
    across, up = (distance / INCH for distance in points)
    return ax.transData + transforms.ScaledTranslation(across, up, ax.figure.dpi_scale_trans)


def put(ax: "Axes", mark: Mark, places: Sequence[Point], beside: Point = (0.0, 0.0)) -> Any:
    """Draw a mark at places in the data; size and distance from there are in points."""
    return ax.scatter(
        [x for x, _ in places],
        [y for _, y in places],
        s=(mark.size * _SCALES.get(mark.shape, 1.0)) ** 2,
        marker=_MARKERS.get(mark.shape, mark.shape),
        facecolors=mark.fill,
        edgecolors=mark.edge,
        linewidths=mark.width,
        linestyles="dashed" if mark.is_dashed else "solid",
        transform=_beside(ax, beside),
        zorder=mark.order,
    )


def fill(ax: "Axes", mark: Mark, places: Iterable[Point]) -> None:
    """Fill cells, all but a small gap between them."""
    patches = import_optional("matplotlib.patches", "alstx.plot", "plot")
    for x, y in places:
        corner = (x - BOX[0] / 2, y - BOX[1] / 2)
        line = "dashed" if mark.is_dashed else "solid"
        look = {"facecolor": mark.fill, "edgecolor": mark.edge, "linestyle": line}
        ax.add_patch(patches.Rectangle(corner, *BOX, **look, zorder=mark.order))


def write(ax: "Axes", at: Point, text: str, beside: Point = (0.0, 0.0), **style: Any) -> None:
    """Write a text in the middle of a place in the data, or some points away from it."""
    style = {"ha": "center", "va": "center", "fontsize": SMALL, "color": signs.INK, **style}
    style["transform"] = _beside(ax, beside)
    ax.text(at[0], at[1], text, **PLAIN, **style, zorder=5).set_in_layout(False)


def bare(ax: "Axes") -> None:
    """Take away frame and tick marks."""
    ax.tick_params(length=0, labelsize=SMALL, colors=signs.INK)
    for spine in ax.spines.values():
        spine.set_visible(False)


def breadth(text: str, size: float = SMALL, weight: str = "normal") -> float:
    """Return the width of a text in inches, a little more than it is: hinting widens letters."""
    paths = import_optional("matplotlib.textpath", "alstx.plot", "plot")
    fonts = import_optional("matplotlib.font_manager", "alstx.plot", "plot")
    font = fonts.FontProperties(size=size, weight=weight)
    points = paths.text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]
    return _HINTED * float(points) / INCH


def name_rows(ax: "Axes", names: Sequence[str], heads: Sequence[bool]) -> float:
    """Name the rows, from the top, all starting at the left; headings are bold.

    Returns:
        The width of the names in inches.
    """
    weights = ["bold" if is_head else "normal" for is_head in heads]
    ax.set_yticks(range(len(names)), names, ha="left", **PLAIN)
    for label, weight in zip(ax.get_yticklabels(), weights, strict=True):
        label.set_fontweight(weight)
    widest = max(map(breadth, names, [SMALL] * len(names), weights), default=0.0)
    ax.tick_params(axis="y", pad=INCH * widest)
    ax.set_ylim(len(names) - 0.4, -0.6)
    for y in range(len(names) - 1):
        ax.axhline(y + 0.5, color=signs.LINE, linewidth=0.5, zorder=0)
    return widest


def name_columns(ax: "Axes", names: Sequence[str], least: int) -> None:
    """Name the columns, above them; where they are few they stand no further apart."""
    ax.xaxis.tick_top()
    turned: dict[str, Any] = {"rotation": 45, "ha": "left", "rotation_mode": "anchor"}
    ax.set_xticks(range(len(names)), names, **turned, **PLAIN)
    ax.set_xlim(-0.6, max(len(names), least) - 0.4)


def title(ax: "Axes", text: str) -> None:
    """Write the title over the left edge."""
    ax.set_title(text, loc="left", fontsize=TITLE, color=signs.INK, **PLAIN)


def legend(ax: "Axes", entries: Iterable[tuple[Mark, str]], left: float) -> None:
    """Explain marks in three columns below the axes, from some inches left of them."""
    transforms = import_optional("matplotlib.transforms", "alstx.plot", "plot")
    shift = transforms.ScaledTranslation(-left, 0, ax.figure.dpi_scale_trans)
    handles: list[Any] = []
    for mark, label in entries:
        handle = put(ax, attrs.evolve(mark, size=min(mark.size, _LARGEST)), [])
        handle.set_label(label)
        handle.remove()
        handles.append(handle)
    made = ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, -0.01),
        bbox_transform=ax.transAxes + shift,
        ncols=3,
        frameon=False,
        fontsize=SMALL,
        labelcolor=signs.INK,
        borderaxespad=0.2,
        columnspacing=1.2,
        handletextpad=0.3,
    )
    for text in made.get_texts():
        text.set(**PLAIN)


def draw(board: Board, ax: "Axes | None") -> "Axes":
    """Draw a picture with rows and columns, on new axes where none are given."""
    (across, down), (beside, above) = board.cell, board.margin
    width = beside + across * max(len(board.columns), board.fewest)
    ax = axes(ax, width, above + down * len(board.rows))
    name_columns(ax, board.columns, board.fewest)
    bare(ax)
    left = name_rows(ax, [name for name, _ in board.rows], [is_head for _, is_head in board.rows])
    for (mark, by), places in board.marks.items():
        if mark.shape == "box":
            fill(ax, mark, places)
        else:
            put(ax, mark, places, by)
    for text in board.texts:
        weight = "bold" if text.is_bold else "normal"
        style = {"color": text.color, "fontsize": text.size, "fontweight": weight}
        write(ax, text.at, text.text, text.beside, **style)
    title(ax, board.title)
    legend(ax, board.legend, left)
    return ax
