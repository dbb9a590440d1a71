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
        return list(type(self)).index(self)

    def _rank_of(self, other: str) -> int:
        return type(self)(other).rank  # a foreign word is a ValueError, not a wrong answer

    def __lt__(self, other: Self | str) -> bool:
        """Whether this ranks below the other."""
        return self.rank < self._rank_of(other)

    def __le__(self, other: Self | str) -> bool:
        """Whether this ranks below or beside the other."""
        return self.rank <= self._rank_of(other)

    def __gt__(self, other: Self | str) -> bool:
        """Whether this ranks above the other."""
        return self.rank > self._rank_of(other)

    def __ge__(self, other: Self | str) -> bool:
        """Whether this ranks above or beside the other."""
        return self.rank >= self._rank_of(other)


class MatchKind(Vocabulary):
    """How a foreign term fits our record, read as SKOS: broad means that theirs is the broader."""

    EXACT = "exact"
    BROAD = "broad"
    NARROW = "narrow"
    RELATED = "related"


class Role(Vocabulary):
    """What a treatment is for a symptom, computed from what sources say of it."""

    USED = "used"
    INVESTIGATIONAL = "investigational"
    DISCOURAGED = "discouraged"


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


class Stance(OrderedVocabulary):
    """What a guideline or information page says of an intervention, from against to for."""

    DO_NOT_RECOMMEND = "do-not-recommend"
    INSUFFICIENT_EVIDENCE = "insufficient-evidence"
    CONSIDER = "consider"
    RECOMMEND = "recommend"


class Line(Vocabulary):
    """Place of an intervention in the order that a guideline states."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    ADJUNCT = "adjunct"


class Verification(Vocabulary):
    """Whether a statement was read in the guideline's own text or in somebody's summary."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Disagreement(Vocabulary):
    """Why a treatment is contested."""

    ADVISED_AGAINST = "advised-against"
    NO_BENEFIT_FOUND = "no-benefit-found"
    REVIEW_UNCONFIRMED = "review-unconfirmed"
    GUIDELINES_DIVIDED = "guidelines-divided"


class LabelStatus(Vocabulary):
    """Whether a drug label names the symptom; not-applicable to classes and therapies."""

    LABELLED = "labelled"
    OFF_LABEL = "off-label"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class BoxedWarning(Vocabulary):
    """Whether the label carries a boxed warning; unknown where no label was seen."""

    PRESENT = "present"
    NONE = "none"
    UNKNOWN = "unknown"


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
    """What a caution is about."""

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
    """How strongly a label speaks of an interaction."""

    CAUTION = "caution"
    AVOID = "avoid"
    CONTRAINDICATED = "contraindicated"


class Action(Vocabulary):
    """How a mechanism touches its target."""

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
    """How sure the field is of a mechanism."""

    ESTABLISHED = "established"
    PROPOSED = "proposed"
    UNKNOWN = "unknown"


class SourceKind(Vocabulary):
    """What a source is."""

    ARTICLE = "article"
    GUIDELINE = "guideline"
    LABEL = "label"
    REGISTRY_ENTRY = "registry-entry"
    INFORMATION_PAGE = "information-page"


class SourceStatus(Vocabulary):
    """Whether a guideline is in force. A superseded one never decides a role.

    ``unknown`` says that nobody saw whether a later edition exists; it counts as current.
    """

    CURRENT = "current"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


class FrequencyBand(OrderedVocabulary):
    """How often a sign occurs in ALS, in the bands of Orphanet and HPO."""

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
    """What sort of treatment a therapy is."""

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
