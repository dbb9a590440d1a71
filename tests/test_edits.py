"""Edit distance, words near a word, and what a misspelled word may stand for; by plain loops."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alstx.names import Lexicon
from alstx.names.edits import Corrector, Neighbours, allowed, edits

few = st.text("abc", max_size=7)
Rivals = dict[str, tuple[frozenset[str], frozenset[str]]]


def osa(one: str, other: str) -> int:
    """Optimal string alignment, from its recurrence."""
    rows = [[i + j if not i * j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i, a in enumerate(one, 1):
        for j, b in enumerate(other, 1):
            least = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                least = min(least, rows[i - 2][j - 2] + 1)
            rows[i][j] = least
    return rows[-1][-1]


@st.composite
def edited(draw: st.DrawFn, word: str, most: int) -> str:
    """A word after some edits, at most so many."""
    for _ in range(draw(st.integers(0, most))):
        at, letter = draw(st.integers(0, len(word))), draw(st.sampled_from("abcd"))
        left, right = word[:at], word[at:]
        swapped = left + right[1:2] + right[:1] + right[2:]
        word = draw(
            st.sampled_from([left + letter + right, left + right[1:], left + letter + right[1:]])
            | st.just(swapped)
        )
    return word


def test_edits_of_all_short_words_equal_the_recurrence() -> None:
    """The bounded distance agrees with the textbook's, of all pairs of short words."""
    words = ["".join(word) for size in range(5) for word in product("abc", repeat=size)]
    wrong = [
        (one, other, most)
        for one in words
        for other in words
        for distance in [osa(one, other)]
        for most in range(4)
        if edits(one, other, most) != min(distance, most + 1)
    ]
    assert wrong == []


@given(few, few, st.sampled_from([1, 2]))
def test_edits_equal_the_recurrence(one: str, other: str, most: int) -> None:
    """So it does of longer words."""
    expected = min(osa(one, other), most + 1)
    assert expected == edits(one, other, most)


@given(st.data(), st.sampled_from([0, 1, 2]))
def test_neighbours_equal_a_plain_loop(data: st.DataObject, most: int) -> None:
    """The index of what is left after deletions misses no word within so many edits."""
    word = data.draw(st.text("abcd", max_size=12))
    near = st.lists(edited(word, 3) | st.text("abcd", min_size=1, max_size=12), max_size=8)
    held = data.draw(near)
    expected = {other: osa(word, other) for other in held if osa(word, other) <= most}
    assert expected == Neighbours(held).near(word, most)


def off(word: str) -> set[str]:
    """All that a word is after one edit, with a letter that it does not have."""
    cut = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    changed = {
        w for a, b in cut for w in (a + b[1:], f"{a}z{b}", f"{a}z{b[1:]}", a + b[1::-1] + b[2:])
    }
    return changed - {word}


def test_a_word_is_found_after_two_edits_anywhere() -> None:
    """Two letters may be lacking, added, swapped or wrong at any places of a longer word."""
    word = "abcdefghij"
    held = Neighbours(["zyxwvutsrq", word, "klmnopqrst"])
    one_off = off(word)
    assert [held.near(w, 1) for w in one_off] == [{word: 1}] * len(one_off)
    near = {w: osa(w, word) for other in one_off for w in off(other)}
    wrong = [w for w, count in near.items() if held.near(w, 2).get(word, 3) != count]
    assert wrong == []


def test_short_words_allow_fewer_edits() -> None:
    """Two letters must stand as they are, three and four may have one edit, longer words two."""
    assert [allowed(size) for size in (1, 2, 3, 4, 5, 30)] == [0, 0, 1, 1, 2, 2]


class Guard(Lexicon):
    """A lexicon with the other words at hand."""

    def __init__(self, two: int | None, others: frozenset[str], rivals: Rivals) -> None:
        """Keeps them."""
        super().__init__(two_edits_from=two)
        self._listed = others, rivals

    @property
    def others(self) -> frozenset[str]:
        """Words that are never corrected."""
        return self._listed[0]

    @property
    def rivals(self) -> Rivals:
        """For a word those that may be meant instead: well-known ones, and the others."""
        return self._listed[1]


def corrected(
    word: str,
    held: Mapping[str, str],
    correct_from: int = 6,
    two: int | None = 8,
    *,
    others: frozenset[str] = frozenset(),
    rivals: Rivals | None = None,
) -> tuple[str, ...]:
    """What a misspelled word may stand for."""
    return Corrector(held, Guard(two, others, rivals or {}), correct_from).meant(word)


