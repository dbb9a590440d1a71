"""The canonical form: what is written is read back, and written again the same."""

import runpy
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from alstx import Curie, DataError, KnowledgeBase, Xref
from alstx.io import writer
from alstx.io import yaml as yaml_of
from alstx.io.loader import read
from alstx.io.writer import files, rewrite, to_yaml
from alstx.model.base import to_plain
from alstx.model.records import Records
from alstx.testing import records, texts

InMemory = Callable[[Mapping[str, str]], Any]


@given(records())
def test_what_is_written_is_read_back(in_memory: InMemory, found: Records) -> None:
    """Any valid records, written and read, are equal records."""
    assert found == read(in_memory(files(found)))


@given(records(most=2))
def test_what_is_written_is_stable(in_memory: InMemory, found: Records) -> None:
    """Written, read and written again, the text is the same."""
    written = files(found)
    assert written == files(read(in_memory(written)))


def test_the_bundled_base_round_trips(kb: KnowledgeBase, in_memory: InMemory) -> None:
    """The bundled records, written and read, are equal records."""
    assert kb.records == read(in_memory(files(kb.records)))


def test_the_toy_base_is_canonical(toy: KnowledgeBase, toy_files: Mapping[str, str]) -> None:
    """The files of the toy base, written by hand, are in the one form."""
    assert toy_files == files(toy.records)


def test_a_folder_on_disk_round_trips(toy: KnowledgeBase, tmp_path: Path) -> None:
    """Files written to a disk give an equal base."""
    for path, text in files(toy.records).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8", newline="\n")
    assert toy.records == read(tmp_path)


plain_values = st.recursive(
    texts() | st.integers(-999, 999),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4)
        | st.dictionaries(texts(max_size=10), inner, min_size=1, max_size=4)
    ),
    max_leaves=10,
)


@given(st.dictionaries(texts(max_size=10), plain_values, min_size=1, max_size=4))
def test_any_plain_value_is_read_back(value: dict[str, Any]) -> None:
    """Texts that YAML is prone to misread, as keys or values, are written so that they are not."""
    written = to_yaml(value)
    document = yaml_of.read(written)
    assert () == document.refusals
    assert value == document.value
    assert list(value) == list(document.value)


@given(st.dictionaries(texts(max_size=10), plain_values, min_size=1, max_size=4))
def test_others_read_what_we_write(value: dict[str, Any]) -> None:
    """A common reader of YAML 1.1 reads the same values."""
    assert value == yaml.safe_load(to_yaml(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": ["b", "c"]}, "a: [b, c]\n"),
        ({"a": ["b" * 34, "c" * 34]}, f"a: [{'b' * 34}, {'c' * 34}]\n"),
        ({"a": ["b" * 35, "c" * 34]}, f"a:\n  - {'b' * 35}\n  - {'c' * 34}\n"),
        ({"a": ["b" * 40, "c" * 40]}, f"a:\n  - {'b' * 40}\n  - {'c' * 40}\n"),
        ({"a": [{"id": "b"}]}, "a:\n  - id: b\n"),
        ({"a": [{"id": "b", "match": "broad"}]}, "a:\n  - {id: b, match: broad}\n"),
        ({"b": 1, "a": 2}, "b: 1\na: 2\n"),
        ({"a": "no"}, "a: 'no'\n"),
        ({"a": "1e3"}, "a: '1e3'\n"),
        ({"a": "12:30"}, "a: '12:30'\n"),
        ({"y": "n"}, "'y': 'n'\n"),
        ({"a": "é日"}, "a: é日\n"),
        ({"a": "b: c"}, "a: 'b: c'\n"),
        ({"a": "b " * 60 + "c"}, f"a: {'b ' * 49}b\n  {'b ' * 10}c\n"),
    ],
)
def test_the_form(value: dict[str, Any], text: str) -> None:
    """Short lists stand on one line, keys keep their order, and quotes stand where needed only."""
    assert text == to_yaml(value)


def test_nothing_is_written_twice_by_reference() -> None:
    """Equal values are written out, never as anchor and alias."""
    shared = ["x", {"k": "z"}]
    expected = "a:\n  - x\n  - k: z\nb:\n  - x\n  - k: z\n"
    assert expected == to_yaml({"a": shared, "b": shared})


def test_what_equals_its_default_is_left_out() -> None:
    """A file says only what it has to say."""
    expected = {"id": "HP:0002307"}
    assert expected == to_plain(Xref(id=Curie.parse("HP:0002307")))


def test_there_is_a_file_for_each_record(toy: KnowledgeBase) -> None:
    """Kinds without records have no file; findings stand in the files of their sources."""
    written = files(toy.records)
    assert {f"sources/{source.id}.yaml" for source in toy.sources} < set(written)
    assert not any("evidence" in path or "recommendations" in path for path in written)
    bare = Records(version="1", disease=toy.disease)
    expected = ["manifest.yaml"]
    assert expected == list(files(bare))


def test_files_are_rewritten_in_form(toy: KnowledgeBase, toy_folder: Path) -> None:
    """Only files that are out of form are written, and their records stay the same."""
    file = toy_folder / "symptoms" / "spasticity.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("[spastic muscles]", "\n  - 'spastic muscles'"), "utf-8")
    expected = ["symptoms/spasticity.yaml"]
    assert expected == rewrite(toy_folder)
    assert text == file.read_text("utf-8")
    expected = []
    assert expected == rewrite(toy_folder)
    assert toy.records == read(toy_folder)


def test_line_ends_are_part_of_the_form(toy_folder: Path) -> None:
    """A file whose lines end as on Windows is written anew, byte by byte the canonical form."""
    file = toy_folder / "symptoms" / "spasticity.yaml"
    raw = file.read_bytes()
    file.write_bytes(raw.replace(b"\n", b"\r\n"))
    assert rewrite(toy_folder) == ["symptoms/spasticity.yaml"]
    assert file.read_bytes() == raw


def test_nothing_is_rewritten_in_a_spoilt_folder(toy_folder: Path) -> None:
    """A folder that is not valid is left as it is."""
    file = toy_folder / "symptoms" / "spasticity.yaml"
    file.write_text("id:   spasticity\n", "utf-8")
    with pytest.raises(DataError):
        rewrite(toy_folder)
    expected = "id:   spasticity\n"
    assert expected == file.read_text("utf-8")


def test_the_formatter_is_a_command(
    toy_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run as a program the formatter prints the files that it rewrote."""
    file = toy_folder / "agents.yaml"
    file.write_text(f"# a remark\n{file.read_text('utf-8')}", "utf-8")
    monkeypatch.setattr(sys, "argv", ["format", str(toy_folder)])
    runpy.run_path(writer.__file__, run_name="__main__")
    written = capsys.readouterr().out
    assert written == "agents.yaml\n"
    file.write_text("[", "utf-8")
    with pytest.raises(SystemExit):
        runpy.run_path(writer.__file__, run_name="__main__")
