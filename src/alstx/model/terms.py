"""Terms of treatments: mechanisms, classes, medicines, therapies, agents, and the disease."""

from typing import Any

import attrs

from alstx.ids import Curie, Ref, as_identifier, read_identifier, slug
from alstx.model import fields
from alstx.model.base import Term
from alstx.model.products import Brand
from alstx.model.uses import (
    Caution,
    Form,
    Indication,
    Interaction,
    LabelRead,
    Member,
    one_per_member,
    one_per_symptom,
    unlabelled,
)
from alstx.vocab import (
    Action,
    BoxedWarning,
    CautionKind,
    CautionTopic,
    Confidence,
    MedicationKind,
    TherapyKind,
)


@attrs.frozen(kw_only=True)
class Protein:
    """A protein that a medicine acts on.

    Attributes:
        gene: HGNC symbol.
        uniprot: UniProt accession.
    """

    gene: str = attrs.field(validator=fields.name)
    uniprot: Curie = attrs.field(validator=fields.is_a(Curie))


@attrs.frozen(kw_only=True)
class Target:
    """Target of a mechanism.

    Attributes:
        name: The target in words.
        proteins: Its proteins, where a source names them.
    """

    name: str = attrs.field(validator=fields.name)
    proteins: tuple[Protein, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Protein)), fields.one_per("gene")],
    )


@attrs.frozen(kw_only=True, repr=False)
class Mechanism(Term):
    """Mechanism of action of a drug.

    Attributes:
        parents: Ids of the mechanisms directly above.
        action: How it touches its target.
        target: What it acts on, where that is a molecule or a structure.
        confidence: How sure the field is.
    """

    parents: tuple[str, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=fields.each(slug),
        metadata={"ref": "mechanisms"},
    )
    action: Action = attrs.field(validator=fields.is_a(Action))
    target: Target | None = attrs.field(default=None, validator=fields.maybe(fields.is_a(Target)))
    confidence: Confidence = attrs.field(validator=fields.is_a(Confidence))


@attrs.frozen(kw_only=True, repr=False)
class DrugClass(Term):
    """A therapeutic or chemical class of medicines.

    Attributes:
        parents: Ids of the classes directly above.
        members: Outside agents that belong to it, and medicines that do so by effect.
        burden: What its medicines have in common that may add up, such as
            ``anticholinergic-effects``.
        indications: What sources say of the class as such; members do not inherit it silently.
    """

    parents: tuple[str, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=fields.each(slug),
        metadata={"ref": "drug_classes"},
    )
    members: tuple[Member, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Member)), one_per_member],
    )
    burden: CautionTopic | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(CautionTopic))
    )
    indications: tuple[Indication, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Indication)), one_per_symptom, unlabelled],
    )

    @property
    def ref(self) -> Ref:
        """Reference by which evidence and recommendations name it."""
        return Ref.parse(f"drug_classes/{self.id}")


def _parts(
    medication: "Medication", attribute: "attrs.Attribute[Any]", value: tuple[str, ...]
) -> None:
    if medication.kind is MedicationKind.INGREDIENT and value:
        msg = "an ingredient has no ingredients; its kind is combination or product-group"
        raise ValueError(msg, attribute, value)
    if medication.kind is MedicationKind.COMBINATION and not value:
        msg = "a combination names its ingredients"
        raise ValueError(msg, attribute, value)


def _with_medication(
    therapy: "Therapy", attribute: "attrs.Attribute[Any]", value: str | None
) -> None:
    if (value is None) is not (therapy.medication is None):
        msg = "a therapy that gives a medicine names it and its form"
        raise ValueError(msg, attribute, value)


def _of_forms(
    record: "Medication | Therapy",
    attribute: "attrs.Attribute[Any]",
    value: "tuple[Caution | Interaction, ...]",
) -> None:
    """Refuse what is about an unknown form; a therapy is without forms."""
    known = {form.id for form in getattr(record, "forms", ())}
    for said in value:
        for id_ in said.applies_to:
            if id_ not in known:
                msg = f"{id_!r} is no form of {record.id}"
                raise ValueError(msg, attribute, value)


