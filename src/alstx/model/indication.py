"""What an intervention is used for, and who has approved it."""

from typing import Any

import attrs

from alstx.model import fields
from alstx.value import Value
from alstx.vocab.drug import LabelStatus


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Approval(Value):
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


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Indication(Value):
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
