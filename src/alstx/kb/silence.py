"""Explanations of empty answers, which must not be read as "nothing exists"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from alstx.errors import shown
from alstx.vocab import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from alstx.kb.index import Index, Table

_CAVEAT = "which does not say that none exists"
_YEARS = ("since", "until")
_ROLES = (Role.ADVISED_AGAINST, Role.USED, Role.STUDIED)
"""The roles in the order in which they are told."""


def none_fits(table: Table[Any], kept: frozenset[int], asked: Mapping[str, object]) -> str:
    """Say which filters leave nothing, in which roles there is something, and how many fit else.

    Args:
        table: The table of the records.
        kept: The positions of the records that were filtered.
        asked: The values of the filters by name; at least one. Years are no filter of the table.
    """
    picked = {n: table.filters[n].pick(v) for n, v in asked.items() if n in table.filters}
    among = "" if kept is table.everything else f"of the {len(kept)} that other filters leave, "
    *most, last = (_phrase(name, value) for name, value in asked.items())
    fits = f"fits {', '.join(most)} and {last} together" if most else f"fits {last}"
    roles: list[str] = []
    left_out: list[str] = []
    for name in picked:
        rest = kept.intersection(*(found for other, found in picked.items() if other != name))
        in_role = _roles(table, name, asked[name])
        roles += _told(
            "in other roles", {role: len(rest & found) for role, found in in_role.items()}
        )
        if most and rest and name != "role":
            word = name.partition(" as ")[0].replace("_", " ")
            left_out.append(f"if {word} is left out, {len(rest)} fit{'s' * (len(rest) == 1)}")
    return "; ".join([f"{among}no {table.names.kind} {fits}, {_CAVEAT}", *roles, *left_out])


def _phrase(name: str, value: object) -> str:
    """Name a filter and its value, such as ``symptom drooling as used``."""
    word, as_, role = name.replace("_", " ").partition(" as ")
    text = shown(str(getattr(value, "id", value))).strip("'")
    years = "years " if name in _YEARS else ""
    return f"{years}{word} {text}{as_}{role}"


def _roles(table: Table[Any], name: str, value: object) -> dict[str, frozenset[int]]:
    """Return what fits in each role, if a filter names one."""
    word, as_, _ = name.partition(" as ")
    if name == "role":
        return {role.value: table.filters[name].pick(role) for role in _ROLES}
    return {r.value: table.filters[f"{word} as {r}"].pick(value) for r in _ROLES} if as_ else {}


def _told(what: str, counts: Mapping[str, int]) -> list[str]:
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    return [f"{what}: {told}"] if told else []


def nothing_for(index: Index, kind: str, symptom: str, role: Role | None) -> str | None:
    """Explain why nothing is recorded for a symptom; None where something is.

    Other roles or kinds of treatment exist; treatments are recorded under a broader or a related
    symptom; a search on a day found none; or nothing is recorded.

    Args:
        index: The index of the knowledge base.
        kind: What was looked for: treatments, or interventions of one kind.
        symptom: Id of the symptom.
        role: The role of the filter; None for all roles.
    """
    record = next(s for s in index.of_kind("symptoms") if s.id == symptom)
    below = index.trees["symptoms"].descendants(symptom) | {symptom}
    own, others = _by_role(index, kind, below)
    if any(own.values()) if role is None else own[role.value]:
        return None
    asked = "recorded" if role is None else f"recorded as {role.value}"
    parts = [f"no {index.tables[kind].names.kind} for {record.name.lower()} is {asked}"]
    parts += _told("in other roles", own)
    parts += _told("other treatments", others)
    parts += _pointers(index, kind, symptom, record.see_also)
    if record.searched is not None:
        parts.append(f"searched on {record.searched.day}: {record.searched.result}")
    else:
        parts.append(f"no search for one is recorded, {_CAVEAT}")
    return "; ".join(parts)


def _pointers(index: Index, kind: str, symptom: str, see_also: Iterable[str]) -> Iterator[str]:
    """Name broader and related symptoms under which something is in use."""
    tree, names = index.trees["symptoms"], index.labels.symptoms
    above = sorted(tree.ancestors(symptom), key=lambda id_: (len(tree.descendants(id_)), id_))
    related = [id_ for id_ in see_also if id_ not in above]
    for how, ids in (("broader", above), ("related", related)):
        used = {id_: _by_role(index, kind, [id_])[0][Role.USED.value] for id_ in ids}
        found = [f"{names[id_].lower()} ({count} in use)" for id_, count in used.items() if count]
        if found:
            yield f"under a {how} symptom: {', '.join(found)}"


def _by_role(
    index: Index, kind: str, symptoms: Iterable[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """Count by role the treatments for some symptoms as such: those of a kind, and the others."""
    own, others = Counter[str](), Counter[str]()
    for symptom in symptoms:
        for treatment in index.treatments_of.get(symptom, ()):
            is_own = kind in ("treatments", treatment.intervention.kind)
            (own if is_own else others)[treatment.role.value] += 1
    return {r.value: own[r.value] for r in _ROLES}, {r.value: others[r.value] for r in _ROLES}
