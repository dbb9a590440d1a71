"""Things that sources say: findings of studies with their numbers, statements of guidelines."""

import re
from collections.abc import Iterator
from typing import Any

import attrs

from alstx.errors import shown
from alstx.ids import Ref, RefKind, refers_to, slug
from alstx.model import fields
from alstx.model.base import Record
from alstx.model.grades import Grade
from alstx.vocab import (
    Audience,
    Certainty,
    Direction,
    Domain,
    Endpoint,
    Extent,
    Level,
    Line,
    Measure,
    Only,
    Population,
    Reading,
    Stance,
    StudyDesign,
    Versus,
)

_medicine = refers_to(RefKind.MEDICATIONS, RefKind.DRUG_CLASSES)
_intervention = refers_to(RefKind.MEDICATIONS, RefKind.DRUG_CLASSES, RefKind.THERAPIES)


@attrs.frozen(kw_only=True)
class Arm:
    """One group of a study.

    Attributes:
        label: What it was given, in words.
        n: Number of people in it, as printed.
    """

    label: str = attrs.field(validator=fields.name)
    n: int | None = attrs.field(default=None, validator=fields.maybe(fields.count))


def _within(estimate: "Estimate", attribute: "attrs.Attribute[Any]", value: float) -> None:
    low, high = estimate.low, estimate.high
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = ["…" if bound is None else f"{bound}" for bound in (low, high)]
        msg = f"{value} is outside its interval, {' to '.join(bounds)}"
        raise ValueError(msg, attribute, value)


def _one_arm(estimate: "Estimate", attribute: "attrs.Attribute[Any]", value: str | None) -> None:
    if value is not None and estimate.measure.is_of_one_arm:
        msg = f"a {estimate.measure} is of one arm and has no second one"
        raise ValueError(msg, attribute, value)


@attrs.frozen(kw_only=True)
class Estimate:
    """One printed number with what a reader needs to compute with it.

    Attributes:
        measure: What the number is.
        low: Lower bound of its interval.
        high: Upper bound of its interval.
        value: The number; a change is after minus before, a difference treated minus control.
        of: The denominator of a count.
        confidence: Confidence of the interval in percent, as printed.
        p: The p value, as printed.
        unit: Unit, in words.
        time: When it was measured, in words.
        label: What it is of, in words.
        lower_is_better: Whether a lower value is the better one.
        arm: Label of the arm that it is of.
        versus_arm: Label of the arm that it is compared with.
    """

    measure: Measure = attrs.field(validator=fields.is_a(Measure))
    low: float | None = attrs.field(default=None, validator=fields.maybe(fields.number))
    high: float | None = attrs.field(default=None, validator=fields.maybe(fields.number))
    value: float = attrs.field(validator=[fields.number, _within])
    of: int | None = attrs.field(default=None, validator=fields.maybe(fields.count))
    confidence: float | None = attrs.field(default=None, validator=fields.maybe(fields.number))
    p: str | None = attrs.field(default=None, validator=fields.maybe(fields.name))
    unit: str | None = attrs.field(default=None, validator=fields.maybe(fields.name))
    time: str | None = attrs.field(default=None, validator=fields.maybe(fields.name))
    label: str | None = attrs.field(default=None, validator=fields.maybe(fields.name))
    lower_is_better: bool | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(bool))
    )
    arm: str | None = attrs.field(default=None, validator=fields.maybe(fields.name))
    versus_arm: str | None = attrs.field(
        default=None, validator=[fields.maybe(fields.name), _one_arm]
    )


def _of_arms(evidence: "Evidence", attribute: "attrs.Attribute[Any]", value: Any) -> None:
    labels = [arm.label for arm in evidence.arms]
    for estimate in value:
        for arm in (estimate.arm, estimate.versus_arm):
            if labels and arm is not None and arm not in labels:
                msg = f"{shown(arm)} is not the label of an arm; they are {', '.join(labels)}"
                raise ValueError(msg, attribute, value)


