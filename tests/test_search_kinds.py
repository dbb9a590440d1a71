"""A search of several kinds at once: what is written comes before what it resembles."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alstx
from alstx import KnowledgeBase, NotFoundError
from alstx.kb.lookup import NAMED_KINDS, catalog, kind_of, mentioned, search
from alstx.names.folding import words
from alstx.names.search import MISSPELLED, has_a_word


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Words of names of symptoms, therapies and classes."""
    kind = draw(st.sampled_from(["symptoms", "therapies", "drug_classes"]))
    record = draw(st.sampled_from(list(catalog(alstx.load(), kind))))
    return draw(
        st.sampled_from([word for name in record.names for word in words(name) if len(word) > 1])
    )


@given(texts(), st.integers(1, 30))
@settings(max_examples=40)
def test_a_limit_cuts_the_end_alone(text: str, limit: int) -> None:
    """Who leads does not depend on how many are asked for."""
    kb = alstx.load()
    every = search(kb, text, NAMED_KINDS, 1000)
    some = search(kb, text, NAMED_KINDS, limit)
    assert some == every[: len(some)]
    assert len(some) >= min(limit, len(every))
    assert [hit.score for hit in every] == sorted((hit.score for hit in every), reverse=True)


@pytest.mark.parametrize("text", ["saliva", "muscle", "glyco", "toxin", "sleep", "amytriptilin"])
def test_only_those_as_good_as_the_last_go_beyond_the_limit(kb: KnowledgeBase, text: str) -> None:
    """As many as were asked for, and all that fit as well as the last of them."""
    every = search(kb, text, NAMED_KINDS, 1000)
    for limit in range(1, min(len(every), 12) + 1):
        found = search(kb, text, NAMED_KINDS, limit)
        last = every[limit - 1].score
        assert found == [hit for hit in every if hit.score >= last]


@pytest.mark.parametrize("text", ["saliva", "matrix", "glow", "sleep", "toxin b", "amytriptilin"])
def test_scores_are_those_of_the_catalogs(kb: KnowledgeBase, text: str) -> None:
    """A name without a word of the text, where another kind has one with it, counts as misspelt."""
    own = {kind: list(catalog(kb, kind).search(text, limit=1000)) for kind in NAMED_KINDS}
    with_words = {
        kind for kind, hits in own.items() if any(has_a_word(hit.name, text) for hit in hits)
    }
    expected = {
        (kind, hit.record.id): round(hit.score * MISSPELLED, 3)
        if with_words - {kind} and not has_a_word(hit.name, text)
        else hit.score
        for kind, hits in own.items()
        for hit in hits
    }
    found = search(kb, text, NAMED_KINDS, 1000)
    assert {(kind_of(hit.record), hit.record.id): hit.score for hit in found} == expected
    assert len(found) == len(expected)


@given(texts(), st.sampled_from(NAMED_KINDS))
@settings(max_examples=40)
def test_one_kind_is_its_catalog(text: str, kind: str) -> None:
    """Scores change only beside another kind."""
    kb = alstx.load()
    if own := list(catalog(kb, kind).search(text, limit=1000)):
        assert search(kb, text, [kind], 1000) == own


@pytest.mark.parametrize(
    ("text", "before", "behind"),
    [("saliva", "excessive saliva", "Ralivia"), ("matrix", "Mezolar Matrix", "Manerix")],
)
def test_a_word_is_no_typing_error_of_another_kind(
    kb: KnowledgeBase, text: str, before: str, behind: str
) -> None:
    """A brand that differs by two letters comes behind a name that has the word."""
    names = [hit.name for hit in search(kb, text, NAMED_KINDS, 1000)]
    assert names.index(before) < names.index(behind)


def test_a_typing_error_is_still_found_first(kb: KnowledgeBase) -> None:
    """Where no name has the word, the nearest spelling leads with the score of its kind."""
    first, *_ = search(kb, "amytriptilin", NAMED_KINDS, 10)
    assert first == kb.medications.search("amytriptilin")[0]


@pytest.mark.parametrize(
    "text",
    [
        *("ALS", "Lou Gehrig's disease", "G12.21", "MONDO:0004976"),
        "disease/amyotrophic-lateral-sclerosis",
    ],
)
def test_the_disease_leads_what_resembles_its_name(kb: KnowledgeBase, text: str) -> None:
    """Of all kinds the disease is one."""
    assert mentioned(kb, text)[0].record is kb.disease
    assert search(kb, text, NAMED_KINDS, 1)[0] == (kb.disease, text, 1.0)


@pytest.mark.parametrize("kind", NAMED_KINDS)
def test_among_some_kinds_the_disease_is_not_looked_for(kb: KnowledgeBase, kind: str) -> None:
    """Who asks for one kind gets records of that kind."""
    with suppress(NotFoundError):
        assert {kind_of(hit.record) for hit in search(kb, "ALS", [kind], 5)} == {kind}
