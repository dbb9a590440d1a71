"""What an intervention is used for, and who has approved it."""

from typing import Any

import attrs

from alstx.ids import Ref, RefKind
from alstx.model import fields
from alstx.vocab import CautionKind, CautionTopic, LabelStatus, Severity


@attrs.frozen(kw_only=True)
class Approval:
    """A regulator's approval of a medicine for a symptom.

    Attributes:
        agency: Short name of the regulator, such as ``fda``.
        year: Year of the approval, where it was seen.
        scope: What exactly was approved, in our words.
        source: Id of the source that shows it.
    """

    agency: str = attrs.field(validator=fields.slug)
    year: int | None = attrs.field(default=None, validator=fields.maybe(fields.year))
    scope: str = attrs.field(validator=fields.text)
    source: str = attrs.field(validator=fields.slug)


def _labelled(
    indication: "Indication", attribute: "attrs.Attribute[Any]", value: tuple[Approval, ...]
) -> None:
    if bool(value) != (indication.status is LabelStatus.LABELLED):
        msg = "status labelled needs approvals, and approvals need status labelled"
        raise ValueError(msg, attribute, value)


@attrs.frozen(kw_only=True)
class Indication:
    """A use of an intervention for one symptom.

    Attributes:
        symptom: Id of the symptom.
        status: Whether a drug label names the symptom, for whomever.
        approvals: Who approved it for this symptom; only where it is labelled.
        through: Id of a class whose statements carry the indication to this member.
        summary: One plain sentence of ours.
    """

    symptom: str = attrs.field(validator=fields.slug)
    status: LabelStatus = attrs.field(
        default=LabelStatus.NOT_APPLICABLE, validator=fields.is_a(LabelStatus)
    )
    approvals: tuple[Approval, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Approval)), _labelled],
    )
    through: str | None = attrs.field(default=None, validator=fields.maybe(fields.slug))
    summary: str = attrs.field(validator=fields.text)


one_per_symptom: fields.Validator = fields.one_per("symptom")


def unlabelled(_: object, attribute: "attrs.Attribute[Any]", value: tuple[Indication, ...]) -> None:
    """Refuses what only a medication can say: a label status, and a class it rests on."""
    for indication in value:
        if indication.status is not LabelStatus.NOT_APPLICABLE or indication.through:
            msg = f"{indication.symptom}: only a medication has a status and a 'through'"
            raise ValueError(msg, attribute, value)


_partner = fields.refers_to(RefKind.MEDICATIONS, RefKind.DRUG_CLASSES, RefKind.AGENTS)


@attrs.frozen(kw_only=True)
class Caution:
    """One thing that a label or guideline warns of.

    Attributes:
        kind: Boxed warning, contraindication or warning.
        topic: What it is about.
        text: The caution in our words.
        matters_in_als: Why it matters in ALS, where a guideline or trial gives a reason.
        source: Id of the label or guideline.
    """

    kind: CautionKind = attrs.field(validator=fields.is_a(CautionKind))
    topic: CautionTopic = attrs.field(validator=fields.is_a(CautionTopic))
    text: str = attrs.field(validator=fields.text)
    matters_in_als: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    source: str = attrs.field(validator=fields.slug)

    @property
    def rules_out(self) -> bool:
        """Whether a label or guideline forbids it for a reason that matters in ALS."""
        return self.kind is CautionKind.CONTRAINDICATION and self.matters_in_als is not None


@attrs.frozen(kw_only=True)
class Interaction:
    """What a label says of taking a medicine together with something else.

    Attributes:
        partner: The other medicine, class or agent.
        severity: How strongly the label speaks.
        effect: What may happen, in our words.
        mechanism: Why, where the label says so.
        source: Id of the label or guideline.
    """

    partner: Ref = attrs.field(validator=_partner)
    severity: Severity = attrs.field(validator=fields.is_a(Severity))
    effect: str = attrs.field(validator=fields.text)
    mechanism: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    source: str = attrs.field(validator=fields.slug)
