"""Sentences on treatments: statements, findings, labels, role, disagreements, answer.

Terminal, notebook, pictures, site and JSON draw these sentences and decide nothing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from alstx.display import signs
from alstx.display.words import counted, marked, phrase, standing
from alstx.vocab import (
    Basis,
    Covers,
    Direction,
    Endpoint,
    Extent,
    LabelStatus,
    Line,
    Reason,
    Role,
    SourceKind,
    Stance,
    Trials,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alstx.model.literature import Evidence, Recommendation
    from alstx.model.sources import Source
    from alstx.model.treatment import KeyFinding, Treatment
    from alstx.model.uses import AgencyLabel

SMALL = 100
"""People below which a trial is called small."""
_BASES = {
    Basis.GUIDELINE: "guideline",
    Basis.OTHER_GUIDELINE: "guideline, not on ALS",
    Basis.LABEL: "label only",
    Basis.PAGE: "page only",
}


# who says so


@attrs.frozen
class Statement:
    """Position of one source on a treatment.

    Attributes:
        source: The source.
        shown: Its strongest statement, on the intervention itself before that on its class.
        also: Its other statements that say something else: another stance, or a limited one.
        is_of_class: Whether it speaks of the class only.
        is_expired: Whether the source had run out on the day of the data version.
    """

    source: Source
    shown: Recommendation
    also: tuple[Recommendation, ...]
    is_of_class: bool
    is_expired: bool

    @property
    def name(self) -> str:
        """Short name of the source, with what keeps it from being up to date."""
        return marked(self.source.label, standing(self.source, is_expired=self.is_expired))

    @property
    def is_guideline(self) -> bool:
        """True if the source is a guideline."""
        return self.source.kind is SourceKind.GUIDELINE

    @property
    def is_on_als(self) -> bool:
        """True if it is about ALS, MND or neuromuscular disease."""
        return self.shown.population.is_on_als

    @property
    def sign(self) -> str:
        """The sign with its line, such as ``++1``; a point where it speaks of the class only."""
        if self.is_of_class:
            return signs.OF_CLASS
        line = signs.LINES[self.shown.line] if self.shown.line else ""
        return f"{signs.stance(self.shown.stance).text}{line}"

    @property
    def opposes(self) -> bool:
        """True if any of its statements advises against the treatment or calls it ineffective."""
        against = (Stance.DO_NOT_RECOMMEND, Stance.SAYS_INEFFECTIVE)
        return any(r.stance in against for r in (self.shown, *self.also))

    @property
    def words(self) -> str:
        """The stance, its line and its limits, what else the source says, and that it ran out."""
        said = "; also ".join(advice(r) for r in (self.shown, *self.also))
        said = f"{said} (said of its class)" if self.is_of_class else said
        return marked(said, standing(self.source, is_expired=self.is_expired))


def advice(recommendation: Recommendation) -> str:
    """Return a stance in words, with extent, line and limits.

    Example:
        >>> import alstx
        >>> kb = alstx.load()
        >>> advice(kb.recommendations["nice-ng31-2015-terminal-breathlessness-oxygen-therapy"])[:15]
        'not routinely; '
    """
    if recommendation.stance is None:
        graded = (f"{phrase(each.aspect)} {each.grade.upper()}" for each in recommendation.grades)
        return f"takes no stance; grades {', '.join(graded)}"
    words = signs.STANCES[recommendation.stance].meaning
    if recommendation.extent is not None and recommendation.extent is not Extent.ALWAYS:
        words = recommendation.extent_words or phrase(recommendation.extent)
    if recommendation.line is Line.ADJUNCT:
        words += ", as an addition"
    elif recommendation.line is not None:
        words += f", {recommendation.line} line"
    limits = ", ".join(phrase(limit) for limit in recommendation.only)
    return f"{words} ({limits} only)" if limits else words


def statements(treatment: Treatment) -> tuple[Statement, ...]:
    """Return what each current source says: guidelines on ALS, other guidelines, pages.

    Shown is a source's own statement on the product before that on its class; of several the
    strongest, with its line. A limited statement or another stance never vanishes behind it.
    """
    by_source: dict[str, list[Recommendation]] = defaultdict(list)
    for recommendation in treatment.current:
        by_source[recommendation.source].append(recommendation)
    sources = {source.id: source for source in treatment.sources}
    made = [_statement(treatment, sources[id_], said) for id_, said in by_source.items()]
    return tuple(sorted(made, key=_place))


def _place(statement: Statement) -> tuple[bool, bool, int, str]:
    rank = -statement.shown.rank
    return not statement.is_guideline, not statement.is_on_als, rank, statement.source.label


def _statement(treatment: Treatment, source: Source, said: list[Recommendation]) -> Statement:
    own = [r for r in said if r.intervention == treatment.intervention]
    ordered = sorted(own or said, key=_weight)
    shown, rest = ordered[0], ordered[1:]
    also: dict[str, Recommendation] = {}
    for r in rest:
        if advice(r) != advice(shown):
            also.setdefault(advice(r), r)
    return Statement(source, shown, tuple(also.values()), not own, source.id in treatment.expired)


def _weight(recommendation: Recommendation) -> tuple[object, ...]:
    """Return a sort key: the stronger stance, the earlier line, the less limited, the id."""
    lines = [*signs.LINES]
    line = lines.index(recommendation.line) if recommendation.line else len(lines)
    return -recommendation.rank, line, len(recommendation.only), recommendation.id


# what studies found


def finding(treatment: Treatment, found: KeyFinding) -> str:
    """Return a key finding in words: level, direction, rank, people, and why it does not count.

    Harm is marked with its domain; no difference between two treatments says from what.
    """
    e = found.evidence
    parts = [direction(e)]
    if e.direction is Direction.HARM:
        parts.append(", ".join(phrase(domain) for domain in e.domain))
    if e.endpoint in (Endpoint.POST_HOC, Endpoint.EXPLORATORY):
        parts.append(e.endpoint.value)
    people = treatment.people(e)
    if e.is_one_case:
        parts.append("one case")
    elif people is not None:
        parts.append(counted(people, "person", "people"))
    if found.reservation and found.reservation not in parts:
        parts.append(found.reservation)
    if e.certainty is not None:
        parts.append(f"{phrase(e.certainty)} certainty")
    level = "" if e.level is None else f"level {int(e.level)}: "
    return f"{level}{', '.join(dict.fromkeys(parts))}"


def direction(evidence: Evidence) -> str:
    """Return what a finding says, and against what where it compares two treatments."""
    words = signs.DIRECTIONS[evidence.direction].meaning
    if evidence.versus.value not in ("active", "other-dose"):
        return words
    other = evidence.comparator or phrase(evidence.versus)
    if evidence.direction is Direction.NO_DIFFERENCE:
        return f"{words} from {other}"
    return f"{words} over {other}" if evidence.direction is Direction.BENEFIT else words


def survival(treatment: Treatment) -> tuple[Evidence, ...]:
    """Return the findings on survival that are not harms, which stand among the key findings."""
    return tuple(e for e in treatment.survival_findings if e.direction is not Direction.HARM)


# what it is for


def role(treatment: Treatment) -> str:
    """Return the role in words; *used* with its basis, *studied* never bare.

    Example:
        >>> import alstx
        >>> role(alstx.treatments["levosimendan-for-respiratory-muscle-weakness"])
        'studied: primary missed, 496 people'
    """
    if treatment.role is Role.USED:
        assert treatment.basis is not None  # used rests on something
        basis = _BASES[treatment.basis]
        return "used" if treatment.basis is Basis.GUIDELINE else f"used ({basis})"
    if treatment.role is Role.ADVISED_AGAINST:
        return _against(treatment)
    return _studied(treatment)


def _against(treatment: Treatment) -> str:
    """Return the bare word only where some source advises against it always."""
    said = [r for r in treatment.current if r.is_against]
    if any(r.extent is Extent.ALWAYS for r in said) or not said:
        return "advised against"
    return advice(min(said, key=_weight))


def _studied(treatment: Treatment) -> str:
    if any(label.status is LabelStatus.ON_LABEL for label in treatment.labels):
        return f"studied; labels contradict each other: {', '.join(labels(treatment))}"
    if treatment.trials is Trials.NO_CONTROLLED_TRIAL:
        return _without_trial(treatment)
    words = f"studied: {phrase(treatment.trials)}"
    if treatment.other_primary_outcomes:
        words += f" ({'; '.join(treatment.other_primary_outcomes)})"
    largest = treatment.largest_trial
    people = None if largest is None else treatment.people(largest)
    if people is None:
        return words
    small = ", small" if people < SMALL else ""
    return f"{words}, {counted(people, 'person', 'people')}{small}"


def _without_trial(treatment: Treatment) -> str:
    """Describe a treatment without a controlled trial: a judgement, studies, or who names it."""
    unsure = [s for s in statements(treatment) if s.shown.stance is Stance.INSUFFICIENT_EVIDENCE]
    if unsure:
        return f"insufficient evidence ({', '.join(s.source.label for s in unsure)})"
    if treatment.evidence:
        return "studied: no controlled trial"
    named = [s.source.label for s in statements(treatment)]
    return f"no study recorded; named by {', '.join(named) or 'a label'}"


def labels(treatment: Treatment) -> tuple[str, ...]:
    """Return what each agency's labels say, with whom they cover."""
    words = short_label(treatment)
    return tuple(label(found) for found in treatment.labels) or ((words,) if words else ())


