"""Treatments that are no drugs."""

import attrs

from alstx.ids import Ref
from alstx.model import fields
from alstx.model.indication import Indication, one_per_symptom, unlabelled
from alstx.model.record import Term
from alstx.model.safety import Caution
from alstx.vocab import TherapyKind


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Therapy(Term):
    """A treatment that is no drug: an exercise, a device, a procedure, a way to organise care.

    Attributes:
        kind: What sort of treatment it is.
        indications: What it is used for, at most once per symptom.
        cautions: What a guideline or trial says to be careful about.
    """

    kind: TherapyKind = attrs.field(validator=fields.is_a(TherapyKind))
    indications: tuple[Indication, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Indication)), one_per_symptom, unlabelled],
    )
    cautions: tuple[Caution, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.is_a(Caution))
    )

    @property
    def ref(self) -> Ref:
        """How evidence and recommendations name it."""
        return Ref.parse(f"therapies/{self.id}")
