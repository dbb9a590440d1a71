"""Indexes of a knowledge base: records by id, ids by name, positions by filter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from alstx import vocab
from alstx.display.labels import Labels, labels_of
from alstx.ids import Ref, RefKind
from alstx.kb import formulary
from alstx.kb.filters import Filter, Positions
from alstx.kb.groups import Groups
from alstx.kb.hierarchy import Hierarchy
from alstx.kb.join import join
from alstx.kb.meanings import meanings_of
from alstx.lazy import once
from alstx.model.base import Record
from alstx.model.records import LABELS, TREES, Records
from alstx.names.folding import fold
from alstx.names.index import NameIndex
from alstx.names.lexicon import MEDICINES, PLAIN, SYMPTOMS, THERAPIES, UNGUARDED
from alstx.names.near import word

if TYPE_CHECKING:
    from alstx.model.literature import Recommendation
    from alstx.model.products import Product
    from alstx.model.terms import Agent, DrugClass, Medication, Therapy
    from alstx.model.treatment import Treatment
    from alstx.names.tables import Tables

R = TypeVar("R", bound=Record)
Ids = frozenset[str]
Rule = tuple[str | tuple[str, ...], Callable[["Index", Any], Iterable[str]]]
"""A filter argument: the kind of its nodes, or their words (none: those that records have); and
the nodes a record is under."""

_SUBSTANCES = ("medications", "drug_classes", "mechanisms", "agents")
_ELSEWHERE = {"symptoms": _SUBSTANCES, "therapies": (*_SUBSTANCES, "symptoms")}
"""Kinds whose longer names a text means rather than a name within them."""
_LEXICONS = {
    "agents": UNGUARDED,
    "medications": MEDICINES,
    "symptoms": SYMPTOMS,
    "therapies": THERAPIES,
}


class Table(Generic[R]):
    """All records of one kind with their indexes; every catalog of the kind is a cut of it.

    Args:
        index: What the parts are made by.
        kind: The kind of the records.
    """

    def __init__(self, index: Index, kind: str) -> None:
        self.index = index
        self.kind = kind
        self.by_id: dict[str, R] = {}  # cache of the records that were used

    def __reduce__(self) -> tuple[Any, ...]:
        return Index.table, (self.index, self.kind)

    @once
    def records(self) -> Sequence[R]:
        """All records, in order."""
        return self.index.of_kind(self.kind)

    @once
    def ids(self) -> tuple[str, ...]:
        """All ids, in order."""
        return tuple(self.index.ids(self.kind))

    @once
    def positions(self) -> Mapping[str, int]:
        """Position of each id."""
        return {id_: at for at, id_ in enumerate(self.ids)}

    @once
    def everything(self) -> Positions:
        """All positions."""
        return frozenset(range(len(self.ids)))

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
        sources = self.index.labels.sources
        found = (sources.get(getattr(r, "source", r.id)) for r in self.records)
        return {at: s.year for at, s in enumerate(found) if s is not None and s.year}


class Index:
    """Tables of all kinds; each part is built on first use.

    Args:
        records: The records of the knowledge base.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self.tables: Mapping[str, Table[Any]] = {kind: Table(self, kind) for kind in LABELS}

    def __reduce__(self) -> tuple[Any, ...]:
        return Index, (self.whole,)

    def table(self, kind: str) -> Table[Any]:
        """Return the table of a kind."""
        return self.tables[kind]

    @once
    def whole(self) -> Records:
        """The records, all of them made."""
        return self.records

    @once
    def products(self) -> tuple[Product, ...]:
        """The products without records, in order of name."""
        return self.records.products

    def of_kind(self, kind: str) -> Sequence[Any]:
        """Return all records of a kind, treatments included, in order."""
        records: Sequence[Any] = getattr(self if kind == "treatments" else self.records, kind)
        return records

    def ids(self, kind: str) -> Iterable[str]:
        """Return the ids of a kind, in order."""
        return [record.id for record in self.of_kind(kind)]

    def named(self, kind: str, name: object, country: str | None = None) -> str:
        """Return the id of the one record that has a name, or that is given, or raise an error."""
        names = self.tables[kind].names
        return names.resolve(name.id if isinstance(name, Record) else name, country)

    def names(self, kind: str, tables: Tables | None = None) -> NameIndex:
        """Make the index of names of a kind, from its tables where they are there."""
        return NameIndex(
            LABELS[kind],
            self.of_kind(kind),
            _LEXICONS.get(kind, PLAIN),
            tables,
            elsewhere=lambda: tuple(
                name for k in _ELSEWHERE.get(kind, ()) for r in self.of_kind(k) for name in r.names
            ),
            bearers=self._bearers,
            meanings=lambda: meanings_of(self, kind),
        )

    def _bearers(self, identifier: str) -> tuple[str, ...]:
        """Name what has an identifier, of whatever kind."""
        return tuple(
            f"{LABELS[kind]} {id_!r}"
            for kind in ("symptoms", *_SUBSTANCES, "therapies", "sources")
            for id_ in self.tables[kind].names.identified(identifier)
        )

    def filters(self, kind: str) -> Mapping[str, Filter]:
        """Make the filters of a kind, by name of the argument."""
        made: dict[str, Filter] = {}
        for name, (nodes, under) in RULES[kind].items():
            members: dict[str, set[int]] = defaultdict(set)
            for at, record in enumerate(self.of_kind(kind)):
                for node in under(self, record):
                    members[node].add(at)
            known = nodes or tuple(sorted(members))
            made[name] = Filter(self.key(name, known), known, members)
        return made

    def key(self, name: str, nodes: str | tuple[str, ...]) -> Callable[[object], tuple[str, ...]]:
        """Return what finds the nodes that a caller wrote for a filter argument."""
        if isinstance(nodes, str):
            return partial(self.under, nodes)
        return lambda value: (word(name, nodes, value),)

    def under(self, kind: str, name: object) -> tuple[str, ...]:
        """Return the ids that a filter argument means; an identifier may mean several."""
        names = self.tables[kind].names
        return names.under(name.id if isinstance(name, Record) else name)

    @once
    def treatments(self) -> Sequence[Treatment]:
        """All treatments, strongest support first."""
        return tuple(join(self.whole, self.trees["drug_classes"]))

    @once
    def by_ref(self) -> Mapping[Ref, Medication | DrugClass | Therapy | Agent]:
        """Every record that a reference can name."""
        return {record.ref: record for kind in RefKind for record in self.of_kind(kind.value)}

    @once
    def labels(self) -> Labels:
        """Names and sources, by which views show ids as names and links."""
        return labels_of(self.whole)

    @once
    def trees(self) -> Mapping[str, Hierarchy]:
        """The is-a hierarchies by kind."""
        nodes = {kind: self.of_kind(kind) for kind in TREES}
        return {kind: Hierarchy({n.id: n.parents for n in found}) for kind, found in nodes.items()}

    @once
    def groups(self) -> Groups:
        """Groups that medicines, classes and agents belong to."""
        return Groups(self.of_kind)

    @once
    def products_of(self) -> Mapping[str, Product]:
        """The products by folded name."""
        return {fold(product.name): product for product in self.products}

    @once
    def on_purpose(self) -> Sequence[Recommendation]:
        """Current statements that name medicines to be given together."""
        sources = self.labels.sources
        statements: Sequence[Recommendation] = self.of_kind("recommendations")
        return [r for r in statements if r.together and r.is_for and sources[r.source].is_current]

    def lineage(self, kind: str, *ids: str) -> Ids:
        """Return some nodes of a hierarchy and all above them."""
        return Ids().union(*map(self.trees[kind].lineage, ids))

    def above(self, kind: str, ref: Ref) -> Ids:
        """Return the classes or mechanisms that an intervention stands under."""
        own = (ref.id,) if ref.kind == kind else getattr(self.by_ref[ref], kind, ())
        return self.lineage(kind, *own)

    @once
    def treatments_of(self) -> Mapping[Ref | str, Sequence[Treatment]]:
        """The treatments by an intervention, and those for a symptom as such."""
        of: dict[Ref | str, list[Treatment]] = defaultdict(list)
        for treatment in self.treatments:
            of[treatment.intervention].append(treatment)
            of[treatment.symptom].append(treatment)
        return of

    @once
    def symptoms_of(self) -> Mapping[str, set[str]]:
        """The symptoms that each source speaks of."""
        of: dict[str, set[str]] = defaultdict(set)
        for said in (*self.of_kind("evidence"), *self.of_kind("recommendations")):
            of[said.source].update(_symptoms(said))
        return of


