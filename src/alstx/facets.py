"""The facets of each catalog: which records stand under which node."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import TypeVar

from alstx.ids import Ref, RefKind
from alstx.lookups import Lookups
from alstx.model import DrugClass, Medication, Record, Therapy, Treatment
from alstx.shelf import Facet, Names, Words
from alstx.vocab import (
    Certainty,
    Direction,
    LabelStatus,
    Level,
    Line,
    MedicationKind,
    Population,
    Role,
    SourceKind,
    Stance,
    StudyDesign,
    TherapyKind,
    Verification,
)

T = TypeVar("T")
Facets = dict[str, Facet]
Ids = frozenset[str]
_NOBODY: Ids = frozenset()
_FLAGS = ("true", "false")


def _by(
    nodes: Names | Words,
    records: Iterable[T],
    under: Callable[[T], Iterable[str]],
) -> Facet:
    """Builds a facet: `under` names every node that a record stands under."""
    members: dict[str, set[int]] = defaultdict(set)
    for at, record in enumerate(records):
        for node in under(record):
            members[node].add(at)
    return Facet(nodes, members)


def _words(kind: str, vocabulary: type[StrEnum]) -> Words:
    return Words(kind, tuple(word.value for word in vocabulary))


def _ids_of(refs: Iterable[Ref], kind: RefKind) -> list[str]:
    return [ref.id for ref in refs if ref.kind is kind]


def _flag(holds: bool) -> str:
    return str(holds).lower()


def _up_to(level: Level | None) -> list[str]:
    """The level and all worse ones: asking for level 3 keeps 1, 2 and 3."""
    return [] if level is None else [str(int(other)) for other in Level if other >= level]


def _level_words() -> Words:
    return Words("level", tuple(str(int(level)) for level in Level))


def of_symptoms(base: Lookups) -> Facets:
    """Facets of the symptoms."""
    used: dict[str, set[str]] = defaultdict(set)
    for treatment in base.treatments:
        if treatment.role is Role.USED:
            used[treatment.symptom].update(_ids_of([treatment.intervention], RefKind.MEDICATIONS))
    symptoms = base.records.symptoms
    return {
        "group": _by(Names(base, "symptoms"), symptoms, lambda s: base.symptoms.lineage(s.id)),
        "medication": _by(Names(base, "medications"), symptoms, lambda s: used[s.id]),
    }


def _treating(base: Lookups, kind: str) -> Facets:
    """Facets by symptom of a kind of intervention: one for each role, and one for any."""
    held: Sequence[Medication | DrugClass | Therapy] = getattr(base.records, kind)
    found: Facets = {}
    for role in (*Role, None):
        treated = base.treated(role)
        name = "symptom" if role is None else f"symptom as {role}"
        above = {record.id: treated.get(record.ref, _NOBODY) for record in held}
        found[name] = _by(Names(base, "symptoms"), held, partial(_of_id, above))
    return found


def _of_id(nodes: Mapping[str, Ids], record: Record) -> Ids:
    return nodes[record.id]


def of_medications(base: Lookups) -> Facets:
    """Facets of the medications."""
    held = base.records.medications
    return {
        **_treating(base, "medications"),
        "drug_class": _by(Names(base, "drug_classes"), held, lambda m: base.classes_of[m.ref]),
        "mechanism": _by(Names(base, "mechanisms"), held, lambda m: base.mechanisms_of[m.ref]),
        "kind": _by(_words("kind", MedicationKind), held, lambda m: [m.kind]),
    }


def of_drug_classes(base: Lookups) -> Facets:
    """Facets of the drug classes."""
    held = base.records.drug_classes
    group = _by(Names(base, "drug_classes"), held, lambda c: base.classes.lineage(c.id))
    return {**_treating(base, "drug_classes"), "group": group}


def of_mechanisms(base: Lookups) -> Facets:
    """Facets of the mechanisms."""
    held = base.records.mechanisms
    having: dict[str, set[str]] = defaultdict(set)
    for medication in base.records.medications:
        for mechanism in base.mechanisms_of[medication.ref]:
            having[mechanism].add(medication.id)
    return {
        "group": _by(Names(base, "mechanisms"), held, lambda m: base.mechanisms.lineage(m.id)),
        "medication": _by(Names(base, "medications"), held, lambda m: having[m.id]),
    }


def of_therapies(base: Lookups) -> Facets:
    """Facets of the therapies."""
    kind = _by(_words("kind", TherapyKind), base.records.therapies, lambda t: [t.kind])
    return {**_treating(base, "therapies"), "kind": kind}


def of_agents(base: Lookups) -> Facets:
    """Facets of the agents."""
    return {
        "group": _by(
            Names(base, "agents"), base.records.agents, lambda a: base.agents.lineage(a.id)
        )
    }


def of_sources(base: Lookups) -> Facets:
    """Facets of the sources."""
    about: dict[str, set[str]] = defaultdict(set)
    for evidence in base.records.evidence:
        about[evidence.source] |= base.above(evidence.symptoms)
    for recommendation in base.records.recommendations:
        about[recommendation.source] |= base.symptoms.lineage(recommendation.symptom)
    held = base.records.sources
    return {
        "kind": _by(_words("kind", SourceKind), held, lambda s: [s.kind]),
        "symptom": _by(Names(base, "symptoms"), held, lambda s: about[s.id]),
        "population": _by(
            _words("population", Population),
            held,
            lambda s: [] if s.population is None else [s.population],
        ),
        "current": _by(Words("current", _FLAGS), held, lambda s: [_flag(s.is_current)]),
    }


def of_evidence(base: Lookups) -> Facets:
    """Facets of the evidence."""
    held = base.records.evidence
    medications = Names(base, "medications")
    therapies = Names(base, "therapies")
    return {
        "medication": _by(
            medications, held, lambda e: _ids_of(e.interventions, RefKind.MEDICATIONS)
        ),
        "therapy": _by(therapies, held, lambda e: _ids_of(e.interventions, RefKind.THERAPIES)),
        "drug_class": _by(
            Names(base, "drug_classes"),
            held,
            lambda e: _NOBODY.union(
                *(base.classes_of.get(ref, _NOBODY) for ref in e.interventions)
            ),
        ),
        "symptom": _by(Names(base, "symptoms"), held, lambda e: base.above(e.symptoms)),
        "direction": _by(_words("direction", Direction), held, lambda e: [e.direction]),
        "design": _by(_words("design", StudyDesign), held, lambda e: [e.design]),
        "population": _by(_words("population", Population), held, lambda e: [e.population]),
        "certainty": _by(
            _words("certainty", Certainty),
            held,
            lambda e: [] if e.certainty is None else [e.certainty],
        ),
        "source": _by(Names(base, "sources"), held, lambda e: [e.source]),
        "level": _by(_level_words(), held, lambda e: _up_to(e.level)),
    }


def of_recommendations(base: Lookups) -> Facets:
    """Facets of the recommendations."""
    held = base.records.recommendations
    return {
        **_intervening(base, [r.intervention for r in held]),
        "symptom": _by(Names(base, "symptoms"), held, lambda r: base.symptoms.lineage(r.symptom)),
        "stance": _by(_words("stance", Stance), held, lambda r: [r.stance]),
        "source": _by(Names(base, "sources"), held, lambda r: [r.source]),
        "line": _by(_words("line", Line), held, lambda r: [] if r.line is None else [r.line]),
        "verification": _by(_words("verification", Verification), held, lambda r: [r.verification]),
        "current": _by(
            Words("current", _FLAGS), held, lambda r: [_flag(base.sources_current[r.source])]
        ),
    }


def _intervening(base: Lookups, refs: Sequence[Ref]) -> Facets:
    """Facets by the one intervention that each record names."""
    meds, therapies = Names(base, "medications"), Names(base, "therapies")
    return {
        "medication": _by(meds, refs, lambda ref: _ids_of([ref], RefKind.MEDICATIONS)),
        "therapy": _by(therapies, refs, lambda ref: _ids_of([ref], RefKind.THERAPIES)),
        "drug_class": _by(
            Names(base, "drug_classes"), refs, lambda ref: base.classes_of.get(ref, _NOBODY)
        ),
    }


def _sources_of(treatment: Treatment) -> set[str]:
    return {r.source for r in treatment.recommendations} | {e.source for e in treatment.evidence}


def of_treatments(base: Lookups) -> Facets:
    """Facets of the treatments."""
    held = base.treatments
    return {
        **_intervening(base, [t.intervention for t in held]),
        "mechanism": _by(
            Names(base, "mechanisms"),
            held,
            lambda t: base.mechanisms_of.get(t.intervention, _NOBODY),
        ),
        "symptom": _by(Names(base, "symptoms"), held, lambda t: base.symptoms.lineage(t.symptom)),
        "role": _by(_words("role", Role), held, lambda t: [t.role]),
        "status": _by(
            _words("status", LabelStatus), held, lambda t: [] if t.status is None else [t.status]
        ),
        "source": _by(
            Names(base, "sources"),
            held,
            _sources_of,
        ),
        "contested": _by(Words("contested", _FLAGS), held, lambda t: [_flag(t.contested)]),
        "level": _by(_level_words(), held, lambda t: _up_to(t.best_level)),
    }


FACETS: Mapping[str, Callable[[Lookups], Facets]] = {
    "symptoms": of_symptoms,
    "medications": of_medications,
    "drug_classes": of_drug_classes,
    "mechanisms": of_mechanisms,
    "therapies": of_therapies,
    "agents": of_agents,
    "sources": of_sources,
    "evidence": of_evidence,
    "recommendations": of_recommendations,
    "treatments": of_treatments,
}
"""For each kind what makes its facets."""
