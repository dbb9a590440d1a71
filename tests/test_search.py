"""Search: edit distance, ranking, spellings, endings, codes; whatever is typed."""

import contextlib
import importlib
import pickle
import random
import string
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alstx import (
    AlstxError,
    Curie,
    InvalidArgumentError,
    KnowledgeBase,
    Match,
    Mention,
    NotFoundError,
)
from alstx.model.records import LABELS
from alstx.names import MEDICINES, NameIndex, fold
from alstx.names.folding import respell, tokens, words
from alstx.names.search import Searcher, stem

anything = st.text(st.characters(), max_size=40)
KINDS = tuple(sorted(LABELS))


def near(base: KnowledgeBase, text: str) -> list[str]:
    """The ids of the medicines that a search finds, best first."""
    return [match.record.id for match in base.medications.search(text)]


@given(anything)
def test_respelling_twice_changes_nothing_more(text: str) -> None:
    """American spelling of American spelling is itself, but where letters meet anew."""
    once = respell(fold(text))
    assert respell(once) in (once, respell(respell(once)))


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("dyspnoea", "dyspnea"),
        ("haemorrhage", "hemorrhage"),
        ("behavioural change", "behavioral change"),
        ("nebulised saline", "nebulized saline"),
        ("nutritional counselling", "nutritional counseling"),
        ("dietary fibre", "dietary fiber"),
        ("morphine sulphate", "morphine sulfate"),
        ("breathing manoeuvres", "breathing maneuvers"),
    ],
)
def test_british_and_american_spelling_are_one_name(british: str, american: str) -> None:
    """Both spellings become the same."""
    assert respell(fold(british)) == respell(fold(american))


def test_words_and_tokens() -> None:
    """A text is folded word by word; an accent parts no word, and a place leads back to it."""
    assert words("Can't (BACLOFÈNE) ²") == ["cant", "baclofene", "2"]
    text = "Baclofe\u0300ne™ 10mg ½"
    assert [key for _, _, key in tokens(text)] == ["baclofene", "10", "mg", "12"]
    assert [text[a:b] for a, b, _ in tokens(text)] == ["Baclofe\u0300ne", "10", "mg", "½"]


