"""The catalog of treatments that are no drugs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from alstx.catalog import Catalog
from alstx.catalogs.arguments import for_symptom
from alstx.vocab.base import Role

if TYPE_CHECKING:
    from alstx.model import Symptom, Therapy  # noqa: F401 (Therapy stands in quotes)
    from alstx.vocab import TherapyKind


class Therapies(Catalog["Therapy"]):
    """Treatments that are no drugs."""

    __slots__ = ()

    def filter(
        self,
        *,
        symptom: Symptom | str | None = None,
        kind: TherapyKind | str | None = None,
        role: Role | str | None = Role.USED,
    ) -> Self:
        """Cuts to the therapies for a symptom or of a kind.

        Args:
            symptom: What the therapy is for.
            kind: What sort of treatment it is.
            role: Role of the therapy for `symptom`; None for all roles.
        """
        return self._filtered(kind=kind, **for_symptom(symptom, role))
