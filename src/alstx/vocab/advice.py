"""Words for statements of guidelines and information pages, and for how sources disagree."""

from alstx.vocab.base import OrderedVocabulary, Vocabulary


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
