"""Vocabularies: the closed sets of values that records use.

Every member is a ``str``, so ``evidence.direction == "benefit"`` reads as written. Members of an
`OrderedVocabulary` compare by rank, in the order of definition, and never as text: as text
``"high" < "low"`` would hold.
"""

from enum import IntEnum, StrEnum
from typing import Self


class Vocabulary(StrEnum):
    """A closed set of values without an order."""


class OrderedVocabulary(StrEnum):
    """A closed set of values that ascend in the order of definition."""

    @property
    def rank(self) -> int:
        """Position in the order, from 0."""
        return tuple(type(self).__members__).index(self.name)  # to iterate the class is slow

    def _rank_of(self, other: str) -> int:
        return type(self)(other).rank  # a foreign word is a ValueError, not a wrong answer

    def __lt__(self, other: Self | str) -> bool:
        return self.rank < self._rank_of(other)

    def __le__(self, other: Self | str) -> bool:
        return self.rank <= self._rank_of(other)

    def __gt__(self, other: Self | str) -> bool:
        return self.rank > self._rank_of(other)

    def __ge__(self, other: Self | str) -> bool:
        return self.rank >= self._rank_of(other)


class MatchKind(Vocabulary):
    """Relation of a foreign term to our record, as in SKOS: *broad* if theirs is broader."""

    EXACT = "exact"
    BROAD = "broad"
    NARROW = "narrow"
    RELATED = "related"


class Role(Vocabulary):
    """Role of a treatment for a symptom: only what somebody advises, never what a study found.

    *used*: a current guideline, an information page, or a label that covers adults with ALS speaks
    for it; *advised-against*: a current one, or an agency, advises against it and none speaks for
    it; *studied*: neither.
    """

    USED = "used"
    STUDIED = "studied"
    ADVISED_AGAINST = "advised-against"


class Basis(Vocabulary):
    """Support of the role *used*, the strongest first."""

    GUIDELINE = "guideline"
    OTHER_GUIDELINE = "other-guideline"
    LABEL = "label"
    PAGE = "page"


class Trials(Vocabulary):
    """Results of the primary endpoints of controlled trials in ALS or MND, taken together."""

    HARM = "harm"
    PRIMARY_MISSED = "primary-missed"
    PRIMARY_MET = "primary-met"
    DIVIDED = "divided"
    PRIMARY_NOT_STATED = "primary-not-stated"
    NO_CONTROLLED_TRIAL = "no-controlled-trial"


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
    """Design of a study."""

    SYSTEMATIC_REVIEW = "systematic-review"
    META_ANALYSIS = "meta-analysis"
    RANDOMIZED_CONTROLLED_TRIAL = "randomized-controlled-trial"
    RANDOMIZED_CROSSOVER_TRIAL = "randomized-crossover-trial"
    NON_RANDOMIZED_TRIAL = "non-randomized-trial"
    CONTROLLED_ALLOCATION_NOT_STATED = "controlled-allocation-not-stated"
    COHORT = "cohort"
    SYSTEMATIC_REVIEW_NON_RANDOMIZED = "systematic-review-non-randomized"
    SINGLE_ARM_TRIAL = "single-arm-trial"
    CROSS_SECTIONAL = "cross-sectional"
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
        studies counts as they do (3), a controlled study whose allocation is not told as one that
        was not randomised (3), a trial without a control group, a survey and a comparison at one
        point in time as case series (4), a narrative review as opinion (5).
        """
        return _LEVELS[self]

    @property
    def is_review(self) -> bool:
        """True if it reviews other people's trials."""
        return self in (
            StudyDesign.SYSTEMATIC_REVIEW,
            StudyDesign.META_ANALYSIS,
            StudyDesign.SYSTEMATIC_REVIEW_NON_RANDOMIZED,
        )


_LEVELS = {
    StudyDesign.SYSTEMATIC_REVIEW: Level.REVIEW,
    StudyDesign.META_ANALYSIS: Level.REVIEW,
    StudyDesign.RANDOMIZED_CONTROLLED_TRIAL: Level.RANDOMIZED,
    StudyDesign.RANDOMIZED_CROSSOVER_TRIAL: Level.RANDOMIZED,
    StudyDesign.NON_RANDOMIZED_TRIAL: Level.CONTROLLED,
    StudyDesign.CONTROLLED_ALLOCATION_NOT_STATED: Level.CONTROLLED,
    StudyDesign.COHORT: Level.CONTROLLED,
    StudyDesign.SYSTEMATIC_REVIEW_NON_RANDOMIZED: Level.CONTROLLED,
    StudyDesign.SINGLE_ARM_TRIAL: Level.UNCONTROLLED,
    StudyDesign.CROSS_SECTIONAL: Level.UNCONTROLLED,
    StudyDesign.CASE_CONTROL: Level.UNCONTROLLED,
    StudyDesign.CASE_SERIES: Level.UNCONTROLLED,
    StudyDesign.CASE_REPORT: Level.UNCONTROLLED,
    StudyDesign.SURVEY: Level.UNCONTROLLED,
    StudyDesign.NARRATIVE_REVIEW: Level.OPINION,
    StudyDesign.EXPERT_OPINION: Level.OPINION,
}


