"""Exports: one function, whole files or none, and errors of ours."""

import errno
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import alstx
from alstx import (
    AlstxError,
    InvalidArgumentError,
    KnowledgeBase,
    MissingExtraError,
    NotFoundError,
    WriteError,
)
from alstx.export import BINARY, FOLDERS, FORMATS, files, render, write
from alstx.io.writer import files as written

SINGLE = sorted(set(FORMATS) - FOLDERS - BINARY)
PACKAGES = ["csv", "jsonl"]
LIGHT = sorted(FOLDERS - {"parquet"})


def listing(folder: Path) -> dict[str, bytes]:
    """Gives every file below a folder: path to content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("form", SINGLE)
def test_a_file_is_written(toy: KnowledgeBase, tmp_path: Path, form: str) -> None:
    """A format that is one file writes what `render` gives, and nothing else."""
    written = write(toy, form, tmp_path / "out")
    assert written == tmp_path / "out"
    assert {"out": render(toy, form).encode()} == listing(tmp_path)


@pytest.mark.parametrize("form", PACKAGES)
def test_a_folder_is_written(toy: KnowledgeBase, tmp_path: Path, form: str) -> None:
    """A format that is a folder writes a data package, over an older one of any format."""
    for old in (*PACKAGES, form):
        assert write(toy, old, str(tmp_path / "out")) == tmp_path / "out"
    names = set(listing(tmp_path))
    assert "out/datapackage.json" in names
    assert f"out/treatments.{form}" in names
    assert {f".{form}", ".json"} == {Path(name).suffix for name in names}


@pytest.mark.parametrize("form", [*SINGLE, *LIGHT, *BINARY])
def test_exports_are_deterministic(tmp_path: Path, form: str) -> None:
    """Two processes with different hash seeds write the same bytes."""
    toy = Path(__file__).parent / "toy"
    code = "import alstx, sys; alstx.export.write(alstx.load(sys.argv[1]), *sys.argv[2:])"
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", code, str(toy), form, str(tmp_path / seed)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
    if form in FOLDERS:
        assert listing(tmp_path / "1") == listing(tmp_path / "2")
    else:
        assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_every_export_carries_the_terms(toy: KnowledgeBase, tmp_path: Path) -> None:
    """Disclaimer, version and licence stand in whatever has room for them."""
    for form in ("json", "fhir", "sssom"):
        text = render(toy, form)
        assert alstx.DISCLAIMER in text, form
        assert toy.version in text, form
        assert "licenses/by/4.0" in text or "CC-BY-4.0" in text, form
    for form in LIGHT:
        name = "datapackage.json" if form in PACKAGES else "README.md"
        text = (write(toy, form, tmp_path / form) / name).read_text("utf-8")
        assert alstx.DISCLAIMER in text
        assert toy.version in text
        assert "CC-BY-4.0" in text


def test_unknown_format(toy: KnowledgeBase, tmp_path: Path) -> None:
    """An unknown format is answered with a near one or with all, and nothing is written."""
    with pytest.raises(NotFoundError, match="no format 'jsno'; did you mean 'json'"):
        write(toy, "jsno", tmp_path / "out")
    with pytest.raises(NotFoundError, match=r"no format 'zzzzzz'; .*'json' or .* or 'yaml'"):
        render(toy, "zzzzzz")
    blank: Any
    for blank in ("", " ", None, 5):
        told = re.escape(f"a format is one of {', '.join(FORMATS)}; got {blank!r}")
        with pytest.raises(InvalidArgumentError, match=f"^{told}$"):
            render(toy, blank)
        with pytest.raises(InvalidArgumentError, match=f"^{told}$"):
            write(toy, blank, tmp_path / "out")
    assert not listing(tmp_path)


def test_a_folder_cannot_be_rendered(toy: KnowledgeBase) -> None:
    """A format that is a folder has no text."""
    with pytest.raises(InvalidArgumentError) as caught:
        render(toy, "csv")
    assert str(caught.value) == "the format 'csv' is a folder of files; write it to a path"
    with pytest.raises(InvalidArgumentError) as caught:
        render(toy, "sqlite")
    assert str(caught.value) == "the format 'sqlite' is a file that is not text; write it to a path"


def test_the_guide_says_who_accepts_each_format() -> None:
    """docs/exports.md lists every format, and for each the outside program that accepts it."""
    page = (Path(__file__).parent.parent / "docs" / "exports.md").read_text("utf-8")
    table = re.search(r"^## Who accepts them\n(.*?)^## ", page, re.MULTILINE | re.DOTALL)
    assert table
    for rows in (page.partition("## ")[0], table[1]):
        first = [line.split("|")[1] for line in rows.splitlines() if line.startswith("| `")]
        assert sorted(FORMATS) == sorted(re.findall(r"`([a-z-]+)`", " ".join(first)))


def test_a_folder_of_yaml_comes_back(kb: KnowledgeBase, tmp_path: Path) -> None:
    """The records of an installed package are written as the files that they are kept in."""
    folder = write(kb, "yaml", tmp_path / "data")
    assert alstx.load(folder) == kb
    found = listing(folder)
    assert alstx.DISCLAIMER in found.pop("README.md").decode()
    assert found == {path: text.encode() for path, text in written(kb.records).items()}


def test_a_folder_of_yaml_is_never_replaced(toy: KnowledgeBase, tmp_path: Path) -> None:
    """Somebody may have edited it, so it is written only where nothing is."""
    folder = write(toy, "yaml", tmp_path / "data")
    before = listing(folder)
    with pytest.raises(WriteError, match="which is not ours to replace"):
        write(toy, "yaml", folder)
    assert listing(folder) == before


def test_not_a_base(tmp_path: Path) -> None:
    """What is no base is refused before anything is written."""
    for form in ("json", "csv"):
        with pytest.raises(InvalidArgumentError) as caught:
            write("all", form, tmp_path / "out")  # type: ignore[arg-type]
        assert str(caught.value) == "expected a KnowledgeBase, got 'all'"
    assert not listing(tmp_path)


class BytesPath(os.PathLike[bytes]):
    """A path that is no text."""

    def __fspath__(self) -> bytes:
        """The path."""
        return b"out"

    def __repr__(self) -> str:
        """What an error shows of it."""
        return "BytesPath"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (None, "expected the path of a file or folder, got None"),
        (5, "expected the path of a file or folder, got 5"),
        (b"out", "expected the path of a file or folder, got b'out'"),
        (BytesPath(), "expected the path of a file or folder, got BytesPath"),
        ("", "expected a path that is not blank, got ''"),
        ("  ", "expected a path that is not blank, got '  '"),
    ],
)
def test_not_a_path(toy: KnowledgeBase, path: Any, expected: str) -> None:
    """What is no path, or a blank one, is refused."""
    with pytest.raises(InvalidArgumentError) as caught:
        write(toy, "json", path)
    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("form", "path", "reason"),
    [
        ("json", "nowhere/out", "there is no folder '/.*"),
        ("json", "folder", "is a folder"),
        ("json", "a\0b", ".*embedded null.*"),
        ("json", "n" * 300, "file name too long"),
        ("json", os.devnull, "is no regular file"),
        ("csv", "file", "is a file; this format writes a folder"),
        ("csv", "folder", "the folder holds 'mine.txt', which is not ours to replace"),
        ("csv", "nowhere/out", "there is no folder '/.*"),
    ],
)
def test_bad_paths(toy: KnowledgeBase, tmp_path: Path, form: str, path: str, reason: str) -> None:
    """Where nothing can be written, the error says why, and all stays as it was."""
    (tmp_path / "folder").mkdir()
    for name in ("datapackage.json", "mine.txt", "yours.txt"):
        (tmp_path / "folder" / name).write_text("mine")
    (tmp_path / "file").write_text("mine")
    before = listing(tmp_path)
    with pytest.raises(WriteError) as caught:
        write(toy, form, tmp_path / path)
    assert caught.value.path == str(tmp_path / path)
    assert re.fullmatch(reason, caught.value.reason)
    assert before == listing(tmp_path)


def no_space(*_: object) -> None:
    """Fails as a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("form", "held"), [("json", "out"), ("csv", "out/datapackage.json")])
