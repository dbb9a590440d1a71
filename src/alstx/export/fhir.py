"""A base as a FHIR R5 Bundle.

Medicines are Medication and MedicationKnowledge, therapies ActivityDefinition; indications,
cautions and interactions ClinicalUseDefinition; sources Citation, findings Evidence, statements
ArtifactAssessment. A Library says what the whole is, and under which terms it may be used.
"""

import re
from datetime import date
from itertools import chain
from typing import Any

from alstx.about import DISCLAIMER
from alstx.export.fhir_evidence import assessments, citations, evidence
from alstx.export.fhir_parts import OURS, Json, coded, concept, full_url, resource, text
from alstx.export.fhir_uses import drug_classes, medications, therapies, used, uses
from alstx.export.json import dumps
from alstx.kb.base import KnowledgeBase
from alstx.lazy import import_optional


def document(kb: KnowledgeBase) -> Json:
    """Gives the Bundle as plain JSON.

    Example:
        >>> import alstx
        >>> document(alstx.load())["resourceType"]
        'Bundle'
    """
    treatments = used(kb)
    found = chain(
        [_library(kb)],
        medications(kb, treatments),
        drug_classes(kb),
        therapies(kb),
        uses(kb, treatments),
        citations(kb),
        evidence(kb),
        assessments(kb, treatments),
    )
    return resource(
        "Bundle",
        "alstx",
        identifier={"system": OURS, "value": kb.version},
        type="collection",
        timestamp=_timestamp(kb.version),
        entry=[
            {"fullUrl": full_url(made["resourceType"], made["id"]), "resource": made}
            for made in found
        ],
    )


def render(kb: KnowledgeBase) -> str:
    """Writes the Bundle as JSON."""
    return dumps(document(kb))


def bundle(kb: KnowledgeBase) -> Any:
    """Gives the Bundle as an object of fhir.resources, checked by it.

    Raises:
        MissingExtraError: If fhir.resources is not installed; the extra ``fhir`` brings it.
    """
    model = import_optional("fhir.resources.bundle", "a Bundle object", "fhir").Bundle
    return model.model_validate(document(kb))


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


def _timestamp(version: str) -> str | None:
    """Gives the day in a dated version, as an instant; None where the version has none."""
    found = re.match(r"(\d{4})\.(\d{1,2})\.(\d{1,2})(?!\d)", version, re.ASCII)
    if found is None:
        return None
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return None
    return f"{day.isoformat()}T00:00:00Z"
