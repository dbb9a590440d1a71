"""The catalog of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from alstx.catalog import Catalog
from alstx.catalogs.arguments import yes_or_no

if TYPE_CHECKING:
    from alstx.model import DrugClass, Medication, Recommendation, Source, Symptom, Therapy  # noqa: F401 (Recommendation stands in quotes)
    from alstx.vocab import Line, Stance, Verification


class Recommendations(Catalog["Recommendation"]):
    """Statements of guidelines and information pages."""

    __slots__ = ()

    def filter(
        self,
        *,
        symptom: Symptom | str | None = None,
        medication: Medication | str | None = None,
        drug_class: DrugClass | str | None = None,
        therapy: Therapy | str | None = None,
        stance: Stance | str | None = None,
        source: Source | str | None = None,
        line: Line | str | None = None,
        verification: Verification | str | None = None,
        current: bool | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> Self:
        """Cuts to the statements on an intervention, for a symptom, of a source.

        Args:
            symptom: What the intervention is for.
            medication: A medication that the statement names.
            drug_class: A class that it names, or whose subclass or member it names.
            therapy: A therapy that it names.
            stance: Recommend, consider, insufficient-evidence or do-not-recommend.
            source: Who says it.
            line: First, second, third or adjunct, where the source states an order.
            verification: Primary where the source's own text was read, else secondary.
            current: True for sources that count, False for superseded guidelines.
            since: First year of publication.
            until: Last year of publication.

        Example:
            >>> import alstx
            >>> said = alstx.load().recommendations.filter(symptom="PBA", medication="Nuedexta")
            >>> {r.source: r.stance.value for r in said}["ean-2024"]
            'consider'
        """
        cut = self._filtered(
            symptom=symptom,
            medication=medication,
            drug_class=drug_class,
            therapy=therapy,
            stance=stance,
            source=source,
            line=line,
            verification=verification,
            current=yes_or_no(current),
        )
        return cut._dated(since, until)
