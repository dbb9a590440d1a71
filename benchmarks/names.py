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

Reading = Callable[[str], object]
PEERS = ("rapidfuzz", "flashtext2", "ahocorasick_rs", "pycountry", "drug-named-entity-recognition")
ROUNDS = 15
BLOCK = 500
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


def together(makers: dict[str, Callable[[], Reading]], items: list[str]) -> dict[str, float]:
    """Microseconds for each text, several readers taking turns.

    Each round makes each reader anew and times it on blocks of texts; of each block the fastest
    round counts, so that what else the machine does falls on nobody.
    """
    blocks = [items[at : at + BLOCK] for at in range(0, len(items), BLOCK)]
    best: dict[str, list[float]] = {name: [float("inf")] * len(blocks) for name in makers}
    for _ in tqdm(range(ROUNDS), disable=None):
        for name, make in makers.items():
            read = make()
            gc.collect()
            for at, block in enumerate(blocks):
                start = time.perf_counter()
                for item in block:
                    read(item)
                best[name][at] = min(best[name][at], time.perf_counter() - start)
    return {name: sum(taken) / len(items) * 1e6 for name, taken in best.items()}


def reader(seen: list[str]) -> Reading:
    """`find_in` of a base of its own that has read some texts."""
    find_in: Reading = fresh().find_in
    for text in seen:
        find_in(text)
    return find_in


def texts() -> list[str]:
    """Drug strings, spelled right and with typing errors."""
    right = list(dict.fromkeys(drug_strings.drug_strings(NAMES, 20_000, SEED)))
    other = list(dict.fromkeys(drug_strings.drug_strings(NAMES, 20_000, SEED + 1)))
    unseen = [text for text in other if text not in set(right)]
    wrong = list(dict.fromkeys(drug_strings.drug_strings(LONG, 4_000, SEED, 1)))
    exact = together(
        {
            "new": lambda: reader([]),
            "used": lambda: reader(unseen),
            "flashtext2": flashtext,
            "ahocorasick_rs": ahocorasick,
        },
        right,
    )
    typed = together({"new": lambda: reader([]), "rapidfuzz": fuzzy_words}, wrong)
    ner = per_item(drug_ner, right[:500], 1)
    flash, corasick = "flashtext2 (compiled)", "ahocorasick_rs (compiled; knows no words)"
    once, later = "the first texts of all", "after other texts"
    what = "drug strings spelled right, each seen for the first time"
    return [
        row(f"{what}: {once}", exact["new"], flash, exact["flashtext2"]),
        row(f"{what}: {later}", exact["used"], flash, exact["flashtext2"]),
        row(f"{what}: {once}", exact["new"], corasick, exact["ahocorasick_rs"]),
        row(f"{what}: {once}", exact["new"], "drug-named-entity-recognition", ner),
        row(
            f"drug strings with a typing error, each seen for the first time: {once}",
            typed["new"],
            "rapidfuzz, by word (compiled)",
            typed["rapidfuzz"],
        ),
    ]


def row(what: str, ours: float, peer: str, theirs: float) -> str:
    """A line of the table."""
    return f"| {what} | {ours:.2f} | {peer} | {theirs:.2f} | {theirs / ours:.2f} |"


def accuracy() -> list[str]:
    """Recall and precision on the same strings, ours and the peers'."""
    lines: list[str] = []
    owner = {fold(name): id_ for name, id_ in ID_OF.items()}
    words = [name for name in NAMES if name.isalpha() and len(name) >= 6]
    by_length = [[name for name in words if len(name) == size] for size in (6, 7, 8, 9)]
    for edits, names in (
        (0, NAMES),
        (1, words),
        *((1, names) for names in by_length),
        (1, [name for name in words if len(name) >= 10]),
        (2, LONG),
    ):
        drawn = drug_strings.drawn(names, 20_000, SEED)
        strings = drug_strings.drug_strings(names, 20_000, SEED, edits)
        found = [
            (owner[fold(name)], [m.record.id for m in medications.find_in(text)])
            for name, text in tqdm(zip(drawn, strings, strict=True), total=len(drawn), disable=None)
        ]
        right = sum(got == [meant] for meant, got in found)
        wrong = sum(any(id_ != meant for id_ in got) for meant, got in found)
        named = sum(bool(got) for _, got in found)
        sizes = sorted({len(name) for name in names})
        what = f"{edits} edits, names of {sizes[0]} to {sizes[-1]} characters"
        lines.append(f"| {what} | {right / len(drawn):.4f} | {1 - wrong / named:.5f} |")
    negatives = list(drug_strings.hard_negatives(20_000, SEED))
    wrong = sum(bool(medications.find_in(text)) for text in negatives)
    what = f"hard negatives: {wrong} of {len(negatives):,} name something"
    lines.append(f"| {what} | | {1 - wrong / len(negatives):.5f} |")
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
        "faster. Readers of drug strings take turns in one process. Each reads the same 20,000 "
        "distinct strings, such as `picosulphate 1 mg ER TABLET SC twice daily`, with the same "
        "names, without regard to case, and gives record, place and text of each mention. The "
        "index is built before; words such as `po` and `25mg` are looked up anew in `the first "
        "texts of all`, and known `after other texts`."
    )
    counted = (
        "Recall is the share of strings that name the medicine they were made from and no other; "
        "precision the share of those that name something and nothing wrong. What is lost of "
        "short names is mostly an ordinary word, or as near to one, and left alone."
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
        counted,
        "",
        "| 20,000 drug strings made with | recall | precision |",
        "|---|---|---|",
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
