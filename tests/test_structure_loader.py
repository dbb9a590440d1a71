"""Reading folders: whatever is wrong has a file, a line and a hint, and is an error of ours."""

import contextlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from cattrs import ClassValidationError, IterableValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

import alstx
from alstx import DataError, InvalidArgumentError, KnowledgeBase
from alstx.authoring import loader
from alstx.authoring.loader import read
from alstx.authoring.structure import explain
from alstx.model import Symptom

TOY = Path(__file__).parent / "toy"
InMemory = Callable[[Mapping[str, str]], Any]


def problems(folder: Any, **arguments: Any) -> list[tuple[str, int | None, str, str]]:
    """What is wrong with a folder: file, line, path and message of each problem."""
    with pytest.raises(DataError) as caught:
        alstx.load(folder, **arguments)
    found = [(p.file, p.line, p.path, p.message) for p in caught.value.problems]
    assert found == sorted(found, key=lambda problem: (problem[0], problem[1] or 0, problem[2]))
    return found


def replace(folder: Path, file: str, old: str, new: str) -> None:
    """Spoils a file in one place."""
    text = (folder / file).read_text("utf-8")
    expected = 1
    assert expected == text.count(old)
    (folder / file).write_text(text.replace(old, new), "utf-8", newline="\n")


def test_a_folder_is_read(toy: KnowledgeBase) -> None:
    """The toy folder gives the records that its files describe."""
    expected = {
        "symptoms": 6,
        "medications": 4,
        "drug_classes": 3,
        "mechanisms": 4,
        "therapies": 2,
        "agents": 3,
        "sources": 8,
        "evidence": 4,
        "recommendations": 7,
    }
    assert expected == {kind: len(found) for kind, found in toy.records.kinds()}
    expected = ("2026.1.31", "toy-disease")
    assert expected == (toy.version, toy.disease.id)
    cramps = toy.symptoms["muscle-cramps"]
    expected = {"es": "Calambres", "no": "Muskelkramper"}
    assert expected == dict(cramps.translated)
    expected = 60
    assert expected == toy.evidence["trial-2015-cramps-alphazine"].participants
    expected = "trial-2015"
    assert expected == toy.evidence["trial-2015-cramps-alphazine"].source


def test_every_way_to_name_the_folder(toy: KnowledgeBase) -> None:
    """A text, a path and an entry of a directory listing name the same folder."""
    with os.scandir(TOY.parent) as entries:
        entry = next(entry for entry in entries if entry.name == "toy")
        for path in (TOY, str(TOY), f"{TOY}/", entry):
            assert toy == alstx.load(path)


def test_a_folder_is_read_anew_each_time() -> None:
    """Only the bundled base is kept."""
    assert alstx.load(TOY) is not alstx.load(TOY)


@given(st.permutations(sorted(p.relative_to(TOY).as_posix() for p in TOY.rglob("*.yaml"))))
@settings(max_examples=10)
def test_the_order_of_files_is_irrelevant(
    toy: KnowledgeBase, toy_files: Mapping[str, str], zipped: InMemory, order: list[str]
) -> None:
    """A folder in a zip gives equal records, in whatever order it lists its files."""
    assert toy.records == read(zipped({path: toy_files[path] for path in order}))


@given(st.data())
@settings(max_examples=10)
def test_the_order_of_lists_is_irrelevant(
    toy: KnowledgeBase, toy_files: Mapping[str, str], in_memory: InMemory, data: st.DataObject
) -> None:
    """Records may stand in any order in the file that lists them."""
    turned = dict(toy_files)
    for file in ("agents.yaml", "drug_classes.yaml", "mechanisms.yaml"):
        items = re.split(r"(?m)^(?=- id)", toy_files[file])[1:]
        turned[file] = "".join(data.draw(st.permutations(items)))
    assert toy.records == read(in_memory(turned))


@pytest.mark.parametrize(
    "name", [".git", ".DS_Store", "LICENSE", "LICENSE-DATA", "README.md", "__pycache__"]
)
def test_what_folders_hold_besides_data_is_passed_over(
    toy: KnowledgeBase, toy_folder: Path, name: str
) -> None:
    """Hidden files, licences and a read-me are no data."""
    (toy_folder / name).write_text("\0")
    (toy_folder / "symptoms" / name).write_text("\0")
    assert toy == alstx.load(toy_folder)


@pytest.mark.parametrize("kind", ["drug_classes", "mechanisms", "agents"])
def test_an_empty_list_is_no_problem(toy_folder: Path, kind: str) -> None:
    """A file may list nothing; what then dangles is the only problem."""
    (toy_folder / f"{kind}.yaml").write_text("[]\n")
    assert {True} == {"is not in" in m or "no class" in m for *_, m in problems(toy_folder)}


