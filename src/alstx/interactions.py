"""What labels say of taking medicines together, and what several of them share."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

import attrs

from alstx.errors import InvalidArgumentError, NotFoundError, shown
from alstx.ids import Ref, RefKind
from alstx.lookups import Lookups
from alstx.model import Agent, DrugClass, Interaction, Medication, Therapy
from alstx.vocab import CautionTopic, Severity, Vocabulary

Medicine: TypeAlias = Medication | DrugClass | Agent

NO_CLEARANCE = (
    "Only what a recorded label says was looked for. That no alert is shown does not mean that the "
    "medicines are safe together; ask a pharmacist or doctor."
)

_KINDS = ("medications", "agents", "drug_classes")
_SHARED_TOPICS = (
    CautionTopic.ANTICHOLINERGIC_EFFECTS,
    CautionTopic.CNS_DEPRESSION,
    CautionTopic.QT_PROLONGATION,
    CautionTopic.RESPIRATORY_DEPRESSION,
    CautionTopic.SEROTONIN_SYNDROME,
)


class BurdenKind(Vocabulary):
    """What several medicines of a list share."""

    SAME_CLASS = "same-class"
    SAME_MECHANISM = "same-mechanism"
    SAME_CAUTION = "same-caution"


@attrs.frozen(kw_only=True, repr=False)
class Alert:
    """What a label says of two entries of a list.

    Attributes:
        first: One entry, in the order of the list.
        second: The other entry.
        severity: How strongly the label speaks.
        effect: What may happen.
        mechanism: Why, where the label says so.
        source: Id of the label or guideline.
        said_of: The medicine that the label is about: one of the two, or what stands in one of
            them, such as a member of the class or an ingredient of the combination. What holds
            for a member need not hold for its class.
    """

    first: Medicine
    second: Medicine
    severity: Severity
    effect: str
    mechanism: str | None
    source: str
    said_of: Medication

    @property
    def pair(self) -> str:
        """Both names, and which member or ingredient it is said of.

        Example:
            >>> import alstx
            >>> alstx.load().interactions(["tizanidine", "SSRIs"]).alerts[0].pair
            'Tizanidine + Selective serotonin reuptake inhibitor (said of Fluvoxamine)'
        """
        own = self.said_of in (self.first, self.second)
        said_of = "" if own else f" (said of {self.said_of.name})"
        return f"{self.first.name} + {self.second.name}{said_of}"

    def __str__(self) -> str:
        """Renders ``A + B: severity: effect``."""
        return f"{self.pair}: {self.severity.value}: {self.effect}"

    def __repr__(self) -> str:
        """Names severity and pair; ``str()`` says the effect too."""
        return f"<Alert {self.severity.value}: {self.pair}>"

    def _repr_html_(self) -> str:
        """Shows the alert in a notebook."""
        from alstx.views.interactions import render_alert  # noqa: PLC0415 (looks upward)

        return render_alert(self)


@attrs.frozen(kw_only=True, repr=False)
class Burden:
    """Something that several medicines of a list have in common and that may add up.

    Attributes:
        kind: A class, a mechanism, or a topic that their labels warn of.
        name: Its name.
        medicines: The medicines that share it, in the order of the list.
        sources: Ids of the labels that warn of it; empty for classes and mechanisms.
    """

    kind: BurdenKind
    name: str
    medicines: tuple[Medication, ...]
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Renders ``name: A, B``."""
        return f"{self.name}: {', '.join(m.name for m in self.medicines)}"

    def __repr__(self) -> str:
        """Names what is shared, and by which medicines."""
        return f"<Burden {self.kind.value}: {self}>"


@attrs.frozen(kw_only=True, repr=False)
class InteractionReport:
    """What is recorded on a list of medicines. Iterates over its alerts, most severe first.

    An empty report is no clearance: see `note`.

    Attributes:
        alerts: Pairs that a label speaks of.
        burdens: What several medicines share.
        checked: The entries of the list, as they were understood.
        unrecorded: Medicines among them for which no label interaction is recorded at all.
        note: What the report does not say.
    """

    alerts: tuple[Alert, ...]
    burdens: tuple[Burden, ...]
    checked: tuple[Medicine, ...]
    unrecorded: tuple[Medication, ...]
    note: str = NO_CLEARANCE

    def __iter__(self) -> Iterator[Alert]:
        """Iterates over the alerts, most severe first."""
        return iter(self.alerts)

    def __len__(self) -> int:
        """Counts the alerts."""
        return len(self.alerts)

    def __bool__(self) -> bool:
        """Is true: a report without alerts is still a report."""
        return True

    def __repr__(self) -> str:
        """Counts what was checked and what was found."""
        by_severity = Counter(alert.severity.value for alert in self.alerts)
        alerts = ", ".join(f"{count} {word}" for word, count in by_severity.items())
        return (
            f"<InteractionReport on {len(self.checked)}: {alerts or 'no alert'}, "
            f"{len(self.burdens)} shared, {len(self.unrecorded)} unrecorded>"
        )

    def _repr_html_(self) -> str:
        """Shows the report in a notebook; links come from the bundled base."""
        from alstx.views.interactions import render_report  # noqa: PLC0415 (looks upward)

        return render_report(self)


class _Entry(NamedTuple):
    """A medicine of a list, what labels say for it, and what a label may name when it means it."""

    medicine: Medicine
    said: tuple[tuple[Medication, Interaction], ...]
    names: set[Ref]


