"""The facets of each catalog: which records stand under which node."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property, partial
from typing import TypeVar

from alstx.catalog import Facet
from alstx.hierarchy import Hierarchy
from alstx.ids import Ref, RefKind
from alstx.joining import join
from alstx.model import DrugClass, Medication, Record, Therapy, Treatment
from alstx.names import NameIndex
from alstx.records import Records
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
_LABELS = {
    "symptoms": "symptom",
    "medications": "medication",
    "drug_classes": "drug class",
    "mechanisms": "mechanism",
    "therapies": "therapy",
    "agents": "agent",
    "sources": "source",
    "evidence": "evidence record",
    "recommendations": "recommendation",
    "treatments": "treatment",
}


class Joins:
    """What the facets of all catalogs are built from: trees, name indexes, treatments.

    Each part is built when it is first needed.

    Args:
        records: The records of the base.
    """

    def __init__(self, records: Records) -> None:
        """Keeps the records."""
        self.records = records
        self._indexes: dict[str, NameIndex] = {}

    def index(self, kind: str) -> NameIndex:
        """Gives the index of names of a kind."""
        if kind not in self._indexes:
            self._indexes[kind] = NameIndex(_LABELS[kind], self.held(kind))
        return self._indexes[kind]

    def held(self, kind: str) -> tuple[Record, ...]:
        """Gives all records of a kind, treatments included, in order."""
        if kind == "treatments":
            return self.treatments
        records: tuple[Record, ...] = getattr(self.records, kind)
        return records

    @cached_property
    def symptoms(self) -> Hierarchy:
        """The hierarchy of symptoms."""
        return Hierarchy({s.id: s.parents for s in self.records.symptoms})

    @cached_property
    def classes(self) -> Hierarchy:
        """The hierarchy of drug classes."""
        return Hierarchy({c.id: c.parents for c in self.records.drug_classes})

    @cached_property
    def mechanisms(self) -> Hierarchy:
        """The hierarchy of mechanisms."""
        return Hierarchy({m.id: m.parents for m in self.records.mechanisms})

    @cached_property
    def agents(self) -> Hierarchy:
        """The hierarchy of outside agents."""
        return Hierarchy({a.id: a.parents for a in self.records.agents})

    @cached_property
    def treatments(self) -> tuple[Treatment, ...]:
        """All treatments, firmest first."""
        return tuple(join(self.records, self.classes))

    @cached_property
    def classes_of(self) -> Mapping[Ref, Ids]:
        """For each medication and class, the classes it stands under."""
        up = self.classes.lineage
        of = {Ref(RefKind.DRUG_CLASSES, node): up(node) for node in self.classes.parents}
        for medication in self.records.medications:
            of[medication.ref] = _NOBODY.union(*map(up, medication.drug_classes))
        return of

    @cached_property
    def mechanisms_of(self) -> Mapping[Ref, Ids]:
        """For each medication, the mechanisms it stands under."""
        up = self.mechanisms.lineage
        return {m.ref: _NOBODY.union(*map(up, m.mechanisms)) for m in self.records.medications}

    @cached_property
    def sources_current(self) -> Mapping[str, bool]:
        """For each source, whether it counts."""
        return {source.id: source.is_current for source in self.records.sources}

    @cached_property
    def years(self) -> Mapping[str, int]:
        """For each source with a year, that year."""
        return {source.id: source.year for source in self.records.sources if source.year}

    def treated(self, role: Role | None) -> Mapping[Ref, Ids]:
        """For each intervention, the symptoms it treats in a role, and all above them."""
        of: dict[Ref, set[str]] = defaultdict(set)
        for treatment in self.treatments:
            if role is None or treatment.role is role:
                of[treatment.intervention] |= self.symptoms.lineage(treatment.symptom)
        return {ref: frozenset(symptoms) for ref, symptoms in of.items()}

    def above(self, symptoms: Iterable[str]) -> Ids:
        """The symptoms and all above them."""
        return _NOBODY.union(*map(self.symptoms.lineage, symptoms))


def _by(
    nodes: NameIndex | tuple[str, tuple[str, ...]],
    records: Iterable[T],
    under: Callable[[T], Iterable[str]],
) -> Facet:
    """Builds a facet: `under` names every node that a record stands under."""
    members: dict[str, set[int]] = defaultdict(set)
    for at, record in enumerate(records):
        for node in under(record):
            members[node].add(at)
    return Facet(nodes, members)


def _words(kind: str, vocabulary: type[StrEnum]) -> tuple[str, tuple[str, ...]]:
    return kind, tuple(word.value for word in vocabulary)


def _ids_of(refs: Iterable[Ref], kind: RefKind) -> list[str]:
    return [ref.id for ref in refs if ref.kind is kind]


def _flag(holds: bool) -> str:
    return str(holds).lower()


def _up_to(level: Level | None) -> list[str]:
    """The level and all worse ones: asking for level 3 keeps 1, 2 and 3."""
    return [] if level is None else [str(int(other)) for other in Level if other >= level]


def _level_words() -> tuple[str, tuple[str, ...]]:
    return "level", tuple(str(int(level)) for level in Level)


def of_symptoms(j: Joins) -> Facets:
    """Facets of the symptoms."""
    used: dict[str, set[str]] = defaultdict(set)
    for treatment in j.treatments:
        if treatment.role is Role.USED:
            used[treatment.symptom].update(_ids_of([treatment.intervention], RefKind.MEDICATIONS))
    symptoms = j.records.symptoms
    return {
        "group": _by(j.index("symptoms"), symptoms, lambda s: j.symptoms.lineage(s.id)),
        "medication": _by(j.index("medications"), symptoms, lambda s: used[s.id]),
    }


def _treating(j: Joins, kind: str) -> Facets:
    """Facets by symptom of a kind of intervention: one for each role, and one for any."""
    held: tuple[Medication | DrugClass | Therapy, ...] = getattr(j.records, kind)
    found: Facets = {}
    for role in (*Role, None):
        treated = j.treated(role)
        name = "symptom" if role is None else f"symptom as {role}"
        above = {record.id: treated.get(record.ref, _NOBODY) for record in held}
        found[name] = _by(j.index("symptoms"), held, partial(_of_id, above))
    return found


def _of_id(nodes: Mapping[str, Ids], record: Record) -> Ids:
    return nodes[record.id]


def of_medications(j: Joins) -> Facets:
    """Facets of the medications."""
    held = j.records.medications
    return {
        **_treating(j, "medications"),
        "drug_class": _by(j.index("drug_classes"), held, lambda m: j.classes_of[m.ref]),
        "mechanism": _by(j.index("mechanisms"), held, lambda m: j.mechanisms_of[m.ref]),
        "kind": _by(_words("kind", MedicationKind), held, lambda m: [m.kind]),
    }


def of_drug_classes(j: Joins) -> Facets:
    """Facets of the drug classes."""
    held = j.records.drug_classes
    group = _by(j.index("drug_classes"), held, lambda c: j.classes.lineage(c.id))
    return {**_treating(j, "drug_classes"), "group": group}


def of_mechanisms(j: Joins) -> Facets:
    """Facets of the mechanisms."""
    held = j.records.mechanisms
    having: dict[str, set[str]] = defaultdict(set)
    for medication in j.records.medications:
        for mechanism in j.mechanisms_of[medication.ref]:
            having[mechanism].add(medication.id)
    return {
        "group": _by(j.index("mechanisms"), held, lambda m: j.mechanisms.lineage(m.id)),
        "medication": _by(j.index("medications"), held, lambda m: having[m.id]),
    }


def of_therapies(j: Joins) -> Facets:
    """Facets of the therapies."""
    kind = _by(_words("kind", TherapyKind), j.records.therapies, lambda t: [t.kind])
    return {**_treating(j, "therapies"), "kind": kind}


def of_agents(j: Joins) -> Facets:
    """Facets of the agents."""
    return {"group": _by(j.index("agents"), j.records.agents, lambda a: j.agents.lineage(a.id))}


def of_sources(j: Joins) -> Facets:
    """Facets of the sources."""
    on: dict[str, set[str]] = defaultdict(set)
    for evidence in j.records.evidence:
        on[evidence.source] |= j.above(evidence.symptoms)
    for recommendation in j.records.recommendations:
        on[recommendation.source] |= j.symptoms.lineage(recommendation.symptom)
    held = j.records.sources
    return {
        "kind": _by(_words("kind", SourceKind), held, lambda s: [s.kind]),
        "symptom": _by(j.index("symptoms"), held, lambda s: on[s.id]),
        "population": _by(
            _words("population", Population),
            held,
            lambda s: [] if s.population is None else [s.population],
        ),
        "current": _by(("current", _FLAGS), held, lambda s: [_flag(s.is_current)]),
    }


def of_evidence(j: Joins) -> Facets:
    """Facets of the evidence."""
    held = j.records.evidence
    medications = j.index("medications")
    therapies = j.index("therapies")
    return {
        "medication": _by(
            medications, held, lambda e: _ids_of(e.interventions, RefKind.MEDICATIONS)
        ),
        "therapy": _by(therapies, held, lambda e: _ids_of(e.interventions, RefKind.THERAPIES)),
        "drug_class": _by(
            j.index("drug_classes"),
            held,
            lambda e: _NOBODY.union(*(j.classes_of.get(ref, _NOBODY) for ref in e.interventions)),
        ),
        "symptom": _by(j.index("symptoms"), held, lambda e: j.above(e.symptoms)),
        "direction": _by(_words("direction", Direction), held, lambda e: [e.direction]),
        "design": _by(_words("design", StudyDesign), held, lambda e: [e.design]),
        "population": _by(_words("population", Population), held, lambda e: [e.population]),
        "certainty": _by(
            _words("certainty", Certainty),
            held,
            lambda e: [] if e.certainty is None else [e.certainty],
        ),
        "source": _by(j.index("sources"), held, lambda e: [e.source]),
        "level": _by(_level_words(), held, lambda e: _up_to(e.level)),
    }


def of_recommendations(j: Joins) -> Facets:
    """Facets of the recommendations."""
    held = j.records.recommendations
    return {
        **_intervening(j, [r.intervention for r in held]),
        "symptom": _by(j.index("symptoms"), held, lambda r: j.symptoms.lineage(r.symptom)),
        "stance": _by(_words("stance", Stance), held, lambda r: [r.stance]),
        "source": _by(j.index("sources"), held, lambda r: [r.source]),
        "line": _by(_words("line", Line), held, lambda r: [] if r.line is None else [r.line]),
        "verification": _by(_words("verification", Verification), held, lambda r: [r.verification]),
        "current": _by(("current", _FLAGS), held, lambda r: [_flag(j.sources_current[r.source])]),
    }


def _intervening(j: Joins, refs: Sequence[Ref]) -> Facets:
    """Facets by the one intervention that each record names."""
    meds, therapies = j.index("medications"), j.index("therapies")
    return {
        "medication": _by(meds, refs, lambda ref: _ids_of([ref], RefKind.MEDICATIONS)),
        "therapy": _by(therapies, refs, lambda ref: _ids_of([ref], RefKind.THERAPIES)),
        "drug_class": _by(
            j.index("drug_classes"), refs, lambda ref: j.classes_of.get(ref, _NOBODY)
        ),
    }


def _sources_of(treatment: Treatment) -> set[str]:
    return {r.source for r in treatment.recommendations} | {e.source for e in treatment.evidence}


def of_treatments(j: Joins) -> Facets:
    """Facets of the treatments."""
    held = j.treatments
    return {
        **_intervening(j, [t.intervention for t in held]),
        "mechanism": _by(
            j.index("mechanisms"), held, lambda t: j.mechanisms_of.get(t.intervention, _NOBODY)
        ),
        "symptom": _by(j.index("symptoms"), held, lambda t: j.symptoms.lineage(t.symptom)),
        "role": _by(_words("role", Role), held, lambda t: [t.role]),
        "status": _by(
            _words("status", LabelStatus), held, lambda t: [] if t.status is None else [t.status]
        ),
        "source": _by(
            j.index("sources"),
            held,
            _sources_of,
        ),
        "contested": _by(("contested", _FLAGS), held, lambda t: [_flag(t.contested)]),
        "level": _by(_level_words(), held, lambda t: _up_to(t.best_level)),
    }