def test_a_base_of_nothing_but_a_manifest(toy_folder: Path, tmp_path: Path) -> None:
    """A manifest makes a base."""
    empty = tmp_path / "empty"
    empty.mkdir()
    (toy_folder / "manifest.yaml").rename(empty / "manifest.yaml")
    expected = "<KnowledgeBase 2026.1.31: >"
    assert expected == repr(alstx.load(empty))


Spoil = Callable[[Path], object]
FOLDERS: dict[str, tuple[Spoil, str, str]] = {
    "stray folder": (lambda f: (f / "medication").mkdir(), "medication", "did you mean 'medica"),
    "stray file": (lambda f: (f / "x.txt").write_text("x"), "x.txt", "known are medications"),
    "stray list": (lambda f: (f / "symptoms.yaml").write_text("[]"), "symptoms.yaml", "no part of"),
    "wrong ending": (lambda f: (f / "agents.yaml").rename(f / "agents.yml"), "agents.yml", "yaml'"),
    "wrong ending within": (
        lambda f: (f / "symptoms" / "spasticity.yaml").rename(f / "symptoms" / "spasticity.yml"),
        "symptoms/spasticity.yml",
        "is not a .yaml file",
    ),
    "ending in capitals": (
        lambda f: (f / "symptoms" / "spasticity.yaml").rename(f / "symptoms" / "spasticity.YAML"),
        "symptoms/spasticity.YAML",
        "is not a .yaml file",
    ),
    "folder within": (
        lambda f: (f / "symptoms" / "more.yaml").mkdir(),
        "symptoms/more.yaml",
        "is no regular file",
    ),
    "folder as list": (
        lambda f: ((f / "agents.yaml").unlink(), (f / "agents.yaml").mkdir()),
        "agents.yaml",
        "is no regular file",
    ),
    "file as folder": (
        lambda f: (f / "symptoms").rename(f.parent / "s") and (f / "symptoms").write_text("x"),
        "symptoms",
        "is no folder",
    ),
    "symlink loop": (
        lambda f: (f / "symptoms" / "loop.yaml").symlink_to("loop.yaml"),
        "symptoms/loop.yaml",
        "is a symbolic link",
    ),
    "symlink to nowhere": (
        lambda f: (f / "symptoms" / "gone.yaml").symlink_to("nowhere"),
        "symptoms/gone.yaml",
        "is a symbolic link",
    ),
    "folder that is a loop": (
        lambda f: (
            (f / "symptoms").rename(f.parent / "s") and (f / "symptoms").symlink_to("symptoms")
        ),
        "symptoms",
        "is a symbolic link; links are not followed",
    ),
    "folder that leads out": (
        lambda f: (
            (f / "symptoms").rename(f.parent / "s") and (f / "symptoms").symlink_to(f.parent / "s")
        ),
        "symptoms",
        "is a symbolic link; links are not followed",
    ),
    "pipe": (
        lambda f: os.mkfifo(f / "symptoms" / "pipe.yaml"),
        "symptoms/pipe.yaml",
        "is no regular file",
    ),
    "no manifest": (lambda f: (f / "manifest.yaml").unlink(), "manifest.yaml", "is missing"),
    "empty file": (
        lambda f: (f / "symptoms" / "spasticity.yaml").write_text(""),
        "symptoms/spasticity.yaml",
        "is empty",
    ),
    "huge file": (
        lambda f: (f / "symptoms" / "spasticity.yaml").write_bytes(b"#" * 2_000_001),
        "symptoms/spasticity.yaml",
        "has more than 2000000 bytes",
    ),
    "binary file": (
        lambda f: (f / "symptoms" / "spasticity.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\0"),
        "symptoms/spasticity.yaml",
        "is not UTF-8",
    ),
    "control character": (
        lambda f: (f / "symptoms" / "spasticity.yaml").write_bytes(b"id: a\nname: \x01\n"),
        "symptoms/spasticity.yaml",
        "is not YAML",
    ),
    "a list as record": (
        lambda f: (f / "symptoms" / "spasticity.yaml").write_text("- id: spasticity\n"),
        "symptoms/spasticity.yaml",
        "expected keys and values, got [",
    ),
    "a text as record": (
        lambda f: (f / "sources" / "page-2021.yaml").write_text("page\n"),
        "sources/page-2021.yaml",
        "expected keys and values, got 'page'",
    ),
    "a record as list": (
        lambda f: (f / "agents.yaml").write_text("id: toyhol\n"),
        "agents.yaml",
        "expected a list of records",
    ),
    "a text in a list": (
        lambda f: (f / "agents.yaml").write_text("- toyhol\n"),
        "agents.yaml",
        "expected keys and values, got 'toyhol'",
    ),
    "a text as manifest": (
        lambda f: (f / "manifest.yaml").write_text("2026\n"),
        "manifest.yaml",
        "expected keys and values, got 2026",
    ),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_spoilt_folders(toy_folder: Path, name: str) -> None:
    """A folder that is not in shape has a problem that names the entry and what is wrong."""
    spoil, file, message = FOLDERS[name]
    spoil(toy_folder)
    found = [(p[0], p[3]) for p in problems(toy_folder)]
    assert [file] == [path for path, said in found if message in said]


@pytest.mark.parametrize("depth", [0, 1])
def test_an_empty_folder_holds_no_records(tmp_path: Path, depth: int) -> None:
    """A folder without data is a problem, and no empty base."""
    folder = tmp_path / "empty"
    folder.mkdir()
    if depth:
        (folder / ".hidden").write_text("x")
    expected = ["holds no records"]
    assert expected == [message for *_, message in problems(folder)]


@pytest.mark.parametrize(
    "path",
    [
        "nowhere",
        "nowhere/at/all",
        "\0",
        "a\0b",
        "x" * 5000,
        "x/" * 3000,
        "\ud800",
        __file__,
        f"{__file__}/toy",
        "https://example.org/data",
    ],
)
def test_what_is_no_folder_is_a_data_error(path: str) -> None:
    """A missing folder, a file and any odd text is an error of ours that names it."""
    file, line, place, message = problems(path)[0]
    expected = (None, "")
    assert expected == (line, place)
    assert "is no folder" in message
    assert len(file) <= 80


def test_a_folder_that_is_a_loop(tmp_path: Path) -> None:
    """A link to itself is no folder."""
    (tmp_path / "loop").symlink_to("loop")
    assert "is no folder" in problems(tmp_path / "loop")[0][3]


@pytest.mark.parametrize("path", ["", "  ", b"toy", 5, 0.5, True, ["toy"], object()])
def test_load_takes_a_path(path: Any) -> None:
    """Anything but a path is an error in the argument."""
    with pytest.raises(InvalidArgumentError, match="load takes the path of a folder"):
        alstx.load(path)


def test_load_takes_a_path_of_text(toy: KnowledgeBase) -> None:
    """A path of bytes, and no path to extend a base with, are errors in the argument."""
    with os.scandir(os.fsencode(TOY)) as entries:
        entry: Any = next(entries)
    with pytest.raises(InvalidArgumentError, match="load takes the path of a folder"):
        alstx.load(entry)
    with pytest.raises(InvalidArgumentError, match="load takes the path of a folder, not None"):
        alstx.load(extends=toy)


@pytest.mark.parametrize("base", ["toy", TOY, 5, True, object()])
def test_load_extends_a_base(base: Any) -> None:
    """What is extended is a base, and nothing that could be loaded as one."""
    with pytest.raises(InvalidArgumentError, match="extends takes a KnowledgeBase, not"):
        alstx.load(TOY, extends=base)
    with pytest.raises(InvalidArgumentError, match="extends takes a KnowledgeBase, not"):
        alstx.load(extends=base)


class Broken:
    """An entry of a folder that cannot be read."""

    def __init__(self, name: str, error: Exception, *, is_file: bool = True) -> None:
        """Keeps what to raise."""
        self.name = name
        self.error = error
        self.found = is_file

    def is_dir(self) -> bool:
        """Is a folder where it is no file."""
        return not self.found

    def is_file(self) -> bool:
        """Is a file, or cannot even tell."""
        return self.found

    def open(self, _: str) -> Any:
        """Cannot be opened."""
        raise self.error

    def iterdir(self) -> Iterator[Any]:
        """Cannot be listed."""
        raise self.error


class Listed:
    """A folder that holds some entries."""

    name = "folder"

    def __init__(self, *entries: Any) -> None:
        """Keeps them."""
        self.entries = entries

    def iterdir(self) -> Iterator[Any]:
        """Lists them."""
        return iter(self.entries)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "cannot be read: Permission denied"),
        (OSError(5, "Input/output error"), "cannot be read: Input/output error"),
        (ValueError("embedded null byte"), "cannot be read: embedded null byte"),
    ],
)
def test_unreadable_folders_and_files(error: Exception, reason: str) -> None:
    """What the system does not let us read is a problem of that file or folder."""
    folders: list[tuple[Any, str | None]] = [
        (Listed(Broken("agents.yaml", error)), "agents.yaml"),
        (Listed(Broken("symptoms", error, is_file=False)), "symptoms/"),
        (Broken("folder", error), None),
    ]
    for folder, file in folders:
        with pytest.raises(DataError) as caught:
            read(folder)
        (problem,) = caught.value.problems
        assert reason == problem.message
        assert file is None or file == problem.file


