"""Statements of guidelines and information pages."""

import attrs

from alstx.ids import Ref
from alstx.model import fields
from alstx.model.record import Record
from alstx.vocab import Line, Stance, Verification


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Recommendation(Record):
    """One statement of a guideline or information page on one intervention for one symptom.

    Attributes:
        source: Id of the source.
        intervention: What the statement is about.
        symptom: Id of the symptom.
        stance: For, against, or neither.
        line: Place in the order that the source states, if it states one.
        strength: Grade, as the source words it.
        conditions: When the statement applies.
        statement: The statement in our words.
        verification: Whether the source's own text was read.
    """

    source: str = attrs.field(validator=fields.slug)
    intervention: Ref = attrs.field(validator=fields.intervention)
    symptom: str = attrs.field(validator=fields.slug)
    stance: Stance = attrs.field(validator=fields.is_a(Stance))
    line: Line | None = attrs.field(default=None, validator=fields.maybe(fields.is_a(Line)))
    strength: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    conditions: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    statement: str = attrs.field(validator=fields.text)
    verification: Verification = attrs.field(validator=fields.is_a(Verification))

    @property
    def is_for(self) -> bool:
        """Whether it recommends or considers the intervention."""
        return self.stance >= Stance.CONSIDER

    @property
    def is_against(self) -> bool:
        """Whether it advises against the intervention."""
        return self.stance is Stance.DO_NOT_RECOMMEND
