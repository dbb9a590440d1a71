"""Dosage forms as FHIR resources: what each is, and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from alstx.export.fhir_parts import (
    OURS,
    Json,
    concept_in,
    identifier,
    reference,
    resource,
    source,
    subject,
    text,
    word,
)

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.kb.base import KnowledgeBase
    from alstx.model.terms import Medication
    from alstx.model.uses import Form

_KNOWLEDGE = "MedicationKnowledge"


def forms(kb: KnowledgeBase) -> Iterator[Json]:
    """Yield each form of a medicine as a MedicationKnowledge."""
    for record in kb.medications:
        parts = [kb.medications[id_] for id_ in record.ingredients] or [record]
        for form in record.forms:
            sources = dict.fromkeys((form.source, *form.labels))
            yield resource(
                _KNOWLEDGE,
                _id(record, form),
                extension=list(map(source, sources)),
                identifier=[identifier("forms", _id(record, form))],
                code={"text": text(f"{record.name}, {form.dosage_form} ({form.route})")},
                status="active",
                name=list(map(text, form.brands)),
                associatedMedication=[subject(record)],
                definitional={
                    "doseForm": {"text": text(form.dosage_form)},
                    "intendedRoute": [{"text": text(route)} for route in form.routes],
                    "ingredient": [{"item": {"reference": subject(part)}} for part in parts],
                    "drugCharacteristic": list(_characteristics(form)),
                },
            )


def related(record: Medication) -> list[Json]:
    """Return where the forms of a medicine are: as what is related to it."""
    found = [reference(_KNOWLEDGE, _id(record, form), form.dosage_form) for form in record.forms]
    return [{"type": {"text": "dosage form"}, "reference": found}] if found else []


def _id(record: Medication, form: Form) -> str:
    return f"{record.id}.{form.id}"  # slugs hold no full stop


def _characteristics(form: Form) -> Iterator[Json]:
    """Yield what is known of a form; what does not apply to it is left out."""
    said: tuple[tuple[str, StrEnum | str | None], ...] = (
        ("release", form.release),
        ("crush", form.crush),
        ("open", form.open),
        ("tube", form.tube),
        ("tube-site", form.tube_site),
        ("liquid", "yes" if form.liquid else "no"),
        ("boxed-warning", form.boxed_warning),
        ("note", form.note),
    )
    for name, value in said:
        if value is not None:
            yield {"type": concept_in(f"{OURS}:form", name), **_told(value)}


def _told(value: StrEnum | str) -> Json:
    """Return a word of a vocabulary as its concept, and any other words as they are."""
    if isinstance(value, StrEnum):
        return {"valueCodeableConcept": word(value)}
    return {"valueString": text(value)}
