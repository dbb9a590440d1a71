"""Interactions: warnings of labels on medicines taken together, and shared effects."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from alstx.errors import InvalidArgumentError, NotFoundError, shown
from alstx.ids import Ref, RefKind
from alstx.kb.index import Index
from alstx.model.interaction import Alert, Burden, BurdenKind, InteractionReport, Medicine
from alstx.model.terms import Agent, DrugClass, Medication, Therapy
from alstx.model.uses import Interaction
from alstx.vocab import CautionTopic

_KINDS = ("medications", "agents", "drug_classes")
_SHARED_TOPICS = (
    CautionTopic.ANTICHOLINERGIC_EFFECTS,
    CautionTopic.CNS_DEPRESSION,
    CautionTopic.QT_PROLONGATION,
    CautionTopic.RESPIRATORY_DEPRESSION,
    CautionTopic.SEROTONIN_SYNDROME,
)


class _Entry(NamedTuple):
    """A medicine of a list, what labels say for it, and what a label may name when it means it."""

    medicine: Medicine
    said: tuple[tuple[Medication, Interaction], ...]
    names: set[Ref]


def report(index: Index, medicines: Iterable[str | Medicine]) -> InteractionReport:
    """Look up what is recorded on a list; `KnowledgeBase.interactions` documents it."""
    if isinstance(medicines, str | bytes) or not isinstance(medicines, Iterable):
        msg = f"interactions takes a list of medicines, not {shown(medicines)}"
        raise InvalidArgumentError(msg)
    checked = tuple({r.ref: r for r in (_medicine(index, name) for name in medicines)}.values())
    entries = [
        _Entry(held, tuple(_said(index, held)), _stands_for(index, held)) for held in checked
    ]
    alerts = [alert for pair in combinations(entries, 2) for alert in _alerts(*pair)]
    return InteractionReport(
        alerts=tuple(sorted(alerts, key=lambda alert: -alert.severity.rank)),
        burdens=tuple(_burdens(index, [m for m in checked if isinstance(m, Medication)])),
        checked=checked,
        unrecorded=tuple(
            entry.medicine
            for entry in entries
            if isinstance(entry.medicine, Medication) and not entry.said
        ),
    )


def _medicine(index: Index, name: str | Medicine) -> Medicine:
    """Find the record that an entry names: a medication, else an outside agent, else a class."""
    kind = "medicine"
    if isinstance(name, Medication | DrugClass | Agent):
        own = index.by_ref.get(name.ref)  # the record may come from another base
        if isinstance(own, Medication | DrugClass | Agent):
            return own
        raise NotFoundError(kind, name.id)
    near: list[str] = []
    for held in _KINDS:
        try:
            id_ = index.named(held, name)
        except NotFoundError as error:
            near += error.suggestions
        else:
            found = index.by_ref[Ref(RefKind(held), id_)]
            assert not isinstance(found, Therapy)  # no kind that is looked in holds one
            return found
    raise NotFoundError(kind, name, tuple(dict.fromkeys(near))[:3])


def _alerts(first: _Entry, second: _Entry) -> Iterator[Alert]:
    """Yield what the labels of either say of the other; the same from both ends.

    A label that names two groups of which the other is a member says one thing, once.
    """
    seen: set[tuple[str | None, ...]] = set()
    for one, other in ((first, second), (second, first)):
        for speaker, said in one.said:
            words = (said.severity, said.effect, said.mechanism, said.source)
            if said.partner in other.names and words not in seen:
                seen.add(words)
                yield Alert(
                    first=first.medicine,
                    second=second.medicine,
                    severity=said.severity,
                    effect=said.effect,
                    mechanism=said.mechanism,
                    source=said.source,
                    said_of=speaker,
                )


def _parts(index: Index, medicine: Medication) -> list[Medication]:
    """Return the medication, and the ingredients of a combination or members of a group."""
    held = index.of_kind("medications")
    return [medicine, *(part for part in held if part.id in medicine.ingredients)]


def _said(index: Index, medicine: Medicine) -> Iterator[tuple[Medication, Interaction]]:
    """Yield the interactions on its labels, each with the medicine that the label is about."""
    for speaker in _speakers(index, medicine):
        for said in speaker.interactions:
            yield speaker, said


def _speakers(index: Index, medicine: Medicine) -> Sequence[Medication]:
    """Return the medicines whose labels apply; those of a class are its members' labels."""
    if isinstance(medicine, Medication):
        return _parts(index, medicine)
    if isinstance(medicine, Agent):  # nothing is recorded of its labels
        return ()
    held = index.of_kind("medications")
    return [member for member in held if medicine.id in index.above("drug_classes", member.ref)]


def _stands_for(index: Index, medicine: Medicine) -> set[Ref]:
    """Return every partner under which a label may name it: itself, its parts, and all above."""
    if isinstance(medicine, Agent):
        return {Ref(RefKind.AGENTS, id_) for id_ in index.lineage("agents", medicine.id)}
    parts: Sequence[Medication | DrugClass] = (
        _parts(index, medicine) if isinstance(medicine, Medication) else [medicine]
    )
    classes = {id_ for part in parts for id_ in index.above("drug_classes", part.ref)}
    return {part.ref for part in parts} | {Ref(RefKind.DRUG_CLASSES, id_) for id_ in classes}


def _burdens(index: Index, medicines: Sequence[Medication]) -> Iterator[Burden]:
    """Yield what at least two of the medicines share, from what is recorded of each."""
    for id_, found in _shared(medicines, lambda m: m.drug_classes):
        name = index.labels.classes[id_]
        yield Burden(kind=BurdenKind.SAME_CLASS, name=name, medicines=found)
    for id_, found in _shared(medicines, lambda m: m.mechanisms):
        name = index.labels.mechanisms[id_]
        yield Burden(kind=BurdenKind.SAME_MECHANISM, name=name, medicines=found)
    warned = {m.id: list(_warnings(index, m)) for m in medicines}
    for topic, found in _shared(medicines, lambda m: [said for said, _ in warned[m.id]]):
        sources = [source for m in found for said, source in warned[m.id] if said == topic]
        yield Burden(
            kind=BurdenKind.SAME_CAUTION,
            name=topic,
            medicines=found,
            sources=tuple(dict.fromkeys(sources)),
        )


def _warnings(index: Index, medicine: Medication) -> Iterator[tuple[str, str]]:
    """Yield (topic, source) of label warnings that add up between medicines.

    The labels of ingredients count too. A label that warns of a group, such as sedating medicines,
    says that its own medicine adds to what that group does.
    """
    for part in _parts(index, medicine):
        for caution in part.cautions:
            if caution.topic in _SHARED_TOPICS:
                yield caution.topic.value, caution.source
    for _, said in _said(index, medicine):
        partner = index.by_ref[said.partner]
        if isinstance(partner, Agent) and partner.burden is not None:
            yield partner.burden.value, said.source


def _shared(
    medicines: Sequence[Medication], traits: Callable[[Medication], Iterable[str]]
) -> Iterator[tuple[str, tuple[Medication, ...]]]:
    """Yield each trait that at least two of the medicines have, with those that have it."""
    having: dict[str, list[Medication]] = defaultdict(list)
    for medicine in medicines:
        for trait in dict.fromkeys(traits(medicine)):
            having[trait].append(medicine)
    for trait, found in sorted(having.items()):
        if len(found) > 1:
            yield trait, tuple(found)
