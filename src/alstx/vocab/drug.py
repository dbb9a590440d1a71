"""Words for medicines and for what labels say: cautions and interactions."""

from alstx.vocab.base import OrderedVocabulary, Vocabulary


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
