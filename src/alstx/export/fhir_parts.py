"""The small parts of FHIR resources: ids, references, codings, texts."""

import hashlib
import re
import uuid
from collections.abc import Iterable
from enum import StrEnum
from html import escape
from typing import Any

from alstx.ids import Curie, Ref, RefKind
from alstx.model import DrugClass, Medication, Term, Therapy

Json = dict[str, Any]

OURS = "urn:alstx"
"""What the identifiers, code systems and extensions of ours start with."""

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
    """Makes a resource with a readable id; what is None or empty is left out."""
    return {"resourceType": kind, "id": _short(id_), **filled(**content)}


def filled(**content: Any) -> Json:
    """Makes an element; what is None or empty is left out."""
    return {key: value for key, value in content.items() if value not in (None, "", [], {})}


def _short(id_: str) -> str:
    """Cuts an id to the length that FHIR allows, so that it stays one of a kind."""
    if len(id_) <= _LONGEST_ID:
        return id_
    tail = hashlib.sha256(id_.encode()).hexdigest()[:12]
    return f"{id_[: _LONGEST_ID - len(tail) - 1]}-{tail}"


def full_url(kind: str, id_: str) -> str:
    """Gives the address of a resource within the bundle: the same at every export."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{OURS}:{kind}/{_short(id_)}").urn


def reference(kind: str, id_: str, display: str | None = None) -> Json:
    """Refers to a resource of the bundle."""
    return filled(reference=full_url(kind, id_), type=kind, display=display and text(display))


def subject(record: Medication | DrugClass | Therapy) -> Json:
    """Refers to the resource of an intervention."""
    return reference(_RESOURCES[record.ref.kind], record.id, record.name)


def about(ref: Ref, name: str) -> Json:
    """Refers to an intervention by its identifier, where FHIR knows no such resource."""
    return {"identifier": identifier(ref.kind.value, ref.id), "display": text(name)}


def identifier(kind: str, id_: str) -> Json:
    """Our own identifier of a record."""
    return {"system": f"{OURS}:{kind}", "value": id_}


def source(id_: str) -> Json:
    """The extension that says which source something rests on."""
    return extension("source", valueReference=reference("Citation", id_))


def extension(name: str, **value: Any) -> Json:
    """An extension of ours."""
    return {"url": f"{OURS}:fhir:{name}", **value}


def word(value: StrEnum) -> Json:
    """The concept of a word of one of our vocabularies."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "-", type(value).__name__).lower()
    coding = {"system": f"{OURS}:vocab:{name}", "code": value.value}
    return {"coding": [coding], "text": value.value}


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
    """Writes the wide and narrow spaces of typography as plain ones, which FHIR asks for."""
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