@given(anything)
def test_tokens_slice_back(text: str) -> None:
    """A token is what folding its place gives; tokens stand in order and apart."""
    found = list(tokens(text))
    assert all(key == fold(text[start:end]) for start, end, key in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_stems_keep_three_letters() -> None:
    """Common endings are cut, never down to less than three letters."""
    assert [stem(word) for word in ("swallowing", "breathlessness", "weakness", "bed", "uses")] == [
        "swallow",
        "breath",
        "weak",
        "bed",
        "use",
    ]


def test_matches_are_sorted_and_scored(kb: KnowledgeBase) -> None:
    """Best first, then by name; one match a record; scores are above 0 and up to 1."""
    for text in ("toxin", "am", "muscle weakness", "magnesum", "tizanidne hcl"):
        for kind in ("medications", "symptoms", "therapies"):
            found = getattr(kb, kind).search(text, limit=50)
            keys = [(-match.score, match.name.casefold()) for match in found]
            assert keys == sorted(keys)
            assert all(0 < match.score <= 1 for match in found)
            assert len(found) == len({match.record.id for match in found})


def test_a_name_scores_one_and_nothing_else_does(kb: KnowledgeBase) -> None:
    """The very name, in any spelling, is the best match there can be."""
    first, *others = kb.medications.search("QUININE")
    assert Match(kb.medications["quinine"], "Quinine", 1.0) == first
    assert "quinidine" in [match.record.id for match in others]
    assert all(match.score < 1 for match in others)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gh", [("five", 0.3)]),
        ("qx", []),
        ("marigolt", [("gold", 0.875)]),
        ("marigold", [("gold", 1.0), ("root", 0.6)]),
        ("abcdefghijklmnopqrstu", [("long", 0.85)]),
        ("abcdefghijklmnopqrst", [("long", 0.833), ("other", 0.531)]),
    ],
)
def test_what_is_just_enough(text: str, expected: list[tuple[str, float]]) -> None:
    """One of five words is enough, of six not; a name of 0.85 is near enough to stop at it."""
    names = {
        "five": ["ab cd ef gh ij"],
        "six": ["kl mn op qx rs tu"],
        "gold": ["Marigold"],
        "root": ["root of marigold"],
        "long": ["abcdefghijklmnopqrstuvwx"],
        "other": ["root abcdefghijklmnopqrstz"],
    }
    assert [(hit.id, hit.score) for hit in Searcher(names).search(text)] == expected


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("amitriptiline", "amitriptyline"),
        ("Glycopyrolate", "glycopyrronium"),
        ("prozca", "fluoxetine"),
        ("gabapnetn", "gabapentin"),
        ("dextrometh", "dextromethorphan"),
        ("botulinim toxin tipe b", "botulinum-toxin-b"),
        ("picosulfate sodium", "sodium-picosulfate"),
    ],
)
def test_what_people_type_for_medicines(kb: KnowledgeBase, text: str, id_: str) -> None:
    """Two typing errors, beginnings, and words in another order find the medicine first."""
    assert id_ == near(kb, text)[0]


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("can't swallow", "dysphagia"),
        ("hard to swallow", "dysphagia"),
        ("droolling", "sialorrhea"),
        ("my legs are stiff", "muscle-stiffness"),
        ("food goes down the wrong way", "aspiration"),
        ("cannot sleep", "insomnia"),
        ("twitchy muscles", "fasciculations"),
        ("short of breth", "dyspnea"),
        ("pain in the shoulder", "shoulder-pain"),
        ("sad", "depression"),
        ("stiff", "muscle-stiffness"),
        ("cannot swallow", "dysphagia"),
        ("drools", "sialorrhea"),
        ("dribbles", "sialorrhea"),
        ("chokes", "choking"),
        ("can't sleep", "insomnia"),
        ("crying for no reason", "pseudobulbar-affect"),
    ],
)
def test_lay_words_find_symptoms(kb: KnowledgeBase, text: str, id_: str) -> None:
    """What people say, in their words and order, finds the symptom first."""
    assert id_ == kb.symptoms.search(text)[0].record.id


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("feeding tube", "gastrostomy"),
        ("cough machine", "mechanical-insufflation-exsufflation"),
        ("suction machine", "suction"),
        ("neck brace", "cervical-collar"),
    ],
)
def test_lay_words_find_therapies(kb: KnowledgeBase, text: str, id_: str) -> None:
    """What people call a device finds the therapy first."""
    assert id_ == kb.therapies.search(text)[0].record.id


@pytest.mark.parametrize("text", ["ventilator", "breathing machine"])
def test_words_for_several_therapies_show_them(kb: KnowledgeBase, text: str) -> None:
    """A machine that may be worn as a mask or not means either, so that both come first."""
    found = [match.record.id for match in kb.therapies.search(text)]
    assert set(found[:2]) == {"invasive-ventilation", "non-invasive-ventilation"}
    with pytest.raises(NotFoundError):
        kb.therapies.find(text)


def test_look_alikes_are_shown_beside_each_other(kb: KnowledgeBase) -> None:
    """A search shows look-alikes; the very name comes first; `find` never takes one for another."""
    pairs = [("clonazepam", "lorazepam"), ("quinine", "quinidine"), ("bupropion", "buspirone")]
    for one, other in pairs:
        assert one == near(kb, one)[0]
        assert kb.medications.find(one) != kb.medications.find(other)
    for absent in ("Celebrex", "clobazam", "oxazepam", "hydralazine", "trimipramine"):
        with pytest.raises(NotFoundError):
            kb.medications.find(absent)


def test_ties_are_not_cut() -> None:
    """Where the last matches fit equally well, all of them are shown."""
    tied = Searcher({f"id{n}": (f"zz{ch}",) for n, ch in enumerate("abcdefgh")}).search("zzx")
    assert len({hit.score for hit in tied}) == 1
    assert [f"zz{ch}" for ch in "abcdefgh"] == [hit.name for hit in tied]


def test_a_filtered_catalog_searches_itself(kb: KnowledgeBase) -> None:
    """A catalog finds its own records only."""
    cut = kb.medications.filter(symptom="muscle cramps")
    assert [match for match in cut.search("Elavil") if match.record not in cut] == []
    assert not kb.medications[:0].search("Elavil")


@pytest.mark.parametrize("text", ["", " ", None, 5, b"x", ["x"]])
def test_a_search_needs_a_text(kb: KnowledgeBase, text: object) -> None:
    """Blank text and what is no text are errors of ours."""
    with pytest.raises(InvalidArgumentError):
        kb.medications.search(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["!!!", "xx", "\0", "\ud800", "q" * 400, "q" * 10_000, "the", "流"]
)
def test_what_resembles_nothing_finds_nothing(kb: KnowledgeBase, text: str) -> None:
    """A text that resembles no name has no match; that is an answer, not an error."""
    assert kb.drug_classes.search(text) == ()


