"""The command line where it is hard: narrow screens, JSON from all commands, files gone wrong."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import alstx
from alstx import KnowledgeBase
from alstx.cli import tables
from alstx.cli.app import app
from alstx.cli.options import choices
from alstx.export import FOLDERS, FORMATS, render

Run = Callable[..., Result]

TOY = str(Path(__file__).parent / "toy")
COMMANDS = [str(info.callback.__name__) for info in app.registered_commands if info.callback]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the application in this process, 100 columns wide unless told otherwise."""

    def runner(*args: str, columns: int = 100) -> Result:
        monkeypatch.setenv("COLUMNS", str(columns))
        return CliRunner().invoke(app, list(args))

    return runner


def joined(text: str) -> str:
    """A text without the line breaks and indents of its layout."""
    return " ".join(text.split())


# help


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_forty_columns(run: Run, command: str) -> None:
    """On a narrow terminal each option has a line of its own, and says all that it says wide."""
    args = [command, "--help"] if command else ["--help"]
    narrow, wide = run(*args, columns=40).stdout, run(*args, columns=200).stdout
    assert max(map(len, narrow.splitlines())) <= 40
    assert joined(narrow).replace("- ", "-") == joined(wide)
    assert "..." not in narrow.partition("Options:")[2].replace("NAME...", "")
    options = re.findall(r"^  (-.*)$", narrow, re.MULTILINE)
    assert options
    assert all(len(option.split("  ")) == 1 for option in options)


def test_choices_are_words() -> None:
    """What can be chosen is named in one phrase."""
    assert choices(["a", "b"]) == "a or b"
    assert choices(iter("abc")) == "a, b or c"


# JSON from every command

