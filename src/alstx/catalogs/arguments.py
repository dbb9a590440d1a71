"""Arguments that filters share, and the facets that answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alstx.shelf import word
from alstx.vocab.base import Role

if TYPE_CHECKING:
    from alstx.model import Symptom

_ROLES = tuple(role.value for role in Role)


def yes_or_no(flag: bool | None) -> str | None:
    """Turns a flag into the word that its facet knows."""
    return None if flag is None else str(flag).lower()


def for_symptom(symptom: Symptom | str | None, role: Role | str | None) -> dict[str, object]:
    """Chooses the facet that answers for a symptom: one for each role, and one for any."""
    if role is None:
        return {"symptom": symptom}
    return {f"symptom as {word('role', _ROLES, role)}": symptom}
