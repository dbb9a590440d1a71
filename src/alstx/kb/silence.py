"""Explanations of empty answers, which must not be read as "nothing exists"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from alstx.vocab import Role

if TYPE_CHECKING:
    from alstx.kb.index import Index


def why_empty(index: Index, symptom: str, role: Role | None) -> str:
    """Explain why nothing was found for a symptom.

    Other roles exist; treatments are recorded under a broader or a related symptom; a search on a
    day found none; or nothing is recorded, which does not say that nothing exists.

    Args:
        index: The index of the knowledge base.
        symptom: Id of the symptom.
        role: The role of the filter; None for all roles.
    """
    record = next(s for s in index.of_kind("symptoms") if s.id == symptom)
    asked = "recorded" if role is None else f"recorded as {role.value}"
    parts = [f"no treatment of {record.name.lower()} is {asked}"]
    others = _counts(index, symptom)
    if others:
        told = ", ".join(f"{count} {word}" for word, count in others.items())
        parts.append(f"in other roles: {told}")
    above = _broader(index, symptom)
    related = [id_ for id_ in record.see_also if id_ not in above]
    for how, ids in (("broader", above), ("related", related)):
        found = [told for id_ in ids if (told := _used(index, id_))]
        if found:
            parts.append(f"under a {how} symptom: {', '.join(found)}")
    if record.searched is not None:
        parts.append(f"searched on {record.searched.day}: {record.searched.result}")
    elif len(parts) == 1:
        parts.append("no search for one is recorded, so this does not say that none exists")
    return "; ".join(parts)


def _counts(index: Index, symptom: str) -> Counter[str]:
    below = index.trees["symptoms"].descendants(symptom) | {symptom}
    found = (t for id_ in below for t in index.treatments_of.get(id_, ()))
    return Counter(t.role.value for t in found)


def _broader(index: Index, symptom: str) -> list[str]:
    tree = index.trees["symptoms"]
    above = tree.ancestors(symptom)
    return sorted(above, key=lambda id_: (len(tree.descendants(id_)), id_))


def _used(index: Index, symptom: str) -> str:
    """Name a symptom with the number of treatments in use for it as such."""
    used = sum(t.role is Role.USED for t in index.treatments_of.get(symptom, ()))
    name = index.labels.symptoms[symptom]
    return f"{name.lower()} ({used} in use)" if used else ""
