"""Strategies for whole bases: records that hold together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from alstx.ids import Ref, RefKind
from alstx.kb.base import KnowledgeBase
from alstx.model import (
    Approval,
    Caution,
    DrugClass,
    Evidence,
    Indication,
    Interaction,
    Medication,
    Recommendation,
    Source,
    Symptom,
    Term,
    Therapy,
    Xref,
)
from alstx.model.records import Records
from alstx.names import fold
from alstx.testing import single
from alstx.testing.values import indications, refs_to, slugs
from alstx.vocab import LabelStatus, MedicationKind

T = TypeVar("T")
N = TypeVar("N", bound=Term | Source)
S = TypeVar("S", Approval, Caution, Interaction)

_LEAST = {
    "symptoms": 1,
    "medications": 0,
    "drug_classes": 1,
    "mechanisms": 0,
    "therapies": 0,
    "agents": 0,
    "sources": 1,
}
_ANY = Ref.parse("medications/any")
_BARE: dict[str, dict[str, Any]] = {
    "symptoms": {"parents": ()},
    "medications": {
        "kind": MedicationKind.PRODUCT_GROUP,
        "ingredients": (),
        "drug_classes": ("any",),
        "mechanisms": (),
        "indications": (),
    },
    "drug_classes": {"parents": (), "indications": ()},
    "mechanisms": {"parents": ()},
    "therapies": {"indications": ()},
    "agents": {"parents": ()},
    "sources": {},
    "evidence": {"source": "any", "interventions": (_ANY,), "symptoms": ("any",)},
    "recommendations": {"source": "any", "intervention": _ANY, "symptom": "any"},
}
"""For each kind what stands, until it is known, for the ids that a record names."""

_TREES = ("symptoms", "drug_classes", "mechanisms", "agents")


@st.composite
def records(draw: st.DrawFn, *, most: int = 3) -> Records:
    """Small sets of records that satisfy every rule of `alstx.kb.rules`, each kind in order of id.

    Args:
        draw: Given by Hypothesis.
        most: Largest number of records of a kind; there are up to twice as many findings.

    Example:
        >>> from hypothesis import given
        >>> from alstx.kb.rules import violations
        >>> @given(records())
        ... def the_records_hold_together(found: Records) -> None:
        ...     assert violations(found) == []
        >>> the_records_hold_together()
    """
    return _Draft(draw, most).records()


def knowledge_bases(*, most: int = 3) -> SearchStrategy[KnowledgeBase]:
    """Small bases.

    Args:
        most: Largest number of records of a kind; there are up to twice as many findings.
    """
    return records(most=most).map(KnowledgeBase)


@cache
def _bare(kind: str) -> SearchStrategy[Any]:
    """Records of a kind that name no others; made once, for making a strategy is slow."""
    fixed = {field: st.just(value) for field, value in {"id": "any", **_BARE[kind]}.items()}
    strategy: Callable[..., SearchStrategy[Any]] = getattr(single, kind)
    return strategy(**fixed)


@cache
def _bare_indications(*statuses: LabelStatus) -> SearchStrategy[Indication]:
    return indications(statuses, symptom=st.just("any"), through=st.none())


class _Draft:
    """Records in the making: ids and trees first, then findings, then what stands on them."""

    def __init__(self, draw: st.DrawFn, most: int) -> None:
        self.draw = draw
        self.ids = self._ids(most)
        self.trees = {kind: self._tree(self.ids[kind]) for kind in _TREES}
        self.used: dict[str, set[str]] = {kind: set() for kind in _LEAST}
        self.cited: dict[str, set[str]] = {kind: set() for kind in _LEAST}
        self.pairs: list[tuple[Ref, str]] = []
        self.evidence: list[Evidence] = []
        self.recommendations: list[Recommendation] = []
        for source in self.ids["sources"]:
            self._find(source)
        found = {(ref, s) for e in self.evidence for ref in e.interventions for s in e.symptoms}
        self.said = found | {(r.intervention, r.symptom) for r in self.recommendations}

    def records(self) -> Records:
        def made(kind: str, make: Callable[[str], T]) -> tuple[T, ...]:
            return tuple(map(make, self.ids[kind]))

        return Records(
            version=self.draw(st.dates(date(2000, 1, 1), date(2100, 1, 1))).strftime("%Y.%m.%d"),
            disease=self.draw(single.diseases()),
            symptoms=made("symptoms", self._symptom),
            medications=made("medications", self._medication),
            drug_classes=made("drug_classes", self._drug_class),
            mechanisms=made("mechanisms", lambda id_: self._record("mechanisms", id_)),
            therapies=made("therapies", self._therapy),
            agents=made("agents", lambda id_: self._record("agents", id_)),
            sources=made("sources", self._source),
            evidence=tuple(sorted(self.evidence, key=lambda record: record.id)),
            recommendations=tuple(sorted(self.recommendations, key=lambda record: record.id)),
        )

    def _ids(self, most: int) -> dict[str, list[str]]:
        """Draws ids of which no two are one name."""
        taken: set[str] = set()
        ids: dict[str, list[str]] = {}
        for kind, least in _LEAST.items():
            drawn = self.draw(st.lists(slugs(), min_size=least, max_size=most))
            ids[kind] = sorted(_fresh(id_, "-x", taken) for id_ in drawn)
        return ids

    def _tree(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Draws parents without a cycle and without an edge that others imply."""
        parents: dict[str, tuple[str, ...]] = {}
        for node in self.draw(st.permutations(ids)):
            parents[node] = _lowest(self._some(list(parents)), parents)
        return parents

    def _some(self, options: Sequence[T], least: int = 0) -> tuple[T, ...]:
        """Draws a few of the options, in their order."""
        if not options:
            return ()
        at = st.lists(st.integers(0, len(options) - 1), min_size=least, max_size=2, unique=True)
        return tuple(options[n] for n in sorted(self.draw(at)))

    def _one(self, options: Sequence[T]) -> T:
        return options[self.draw(st.integers(0, len(options) - 1))]

    def _pair(self) -> tuple[Ref, str]:
        """Draws what a finding is about: often what another was, so that sources may clash."""
        again = self.draw(st.booleans())
        if self.pairs and again:
            return self._one(self.pairs)
        kinds = ("medications", "drug_classes", "therapies")
        refs = refs_to({kind: self.ids[kind] for kind in kinds})
        self.pairs.append((self._one(refs), self._one(self.ids["symptoms"])))
        return self.pairs[-1]

    def _find(self, source: str) -> None:
        """Draws what a source found and recommends."""
        for at in range(self.draw(st.integers(0, 2))):
            pairs = [self._pair() for _ in range(self.draw(st.integers(1, 2)))]
            found: Evidence = _with(
                self.draw(_bare("evidence")),
                id=f"{source}-e{at}",
                source=source,
                interventions=tuple(dict.fromkeys(ref for ref, _ in pairs)),
                symptoms=tuple(dict.fromkeys(symptom for _, symptom in pairs)),
            )
            self.evidence.append(found)
        for at in range(self.draw(st.integers(0, 2))):
            ref, symptom = self._pair()
            said: Recommendation = _with(
                self.draw(_bare("recommendations")),
                id=f"{source}-r{at}",
                source=source,
                intervention=ref,
                symptom=symptom,
            )
            self.recommendations.append(said)

    def _source(self, id_: str) -> Source:
        source: Source = self._record("sources", id_)
        return source if source.link else _with(source, url=f"https://example.org/{id_}")

    def _uncited(self, kind: str, xrefs: Iterable[Xref]) -> tuple[Xref, ...]:
        """Leaves out identifiers that another record of the kind has."""
        cited, kept = self.cited[kind], list[Xref]()
        for xref in xrefs:
            key = str(xref.id).casefold()
            if key not in cited:
                cited.add(key)
                kept.append(xref)
        return tuple(kept)

    def _named(self, kind: str, record: N) -> N:
        """Changes names until no other record of the kind has them."""
        others = {fold(id_) for id_ in self.ids[kind]} - {fold(record.id)}
        taken = self.used[kind]
        changed: dict[str, Any] = {"xrefs": self._uncited(kind, record.xrefs)}
        for field in ("name", "plain_name", "short_name", "synonyms", "brand_names"):
            held: str | tuple[str, ...] | None = getattr(record, field, None)
            if isinstance(held, str):
                changed[field] = _fresh(held, " x", taken, others)
            elif held:
                changed[field] = tuple(_fresh(name, " x", taken, others) for name in held)
        return _with(record, **changed)

    def _record(self, kind: str, id_: str, /, **fields: Any) -> Any:
        """Draws a record of a kind, with names of its own, and completes it."""
        if kind in self.trees:
            fields["parents"] = self.trees[kind][id_]
        return self._named(kind, _with(self.draw(_bare(kind)), id=id_, **fields))

    def _symptom(self, id_: str) -> Symptom:
        symptom: Symptom = self._record("symptoms", id_)
        if symptom.frequency is None:
            return symptom
        source = self._one(self.ids["sources"])
        return _with(symptom, frequency=_with(symptom.frequency, source=source))

    def _drug_class(self, id_: str) -> DrugClass:
        said = self._statements(_class(id_))
        drug_class: DrugClass = self._record("drug_classes", id_, indications=said)
        return drug_class

    def _therapy(self, id_: str) -> Therapy:
        said = self._statements(Ref(RefKind.THERAPIES, id_))
        therapy: Therapy = self._record("therapies", id_, indications=said)
        return _with(therapy, cautions=self._sourced(therapy.cautions))

    def _statements(self, ref: Ref) -> tuple[Indication, ...]:
        """Draws indications of a class or therapy, on symptoms that a source speaks of."""
        symptoms = self._some([s for s in self.ids["symptoms"] if (ref, s) in self.said])
        plain = _bare_indications(LabelStatus.NOT_APPLICABLE)
        return tuple(_with(self.draw(plain), symptom=symptom) for symptom in symptoms)

    def _medication(self, id_: str) -> Medication:
        others = [other for other in self.ids["medications"] if other != id_]
        kind = self._one(list(MedicationKind)) if others else MedicationKind.INGREDIENT
        tree = self.trees["drug_classes"]
        classes = _lowest(self._some(self.ids["drug_classes"], least=1), tree)
        medication: Medication = self._record(
            "medications",
            id_,
            kind=kind,
            ingredients=() if kind == "ingredient" else self._some(others, least=1),
            drug_classes=classes,
            mechanisms=_lowest(self._some(self.ids["mechanisms"]), self.trees["mechanisms"]),
            indications=self._uses(id_, {*classes}.union(*_above(classes, tree))),
        )
        return _with(
            medication,
            cautions=self._sourced(medication.cautions),
            interactions=self._sourced(map(self._partnered, medication.interactions)),
        )

    def _uses(self, id_: str, classes: Iterable[str]) -> tuple[Indication, ...]:
        """Draws indications of a medication: said of it, of a class of it, or on its label."""
        uses: list[Indication] = []
        for symptom in self._some(self.ids["symptoms"]):
            own = (Ref(RefKind.MEDICATIONS, id_), symptom) in self.said
            bearers: list[str | None] = [None] if own else []
            bearers += [c for c in sorted(classes) if (_class(c), symptom) in self.said]
            statuses = single.ON_LABELS if bearers else (LabelStatus.LABELLED,)
            use = self.draw(_bare_indications(*statuses))
            through = self._one(bearers or [None])
            approvals = self._sourced(use.approvals)
            uses.append(_with(use, symptom=symptom, through=through, approvals=approvals))
        return tuple(uses)

    def _partnered(self, interaction: Interaction) -> Interaction:
        kinds = ("medications", "drug_classes", "agents")
        partners = refs_to({kind: self.ids[kind] for kind in kinds})
        return _with(interaction, partner=self._one(partners))

    def _sourced(self, values: Iterable[S]) -> tuple[S, ...]:
        """Lets values name sources that there are."""
        sources = self.ids["sources"]
        return tuple({_with(value, source=self._one(sources)): None for value in values})


def _class(id_: str) -> Ref:
    return Ref(RefKind.DRUG_CLASSES, id_)


def _with(record: T, **changes: Any) -> T:
    """Gives the record with some fields changed; it is checked anew."""
    return cast("T", attrs.evolve(cast("Any", record), **changes))


def _fresh(
    text: str, more: str, taken: set[str], others: frozenset[str] | set[str] = frozenset()
) -> str:
    """Lengthens a text until it is a new name, and notes it."""
    while fold(text) in taken or fold(text) in others:
        text += more
    taken.add(fold(text))
    return text


def _above(nodes: Iterable[str], parents: Mapping[str, tuple[str, ...]]) -> Iterable[set[str]]:
    for node in nodes:
        direct = parents[node]
        yield {*direct}.union(*_above(direct, parents))


def _lowest(nodes: Sequence[str], parents: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Leaves out nodes that stand above another of them."""
    implied = set[str]().union(*_above(nodes, parents))
    return tuple(node for node in nodes if node not in implied)
