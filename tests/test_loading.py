"""What `load` takes: nothing, a folder, a document, and a base to extend."""

import os
from pathlib import Path
from typing import Any

import pytest

import alstx
from alstx import DataError, InvalidArgumentError, KnowledgeBase
from alstx.errors import Problem

TOY = Path(__file__).parent / "toy"
EXPORTED = Path(__file__).parent / "golden" / "exports" / "toy.json"


class Where:
    """Something that stands for a path."""

    def __init__(self, path: str) -> None:
        """Keeps the path."""
        self.path = path

    def __fspath__(self) -> str:
        """Gives the path."""
        return self.path


def test_every_way_to_name_the_folder(toy: KnowledgeBase) -> None:
    """A text, a path and an entry of a directory listing name the same folder."""
    with os.scandir(TOY.parent) as entries:
        entry = next(entry for entry in entries if entry.name == "toy")
        for path in (TOY, str(TOY), f"{TOY}/", entry, Where(str(TOY))):
            assert toy == alstx.load(path)


def test_a_folder_is_read_anew_each_time() -> None:
    """Only the bundled base is kept."""
    assert alstx.load(TOY) is not alstx.load(TOY)


@pytest.mark.parametrize("name", ["toy.json", "TOY.JSON"])
def test_a_document_is_read_by_its_ending(toy: KnowledgeBase, tmp_path: Path, name: str) -> None:
    """An exported base is read, however its ending is written; a folder may be named so too."""
    (tmp_path / name).write_bytes(EXPORTED.read_bytes())
    assert toy == alstx.load(tmp_path / name) == alstx.load(str(tmp_path / name))
    folder = tmp_path / "folder.json"
    folder.symlink_to(TOY, target_is_directory=True)
    assert toy == alstx.load(folder)


@pytest.mark.parametrize("path", [TOY, EXPORTED])
def test_a_base_is_extended_by_both(toy: KnowledgeBase, path: Path) -> None:
    """Folder and document add to the base that is extended, and here clash with it."""
    with pytest.raises(DataError, match="'alphazine' stands more than once in medications"):
        alstx.load(path, extends=toy)


@pytest.mark.parametrize(
    "path",
    [
        "nowhere",
        "nowhere/at/all",
        "nowhere.json",
        "\0",
        "a\0b",
        "a\0.json",
        "x" * 5000,
        f"{'x' * 5000}.json",
        "x/" * 3000,
        "\ud800",
        __file__,
        f"{__file__}/toy",
        "https://example.org/data",
    ],
)
def test_what_is_no_folder_is_a_data_error(path: str) -> None:
    """A missing folder or document, another file and any odd text is one problem that names it."""
    with pytest.raises(DataError) as caught:
        alstx.load(path)
    name = repr(path)
    name = name if len(name) <= 80 else f"{name[:79]}…"
    expected = Problem(name, None, "", "is neither a folder nor a .json file that exists")
    assert (expected,) == caught.value.problems


def test_a_folder_that_is_a_loop(tmp_path: Path) -> None:
    """A link to itself is no folder."""
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(DataError, match="is neither a folder"):
        alstx.load(tmp_path / "loop")


@pytest.mark.parametrize("path", ["", "  ", b"toy", 5, 0.5, True, ["toy"], object()])
def test_load_takes_a_path(path: Any) -> None:
    """Anything but a path is an error in the argument."""
    with pytest.raises(InvalidArgumentError) as caught:
        alstx.load(path)
    assert str(caught.value) == f"load takes the path of a folder, not {path!r}"


def test_load_takes_a_path_of_text(toy: KnowledgeBase) -> None:
    """A path of bytes, and no path to extend a base with, are errors in the argument."""
    with os.scandir(os.fsencode(TOY)) as entries:
        entry: Any = next(entries)
    with pytest.raises(InvalidArgumentError, match="load takes the path of a folder, not b'"):
        alstx.load(entry)
    with pytest.raises(InvalidArgumentError, match=r"^load takes the path of a folder, not None$"):
        alstx.load(extends=toy)


@pytest.mark.parametrize("base", ["toy", TOY, 5, True, object()])
def test_load_extends_a_base(base: Any) -> None:
    """What is extended is a base, and nothing that could be loaded as one."""
    shown = repr(base) if len(repr(base)) <= 80 else f"{repr(base)[:79]}…"
    for arguments in ({"path": TOY}, {}):
        with pytest.raises(InvalidArgumentError) as caught:
            alstx.load(**arguments, extends=base)
        assert str(caught.value) == f"extends takes a KnowledgeBase, not {shown}"
