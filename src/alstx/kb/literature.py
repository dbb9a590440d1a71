"""The catalogs of sources and of what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self, overload

from alstx.kb.arguments import flag
from alstx.kb.catalog import Catalog
from alstx.lock import importing
from alstx.model.literature import Evidence, Recommendation
from alstx.model.sources import Source
from alstx.names.near import word

if TYPE_CHECKING:  # optional libraries
    import pandas as pd
    import polars as pl

    from alstx.model.symptoms import Symptom
    from alstx.model.terms import DrugClass, Medication, Therapy
    from alstx.tables.frames import Cell
    from alstx.vocab import (
        Audience,
        Certainty,
        Direction,
        Domain,
        Endpoint,
        Level,
        Line,
        Population,
        SourceKind,
        Stance,
        StudyDesign,
        Versus,
    )


class Sources(Catalog[Source]):
    """Where facts come from."""

    __slots__ = ()

    def filter(
        self,
        *,
        kind: SourceKind | str | None = None,
        symptom: Symptom | str | None = None,
        population: Population | str | None = None,
        current: bool | None = None,
        expired: bool | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> Self:
        """Return the sources of a kind, on a symptom, about a population, or of some years.

        Args:
            kind: Article, guideline, label, registry-entry, information-page or expert-review.
            symptom: What its evidence or recommendations bear on.
            population: Whom a guideline is about.
            current: True for sources that count, False for superseded or retracted ones.
            expired: True for those that had run out on the day of the data version.
            since: First year of publication; sources without a year are left out.
            until: Last year of publication; sources without a year are left out.
        """
        cut = self._filtered(
            kind=kind,
            symptom=symptom,
            population=population,
            current=flag(current),
            expired=flag(expired),
        )
        return cut._dated(since, until)


class EvidenceCatalog(Catalog[Evidence]):
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
        endpoint: Endpoint | str | None = None,
        versus: Versus | str | None = None,
        domain: Domain | str | None = None,
        design: StudyDesign | str | None = None,
        population: Population | str | None = None,
        certainty: Certainty | str | None = None,
        source: Source | str | None = None,
        level: Level | int | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> Self:
        """Return the findings on an intervention, for a symptom, of a kind.

        Args:
            medication: A medication that was studied.
            drug_class: A class that was studied as such, or whose subclass or member was.
            therapy: A therapy that was studied.
            symptom: What the finding bears on.
            direction: Benefit, harm, mixed, no-difference, inconclusive or no-data.
            endpoint: Rank of the outcome: primary, secondary, exploratory, post-hoc, not-stated.
            versus: What the number stands against, such as placebo.
            domain: What kind of thing was measured, such as symptom or survival.
            design: How the finding was made.
            population: Who was studied: als, mnd, mixed or other.
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
            endpoint=endpoint,
            versus=versus,
            domain=domain,
            design=design,
            population=population,
            certainty=certainty,
            source=source,
            level=None if level is None else str(level),
        )
        return cut._dated(since, until)

    @overload
    def to_estimates(self, form: Literal["records"] = "records") -> list[dict[str, Cell]]: ...
    @overload
    def to_estimates(self, form: Literal["pandas"]) -> pd.DataFrame: ...
    @overload
    def to_estimates(self, form: Literal["polars"]) -> pl.DataFrame: ...

    def to_estimates(self, form: str = "records") -> Any:
        """Return one row for each estimate: the columns of ``estimates`` in ``docs/tables.md``.

        Nothing is pooled or left out; ``docs/pictures.md`` says what to heed before pooling.

        Args:
            form: ``records`` for plain dicts, or ``pandas`` or ``polars`` for a frame.

        Example:
            >>> import alstx
            >>> cramps = alstx.load().evidence.filter(symptom="cramps", endpoint="primary")
            >>> sorted({row["measure"] for row in cramps.to_estimates()})[0]
            'count'
        """
        with importing("alstx.tables.frames"):
            from alstx.tables import frames  # noqa: PLC0415 (as in `Catalog.to_records`)
            from alstx.tables.parts import TABLES, estimates  # noqa: PLC0415 (as above)

        make = frames.FORMS[word("form", frames.FORMS, form)]
        return make(TABLES["estimates"], estimates(self, self.labels.sources))


class Recommendations(Catalog[Recommendation]):
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
        population: Audience | str | None = None,
        current: bool | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> Self:
        """Return the statements on an intervention, for a symptom, of a source.

        Args:
            symptom: What the intervention is for.
            medication: A medication that the statement names.
            drug_class: A class that it names, or whose subclass or member it names.
            therapy: A therapy that it names.
            stance: Recommend, consider, insufficient-evidence, says-ineffective or
                do-not-recommend.
            source: Who says it.
            line: First, second, third or adjunct, where the source states an order.
            population: Whom the statement is about, such as als or palliative.
            current: True for sources that count, False for superseded or retracted ones.
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
            population=population,
            current=flag(current),
        )
        return cut._dated(since, until)
