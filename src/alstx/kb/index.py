"""Indexes of a knowledge base: records by id, ids by name, positions by filter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, Generic, TypeVar, cast

from alstx.display.labels import Labels, labels_of
from alstx.ids import Ref, RefKind
from alstx.kb.hierarchy import Hierarchy
from alstx.kb.join import join
from alstx.lazy import once
from alstx.model import Agent, DrugClass, Medication, Record, Therapy, Treatment
from alstx.model.records import LABELS, TREES, Records
from alstx.names import MEDICINES, PLAIN, UNGUARDED, NameIndex
from alstx.names.index import Tables, word
from alstx.vocab import (
    Audience,
    Basis,
    Certainty,
    Direction,
    Domain,
    Endpoint,
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
    Versus,
)

R = TypeVar("R", bound=Record)
Ids = frozenset[str]
Positions = frozenset[int]
Under = Callable[["Index", Any], Iterable[str]]
"""The nodes that a record stands under."""

_NOBODY: Ids = frozenset()
_FLAGS = ("true", "false")
_LEVELS = tuple(str(int(level)) for level in Level)
_SUBSTANCES = ("medications", "drug_classes", "mechanisms", "agents")
_ELSEWHERE = {"symptoms": _SUBSTANCES, "therapies": (*_SUBSTANCES, "symptoms")}
"""Kinds whose longer names a text means rather than a name within them."""
_LEXICONS = {"medications": MEDICINES, "agents": UNGUARDED}


class Filter:
    """One filter argument: for each node the positions of the records under it.

    Args:
        named: Finds the id of a node by any name; None where the nodes are words.
        kind: Kind of the records that are nodes, or the name of the vocabulary.
        words: The words of the vocabulary; empty where nodes are records.
        members: For each node the positions of its records; a node without any may be left out.
    """

    def __init__(
        self,
        named: Callable[[str, object], str],
        kind: str,
        words: tuple[str, ...],
        members: Mapping[str, Iterable[int]],
    ) -> None:
        self.named = named
        self.kind = kind
        self.words = words
        self.members = members
        self._picked: dict[str, Positions] = {}

    def pick(self, node: object) -> Positions:
        """Return the positions of the records under a node.

        Raises:
            NotFoundError: If there is no such node.
            AmbiguousNameError: If the name fits several nodes.
            InvalidArgumentError: If the node is blank or of the wrong type.
        """
        if self.words:
            key = word(self.kind, self.words, node)
        else:
            key = self.named(self.kind, node.id if isinstance(node, Record) else node)
        return self._picked.get(key) or self.positions(key)

    def positions(self, node: str) -> Positions:
        """Return the positions of the records under a node, made once."""
        return self._picked.setdefault(node, frozenset(self.members.get(node, ())))


class Index:
    """All that catalogs and interactions are looked up in; each part is made when first needed.

    Args:
        records: The records of the knowledge base.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self.tables: Mapping[str, Table[Any]] = {kind: Table(self, kind) for kind in LABELS}

    def __reduce__(self) -> tuple[Any, ...]:
        return Index, (self.whole,)

    @once
    def whole(self) -> Records:
        """The records, all of them made."""
        return self.records

    def of_kind(self, kind: str) -> Sequence[Any]:
        """Return all records of a kind, treatments included, in order."""
        records: Sequence[Any] = getattr(self if kind == "treatments" else self.records, kind)
        return records

    def ids(self, kind: str) -> Iterable[str]:
        """Return the ids of a kind, in order."""
        return [record.id for record in self.of_kind(kind)]

    def named(self, kind: str, name: object) -> str:
        """Return the id of the one record of a kind that has a name.

        Raises:
            NotFoundError: If none has it.
            AmbiguousNameError: If several have it.
            InvalidArgumentError: If it is blank or not a string.
        """
        return self.tables[kind].names.resolve(name)

    def names(self, kind: str) -> NameIndex:
        """Make the index of names of a kind."""
        return self.name_index(kind, None)

    def name_index(self, kind: str, tables: Tables | None) -> NameIndex:
        """Make the index of names of a kind, from its tables where they are there."""
        others = partial(self._names_of, _ELSEWHERE.get(kind, ()))
        lexicon = _LEXICONS.get(kind, PLAIN)
        records = self.of_kind(kind)
        return NameIndex(
            LABELS[kind], records, lexicon, tables, elsewhere=others, bearers=self._bearers
        )

    def _bearers(self, identifier: str) -> tuple[str, ...]:
        """Name what has an identifier, of whatever kind."""
        return tuple(
            f"{LABELS[kind]} {id_!r}"
            for kind in ("symptoms", *_SUBSTANCES, "therapies", "sources")
            for id_ in self.tables[kind].names.identified(identifier)
        )

    def _names_of(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """Return all names of all records of some kinds."""
        return tuple(
            name for kind in kinds for record in self.of_kind(kind) for name in record.names
        )

    def filters(self, kind: str) -> Mapping[str, Filter]:
        """Make the filters of a kind, by name of the argument."""
        made: dict[str, Filter] = {}
        for name, (nodes, under) in FILTERS[kind].items():
            members: dict[str, set[int]] = defaultdict(set)
            for at, record in enumerate(self.of_kind(kind)):
                for node in under(self, record):
                    members[node].add(at)
            of, words = (nodes, ()) if isinstance(nodes, str) else (name, _words(nodes))
            made[name] = Filter(self.named, of, words, members)
        return made

    def years(self, kind: str) -> Mapping[int, int]:
        """Return the year of publication by position, where there is one."""
        keys = [getattr(record, "source", record.id) for record in self.of_kind(kind)]
        years = {source.id: source.year for source in self.of_kind("sources") if source.year}
        return {at: years[key] for at, key in enumerate(keys) if key in years}

    @once
    def treatments(self) -> Sequence[Treatment]:
        """All treatments, strongest support first."""
        return tuple(join(self.whole, self.trees["drug_classes"]))

    @once
    def by_ref(self) -> Mapping[Ref, Medication | DrugClass | Therapy | Agent]:
        """Every record that a reference can name."""
        kinds: list[str] = [kind.value for kind in RefKind]
        return {record.ref: record for kind in kinds for record in self.of_kind(kind)}

    @once
    def labels(self) -> Labels:
        """Names and sources, by which views show ids as names and links."""
        return labels_of(self.whole)

    @once
    def trees(self) -> Mapping[str, Hierarchy]:
        """The is-a hierarchies by kind."""
        return {
            kind: Hierarchy({node.id: node.parents for node in self.of_kind(kind)})
            for kind in TREES
        }

    def lineage(self, kind: str, *ids: str) -> Ids:
        """Return some nodes of a hierarchy and all above them."""
        return _NOBODY.union(*map(self.trees[kind].lineage, ids))

    @once
    def classes_of(self) -> Mapping[Ref, Ids]:
        """For each medication and class, the classes it stands under."""
        classes = {c.ref: self.lineage("drug_classes", c.id) for c in self.of_kind("drug_classes")}
        medications = self.of_kind("medications")
        return classes | {m.ref: self.lineage("drug_classes", *m.drug_classes) for m in medications}

    def mechanisms_of(self, ref: Ref) -> Ids:
        """Return the mechanisms that an intervention stands under."""
        return self.lineage("mechanisms", *getattr(self.by_ref[ref], "mechanisms", ()))

    def acting_by(self, mechanism: str) -> Iterable[str]:
        """Return the medicines that act by a mechanism."""
        medications = self.tables["medications"]
        return [medications.ids[at] for at in medications.filters["mechanism"].pick(mechanism)]

    @once
    def treatments_of(self) -> Mapping[Ref | str, Sequence[Treatment]]:
        """The treatments by an intervention, and those for a symptom as such."""
        of: dict[Ref | str, list[Treatment]] = defaultdict(list)
        for treatment in self.treatments:
            of[treatment.intervention].append(treatment)
            of[treatment.symptom].append(treatment)
        return of

    @once
    def symptoms_of(self) -> Mapping[str, Ids]:
        """The symptoms that each source speaks of."""
        of: dict[str, set[str]] = defaultdict(set)
        for evidence in self.of_kind("evidence"):
            of[evidence.source].update(evidence.symptoms)
        for statement in self.of_kind("recommendations"):
            of[statement.source].add(statement.symptom)
        return {source: frozenset(symptoms) for source, symptoms in of.items()}


class Table(Generic[R]):
    """All records of one kind with their indexes; every catalog of the kind is a cut of it.

    Args:
        index: What the parts are made by.
        kind: The kind of the records.
    """

    def __init__(self, index: Index, kind: str) -> None:
        self.index = index
        self.kind = kind

    def __reduce__(self) -> tuple[Any, ...]:
        return _table, (self.index, self.kind)

    @once
    def records(self) -> Sequence[R]:
        """All records, in order."""
        return cast("Sequence[R]", self.index.of_kind(self.kind))

    @once
    def ids(self) -> tuple[str, ...]:
        """All ids, in order."""
        return tuple(self.index.ids(self.kind))

    @once
    def positions(self) -> Mapping[str, int]:
        """Where each id stands."""
        return {id_: at for at, id_ in enumerate(self.ids)}

    @once
    def everything(self) -> Positions:
        """All positions."""
        return frozenset(range(len(self.ids)))

    @once
    def by_id(self) -> dict[str, R]:
        """The records that were asked for by id."""
        return {}

    @once
    def names(self) -> NameIndex:
        """The index of their names."""
        return self.index.names(self.kind)

    @once
    def filters(self) -> Mapping[str, Filter]:
        """The filters, by name of the argument."""
        return self.index.filters(self.kind)

    @once
    def years(self) -> Mapping[int, int]:
        """Year of publication by position, where there is one."""
        return self.index.years(self.kind)


def _table(index: Index, kind: str) -> Table[Any]:
    return index.tables[kind]


def _words(nodes: type[StrEnum] | tuple[str, ...]) -> tuple[str, ...]:
    return nodes if isinstance(nodes, tuple) else tuple(word.value for word in nodes)


def _of(kind: RefKind, *refs: Ref) -> list[str]:
    return [ref.id for ref in refs if ref.kind is kind]


def _given(value: str | None) -> list[str]:
    return [] if value is None else [value]


def _flag(holds: bool) -> list[str]:
    return [str(holds).lower()]


def _up_to(level: Level | None) -> list[str]:
    """Return the level and all worse ones: asking for level 3 keeps 1, 2 and 3."""
    return [] if level is None else [str(int(other)) for other in Level if other >= level]


def _treating(role: Role | None) -> Under:
    def under(x: Index, record: Any) -> Iterable[str]:
        treatments = x.treatments_of.get(record.ref, ())
        return x.lineage("symptoms", *(t.symptom for t in treatments if role in (None, t.role)))

    return under


def _medicines_for(x: Index, symptom: Any) -> list[str]:
    used = [t for t in x.treatments_of.get(symptom.id, ()) if t.role is Role.USED]
    return _of(RefKind.MEDICATIONS, *(t.intervention for t in used))


def _sources_of(treatment: Treatment) -> set[str]:
    return {source.id for source in treatment.sources}


Nodes = str | type[StrEnum] | tuple[str, ...]
_FOR_SYMPTOM: dict[str, tuple[Nodes, Under]] = {
    "symptom" if role is None else f"symptom as {role}": ("symptoms", _treating(role))
    for role in (*Role, None)
}
_INTERVENTION: dict[str, tuple[Nodes, Under]] = {
    "medication": ("medications", lambda _, r: _of(RefKind.MEDICATIONS, r.intervention)),
    "therapy": ("therapies", lambda _, r: _of(RefKind.THERAPIES, r.intervention)),
    "drug_class": ("drug_classes", lambda x, r: x.classes_of.get(r.intervention, _NOBODY)),
    "symptom": ("symptoms", lambda x, r: x.lineage("symptoms", r.symptom)),
}
FILTERS: Mapping[str, Mapping[str, tuple[Nodes, Under]]] = {
    "symptoms": {
        "group": ("symptoms", lambda x, s: x.lineage("symptoms", s.id)),
        "medication": ("medications", _medicines_for),
    },
    "medications": {
        **_FOR_SYMPTOM,
        "drug_class": ("drug_classes", lambda x, m: x.classes_of[m.ref]),
        "mechanism": ("mechanisms", lambda x, m: x.lineage("mechanisms", *m.mechanisms)),
        "kind": (MedicationKind, lambda _, m: [m.kind]),
    },
    "drug_classes": {
        **_FOR_SYMPTOM,
        "group": ("drug_classes", lambda x, c: x.lineage("drug_classes", c.id)),
    },
    "mechanisms": {
        "group": ("mechanisms", lambda x, m: x.lineage("mechanisms", m.id)),
        "medication": ("medications", lambda x, m: x.acting_by(m.id)),
    },
    "therapies": {**_FOR_SYMPTOM, "kind": (TherapyKind, lambda _, t: [t.kind])},
    "agents": {"group": ("agents", lambda x, a: x.lineage("agents", a.id))},
    "sources": {
        "kind": (SourceKind, lambda _, s: [s.kind]),
        "symptom": ("symptoms", lambda x, s: x.lineage("symptoms", *x.symptoms_of.get(s.id, ()))),
        "population": (Population, lambda _, s: _given(s.population)),
        "current": (_FLAGS, lambda _, s: _flag(s.is_current)),
    },
    "evidence": {
        "medication": ("medications", lambda _, e: _of(RefKind.MEDICATIONS, *e.interventions)),
        "therapy": ("therapies", lambda _, e: _of(RefKind.THERAPIES, *e.interventions)),
        "drug_class": (
            "drug_classes",
            lambda x, e: _NOBODY.union(*(x.classes_of.get(r, _NOBODY) for r in e.interventions)),
        ),
        "symptom": ("symptoms", lambda x, e: x.lineage("symptoms", *e.symptoms)),
        "direction": (Direction, lambda _, e: [e.direction]),
        "endpoint": (Endpoint, lambda _, e: [e.endpoint]),
        "versus": (Versus, lambda _, e: [e.versus]),
        "domain": (Domain, lambda _, e: e.domain),
        "design": (StudyDesign, lambda _, e: [e.design]),
        "population": (Population, lambda _, e: [e.population]),
        "certainty": (Certainty, lambda _, e: _given(e.certainty)),
        "source": ("sources", lambda _, e: [e.source]),
        "level": (_LEVELS, lambda _, e: _up_to(e.level)),
    },
    "recommendations": {
        **_INTERVENTION,
        "stance": (Stance, lambda _, r: [r.stance]),
        "source": ("sources", lambda _, r: [r.source]),
        "line": (Line, lambda _, r: _given(r.line)),
        "population": (Audience, lambda _, r: [r.population]),
        "current": (_FLAGS, lambda x, r: _flag(x.labels.sources[r.source].is_current)),
    },
    "treatments": {
        **_INTERVENTION,
        "mechanism": ("mechanisms", lambda x, t: x.mechanisms_of(t.intervention)),
        "role": (Role, lambda _, t: [t.role]),
        "basis": (Basis, lambda _, t: _given(t.basis)),
        "status": (LabelStatus, lambda _, t: [t.status]),
        "source": ("sources", lambda _, t: _sources_of(t)),
        "contested": (_FLAGS, lambda _, t: _flag(t.contested)),
        "level": (_LEVELS, lambda _, t: _up_to(t.best_supporting_level)),
    },
}
"""For each kind its filters: the nodes (a kind, or words), and which of them a record is under."""
