"""The catalogs of a knowledge base, each with the filters that fit its records.

Filters are keywords and all of them must hold; "any of" is ``a | b``. An argument that names
a record takes its id, any of its names, or the record, and stands for the record and everything
below it. A name that is unknown is an error, never an empty answer. None filters nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self, overload

from alstx.kb.catalog import Catalog
from alstx.kb.silence import why_empty
from alstx.model.literature import Evidence, Recommendation, Source
from alstx.model.terms import Agent, DrugClass, Mechanism, Medication, Symptom, Therapy
from alstx.model.treatment import Treatment
from alstx.names.index import word
from alstx.vocab import (
    Audience,
    Basis,
    Certainty,
    Direction,
    Domain,
    Endpoint,
    LabelStatus,
    Level,
    Line,
    MedicationKind,
    Population,
    Role,
    SourceKind,
    Stance,
    StudyDesign,
    TherapyKind,
    Versus,
)

if TYPE_CHECKING:  # optional libraries
    import pandas as pd
    import polars as pl

    from alstx.tables.frames import Cell

_ROLES = tuple(role.value for role in Role)


def _flag(flag: bool | None) -> str | None:
    """Return the word of a flag."""
    return None if flag is None else str(flag).lower()


def _forms(
    tube: bool | str | None, form: str | None, liquid: bool | None, by_mouth: bool | None
) -> dict[str, str | None]:
    """Return the filters on forms."""
    return {
        "tube": _flag(tube) if isinstance(tube, bool) else tube,  # of False the error tells
        "form": form,
        "liquid": _flag(liquid),
        "by_mouth": _flag(by_mouth),
    }


def _for_symptom(symptom: Symptom | str | None, role: Role | str | None) -> dict[str, object]:
    """Choose the filter by symptom: there is one for each role, and one for any."""
    if role is None:
        return {"symptom": symptom}
    return {f"symptom as {word('role', _ROLES, role)}": symptom}


class Symptoms(Catalog[Symptom]):
    """Symptoms and their groups."""

    __slots__ = ()

    def filter(
        self, *, group: Symptom | str | None = None, medication: Medication | str | None = None
    ) -> Self:
        """Return the symptoms below a group, or those that a medication is used for.

        Args:
            group: A symptom; it and all symptoms below it are kept.
            medication: A medication; the symptoms it is used for are kept.

        Example:
            >>> import alstx
            >>> "sialorrhea" in alstx.load().symptoms.filter(group="bulbar symptoms")
            True
        """
        return self._filtered(group=group, medication=medication)


class Medications(Catalog[Medication]):
    """Medicines."""

    __slots__ = ()

    def filter(
        self,
        *,
        symptom: Symptom | str | None = None,
        drug_class: DrugClass | str | None = None,
        mechanism: Mechanism | str | None = None,
        kind: MedicationKind | str | None = None,
        role: Role | str | None = Role.USED,
        tube: bool | Literal["with-care", "no", "unknown"] | None = None,
        form: str | None = None,
        liquid: bool | None = None,
        by_mouth: bool | None = None,
    ) -> Self:
        """Return the medicines for a symptom, of a class, or with a mechanism.

        Args:
            symptom: What the medicine is for.
            drug_class: A class that it, or a class of it, belongs to.
            mechanism: A way in which it acts.
            kind: Ingredient, combination or product-group.
            role: Role of the medicine for `symptom`; None for all roles. Without a symptom it
                has no effect.
            tube: True for what has a form that may go down a feeding tube, ``"with-care"`` for what
                may with or without care, ``"no"`` for what must not, ``"unknown"`` for what no
                source that was read tells. Other forms of the same medicine may differ: look at
                `Medication.forms`.
            form: A dosage form or route, such as ``patch``, ``oral solution`` or ``intrathecal``.
            liquid: True for what has a liquid to be swallowed or put down a tube. Thin liquids
                need a swallowing assessment.
            by_mouth: False for what has a form that needs no swallowing, True for what has one
                that is swallowed.

        What a filter on forms leaves out because nothing tells is counted in `note`.

        Example:
            >>> import alstx
            >>> found = alstx.load().medications.filter(symptom="drooling", drug_class="TCA")
            >>> found.ids
            ('amitriptyline',)
        """
        cut = self._filtered(
            drug_class=drug_class,
            mechanism=mechanism,
            kind=kind,
            **_for_symptom(symptom, role),
        )
        return cut._by_forms(**_forms(tube, form, liquid, by_mouth))


class DrugClasses(Catalog[DrugClass]):
    """Classes of medicines."""

    __slots__ = ()

    def filter(
        self,
        *,
        group: DrugClass | str | None = None,
        symptom: Symptom | str | None = None,
        role: Role | str | None = Role.USED,
    ) -> Self:
        """Return the classes below a class, or those that sources name for a symptom.

        Args:
            group: A class; it and all classes below it are kept.
            symptom: What the class as such is for.
            role: Role of the class for `symptom`; None for all roles.
        """
        return self._filtered(group=group, **_for_symptom(symptom, role))


class Mechanisms(Catalog[Mechanism]):
    """Ways in which medicines act."""

    __slots__ = ()

    def filter(
        self,
        *,
        group: Mechanism | str | None = None,
        medication: Medication | str | None = None,
    ) -> Self:
        """Return the mechanisms below a mechanism, or those of a medication.

        Args:
            group: A mechanism; it and all mechanisms below it are kept.
            medication: A medication; the mechanisms it has are kept.
        """
        return self._filtered(group=group, medication=medication)


class Therapies(Catalog[Therapy]):
    """Treatments that are not drugs."""

    __slots__ = ()

    def filter(
        self,
        *,
        symptom: Symptom | str | None = None,
        kind: TherapyKind | str | None = None,
        role: Role | str | None = Role.USED,
    ) -> Self:
        """Return the therapies for a symptom or of a kind.

        Args:
            symptom: What the therapy is for.
            kind: What sort of treatment it is.
            role: Role of the therapy for `symptom`; None for all roles.
        """
        return self._filtered(kind=kind, **_for_symptom(symptom, role))


class Agents(Catalog[Agent]):
    """Outside drugs and substances that interactions name."""

    __slots__ = ()

    def filter(self, *, group: Agent | str | None = None) -> Self:
        """Return the agents below a group, the group included.

        Args:
            group: An agent such as ``MAO inhibitors``.
        """
        return self._filtered(group=group)


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
        since: int | None = None,
        until: int | None = None,
    ) -> Self:
        """Return the sources of a kind, on a symptom, about a population, or of some years.

        Args:
            kind: Article, guideline, label, registry-entry or information-page.
            symptom: What its evidence or recommendations bear on.
            population: Whom a guideline is about.
            current: True for sources that count, False for superseded or retracted ones.
            since: First year of publication; sources without a year are left out.
            until: Last year of publication; sources without a year are left out.
        """
        cut = self._filtered(
            kind=kind, symptom=symptom, population=population, current=_flag(current)
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
        from alstx.tables import frames  # noqa: PLC0415 (as in `Catalog.to_records`)
        from alstx.tables.parts import estimates  # noqa: PLC0415 (as above)

        make = frames.FORMS[word("form", frames.FORMS, form)]
        return make("estimates", estimates(self, self.labels.sources))


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
            current=_flag(current),
        )
        return cut._dated(since, until)


class Treatments(Catalog[Treatment]):
    """Joined answers: one intervention for one symptom each, strongest first."""

    __slots__ = ()

    def filter(
        self,
        *,
        symptom: Symptom | str | None = None,
        role: Role | str | None = Role.USED,
        medication: Medication | str | None = None,
        drug_class: DrugClass | str | None = None,
        mechanism: Mechanism | str | None = None,
        therapy: Therapy | str | None = None,
        source: Source | str | None = None,
        basis: Basis | str | None = None,
        status: LabelStatus | str | None = None,
        contested: bool | None = None,
        level: Level | int | None = None,
        tube: bool | Literal["with-care", "no", "unknown"] | None = None,
        form: str | None = None,
        liquid: bool | None = None,
        by_mouth: bool | None = None,
    ) -> Self:
        """Return the treatments for a symptom, with an intervention, in a role.

        Args:
            symptom: What the treatment is for.
            role: Used, studied or advised-against; None for all.
            medication: The medication.
            drug_class: A class: its own treatments, those of its subclasses, and of their members.
            mechanism: A mechanism of the medication.
            therapy: The therapy.
            source: A source whose finding, statement or approval it holds.
            basis: What the role used rests on: guideline, other-guideline, label or page.
            status: What labels say, in one word, such as on-label.
            contested: True for treatments on which sources disagree, False for the others.
            level: Lowest best level: 2 keeps treatments whose best level is 1 or 2.
            tube: True for what has a form that may go down a feeding tube, ``"with-care"`` for what
                may with or without care, ``"no"`` for what must not, ``"unknown"`` for what no
                source that was read tells. Other forms of the same medicine may differ: look at
                `Medication.forms`.
            form: A dosage form or route, such as ``patch``, ``oral solution`` or ``intrathecal``.
            liquid: True for what has a liquid to be swallowed or put down a tube. Thin liquids
                need a swallowing assessment.
            by_mouth: False for what has a form that needs no swallowing, True for what has one
                that is swallowed.

        Example:
            >>> import alstx
            >>> found = alstx.load().treatments.filter(symptom="muscle cramps", contested=True)
            >>> "quinine-for-muscle-cramps" in found
            True
        """
        cut = self._filtered(
            symptom=symptom,
            role=role,
            medication=medication,
            drug_class=drug_class,
            mechanism=mechanism,
            therapy=therapy,
            source=source,
            basis=basis,
            status=status,
            contested=_flag(contested),
            level=None if level is None else str(level),
        )
        of_forms = cut._by_forms(**_forms(tube, form, liquid, by_mouth))
        if cut or symptom is None:
            return of_forms
        index, node = self._table.index, self._table.index.named("symptoms", symptom)
        asked = None if role is None else Role(role)
        return type(self)(self._table, cut._keep, why_empty(index, node, asked))