def test_a_folder_of_too_many_files(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that could not be read in reasonable time is refused as a whole."""
    monkeypatch.setattr(loader, "_MOST_FILES", 8)
    (toy_folder / "sources" / "more.yaml").write_text("")
    (found,) = problems(toy_folder)
    expected = ("sources/", "holds 9 files; 8 are allowed")
    assert expected == (found[0], found[3])


SPASTICITY = "symptoms/spasticity.yaml"
ALPHAZINE = "medications/alphazine.yaml"
DELTATOXIN = "medications/deltatoxin.yaml"
CRAMPS = "symptoms/muscle-cramps.yaml"
TRIAL = "sources/trial-2015.yaml"
NORTH = "sources/north-2020.yaml"
PAGE = "sources/page-2021.yaml"
MANIFEST = "manifest.yaml"
BOTH = "medications/alphazine-betamol.yaml"
CLASSES = "drug_classes.yaml"
MECHANISMS = "mechanisms.yaml"
SPOILT: list[tuple[str, str, str, str, str, str]] = [
    # file; what is replaced, and by what; where the problem is, if elsewhere; path; message
    (SPASTICITY, "id: spas", "id: spaz", "", "id", "it would be 'spasticity'"),
    (SPASTICITY, "name: Spas", "nam: Spas", "", "nam", "unknown key; did you mean 'name'?"),
    (SPASTICITY, "name: Spasticity\n", "", "id:", "", "name: is missing"),
    (SPASTICITY, "reviewed: ", "zzz: ", "", "zzz", "unknown key; known are id, name"),
    (SPASTICITY, "Spasticity\n", "5\n", "", "name", "expected text, got 5; put it in quotes"),
    (SPASTICITY, "Spasticity\n", "true\n", "", "name", "expected text, got True; put it in"),
    (SPASTICITY, "Spasticity\n", "\n", "", "name", "expected text, got None"),
    (SPASTICITY, "Spasticity\n", "[a]\n", "", "name", "expected text, got ['a']"),
    (SPASTICITY, "Spasticity\n", "' x'\n", "", "name", "has white space at an end"),
    (SPASTICITY, "[spastic muscles]", "spastic", "", "synonyms", "expected a list, got 'spastic'"),
    (SPASTICITY, "[spastic muscles]", "{a: b}", "", "synonyms", "expected a list, got {'a'"),
    (SPASTICITY, "[spastic muscles]", "[a, 5]", "", "synonyms.1", "expected text, got 5"),
    (SPASTICITY, "[spastic muscles]", "[a, a]", "", "synonyms", "'a' is listed twice"),
    (SPASTICITY, "[muscle-s", "[muscles-s", "", "parents.0", "did you mean 'muscle-symptoms'?"),
    (SPASTICITY, "[muscle-s", "[Muscle-s", "", "parents", "is not a slug"),
    (SPASTICITY, "[muscle-symptoms]", "[spasticity]", "", "parents", "spasticity -> spasticity"),
    (SPASTICITY, "'2026-01-31'", "31/1/2026", "", "reviewed", "expected a day such as 2026-11-24"),
    (SPASTICITY, "'2026-01-31'", "2026-02-30", "", "reviewed", "expected a day such as"),
    (SPASTICITY, "'2026-01-31'", "2026", "", "reviewed", "expected text, got 2026"),
    (SPASTICITY, "[spastic muscles]", "[Cramps]", "", "synonyms.0", "is a name of 'muscle-cramps'"),
    (SPASTICITY, "[spastic muscles]", "[sialorrhea]", "", "synonyms.0", "name of 'sialorrhea'"),
    (SPASTICITY, "[spastic muscles]", "[stiff-muscles]", "", "synonyms.0", "repeats 'stiff"),
    (SPASTICITY, "stiff muscles", "Spasticity", "", "plain_name", "repeats 'Spasticity'"),
    (SPASTICITY, "stiff muscles", "'!?'", "", "plain_name", "has no letter or digit"),
    (
        CRAMPS,
        "band: frequent",
        "band: frequently",
        "",
        "frequency.band",
        "did you mean 'frequent'?",
    ),
    (CRAMPS, "term: HP:", "term: HPO:", "", "frequency.term", "'HPO' is not a known prefix"),
    (CRAMPS, "term: HP:0000001", "term: 1", "", "frequency.term", "expected text, got 1"),
    (CRAMPS, "page-2021", "page-2012", "", "frequency.source", "did you mean 'page-2021'?"),
    (CRAMPS, "es: Calambres", "es: 5", "", "translations.es", "expected text, got 5"),
    (CRAMPS, "es: Calambres", "es: ''", "", "translations.es", "is blank"),
    (CRAMPS, "'no': Musk", "no: Musk", "", "", "plain 'no' means different things"),
    (
        CRAMPS,
        "translations:\n",
        "translations: x\nzzz:\n",
        "",
        "translations",
        "expected languages",
    ),
    (CRAMPS, "match: broad", "match: broader", "", "xrefs.1.match", "did you mean 'broad'?"),
    (CRAMPS, "ICD10CM:R25.2", "HP:0000001", "xrefs:", "xrefs", "two entries have the same id"),
    (ALPHAZINE, "kind: ingr", "kind: ingre", "", "kind", "did you mean 'ingredient'?"),
    (ALPHAZINE, "[zine]", "[relaxants, zine]", "", "drug_classes.0", "is implied by 'zine'"),
    (ALPHAZINE, "[slow-blocker]", "[slow-block]", "", "mechanisms.0", "mean 'slow-blocker'?"),
    (ALPHAZINE, "off-label", "offlabel", "", "indications.0.status", "did you mean 'off-label'?"),
    (ALPHAZINE, "off-label", "labelled", "- symptom: mus", "indications.0.approvals", "needs appr"),
    (ALPHAZINE, "    status: off-label\n", "", "indications:", "indications", "needs a status"),
    (ALPHAZINE, "1999", "'1999'", "", "indications.1.approvals.0.year", "whole number, got '1999'"),
    (ALPHAZINE, "1999", "1999.0", "", "indications.1.approvals.0.year", "whole number, got 1999.0"),
    (ALPHAZINE, "1999", "99", "", "indications.1.approvals.0.year", "99 is not a year between"),
    (ALPHAZINE, "year: 1999", "yaer: 1999", "", "indications.1.approvals.0.yaer", "mean 'year'?"),
    (ALPHAZINE, "topic: falls", "topic: fall", "", "cautions.1.topic", "did you mean 'falls'?"),
    (ALPHAZINE, "agents/mao", "agent/mao", "", "interactions.0.partner", "expected KIND/ID with"),
    (ALPHAZINE, "agents/mao-", "agents/mo-", "", "interactions.0.partner", "in agents; did you"),
    (
        ALPHAZINE,
        "agents/mao-inhibitors",
        "therapies/brace",
        "",
        "interactions.0.partner",
        "none of",
    ),
    (ALPHAZINE, "ATC:M03BX99", "ATC:M3BX99", "", "xrefs.0.id", "does not fit the pattern of ATC"),
    (DELTATOXIN, "through: toxins", "through: zine", "", "indications.0.through", "is no class of"),
    (DELTATOXIN, "through: toxins", "through: toxin", "", "indications.0.through", "'toxins'?"),
    (DELTATOXIN, "    through: toxins\n", "", "- symptom", "indications.0", "stands on no source"),
    (BOTH, "[alphazine, betamol]", "[alphazin]", "", "ingredients.0", "did you mean 'alphazine'?"),
    (
        BOTH,
        "ingredients: [alphazine, betamol]\n",
        "",
        "id:",
        "ingredients",
        "names its ingredients",
    ),
    (CLASSES, "[relaxants]", "[zine]", "", "2.parents", "is above itself: zine -> zine"),
    (CLASSES, "- id: toxins", "- id: relaxants", "", "1.id", "stands more than once"),
    (CLASSES, "- id: toxins", "- id: betamol", "", "1.id", "is an id in medications already"),
    (
        CLASSES,
        "summary:",
        "status: unknown\n      summary:",
        "indications:",
        "1.indications",
        "only",
    ),
    (MECHANISMS, "gene: TOY1, ", "", "", "3.target.proteins.0", "gene: is missing"),
    (MECHANISMS, "UNIPROT:P00001", "P00001", "", "3.target.proteins.0.uniprot", "PREFIX:LOCAL"),
    ("agents.yaml", "cns-depression", "cns", "", "2.burden", "'cns' is not one of abuse"),
    (MANIFEST, "version: 2026.1.31", "version: 2026", "", "version", "expected text, got 2026"),
    (MANIFEST, "version: ", "versoin: ", "", "versoin", "did you mean 'version'?"),
    (MANIFEST, "  name: Toy disease\n", "", "disease:", "disease", "name: is missing"),
    (PAGE, "information-page", "page", "", "kind", "'page' is not one of article, guideline"),
    (
        PAGE,
        "url: https://example.org/page\n",
        "",
        "id:",
        "url",
        "an information page needs its url",
    ),
    (PAGE, "https:", "ftp:", "", "url", "is not an address that starts with https"),
    (NORTH, "status: current\n", "", "id:", "status", "a guideline has a status"),
    (NORTH, "population: als\n", "", "id:", "population", "a guideline has a population"),
    (NORTH, "line: first", "line: 1", "", "recommendations.0.line", "1 is not one of first"),
    (NORTH, "drug_classes/", "", "", "recommendations.3.intervention", "expected KIND/ID with"),
    (
        NORTH,
        "recommendations:\n",
        "recommendations: x\nzzz:\n",
        "",
        "recommendations",
        "a list, got",
    ),
    (NORTH, "id: north-2020\n", "", "kind:", "", "id: is missing"),
    (TRIAL, "kind: article", "kind: guideline", "id:", "status", "a guideline has a status"),
    (TRIAL, "PMID:99000001", "DOI:10.5555/toy.2", "", "xrefs.1.id", "is an identifier of 'review"),
    (
        TRIAL,
        "participants: 60",
        "participants: '60'",
        "",
        "evidence.0.participants",
        "whole number",
    ),
    (
        TRIAL,
        "participants: 60",
        "participants: 0",
        "",
        "evidence.0.participants",
        "number of people",
    ),
    (TRIAL, "trial-2015-cramps-alphazine", "cramps", "", "evidence.0.id", "does not start with"),
    (TRIAL, "trial-2015-cramps-alphazine", "trial-2015x", "", "evidence.0.id", "does not start"),
    (TRIAL, "comparator: placebo", "source: x", "", "evidence.0.source", "leave the key out"),
    (TRIAL, "[muscle-cramps]", "[]", "", "evidence.0.symptoms", "needs at least one value"),
    (
        TRIAL,
        "[muscle-cramps]",
        "[cramp]",
        "",
        "evidence.0.symptoms.0",
        "'cramp' is not in symptoms",
    ),
    (
        TRIAL,
        "certainty: moderate",
        "certainty: medium",
        "",
        "evidence.0.certainty",
        "moderate, high",
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "elsewhere", "path", "message"),
    SPOILT,
    ids=[f"{n}-{case[0]}" for n, case in enumerate(SPOILT)],
)
def test_spoilt_files(  # noqa: PLR0917 (the columns of the table)
    toy_folder: Path, file: str, old: str, new: str, elsewhere: str, path: str, message: str
) -> None:
    """One defect in a file gives a problem with that file, line, place, and the way out."""
    before = (toy_folder / file).read_text("utf-8")
    replace(toy_folder, file, old, new)
    after = (toy_folder / file).read_text("utf-8")
    at = after.rindex(elsewhere, 0, before.index(old) + 9) if elsewhere else before.index(old)
    line = after.count("\n", 0, at) + 1
    assert [(file, line, path)] == [p[:3] for p in problems(toy_folder) if message in p[3]]


def test_every_problem_is_listed(toy_folder: Path) -> None:
    """All files are read, and all of their problems are listed, in order of file and line."""
    replace(toy_folder, SPASTICITY, "name: Spas", "nam: Spas")
    replace(toy_folder, SPASTICITY, "stiff muscles", "5")
    replace(toy_folder, TRIAL, "participants: 60", "participants: sixty")
    replace(toy_folder, CRAMPS, "band: frequent", "band: &x frequent")
    expected = [
        (TRIAL, 20, "evidence.0.participants"),
        (CRAMPS, 8, ""),
        (SPASTICITY, 1, ""),
        (SPASTICITY, 2, "nam"),
        (SPASTICITY, 5, "plain_name"),
    ]
    assert expected == [problem[:3] for problem in problems(toy_folder)]


BOTH_TOLD: list[tuple[str, list[tuple[str, str]], list[tuple[int, str]]]] = [
    # file; what is replaced, and by what; line and path of each problem
    (
        CRAMPS,
        [("band: freq", "band: &x freq"), ("synonyms", "synonims")],
        [(3, "synonims"), (8, "")],
    ),
    (CRAMPS, [("es: Cal", "es: *Cal"), ("broad", "broader")], [(12, ""), (16, "xrefs.1.match")]),
    (CRAMPS, [("'no'", "no"), ("parents", "parent")], [(6, "parent"), (13, "")]),
    (SPASTICITY, [("name: Spas", "12: Spas"), ("stiff m", "5 # m")], [(2, ""), (5, "plain_name")]),
    (
        SPASTICITY,
        [("name: S", "name: S\nname: T"), ("stiff m", "5 # m")],
        [(3, ""), (6, "plain_name")],
    ),
    (SPASTICITY, [("id: ", "id: !!str "), ("stiff m", "5 # m")], [(1, ""), (5, "plain_name")]),
    (
        TRIAL,
        [("id: trial-2015\n", "id: *t\n"), ("60", "x")],
        [(1, ""), (20, "evidence.0.participants")],
    ),
    (TRIAL, [("2015\np", "x\np"), ("adults", "@")], [(5, "year"), (19, "")]),
    (
        TRIAL,
        [("evidence:", "evidence: &x"), ("60", "x")],
        [(12, ""), (20, "evidence.0.participants")],
    ),
    (
        TRIAL,
        [("2015\np", "x\np"), ("evidence:", "evidence: *x\nzzz:")],
        [(5, "year"), (12, ""), (13, "zzz")],
    ),
    (MANIFEST, [("2026.1.31", "2026"), ("name: Toy", "name: '")], [(1, "version"), (9, "")]),
    (
        CLASSES,
        [("name: Z", "nom: Z"), ("id: tox", "id: &x tox")],
        [(5, ""), (13, "2"), (14, "2.nom")],
    ),
    (
        CLASSES,
        [("name: Rel", "nom: Rel"), ("[zines", "[zines, {")],
        [(1, "0"), (2, "0.nom"), (15, "")],
    ),
]


@pytest.mark.parametrize(("file", "spoilt", "expected"), BOTH_TOLD)
def test_a_defect_of_yaml_hides_no_other(
    toy_folder: Path,
    file: str,
    spoilt: list[tuple[str, str]],
    expected: list[tuple[int, str]],
) -> None:
    """What is not our YAML and what is no record are told together, and nothing that follows."""
    for old, new in spoilt:
        replace(toy_folder, file, old, new)
    assert expected == [problem[1:3] for problem in problems(toy_folder) if problem[0] == file]


def test_a_cycle_is_named(toy_folder: Path) -> None:
    """A cycle of parents is shown as the way around."""
    replace(
        toy_folder,
        "symptoms/muscle-symptoms.yaml",
        "reviewed:",
        "parents: [night-cramps]\nreviewed:",
    )
    (found,) = problems(toy_folder)
    assert re.search(r"is above itself: (\S+) -> \S+ -> \S+ -> \1$", found[3])


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ClassValidationError("", [TypeError("bad")], Symptom), "bad"),
        (IterableValidationError("", [ValueError("bad")], list), "bad"),
        (ValueError("bad", "and", "more"), "bad"),
        (ZeroDivisionError(), "ZeroDivisionError"),
    ],
)
def test_errors_without_a_place_are_explained(error: Exception, message: str) -> None:
    """What says nothing of its place is reported for the whole, whatever it holds."""
    assert [(("here",), message)] == list(explain(error, ("here",)))


class Leaf(NamedTuple):
    """A scalar in a file of the toy base."""

    file: str
    path: tuple[str | int, ...]
    start: int
    end: int
    line: int
    is_key: bool


def leaves(file: str, node: yaml.Node, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    """Every key and every scalar value of a document."""
    if isinstance(node, yaml.ScalarNode):
        yield leaf(file, node, path, is_key=False)
    elif isinstance(node, yaml.SequenceNode):
        for at, member in enumerate(node.value):
            yield from leaves(file, member, (*path, at))
    else:
        for key, value in node.value:
            yield leaf(file, key, (*path, key.value), is_key=True)
            yield from leaves(file, value, (*path, key.value))


def leaf(file: str, node: Any, path: tuple[str | int, ...], *, is_key: bool) -> Leaf:
    """A scalar with its place in the text."""
    start, end = node.start_mark, node.end_mark
    return Leaf(file, path, start.index, end.index, start.line + 1, is_key)


LEAVES = [
    found
    for path in sorted(TOY.rglob("*.yaml"))
    for found in leaves(path.relative_to(TOY).as_posix(), yaml.compose(path.read_text("utf-8")))
]
NUMBERS = ("year", "participants")
IDS = {
    "drug_classes": "nobody",
    "ingredients": "nobody",
    "intervention": "therapies/nobody",
    "interventions": "medications/nobody",
    "mechanisms": "nobody",
    "parents": "nobody",
    "partner": "agents/nobody",
    "source": "nobody",
    "symptom": "nobody",
    "symptoms": "nobody",
    "through": "nobody",
}
"""Fields that name records, and what names none."""


def spoil(toy_files: Mapping[str, str], found: Leaf, new: str) -> dict[str, str]:
    """The files of the toy base with one scalar replaced."""
    text = toy_files[found.file]
    return {**toy_files, found.file: text[: found.start] + new + text[found.end :]}


def places(folder: Any) -> list[tuple[str, int | None]]:
    """File and line of every problem of a folder."""
    with pytest.raises(DataError) as caught:
        read(folder)
    assert str(caught.value)
    return [(problem.file, problem.line) for problem in caught.value.problems]


BAD = ("{a: 1}", "[1]", "true", "0.5", "no", "!!str a", "&a b", "*a", '"\\a"', "'  '", "@")
"""What no field takes: another type, a control character, blanks, and what is not our YAML."""


@given(st.sampled_from([x for x in LEAVES if not x.is_key]), st.sampled_from(BAD))
@settings(max_examples=120)
def test_a_spoilt_value_is_found_at_its_line(
    toy_files: Mapping[str, str], in_memory: InMemory, found: Leaf, bad: str
) -> None:
    """A value of the wrong type, a tag, an anchor or a disputed word is a problem of that line."""
    where = places(in_memory(spoil(toy_files, found, bad)))
    assert {found.file} == {file for file, _ in where}
    assert found.line in {line for _, line in where}


@given(st.sampled_from([x for x in LEAVES if x.is_key and "translations" not in x.path[:-1]]))
@settings(max_examples=50)
def test_a_misspelled_key_is_found_at_its_line(
    toy_files: Mapping[str, str], in_memory: InMemory, found: Leaf
) -> None:
    """A key with a letter too many is a problem of that line."""
    name = toy_files[found.file][found.start : found.end]
    where = places(in_memory(spoil(toy_files, found, f"{name}x")))
    assert {found.file} == {file for file, _ in where}
    assert found.line in {line for _, line in where}


def column(found: Leaf) -> int:
    """How far a scalar stands from the start of its line."""
    text = (TOY / found.file).read_text("utf-8")
    return found.start - text.rfind("\n", 0, found.start) - 1


def begins_a_line(found: Leaf) -> bool:
    """Whether a scalar is a key in block style."""
    line = (TOY / found.file).read_text("utf-8").splitlines()[found.line - 1]
    return found.is_key and not line[: column(found)].strip(" -")


@given(st.sampled_from(list(filter(begins_a_line, LEAVES))))
@settings(max_examples=50)
def test_a_repeated_key_is_found_at_its_line(
    toy_files: Mapping[str, str], in_memory: InMemory, found: Leaf
) -> None:
    """A key that stands twice is a problem of the line where it stands again."""
    name = toy_files[found.file][found.start : found.end]
    twice = f"{name}: x\n{' ' * column(found)}{name}"
    where = places(in_memory(spoil(toy_files, found, twice)))
    assert [(found.file, found.line + 1)] == where


def names_a_record(found: Leaf) -> bool:
    """Whether a scalar is an id of another record."""
    steps = [step for step in found.path if isinstance(step, str)]
    return not found.is_key and steps[-1] in IDS


@given(st.sampled_from(list(filter(names_a_record, LEAVES))))
@settings(max_examples=50)
def test_a_dangling_id_is_found_at_its_line(
    toy_files: Mapping[str, str], in_memory: InMemory, found: Leaf
) -> None:
    """An id that no record has is a problem of that line, whatever else then fails."""
    field = [step for step in found.path if isinstance(step, str)][-1]
    where = places(in_memory(spoil(toy_files, found, IDS[field])))
    assert (found.file, found.line) in where


@given(st.sampled_from(sorted({x.file for x in LEAVES})), st.data())
@settings(max_examples=60)
def test_any_edit_is_read_or_is_an_error_of_ours(
    toy_files: Mapping[str, str], in_memory: InMemory, file: str, data: st.DataObject
) -> None:
    """Whatever is typed anywhere into a file, no error comes from a library below us."""
    text = toy_files[file]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    typed = data.draw(st.text("ab01:-[]{}'\"#&*!|>%@`\\, \n\t\0é~?=<", max_size=6))
    folder = in_memory({**toy_files, file: text[:start] + typed + text[end:]})
    with contextlib.suppress(DataError):
        assert read(folder).disease.id
