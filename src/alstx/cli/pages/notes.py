"""What stands below a table: sources by number, disputes by letter, labels, warnings, signs."""

from collections.abc import Iterable, Iterator
from string import ascii_lowercase

from alstx.about import DISCLAIMER
from alstx.cli.pages.blocks import ALARM, GLUE, MUTED, STRONG, Block, Heading, Items, Paragraph
from alstx.cli.pages.words import citation, finding, first_up, listed, phrase, short_name
from alstx.ids import Ref, RefKind
from alstx.kb.base import KnowledgeBase
from alstx.model import Caution, DrugClass, Evidence, Medication, Treatment
from alstx.vocab import (
    BoxedWarning,
    CautionKind,
    Direction,
    Disagreement,
    Level,
    Population,
    SourceKind,
)

_MOST_CITED = 4


class Notes:
    """Numbers what a page cites, and keeps what must be said below it.

    Only what was asked for while a page was made is listed under it.

    Args:
        kb: The base.
        in_full: Whether long lists are shown whole.
    """

    def __init__(self, kb: KnowledgeBase, *, in_full: bool = False) -> None:
        """Starts without notes."""
        self.kb = kb
        self.in_full = in_full
        self._numbers: dict[str, int] = {}
        self._disputes: dict[str, dict[str, None]] = {}
        self._labels: dict[str, None] = {}
        self._warnings: dict[str, None] = {}
        self._signs: dict[str, str] = {}

    def most(self, count: int) -> int | None:
        """How many entries of a list to show."""
        return None if self.in_full else count

    def named(self, source: str) -> str:
        """The short name of a source with its number."""
        number = self._numbers.setdefault(source, len(self._numbers) + 1)
        name = short_name(self.kb.sources[source])
        return f"{name}{GLUE}[{number}]"

    def sign(self, sign: str, meaning: str) -> str:
        """A sign whose meaning is told below."""
        self._signs[sign] = meaning
        return sign

    def name_of(self, treatment: Treatment) -> str:
        """The name of a treatment's intervention."""
        return self.kb.resolve(treatment.intervention).label

    def dispute(self, treatment: Treatment) -> str:
        """The letter of the note on why a treatment is contested; one note may serve several."""
        note = first_up("; ".join(self._reasons(treatment))) + "."
        self._disputes.setdefault(note, {})[self.name_of(treatment)] = None
        return _letters(list(self._disputes).index(note))

    def _reasons(self, treatment: Treatment) -> Iterator[str]:
        for reason in treatment.disagreements:
            if reason is Disagreement.ADVISED_AGAINST:
                against = [r.source for r in treatment.current if r.is_against]
                yield f"advised against by {self._cited(against)}"
            elif reason is Disagreement.NO_BENEFIT_FOUND:
                yield from self._opposing(treatment)
            elif reason is Disagreement.REVIEW_UNCONFIRMED:
                unsure = [e for e in treatment.evidence if _could_not_confirm(e)]
                yield f"a review could not confirm a benefit: {self._findings(unsure)}"
            else:
                yield self._divided(treatment)

    def _opposing(self, treatment: Treatment) -> Iterator[str]:
        for direction, said in (
            (Direction.NO_BENEFIT, "a study found no benefit"),
            (Direction.HARM, "a study found harm"),
        ):
            found = [e for e in treatment.evidence if e.opposes and e.direction is direction]
            if found:
                yield f"{said}: {self._findings(found)}"

    def _divided(self, treatment: Treatment) -> str:
        """Says which guidelines on ALS or MND name other medicines for the symptom instead."""
        kin = self._kin(treatment.intervention)
        named: dict[str, set[Ref]] = {}
        for r in self.kb.recommendations.filter(symptom=treatment.symptom, current=True):
            is_drug = r.intervention.kind is not RefKind.THERAPIES
            if r.is_for and is_drug and r.symptom == treatment.symptom:
                named.setdefault(r.source, set()).add(r.intervention)
        silent = [id_ for id_, refs in sorted(named.items()) if not refs & kin]
        others = [id_ for id_ in silent if self._is_on_als(id_)]
        said = "guidelines on ALS name different medicines here"
        return f"{said}; not named by {self._cited(others)}" if others else said

    def _kin(self, ref: Ref) -> set[Ref]:
        """An intervention, the classes above it, and what stands below it."""
        held = self.kb.resolve(ref)
        tree = self.kb.hierarchies["drug_classes"]
        if isinstance(held, Medication):
            above = {id_ for node in held.drug_classes for id_ in tree.lineage(node)}
            return {ref, *(Ref(RefKind.DRUG_CLASSES, id_) for id_ in above)}
        assert isinstance(held, DrugClass)  # guidelines divide over medicines only
        around = tree.lineage(held.id) | tree.descendants(held.id)
        members = {m.ref for m in self.kb.medications.filter(drug_class=held)}
        return members | {Ref(RefKind.DRUG_CLASSES, id_) for id_ in around}

    def _is_on_als(self, id_: str) -> bool:
        source = self.kb.sources[id_]
        return source.kind is SourceKind.GUIDELINE and source.population is not Population.OTHER

    def _findings(self, evidence: Iterable[Evidence]) -> str:
        best = sorted(evidence, key=lambda e: (e.level, e.id))
        shown = best[: self.most(_MOST_CITED)]
        said = [f"{self.named(e.source)} ({finding(e)})" for e in shown]
        more = len(best) - len(said)
        return listed(said) + (f" and {more} more" if more else "")

    def _cited(self, sources: Iterable[str]) -> str:
        return listed([self.named(source) for source in dict.fromkeys(sources)])

    def label(self, treatment: Treatment) -> None:
        """Notes what the labels cover, where they name the symptom."""
        for approval in treatment.indication.approvals if treatment.indication else ():
            year = f" {approval.year}" if approval.year else ""
            agency = f"{approval.agency.upper()}{year}"
            scope = f"{agency}, {approval.scope} ({self.named(approval.source)})"
            self._labels[f"{self.name_of(treatment)}: {scope}"] = None

    def warning(self, treatment: Treatment) -> None:
        """Notes in full what forbids a treatment in ALS, its boxed warnings, what else matters."""
        held = self.kb.resolve(treatment.intervention)
        boxed = [c for c in treatment.cautions if c.kind is CautionKind.BOXED_WARNING]
        shown = [*(c for c in treatment.cautions if c.rules_out), *boxed]
        if self.in_full:
            shown += [c for c in treatment.cautions if c.matters_in_als and c not in shown]
        for caution in shown:
            self._warnings[f"{held.label}: {self.caution(caution)}"] = None
        if is_boxed(held) and not boxed:
            text = "the label carries a boxed warning; its text is not recorded here"
            self._warnings[f"{held.label}: {text}."] = None

    def caution(self, caution: Caution) -> str:
        """A caution in full, with its source."""
        is_grave = caution.rules_out or caution.kind is CautionKind.BOXED_WARNING
        kind = phrase(caution.kind).upper() if is_grave else phrase(caution.kind)
        why = f" In ALS: {caution.matters_in_als}" if caution.matters_in_als else ""
        said = f"{kind}, {phrase(caution.topic)}: {caution.text}"
        return f"{said}{why} ({self.named(caution.source)})"

    def blocks(self) -> Iterator[Block]:
        """The notes that were gathered, the sources last, and the disclaimer."""
        disputes = [
            (f"{_letters(at)}", f"{listed(list(names))}: {note}")
            for at, (note, names) in enumerate(self._disputes.items())
        ]
        yield from _part("Contested", disputes)
        yield from _part("What the labels cover", [("-", text) for text in self._labels])
        yield from _part("Warnings", [("!", text) for text in self._warnings], ALARM)
        signs = [(sign, meaning) for sign, meaning in self._signs.items()]
        sources = [
            (f"[{number}]", citation(source, short_name(source)))
            for id_, number in self._numbers.items()
            for source in [self.kb.sources[id_]]
        ]
        yield from _part("Sources", sources)
        yield from _part("How to read this", signs)
        yield Paragraph(DISCLAIMER, STRONG)
        yield Paragraph(f"Data version {self.kb.version}", MUTED)


def _part(title: str, entries: list[tuple[str, str]], look: str = "") -> Iterator[Block]:
    if entries:
        yield Heading(title)
        yield Items(entries, look)


def _letters(at: int) -> str:
    """The letter of a note: a, b, ..., z, aa, ab, ..."""
    letter = ascii_lowercase[at % 26]
    return letter if at < 26 else _letters(at // 26 - 1) + letter  # noqa: PLR2004 (the alphabet)


def _could_not_confirm(evidence: Evidence) -> bool:
    """Whether a review had data on ALS or MND that did not settle the question."""
    had_data = evidence.participants is not None or evidence.certainty is not None
    inconclusive = evidence.direction is Direction.INCONCLUSIVE
    return evidence.in_als and had_data and inconclusive and evidence.level is Level.REVIEW


def gravest(cautions: Iterable[Caution]) -> list[Caution]:
    """Sorts cautions: what forbids it in ALS first, then by kind."""
    return sorted(cautions, key=lambda c: (not c.rules_out, -c.kind.rank))


def is_boxed(record: object) -> bool:
    """Whether a record is a medication whose label carries a boxed warning."""
    return isinstance(record, Medication) and record.boxed_warning is BoxedWarning.PRESENT
