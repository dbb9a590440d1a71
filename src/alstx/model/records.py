"""Kinds of record, the ids by which records name each other, and records of all kinds together."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, cast

import attrs

from alstx.ids import Curie, Ref, is_slug
from alstx.model.base import Record
from alstx.model.literature import Evidence, Recommendation
from alstx.model.products import Product
from alstx.model.sources import Source
from alstx.model.symptoms import Symptom
from alstx.model.terms import Agent, Disease, DrugClass, Mechanism, Medication, Therapy


@attrs.frozen
class Kind:
    """One kind of record: the facts that everything else derives from.

    Attributes:
        cls: Its class.
        label: What one record is called in messages.
        home: Where it is in a data folder: a ``folder`` with a file for each record, one
            ``list`` in a file of the kind's name, or in the file of its ``source``.
    """

    cls: type[Record]
    label: str
    home: Literal["folder", "list", "source"]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "symptoms": Kind(Symptom, "symptom", "folder"),
        "medications": Kind(Medication, "medication", "folder"),
        "drug_classes": Kind(DrugClass, "drug class", "list"),
        "mechanisms": Kind(Mechanism, "mechanism", "list"),
        "therapies": Kind(Therapy, "therapy", "folder"),
        "agents": Kind(Agent, "agent", "list"),
        "sources": Kind(Source, "source", "folder"),
        "evidence": Kind(Evidence, "evidence record", "source"),
        "recommendations": Kind(Recommendation, "recommendation", "source"),
    }
)
"""The kinds of record by name, which are also the names of the catalogs."""

LABELS: Mapping[str, str] = MappingProxyType(
    {**{name: kind.label for name, kind in KINDS.items()}, "treatments": "treatment"}
)
"""Name of one record of each catalog in messages; treatments are joined, never read."""


def kinds_with(field: str) -> tuple[str, ...]:
    """Return the kinds whose records have a field, in the order of `KINDS`.

    Example:
        >>> kinds_with("labels_read")
        ('medications',)
    """
    return tuple(name for name, kind in KINDS.items() if field in attrs.fields_dict(kind.cls))


TREES = kinds_with("parents")
"""The kinds that form an is-a hierarchy."""

INTERVENTIONS = kinds_with("indications")
"""The kinds of what can be used for a symptom; they share one space of ids."""

TERMS = kinds_with("name")
"""The kinds that have a name of their own."""


def references(value: object, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield path, kind and id for every id that a record names, the parts of it included.

    A field that holds ids says so in its metadata: ``{"ref": "sources"}``. What is not a slug in
    such a field is words, as in `Evidence.rests_on`.

    Args:
        value: A record, or a part of one.
        path: Place of the value.

    Example:
        >>> from alstx import Indication
        >>> list(references(Indication(symptom="cramps", through="zine", summary="Used.")))
        [('symptom', 'symptoms', 'cramps'), ('through', 'drug_classes', 'zine')]
    """
    if isinstance(value, Ref):
        yield path, value.kind.value, value.id
    elif isinstance(value, tuple):
        for at, member in enumerate(cast("tuple[object, ...]", value)):
            yield from references(member, f"{path}.{at}")
    elif attrs.has(cls := type(value)) and cls is not Curie:
        for field in attrs.fields(cls):
            held, place = getattr(value, field.name), f"{path}.{field.name}".lstrip(".")
            kind = field.metadata.get("ref")
            if kind is None:
                yield from references(held, place)
            elif isinstance(held, str):
                yield place, kind, held
            else:
                yield from (
                    (f"{place}.{at}", kind, id_)
                    for at, id_ in enumerate(held or ())
                    if is_slug(id_)
                )


_DATED = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})(?!\d)", re.ASCII)


@attrs.frozen(kw_only=True, repr=False)
class Records:
    """All records of a knowledge base, each kind in order of id.

    Attributes:
        version: Dated version of the data.
        disease: What the symptoms are symptoms of.
        symptoms: Symptoms and their groups.
        medications: Medicines.
        drug_classes: Classes of medicines.
        mechanisms: Ways in which medicines act.
        therapies: Treatments that are not drugs.
        agents: Outside drugs and substances that interactions name.
        sources: Where facts come from.
        evidence: Findings of the sources.
        recommendations: Statements of the sources.
        products: Products of several substances that have no records of their own.
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
    products: tuple[Product, ...] = ()

    @property
    def day(self) -> date | None:
        """Day in the dated version, such as 29 November 2026 in ``2026.11.29``; None without one.

        Whether a source has run out is judged by it and never by the clock.
        """
        found = _DATED.match(self.version)
        try:
            return date(*map(int, found.groups())) if found else None
        except ValueError:  # no such day, such as 2026.2.30
            return None

    def kinds(self) -> Iterator[tuple[str, tuple[Record, ...]]]:
        """Yield each kind's name with its records."""
        for kind in KINDS:
            yield kind, getattr(self, kind)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(found)} {kind}" for kind, found in self.kinds() if found)
        return f"<{type(self).__name__} {self.version}: {counts or 'none'}>"
