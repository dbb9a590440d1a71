"""Names: folding, and finding records by what people write."""

import contextlib
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alstx import (
    AlstxError,
    AmbiguousNameError,
    Curie,
    InvalidArgumentError,
    KnowledgeBase,
    NotFoundError,
)
from alstx.kb.catalog import Catalog
from alstx.model.records import kinds_with
from alstx.names import NameIndex, fold
from alstx.names.folding import respell, tokens, words
from alstx.names.near import near_words, word
from alstx.names.unclear import in_latin, is_everyday, mixed_word
from alstx.testing import knowledge_bases

KINDS = kinds_with("xrefs")

anything = st.text(st.characters(), max_size=30)


class Thing:
    """As little as an index needs of a record."""

    def __init__(self, id_: str, *names: str, curies: tuple[str, ...] = ()) -> None:
        """Keeps what it is called."""
        self.id = id_
        self.names = names
        self.identifiers = tuple(map(Curie.parse, curies))


INDEX = NameIndex(
    "thing",
    [
        Thing("elm", "Elm Tree", "Ulmus", curies=("RXCUI:704", "CHEBI:17")),
        Thing("ash", "Ash-Tree", "Fraxinus", "beam", curies=("RXCUI:705",)),
        Thing("oak", "Quercus", "beam", "!!!", curies=("RXCUI:705",)),
    ],
)


def misled(base: KnowledgeBase) -> Iterator[str]:
    """Names and identifiers that do not find the record that has them."""
    for kind in KINDS:
        catalog = getattr(base, kind)
        for record in catalog:
            for name in (record.id, *record.names):
                if record is not catalog.find(name):
                    yield name
            for curie in map(str, record.identifiers):
                if record.id not in candidates(catalog, curie):
                    yield curie


def candidates(catalog: Catalog[Any], text: str) -> tuple[str, ...]:
    """The id of the record that a text names, or the ids of those that share it."""
    try:
        return (catalog.find(text).id,)
    except AmbiguousNameError as error:
        return error.candidates


@given(anything)
@example("ſﬀİß™K\u0345")
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folding is idempotent."""
    assert fold(text) == fold(fold(text))


def test_folding_any_character_twice_changes_nothing() -> None:
    """Idempotence holds of every single character there is."""
    characters = map(chr, range(0x20000))
    expected = []
    assert expected == [ch for ch in characters if fold(fold(ch)) != fold(ch)]


@given(anything, anything)
def test_folding_drops_only_what_parts_letters(one: str, other: str) -> None:
    """Blanks and punctuation between two texts do not count."""
    assert fold(one + other) == fold(f" {one} - {other} / ")


@given(anything)
def test_folding_leaves_letters_and_digits(text: str) -> None:
    """What is left are letters and digits that do not change when they are folded as case is."""
    assert all(ch.isalnum() for ch in fold(text))
    assert fold(text) == fold(text).casefold()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("non-invasive", "Non Invasive"),
        ("Baclofène", "BACLOFENE"),
        ("Zanaflex®", "zanaflex"),
        ("Straße", "STRASSE"),
        ("ﬁbre", "fibre"),
        ("5-HT₃", "5 ht3"),
        ("Ω", "ω"),
        ("流涎", "流涎。"),
        ("A\u0301", "á"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    """Case, accents, punctuation, trademark signs and forms of a letter make no other name."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("baclofen", "bacofen"), ("type 1", "type 2"), ("μ", "m"), ("流", "涎")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    """Letters and digits of every script count."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("elm", "elm"),
        ("ELM TREE", "elm"),
        ("elm-tree", "elm"),
        (" ulmus ", "elm"),
        ("RXCUI:704", "elm"),
        ("rxcui: 704", "elm"),
        ("chebi:17", "elm"),
        ("ash tree", "ash"),
        ("oak", "oak"),
    ],
)
def test_every_way_to_write_a_name(text: str, id_: str) -> None:
    """An id, a name in any spelling, and an identifier in any case are found."""
    assert id_ == INDEX.resolve(text)


@pytest.mark.parametrize("text", ["beam", "BEAM", "RXCUI:705"])
def test_a_name_of_two_is_ambiguous(text: str) -> None:
    """A name that several have is an error that lists them."""
    with pytest.raises(AmbiguousNameError, match="names more than one thing") as caught:
        INDEX.resolve(text)
    expected = ("ash", "oak")
    assert expected == caught.value.candidates
    assert text == caught.value.key