def plainly(
    word: str, held: Mapping[str, str], correct_from: int, two: int | None, rivals: Rivals
) -> tuple[str, ...]:
    """The same by comparing the word with every word there is."""
    if len(word) < correct_from - 1:
        return ()
    near: dict[str, int] = {}
    for other in held:
        reach = 2 if two is not None and len(other) >= two else 1
        if len(other) >= correct_from and osa(word, other) <= reach:
            near[other] = osa(word, other)
    meant = sorted(other for other in near if near[other] == min(near.values()))
    for other in meant:
        known, little_known = rivals.get(other, ((), ()))
        if any(osa(word, rival) <= near[other] for rival in known):
            return ()
        if any(osa(word, rival) < near[other] for rival in little_known):
            return ()
    return tuple(dict.fromkeys(held[other] for other in meant)) if len(meant) <= 4 else ()


@given(st.data(), st.sampled_from([4, 5, 6]), st.sampled_from([None, 5, 7]))
def test_correction_equals_a_plain_loop(
    data: st.DataObject, correct_from: int, two: int | None
) -> None:
    """A word stands for the nearest words, unless a rival of one of them is near enough."""
    word = data.draw(st.text("abcd", min_size=3, max_size=8))
    near = edited(word, 3)
    held = {other: other.upper() for other in data.draw(st.lists(near, max_size=6)) if other}
    listed = st.frozensets(near, max_size=2)
    rivals = {other: data.draw(st.tuples(listed, listed)) for other in held if "a" in other}
    expected = plainly(word, held, correct_from, two, rivals)
    assert expected == corrected(word, held, correct_from, two, rivals=rivals)


@pytest.mark.parametrize(
    ("word", "correct_from", "two", "found"),
    [
        ("abcdefghi", 10, None, True),
        ("abcdefgij", 11, None, False),
        ("abcdefgh", 10, 10, False),
        ("abcdefgh", 9, 10, True),
        ("abcdefgh", 9, 11, False),
        ("abcdefghijk", 11, None, False),
        ("abcdefghizk", 10, 10, True),
    ],
)
def test_lengths_to_correct_from(
    word: str, correct_from: int, two: int | None, *, found: bool
) -> None:
    """Words of so many letters are corrected to, from words with at most one fewer."""
    expected = ("x",) if found else ()
    assert expected == corrected(word, {"abcdefghij": "x"}, correct_from, two)


def test_a_word_of_forty_letters_is_the_longest_that_is_corrected() -> None:
    """Longer words are no words."""
    held = {"a" * 40: "forty", "b" * 41: "more"}
    assert corrected("a" * 39 + "c", held) == ("forty",)
    assert corrected("b" * 40 + "c", held) == ()
    assert corrected("b" * 40, held) == ("more",)


def test_numbers_and_other_words_are_not_corrected() -> None:
    """A number is never misspelled, and a word that means something else is right as it is."""
    held = {"12345678": "number", "abcdefgh": "word"}
    assert corrected("12345679", held) == ()
    assert corrected("1234567o", held) == ("number",)
    assert corrected("abcdefgx", held, others=frozenset({"abcdefgz"})) == ("word",)
    assert corrected("abcdefgz", held, others=frozenset({"abcdefgz"})) == ()


def test_four_words_may_be_meant_and_no_more() -> None:
    """Words that are equally near are given in order, each spelling once; five are too many."""
    held = {f"abcdefg{ch}": f"word {ch}" for ch in "tsrqp"}
    four = {word: meant for word, meant in held.items() if not word.endswith("p")}
    assert corrected("abcdefgz", four) == ("word q", "word r", "word s", "word t")
    assert corrected("abcdefgz", held) == ()
    assert corrected("abcdefgz", dict.fromkeys(four, "same")) == ("same",)


@pytest.mark.parametrize(
    ("word", "known", "little_known", "found"),
    [
        ("abcdefgx", "abcdefgy", "", False),  # one edit either way
        ("abcdefgx", "", "abcdefgy", True),
        ("abcdefgx", "", "abcdefgx", False),
        ("abcdefgx", "abcdefyz", "", True),
        ("abcdefxx", "abcdefyy", "", False),  # two edits either way
        ("abcdefxx", "", "abcdefyy", True),
        ("abcdefxx", "", "abcdefxy", False),
        ("abcdefxx", "unlike", "unlike abcdefxy", False),
    ],
)
def test_words_that_are_likelier(word: str, known: str, little_known: str, *, found: bool) -> None:
    """A well-known word wins where it is as near as ours, another where it is nearer."""
    rivals = {"abcdefgh": (frozenset(known.split()), frozenset(little_known.split()))}
    expected = ("x",) if found else ()
    assert expected == corrected(word, {"abcdefgh": "x"}, rivals=rivals)
