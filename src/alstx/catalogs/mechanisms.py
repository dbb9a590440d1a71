"""The catalog of mechanisms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from alstx.catalog import Catalog

if TYPE_CHECKING:
    from alstx.model import Mechanism, Medication


class Mechanisms(Catalog["Mechanism"]):
    """Ways in which medicines act."""

    __slots__ = ()

    def filter(
        self,
        *,
        group: Mechanism | str | None = None,
        medication: Medication | str | None = None,
    ) -> Self:
        """Cuts to the mechanisms below a mechanism, or to those of a medication.

        Args:
            group: A mechanism; it and all mechanisms below it are kept.
            medication: A medication; the mechanisms it has are kept.
        """
        return self._filtered(group=group, medication=medication)
