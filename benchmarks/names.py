"""Measures names against their peers in one run, and writes what was measured to names.md.

    pip install -e ".[frames,polars]" rapidfuzz flashtext2 ahocorasick-rs pycountry \
        drug-named-entity-recognition duckdb pyarrow
    python benchmarks/names.py

Only the ratios mean something: each is taken within this run. Every peer does the same job, as
far as it can: it gives the record of each place in a text, and where that place is.
"""

import argparse
import gc
import platform
import random
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ahocorasick_rs
import drug_strings
import duckdb
import polars as pl
import pycountry
from drug_named_entity_recognition import find_drugs
from flashtext2 import KeywordProcessor
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from tqdm import tqdm

import alstx
from alstx.names import fold

PEERS = ("rapidfuzz", "flashtext2", "ahocorasick_rs", "pycountry", "drug-named-entity-recognition")
ROUNDS = 7
SEED = 20
kb = alstx.load()
medications = kb.medications
ID_OF = {name.lower(): m.id for m in medications for name in m.names}
RECORD = {m.id: m for m in medications}
NAMES = sorted(ID_OF)
LONG = [name for name in NAMES if name.isalpha() and len(name) >= 8]


def per_item(job: Callable[[Any], object], items: Iterable[Any], rounds: int = ROUNDS) -> float:
    """Microseconds for each item, in the fastest of several rounds."""
    held = list(items)
    taken: list[float] = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        for item in held:
            job(item)
        taken.append((time.perf_counter() - start) / len(held) * 1e6)
    return min(taken)


def fresh() -> Any:
    """The catalog of a base of its own, that remembers nothing yet but what it is built of."""
    own = alstx.KnowledgeBase(kb.records).medications
    own.find_in("warm")
    own.search("warm")
    return own


def flashtext() -> Callable[[str], object]:
    """Reads a text with flashtext2: record, place and text of each name."""
    processor = KeywordProcessor(case_sensitive=False)
    for name, id_ in ID_OF.items():
        processor.add_keyword(name, id_)
    find = processor.extract_keywords_with_span
    return lambda text: [(RECORD[id_], a, b, text[a:b]) for id_, a, b in find(text)]


def ahocorasick() -> Callable[[str], object]:
    """Reads a text with ahocorasick_rs, which knows no words."""
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    find = ahocorasick_rs.AhoCorasick(NAMES, matchkind=kind).find_matches_as_indexes
    return lambda text: [
        (RECORD[ID_OF[NAMES[n]]], a, b, text[a:b]) for n, a, b in find(text.lower())
    ]


def fuzzy_words() -> Callable[[str], object]:
    """Reads a text with rapidfuzz: each word against all names, two edits at most."""
    scorer = Levenshtein.distance

    def read(text: str) -> list[Any]:
        found: list[Any] = []
        for word in text.lower().split():
            best = len(word) > 4 and process.extractOne(word, NAMES, scorer=scorer, score_cutoff=2)
            if best:
                found.append(RECORD[ID_OF[best[0]]])
        return found

    return read


def fuzzy_name(word: str) -> object:
    """Looks a name up with rapidfuzz."""
    scorer = Levenshtein.distance
    return process.extractOne(word.lower(), NAMES, scorer=scorer, score_cutoff=2)


def drug_ner(text: str) -> object:
    """Reads a text with drug-named-entity-recognition, exactly."""
    return find_drugs(text.split(" "), is_ignore_case=True)


def single_names() -> list[str]:
    """One name: misspelled, and spelled right in upper case."""
    rng = random.Random(SEED)
    typed = [drug_strings.misspelled(name, 1, rng) for name in LONG]
    ours, rapid = per_item(fresh().search, typed), per_item(fuzzy_name, typed)
    countries = [country.name for country in pycountry.countries]
    slow = per_item(
        pycountry.countries.search_fuzzy, _found([n[:-2] + n[-1] for n in countries]), 1
    )
    find = per_item(medications.find, [name.upper() for name in NAMES])
    lookup = per_item(pycountry.countries.lookup, [name.upper() for name in countries], 1)
    return [
        row("one misspelled name, `search`", ours, "rapidfuzz `extractOne` (compiled)", rapid),
        row("one misspelled name, `search`", ours, "pycountry `search_fuzzy`", slow),
        row("one name in upper case, `find`", find, "pycountry `lookup`", lookup),
    ]


def _found(names: list[str]) -> list[str]:
    """Names that pycountry finds: it raises for others."""
    good: list[str] = []
    for name in names[:40]:
        try:
            pycountry.countries.search_fuzzy(name)
        except LookupError:
            continue
        good.append(name)
    return good


def first_time(items: list[str]) -> float:
    """Microseconds for each text that `find_in` never saw, in the fastest of three bases."""
    return min(per_item(fresh().find_in, items, 1) for _ in range(3))


