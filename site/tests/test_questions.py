"""The page and `search` of the library give the same answers to the same questions."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import alstx
from alstx.kb import lookup
from alstx.names.folding import fold, respell, words
from alstx.names.search import stem
from alstx_site.explorer import KINDS

ASK = """questions => questions.map(([kind, text]) => alstx.search(kind, text))"""
ENOUGH = 0.5
"""Score from which the page offers a name."""
FOLD = """texts => texts.map((text) => [alstx.fold(text), alstx.respell(alstx.fold(text)),
  alstx.words(text), alstx.words(text).map(alstx.stem)])"""
BEFORE = ("help with ", "I have ", "the ", "trop de ", "can't ")
AFTER = ("", " ®", " my legs", "!", " 25 mg")
ODD = (
    "Straße", "ΣΟΦΟΣ", "β-blocker", "İstanbul", "naïve", "e\u0301tude", "½ ml", "②", "流涎", "ﬁsh",
    "McArdle's", "’tis", "™", "", " ", "a", "dyspnoea", "anæsthetic", "Ångström", "word\u00a0word",
)  # fmt: skip


def misspelled(name: str, chance: random.Random) -> str:
    """A name with one or two typing errors."""
    letters = list(name)
    for _ in range(chance.choice((1, 1, 2))):
        at = chance.randrange(len(letters)) if letters else 0
        error = chance.randrange(4)
        if error == 0 and letters:
            letters.pop(at)
        elif error == 1:
            letters.insert(at, chance.choice("aeiourstlnm "))
        elif error == 2 and letters:
            letters[at] = chance.choice("abcdefghijklmnopqrstuvwxyz")
        elif len(letters) > at + 1:
            letters[at : at + 2] = letters[at + 1], letters[at]
    return "".join(letters)


def questions(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Names of every kind as people write them: whole, cut, misspelled, turned round, in words."""
    chance = random.Random(seed)
    names = {kind: [n for r in getattr(alstx, kind) for n in (*r.names, r.id)] for kind in KINDS}
    codes = {kind: [str(c) for r in getattr(alstx, kind) for c in r.identifiers] for kind in KINDS}
    while count:
        kind, name = chance.choice(KINDS), chance.choice(names[chance.choice(KINDS)])
        turned = name.split()
        chance.shuffle(turned)
        asked = chance.choice(
            (
                name,
                misspelled(name, chance),
                name[: chance.randrange(1, len(name) + 1)],
                " ".join(turned),
                chance.choice(BEFORE) + name.upper() + chance.choice(AFTER),
                f"{name} {chance.choice(names[chance.choice(KINDS)])}",
                chance.choice(codes[kind] or [name]),
            )
        )
        if fold(asked):
            count -= 1
            yield kind, asked


@pytest.fixture(scope="module")
def asked(browser: Browser, site: Path) -> Iterator[Page]:
    """The front page, opened from a file, with the codes of other vocabularies."""
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.add_script_tag(path=site / "more.js")
    yield page
    page.close()


def test_the_page_finds_what_search_finds(asked: Page, request: pytest.FixtureRequest) -> None:
    """Ids, names and scores are the same, in the same order."""
    given = list(questions(request.config.getoption("--questions"), seed=7))
    found = asked.evaluate(ASK, given)
    differing = []
    for (kind, text), hits in zip(given, found, strict=True):
        own = getattr(alstx, kind).search(text, limit=1000)
        expected = [[match.record.id, match.name, match.score] for match in own]
        if expected != hits:
            differing.append((kind, text, expected[:2], hits[:2]))
    assert differing == []


def test_the_page_merges_kinds_as_the_library_does(asked: Page) -> None:
    """For each word of a name the page offers what resembles it in the order of the library."""
    every = {w for kind in KINDS for r in getattr(alstx, kind) for n in r.names for w in words(n)}
    given = sorted(random.Random(11).sample(sorted(every), 300))
    asked_for = "texts => texts.map((text) => alstx.understand(text).hits ?? null)"
    compared = 0
    for text, hits in zip(given, asked.evaluate(asked_for, given), strict=True):
        if hits is not None:
            found = lookup.search(alstx.load(), text, KINDS, 1000)
            own = [
                [lookup.kind_of(hit.record), hit.record.id, hit.name, hit.score] for hit in found
            ]
            assert [hit for hit in own if hit[3] >= ENOUGH] == hits, text
            compared += 1
    assert compared > 100


def test_the_page_folds_as_the_library_does(asked: Page) -> None:
    """Every name of the knowledge base, and odd texts, fold alike, as wholes and word by word."""
    names = [n for kind in (*KINDS, "agents") for r in getattr(alstx, kind) for n in r.names]
    texts = [*ODD, *names]
    expected = [[fold(t), respell(fold(t)), words(t), [stem(w) for w in words(t)]] for t in texts]
    assert expected == asked.evaluate(FOLD, texts)


@pytest.mark.parametrize("kind", ["symptoms", "medications"])
def test_every_name_is_understood(asked: Page, kind: str) -> None:
    """A name, brand or lay word leads to its record, whatever the case and the blanks."""
    records = getattr(alstx, kind)
    given = [(name.upper(), record.id) for record in records for name in record.names]
    found = asked.evaluate(
        "names => names.map((name) => alstx.understand(name).parts.flat())",
        [name for name, _ in given],
    )
    wrong = [
        name for (name, id_), parts in zip(given, found, strict=True) if [kind, id_] not in parts
    ]
    assert wrong == []


def test_names_in_other_languages_are_understood(asked: Page) -> None:
    """A translated name leads to what `find` of the library finds."""
    given = [t.text for symptom in alstx.symptoms for t in symptom.translations]
    found = asked.evaluate(
        "names => names.map((name) => alstx.understand(name).parts.flat())", given
    )
    for text, parts in zip(given, found, strict=True):
        try:
            expected = ["symptoms", alstx.symptoms.find(text).id]
        except alstx.AmbiguousNameError:
            continue
        assert expected in parts
