"""The page of the command ``symptoms``: the tree, how often, and how much treats each."""

from collections.abc import Iterator

import attrs

from alstx.cli.pages.blocks import MUTED, STRONG, Column, Grid, Heading, Line, Page, Paragraph
from alstx.cli.pages.notes import Notes
from alstx.cli.pages.words import counted, glued, listed, phrase, symptom_name
from alstx.kb.base import KnowledgeBase
from alstx.kb.catalogs import Symptoms
from alstx.model import Symptom
from alstx.vocab import Role

_SIGNS = {
    "often": "Share of people with ALS who have it, where the source gives one.",
    "others": "Investigational or discouraged. All counts include what stands below.",
    "above": "It belongs to several groups; what is below it is shown at the first.",
}


def page(kb: KnowledgeBase, group: Symptom | None) -> Page:
    """Makes the page.

    Args:
        kb: The base.
        group: Only this symptom and everything below it; None for all.
    """
    notes = Notes(kb)
    found = kb.symptoms.filter(group=group)
    tree = _Tree(notes, found)
    title = f"Symptoms: {symptom_name(group)}" if group else "Symptoms"
    summary = counted(len(found), "symptom, groups included", "symptoms, groups included")
    about = f" {group.description}" if group else ""
    grid = Grid(
        [Column("Symptom", 4, 26), Column("How often", 1, 18), Column("Treatments", 1, 19)],
        [tree.row(node) for node in tree.nodes()],
        is_dense=True,
    )
    often = list(dict.fromkeys(s.frequency.source for s in found if s.frequency))
    if often:
        cited = " and ".join(notes.named(source) for source in often)
        notes.sign("How often", f"{_SIGNS['often']} From {cited}.")
    notes.sign("Others", _SIGNS["others"])
    return [
        Heading(title, 1),
        Paragraph(f"{summary}.{about}"),
        grid,
        Paragraph("What treats one: alstx treatments --symptom NAME", MUTED),
        *notes.blocks(),
    ]


@attrs.frozen
class Node:
    """A place in the tree.

    Attributes:
        symptom: The symptom.
        depth: How deep it stands.
        is_again: Whether it was shown before, under another group.
    """

    symptom: Symptom
    depth: int
    is_again: bool


class _Tree:
    """Lays symptoms out as a tree.

    Args:
        notes: Takes what must be said below the table.
        found: The symptoms.
    """

    def __init__(self, notes: Notes, found: Symptoms) -> None:
        """Finds what stands below what."""
        self.notes = notes
        self.found = found
        self.below = {s.id: [b for b in found if s.id in b.parents] for s in found}

    def nodes(self) -> Iterator[Node]:
        """The symptoms, each behind the group that it belongs to."""
        seen: set[str] = set()
        for symptom in self.found:
            if not set(symptom.parents) & set(self.below):
                yield from self._under(symptom, 0, seen)

    def _under(self, symptom: Symptom, depth: int, seen: set[str]) -> Iterator[Node]:
        yield Node(symptom, depth, symptom.id in seen)
        if symptom.id not in seen:
            seen.add(symptom.id)
            for below in self.below[symptom.id]:
                yield from self._under(below, depth + 1, seen)

    def row(self, node: Node) -> list[list[Line]]:
        """The cells of a symptom."""
        held = node.symptom
        look = STRONG if self.below[held.id] else ""
        name = Line(symptom_name(held), look, node.depth)
        if node.is_again:
            sign = self.notes.sign("see above", _SIGNS["above"])
            return [[name], [Line(sign, MUTED)], []]
        often = [Line(phrase(held.frequency.band))] if held.frequency else []
        return [[name], often, [Line(_counts(self.notes.kb, held))]]


def counts_of(kb: KnowledgeBase, symptom: Symptom) -> dict[Role, int]:
    """How many treatments a symptom and everything below it have, by role."""
    return {role: len(kb.treatments.filter(symptom=symptom, role=role)) for role in Role}


def _counts(kb: KnowledgeBase, symptom: Symptom) -> str:
    counts = counts_of(kb, symptom)
    used = counts.pop(Role.USED)
    others = sum(counts.values())
    said = [f"{used} used"] if used else []
    said += [counted(others, "other")] if others else []
    return glued(listed(said) or "none recorded")
