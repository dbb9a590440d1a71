"""Sources, numbered as a page cites them, and the last lines of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alstx.about import DISCLAIMER, NOTICE
from alstx.display.blocks import MUTED, STRONG, Block, Heading, Inline, Items, Lines, Span, joined
from alstx.display.words import marked, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from alstx.display.labels import Labels
    from alstx.model.sources import Source

_LONGEST_NAME = 60


class Footnotes:
    """The sources that a page cites, numbered and listed below it.

    Args:
        labels: Labels of the knowledge base.
        is_listed: Whether sources are numbered, and listed below.
    """

    def __init__(self, labels: Labels, *, is_listed: bool = True) -> None:
        self.sources: Mapping[str, Source] = labels.sources
        self.day: date | None = labels.day
        self.is_listed = is_listed
        self._numbers: dict[str, int] = {}

    def cite(self, id_: str) -> Span:
        """Return the short name of a source with its number, linked."""
        number = self._numbers.setdefault(id_, len(self._numbers) + 1)
        source = self.sources[id_]
        name = marked(short_name(source), self.standing(source))
        return Span(f"{name} [{number}]" if self.is_listed else name, "", source.link)

    def standing(self, source: Source) -> str:
        """Return in words what keeps a source from being up to date; nothing where it stands."""
        return standing(source, is_expired=source.is_expired_on(self.day))

    def cited(self, ids: Iterable[str]) -> list[str | Span]:
        """Return the short names of several sources, each once where no number tells them apart."""
        cited = [self.cite(id_) for id_ in dict.fromkeys(ids)]
        return joined(cited if self.is_listed else list({c.text: c for c in cited}.values()))

    def blocks(self, version: str, *more: Inline, is_long: bool) -> list[Block]:
        """Return the end of a page: sources, how to see more, the disclaimer whole or in short."""
        entries = [
            (f"[{number}]", self._entry(self.sources[id_])) for id_, number in self._numbers.items()
        ]
        is_listed = entries and self.is_listed
        sources: list[Block] = [Heading("Sources"), Items(entries)] if is_listed else []
        return [*sources, notice(version, *more, is_long=is_long)]

    def _entry(self, source: Source) -> Inline:
        words, link = self.standing(source), source.link or ""
        gone = f"{words[0].upper()}{words[1:]}. " if words else ""
        return [f"{gone}{source.citation} ", Span(link, "", link)]


def notice(version: str, *more: Inline, is_long: bool = False) -> Lines:
    """Return the last lines of a page: how to see more, and the disclaimer, whole or in short."""
    words = Span(DISCLAIMER, STRONG) if is_long else Span(NOTICE, MUTED)
    return Lines([*more, [words, Span(f" Data {version}.", MUTED)]])


def short_name(source: Source) -> str:
    """Return what to call a source: its label, cut where a title is all there is."""
    label = source.label
    return label if len(label) <= _LONGEST_NAME else f"{label[: _LONGEST_NAME - 1].rstrip()}…"
