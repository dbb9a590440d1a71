"""For patients and carers: plain sentences that are easy to read, and names in other languages."""

import re
from datetime import date

import pytest

from alstx import AmbiguousNameError, KnowledgeBase, NotFoundError, Symptom, Treatment
from alstx.cli.json import answer
from alstx.cli.question import Question
from alstx.display import summary
from alstx.display.blocks import Items, plain
from alstx.display.cards import Cards
from alstx.display.plain import sentence
from alstx.display.words import LANGUAGES, language
from alstx.names import Meanings, NameIndex
from alstx.names.folding import fold
from alstx.vocab import Basis, Stance

MOST_WORDS = 24
MOST_WORDS_OF_A_PART = 31
LONG = 10
"""Letters from which a word counts as long."""
MOST_LONG = 2
GRADE = 7.0
"""The school year, by Flesch and Kincaid, in which children are twelve."""
HARDEST = 9.9
"""The hardest of single sentences, in which one long word counts much."""
ADVICE = {"should", "must", "ought", "avoid", "ask", "try", "you", "your", "doctor", "nurse"}


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", text.casefold())


def syllables(word: str) -> int:
    """Count the vowels that stand together as one, without a silent e at the end."""
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$", "", word))))


def grade(text: str) -> float:
    """Return the school year in which a text is understood, by Flesch and Kincaid."""
    found = words(text)
    sentences = text.count(".")
    per_word = sum(map(syllables, found)) / len(found)
    return 0.39 * len(found) / sentences + 11.8 * per_word - 15.59


def test_the_measure_tells_easy_from_hard() -> None:
    """A child's sentence is far below the limit, a textbook's far above."""
    assert [syllables(w) for w in ("the", "made", "muscle", "breathing", "air")] == [1, 1, 2, 2, 1]
    assert grade("The cat sat on the mat.") < 1
    hard = "Dysarthria results from impaired neuromuscular control of the articulators."
    assert grade(hard) > 2 * GRADE


# symptoms


def test_every_symptom_has_one_short_sentence(kb: KnowledgeBase) -> None:
    """It is one sentence of few words, hardly any of them long."""
    for symptom in kb.symptoms:
        text = symptom.plain or ""
        assert re.fullmatch(r"[A-Z][^.!?]*\.", text), symptom.id
        found = words(text)
        assert len(found) <= MOST_WORDS, (symptom.id, len(found))
        assert sum(len(w) >= LONG for w in found) <= MOST_LONG, symptom.id


def test_a_child_of_twelve_understands_them(kb: KnowledgeBase) -> None:
    """Taken together they are easy enough, and so is each group that a reader meets at once."""
    assert max(grade(s.plain or "") for s in kb.symptoms) <= HARDEST
    for group in (None, *(s for s in kb.symptoms if not s.parents)):
        found = kb.symptoms if group is None else kb.symptoms.filter(group=group)
        assert grade(" ".join(s.plain or "" for s in found)) <= GRADE, group


def test_they_say_what_it_is_and_no_more(kb: KnowledgeBase) -> None:
    """No advice, and no long word of the medical name that the plain name avoids."""
    for symptom in kb.symptoms:
        found = set(words(symptom.plain or ""))
        assert not found & ADVICE, symptom.id
        hard = {w for w in words(symptom.name) if len(w) >= LONG}
        assert not found & (hard - set(words(symptom.plain_name))), symptom.id


def test_a_symptom_may_do_without(toy: KnowledgeBase) -> None:
    """A folder of one's own need not have the sentence."""
    assert toy.symptoms["night-cramps"].plain is None


# treatments


def used(kb: KnowledgeBase) -> list[tuple[Treatment, str]]:
    labels = kb.treatments.labels
    return [(t, sentence(t, labels)) for t in kb.treatments.filter(role="used")]


