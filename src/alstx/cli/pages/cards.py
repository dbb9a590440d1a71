"""The page of the command ``show``: a card for each record that was found."""

from collections.abc import Callable, Sequence

from alstx.cli.lookup import Found
from alstx.cli.pages import findings, terms
from alstx.cli.pages.blocks import Heading, Page, Paragraph
from alstx.cli.pages.notes import Notes
from alstx.cli.pages.words import counted, listed, phrase
from alstx.kb.base import KnowledgeBase

Card = Callable[[Notes, Found, bool], Page]

_CARDS: dict[str, Card] = {
    "agents": terms.agent,
    "disease": terms.disease,
    "drug_classes": terms.drug_class,
    "evidence": findings.evidence,
    "mechanisms": terms.mechanism,
    "medications": terms.medication,
    "recommendations": findings.recommendation,
    "sources": findings.source,
    "symptoms": terms.symptom,
    "therapies": terms.therapy,
    "treatments": findings.treatment,
}

KINDS_IN_WORDS = {
    "agents": "outside drug or substance",
    "disease": "disease",
    "drug_classes": "drug class",
    "evidence": "evidence",
    "mechanisms": "mechanism",
    "medications": "medication",
    "recommendations": "recommendation",
    "sources": "source",
    "symptoms": "symptom",
    "therapies": "therapy",
    "treatments": "treatment",
}


def page(kb: KnowledgeBase, found: Sequence[Found], *, in_full: bool, is_wide: bool) -> Page:
    """Makes the page.

    Args:
        kb: The base.
        found: The records to show.
        in_full: Whether long lists are shown whole.
        is_wide: Whether there is room for one more column in tables.
    """
    notes = Notes(kb, in_full=in_full)
    blocks: Page = []
    if len(found) > 1:
        keys = listed([one.key for one in found])
        blocks.append(Paragraph(f"{counted(len(found), 'record')} have this name: {keys}."))
    for one in found:
        kind = KINDS_IN_WORDS.get(one.kind, phrase(one.kind))
        blocks.append(Heading(f"{_title(notes, one)}: {kind}", 1))
        blocks += _CARDS[one.kind](notes, one, is_wide)
    return [*blocks, *notes.blocks()]


def _title(notes: Notes, found: Found) -> str:
    if found.kind == "sources":
        return notes.named(found.record.id)
    if found.kind == "treatments":
        return findings.treatment_title(notes, found)
    return found.record.label
