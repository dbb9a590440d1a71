"""Limits of what is read: a folder or text at a limit is read, and one step beyond refused."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml as pyyaml

import alstx
from alstx import DataError
from alstx.errors import shown
from alstx.io import document, loader, yaml
from alstx.io.json import parse
from alstx.io.loader import read
from alstx.io.structure import make_converter
from alstx.io.yaml import LARGEST_FILE, YamlError
from folders import folder

GOLDEN = Path(__file__).parent / "golden" / "exports" / "toy.json"
Load = Callable[[], object]


def told(load: Load) -> list[str]:
    """Every problem that reading tells."""
    with pytest.raises(DataError) as caught:
        load()
    return [str(problem) for problem in caught.value.problems]


def test_no_more_is_read_of_a_file_than_is_allowed(toy_files: Mapping[str, str]) -> None:
    """One byte beyond the limit is enough to know."""
    base: Any = folder({**toy_files, "agents.yaml": b"#" * (LARGEST_FILE + 9)})
    assert told(lambda: read(base)) == [f"agents.yaml: has more than {LARGEST_FILE} bytes"]
    assert base.entries["agents.yaml"].bytes_read == LARGEST_FILE + 1


def test_the_largest_folder(
    toy_files: Mapping[str, str], in_memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All files of a folder together may be as large as the limit."""
    size = sum(len(text.encode()) for text in toy_files.values())
    monkeypatch.setattr(loader, "_LARGEST_FOLDER", size)
    assert read(in_memory(toy_files))
    monkeypatch.setattr(loader, "_LARGEST_FOLDER", size - 1)
    last = "therapies/stretching.yaml"  # in order of names, in whatever order they are listed
    turned = dict(reversed(toy_files.items()))
    said = f"{last}: makes the folder larger than {size - 1} bytes"
    assert told(lambda: read(in_memory(turned))) == [said]


def test_the_most_files(
    toy_files: Mapping[str, str], in_memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder with more entries than could be read in reasonable time is refused as a whole."""
    monkeypatch.setattr(loader, "_MOST_FILES", 9)
    assert read(in_memory(toy_files))
    more = in_memory({**toy_files, "sources/more.yaml": "", "sources/most.yaml": ""})
    assert told(lambda: read(more)) == ["sources/: holds 10 files; 9 are allowed"]
    stray = in_memory({**toy_files, "stray": ""})
    assert told(lambda: read(stray)) == [f"{shown(str(stray))}: holds 10 files; 9 are allowed"]


def refusals(text: str) -> list[tuple[int | None, str]]:
    """Line and message of everything that is refused in a YAML text."""
    return [(refusal.line, refusal.message) for refusal in yaml.read(text).refusals]


def test_the_most_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values are counted, of lists and mappings and in them; keys are values too."""
    monkeypatch.setattr(yaml, "MOST_VALUES", 6)
    assert refusals("- a\n- {b: c}\n- d\n") == []
    assert refusals("- a\n- {b: c}\n- d\n- e\n- f\n") == [(4, "holds more than 6 values")]


@pytest.mark.parametrize("text", ["[" + "*a,\n" * 200, "- &a x\n" * 200, "no: x\n" * 200])
def test_the_most_refusals(text: str) -> None:
    """The rest of a file is left unread after a hundred defects, the last of them on line 100."""
    found = refusals(text)
    assert len(found) == 100
    assert found[-1][0] == 100


def test_libyaml_is_used_where_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are parsed by the loader that was chosen, which is ten times as fast as another."""
    assert getattr(pyyaml, "CSafeLoader", pyyaml.SafeLoader) is yaml._Loader
    used: list[str] = []

    class Noted(pyyaml.SafeLoader):
        def __init__(self, stream: Any) -> None:
            used.append(stream)
            super().__init__(stream)

    monkeypatch.setattr(yaml, "_Loader", Noted)
    assert yaml.read("a: b").value == {"a": "b"}
    assert used == ["a: b"]


@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ('{"a": ', "}"), ('[{"a": ', "}]"), ("[\n", "\n]")]
)
def test_the_deepest_document_of_json(opening: str, closing: str) -> None:
    """A document may be twelve levels deep, in lists, in objects or in both."""
    levels = 12 // sum(opening.count(bracket) for bracket in "[{")
    text = opening * levels + "1" + closing * levels
    assert parse(text) is not None
    with pytest.raises(YamlError, match="is nested more than 12 levels deep"):
        parse(f"[{text}]")
    with pytest.raises(YamlError, match="is nested more than 12 levels deep"):
        parse(f'{{"b": {text}}}')


def test_the_longest_number_of_json() -> None:
    """A whole number may have fifteen characters, wherever else something is refused."""
    assert parse("[999999999999999, -99999999999999]") == [999999999999999, -99999999999999]
    for number in ("1234567890123456", "-123456789012345"):
        with pytest.raises(YamlError) as caught:
            parse(f"[999999999999999, -99999999999999,\n{number}]")
        assert caught.value.args == (2, f"number {number!r} is too long")


def test_a_document_may_be_larger_than_a_file_of_a_folder(tmp_path: Path) -> None:
    """A whole base stands in one document."""
    path = tmp_path / "base.json"
    path.write_text(" " * LARGEST_FILE + GOLDEN.read_text("utf-8"), "utf-8")
    assert alstx.load(path) == alstx.load(GOLDEN)


def test_lines_are_looked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many problems a document has, its text is gone through once for their lines."""
    asked: list[str] = []

    def counted(text: str) -> dict[Any, int]:
        asked.append(text)
        return lines(text)

    lines = document.lines
    monkeypatch.setattr(document, "lines", counted)
    path = tmp_path / "base.json"
    path.write_text(GOLDEN.read_text("utf-8").replace('"kind": "', '"kind": "x-'), "utf-8")
    assert len(told(lambda: alstx.load(path))) > 3
    assert len(asked) == 1


VALUES = ("a", "1", 1, 0, 0.5, True, None)
WORDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("value", VALUES)
def test_no_value_is_turned_into_one_of_another_type(value: object, kind: type) -> None:
    """A text is no number, a number no text, and 1 is not true; a whole number is a number."""
    if type(value) is kind or (kind is float and type(value) is int):
        assert make_converter().structure(value, kind) is value
        return
    hint = "; put it in quotes" if kind is str and value is not None else ""
    with pytest.raises(TypeError) as caught:
        make_converter().structure(value, kind)
    assert str(caught.value) == f"expected {WORDS[kind]}, got {value!r}{hint}"