def test_a_treatment_in_use_has_a_sentence_and_no_other(kb: KnowledgeBase) -> None:
    """What is advised against or only studied is not described as a treatment in use."""
    labels = kb.treatments.labels
    for t in kb.treatments.filter(role=None):
        said = sentence(t, labels)
        assert bool(said) == (t.role == "used")
        if said:
            name = labels.name_of(t.intervention)
            assert said.startswith(f"One treatment in use for {labels.plain[t.symptom]} is ")
            assert name.casefold() in said.casefold()
            assert said.endswith(".")
            assert "  " not in said
            assert max(len(words(part)) for part in re.split("[;:]", said)) <= MOST_WORDS_OF_A_PART


def test_its_parts_are_easy_to_read(kb: KnowledgeBase) -> None:
    """Behind the names, which are what they are, a child of twelve understands it."""
    told = [said.split(": ", 1)[1].replace(";", ".") for _, said in used(kb)]
    assert grade(" ".join(told)) <= GRADE
    assert max(map(grade, told)) <= HARDEST


def test_it_counts_who_speaks_for_it(kb: KnowledgeBase) -> None:
    """The numbers are those of the sources that state it themselves, else of its class."""
    for t, said in used(kb):
        who = said.split(": ", 1)[1].split("; ")[0]
        if t.basis is Basis.LABEL:
            assert who.startswith("only its label")
            continue
        kinds = {
            Basis.GUIDELINE: lambda r, s: s.kind == "guideline" and r.population.is_on_als,
            Basis.OTHER_GUIDELINE: lambda r, s: (
                s.kind == "guideline" and not r.population.is_on_als
            ),
            Basis.PAGE: lambda _, s: s.kind != "guideline",
        }
        decides = kinds[t.basis]
        said_for = [
            r
            for r in t.recommendations
            if r.stance >= Stance.CONSIDER
            and kb.sources[r.source].is_current
            and decides(r, kb.sources[r.source])
        ]
        own = [r for r in said_for if r.intervention == t.intervention]
        sources = {r.source for r in own or said_for}
        firm = {r.source for r in own or said_for if r.stance is Stance.RECOMMEND}
        assert ("its group of medicines" in who) == (not own), t.id
        numbers = [int(n) for n in re.findall(r"\d+", who)]
        assert sum(numbers) == len(sources), t.id
        assert not firm or numbers[0] == len(firm), t.id
        assert ("recommend" in who) == bool(firm), t.id
        assert who.startswith("only ") == (t.basis is not Basis.GUIDELINE)


def test_it_is_no_bolder_than_the_facts(kb: KnowledgeBase) -> None:
    """A benefit is told with its level; what contests, harms, fails or is boxed is told with it."""
    for t, said in used(kb):
        level = t.best_supporting_level
        assert (f"(level {level and int(level)} of 5, 1 is the strongest)" in said) == bool(level)
        assert ("found a benefit" in said) == bool(level)
        if t.contested:
            assert re.search("disagree|against", said), t.id
        if any(k.evidence.direction == "harm" for k in t.key_findings):
            assert "harm was found" in said
        if t.trials == "primary-missed":
            assert "missed its main goal" in said
        if any(found.status == "warned-against" for found in t.labels):
            assert "a label warns against this use" in said
        assert ("boxed warning" in said) == (t.boxed_warning == "present")


@pytest.mark.parametrize(
    ("id_", "part"),
    [
        ("quinine-for-muscle-cramps", "a label warns against this use (FDA)"),
        ("botulinum-toxin-for-sialorrhea", "harm was found in one person"),
        ("botulinum-toxin-for-sialorrhea", 'the group of medicines "botulinum toxin"'),
        ("baclofen-for-muscle-stiffness", "it carries a boxed warning of the intrathecal form"),
        ("positioning-for-pressure-ulcer", "its studies in ALS have no result on this"),
        ("tizanidine-for-muscle-spasms", "only 1 information page calls it an option; no study"),
    ],
)
def test_parts_of_sentences(kb: KnowledgeBase, id_: str, part: str) -> None:
    """Each kind of part occurs where it should."""
    assert part in sentence(kb.treatments[id_], kb.treatments.labels)


