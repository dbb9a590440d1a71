"""Numbers with their intervals on one axis, as printed: linear, or logarithmic for ratios."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from alstx.display import signs
from alstx.lazy import import_optional
from alstx.plot import parts
from alstx.plot.parts import Mark
from alstx.vocab import Direction

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from alstx.display.numbers import Number, Panel

_BLUE = signs.DIRECTIONS[Direction.BENEFIT].fill
IN_ALS = Mark(_BLUE, _BLUE, size=7.0)
ELSEWHERE = Mark(parts.WHITE, signs.INK, size=7.0)
_STEPS = (1, 2, 5)
_FEWEST, _MOST = 2, 7
_ROOM, _LEAST = 0.08, 0.05


def draw(ax: Axes, panel: Panel, heights: Sequence[float]) -> None:
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
    _scale(ax, panel.numbers, first.null)
    ax.set_yticks([])
    ax.grid(visible=True, axis="x", color=signs.LINE, linewidth=0.6, zorder=0)
    ax.set_axisbelow(True)
    parts.bare(ax)
    ax.spines["bottom"].set(visible=True, color=signs.RULE)
    ax.set_xlabel(_words(panel), fontsize=parts.SMALL, color=signs.INK, **parts.PLAIN)


def _words(panel: Panel) -> str:
    """Return what left and right mean."""
    if panel.better is None:
        return "which way is better is not told"
    left, right = panel.better
    return f"\N{LEFTWARDS ARROW} {left}        {right} \N{RIGHTWARDS ARROW}"


def _scale(ax: Axes, numbers: Sequence[Number], null: float | None) -> None:
    """Set limits and ticks so that every interval and the line of no difference are seen."""
    shown = [bound for number in numbers for bound in number.interval]
    shown += [] if null is None else [null]
    low, high = min(shown), max(shown)
    if numbers[0].estimate.measure.is_ratio:
        ax.set_xscale("log")
        room = max((high / low) ** _ROOM, 1 + _LEAST)
        low, high = low / room, high * room
        ticks = _ratio_ticks(low, high)
    else:
        room = _ROOM * (high - low) or _LEAST * abs(high) or 1.0
        low, high = low - room, high + room
        ticks = []
    ax.set_xlim(low, high)
    if len(ticks) < _FEWEST:
        ticker = import_optional("matplotlib.ticker", "alstx.plot", "plot")
        found = ticker.MaxNLocator(_MOST - 1).tick_values(low, high)
        ticks = [float(x) for x in found if low <= x <= high]
    labels = [f"{tick:g}".replace("-", parts.MINUS) for tick in ticks]
    ax.set_xticks(ticks, labels, **parts.PLAIN)
    ax.set_xticks([], minor=True)


def _ratio_ticks(low: float, high: float) -> list[float]:
    """Return 1, 2 and 5 times powers of ten within limits, thinned out where they are many."""
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    ticks = [step * 10.0**power for power in powers for step in _STEPS]
    within = [tick for tick in ticks if low <= tick <= high]
    tens = within if len(within) <= _MOST else [10.0**p for p in powers if low <= 10.0**p <= high]
    return tens[:: ceil(len(tens) / _MOST)] if tens else []
