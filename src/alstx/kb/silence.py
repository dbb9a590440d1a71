"""Explanations of empty answers, which must not be read as "nothing exists"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from alstx.vocab import Role

if TYPE_CHECKING:
    from alstx.kb.index import Index


def none_fits(what: str, kept: frozenset[int], picked: Mapping[str, frozenset[int]]) -> str:
    """Say which filters leave nothing, and how many fit without each.

    Args:
        what: What one of the records is called.
        kept: The records that were filtered.
        picked: For each filter the records that fit it.
    """
    *most, last = (name.partition(" as ")[0] for name in picked)
    together = f"{', '.join(most)} and {last} together" if most else last
    told = f"no {what} fits {together}, which does not say that none exists"
    for name in picked if most else ():
        others = (fitting for other, fitting in picked.items() if other != name)
        if count := len(kept.intersection(*others)):
            told += f"; {count} without {name.partition(' as ')[0]}"
    return told


def why_empty(index: Index, kind: str, symptom: str, role: Role | None) -> str:
    """Explain why nothing was found for a symptom.

    Other roles or kinds of treatment exist; treatments are recorded under a broader or a related
    symptom; a search on a day found none; or nothing is recorded.

    Args:
        index: The index of the knowledge base.
        kind: What was looked for: treatments, or interventions of one kind.
        symptom: Id of the symptom.
        role: The role of the filter; None for all roles.
    """
    record = next(s for s in index.of_kind("symptoms") if s.id == symptom)
    asked = "recorded" if role is None else f"recorded as {role.value}"
    parts = [f"no {index.tables[kind].names.kind} for {record.name.lower()} is {asked}"]
    tree, names = index.trees["symptoms"], index.labels.symptoms
    below = tree.descendants(symptom) | {symptom}
    others = Counter(t.role.value for t in _treatments(index, kind, below))
    if others:
        told = ", ".join(f"{count} {word}" for word, count in others.items())
        parts.append(f"in other roles: {told}")
    if kind != "treatments" and (used := _used(index, "treatments", below)):
        parts.append(f"other treatments in use: {used}")
    above = sorted(tree.ancestors(symptom), key=lambda id_: (len(tree.descendants(id_)), id_))
    related = [id_ for id_ in record.see_also if id_ not in above]
    for how, ids in (("broader", above), ("related", related)):
        found = [f"{names[i].lower()} ({n} in use)" for i in ids if (n := _used(index, kind, [i]))]
        if found:
            parts.append(f"under a {how} symptom: {', '.join(found)}")
    if record.searched is not None:
        parts.append(f"searched on {record.searched.day}: {record.searched.result}")
    elif len(parts) == 1:
        parts.append("no search for one is recorded, so this does not say that none exists")
    return "; ".join(parts)


def _treatments(index: Index, kind: str, symptoms: Iterable[str]) -> Iterator[Any]:
    """Yield the treatments for some symptoms as such, with interventions of a kind."""
    for symptom in symptoms:
        for treatment in index.treatments_of.get(symptom, ()):
            if kind in ("treatments", treatment.intervention.kind):
                yield treatment


def _used(index: Index, kind: str, symptoms: Iterable[str]) -> int:
    return sum(t.role is Role.USED for t in _treatments(index, kind, symptoms))
