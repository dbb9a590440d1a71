"""A search of several kinds at once: what is written comes before what it resembles."""

from hypothesis import given, settings
from hypothesis import strategies as st

import alstx
from alstx import KnowledgeBase
from alstx.kb.lookup import NAMED_KINDS, catalog, kind_of, search
from alstx.names.folding import words
from alstx.names.search import has_a_word


@given(st.sampled_from(["symptoms", "therapies", "drug_classes"]), st.data())
@settings(max_examples=60)
def test_a_word_of_one_kind_is_no_typing_error_in_another(kind: str, data: st.DataObject) -> None:
    """Scores are those of each kind, but names without a word of the text lose a fifth."""
    kb = alstx.load()
    record = data.draw(st.sampled_from(list(catalog(kb, kind))))
    text = data.draw(st.sampled_from([w for name in record.names for w in words(name)]))
    hits = search(kb, text, NAMED_KINDS, 1000)
    alone = {
        (own, hit.record.id): hit.score
        for own in NAMED_KINDS
        for hit in catalog(kb, own).search(text, limit=1000)
    }
    assert len(hits) == len(alone)
    for hit in hits:
        score = alone[kind_of(hit.record), hit.record.id]
        assert hit.score == (score if has_a_word(hit.name, text) else round(score * 0.8, 3))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_saliva_is_no_misspelled_ralivia(kb: KnowledgeBase) -> None:
    """A brand that differs by two letters comes behind the names that have the word."""
    names = [hit.name for hit in search(kb, "saliva", NAMED_KINDS, 10)]
    assert "Ralivia" in names[3:]
    assert all("saliva" in name.lower() for name in names[:2])


def test_a_typing_error_is_still_found_first(kb: KnowledgeBase) -> None:
    """Where no name has the word, the nearest spelling leads with the score of its kind."""
    first, *_ = search(kb, "amytriptilin", NAMED_KINDS, 10)
    assert first == kb.medications.search("amytriptilin")[0]
