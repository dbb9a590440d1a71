"""Words for how medicines act."""

from alstx.vocab.base import Vocabulary


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
