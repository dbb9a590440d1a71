"""The joined answer: what all sources say of one intervention for one symptom."""

from functools import cached_property

import attrs

from alstx.ids import Ref
from alstx.model.base import Record
from alstx.model.literature import Evidence, Recommendation
from alstx.model.uses import Caution, Indication
from alstx.vocab import (
    Direction,
    Disagreement,
    LabelStatus,
    Level,
    Role,
)


@attrs.frozen(kw_only=True, repr=False)
class Treatment(Record):
    """One intervention for one symptom, with all that is said of it.

    Made by the knowledge base, never authored. Its id is ``<intervention>-for-<symptom>``.

    Attributes:
        intervention: The medication, class or therapy.
        symptom: Id of the symptom.
        indication: The curated indication; None where no source speaks for the treatment.
        recommendations: What guidelines and pages state, superseded guidelines included.
        evidence: What studies found, those in other diseases included.
        cautions: What to be careful about with the intervention.
        superseded: Ids of the recommendations that no longer count.
        divided: Whether current guidelines on ALS or MND name disjoint medicines for the symptom.
    """

    id: str  # as long as two ids, so not held to the length of one
    intervention: Ref
    symptom: str
    indication: Indication | None = None
    recommendations: tuple[Recommendation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    cautions: tuple[Caution, ...] = ()
    superseded: frozenset[str] = frozenset()
    divided: bool = False

    @property
    def status(self) -> LabelStatus | None:
        """Whether a label names the symptom; None where there is no indication."""
        return None if self.indication is None else self.indication.status

    @property
    def current(self) -> tuple[Recommendation, ...]:
        """The recommendations that count: those of sources not superseded."""
        return tuple(r for r in self.recommendations if r.id not in self.superseded)

    @property
    def best_level(self) -> Level | None:
        """Best level among supporting evidence in ALS or MND; None where there is none."""
        return min((e.level for e in self.evidence if e.supports), default=None)

    @cached_property
    def role(self) -> Role:
        """What the treatment is for the symptom.

        *used* when a current guideline, a label or an information page recommends or considers
        it; *discouraged* when one advises against it and none for it, or when nobody speaks for it
        and the best evidence in ALS or MND shows harm or no benefit; else *investigational*.
        """
        if self._is_advised or (self.indication is not None and self.indication.approvals):
            return Role.USED
        if any(r.is_against for r in self.current) or self._fails_at_best_level:
            return Role.DISCOURAGED
        return Role.INVESTIGATIONAL

    @property
    def _is_advised(self) -> bool:
        return any(r.is_for for r in self.current)

    @property
    def _fails_at_best_level(self) -> bool:
        """Whether the best evidence that points somewhere points only away."""
        pointing = [e for e in self.evidence if e.supports or e.opposes]
        best = min((e.level for e in pointing), default=None)
        at_best = [e for e in pointing if e.level == best]
        return bool(at_best) and all(e.opposes for e in at_best)

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Why the treatment is contested; empty when it is not.

        Only something that somebody speaks for can be contested. *advised-against*: a current
        source advises against it. *no-benefit-found*: a study or monograph on ALS or MND found no
        benefit, or harm. *review-unconfirmed*: a systematic review that had data on ALS or MND
        could not confirm a benefit. *guidelines-divided*: guidelines on ALS or MND name disjoint
        medicines for the symptom.
        """
        approved = self.indication is not None and self.indication.approvals
        benefit = any(e.in_als and e.direction is Direction.BENEFIT for e in self.evidence)
        if not (self._is_advised or approved or benefit):
            return ()
        found = {
            Disagreement.ADVISED_AGAINST: any(r.is_against for r in self.current),
            Disagreement.NO_BENEFIT_FOUND: any(e.opposes for e in self.evidence),
            Disagreement.REVIEW_UNCONFIRMED: any(map(_unconfirmed, self.evidence)),
            Disagreement.GUIDELINES_DIVIDED: self.divided and self._is_advised,
        }
        return tuple(reason for reason, holds in found.items() if holds)

    @property
    def contested(self) -> bool:
        """Whether sources point in opposite directions; `disagreements` says how."""
        return bool(self.disagreements)


def _unconfirmed(evidence: Evidence) -> bool:
    """Whether a review had data on ALS or MND, and could not confirm a benefit from them.

    It had data where it counts participants or grades a certainty: a review that found no trial
    does neither.
    """
    had_data = evidence.participants is not None or evidence.certainty is not None
    return (
        evidence.in_als
        and had_data
        and evidence.level is Level.REVIEW
        and evidence.direction is Direction.INCONCLUSIVE
    )
