"""The page of the command ``evidence``: a table of findings, the best level first."""

from collections import Counter
from collections.abc import Iterator

import attrs

from alstx.cli.pages.blocks import (
    ALARM,
    MUTED,
    STRONG,
    Column,
    Grid,
    Heading,
    Line,
    Page,
    Paragraph,
)
from alstx.cli.pages.broader import pointers
from alstx.cli.pages.findings import interventions, people, symptoms_of
from alstx.cli.pages.lists import rest
from alstx.cli.pages.notes import Notes
from alstx.cli.pages.words import (
    DIRECTIONS,
    LEVELS,
    command,
    counted,
    glued,
    listed,
    phrase,
    short_name,
    symptom_name,
)
from alstx.kb.base import KnowledgeBase
from alstx.model import DrugClass, Evidence, Medication, Record, Symptom, Therapy
from alstx.vocab import Direction, Population, StudyDesign

_MOST_ROWS = 12
_LEVELS = ", ".join(f"{int(level)} {name}" for level, name in LEVELS.items())
_SIGNS = {
    "level": f"Level of evidence after Oxford CEBM 2011: {_LEVELS}. It follows from the design "
    "alone and says nothing about how well a study was done.",
    "other disease": "Not studied in ALS or MND; does not count for the level of a treatment.",
}


@attrs.frozen(kw_only=True)
class Question:
    """What was asked; None asks for anything.

    Attributes:
        medication: What was studied.
        drug_class: The class that was studied, or whose member was.
        therapy: The therapy that was studied.
        symptom: What the finding bears on.
        direction: Which way it points.
        design: How it was made.
        population: Who was studied.
        level: Lowest level of evidence.
        since: First year of publication.
    """

    medication: Medication | None
    drug_class: DrugClass | None
    therapy: Therapy | None
    symptom: Symptom | None
    direction: Direction | None
    design: StudyDesign | None
    population: Population | None
    level: int | None
    since: int | None

    @property
    def title(self) -> str:
        """The question in a few words."""
        studied = (self.medication, self.drug_class, self.therapy)
        on = listed([record.name for record in studied if record])
        about = f" for {symptom_name(self.symptom)}" if self.symptom else ""
        return f"Evidence{f' on {on}' if on else ''}{about}"

    @property
    def limits(self) -> str:
        """What else was asked for, in words."""
        words = [
            DIRECTIONS[self.direction] if self.direction else "",
            phrase(self.design) if self.design else "",
            f"in {people(self.population)}" if self.population else "",
            "" if self.level is None else f"level {self.level} or better",
            "" if self.since is None else f"since {self.since}",
        ]
        return listed([word for word in words if word])

    @property
    def command(self) -> str:
        """The command that asks it, up to the name of a symptom."""
        asked = {
            name: value.id if isinstance(value, Record) else value
            for name, value in attrs.asdict(self, recurse=False).items()
            if name != "symptom"
        }
        return command("evidence", **asked | {"symptom": True})

    def recorded(self, kb: KnowledgeBase, symptom: Symptom) -> int:
        """Counts what answers it for another symptom as such, without what is below it."""
        found = attrs.evolve(self, symptom=symptom).answer(kb)
        return sum(symptom.id in e.symptoms for e in found)

    def answer(self, kb: KnowledgeBase) -> list[Evidence]:
        """The findings, the best level first, the newest first within a level."""
        found = kb.evidence.filter(**attrs.asdict(self, recurse=False))
        return sorted(found, key=lambda e: (e.level, -(kb.sources[e.source].year or 0), e.id))


def page(kb: KnowledgeBase, question: Question, *, in_full: bool) -> Page:
    """Makes the page that answers a question.

    Args:
        kb: The base.
        question: What was asked.
        in_full: Whether long lists are shown whole, and numbers too.
    """
    notes = Notes(kb, in_full=in_full)
    found = question.answer(kb)
    shown = found[: notes.most(_MOST_ROWS)]
    blocks: Page = [Heading(question.title, 1), Paragraph(_summary(question, found))]
    if shown:
        more = [short_name(kb.sources[e.source]) for e in found[len(shown) :]]
        blocks += [
            Grid(
                [
                    Column("Source", 2, 13),
                    Column("Studied", 2, 19),
                    Column("How", 2, 15),
                    Column("What was found", 6, 23),
                ],
                [_row(notes, e) for e in shown],
            ),
            *rest(more, "more finding", "more findings"),
        ]
    else:
        blocks += pointers(kb, question, question.command)
    return [*blocks, *notes.blocks()]


def _summary(question: Question, found: list[Evidence]) -> str:
    """How many findings there are, and which way they point."""
    limits = f" ({question.limits})" if question.limits else ""
    if not found:
        return f"No finding is recorded{limits}, which does not mean that there is none."
    ways = Counter(e.direction for e in found)
    said = listed([f"{ways[way]} {DIRECTIONS[way]}" for way in Direction if ways[way]])
    return f"{counted(len(found), 'finding')}{limits}, the best level first: {said}."


def _row(notes: Notes, held: Evidence) -> list[list[Line]]:
    return [
        [Line(notes.named(held.source), STRONG)],
        list(_studied(notes, held)),
        list(_how(notes, held)),
        list(_found(notes, held)),
    ]


def _studied(notes: Notes, held: Evidence) -> Iterator[Line]:
    yield Line(interventions(notes, held), STRONG)
    yield Line(f"for {symptoms_of(notes, held)}")
    if held.comparator:
        yield Line(f"against {held.comparator}", MUTED)


def _how(notes: Notes, held: Evidence) -> Iterator[Line]:
    notes.sign("level", _SIGNS["level"])
    yield Line(glued(f"level {int(held.level)}"))
    yield Line(phrase(held.design))
    if held.participants is not None:
        yield Line(counted(held.participants, "person", "people"))
    if not held.in_als:
        yield Line(notes.sign("other disease", _SIGNS["other disease"]), MUTED)
    elif held.population is Population.MND:
        yield Line(people(held.population), MUTED)


def _found(notes: Notes, held: Evidence) -> Iterator[Line]:
    against = held.direction in (Direction.NO_BENEFIT, Direction.HARM)
    certainty = f", {phrase(held.certainty)} certainty" if held.certainty else ""
    yield Line(f"{DIRECTIONS[held.direction]}{certainty}", ALARM if against else STRONG)
    yield Line(held.finding)
    if notes.in_full and held.effect:
        yield Line(f"Numbers: {held.effect}")
    if notes.in_full and held.limits:
        yield Line(f"Limits: {held.limits}", MUTED)
