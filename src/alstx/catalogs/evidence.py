"""The catalog of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from alstx.catalog import Catalog

if TYPE_CHECKING:
    from alstx.model import DrugClass, Evidence, Medication, Source, Symptom, Therapy  # noqa: F401 (Evidence stands in quotes)
    from alstx.vocab import Certainty, Direction, Level, Population, StudyDesign


class EvidenceCatalog(Catalog["Evidence"]):
    """Findings of studies."""

    __slots__ = ()

    def filter(
        self,
        *,
        medication: Medication | str | None = None,
        drug_class: DrugClass | str | None = None,
        therapy: Therapy | str | None = None,
        symptom: Symptom | str | None = None,
        direction: Direction | str | None = None,
        design: StudyDesign | str | None = None,
        population: Population | str | None = None,
        certainty: Certainty | str | None = None,
        source: Source | str | None = None,
        level: Level | int | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> Self:
        """Cuts to the findings on an intervention, for a symptom, of a kind.

        Args:
            medication: A medication that was studied.
            drug_class: A class that was studied as such, or whose subclass or member was.
            therapy: A therapy that was studied.
            symptom: What the finding bears on.
            direction: Benefit, no-benefit, mixed, inconclusive or harm.
            design: How the finding was made.
            population: Who was studied: als, mnd or other.
            certainty: GRADE certainty that the source states.
            source: Where the finding stands; also by PMID or DOI, as ``PMID:26911633``.
            level: Lowest level of evidence (Oxford CEBM 2011): 2 keeps levels 1 and 2.
            since: First year of publication.
            until: Last year of publication.

        Example:
            >>> import alstx
            >>> evidence = alstx.load().evidence
            >>> found = evidence.filter(medication="Mexitil", symptom="muscle cramps", level=2)
            >>> "oskarsson-2018-mexiletine" in {record.source for record in found}
            True
        """
        cut = self._filtered(
            medication=medication,
            drug_class=drug_class,
            therapy=therapy,
            symptom=symptom,
            direction=direction,
            design=design,
            population=population,
            certainty=certainty,
            source=source,
            level=None if level is None else str(level),
        )
        return cut._dated(since, until)
