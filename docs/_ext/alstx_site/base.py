"""A knowledge base as the pages need it: treatments by what they are about, links to pages."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from alstx import KnowledgeBase
from alstx.display.currency import standing
from alstx.ids import Curie, Ref, RefKind
from alstx.kb.hierarchy import Hierarchy
from alstx.model import Evidence, Medication, Recommendation, Record, Source, Symptom, Treatment
from alstx.vocab import MatchKind, Role, SourceKind
from alstx_site import markdown as md

FOLDER = "base"
SHORT = 70
_PAGES = (SourceKind.INFORMATION_PAGE, SourceKind.EXPERT_REVIEW)


class Base:
    """A knowledge base with what the pages need to cross-link it.

    Args:
        kb: The knowledge base.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb

    # what is said of what

    @cached_property
    def by_symptom(self) -> dict[str, list[Treatment]]:
        """Treatments by the symptom they name, strongest support first."""
        found: dict[str, list[Treatment]] = defaultdict(list)
        for treatment in self.kb.treatments:
            found[treatment.symptom].append(treatment)
        return found

    @cached_property
    def by_ref(self) -> dict[Ref, list[Treatment]]:
        """Treatments by intervention, strongest support first."""
        found: dict[Ref, list[Treatment]] = defaultdict(list)
        for treatment in self.kb.treatments:
            found[treatment.intervention].append(treatment)
        return found

    @cached_property
    def findings(self) -> dict[str, list[Evidence]]:
        """Evidence by source."""
        found: dict[str, list[Evidence]] = defaultdict(list)
        for evidence in self.kb.evidence:
            found[evidence.source].append(evidence)
        return found

    @cached_property
    def statements(self) -> dict[str, list[Recommendation]]:
        """Recommendations by source."""
        found: dict[str, list[Recommendation]] = defaultdict(list)
        for recommendation in self.kb.recommendations:
            found[recommendation.source].append(recommendation)
        return found

    @cached_property
    def members(self) -> dict[str, list[Medication]]:
        """Medicines by the class that they name."""
        return self._grouped("drug_classes")

    @cached_property
    def acting(self) -> dict[str, list[Medication]]:
        """Medicines by the mechanism that they name."""
        return self._grouped("mechanisms")

    def _grouped(self, field: str) -> dict[str, list[Medication]]:
        found: dict[str, list[Medication]] = defaultdict(list)
        for medication in self.kb.medications:
            for node in getattr(medication, field):
                found[node].append(medication)
        return found

    @property
    def groups(self) -> list[Symptom]:
        """The symptoms at the top, which are groups."""
        return [symptom for symptom in self.kb.symptoms if not symptom.parents]

    def studied(self, group: Symptom) -> list[Symptom]:
        """Symptoms of a group on which there is evidence in ALS or MND."""
        return [
            symptom
            for symptom in self.kb.symptoms.filter(group=group)
            if any(e.in_als for t in self.by_symptom.get(symptom.id, ()) for e in t.evidence)
        ]

    @cached_property
    def numbered(self) -> list[Symptom]:
        """Symptoms of which a finding has printed numbers."""
        found = {id_ for e in self.kb.evidence if e.effect for id_ in e.symptoms}
        return [symptom for symptom in self.kb.symptoms if symptom.id in found]

    def children(self, kind: str, node: str) -> list[str]:
        """Ids directly below a node of a hierarchy."""
        tree: Hierarchy = self.kb.hierarchies[kind]
        return sorted(child for child, parents in tree.parents.items() if node in parents)

    def counts(self, symptom: Symptom) -> tuple[str, str]:
        """Count the treatments of a symptom and all below it: those in use, and the others."""
        found = self.kb.treatments.filter(symptom=symptom, role=None)
        used = sum(t.role is Role.USED for t in found)
        return str(used), str(len(found) - used)

    # where the pages lie

    def to(self, kind: str, id_: str) -> str:
        """Write a link to the page of a record."""
        record: Record = getattr(self.kb, kind)[id_]
        name = self.label(record) if isinstance(record, Source) else record.label
        return md.link(f"/{FOLDER}/{kind}/{id_}.md", name)

    def all_to(self, kind: str, ids: Iterable[str]) -> str:
        """Write links to the pages of records, in order of their names."""
        catalog = getattr(self.kb, kind)
        return md.listed(
            self.to(kind, id_) for id_ in sorted(ids, key=lambda i: catalog[i].label.lower())
        )

    def to_ref(self, ref: Ref) -> str:
        """Write a link to the page of what a reference names."""
        if ref.kind is RefKind.AGENTS:
            return md.link(f"/{FOLDER}/agents.md", self.kb.resolve(ref).name)
        return self.to(ref.kind.value, ref.id)

    def label(self, source: Source) -> str:
        """Return a short name of a source for tables."""
        if source.short_name is None and source.kind is SourceKind.GUIDELINE:
            return source.id
        label = source.label
        if source.short_name is None and source.kind in _PAGES:
            label = f"{source.published_in}: {label}" if source.published_in else label
        return label if len(label) <= SHORT else f"{label[: SHORT - 1].rstrip()}…"

    def cite(self, id_: str) -> str:
        """Write a link to the page of a source, and one to the source itself.

        What was retracted, replaced or corrected, or has run out, is marked.
        """
        outward = self.kb.sources[id_].link
        away = f"\u00a0{md.link(outward, '↗')}" if outward else ""  # never alone on a line
        stands = self.standing(self.kb.sources[id_])
        mark = f" {md.pill(stands)}" if stands else ""
        return self.to("sources", id_) + away + mark

    def standing(self, source: Source) -> str:
        """Return in words what keeps a source from being up to date; nothing where it stands."""
        return standing(source, is_expired=source.is_expired_on(self.kb.day))


def identifiers(record: object) -> str:
    """Identifiers in other vocabularies, as links where those have pages."""
    shown = []
    for xref in getattr(record, "xrefs", ()):
        fits = "" if xref.match is MatchKind.EXACT else f" ({xref.match.value})"
        shown.append(f"{_curie(xref.id)}{fits}")
    return md.listed(shown)


def _curie(curie: Curie) -> str:
    return md.link(curie.url, curie)


def percent(symptom: Symptom) -> str:
    """Return how often a symptom occurs, in words and figures."""
    often = symptom.frequency
    if often is None:
        return ""
    least_first = " to ".join(reversed(often.band.percent.removesuffix("%").strip().split("-")))
    return f"{often.band.value.replace('-', ' ')} ({least_first} %)"
