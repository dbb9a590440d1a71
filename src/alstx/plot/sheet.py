"""A page of texts, marks and axes, placed in inches from its top left corner."""

from collections.abc import Callable, Iterable, Iterator
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from alstx.display import signs
from alstx.lazy import import_optional
from alstx.plot import marks, parts
from alstx.plot.marks import Mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_Draw: TypeAlias = Callable[["Figure", "Axes"], None]
_Text: TypeAlias = tuple[str, float, str]
_LEADING = 1.38


@attrs.define
class Sheet:
    """A page that grows downwards while it is filled, and is drawn when its height is known.

    Attributes:
        width: Width in inches.
        y: How far down it is filled, in inches.
    """

    width: float
    y: float = 0.0
    _drawn: list[_Draw] = attrs.field(factory=list[_Draw], init=False)
    _widths: dict[_Text, float] = attrs.field(factory=dict[_Text, float], init=False)

    def write(
        self,
        x: float,
        y: float,
        lines: Iterable[str],
        *,
        size: float = marks.SMALL,
        weight: str = "normal",
        color: str = signs.INK,
    ) -> float:
        """Write lines below each other, and return where the next one would stand."""
        for line in lines:
            self._write(x, y, line, fontsize=size, fontweight=weight, color=color)
            y += size * _LEADING / parts.INCH
        return y

    def _write(self, x: float, y: float, line: str, **style: Any) -> None:
        def draw(_: "Figure", ground: "Axes") -> None:
            ground.text(x, y, line, va="top", **style, **parts.PLAIN)

        self._drawn.append(draw)

    def put(self, x: float, y: float, mark: Mark, text: str = "") -> None:
        """Draw a mark with a sign or digit on it."""

        def draw(_: "Figure", ground: "Axes") -> None:
            parts.put(ground, mark, [(x, y)])
            parts.write(ground, (x, y), text, color=mark.ink)

        self._drawn.append(draw)

    def rule(self, y: float, x: float, to: float, color: str = signs.LINE) -> None:
        """Draw a horizontal line."""

        def draw(_: "Figure", ground: "Axes") -> None:
            ground.plot([x, to], [y, y], color=color, linewidth=0.7, zorder=0)

        self._drawn.append(draw)

    def place(
        self, x: float, y: float, size: tuple[float, float], fill: Callable[["Axes"], None]
    ) -> None:
        """Place axes whose own vertical scale is in inches from their top."""
        width, height = size

        def draw(figure: "Figure", ground: "Axes") -> None:
            whole = ground.get_ylim()[0]
            box = (x / self.width, 1 - (y + height) / whole, width / self.width, height / whole)
            made: Axes = figure.add_axes(box, facecolor=marks.WHITE)
            made.set_ylim(height, 0)
            fill(made)

        self._drawn.append(draw)

    def wrap(
        self, text: str, width: float, *, size: float = marks.SMALL, weight: str = "normal"
    ) -> list[str]:
        """Break a text into lines of at most a width in inches."""

        def wide(words: str) -> float:
            return self.breadth(words, size, weight)

        lines: list[str] = []
        for paragraph in text.splitlines():
            line, used = "", 0.0
            for word in _pieces(paragraph.split(), width, wide):
                more = wide(word) + (wide(" ") if line else 0.0)
                if line and used + more > width:
                    lines.append(line)
                    line, used = word, wide(word)
                else:
                    line, used = f"{line} {word}".lstrip(), used + more
            lines.append(line)
        return lines

    def breadth(self, text: str, size: float = marks.SMALL, weight: str = "normal") -> float:
        """Return the width of a text in inches."""
        key = text, size, weight
        if key not in self._widths:
            self._widths[key] = parts.breadth(*key)
        return self._widths[key]

    def figure(self) -> "Figure":
        """Draw the page.

        The figure is not managed by pyplot, which would show it twice in a notebook.
        """
        plt = import_optional("matplotlib.pyplot", "alstx.plot", "plot")
        size = (self.width, self.y)
        made: Figure = plt.figure(figsize=size, layout="none", facecolor=marks.WHITE)
        plt.close(made)
        ground: Axes = made.add_axes((0, 0, 1, 1))
        ground.set_xlim(0, self.width)
        ground.set_ylim(self.y, 0)
        ground.set_axis_off()
        for draw in self._drawn:
            draw(made, ground)
        return made


def _pieces(words: Iterable[str], width: float, wide: Callable[[str], float]) -> Iterator[str]:
    """Yield words; one that is wider than a line in pieces that are not."""
    for word in words:
        if wide(word) > width:
            yield from wrap(word, max(1, int(0.8 * len(word) * width / wide(word))))
        else:
            yield word
