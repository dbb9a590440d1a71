"""Forest plots by Altair that refuse, as those by matplotlib do: the rest is printed as text."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import attrs

from alstx.about import DISCLAIMER
from alstx.display import signs
from alstx.plot import intervals, told
from alstx.plot.marks import MINUS, mark_of
from alstx.plot.told import Teller, Told
from alstx.plot.vega import layers
from alstx.plot.vega.layers import Layers, Page, Part, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from altair import ConcatChart

    from alstx.display.numbers import Number, Numbers, Panel, Printed
    from alstx.kb.base import KnowledgeBase
    from alstx.model.symptoms import Symptom

_WIDTH, _NAMES, _AXIS = 940, 250, 330
_ROW, _LINE = 42, 17
_SMALL = {"fontSize": 14, "offset": 6}
_EFFECT, _SOURCE = 260.0, 720.0
_ROOM = 14.0  # between two columns of texts
_LETTERS, _TICKS = 150, 5
_TOLD = ("Numbers as printed", "Means", "Source", "People")


def draw(kb: KnowledgeBase, symptom: Symptom, *, is_dark: bool) -> ConcatChart:
    """Draw the numbers of a symptom, or print them."""
    found = told.content(kb, symptom)
    drawn = _Forest(Teller(kb.evidence.labels, symptom.id), Page(is_dark))
    charts = [drawn.head(symptom.name, found), *map(drawn.panel, found.panels)]
    charts += [drawn.section(*section) for section in told.sections(found)]
    foot = [told.left_out(found), f"{DISCLAIMER} Data version {kb.version}."]
    return layers.stacked([*charts, drawn.foot(foot)], drawn.page)


def panels(kb: KnowledgeBase, symptom: Symptom, found: Numbers) -> ConcatChart:
    """Draw only what may stand side by side, for a page that prints the rest itself."""
    drawn = _Forest(Teller(kb.evidence.labels, symptom.id), Page(is_dark=False))
    return layers.stacked(list(map(drawn.panel, found.panels)), drawn.page)


@attrs.frozen
class _Forest:
    """Parts of the plot of one symptom.

    Attributes:
        teller: Words for its rows.
        page: The page on which it stands.
    """

    teller: Teller
    page: Page

    def head(self, name: str, found: Numbers) -> Part:
        """Write the title and the rules, and explain the marks."""
        marks = [
            (intervals.IN_ALS, "in ALS or MND"),
            (intervals.ELSEWHERE, "in other people: lends no level"),
        ]
        marks = marks if found.panels else []
        marks += [(mark_of(s, 9.0), s.meaning) for s in signs.DIRECTIONS.values()]
        lines = [*wrap(told.rules(found), _LETTERS), told.DIGITS]
        title = layers.title(told.title(name, found), lines)
        return layers.legend(marks, _WIDTH, self.page, title=title)

    def panel(self, panel: Panel) -> Part:
        """Draw numbers that may share an axis, each with its source and what that prints."""
        rows = [self.teller.number(number) for number in panel.numbers]
        beside = _WIDTH - _NAMES - _AXIS - 2 * _ROOM
        parts = [
            self._names(rows),
            self._axis(panel, rows),
            self._texts([(0.0, beside, row.effect, row.cited) for row in rows], rows, beside),
        ]
        title = layers.title(panel.title, [panel.detail], **_SMALL)
        return {"hconcat": parts, "spacing": _ROOM, "title": title}

    def _names(self, rows: Sequence[Told]) -> Part:
        return self._texts([(0.0, _NAMES, row.what, row.how) for row in rows], rows, _NAMES)

    def _axis(self, panel: Panel, rows: Sequence[Told]) -> Part:
        """Draw the numbers with their intervals, and the line of no difference."""
        chart, ink = self.page.chart, self.page.color(signs.INK)
        made = list(map(self._drawn, panel.numbers, rows, range(len(rows))))
        axis, y = self._scaled(panel), {"y": self._lines(rows).down("y")}
        null = panel.numbers[0].null
        nulls = [] if null is None else [{"value": null}]
        colours = {
            "fill": layers.nominal("fill", scale=None),
            "stroke": layers.nominal("stroke", scale=None),
        }
        square = {"type": "square", "opacity": 1, "size": 90, "strokeWidth": 1.4}
        answers = layers.answering(("title", "Interval", *_TOLD))
        value, low = ({"field": field, **axis} for field in ("value", "low"))
        drawn = [
            chart(nulls, {"type": "rule", "color": ink, "strokeWidth": 1}, {"x": value}),
            chart(
                made,
                {"type": "rule", "color": ink, "strokeWidth": 1.6},
                {"x": low, "x2": {"field": "high"}, **y},
            ),
            chart(made, square, {"x": value, **y, **colours, **answers}),
        ]
        return layers.layered(drawn, _AXIS, _ROW * len(rows))

    def _scaled(self, panel: Panel) -> Part:
        """Return what puts a field on the axis of a panel."""
        shown = intervals.span(panel)
        kind, ends = "log" if shown.is_log else "linear", [shown.low, shown.high]
        rule = self.page.color(signs.RULE)
        axis = {
            "title": layers.whole(intervals.words(panel)),
            "titleFontWeight": "normal",
            "format": "~f",
            "gridColor": self.page.color(signs.LINE),
            "domainColor": rule,
            "tickColor": rule,
            **({"values": list(shown.ticks)} if shown.ticks else {"tickCount": _TICKS}),
        }
        scale = {"type": kind, "domain": ends, "nice": False, "zero": False}
        return {"type": "quantitative", "scale": scale, "axis": axis}

    def _drawn(self, number: Number, row: Told, at: int) -> Row:
        """Return a number with its interval, its look and its words."""
        low, high = number.interval
        value = number.estimate.value
        mark = intervals.IN_ALS if number.evidence.in_als else intervals.ELSEWHERE
        return {
            "y": at,
            "value": value,
            "low": low,
            "high": high,
            "fill": self.page.color(mark.fill),
            "stroke": self.page.color(mark.edge),
            "Interval": f"{value:g} ({low:g} to {high:g})".replace("-", MINUS),
            **_said(row),
        }

    def section(self, head: tuple[str, str], texts: Sequence[Printed]) -> Part:
        """Print findings as text, each under the heads of its columns."""
        rows = [self.teller.printed(text) for text in texts]
        columns = [
            (22.0, _EFFECT - 22.0 - _ROOM, "what", "how"),
            (_EFFECT, _SOURCE - _EFFECT - _ROOM, "effect", "said"),
            (_SOURCE, _WIDTH - _SOURCE, "cited", "who"),
        ]
        drawn = self._lines(rows)
        layers_: list[Part] = [drawn.lines(y - 0.5 for y in range(len(rows)))]
        for at, room, first, second in columns:
            pairs = [(at, room, getattr(row, first), getattr(row, second)) for row in rows]
            layers_ += self._pairs(drawn, pairs, is_bold=first == "what")
        for at, row in enumerate(rows):
            if row.mark is not None:
                layers_.append(drawn.marks(attrs.evolve(row.mark, size=12.0), [(9.0, at)]))
                level = [{"x": 9.0, "y": at, "text": row.level}]
                layers_.append(drawn.texts(level, row.mark.ink, fontSize=11))
        layers_.append(self._answering(drawn, rows, _WIDTH))
        title = layers.title(head[0], [head[1]], **_SMALL)
        return layers.layered(layers_, _WIDTH, _ROW * len(rows), title=title)

    def foot(self, texts: Sequence[str]) -> Part:
        """Say what is left out and why, and that this is not advice."""
        lines = [line for text in texts for line in wrap(text, _LETTERS)]
        drawn = Layers(_WIDTH, len(lines), self.page)
        rows = [{"x": 0, "y": y, "text": line} for y, line in enumerate(lines)]
        made = drawn.texts(rows, signs.INK2, align="left")
        return layers.layered([made], _WIDTH, _LINE * len(lines))

    def _texts(
        self, pairs: Sequence[tuple[float, float, str, str]], rows: Sequence[Told], width: float
    ) -> Part:
        """Write two lines for each row of a panel."""
        drawn = self._lines(rows, width)
        made = [*self._pairs(drawn, pairs, is_bold=width == _NAMES)]
        return layers.layered([*made, self._answering(drawn, rows, width)], width, _ROW * len(rows))

    def _pairs(
        self, drawn: Layers, pairs: Sequence[tuple[float, float, str, str]], *, is_bold: bool
    ) -> list[Part]:
        """Write a column of texts with a lesser one below each."""
        room = pairs[0][1]
        first = [{"x": at, "y": y, "text": text} for y, (at, _, text, _) in enumerate(pairs)]
        second = [{"x": at, "y": y, "text": text} for y, (at, _, _, text) in enumerate(pairs)]
        look: dict[str, Any] = {"align": "left", "limit": room}
        weight = "bold" if is_bold else "normal"
        return [
            drawn.texts(first, dy=-_LINE / 2, fontWeight=weight, **look),
            drawn.texts(second, signs.INK2, dy=_LINE / 2, **look),
        ]

    def _answering(self, drawn: Layers, rows: Sequence[Told], width: float) -> Part:
        """Lay a cell over each row: whole texts at hover, and a link to the source."""
        cells = [{"x": width / 2, "y": y, **_said(row)} for y, row in enumerate(rows)]
        return drawn.cells(cells, ["title", *_TOLD], (width, 1.0))

    def _lines(self, rows: Sequence[Told], width: float = _WIDTH) -> Layers:
        """Return layers in which a unit across is a pixel, and one down a row."""
        return Layers(width, len(rows), self.page)


def _said(row: Told) -> Row:
    """Return what a row says in its tooltip, and where it leads."""
    title = f"{row.what}: {row.how}"
    said = dict(zip(_TOLD, (row.effect, row.said, row.cited, row.who), strict=True))
    return {"title": title, **said, "href": row.source.link}
