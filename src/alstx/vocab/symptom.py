"""Words for symptoms."""

from alstx.vocab.base import OrderedVocabulary


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
