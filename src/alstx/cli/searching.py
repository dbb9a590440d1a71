"""Looking for a text in the names of every kind."""

from collections.abc import Sequence

import attrs

from alstx.errors import NotFoundError
from alstx.kb.base import KnowledgeBase
from alstx.kb.catalog import Catalog
from alstx.model import Record
from alstx.names import Match

NAMED_KINDS = (
    "medications",
    "symptoms",
    "therapies",
    "drug_classes",
    "mechanisms",
    "agents",
    "sources",
)
"""Kinds whose records have names; among equals, the first kind comes first."""


@attrs.frozen
class Hit:
    """A record that resembles a text.

    Attributes:
        kind: Its kind.
        match: The record, the name that fits, and how well.
    """

    kind: str
    match: Match[Record]

    @property
    def key(self) -> str:
        """What names the record and nothing else: ``medications/baclofen``."""
        return f"{self.kind}/{self.match.record.id}"


def find(kb: KnowledgeBase, text: str, kinds: Sequence[str], limit: int) -> list[Hit]:
    """Gives what resembles a text, best first.

    Args:
        kb: The base.
        text: What is looked for.
        kinds: The kinds to look in.
        limit: How many to give; more where the last ones fit equally well.

    Raises:
        NotFoundError: If nothing resembles it.
        InvalidArgumentError: If the text is blank or the limit no count.
    """
    hits = [hit for kind in kinds for hit in _of_kind(kb, kind, text, limit)]
    if not hits:
        what = "name that resembles"
        raise NotFoundError(what, text)
    hits.sort(key=lambda hit: -hit.match.score)
    least = hits[:limit][-1].match.score
    return [hit for at, hit in enumerate(hits) if at < limit or hit.match.score == least]


def _of_kind(kb: KnowledgeBase, kind: str, text: str, limit: int) -> list[Hit]:
    catalog: Catalog[Record] = getattr(kb, kind)
    return [Hit(kind, match) for match in catalog.search(text, limit=limit)]
