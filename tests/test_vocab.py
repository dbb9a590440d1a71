"""Vocabularies: words, and the order of those that have one."""

import enum
import operator
from itertools import product

import pytest

from alstx import vocab
from alstx.vocab import (
    CautionKind,
    Certainty,
    FrequencyBand,
    Level,
    OrderedVocabulary,
    Population,
    Severity,
    Stance,
    StudyDesign,
    Vocabulary,
)

ALL = [
    cls
    for cls in vars(vocab).values()
    if isinstance(cls, type) and issubclass(cls, enum.StrEnum) and list(cls)
]
ORDERED = [cls for cls in ALL if issubclass(cls, OrderedVocabulary)]


@pytest.mark.parametrize("cls", ALL)
def test_members_are_their_words(cls: type[enum.StrEnum]) -> None:
    """A member equals its word, is found by it, and is written as it."""
    for member in cls:
        assert member.value == member
        assert member is cls(member.value)
        assert member.value == f"{member}"


@pytest.mark.parametrize("cls", ALL)
def test_words_are_slugs_in_lower_case(cls: type[enum.StrEnum]) -> None:
    """A word is spelled as its name, in lower case with hyphens."""
    assert [member.value for member in cls] == [m.name.lower().replace("_", "-") for m in cls]


def test_every_vocabulary_says_whether_it_has_an_order() -> None:
    """All are either a Vocabulary or an OrderedVocabulary."""
    expected = []
    assert expected == [cls for cls in ALL if not issubclass(cls, Vocabulary | OrderedVocabulary)]


@pytest.mark.parametrize(
    ("cls", "ascending"),
    [
        (
            Stance,
            [
                *("do-not-recommend", "says-ineffective"),
                *("insufficient-evidence", "consider", "recommend"),
            ],
        ),
        (Certainty, ["very-low", "low", "moderate", "high"]),
        (
            FrequencyBand,
            ["very-rare", "occasional", "frequent", "very-frequent", "obligate"],
        ),
        (CautionKind, ["warning", "contraindication", "boxed-warning"]),
        (Severity, ["caution", "avoid", "contraindicated"]),
    ],
)
def test_order_is_that_of_meaning(cls: type[OrderedVocabulary], ascending: list[str]) -> None:
    """Ordered words ascend in meaning, not in spelling."""
    assert ascending == sorted(cls)
    assert list(range(len(ascending))) == [cls(word).rank for word in ascending]


def test_the_order_of_every_ordered_vocabulary_is_tested() -> None:
    """The table above leaves none out."""
    assert {Stance, Certainty, FrequencyBand, CautionKind, Severity} == set(ORDERED)


@pytest.mark.parametrize("cls", ORDERED)
def test_order_is_total(cls: type[OrderedVocabulary]) -> None:
    """All four comparisons agree with the ranks, whether the other is a member or a text."""
    for one, other in product(cls, repeat=2):
        for word in (other, other.value):
            assert (one.rank < other.rank) == (one < word)
            assert (one.rank <= other.rank) == (one <= word)
            assert (one.rank > other.rank) == (one > word)
            assert (one.rank >= other.rank) == (one >= word)


@pytest.mark.parametrize("other", ["strong", Population.ALS, ""])
def test_a_foreign_word_has_no_rank(other: str) -> None:
    """Comparing with a word of no or another vocabulary is an error, never an answer."""
    with pytest.raises(ValueError, match="is not a valid"):
        operator.lt(Certainty.HIGH, other)


@pytest.mark.parametrize(
    ("design", "level"),
    [
        ("systematic-review", 1),
        ("meta-analysis", 1),
        ("randomized-controlled-trial", 2),
        ("randomized-crossover-trial", 2),
        ("non-randomized-trial", 3),
        ("cohort", 3),
        ("systematic-review-non-randomized", 3),
        ("single-arm-trial", 4),
        ("case-control", 4),
        ("case-series", 4),
        ("case-report", 4),
        ("survey", 4),
        ("narrative-review", 5),
        ("expert-opinion", 5),
    ],
)
def test_levels_of_evidence(design: str, level: int) -> None:
    """The level of a design is that of the Oxford table of 2011, or what we say beside it."""
    assert level == StudyDesign(design).level


def test_every_design_has_a_level() -> None:
    """No design is without a level, and no level without a design."""
    assert set(Level) == {design.level for design in StudyDesign}


@pytest.mark.parametrize(
    ("band", "percent"),
    [
        ("obligate", "100 %"),
        ("very-frequent", "99-80 %"),
        ("frequent", "79-30 %"),
        ("occasional", "29-5 %"),
        ("very-rare", "<4-1 %"),
    ],
)
def test_bands_read_as_orphanet_prints_them(band: str, percent: str) -> None:
    """A band of frequency has the limits that Orphanet gives."""
    assert percent == FrequencyBand(band).percent
