"""JSON-LD of schema.org for the pages: Drug, MedicalTherapy, MedicalGuideline and their like.

Only what a record says is written, in the terms that fit exactly.
"""

import json
from typing import Any

from alstx.ids import Curie
from alstx.model import (
    DrugClass,
    Medication,
    Recommendation,
    Record,
    Source,
    Symptom,
    Term,
    Therapy,
    Treatment,
)
from alstx.vocab import MatchKind, Role, SourceKind
from alstx_site.base import Base

Node = dict[str, Any]
_CONTEXT = "https://schema.org"
_CODES = {
    "ATC": "ATC",
    "CAS": "CAS",
    "CHEBI": "ChEBI",
    "CHEMBL": "ChEMBL",
    "DRUGBANK": "DrugBank",
    "HP": "HPO",
    "ICD10CM": "ICD-10-CM",
    "MESH": "MeSH",
    "RXNORM": "RxNorm",
    "SNOMEDCT": "SNOMED CT",
    "UMLS": "UMLS",
    "UNII": "UNII",
}


def dumps(node: Node) -> str:
    """Write a node for a page; no text of it can end the script that holds it."""
    made = json.dumps({"@context": _CONTEXT, **node}, ensure_ascii=False, separators=(",", ":"))
    return made.replace("<", "\\u003c")


def of_base(base: Base) -> Node:
    """Describe the knowledge base as a data set."""
    return {
        "@type": "Dataset",
        "name": "alstx",
        "description": "Cited knowledge base of what eases the symptoms of amyotrophic lateral "
        "sclerosis (ALS), who says so, and on what evidence.",
        "version": base.kb.version,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "about": {"@type": "MedicalCondition", "name": base.kb.disease.name},
    }


def of_symptom(base: Base, symptom: Symptom) -> Node:
    """Describe a symptom with the treatments that are in use for it."""
    used = [t for t in base.by_symptom.get(symptom.id, ()) if t.role is Role.USED]
    return _filled(
        {
            "@type": "MedicalSignOrSymptom",
            **_named(symptom),
            "possibleTreatment": [_treatment(base, t) for t in used],
        }
    )


def of_intervention(base: Base, record: Medication | DrugClass | Therapy) -> Node:
    """Describe a medicine, class or therapy."""
    if isinstance(record, DrugClass):
        drugs = [{"@type": "Drug", "name": m.name} for m in base.medicines(record)]
        return _filled({"@type": "DrugClass", **_named(record), "drug": drugs})
    if isinstance(record, Therapy):
        return _filled({"@type": "MedicalTherapy", **_named(record)})
    classes = [base.kb.drug_classes[id_].name for id_ in record.drug_classes]
    return _filled(
        {
            "@type": "Drug",
            **_named(record),
            "nonProprietaryName": record.name,
            "drugClass": [{"@type": "DrugClass", "name": name} for name in classes],
            "dosageForm": list(dict.fromkeys(form.dosage_form for form in record.forms)),
            "administrationRoute": list(
                dict.fromkeys(route for form in record.forms for route in form.routes)
            ),
        }
    )


def of_source(base: Base, source: Source) -> Node:
    """Describe a source; a guideline with what it recommends."""
    if source.kind is SourceKind.GUIDELINE:
        said = base.statements.get(source.id, ())
        return _filled(
            {
                "@type": "MedicalGuideline",
                "name": source.title,
                "url": source.link,
                "guidelineDate": str(source.year) if source.year else None,
                "guidelineSubject": _subjects(base, said),
                "hasPart": [_statement(base, r) for r in said],
            }
        )
    is_article = source.kind is SourceKind.ARTICLE
    return _filled(
        {
            "@type": "MedicalScholarlyArticle" if is_article else "CreativeWork",
            "name": source.title,
            "url": source.link,
            "datePublished": str(source.year) if source.year else None,
            "author": [{"@type": "Person", "name": name} for name in source.authors],
            "publisher": source.published_in if not is_article else None,
            "isPartOf": {"@type": "Periodical", "name": source.published_in}
            if is_article and source.published_in
            else None,
            "identifier": [str(curie) for curie in source.identifiers],
        }
    )


def _subjects(base: Base, said: "list[Recommendation] | tuple[Recommendation, ...]") -> list[Node]:
    ids = dict.fromkeys(r.symptom for r in said)
    return [{"@type": "MedicalSignOrSymptom", "name": base.kb.symptoms[id_].name} for id_ in ids]


def _statement(base: Base, said: Recommendation) -> Node:
    name = base.kb.resolve(said.intervention).label
    return _filled(
        {
            "@type": "MedicalGuidelineRecommendation",
            "name": f"{name} for {base.labels.plain[said.symptom]}",
            "description": said.statement,
            "recommendationStrength": said.strength,
        }
    )


def _treatment(base: Base, treatment: Treatment) -> Node:
    record = base.kb.resolve(treatment.intervention)
    return {"@type": _type_of(record), "name": record.label}


def _type_of(record: Record) -> str:
    if isinstance(record, Medication):
        return "Drug"
    return "DrugClass" if isinstance(record, DrugClass) else "MedicalTherapy"


def _named(record: Term) -> Node:
    """Return names, description and codes of a record."""
    codes = [_code(x.id) for x in record.xrefs if x.match is MatchKind.EXACT]
    return {
        "name": record.name,
        "alternateName": list(record.names[1:]),
        "description": record.description,
        "code": [code for code in codes if code is not None],
    }


def _code(curie: Curie) -> Node | None:
    system = _CODES.get(curie.prefix)
    if system is None:
        return None
    return {"@type": "MedicalCode", "codeValue": curie.local, "codingSystem": system}


def _filled(node: Node) -> Node:
    """Drop what a record does not say."""
    return {key: value for key, value in node.items() if value not in (None, [], "", {})}
