"""Medicines: substances, fixed combinations, and groups of products."""

from typing import Any

import attrs

from alstx.ids import Ref
from alstx.model import fields
from alstx.model.indication import Indication, one_per_symptom
from alstx.model.record import Term
from alstx.model.safety import Caution, Interaction
from alstx.vocab.drug import BoxedWarning, LabelStatus, MedicationKind


def _drug_indications(
    _: object, attribute: "attrs.Attribute[Any]", value: tuple[Indication, ...]
) -> None:
    for indication in value:
        if indication.status is LabelStatus.NOT_APPLICABLE:
            msg = f"{indication.symptom}: needs a status: labelled, off-label or unknown"
            raise ValueError(msg, attribute, value)


def _parts(
    medication: "Medication", attribute: "attrs.Attribute[Any]", value: tuple[str, ...]
) -> None:
    if medication.kind is MedicationKind.INGREDIENT and value:
        msg = "an ingredient has no ingredients; its kind is combination or product-group"
        raise ValueError(msg, attribute, value)
    if medication.kind is MedicationKind.COMBINATION and not value:
        msg = "a combination names its ingredients"
        raise ValueError(msg, attribute, value)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Medication(Term):
    """One substance, one fixed combination, or a group of products spoken of as one.

    Attributes:
        kind: Which of the three.
        ingredients: Ids of a combination's ingredients, or of a group's members that have records.
        brand_names: Names under which it is or was sold.
        drug_classes: Ids of the most specific classes; their ancestors are implied.
        mechanisms: Ids of the ways in which it acts.
        indications: What it is used for, at most once per symptom.
        boxed_warning: Whether its label carries one; ``unknown`` where no label was seen.
        cautions: What its label or a guideline says to be careful about.
        interactions: What its label says of taking it with something else.
    """

    kind: MedicationKind = attrs.field(validator=fields.is_a(MedicationKind))
    ingredients: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=[fields.each(fields.slug), _parts]
    )
    brand_names: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.name)
    )
    drug_classes: tuple[str, ...] = attrs.field(
        converter=fields.as_tuple, validator=[fields.each(fields.slug), fields.not_empty]
    )
    mechanisms: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.slug)
    )
    indications: tuple[Indication, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Indication)), one_per_symptom, _drug_indications],
    )
    boxed_warning: BoxedWarning = attrs.field(
        default=BoxedWarning.UNKNOWN, validator=fields.is_a(BoxedWarning)
    )
    cautions: tuple[Caution, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.is_a(Caution))
    )
    interactions: tuple[Interaction, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.is_a(Interaction))
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The name, the synonyms and the brand names."""
        return (self.name, *self.synonyms, *self.brand_names)

    @property
    def ref(self) -> Ref:
        """How evidence and recommendations name it."""
        return Ref.parse(f"medications/{self.id}")