def test_a_full_disk_leaves_the_old_file(
    toy: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, held: str
) -> None:
    """A writer that fails leaves what stood there, and no scraps."""
    (tmp_path / held).parent.mkdir(exist_ok=True)
    (tmp_path / held).write_text("old")
    monkeypatch.setattr(files.os, "fsync", no_space)
    with pytest.raises(WriteError, match="no space left on device"):
        write(toy, form, tmp_path / "out")
    assert {held: b"old"} == listing(tmp_path)
    assert [tmp_path / "out"] == list(tmp_path.iterdir())


@pytest.mark.parametrize("old", [True, False])
def test_a_folder_that_cannot_be_moved_is_put_back(
    toy: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, old: bool
) -> None:
    """Where the new folder cannot take its place, the old one returns."""
    if old:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "datapackage.json").write_text("old")
    before = listing(tmp_path)
    real = Path.rename

    def rename(self: Path, goal: Path) -> Path:
        if (self / "medications.csv").exists():
            raise OSError(errno.EIO, "Input/output error")
        return real(self, goal)

    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(files, "exchange", lambda *_: False)  # as where the system offers none
    with pytest.raises(WriteError, match="input/output error"):
        write(toy, "csv", tmp_path / "out")
    assert before == listing(tmp_path)
    assert len(list(tmp_path.iterdir())) == old


