"""Filters: for each node the records under it, and which filters each kind of record has.

What a caller writes names a node: a record (a symptom, a class), or a word of a vocabulary. A
record is under several nodes: a medicine is under its classes and all above them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from alstx import vocab
from alstx.ids import RefKind
from alstx.kb import formulary

if TYPE_CHECKING:
    from alstx.kb.index import Index

Ids = frozenset[str]
Positions = frozenset[int]
Rule = tuple[str | tuple[str, ...], Callable[["Index", Any], Iterable[str]]]
"""A filter argument: the kind of its nodes, or their words (none: those that records have); and
the nodes a record is under."""


class Filter:
    """One filter argument: for each node the positions of the records under it.

    Args:
        key: Finds the nodes that a caller wrote, or raises an error of ours: one, or those that
            share an identifier.
        nodes: The kind of record that the nodes are, or the words that they are.
        members: For each node the positions of its records; a node without any may be left out.
    """

    def __init__(
        self,
        key: Callable[[object], tuple[str, ...]],
        nodes: str | tuple[str, ...],
        members: Mapping[str, Iterable[int]],
    ) -> None:
        self.key = key
        self.nodes = nodes
        self.members = members
        self._picked: dict[tuple[str, ...], Positions] = {}

    def pick(self, node: object) -> Positions:
        """Return the positions of the records under a node, made once."""
        keys = self.key(node)
        picked = self._picked.get(keys)
        if picked is None:
            found = Positions().union(*(self.members.get(key, ()) for key in keys))
            picked = self._picked.setdefault(keys, found)
        return picked


def symptoms_of(said: Any) -> tuple[str, ...]:
    """Return the symptoms that a statement, finding or treatment is about."""
    return getattr(said, "symptoms", None) or (said.symptom,)


def _of(kind: RefKind, said: Any) -> list[str]:
    refs = getattr(said, "interventions", None) or (said.intervention,)
    return [ref.id for ref in refs if ref.kind is kind]


def _classes(x: Index, said: Any) -> Ids:
    refs = getattr(said, "interventions", None) or (said.intervention,)
    return Ids().union(*(x.above("drug_classes", ref) for ref in refs))


def _sources(_: Index, treatment: Any) -> set[str]:
    approvals = treatment.indication.approvals if treatment.indication else ()
    return {said.source for said in (*treatment.recommendations, *treatment.evidence, *approvals)}


def _spoken_of(x: Index, source: Any) -> Ids:
    return x.lineage("symptoms", *x.symptoms_of.get(source.id, ()))


def _is_expired(x: Index, source: Any) -> bool:
    return bool(source.is_expired_on(x.labels.day))


def _is_of_current(x: Index, said: Any) -> bool:
    return x.labels.sources[said.source].is_current


def _up_to(level: vocab.Level | None) -> list[str]:
    """Return the level and all worse ones: asking for level 3 keeps 1, 2 and 3."""
    return [] if level is None else [str(int(other)) for other in vocab.Level if other >= level]


def _treating(x: Index, record: Any, role: vocab.Role | None) -> Ids:
    treatments = x.treatments_of.get(record.ref, ())
    return x.lineage("symptoms", *(t.symptom for t in treatments if role in (None, t.role)))


def _medicines_for(x: Index, symptom: Any) -> list[str]:
    used = [t for t in x.treatments_of.get(symptom.id, ()) if t.role is vocab.Role.USED]
    return [id_ for t in used for id_ in _of(RefKind.MEDICATIONS, t)]


def _acting_by(x: Index, mechanism: Any) -> list[str]:
    medications = x.tables["medications"]
    return [medications.ids[at] for at in medications.filters["mechanism"].pick(mechanism.id)]


def _words(**vocabularies: type[StrEnum]) -> dict[str, Rule]:
    """Return the rule for each argument that names a word, or words, of the record."""

    def under(_: Index, record: Any, name: str) -> Iterable[str]:
        value: Any = getattr(record, name)
        if isinstance(value, tuple):
            return cast("tuple[str, ...]", value)
        return () if value is None else (value,)

    return {
        name: (tuple(word.value for word in words), partial(under, name=name))
        for name, words in vocabularies.items()
    }


def _tree(kind: str) -> Rule:
    return kind, lambda x, record: x.lineage(kind, record.id)


def _flag(holds: Callable[[Index, Any], bool]) -> Rule:
    return ("true", "false"), lambda x, record: (str(holds(x, record)).lower(),)


def _formulary(under: Callable[[Any], Iterable[str]]) -> Callable[[Index, Any], Iterable[str]]:
    return lambda _, record: under(record)


_OF_FORMS: dict[str, Rule] = {
    name: (words, _formulary(under)) for name, (words, under) in formulary.FILTERS.items()
}
_LEVELS = tuple(str(int(level)) for level in vocab.Level)
_FOR_SYMPTOM: dict[str, Rule] = {
    "symptom" if role is None else f"symptom as {role}": ("symptoms", partial(_treating, role=role))
    for role in (*vocab.Role, None)
}
_ABOUT: dict[str, Rule] = {
    "medication": ("medications", lambda _, r: _of(RefKind.MEDICATIONS, r)),
    "therapy": ("therapies", lambda _, r: _of(RefKind.THERAPIES, r)),
    "drug_class": ("drug_classes", _classes),
    "symptom": ("symptoms", lambda x, r: x.lineage("symptoms", *symptoms_of(r))),
}
RULES: Mapping[str, Mapping[str, Rule]] = {
    "symptoms": {"group": _tree("symptoms"), "medication": ("medications", _medicines_for)},
    "medications": {
        **_FOR_SYMPTOM,
        "drug_class": ("drug_classes", lambda x, m: x.above("drug_classes", m.ref)),
        "mechanism": ("mechanisms", lambda x, m: x.above("mechanisms", m.ref)),
        **_words(kind=vocab.MedicationKind),
        **_OF_FORMS,
    },
    "drug_classes": {**_FOR_SYMPTOM, "group": _tree("drug_classes")},
    "mechanisms": {"group": _tree("mechanisms"), "medication": ("medications", _acting_by)},
    "therapies": {**_FOR_SYMPTOM, **_words(kind=vocab.TherapyKind)},
    "agents": {"group": _tree("agents")},
    "sources": {
        **_words(kind=vocab.SourceKind, population=vocab.Population),
        "symptom": ("symptoms", _spoken_of),
        "current": _flag(lambda _, s: s.is_current),
        "expired": _flag(_is_expired),
    },
    "evidence": {
        **_ABOUT,
        **_words(
            direction=vocab.Direction,
            endpoint=vocab.Endpoint,
            versus=vocab.Versus,
            domain=vocab.Domain,
        ),
        **_words(design=vocab.StudyDesign, population=vocab.Population, certainty=vocab.Certainty),
        "source": ("sources", lambda _, e: (e.source,)),
        "level": (_LEVELS, lambda _, e: _up_to(e.level)),
    },
    "recommendations": {
        **_ABOUT,
        **_words(stance=vocab.Stance, line=vocab.Line, population=vocab.Audience),
        "source": ("sources", lambda _, r: (r.source,)),
        "current": _flag(_is_of_current),
    },
    "treatments": {
        **_ABOUT,
        **_words(role=vocab.Role, basis=vocab.Basis, status=vocab.LabelStatus),
        "mechanism": ("mechanisms", lambda x, t: x.above("mechanisms", t.intervention)),
        "source": ("sources", _sources),
        "contested": _flag(lambda _, t: t.contested),
        "level": (_LEVELS, lambda _, t: _up_to(t.best_supporting_level)),
        **_OF_FORMS,
    },
}
"""For each kind its filter arguments."""
