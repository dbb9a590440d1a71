"""Conclusions on a treatment: what an agency says, where sources disagree, the key findings."""

import attrs

from alstx.model.literature import Evidence
from alstx.model.uses import Approval, LabelRead
from alstx.vocab import (
    Covers,
    LabelSection,
    LabelStatus,
    Reason,
)


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


@attrs.frozen
class AgencyLabel:
    """Status of a use on the labels of one agency.

    Attributes:
        agency: Short name of the regulator, such as ``fda``.
        status: What they say; None where all that names the use was withdrawn.
        approvals: The statements that it rests on, the withdrawn ones last.
        sources: Ids of the labels that were read.
    """

    agency: str
    status: LabelStatus | None
    approvals: tuple[Approval, ...]
    sources: tuple[str, ...] = attrs.field(metadata={"ref": "sources"})


@attrs.frozen
class KeyFinding:
    """A finding that no short answer may leave out.

    Attributes:
        evidence: The finding.
        is_for: Whether it is the best finding for the treatment.
        reservation: Why it does not count, in words; None where it counts.
    """

    evidence: Evidence
    is_for: bool
    reservation: str | None = None


STATUS_OF = {
    Covers.WARNED_AGAINST: LabelStatus.WARNED_AGAINST,
    Covers.ADULTS_WITH_ALS: LabelStatus.ON_LABEL,
    Covers.OTHERS: LabelStatus.LABELLED_FOR_OTHERS,
}


def label_of(agency: str, said: list[Approval], read: list[LabelRead]) -> AgencyLabel:
    """Conclude what the labels of one agency say of a use."""
    given = {STATUS_OF[approval.covers] for approval in said if approval.is_current}
    status = next((status for status in LabelStatus if status in given), None)
    if not said:  # where all that names the use was withdrawn, the rest of the label says nothing
        is_read = any(LabelSection.INDICATIONS in found.sections for found in read)
        status = LabelStatus.OFF_LABEL if is_read else LabelStatus.UNKNOWN
    ordered = sorted(said, key=lambda approval: not approval.is_current)
    sources = dict.fromkeys([found.source for found in read] + [a.source for a in said])
    return AgencyLabel(agency, status, tuple(ordered), tuple(sources))
