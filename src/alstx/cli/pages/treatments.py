"""The page of the command ``treatments``: a table for each role, and what stands below."""

from collections.abc import Sequence

import attrs

from alstx.cli.pages.answer import ROLE_TITLES, Answer
from alstx.cli.pages.blocks import MUTED, Heading, Page, Paragraph
from alstx.cli.pages.broader import pointers
from alstx.cli.pages.notes import Notes
from alstx.cli.pages.words import command, counted, first_up, listed, symptom_name
from alstx.kb.base import KnowledgeBase
from alstx.kb.catalogs import Treatments
from alstx.model import DrugClass, Symptom, Treatment
from alstx.vocab import Role

MOST_ROWS = 12


@attrs.frozen(kw_only=True)
class Question:
    """What was asked.

    Attributes:
        symptom: What is to be treated; None for any symptom.
        drug_class: The class of medicines asked for; None for any.
        role: The role asked for; None for all.
        contested: Whether only contested treatments are asked for.
    """

    symptom: Symptom | None
    drug_class: DrugClass | None
    role: Role | None
    contested: bool

    @property
    def title(self) -> str:
        """The question in a few words."""
        what = "Contested treatments" if self.contested else "Treatments"
        of = f" of the class {self.drug_class.name}" if self.drug_class else ""
        about = f" for {symptom_name(self.symptom)}" if self.symptom else ""
        return f"{what}{of}{about}"

    @property
    def command(self) -> str:
        """The command that asks it, up to the name of a symptom."""
        return command(
            "treatments",
            drug_class=self.drug_class and self.drug_class.id,
            role=None if self.role is Role.USED else self.role or "all",
            contested=self.contested or None,
            symptom=True,
        )

    def answer(self, kb: KnowledgeBase, role: Role | None) -> Treatments:
        """The treatments asked for, in some role."""
        return kb.treatments.filter(
            symptom=self.symptom,
            drug_class=self.drug_class,
            role=role,
            contested=True if self.contested else None,
        )

    def recorded(self, kb: KnowledgeBase, symptom: Symptom) -> int:
        """Counts what answers it for another symptom as such, without what is below it."""
        found = attrs.evolve(self, symptom=symptom).answer(kb, self.role)
        return sum(t.symptom == symptom.id for t in found)


def page(kb: KnowledgeBase, question: Question, *, in_full: bool, is_wide: bool) -> Page:
    """Makes the page that answers a question.

    Args:
        kb: The base.
        question: What was asked.
        in_full: Whether long lists are shown whole.
        is_wide: Whether there is room for one more column.
    """
    found = {role: list(question.answer(kb, role)) for role in Role}
    asked = list(Role) if question.role is None else [question.role]
    rows = [t for role in asked for t in found[role]]
    notes = Notes(kb, in_full=in_full)
    several = {t.symptom for t in rows} != {question.symptom.id if question.symptom else None}
    answer = Answer(notes, is_wide=is_wide, many_symptoms=several)
    blocks: Page = [
        Heading(question.title, 1),
        Paragraph(_summary(question, found, asked)),
    ]
    if not rows:
        blocks += pointers(kb, question, question.command)
    for role in asked:
        if found[role]:
            blocks += _part(answer, role, found[role])
    return [*blocks, *notes.blocks()]


def _summary(question: Question, found: dict[Role, list[Treatment]], asked: Sequence[Role]) -> str:
    """How many there are in the role asked for, and how to see the others."""
    shown = [f"{len(found[role])} {role}" for role in asked]
    text = f"{first_up(listed(shown))}, the firmest first."
    if not any(found[role] for role in asked):
        text = f"None recorded as {listed([str(role) for role in asked])}."
    others = [f"{len(found[role])} {role}" for role in Role if role not in asked and found[role]]
    if others:
        text += f" Also {' and '.join(others)}: shown with --role all."
    if question.symptom and question.symptom.description:
        text += f" {question.symptom.description}"
    return text


def _part(answer: Answer, role: Role, treatments: Sequence[Treatment]) -> Page:
    """The table of one role, cut where it grows long."""
    shown = treatments[: answer.notes.most(MOST_ROWS)]
    blocks: Page = [Heading(ROLE_TITLES[role]), answer.grid(shown)]
    more = treatments[len(shown) :]
    if more:
        names = listed(list(dict.fromkeys(answer.notes.name_of(t) for t in more)), most=8)
        count = counted(len(more), "more treatment")
        blocks.append(Paragraph(f"{count}, shown with --all: {names}.", MUTED))
    return blocks
