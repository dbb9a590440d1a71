"""Forest plots that refuse: only what may stand side by side shares an axis, the rest is text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from alstx.about import DISCLAIMER
from alstx.display import findings, signs, summary
from alstx.display.numbers import Number, Numbers, Panel, Printed, numbers
from alstx.display.words import first_down, phrase
from alstx.plot import intervals, parts
from alstx.plot.arguments import checked_base
from alstx.plot.sheet import Sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from alstx.display.labels import Labels
    from alstx.ids import Ref
    from alstx.kb.base import KnowledgeBase
    from alstx.model.literature import Evidence
    from alstx.model.sources import Source
    from alstx.model.symptoms import Symptom
    from alstx.plot.parts import Mark

_WIDTH, _LEFT, _RIGHT = 10.0, 0.3, 9.7
_AXIS, _AXIS_WIDTH, _BESIDE = 2.9, 3.4, 6.55
_NAME, _EFFECT, _SOURCE = 0.62, 3.1, 7.4
_GAP, _PAD, _ROW, _BELOW = 0.2, 0.07, 0.36, 0.48
_HEAD, _TITLE = 9.5, 14.0
_RULES = (
    "Numbers share an axis only where measure, scale, time, comparator and confidence are the same "
    "and told. Nothing is pooled, weighted or converted."
)
_REFUSED = "Here no two numbers may share an axis: all stand below as their sources print them."
_NOTHING = "No number is recorded on this symptom."
_DIGITS = (
    "Digit: level of a finding in ALS or MND, 1 the best. Outline without a digit: other people."
)
_ALONE = (
    "With an interval, but alone",
    "Not drawn: no other number has the same measure, scale, time and comparator.",
)
_WITHOUT = (
    "Without an interval",
    "Not drawn: a line would promise a precision that was not printed.",
)


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
    order: dict[Ref, int] = {}
    for treatment in kb.treatments.filter(symptom=record, role=None):
        order.setdefault(treatment.intervention, len(order))
    labels = kb.evidence.labels
    found = numbers(kb.evidence.filter(symptom=record), labels.sources, order)
    page = _Page(Sheet(_WIDTH, 0.25), labels, record)
    page.head(found)
    for panel in found.panels:
        page.panel(panel)
    page.section(_ALONE, [text for text in found.printed if text.has_interval])
    page.section(_WITHOUT, [text for text in found.printed if not text.has_interval])
    page.foot(found, kb.version)
    return page.sheet.figure()


@attrs.frozen
class _Page:
    """The page that the numbers of a symptom are put on.

    Attributes:
        sheet: The sheet.
        labels: Names of interventions and symptoms.
        symptom: The symptom.
    """

    sheet: Sheet
    labels: Labels
    symptom: Symptom

    def head(self, found: Numbers) -> None:
        """Write the title, the rules, and what the marks mean."""
        way = "side by side" if found.panels else "as printed"
        self._across(f"{self.symptom.name}: the numbers, {way}", size=_TITLE, weight="bold")
        rest = _REFUSED if found.printed else _NOTHING
        self._across(_RULES if found.panels else f"{_RULES} {rest}", color=signs.INK2)
        if found.panels:
            self._key(
                (intervals.IN_ALS, "in ALS or MND"),
                (intervals.ELSEWHERE, "in other people, or in others as well: lends no level"),
            )
        if found.printed:
            self._key(*((parts.mark_of(s, 9.0), s.meaning) for s in signs.DIRECTIONS.values()))
            self._across(_DIGITS, color=signs.INK2)

    def panel(self, panel: Panel) -> None:
        """Draw numbers that may share an axis, each with its source and what that prints."""
        sheet = self.sheet
        sheet.y += _GAP
        self._across(panel.title, gap=0.0, size=_HEAD, weight="bold")
        self._across(panel.detail, color=signs.INK2)
        top, y, beside = sheet.y, sheet.y, sheet.y
        heights: list[float] = []
        told: list[Evidence] = []
        for number in panel.numbers:
            if number.evidence not in told:
                y = max(y, beside)
                beside = self._told(number, y)
                told.append(number.evidence)
            what, how = self._named(number)
            end = self._in(_LEFT, _AXIS, y, what, weight="bold")
            end = max(self._in(_LEFT, _AXIS, end, how) + _PAD, y + _ROW)
            heights.append((y + end) / 2 - top)
            y = end
        y = max(y, beside)
        fill = partial(intervals.draw, panel=panel, heights=heights)
        sheet.place(_AXIS, top, (_AXIS_WIDTH, y - top), fill)
        sheet.y = y + _BELOW

    def _told(self, number: Number, y: float) -> float:
        """Write what a finding prints and where it stands, beside the axis."""
        e, source = number.evidence, number.source
        end = self._in(_BESIDE, _RIGHT, y, e.effect or "")
        how = (phrase(e.design), self._who(e, source), findings.endpoint(e, source))
        said = ", ".join((findings.cite(source), *how))
        return self._in(_BESIDE, _RIGHT, end, said, color=signs.INK2) + _PAD

    def section(self, head: tuple[str, str], texts: Sequence[Printed]) -> None:
        """Print findings as text."""
        if not texts:
            return
        self.sheet.y += _GAP
        self._across(head[0], gap=0.0, size=_HEAD, weight="bold")
        self._across(head[1], color=signs.INK2)
        for text in texts:
            self._row(text)

    def _row(self, text: Printed) -> None:
        """Print a finding: treatment and comparator, numbers as printed, source and people."""
        e, source, sheet = text.evidence, text.source, self.sheet
        sheet.rule(sheet.y, _LEFT, _RIGHT)
        top = sheet.y + _PAD
        mark = parts.mark_of(signs.DIRECTIONS[e.direction])
        level = str(int(e.level)) if e.in_als and e.level is not None else ""
        sheet.put(_LEFT + 0.12, top + 0.09, mark if e.in_als else parts.hollow(mark), level)
        left = self._in(_NAME, _EFFECT, top, self._name(e), weight="bold")
        left = self._in(_NAME, _EFFECT, left, self._question(e), color=signs.INK2)
        middle = self._in(_EFFECT, _SOURCE, top, e.effect or "")
        said = ", ".join((summary.direction(e), findings.endpoint(e, source), *text.notes))
        middle = self._in(_EFFECT, _SOURCE, middle, said, color=signs.INK2)
        right = self._in(_SOURCE, _RIGHT, top, findings.cite(source))
        right = self._in(_SOURCE, _RIGHT, right, self._who(e, source), color=signs.INK2)
        sheet.y = max(left, middle, right) + _PAD

    def foot(self, found: Numbers, version: str) -> None:
        """Say what is left out and why, and that this is not advice."""
        self.sheet.y += _GAP
        left_out = "; ".join(found.notes) or "nothing"
        self._across(f"Left out: {left_out}.")
        self._across(f"{DISCLAIMER} Data version {version}.", color=signs.INK2)

    def _name(self, evidence: Evidence) -> str:
        return ", ".join(map(self.labels.name_of, evidence.interventions))

    def _named(self, number: Number) -> tuple[str, str]:
        """Return what a number is of: a treatment and its two arms, or one arm of its study."""
        e, name = number.estimate, self._name(number.evidence)
        if not number.is_of_one_arm:
            return name, f"{e.arm} against {e.versus_arm}"
        return (e.arm, f"study of {name}") if e.arm else (name, "all who were treated")

    def _question(self, evidence: Evidence) -> str:
        """Return what a finding compares with, and for what where that is another symptom."""
        others = [first_down(self.labels.symptoms[s]) for s in evidence.symptoms]
        is_other = evidence.symptoms != (self.symptom.id,)
        return findings.against(evidence) + (f"; for {', '.join(others)}" if is_other else "")

    def _who(self, evidence: Evidence, source: Source) -> str:
        who = signs.POPULATIONS[evidence.population]
        return f"{findings.people(evidence, source)}, {who}"

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
