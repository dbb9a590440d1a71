"""Findings of studies."""

import attrs

from alstx.ids import Ref
from alstx.model import fields
from alstx.model.record import Record
from alstx.vocab import Certainty, Direction, Level, Population, StudyDesign


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Evidence(Record):
    """One finding of one source on interventions for symptoms.

    The direction holds for every intervention and every symptom that the record names.

    Attributes:
        source: Id of the source.
        interventions: What was studied.
        comparator: What it was compared with.
        symptoms: Ids of the symptoms that the finding bears on.
        design: How the finding was made.
        population: Who was studied; findings in other diseases never count for `best_level`.
        population_detail: The population in words.
        participants: Number of people, as printed; None where it was not seen.
        regimen: Dose and duration that were studied; never a recommendation.
        outcome: What was measured.
        direction: Which way the finding points.
        effect: The numbers, exactly as the source prints them.
        finding: The finding in our words.
        adverse_events: Harms that were reported, in our words.
        certainty: GRADE certainty, only where the source itself states it.
        limits: What a reader should know before relying on it.
    """

    source: str = attrs.field(validator=fields.slug)
    interventions: tuple[Ref, ...] = attrs.field(
        converter=fields.as_tuple, validator=[fields.each(fields.intervention), fields.not_empty]
    )
    comparator: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    symptoms: tuple[str, ...] = attrs.field(
        converter=fields.as_tuple, validator=[fields.each(fields.slug), fields.not_empty]
    )
    design: StudyDesign = attrs.field(validator=fields.is_a(StudyDesign))
    population: Population = attrs.field(validator=fields.is_a(Population))
    population_detail: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    participants: int | None = attrs.field(default=None, validator=fields.maybe(fields.count))
    regimen: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    outcome: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    direction: Direction = attrs.field(validator=fields.is_a(Direction))
    effect: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    finding: str = attrs.field(validator=fields.text)
    adverse_events: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    certainty: Certainty | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(Certainty))
    )
    limits: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))

    @property
    def level(self) -> Level:
        """Level of evidence after Oxford CEBM 2011, from the design alone."""
        return self.design.level

    @property
    def in_als(self) -> bool:
        """Whether people with ALS or another motor neuron disease were studied."""
        return self.population is not Population.OTHER

    @property
    def supports(self) -> bool:
        """Whether it speaks for the interventions in ALS or MND: benefit or mixed."""
        return self.in_als and self.direction in (Direction.BENEFIT, Direction.MIXED)

    @property
    def opposes(self) -> bool:
        """Whether it speaks against the interventions in ALS or MND: no benefit or harm."""
        return self.in_als and self.direction in (Direction.NO_BENEFIT, Direction.HARM)
