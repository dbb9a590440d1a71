"""Uses of an intervention: indications, approvals, labels, cautions, interactions."""

from typing import Any

import attrs

from alstx.ids import Ref, RefKind, slug
from alstx.model import fields
from alstx.model.base import refers_to
from alstx.vocab import (
    ApprovalStatus,
    CautionKind,
    CautionTopic,
    Covers,
    LabelSection,
    Severity,
)


def _withdrawn(approval: "Approval", attribute: "attrs.Attribute[Any]", value: str | None) -> None:
    if value is not None and approval.is_current:
        msg = "only an approval that was withdrawn has a reason"
        raise ValueError(msg, attribute, value)


@attrs.frozen(kw_only=True)
class Approval:
    """Statement of an agency or label on the use of a medicine for a symptom.

    Attributes:
        agency: Short name of the regulator, such as ``fda``.
        covers: Whom its words cover.
        scope: The use that they name, in our words.
        form: The dosage form that it is about, where it is not about all.
        year: Year of the approval, where it was seen.
        status: Whether it is in force.
        reason: Why it was withdrawn; only where it was.
        source: Id of the source that shows it.
    """

    agency: str = attrs.field(validator=slug)
    covers: Covers = attrs.field(validator=fields.is_a(Covers))
    scope: str = attrs.field(validator=fields.text)
    form: str | None = attrs.field(default=None, validator=fields.maybe(slug))
    year: int | None = attrs.field(default=None, validator=fields.maybe(fields.year))
    status: ApprovalStatus = attrs.field(
        default=ApprovalStatus.CURRENT, validator=fields.is_a(ApprovalStatus)
    )
    reason: str | None = attrs.field(
        default=None, validator=[fields.maybe(fields.text), _withdrawn]
    )
    source: str = attrs.field(validator=slug, metadata={"ref": "sources"})

    @property
    def is_current(self) -> bool:
        """True if it is in force."""
        return self.status is ApprovalStatus.CURRENT


@attrs.frozen(kw_only=True)
class LabelRead:
    """A label that was read for a medicine.

    Attributes:
        agency: Short name of the regulator, such as ``fda``.
        source: Id of the label.
        edition: Its edition as printed; None where it is undated.
        sections: Which sections were read.
    """

    agency: str = attrs.field(validator=slug)
    source: str = attrs.field(validator=slug, metadata={"ref": "sources"})
    edition: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    sections: tuple[LabelSection, ...] = attrs.field(
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(LabelSection)), fields.not_empty],
    )

    @property
    def is_whole(self) -> bool:
        """True if all sections on safety were read, such as interactions and warnings."""
        return {*LabelSection} - {LabelSection.INDICATIONS} <= {*self.sections}


@attrs.frozen(kw_only=True)
class Indication:
    """A use of an intervention for one symptom.

    Attributes:
        symptom: Id of the symptom.
        approvals: What agencies and labels say of this use; only of a medication.
        through: Id of a class whose statements carry the indication to this member.
        summary: One plain sentence of ours.
    """

    symptom: str = attrs.field(validator=slug, metadata={"ref": "symptoms"})
    approvals: tuple[Approval, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.is_a(Approval))
    )
    through: str | None = attrs.field(
        default=None, validator=fields.maybe(slug), metadata={"ref": "drug_classes"}
    )
    summary: str = attrs.field(validator=fields.text)


one_per_symptom: fields.Validator = fields.one_per("symptom")


def unlabelled(_: object, attribute: "attrs.Attribute[Any]", value: tuple[Indication, ...]) -> None:
    """Refuse what only a medication can say: approvals, and a class it rests on."""
    for indication in value:
        if indication.approvals or indication.through:
            msg = f"{indication.symptom}: only a medication has approvals and a 'through'"
            raise ValueError(msg, attribute, value)


_partner = refers_to(RefKind.MEDICATIONS, RefKind.DRUG_CLASSES, RefKind.AGENTS)


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
    source: str = attrs.field(validator=slug, metadata={"ref": "sources"})

    @property
    def rules_out(self) -> bool:
        """True if a label or guideline forbids it for a reason that matters in ALS."""
        return self.kind is CautionKind.CONTRAINDICATION and self.matters_in_als is not None


@attrs.frozen(kw_only=True)
class Interaction:
    """Warning of a label on taking a medicine together with something else.

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
    source: str = attrs.field(validator=slug, metadata={"ref": "sources"})
