"""Tables that the command annotate reads and writes: delimiters, wrong files, full disks."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import alstx
from alstx.tables import files as tables

Run = Callable[..., Result]

TOY = str(Path(__file__).parent / "toy")


# separators

ROWS = [["id", "drug", "note"], ["1", "ELAVIL 25MG", "a,b"], ["2", "none", '"x"']]


@pytest.fixture(params=["polars", "pandas", "pyarrow"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A library that writes tables, while those before it are not there."""
    pytest.importorskip("narwhals")
    pytest.importorskip("pyarrow")
    order = ["polars", "pandas", "pyarrow"]
    for other in order[: order.index(request.param)]:
        monkeypatch.setitem(sys.modules, other, None)
    return str(request.param)


def annotate(run: Run, file: Path, output: Path, *more: str) -> Result:
    """Runs the command on the column ``drug``."""
    return run("annotate", str(file), "--column", "drug", "-o", str(output), *more)


@pytest.mark.parametrize(
    ("sign", "options", "suffix"),
    [
        (";", ["--separator", ";"], ".csv"),
        ("|", ["--separator", "|"], ".csv"),
        ("\t", ["--separator", "tab"], ".csv"),
        ("\t", ["--separator", "\\t"], ".csv"),
        (",", ["--separator", ","], ".csv"),
        (",", [], ".csv"),
        ("\t", [], ".tsv"),
        ("\t", ["--separator", ";"], ".TSV"),
    ],
)
@pytest.mark.parametrize("library", ["polars", "pandas"], indirect=True)
@pytest.mark.usefixtures("library")
def test_cells_are_parted_by_any_sign(
    run: Run, tmp_path: Path, sign: str, options: list[str], suffix: str
) -> None:
    """A table is read and written with its own sign; what stood in its cells stands there still."""
    file, out = tmp_path / f"t{suffix}", tmp_path / f"o{suffix}"
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in ROWS]
    file.write_text("\n".join(sign.join(row) for row in quoted) + "\n", "utf-8")
    assert annotate(run, file, out, *options).exit_code == 0
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=sign))
    assert [row[:3] for row in rows] == ROWS
    assert rows[0][3] == "alstx_medications"
    assert rows[1][3] == "amitriptyline"


@pytest.mark.parametrize("library", ["polars", "pandas"], indirect=True)
@pytest.mark.usefixtures("library")
def test_every_sign_parts_cells_or_is_refused(tmp_path: Path) -> None:
    """Whatever sign is taken, a table comes back as it was, quotes, breaks and blanks included."""
    rows = [["id", "drug x"], ["1", 'a "b", c;d'], ["", "e\nf"], ["2", " g "]]
    path, taken = tmp_path / "t.csv", ""
    for sign in map(chr, range(160)):
        try:
            parts = tables.delimiter_of(sign)
        except alstx.InvalidArgumentError:
            continue
        taken += sign
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=parts, quoting=csv.QUOTE_ALL).writerows(rows)
        written = tables.to_bytes(tables.read(str(path), parts), ".csv", parts).decode()
        assert rows == list(csv.reader(io.StringIO(written, newline=""), delimiter=parts)), sign
    assert set(",;|\t :/") <= set(taken)


@pytest.mark.parametrize("library", ["polars", "pandas"], indirect=True)
@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"drug\n", "0 rows"),
        (b"\xef\xbb\xbfdrug\r\nElavil\r\n", "1 row"),
        (b"drug\nElavil", "1 row"),
    ],
    ids=["header only", "mark and returns", "no last break"],
)
def test_odd_but_good_tables(run: Run, tmp_path: Path, data: bytes, count: str) -> None:
    """A table without rows, with a byte order mark or without a last line break is a table."""
    file, out = tmp_path / "t.csv", tmp_path / "o.csv"
    file.write_bytes(data)
    assert annotate(run, file, out).stdout.startswith(f"{count}, ")
    assert out.read_text("utf-8").startswith("drug,alstx_medications,")


