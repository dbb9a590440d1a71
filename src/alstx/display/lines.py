"""The answer in four lines: in which order, what is recommended, what is disputed, how sure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from alstx.display import answer, safety
from alstx.display.summary import role, statements
from alstx.display.words import counted, first_down, first_up, phrase
from alstx.model.treatment import Treatment
from alstx.vocab import Basis, LabelStatus, Role, Stance

if TYPE_CHECKING:
    from alstx.display.gaps import Cell
    from alstx.display.labels import Labels
    from alstx.model.literature import Recommendation
    from alstx.model.uses import Caution

_MOST = 5
_NOTHING_TO_WATCH = "No boxed warning, and no contraindication for a reason in ALS, is recorded."
Name = Callable[[Treatment], str]


@attrs.frozen
class Line:
    """One line of an answer.

    Attributes:
        title: What it tells, in a word or two.
        text: The sentence.
    """

    title: str
    text: str


def of_symptom(
    treatments: Sequence[Treatment], cells: Iterable[Cell], labels: Labels
) -> tuple[Line, ...]:
    """Return the answer on a symptom in four lines.

    Args:
        treatments: All treatments of the symptom, strongest support first.
        cells: The same on the map of gaps.
        labels: Names of the interventions.

    Example:
        >>> import alstx
        >>> kb = alstx.load()
        >>> found = kb.treatments.filter(symptom="fatigue", role=None)
        >>> [line.title for line in of_symptom(found, (), kb.treatments.labels)]
        ['Order', 'Guidelines', 'Disputed', 'How sure']
    """

    def name(t: Treatment) -> str:
        return first_down(labels.name_of(t.intervention))

    return (
        Line("Order", answer.order(treatments, labels)),
        Line("Guidelines", _recommended(treatments, name)),
        Line("Disputed", _disputed(treatments, name)),
        Line("How sure", _how_sure(treatments, cells, name)),
    )


def of_intervention(
    treatments: Sequence[Treatment],
    cells: Iterable[Cell],
    labels: Labels,
    cautions: Iterable[Caution] = (),
) -> tuple[Line, ...]:
    """Return the answer on a medicine, class or therapy in four lines.

    Args:
        treatments: All its treatments, strongest support first.
        cells: The same on the map of gaps.
        labels: Names of the symptoms.
        cautions: What its labels and guidelines warn of.

    Example:
        >>> import alstx
        >>> kb = alstx.load()
        >>> found = kb.treatments.filter(medication="riluzole", role=None)
        >>> [line.title for line in of_intervention(found, (), kb.treatments.labels)]
        ['In use for', 'Disputed', 'Watch', 'How sure']
    """

    def name(t: Treatment) -> str:
        return labels.plain[t.symptom]

    return (
        Line("In use for", _in_use(treatments, name)),
        Line("Disputed", _disputed(treatments, name)),
        Line("Watch", _watch(treatments, cautions, labels)),
        Line("How sure", _how_sure(treatments, cells, name)),
    )


def _recommended(treatments: Sequence[Treatment], name: Name) -> str:
    """Name what guidelines on ALS recommend, then consider; what most of them name first."""
    parts: list[str] = []
    named: list[Treatment] = []
    for stance, words in ((Stance.RECOMMEND, "recommended"), (Stance.CONSIDER, "considered")):
        said = [(t, _guidelines(t, stance)) for t in treatments if t not in named]
        firm = [t for t, found in sorted(said, key=lambda pair: -len(pair[1])) if found]
        named += firm
        limits = {t.id: _limits(found) for t, found in said if found}
        parts += [f"{words}: {_named(firm, name, limits)}"] if firm else []
    parts = parts or ["no guideline on ALS recommends or considers a treatment"]
    rest = [t for t in treatments if t.role is Role.USED and t.basis is not Basis.GUIDELINE]
    if rest and not named:
        parts.append(f"by other guidelines, labels or pages: {_named(rest, name)}")
    return f"{first_up('; '.join(parts))}."


def _guidelines(t: Treatment, stance: Stance) -> list[Recommendation]:
    """Return what guidelines on ALS that take a stance say of an intervention itself."""
    own = (s for s in statements(t) if s.is_guideline and s.is_on_als and not s.is_of_class)
    return [s.shown for s in own if s.shown.stance is stance and t.role is Role.USED]


def _limits(said: Iterable[Recommendation]) -> str:
    """Return for whom or when it holds, where each statement is limited; else nothing."""
    limits = [frozenset(r.only) for r in said]
    if not all(limits):
        return ""
    shared = sorted(map(phrase, limits[0].intersection(*limits)))
    return f"{' and '.join(shared) or 'for some people or times'} only"


def _in_use(treatments: Sequence[Treatment], name: Name) -> str:
    used = [t for t in treatments if t.role is Role.USED]
    firm = [t for t in used if t.basis is Basis.GUIDELINE]
    rest = [t for t in used if t.basis is not Basis.GUIDELINE]
    parts = [
        f"by {who}: {_named(found, name, boxed=False)}"
        for found, who in ((firm, "guidelines on ALS"), (rest, "other guidelines, labels or pages"))
        if found
    ]
    return f"{first_up('; '.join(parts))}." if parts else "No source here advises it for a symptom."


def _named(
    treatments: Sequence[Treatment],
    name: Name,
    limits: Mapping[str, str] = MappingProxyType({}),
    *,
    boxed: bool = True,
) -> str:
    """Name treatments, each with what must be said beside its name."""
    shown = [
        answer.caveated(t, name(t), limits.get(t.id, ""), boxed=boxed) for t in treatments[:_MOST]
    ]
    rest = len(treatments) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _disputed(treatments: Sequence[Treatment], name: Name) -> str:
    """Name what is advised against or warned against, and what is contested."""
    against = [t for t in treatments if t.role is Role.ADVISED_AGAINST]
    warned = [t for t in treatments if t.status is LabelStatus.WARNED_AGAINST]
    parts = [
        f"{words}: {', '.join(found)}"
        for words, found in (
            ("advised against", [name(t) for t in against if role(t) == "advised against"]),
            (
                "advised against in part",
                [f"{name(t)} ({role(t)})" for t in against if role(t) != "advised against"],
            ),
            (
                "warned against by a label or agency",
                [name(t) for t in warned if t not in against],
            ),
            ("sources disagree on", [name(t) for t in treatments if t.contested]),
        )
        if found
    ]
    return f"{first_up('; '.join(parts))}." if parts else "No disagreement is recorded."


def _watch(treatments: Sequence[Treatment], cautions: Iterable[Caution], labels: Labels) -> str:
    """Name the boxed warning, what is forbidden in ALS, and how far labels were read."""
    boxed = dict.fromkeys(safety.boxed(t, labels) for t in treatments if safety.is_boxed(t))
    ruled_out = dict.fromkeys(phrase(c.topic) for c in cautions if c.rules_out)
    parts = list(boxed)
    if ruled_out:
        parts.append(f"contraindicated for a reason that matters in ALS: {', '.join(ruled_out)}")
    if any(t.status is LabelStatus.UNKNOWN for t in treatments):
        parts.append("no label was read for some uses, so a warning may be missing")
    return f"{first_up('; '.join(parts))}." if parts else _NOTHING_TO_WATCH


def _how_sure(treatments: Sequence[Treatment], cells: Iterable[Cell], name: Name) -> str:
    """Tell how many uses nobody studied in ALS or MND, and which have the strongest support."""
    used = [t for t in treatments if t.role is Role.USED]
    if not used:
        return "No treatment is in use."
    levels = [t.best_supporting_level for t in used if t.best_supporting_level is not None]
    told = f"{_studied(used, cells)}. "
    if not levels:
        return f"{told}No finding of benefit in ALS or MND counts for one."
    best = min(levels)
    words = _named([t for t in used if t.best_supporting_level is best], name)
    return f"{told}Strongest support, level {int(best)}: {words}."


def _studied(used: Sequence[Treatment], cells: Iterable[Cell]) -> str:
    gap_count = sum(cell.is_gap for cell in cells)
    if not gap_count:
        return "Studied in ALS or MND"
    of = f"any of {counted(len(used), 'use')}" if gap_count == len(used) > 1 else ""
    of = of or ("this use" if len(used) == 1 else f"{gap_count} of {counted(len(used), 'use')}")
    return f"No study in ALS or MND is recorded for {of}"
