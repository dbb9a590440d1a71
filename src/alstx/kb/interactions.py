"""Interactions: warnings of labels on medicines taken together, and shared effects."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from alstx.errors import InvalidArgumentError, NotFoundError, shown
from alstx.ids import Ref, RefKind
from alstx.kb.groups import KINDS
from alstx.model.interaction import (
    AdditiveEffect,
    Alert,
    Coverage,
    InteractionReport,
    Medicine,
    SharedKind,
)
from alstx.model.terms import Agent, DrugClass, Medication, Therapy
from alstx.names.folding import fold
from alstx.names.lexicon import without_dose
from alstx.names.near import LONGEST_GUESS, meant, word
from alstx.vocab import CautionTopic, LabelSection, MedicationKind, ReadExtent, Severity, Strength

if TYPE_CHECKING:
    from alstx.kb.index import Index
    from alstx.model.uses import Interaction, LabelRead

E = TypeVar("E")

_UNKNOWN = ("raise", "report")
_NO_MEDICINES = ("symptoms", "therapies")
_SHARED_TOPICS = frozenset(
    (
        CautionTopic.ANTICHOLINERGIC_EFFECTS,
        CautionTopic.ASPIRATION_AND_SWALLOWING,
        CautionTopic.BLEEDING,
        CautionTopic.CNS_DEPRESSION,
        CautionTopic.HEPATOTOXICITY,
        CautionTopic.HYPOTENSION,
        CautionTopic.QT_PROLONGATION,
        CautionTopic.RESPIRATORY_DEPRESSION,
        CautionTopic.SEIZURES,
        CautionTopic.SEROTONIN_SYNDROME,
        CautionTopic.WEAKNESS,
    )
)
"""Topics of cautions that add up between medicines."""


class _Said(NamedTuple):
    """A sentence of a label, with the medicine that the label is about."""

    speaker: Medication
    said: Interaction


class _Entry(NamedTuple):
    """An entry of a list: what labels say for it, and what it is to those who name it."""

    medicine: Medicine
    speakers: Sequence[Medication]
    said: Sequence[_Said]
    refs: Sequence[Ref]


def report(index: Index, medicines: Iterable[str | Medicine], unknown: str) -> InteractionReport:
    """Look up what is recorded on a list; `KnowledgeBase.interactions` documents it."""
    if isinstance(medicines, str | bytes) or not isinstance(medicines, Iterable):
        msg = f"interactions takes a list of medicines, not {shown(medicines)}"
        raise InvalidArgumentError(msg)
    lenient = word("unknown", _UNKNOWN, unknown) == "report"
    found: dict[Ref, Medicine] = {}
    missing: dict[str, None] = {}
    for entry in medicines:
        for name in _names(index, entry):
            known, errors = read(index, name)
            if errors and not lenient:
                raise errors[0]
            found |= {medicine.ref: medicine for medicine in known}
            missing |= dict.fromkeys(error.key for error in errors)
    entries = [_entry(index, medicine) for medicine in found.values()]
    alerts = [alert for pair in combinations(entries, 2) for alert in _alerts(index, *pair)]
    return InteractionReport(
        alerts=tuple(sorted(alerts, key=lambda alert: -alert.severity.rank)),
        shared=tuple(_shared(index, entries)),
        checked=tuple(found.values()),
        coverage=tuple(map(_coverage, entries)),
        unrecorded=tuple(
            entry.medicine
            for entry in entries
            if isinstance(entry.medicine, Medication) and not entry.said
        ),
        unknown=tuple(missing),
    )


def _names(index: Index, entry: str | Medicine) -> Sequence[str | Medicine]:
    """Return an entry, or its parts where it is several names."""
    return (parted(index, entry) or [entry]) if isinstance(entry, str) else [entry]


def parted(index: Index, text: str) -> list[str]:
    """Part a list that was written as one text, at line ends, semicolons and commas.

    A name with a comma stays whole: botulinum toxin, type B.
    """
    names: list[str] = []
    for line in _LINE_ENDS.split(text):
        own: list[str] = []
        for part in filter(None, map(str.strip, _COMMA.split(line))):
            if own and len(own[-1]) < LONGEST_GUESS and _is_one_name(index, own[-1], part):
                own[-1] = f"{own[-1]}, {part}"
            else:
                own.append(part)
        names += own
    return names


_LINE_ENDS = re.compile(r"[;\r\n]")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")  # not that of 2,5 mg


def _is_one_name(index: Index, first: str, second: str) -> bool:
    """Return whether two parts are one name: of what neither names, unless each names something.

    Else a supplement would be taken for a salt of what is before it: tizanidine, magnesium. A
    dose is never alone.
    """
    if without_dose(f"x {second}") == "x":
        return True
    one, other, whole = (
        {medicine.ref for medicine in read(index, name)[0]}
        for name in (first, second, f"{first}, {second}")
    )
    return bool(whole) and not (one and other) and whole.isdisjoint(one | other)


def read(index: Index, entry: str | Medicine) -> tuple[Sequence[Medicine], Sequence[NotFoundError]]:
    """Return the medicines of an entry of a list, and an error for each name that is unknown.

    An unknown ingredient is told with its product, for that was written; nobody misspelled it.
    """
    bare = without_dose(entry) if isinstance(entry, str) else entry
    known: list[Medicine] = []
    errors: list[NotFoundError] = []
    for name in _ingredients(index, bare):
        try:
            known.append(_medicine(index, name))
        except NotFoundError as error:
            if name is bare:
                key = entry if isinstance(entry, str) else entry.id
                errors.append(NotFoundError(error.kind, key, error.suggestions, note=error.note))
            else:
                note = "it is not in the knowledge base"
                errors.append(NotFoundError(error.kind, f"{name} (in {bare})", note=note))
    return known, errors


def _ingredients(index: Index, name: str | Medicine) -> Sequence[str | Medicine]:
    """Return what a product of several substances holds; else the name itself."""
    product = index.products_of.get(fold(name)) if isinstance(name, str) else None
    if product is None:
        return [name]
    records = [index.by_ref[Ref(RefKind.MEDICATIONS, id_)] for id_ in product.ingredients]
    return [*(r for r in records if isinstance(r, Medication)), *product.others]


def _medicine(index: Index, name: str | Medicine) -> Medicine:
    """Find the record that an entry names: a medication, else an outside agent, else a class."""
    kind = "medicine"
    if isinstance(name, Medication | DrugClass | Agent):
        own = index.by_ref.get(name.ref)  # the record may come from another base
        if isinstance(own, Medication | DrugClass | Agent):
            return own
        raise NotFoundError(kind, name.id)
    near: list[str] = []
    notes: list[str] = []
    for catalog in KINDS:
        try:
            id_ = index.named(catalog, name)
        except NotFoundError as error:
            near += error.suggestions
            notes += [error.note] if error.note else []
        else:
            found = index.by_ref[Ref(RefKind(catalog), id_)]
            assert not isinstance(found, Therapy)  # no kind that is looked in holds one
            return found
    notes = notes or index.called(name, _NO_MEDICINES)
    note = "; ".join(dict.fromkeys(notes))
    raise NotFoundError(kind, name, () if note else meant(name, near)[:3], note=note)


def _entry(index: Index, medicine: Medicine) -> _Entry:
    """Take together what is recorded of an entry, and of records of the same name."""
    same = [index.by_ref[ref] for ref in index.groups.same.get(medicine.ref, ())]
    speakers: dict[Ref, Medication] = {}
    refs: dict[Ref, None] = {}
    for known in (medicine, *same):
        parts = _parts(index, known) if isinstance(known, Medication) else []
        speakers |= {each.ref: each for each in (parts or _members(index, known))}
        refs |= dict.fromkeys(each.ref for each in (known, *parts))
    said = [
        _Said(speaker, each)
        for speaker in speakers.values()
        for each in speaker.interactions
        if not (each.applies_to and _is_ingredient(speaker, medicine))
    ]
    return _Entry(medicine, tuple(speakers.values()), said, tuple(refs))


def _parts(index: Index, medicine: Medication) -> list[Medication]:
    """Return the medication, and the ingredients of a combination or members of a group."""
    medications = index.of_kind("medications")
    return [medicine, *(part for part in medications if part.id in medicine.ingredients)]


def _members(index: Index, group: object) -> list[Medication]:
    """Return the medicines of a class, whose labels speak for it; none for an agent."""
    if not isinstance(group, DrugClass):
        return []
    medications = index.of_kind("medications")
    return [member for member in medications if group.id in index.above("drug_classes", member.ref)]


def _is_ingredient(speaker: Medication, medicine: Medicine) -> bool:
    """Return whether a label on forms of one substance is asked about a combination with it."""
    combined = getattr(medicine, "kind", None) is MedicationKind.COMBINATION
    return combined and speaker.ref != medicine.ref


def _alerts(index: Index, first: _Entry, second: _Entry) -> Iterator[Alert]:
    """Yield what the labels of either say of the other, one alert for each meaning."""
    if second.medicine.ref in index.groups.same.get(first.medicine.ref, ()):
        return  # one thing
    meanings: dict[str, list[tuple[Severity, _Said]]] = defaultdict(list)
    for one, other in ((first, second), (second, first)):
        for told in one.said:
            severity = _severity(index, told.said, other.refs)
            if severity is not None:
                meanings[told.said.meaning.casefold()].append((severity, told))
    for found in meanings.values():
        severity, (speaker, said) = max(found, key=lambda each: each[0].rank)
        sources = (said.source, *(told.said.source for _, told in found))
        yield Alert(
            first=first.medicine,
            second=second.medicine,
            severity=severity,
            effect=said.effect,
            mechanism=said.mechanism,
            sources=tuple(dict.fromkeys(sources)),
            label_of=speaker,
            together=_together(index, first, second),
            topic=said.topic,
        )


def _severity(index: Index, said: Interaction, refs: Sequence[Ref]) -> Severity | None:
    """Return how strongly a sentence speaks of something; None where it does not."""
    found = [_severity_of(index, said, ref) for ref in refs]
    return max((each for each in found if each is not None), default=None, key=lambda s: s.rank)


def _severity_of(index: Index, said: Interaction, ref: Ref) -> Severity | None:
    """Return how strongly a sentence speaks of a record, if it does.

    Named members win over the group, and exceptions over all. A member whose strength is not
    known is at the lowest severity in a sentence on some strengths, and so is one that is known to
    be weak in a sentence on all.
    """
    named = {each.member: each.severity for each in said.named}
    if ref in said.excepted:
        return None
    if ref in named:
        return named[ref]
    if ref == said.partner:
        return said.severity
    reached = index.groups.reach(ref, said.excepted)
    found = [severity for member, severity in named.items() if member in reached]
    if said.partner in reached and not said.closed:
        strengths = {edge.strength for edge in reached[said.partner]}
        if not said.strengths:
            found.append(Severity.CAUTION if strengths == {Strength.WEAK} else said.severity)
        elif strengths & {*said.strengths}:
            found.append(said.severity)
        elif None in strengths:
            found.append(Severity.CAUTION)
    return max(found, default=None, key=lambda severity: severity.rank)


def _together(index: Index, first: _Entry, second: _Entry) -> tuple[str, ...]:
    """Return the current guidelines that name two entries together, on purpose."""
    above = [
        {group for ref in entry.refs for group in index.groups.reach(ref)}
        for entry in (first, second)
    ]
    return tuple(
        dict.fromkeys(
            said.source
            for said in index.on_purpose
            for one, other in (above, reversed(above))
            if said.intervention in one and not other.isdisjoint(said.together)
        )
    )


def _coverage(entry: _Entry) -> Coverage:
    """Say how far the labels of an entry were read, or else those of what it consists of."""
    own = [m for m in entry.speakers if m.ref == entry.medicine.ref]
    parts = [m for m in entry.speakers if m.ref != entry.medicine.ref]
    through = [] if any(map(_is_read, own)) else [m for m in parts if m.labels_read]
    labels = [label for medicine in (*own, *through) for label in medicine.labels_read]
    if not any(map(_is_on_safety, labels)):
        read = ReadExtent.NONE
    elif own and through:  # the label of a product says more than those of its ingredients
        read = ReadExtent.IN_PART
    else:
        asked = own or parts
        whole = all(any(label.is_whole for label in each.labels_read) for each in asked)
        read = ReadExtent.WHOLE if whole else ReadExtent.IN_PART
    return Coverage(
        entry=entry.medicine,
        read=read,
        labels=tuple(dict.fromkeys(labels)),
        through=tuple(through),
    )


def _is_read(medicine: Medication) -> bool:
    """Return whether a label of a medicine was read for more than its uses."""
    return any(map(_is_on_safety, medicine.labels_read))


def _is_on_safety(label: LabelRead) -> bool:
    return {*label.sections} != {LabelSection.INDICATIONS}


def _shared(index: Index, entries: Sequence[_Entry]) -> Iterator[AdditiveEffect]:
    """Yield what at least two entries share, from what is recorded of each."""
    medicines = [entry.medicine for entry in entries if isinstance(entry.medicine, Medication)]
    for kind, field, names in (
        (SharedKind.THERAPEUTIC_DUPLICATION, "drug_classes", index.labels.classes),
        (SharedKind.SAME_MECHANISM, "mechanisms", index.labels.mechanisms),
    ):
        for id_, found in _by_trait(medicines, attrgetter(field)):
            yield AdditiveEffect(kind=kind, topic=names[id_], medicines=found)
    effects = {entry.medicine.ref: list(_effects(index, entry)) for entry in entries}
    named = [entry.medicine for entry in entries]
    for topic, sharing in _by_trait(named, lambda m: [said for said, _ in effects[m.ref]]):
        sources = [source for m in sharing for said, source in effects[m.ref] if said == topic]
        yield AdditiveEffect(
            kind=SharedKind.ADDITIVE_EFFECT,
            topic=topic,
            medicines=sharing,
            sources=tuple(dict.fromkeys(source for source in sources if source is not None)),
        )


def _effects(index: Index, entry: _Entry) -> Iterator[tuple[str, str | None]]:
    """Yield (topic, source) of effects that may add up: by groups, and by warnings of its own.

    A medicine that belongs to a group with such an effect by weak grade only does not count; nor
    do sentences on what not to combine it with, or whom not to give it.
    """
    for ref in entry.refs:
        for group, edges in index.groups.reach(ref).items():
            burden = getattr(index.by_ref[group], "burden", None)
            graded = [edge for edge in edges if edge.strength is not Strength.WEAK]
            if burden is not None and graded:
                yield from ((burden.value, edge.source) for edge in graded)
    for speaker in entry.speakers:
        for caution in speaker.cautions if speaker.ref in entry.refs else ():
            bound = caution.applies_to and _is_ingredient(speaker, entry.medicine)
            if caution.adds_up and caution.topic in _SHARED_TOPICS and not bound:
                yield caution.topic.value, caution.source


def _by_trait(
    medicines: Sequence[E], traits: Callable[[E], Iterable[str]]
) -> Iterator[tuple[str, tuple[E, ...]]]:
    """Yield each trait that at least two of the medicines have, with those that have it."""
    having: dict[str, list[E]] = defaultdict(list)
    for medicine in medicines:
        for trait in dict.fromkeys(traits(medicine)):
            having[trait].append(medicine)
    for trait, found in sorted(having.items()):
        if len(found) > 1:
            yield trait, tuple(found)
