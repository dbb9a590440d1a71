"""The catalog of drug classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from alstx.catalog import Catalog
from alstx.catalogs.arguments import for_symptom
from alstx.vocab.base import Role

if TYPE_CHECKING:
    from alstx.model import DrugClass, Symptom


class DrugClasses(Catalog["DrugClass"]):
    """Classes of medicines."""

    __slots__ = ()

    def filter(
        self,
        *,
        group: DrugClass | str | None = None,
        symptom: Symptom | str | None = None,
        role: Role | str | None = Role.USED,
    ) -> Self:
        """Cuts to the classes below a class, or to those that sources speak of for a symptom.

        Args:
            group: A class; it and all classes below it are kept.
            symptom: What the class as such is for.
            role: Role of the class for `symptom`; None for all roles.
        """
        return self._filtered(group=group, **for_symptom(symptom, role))
