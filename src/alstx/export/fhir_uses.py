"""Medicines and therapies as FHIR resources, and what they are used for and to be careful with."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from alstx.export.fhir_forms import related
from alstx.export.fhir_parts import (
    Json,
    Used,
    active,
    approvals,
    concept,
    extension,
    facts,
    form_named,
    identifier,
    label,
    label_read,
    narrative,
    reference,
    resource,
    source,
    subject,
    text,
    use_id,
    word,
)
from alstx.model.terms import DrugClass, Medication, Therapy
from alstx.vocab import CautionKind, Covers

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.kb.base import KnowledgeBase
    from alstx.model.treatment import Treatment
    from alstx.model.uses import Caution, Interaction

_USE = "ClinicalUseDefinition"


def medications(kb: KnowledgeBase, used: Used) -> Iterator[Json]:
    """Yield each medicine as a Medication, and what is known of it as a MedicationKnowledge."""
    for record in kb.medications:
        parts = [kb.medications[id_] for id_ in record.ingredients]
        yield resource(
            "Medication",
            record.id,
            identifier=[identifier("medications", record.id)],
            code=concept(record),
            status="active",
            ingredient=[{"item": {"reference": subject(part)}} for part in parts],
        )
        yield resource(
            "MedicationKnowledge",
            record.id,
            text=narrative(record.description),
            extension=[*map(label_read, record.labels_read), *_main_use(record)],
            identifier=[identifier("medications", record.id)],
            code=concept(record),
            status="active",
            name=[text(name) for name in (*(b.name for b in record.brands), *record.synonyms)],
            relatedMedicationKnowledge=related(record),
            associatedMedication=[subject(record)],
            productType=[word(record.kind)],
            medicineClassification=_classification(kb, record),
            clinicalUseIssue=[reference(_USE, use["id"]) for use in _of(kb, record, used)],
        )


def _main_use(record: Medication) -> Iterator[Json]:
    if record.main_use:
        yield extension("main-use", valueString=text(record.main_use))


def _classification(kb: KnowledgeBase, record: Medication) -> list[Json]:
    classes = [concept(kb.drug_classes[id_]) for id_ in record.drug_classes]
    mechanisms = [concept(kb.mechanisms[id_]) for id_ in record.mechanisms]
    named = (("drug class", classes), ("mechanism of action", mechanisms))
    return [{"type": {"text": kind}, "classification": found} for kind, found in named if found]


def drug_classes(kb: KnowledgeBase) -> Iterator[Json]:
    """Yield each class as a Medication, for sources speak of classes as they do of medicines."""
    for record in kb.drug_classes:
        yield resource(
            "Medication",
            record.id,
            text=narrative(record.description),
            identifier=[identifier("drug_classes", record.id)],
            code=concept(record),
            status="active",
        )


def therapies(kb: KnowledgeBase) -> Iterator[Json]:
    """Yield each therapy as an ActivityDefinition."""
    for record in kb.therapies:
        yield resource(
            "ActivityDefinition",
            record.id,
            identifier=[identifier("therapies", record.id)],
            title=text(record.name),
            status="active",
            description=text(record.description),
            topic=[word(record.kind)],
            code=concept(record),
            lastReviewDate=record.reviewed.isoformat(),
        )


def uses(kb: KnowledgeBase, used: Used) -> Iterator[Json]:
    """Yield each indication, caution and interaction as a ClinicalUseDefinition."""
    for record in (*kb.medications, *kb.drug_classes, *kb.therapies):
        yield from _of(kb, record, used)


def _of(kb: KnowledgeBase, record: Medication | DrugClass | Therapy, used: Used) -> Iterator[Json]:
    yield from _indications(kb, record, used)
    for at, caution in enumerate(getattr(record, "cautions", ()), start=1):
        yield _caution(record, at, caution)
    for at, interaction in enumerate(getattr(record, "interactions", ()), start=1):
        yield _interaction(kb, record, at, interaction)
    if isinstance(record, Medication):
        yield from _warnings(record, kb)


def _indications(
    kb: KnowledgeBase, record: Medication | DrugClass | Therapy, used: Used
) -> Iterator[Json]:
    for indication in record.indications:
        treatment = used.get((record.ref, indication.symptom))
        if treatment is None:
            continue
        symptom = kb.symptoms[indication.symptom]
        yield resource(
            _USE,
            use_id(record.id, indication.symptom),
            text=narrative(indication.summary),
            extension=[
                *map(source, dict.fromkeys(approval.source for approval in indication.approvals)),
                *map(label, treatment.labels),
            ],
            type="indication",
            category=list(map(word, _concluded(treatment))),
            subject=[subject(record)],
            status=active(),
            indication={"diseaseSymptomProcedure": {"concept": concept(symptom)}},
        )


def _concluded(treatment: Treatment) -> Iterator[StrEnum]:
    """Yield what the use rests on, what labels and trials say of it, and how sources disagree."""
    assert treatment.basis is not None  # used rests on something
    yield treatment.basis
    yield treatment.status
    yield treatment.trials
    yield from (found.reason for found in treatment.disagreements)


def _caution(record: Medication | DrugClass | Therapy, at: int, caution: Caution) -> Json:
    contra = caution.kind is CautionKind.CONTRAINDICATION
    told = " ".join(filter(None, (caution.text, caution.matters_in_als)))
    what: Json = (
        {"contraindication": {"diseaseSymptomProcedure": {"concept": {"text": text(told)}}}}
        if contra
        else {"warning": {"description": text(told), "code": word(caution.topic)}}
    )
    return resource(
        _USE,
        f"{record.id}.caution.{at}",
        extension=[source(caution.source), *map(form_named, caution.applies_to)],
        type="contraindication" if contra else "warning",
        category=[word(caution.kind), word(caution.topic)],
        subject=[subject(record)],
        status=active(),
        **what,
    )


def _interaction(
    kb: KnowledgeBase,
    record: Medication | DrugClass | Therapy,
    at: int,
    interaction: Interaction,
) -> Json:
    partner = kb.resolve(interaction.partner)
    item: Json = (
        {"itemReference": subject(partner)}
        if isinstance(partner, Medication)
        else {"itemCodeableConcept": concept(partner)}
    )
    why = interaction.mechanism
    return resource(
        _USE,
        f"{record.id}.interaction.{at}",
        extension=[
            source(interaction.source),
            *map(form_named, interaction.applies_to),
            *([extension("mechanism", valueString=text(why))] if why else []),
        ],
        type="interaction",
        subject=[subject(record)],
        status=active(),
        interaction={
            "interactant": [item],
            "effect": {"concept": {"text": text(interaction.effect)}},
            "management": [word(interaction.severity)],
        },
    )


def _warnings(record: Medication, kb: KnowledgeBase) -> Iterator[Json]:
    """Yield each warning of an agency against a use as a contraindication."""
    for id_, symptom, approval in approvals(record):
        if approval.covers is Covers.WARNED_AGAINST:
            yield resource(
                "ClinicalUseDefinition",
                id_,
                text=narrative(f"{approval.agency.upper()}: {approval.scope}"),
                extension=list(facts(approval)),
                type="contraindication",
                category=[word(approval.covers), word(approval.status)],
                subject=[subject(record)],
                status=active(),
                contraindication={
                    "diseaseSymptomProcedure": {"concept": concept(kb.symptoms[symptom])}
                },
            )