class Direction(Vocabulary):
    """Direction of a finding on its outcome against its comparator.

    *no-difference*: a controlled comparison that showed none; *inconclusive*: the source says that
    it cannot tell; *no-data*: not measured, no trial, or a result that was not read; *mixed*: by
    dose, time or subgroup compared between arms.
    """

    BENEFIT = "benefit"
    HARM = "harm"
    MIXED = "mixed"
    NO_DIFFERENCE = "no-difference"
    INCONCLUSIVE = "inconclusive"
    NO_DATA = "no-data"


class Versus(Vocabulary):
    """Comparator of a finding."""

    PLACEBO = "placebo"
    SHAM = "sham"
    ACTIVE = "active"
    USUAL_CARE = "usual-care"
    NO_TREATMENT = "no-treatment"
    OTHER_DOSE = "other-dose"
    BASELINE = "baseline"
    NONE = "none"
    NOT_STATED = "not-stated"

    @property
    def is_control(self) -> bool:
        """True for placebo, sham, usual care and no treatment, which show an effect as such."""
        return self in (Versus.PLACEBO, Versus.SHAM, Versus.USUAL_CARE, Versus.NO_TREATMENT)


class Domain(Vocabulary):
    """Kind of outcome."""

    SYMPTOM = "symptom"
    FUNCTION = "function"
    QUALITY_OF_LIFE = "quality-of-life"
    SURVIVAL = "survival"
    PROGRESSION = "progression"
    PHYSIOLOGY = "physiology"
    SAFETY = "safety"


class Endpoint(Vocabulary):
    """Rank of a finding's outcome in its study."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    EXPLORATORY = "exploratory"
    POST_HOC = "post-hoc"
    NOT_STATED = "not-stated"


class PrimaryMet(Vocabulary):
    """Fate of a study's primary endpoint."""

    MET = "met"
    MISSED = "missed"
    DIVIDED = "divided"
    NOT_APPLICABLE = "not-applicable"
    NOT_STATED = "not-stated"


class Reading(Vocabulary):
    """Extent to which whoever wrote a record read its source."""

    FULL_TEXT = "full-text"
    SECTION = "section"
    ABSTRACT = "abstract"
    REGISTRY = "registry"
    SECONDARY = "secondary"
    NOT_STATED = "not-stated"


class Measure(Vocabulary):
    """Measure of an estimate."""

    MEAN = "mean"
    MEDIAN = "median"
    COUNT = "count"
    PROPORTION = "proportion"
    MEAN_DIFFERENCE = "mean-difference"
    STANDARDISED_MEAN_DIFFERENCE = "standardised-mean-difference"
    RISK_RATIO = "risk-ratio"
    ODDS_RATIO = "odds-ratio"
    HAZARD_RATIO = "hazard-ratio"
    RATE_RATIO = "rate-ratio"
    PERCENT_CHANGE = "percent-change"
    MEDIAN_DIFFERENCE = "median-difference"
    MEAN_CHANGE = "mean-change"
    CORRELATION = "correlation"

    @property
    def is_of_one_arm(self) -> bool:
        """True if it is a value of one arm and has no second one."""
        return self in (Measure.MEAN, Measure.MEDIAN, Measure.COUNT, Measure.PROPORTION)

    @property
    def is_ratio(self) -> bool:
        """True if 1 means no difference."""
        return self.value.endswith("-ratio")


class Certainty(OrderedVocabulary):
    """Certainty of the evidence after GRADE, only where the source itself states it."""

    VERY_LOW = "very-low"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Population(Vocabulary):
    """People who were studied: *als* or *mnd* where at least nine in ten had it, else *mixed*."""

    ALS = "als"
    MND = "mnd"
    MIXED = "mixed"
    OTHER = "other"


class Audience(Vocabulary):
    """People whom a guideline's statement is about."""

    ALS = "als"
    MND = "mnd"
    NEUROMUSCULAR = "neuromuscular"
    PALLIATIVE = "palliative"
    GENERAL = "general"

    @property
    def is_on_als(self) -> bool:
        """True if it is about ALS, MND or neuromuscular disease."""
        return self in (Audience.ALS, Audience.MND, Audience.NEUROMUSCULAR)


class Stance(OrderedVocabulary):
    """Stance of a guideline or information page on an intervention, from against to for.

    *says-ineffective* is an expert source's word; it decides no role.
    """

    DO_NOT_RECOMMEND = "do-not-recommend"
    SAYS_INEFFECTIVE = "says-ineffective"
    INSUFFICIENT_EVIDENCE = "insufficient-evidence"
    CONSIDER = "consider"
    RECOMMEND = "recommend"


