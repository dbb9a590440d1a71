"""What all vocabularies are, and the words that every answer needs."""

from enum import StrEnum
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


class Match(Vocabulary):
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
