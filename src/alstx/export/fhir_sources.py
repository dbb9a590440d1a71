"""Sources, studies and statements as FHIR resources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from alstx.export.fhir_parts import (
    Json,
    Used,
    coded,
    concept,
    extension,
    filled,
    identifier,
    reference,
    resource,
    subject,
    text,
    use_id,
    word,
)
from alstx.model.terms import Agent

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.ids import Curie
    from alstx.kb.base import KnowledgeBase
    from alstx.model.literature import Recommendation
    from alstx.model.sources import Source

_IDENTIFIERS = {
    "DOI": "https://doi.org",
    "ISBN": "urn:isbn",
    "NCT": "https://clinicaltrials.gov",
    "PMCID": "https://www.ncbi.nlm.nih.gov/pmc/",
    "PMID": "https://pubmed.ncbi.nlm.nih.gov",
}


def citations(kb: KnowledgeBase) -> Iterator[Json]:
    """Yield each source as a Citation."""
    for record in kb.sources:
        yield resource(
            "Citation",
            record.id,
            identifier=[identifier("sources", record.id)],
            title=text(record.title),
            status="active",
            lastReviewDate=record.reviewed.isoformat(),
            classification=[{"type": {"text": "kind"}, "classifier": [word(record.kind)]}],
            note=[{"text": text(record.note)}] if record.note else [],
            currentState=list(_states(record, kb.day)),
            citedArtifact=_artifact(record),
        )


def _states(record: Source, day: date | None) -> Iterator[Json]:
    if record.status:
        yield word(record.status)
    if record.retracted:
        yield {"text": text(f"retracted: {record.retracted}")}
    if record.correction:
        yield {"text": text(f"corrected: {record.correction}")}
    if record.valid_until:
        run_out = "; expired" if record.is_expired_on(day) else ""
        yield {"text": f"valid until {record.valid_until.isoformat()}{run_out}"}


def _artifact(record: Source) -> Json:
    printed = filled(
        publishedIn=filled(title=record.published_in and text(record.published_in)),
        articleDate=record.year and str(record.year),
        pageString=record.locator and text(record.locator),
    )
    authors = {"value": text("; ".join(record.authors))} if record.authors else {}
    link, later = record.link, record.superseded_by
    replaced = {
        "type": "replaced-with",
        "resourceReference": reference("Citation", later or ""),
    }
    return filled(
        identifier=list(map(_identifier, record.identifiers)),
        version=filled(value=record.revision and text(record.revision)),
        title=[{"text": text(record.title)}],
        relatesTo=[replaced] if later else [],
        publicationForm=[printed] if printed else [],
        webLocation=[{"url": link}] if link else [],
        contributorship={"summary": [authors]} if authors else {},
    )


def _identifier(curie: Curie) -> Json:
    system = _IDENTIFIERS.get(curie.prefix)
    if system is None:
        return {"value": str(curie)}
    return {"system": system, "value": curie.local}


def studies(kb: KnowledgeBase) -> Iterator[Json]:
    """Yield what holds for a study as a whole as a ResearchStudy."""
    for record in kb.sources:
        study = record.study
        if study is None:
            continue
        measured = filled(
            name=study.primary_outcome and text(study.primary_outcome),
            type=[coded("research-study-objective-type", "primary")],
        )
        registration = {"value": text(study.registration)} if study.registration else {}
        symptom = study.primary_symptom
        versus = study.primary_versus
        yield resource(
            "ResearchStudy",
            record.id,
            extension=[
                extension("primary-met", valueCode=study.primary_met.value),
                *([extension("primary-versus", valueCode=versus.value)] if versus else []),
            ],
            identifier=[identifier("sources", record.id), *filter(None, [registration])],
            title=text(record.title),
            status="active",
            condition=[concept(kb.symptoms[symptom])] if symptom else [],
            note=[{"text": text(f"Harms: {study.harms}")}] if study.harms else [],
            recruitment=filled(actualNumber=study.enrolled),
            outcomeMeasure=[measured] if study.primary_outcome else [],
            result=[reference("Citation", record.id)],
        )


def assessments(kb: KnowledgeBase, used: Used) -> Iterator[Json]:
    """Yield each statement as an ArtifactAssessment, of a use or else of an intervention."""
    for record in kb.recommendations:
        yield resource(
            "ArtifactAssessment",
            record.id,
            identifier=[identifier("recommendations", record.id)],
            citeAsReference=reference("Citation", record.source),
            artifactReference=_assessed(kb, record, used),
            content=[_content(kb, record)],
        )


def _assessed(kb: KnowledgeBase, record: Recommendation, used: Used) -> Json:
    treatment = used.get((record.intervention, record.symptom))
    if treatment is not None and treatment.indication is not None:
        id_ = use_id(record.intervention.id, record.symptom)
        return reference("ClinicalUseDefinition", id_)
    found = kb.resolve(record.intervention)
    assert not isinstance(found, Agent)  # statements name no outside agents
    return subject(found)


def _content(kb: KnowledgeBase, record: Recommendation) -> Json:
    source = kb.sources[record.source]
    graded = [{"text": text(record.strength)}] if record.strength else []
    words = (record.extent, *record.only, record.line)
    said = [part for part in (record.extent_words, record.conditions) if part]
    return filled(
        informationType="classifier",
        summary=text(record.statement),
        type={"text": "recommendation"},
        classifier=[
            *([word(record.stance)] if record.stance else []),
            *({"text": f"{each.aspect} {each.grade.upper()}"} for each in record.grades),
            *(word(found) for found in words if found),
            *graded,
            concept(kb.symptoms[record.symptom]),
            word(record.population),
            word(record.read),
            *_states(source, kb.day),
        ],
        component=[{"informationType": "comment", "summary": text(part)} for part in said],
    )
