"""The records of a base, all kinds together, before anything joins them."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import attrs

from alstx.model import (
    Agent,
    Disease,
    DrugClass,
    Evidence,
    Mechanism,
    Medication,
    Recommendation,
    Record,
    Source,
    Symptom,
    Therapy,
)


@attrs.frozen(kw_only=True, repr=False)
class Records:
    """All records of a base, each kind in order of id.

    Attributes:
        version: Dated version of the data.
        disease: What the symptoms are symptoms of.
        symptoms: Symptoms and their groups.
        medications: Medicines.
        drug_classes: Classes of medicines.
        mechanisms: Ways in which medicines act.
        therapies: Treatments that are no drugs.
        agents: Outside drugs and substances that interactions name.
        sources: Where facts come from.
        evidence: Findings of the sources.
        recommendations: Statements of the sources.
    """

    version: str
    disease: Disease
    symptoms: tuple[Symptom, ...] = ()
    medications: tuple[Medication, ...] = ()
    drug_classes: tuple[DrugClass, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    therapies: tuple[Therapy, ...] = ()
    agents: tuple[Agent, ...] = ()
    sources: tuple[Source, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()

    def kinds(self) -> Iterator[tuple[str, tuple[Record, ...]]]:
        """Gives each kind's name with its records."""
        for kind in KINDS:
            yield kind, getattr(self, kind)

    def __repr__(self) -> str:
        """Names the version and the counts."""
        counts = ", ".join(f"{len(found)} {kind}" for kind, found in self.kinds() if found)
        return f"<{type(self).__name__} {self.version}: {counts or 'none'}>"


class Held(Protocol):
    """What a base is built from: `Records`, or the compiled ones, made as they are asked for."""

    @property
    def version(self) -> str:
        """Dated version of the data."""
        ...

    @property
    def disease(self) -> Disease:
        """What the symptoms are symptoms of."""
        ...

    @property
    def symptoms(self) -> Sequence[Symptom]:
        """Symptoms and their groups."""
        ...

    @property
    def medications(self) -> Sequence[Medication]:
        """Medicines."""
        ...

    @property
    def drug_classes(self) -> Sequence[DrugClass]:
        """Classes of medicines."""
        ...

    @property
    def mechanisms(self) -> Sequence[Mechanism]:
        """Ways in which medicines act."""
        ...

    @property
    def therapies(self) -> Sequence[Therapy]:
        """Treatments that are no drugs."""
        ...

    @property
    def agents(self) -> Sequence[Agent]:
        """Outside drugs and substances that interactions name."""
        ...

    @property
    def sources(self) -> Sequence[Source]:
        """Where facts come from."""
        ...

    @property
    def evidence(self) -> Sequence[Evidence]:
        """Findings of the sources."""
        ...

    @property
    def recommendations(self) -> Sequence[Recommendation]:
        """Statements of the sources."""
        ...


def whole(held: Held) -> Records:
    """Gives all records as such."""
    if isinstance(held, Records):
        return held
    kinds = {kind: tuple(getattr(held, kind)) for kind in KINDS}
    return Records(version=held.version, disease=held.disease, **kinds)


KINDS = (
    "symptoms",
    "medications",
    "drug_classes",
    "mechanisms",
    "therapies",
    "agents",
    "sources",
    "evidence",
    "recommendations",
)
"""Names of the kinds of record, which are also the names of the base's catalogs."""
