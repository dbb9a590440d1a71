"""The page of the command ``medications``: a table of medicines, classes, mechanisms, uses."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

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
from alstx.cli.pages.lists import rest
from alstx.cli.pages.notes import Notes, is_boxed
from alstx.cli.pages.words import command, counted, first_up, listed, phrase, symptom_name
from alstx.ids import Ref
from alstx.kb.base import KnowledgeBase
from alstx.kb.catalogs import Medications
from alstx.model import DrugClass, Mechanism, Medication, Symptom
from alstx.vocab import MedicationKind, Role

_MOST_ROWS = 20
_MOST_USES = 6
_WARNING = (
    "The label of the medicine carries one. Where none is shown, none is known here: that does "
    "not mean that there is none."
)


@attrs.frozen(kw_only=True)
class Question:
    """What was asked.

    Attributes:
        drug_class: The class asked for; None for any.
        mechanism: The mechanism asked for; None for any.
        symptom: What the medicines are for; None for anything.
        role: The role asked for; None for all.
    """

    drug_class: DrugClass | None
    mechanism: Mechanism | None
    symptom: Symptom | None
    role: Role | None

    @property
    def title(self) -> str:
        """The question in a few words."""
        of = f" of the class {self.drug_class.name}" if self.drug_class else ""
        how = f" that act as {self.mechanism.name}" if self.mechanism else ""
        about = f" for {symptom_name(self.symptom)}" if self.symptom else ""
        return f"Medications{of}{how}{about}"

    def answer(self, kb: KnowledgeBase) -> Medications:
        """The medicines asked for."""
        return kb.medications.filter(
            drug_class=self.drug_class,
            mechanism=self.mechanism,
            symptom=self.symptom,
            role=self.role,
        )

    @property
    def role_asked(self) -> str | None:
        """The role as it is asked for; None where it need not be."""
        return None if self.role is Role.USED else self.role or "all"

    @property
    def command(self) -> str:
        """The command that asks it, up to the name of a symptom."""
        return command(
            "medications",
            drug_class=self.drug_class and self.drug_class.id,
            mechanism=self.mechanism and self.mechanism.id,
            role=self.role_asked,
            symptom=True,
        )

    def recorded(self, kb: KnowledgeBase, symptom: Symptom) -> int:
        """Counts what answers it for another symptom as such, without what is below it."""
        treatments = kb.treatments.filter(symptom=symptom, role=self.role)
        named = {t.intervention for t in treatments if t.symptom == symptom.id}
        return sum(m.ref in named for m in attrs.evolve(self, symptom=symptom).answer(kb))

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that the table tells."""
        return tuple(Role) if self.role is None else (self.role,)


def page(kb: KnowledgeBase, question: Question, *, in_full: bool) -> Page:
    """Makes the page that answers a question.

    Args:
        kb: The base.
        question: What was asked.
        in_full: Whether long lists are shown whole.
    """
    notes = Notes(kb, in_full=in_full)
    found = list(question.answer(kb))
    shown = found[: notes.most(_MOST_ROWS)]
    blocks: Page = [Heading(question.title, 1), Paragraph(_summary(question, len(found)))]
    if shown:
        rows = _Rows(notes, question)
        blocks += [
            Grid(
                [
                    Column("Medication", 3, 20),
                    Column("Classes", 3, 17),
                    Column("Acts as", 3, 16),
                    Column(_titled(question), 4, 17),
                ],
                [rows.row(medication) for medication in shown],
            ),
            *rest([m.name for m in found[len(shown) :]], "more medication", "more medications"),
            Paragraph(f"Who says so, and on what evidence: {_more(question)}", MUTED),
        ]
    else:
        blocks += pointers(kb, question, question.command)
    return [*blocks, *notes.blocks()]


def _titled(question: Question) -> str:
    words = {Role.USED: "Used for", Role.INVESTIGATIONAL: "Studied for"}
    return "For" if question.role is None else words.get(question.role, "Discouraged for")


def _summary(question: Question, count: int) -> str:
    """How many there are, and what was asked about."""
    role = f" as {question.role}" if question.symptom and question.role else ""
    text = f"{counted(count, 'medication')}{role}." if count else f"None recorded{role}."
    asked = (question.drug_class, question.mechanism, question.symptom)
    return " ".join([text, *(term.description for term in asked if term)])


def _more(question: Question) -> str:
    """The command that tells what the table leaves out."""
    drug_class, symptom = question.drug_class, question.symptom
    asked = (drug_class and drug_class.id, symptom and symptom.id, question.role_asked)
    if not any(asked):
        return "alstx show NAME"
    return command("treatments", drug_class=asked[0], symptom=asked[1], role=asked[2])


class _Rows:
    """Makes the rows of the table.

    Args:
        notes: Takes what must be said below the table.
        question: What was asked.
    """

    def __init__(self, notes: Notes, question: Question) -> None:
        """Gathers what each medicine is for."""
        self.notes = notes
        self.roles = question.roles
        self.uses = {role: _uses(notes.kb, role) for role in question.roles}

    def row(self, held: Medication) -> list[list[Line]]:
        """The cells of a medicine."""
        classes, mechanisms = self.notes.kb.drug_classes, self.notes.kb.mechanisms
        return [
            list(self._name(held)),
            [Line(classes[id_].name) for id_ in held.drug_classes],
            [Line(mechanisms[id_].name) for id_ in held.mechanisms] or [Line("-")],
            list(self._used(held)) or [Line("-")],
        ]

    def _name(self, held: Medication) -> Iterator[Line]:
        yield Line(held.name, STRONG)
        if held.kind is not MedicationKind.INGREDIENT:
            yield Line(phrase(held.kind), MUTED)
        if is_boxed(held):
            yield Line(self.notes.sign("BOXED WARNING", _WARNING), ALARM)

    def _used(self, held: Medication) -> Iterator[Line]:
        for role in self.roles:
            names = self.uses[role].get(held.ref, [])
            some = listed(names, most=self.notes.most(_MOST_USES))
            if names:
                yield Line(some if len(self.roles) == 1 else f"{first_up(role)}: {some}")


def _uses(kb: KnowledgeBase, role: Role) -> Mapping[Ref, list[str]]:
    """The plain names of the symptoms that an intervention has a role for."""
    uses: dict[Ref, list[str]] = defaultdict(list)
    for treatment in kb.treatments.filter(role=role):
        uses[treatment.intervention].append(kb.symptoms[treatment.symptom].plain_name)
    return uses
