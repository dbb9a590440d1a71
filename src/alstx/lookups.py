"""What catalogs and interactions are built from: trees, name indexes, treatments."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from alstx.catalog import Context
from alstx.hierarchy import Hierarchy
from alstx.ids import Ref, RefKind
from alstx.joining import join
from alstx.model import Agent, DrugClass, Medication, Record, Therapy, Treatment
from alstx.names import MEDICINES, PLAIN, UNGUARDED, NameIndex
from alstx.records import Records
from alstx.vocab import Role

Ids = frozenset[str]
_NOBODY: Ids = frozenset()
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
_LEXICONS = {"medications": MEDICINES, "agents": UNGUARDED}


class Lookups:
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
            lexicon = _LEXICONS.get(kind, PLAIN)
            self._indexes[kind] = NameIndex(_LABELS[kind], self.held(kind), lexicon)
        return self._indexes[kind]

    def held(self, kind: str) -> tuple[Record, ...]:
        """Gives all records of a kind, treatments included, in order."""
        if kind == "treatments":
            return self.treatments
        records: tuple[Record, ...] = getattr(self.records, kind)
        return records

    @cached_property
    def by_ref(self) -> Mapping[Ref, Medication | DrugClass | Therapy | Agent]:
        """Every record that a reference can name."""
        r = self.records
        held: tuple[Medication | DrugClass | Therapy | Agent, ...] = (
            *r.medications,
            *r.drug_classes,
            *r.therapies,
            *r.agents,
        )
        return {record.ref: record for record in held}

    @cached_property
    def context(self) -> Context:
        """What views need to show ids as names and links."""
        return Context(
            names={ref: record.name for ref, record in self.by_ref.items()},
            symptoms={symptom.id: symptom.name for symptom in self.records.symptoms},
            classes={found.id: found.name for found in self.records.drug_classes},
            sources={source.id: source for source in self.records.sources},
        )

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Names by kind and id, of classes and mechanisms."""
        return {
            "drug_classes": {c.id: c.name for c in self.records.drug_classes},
            "mechanisms": {m.id: m.name for m in self.records.mechanisms},
        }

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
