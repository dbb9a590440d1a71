"""Templates of data files: whole, and refused for nothing but what the author must say."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml
from click.testing import Result

import alstx
from alstx import DataError
from alstx.ids import Curie, Ref
from alstx.io.template import WRITTEN, template
from alstx.model.base import keys
from alstx.model.records import KINDS
from alstx.model.symptoms import Translation
from alstx.tables.docs import member_of, split_optional, types

Run = Callable[..., Result]
KEY = re.compile(r"(?:# | )*(?:-|[a-z_]+:(?: \[\]| \{\}| my-own)?)")
FILLED = {
    "medication": {"name": "Zinol", "kind": "ingredient", "drug_classes": "[ssri]"},
    "symptom": {"name": "Night humming", "plain_name": "humming"},
    "therapy": {"name": "Humming", "kind": "psychological"},
    "source": {"title": "On humming", "kind": "article"},
}


def opened(text: str) -> Any:
    """A template with every key, as if the author took away every sign of a comment."""
    lines = [line for line in text.splitlines() if KEY.fullmatch(line)]
    return yaml.safe_load("\n".join(line.replace("# ", "") for line in lines))


def expect_keys(cls: type[attrs.AttrsInstance], found: dict[str, Any], but: set[str]) -> None:
    """Compares the keys of a class, and of the parts that it holds, with those of a template."""
    assert set(keys(cls)) - but == set(found)
    for name, held in found.items():
        kind = split_optional(types(cls)[name])[0]
        inner = member_of(kind) or kind
        if held is not None and attrs.has(inner) and inner not in (Curie, Ref, Translation):
            expect_keys(inner, held[0] if isinstance(held, list) else held, set())


@pytest.mark.parametrize("label", WRITTEN)
def test_a_template_has_every_key(label: str) -> None:
    """Every key of a kind, of its parts and of what a source says is there, once."""
    found = opened(template(label, "my-own"))
    if label == "source":
        for kind in ("evidence", "recommendations"):
            expect_keys(KINDS[kind].cls, found.pop(kind)[0], {"source"})
    expect_keys(KINDS[WRITTEN[label]].cls, found, set())
    assert found["id"] == "my-own"


@pytest.mark.parametrize("label", WRITTEN)
def test_only_what_the_author_must_say_is_missing(label: str, tmp_path: Path) -> None:
    """Each required key is one problem with its line; with these filled in, the folder is valid."""
    kind = WRITTEN[label]
    file = tmp_path / kind / "my-own.yaml"
    file.parent.mkdir()
    text = template(label, "my-own")
    file.write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        alstx.load(tmp_path, extends=alstx.load())
    needed = [
        field.name
        for field in attrs.fields(KINDS[kind].cls)
        if field.default is attrs.NOTHING and field.name != "id"
    ]
    problems = caught.value.problems
    assert sorted(needed) == sorted(problem.path for problem in problems)
    for problem in problems:
        assert problem.line is not None
        assert text.splitlines()[problem.line - 1] == f"{problem.path}:"
    values = {"description": "A word.", "reviewed": "'2026-01-31'", **FILLED[label]}
    for key in needed:
        text = text.replace(f"\n{key}:\n", f"\n{key}: {values[key]}\n")
    text = text.replace(
        "\n# url:\n", "\nurl: https://example.org/humming\n"
    )  # of articles asked for
    file.write_text(text, "utf-8")
    kb = alstx.load(tmp_path, extends=alstx.load())
    assert getattr(kb, kind)["my-own"].reviewed.year == 2026


@pytest.mark.parametrize("label", WRITTEN)
def test_a_template_is_no_wider_than_a_screen(label: str) -> None:
    """A line has at most 110 signs, and no word is cut in two."""
    lines = template(label, "my-own").splitlines()
    assert max(map(len, lines)) <= 110
    assert not [line for line in lines if line.endswith("-") and not line.endswith(" -")]


@pytest.mark.parametrize("label", WRITTEN)
def test_the_command_writes_the_template(run: Run, tmp_path: Path, label: str) -> None:
    """The folder is made where there is none; an existing file is left as it is."""
    folder = tmp_path / "own" / "records"
    path = folder / WRITTEN[label] / "my-own.yaml"
    result = run("new", label, "my-own", "--output", str(folder), columns=200)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == f"written: {path}"
    told = " ".join(result.stdout.split())  # a long path may take a line of its own
    assert f"alstx validate {shlex.quote(str(folder))} --extends-bundled" in told
    assert path.read_text("utf-8") == template(label, "my-own")
    path.write_text("mine", "utf-8")
    again = run("new", label, "my-own", "--output", str(folder))
    assert again.exit_code == 1
    assert "is there already" in again.stderr
    assert path.read_text("utf-8") == "mine"


def test_a_whole_folder_is_checked_by_itself(run: Run, tmp_path: Path) -> None:
    """In a folder that has a manifest the next step does not add to the bundled records."""
    (tmp_path / "manifest.yaml").touch()
    told = run("new", "therapy", "humming", "-o", str(tmp_path)).stdout.splitlines()
    assert told[1] == f"fill it in, then: alstx validate {shlex.quote(str(tmp_path))}"


def test_the_command_says_in_json_what_was_written(run: Run, tmp_path: Path) -> None:
    """With --json the path is told as JSON."""
    result = run("new", "therapy", "humming", "-o", str(tmp_path), "--json")
    document = json.loads(result.stdout)
    assert document["written"] == str(tmp_path / "therapies" / "humming.yaml")
    assert document["question"] == {"kind": "therapy", "id": "humming"}


@pytest.mark.parametrize(
    ("kind", "id_", "told"),
    [
        ("medicaton", "zinol", "no kind 'medicaton'; did you mean 'medication'?"),
        ("evidence", "zinol", "no kind 'evidence'"),
        ("therapy", "baclofen", "'baclofen' is a medication already"),
        ("source", "nice-ng42-2016", "'nice-ng42-2016' is a source already"),
        ("symptom", "Big Word", "'Big Word' is not an id"),
        ("symptom", "../up", "'../up' is not an id"),
    ],
)
def test_what_the_command_refuses(run: Run, tmp_path: Path, kind: str, id_: str, told: str) -> None:
    """An unknown kind, a taken id and what is not an id are told, and nothing is written."""
    result = run("new", kind, id_, "-o", str(tmp_path), columns=200)
    assert result.exit_code in (1, 2)
    assert told in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_told(run: Run, tmp_path: Path) -> None:
    """A file in the way is told in one line."""
    (tmp_path / "file").write_text("kept", "utf-8")
    result = run("new", "symptom", "humm", "-o", str(tmp_path / "file"))
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
