"""Strategies for whole bases: records that hold together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, cast

import attrs
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from alstx.ids import Curie, Ref, RefKind, is_slug
from alstx.kb.base import KnowledgeBase
from alstx.kb.rules import bridges
from alstx.model.base import Term, Xref
from alstx.model.literature import Evidence, Recommendation
from alstx.model.products import Product
from alstx.model.records import INTERVENTIONS, KINDS, TREES, Records, kinds_with
from alstx.model.sources import Source
from alstx.model.terms import Medication, Therapy
from alstx.model.uses import Indication
from alstx.names.folding import fold
from alstx.names.unclear import in_latin
from alstx.testing import literature, single
from alstx.testing.values import (
    approvals,
    indications,
    labels_read,
    products,
    refs_to,
    slugs,
    tuples,
)
from alstx.vocab import MedicationKind, SourceKind, SourceStatus, Stance

T = TypeVar("T")
N = TypeVar("N", bound=Term | Source)

_DRAWN = kinds_with("xrefs")
"""The kinds whose ids are drawn first; what sources say comes after."""
_NEEDED = ("symptoms", "drug_classes", "sources")
"""The kinds of which there is always a record, for others cannot do without."""
_LATER = ("parents", "indications")
"""Fields that stay empty until it is known what they can hold."""
_NAMES = ("name", "plain_name", "short_name", "synonyms")


@st.composite
def records(draw: st.DrawFn, *, most: int = 3) -> Records:
    """Build small sets of records that satisfy every rule, each kind in order of id.

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
    found = _Draft(draw, most).records()
    assume(not [*bridges(found)])  # so seldom that names need not be drawn with care
    return found


def knowledge_bases(*, most: int = 3) -> SearchStrategy[KnowledgeBase]:
    """Build small bases.

    Args:
        most: Largest number of records of a kind; there are up to twice as many findings.
    """
    return records(most=most).map(KnowledgeBase)


@cache
def _bare(kind: str) -> SearchStrategy[Any]:
    """Return the records of a kind; made once, for making a strategy is slow."""
    own = attrs.fields_dict(KINDS[kind].cls)
    later = {field: st.just(()) for field in _LATER if field in own}
    strategy: Callable[..., SearchStrategy[Any]] = getattr(single, kind)
    return strategy(**later)


@cache
def _statements(*, graded: bool) -> SearchStrategy[Recommendation]:
    """Return statements with a stance, or those of an expert review."""
    return literature.recommendations(stance=st.none() if graded else st.sampled_from(Stance))


@cache
def _bare_indications(*, labelled: bool) -> SearchStrategy[Indication]:
    """Return uses that rest on no class: of what may have approvals, or must have one."""
    stated = tuples(approvals(), least=int(labelled))
    return indications(approvals=stated, through=st.none())


_PLAIN, _LABEL_READ, _RARELY = single.unlabelled(), labels_read(), st.sampled_from((False, True))


