"""A base as a FHIR Bundle of R5, R4B or R4; this is R5, and `fhir_releases` has the others.

Medicines are Medication and MedicationKnowledge, therapies ActivityDefinition; indications,
cautions, interactions and what an agency warns against ClinicalUseDefinition, approvals
RegulatedAuthorization; sources Citation, studies ResearchStudy, findings Evidence with
EvidenceVariable, statements ArtifactAssessment. A Library says what the whole is, and under which
terms it may be used.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from alstx.about import DISCLAIMER
from alstx.export.fhir_evidence import evidence, variables
from alstx.export.fhir_forms import forms
from alstx.export.fhir_labels import authorizations
from alstx.export.fhir_parts import (
    OURS,
    Json,
    Used,
    coded,
    concept,
    full_url,
    resource,
    text,
    use_id,
)
from alstx.export.fhir_releases import RELEASES, converted
from alstx.export.fhir_sources import assessments, citations, studies
from alstx.export.fhir_uses import drug_classes, medications, therapies, uses
from alstx.export.json import dumps
from alstx.lazy import import_optional
from alstx.names.near import word
from alstx.vocab import Role

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.kb.base import KnowledgeBase


def document(kb: KnowledgeBase, release: str = "R5") -> Json:
    """Return the Bundle as plain JSON.

    Args:
        kb: The knowledge base.
        release: The release of FHIR: R5, R4B or R4.

    Raises:
        NotFoundError: If there is no such release.

    Example:
        >>> import alstx
        >>> document(alstx.load())["resourceType"]
        'Bundle'
    """
    chosen = word("release", RELEASES, release)
    treatments = used(kb)
    found = chain(
        [_library(kb)],
        medications(kb, treatments),
        forms(kb),
        drug_classes(kb),
        therapies(kb),
        uses(kb, treatments),
        authorizations(kb, _indicated(treatments)),
        citations(kb),
        studies(kb),
        variables(kb),
        evidence(kb),
        assessments(kb, treatments),
    )
    entries = [
        {"fullUrl": full_url(made["resourceType"], made["id"]), "resource": made} for made in found
    ]
    return resource(
        "Bundle",
        "alstx",
        identifier={"system": OURS, "value": kb.version},
        type="collection",
        timestamp=f"{kb.day.isoformat()}T00:00:00Z" if kb.day else None,
        entry=converted(entries, chosen),
    )


def used(kb: KnowledgeBase) -> Used:
    """Return the treatments that are used: they alone become indications.

    What somebody advises against, or what has only been studied, is never offered as one.
    """
    found = kb.treatments.filter(role=Role.USED)
    return {(treatment.intervention, treatment.symptom): treatment for treatment in found}


def _indicated(treatments: Used) -> frozenset[str]:
    """Return the ids of the uses that become indications."""
    made = (t for t in treatments.values() if t.indication is not None)
    return frozenset(use_id(t.intervention.id, t.symptom) for t in made)


def render(kb: KnowledgeBase, release: str = "R5") -> str:
    """Write the Bundle as JSON."""
    return dumps(document(kb, release))


def bundle(kb: KnowledgeBase, release: str = "R5") -> Any:
    """Return the Bundle as an object of fhir.resources, checked by it.

    Args:
        kb: The knowledge base.
        release: The release of FHIR: R5 or R4B; fhir.resources has no R4.

    Raises:
        NotFoundError: If there is no such release, or none in fhir.resources.
        MissingExtraError: If fhir.resources is not installed; the extra ``fhir`` brings it.
    """
    module = _MODELS[word("release", _MODELS, release)]
    model = import_optional(module, "a Bundle object", "fhir").Bundle
    return model.model_validate(document(kb, release))


_MODELS = {"R5": "fhir.resources.bundle", "R4B": "fhir.resources.R4B.bundle"}


def _library(kb: KnowledgeBase) -> Json:
    return resource(
        "Library",
        "alstx",
        url=f"{OURS}:base",
        version=kb.version,
        name="Alstx",
        title=f"What is used to ease the symptoms of {text(kb.disease.name)}",
        status="active",
        type=coded("library-type", "asset-collection"),
        subjectCodeableConcept=concept(kb.disease),
        description=text(kb.disease.description),
        usage=DISCLAIMER,
        copyright="CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
        copyrightLabel="CC BY 4.0",
    )
