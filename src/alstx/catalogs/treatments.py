"""The catalog of joined answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from alstx.catalog import Catalog
from alstx.catalogs.arguments import yes_or_no
from alstx.vocab.base import Role

if TYPE_CHECKING:
    from alstx.model import DrugClass, Mechanism, Medication, Source, Symptom, Therapy, Treatment  # noqa: F401 (Treatment stands in quotes)
    from alstx.vocab import LabelStatus, Level


class Treatments(Catalog["Treatment"]):
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
        status: LabelStatus | str | None = None,
        contested: bool | None = None,
        level: Level | int | None = None,
    ) -> Self:
        """Cuts to the treatments for a symptom, with an intervention, in a role.

        Args:
            symptom: What the treatment is for.
            role: Used, investigational or discouraged; None for all.
            medication: The medication.
            drug_class: A class: its own treatments, those of its subclasses, and of their members.
            mechanism: A mechanism of the medication.
            therapy: The therapy.
            source: A source whose evidence or recommendation it rests on.
            status: Labelled, off-label or unknown.
            contested: True for treatments on which sources disagree, False for the others.
            level: Lowest best level: 2 keeps treatments whose best level is 1 or 2.

        Example:
            >>> import alstx
            >>> found = alstx.load().treatments.filter(symptom="muscle cramps", contested=True)
            >>> "quinine-for-muscle-cramps" in found
            True
        """
        return self._filtered(
            symptom=symptom,
            role=role,
            medication=medication,
            drug_class=drug_class,
            mechanism=mechanism,
            therapy=therapy,
            source=source,
            status=status,
            contested=yes_or_no(contested),
            level=None if level is None else str(level),
        )