class _Draft:
    """Records in the making: ids and trees first, then findings, then what rests on them."""

    def __init__(self, draw: st.DrawFn, most: int) -> None:
        self.draw = draw
        self.ids = self._ids(most)
        self.trees = {kind: self._tree(self.ids[kind]) for kind in TREES}
        self.used: dict[str, set[str]] = {kind: set() for kind in _DRAWN}
        self.cited: dict[str, set[str]] = {kind: set() for kind in _DRAWN}
        self.pairs: list[tuple[Ref, str]] = []
        self.forms: list[tuple[str, str]] = []
        self.evidence: list[Evidence] = []
        self.recommendations: list[Recommendation] = []
        self.sources = tuple(map(self._source, self.ids["sources"]))
        self.reviews = [s.id for s in self.sources if s.kind is SourceKind.EXPERT_REVIEW]
        self.labels = [s.id for s in self.sources if s.kind is SourceKind.LABEL]
        for source in self.ids["sources"]:
            self._find(source)
        found = {(ref, s) for e in self.evidence for ref in e.interventions for s in e.symptoms}
        self.said = found | {(r.intervention, r.symptom) for r in self.recommendations}

    def records(self) -> Records:
        own = {
            "medications": self._medication,
            "therapies": self._therapy,
            "sources": self._made,
        }
        kinds = {kind: self._all(kind, own.get(kind)) for kind in _DRAWN}
        return Records(
            version=self.draw(st.dates(date(2000, 1, 1), date(2100, 1, 1))).strftime("%Y.%m.%d"),
            disease=self.draw(single.diseases()),
            evidence=tuple(sorted(self.evidence, key=lambda record: record.id)),
            recommendations=tuple(sorted(self.recommendations, key=lambda record: record.id)),
            products=self._products(),
            **kinds,
        )

    def _products(self) -> tuple[Product, ...]:
        """Draw products of medications that there are, with names of their own."""
        made: list[Product] = []
        taken = self.used["medications"] | {fold(id_) for id_ in self.ids["medications"]}
        for _ in range(int(bool(self.ids["medications"]) and self.draw(_RARELY))):
            product = self.draw(products())
            name = _fresh(product.name, " x", taken)
            parts = self._some(self.ids["medications"], least=1)
            made.append(_with(product, name=name, ingredients=parts))
        return tuple(made)

    def _all(self, kind: str, make: Callable[[str], Any] | None) -> Any:
        make = make or (lambda id_: self._record(kind, id_))
        return tuple(map(make, self.ids[kind]))

    def _made(self, id_: str) -> Source:
        return next(source for source in self.sources if source.id == id_)

    def _ids(self, most: int) -> dict[str, list[str]]:
        """Draw ids of which no two are one name."""
        taken: set[str] = set()
        ids: dict[str, list[str]] = {}
        for kind in _DRAWN:
            drawn = self.draw(st.lists(slugs(), min_size=int(kind in _NEEDED), max_size=most))
            ids[kind] = sorted(_fresh(id_, "-x", taken) for id_ in drawn)
        return ids

    def _tree(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Draw parents without a cycle and without an edge that others imply."""
        parents: dict[str, tuple[str, ...]] = {}
        for node in self.draw(st.permutations(ids)):
            parents[node] = _lowest(self._some(list(parents)), parents)
        return parents

    def _some(self, options: Sequence[T], least: int = 0) -> tuple[T, ...]:
        """Draw a few of the options, in their order."""
        if not options:
            return ()
        at = st.lists(st.integers(0, len(options) - 1), min_size=least, max_size=2, unique=True)
        return tuple(options[n] for n in sorted(self.draw(at)))

    def _one(self, options: Sequence[T]) -> T:
        return options[self.draw(st.integers(0, len(options) - 1))]

    def _pair(self) -> tuple[Ref, str]:
        """Draw what a finding is about: often what another was, so that sources may clash."""
        again = self.draw(st.booleans())
        if self.pairs and again:
            return self._one(self.pairs)
        refs = refs_to({kind: self.ids[kind] for kind in INTERVENTIONS})
        self.pairs.append((self._one(refs), self._one(self.ids["symptoms"])))
        return self.pairs[-1]

    def _find(self, source: str) -> None:
        """Draw what a source found and recommends."""
        for at in range(self.draw(st.integers(0, 2))):
            pairs = [self._pair() for _ in range(self.draw(st.integers(1, 2)))]
            found: Evidence = self._linked(
                _bare("evidence"),
                id=f"{source}-e{at}",
                source=source,
                interventions=tuple(dict.fromkeys(ref for ref, _ in pairs)),
                symptoms=tuple(dict.fromkeys(symptom for _, symptom in pairs)),
            )
            trials = tuple(trial for trial in found.rests_on if trial != source)
            self.evidence.append(_with(found, rests_on=trials))
        for at in range(self.draw(st.integers(0, 2))):
            ref, symptom = self._pair()
            said: Recommendation = self._linked(
                _statements(graded=source in self.reviews),
                id=f"{source}-r{at}",
                source=source,
                intervention=ref,
                symptom=symptom,
            )
            self.recommendations.append(said)

    def _linked(self, strategy: SearchStrategy[Any], /, **fields: Any) -> Any:
        """Draw a record that names records that there are, but for some given fields."""
        record = self.draw(strategy)
        rest = [f for f in attrs.fields(record.__class__) if f.name not in fields]
        changed = {f.name: self._known(getattr(record, f.name), f.metadata) for f in rest}
        return _with(record, **{**changed, **fields})

    def _known(self, value: Any, metadata: Mapping[Any, Any] = MappingProxyType({})) -> Any:
        """Put ids of records that there are into a value; words stay as they are."""
        ids = self.ids.get(metadata.get("ref", ""), ())
        if isinstance(value, tuple):
            members = cast("tuple[object, ...]", value)
            drawn = [self._known(member, metadata) for member in members]
            kept = [each for each in drawn if each is not None]  # of one member the last
            return tuple({getattr(each, "member", each): each for each in kept}.values())
        if isinstance(value, Ref):
            kind = value.kind if self.ids[value.kind] else RefKind.DRUG_CLASSES
            return Ref(kind, self._one(self.ids[kind]))
        if "ref" in metadata and is_slug(value):
            return self._one(ids) if ids else None
        if isinstance(value, Curie) or not attrs.has(value.__class__):
            return value
        own = attrs.fields(value.__class__)
        return _with(
            value, **{f.name: self._known(getattr(value, f.name), f.metadata) for f in own}
        )

    def _source(self, id_: str) -> Source:
        """Draw a source; what supersedes it stands before it, so that none comes around."""
        earlier = self.ids["sources"][: self.ids["sources"].index(id_)]
        source: Source = self._record("sources", id_, superseded_by=None)
        if earlier and source.status is not SourceStatus.CURRENT and self.draw(_RARELY):
            source = _with(source, superseded_by=self._one(earlier))
        return source if source.link else _with(source, url=f"https://example.org/{id_}")

    def _uncited(self, kind: str, xrefs: Iterable[Xref]) -> tuple[Xref, ...]:
        """Leave out identifiers that another record of the kind has."""
        cited, kept = self.cited[kind], list[Xref]()
        for xref in xrefs:
            key = str(xref.id).casefold()
            if key not in cited:
                cited.add(key)
                kept.append(xref)
        return tuple(kept)

    def _named(self, kind: str, record: N) -> N:
        """Change names until no other record of the kind has them."""
        others = {fold(id_) for id_ in self.ids[kind]} - {fold(record.id)}
        taken = self.used[kind]
        changed: dict[str, Any] = {"xrefs": self._uncited(kind, record.xrefs)}
        for field in _NAMES:
            own_names: str | tuple[str, ...] | None = getattr(record, field, None)
            if isinstance(own_names, str):
                changed[field] = _fresh(own_names, " x", taken, others)
            elif own_names:
                changed[field] = tuple(_fresh(name, " x", taken, others) for name in own_names)
        if isinstance(record, Medication):
            changed["brands"] = tuple(
                _with(brand, name=_fresh(brand.name, " x", taken, others))
                for brand in record.brands
            )
        return _with(record, **changed)

    def _record(self, kind: str, id_: str, /, **fields: Any) -> Any:
        """Draw a record of a kind, with names of its own."""
        if kind in self.trees:
            fields["parents"] = self.trees[kind][id_]
        if kind in INTERVENTIONS and "indications" not in fields:
            fields["indications"] = self._statements(Ref(RefKind(kind), id_))
        return self._named(kind, self._linked(_bare(kind), id=id_, **fields))

    def _statements(self, ref: Ref) -> tuple[Indication, ...]:
        """Draw indications of a class or therapy, on symptoms that a source speaks of."""
        symptoms = self._some([s for s in self.ids["symptoms"] if (ref, s) in self.said])
        return tuple(_with(self.draw(_PLAIN), symptom=symptom) for symptom in symptoms)

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
            labels_read=(),
        )
        labels = self._some(self.labels)
        read = tuple(_with(self.draw(_LABEL_READ), source=label) for label in labels)
        self.forms += [(id_, form.id) for form in medication.forms]
        return _with(medication, labels_read=read)

    def _therapy(self, id_: str) -> Therapy:
        """Draw a therapy; it may give a form of a medication."""
        medication, form = self._one([(None, None), *self.forms])
        therapy: Therapy = self._record("therapies", id_, medication=medication, form=form)
        return therapy

    def _uses(self, id_: str, classes: Iterable[str]) -> tuple[Indication, ...]:
        """Draw indications of a medication: said of it, of a class of it, or by a label."""
        uses: list[Indication] = []
        for symptom in self._some(self.ids["symptoms"]):
            own = (Ref(RefKind.MEDICATIONS, id_), symptom) in self.said
            bearers: list[str | None] = [None] if own else []
            bearers += [c for c in sorted(classes) if (_class(c), symptom) in self.said]
            use = self._known(self.draw(_bare_indications(labelled=not bearers)))
            uses.append(_with(use, symptom=symptom, through=self._one(bearers or [None])))
        return tuple(uses)


def _class(id_: str) -> Ref:
    return Ref(RefKind.DRUG_CLASSES, id_)


def _with(record: T, **changes: Any) -> T:
    """Return the record with some fields changed; it is validated again."""
    return cast("T", attrs.evolve(cast("Any", record), **changes))


def _fresh(
    text: str, more: str, taken: set[str], others: frozenset[str] | set[str] = frozenset()
) -> str:
    """Lengthen a text until it is a new name, and note it."""
    while not {fold(text), in_latin(fold(text))}.isdisjoint({*taken, *others}):
        text += more
    taken.update((fold(text), in_latin(fold(text))))
    return text


def _above(nodes: Iterable[str], parents: Mapping[str, tuple[str, ...]]) -> Iterable[set[str]]:
    for node in nodes:
        direct = parents[node]
        yield {*direct}.union(*_above(direct, parents))


def _lowest(nodes: Sequence[str], parents: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Leave out nodes that are above another of them."""
    implied = set[str]().union(*_above(nodes, parents))
    return tuple(node for node in nodes if node not in implied)