def _symptoms(said: Any) -> tuple[str, ...]:
    return getattr(said, "symptoms", None) or (said.symptom,)


def _of(kind: RefKind, said: Any) -> list[str]:
    refs = getattr(said, "interventions", None) or (said.intervention,)
    return [ref.id for ref in refs if ref.kind is kind]


def _classes(x: Index, said: Any) -> Ids:
    refs = getattr(said, "interventions", None) or (said.intervention,)
    return Ids().union(*(x.above("drug_classes", ref) for ref in refs))


def _sources(_: Index, treatment: Any) -> set[str]:
    approvals = treatment.indication.approvals if treatment.indication else ()
    return {said.source for said in (*treatment.recommendations, *treatment.evidence, *approvals)}


def _up_to(level: vocab.Level | None) -> list[str]:
    """Return the level and all worse ones: asking for level 3 keeps 1, 2 and 3."""
    return [] if level is None else [str(int(other)) for other in vocab.Level if other >= level]


def _treating(x: Index, record: Any, role: vocab.Role | None) -> Ids:
    treatments = x.treatments_of.get(record.ref, ())
    return x.lineage("symptoms", *(t.symptom for t in treatments if role in (None, t.role)))


def _medicines_for(x: Index, symptom: Any) -> list[str]:
    used = [t for t in x.treatments_of.get(symptom.id, ()) if t.role is vocab.Role.USED]
    return [id_ for t in used for id_ in _of(RefKind.MEDICATIONS, t)]