def test_parquet_is_written_with_a_sign(run: Run, tmp_path: Path, library: str) -> None:
    """From Parquet each library writes text with the sign that was asked for."""
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    file, out, back = tmp_path / "t.parquet", tmp_path / "o.csv", tmp_path / "o.parquet"
    parquet.write_table(arrow.table({"drug": ["Elavil", None], "n": ["1", "2"]}), file)
    del library
    assert annotate(run, file, out, "--separator", ";").exit_code == 0
    header, first, _ = out.read_text("utf-8").replace('"', "").splitlines()
    assert header.startswith("drug;n;alstx_medications;")
    assert first.startswith("Elavil;1;amitriptyline;")
    assert annotate(run, file, back).exit_code == 0
    assert parquet.read_table(back).column("alstx_names").to_pylist() == ["Amitriptyline", None]


@pytest.mark.parametrize(("sign", "typed"), [(";", "';'"), ("\t", "tab"), ("|", "'|'")])
def test_another_sign_is_pointed_out(run: Run, tmp_path: Path, sign: str, typed: str) -> None:
    """A table that has one column only because of its sign is answered with the option."""
    pytest.importorskip("polars")
    file, out = tmp_path / "t.csv", tmp_path / "o.csv"
    file.write_text(f"id{sign}drug\n1{sign}Elavil\n", "utf-8")
    result = annotate(run, file, out)
    assert result.exit_code == 1
    assert result.stderr.rstrip().endswith(f"separates its cells, say --separator {typed}")
    assert len(result.stderr.splitlines()) == 1
    assert not out.exists()
    told = annotate(run, file, out, "--separator", ",")
    assert told.stderr.startswith("no column 'drug'")


@pytest.mark.parametrize("sign", ["", "ab", "x", "1", '"', "\n", "\u00a7", "\0"])
def test_what_cannot_part_cells_is_refused(run: Run, tmp_path: Path, sign: str) -> None:
    """A separator is one sign of ASCII that is no letter, digit or quote."""
    result = annotate(run, tmp_path / "t.csv", tmp_path / "o.csv", "--separator", sign)
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "--separator takes one character, such as ';', '|' or tab, not "
    )


def test_all_that_is_missing_is_named_at_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With neither narwhals nor a library that reads tables, one command installs both."""
    for module in ("narwhals", "polars", "pandas", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, module, None)
    result = annotate(run, tmp_path / "t.csv", tmp_path / "o.csv")
    assert result.exit_code == 1
    assert result.stderr.endswith("pip install 'alstx[frames,polars]'\n")


# files that go wrong

WRONG = {
    "utf16.csv": "drug,n\nElavil,1\n".encode("utf-16"),
    "latin.csv": "m\u00e9dicament,drug\n1,2\n".encode("latin-1"),
    "zip.csv": b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xb5U0#",
    "text.tsv": b"drug\tb\n1\t2\t3\n",
    "text.parquet": b"drug\n1\n",
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_table_is_told(run: Run, tmp_path: Path, name: str) -> None:
    """A file in a wrong encoding or form ends in one line, with exit code 1, and no output."""
    pytest.importorskip("polars")
    file, out = tmp_path / name, tmp_path / "out.csv"
    file.write_bytes(WRONG[name])
    result = annotate(run, file, out)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert f"is not a table in the format .{name.rpartition('.')[2]}: " in line
    assert name not in ("utf16.csv", "latin.csv") or "it is not UTF-8; save it as such" in line
    assert [file] == list(tmp_path.iterdir())


def process(*args: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Runs the command line in a process of its own."""
    command = [sys.executable, "-m", "alstx", *args]
    return subprocess.run(command, stderr=subprocess.PIPE, check=False, **options)


