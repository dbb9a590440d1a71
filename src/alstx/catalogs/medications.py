"""The catalog of medicines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from alstx.catalog import Catalog
from alstx.catalogs.arguments import for_symptom
from alstx.vocab.base import Role

if TYPE_CHECKING:
    from alstx.model import DrugClass, Mechanism, Medication, Symptom  # noqa: F401 (Medication stands in quotes)
    from alstx.vocab import MedicationKind


class Medications(Catalog["Medication"]):
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
    ) -> Self:
        """Cuts to the medicines for a symptom, of a class, or with a mechanism.

        Args:
            symptom: What the medicine is for.
            drug_class: A class that it, or a class of it, belongs to.
            mechanism: A way in which it acts.
            kind: Ingredient, combination or product-group.
            role: Role of the medicine for `symptom`; None for all roles. Without a symptom it
                has no effect.

        Example:
            >>> import alstx
            >>> found = alstx.load().medications.filter(symptom="drooling", drug_class="TCA")
            >>> found.ids
            ('amitriptyline',)
        """
        return self._filtered(
            drug_class=drug_class,
            mechanism=mechanism,
            kind=kind,
            **for_symptom(symptom, role),
        )
