"""What labels and agencies say, as FHIR resources.

An approval becomes a RegulatedAuthorization, the withdrawn ones included; that an agency warns
against a use becomes a ClinicalUseDefinition of the type contraindication.
"""

from collections.abc import Iterator

from alstx.export.fhir_parts import (
    Json,
    about,
    active,
    concept,
    extension,
    filled,
    narrative,
    reference,
    resource,
    source,
    subject,
    text,
    word,
)
from alstx.kb.base import KnowledgeBase
from alstx.model import AgencyLabel, Approval, LabelRead, Medication
from alstx.vocab import Covers

Given = Iterator[tuple[str, str, Approval]]


def authorizations(kb: KnowledgeBase, uses: frozenset[str]) -> Iterator[Json]:
    """Yield each approval of a use as a RegulatedAuthorization.

    Args:
        kb: The knowledge base.
        uses: Ids of the uses that are indications: what is not one is named as a concept.
    """
    for record in kb.medications:
        for id_, symptom, approval in _approvals(record):
            if approval.covers is Covers.WARNED_AGAINST:
                continue
            use = f"{record.id}.{symptom}"
            indication = (
                {"reference": reference("ClinicalUseDefinition", use)}
                if use in uses
                else {"concept": concept(kb.symptoms[symptom])}
            )
            yield resource(
                "RegulatedAuthorization",
                id_,
                extension=list(_facts(approval)),
                subject=[about(record.ref, record.name)],
                type={"text": "approval of a use"},
                description=text(approval.scope),
                status=_status(approval),
                validityPeriod=filled(start=approval.year and str(approval.year)),
                indication=[indication],
                intendedUse=word(approval.covers),
                regulator=_regulator(approval.agency),
            )


def warnings(record: Medication, kb: KnowledgeBase) -> Iterator[Json]:
    """Yield each warning of an agency against a use as a contraindication."""
    for id_, symptom, approval in _approvals(record):
        if approval.covers is Covers.WARNED_AGAINST:
            yield resource(
                "ClinicalUseDefinition",
                id_,
                text=narrative(f"{approval.agency.upper()}: {approval.scope}"),
                extension=list(_facts(approval)),
                type="contraindication",
                category=[word(approval.covers), word(approval.status)],
                subject=[subject(record)],
                status=active(),
                contraindication={
                    "diseaseSymptomProcedure": {"concept": concept(kb.symptoms[symptom])}
                },
            )


def _approvals(record: Medication) -> Given:
    """Yield the approvals of a medication with an id for each, and the symptom."""
    for indication in record.indications:
        for at, approval in enumerate(indication.approvals, start=1):
            yield f"{record.id}.{indication.symptom}.label.{at}", indication.symptom, approval


def _facts(approval: Approval) -> Iterator[Json]:
    yield source(approval.source)
    yield extension("agency", valueCode=approval.agency)
    if approval.form:
        yield extension("form", valueCode=approval.form)
    if approval.reason:
        yield extension("withdrawn-because", valueString=text(approval.reason))


def _status(approval: Approval) -> Json:
    if approval.is_current:
        return active()
    coding = {"system": "http://hl7.org/fhir/publication-status", "code": "retired"}
    return {"coding": [coding], "text": approval.status.value}


def _regulator(agency: str) -> Json:
    named = {"system": "urn:alstx:agencies", "value": agency}
    return {"type": "Organization", "identifier": named, "display": agency.upper()}


def label(found: AgencyLabel) -> Json:
    """Return the extension that says what the labels of one agency say of a use."""
    status = "withdrawn" if found.status is None else found.status.value
    return {
        "url": "urn:alstx:fhir:label",
        "extension": [
            {"url": "agency", "valueCode": found.agency},
            {"url": "status", "valueCode": status},
        ],
    }


def label_read(found: LabelRead) -> Json:
    """Return the extension that names a label that was read, and how far."""
    return {
        "url": "urn:alstx:fhir:label-read",
        "extension": [
            {"url": "agency", "valueCode": found.agency},
            {"url": "source", "valueReference": reference("Citation", found.source)},
            *([{"url": "edition", "valueString": text(found.edition)}] if found.edition else []),
            *({"url": "section", "valueCode": section.value} for section in found.sections),
        ],
    }