@pytest.mark.parametrize(
    "text",
    [
        "el",
        "elmtre",
        "!!!",
        "---",
        "RXCUI:7",
        "RXCUI:",
        "DOI:704",
        ":704",
        "x" * 501,
        "x" * 100_000,
        "\0",
        "\ud800",
    ],
)
def test_what_nobody_is_called_is_not_found(text: str) -> None:
    """Any other text is an error of ours, however long or odd it is."""
    with pytest.raises(NotFoundError, match="no thing ") as caught:
        INDEX.resolve(text)
    assert text == caught.value.key
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u00a0\u3000"])
def test_a_blank_name_is_a_value_error(text: str) -> None:
    """Blank text is no name."""
    with pytest.raises(ValueError, match="not blank") as caught:
        INDEX.resolve(text)
    assert isinstance(caught.value, InvalidArgumentError)


@pytest.mark.parametrize("value", [None, 5, 0.5, True, b"elm", ["elm"], ("elm",), object()])
def test_what_is_no_text_is_a_type_error(value: object) -> None:
    """Only text names a record."""
    with pytest.raises(TypeError, match="is named by a text") as caught:
        INDEX.resolve(value)
    assert isinstance(caught.value, InvalidArgumentError)


@pytest.mark.parametrize(
    ("text", "near"), [("elm treee", "Elm Tree"), ("fraxinis", "Fraxinus"), ("quercu", "Quercus")]
)
def test_a_typo_is_answered_with_near_names(text: str, near: str) -> None:
    """A misspelled name is an error that suggests the right one, as it is written."""
    with pytest.raises(NotFoundError, match=f"did you mean .*'{near}'"):
        INDEX.resolve(text)


DOSES = ("50", "2,5 mg", "10 mg tablets tid", "5 mg/ml od")


@pytest.mark.parametrize("dose", DOSES)
@pytest.mark.parametrize(("text", "near"), [("fraxinis", "Fraxinus"), ("elm tree", "Elm Tree")])
def test_a_dose_is_no_part_of_a_name(text: str, near: str, dose: str) -> None:
    """What is near a name is near it with a dose; beside a name that is known nothing is near."""
    with pytest.raises(NotFoundError) as caught:
        INDEX.resolve(f"{text} {dose}")
    assert (caught.value.key, caught.value.suggestions[0]) == (f"{text} {dose}", near)
    assert text == "fraxinis" or len(caught.value.suggestions) == 1


@given(anything)
def test_any_text_is_found_or_is_an_error_of_ours(text: str) -> None:
    """No text brings an error from a library below us."""
    with contextlib.suppress(AlstxError):
        assert INDEX.resolve(text) in {"elm", "ash", "oak"}


@given(knowledge_bases())
def test_every_name_finds_its_record(base: KnowledgeBase) -> None:
    """In a valid base every id and name finds its record; identifiers may be shared."""
    expected = []
    assert expected == list(misled(base))


def test_every_bundled_name_finds_its_record(kb: KnowledgeBase) -> None:
    """In the bundled base no name is that of two records, and none is hidden by another."""
    expected = []
    assert expected == list(misled(kb))


@given(st.sampled_from(KINDS), anything)
def test_any_text_may_be_looked_up(toy: KnowledgeBase, kind: str, text: str) -> None:
    """Looking up any text in any catalog gives a record or an error of ours."""
    catalog = getattr(toy, kind)
    with contextlib.suppress(AlstxError):
        assert catalog.find(text) in catalog


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("benefits", ("benefit",)),
        ("harmm", ("harm",)),
        ("HARMS", ("harm",)),
        ("zzz", ()),
        ("", ()),
        ("\ud800", ()),
        ("x" * 1_000_000, ()),
    ],
)
def test_near_words(word: str, near: tuple[str, ...]) -> None:
    """The one word that resembles another most is given, if any does."""
    assert near == near_words(word, ["benefit", "Benefice", "harm", "Harmful", "mixed"])


