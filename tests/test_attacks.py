"""Attacks that others have made on readers of data, by name; each is refused, and soon."""

import json
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import yaml as pyyaml

import alstx
from alstx import DataError, KnowledgeBase
from alstx.io import collector, loader, yaml
from alstx.io.loader import read
from folders import folder

SYMPTOM = "symptoms/spasticity.yaml"
LOADERS = sorted({"CSafeLoader", "SafeLoader"} & set(dir(pyyaml)))


@pytest.fixture(params=LOADERS)
def _loader(request: pytest.FixtureRequest) -> Iterator[None]:
    """Runs a test with libyaml and without."""
    with mock.patch.object(yaml, "_Loader", getattr(pyyaml, request.param)):
        yield


def told(path: Any, **arguments: Any) -> list[str]:
    """What is said of a folder or file that is refused."""
    with pytest.raises(DataError) as caught:
        alstx.load(path, **arguments)
    assert len(str(caught.value)) < 60_000
    return [str(problem) for problem in caught.value.problems]


def peak_of_reading(content: bytes, toy_files: Any, said: str) -> int:
    """Bytes that reading takes, at most at one time, of a folder whose one file is an attack."""
    attacked = folder({**toy_files, SYMPTOM: content})
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match=said) as caught:
            read(attacked)
        assert {SYMPTOM} == {problem.file for problem in caught.value.problems}
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.usefixtures("_loader")
def test_alias_bomb(toy_files: Any) -> None:
    """Nine levels of nine aliases, a billion laughs, are refused at the first anchor."""
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    bomb = "\n".join(["a0: &a0 [lol, lol, lol]", *levels])
    assert peak_of_reading(bomb.encode(), toy_files, "sets the anchor &a0") < 10**7


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- ", b"? ", b"!x [", b"&a ["])
def test_deep_nesting(toy_files: Any, opening: bytes) -> None:
    """A hundred thousand levels cost neither the stack nor much memory."""
    said = "levels deep|not YAML|no text|not allowed"
    assert peak_of_reading(opening * 100_000, toy_files, said) < 10**8


def test_scalar_of_100_megabytes(toy_folder: Path) -> None:
    """Of a file of 100 MB no more is read than is allowed."""
    with (toy_folder / SYMPTOM).open("wb") as stream:
        stream.write(b"id: ")
        stream.truncate(100_000_000)
    tracemalloc.start()
    assert [f"{SYMPTOM}: has more than 2000000 bytes"] == told(toy_folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_document_of_100_megabytes(tmp_path: Path) -> None:
    """Nor of one JSON document."""
    with (tmp_path / "base.json").open("wb") as stream:
        stream.write(b'{"$schema": "')
        stream.truncate(100_000_000)
    assert ["base.json: has more than 32000000 bytes"] == told(tmp_path / "base.json")


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("digits", [16, 4_301, 200_000])
def test_huge_integers(toy_files: Any, tmp_path: Path, digits: int) -> None:
    """A number too long to be one is never converted, in YAML and JSON."""
    number = "9" * digits
    peak_of_reading(f"id: {number}\n".encode(), toy_files, "is too long")
    (tmp_path / "base.json").write_text(f'{{"version": {number}}}')
    assert "is too long" in told(tmp_path / "base.json")[0]


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("content", "line"),
    [(b"id: a\nname: \0\n", 2), (b"\0", 1), (b"id: spasticity\nname: 'a\0b'", 2)],
)
def test_nul_bytes(toy_folder: Path, content: bytes, line: int) -> None:
    """A NUL byte cuts no text short: it is refused."""
    (toy_folder / SYMPTOM).write_bytes(content)
    assert [f"{SYMPTOM}:{line}: holds a NUL character"] == told(toy_folder)


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("half", [r"\ud800", r"\udfff", r"\udc00\ud800"])
def test_surrogates(toy_folder: Path, tmp_path: Path, half: str) -> None:
    """Half a character, written as an escape, never comes into a record or a message."""
    path = toy_folder / SYMPTOM
    path.write_text(path.read_text("utf-8").replace("stiff muscles", f'"a{half}b"'), "utf-8")
    (tmp_path / "base.json").write_text(f'{{"version": "{half}"}}')
    for said in (told(toy_folder), told(tmp_path / "base.json")):
        assert len(said) == 1
        assert said[0].encode()


def test_names_of_files_that_are_no_text(toy_folder: Path) -> None:
    """A name that is no UTF-8 is told in a way that every terminal shows."""
    try:
        (toy_folder / os.fsdecode(b"\xff.yaml")).write_text("x")
        (toy_folder / "\x1b[2J\n.yaml").write_text("x")
    except OSError:  # some systems have no such names
        pytest.skip("this system has no such names")
    said = told(toy_folder)
    assert len(said) == 2
    assert all(line.isprintable() and line.encode() for line in said)


@pytest.mark.parametrize("target", ["symptoms", "spasticity.yaml", "/etc/passwd", "../..", "."])
def test_symlink_loops(toy_folder: Path, target: str) -> None:
    """A link, to itself, upwards or out of the folder, is not followed."""
    (toy_folder / "symptoms").rename(toy_folder.parent / "away")
    (toy_folder / "symptoms").symlink_to(target)
    assert told(toy_folder)[0] == "symptoms: is a symbolic link; links are not followed"
    (toy_folder / "symptoms").unlink()
    (toy_folder.parent / "away").rename(toy_folder / "symptoms")
    (toy_folder / SYMPTOM).unlink()
    (toy_folder / SYMPTOM).symlink_to(target)
    assert told(toy_folder)[0] == f"{SYMPTOM}: is a symbolic link; links are not followed"


PATHS = (
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    ".",
    "a/b",
    "a\\b",
    "C:x",
    "con.",
    "%2e%2e",
    "~",
    "",
)


@pytest.mark.parametrize("id_", PATHS)
def test_path_tricks_in_overlay_ids(tmp_path: Path, toy: KnowledgeBase, id_: str) -> None:
    """An id is a slug, so that nothing made of ids leads out of a folder."""
    local = tmp_path / "local"
    (local / "symptoms").mkdir(parents=True)
    record = {
        "id": id_,
        "name": "X",
        "plain_name": "Y",
        "description": "Z",
        "reviewed": "2026-01-31",
    }
    (local / "symptoms" / "x.yaml").write_text(json.dumps(record, indent=1))
    (said,) = told(local, extends=toy)
    assert said == f"symptoms/x.yaml:2: id: {id_!r} is not a slug such as 'botulinum-toxin'"


@pytest.mark.parametrize("name", ["a..yaml", "%2e%2e.yaml", "con .yaml", "A.yaml"])
def test_path_tricks_in_overlay_files(tmp_path: Path, toy: KnowledgeBase, name: str) -> None:
    """Nor does the name of a file, which is the id of its record."""
    local = tmp_path / "local"
    (local / "symptoms").mkdir(parents=True)
    (local / "symptoms" / name).write_text("id: ''\n")
    said = told(local, extends=toy)
    assert said[0].startswith(f"symptoms/{name}:1: ")


FLOODS = {
    "values in one list": (b"[" + b"x," * 990_000 + b"]", "holds more than 100000 values"),
    "keys in one mapping": (
        b"".join(b"k%d: 1\n" % n for n in range(60_000)),
        "unknown key; known are id",
    ),
    "keys that are no text": (b"".join(b"%d: 1\n" % n for n in range(60_000)), "is no text"),
    "one key many times": (b"id: x\n" * 60_000, "appears twice"),
    "one long key": (b"? " + b"k" * 1_900_000 + b"\n: 1\n", "unknown key"),
    "one long value": (b"id: " + b"k" * 1_900_000 + b"\n", "is missing"),
    "one long anchor": (b"id: &" + b"k" * 1_900_000 + b" x\n", "sets the anchor"),
    "one long tag": (b"id: !" + b"k" * 1_900_000 + b" x\n", "has the tag"),
    "nothing but comments": (b"#\n" * 990_000, "is empty"),
}


@pytest.mark.parametrize("name", FLOODS)
def test_floods(toy_files: Any, name: str) -> None:
    """A file as large as is allowed takes no more memory than a fiftyfold of it."""
    content, said = FLOODS[name]
    assert peak_of_reading(content, toy_files, said) < 10**8


@pytest.mark.parametrize("item", [b"- x\n", b"- {}\n", b"- {id: a}\n", b"- [x]\n"])
def test_floods_of_records(toy_folder: Path, item: bytes) -> None:
    """After a thousand problems the rest is left unread."""
    (toy_folder / "agents.yaml").write_bytes(item * 60_000)
    assert collector.MOST_PROBLEMS == len(told(toy_folder))


def test_floods_of_files(toy_folder: Path) -> None:
    """Files that are small each, but together more than memory should hold, are refused."""
    with mock.patch.object(loader, "_LARGEST_FOLDER", 3_000):
        said = told(toy_folder)
    assert said[-1].endswith("makes the folder larger than 3000 bytes")


def test_strings_that_others_run(toy_folder: Path) -> None:
    """Text that is code to somebody is text to us, and is escaped where it is shown."""
    path = toy_folder / SYMPTOM
    evil = "<script>alert(1)</script> {{7*7}} ${jndi:x} %s %n `id` $(id)"
    path.write_text(path.read_text("utf-8").replace("stiff muscles", f"'{evil}'"), "utf-8")
    symptom = alstx.load(toy_folder).symptoms["spasticity"]
    assert evil == symptom.plain_name
    assert "<script>" not in symptom._repr_html_()
