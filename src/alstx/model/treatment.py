"""The joined answer: what all sources say of one intervention for one symptom."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from alstx.ids import Ref, RefKind
from alstx.model.base import Record, document
from alstx.model.conclusions import (
    FATES,
    SAFETY,
    STATUS_OF,
    SURVIVAL,
    Disagreement,
    is_fate_of_an_effect,
    is_other,
    is_unconfirmed,
    labels_of,
    read_differently,
    reservation,
)
from alstx.model.literature import Evidence, Recommendation
from alstx.model.sources import Source
from alstx.model.uses import AgencyLabel, Approval, Caution, Form, Indication, LabelRead
from alstx.vocab import (
    Basis,
    BoxedWarning,
    Direction,
    Domain,
    Endpoint,
    LabelStatus,
    Level,
    PrimaryMet,
    Reason,
    Role,
    SourceKind,
    Stance,
    Trials,
)

if TYPE_CHECKING:
    from alstx.model.base import JsonValue


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


@attrs.frozen(kw_only=True, repr=False)
class Treatment(Record):
    """One intervention for one symptom, with all that is said of it.

    Made by the knowledge base, never authored. Its id is ``<intervention>-for-<symptom>``. The
    rules by which it concludes are those of ``docs/concepts.md``.

    Attributes:
        intervention: The medication, class or therapy.
        symptom: Id of the symptom.
        indication: The curated indication; None where no source speaks for the treatment.
        recommendations: What guidelines and pages state of it, or of the class it is carried by.
        evidence: What studies found of it for the symptom, those in other diseases included.
        cautions: What to be careful about with the intervention.
        sources: The sources of all of these.
        expired: Ids of those sources that had run out on the day of the data version; they count.
        labels_read: The labels that were read for the medication.
        boxed_warning: Whether a label of it carries one, of a member of the class, or of the form
            that a therapy gives; None for other therapies.
        boxed: The members of the class, or parts of the medication, whose labels carry one.
        forms: The forms of the medication, or the one that a therapy gives.
        harms: Harms of the same intervention that were found under other symptoms.
        opposing: Statements on its class, or on a member of it, that point the other way.
        apart: Ids of the guidelines that name only other medicines for the symptom.
    """

    id: str  # as long as two ids, so without the limit of one
    intervention: Ref
    symptom: str = attrs.field(metadata={"ref": "symptoms"})
    indication: Indication | None = None
    recommendations: tuple[Recommendation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    cautions: tuple[Caution, ...] = ()
    sources: tuple[Source, ...] = ()
    expired: tuple[str, ...] = attrs.field(default=(), metadata={"ref": "sources"})
    labels_read: tuple[LabelRead, ...] = ()
    boxed_warning: BoxedWarning | None = None
    boxed: tuple[Ref, ...] = ()
    forms: tuple[Form, ...] = ()
    harms: tuple[Evidence, ...] = ()
    opposing: tuple[Recommendation, ...] = ()
    apart: tuple[str, ...] = ()

    @cached_property
    def _source(self) -> dict[str, Source]:
        return {source.id: source for source in self.sources}

    def is_current(self, said: Recommendation | Evidence | Approval | LabelRead) -> bool:
        """Return whether the source of something that is said still counts."""
        return self._source[said.source].is_current

    @cached_property
    def current(self) -> tuple[Recommendation, ...]:
        """The recommendations that count: those of sources neither superseded nor retracted."""
        return tuple(filter(self.is_current, self.recommendations))

    @property
    def superseded(self) -> tuple[str, ...]:
        """Ids of the recommendations that no longer count."""
        return tuple(r.id for r in self.recommendations if not self.is_current(r))

    def to_dict(self, *, compact: bool = False) -> "dict[str, JsonValue]":
        """Return the treatment as dicts, lists and scalars: what is said of it, and concluded.

        Names of interventions and symptoms are those of the bundled knowledge base.

        Args:
            compact: Only what no short answer may leave out, without keys that say nothing.

        Raises:
            InvalidArgumentError: If no knowledge base was ever loaded: its words are needed.

        Example:
            >>> import alstx
            >>> said = alstx.load().treatments["riluzole-for-muscle-cramps"].to_dict(compact=True)
            >>> said["role"], said["role_words"]
            ('studied', 'insufficient evidence (AAN 2009 (symptoms))')
        """
        return document(self, compact=compact)

    # what labels say

    @cached_property
    def labels(self) -> tuple[AgencyLabel, ...]:
        """Status on the labels of each agency; empty where none was read for this use.

        A label is read for the uses that are indications here: its silence on another use says
        nothing.
        """
        if self.intervention.kind is not RefKind.MEDICATIONS or self.indication is None:
            return ()
        said = [a for a in self.indication.approvals if self.is_current(a)]
        read = [found for found in self.labels_read if self.is_current(found)]
        return labels_of(said, read)

    @property
    def status(self) -> LabelStatus:
        """Status in one word, for filters: the first that some agency has."""
        if self.intervention.kind is not RefKind.MEDICATIONS:
            return LabelStatus.NOT_APPLICABLE
        given = {label.status for label in self.labels}
        return next((status for status in LabelStatus if status in given), LabelStatus.UNKNOWN)

    def _approved(self, status: LabelStatus) -> list[str]:
        """Return the sources of the approvals in force that give a status."""
        return [
            approval.source
            for label in self.labels
            if label.status is status
            for approval in label.approvals
            if approval.is_current and STATUS_OF[approval.covers] is status
        ]

    # what it is for

    @property
    def _advised(self) -> list[Recommendation]:
        return [r for r in self.current if r.is_for]

    @property
    def _warned(self) -> list[str]:
        return self._approved(LabelStatus.WARNED_AGAINST)

    @cached_property
    def role(self) -> Role:
        """Role of the treatment for the symptom: only what somebody advises.

        *used*: a current guideline, an information page, or a label that covers adults with ALS,
        where no agency warns against it, speaks for it. *advised-against*: a current one or an
        agency advises against it and none speaks for it. Else *studied*, also where labels alone
        speak and contradict each other. No role follows from a study.
        """
        labelled = self._approved(LabelStatus.ON_LABEL)
        against = any(r.is_against for r in self.current)
        if self._advised or (labelled and not self._warned):
            return Role.USED
        if labelled and self._warned and not against:
            return Role.STUDIED
        return Role.ADVISED_AGAINST if against or self._warned else Role.STUDIED

    @property
    def basis(self) -> Basis | None:
        """Strongest support of the role *used*; None for other roles.

        *guideline* is one on ALS, MND or neuromuscular disease.
        """
        if self.role is not Role.USED:
            return None
        formal = [r for r in self._advised if self._is_guideline(r)]
        if any(r.population.is_on_als for r in formal):
            return Basis.GUIDELINE
        if formal:
            return Basis.OTHER_GUIDELINE
        return Basis.PAGE if not self._approved(LabelStatus.ON_LABEL) else Basis.LABEL

    def _is_guideline(self, recommendation: Recommendation) -> bool:
        return self._source[recommendation.source].kind is SourceKind.GUIDELINE

    # what studies found

    @cached_property
    def _own(self) -> tuple[Evidence, ...]:
        """The findings of sources that count."""
        return tuple(filter(self.is_current, self.evidence))

    def _fate(self, evidence: Evidence) -> PrimaryMet:
        """Return the fate of the primary endpoint of a finding's study, where it is recorded."""
        study = self._source[evidence.source].study
        return PrimaryMet.NOT_STATED if study is None else study.primary_met

    def counts(self, evidence: Evidence) -> bool:
        """Return whether a finding counts for `best_supporting_level`.

        It supports the treatment, its source is current, and it is not a secondary finding of a
        study that missed its primary endpoint.
        """
        saved = (
            evidence.endpoint is Endpoint.SECONDARY and self._fate(evidence) is PrimaryMet.MISSED
        )
        return evidence.supports and self.is_current(evidence) and not saved

    @property
    def best_supporting_level(self) -> Level | None:
        """Best level among the findings that count; None where none does."""
        levels = (e.level for e in self.evidence if self.counts(e))
        return min((level for level in levels if level is not None), default=None)

    @cached_property
    def trials(self) -> Trials:
        """Results of primary endpoints of controlled trials in ALS or MND, taken together."""
        fates = {fate for fate, _ in self._fates}
        if Direction.HARM in fates:
            return Trials.HARM
        if PrimaryMet.DIVIDED in fates or {PrimaryMet.MET, PrimaryMet.MISSED} <= fates:
            return Trials.DIVIDED
        if fates:
            missed = PrimaryMet.MISSED in fates
            return Trials.PRIMARY_MISSED if missed else Trials.PRIMARY_MET
        return Trials.PRIMARY_NOT_STATED if self.controlled else Trials.NO_CONTROLLED_TRIAL

    @property
    def other_primary_outcomes(self) -> tuple[str, ...]:
        """Outcomes of the primary endpoints of `trials` that were not this symptom."""
        return tuple(dict.fromkeys(outcome for _, outcome in self._fates if outcome))

    @cached_property
    def _fates(self) -> list[tuple[Direction | PrimaryMet, str | None]]:
        """The fate of each primary endpoint; the outcome where it was not this symptom's.

        A finding on this symptom that was the primary endpoint decides; else what is recorded of
        the study as a whole. Safety as a primary endpoint says nothing of the effect.
        """
        fates: list[tuple[Direction | PrimaryMet, str | None]] = []
        for source in dict.fromkeys(e.source for e in self.controlled):
            own = [e for e in self.controlled if e.source == source]
            primary = [e for e in own if e.endpoint is Endpoint.PRIMARY]
            felt = [e for e in primary if not SAFETY.issuperset(e.domain)]
            study = self._source[source].study
            if felt:
                fates += [(FATES[e.direction], None) for e in felt if e.direction in FATES]
            elif study is not None and not primary and is_fate_of_an_effect(study):
                fates.append((study.primary_met, study.primary_outcome or "another outcome"))
        return fates

    @cached_property
    def controlled(self) -> tuple[Evidence, ...]:
        """Findings of studies in ALS or MND against placebo, sham, usual care or nothing."""
        return tuple(
            e
            for e in self._own
            if e.in_als
            and e.versus.is_control
            and e.level in (Level.RANDOMIZED, Level.CONTROLLED)
            and not e.design.is_review
        )

    @property
    def largest_trial(self) -> Evidence | None:
        """The finding of the largest controlled study."""
        return max(self.controlled, key=lambda e: self.people(e) or 0, default=None)

    def people(self, evidence: Evidence) -> int | None:
        """Return how many people a finding rests on, or else how many its study enrolled."""
        study = self._source[evidence.source].study
        return evidence.participants or (None if study is None else study.enrolled)

    @cached_property
    def key_findings(self) -> tuple[KeyFinding, ...]:
        """The findings that no short answer may leave out.

        The best one for the treatment among those that count (where none counts, the best benefit
        with the reason), the strongest other one, and every harm, in whatever domain and
        population, those found under another symptom included.
        """
        usable = [e for e in self._own if not SURVIVAL.issuperset(e.domain)]
        counting = [e for e in usable if self.counts(e)]
        favourable = counting or [e for e in usable if e.direction is Direction.BENEFIT]
        best = min(favourable, key=self._rank, default=None)
        harms = [e for e in (*self.evidence, *self.harms) if e.direction is Direction.HARM]
        others = [e for e in usable if e is not best and e not in harms and is_other(e)]
        other = min(others, key=self._rank, default=None)
        kept = [(best, True), (other, False), *((e, False) for e in harms)]
        return tuple(KeyFinding(e, is_for, self._reservation(e)) for e, is_for in kept if e)

    def _rank(self, evidence: Evidence) -> tuple[object, ...]:
        """Return a sort key: the stronger, the better ranked, the larger and the newer come first.

        A trial comes before a review that rests on it alone.
        """
        people, year = self.people(evidence) or 0, self._source[evidence.source].year or 0
        return (
            not evidence.in_als,
            evidence.level,  # never None: what has no data is not ranked
            evidence.direction is Direction.INCONCLUSIVE,
            evidence.design.is_review,
            evidence.endpoint is not Endpoint.PRIMARY,
            -people,
            -year,
            evidence.id,
        )

    def _reservation(self, evidence: Evidence) -> str | None:
        return None if self.counts(evidence) else reservation(evidence, self._fate(evidence))

    @property
    def survival_findings(self) -> tuple[Evidence, ...]:
        """Findings on survival: shown in every answer, never a level."""
        return tuple(e for e in self.evidence if Domain.SURVIVAL in e.domain)

    # where sources disagree

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Disagreements of sources; empty where nothing speaks for the treatment.

        Only what somebody recommends or considers, a label covers, or a counting finding shows
        to help can be disputed.
        """
        for_ = [
            *(r.source for r in self._advised),
            *self._approved(LabelStatus.ON_LABEL),
            *(e.source for e in self.evidence if self.counts(e)),
        ]
        if not for_:
            return ()
        return tuple(
            Disagreement(
                reason, tuple(dict.fromkeys(speaking or for_)), tuple(dict.fromkeys(other))
            )
            for reason, speaking, other in self._disputes()
            if other
        )

    def _disputes(self) -> Iterable[tuple[Reason, list[str], list[str]]]:
        """Yield each reason with the sources for (empty: all that speak for it) and against."""
        against = [r.source for r in (*self.current, *self.opposing) if r.is_against]
        if self.role is Role.ADVISED_AGAINST:
            against += [r.source for r in self.opposing]
        yield Reason.ADVISED_AGAINST, [], against + self._warned
        own_harms = (e for e in self._own if e.direction is Direction.HARM and not e.is_one_case)
        yield Reason.HARM_FOUND, [], [e.source for e in own_harms]
        yield Reason.NO_DIFFERENCE_FOUND, [], [e.source for e in self._own if e.opposes]
        yield Reason.REVIEW_UNCONFIRMED, [], [e.source for e in self._own if is_unconfirmed(e)]
        said = [r.source for r in self.current if r.stance is Stance.SAYS_INEFFECTIVE]
        yield Reason.SAYS_INEFFECTIVE, [], said
        yield Reason.GUIDELINES_DIVIDED, [], list(self.apart if self._advised else ())
        yield Reason.READ_DIFFERENTLY, *read_differently(self._own)
        unsure = [r.source for r in self.current if r.stance is Stance.INSUFFICIENT_EVIDENCE]
        firm = [r.source for r in self._advised if self._is_guideline(r)]
        others = [source for source in unsure if source not in firm]
        yield Reason.GUIDELINES_DIFFER, firm, others if firm else []

    @property
    def contested(self) -> bool:
        """True if sources point in opposite directions; `disagreements` says how."""
        return any(found.reason.contests for found in self.disagreements)
