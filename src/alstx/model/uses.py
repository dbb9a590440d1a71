"""Uses of an intervention: indications, approvals, labels, forms, cautions, interactions."""

from typing import Any

import attrs

from alstx.ids import Ref, RefKind, refers_to, slug
from alstx.model import fields
from alstx.vocab import (
    ApprovalStatus,
    BoxedWarning,
    CautionKind,
    CautionTopic,
    Covers,
    Handling,
    LabelSection,
    LabelStatus,
    Release,
    Severity,
    Strength,
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


@attrs.frozen(kw_only=True)
class Form:
    """A form in which a medicine is sold, and what may be done with it.

    No form is called safe to swallow: thin liquids need a swallowing assessment, too.

    Attributes:
        id: Its id within the medicine, such as ``tablet-er``.
        dosage_form: What it is, in words, such as ``tablet``.
        route: How it is given, such as ``oral``; several are joined by a semicolon.
        release: How fast it sets the substance free, where that applies.
        brands: Names under which this form, and no other, is or was sold.
        crush: Whether it may be crushed; None where that does not apply.
        open: Whether it may be opened, as a capsule; None where that does not apply.
        tube: Whether it may go down a feeding tube; None where that does not apply.
        tube_site: Where the tube ends, or how wide it is, where the source speaks of it.
        note: What to know, in our words.
        liquid: Whether it is a liquid that is swallowed or goes down a tube.
        boxed_warning: Whether the label of this product has one; None where its labels have no
            such section, as outside the United States.
        labels: Ids of the labels of this product that were read.
        source: Id of the source of what may be done with it, or of the form itself.
    """

    id: str = attrs.field(validator=slug)
    dosage_form: str = attrs.field(validator=fields.name)
    route: str = attrs.field(validator=fields.name)
    release: Release | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(Release))
    )
    brands: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.name)
    )
    crush: Handling | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(Handling))
    )
    open: Handling | None = attrs.field(default=None, validator=fields.maybe(fields.is_a(Handling)))
    tube: Handling | None = attrs.field(default=None, validator=fields.maybe(fields.is_a(Handling)))
    tube_site: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    note: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    liquid: bool = attrs.field(default=False, validator=fields.is_a(bool))
    boxed_warning: BoxedWarning | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(BoxedWarning))
    )
    labels: tuple[str, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=fields.each(slug),
        metadata={"ref": "sources"},
    )
    source: str = attrs.field(validator=slug, metadata={"ref": "sources"})

    @property
    def routes(self) -> tuple[str, ...]:
        """How it is given, one by one."""
        return tuple(route.strip() for route in self.route.split(";"))

    @property
    def by_mouth(self) -> bool:
        """True if it is swallowed; a form that may also go down a tube is so, too."""
        return "oral" in self.routes


_partner = refers_to(RefKind.MEDICATIONS, RefKind.DRUG_CLASSES, RefKind.AGENTS)
_partners: fields.Validator = fields.each(_partner)
_form_ids: fields.Validator = fields.each(slug)


@attrs.frozen(kw_only=True)
class Caution:
    """One thing that a label or guideline warns of.

    Attributes:
        kind: Boxed warning, contraindication or warning.
        topic: What it is about.
        text: The caution in our words.
        matters_in_als: Why it matters in ALS, where a guideline or trial gives a reason.
        applies_to: Ids of the forms that it is about, where it is not about all.
        is_effect: Whether it tells what the medicine itself does, which may add to what others do;
            false where it tells whom not to treat, what not to combine or how to take it.
        source: Id of the label or guideline.
    """

    kind: CautionKind = attrs.field(validator=fields.is_a(CautionKind))
    topic: CautionTopic = attrs.field(validator=fields.is_a(CautionTopic))
    text: str = attrs.field(validator=fields.text)
    matters_in_als: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    applies_to: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=_form_ids
    )
    is_effect: bool = attrs.field(default=True, validator=fields.is_a(bool))
    source: str = attrs.field(validator=slug, metadata={"ref": "sources"})

    @property
    def rules_out(self) -> bool:
        """True if a label or guideline forbids it for a reason that matters in ALS."""
        return self.kind is CautionKind.CONTRAINDICATION and self.matters_in_als is not None

    @property
    def adds_up(self) -> bool:
        """True if what it warns of may add to what another medicine does."""
        return self.is_effect and self.kind is not CautionKind.CONTRAINDICATION


@attrs.frozen(kw_only=True)
class Member:
    """A member of a group that labels name.

    Attributes:
        member: A medication, an agent, or a class or group with all that is in it.
        strength: How strongly it belongs, where the source grades it.
        excepted: What is in that class or group, but is not meant.
        source: Id of the source that counts it in.
    """

    member: Ref = attrs.field(validator=_partner)
    strength: Strength | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(Strength))
    )
    excepted: tuple[Ref, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=_partners
    )
    source: str = attrs.field(validator=slug, metadata={"ref": "sources"})


one_per_member: fields.Validator = fields.one_per("member")


@attrs.frozen(kw_only=True)
class Named:
    """A member of a group that the label names itself.

    Attributes:
        member: What is named; it is reached even where no source counts it into the group.
        severity: How strongly the label speaks of it.
    """

    member: Ref = attrs.field(validator=_partner)
    severity: Severity = attrs.field(validator=fields.is_a(Severity))


def _closed(interaction: "Interaction", attribute: "attrs.Attribute[Any]", value: bool) -> None:
    if value and not interaction.named:
        msg = "a closed group names its members"
        raise ValueError(msg, attribute, value)


@attrs.frozen(kw_only=True)
class Interaction:
    """Warning of a label on taking a medicine together with something else.

    Attributes:
        partner: The other medicine, class or agent.
        severity: How strongly the label speaks.
        effect: What may happen, in our words.
        mechanism: Why, where the label says so.
        topic: What adds up, where something does; alerts on one topic are one.
        scope: How far a sentence on a group reaches, in our words.
        strengths: The only strengths of members that it is about; empty: all.
        excepted: Members that it is not about.
        named: Members that the label names itself.
        closed: Whether it is about the named members alone.
        applies_to: Ids of the forms that it is about, where it is not about all.
        source: Id of the label or guideline.
    """

    partner: Ref = attrs.field(validator=_partner)
    severity: Severity = attrs.field(validator=fields.is_a(Severity))
    effect: str = attrs.field(validator=fields.text)
    mechanism: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    topic: CautionTopic | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(CautionTopic))
    )
    scope: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    strengths: tuple[Strength, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.is_a(Strength))
    )
    excepted: tuple[Ref, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=_partners
    )
    named: tuple[Named, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Named)), one_per_member],
    )
    closed: bool = attrs.field(default=False, validator=[fields.is_a(bool), _closed])
    applies_to: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=_form_ids
    )
    source: str = attrs.field(validator=slug, metadata={"ref": "sources"})

    @property
    def meaning(self) -> str:
        """Topic: alerts on a pair that mean the same are one."""
        return self.topic or self.mechanism or self.effect


@attrs.frozen
class AgencyLabel:
    """Status of a use on the labels of one agency.

    Attributes:
        agency: Short name of the regulator, such as ``fda``.
        status: What they say; None where all that names the use was withdrawn.
        approvals: The statements that it rests on, the withdrawn ones last.
        sources: Ids of the labels that were read.
    """

    agency: str
    status: LabelStatus | None
    approvals: tuple[Approval, ...]
    sources: tuple[str, ...] = attrs.field(metadata={"ref": "sources"})
