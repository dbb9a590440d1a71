"""The catalogs of a knowledge base, each with the filters that fit its records.

Filters are keywords and all of them must hold; "any of" is ``a | b``. An argument that names
a record takes its id, any of its names, or the record, and stands for the record and everything
below it. A name that is unknown is an error, never an empty answer. None filters nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from alstx.kb.arguments import flag
from alstx.kb.catalog import Catalog
from alstx.kb.silence import nothing_for
from alstx.model.symptoms import Symptom
from alstx.model.terms import Agent, DrugClass, Mechanism, Medication, Therapy
from alstx.model.treatment import Treatment
from alstx.names.near import word
from alstx.vocab import Basis, LabelStatus, Level, MedicationKind, Role, TherapyKind

if TYPE_CHECKING:
    from alstx.model.sources import Source

C = TypeVar("C", bound=Catalog[Any])

_ROLES = tuple(role.value for role in Role)


def _forms(
    tube: bool | str | None, form: str | None, liquid: bool | None, by_mouth: bool | None
) -> dict[str, str | None]:
    """Return the filters on forms."""
    if tube is None and form is None and liquid is None and by_mouth is None:
        return {}
    return {
        "tube": flag(tube) if isinstance(tube, bool) else tube,  # of False the error tells
        "form": form,
        "liquid": flag(liquid),
        "by_mouth": flag(by_mouth),
    }


def _for_symptom(symptom: Symptom | str | None, role: Role | str | None) -> dict[str, object]:
    """Choose the filter by symptom: there is one for each role, and one for any."""
    if role is None:
        return {"symptom": symptom}
    return {f"symptom as {word('role', _ROLES, role)}": symptom}


def _explained(cut: C, symptom: Symptom | str | None, role: Role | str | None) -> C:
    """Say of an empty cut what is recorded for the symptom, if nothing is in that role."""
    if symptom is None or cut:
        return cut
    table = cut._table
    meant = table.filters["symptom"].key(symptom)
    asked = Role(role) if role else None
    note = nothing_for(table.index, table.kind, *meant, asked) if len(meant) == 1 else None
    return cut if note is None else type(cut)(table, cut._keep, note)


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
        asked = _for_symptom(symptom, role)
        cut = self._filtered(drug_class=drug_class, mechanism=mechanism, kind=kind, **asked)
        return _explained(cut, symptom, role)._by_forms(**_forms(tube, form, liquid, by_mouth))


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
        cut = self._filtered(group=group, **_for_symptom(symptom, role))
        return _explained(cut, symptom, role)


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
        cut = self._filtered(kind=kind, **_for_symptom(symptom, role))
        return _explained(cut, symptom, role)


class Agents(Catalog[Agent]):
    """Outside drugs and substances that interactions name."""

    __slots__ = ()

    def filter(self, *, group: Agent | str | None = None) -> Self:
        """Return the agents below a group, the group included.

        Args:
            group: An agent such as ``MAO inhibitors``.
        """
        return self._filtered(group=group)


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
            contested=flag(contested),
            level=None if level is None else str(level),
        )
        return _explained(cut, symptom, role)._by_forms(**_forms(tube, form, liquid, by_mouth))