def report(lookups: Lookups, medicines: Iterable[str | Medicine]) -> InteractionReport:
    """Looks up what is recorded on a list; `KnowledgeBase.interactions` documents it."""
    if isinstance(medicines, str | bytes) or not isinstance(medicines, Iterable):
        msg = f"interactions takes a list of medicines, not {shown(medicines)}"
        raise InvalidArgumentError(msg)
    checked = tuple({r.ref: r for r in (_medicine(lookups, name) for name in medicines)}.values())
    entries = [
        _Entry(held, tuple(_said(lookups, held)), _stands_for(lookups, held)) for held in checked
    ]
    alerts = [alert for pair in combinations(entries, 2) for alert in _alerts(*pair)]
    return InteractionReport(
        alerts=tuple(sorted(alerts, key=lambda alert: -alert.severity.rank)),
        burdens=tuple(_burdens(lookups, [m for m in checked if isinstance(m, Medication)])),
        checked=checked,
        unrecorded=tuple(
            entry.medicine
            for entry in entries
            if isinstance(entry.medicine, Medication) and not entry.said
        ),
    )


def _medicine(lookups: Lookups, name: str | Medicine) -> Medicine:
    """Finds what an entry names: a medication, else an outside agent, else a class."""
    kind = "medicine"
    if isinstance(name, Medication | DrugClass | Agent):
        own = lookups.by_ref.get(name.ref)  # the record may come from another base
        if isinstance(own, Medication | DrugClass | Agent):
            return own
        raise NotFoundError(kind, name.id)
    near: list[str] = []
    for held in _KINDS:
        try:
            id_ = lookups.index(held).resolve(name)
        except NotFoundError as error:
            near += error.suggestions
        else:
            found = lookups.by_ref[Ref(RefKind(held), id_)]
            assert not isinstance(found, Therapy)  # no kind that is looked in holds one
            return found
    raise NotFoundError(kind, name, tuple(dict.fromkeys(near))[:3])


def _alerts(first: _Entry, second: _Entry) -> Iterator[Alert]:
    """What the labels of either say of the other; the same from both ends.

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


def _parts(lookups: Lookups, medicine: Medication) -> list[Medication]:
    """The medication, and the ingredients of a combination or members of a group."""
    held = lookups.records.medications
    return [medicine, *(part for part in held if part.id in medicine.ingredients)]


def _said(lookups: Lookups, medicine: Medicine) -> Iterator[tuple[Medication, Interaction]]:
    """The interactions that its labels name, each with the medicine that the label is about."""
    for speaker in _speakers(lookups, medicine):
        for said in speaker.interactions:
            yield speaker, said


def _speakers(lookups: Lookups, medicine: Medicine) -> Sequence[Medication]:
    """The medicines whose labels speak for it; a class speaks through its members' labels."""
    if isinstance(medicine, Medication):
        return _parts(lookups, medicine)
    if isinstance(medicine, Agent):  # nothing is recorded of its labels
        return ()
    held = lookups.records.medications
    return [member for member in held if medicine.id in lookups.classes_of[member.ref]]


def _stands_for(lookups: Lookups, medicine: Medicine) -> set[Ref]:
    """Every partner under which a label may name it: itself, its parts, and all above them."""
    if isinstance(medicine, Agent):
        return {Ref(RefKind.AGENTS, id_) for id_ in lookups.agents.lineage(medicine.id)}
    parts: Sequence[Medication | DrugClass] = (
        _parts(lookups, medicine) if isinstance(medicine, Medication) else [medicine]
    )
    classes = {id_ for part in parts for id_ in lookups.classes_of[part.ref]}
    return {part.ref for part in parts} | {Ref(RefKind.DRUG_CLASSES, id_) for id_ in classes}


def _burdens(lookups: Lookups, medicines: Sequence[Medication]) -> Iterator[Burden]:
    """What at least two of the medicines share, from what is recorded of each."""
    for id_, found in _shared(medicines, lambda m: m.drug_classes):
        name = lookups.names["drug_classes"][id_]
        yield Burden(kind=BurdenKind.SAME_CLASS, name=name, medicines=found)
    for id_, found in _shared(medicines, lambda m: m.mechanisms):
        name = lookups.names["mechanisms"][id_]
        yield Burden(kind=BurdenKind.SAME_MECHANISM, name=name, medicines=found)
    warned = {m.id: list(_warnings(lookups, m)) for m in medicines}
    for topic, found in _shared(medicines, lambda m: [said for said, _ in warned[m.id]]):
        sources = [source for m in found for said, source in warned[m.id] if said == topic]
        yield Burden(
            kind=BurdenKind.SAME_CAUTION,
            name=topic,
            medicines=found,
            sources=tuple(dict.fromkeys(sources)),
        )


def _warnings(lookups: Lookups, medicine: Medication) -> Iterator[tuple[str, str]]:
    """Gives (topic, source) of what its labels warn of and what adds up between medicines.

    The labels of ingredients count too. A label that warns of a group, such as sedating medicines,
    says that its own medicine adds to what that group does.
    """
    for part in _parts(lookups, medicine):
        for caution in part.cautions:
            if caution.topic in _SHARED_TOPICS:
                yield caution.topic.value, caution.source
    for _, said in _said(lookups, medicine):
        partner = lookups.by_ref[said.partner]
        if isinstance(partner, Agent) and partner.burden is not None:
            yield partner.burden.value, said.source


def _shared(
    medicines: Sequence[Medication], traits: Callable[[Medication], Iterable[str]]
) -> Iterator[tuple[str, tuple[Medication, ...]]]:
    """Gives each trait that at least two of the medicines have, with those that have it."""
    having: dict[str, list[Medication]] = defaultdict(list)
    for medicine in medicines:
        for trait in dict.fromkeys(traits(medicine)):
            having[trait].append(medicine)
    for trait, found in sorted(having.items()):
        if len(found) > 1:
            yield trait, tuple(found)
