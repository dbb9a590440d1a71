"""Words for treatments that are no drugs."""

from alstx.vocab.base import Vocabulary


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
