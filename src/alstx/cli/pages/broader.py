"""Where to look when nothing is recorded for a symptom itself: the nearest ones above it.

A symptom stands for itself and everything below it, so an empty answer leaves only what is above.
What is recorded for a symptom beside it is not shown: it may help against the opposite.
"""

from collections.abc import Mapping
from typing import Protocol

from alstx.cli.pages.blocks import STRONG, Page, Paragraph
from alstx.cli.pages.words import symptom_name
from alstx.kb.base import KnowledgeBase
from alstx.model import Symptom


class Question(Protocol):
    """A question that may be about a symptom."""

    @property
    def symptom(self) -> Symptom | None:
        """The symptom asked about."""

    def recorded(self, kb: KnowledgeBase, symptom: Symptom) -> int:
        """Counts what answers it for another symptom as such, without what is below it."""
        ...


def broader(kb: KnowledgeBase, question: Question) -> Mapping[str, int]:
    """Gives the nearest symptoms above the one asked about that have an answer, and how much."""
    level = question.symptom.parents if question.symptom else ()
    while level:
        found = {id_: question.recorded(kb, kb.symptoms[id_]) for id_ in level}
        if any(found.values()):
            return {id_: count for id_, count in found.items() if count}
        level = tuple(dict.fromkeys(up for id_ in level for up in kb.symptoms[id_].parents))
    return {}


def pointers(kb: KnowledgeBase, question: Question, command: str) -> Page:
    """Makes the paragraphs that say so; none where nothing is recorded above.

    Args:
        kb: The base.
        question: The question that has no answer.
        command: The command that asks it, up to the name of the symptom.
    """
    return [
        Paragraph(
            f"Recorded for the broader {symptom_name(kb.symptoms[id_])}: {count}, "
            f"shown by {command} {id_}",
            STRONG,
        )
        for id_, count in broader(kb, question).items()
    ]
