"""Every problem of every file is told at once: what one file lacks hides nothing in another."""

from pathlib import Path

import pytest

import alstx
from alstx import DataError
from alstx.authoring.format import main


def problems(folder: Path) -> set[tuple[str, str]]:
    with pytest.raises(DataError) as caught:
        alstx.load(folder)
    return {(problem.file, problem.path) for problem in caught.value.problems}


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_broken_record_does_not_hide_a_dangling_id(toy_folder: Path) -> None:
    """A missing key in one file and a dangling id in another are told together."""
    files = sorted(p.name for p in (toy_folder / "medications").iterdir())
    spoil(toy_folder, f"medications/{files[0]}", "description:", "descripton:")
    spoil(toy_folder, f"medications/{files[1]}", "symptom: ", "symptom: no-such-")
    found = {file for file, _ in problems(toy_folder)}
    assert {f"medications/{files[0]}", f"medications/{files[1]}"} <= found


def test_what_names_a_broken_record_is_not_dangling(toy_folder: Path) -> None:
    """A source that cannot be read is one problem; what cites it is none."""
    (toy_folder / "sources" / "trial-2015.yaml").write_text("id: [", "utf-8")
    assert {("sources/trial-2015.yaml", "")} == problems(toy_folder)


def test_a_renamed_file_is_one_problem(toy_folder: Path) -> None:
    """A file whose name differs from its id is one problem, not one for each mention."""
    (toy_folder / "sources" / "trial-2015.yaml").rename(toy_folder / "sources" / "tryal.yaml")
    assert {("sources/tryal.yaml", "id")} == problems(toy_folder)


def test_without_a_list_of_classes_only_that_is_told(toy_folder: Path) -> None:
    """Where a whole kind cannot be read, its mentions are not told as dangling."""
    (toy_folder / "drug_classes.yaml").write_text("{}: [", "utf-8")
    assert {"drug_classes.yaml"} == {file for file, _ in problems(toy_folder)}


def test_the_formatter_says_what_it_rewrote(
    toy_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Formatting writes the canonical form, names what changed, and then finds nothing to do."""
    before = alstx.load(toy_folder)
    (toy_folder / "manifest.yaml").write_text(
        "\n" + (toy_folder / "manifest.yaml").read_text("utf-8"), "utf-8"
    )
    assert main(str(toy_folder)) == 0
    assert "manifest.yaml" in capsys.readouterr().out
    assert before == alstx.load(toy_folder)
    assert main(str(toy_folder)) == 0
    assert capsys.readouterr().out == ""


def test_the_formatter_leaves_a_broken_folder_alone(
    toy_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is not valid is not touched; the problems are told."""
    (toy_folder / "sources" / "trial-2015.yaml").write_text("id: [", "utf-8")
    texts = {p: p.read_bytes() for p in toy_folder.rglob("*.yaml")}
    assert main(str(toy_folder)) == 1
    assert "sources/trial-2015.yaml" in capsys.readouterr().err
    assert texts == {p: p.read_bytes() for p in toy_folder.rglob("*.yaml")}
