"""Every problem of every file is told at once: what one file lacks hides nothing in another."""

from pathlib import Path

import pytest

import alstx
from alstx import DataError
from alstx.io.writer import main


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


def test_links_are_not_followed(toy_folder: Path, tmp_path: Path) -> None:
    """A symbolic link in a folder is refused, and what it leads to is not read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden: words", "utf-8")
    (toy_folder / "medications" / "link.yaml").symlink_to(secret)
    with pytest.raises(DataError, match="symbolic link") as caught:
        alstx.load(toy_folder)
    assert "words" not in str(caught.value)


def test_find_takes_a_record(kb: alstx.KnowledgeBase) -> None:
    """What names a record in a filter names it in find: the record itself too."""
    baclofen = kb.medications["baclofen"]
    assert baclofen is kb.medications.find(baclofen)
    with pytest.raises(alstx.NotFoundError):
        kb.medications.filter(drug_class="SSRI").find(baclofen)


def test_years_in_the_wrong_order(kb: alstx.KnowledgeBase) -> None:
    """A span that ends before it begins is an error, not an empty answer."""
    with pytest.raises(alstx.InvalidArgumentError, match="2020 is after until 2010"):
        kb.evidence.filter(since=2020, until=2010)
