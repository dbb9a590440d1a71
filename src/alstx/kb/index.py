"""Indexes of a knowledge base: records by id, ids by name, positions by filter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from alstx.display.labels import Labels, labels_of
from alstx.ids import Ref, RefKind
from alstx.kb.filters import RULES, Filter, symptoms_of
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
    from alstx.kb.filters import Positions
    from alstx.model.literature import Recommendation
    from alstx.model.products import Product
    from alstx.model.terms import Agent, DrugClass, Medication, Therapy
    from alstx.model.treatment import Treatment
    from alstx.names.tables import Tables

R = TypeVar("R", bound=Record)
Ids = frozenset[str]

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

    def called(self, name: str, kinds: Iterable[str]) -> list[str]:
        """Say what of some kinds has a name or identifier, or that the disease has it."""
        found = ((kind, id_) for kind in kinds for id_ in self.tables[kind].names.lookup(name))
        said = [f"it is the {LABELS[kind]} {id_!r}" for kind, id_ in found]
        foreign = self.tables["symptoms"].names.foreign(name)
        return said or ([foreign] if foreign else [])

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
        return labels_of(self.of_kind, self.records.day)

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
            of[said.source].update(symptoms_of(said))
        return of
