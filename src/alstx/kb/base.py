"""The knowledge base: joins records and hands out catalogs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Self

from alstx.errors import InvalidArgumentError
from alstx.ids import Ref
from alstx.kb import catalogs, literature
from alstx.kb.index import Index
from alstx.lazy import once, prepare
from alstx.lock import importing
from alstx.model.records import LABELS, Records

if TYPE_CHECKING:
    from datetime import date

    from alstx.kb.catalog import Catalog
    from alstx.kb.hierarchy import Hierarchy
    from alstx.model.base import Record
    from alstx.model.interaction import InteractionReport, Medicine
    from alstx.model.terms import Agent, Disease, DrugClass, Medication, Therapy

_LATER = (
    "alstx.display.html",
    "alstx.kb.interactions",
    "alstx.names.mentions",
    "alstx.tables.frames",
    "alstx.tables.parts",
    "difflib",
)
"""Modules that are imported where an answer first needs them, for not every answer does."""


class KnowledgeBase:
    """Immutable catalogs of records that name each other by id.

    Get one from `alstx.load`. Each catalog is built when it is first touched, once, whatever the
    number of threads.

    Args:
        records: The records; they must satisfy `alstx.kb.rules`, which `alstx.load` sees to.

    Example:
        >>> import alstx
        >>> kb = alstx.load()
        >>> kb.medications.find("Lioresal").name
        'Baclofen'
    """

    def __init__(self, records: Records) -> None:
        object.__setattr__(self, "_index", Index(records))

    _index: Index

    @classmethod
    def of_index(cls, index: Index) -> Self:
        """Return a knowledge base on an index that is there already."""
        made = cls.__new__(cls)
        object.__setattr__(made, "_index", index)
        return made

    def __setattr__(self, name: str, value: object) -> None:
        msg = "a KnowledgeBase is immutable; load an overlay to add records"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> None:
        msg = "a KnowledgeBase is immutable; load an overlay to add records"
        raise AttributeError(msg)

    @once
    def records(self) -> Records:
        """The bare records, as they were read."""
        return self._index.whole

    @property
    def version(self) -> str:
        """Dated version of the data, such as ``2026.11.24``."""
        return self._index.records.version

    @property
    def day(self) -> date | None:
        """Day of the data version, by which sources are judged to have run out; None without one.

        Example:
            >>> import alstx
            >>> kb = alstx.load()
            >>> f"{kb.day:%Y.%m.%d}" == kb.version
            True
        """
        return self._index.records.day

    @property
    def disease(self) -> Disease:
        """The disease: what it is, and its identifiers."""
        return self._index.records.disease

    @once
    def symptoms(self) -> catalogs.Symptoms:
        """Symptoms and their groups."""
        return catalogs.Symptoms(self._index.tables["symptoms"])

    @once
    def medications(self) -> catalogs.Medications:
        """Medicines."""
        return catalogs.Medications(self._index.tables["medications"])

    @once
    def drug_classes(self) -> catalogs.DrugClasses:
        """Classes of medicines."""
        return catalogs.DrugClasses(self._index.tables["drug_classes"])

    @once
    def mechanisms(self) -> catalogs.Mechanisms:
        """Ways in which medicines act."""
        return catalogs.Mechanisms(self._index.tables["mechanisms"])

    @once
    def therapies(self) -> catalogs.Therapies:
        """Treatments that are not drugs."""
        return catalogs.Therapies(self._index.tables["therapies"])

    @once
    def agents(self) -> catalogs.Agents:
        """Outside drugs and substances that interactions name."""
        return catalogs.Agents(self._index.tables["agents"])

    @once
    def sources(self) -> literature.Sources:
        """Sources of facts."""
        return literature.Sources(self._index.tables["sources"])

    @once
    def evidence(self) -> literature.EvidenceCatalog:
        """Findings of studies."""
        return literature.EvidenceCatalog(self._index.tables["evidence"])

    @once
    def recommendations(self) -> literature.Recommendations:
        """Statements of guidelines and information pages."""
        return literature.Recommendations(self._index.tables["recommendations"])

    @once
    def treatments(self) -> catalogs.Treatments:
        """Joined answers, strongest support first."""
        return catalogs.Treatments(self._index.tables["treatments"])

    def prepare(self) -> None:
        """Build every part now that would otherwise be built on first use."""
        for part in (self, self._index, self._index.groups):
            prepare(part)
        for kind in LABELS:
            catalog: Catalog[Record] = getattr(self, kind)
            catalog.prepare()
        for module in _LATER:
            with importing(module):
                import_module(module)

    @property
    def hierarchies(self) -> Mapping[str, Hierarchy]:
        """The is-a hierarchies by kind: symptoms, drug_classes, mechanisms, agents."""
        return MappingProxyType(self._index.trees)

    def resolve(self, ref: Ref | str) -> Medication | DrugClass | Therapy | Agent:
        """Return the record that a reference names.

        Args:
            ref: The reference, or its text, as tables have it.

        Raises:
            NotFoundError: If there is none.
            InvalidArgumentError: If it is not a reference.

        Example:
            >>> import alstx
            >>> alstx.load().resolve("drug_classes/ssri").name
            'Selective serotonin reuptake inhibitor'
        """
        try:
            ref = ref if isinstance(ref, Ref) else Ref.parse(ref)
        except ValueError as error:
            raise InvalidArgumentError(str(error)) from error
        catalog: Catalog[Medication | DrugClass | Therapy | Agent] = getattr(self, ref.kind.value)
        return catalog[ref.id]

    def interactions(
        self, medicines: Iterable[str | Medicine], *, unknown: Literal["raise", "report"] = "raise"
    ) -> InteractionReport:
        """Look up what labels say of taking medicines together.

        Pairs come from the labels of either medicine, so the order of the list changes nothing
        but the order of the answer. A class stands for its members' labels, and a label that
        names a class or group speaks of every member that it does not leave out.

        Args:
            medicines: Names as people write them, or records; our medicines
                and classes, and the outside drugs and substances that labels name. A text that is
                itself a list, with commas, semicolons or line ends, counts as several.
            unknown: What to do with a name that nothing has: ``raise`` an error, or ``report`` it
                in the answer, which says nothing of it.

        Returns:
            Alerts, most severe first; what several medicines share; what was checked, and how far
            labels were read for it. An empty report does not mean that the combination is safe.

        Raises:
            NotFoundError: If a name is unknown and `unknown` is ``raise``.
            AmbiguousNameError: If a name fits several records.
            InvalidArgumentError: If it is not a list, or a name is blank.

        Example:
            >>> import alstx
            >>> report = alstx.load().interactions(["Zanaflex", "fluvoxamine"])
            >>> report.alerts[0].severity.value
            'contraindicated'
        """
        with importing("alstx.kb.interactions"):
            from alstx.kb.interactions import report  # noqa: PLC0415 (when needed)

        return report(self._index, medicines, unknown)

    def __eq__(self, other: object) -> bool:
        return self.records == other.records if isinstance(other, KnowledgeBase) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.version, *(len(found) for _, found in self.records.kinds())))

    def __reduce__(self) -> tuple[type[KnowledgeBase], tuple[Records]]:
        return KnowledgeBase, (self.records,)

    def __copy__(self) -> KnowledgeBase:
        return self

    def __deepcopy__(self, memo: object) -> KnowledgeBase:
        return self

    def _repr_html_(self) -> str:
        """Render the knowledge base for a notebook."""
        with importing("alstx.display.html"):
            from alstx.display import html  # noqa: PLC0415 (when needed)

        kinds = [(kind, len(getattr(self, kind))) for kind in LABELS]
        return html.overview(self.disease.name, self.version, kinds)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(found)} {kind}" for kind, found in self.records.kinds() if found)
        return f"<KnowledgeBase {self.version}: {counts}>"
