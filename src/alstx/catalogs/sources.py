"""The catalog of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from alstx.catalog import Catalog
from alstx.catalogs.arguments import yes_or_no

if TYPE_CHECKING:
    from alstx.model import Source, Symptom  # noqa: F401 (Source stands in quotes)
    from alstx.vocab import Population, SourceKind


class Sources(Catalog["Source"]):
    """Where facts come from."""

    __slots__ = ()

    def filter(
        self,
        *,
        kind: SourceKind | str | None = None,
        symptom: Symptom | str | None = None,
        population: Population | str | None = None,
        current: bool | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> Self:
        """Cuts to the sources of a kind, on a symptom, about a population, or of some years.

        Args:
            kind: Article, guideline, label, registry-entry or information-page.
            symptom: What its evidence or recommendations bear on.
            population: Whom a guideline is about.
            current: True for sources that count, False for superseded guidelines.
            since: First year of publication; sources without a year are left out.
            until: Last year of publication; sources without a year are left out.
        """
        cut = self._filtered(
            kind=kind, symptom=symptom, population=population, current=yes_or_no(current)
        )
        return cut._dated(since, until)
