"""Findings as FHIR resources: Evidence with statistics, EvidenceVariable for what it measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

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
    text,
    word,
)
from alstx.ids import is_slug
from alstx.vocab import Measure, Versus

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.kb.base import KnowledgeBase
    from alstx.model.literature import Estimate, Evidence

_STATISTICS = {
    Measure.MEAN: "C53319",
    Measure.MEDIAN: "C28007",
    Measure.COUNT: "C25463",
    Measure.PROPORTION: "C44256",
    Measure.MEAN_DIFFERENCE: "0000457",
    Measure.STANDARDISED_MEAN_DIFFERENCE: "0000100",
    Measure.RISK_RATIO: "C93152",
    Measure.ODDS_RATIO: "C16932",
    Measure.HAZARD_RATIO: "C93150",
    Measure.RATE_RATIO: "rate-ratio",
    Measure.MEDIAN_DIFFERENCE: "absolute-MedianDiff",
}
"""Codes of HL7, which lacks one for changes and tells kinds of correlation apart."""
_P = re.compile(r"(?:[pP]\s*)?(=|<|>|≤|≥)?\s*(\d*\.?\d+)")
_COMPARATORS = {"<": "<", ">": ">", "≤": "<=", "≥": ">="}


def evidence(kb: KnowledgeBase) -> Iterator[Json]:
    """Yield each finding as an Evidence."""
    for record in kb.evidence:
        yield resource(
            "Evidence",
            record.id,
            extension=list(_words(record)),
            identifier=[identifier("evidence", record.id)],
            status="active",
            relatedArtifact=list(_related(record)),
            assertion=text(record.finding),
            note=list(_notes(record)),
            variableDefinition=list(_variables(kb, record)),
            studyDesign=[word(record.design)],
            statistic=[*_printed(record), *(_statistic(record, e) for e in record.estimates)],
            certainty=list(_certainty(record)),
        )


def variables(kb: KnowledgeBase) -> Iterator[Json]:
    """Yield what each finding measured as an EvidenceVariable, with the symptoms it bears on."""
    for record in kb.evidence:
        defined = [
            {"definitionCodeableConcept": concept(kb.symptoms[id_])} for id_ in record.symptoms
        ]
        any_of = {"definitionByCombination": {"code": "any-of", "characteristic": defined}}
        yield resource(
            "EvidenceVariable",
            record.id,
            extension=[extension("domain", valueCode=domain.value) for domain in record.domain],
            title=_measured(kb, record),
            status="active",
            characteristic=[defined[0] if len(defined) == 1 else any_of],
        )


def _measured(kb: KnowledgeBase, record: Evidence) -> str:
    names = ", ".join(kb.symptoms[id_].name for id_ in record.symptoms)
    return text(record.outcome or names)


def _words(record: Evidence) -> Iterator[Json]:
    yield extension("direction", valueCode=record.direction.value)
    yield extension("endpoint", valueCode=record.endpoint.value)
    yield extension("versus", valueCode=record.versus.value)
    yield extension("read", valueCode=record.read.value)


def _related(record: Evidence) -> Iterator[Json]:
    """Yield the source, and the trials that the finding of a review rests on."""
    yield {"type": "derived-from", "resourceReference": reference("Citation", record.source)}
    for trial in record.rests_on:
        found: Json = (
            {"resourceReference": reference("Citation", trial)}
            if is_slug(trial)
            else {"citation": text(trial)}
        )
        yield {"type": "depends-on", **found}


def _notes(record: Evidence) -> Iterator[Json]:
    arms = [f"{arm.label} ({arm.n})" if arm.n else arm.label for arm in record.arms]
    told = (
        ("Arms", "; ".join(arms)),
        ("Regimen that was studied, never a recommendation", record.regimen),
        ("Adverse events", record.adverse_events),
        ("Limits", record.limits),
    )
    for head, said in told:
        if said:
            yield {"text": text(f"{head}: {said}")}


def _variables(kb: KnowledgeBase, record: Evidence) -> Iterator[Json]:
    """Yield who was studied, what was given, what it was compared with, what was measured."""
    studied = record.population_detail or record.population.value
    yield _variable("population", text(studied), note=[{"text": record.population.value}])
    for ref in record.interventions:
        observed = about(ref, kb.resolve(ref).name)
        yield _variable("exposure", observed["display"], observed=observed)
    if record.comparator or record.versus not in (Versus.NONE, Versus.NOT_STATED):
        words = text(record.comparator or record.versus.value)
        yield _variable("referenceExposure", words, note=[{"text": record.versus.value}])
    measured = _measured(kb, record)
    observed = reference("EvidenceVariable", record.id, measured)
    rank = [{"text": f"endpoint: {record.endpoint.value}"}]
    yield _variable("measuredVariable", measured, observed=observed, note=rank)


def _variable(role: str, description: str, **content: object) -> Json:
    return {"description": description, "variableRole": coded("variable-role", role), **content}


def _printed(record: Evidence) -> Iterator[Json]:
    """Yield the numbers as the source prints them, and how many people are behind the finding."""
    people = filled(numberOfParticipants=record.participants)
    made = filled(description=record.effect and text(record.effect), sampleSize=people)
    if made:
        yield made


def _statistic(record: Evidence, estimate: Estimate) -> Json:
    """Return an estimate as a statistic: of one arm, or of two compared."""
    counted = estimate.measure is Measure.COUNT and estimate.value >= 0
    whole = counted and float(estimate.value).is_integer()
    return filled(
        description=_described(estimate),
        statisticType=_type(estimate.measure),
        quantity=filled(value=estimate.value, unit=estimate.unit and text(estimate.unit)),
        numberOfEvents=int(estimate.value) if whole else None,
        sampleSize=filled(numberOfParticipants=estimate.of or _people(record, estimate)),
        attributeEstimate=[*_interval(estimate), *_probability(estimate)],
    )


def _people(record: Evidence, estimate: Estimate) -> int | None:
    """Return how many people are in the arms of an estimate; None where one is not told."""
    labels = [label for label in (estimate.arm, estimate.versus_arm) if label]
    told = [arm.n for arm in record.arms if arm.label in labels and arm.n]
    return sum(told) if labels and len(told) == len(labels) else None


def _described(estimate: Estimate) -> str:
    arms = " against ".join(filter(None, (estimate.arm, estimate.versus_arm)))
    better = {True: "lower is better", False: "higher is better", None: None}
    parts = (estimate.label, estimate.time, arms, better[estimate.lower_is_better])
    return text("; ".join(filter(None, parts)))


def _type(measure: Measure) -> Json:
    ours, code = word(measure), _STATISTICS.get(measure)
    return {
        **ours,
        "coding": [*(coded("statistic-type", code)["coding"] if code else ()), *ours["coding"]],
    }


def _interval(estimate: Estimate) -> Iterator[Json]:
    """Yield the interval; without a confidence it may be of any kind."""
    bounds = filled(
        low=filled(value=estimate.low),
        high=filled(value=estimate.high),
    )
    if bounds:
        told = estimate.confidence is not None
        yield filled(
            type=coded("attribute-estimate-type", "C53324") if told else {"text": "interval"},
            level=round(estimate.confidence / 100, 6) if estimate.confidence else None,
            range=bounds,
        )


def _probability(estimate: Estimate) -> Iterator[Json]:
    """Yield the p value, as a number where it is one."""
    if estimate.p is not None:
        found = _P.fullmatch(estimate.p)
        number: Json = (
            {"quantity": filled(value=float(found[2]), comparator=_COMPARATORS.get(found[1]))}
            if found
            else {"description": text(estimate.p)}
        )
        yield {"type": coded("attribute-estimate-type", "C44185"), **number}


def _certainty(record: Evidence) -> Iterator[Json]:
    """Yield the level of the finding, where it has one, and the GRADE certainty if stated."""
    if record.level is not None:
        level = {"system": "urn:alstx:vocab:level", "code": str(int(record.level))}
        yield {
            "type": {"text": "level of evidence after Oxford CEBM 2011"},
            "rating": {"coding": [level], "text": str(int(record.level))},
        }
    if record.certainty:
        yield {
            "type": {"text": "GRADE certainty, as the source states it"},
            "rating": coded("certainty-rating", record.certainty.value),
        }
