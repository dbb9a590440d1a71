"""Results of an interaction check: alerts, shared effects, the report."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

import attrs

from alstx.model.base import JsonValue, document, view
from alstx.model.terms import Agent, DrugClass, Medication
from alstx.model.uses import LabelRead
from alstx.vocab import CautionTopic, ReadExtent, Severity, Vocabulary

Medicine: TypeAlias = Medication | DrugClass | Agent

NO_CLEARANCE = (
    "Only what a recorded label says was looked for. That no alert is shown does not mean that the "
    "medicines are safe together; ask a pharmacist or doctor."
)


class SharedKind(Vocabulary):
    """Kind of trait that several medicines of a list share."""

    THERAPEUTIC_DUPLICATION = "therapeutic-duplication"
    SAME_MECHANISM = "same-mechanism"
    ADDITIVE_EFFECT = "additive-effect"


@attrs.frozen(kw_only=True, repr=False)
class Alert:
    """Warning of labels on two entries of a list; all that mean the same are one.

    Attributes:
        first: One entry, in the order of the list.
        second: The other entry.
        severity: How strongly the strongest label speaks.
        effect: What may happen, by that label.
        mechanism: Why, where that label says so.
        sources: Ids of all labels and guidelines that warn of it, that one first.
        label_of: The medicine that that label is about: one of the two, or part of one of
            them: a member of the class or an ingredient of the combination. A warning on a member
            need not apply to its class.
        together: Ids of current guidelines that name the two together, on purpose.
        topic: What adds up, where something does.
    """

    first: Medicine
    second: Medicine
    severity: Severity
    effect: str
    mechanism: str | None
    sources: tuple[str, ...]
    label_of: Medication
    together: tuple[str, ...] = ()
    topic: CautionTopic | None = None

    @property
    def pair(self) -> str:
        """Both names, and which member or ingredient's label says it.

        Example:
            >>> import alstx
            >>> alstx.load().interactions(["tizanidine", "SSRIs"]).alerts[0].pair
            'Tizanidine + Selective serotonin reuptake inhibitor (label of Fluvoxamine)'
        """
        own = self.label_of in (self.first, self.second)
        label_of = "" if own else f" (label of {self.label_of.name})"
        return f"{self.first.name} + {self.second.name}{label_of}"

    def __str__(self) -> str:
        return f"{self.pair}: {self.severity.value}: {self.effect}"

    def __repr__(self) -> str:
        return f"<Alert {self.severity.value}: {self.pair}>"

    def _repr_html_(self) -> str | None:
        """Render the alert for a notebook."""
        return view(self)


@attrs.frozen(kw_only=True, repr=False)
class AdditiveEffect:
    """Something that several medicines of a list have in common and that may add up.

    Attributes:
        kind: An effect, a class, or a mechanism.
        topic: What the effect is about, such as ``cns-depression``; else the name of the class or
            mechanism.
        medicines: The entries that share it, in the order of the list.
        sources: Ids of what says so; empty for classes and mechanisms.
    """

    kind: SharedKind
    topic: str
    medicines: tuple[Medicine, ...]
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.topic}: {', '.join(m.name for m in self.medicines)}"

    def __repr__(self) -> str:
        return f"<AdditiveEffect {self.kind.value}: {self}>"


@attrs.frozen(kw_only=True)
class Coverage:
    """Extent to which labels were read for one entry of a list.

    Attributes:
        entry: The entry.
        read: Whether a label was read whole, in part, or not at all. Outside drugs and substances
            have none; what labels of others say of them was still looked for.
        labels: The labels that were read, with agency, edition and sections.
        through: Its ingredients or members, where the labels are theirs.
    """

    entry: Medicine
    read: ReadExtent
    labels: tuple[LabelRead, ...] = ()
    through: tuple[Medication, ...] = ()


@attrs.frozen(kw_only=True, repr=False)
class InteractionReport:
    """Result for a list of medicines. Iterates over its alerts, most severe first.

    An empty report does not mean that the combination is safe: see `note`.

    Attributes:
        alerts: Pairs that a label speaks of, one for each pair and meaning.
        shared: What several entries share.
        checked: The entries of the list, as they were understood.
        coverage: For each of them how far labels were read.
        unrecorded: Medicines among them for which no label interaction is recorded at all.
        unknown: Names that were not found, and of which therefore nothing is said: as they were
            written, and an ingredient with its product, as ``perphenazine (in Triavil)``.
        note: What the report does not say.
    """

    alerts: tuple[Alert, ...]
    shared: tuple[AdditiveEffect, ...]
    checked: tuple[Medicine, ...]
    coverage: tuple[Coverage, ...]
    unrecorded: tuple[Medication, ...]
    unknown: tuple[str, ...] = ()
    note: str = NO_CLEARANCE

    def to_dict(self) -> dict[str, JsonValue]:
        """Return the report as dicts, lists and scalars, ready for JSON.

        Example:
            >>> import alstx
            >>> alstx.load().interactions(["tizanidine"]).to_dict()["checked"]
            ['medications/tizanidine']
        """
        return document(self)

    def __iter__(self) -> Iterator[Alert]:
        return iter(self.alerts)

    def __len__(self) -> int:
        return len(self.alerts)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        by_severity = Counter(alert.severity.value for alert in self.alerts)
        alerts = ", ".join(f"{count} {word}" for word, count in by_severity.items())
        read = Counter(each.read.value for each in self.coverage)
        labels = ", ".join(f"{read[word]} {word}" for word in ReadExtent if read[word])
        unknown = f", {len(self.unknown)} unknown" if self.unknown else ""
        return (
            f"<InteractionReport on {len(self.checked)}: {alerts or 'no alert'}, "
            f"{len(self.shared)} shared, labels read: {labels or 'none'}{unknown}>"
        )

    def _repr_html_(self) -> str | None:
        """Render the report for a notebook; links come from the bundled knowledge base."""
        return view(self)
