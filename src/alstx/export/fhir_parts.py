"""The small parts of FHIR resources: ids, references, codings, texts."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Any

from alstx.ids import Curie, Ref, RefKind
from alstx.model.treatment import Treatment

if TYPE_CHECKING:
    from alstx.model.base import Term
    from alstx.model.terms import DrugClass, Medication, Therapy
    from alstx.model.uses import AgencyLabel, Approval, LabelRead

Json = dict[str, Any]
Used = Mapping[tuple[Ref, str], Treatment]
"""The treatments that are used, by intervention and symptom."""

OURS = "urn:alstx"
"""Start of the identifiers, code systems and extensions of ours."""

_LONGEST_ID = 64
_SYSTEMS = {
    "ATC": "http://www.whocc.no/atc",
    "HP": "http://human-phenotype-ontology.org",
    "ICD10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "MAXO": "http://purl.obolibrary.org/obo/maxo.owl",
    "MESH": "https://www.nlm.nih.gov/mesh",
    "MONDO": "http://purl.obolibrary.org/obo/mondo.owl",
    "RXCUI": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "UMLS": "http://www.nlm.nih.gov/research/umls",
    "UNII": "http://fdasis.nlm.nih.gov",
}
"""The code systems by prefix; identifiers of other vocabularies are left out."""
_WITH_PREFIX = ("HP", "MAXO", "MONDO")
_RESOURCES = {
    RefKind.MEDICATIONS: "Medication",
    RefKind.DRUG_CLASSES: "Medication",
    RefKind.THERAPIES: "ActivityDefinition",
}


def resource(kind: str, id_: str, **content: Any) -> Json:
    """Make a resource with a readable id; what is None or empty is left out."""
    return {"resourceType": kind, "id": _short(id_), **filled(**content)}


def filled(**content: Any) -> Json:
    """Make an element; what is None or empty is left out."""
    return {key: value for key, value in content.items() if value not in (None, "", [], {})}


def _short(id_: str) -> str:
    """Cut an id to the length that FHIR allows, so that it stays one of a kind."""
    if len(id_) <= _LONGEST_ID:
        return id_
    tail = hashlib.sha256(id_.encode()).hexdigest()[:12]
    return f"{id_[: _LONGEST_ID - len(tail) - 1]}-{tail}"


def full_url(kind: str, id_: str) -> str:
    """Return the address of a resource within the bundle: the same at every export."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{OURS}:{kind}/{_short(id_)}").urn


def reference(kind: str, id_: str, display: str | None = None) -> Json:
    """Refer to a resource of the bundle."""
    return filled(reference=full_url(kind, id_), type=kind, display=display and text(display))


def subject(record: Medication | DrugClass | Therapy) -> Json:
    """Refer to the resource of an intervention."""
    return reference(_RESOURCES[record.ref.kind], record.id, record.name)


def about(ref: Ref, name: str) -> Json:
    """Refer to an intervention by its identifier, where FHIR knows no such resource."""
    return {"identifier": identifier(ref.kind.value, ref.id), "display": text(name)}


def identifier(kind: str, id_: str) -> Json:
    """Our own identifier of a record."""
    return {"system": f"{OURS}:{kind}", "value": id_}


def source(id_: str) -> Json:
    """The extension that says which source something rests on."""
    return extension("source", valueReference=reference("Citation", id_))


def form_named(id_: str) -> Json:
    """The extension that says which form of a medicine something is about."""
    return extension("form", valueCode=id_)


def extension(name: str, **value: Any) -> Json:
    """An extension of ours."""
    return {"url": f"{OURS}:fhir:{name}", **value}


def word(value: StrEnum) -> Json:
    """The concept of a word of one of our vocabularies."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "-", type(value).__name__).lower()
    return concept_in(f"{OURS}:vocab:{name}", value.value)


def concept_in(system: str, code: str) -> Json:
    """The concept of a code that says by itself what it means."""
    return {"coding": [{"system": system, "code": code}], "text": code}


def coded(system: str, code: str) -> Json:
    """The concept of a code of HL7."""
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{system}", "code": code}]}


def concept(record: Term) -> Json:
    """The concept of a record: its name, and what means it exactly in other vocabularies."""
    return filled(coding=_codings(record.identifiers), text=text(record.name))


def _codings(curies: Iterable[Curie]) -> list[Json]:
    return [
        {
            "system": _SYSTEMS[curie.prefix],
            "code": str(curie) if curie.prefix in _WITH_PREFIX else curie.local,
        }
        for curie in curies
        if curie.prefix in _SYSTEMS
    ]


def text(value: str) -> str:
    """Write the wide and narrow spaces of typography as plain ones, as FHIR requires."""
    return re.sub(r"[^\S\n]", " ", value)


def narrative(value: str) -> Json:
    """The human-readable text of a resource."""
    body = escape(text(value)).replace("\n", "<br/>")
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{body}</p></div>',
    }


def active() -> Json:
    """The status of what is in force, as a concept."""
    return {"coding": [{"system": "http://hl7.org/fhir/publication-status", "code": "active"}]}


def use_id(intervention: str, symptom: str) -> str:
    """Return the id of the use of an intervention for a symptom; slugs hold no full stop."""
    return f"{intervention}.{symptom}"


def approvals(record: Medication) -> Iterator[tuple[str, str, Approval]]:
    """Yield the approvals of a medication: an id for each, the symptom, what is said."""
    for indication in record.indications:
        for at, approval in enumerate(indication.approvals, start=1):
            yield (
                f"{use_id(record.id, indication.symptom)}.label.{at}",
                indication.symptom,
                approval,
            )


def facts(approval: Approval) -> Iterator[Json]:
    """Yield what an approval rests on: source, agency, form, why it was withdrawn."""
    yield source(approval.source)
    yield extension("agency", valueCode=approval.agency)
    if approval.form:
        yield form_named(approval.form)
    if approval.reason:
        yield extension("withdrawn-because", valueString=text(approval.reason))


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