ANSWERS = {
    "treatments": ["-s", "drooling"],
    "medications": ["--class", "SSRI"],
    "symptoms": [],
    "evidence": ["-s", "PBA"],
    "interactions": ["baclofen", "alcohol"],
    "search": ["droolng"],
    "show": ["baclofen"],
    "annotate": ["table.csv", "-c", "drug", "-o", "out.csv"],
    "export": ["-f", "maxo", "-o", "out.tsv"],
    "schema": [],
    "validate": [TOY],
    "info": [],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_speaks_json(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Whoever pipes a command with --json into a reader of JSON gets one object of JSON."""
    pytest.importorskip("polars")
    monkeypatch.chdir(tmp_path)
    Path("table.csv").write_text("drug\nElavil\n", "utf-8")
    result = run(command, *ANSWERS[command], "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert isinstance(document, dict)
    if command != "schema":
        assert document["alstx"] == alstx.__version__


@pytest.mark.parametrize("name", sorted(set(FORMATS) - FOLDERS))
def test_an_export_to_standard_output_is_json_or_refused(
    run: Run, kb: KnowledgeBase, name: str
) -> None:
    """A document that is JSON is printed as it is; another one is not passed off as JSON."""
    result = run("export", "-f", name, "--json")
    if name in ("json", "json-schema", "fhir"):
        assert json.loads(result.stdout) == json.loads(render(kb, name))
    else:
        assert result.exit_code == 2
        assert result.stdout == ""
        assert f"the format {name} is no JSON" in result.stderr


def test_what_was_written_is_told_as_json(run: Run, tmp_path: Path) -> None:
    """With --output JSON says what was written where."""
    goal = tmp_path / "out"
    document = json.loads(run("export", "-f", "csv", "-o", str(goal), "--json").stdout)
    assert document["format"] == "csv"
    assert document["written"] == str(goal)
    assert (goal / "datapackage.json").is_file()


def test_annotate_counts_in_json(run: Run, tmp_path: Path) -> None:
    """The counts of the line stand in the JSON too."""
    pytest.importorskip("polars")
    file, out = tmp_path / "t.csv", tmp_path / "o.csv"
    file.write_text("drug\nElavil\nbaclofin 10\nnone\n", "utf-8")
    args = ("annotate", str(file), "-c", "drug", "-o", str(out))
    document = json.loads(run(*args, "--json").stdout)
    assert (document["rows"], document["with_a_medicine"], document["misspelled"]) == (3, 2, 1)
    assert document["written"] == str(out)
    assert "3 rows, 2 with a medicine, 1 of them misspelled" in run(*args).stdout


# validate


def test_validate_as_json(run: Run, toy: KnowledgeBase, toy_folder: Path) -> None:
    """JSON has the counts of a valid folder, or every problem by its parts; same exit codes."""
    document = json.loads(run("validate", str(toy_folder), "--json").stdout)
    assert document["valid"] is True
    assert document["problems"] == []
    assert document["counts"] == {kind: len(held) for kind, held in toy.records.kinds()}
    assert document["version"] == toy.version
    path = toy_folder / "medications" / "betamol.yaml"
    path.write_text(path.read_text("utf-8").replace("kind: ingredient", "kind: syrup"), "utf-8")
    with pytest.raises(alstx.DataError) as caught:
        alstx.load(toy_folder)
    result = run("validate", str(toy_folder), "--json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert document["valid"] is False
    assert document["hint"] is None
    told = [alstx.Problem(**problem) for problem in document["problems"]]
    assert list(caught.value.problems) == told


def test_a_folder_of_something_else_is_one_problem(run: Run, tmp_path: Path) -> None:
    """A folder that holds nothing of ours is told once, not once an entry."""
    for name in ("a.txt", "b.txt", "src"):
        (tmp_path / name).write_text("x", "utf-8")
    result = run("validate", str(tmp_path))
    assert result.exit_code == 1
    problem, count = result.stdout.splitlines()
    assert "is no data folder: it holds none of medications, sources" in problem
    assert count == "1 problem"
    (tmp_path / "medicatons").mkdir()
    assert "is 'medicatons' meant to be 'medications'?" in run("validate", str(tmp_path)).stdout


def test_what_is_known_is_listed_once(run: Run, toy_folder: Path) -> None:
    """Of several entries that are no part of a data folder, the first one says what is."""
    for name in ("a.txt", "b.txt", "symptom"):
        (toy_folder / name).write_text("x", "utf-8")
    output = run("validate", str(toy_folder)).stdout
    assert output.count("no part of a data folder") == 3
    assert output.count("known are") == 1
    assert "symptom: is no part of a data folder; did you mean 'symptoms'?" in output


def test_a_folder_without_manifest_may_be_an_overlay(run: Run, toy_folder: Path) -> None:
    """Where the manifest is missing, the option for overlays is named; else it is not."""
    assert "--extends-bundled" not in run("validate", str(toy_folder / "medications")).stdout
    (toy_folder / "manifest.yaml").unlink()
    result = run("validate", str(toy_folder))
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].endswith("check it with --extends-bundled.")
    assert (
        "--extends-bundled" in json.loads(run("validate", str(toy_folder), "--json").stdout)["hint"]
    )
    extended = run("validate", str(toy_folder), "--extends-bundled").stdout
    assert "--extends-bundled" not in extended
    for path in (str(toy_folder / "none"), "\0"):
        assert "--extends-bundled" not in run("validate", path).stdout


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
            parts = tables.sign_of(sign)
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
    assert result.stderr.rstrip().endswith(f"parts its cells, say --separator {typed}")
    assert len(result.stderr.splitlines()) == 1
    assert not out.exists()
    told = annotate(run, file, out, "--separator", ",")
    assert told.stderr.startswith("no column 'drug'")


@pytest.mark.parametrize("sign", ["", "ab", "x", "1", '"', "\n", "\u00a7", "\0"])
def test_what_cannot_part_cells_is_refused(run: Run, tmp_path: Path, sign: str) -> None:
    """A separator is one sign of ASCII that is no letter, digit or quote."""
    result = annotate(run, tmp_path / "t.csv", tmp_path / "o.csv", "--separator", sign)
    assert result.exit_code == 2
    assert result.stderr.startswith("--separator takes one sign, such as ';', '|' or tab, not ")


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
    assert f"is not a table in the form .{name.rpartition('.')[2]}: " in line
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


# nothing recorded here, but above


def test_an_empty_answer_points_to_what_is_above(run: Run, kb: KnowledgeBase) -> None:
    """What is recorded one level up is named with the command that shows it."""
    own = sum(t.symptom == "dysarthria" for t in kb.treatments.filter(symptom="dysarthria"))
    page = joined(run("treatments", "-s", "slurred speech").stdout)
    assert (
        f"Recorded for the broader Dysarthria (difficulty speaking): {own}, "
        "shown by alstx treatments --symptom dysarthria"
    ) in page
    document = json.loads(run("treatments", "-s", "slurred speech", "--json").stdout)
    assert document["broader"] == {"dysarthria": own}
    assert "shown by alstx treatments --role all --symptom dysarthria" in joined(
        run("show", "slurred speech").stdout
    )
    findings = sum("dysarthria" in e.symptoms for e in kb.evidence)
    assert f"(difficulty speaking): {findings}, shown by alstx evidence --symptom dysarthria" in (
        joined(run("evidence", "-s", "slurred speech").stdout)
    )


def test_pointers_keep_the_rest_of_the_question(run: Run, kb: KnowledgeBase) -> None:
    """The command that is named asks what was asked, but for the broader symptom."""
    page = joined(run("treatments", "-s", "cachexia", "--role", "all", "--contested").stdout)
    assert "alstx treatments --role all --contested --symptom weight-loss" in page
    page = joined(run("medications", "-s", "shoulder pain", "--role", "all").stdout)
    assert "shown by alstx medications --role all --symptom pain" in page
    refs = {t.intervention for t in kb.treatments if t.symptom == "pain"}
    count = sum(m.ref in refs for m in kb.medications)
    assert f"Pain (aches and pains): {count}, shown" in page
    page = joined(run("evidence", "-s", "slurred speech", "--level", "5", "--since", "1990").stdout)
    assert "Recorded" not in page or "alstx evidence --level 5 --since 1990 --symptom" in page


def test_what_helps_beside_a_symptom_is_not_pointed_to(run: Run) -> None:
    """What dries drooling is recorded beside dry mouth, below the group of both: not named."""
    for args in (("-s", "dry mouth"), ("--class", "beta-3 agonist", "--contested")):
        result = run("treatments", *args)
        assert "None recorded" in result.stdout
        assert "Recorded for the broader" not in result.stdout


def test_an_answer_has_no_pointers(run: Run) -> None:
    """Where something is recorded, nothing broader is named."""
    for args in (("treatments",), ("medications",), ("evidence",)):
        assert "broader" not in run(*args, "-s", "drooling").stdout
        assert json.loads(run(*args, "-s", "drooling", "--json").stdout)["broader"] == {}


# what a label forbids


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_what_a_label_forbids_in_als_is_on_the_page(
    run: Run, kb: KnowledgeBase, columns: int
) -> None:
    """Each contraindication with a reason that matters in ALS is in row and warnings, in full."""
    result = run("treatments", "-s", "drooling", "--role", "all", columns=columns)
    page = joined(result.stdout)
    warnings = page.partition(" Warnings ")[2].partition(" Sources ")[0]
    found = [
        (kb.resolve(t.intervention).label, c)
        for t in kb.treatments.filter(symptom="drooling", role="used")[:12]
        for c in t.cautions
        if c.rules_out
    ]
    assert found
    for label, caution in found:
        assert f"! {label}: CONTRAINDICATION, {caution.topic.value.replace('-', ' ')}" in warnings
        assert caution.text in warnings
        assert str(caution.matters_in_als) in warnings
    assert "CONTRAINDICATION: " in page


def test_what_forbids_comes_before_what_warns(run: Run) -> None:
    """Toxin B: that its European label names ALS stands before its boxed warning."""
    for args in (
        ("show", "botulinum-toxin-b"),
        ("show", "botulinum-toxin-b-for-sialorrhea"),
        ("treatments", "-s", "drooling", "--all"),
    ):
        page = joined(run(*args).stdout)
        assert page.index("The European text names ALS itself") < page.index(
            "The toxin can spread beyond the place of injection"
        )


def test_every_such_contraindication_is_marked(kb: KnowledgeBase) -> None:
    """A caution rules out where it is a contraindication and a reason in ALS is given."""
    cautions = [c for m in (*kb.medications, *kb.therapies) for c in m.cautions]
    for caution in cautions:
        is_one = caution.kind == "contraindication" and bool(caution.matters_in_als)
        assert caution.rules_out == is_one
    assert 0 < sum(c.rules_out for c in cautions) < len(cautions)
