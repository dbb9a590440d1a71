"""A program as others write it: checked strictly, never run. No expression in it is of type Any."""

from collections.abc import Mapping
from datetime import date

import alstx
from alstx import Evidence, KnowledgeBase, Medication, NotFoundError, Ref, Symptom, Treatment
from alstx.vocab import Direction, Population, Role, Severity


def resolved(kb: KnowledgeBase, drug: str) -> Medication | None:
    """A name as somebody typed it, or None where it is unknown."""
    try:
        return kb.medications.find(drug)
    except NotFoundError as error:
        near: tuple[str, ...] = error.suggestions
        return kb.medications.find(near[0]) if near else None


def answer(kb: KnowledgeBase, symptom: Symptom | str) -> list[str]:
    """What is used for a symptom, with who says so."""
    lines: list[str] = []
    for treatment in kb.treatments.filter(symptom=symptom, role=Role.USED):
        name: str = kb.resolve(treatment.intervention).name
        said: str = ", ".join(kb.sources[r.source].label for r in treatment.recommendations)
        star: str = "*" if treatment.contested else ""
        lines.append(f"{name}{star}: {said} (level {treatment.best_supporting_level})")
    return lines


def trials(kb: KnowledgeBase, medication: Medication) -> Mapping[str, int]:
    """Participants of the controlled trials of a medicine, by source."""
    found = kb.evidence.filter(
        medication=medication, population=Population.ALS, direction="benefit", since=2010
    )
    return {e.source: e.participants for e in found if e.participants is not None}


def alarms(kb: KnowledgeBase, medicines: list[str]) -> list[tuple[str, str, str]]:
    """Pairs that labels forbid."""
    report = kb.interactions(medicines)
    return [
        (alert.first.name, alert.second.name, alert.effect)
        for alert in report.alerts
        if alert.severity >= Severity.AVOID
    ]


def spans(kb: KnowledgeBase, text: str) -> list[tuple[int, int, str]]:
    """Where a text names medicines."""
    return [(m.start, m.end, m.record.id) for m in kb.medications.find_in(text)]


def cell(kb: KnowledgeBase) -> str | int | float | bool | list[str] | None:
    """A cell of a flat table."""
    return kb.symptoms.to_records()[0]["name"]


def fields(evidence: Evidence, treatment: Treatment, symptom: Symptom) -> tuple[object, ...]:
    """Fields have the types that they say."""
    direction: Direction = evidence.direction
    references: tuple[Ref, ...] = evidence.interventions
    reviewed: date = symptom.reviewed
    translated: Mapping[str, str] = symptom.translated
    role: Role = treatment.role
    return (direction, references, reviewed, translated, role)


def mistakes(kb: KnowledgeBase, medication: Medication, evidence: Evidence) -> None:
    """What a checker stops: misspelt fields, keys and methods, wrong types, changes."""
    medication.brand_name  # type: ignore[attr-defined]  # pyright: ignore
    evidence.particpants  # type: ignore[attr-defined]  # pyright: ignore
    kb.medication  # type: ignore[attr-defined]  # pyright: ignore
    kb.medications.serach("x")  # type: ignore[attr-defined]  # pyright: ignore
    kb.agents.filter(symptom="x")  # type: ignore[call-arg]  # pyright: ignore
    kb.drug_classes.filter(symptm="x")  # type: ignore[call-arg]  # pyright: ignore
    kb.evidence.filter(drug="x")  # type: ignore[call-arg]  # pyright: ignore
    kb.mechanisms.filter(drug_class="x")  # type: ignore[call-arg]  # pyright: ignore
    kb.medications.filter(symptom="x", drugclass="y")  # type: ignore[call-arg]  # pyright: ignore
    kb.recommendations.filter(guideline="x")  # type: ignore[call-arg]  # pyright: ignore
    kb.sources.filter(year=2015)  # type: ignore[call-arg]  # pyright: ignore
    kb.symptoms.filter(parent="x")  # type: ignore[call-arg]  # pyright: ignore
    kb.therapies.filter(kinds="x")  # type: ignore[call-arg]  # pyright: ignore
    kb.treatments.filter(best_level=1)  # type: ignore[call-arg]  # pyright: ignore
    kb.medications.filter("x")  # type: ignore[call-arg]  # pyright: ignore
    kb.evidence.filter(since="2015")  # type: ignore[arg-type]  # pyright: ignore
    kb.medications.filter(symptom=medication)  # type: ignore[arg-type]  # pyright: ignore
    kb.symptoms | kb.medications  # type: ignore[operator]  # pyright: ignore
    kb.version = "x"  # type: ignore[misc]  # pyright: ignore
    del medication.name  # pyright: ignore
    medication.brands.append("x")  # type: ignore[attr-defined]  # pyright: ignore
    Medication(id="x", nmae="X")  # type: ignore[call-arg]  # pyright: ignore
    alstx.load(folder="x")  # type: ignore[call-arg]  # pyright: ignore
    alstx.medicines  # type: ignore[attr-defined]  # pyright: ignore
    Role.UNUSED  # type: ignore[attr-defined]  # pyright: ignore