def _printed(evidence: "Evidence", attribute: "attrs.Attribute[Any]", value: Any) -> None:
    """Refuse an effect that lacks a number of an estimate, or an estimate that lacks its p.

    A sign need not be printed, and a ratio may be printed as a percentage.
    """
    printed = numbers_in(value or "")
    for estimate in evidence.estimates:
        of_p = sorted(numbers_in(estimate.p or ""))
        for number in (estimate.value, estimate.of, estimate.low, estimate.high, *of_p):
            if number is not None and not _stands(number, estimate, printed):
                msg = f"lacks {number:g}, a number of an estimate"
                raise ValueError(msg, attribute, value)

    for piece, p in _ps(value or ""):
        beside = [e for e in evidence.estimates if _stands(e.value, e, numbers_in(piece))]
        if beside and not any(p in numbers_in(e.p or "") for e in beside):
            msg = f"prints p {p:g} beside {beside[0].value:g}, and no estimate of that has it"
            raise ValueError(msg, attribute, value)


def _stands(number: float, estimate: Estimate, printed: frozenset[float]) -> bool:
    """Return whether a number of an estimate is among those that are printed."""
    as_percent = estimate.measure.is_ratio and round(abs(number) * 100, 6) in printed
    return abs(number) in printed or as_percent


def _ps(effect: str) -> Iterator[tuple[str, float]]:
    """Yield each p value of an effect with the words since the last mark or p value before it."""
    start = 0
    for found in _P.finditer(effect):
        piece = re.split(r"[;,](?!\d)", effect[start : found.start()])[-1]
        yield piece, float(found[1].replace("·", "."))
        start = found.end()


_P = re.compile(r"\b[pP]\s*(?:=|<|>|≤|≥)\s*(\d*[.·]?\d+)")


def numbers_in(text: str) -> frozenset[float]:
    """Return the numbers that a text prints, without their signs.

    Example:
        >>> sorted(numbers_in("4,789 people: 0.31 (95% CI .2 to 0·4)"))
        [0.2, 0.31, 0.4, 4.0, 95.0, 789.0, 4789.0]
    """
    text = text.replace("·", ".")
    grouped = re.findall(r"\d+(?:[,\u202f\u2009 ]\d{3})+(?:\.\d+)?", text)
    plain = re.findall(r"\d+(?:\.\d+)?|(?<!\d)\.\d+", text)
    return frozenset(float(re.sub(r"[,\s]", "", found)) for found in (*grouped, *plain))