def _acting_by(x: Index, mechanism: Any) -> list[str]:
    medications = x.tables["medications"]
    return [medications.ids[at] for at in medications.filters["mechanism"].pick(mechanism.id)]


def _words(**vocabularies: type[StrEnum]) -> dict[str, Rule]:
    """Return the rule for each argument that names a word, or words, of the record."""

    def under(_: Index, record: Any, name: str) -> Iterable[str]:
        value: Any = getattr(record, name)
        if isinstance(value, tuple):
            return cast("tuple[str, ...]", value)
        return () if value is None else (value,)

    return {
        name: (tuple(word.value for word in words), partial(under, name=name))
        for name, words in vocabularies.items()
    }


def _tree(kind: str) -> Rule:
    return kind, lambda x, record: x.lineage(kind, record.id)


def _flag(holds: Callable[[Index, Any], bool]) -> Rule:
    return ("true", "false"), lambda x, record: (str(holds(x, record)).lower(),)


def _formulary(under: Callable[[Any], Iterable[str]]) -> Callable[[Index, Any], Iterable[str]]:
    return lambda _, record: under(record)


_OF_FORMS: dict[str, Rule] = {
    name: (words, _formulary(under)) for name, (words, under) in formulary.FILTERS.items()
}
_LEVELS = tuple(str(int(level)) for level in vocab.Level)
_FOR_SYMPTOM: dict[str, Rule] = {
    "symptom" if role is None else f"symptom as {role}": ("symptoms", partial(_treating, role=role))
    for role in (*vocab.Role, None)
}
_ABOUT: dict[str, Rule] = {
    "medication": ("medications", lambda _, r: _of(RefKind.MEDICATIONS, r)),
    "therapy": ("therapies", lambda _, r: _of(RefKind.THERAPIES, r)),
    "drug_class": ("drug_classes", _classes),
    "symptom": ("symptoms", lambda x, r: x.lineage("symptoms", *_symptoms(r))),
}
RULES: Mapping[str, Mapping[str, Rule]] = {
    "symptoms": {"group": _tree("symptoms"), "medication": ("medications", _medicines_for)},
    "medications": {
        **_FOR_SYMPTOM,
        "drug_class": ("drug_classes", lambda x, m: x.above("drug_classes", m.ref)),
        "mechanism": ("mechanisms", lambda x, m: x.above("mechanisms", m.ref)),
        **_words(kind=vocab.MedicationKind),
        **_OF_FORMS,
    },
    "drug_classes": {**_FOR_SYMPTOM, "group": _tree("drug_classes")},
    "mechanisms": {"group": _tree("mechanisms"), "medication": ("medications", _acting_by)},
    "therapies": {**_FOR_SYMPTOM, **_words(kind=vocab.TherapyKind)},
    "agents": {"group": _tree("agents")},
    "sources": {
        **_words(kind=vocab.SourceKind, population=vocab.Population),
        "symptom": ("symptoms", lambda x, s: x.lineage("symptoms", *x.symptoms_of.get(s.id, ()))),
        "current": _flag(lambda _, s: s.is_current),
        "expired": _flag(lambda x, s: s.is_expired_on(x.labels.day)),
    },
    "evidence": {
        **_ABOUT,
        **_words(
            direction=vocab.Direction,
            endpoint=vocab.Endpoint,
            versus=vocab.Versus,
            domain=vocab.Domain,
        ),
        **_words(design=vocab.StudyDesign, population=vocab.Population, certainty=vocab.Certainty),
        "source": ("sources", lambda _, e: (e.source,)),
        "level": (_LEVELS, lambda _, e: _up_to(e.level)),
    },
    "recommendations": {
        **_ABOUT,
        **_words(stance=vocab.Stance, line=vocab.Line, population=vocab.Audience),
        "source": ("sources", lambda _, r: (r.source,)),
        "current": _flag(lambda x, r: x.labels.sources[r.source].is_current),
    },
    "treatments": {
        **_ABOUT,
        **_words(role=vocab.Role, basis=vocab.Basis, status=vocab.LabelStatus),
        "mechanism": ("mechanisms", lambda x, t: x.above("mechanisms", t.intervention)),
        "source": ("sources", _sources),
        "contested": _flag(lambda _, t: t.contested),
        "level": (_LEVELS, lambda _, t: _up_to(t.best_supporting_level)),
        **_OF_FORMS,
    },
}
"""For each kind its filter arguments."""
