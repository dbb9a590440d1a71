"""The page of the command ``show``: a card for each record that has a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from alstx.cli.question import Question, spelling
from alstx.display.blocks import MUTED, Block, Heading, Inline, Items, Lines, Page, Span
from alstx.display.cards import MOST, Cards, Entry
from alstx.display.matrix import Matrix
from alstx.display.words import first_up, phrase
from alstx.kb.lookup import catalog, key_of, kind_of, treatments_about
from alstx.model.base import Record, Term
from alstx.model.literature import Evidence
from alstx.model.records import LABELS, TREES
from alstx.model.sources import Source
from alstx.model.symptoms import Symptom
from alstx.model.terms import Agent, DrugClass, Mechanism, Medication, Therapy
from alstx.model.treatment import Treatment
from alstx.vocab import Role

if TYPE_CHECKING:  # handed in, never made here
    from alstx.kb.base import KnowledgeBase


class Show:
    """Cards of records.

    Args:
        kb: The knowledge base.
        is_long: Whether lists are shown whole.
        width: Characters in a line.
    """

    def __init__(self, kb: KnowledgeBase, *, is_long: bool, width: int) -> None:
        self.kb = kb
        self.width = width
        self.is_long = is_long
        self.cards: Cards = Cards(kb.sources.labels, is_long=is_long)

    def page(self, found: Sequence[Record]) -> Page:
        """Return a card for each record."""
        blocks: list[Block] = []
        if len(found) > 1:
            blocks.append(Lines([f"{len(found)} have this name: {', '.join(map(key_of, found))}."]))
        for record in found:
            label = LABELS.get(kind_of(record), "disease")
            blocks.append(Heading(f"{self.cards.title(record)}: {label}", 1))
            if isinstance(record, Treatment):
                blocks += self.cards.treatment(record)
            else:
                blocks += self._card(record)
        return [*blocks, *self.cards.notes.blocks(self.kb.version, is_long=self.is_long)]

    def _card(self, record: Record) -> Iterator[Block]:
        if isinstance(record, Term):
            yield Lines([record.description])
        entries = [*self.cards.fields(record), *self._below(record)]
        yield Items([(first_up(name), words) for name, words in entries])
        if isinstance(record, Symptom):
            yield from self._treated(record)
        if isinstance(record, Medication | DrugClass | Therapy):
            yield from self._uses(record)
        if isinstance(record, Medication | Therapy):
            yield from self.cards.listed("Cautions", self.cards.cautions(record.cautions))
        if isinstance(record, Medication | Agent):
            yield from self._cut("Interactions that labels name", self._interactions(record))
        if isinstance(record, Source):
            stated = self.kb.recommendations.filter(source=record)
            found = self.kb.evidence.filter(source=record)
            yield from self._cut("What it states", [*map(self.cards.stated, stated)])
            yield from self._cut("What it found", [*map(self.cards.evidence, found)])

    def _below(self, record: Record) -> Iterator[tuple[str, Inline]]:
        """Yield what a record itself does not tell: level, what is below it, its medicines."""
        kind = kind_of(record)
        if kind in TREES:
            below = [
                getattr(r, "ref", r.id)
                for r in catalog(self.kb, kind)
                if record.id in getattr(r, "parents", ())
            ]
            below += [m.member for m in getattr(record, "members", ())]
            if below:
                yield "includes", self.cards.words(tuple(below), kind)
        if isinstance(record, Evidence):
            yield "level", self.cards.words(record.level)
        if isinstance(record, DrugClass | Mechanism):
            filter_ = self.kb.medications.filter
            is_class = isinstance(record, DrugClass)
            found = filter_(drug_class=record.id) if is_class else filter_(mechanism=record.id)
            yield "medicines", self.cards.words(found.ids, "medications")

    def _cut(self, title: str, entries: Sequence[Entry]) -> Iterator[Block]:
        shown = entries if self.is_long else entries[:MOST]
        yield from self.cards.listed(title, shown)
        if more := len(entries) - len(shown):
            yield Lines([Span(f"{more} more, shown with --long.", MUTED)])

    def _treated(self, symptom: Symptom) -> Iterator[Block]:
        """Yield the names of what treats a symptom, by role."""
        entries: list[Entry] = []
        for role in Role:
            found = self.kb.treatments.filter(symptom=symptom, role=role)
            refs = tuple(dict.fromkeys(t.intervention for t in found))
            name = f"{first_up(phrase(role))}, {len(refs)}"
            entries += [(name, self.cards.words(refs))] if refs else []
        yield Heading("Treatments")
        yield Items(entries) if entries else Lines(["None is recorded."])
        command = Question("treatments", {"symptom": symptom}).as_command(self.kb)
        yield Lines([Span(f"In full: {command}", MUTED)])

    def _uses(self, record: Record) -> Iterator[Block]:
        """Yield what an intervention is for, symptom by symptom."""
        yield Heading("For which symptoms")
        treatments = treatments_about(self.kb, record)
        if treatments:
            about = treatments[0].intervention
            matrix = Matrix(treatments, self.cards.labels, width=self.width, about=about)
            yield from matrix.blocks()
            command = f"alstx treatments {spelling(record)} --role all --long"
            yield Lines([Span(f"In full: {command}; signs: alstx info --signs", MUTED)])
        else:
            yield Lines(["None is recorded."])

    def _interactions(self, record: Medication | Agent) -> Sequence[Entry]:
        """Return what labels say of taking it with something else, the most severe first."""
        if isinstance(record, Medication):
            said = [(i, self.kb.resolve(i.partner).label) for i in record.interactions]
        else:
            some = self.kb.medications
            said = [(i, m.name) for m in some for i in m.interactions if i.partner == record.ref]
        ranked = sorted(said, key=lambda pair: -pair[0].severity.rank)
        return [self.cards.interaction(i, name) for i, name in ranked]
