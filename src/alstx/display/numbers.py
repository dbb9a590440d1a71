"""The numbers of a symptom: what may share an axis, what is printed as text, what is left out.

Numbers share an axis only where measure, scale, unit, time, kind of comparator and confidence are
the same and told. What is not told is compared only with numbers of the same record, and the
value of one arm beside no other study's. Nothing is pooled, weighted or converted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import attrs

from alstx.display.findings import against
from alstx.display.words import counted, phrase
from alstx.vocab import Level, Measure, Versus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alstx.ids import Ref
    from alstx.model.literature import Estimate, Evidence
    from alstx.model.sources import Source

_RANGE = re.compile(r"\s*\((-?\d[\d.]* to -?\d[\d.]*)\)")
_UNITLESS = (Measure.COUNT, Measure.CORRELATION, Measure.STANDARDISED_MEAN_DIFFERENCE)
_CHANGES = (Measure.PERCENT_CHANGE, Measure.MEAN_CHANGE)
_LARGEST = 1e12
_ALONE = "no other number on this scale, time and comparator"
_NO_INTERVAL = "no interval"


@attrs.frozen
class Number:
    """One estimate with the finding that it belongs to.

    Attributes:
        evidence: The finding.
        estimate: The number.
        source: Where it stands.
    """

    evidence: Evidence
    estimate: Estimate
    source: Source

    @property
    def is_of_one_arm(self) -> bool:
        """True if it is a value or a change of one arm, not a comparison of two."""
        measure = self.estimate.measure
        return measure.is_of_one_arm or (measure in _CHANGES and self.estimate.versus_arm is None)

    @property
    def scale(self) -> tuple[str, str | None]:
        """Outcome in words, with the range of its scale where that is told."""
        name, ranged = _split(self.estimate.label)
        return name, ranged or _split(self.estimate.unit)[1]

    @property
    def unit(self) -> str:
        """The unit in words, without the range of the scale; blank where none is told."""
        return _split(self.estimate.unit)[0]

    @property
    def null(self) -> float | None:
        """The value that means no difference; None for a value of one arm."""
        measure = self.estimate.measure
        return None if measure.is_of_one_arm else float(measure.is_ratio)

    @property
    def interval(self) -> tuple[float, float]:
        """Both bounds of its interval; only of a number that may be drawn on an axis."""
        low, high = self.estimate.low, self.estimate.high
        assert low is not None  # `reservation` has seen to both
        assert high is not None
        return low, high

    @property
    def reservation(self) -> str | None:
        """Reason why no axis may have it; None where one may."""
        e = self.estimate
        if e.measure is Measure.CORRELATION:
            return "no effect but a correlation"
        if not self.is_of_one_arm and None in (e.arm, e.versus_arm):
            return "the two arms not told"
        if e.low is None and e.high is None:
            return _NO_INTERVAL
        if e.low is None or e.high is None:
            return "a one-sided interval"
        if e.measure.is_ratio and e.low < 1 / _LARGEST:
            return "a bound at zero, which a ratio has no place for"
        return "a bound that no axis can hold" if max(-e.low, e.high) > _LARGEST else None

    @property
    def axis(self) -> tuple[object, ...]:
        """Properties that two numbers on one axis must share."""
        e, versus, (name, ranged) = self.estimate, self.evidence.versus, self.scale
        unit = _folded(self.unit).replace("percent", "%")
        needs_unit = not e.measure.is_ratio and e.measure not in _UNITLESS
        told = (name, unit or not needs_unit, e.time, e.confidence, versus is not Versus.NOT_STATED)
        own_state = e.measure in _CHANGES and versus is Versus.BASELINE
        return (
            *(e.measure, _folded(name), ranged, unit, _folded(e.time or ""), e.confidence, e.of),
            *(versus, self.is_of_one_arm, e.lower_is_better),
            None if all(told) else self.evidence.id,
            self.source.id if self.is_of_one_arm and not own_state else None,
        )


def _split(text: str | None) -> tuple[str, str | None]:
    """Split the range of a scale off a name or a unit.

    Example:
        >>> _split("Fatigue Severity Scale (9 to 63)")
        ('Fatigue Severity Scale', '9 to 63')
    """
    found = _RANGE.search(text or "")
    return _RANGE.sub("", text or "").strip(), found[1] if found else None


def _folded(text: str) -> str:
    return "".join(text.casefold().split())


@attrs.frozen
class Panel:
    """Numbers that may share an axis: two or more.

    Attributes:
        numbers: The numbers.
    """

    numbers: tuple[Number, ...]

    @property
    def title(self) -> str:
        """Outcome with the range of its scale."""
        first = self.numbers[0]
        name, ranged = first.scale
        title = name or first.evidence.outcome or "outcome not named"
        return f"{title[:1].upper()}{title[1:]}{f' ({ranged})' if ranged else ''}"

    @property
    def detail(self) -> str:
        """Measure, unit, time, comparator and confidence in words."""
        first = self.numbers[0]
        e, versus = first.estimate, against(first.evidence)
        measure, is_of_one_arm = phrase(e.measure), first.is_of_one_arm
        parts = [
            f"{measure} of each arm, study {versus}" if is_of_one_arm else f"{measure} {versus}",
            first.unit if _folded(first.unit) != _folded(first.scale[0]) else "",
            e.time or "time not told",
            f"{e.confidence:g} % interval" if e.confidence else "interval of a confidence not told",
        ]
        return ", ".join(part for part in parts if part)

    @property
    def better(self) -> tuple[str, str] | None:
        """Meaning of the left and the right of the axis; None where it is not told."""
        lower = self.numbers[0].estimate.lower_is_better
        if lower is None:
            return None
        return ("better", "worse") if lower else ("worse", "better")


@attrs.frozen
class Printed:
    """A finding whose numbers are printed as in its source, not drawn.

    Attributes:
        evidence: The finding.
        source: Where it stands.
        reasons: Why its numbers are not drawn, with how many; empty where it has words only.
        drawn: How many of its numbers are drawn.
    """

    evidence: Evidence
    source: Source
    reasons: Mapping[str, int]
    drawn: int

    @property
    def has_interval(self) -> bool:
        """True if one of its numbers has an interval, and is the only one of its kind."""
        return _ALONE in self.reasons

    @property
    def notes(self) -> tuple[str, ...]:
        """Reason why its numbers are not drawn, beyond their being alone or without interval."""
        plain = _ALONE if self.has_interval else _NO_INTERVAL
        rest = {reason: count for reason, count in self.reasons.items() if reason != plain}
        said = [f"{counted(count, 'number')} with {reason}" for reason, count in rest.items()]
        said += [f"{counted(self.drawn, 'number')} drawn above"] if self.drawn else []
        return tuple(said)


@attrs.frozen
class Numbers:
    """All numbers that are recorded on a symptom, each in one place.

    Attributes:
        panels: What may stand side by side.
        printed: What is printed as text: those with an interval first, then those in ALS or MND.
        left_out: Findings that are not shown, by reason.
    """

    panels: tuple[Panel, ...]
    printed: tuple[Printed, ...]
    left_out: Mapping[str, tuple[Evidence, ...]]

    @property
    def notes(self) -> tuple[str, ...]:
        """Findings that are left out, with the reason."""
        return tuple(
            f"{counted(len(found), 'finding')} {reason}" for reason, found in self.left_out.items()
        )


def numbers(
    findings: Iterable[Evidence], sources: Mapping[str, Source], order: Mapping[Ref, int]
) -> Numbers:
    """Put each number of some findings in its place: on an axis, in print, or left out.

    Args:
        findings: The findings on a symptom.
        sources: Their sources, by id.
        order: The place of each intervention in the answer on the symptom.
    """

    def place(e: Evidence) -> tuple[object, ...]:
        first = min(order.get(ref, len(order)) for ref in e.interventions)
        return not e.in_als, first, e.level or len(Level) + 1, -(sources[e.source].year or 0), e.id

    left_out: dict[str, tuple[Evidence, ...]] = {}
    shown: list[Evidence] = []
    for e in sorted(findings, key=place):
        reason = _left_out(e, sources[e.source])
        if reason is None:
            shown.append(e)
        else:
            left_out[reason] = (*left_out.get(reason, ()), e)
    all_ = [Number(e, estimate, sources[e.source]) for e in shown for estimate in e.estimates]
    panels, reasons = _panels(all_)
    printed = [
        text
        for e in shown
        if (text := _printed(e, sources[e.source], [n for n in all_ if n.evidence is e], reasons))
    ]
    printed.sort(key=lambda text: not text.has_interval)
    return Numbers(panels, tuple(printed), left_out)


def _left_out(evidence: Evidence, source: Source) -> str | None:
    if not source.is_current:
        return "of a source that was superseded or retracted"
    return "without a printed number" if evidence.effect is None else None


def _panels(all_: Sequence[Number]) -> tuple[tuple[Panel, ...], Mapping[Number, str]]:
    """Return what may share an axis, and why each other number may not."""
    reasons = {number: number.reservation for number in all_ if number.reservation}
    groups: dict[tuple[object, ...], list[Number]] = defaultdict(list)
    for number in all_:
        if number not in reasons:
            groups[number.axis].append(number)
    panels: list[Panel] = []
    for group in groups.values():
        twice = _counted_twice(group)
        once = tuple(number for number in group if number not in twice)
        reasons |= twice
        if len(once) > 1:
            panels.append(Panel(once))
        else:
            reasons |= {number: twice.get(number, _ALONE) for number in group}
    return tuple(panels), reasons


def _counted_twice(group: Sequence[Number]) -> dict[Number, str]:
    """Find the numbers of reviews whose trials are in the group already, in another source."""
    twice: dict[Number, str] = {}
    kept: list[Number] = []

    def standing(number: Number) -> tuple[bool, int, str]:
        return number.evidence.design.is_review, -(number.source.year or 0), number.source.id

    for number in sorted(group, key=standing):
        own = _trials(number)
        rival = next(
            (k for k in kept if k.source != number.source and _overlap(own, _trials(k))), None
        )
        if rival is None:
            kept.append(number)
        else:
            twice[number] = f"a trial that {rival.source.label} shows already"
    return twice


def _trials(number: Number) -> frozenset[str]:
    """Return the trials that a number rests on; empty where a review names none."""
    e = number.evidence
    return frozenset(e.rests_on) if e.design.is_review else frozenset((e.source,))


def _overlap(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two numbers may rest on one trial; reviews that name none may on any."""
    return not one or not other or not one.isdisjoint(other)


def _printed(
    evidence: Evidence, source: Source, own: Sequence[Number], reasons: Mapping[Number, str]
) -> Printed | None:
    """Return a finding to print; None where all of its numbers are drawn."""
    why = Counter(reasons[number] for number in own if number in reasons)
    if own and not why:
        return None
    return Printed(evidence, source, dict(why), len(own) - why.total())
