"""Forest plots that refuse: only what may stand side by side shares an axis, the rest is text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from alstx.about import DISCLAIMER
from alstx.display import signs
from alstx.plot import intervals, marks, told
from alstx.plot.arguments import checked_base
from alstx.plot.sheet import Sheet
from alstx.plot.told import Teller, Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from alstx.display.numbers import Numbers, Panel, Printed
    from alstx.kb.base import KnowledgeBase
    from alstx.model.literature import Evidence
    from alstx.model.symptoms import Symptom
    from alstx.plot.marks import Mark

_WIDTH, _LEFT, _RIGHT = 10.0, 0.3, 9.7
_AXIS, _AXIS_WIDTH, _BESIDE = 2.9, 3.4, 6.55
_NAME, _EFFECT, _SOURCE = 0.62, 3.1, 7.4
_GAP, _PAD, _ROW, _BELOW = 0.2, 0.07, 0.36, 0.48
_HEAD, _TITLE = 9.5, 14.0


def forest(kb: KnowledgeBase, symptom: Symptom | str) -> Figure:
    """Draw the numbers that are recorded on a symptom, side by side only where they may be.

    Two numbers share an axis where measure, scale, unit, time, kind of comparator and confidence
    are the same and told, and where both have an interval: one panel for each such group. All
    others are printed as text, as their sources print them. Nothing is pooled; the last lines say
    what is left out, and why. It works for every symptom; a group stands for all below it.

    Args:
        kb: The knowledge base.
        symptom: The symptom, by id, name or record.

    Returns:
        A figure of matplotlib, which a notebook shows and ``savefig`` writes to a file.

    Raises:
        NotFoundError: If the symptom is unknown.
        InvalidArgumentError: If an argument is of the wrong type.
        MissingExtraError: If matplotlib is not installed.
    """
    record = checked_base(kb).symptoms.find(symptom)
    found = told.content(kb, record)
    page = _Page(Sheet(_WIDTH, 0.25), Teller(kb.evidence.labels, record.id))
    page.head(record.name, found)
    for panel in found.panels:
        page.panel(panel)
    for head, texts in told.sections(found):
        page.section(head, texts)
    page.foot(found, kb.version)
    return page.sheet.figure()


@attrs.frozen
class _Page:
    """The page that the numbers of a symptom are put on.

    Attributes:
        sheet: The sheet.
        teller: Words for its rows.
    """

    sheet: Sheet
    teller: Teller

    def head(self, name: str, found: Numbers) -> None:
        """Write the title, the rules, and what the marks mean."""
        self._across(told.title(name, found), size=_TITLE, weight="bold")
        self._across(told.rules(found), color=signs.INK2)
        if found.panels:
            self._key(
                (intervals.IN_ALS, "in ALS or MND"),
                (intervals.ELSEWHERE, "in other people, or in others as well: lends no level"),
            )
        if found.printed:
            self._key(*((marks.mark_of(s, 9.0), s.meaning) for s in signs.DIRECTIONS.values()))
            self._across(told.DIGITS, color=signs.INK2)

    def panel(self, panel: Panel) -> None:
        """Draw numbers that may share an axis, each with its source and what that prints."""
        sheet = self.sheet
        sheet.y += _GAP
        self._across(panel.title, gap=0.0, size=_HEAD, weight="bold")
        self._across(panel.detail, color=signs.INK2)
        top, y, beside = sheet.y, sheet.y, sheet.y
        heights: list[float] = []
        seen: list[Evidence] = []
        for number in panel.numbers:
            row = self.teller.number(number)
            if number.evidence not in seen:
                y = max(y, beside)
                beside = self._beside(row, y)
                seen.append(number.evidence)
            end = self._in(_LEFT, _AXIS, y, row.what, weight="bold")
            end = max(self._in(_LEFT, _AXIS, end, row.how) + _PAD, y + _ROW)
            heights.append((y + end) / 2 - top)
            y = end
        y = max(y, beside)
        fill = partial(intervals.draw, panel=panel, heights=heights)
        sheet.place(_AXIS, top, (_AXIS_WIDTH, y - top), fill)
        sheet.y = y + _BELOW

    def _beside(self, row: Told, y: float) -> float:
        """Write what a finding prints and where it stands, beside the axis."""
        end = self._in(_BESIDE, _RIGHT, y, row.effect)
        said = f"{row.cited}, {row.said}"
        return self._in(_BESIDE, _RIGHT, end, said, color=signs.INK2) + _PAD

    def section(self, head: tuple[str, str], texts: Sequence[Printed]) -> None:
        """Print findings as text."""
        self.sheet.y += _GAP
        self._across(head[0], gap=0.0, size=_HEAD, weight="bold")
        self._across(head[1], color=signs.INK2)
        for text in texts:
            self._row(self.teller.printed(text))

    def _row(self, row: Told) -> None:
        """Print a finding: treatment and comparator, numbers as printed, source and people."""
        sheet = self.sheet
        sheet.rule(sheet.y, _LEFT, _RIGHT)
        top = sheet.y + _PAD
        if row.mark is not None:
            sheet.put(_LEFT + 0.12, top + 0.09, row.mark, row.level)
        left = self._in(_NAME, _EFFECT, top, row.what, weight="bold")
        left = self._in(_NAME, _EFFECT, left, row.how, color=signs.INK2)
        middle = self._in(_EFFECT, _SOURCE, top, row.effect)
        middle = self._in(_EFFECT, _SOURCE, middle, row.said, color=signs.INK2)
        right = self._in(_SOURCE, _RIGHT, top, row.cited)
        right = self._in(_SOURCE, _RIGHT, right, row.who, color=signs.INK2)
        sheet.y = max(left, middle, right) + _PAD

    def foot(self, found: Numbers, version: str) -> None:
        """Say what is left out and why, and that this is not advice."""
        self.sheet.y += _GAP
        self._across(told.left_out(found))
        self._across(f"{DISCLAIMER} Data version {version}.", color=signs.INK2)

    def _across(self, text: str, *, gap: float = _PAD, **style: Any) -> None:
        """Write a text over the whole width, and go on below it."""
        self.sheet.y = self._in(_LEFT, _RIGHT + _PAD, self.sheet.y, text, **style) + gap

    def _in(self, left: float, right: float, y: float, text: str, **style: Any) -> float:
        """Write a text in a column, and return where it ends."""
        font = {key: value for key, value in style.items() if key != "color"}
        lines = self.sheet.wrap(text, right - left - _PAD, **font)
        return self.sheet.write(left, y, lines, **style)

    def _key(self, *entries: tuple[Mark, str]) -> None:
        """Explain marks in one line."""
        x, y = _LEFT + 0.08, self.sheet.y + 0.08
        for mark, words in entries:
            self.sheet.put(x, y, mark)
            self.sheet.write(x + 0.13, y - 0.07, [words])
            x += 0.35 + self.sheet.breadth(words)
        self.sheet.y = y + 0.15