@given(st.sampled_from(KINDS), anything)
def test_any_text_may_be_searched(kb: KnowledgeBase, kind: str, text: str) -> None:
    """Any text in any catalog gives matches of that catalog or an error of ours."""
    catalog = getattr(kb, kind)
    with contextlib.suppress(AlstxError):
        assert all(match.record in catalog for match in catalog.search(text))


def one_edit(name: str, at: int, rng: random.Random) -> str:
    """A name after one typing error at a place."""
    letter, rest = rng.choice(string.ascii_lowercase), name[at + 1 :]
    swapped = name[:at] + rest[:1] + name[at] + rest[1:]
    return rng.choice(
        [name[:at] + rest, name[:at] + letter + name[at:], name[:at] + letter + rest, swapped]
    )


def test_a_name_with_a_typing_error_anywhere_is_found(kb: KnowledgeBase) -> None:
    """A long enough name with a typing error at any place finds its record among the best."""
    rng = random.Random(5)  # noqa: S311
    lost = [
        (name, typed)
        for medication in kb.medications
        for name in medication.names
        if len(fold(name)) >= 5
        for typed in (one_edit(name, at, rng) for at in range(len(name)))
        if medication.id not in near(kb, typed)
    ]
    assert lost == []


def test_find_never_takes_one_name_for_another(kb: KnowledgeBase) -> None:
    """A name with a typing error is another record only where it is a name of that."""
    rng = random.Random(6)  # noqa: S311
    for medication in kb.medications:
        for name in medication.names:
            typed = one_edit(name, rng.randrange(len(name)), rng)
            with contextlib.suppress(NotFoundError):
                found = kb.medications.find(typed)
                assert found is medication or fold(typed) in map(fold, found.names)


def test_near_names_come_from_the_search(kb: KnowledgeBase) -> None:
    """An error suggests what a search would find, and nothing far-fetched."""
    with pytest.raises(NotFoundError) as caught:
        kb.medications.find("clonazepan")
    assert caught.value.suggestions[0] == "Clonazepam"
    with pytest.raises(NotFoundError) as caught:
        kb.medications.find("warfarin")
    assert caught.value.suggestions == ()


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("tizanidine HCl", "tizanidine"),
        ("Tizanidine (hydrochloride)", "tizanidine"),
        ("baclofen sodium monohydrate", "baclofen"),
        ("NAC", "acetylcysteine"),
        ("PEG 3350", "macrogol-3350"),
        ("morphine sulphate", "morphine"),
        ("N06AA09", "amitriptyline"),
        ("n06aa09", "amitriptyline"),
        ("50-48-6", "amitriptyline"),
        ("1806D8D52K", "amitriptyline"),
        ("RXCUI 704", "amitriptyline"),
        ("https://pubchem.ncbi.nlm.nih.gov/compound/2160", "amitriptyline"),
    ],
)
def test_find_takes_salts_spellings_and_codes(kb: KnowledgeBase, text: str, id_: str) -> None:
    """Salts, abbreviations, spellings and codes that mean one thing find the medicine."""
    assert id_ == kb.medications.find(text).id


@pytest.mark.parametrize(
    "text", ["704", "hydrochloride", "HCl", "unknownine HCl", "C0015672", "RXCUI", "RXCUI:", "N06"]
)
def test_find_does_not_guess_codes_or_salts(kb: KnowledgeBase, text: str) -> None:
    """A bare number could be anybody's, and a salt alone is no medicine."""
    with pytest.raises(NotFoundError):
        kb.medications.find(text)


def test_codes_of_other_catalogs(kb: KnowledgeBase) -> None:
    """Signs by HPO term, sources by PubMed id, DOI and page."""
    for text in ("HP:0002307", "HP_0002307", "hp 0002307"):
        assert kb.symptoms.find(text).id == "sialorrhea"
    page = "https://pubmed.ncbi.nlm.nih.gov/29510461/"
    for text in ("PMID 29510461", "10.1002/mus.26117", "https://doi.org/10.1002/mus.26117", page):
        assert kb.sources.find(text).id == "oskarsson-2018-mexiletine"