class Stance(StrEnum):
    """Words as a vocabulary has them."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"


STANCES = ("for", "against", "neither")


@pytest.mark.parametrize("value", [*STANCES, Stance.AGAINST])
def test_a_word_of_a_vocabulary_is_itself(value: str) -> None:
    """A word is given as plain text, whether it comes as text or as a member."""
    found = word("stance", STANCES, value)
    assert (found, type(found)) == (str(value), str)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("agains", NotFoundError("stance", "agains", ("against",))),
        ("FOR", NotFoundError("stance", "FOR", ("for",))),
        ("xyz", NotFoundError("stance", "xyz", STANCES)),
        *(
            (
                value,
                InvalidArgumentError(f"a stance is one of for, against, neither; got {value!r}"),
            )
            for value in ("", " \t", None, 5, ["for"])
        ),
    ],
)
def test_what_is_no_word_of_a_vocabulary(value: object, expected: AlstxError) -> None:
    """An error suggests the near word, or else all; what is no word is told apart."""
    with pytest.raises(AlstxError) as caught:
        word("stance", STANCES, value)
    assert (type(caught.value), caught.value.args) == (type(expected), expected.args)


EVERYDAY = ("x", "", "7", "2026", "the", "mg", "tablet", "10mg", "25mcg", "ml", "units", "100units")


@pytest.mark.parametrize("key", EVERYDAY)
def test_nearly_every_note_has_such_words(key: str) -> None:
    """A lone letter, a number, a common word, a unit and a strength cannot be a name."""
    assert is_everyday(key)
    assert not is_everyday(f"{key}abc")


@pytest.mark.parametrize(
    ("name", "latin", "mixed"),
    [
        ("zap", "zap", None),
        ("Z\N{CYRILLIC SMALL LETTER A}p", "Zap", "Z\N{CYRILLIC SMALL LETTER A}p"),
        ("a \N{CYRILLIC SMALL LETTER ES}ok 1", "a cok 1", "\N{CYRILLIC SMALL LETTER ES}ok"),
        ("\N{CYRILLIC SMALL LETTER A} b", "a b", None),
        ("\N{GREEK SMALL LETTER ALPHA}b", "ab", None),
        ("\N{CYRILLIC SMALL LETTER ZHE}", "\N{CYRILLIC SMALL LETTER ZHE}", None),
        ("流涎", "流涎", None),
    ],
)
def test_letters_that_look_like_others(name: str, latin: str, mixed: str | None) -> None:
    """Letters that look Latin become so; a word of both Latin and Cyrillic ones is told."""
    assert in_latin(name) == latin
    assert mixed_word(name) == mixed


def test_the_index_of_nothing_finds_nothing() -> None:
    """An index without records answers as any other."""
    with pytest.raises(NotFoundError):
        NameIndex("thing", []).resolve("elm")


def test_character_range_covers_all_that_folds() -> None:
    """No character beyond the ones tried above has a case or a decomposition that is dropped."""
    beyond = (chr(code) for code in range(0x20000, sys.maxunicode + 1, 97))
    expected = []
    assert expected == [
        ch for ch in beyond if fold(ch) not in ("", ch) and fold(fold(ch)) != fold(ch)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Can't swallow (liquids)", ["cant", "swallow", "liquids"]),
        ("a--b", ["a", "b"]),
        ("Sialorrhée, hypersalivation", ["sialorrhee", "hypersalivation"]),
        ("e\u0301te\u0301\u2013hiver", ["ete", "hiver"]),
        ("β-blocker™ 5\u00a0mg", ["β", "blocker", "5", "mg"]),
        ("\u2019", []),
    ],
)
def test_words_are_folded_one_by_one(text: str, expected: list[str]) -> None:
    """Marks go with what they mark, apostrophes part nothing, everything else parts words."""
    assert expected == words(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Elavil 25MG", [(0, 6, "elavil"), (7, 9, "25"), (9, 11, "mg")]),
        ("é5™ b", [(0, 1, "e"), (1, 2, "5"), (4, 5, "b")]),
        ("éX", [(0, 2, "ex")]),
        ("a™b", [(0, 1, "a"), (2, 3, "b")]),
        ("é\u2013é", [(0, 1, "e"), (2, 3, "e")]),
        ("é\u2014", [(0, 1, "e")]),
        ("e\u0301a\u0301 ü", [(0, 4, "ea"), (5, 6, "u")]),
        ("é ℅ b℃", [(0, 1, "e"), (4, 5, "b")]),
        ("™®", []),
        ("β", [(0, 1, "β")]),
    ],
)
def test_tokens_are_runs_of_letters_and_of_digits(
    text: str, expected: list[tuple[int, int, str]]
) -> None:
    """A run ends where letters turn into digits; the trademark signs and others belong to none."""
    assert expected == list(tokens(text))


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("oesophagus", "esophagus"),
        ("anaemia", "anemia"),
        ("tumour", "tumor"),
        ("sulphasalazine", "sulfasalazine"),
        ("cephalexin", "cefalexin"),
        ("travelling", "traveling"),
        ("fibre", "fiber"),
    ],
)
def test_british_is_respelled(british: str, american: str) -> None:
    """Words that differ between the two spellings are respelled, and stay so."""
    assert american == respell(british) == respell(american)
