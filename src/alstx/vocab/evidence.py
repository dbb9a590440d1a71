"""Words for findings: how they were made, in whom, and which way they point."""

from enum import IntEnum

from alstx.vocab.base import OrderedVocabulary, Vocabulary


class Level(IntEnum):
    """Level of evidence for a treatment's benefit, 1 the best.

    After the Oxford Centre for Evidence-Based Medicine, "The Oxford 2011 Levels of Evidence",
    row "Does this intervention help?": 1 systematic review of randomised trials, 2 randomised
    trial, 3 non-randomised controlled cohort or follow-up study, 4 case series, case-control or
    historically controlled study, 5 mechanism-based reasoning. The level follows from the design
    alone; it says nothing about how well a study was done or which way it points.
    """

    REVIEW = 1
    RANDOMIZED = 2
    CONTROLLED = 3
    UNCONTROLLED = 4
    OPINION = 5


class StudyDesign(Vocabulary):
    """How a finding was made."""

    SYSTEMATIC_REVIEW = "systematic-review"
    META_ANALYSIS = "meta-analysis"
    RANDOMIZED_CONTROLLED_TRIAL = "randomized-controlled-trial"
    RANDOMIZED_CROSSOVER_TRIAL = "randomized-crossover-trial"
    NON_RANDOMIZED_TRIAL = "non-randomized-trial"
    COHORT = "cohort"
    SYSTEMATIC_REVIEW_NON_RANDOMIZED = "systematic-review-non-randomized"
    SINGLE_ARM_TRIAL = "single-arm-trial"
    CASE_CONTROL = "case-control"
    CASE_SERIES = "case-series"
    CASE_REPORT = "case-report"
    SURVEY = "survey"
    NARRATIVE_REVIEW = "narrative-review"
    EXPERT_OPINION = "expert-opinion"

    @property
    def level(self) -> Level:
        """Level of evidence of this design (Oxford CEBM 2011).

        Where the table of 2011 is silent we say so here: a review that rests on non-randomised
        studies counts as they do (3), a trial without a control group and a survey count as
        case series (4), a narrative review as opinion (5).
        """
        return _LEVELS[self]


_LEVELS = {
    StudyDesign.SYSTEMATIC_REVIEW: Level.REVIEW,
    StudyDesign.META_ANALYSIS: Level.REVIEW,
    StudyDesign.RANDOMIZED_CONTROLLED_TRIAL: Level.RANDOMIZED,
    StudyDesign.RANDOMIZED_CROSSOVER_TRIAL: Level.RANDOMIZED,
    StudyDesign.NON_RANDOMIZED_TRIAL: Level.CONTROLLED,
    StudyDesign.COHORT: Level.CONTROLLED,
    StudyDesign.SYSTEMATIC_REVIEW_NON_RANDOMIZED: Level.CONTROLLED,
    StudyDesign.SINGLE_ARM_TRIAL: Level.UNCONTROLLED,
    StudyDesign.CASE_CONTROL: Level.UNCONTROLLED,
    StudyDesign.CASE_SERIES: Level.UNCONTROLLED,
    StudyDesign.CASE_REPORT: Level.UNCONTROLLED,
    StudyDesign.SURVEY: Level.UNCONTROLLED,
    StudyDesign.NARRATIVE_REVIEW: Level.OPINION,
    StudyDesign.EXPERT_OPINION: Level.OPINION,
}


class Direction(Vocabulary):
    """Which way a finding points, for every symptom and intervention it is recorded for."""

    BENEFIT = "benefit"
    NO_BENEFIT = "no-benefit"
    MIXED = "mixed"
    INCONCLUSIVE = "inconclusive"
    HARM = "harm"


class Certainty(OrderedVocabulary):
    """Certainty of the evidence after GRADE, only where the source itself states it."""

    VERY_LOW = "very-low"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Population(Vocabulary):
    """Who was studied, or whom a guideline is about."""

    ALS = "als"
    MND = "mnd"
    OTHER = "other"
