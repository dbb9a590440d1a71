"""Writes the lists of other words within reach of a typing error, from public lists of words.

    pip install drug-named-entity-recognition wordfreq rapidfuzz numpy
    python tools/near_names.py

`src/alstx/names/lookalikes.txt` holds other medicines and ordinary words that resemble a word of
a name of ours. `src/alstx/names/ordinary.txt` does the same for symptoms, therapies and other
names that are made of ordinary words. Each line is a word of ours and the words it could be
mistaken for. They come in only as words: which of them is a medicine is not recorded.

A word is listed if it lies within the edits that are corrected (so that it is never taken for a
misspelled name), or one edit further (so that its own misspelling is not). docs/decisions.md
says more.
"""

import bz2
import pickle
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import wordfreq
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

import alstx
from alstx.names import MEDICINES, PLAIN, Lexicon, fold
from alstx.names.folding import respell, tokens

NAMES = Path(__file__).parent.parent / "src" / "alstx" / "names"
SHORTEST = 4
SEEN = 1.6  # Zipf frequency: four times in a hundred million words
NOTICED = 2.5
KNOWN = 2.5  # three words in a hundred million
COMMONEST = 4.8
COMMON = 3.6  # four words in a million: often enough to be misspelled often
SPELLINGS = """
atropines desmopressine hyoscinbutylbromide marihuana morphin morphines phenetoin scopolamines
theophyline tocopherols tocopheryl
"""
OWN = frozenset(SPELLINGS.split())
"""Words of the public lists that are spellings of our own names after all."""
HEAD = "# {}\n# Made by tools/near_names.py from public lists of words; see docs/decisions.md.\n"


Near = dict[str, set[str]]
Reach = Callable[[str], int]


def our_words(records: Iterable[Any]) -> set[str]:
    """Every word of our names, and every name as one word."""
    found: set[str] = set()
    for record in records:
        for name in (*record.names, record.id):
            parts = [key for _, _, key in tokens(name)]
            found.update(parts)
            found.add("".join(parts))
    return {word for word in found if len(word) >= SHORTEST and not word.isdigit()}


def medicine_words(ours: set[str]) -> tuple[set[str], set[str], set[str]]:
    """Words of the names of other medicines: all, whole names, and well-known names."""
    package = files("drug_named_entity_recognition")
    listed = pickle.loads(bz2.decompress((package / "drug_ner_dictionary.pkl.bz2").read_bytes()))  # noqa: S301
    every: set[str] = set()
    whole: set[str] = set()
    known: set[str] = set()
    for variant, meant in listed["drug_variant_to_canonical"].items():
        if fold(variant) in ours or any(fold(name) in ours for name in meant):
            continue
        parts = letters(variant)
        every.update(parts)
        if len(parts) == 1 and " " not in variant:
            whole.update(parts)
            if is_known(variant, meant, listed):
                known.update(parts)
    spelled = {respell(word) for word in ours}
    own = {word for word in every if word in ours | OWN or respell(word) in spelled}
    return every - own, whole - own, known - own


def is_known(variant: str, meant: list[str], listed: dict[str, Any]) -> bool:
    """Whether a medicine is so well known that its own name is likely to be misspelled."""
    if wordfreq.zipf_frequency(variant, "en") >= NOTICED:
        return True
    data = listed["drug_canonical_to_data"]
    return variant in meant and "medline_plus_id" in data.get(variant, {})


def letters(text: str) -> list[str]:
    """The words of a name, without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(ch for ch in plain if not unicodedata.combining(ch))
    return [word for word in re.findall("[a-z]+", plain) if len(word) >= SHORTEST - 1]


def ordinary_words(ours: set[str], least: float) -> set[str]:
    """English words that are used at least so often."""
    words = wordfreq.top_n_list("en", 400_000)
    return (
        {
            word
            for word in words
            if re.fullmatch("[a-z]{3,}", word) and wordfreq.zipf_frequency(word, "en") >= least
        }
        - ours
        - OWN
    )


def near(ours: list[str], others: set[str], reach: Reach) -> dict[str, set[str]]:
    """For each word of ours the others within its reach."""
    held = sorted(others)
    counts = cdist(ours, held, scorer=OSA.distance, score_cutoff=4, dtype=np.uint8, workers=-1)
    return {
        word: {held[at] for at in np.nonzero(row <= reach(word))[0]}
        for word, row in zip(ours, counts, strict=True)
    }


def write(name: str, title: str, never: Near, known: Near, others: Near) -> None:
    """Writes one list: all words that are never corrected, then the rivals of single words."""
    words = sorted(set().union(*never.values()))
    lines = textwrap.wrap(" ".join(words), 100)
    for word in sorted(known):
        first = " ".join(sorted(known[word]))
        last = " ".join(sorted(others.get(word, set()) - known[word]))
        if first or last:
            lines.append(f"{word}:{first}|{last}" if last else f"{word}:{first}")
    text = HEAD.format(title) + "\n".join(lines) + "\n"
    (NAMES / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{name}: {len(words)} words, {len(text) // 1000} kB")  # noqa: T201


def near_known(ours: list[str], medicines: set[str], words: set[str], reach: Reach) -> Near:
    """The well-known words within an edit more; for a short word of ours only the commonest."""
    very_common = {word for word in words if wordfreq.zipf_frequency(word, "en") >= COMMONEST}
    long = [word for word in ours if reach(word) > 1]
    short = [word for word in ours if reach(word) == 1]
    further = lambda word: reach(word) + 1  # noqa: E731
    return near(long, medicines | words, further) | near(short, medicines | very_common, further)


def reach_of(lexicon: Lexicon) -> Reach:
    """How many edits off a word of ours is corrected at most."""
    two = lexicon.two_edits_from or 10**6
    return lambda word: 2 if len(word) >= two else 1


def main() -> None:
    """Writes both lists."""
    kb = alstx.load()
    ours = our_words(kb.medications)
    every, whole, noticed = medicine_words(ours)
    seen, common = ordinary_words(ours, SEEN), ordinary_words(ours, COMMON)
    known = {fold(name) for record in kb.medications for name in record.names}
    starts = {next(tokens(name))[2] for r in kb.medications for name in r.names}
    own = sorted(word for word in ours if word in known or word in starts)
    reach = reach_of(MEDICINES)
    further = [word for word in own if len(word) >= SHORTEST + 2]
    write(
        "lookalikes.txt",
        "Other medicines and ordinary words that resemble words of names of medicines.",
        near(sorted(ours), every | seen, reach),
        near_known(further, noticed, common, reach),
        near(further, whole, lambda word: reach(word) + 1),
    )
    reach = reach_of(PLAIN)
    never: Near = {}
    rivals: Near = {}
    for records in (kb.symptoms, kb.therapies, kb.drug_classes, kb.mechanisms):
        plain = {word for word in our_words(records) if len(word) >= SHORTEST + 2}
        known, common = ordinary_words(plain, KNOWN), ordinary_words(plain, COMMONEST)
        merge(never, near(sorted(plain), known, reach))
        merge(rivals, near(sorted(plain), common, lambda word: reach(word) + 1))
    title = "Other words that resemble words of names made of ordinary words."
    write("ordinary.txt", title, never, rivals, {})


def merge(into: Near, found: Near) -> None:
    """Adds lists to lists."""
    for word, others in found.items():
        into.setdefault(word, set()).update(others)


if __name__ == "__main__":
    main()
