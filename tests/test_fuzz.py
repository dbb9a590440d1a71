"""Spoilt folders are refused with file and line, or load to a base that keeps every law."""

import os
import re
import subprocess
import sys
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings

import fuzz
import laws
from alstx import KnowledgeBase
from alstx.io import collector, loader
from alstx.kb import rules
from alstx.testing import knowledge_bases

SEED = 9


def test_spoilt_folders_are_refused_or_keep_the_laws() -> None:
    """Whatever is done to 2,000 folders; `nox -s fuzz` does more, and tells how to do it again."""
    command = [sys.executable, fuzz.__file__, "--seed", str(SEED), "--folders", "2000"]
    ran = subprocess.run(command, capture_output=True, check=False, text=True)  # not traced
    assert "0 break a law" in ran.stdout, ran.stdout + ran.stderr
    assert ran.returncode == 0
    outcomes = dict(re.findall(r"'(loaded|refused)': (\d+)", ran.stdout))
    assert int(outcomes["refused"]) > 1000
    assert int(outcomes["loaded"]) > 100


def test_a_folder_follows_from_seed_and_number() -> None:
    """In another process, with other hashes, the same folder comes of the same numbers."""
    program = "import fuzz; print([fuzz.spoilt(3, number) for number in range(20)])"
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, **path, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert found == {f"{[fuzz.spoilt(3, number) for number in range(20)]}\n"}
    assert fuzz.spoilt(3, 2).files != fuzz.spoilt(4, 2).files


def _read_twice(file: Any) -> bytes:
    file.open("").close()
    return bytes(file.open("").read())


SABOTAGE: dict[str, tuple[object, str, Any]] = {
    "references are not checked": (collector, "violations", lambda *_: []),
    "lines are not told": (collector.Collector, "_line_of", lambda *_: None),
    "names are not checked": (rules, "_names", lambda _: ()),
    "files are read twice": (loader, "read_bytes", _read_twice),
}


@pytest.mark.parametrize("name", SABOTAGE)
def test_the_fuzzer_finds_what_is_broken(name: str) -> None:
    """With a check taken out of the library, some folder breaks a law."""
    target, attribute, broken = SABOTAGE[name]
    with mock.patch.object(target, attribute, broken):
        chunks = (fuzz.run(SEED, range(start, start + 20)) for start in range(0, 3000, 20))
        found = next((failures for _, failures in chunks if failures), [""])
    assert found[0].startswith(f"seed {SEED}, folder ")


def test_the_command_says_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    """The fuzzer as a command prints seed and outcomes, and fails where a law is broken."""
    assert fuzz.main(["--seed", "1", "--folders", "30", "--jobs", "1"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("seed 1\n")
    assert "0 break a law" in told
    with mock.patch.object(fuzz, "MOST_MEMORY", 1):  # workers are forked where they can be
        found = fuzz.run(1, [25])
    assert "takes too much memory" in found[1][0]


def test_the_bundled_base_keeps_the_laws(kb: KnowledgeBase, toy: KnowledgeBase) -> None:
    """What is shipped, and what the other tests stand on, keep every law."""
    laws.check(kb)
    laws.check(toy)


@given(knowledge_bases())
@settings(max_examples=15)
def test_drawn_bases_keep_the_laws(base: KnowledgeBase) -> None:
    """So does every base that the strategies draw."""
    laws.check(base)
