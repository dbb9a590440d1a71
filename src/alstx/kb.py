"""The knowledge base: joins records and hands out catalogs."""

from collections.abc import Callable, Iterable, Mapping
from threading import RLock
from typing import Any, TypeVar

from alstx import catalogs, facets
from alstx.catalog import Catalog, Shelf
from alstx.facets import Facets
from alstx.hierarchy import Hierarchy
from alstx.ids import Ref
from alstx.interactions import InteractionReport, Medicine, report
from alstx.lookups import Lookups
from alstx.model import Agent, Disease, DrugClass, Medication, Record, Therapy
from alstx.records import Records

C = TypeVar("C")


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

    __slots__ = ("__weakref__", "_built", "_lock", "_lookups")

    def __init__(self, records: Records) -> None:
        """Keeps the records; builds nothing yet."""
        object.__setattr__(self, "_lookups", Lookups(records))
        object.__setattr__(self, "_built", {})
        object.__setattr__(self, "_lock", RLock())

    _lookups: Lookups
    _built: dict[str, object]
    _lock: RLock

    def __setattr__(self, name: str, value: object) -> None:
        """Refuses: a base is immutable."""
        msg = "a KnowledgeBase is immutable; load an overlay to add records"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> None:
        """Refuses: a base is immutable."""
        msg = "a KnowledgeBase is immutable; load an overlay to add records"
        raise AttributeError(msg)

    @property
    def records(self) -> Records:
        """The bare records, as they were read."""
        return self._lookups.records

    @property
    def version(self) -> str:
        """Dated version of the data, such as ``2026.11.24``."""
        return self.records.version

    @property
    def disease(self) -> Disease:
        """The disease: what it is, and its identifiers."""
        return self.records.disease

    def _catalog(
        self, kind: str, make: Callable[[Shelf[Any]], C], cut: Callable[[Lookups], Facets]
    ) -> C:
        built = self._built.get(kind)
        if built is None:
            with self._lock:
                built = self._built.get(kind)
                if built is None:
                    built = self._built[kind] = make(self._shelf(kind, cut))
        return built  # type: ignore[return-value]  # stored under its own kind

    def _shelf(self, kind: str, cut: Callable[[Lookups], Facets]) -> Shelf[Record]:
        lookups, years = self._lookups, self._lookups.years
        held = lookups.held(kind)
        dated = {
            at: years[key]
            for at, record in enumerate(held)
            if (key := getattr(record, "source", record.id)) in years
        }
        return Shelf(held, lookups.index(kind), cut(lookups), dated, lookups.context)

    @property
    def symptoms(self) -> catalogs.Symptoms:
        """Symptoms and their groups."""
        return self._catalog("symptoms", catalogs.Symptoms, facets.of_symptoms)

    @property
    def medications(self) -> catalogs.Medications:
        """Medicines."""
        return self._catalog("medications", catalogs.Medications, facets.of_medications)

    @property
    def drug_classes(self) -> catalogs.DrugClasses:
        """Classes of medicines."""
        return self._catalog("drug_classes", catalogs.DrugClasses, facets.of_drug_classes)

    @property
    def mechanisms(self) -> catalogs.Mechanisms:
        """Ways in which medicines act."""
        return self._catalog("mechanisms", catalogs.Mechanisms, facets.of_mechanisms)

    @property
    def therapies(self) -> catalogs.Therapies:
        """Treatments that are no drugs."""
        return self._catalog("therapies", catalogs.Therapies, facets.of_therapies)

    @property
    def agents(self) -> catalogs.Agents:
        """Outside drugs and substances that interactions name."""
        return self._catalog("agents", catalogs.Agents, facets.of_agents)

    @property
    def sources(self) -> catalogs.Sources:
        """Where facts come from."""
        return self._catalog("sources", catalogs.Sources, facets.of_sources)

    @property
    def evidence(self) -> catalogs.EvidenceCatalog:
        """Findings of studies."""
        return self._catalog("evidence", catalogs.EvidenceCatalog, facets.of_evidence)

    @property
    def recommendations(self) -> catalogs.Recommendations:
        """Statements of guidelines and information pages."""
        return self._catalog("recommendations", catalogs.Recommendations, facets.of_recommendations)

    @property
    def treatments(self) -> catalogs.Treatments:
        """Joined answers, firmest first."""
        return self._catalog("treatments", catalogs.Treatments, facets.of_treatments)

    @property
    def hierarchies(self) -> Mapping[str, Hierarchy]:
        """The is-a hierarchies by kind: symptoms, drug_classes, mechanisms, agents."""
        lookups = self._lookups
        return {
            "symptoms": lookups.symptoms,
            "drug_classes": lookups.classes,
            "mechanisms": lookups.mechanisms,
            "agents": lookups.agents,
        }

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
        with self._lock:
            return report(self._lookups, medicines)

    def __eq__(self, other: object) -> bool:
        """Whether both hold equal records."""
        return self.records == other.records if isinstance(other, KnowledgeBase) else NotImplemented

    def __hash__(self) -> int:
        """Hashes version and counts."""
        return hash((self.version, *(len(found) for _, found in self.records.kinds())))

    def __reduce__(self) -> tuple[type["KnowledgeBase"], tuple[Records]]:
        """Pickles the records."""
        return KnowledgeBase, (self.records,)

    def __copy__(self) -> "KnowledgeBase":
        """Is its own copy, being immutable."""
        return self

    def __deepcopy__(self, memo: object) -> "KnowledgeBase":
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
