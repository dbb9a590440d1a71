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
from alstx import DataError, KnowledgeBase
from alstx.errors import Problem, shown
from alstx.io.loader import read
from alstx.io.structure import explain
from alstx.model import Symptom
from alstx.tables.docs import types
from shapes import fields, inner

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
    "stray folder": (
        lambda f: (f / "medication").mkdir(),
        "medication",
        "is no part of a data folder; did you mean 'medications'?",
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
    "symlink loop": (
        lambda f: (f / "symptoms" / "loop.yaml").symlink_to("loop.yaml"),
        "symptoms/loop.yaml",
        "is a symbolic link; links are not followed",
    ),
    "symlink to nowhere": (
        lambda f: (f / "symptoms" / "gone.yaml").symlink_to("nowhere"),
        "symptoms/gone.yaml",
        "is a symbolic link; links are not followed",
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
    "huge file": (
        lambda f: (f / "symptoms" / "spasticity.yaml").write_bytes(b"#" * 2_000_001),
        "symptoms/spasticity.yaml",
        "has more than 2000000 bytes",
    ),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_spoilt_folders(toy_folder: Path, name: str) -> None:
    """A folder that is not in shape has one problem, of the entry: nothing that follows of it."""
    spoil, file, message = FOLDERS[name]
    spoil(toy_folder)
    replace(toy_folder, ALPHAZINE, "partner: agents/mao-inhibitors", "partner: agents/toyhol")
    assert [(file, None, "", message)] == problems(toy_folder)


@pytest.mark.parametrize("depth", [0, 1])
def test_an_empty_folder_holds_no_records(tmp_path: Path, depth: int) -> None:
    """A folder without data is a problem, and no empty base."""
    folder = tmp_path / "empty"
    folder.mkdir()
    if depth:
        (folder / ".hidden").write_text("x")
    assert [(shown(str(folder)), None, "", "holds no records")] == problems(folder)


def test_products_are_a_list(toy_folder: Path) -> None:
    """Anything else in their file is told, and where."""
    (toy_folder / "products.yaml").write_text("Duozine forte\n")
    told = "expected a list of products, got 'Duozine forte'"
    assert [(file, message) for file, _, _, message in problems(toy_folder)] == [
        ("products.yaml", told)
    ]


def test_a_folder_of_something_else_is_one_problem(tmp_path: Path, toy: KnowledgeBase) -> None:
    """A folder that holds nothing of ours is told to be none, with the first near name."""
    known = (
        "medications, sources, symptoms, therapies, "
        "agents.yaml, drug_classes.yaml, mechanisms.yaml, manifest.yaml, products.yaml"
    )
    said = f"is no data folder: it holds none of {known}"
    (tmp_path / "notes.txt").write_text("x")
    expected = [(shown(str(tmp_path)), None, "", said)]
    assert expected == problems(tmp_path)
    (tmp_path / "sympotms").mkdir()
    (tmp_path / "Sources").mkdir()
    hint = "; is 'Sources' meant to be 'sources'?"
    assert [(shown(str(tmp_path)), None, "", said + hint)] == problems(tmp_path, extends=toy)


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
    folders: list[tuple[Any, str]] = [
        (Listed(Broken("agents.yaml", error)), "agents.yaml"),
        (Listed(Broken("symptoms", error, is_file=False)), "symptoms/"),
        (root := Broken("folder", error), shown(str(root))),
    ]
    for folder, file in folders:
        with pytest.raises(DataError) as caught:
            read(folder)
        assert caught.value.problems == (Problem(file, None, "", reason),)


def test_an_unreadable_folder_in_a_base_is_one_problem(
    toy_files: Mapping[str, str], in_memory: InMemory
) -> None:
    """Where a whole kind cannot be read, nothing that names its records is told."""
    base = in_memory(toy_files)
    error = PermissionError(13, "Permission denied")
    base.entries["sources"] = Broken("sources", error, is_file=False)
    with pytest.raises(DataError) as caught:
        read(base)
    assert [str(p) for p in caught.value.problems] == [
        "sources/: cannot be read: Permission denied"
    ]


ALPHAZINE = "medications/alphazine.yaml"
SPASTICITY = "symptoms/spasticity.yaml"
CRAMPS = "symptoms/muscle-cramps.yaml"
TRIAL = "sources/trial-2015.yaml"
MANIFEST = "manifest.yaml"
CLASSES = "drug_classes.yaml"


def test_every_problem_is_listed(toy_folder: Path) -> None:
    """All files are read, and all of their problems are listed, in order of file and line."""
    replace(toy_folder, SPASTICITY, "name: Spas", "nam: Spas")
    replace(toy_folder, SPASTICITY, "stiff muscles", "5")
    replace(toy_folder, TRIAL, "participants: 60", "participants: sixty")
    replace(toy_folder, CRAMPS, "band: frequent", "band: &x frequent")
    expected = [
        (TRIAL, 32, "evidence.0.participants"),
        (CRAMPS, 8, ""),
        (SPASTICITY, 1, ""),
        (SPASTICITY, 2, "nam"),
        (SPASTICITY, 5, "plain_name"),
    ]
    assert expected == [problem[:3] for problem in problems(toy_folder)]


BROKEN: list[tuple[str, list[tuple[str, str]], list[tuple[int, str]]]] = [
    # file; what is replaced, and by what; line and path of each problem
    (TRIAL, [("2015\np", "x\np"), ("adults", "@")], [(5, "year"), (31, "")]),
    (MANIFEST, [("2026.1.31", "2026"), ("name: Toy", "name: '")], [(1, "version"), (9, "")]),
    (
        CLASSES,
        [("name: Rel", "nom: Rel"), ("[zines", "[zines, {")],
        [(1, "0"), (2, "0.nom"), (15, "")],
    ),
]


@pytest.mark.parametrize(("file", "spoilt", "expected"), BROKEN)
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
IDS = {
    **{field.name: "nobody" for _, field in fields() if "ref" in field.metadata},
    "intervention": "therapies/nobody",
    "interventions": "medications/nobody",
    "partner": "agents/nobody",
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


def takes(found: Leaf, bad: str) -> bool:
    """Whether a value is of the type of its field: flags and numbers are what they look like."""
    wanted = {"true": bool, "0.5": float}.get(bad)
    kinds = {inner(types(cls)[f.name]) for cls, f in fields() if f.name == found.path[-1]}
    return wanted in kinds


@given(
    st.tuples(st.sampled_from([x for x in LEAVES if not x.is_key]), st.sampled_from(BAD)).filter(
        lambda drawn: not takes(*drawn)
    )
)
@settings(max_examples=120)
def test_a_spoilt_value_is_found_at_its_line(
    toy_files: Mapping[str, str], in_memory: InMemory, drawn: tuple[Leaf, str]
) -> None:
    """A value of the wrong type, a tag, an anchor or a disputed word is a problem of that line."""
    found, bad = drawn
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
