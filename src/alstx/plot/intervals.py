"""Numbers with their intervals on one axis, as printed: linear, or logarithmic for ratios."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import TYPE_CHECKING

import attrs

from alstx.display import signs
from alstx.display.numbers import Panel
from alstx.lazy import import_optional
from alstx.plot import marks, parts
from alstx.plot.marks import Mark
from alstx.vocab import Direction

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BLUE = signs.DIRECTIONS[Direction.BENEFIT].fill
IN_ALS = Mark(_BLUE, _BLUE, size=7.0)
ELSEWHERE = Mark(marks.WHITE, signs.INK, size=7.0)
_STEPS = (1, 2, 5)
_FEWEST, _MOST = 2, 7
_ROOM, _LEAST = 0.08, 0.05


def draw(ax: "Axes", panel: Panel, heights: Sequence[float]) -> None:
    """Draw the numbers of a panel at their heights.

    A square is filled where people with ALS or MND were studied, and open elsewhere.
    """
    for number, y in zip(panel.numbers, heights, strict=True):
        ax.plot(number.interval, [y, y], color=signs.INK, linewidth=1.4, zorder=2)
        mark = IN_ALS if number.evidence.in_als else ELSEWHERE
        parts.put(ax, mark, [(number.estimate.value, y)])
    first = panel.numbers[0]
    if first.null is not None:
        ax.axvline(first.null, color=signs.INK, linewidth=0.9, zorder=1)
    _scale(ax, span(panel))
    ax.set_yticks([])
    ax.grid(visible=True, axis="x", color=signs.LINE, linewidth=0.6, zorder=0)
    ax.set_axisbelow(True)
    parts.bare(ax)
    ax.spines["bottom"].set(visible=True, color=signs.RULE)
    ax.set_xlabel(words(panel), fontsize=marks.SMALL, color=signs.INK, **parts.PLAIN)


def words(panel: Panel) -> str:
    """Return what left and right mean."""
    if panel.better is None:
        return "which way is better is not told"
    left, right = panel.better
    return f"\N{LEFTWARDS ARROW} {left}        {right} \N{RIGHTWARDS ARROW}"


@attrs.frozen
class Span:
    """Part of an axis that is shown.

    Attributes:
        low: Its left end.
        high: Its right end.
        is_log: Whether the axis is logarithmic, as for ratios.
        ticks: Where it has ticks; empty where the library that draws it chooses round numbers.
    """

    low: float
    high: float
    is_log: bool
    ticks: tuple[float, ...]


def span(panel: Panel) -> Span:
    """Return the part of the axis on which every interval and the line of no difference lie."""
    first = panel.numbers[0]
    shown = [bound for number in panel.numbers for bound in number.interval]
    shown += [] if first.null is None else [first.null]
    low, high = min(shown), max(shown)
    if first.estimate.measure.is_ratio:
        room = max((high / low) ** _ROOM, 1 + _LEAST)
        low, high = low / room, high * room
        ticks = _ratio_ticks(low, high)
        return Span(low, high, is_log=True, ticks=ticks if len(ticks) >= _FEWEST else ())
    room = _ROOM * (high - low) or _LEAST * abs(high) or 1.0
    return Span(low - room, high + room, is_log=False, ticks=())


def _scale(ax: "Axes", shown: Span) -> None:
    """Set limits and ticks."""
    if shown.is_log:
        ax.set_xscale("log")
    ax.set_xlim(shown.low, shown.high)
    ticks = shown.ticks
    if not ticks:
        ticker = import_optional("matplotlib.ticker", "alstx.plot", "plot")
        found = ticker.MaxNLocator(_MOST - 1).tick_values(shown.low, shown.high)
        ticks = tuple(float(x) for x in found if shown.low <= x <= shown.high)
    labels = [f"{tick:g}".replace("-", marks.MINUS) for tick in ticks]
    ax.set_xticks(ticks, labels, **parts.PLAIN)
    ax.set_xticks([], minor=True)


def _ratio_ticks(low: float, high: float) -> tuple[float, ...]:
    """Return 1, 2 and 5 times powers of ten within limits, thinned out where they are many."""
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    ticks = [step * 10.0**power for power in powers for step in _STEPS]
    within = [tick for tick in ticks if low <= tick <= high]
    tens = within if len(within) <= _MOST else [10.0**p for p in powers if low <= 10.0**p <= high]
    return tuple(tens[:: ceil(len(tens) / _MOST)]) if tens else ()
