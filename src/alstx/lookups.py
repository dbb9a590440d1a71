"""What catalogs and interactions are built from: trees, name indexes, treatments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from alstx.ids import Ref, RefKind
from alstx.once import building, once

if TYPE_CHECKING:  # an answer from the compiled base needs few of them
    from alstx.context import Context
    from alstx.hierarchy import Hierarchy
    from alstx.model import Agent, DrugClass, Medication, Record, Therapy, Treatment
    from alstx.names import Lexicon, NameIndex
    from alstx.names.index import Tables
    from alstx.records import Held
    from alstx.shelf import Facet
    from alstx.vocab import Role


Ids = frozenset[str]
_NOBODY: Ids = frozenset()
LABELS = {
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
_SUBSTANCES = ("medications", "drug_classes", "mechanisms", "agents")
_ELSEWHERE = {"symptoms": _SUBSTANCES, "therapies": (*_SUBSTANCES, "symptoms")}
"""Kinds whose longer names a text means rather than a name within them."""


def lexicon(kind: str) -> Lexicon:
    """What to know of the names of a kind."""
    from alstx.names import MEDICINES, PLAIN, UNGUARDED  # noqa: PLC0415 (as above)

    return {"medications": MEDICINES, "agents": UNGUARDED}.get(kind, PLAIN)


def _tree(parents: Mapping[str, Iterable[str]]) -> Hierarchy:
    from alstx.hierarchy import Hierarchy  # noqa: PLC0415 (when needed)

    return Hierarchy(parents)


class Lookups:
    """What the facets of all catalogs are built from: trees, name indexes, treatments.

    Each part is built when it is first needed.

    Args:
        records: The records of the base.
    """

    def __init__(self, records: Held) -> None:
        """Keeps the records."""
        self.records = records
        self._indexes: dict[str, NameIndex] = {}
        self._facets: dict[str, Mapping[str, Facet]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles the records; the rest is built again."""
        from alstx.records import whole  # noqa: PLC0415 (when needed)

        return Lookups, (whole(self.records),)

    def held(self, kind: str) -> Sequence[Record]:
        """Gives all records of a kind, treatments included, in order."""
        if kind == "treatments":
            return self.treatments
        records: Sequence[Record] = getattr(self.records, kind)
        return records

    def ids(self, kind: str) -> Iterable[str]:
        """Gives the ids of a kind, in order."""
        return [record.id for record in self.held(kind)]

    def index(self, kind: str) -> NameIndex:
        """Gives the index of names of a kind."""
        found = self._indexes.get(kind)
        if found is None:
            with building:
                found = self._indexes.get(kind)
                if found is None:
                    found = self._indexes[kind] = self._indexed(kind)
        return found

    def named(self, kind: str, name: object) -> str:
        """Gives the id of the one record of a kind that has a name.

        Raises:
            NotFoundError: If none has it.
            AmbiguousNameError: If several have it.
            InvalidArgumentError: If it is blank or no text.
        """
        return self.index(kind).resolve(name)

    def _indexed(self, kind: str) -> NameIndex:
        return self._index(kind, None)

    def _index(self, kind: str, tables: Tables | None) -> NameIndex:
        """Makes the index of names of a kind, from its tables where they are made already."""
        from alstx.names import NameIndex  # noqa: PLC0415 (an id needs no index of names)

        others = partial(self._names_of, _ELSEWHERE.get(kind, ()))
        held, words = self.held(kind), lexicon(kind)
        return NameIndex(LABELS[kind], held, words, tables, elsewhere=others, bearers=self._bearers)

    def _bearers(self, identifier: str) -> tuple[str, ...]:
        """Says what has an identifier, of whatever kind."""
        return tuple(
            f"{LABELS[kind]} {id_!r}"
            for kind in ("symptoms", *_SUBSTANCES, "therapies", "sources")
            for id_ in self.index(kind).identified(identifier)
        )

    def _names_of(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """All names of all records of some kinds."""
        return tuple(name for kind in kinds for record in self.held(kind) for name in record.names)

    def facets(self, kind: str) -> Mapping[str, Facet]:
        """Gives the ways to filter a kind."""
        with building:
            if kind not in self._facets:
                self._facets[kind] = self._faceted(kind)
            return self._facets[kind]

    def _faceted(self, kind: str) -> Mapping[str, Facet]:
        from alstx.facets import FACETS  # noqa: PLC0415 (the compiled base brings its own)

        return FACETS[kind](self)

    def dated(self, kind: str) -> Mapping[int, int]:
        """Gives the year of publication by position, where there is one."""
        keys = [getattr(record, "source", record.id) for record in self.held(kind)]
        return {at: self.years[key] for at, key in enumerate(keys) if key in self.years}

    @once
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

    @property
    def context(self) -> Context:
        """What views need to show ids as names and links."""
        return self._context

    @once
    def _context(self) -> Context:
        from alstx.context import Context  # noqa: PLC0415 (when needed)

        return Context(
            names={ref: record.name for ref, record in self.by_ref.items()},
            symptoms={symptom.id: symptom.name for symptom in self.records.symptoms},
            classes={found.id: found.name for found in self.records.drug_classes},
            sources={source.id: source for source in self.records.sources},
        )

    @once
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Names by kind and id, of classes and mechanisms."""
        return {
            "drug_classes": {c.id: c.name for c in self.records.drug_classes},
            "mechanisms": {m.id: m.name for m in self.records.mechanisms},
        }

    @once
    def symptoms(self) -> Hierarchy:
        """The hierarchy of symptoms."""
        return _tree({node.id: node.parents for node in self.records.symptoms})

    @once
    def classes(self) -> Hierarchy:
        """The hierarchy of drug classes."""
        return _tree({node.id: node.parents for node in self.records.drug_classes})

    @once
    def mechanisms(self) -> Hierarchy:
        """The hierarchy of mechanisms."""
        return _tree({node.id: node.parents for node in self.records.mechanisms})

    @once
    def agents(self) -> Hierarchy:
        """The hierarchy of outside agents."""
        return _tree({node.id: node.parents for node in self.records.agents})

    @once
    def treatments(self) -> Sequence[Treatment]:
        """All treatments, firmest first."""
        from alstx.joining import join  # noqa: PLC0415 (the compiled base brings them joined)

        return tuple(join(self.records, self.classes))

    @once
    def classes_of(self) -> Mapping[Ref, Ids]:
        """For each medication and class, the classes it stands under."""
        up = self.classes.lineage
        of = {Ref(RefKind.DRUG_CLASSES, node): up(node) for node in self.classes.parents}
        for medication in self.records.medications:
            of[medication.ref] = _NOBODY.union(*map(up, medication.drug_classes))
        return of

    @once
    def mechanisms_of(self) -> Mapping[Ref, Ids]:
        """For each medication, the mechanisms it stands under."""
        up = self.mechanisms.lineage
        return {m.ref: _NOBODY.union(*map(up, m.mechanisms)) for m in self.records.medications}

    @once
    def sources_current(self) -> Mapping[str, bool]:
        """For each source, whether it counts."""
        return {source.id: source.is_current for source in self.records.sources}

    @once
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