def texts() -> list[str]:
    """Drug strings, spelled right and with typing errors."""
    right = list(dict.fromkeys(drug_strings.drug_strings(NAMES, 20_000, SEED)))
    wrong = list(dict.fromkeys(drug_strings.drug_strings(LONG, 4_000, SEED, 1)))
    flash, corasick = per_item(flashtext(), right), per_item(ahocorasick(), right)
    ner, fuzzy = per_item(drug_ner, right[:500], 1), per_item(fuzzy_words(), wrong[:1000], 3)
    first, again = first_time(right), per_item(fresh().find_in, right)
    typed, typed_again = first_time(wrong), per_item(fresh().find_in, wrong)
    once, more = "each for the first time", "the same strings again"
    return [
        row(f"drug strings spelled right, {once}", first, "flashtext2 (compiled)", flash),
        row(more, again, "flashtext2 (compiled)", flash),
        row(more, again, "ahocorasick_rs (compiled; knows no words)", corasick),
        row(f"drug strings spelled right, {once}", first, "drug-named-entity-recognition", ner),
        row(f"drug strings with a typing error, {once}", typed, "rapidfuzz, by word", fuzzy),
        row(more, typed_again, "rapidfuzz, by word (compiled)", fuzzy),
    ]


def row(what: str, ours: float, peer: str, theirs: float) -> str:
    """A line of the table."""
    return f"| {what} | {ours:.2f} | {peer} | {theirs:.2f} | {theirs / ours:.2f} |"


def accuracy() -> list[str]:
    """Recall and precision on the same strings, ours and the peers'."""
    lines: list[str] = []
    owner = {fold(name): id_ for name, id_ in ID_OF.items()}
    words = [name for name in NAMES if name.isalpha() and len(name) >= 6]
    for edits, names in ((0, NAMES), (1, words), (1, LONG), (2, LONG)):
        drawn = drug_strings.drawn(names, 20_000, SEED)
        strings = drug_strings.drug_strings(names, 20_000, SEED, edits)
        right = sum(
            [m.record.id for m in medications.find_in(text)] == [owner[fold(name)]]
            for name, text in tqdm(zip(drawn, strings, strict=True), total=len(drawn), disable=None)
        )
        shortest = min(map(len, names))
        what = f"recall, {edits} edits, names of {shortest} letters or more"
        lines.append(f"| {what} | {right / len(drawn):.4f} |")
    negatives = list(drug_strings.hard_negatives(20_000, SEED))
    wrong = sum(bool(medications.find_in(text)) for text in negatives)
    lines.append(f"| hard negatives in which something is found | {wrong} of {len(negatives)} |")
    return lines


def tables(count: int) -> list[str]:
    """A table of many rows, annotated on DuckDB and in Polars."""
    strings = list(dict.fromkeys(drug_strings.drug_strings(NAMES, 20_000, SEED)))
    column = pl.Series("drug", strings).sample(count, with_replacement=True, seed=SEED)
    frame = pl.DataFrame({"n": pl.int_range(count, eager=True), "drug": column})
    connection = duckdb.connect()
    connection.execute("create table rows_of_test as select * from frame")
    lines: list[str] = []
    for kind, table in (("DuckDB", connection.table("rows_of_test")), ("Polars", frame)):
        start = time.perf_counter()
        out = alstx.annotate(table, "drug")
        if kind == "DuckDB":
            found = out.aggregate("count(alstx_medications)").fetchall()[0][0]
        else:
            found = out["alstx_medications"].count()
        taken = time.perf_counter() - start
        lines.append(f"| {kind} | {count:,} | {len(strings):,} | {found:,} | {taken:.1f} |")
    return lines


def main() -> None:
    """Measures and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000, help="rows of the big table")
    count = parser.parse_args().rows
    versions = ", ".join(f"{peer} {version(peer)}" for peer in PEERS)
    machine = f"Python {platform.python_version()} on {platform.machine()}, two shared cores"
    data = f"alstx {version('alstx')} with data {kb.version}"
    explained = (
        "Written by `python benchmarks/names.py`. Times are microseconds for each item, in the "
        "fastest of several rounds; a ratio above 1 means that alstx, which is pure Python, is "
        "faster."
    )
    page = [
        "# Names, measured",
        "",
        f"{datetime.now(tz=UTC).date()}; {data}; {machine}; {versions}.",
        "",
        explained,
        "",
        "| what | alstx | peer | peer | ratio |",
        "|---|---|---|---|---|",
        *single_names(),
        *texts(),
        "",
        "| accuracy | |",
        "|---|---|",
        *accuracy(),
        "",
        "| `annotate` on | rows | distinct texts | rows with a medicine | seconds |",
        "|---|---|---|---|---|",
        *tables(count),
    ]
    text = "\n".join(page) + "\n"
    (Path(__file__).parent / "names.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