def test_an_interrupted_writer_leaves_no_scraps(
    toy: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while writing leaves the old file and nothing beside it."""

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    (tmp_path / "out").write_text("old")
    monkeypatch.setattr(files.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(toy, "json", tmp_path / "out")
    assert listing(tmp_path) == {"out": b"old"}


def test_rights_of_the_old_file_stay(toy: KnowledgeBase, tmp_path: Path) -> None:
    """A file that is replaced keeps its mode; a new one has the usual mode."""
    (tmp_path / "plain").touch()
    (tmp_path / "old").touch(mode=0o600)
    write(toy, "sssom", tmp_path / "old")
    write(toy, "sssom", tmp_path / "new")
    modes = {name: (tmp_path / name).stat().st_mode for name in ("plain", "old", "new")}
    assert modes["old"] & 0o777 == 0o600
    assert modes["new"] == modes["plain"]


def test_rights_of_the_old_folder_stay(toy: KnowledgeBase, tmp_path: Path) -> None:
    """So does a folder."""
    for name in ("plain", "old"):
        (tmp_path / name).mkdir()
    (tmp_path / "old").chmod(0o700)
    for name in ("old", "new"):
        write(toy, "csv", tmp_path / name)
    modes = {name: (tmp_path / name).stat().st_mode for name in ("plain", "old", "new")}
    assert modes["old"] & 0o777 == 0o700
    assert modes["new"] == modes["plain"]


def test_links_are_followed(toy: KnowledgeBase, tmp_path: Path) -> None:
    """A link stays a link; what it leads to is written."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "out")
    goal = write(toy, "maxo", tmp_path / "link")
    assert goal == tmp_path / "real" / "out"
    assert (tmp_path / "link").is_symlink()
    assert render(toy, "maxo") == (tmp_path / "link").read_text("utf-8")


@pytest.mark.parametrize("missing", ["pyarrow", "pyarrow.parquet"])
def test_parquet_names_its_extra(
    toy: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """Without pyarrow, Parquet says which extra brings it, and nothing is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", ModuleType("pyarrow"))
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingExtraError) as caught:
        write(toy, "parquet", tmp_path / "out")
    told = "the format parquet needs the extra 'arrow': pip install 'alstx[arrow]'"
    assert str(caught.value) == told
    assert not list(tmp_path.iterdir())


def test_write_error_is_a_value() -> None:
    """The error keeps its facts through a pickle, and is an OSError too."""
    error = WriteError("out", "is a folder")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    assert isinstance(again, OSError)
    assert isinstance(again, AlstxError)
    assert str(error) == str(again) == "'out' cannot be written: is a folder"


def test_nothing_is_imported_early() -> None:
    """`import alstx` does not import the exports, and the exports no optional library."""
    code = (
        "import sys, alstx\n"
        "assert 'alstx.export' not in sys.modules\n"
        "alstx.export\n"
        "early = {'pandas', 'polars', 'pyarrow', 'fhir', 'yaml', 'cattrs'} & set(sys.modules)\n"
        "assert not early, early\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
