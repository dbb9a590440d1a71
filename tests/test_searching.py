"""Catalogs look for what people write: ranked search, and free text."""

from typing import Any

import pytest

from alstx import InvalidArgumentError, KnowledgeBase
from alstx.model.records import kinds_with

NAMED = kinds_with("xrefs")
"""The catalogs whose records have names."""


@pytest.mark.parametrize("kind", [*NAMED, "evidence", "recommendations", "treatments"])
def test_every_catalog_reads_its_names(toy: KnowledgeBase, kind: str) -> None:
    """Each name of each record is found in a text, asked for the first time and again."""
    whole: Any = getattr(toy, kind)
    for record in whole:
        for name in record.names:
            for _ in range(2):
                (mention,) = whole.find_in(f"took {name} today")
                assert (mention.record, mention.text) == (record, name)
                assert whole[1:].find_in(f"took {name} today") == (
                    () if record == whole[0] else (mention,)
                )
    assert whole.find_in("took nothing today") == ()


def test_what_is_corrected_in_texts(toy: KnowledgeBase) -> None:
    """From six letters on, unless asked otherwise; and where one knows what else is meant."""
    found = {
        (kind, text, correct_from): [m.record.id for m in getattr(toy, kind).find_in(text, **asked)]
        for kind, text in (
            ("medications", "betamoll"),
            ("therapies", "brase"),
            ("therapies", "strecthing"),
            ("agents", "toyegilin"),
        )
        for correct_from, asked in (
            ("default", {}),
            (4, {"correct_from": 4}),
            (None, {"correct_from": None}),
        )
    }
    assert {asked: ids for asked, ids in found.items() if ids} == {
        ("medications", "betamoll", "default"): ["betamol"],
        ("medications", "betamoll", 4): ["betamol"],
        ("therapies", "brase", 4): ["brace"],
        ("therapies", "strecthing", "default"): ["stretching"],
        ("therapies", "strecthing", 4): ["stretching"],
    }


@pytest.mark.parametrize("word", ["breath", "magnesium", "tox", "pain"])
@pytest.mark.parametrize("kind", ["medications", "symptoms", "therapies"])
def test_a_search_is_cut_between_scores(kb: KnowledgeBase, kind: str, word: str) -> None:
    """Any limit gives the best so many and what fits as well as the last; without one it is 5."""
    whole: Any = getattr(kb, kind)
    every = whole.search(word, limit=1000)
    for limit in range(1, len(every) + 2):
        least = every[min(limit, len(every)) - 1].score if every else 0
        expected = tuple(match for match in every if match.score >= least)
        assert expected == whole.search(word, limit=limit)
        if limit == 5:
            assert expected == whole.search(word)
    some = whole[::2]
    assert some.search(word, limit=1000) == tuple(match for match in every if match.record in some)


@pytest.mark.parametrize("limit", [0, -1, 2.0, True, None, "5"])
def test_a_limit_is_a_count(toy: KnowledgeBase, limit: Any) -> None:
    """Anything but a whole number from 1 is an error that says so."""
    with pytest.raises(InvalidArgumentError) as caught:
        toy.medications.search("alphazine", limit=limit)
    assert str(caught.value) == f"limit is a whole number from 1, not {limit!r}"


@pytest.mark.parametrize("value", [0, 3, -6, 6.5, "6", True, [6], b""])
def test_the_length_to_correct_from_is_a_count(toy: KnowledgeBase, value: Any) -> None:
    """Anything but None or a whole number from 4 is an error that says so."""
    with pytest.raises(InvalidArgumentError) as caught:
        toy.medications.find_in("alphazine", correct_from=value)
    assert str(caught.value) == f"correct_from is None or a whole number from 4, not {value!r}"


@pytest.mark.parametrize("text", [None, 5, b"alphazine", ["alphazine"]])
def test_only_a_text_can_be_read(toy: KnowledgeBase, text: Any) -> None:
    """What is no text is an error that says so."""
    with pytest.raises(InvalidArgumentError) as caught:
        toy.medications.find_in(text)
    assert str(caught.value) == f"find_in reads a text, not {text!r}"
