"""The catalog of symptoms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from alstx.catalog import Catalog

if TYPE_CHECKING:
    from alstx.model import Medication, Symptom


class Symptoms(Catalog["Symptom"]):
    """Symptoms and their groups."""

    __slots__ = ()

    def filter(
        self, *, group: Symptom | str | None = None, medication: Medication | str | None = None
    ) -> Self:
        """Cuts to the symptoms below a group, or to those a medication is used for.

        Args:
            group: A symptom; it and all symptoms below it are kept.
            medication: A medication; the symptoms it is used for are kept.

        Example:
            >>> import alstx
            >>> "sialorrhea" in alstx.load().symptoms.filter(group="bulbar symptoms")
            True
        """
        return self._filtered(group=group, medication=medication)
