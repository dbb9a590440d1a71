"""Words on each number and finding of a forest plot, whichever library draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from alstx.display import findings, signs, summary
from alstx.display.numbers import Number, Numbers, Printed, numbers
from alstx.display.words import first_down, phrase
from alstx.plot.marks import Mark, hollow, mark_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alstx.display.labels import Labels
    from alstx.ids import Ref
    from alstx.kb.base import KnowledgeBase
    from alstx.model.literature import Evidence
    from alstx.model.sources import Source
    from alstx.model.symptoms import Symptom

RULES = (
    "Numbers share an axis only where measure, scale, time, comparator and confidence are the same "
    "and told. Nothing is pooled, weighted or converted."
)
_REFUSED = "Here no two numbers may share an axis: all stand below as their sources print them."
_NOTHING = "No number is recorded on this symptom."
DIGITS = (
    "Digit: level of a finding in ALS or MND, 1 the best. Outline without a digit: other people."
)
ALONE = (
    "With an interval, but alone",
    "Not drawn: no other number has the same measure, scale, time and comparator.",
)
WITHOUT = (
    "Without an interval",
    "Not drawn: a line would promise a precision that was not printed.",
)


@attrs.frozen
class Told:
    """One row of a forest plot in words.

    Attributes:
        what: What it is of: a treatment, or an arm of its study.
        how: The two arms, or what it is compared with.
        effect: The numbers as printed.
        said: What they mean: direction, endpoint, why they are not drawn.
        who: How many people, and whom.
        source: Where they stand.
        mark: The direction of the finding; None beside an axis.
        level: Its level; blank without one, or where others were studied.
    """

    what: str
    how: str
    effect: str
    said: str
    who: str
    source: Source
    mark: Mark | None = None
    level: str = ""

    @property
    def cited(self) -> str:
        """Name of the source, with its year."""
        return findings.cite(self.source)


@attrs.frozen
class Teller:
    """Words for the rows of a forest plot.

    Attributes:
        labels: Names of interventions and symptoms.
        symptom: Id of the symptom.
    """

    labels: Labels
    symptom: str

    def number(self, number: Number) -> Told:
        """Return the words beside a number on an axis."""
        e, source = number.evidence, number.source
        what, how = self._named(number)
        said = f"{phrase(e.design)}, {_who(e, source)}, {findings.endpoint(e, source)}"
        return Told(what, how, e.effect or "", said, _who(e, source), source)

    def printed(self, printed: Printed) -> Told:
        """Return the words of a finding that is printed, not drawn."""
        e, source = printed.evidence, printed.source
        mark = mark_of(signs.DIRECTIONS[e.direction])
        said = ", ".join((summary.direction(e), findings.endpoint(e, source), *printed.notes))
        return Told(
            self._name(e),
            self._question(e),
            e.effect or "",
            said,
            _who(e, source),
            source,
            mark if e.in_als else hollow(mark),
            str(int(e.level)) if e.in_als and e.level is not None else "",
        )

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
        is_other = evidence.symptoms != (self.symptom,)
        return findings.against(evidence) + (f"; for {', '.join(others)}" if is_other else "")


def _who(evidence: Evidence, source: Source) -> str:
    return f"{findings.people(evidence, source)}, {signs.POPULATIONS[evidence.population]}"


def content(kb: KnowledgeBase, symptom: Symptom) -> Numbers:
    """Return the numbers that are recorded on a symptom, each in its place."""
    order: dict[Ref, int] = {}
    for treatment in kb.treatments.filter(symptom=symptom, role=None):
        order.setdefault(treatment.intervention, len(order))
    return numbers(kb.evidence.filter(symptom=symptom), kb.evidence.labels.sources, order)


def title(symptom: str, found: Numbers) -> str:
    """Return the title of the plot of a symptom."""
    return f"{symptom}: the numbers, {'side by side' if found.panels else 'as printed'}"


def rules(found: Numbers) -> str:
    """Return what may share an axis, and what that means here."""
    if found.panels:
        return RULES
    return f"{RULES} {_REFUSED if found.printed else _NOTHING}"


def sections(found: Numbers) -> Sequence[tuple[tuple[str, str], Sequence[Printed]]]:
    """Return the findings that are printed, under their heads; no head without a finding."""
    parts = [
        (ALONE, [text for text in found.printed if text.has_interval]),
        (WITHOUT, [text for text in found.printed if not text.has_interval]),
    ]
    return [(head, texts) for head, texts in parts if texts]


def left_out(found: Numbers) -> str:
    """Return what is left out, and why."""
    return f"Left out: {'; '.join(found.notes) or 'nothing'}."
