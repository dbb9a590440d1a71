"""Joins what sources say into treatments: one for each intervention and symptom."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from alstx.ids import Ref, RefKind
from alstx.kb.hierarchy import Hierarchy
from alstx.model import (
    DrugClass,
    Evidence,
    Indication,
    Medication,
    Recommendation,
    Source,
    Therapy,
    Treatment,
)
from alstx.model.records import Records
from alstx.vocab import Level, Line, Population, Role, SourceKind, TherapyKind

Pair = tuple[Ref, str]

_LATER = (Line.SECOND, Line.THIRD, Line.ADJUNCT)
_ASIDE = (TherapyKind.ASSESSMENT, TherapyKind.CARE_MODEL, TherapyKind.MEDICATION_REVIEW)
_PLACEHOLDERS = {Ref.parse("therapies/any-therapy"), Ref.parse("drug_classes/any-medication")}
"""What general statements stand on that name no agent."""


def join(records: Records, classes: Hierarchy) -> list[Treatment]:
    """Makes every treatment that an indication, recommendation or evidence record speaks of.

    A member of a class carries what is said of the class only through an indication that says
    ``through``. Returns the treatments with the firmest first.
    """
    stated: dict[Pair, list[Recommendation]] = defaultdict(list)
    found: dict[Pair, list[Evidence]] = defaultdict(list)
    for recommendation in records.recommendations:
        stated[recommendation.intervention, recommendation.symptom].append(recommendation)
    for evidence in records.evidence:
        for ref in evidence.interventions:
            for symptom in evidence.symptoms:
                found[ref, symptom].append(evidence)
    indicated = dict(_indications(records))
    cautions = {m.ref: m.cautions for m in records.medications}
    cautions |= {t.ref: t.cautions for t in records.therapies}
    superseded = {source.id for source in records.sources if not source.is_current}
    divided = _divided(records, classes)
    treatments: list[Treatment] = []
    for ref, symptom in {**stated, **found, **indicated}:
        bearers = [(ref, symptom)]
        indication = indicated.get((ref, symptom))
        if indication and indication.through:
            bearers.append((Ref(RefKind.DRUG_CLASSES, indication.through), symptom))
        recommendations = tuple(r for bearer in bearers for r in stated.get(bearer, ()))
        treatments.append(
            Treatment(
                id=f"{ref.id}-for-{symptom}",
                intervention=ref,
                symptom=symptom,
                indication=indication,
                recommendations=recommendations,
                evidence=tuple(e for bearer in bearers for e in found.get(bearer, ())),
                cautions=cautions.get(ref, ()),
                superseded=frozenset(r.id for r in recommendations if r.source in superseded),
                divided=(ref, symptom) in divided,
            )
        )
    formal = {s.id for s in records.sources if s.kind is SourceKind.GUIDELINE}
    aside = {t.ref for t in records.therapies if t.kind in _ASIDE} | _PLACEHOLDERS
    return sorted(treatments, key=lambda treatment: _firmness(treatment, formal, aside))


def _firmness(
    treatment: Treatment, formal: set[str], aside: set[Ref]
) -> tuple[int | str | tuple[int, int], ...]:
    """Sort key that puts the firmest treatment first.

    By role; what names a treatment before what names none, or only looks and organises; by what a
    guideline says of the intervention itself, a later line after a first one, then the firmer
    stance; by the firmest of any current source, statements on its class included; by best
    level; by how many guidelines speak for it; and last by id.
    """
    current = treatment.current
    own = [r for r in current if r.source in formal and r.intervention == treatment.intervention]
    return (
        list(Role).index(treatment.role),
        int(treatment.intervention in aside),
        min(((int(r.line in _LATER), -r.stance.rank) for r in own if r.is_for), default=(2, 0)),
        -max((r.stance.rank for r in current), default=-1),
        treatment.best_level or len(Level) + 1,
        -len({r.source for r in current if r.is_for and r.source in formal}),
        treatment.id,
    )


def _indications(records: Records) -> Iterator[tuple[Pair, Indication]]:
    holders: Iterable[Medication | DrugClass | Therapy] = (
        *records.medications,
        *records.drug_classes,
        *records.therapies,
    )
    for holder in holders:
        for indication in holder.indications:
            yield (holder.ref, indication.symptom), indication


def _divided(records: Records, classes: Hierarchy) -> set[Pair]:
    """Treatments on which guidelines divide: a third or more name other medicines only.

    Only current guidelines on ALS or MND count, and only medicines; a guideline that names none
    counts by its classes. Silence is no opposition where guidelines share a medicine; where a
    third of them share none with any that names this one, a reader should know.
    """
    guidelines = {source.id for source in records.sources if _is_on_als(source)}
    named: dict[str, dict[str, set[Ref]]] = defaultdict(lambda: defaultdict(set))
    for r in records.recommendations:
        if r.is_for and r.source in guidelines and r.intervention.kind is not RefKind.THERAPIES:
            named[r.symptom][r.source].add(r.intervention)
    families = _families(records, classes)
    return {
        (ref, symptom)
        for symptom, by_source in named.items()
        for ref in set[Ref]().union(*by_source.values())
        if _is_divided(ref, by_source, families)
    }


def _is_divided(
    ref: Ref, by_source: Mapping[str, set[Ref]], families: Mapping[Ref, frozenset[Ref]]
) -> bool:
    """Whether guidelines apart are at least half as many as those that agree."""
    medicines = {source: _specific(refs) for source, refs in by_source.items()}
    naming = [medicines[source] for source, refs in by_source.items() if ref in refs]
    apart = [all(_disjoint(a, b, families) for a in naming) for b in medicines.values()]
    return any(apart) and 2 * sum(apart) >= len(apart) - sum(apart)


def _specific(refs: set[Ref]) -> set[Ref]:
    """The medicines among what a guideline names, or its classes where it names no medicine."""
    return {ref for ref in refs if ref.kind is RefKind.MEDICATIONS} or refs


def _is_on_als(source: Source) -> bool:
    return (
        source.kind is SourceKind.GUIDELINE
        and source.is_current
        and source.population is not Population.OTHER
    )


def _families(records: Records, classes: Hierarchy) -> dict[Ref, frozenset[Ref]]:
    """For each medication and class, itself and all classes above it."""
    above = {node: classes.lineage(node) for node in classes.parents}
    families = {Ref(RefKind.DRUG_CLASSES, node): _classes(ids) for node, ids in above.items()}
    for medication in records.medications:
        ids = frozenset[str]().union(*(above[node] for node in medication.drug_classes))
        families[medication.ref] = _classes(ids) | {medication.ref}
    return families


def _classes(ids: Iterable[str]) -> frozenset[Ref]:
    return frozenset(Ref(RefKind.DRUG_CLASSES, id_) for id_ in ids)


def _disjoint(refs: set[Ref], rivals: set[Ref], families: Mapping[Ref, frozenset[Ref]]) -> bool:
    """Whether no medicine of the one set is, contains or belongs to one of the other."""
    return not any(a in families[b] or b in families[a] for a in refs for b in rivals)
