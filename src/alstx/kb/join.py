"""Joining: from statements, findings and indications to treatments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

import attrs

from alstx.ids import Ref, RefKind
from alstx.model.terms import DrugClass, Medication, Therapy
from alstx.model.treatment import Treatment
from alstx.vocab import (
    BoxedWarning,
    Direction,
    Level,
    Line,
    Population,
    Role,
    SourceKind,
    TherapyKind,
)

if TYPE_CHECKING:
    from alstx.kb.hierarchy import Hierarchy
    from alstx.model.literature import Evidence, Recommendation
    from alstx.model.records import Records
    from alstx.model.sources import Source
    from alstx.model.uses import Approval, Caution, Form, Indication, LabelRead

Pair = tuple[Ref, str]

_LATER = (Line.SECOND, Line.THIRD, Line.ADJUNCT)
_ASIDE = (TherapyKind.ASSESSMENT, TherapyKind.CARE_MODEL, TherapyKind.MEDICATION_REVIEW)
PLACEHOLDERS = {Ref.parse("therapies/any-therapy"), Ref.parse("drug_classes/any-medication")}
"""Interventions of general statements, which name no agent."""


def join(records: Records, classes: Hierarchy) -> list[Treatment]:
    """Make every treatment that an indication, recommendation or evidence record speaks of.

    A member of a class carries what is said of the class only through an indication that says
    ``through``; a finding on a class stays with the class. Returns the treatments, the
    strongest support first.
    """
    stated: dict[Pair, list[Recommendation]] = defaultdict(list)
    found: dict[Pair, list[Evidence]] = defaultdict(list)
    harms: dict[Ref, list[Evidence]] = defaultdict(list)
    for recommendation in records.recommendations:
        stated[recommendation.intervention, recommendation.symptom].append(recommendation)
    for evidence in records.evidence:
        for ref in evidence.interventions:
            if evidence.direction is Direction.HARM:
                harms[ref].append(evidence)
            for symptom in evidence.symptoms:
                found[ref, symptom].append(evidence)
    indicated = dict(_indications(records))
    held: tuple[Medication | DrugClass | Therapy, ...] = (
        *records.medications,
        *records.drug_classes,
        *records.therapies,
    )
    bearers = {record.ref: record for record in held}
    sources = {source.id: source for source in records.sources}
    apart = _apart(records, classes)
    boxes = _Boxes(records, classes)
    medicines = {medication.id: medication for medication in records.medications}
    treatments: dict[Pair, Treatment] = {}
    for pair in {**stated, **found, **indicated}:
        ref, symptom = pair
        indication = indicated.get(pair)
        through = indication.through if indication else None
        carried = stated.get((Ref(RefKind.DRUG_CLASSES, through), symptom), []) if through else []
        bearer = bearers[ref]
        treatment = Treatment(
            id=f"{ref.id}-for-{symptom}",
            intervention=ref,
            symptom=symptom,
            indication=indication,
            recommendations=(*stated.get(pair, ()), *carried),
            evidence=tuple(found.get(pair, ())),
            cautions=_cautions(bearer, medicines),
            labels_read=getattr(bearer, "labels_read", ()),
            boxed_warning=boxes.of(bearer, _forms(bearer, medicines)),
            boxed=boxes.named(bearer),
            forms=_forms(bearer, medicines),
            harms=tuple(e for e in harms[ref] if symptom not in e.symptoms),
            apart=apart.get(pair, ()),
        )
        treatments[pair] = _sourced(treatment, sources, records.day)
    joined = _with_opposites(treatments, records, classes, sources)
    aside = {t.ref for t in records.therapies if t.kind in _ASIDE} | PLACEHOLDERS
    return sorted(joined, key=lambda treatment: _strength(treatment, aside))


def _forms(
    bearer: Medication | DrugClass | Therapy, medicines: Mapping[str, Medication]
) -> tuple[Form, ...]:
    """Return the forms of a medicine, or the form that a therapy gives."""
    if not isinstance(bearer, Therapy):
        return getattr(bearer, "forms", ())
    given = medicines.get(bearer.medication or "")
    return tuple(form for form in given.forms if form.id == bearer.form) if given else ()


def _cautions(
    bearer: Medication | DrugClass | Therapy, medicines: Mapping[str, Medication]
) -> tuple[Caution, ...]:
    """Return the cautions of an intervention; of a therapy also those on the form that it gives."""
    own: tuple[Caution, ...] = getattr(bearer, "cautions", ())
    given = medicines.get(getattr(bearer, "medication", None) or "")
    if given is None:
        return own
    form = getattr(bearer, "form", None)
    return (*own, *(caution for caution in given.cautions if form in caution.applies_to))


class _Boxes:
    """Boxed warnings of medicines, and of what classes and product groups hold.

    Args:
        records: All records.
        classes: The hierarchy of classes.
    """

    def __init__(self, records: Records, classes: Hierarchy) -> None:
        self._members: dict[Ref, list[Medication]] = defaultdict(list)
        by_id = {medication.id: medication for medication in records.medications}
        for m in records.medications:
            for id_ in sorted(frozenset[str]().union(*map(classes.lineage, m.drug_classes))):
                self._members[Ref(RefKind.DRUG_CLASSES, id_)].append(m)
            if m.boxed_warning is BoxedWarning.UNKNOWN:
                self._members[m.ref] += [by_id[id_] for id_ in m.ingredients if id_ in by_id]

    def named(self, bearer: Medication | DrugClass | Therapy) -> tuple[Ref, ...]:
        """Return the members or parts whose labels carry a box."""
        found = self._members.get(bearer.ref, ())
        return tuple(m.ref for m in found if m.boxed_warning is BoxedWarning.PRESENT)

    def of(
        self, bearer: Medication | DrugClass | Therapy, forms: tuple[Form, ...]
    ) -> BoxedWarning | None:
        """Return whether it, or something that it holds, carries a box; of a therapy its form."""
        if isinstance(bearer, Therapy):
            return forms[0].boxed_warning if forms else None
        if self.named(bearer):
            return BoxedWarning.PRESENT
        if isinstance(bearer, Medication):
            return bearer.boxed_warning
        seen = {m.boxed_warning for m in self._members.get(bearer.ref, ())}
        return BoxedWarning.NONE if seen == {BoxedWarning.NONE} else BoxedWarning.UNKNOWN


def _sourced(treatment: Treatment, sources: Mapping[str, Source], day: date | None) -> Treatment:
    """Give a treatment the sources of all that it holds, each once, and name those that ran out."""
    approvals = treatment.indication.approvals if treatment.indication else ()
    said: tuple[Recommendation | Evidence | Approval | LabelRead, ...] = (
        *treatment.recommendations,
        *treatment.evidence,
        *treatment.harms,
        *treatment.opposing,
        *approvals,
        *treatment.labels_read,
    )
    named = dict.fromkeys([*(each.source for each in said), *treatment.apart])
    cited = tuple(sources[id_] for id_ in named)
    expired = tuple(source.id for source in cited if source.is_expired_on(day))
    return attrs.evolve(treatment, sources=cited, expired=expired)


def _with_opposites(
    treatments: Mapping[Pair, Treatment],
    records: Records,
    classes: Hierarchy,
    sources: Mapping[str, Source],
) -> Iterator[Treatment]:
    """Yield the treatments, each with what is said the other way of its class or of a member."""
    opposing: dict[Pair, list[Recommendation]] = defaultdict(list)
    symptoms: dict[Ref, list[str]] = defaultdict(list)
    for ref, symptom in sorted(treatments):
        symptoms[ref].append(symptom)
    opposite = {Role.USED: Role.ADVISED_AGAINST, Role.ADVISED_AGAINST: Role.USED}
    for medication in records.medications:
        above = frozenset[str]().union(*map(classes.lineage, medication.drug_classes))
        for class_ in (Ref(RefKind.DRUG_CLASSES, id_) for id_ in sorted(above)):
            for symptom in symptoms.get(medication.ref, ()):
                own, other = treatments[medication.ref, symptom], treatments.get((class_, symptom))
                if other is not None and opposite.get(own.role) is other.role:
                    opposing[medication.ref, symptom] += _deciding(other)
                    opposing[class_, symptom] += _deciding(own)
    for pair, treatment in treatments.items():
        said = tuple(r for r in dict.fromkeys(opposing.get(pair, ())))
        if said:
            changed = attrs.evolve(treatment, opposing=said)
            yield _sourced(changed, sources, records.day)
        else:
            yield treatment


def _deciding(treatment: Treatment) -> list[Recommendation]:
    """Return the current statements that give a treatment its role."""
    used = treatment.role is Role.USED
    return [r for r in treatment.current if (r.is_for if used else r.is_against)]


def _strength(treatment: Treatment, aside: set[Ref]) -> tuple[int | str | tuple[int, int], ...]:
    """Return a sort key that puts the strongest support first.

    By role; what names a treatment before what names none, or only looks and organises; by what a
    guideline says of the intervention itself, a later line after a first one, then the stronger
    stance; by the strongest of any current source, statements on its class included; by best
    level; by how many guidelines speak for it; and last by id.
    """
    formal = {s.id for s in treatment.sources if s.kind is SourceKind.GUIDELINE}
    current = treatment.current
    own = [r for r in current if r.source in formal and r.intervention == treatment.intervention]
    return (
        list(Role).index(treatment.role),
        int(treatment.intervention in aside),
        min(((int(r.line in _LATER), -r.rank) for r in own if r.is_for), default=(2, 0)),
        -max((r.rank for r in current), default=-1),
        treatment.best_supporting_level or len(Level) + 1,
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


def _apart(records: Records, classes: Hierarchy) -> dict[Pair, tuple[str, ...]]:
    """Find the treatments on which guidelines divide, with the guidelines that name others.

    They divide where a third or more of them name other medicines only. Only current guidelines
    on ALS or MND count, and only medicines; a guideline that names none counts by its classes.
    Silence is not opposition where guidelines share a medicine, and a class that one recommends is
    not another medicine than its member.
    """
    guidelines = {source.id for source in records.sources if _is_on_als(source)}
    named: dict[str, dict[str, set[Ref]]] = defaultdict(lambda: defaultdict(set))
    for r in records.recommendations:
        if r.is_for and r.source in guidelines and r.intervention.kind is not RefKind.THERAPIES:
            named[r.symptom][r.source].add(r.intervention)
    families = _families(records, classes)
    divided: dict[Pair, tuple[str, ...]] = {}
    for symptom, by_source in named.items():
        for ref in set[Ref]().union(*by_source.values()):
            apart = _standing_apart(ref, by_source, families)
            if apart and 2 * len(apart) >= len(by_source) - len(apart):
                divided[ref, symptom] = tuple(sorted(apart))
    return divided


def _standing_apart(
    ref: Ref, by_source: Mapping[str, set[Ref]], families: Mapping[Ref, frozenset[Ref]]
) -> list[str]:
    """Return the guidelines that name neither this one, nor its class, nor what its namers name."""
    naming = [_specific(refs) for refs in by_source.values() if ref in refs]
    return [
        source
        for source, refs in by_source.items()
        if _disjoint({ref}, refs, families)
        and all(_disjoint(_specific(refs), others, families) for others in naming)
    ]


def _specific(refs: set[Ref]) -> set[Ref]:
    """Return the medicines that a guideline names, or its classes where it names none."""
    return {ref for ref in refs if ref.kind is RefKind.MEDICATIONS} or refs


def _is_on_als(source: Source) -> bool:
    return (
        source.kind is SourceKind.GUIDELINE
        and source.is_current
        and source.population is not Population.OTHER
    )


def _families(records: Records, classes: Hierarchy) -> dict[Ref, frozenset[Ref]]:
    """Return each medication and class with itself and all classes above it."""
    above = {node: classes.lineage(node) for node in classes.parents}
    families = {Ref(RefKind.DRUG_CLASSES, node): _classes(ids) for node, ids in above.items()}
    for medication in records.medications:
        ids = frozenset[str]().union(*(above[node] for node in medication.drug_classes))
        families[medication.ref] = _classes(ids) | {medication.ref}
    return families


def _classes(ids: Iterable[str]) -> frozenset[Ref]:
    return frozenset(Ref(RefKind.DRUG_CLASSES, id_) for id_ in ids)


def _disjoint(refs: set[Ref], rivals: set[Ref], families: Mapping[Ref, frozenset[Ref]]) -> bool:
    """Return whether no medicine of one set is, contains or belongs to one of the other."""
    return not any(a in families[b] or b in families[a] for a in refs for b in rivals)