class ReviewAspect(Vocabulary):
    """Aspect of a treatment that an expert review grades: the five of ALSUntangled."""

    MECHANISM = "mechanism"
    PRECLINICAL = "preclinical"
    CASES = "cases"
    TRIALS = "trials"
    RISKS = "risks"


class LetterGrade(Vocabulary):
    """Grade of an expert review from A, the best, to F; *U* where it found nothing useful."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"
    F = "f"
    U = "u"


class Extent(Vocabulary):
    """Extent of advice against an intervention."""

    ALWAYS = "always"
    NOT_ROUTINELY = "not-routinely"
    NOT_FOR = "not-for"


class Only(Vocabulary):
    """Limit of a limited statement."""

    END_OF_LIFE = "end-of-life"
    AFTER_FAILURE = "after-failure"
    ACUTE = "acute"
    SPECIALIST = "specialist"
    WITH_ANOTHER_SYMPTOM = "with-another-symptom"
    SUBGROUP = "subgroup"


class Line(Vocabulary):
    """Place of an intervention in the order that a guideline states."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    ADJUNCT = "adjunct"


class Reason(Vocabulary):
    """Reason why sources disagree on a treatment.

    All but the last two make it contested.
    """

    ADVISED_AGAINST = "advised-against"
    HARM_FOUND = "harm-found"
    NO_DIFFERENCE_FOUND = "no-difference-found"
    REVIEW_UNCONFIRMED = "review-unconfirmed"
    SAYS_INEFFECTIVE = "says-ineffective"
    GUIDELINES_DIVIDED = "guidelines-divided"
    READ_DIFFERENTLY = "read-differently"
    GUIDELINES_DIFFER = "guidelines-differ"

    @property
    def contests(self) -> bool:
        """True if it makes a treatment contested."""
        return self not in (Reason.READ_DIFFERENTLY, Reason.GUIDELINES_DIFFER)


class LabelStatus(Vocabulary):
    """Status of a use on the labels of an agency, in order of precedence.

    *on-label*: words that cover an adult with ALS who has the symptom, without inference;
    *labelled-for-others*: children, another disease, a narrower use, or an open list;
    *warned-against*: not to be used for this, or the use taken out; *off-label*: read, and silent;
    *unknown*: none was read; *not-applicable*: has no label.
    """

    WARNED_AGAINST = "warned-against"
    ON_LABEL = "on-label"
    LABELLED_FOR_OTHERS = "labelled-for-others"
    OFF_LABEL = "off-label"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class Covers(Vocabulary):
    """People whom a label's words on a use cover."""

    ADULTS_WITH_ALS = "adults-with-als"
    OTHERS = "others"
    WARNED_AGAINST = "warned-against"


class ApprovalStatus(Vocabulary):
    """Status of an approval."""

    CURRENT = "current"
    WITHDRAWN = "withdrawn"


class LabelSection(Vocabulary):
    """A section of a label."""

    INDICATIONS = "indications"
    BOXED_WARNING = "boxed-warning"
    CONTRAINDICATIONS = "contraindications"
    WARNINGS = "warnings"
    INTERACTIONS = "interactions"


class BoxedWarning(Vocabulary):
    """Presence of a boxed warning on the label; *unknown* where no label was read."""

    PRESENT = "present"
    NONE = "none"
    UNKNOWN = "unknown"


class Release(Vocabulary):
    """Speed at which a form sets its substance free."""

    IMMEDIATE = "immediate"
    EXTENDED = "extended"
    DELAYED = "delayed"


class Handling(Vocabulary):
    """Answer to what may be done with a form: *unknown* where no source that was read tells."""

    YES = "yes"
    WITH_CARE = "with-care"
    NO = "no"
    UNKNOWN = "unknown"


