"""Sources, findings and statements as FHIR resources."""

from collections.abc import Iterator

from alstx.export.fhir_parts import (
    Json,
    about,
    coded,
    concept,
    extension,
    filled,
    identifier,
    reference,
    resource,
    subject,
    text,
    word,
)
from alstx.export.fhir_uses import Used, use_id
from alstx.ids import Curie
from alstx.kb.base import KnowledgeBase
from alstx.model import Agent, Evidence, Recommendation, Source

_IDENTIFIERS = {
    "DOI": "https://doi.org",
    "ISBN": "urn:isbn",
    "NCT": "https://clinicaltrials.gov",
    "PMCID": "https://www.ncbi.nlm.nih.gov/pmc/",
    "PMID": "https://pubmed.ncbi.nlm.nih.gov",
}


def citations(kb: KnowledgeBase) -> Iterator[Json]:
    """Each source as a Citation."""
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
            currentState=[word(record.status)] if record.status else [],
            citedArtifact=_artifact(record),
        )


def _artifact(record: Source) -> Json:
    printed = filled(
        publishedIn=filled(title=record.published_in and text(record.published_in)),
        articleDate=record.year and str(record.year),
        pageString=record.locator and text(record.locator),
    )
    authors = {"value": text("; ".join(record.authors))} if record.authors else {}
    link = record.link
    return filled(
        identifier=list(map(_identifier, record.identifiers)),
        version=filled(value=record.revision and text(record.revision)),
        title=[{"text": text(record.title)}],
        publicationForm=[printed] if printed else [],
        webLocation=[{"url": link}] if link else [],
        contributorship={"summary": [authors]} if authors else {},
    )


def _identifier(curie: Curie) -> Json:
    system = _IDENTIFIERS.get(curie.prefix)
    if system is None:
        return {"value": str(curie)}
    return {"system": system, "value": curie.local}


def evidence(kb: KnowledgeBase) -> Iterator[Json]:
    """Each finding as an Evidence."""
    for record in kb.evidence:
        yield resource(
            "Evidence",
            record.id,
            extension=[extension("direction", valueCode=record.direction.value)],
            identifier=[identifier("evidence", record.id)],
            status="active",
            relatedArtifact=[
                {
                    "type": "derived-from",
                    "resourceReference": reference("Citation", record.source),
                }
            ],
            assertion=text(record.finding),
            note=list(_notes(record)),
            variableDefinition=list(_variables(kb, record)),
            studyDesign=[word(record.design)],
            statistic=_statistic(record),
            certainty=list(_certainty(record)),
        )


def _notes(record: Evidence) -> Iterator[Json]:
    told = (
        ("Regimen that was studied, never a recommendation", record.regimen),
        ("Adverse events", record.adverse_events),
        ("Limits", record.limits),
    )
    for head, said in told:
        if said:
            yield {"text": text(f"{head}: {said}")}


def _variables(kb: KnowledgeBase, record: Evidence) -> Iterator[Json]:
    """Who was studied, what was given, what it was compared with, what was measured."""
    studied = record.population_detail or record.population.value
    yield _variable("population", text(studied), note=[{"text": record.population.value}])
    for ref in record.interventions:
        observed = about(ref, kb.resolve(ref).name)
        yield _variable("exposure", observed["display"], observed=observed)
    if record.comparator:
        yield _variable("referenceExposure", text(record.comparator))
    for id_ in record.symptoms:
        name = text(kb.symptoms[id_].name)
        observed = {"identifier": identifier("symptoms", id_), "display": name}
        measured = text(record.outcome) if record.outcome else name
        yield _variable("measuredVariable", measured, observed=observed)


def _variable(role: str, description: str, **content: object) -> Json:
    return {"description": description, "variableRole": coded("variable-role", role), **content}


def _statistic(record: Evidence) -> list[Json]:
    people = filled(numberOfParticipants=record.participants)
    made = filled(description=record.effect and text(record.effect), sampleSize=people)
    return [made] if made else []


def _certainty(record: Evidence) -> Iterator[Json]:
    """The level that follows from the design, and the GRADE certainty that a source states."""
    level = {"system": "urn:alstx:vocab:level", "code": str(int(record.level))}
    yield {
        "type": {"text": "level of evidence after Oxford CEBM 2011, from the design alone"},
        "rating": {"coding": [level], "text": str(int(record.level))},
    }
    if record.certainty:
        yield {
            "type": {"text": "GRADE certainty, as the source states it"},
            "rating": coded("certainty-rating", record.certainty.value),
        }


def assessments(kb: KnowledgeBase, used: Used) -> Iterator[Json]:
    """Each statement as an ArtifactAssessment, of a use or else of an intervention."""
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
    graded = [{"text": text(record.strength)}] if record.strength else []
    line = [word(record.line)] if record.line else []
    status = kb.sources[record.source].status
    when = record.conditions
    return filled(
        informationType="classifier",
        summary=text(record.statement),
        type={"text": "recommendation"},
        classifier=[
            word(record.stance),
            *line,
            *graded,
            concept(kb.symptoms[record.symptom]),
            word(record.verification),
            *([word(status)] if status else []),
        ],
        component=[{"informationType": "comment", "summary": text(when)}] if when else [],
    )
