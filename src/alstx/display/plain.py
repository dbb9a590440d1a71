"""One plain sentence on a treatment in use, for patients and carers.

It is composed of the role, of who says so and of what was found; nothing of it is authored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alstx.display import signs
from alstx.display.safety import box, is_boxed
from alstx.display.words import counted, first_down, phrase
from alstx.ids import RefKind
from alstx.model.conclusions import is_limited
from alstx.vocab import (
    Basis,
    Direction,
    LabelStatus,
    Level,
    Role,
    SourceKind,
    Stance,
    Trials,
    Versus,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alstx.display.labels import Labels
    from alstx.model.literature import Recommendation
    from alstx.model.treatment import Treatment

_KINDS = {
    Basis.GUIDELINE: ("guideline on ALS", "guidelines on ALS"),
    Basis.OTHER_GUIDELINE: ("guideline not on ALS", "guidelines not on ALS"),
    Basis.PAGE: ("information page", "information pages"),
}
_TRIALS = {
    Trials.PRIMARY_MISSED: "a controlled trial missed its main goal",
    Trials.DIVIDED: "controlled trials do not agree",
}


def sentence(treatment: Treatment, labels: Labels) -> str:
    """Return what a treatment in use is for, who says so and what was found, in one sentence.

    Of a treatment that is not in use nothing is said: the sentence is empty.

    Args:
        treatment: The treatment.
        labels: The names of its intervention and its symptom.

    Example:
        >>> import alstx
        >>> kb = alstx.load()
        >>> sentence(kb.treatments["positioning-for-sialorrhea"], kb.treatments.labels)[:55]
        'One treatment in use for drooling is positioning: 1 gui'
    """
    if treatment.role is not Role.USED:
        return ""
    symptom = labels.plain.get(treatment.symptom, phrase(treatment.symptom))
    name = first_down(labels.name_of(treatment.intervention))
    if treatment.intervention.kind is RefKind.DRUG_CLASSES:
        name = f'the group of medicines "{name}"'
    said = [_speaking(treatment), *_doubting(treatment), _found(treatment), *_alarms(treatment)]
    return f"One treatment in use for {symptom} is {name}: {'; '.join(said)}."


# who says so


def _speaking(treatment: Treatment) -> str:
    """Say how many sources of the kind that decides speak for it, and how firmly.

    What they say of the treatment itself comes before what they say of its class.
    """
    basis = treatment.basis
    assert basis is not None  # used rests on something
    if basis is Basis.LABEL:
        return f"only its label speaks for it ({_agencies(treatment, LabelStatus.ON_LABEL)})"
    kinds = {source.id: source.kind for source in treatment.sources}
    said = [r for r in treatment.current if r.is_for and _basis(r, kinds[r.source]) is basis]
    own = [r for r in said if r.intervention == treatment.intervention]
    strongest = _strongest(own or said)
    it = "it" if own else "its group of medicines"
    recommend = sum(r.stance is Stance.RECOMMEND for r in strongest)
    consider = len(strongest) - recommend
    kind = _KINDS[basis]
    parts = [_told(counted(recommend, *kind), recommend, "recommend", it)] if recommend else []
    if consider:
        who = str(consider) if parts else counted(consider, *kind)
        parts.append(f"{_told(who, consider, 'call', it)} an option")
    only = "" if basis is Basis.GUIDELINE else "only "
    return f"{only}{' and '.join(parts)}{_limits(strongest)}"


def _basis(said: Recommendation, kind: SourceKind) -> Basis:
    if kind is not SourceKind.GUIDELINE:
        return Basis.PAGE
    return Basis.GUIDELINE if said.population.is_on_als else Basis.OTHER_GUIDELINE


def _strongest(said: Iterable[Recommendation]) -> list[Recommendation]:
    """Return the strongest statement of each source, the unlimited one among equals."""
    found: dict[str, Recommendation] = {}
    for r in sorted(said, key=lambda r: (-r.rank, is_limited(r))):
        found.setdefault(r.source, r)
    return list(found.values())


def _told(who: str, count: int, verb: str, what: str) -> str:
    """Say that so many do something, in the singular or the plural."""
    return f"{who} {verb}{'s' if count == 1 else ''} {what}"


def _limits(said: Iterable[Recommendation]) -> str:
    limited = {is_limited(r) for r in said}
    if limited == {True}:
        return ", in some cases only"
    return ", but not all of them in every case" if True in limited else ""


def _doubting(treatment: Treatment) -> Iterator[str]:
    """Say how many sources speak against it or find too little evidence, and who warns."""
    against = [r for r in treatment.current if r.is_against or r.stance is Stance.SAYS_INEFFECTIVE]
    if sources := {r.source for r in against}:
        where = " in some cases" if all(map(is_limited, against)) else ""
        count = len(sources)
        yield f"{_told(counted(count, 'source'), count, 'speak', 'against it')}{where}"
    unsure = {r.source for r in treatment.current if r.stance is Stance.INSUFFICIENT_EVIDENCE}
    if unsure := unsure - {r.source for r in treatment.current if r.is_for}:
        count = len(unsure)
        yield _told(counted(count, "source"), count, "find", "too little evidence")
    if agencies := _agencies(treatment, LabelStatus.WARNED_AGAINST):
        yield f"a label warns against this use ({agencies})"
    if treatment.contested and not against and not agencies:
        yield "sources disagree on it"


def _agencies(treatment: Treatment, status: LabelStatus) -> str:
    return ", ".join(f.agency.upper() for f in treatment.labels if f.status is status)


# what was found


def _found(treatment: Treatment) -> str:
    """Say what the best finding that counts is, or that none does."""
    counting = (f.evidence for f in treatment.key_findings if f.is_for and not f.reservation)
    best = next(counting, None)
    if best is None or best.level is None:
        return _unanswered(treatment)
    people, disease = treatment.people(best), signs.POPULATIONS[best.population]
    in_whom = f"of {counted(people, 'person', 'people')} with" if people is not None else "in"
    who = f"a {'review' if best.design.is_review else 'study'} {in_whom} {disease}"
    what = "a benefit in part" if best.direction is Direction.MIXED else "a benefit"
    over = " over another treatment" if best.versus is Versus.ACTIVE else ""
    levels = f"level {int(best.level)} of {len(Level)}, 1 is the strongest"
    return f"{who} found {what}{over} ({levels})"


def _unanswered(treatment: Treatment) -> str:
    if not treatment.evidence:
        return "no study of it is recorded here"
    own = {e.direction for e in treatment.evidence if e.in_als}
    if not own:
        return "no study of it in ALS is recorded here"
    if own == {Direction.NO_DATA}:
        return "its studies in ALS have no result on this"
    return "no study in ALS that is recorded here shows that it helps"


def _alarms(treatment: Treatment) -> Iterator[str]:
    """Say what must be said beside a benefit: failed trials, harm, a boxed warning."""
    if treatment.trials in _TRIALS:
        yield _TRIALS[treatment.trials]
    harms = [f.evidence for f in treatment.key_findings if f.evidence.direction is Direction.HARM]
    if harms:
        alone = all(e.is_one_case for e in harms)
        yield "harm was found in one person" if alone else "harm was found"
    if is_boxed(treatment):
        is_class = treatment.intervention.kind is RefKind.DRUG_CLASSES
        yield "some of them carry a boxed warning" if is_class else f"it carries a {box(treatment)}"
