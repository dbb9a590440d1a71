"""Approvals of uses as FHIR resources, the withdrawn ones included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alstx.export.fhir_parts import (
    Json,
    about,
    active,
    approvals,
    concept,
    facts,
    filled,
    reference,
    resource,
    text,
    use_id,
    word,
)
from alstx.vocab import Covers

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.kb.base import KnowledgeBase
    from alstx.model.uses import Approval


def authorizations(kb: KnowledgeBase, uses: frozenset[str]) -> Iterator[Json]:
    """Yield each approval of a use as a RegulatedAuthorization.

    Args:
        kb: The knowledge base.
        uses: Ids of the uses that are indications: what is not one is named as a concept.
    """
    for record in kb.medications:
        for id_, symptom, approval in approvals(record):
            if approval.covers is Covers.WARNED_AGAINST:
                continue
            use = use_id(record.id, symptom)
            indication = (
                {"reference": reference("ClinicalUseDefinition", use)}
                if use in uses
                else {"concept": concept(kb.symptoms[symptom])}
            )
            yield resource(
                "RegulatedAuthorization",
                id_,
                extension=list(facts(approval)),
                subject=[about(record.ref, record.name)],
                type={"text": "approval of a use"},
                description=text(approval.scope),
                status=_status(approval),
                validityPeriod=filled(start=approval.year and str(approval.year)),
                indication=[indication],
                intendedUse=word(approval.covers),
                regulator=_regulator(approval.agency),
            )


def _status(approval: Approval) -> Json:
    if approval.is_current:
        return active()
    coding = {"system": "http://hl7.org/fhir/publication-status", "code": "retired"}
    return {"coding": [coding], "text": approval.status.value}


def _regulator(agency: str) -> Json:
    named = {"system": "urn:alstx:agencies", "value": agency}
    return {"type": "Organization", "identifier": named, "display": agency.upper()}