def test_the_surfaces_say_the_same_sentence(kb: KnowledgeBase) -> None:
    """JSON and notebook draw it; what is not in use has none."""
    for role in ("used", "studied"):
        question = Question("treatments", {"symptom": kb.symptoms["sialorrhea"], "role": role})
        for made, t in zip(answer(kb, question)["results"], question.answer(kb), strict=True):
            assert made["plain"] == (sentence(t, kb.treatments.labels) or None)


def test_the_terminal_shows_them(kb: KnowledgeBase) -> None:
    """A card has the sentence on a symptom, its names elsewhere, and the sentence on a use."""
    cards = Cards(kb.sources.labels, is_long=True)
    symptom = kb.symptoms["sialorrhea"]
    told = {name: plain(words) for name, words in cards.fields(symptom)}
    assert told["in plain words"] == symptom.plain
    assert told["in other languages"].startswith("Babeo (Spanish), Bavement (French), ")
    for id_ in ("suction-for-sialorrhea", "salivary-gland-surgery-for-sialorrhea"):
        t = kb.treatments[id_]
        items = next(block for block in cards.treatment(t) if isinstance(block, Items))
        entries = [(plain(name), plain(words)) for name, words in items.entries]
        assert entries[0] == ("Role", summary.role(t))
        assert (("Plainly", sentence(t, cards.labels)) in entries) == (t.role == "used")


# other languages


def test_names_in_eight_languages(kb: KnowledgeBase) -> None:
    """Eight languages, each with a name for people; another has its code."""
    found = {t.language for s in kb.symptoms for t in s.translations}
    assert found == {"de", "es", "fr", "it", "ja", "nl", "pt", "zh"}
    assert found <= set(LANGUAGES)
    assert language("pt") == "Portuguese"
    assert language("eo") == "eo"


def test_translated_names_are_found_exactly(kb: KnowledgeBase) -> None:
    """A translated name finds its symptom, or names all that share it; never another one."""
    bearers: dict[str, set[str]] = {}
    for symptom in kb.symptoms:
        for found in symptom.translations:
            bearers.setdefault(fold(found.text), set()).add(symptom.id)
    for name, ids in bearers.items():
        if len(ids) == 1:
            assert {kb.symptoms.find(name.upper()).id} == ids
        else:
            with pytest.raises(AmbiguousNameError) as caught:
                kb.symptoms.find(name)
            assert set(caught.value.candidates) == ids
    assert len([ids for ids in bearers.values() if len(ids) > 1]) > 3


def test_translated_names_change_no_other_answer(kb: KnowledgeBase) -> None:
    """They are no names of the index: nothing is corrected to them, and no text mentions them."""
    index = kb.symptoms._table.names
    translated = {t.text for s in kb.symptoms for t in s.translations}
    for symptom in kb.symptoms:
        assert set(index._names[symptom.id]) == {*symptom.names, symptom.id}
        assert all(kb.symptoms.find(name).id == symptom.id for name in symptom.names)
    for text in translated:
        exact = kb.symptoms.find_in(f"- {text} -", correct_from=None)
        assert all(fold(m.text) in map(fold, m.record.names) for m in exact), text
    with pytest.raises(NotFoundError):
        kb.symptoms.find("Disfagio")


def test_a_name_comes_before_a_translation() -> None:
    """A word that is one symptom's name and another's translation means the one that has it."""
    meanings = Meanings()
    meanings.translations = {"dolor": ("pain", "grief"), "fatigue": ("other",)}
    day = date(2026, 1, 1)
    tired = Symptom(id="tired", name="Fatigue", plain_name="tired", description="x", reviewed=day)
    index = NameIndex("symptom", [tired], meanings=lambda: meanings)
    assert index.resolve("fatigue") == "tired"
    with pytest.raises(AmbiguousNameError):
        index.resolve("Dolor")
