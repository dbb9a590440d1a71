"""The knowledge base as the pages need it: what is said of what, and where its page lies."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from alstx import KnowledgeBase
from alstx.display import gaps, lines, summary
from alstx.display.gaps import Cell
from alstx.display.labels import Labels
from alstx.display.lines import Line
from alstx.display.words import standing
from alstx.ids import Ref
from alstx.kb.join import PLACEHOLDERS
from alstx.kb.kin import kin
from alstx.model import (
    DrugClass,
    Evidence,
    Mechanism,
    Medication,
    Recommendation,
    Source,
    Symptom,
    Therapy,
    Treatment,
)
from alstx.model.interaction import Alert
from alstx.vocab import Role, SourceKind

LONGEST_LABEL = 60
_PAGES = (SourceKind.INFORMATION_PAGE, SourceKind.EXPERT_REVIEW)
T = TypeVar("T")
K = TypeVar("K")
Node = Symptom | DrugClass | Mechanism


def _grouped(records: Iterable[T], key: Callable[[T], K]) -> Mapping[K, list[T]]:
    """Group records by a key, each group in their order."""
    found: dict[K, list[T]] = defaultdict(list)
    for record in records:
        found[key(record)].append(record)
    return found


class Base:
    """A knowledge base with what the pages need to link its records.

    Args:
        kb: The knowledge base.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb

    @property
    def labels(self) -> Labels:
        """Names of records by id."""
        return self.kb.treatments.labels

    # what is said of what

    @cached_property
    def by_symptom(self) -> Mapping[str, list[Treatment]]:
        """Treatments by the symptom that they name, strongest support first."""
        return _grouped(self.kb.treatments, lambda t: t.symptom)

    @cached_property
    def by_ref(self) -> Mapping[Ref, list[Treatment]]:
        """Treatments by intervention, strongest support first."""
        return _grouped(self.kb.treatments, lambda t: t.intervention)

    @cached_property
    def findings(self) -> Mapping[str, list[Evidence]]:
        """Findings by source."""
        return _grouped(self.kb.evidence, lambda e: e.source)

    @cached_property
    def statements(self) -> Mapping[str, list[Recommendation]]:
        """Statements by source."""
        return _grouped(self.kb.recommendations, lambda r: r.source)

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Places of the treatments on the map of gaps, by id."""
        return {cell.treatment.id: cell for cell in gaps.cells(self.kb.treatments, kin(self.kb))}

    @property
    def uses(self) -> list[Cell]:
        """What somebody advises for a symptom; statements that name no treatment are none."""
        cells = self.cells.values()
        return [c for c in cells if c.is_advised and c.treatment.intervention not in PLACEHOLDERS]

    @cached_property
    def alerts(self) -> Mapping[str, list[Alert]]:
        """Interactions with other medicines of the knowledge base, by id of the medicine."""
        found: dict[str, list[Alert]] = defaultdict(list)
        for alert in self.kb.interactions(list(self.kb.medications)).alerts:
            found[alert.first.id].append(alert)
            found[alert.second.id].append(alert)
        return found

    @cached_property
    def newest(self) -> list[Evidence]:
        """Findings in ALS or MND, one of each source, the newest first."""
        own = {e.source: e for e in reversed(list(self.kb.evidence)) if e.in_als and e.level}
        return sorted(own.values(), key=lambda e: (-self._year(e), e.source))

    def _year(self, evidence: Evidence) -> int:
        return self.kb.sources[evidence.source].year or 0

    @cached_property
    def numbered(self) -> list[Symptom]:
        """Symptoms of which a finding has printed numbers."""
        found = {id_ for e in self.kb.evidence if e.effect for id_ in e.symptoms}
        return [symptom for symptom in self.kb.symptoms if symptom.id in found]

    @cached_property
    def said(self) -> list[Symptom]:
        """Symptoms of which a current guideline or page speaks."""
        own = self.by_symptom.items()
        found = {id_ for id_, ts in own if any(map(summary.statements, ts))}
        return [symptom for symptom in self.kb.symptoms if symptom.id in found]

    # answers

    def lines(self, record: Symptom | Medication | DrugClass | Therapy) -> tuple[Line, ...]:
        """Return the answer on a record in four lines; none where nothing is recorded."""
        if isinstance(record, Symptom):
            own = self.by_symptom.get(record.id, [])
            cells = [self.cells[t.id] for t in own]
            return lines.of_symptom(own, cells, self.labels) if own else ()
        own = self.by_ref.get(record.ref, [])
        cells = [self.cells[t.id] for t in own]
        cautions = () if isinstance(record, DrugClass) else record.cautions
        return lines.of_intervention(own, cells, self.labels, cautions) if own else ()

    def counts(self, treatments: Iterable[Treatment]) -> Mapping[str, int]:
        """Count treatments by what a reader looks for; what is not there is left out."""
        found = list(treatments)
        used = [t for t in found if t.role is Role.USED]
        counts = {
            "in use": len(used),
            "contested": sum(t.contested for t in used),
            "advised against": sum(t.role is Role.ADVISED_AGAINST for t in found),
            "only studied": sum(t.role is Role.STUDIED for t in found),
            "findings": len({e.id for t in found for e in t.evidence}),
        }
        return {words: count for words, count in counts.items() if count or words == "in use"}

    def below(self, symptom: Symptom) -> list[Treatment]:
        """Return the treatments of a symptom and all below it, of all roles."""
        return list(self.kb.treatments.filter(symptom=symptom, role=None))

    # trees

    @property
    def groups(self) -> list[Symptom]:
        """The symptoms at the top, which are groups."""
        return [symptom for symptom in self.kb.symptoms if not symptom.parents]

    def children(self, kind: str, node: str) -> list[str]:
        """Return the ids directly below a node of a hierarchy."""
        tree = self.kb.hierarchies[kind]
        return sorted(child for child, parents in tree.parents.items() if node in parents)

    def medicines(self, node: DrugClass | Mechanism) -> list[Medication]:
        """Return the medicines of a class or mechanism, and of all below it."""
        catalog = self.kb.medications
        if isinstance(node, DrugClass):
            return list(catalog.filter(drug_class=node))
        return list(catalog.filter(mechanism=node))

    # sources

    def label(self, source: Source) -> str:
        """Return a short name of a source."""
        label = source.label
        if source.kind in _PAGES and source.short_name is None:
            label = f"{source.published_in}: {label}" if source.published_in else label
        return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"

    def standing(self, source: Source) -> str:
        """Return in words what keeps a source from being up to date; nothing where it stands."""
        return standing(source, is_expired=source.is_expired_on(self.kb.day))

    def statement_order(self, found: Iterable[Recommendation]) -> list[Recommendation]:
        """Sort statements: the strongest stance first, then by source."""
        return sorted(dict.fromkeys(found), key=lambda r: (-r.rank, r.source, r.id))

    def contested(self) -> list[Treatment]:
        """Return the treatments on which sources disagree, by symptom."""
        found = self.kb.treatments.filter(contested=True, role=None)
        return sorted(found, key=lambda t: self.labels.plain[t.symptom])


def disagreements(treatment: Treatment) -> tuple[str, ...]:
    """Return what sources disagree on; nothing of what is not disputed."""
    return summary.disagreements(treatment) if treatment.contested else ()