@attrs.frozen(kw_only=True, repr=False)
class Evidence(Record):
    """One finding of one source on interventions for symptoms.

    The direction holds for every intervention and every symptom that the record names.

    Attributes:
        source: Id of the source.
        interventions: What was studied.
        comparator: What it was compared with, in words.
        versus: What the number stands against.
        symptoms: Ids of the symptoms that the finding bears on.
        outcome: What was measured, in words.
        domain: What kind of thing was measured.
        endpoint: Rank of this finding's outcome in its study.
        design: How the finding was made.
        population: Who was studied; findings in other diseases lend no level.
        population_detail: The population in words.
        participants: Number of people behind this finding; None where it was not seen.
        arms: The groups that were compared.
        regimen: Dose and duration that were studied; never a recommendation.
        direction: What the finding says on its outcome against its comparator.
        estimates: The numbers, to compute with.
        effect: The numbers, as the source prints them.
        finding: The finding in our words.
        adverse_events: Harms that were reported with this finding, in our words.
        certainty: GRADE certainty, only where the source itself states it.
        read: How far the source was read.
        limits: What a reader should know before relying on it.
        rests_on: The trials that a review's finding rests on: ids of sources, or author and year
            as the review prints them; empty where it was not told.
    """

    source: str = attrs.field(validator=slug, metadata={"ref": "sources"})
    interventions: tuple[Ref, ...] = attrs.field(
        converter=fields.as_tuple, validator=[fields.each(_intervention), fields.not_empty]
    )
    comparator: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    versus: Versus = attrs.field(validator=fields.is_a(Versus))
    symptoms: tuple[str, ...] = attrs.field(
        converter=fields.as_tuple,
        validator=[fields.each(slug), fields.not_empty],
        metadata={"ref": "symptoms"},
    )
    outcome: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    domain: tuple[Domain, ...] = attrs.field(
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Domain)), fields.not_empty],
    )
    endpoint: Endpoint = attrs.field(validator=fields.is_a(Endpoint))
    design: StudyDesign = attrs.field(validator=fields.is_a(StudyDesign))
    population: Population = attrs.field(validator=fields.is_a(Population))
    population_detail: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    participants: int | None = attrs.field(default=None, validator=fields.maybe(fields.count))
    arms: tuple[Arm, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Arm)), fields.one_per("label")],
    )
    regimen: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    direction: Direction = attrs.field(validator=fields.is_a(Direction))
    estimates: tuple[Estimate, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Estimate)), _of_arms],
    )
    effect: str | None = attrs.field(default=None, validator=[fields.maybe(fields.text), _printed])
    finding: str = attrs.field(validator=fields.text)
    adverse_events: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    certainty: Certainty | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(Certainty))
    )
    read: Reading = attrs.field(validator=fields.is_a(Reading))
    limits: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    rests_on: tuple[str, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=fields.each(fields.name),
        metadata={"ref": "sources"},  # the slugs among them
    )
    _computed = ("level",)

    @property
    def level(self) -> Level | None:
        """Level of evidence after Oxford CEBM 2011; None where there are no data.

        The design gives it. Two things lower it: what is compared with one's own state or with
        nothing is at best an uncontrolled study; and a review has level 1 only where it names two
        or more trials that its finding rests on and says against what, else the level of its one
        trial, and that of an uncontrolled study where it names none.
        """
        if self.direction is Direction.NO_DATA:
            return None
        level = self.design.level
        if self.design.is_review:
            several = len(self.rests_on) > 1 and self.versus is not Versus.NOT_STATED
            of_a_trial = max(level, Level.RANDOMIZED) if self.rests_on else Level.UNCONTROLLED
            level = level if several else of_a_trial
        uncontrolled = self.versus in (Versus.BASELINE, Versus.NONE)
        return max(level, Level.UNCONTROLLED) if uncontrolled else level

    @property
    def in_als(self) -> bool:
        """True if people with ALS or another motor neuron disease were studied."""
        return self.population in (Population.ALS, Population.MND)

    @property
    def is_one_case(self) -> bool:
        """True if it is about a single person."""
        return self.design is StudyDesign.CASE_REPORT or self.participants == 1

    @property
    def is_of_symptoms(self) -> bool:
        """True if the symptom, function or quality of life was measured."""
        return not _FELT.isdisjoint(self.domain)

    @property
    def is_favourable(self) -> bool:
        """True if it points to benefit, for all or by dose, time or subgroup."""
        return self.direction in (Direction.BENEFIT, Direction.MIXED)

    @property
    def supports(self) -> bool:
        """True if it supports the interventions, as far as the record alone can tell.

        It points to benefit in several people with ALS or MND, in how they feel or function, and
        the outcome was planned. What beats only another dose of itself shows nothing of that.
        """
        planned = self.endpoint not in (Endpoint.POST_HOC, Endpoint.EXPLORATORY)
        planned = planned and self.versus is not Versus.OTHER_DOSE
        shown = self.is_favourable and self.is_of_symptoms and planned
        return self.in_als and shown and not self.is_one_case

    @property
    def opposes(self) -> bool:
        """True if a controlled comparison in ALS or MND showed no difference in what people feel.

        A comparison of two treatments or of two doses says nothing against either, and what was
        not the primary outcome contests nothing.
        """
        ranked = self.endpoint in (Endpoint.PRIMARY, Endpoint.NOT_STATED)
        none_shown = self.direction is Direction.NO_DIFFERENCE and self.versus.is_control
        return self.in_als and ranked and none_shown and not _ASIDE.issuperset(self.domain)


