"""Spoils data folders, and holds what comes of each to the laws.

A folder follows from a seed and a number alone, so that one that fails can be had again:
``python tests/fuzzing/fuzz.py --seed 1 --only 4711``.
"""

import argparse
import random
import signal
import sys
import traceback
import tracemalloc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from unittest import mock

import attrs
import yaml as pyyaml

import laws
from alstx import DataError, KnowledgeBase
from alstx.errors import Problem
from alstx.io import yaml
from alstx.io.loader import read
from alstx.model.records import Records
from folders import Entry, folder
from seeds import COUNT, seeds
from spoiling import spoil

LONGEST_MESSAGE = 1500
MOST_SECONDS = 30
"""A folder takes milliseconds; one that takes this long hangs."""
MOST_MEMORY = 20_000_000
"""In bytes, above what the process holds already; a sound folder takes a tenth of it."""
_WITHOUT_LINE = (
    *("is no part of a data folder", "is not a .yaml file", "is missing", "is no folder"),
    *("has more than", "holds no records"),
)


@attrs.frozen
class Case:
    """A spoilt folder.

    Attributes:
        name: Seed and number that it follows from, and what was done to it.
        files: Path to content.
        extends: Number of the seed folder that it is laid over, if it is an overlay.
    """

    name: str
    files: Mapping[str, bytes]
    extends: int | None


def spoilt(seed: int, number: int) -> Case:
    """Makes the folder of a seed and a number."""
    rng = random.Random(f"{seed}:{number}")
    own = rng.randrange(COUNT)
    files = dict(seeds()[own])
    extends = (own + rng.randrange(1, COUNT)) % COUNT if rng.random() < 0.1 else None
    done = spoil(rng, files)
    return Case(f"seed {seed}, folder {number} ({', '.join(done)})", files, extends)


@cache
def _sound(number: int) -> Records:
    return read(folder(seeds()[number]))


def _read(case: Case, root: Entry) -> Records:
    return read(root, None if case.extends is None else _sound(case.extends))


def parsers_agree(case: Case) -> None:
    """Holds the parser in Python to giving what libyaml gives."""
    found: list[Records | None] = []
    for loader in ("CSafeLoader", "SafeLoader"):
        with mock.patch.object(yaml, "_Loader", getattr(pyyaml, loader)):
            try:
                found.append(_read(case, folder(case.files)))
            except DataError:
                found.append(None)
    assert found[0] == found[1], "libyaml and the parser in Python disagree"


def outcome(case: Case) -> str:
    """Reads a spoilt folder; says whether it was refused or loaded.

    Raises:
        AssertionError: If a law is broken; any other error breaks one as well.
    """
    root = folder(case.files)
    try:
        records = _read(case, root)
    except DataError as error:
        are_told_well(error, case.files)
        result = "refused"
    else:
        laws.check(KnowledgeBase(records))
        result = "loaded"
    is_read_once(root)
    return result


def are_told_well(error: DataError, files: Mapping[str, bytes]) -> None:
    """Holds a refusal to telling at least one problem, and each on a line."""
    for problem in error.problems:
        is_told_well(problem, files)
    assert 1 <= len(error.problems) == str(error).count("\n") or len(error.problems) > 200


def is_told_well(problem: Problem, files: Mapping[str, bytes]) -> None:
    """Holds a problem to naming file and line, on one short line that a terminal can show."""
    assert str(problem).isprintable() or "\xa0" in str(problem), problem
    assert 0 < len(str(problem)) <= LONGEST_MESSAGE, problem
    if problem.line is None:
        assert problem.message.startswith(_WITHOUT_LINE) or problem.file == "the base", problem
    elif problem.file in files:
        assert 1 <= problem.line <= files[problem.file].count(b"\n") + 2, problem
    else:
        assert any(not name.isprintable() for name in files), problem


def is_read_once(root: Entry) -> None:
    """Holds the loader to opening a file once, and reading no more of it than is allowed."""
    for entry in root.files():
        assert entry.times_opened <= 1, entry.name
        assert entry.bytes_read <= yaml.LARGEST_FILE + 1, entry.name


@contextmanager
def bounded(name: str, *, memory: bool) -> Iterator[None]:
    """Ends what hangs and, where asked to, refuses what takes far too much memory."""

    def bark(*_: object) -> None:
        msg = f"{name}: still busy after {MOST_SECONDS} seconds"
        raise TimeoutError(msg)

    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, bark)
        signal.alarm(MOST_SECONDS)
    if memory:
        tracemalloc.start()
    try:
        yield
        if memory:
            assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY, "takes too much memory"
    finally:
        tracemalloc.stop()
        if hasattr(signal, "SIGALRM"):
            signal.alarm(0)


def run(seed: int, numbers: Iterable[int]) -> tuple[Counter[str], list[str]]:
    """Spoils and judges the folders with these numbers; gives outcomes and failures."""
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    for number in numbers:
        case = spoilt(seed, number)
        try:
            with bounded(case.name, memory=number % 25 == 0):
                outcomes[outcome(case)] += 1
            if number % 50 == 0 and hasattr(pyyaml, "CSafeLoader"):
                parsers_agree(case)
        except Exception:  # noqa: BLE001 (whatever it is, it is what we look for)
            failures.append(f"{case.name}\n{traceback.format_exc()}")
    return outcomes, failures


def main(arguments: list[str]) -> int:
    """Runs as many folders as are asked for; 1 if any breaks a law."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folders", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--only", type=int, help="run this folder alone")
    parser.add_argument("--jobs", type=int, default=None, help="processes; all cores by default")
    asked = parser.parse_args(arguments)
    print(f"seed {asked.seed}", flush=True)
    numbers = range(asked.folders) if asked.only is None else range(asked.only, asked.only + 1)
    chunks = [numbers[at : at + 500] for at in range(0, len(numbers), 500)]
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    with ProcessPoolExecutor(asked.jobs) as pool:
        for found, failed in pool.map(partial(run, asked.seed), chunks):
            outcomes += found
            failures += failed
            print(f"{sum(outcomes.values())} folders", end="\r", flush=True)
    print(*failures[:20], sep="\n")
    print(f"{dict(outcomes)}, {len(failures)} break a law")
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
