"""Results of an interaction check: alerts, shared effects, the report."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

import attrs

from alstx.model.base import view
from alstx.model.terms import Agent, DrugClass, Medication
from alstx.vocab import Severity, Vocabulary

Medicine: TypeAlias = Medication | DrugClass | Agent

NO_CLEARANCE = (
    "Only what a recorded label says was looked for. That no alert is shown does not mean that the "
    "medicines are safe together; ask a pharmacist or doctor."
)


class BurdenKind(Vocabulary):
    """Kind of trait that several medicines of a list share."""

    SAME_CLASS = "same-class"
    SAME_MECHANISM = "same-mechanism"
    SAME_CAUTION = "same-caution"


@attrs.frozen(kw_only=True, repr=False)
class Alert:
    """Warning of a label on two entries of a list.

    Attributes:
        first: One entry, in the order of the list.
        second: The other entry.
        severity: How strongly the label speaks.
        effect: What may happen.
        mechanism: Why, where the label says so.
        source: Id of the label or guideline.
        said_of: The medicine that the label is about: one of the two, or part of one of
            them: a member of the class or an ingredient of the combination. A warning on a member
            need not apply to its class.
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
        return f"{self.pair}: {self.severity.value}: {self.effect}"

    def __repr__(self) -> str:
        return f"<Alert {self.severity.value}: {self.pair}>"

    def _repr_html_(self) -> str | None:
        """Render the alert for a notebook."""
        return view(self)


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
        return f"{self.name}: {', '.join(m.name for m in self.medicines)}"

    def __repr__(self) -> str:
        return f"<Burden {self.kind.value}: {self}>"


@attrs.frozen(kw_only=True, repr=False)
class InteractionReport:
    """Result for a list of medicines. Iterates over its alerts, most severe first.

    An empty report does not mean that the combination is safe: see `note`.

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
        return iter(self.alerts)

    def __len__(self) -> int:
        return len(self.alerts)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        by_severity = Counter(alert.severity.value for alert in self.alerts)
        alerts = ", ".join(f"{count} {word}" for word, count in by_severity.items())
        return (
            f"<InteractionReport on {len(self.checked)}: {alerts or 'no alert'}, "
            f"{len(self.burdens)} shared, {len(self.unrecorded)} unrecorded>"
        )

    def _repr_html_(self) -> str | None:
        """Render the report for a notebook; links come from the bundled knowledge base."""
        return view(self)