_FELT = frozenset((Domain.SYMPTOM, Domain.FUNCTION, Domain.QUALITY_OF_LIFE))
_ASIDE = frozenset((Domain.SURVIVAL, Domain.PROGRESSION, Domain.SAFETY))


def _against_only(
    statement: "Recommendation", attribute: "attrs.Attribute[Any]", value: Extent | None
) -> None:
    if (statement.stance is Stance.DO_NOT_RECOMMEND) != (value is not None):
        msg = "advice against it has an extent (always, not-routinely or not-for), nothing else has"
        raise ValueError(msg, attribute, value)


def _unless_graded(
    statement: "Recommendation", attribute: "attrs.Attribute[Any]", value: Stance | None
) -> None:
    if (value is None) != bool(statement.grades):
        msg = "a statement has a stance, or else the grades of an expert review"
        raise ValueError(msg, attribute, value)


def _beside_extent(
    statement: "Recommendation", attribute: "attrs.Attribute[Any]", value: str | None
) -> None:
    if value is not None and statement.extent is None:
        msg = "only advice against it has words on its extent"
        raise ValueError(msg, attribute, value)


@attrs.frozen(kw_only=True, repr=False)
class Recommendation(Record):
    """One statement of a guideline, page or expert review on one intervention for one symptom.

    Attributes:
        source: Id of the source.
        intervention: What the statement is about.
        symptom: Id of the symptom.
        population: Whom the statement is about.
        grades: Grades of an expert review, as far as they were seen; it takes no stance.
        stance: For, against, or neither; None beside the grades of an expert review.
        extent: How far advice against it reaches; only of such advice.
        extent_words: What that advice leaves open, in our words.
        only: What a limited statement is limited to.
        line: Place in the order that the source states, if it states one.
        strength: Grade, as the source words it.
        conditions: When the statement applies.
        together: Other medicines that it names to be given together with this one, on purpose.
        statement: The statement in our words.
        read: How far the source was read.
    """

    source: str = attrs.field(validator=slug, metadata={"ref": "sources"})
    intervention: Ref = attrs.field(validator=_intervention)
    symptom: str = attrs.field(validator=slug, metadata={"ref": "symptoms"})
    population: Audience = attrs.field(validator=fields.is_a(Audience))
    grades: tuple[Grade, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Grade)), fields.one_per("aspect")],
    )
    stance: Stance | None = attrs.field(
        default=None, validator=[fields.maybe(fields.is_a(Stance)), _unless_graded]
    )
    extent: Extent | None = attrs.field(
        default=None, validator=[fields.maybe(fields.is_a(Extent)), _against_only]
    )
    extent_words: str | None = attrs.field(
        default=None, validator=[fields.maybe(fields.text), _beside_extent]
    )
    only: tuple[Only, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.is_a(Only))
    )
    line: Line | None = attrs.field(default=None, validator=fields.maybe(fields.is_a(Line)))
    strength: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    conditions: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    together: tuple[Ref, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(_medicine)
    )
    statement: str = attrs.field(validator=fields.text)
    read: Reading = attrs.field(validator=fields.is_a(Reading))

    @property
    def is_for(self) -> bool:
        """True if it recommends or considers the intervention."""
        return self.stance is not None and self.stance >= Stance.CONSIDER

    @property
    def rank(self) -> int:
        """Rank of its stance; -1 where it only grades."""
        return -1 if self.stance is None else self.stance.rank

    @property
    def is_against(self) -> bool:
        """True if it advises against the intervention."""
        return self.stance is Stance.DO_NOT_RECOMMEND
