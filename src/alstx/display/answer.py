"""The answer to a question: the headline, the order of guidelines, members under their class."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from alstx.display.brief import counts
from alstx.display.safety import box, is_boxed
from alstx.display.summary import statements
from alstx.display.words import first_down, first_up
from alstx.ids import Ref
from alstx.vocab import (
    LabelStatus,
    Line,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alstx.display.labels import Labels
    from alstx.model.symptoms import Symptom
    from alstx.model.treatment import Treatment

_MOST_NAMED = 3


_ORDERED = (Line.FIRST, Line.SECOND, Line.THIRD)


def headline(
    symptom: Symptom, treatments: Sequence[Treatment], intervention: str | None = None
) -> str:
    """Return how many treatments there are in which role; those by guidelines on ALS first.

    Args:
        symptom: What they are for.
        treatments: Those for the symptom, of every role.
        intervention: What alone was asked about, as it was written.
    """
    name = f"{first_up(symptom.plain_name)} ({first_down(symptom.name)})"
    if intervention is not None:
        name = f"{first_up(intervention)} for {symptom.plain_name}"
    return f"{name}: {counts(treatments)}"


def order(treatments: Sequence[Treatment], labels: Labels) -> str:
    """Return the order in which guidelines on ALS try treatments, if they state one.

    It is stated as such only where two or more state it and none contradicts it; else whose order
    it is, or that they differ.
    """
    lines = _lines(treatments)
    if not lines:
        return "No guideline on ALS states an order."
    agreed: dict[Line, list[Treatment]] = defaultdict(list)
    stated = {(t.id, line) for said in lines.values() for line, found in said for t in found}
    for t in treatments:
        own = [line for line in _ORDERED if (t.id, line) in stated]
        naming = [s for s, said in lines.items() if any(t in found for _, found in said)]
        if len(own) == 1 and len(naming) > 1:
            agreed[own[0]].append(t)
    if agreed:
        return _sequence([(line, agreed[line]) for line in _ORDERED if agreed[line]], labels)
    first = {source: tuple(found) for source, said in lines.items() for _, found in said[:1]}
    if len(first) == 1:
        source, said = next(iter(lines.items()))
        return f"{source} alone states an order. {_sequence(said, labels)}"
    told = "; ".join(f"{s}: {_named(found, labels)}" for s, found in first.items())
    return f"Guidelines order differently. First, {told}."


def _lines(treatments: Sequence[Treatment]) -> dict[str, list[tuple[Line, list[Treatment]]]]:
    """Return, for each current guideline on ALS that states lines, what it puts where."""
    found: dict[str, dict[Line, list[Treatment]]] = defaultdict(lambda: defaultdict(list))
    for t in treatments:
        for said in statements(t):
            line = said.shown.line
            own = said.is_guideline and said.is_on_als and not said.is_of_class
            if own and said.shown.is_for and line is not None and line in _ORDERED:
                found[said.source.label][line].append(t)
    return {
        source: [(line, by_line[line]) for line in _ORDERED if by_line.get(line)]
        for source, by_line in found.items()
    }


def _sequence(said: Sequence[tuple[Line, Sequence[Treatment]]], labels: Labels) -> str:
    words = {Line.FIRST: "First", Line.SECOND: "second", Line.THIRD: "third"}
    return "; ".join(f"{words[line]} {_named(found, labels)}" for line, found in said) + "."


def _named(treatments: Sequence[Treatment], labels: Labels) -> str:
    """Name treatments, each with what must be said beside its name."""
    shown = [
        caveated(t, first_down(labels.name_of(t.intervention))) for t in treatments[:_MOST_NAMED]
    ]
    rest = len(treatments) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def caveated(treatment: Treatment, name: str, limit: str = "", *, boxed: bool = True) -> str:
    """Return a name with what must be said beside it: warned against, boxed, contested.

    Args:
        treatment: The treatment.
        name: What to call it.
        limit: For whom or when it is named; blank for all.
        boxed: Whether to tell the boxed warning, which may be told once for all names.
    """
    warned = [f for f in treatment.labels if f.status is LabelStatus.WARNED_AGAINST]
    caveats = [limit] if limit else []
    caveats += [f"{found.agency.upper()} warns against it" for found in warned]
    caveats += [box(treatment)] if boxed and is_boxed(treatment) else []
    caveats += ["contested"] if treatment.contested else []
    return f"{name} ({', '.join(caveats)})" if caveats else name


def grouped(treatments: Iterable[Treatment]) -> list[tuple[Treatment, list[Treatment]]]:
    """Put the members that a class carries under their class, where it is among the treatments."""
    all_ = list(treatments)
    by_ref: dict[tuple[Ref, str], Treatment] = {(t.intervention, t.symptom): t for t in all_}
    under: dict[str, list[Treatment]] = defaultdict(list)
    tops: list[Treatment] = []
    for t in all_:
        class_ = _carrier(t, by_ref)
        if class_ is None:
            tops.append(t)
        else:
            under[class_.id].append(t)
    return [(t, under[t.id]) for t in tops]


def _carrier(treatment: Treatment, by_ref: dict[tuple[Ref, str], Treatment]) -> Treatment | None:
    through = treatment.indication.through if treatment.indication else None
    if through is None:
        return None
    return by_ref.get((Ref.parse(f"drug_classes/{through}"), treatment.symptom))
