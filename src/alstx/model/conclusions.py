"""Rules of conclusion: what an agency says, what a finding is worth, where reviews disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs

from alstx.model.uses import AgencyLabel, Approval, LabelRead
from alstx.vocab import (
    Covers,
    Direction,
    Domain,
    Endpoint,
    Extent,
    LabelSection,
    LabelStatus,
    Population,
    PrimaryMet,
    Reason,
)

if TYPE_CHECKING:
    from alstx.model.literature import Evidence, Recommendation
    from alstx.model.sources import Study


@attrs.frozen
class Disagreement:
    """One way in which sources disagree on a treatment.

    Attributes:
        reason: Which way.
        for_: Ids of the sources that speak for it.
        against: Ids of the sources on the other side.
    """

    reason: Reason
    for_: tuple[str, ...] = attrs.field(metadata={"ref": "sources"})
    against: tuple[str, ...] = attrs.field(metadata={"ref": "sources"})


STATUS_OF = {
    Covers.WARNED_AGAINST: LabelStatus.WARNED_AGAINST,
    Covers.ADULTS_WITH_ALS: LabelStatus.ON_LABEL,
    Covers.OTHERS: LabelStatus.LABELLED_FOR_OTHERS,
}


def labels_of(said: Sequence[Approval], read: Sequence[LabelRead]) -> tuple[AgencyLabel, ...]:
    """Conclude what the labels of each agency say of a use, from approvals and labels read."""
    agencies = {a.agency for a in said} | {found.agency for found in read}
    return tuple(
        _label_of(
            agency,
            [a for a in said if a.agency == agency],
            [found for found in read if found.agency == agency],
        )
        for agency in sorted(agencies)
    )


def _label_of(agency: str, said: list[Approval], read: list[LabelRead]) -> AgencyLabel:
    """Conclude what the labels of one agency say of a use."""
    given = {STATUS_OF[approval.covers] for approval in said if approval.is_current}
    status = next((status for status in LabelStatus if status in given), None)
    if not said:  # where all that names the use was withdrawn, the rest of the label says nothing
        is_read = any(LabelSection.INDICATIONS in found.sections for found in read)
        status = LabelStatus.OFF_LABEL if is_read else LabelStatus.UNKNOWN
    ordered = sorted(said, key=lambda approval: not approval.is_current)
    sources = dict.fromkeys([found.source for found in read] + [a.source for a in said])
    return AgencyLabel(agency, status, tuple(ordered), tuple(sources))


SURVIVAL = frozenset((Domain.SURVIVAL,))
SAFETY = frozenset((Domain.SAFETY,))
_DECIDED = (PrimaryMet.MET, PrimaryMet.MISSED, PrimaryMet.DIVIDED)
FATES: dict[Direction, Direction | PrimaryMet] = {
    Direction.HARM: Direction.HARM,
    Direction.BENEFIT: PrimaryMet.MET,
    Direction.MIXED: PrimaryMet.DIVIDED,
    Direction.NO_DIFFERENCE: PrimaryMet.MISSED,
}


def is_fate_of_an_effect(study: Study) -> bool:
    """Return whether a study's primary endpoint compared an effect with a control, and how it went.

    Other reasons than an effect, such as safety or feasibility, are *not-applicable*.
    """
    controlled = study.primary_versus is None or study.primary_versus.is_control
    return controlled and study.primary_met in _DECIDED


def is_limited(recommendation: Recommendation) -> bool:
    """Return whether a statement holds for some people or cases only, or not as a routine."""
    return bool(recommendation.only) or recommendation.extent in (
        Extent.NOT_ROUTINELY,
        Extent.NOT_FOR,
    )


def is_unconfirmed(evidence: Evidence) -> bool:
    """Return whether a review had data on ALS or MND, and could not confirm a benefit from them.

    It had data where it counts people, grades a certainty or names trials: a review that found no
    trial does none of these.
    """
    had_data = evidence.participants or evidence.certainty or evidence.rests_on
    unsure = evidence.direction is Direction.INCONCLUSIVE and evidence.design.is_review
    return evidence.in_als and unsure and bool(had_data)


def reservation(evidence: Evidence, fate: PrimaryMet) -> str | None:
    """Say why a finding does not count; None where it is not for the treatment.

    Args:
        evidence: A finding that does not count.
        fate: What became of the primary endpoint of its study.
    """
    if evidence.is_one_case:
        return "one case"
    if not evidence.in_als:
        mixed = evidence.population is Population.MIXED
        return "mixed population" if mixed else "other disease"
    if evidence.endpoint in (Endpoint.POST_HOC, Endpoint.EXPLORATORY):
        return evidence.endpoint.value
    if not evidence.is_favourable:
        return None
    if fate is PrimaryMet.MISSED:
        return "secondary; the study missed its primary endpoint"
    return None if evidence.is_of_symptoms else f"{' and '.join(evidence.domain)} only"


def is_other(evidence: Evidence) -> bool:
    """Return whether a finding may stand against a treatment, or leaves it open."""
    two_treatments = evidence.direction is Direction.NO_DIFFERENCE and not (
        evidence.versus.is_control
    )
    open_ = evidence.direction in (Direction.NO_DIFFERENCE, Direction.INCONCLUSIVE)
    return open_ and not two_treatments and not SAFETY.issuperset(evidence.domain)


def read_differently(found: Iterable[Evidence]) -> tuple[list[str], list[str]]:
    """Find trials that a review reads otherwise than they read themselves.

    Returns:
        The sources that find benefit in one of them, and those that do not.
    """
    readings: dict[str, list[Evidence]] = defaultdict(list)
    for e in found:
        trials = [e.source] if not e.design.is_review else list(e.rests_on)
        if len(trials) == 1:
            readings[trials[0]].append(e)
    apart = [
        found
        for found in readings.values()
        if any(e.is_favourable for e in found) and not all(e.is_favourable for e in found)
        if len({e.source for e in found}) > 1
    ]
    flat = [e for found in apart for e in found]
    for_ = [e.source for e in flat if e.is_favourable]
    against = [e.source for e in flat if not e.is_favourable and e.source not in for_]
    return for_, against
