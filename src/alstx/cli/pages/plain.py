"""What commands print as JSON: the same facts as on the page, complete, with ids and links."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from alstx.about import DISCLAIMER, version
from alstx.cli.lookup import Found
from alstx.cli.pages.broader import broader
from alstx.cli.pages.treatments import Question
from alstx.cli.pages.words import short_name
from alstx.kb.base import KnowledgeBase
from alstx.model import Record, Source, Treatment
from alstx.model.to_plain import to_plain
from alstx.vocab import Role

Json = dict[str, Any]


def answer_of(kb: KnowledgeBase, question: Question) -> Json:
    """The answer of the command ``treatments``."""
    treatments = [treatment_of(kb, t) for t in question.answer(kb, question.role)]
    symptom, drug_class = question.symptom, question.drug_class
    return {
        **head_of(kb),
        "question": {
            "symptom": symptom.id if symptom else None,
            "drug_class": drug_class.id if drug_class else None,
            "role": "all" if question.role is None else question.role.value,
            "contested": question.contested,
        },
        "count": len(treatments),
        "treatments": treatments,
        "broader": {} if treatments else broader(kb, question),
        "sources": sources_of(kb, treatments),
    }


def about_of(kb: KnowledgeBase) -> Json:
    """The answer of the command ``info``."""
    counts = {kind: len(held) for kind, held in kb.records.kinds()}
    counts["treatments"] = len(kb.treatments)
    return {
        **head_of(kb),
        "disease": to_plain(kb.disease, full=True),
        "counts": counts,
        "roles": {role.value: len(kb.treatments.filter(role=role)) for role in Role},
        "contested": len(kb.treatments.filter(role=None, contested=True)),
    }


def matches_of(kb: KnowledgeBase, name: str, found: Sequence[Found]) -> Json:
    """The answer of the command ``show``."""
    matches = [_match(kb, one) for one in found]
    return {**head_of(kb), "name": name, "matches": matches, "sources": sources_of(kb, matches)}


def _match(kb: KnowledgeBase, found: Found) -> Json:
    record = found.record
    if isinstance(record, Treatment):
        return {"kind": found.kind, "record": treatment_of(kb, record)}
    match: Json = {"kind": found.kind, "record": to_plain(record, full=True)}
    if isinstance(record, Source):
        evidence = kb.evidence.filter(source=record)
        recommendations = kb.recommendations.filter(source=record)
        match["evidence"] = [finding_of(e) for e in evidence]
        match["recommendations"] = [to_plain(r, full=True) for r in recommendations]
    else:
        match["treatments"] = [treatment_of(kb, t) for t in treatments_about(kb, found)]
    return match


def treatments_about(kb: KnowledgeBase, found: Found) -> list[Treatment]:
    """The treatments, of any role, with an intervention or for a symptom as such."""
    record = found.record
    if found.kind == "symptoms":
        return [t for t in kb.treatments if t.symptom == record.id]
    ref = getattr(record, "ref", None)
    return [t for t in kb.treatments if t.intervention == ref]


def treatment_of(kb: KnowledgeBase, treatment: Treatment) -> Json:
    """A treatment: ids, names, what is computed, and all that it is joined from."""
    held = kb.resolve(treatment.intervention)
    symptom = kb.symptoms[treatment.symptom]
    return {
        "id": treatment.id,
        "intervention": str(treatment.intervention),
        "intervention_name": held.name,
        "symptom": symptom.id,
        "symptom_name": symptom.name,
        "role": treatment.role.value,
        "status": None if treatment.status is None else treatment.status.value,
        "best_level": None if treatment.best_level is None else int(treatment.best_level),
        "contested": treatment.contested,
        "disagreements": [reason.value for reason in treatment.disagreements],
        "indication": to_plain(treatment.indication, full=True),
        "boxed_warning": to_plain(getattr(held, "boxed_warning", None)),
        "cautions": to_plain(treatment.cautions, full=True),
        "recommendations": [
            {**to_plain(r, full=True), "current": r.id not in treatment.superseded}
            for r in treatment.recommendations
        ],
        "evidence": [finding_of(e) for e in treatment.evidence],
    }


def finding_of(evidence: Record) -> Json:
    """A finding, with the level that follows from its design."""
    return {**to_plain(evidence, full=True), "level": to_plain(getattr(evidence, "level", None))}


def head_of(kb: KnowledgeBase) -> Json:
    """What every document starts with: versions and the disclaimer."""
    return {
        "alstx": version(),
        "data": kb.version,
        "disclaimer": DISCLAIMER,
    }


def sources_of(kb: KnowledgeBase, value: object) -> Json:
    """Every source that is named in a value, once, by id."""
    ids = sorted(set(_named(value)) & set(kb.sources.ids))
    return {
        id_: {
            "citation": source.citation,
            "identifiers": [str(curie) for curie in source.identifiers],
            "kind": source.kind.value,
            "link": source.link,
            "name": short_name(source),
            "title": source.title,
            "year": source.year,
        }
        for id_ in ids
        for source in [kb.sources[id_]]
    }


def _named(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, held in cast("Json", value).items():
            if key == "source" and isinstance(held, str):
                yield held
            else:
                yield from _named(held)
    elif isinstance(value, list):
        for member in cast("list[object]", value):
            yield from _named(member)