@pytest.mark.parametrize("text", ["RXCUI:704", "rxcui: 704", "N06AA09", "50-48-6", "RXCUI 704"])
def test_a_search_takes_identifiers(kb: KnowledgeBase, text: str) -> None:
    """What has an identifier comes first, by itself: a number resembles nothing."""
    expected = (Match(kb.medications["amitriptyline"], "Amitriptyline", 1.0),)
    assert expected == kb.medications.search(text)


def test_a_shared_identifier_shows_all_that_have_it(kb: KnowledgeBase) -> None:
    """Of an identifier that two have, both are shown, in order of name."""
    found = [(match.record.id, match.score) for match in kb.symptoms.search("HP:0003394", limit=1)]
    assert found == [("muscle-cramps", 1.0), ("muscle-spasms", 1.0)]


def test_every_identifier_is_searched_as_it_is_found(kb: KnowledgeBase) -> None:
    """Whatever CURIE of a record is searched, the record comes with a score of 1."""
    for kind in ("symptoms", "medications", "drug_classes", "therapies", "sources"):
        catalog = getattr(kb, kind)
        for record in catalog:
            for curie in map(str, record.identifiers):
                found = catalog.search(curie, limit=1)
                assert record in [match.record for match in found]
                assert {match.score for match in found} == {1.0}


def test_an_unknown_identifier_is_no_misspelled_name(kb: KnowledgeBase) -> None:
    """Nothing resembles an identifier; the error says what has it instead."""
    assert kb.medications.search("HP:0002307") == ()
    with pytest.raises(NotFoundError) as caught:
        kb.medications.find("HP:0002307")
    assert str(caught.value) == (
        "no medication has the identifier 'HP:0002307'; it is that of the symptom 'sialorrhea'"
    )
    with pytest.raises(NotFoundError, match=r"no medication has the identifier 'RXCUI:99'$"):
        kb.medications.find("RXCUI:99")
    with pytest.raises(NotFoundError, match=r"no medication 'HP:0002307'$"):
        _ = kb.medications["HP:0002307"]
    copied = pickle.loads(pickle.dumps(kb.medications))  # noqa: S301
    with pytest.raises(NotFoundError, match=r"it is that of the symptom 'sialorrhea'$"):
        copied.find("HP:0002307")


class Thing:
    """As little as an index needs of a record."""

    def __init__(self, id_: str, *names: str, curies: tuple[str, ...] = ()) -> None:
        """Keeps what it is called."""
        self.id = id_
        self.names = names
        self.identifiers = tuple(map(Curie.parse, curies))


def test_a_code_of_two_is_ambiguous() -> None:
    """A code, a spelling or a salt that fits two records is an error that lists them."""
    things = [
        Thing("one", "oedema", curies=("CAS:50-48-6",)),
        Thing("two", "odema", "edema", curies=("CAS:50-48-6",)),
    ]
    index = NameIndex("thing", things, MEDICINES)
    for text in ("50-48-6",):
        with pytest.raises(LookupError, match="'one', 'two'"):
            index.resolve(text)
    assert index.resolve("Edema sodium") == "two"


def test_an_index_pickles_without_what_it_can_build(kb: KnowledgeBase) -> None:
    """Searching and reading first makes no difference to a pickled catalog."""
    kb.medications.search("Elavil")
    kb.medications.find_in("Elavil")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(kb.medications, protocol))  # noqa: S301
        assert again.search("elavl") == kb.medications.search("elavl")
        assert again.find_in("elavil") == kb.medications.find_in("elavil")


def test_threads_share_one_index(kb: KnowledgeBase) -> None:
    """Threads that search and read at once get the same answers from the same parts."""
    things = [Thing(f"id{n}", f"name number {n}") for n in range(50)]
    index = NameIndex("thing", things)
    barrier = Barrier(8)

    def ask(_: int) -> tuple[object, object, object]:
        barrier.wait()
        return index.search("name numbr 7")[0], index.reader(6), index._searcher

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert {answers[0]} == set(answers)
    assert answers[0][0].id == "id7"  # type: ignore[attr-defined]
    assert kb.medications.search("elavil")


def test_results_are_made_when_first_asked_for() -> None:
    """The package of names gives the classes of results, and no name that it does not have."""
    names = importlib.import_module("alstx.names")
    assert names.Match is Match
    assert names.Mention is Mention
    with pytest.raises(AttributeError, match="'nothing'"):
        _ = names.nothing