@attrs.frozen(kw_only=True, repr=False)
class Medication(Term):
    """One substance, one fixed combination, or a group of products spoken of as one.

    Attributes:
        kind: Which of the three.
        ingredients: Ids of a combination's ingredients, or of a group's members that have records.
        brands: Names under which it is or was sold, each with its countries.
        drug_classes: Ids of the most specific classes; their ancestors are implied.
        mechanisms: Ids of the ways in which it acts.
        indications: What it is used for, at most once per symptom.
        labels_read: The labels that were read.
        labels_sought: Which labels were looked for, and why none answers, where cautions,
            interactions or the boxed warning are not known.
        main_use: What it is for, where that is outside this knowledge base.
        forms: The forms in which it is sold, and what may be done with each.
        cautions: What its label or a guideline says to be careful about.
        interactions: What its label says of taking it with something else.
    """

    kind: MedicationKind = attrs.field(validator=fields.is_a(MedicationKind))
    ingredients: tuple[str, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(slug), _parts],
        metadata={"ref": "medications"},
    )
    brands: tuple[Brand, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Brand)), fields.one_per("name")],
    )
    drug_classes: tuple[str, ...] = attrs.field(
        converter=fields.as_tuple,
        validator=[fields.each(slug), fields.not_empty],
        metadata={"ref": "drug_classes"},
    )
    mechanisms: tuple[str, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=fields.each(slug),
        metadata={"ref": "mechanisms"},
    )
    indications: tuple[Indication, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Indication)), one_per_symptom],
    )
    labels_read: tuple[LabelRead, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(LabelRead)), fields.one_per("source")],
    )
    labels_sought: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    main_use: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    forms: tuple[Form, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Form)), fields.one_per("id")],
    )
    cautions: tuple[Caution, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Caution)), _of_forms],
    )
    interactions: tuple[Interaction, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Interaction)), _of_forms],
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The name, the synonyms and the names of its brands, those of single forms included."""
        own = (self.name, *self.synonyms, *(brand.name for brand in self.brands))
        return tuple(dict.fromkeys([*own, *(b for form in self.forms for b in form.brands)]))

    @property
    def boxed_warning(self) -> BoxedWarning:
        """Present where a form has one, none where all forms were seen without, else unknown."""
        seen = {form.boxed_warning for form in self.forms} - {None}
        boxed = any(caution.kind is CautionKind.BOXED_WARNING for caution in self.cautions)
        if boxed or BoxedWarning.PRESENT in seen:
            return BoxedWarning.PRESENT
        return BoxedWarning.NONE if seen == {BoxedWarning.NONE} else BoxedWarning.UNKNOWN

    @property
    def ref(self) -> Ref:
        """Reference by which evidence and recommendations name it."""
        return Ref.parse(f"medications/{self.id}")


@attrs.frozen(kw_only=True, repr=False)
class Therapy(Term):
    """A treatment that is not a drug: an exercise, a device, a procedure, a way to organise care.

    Attributes:
        kind: What sort of treatment it is.
        medication: Id of the medication, if it is a way to give one.
        form: Id of the form that is given so; its boxed warning and cautions hold here.
        indications: What it is used for, at most once per symptom.
        cautions: What a guideline or trial says to be careful about.
    """

    kind: TherapyKind = attrs.field(validator=fields.is_a(TherapyKind))
    medication: str | None = attrs.field(
        default=None, validator=fields.maybe(slug), metadata={"ref": "medications"}
    )
    form: str | None = attrs.field(default=None, validator=[fields.maybe(slug), _with_medication])
    indications: tuple[Indication, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Indication)), one_per_symptom, unlabelled],
    )
    cautions: tuple[Caution, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Caution)), _of_forms],
    )

    @property
    def ref(self) -> Ref:
        """Reference by which evidence and recommendations name it."""
        return Ref.parse(f"therapies/{self.id}")


@attrs.frozen(kw_only=True, repr=False)
class Agent(Term):
    """An outside drug or substance that an interaction names, or a group of them.

    Attributes:
        parents: Ids of the agents directly above, such as ``mao-inhibitors`` for selegiline.
        members: What belongs to the group, and by which source.
        burden: What its members have in common that may add up, such as ``cns-depression`` for
            sedating medicines.
    """

    parents: tuple[str, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=fields.each(slug),
        metadata={"ref": "agents"},
    )
    members: tuple[Member, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Member)), one_per_member],
    )
    burden: CautionTopic | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(CautionTopic))
    )

    @property
    def ref(self) -> Ref:
        """Reference by which interactions name it."""
        return Ref.parse(f"agents/{self.id}")


@attrs.frozen(kw_only=True, repr=False)
class Disease(Term):
    """The disease whose symptoms a knowledge base is about."""

    def is_called(self, name: object) -> bool:
        """Return whether a name or identifier is that of the disease.

        Args:
            name: A name, or an identifier as others write it, with or without its prefix.

        Example:
            >>> import alstx
            >>> disease = alstx.load().disease
            >>> [disease.is_called(name) for name in ("Lou Gehrig's disease", "G12.21", "MS")]
            [True, True, False]
        """
        text = as_identifier(name) or (name.strip() if isinstance(name, str) else "")
        found = read_identifier(text)
        if found is not None:
            return ":".join(found).casefold() in {str(c).casefold() for c in self.identifiers}
        bare = {c.local.casefold() for c in self.identifiers if not c.local.isdigit()}
        own = {_letters(known) for known in (self.id, *self.names)} - {""}
        return text.casefold() in bare or _letters(text) in own


def _letters(name: str) -> str:
    """Reduce a name to its letters and digits."""
    return "".join(filter(str.isalnum, name.casefold()))