def label(found: AgencyLabel) -> str:
    """Return what one agency's labels say: agency, status, and the words that it rests on."""
    status = "withdrawn" if found.status is None else signs.STATUSES[found.status]
    words = [
        approval.scope + (f", withdrawn: {approval.reason}" if not approval.is_current else "")
        for approval in found.approvals
    ]
    said = f"{found.agency.upper()} {status}"
    return f"{said} ({'; '.join(words)})" if words else said


def short_label(treatment: Treatment) -> str:
    """Return what labels say in a few words: the deciding status with its agencies."""
    if treatment.status in (LabelStatus.NOT_APPLICABLE, LabelStatus.UNKNOWN):
        words = signs.STATUSES[treatment.status]
        # labels are read for recorded uses, not for what is only studied
        return f"{words} for this use" if treatment.labels_read and words else words
    agencies = [f.agency.upper() for f in treatment.labels if f.status is treatment.status]
    warned = any(
        approval.covers is Covers.WARNED_AGAINST and approval.is_current
        for found in treatment.labels
        for approval in found.approvals
    )
    words = f"{signs.STATUSES[treatment.status]} ({', '.join(agencies)})"
    on = [f.agency.upper() for f in treatment.labels if f.status is LabelStatus.ON_LABEL]
    return f"{words}; on label ({', '.join(on)})" if warned and on else words


# where sources disagree

_REASONS = {
    Reason.ADVISED_AGAINST: "advised against by {against}; {for_} speak for it",
    Reason.HARM_FOUND: "harm found by {against}",
    Reason.NO_DIFFERENCE_FOUND: "no difference found by {against}",
    Reason.REVIEW_UNCONFIRMED: "a review could not confirm it: {against}",
    Reason.SAYS_INEFFECTIVE: "called ineffective by {against}",
    Reason.GUIDELINES_DIVIDED: "guidelines divide: {against} name other medicines only",
    Reason.READ_DIFFERENTLY: "one trial is read differently: {for_} against {against}",
    Reason.GUIDELINES_DIFFER: "{for_} recommend or consider it; {against} find too little evidence",
}


def disagreements(treatment: Treatment) -> tuple[str, ...]:
    """Return each disagreement in words, with the sources on both sides."""
    named = {source.id: source.label for source in treatment.sources}
    return tuple(
        _REASONS[found.reason].format(
            for_=_names(found.for_, named), against=_names(found.against, named)
        )
        for found in treatment.disagreements
    )


def _names(ids: Iterable[str], named: dict[str, str]) -> str:
    return ", ".join(dict.fromkeys(named.get(id_, id_) for id_ in ids))


# the answer