def _fill_the_disk() -> None:
    """Lets the process write files of 4 kB at most, as a disk does that runs full."""
    import resource  # noqa: PLC0415 (POSIX only)
    import signal  # noqa: PLC0415 (POSIX only)

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on files")
@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_export_onto_a_full_disk_leaves_what_was_there(tmp_path: Path, form: str) -> None:
    """Where the disk runs full, the message says so and the old export stands as it stood."""
    goal = tmp_path / "out"
    assert process("export", "-f", form, "-o", str(goal), "--data", TOY).returncode == 0
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    done = process("export", "-f", form, "-o", str(goal), preexec_fn=_fill_the_disk)
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert "cannot be written: " in line
    assert before == {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on files")
def test_an_annotation_onto_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    """Where the disk runs full, the table that was to be replaced stands as it stood."""
    pytest.importorskip("polars")
    file = tmp_path / "t.csv"
    file.write_text("drug\n" + "Elavil\n" * 1000, "utf-8")
    before = file.read_bytes()
    args = ("annotate", str(file), "-c", "drug", "-o", str(file))
    done = process(*args, preexec_fn=_fill_the_disk)
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert "cannot be written: " in line
    assert file.read_bytes() == before
    assert [file] == list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_device_is_told(tmp_path: Path) -> None:
    """A device is no place for a table or an export; a full standard output is told in a line."""
    pytest.importorskip("polars")
    file, link = tmp_path / "t.csv", tmp_path / "full.csv"
    file.write_text("drug\nElavil\n", "utf-8")
    link.symlink_to("/dev/full")
    for args in (
        ("annotate", str(file), "-c", "drug", "-o", str(link)),
        ("export", "-f", "json", "-o", "/dev/full"),
    ):
        done = process(*args)
        assert done.returncode == 1
        assert b"cannot be written: is no regular file" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    with Path("/dev/full").open("wb") as full:
        annotated = ("annotate", str(file), "-c", "drug", "-o", str(tmp_path / "o.csv"))
        for command in (annotated, ("validate", TOY, "--json")):
            done = process(*command, stdout=full)
            assert done.returncode == 1
            assert done.stderr.startswith(b"the output cannot be written: ")
            assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX pipe")
def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    """A reader that has gone away is no error, for a table and a check as for an answer."""
    pytest.importorskip("polars")
    file = tmp_path / "t.csv"
    file.write_text("drug\nElavil\n", "utf-8")
    for args in (
        ("annotate", str(file), "-c", "drug", "-o", str(tmp_path / "o.csv"), "--json"),
        ("validate", TOY),
        ("schema", "--json"),
    ):
        read, write = os.pipe()
        os.close(read)
        done = process(*args, stdout=write)
        os.close(write)
        assert done.stderr == b"", args
        assert done.returncode == 0, args
    assert (tmp_path / "o.csv").is_file()


# standard output


def test_a_table_goes_to_standard_output(run: Run, tmp_path: Path) -> None:
    """``-o -`` writes what else goes into the file, and nothing more."""
    (tmp_path / "in.csv").write_text("drug\nElavil\nnothing\n")
    annotate(run, tmp_path / "in.csv", tmp_path / "out.csv")
    shown = annotate(run, tmp_path / "in.csv", Path("-"))
    assert (tmp_path / "out.csv").read_text("utf-8") == shown.stdout
    assert not shown.stderr


@pytest.mark.parametrize("more", [("in.csv", "--json"), ("in.parquet",)])
def test_what_is_no_text_does_not_go_to_standard_output(
    run: Run, tmp_path: Path, more: tuple[str, ...]
) -> None:
    """A binary table, or one beside a JSON document, is refused before anything is read."""
    name, *options = more
    said = annotate(run, tmp_path / name, Path("-"), *options)
    assert said.exit_code
    assert "does not go to standard output: say where with --output" in said.stderr


def test_a_document_goes_to_standard_output(run: Run) -> None:
    """``-o -`` is the same as no ``-o``, for documents and for the refusal of folders."""
    for form in ("sssom", "csv"):
        plain, dashed = (run("export", "-f", form, *o) for o in ((), ("-o", "-")))
        assert (plain.exit_code, plain.output) == (dashed.exit_code, dashed.output)