class Strength(Vocabulary):
    """Strength with which a medicine belongs to a group: of an inhibitor, or of a substrate."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    SENSITIVE = "sensitive"
    MODERATELY_SENSITIVE = "moderately-sensitive"


class ReadExtent(Vocabulary):
    """Extent to which labels were read: *whole* means interactions, warnings and box."""

    WHOLE = "whole"
    IN_PART = "in-part"
    NONE = "none"


class MedicationKind(Vocabulary):
    """One substance, one fixed combination, or a group of products spoken of as one."""

    INGREDIENT = "ingredient"
    COMBINATION = "combination"
    PRODUCT_GROUP = "product-group"


class CautionKind(OrderedVocabulary):
    """Weight that a label or guideline gives to a caution."""

    WARNING = "warning"
    CONTRAINDICATION = "contraindication"
    BOXED_WARNING = "boxed-warning"


class CautionTopic(Vocabulary):
    """Topic of a caution."""

    ABUSE_AND_DEPENDENCE = "abuse-and-dependence"
    ANTICHOLINERGIC_EFFECTS = "anticholinergic-effects"
    ASPIRATION_AND_SWALLOWING = "aspiration-and-swallowing"
    BLEEDING = "bleeding"
    BLOOD_DISORDER = "blood-disorder"
    BOWEL_OBSTRUCTION = "bowel-obstruction"
    CARDIAC_RHYTHM = "cardiac-rhythm"
    CARDIOVASCULAR = "cardiovascular"
    CNS_DEPRESSION = "cns-depression"
    FALLS = "falls"
    HEPATOTOXICITY = "hepatotoxicity"
    HYPERSENSITIVITY = "hypersensitivity"
    HYPOTENSION = "hypotension"
    METABOLIC = "metabolic"
    MORTALITY = "mortality"
    NEUROPSYCHIATRIC = "neuropsychiatric"
    OTHER = "other"
    PREGNANCY = "pregnancy"
    QT_PROLONGATION = "qt-prolongation"
    RENAL = "renal"
    RESPIRATORY_DEPRESSION = "respiratory-depression"
    SEIZURES = "seizures"
    SEROTONIN_SYNDROME = "serotonin-syndrome"
    SKIN_REACTION = "skin-reaction"
    SUICIDALITY = "suicidality"
    TOXIN_SPREAD = "toxin-spread"
    URINARY_RETENTION = "urinary-retention"
    VISION = "vision"
    WEAKNESS = "weakness"
    WITHDRAWAL = "withdrawal"


class Severity(OrderedVocabulary):
    """Severity of an interaction, in the words of a label."""

    CAUTION = "caution"
    AVOID = "avoid"
    CONTRAINDICATED = "contraindicated"


class Action(Vocabulary):
    """Action of a mechanism on its target."""

    AGONIST = "agonist"
    PARTIAL_AGONIST = "partial-agonist"
    ANTAGONIST = "antagonist"
    INVERSE_AGONIST = "inverse-agonist"
    INHIBITOR = "inhibitor"
    BLOCKER = "blocker"
    POSITIVE_MODULATOR = "positive-modulator"
    NEGATIVE_MODULATOR = "negative-modulator"
    RELEASER = "releaser"
    RELEASE_INHIBITOR = "release-inhibitor"
    OPENER = "opener"
    SUBSTRATE = "substrate"
    PHYSICAL = "physical"
    CHEMICAL = "chemical"
    OTHER = "other"
    UNKNOWN = "unknown"


class Confidence(Vocabulary):
    """Confidence of the field in a mechanism."""

    ESTABLISHED = "established"
    PROPOSED = "proposed"
    UNKNOWN = "unknown"


class SourceKind(Vocabulary):
    """Kind of source; an expert review grades evidence and decides no role."""

    ARTICLE = "article"
    GUIDELINE = "guideline"
    LABEL = "label"
    REGISTRY_ENTRY = "registry-entry"
    INFORMATION_PAGE = "information-page"
    EXPERT_REVIEW = "expert-review"


class SourceStatus(Vocabulary):
    """Status of a guideline. A superseded one never decides a role.

    ``unknown`` says that nobody saw whether a later edition exists; it counts as current.
    """

    CURRENT = "current"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


class FrequencyBand(OrderedVocabulary):
    """Frequency of a sign in ALS, in the bands of Orphanet and HPO."""

    VERY_RARE = "very-rare"
    OCCASIONAL = "occasional"
    FREQUENT = "frequent"
    VERY_FREQUENT = "very-frequent"
    OBLIGATE = "obligate"

    @property
    def percent(self) -> str:
        """The band as Orphanet prints it, such as ``79-30 %``."""
        return _PERCENT[self]


_PERCENT = {
    FrequencyBand.VERY_RARE: "<4-1 %",
    FrequencyBand.OCCASIONAL: "29-5 %",
    FrequencyBand.FREQUENT: "79-30 %",
    FrequencyBand.VERY_FREQUENT: "99-80 %",
    FrequencyBand.OBLIGATE: "100 %",
}


class TherapyKind(Vocabulary):
    """Kind of therapy."""

    EXERCISE = "exercise"
    PHYSICAL = "physical"
    RESPIRATORY = "respiratory"
    NUTRITION = "nutrition"
    DEVICE = "device"
    PROCEDURE = "procedure"
    SURGERY = "surgery"
    RADIATION = "radiation"
    STIMULATION = "stimulation"
    PSYCHOLOGICAL = "psychological"
    COMMUNICATION = "communication"
    COMPLEMENTARY = "complementary"
    LIFESTYLE = "lifestyle"
    ASSESSMENT = "assessment"
    CARE_MODEL = "care-model"
    MEDICATION_REVIEW = "medication-review"
