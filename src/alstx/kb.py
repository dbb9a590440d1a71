"""The knowledge base: joins records and hands out catalogs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from alstx import catalogs
from alstx.lookups import LABELS, Lookups
from alstx.once import once
from alstx.shelf import Shelf

if TYPE_CHECKING:  # what an answer does not need is not made
    from alstx.catalog import Catalog
    from alstx.hierarchy import Hierarchy
    from alstx.ids import Ref
    from alstx.interactions import InteractionReport, Medicine
    from alstx.model import Agent, Disease, DrugClass, Medication, Record, Therapy
    from alstx.records import Records


class KnowledgeBase:
    """What is known: immutable catalogs of records that name each other by id.

    Get one from `alstx.load`. Each catalog is built when it is first touched, once, whatever the
    number of threads.

    Args:
        records: The records; they must satisfy `alstx.checks`, which `alstx.load` sees to.

    Example:
        >>> import alstx
        >>> kb = alstx.load()
        >>> kb.medications.find("Lioresal").name
        'Baclofen'
    """

    def __init__(self, records: Records) -> None:
        """Keeps the records; builds nothing yet."""
        object.__setattr__(self, "_lookups", Lookups(records))

    _lookups: Lookups

    @classmethod
    def _on(cls, lookups: Lookups) -> Self:
        """Makes a base on lookups that are there already; `alstx.load` has use for it."""
        base = cls.__new__(cls)
        object.__setattr__(base, "_lookups", lookups)
        return base

    def __setattr__(self, name: str, value: object) -> None:
        """Refuses: a base is immutable."""
        msg = "a KnowledgeBase is immutable; load an overlay to add records"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> None:
        """Refuses: a base is immutable."""
        msg = "a KnowledgeBase is immutable; load an overlay to add records"
        raise AttributeError(msg)

    @once
    def records(self) -> Records:
        """The bare records, as they were read."""
        from alstx.records import whole  # noqa: PLC0415 (when needed)

        return whole(self._lookups.records)

    @property
    def version(self) -> str:
        """Dated version of the data, such as ``2026.11.24``."""
        return self._lookups.records.version

    @property
    def disease(self) -> Disease:
        """The disease: what it is, and its identifiers."""
        return self._lookups.records.disease

    @once
    def symptoms(self) -> catalogs.Symptoms:
        """Symptoms and their groups."""
        return catalogs.Symptoms(Shelf(self._lookups, "symptoms"))

    @once
    def medications(self) -> catalogs.Medications:
        """Medicines."""
        return catalogs.Medications(Shelf(self._lookups, "medications"))

    @once
    def drug_classes(self) -> catalogs.DrugClasses:
        """Classes of medicines."""
        return catalogs.DrugClasses(Shelf(self._lookups, "drug_classes"))

    @once
    def mechanisms(self) -> catalogs.Mechanisms:
        """Ways in which medicines act."""
        return catalogs.Mechanisms(Shelf(self._lookups, "mechanisms"))

    @once
    def therapies(self) -> catalogs.Therapies:
        """Treatments that are no drugs."""
        return catalogs.Therapies(Shelf(self._lookups, "therapies"))

    @once
    def agents(self) -> catalogs.Agents:
        """Outside drugs and substances that interactions name."""
        return catalogs.Agents(Shelf(self._lookups, "agents"))

    @once
    def sources(self) -> catalogs.Sources:
        """Where facts come from."""
        return catalogs.Sources(Shelf(self._lookups, "sources"))

    @once
    def evidence(self) -> catalogs.EvidenceCatalog:
        """Findings of studies."""
        return catalogs.EvidenceCatalog(Shelf(self._lookups, "evidence"))

    @once
    def recommendations(self) -> catalogs.Recommendations:
        """Statements of guidelines and information pages."""
        return catalogs.Recommendations(Shelf(self._lookups, "recommendations"))

    @once
    def treatments(self) -> catalogs.Treatments:
        """Joined answers, firmest first."""
        return catalogs.Treatments(Shelf(self._lookups, "treatments"))

    def prepare(self) -> None:
        """Makes every part now that would be made when it is first asked for."""
        for kind in LABELS:
            catalog: Catalog[Record] = getattr(self, kind)
            catalog.prepare()

    @property
    def hierarchies(self) -> Mapping[str, Hierarchy]:
        """The is-a hierarchies by kind: symptoms, drug_classes, mechanisms, agents."""
        lookups = self._lookups
        return MappingProxyType(
            {
                "symptoms": lookups.symptoms,
                "drug_classes": lookups.classes,
                "mechanisms": lookups.mechanisms,
                "agents": lookups.agents,
            }
        )

    def resolve(self, ref: Ref) -> Medication | DrugClass | Therapy | Agent:
        """Gives the record that a reference names.

        Raises:
            NotFoundError: If there is none.

        Example:
            >>> import alstx
            >>> alstx.load().resolve(alstx.Ref.parse("drug_classes/ssri")).name
            'Selective serotonin reuptake inhibitor'
        """
        catalog: Catalog[Medication | DrugClass | Therapy | Agent] = getattr(self, ref.kind.value)
        return catalog[ref.id]

    def interactions(self, medicines: Iterable[str | Medicine]) -> InteractionReport:
        """Looks up what labels say of taking medicines together.

        Pairs come from the labels of either medicine, so the order of the list changes nothing
        but the order of the answer. A class stands for its members' labels, and a label that
        names a class speaks of every member.

        Args:
            medicines: Names as people write them, or records; medicines of the base, its
                classes, and the outside drugs and substances that labels name.

        Returns:
            Alerts, most severe first; what several medicines share; what was checked. An empty
            report is no clearance.

        Raises:
            NotFoundError: If a name is unknown; nothing is skipped.
            AmbiguousNameError: If a name fits several records.
            InvalidArgumentError: If it is no list, or a name is blank.

        Example:
            >>> import alstx
            >>> report = alstx.load().interactions(["Zanaflex", "fluvoxamine"])
            >>> report.alerts[0].severity.value
            'contraindicated'
        """
        from alstx.interactions import report  # noqa: PLC0415 (when needed)

        return report(self._lookups, medicines)

    def __eq__(self, other: object) -> bool:
        """Whether both hold equal records."""
        return self.records == other.records if isinstance(other, KnowledgeBase) else NotImplemented

    def __hash__(self) -> int:
        """Hashes version and counts."""
        return hash((self.version, *(len(found) for _, found in self.records.kinds())))

    def __reduce__(self) -> tuple[type[KnowledgeBase], tuple[Records]]:
        """Pickles the records."""
        return KnowledgeBase, (self.records,)

    def __copy__(self) -> KnowledgeBase:
        """Is its own copy, being immutable."""
        return self

    def __deepcopy__(self, memo: object) -> KnowledgeBase:
        """Is its own copy, being immutable."""
        return self

    def _repr_html_(self) -> str:
        """Shows the base in a notebook."""
        from alstx.views.html import render  # noqa: PLC0415 (looks upward)

        return render(self)

    def __repr__(self) -> str:
        """Names the version and the counts."""
        counts = ", ".join(f"{len(found)} {kind}" for kind, found in self.records.kinds() if found)
        return f"<KnowledgeBase {self.version}: {counts}>"
