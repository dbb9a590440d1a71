"""The commands that read and write files: annotate, export, schema, validate."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import alstx
from alstx import KnowledgeBase
from alstx.export import BINARY, FOLDERS, FORMATS, render
from alstx.tables import files as tables

Run = Callable[..., Result]

TOY = str(Path(__file__).parent / "toy")


def process(*args: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Runs the command line in a process of its own."""
    command = [sys.executable, "-m", "alstx", *args]
    return subprocess.run(command, stderr=subprocess.PIPE, check=False, **options)


# export and schema


@pytest.mark.parametrize("name", sorted(set(FORMATS) - FOLDERS - BINARY))
def test_one_document_goes_to_standard_output(run: Run, kb: KnowledgeBase, name: str) -> None:
    """A format of one document is printed as the library renders it, to the last character."""
    result = run("export", "--format", name)
    assert result.exit_code == 0
    assert result.stdout_bytes.decode("utf-8") == render(kb, name)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_is_written(run: Run, tmp_path: Path, name: str) -> None:
    """Every format is written to a path, over an older one too, and the path is named."""
    if name == "parquet":
        pytest.importorskip("pyarrow")
    goal = tmp_path / "out"
    for _ in range(1 if name == "yaml" else 2):  # which is never replaced
        result = run("export", "-f", name, "-o", str(goal), "--data", TOY)
        assert result.exit_code == 0
        assert result.stdout == f"written: {goal}\n"
    assert goal.is_dir() == (name in FOLDERS)
    assert [goal] == list(tmp_path.iterdir())


def test_an_export_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    """A folder that is not there or is a file is told in one line, with exit code 1."""
    file = tmp_path / "file"
    file.write_text("kept", "utf-8")
    for args in (("json", str(tmp_path / "none" / "x")), ("csv", str(file))):
        result = run("export", "-f", args[0], "-o", args[1])
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1
    assert file.read_text("utf-8") == "kept"


def test_schema_is_the_schema_of_the_export(run: Run, kb: KnowledgeBase) -> None:
    """The command schema prints what the format json-schema holds, and the export fits it."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(run("schema").stdout)
    assert schema == json.loads(render(kb, "json-schema"))
    document = json.loads(run("export", "-f", "json", "--data", TOY).stdout)
    jsonschema.Draft202012Validator(schema).validate(document)


def test_a_document_is_utf8_whatever_the_encoding(kb: KnowledgeBase) -> None:
    """An export has every character, where the encoding of the stream has not."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONUTF8"}
    done = subprocess.run(
        [sys.executable, "-m", "alstx", "export", "--format", "json"],
        capture_output=True,
        env={**kept, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        check=True,
    )
    assert done.stdout == render(kb, "json").encode("utf-8")


# annotate

CSV = (
    "id,drug,note\n"
    '007,"ELAVIL 25MG TAB, baclofin 10",NA\n'
    "1.50,,2020-01-01\n"
    'x,"riluzole, ""daily""",\n'
    "y,none,true\n"
)
TEXTS = [line.partition(",")[0] for line in CSV.splitlines()[1:]]


@pytest.fixture(params=["polars", "pandas"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A library that reads CSV, while the other one is not there."""
    pytest.importorskip("narwhals")
    pytest.importorskip("pyarrow")
    wanted: str = request.param
    pytest.importorskip(wanted)
    if wanted == "pandas":
        monkeypatch.setitem(sys.modules, "polars", None)
    return wanted


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small table of medicines."""
    path = tmp_path / "table.csv"
    path.write_text(CSV, "utf-8", newline="")
    return path


def annotate(run: Run, file: Path, output: Path, column: str = "drug") -> Result:
    """Runs the command."""
    return run("annotate", str(file), "--column", column, "-o", str(output))


def test_csv_is_annotated_and_otherwise_unchanged(
    run: Run, table: Path, tmp_path: Path, library: str
) -> None:
    """Five columns are added; every cell that was there stands as it was written."""
    del library
    out = tmp_path / "out.csv"
    result = annotate(run, table, out)
    assert result.exit_code == 0
    assert result.stdout == f"4 rows, 2 with a medicine, 1 of them misspelled; written: {out}\n"
    lines = out.read_text("utf-8").splitlines()
    for line, before in zip(lines, CSV.splitlines(), strict=True):
        assert line.startswith(before)
    assert "amitriptyline; baclofen" in lines[1]
    assert lines[1].endswith(",baclofen")
    assert lines[0].count(",") == CSV.splitlines()[0].count(",") + 5
    assert {table, out} == set(tmp_path.iterdir())


def test_forms_can_be_changed_and_annotated_again(
    run: Run, table: Path, tmp_path: Path, library: str
) -> None:
    """CSV to Parquet and back gives the same table; annotating it again changes nothing."""
    del library
    direct, middle, back = tmp_path / "a.csv", tmp_path / "b.PARQUET", tmp_path / "c.csv"
    for file, output in ((table, direct), (table, middle), (middle, middle), (middle, back)):
        assert annotate(run, file, output).exit_code == 0
    cells = [path.read_text("utf-8").replace('"', "").splitlines() for path in (direct, back)]
    assert cells[0] == cells[1]
    before = direct.read_bytes()
    assert annotate(run, direct, direct).exit_code == 0
    assert direct.read_bytes() == before


def test_the_base_can_be_another(run: Run, tmp_path: Path, library: str) -> None:
    """With --data the medicines are those of the folder."""
    del library
    file, out = tmp_path / "t.csv", tmp_path / "o.csv"
    file.write_text("drug\nAlphazine 5 mg\n", "utf-8")
    result = run("annotate", str(file), "-c", "drug", "-o", str(out), "--data", TOY)
    assert result.stdout.startswith("1 row, 1 with a medicine, 0 of them misspelled")
    assert "alphazine" in out.read_text("utf-8")


BAD = {
    "ragged.csv": b"drug,b\n1,2,3\n",
    "twice.csv": b"drug,drug\n1,2\n",
    "empty.csv": b"",
    "blank.csv": b"\n\n",
    "latin.csv": b"drug\xe9,b\n1,2\n",
    "late.csv": b"drug,b\n1,2\n\xff,3\n",
    "wide.csv": b"drug," + b"x" * 200_000 + b"\n1,2\n",
    "noise.parquet": b"PAR1 no parquet PAR1",
    "short.parquet": b"",
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_table_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, name: str
) -> None:
    """A file that is no table ends in one line, with exit code 1; the old output stays."""
    del library
    monkeypatch.chdir(tmp_path)  # a long path would be shortened in the message
    file, out = tmp_path / name, tmp_path / "out.csv"
    file.write_bytes(BAD[name])
    out.write_text("kept", "utf-8")
    result = annotate(run, Path(name), out)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert "is not a table in the format" in line
    assert name in line
    assert out.read_text("utf-8") == "kept"
    assert {file, out} == set(tmp_path.iterdir())


def test_files_that_are_not_there_are_told(run: Run, tmp_path: Path, library: str) -> None:
    """A missing file, a folder, a path that cannot be: one line each, with exit code 1."""
    del library
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    out = tmp_path / "out.csv"
    for file in (tmp_path / "none.csv", folder, Path("\0.csv")):
        result = annotate(run, file, out)
        assert result.exit_code == 1
        assert "cannot be read: " in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert not out.exists()


def test_a_wrong_column_is_answered_with_near_ones(
    run: Run, table: Path, tmp_path: Path, library: str
) -> None:
    """A column that is not there is answered with the near one, or else with those there are."""
    del library
    for column, hint in (("durg", "'drug'"), ("qqqqq", "'id' or 'drug' or 'note'")):
        result = annotate(run, table, tmp_path / "out.csv", column)
        assert result.exit_code == 1
        assert result.stderr == f"no column '{column}'; did you mean {hint}?\n"
    assert not (tmp_path / "out.csv").exists()


def test_an_output_that_cannot_be_written_is_told(
    run: Run, table: Path, tmp_path: Path, library: str
) -> None:
    """An output without folder, or that is one, is told in one line, with exit code 1."""
    del library
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    for out in (tmp_path / "none" / "x.csv", folder):
        result = annotate(run, table, out)
        assert result.exit_code == 1
        assert "cannot be written: " in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_lists_do_not_fit_into_csv(run: Run, tmp_path: Path, library: str) -> None:
    """A table whose cells are lists is not written as CSV, and the old file stays."""
    del library
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    file, out = tmp_path / "t.parquet", tmp_path / "out.csv"
    out.write_text("kept", "utf-8")
    parquet.write_table(arrow.table({"drug": ["baclofen"], "more": [["a", "b"]]}), file)
    result = annotate(run, file, out)
    assert result.exit_code == 1
    assert result.stderr.startswith("the table cannot be written in the format .csv: ")
    assert out.read_text("utf-8") == "kept"
    assert annotate(run, file, tmp_path / "out.parquet").exit_code == 0


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_without_a_library_the_extra_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """Where no library reads the file, one line names an extra that does."""
    pytest.importorskip("narwhals")
    for module in ("polars", "pandas", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, module, None)
    file = tmp_path / f"t{suffix}"
    file.write_bytes(b"drug\nx\n")
    result = annotate(run, file, tmp_path / "out.csv")
    assert result.exit_code == 1
    assert (
        result.stderr == "reading a table needs the extra 'polars': pip install 'alstx[polars]'\n"
    )


def test_without_narwhals_the_extra_is_named(
    run: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where narwhals is not there, one line names the extra that brings it."""
    monkeypatch.setitem(sys.modules, "narwhals", None)
    result = annotate(run, table, tmp_path / "out.csv")
    assert result.exit_code == 1
    assert "needs the extra 'frames'" in result.stderr


def test_parquet_of_pandas_needs_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that cannot write the form is told by the extra that helps."""

    def fail(*_: object) -> None:
        raise ImportError

    monkeypatch.setitem(tables._WRITERS, ("builtins", False), fail)
    with pytest.raises(alstx.MissingExtraError, match="needs the extra 'arrow'"):
        tables.to_bytes(0, ".parquet")


def test_a_reason_is_one_short_line() -> None:
    """What a library says is cut to its first line; where it says nothing, the kind is told."""
    assert tables._reason(ValueError("\n a \nb")) == "a"
    assert tables._reason(ValueError()) == "ValueError"


def test_progress_is_for_terminals(
    run: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """A bar is asked for on a terminal only."""
    del library
    asked: list[bool] = []

    def watched(frame: Any, *_: Any, progress: bool, **more: Any) -> Any:
        asked.append(progress)
        return alstx.frames.annotate(frame, "drug", progress=False, **more)

    module = sys.modules["alstx.cli.files"]
    monkeypatch.setattr(module, "add_columns", watched)
    annotate(run, table, tmp_path / "out.csv")
    monkeypatch.setattr(module, "_is_terminal", lambda: True)
    annotate(run, table, tmp_path / "out.csv")
    assert asked == [False, True]


def test_a_process_without_standard_error_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no standard error, there is no terminal."""
    from alstx.cli.files import _is_terminal  # noqa: PLC0415 (reads like the others)

    monkeypatch.setattr(sys, "stderr", None)
    assert not _is_terminal()


@pytest.mark.parametrize("name", sorted(set(FORMATS) - FOLDERS - BINARY))
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
        assert f"the format {name} is not JSON" in result.stderr


def test_what_was_written_is_told_as_json(run: Run, tmp_path: Path) -> None:
    """With --output JSON says what was written where."""
    goal = tmp_path / "out"
    document = json.loads(run("export", "-f", "csv", "-o", str(goal), "--json").stdout)
    assert document["question"]["format"] == "csv"
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


def test_brands_are_read_as_a_country_has_them(run: Run, tmp_path: Path) -> None:
    """With --country a brand that is another substance there is not taken for ours."""
    pytest.importorskip("polars")
    file, out = tmp_path / "t.csv", tmp_path / "o.csv"
    file.write_text("drug\nElavil\n", "utf-8")
    args = ("annotate", str(file), "-c", "drug", "-o", str(out), "--country")
    assert "1 row, 1 with a medicine" in run(*args, "US").stdout
    assert "1 row, 0 with a medicine" in run(*args, "PH").stdout
    result = run(*args, "xx")
    assert result.exit_code == 2
    assert "not 'xx'" in result.stderr


# validate


def test_validate_as_json(run: Run, toy: KnowledgeBase, toy_folder: Path) -> None:
    """JSON has the counts of a valid folder, or every problem by its parts; same exit codes."""
    document = json.loads(run("validate", str(toy_folder), "--json").stdout)
    assert document["valid"] is True
    assert document["results"] == []
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
    told = [alstx.Problem(**problem) for problem in document["results"]]
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
    """The option for overlays is named where the manifest is missing, and where it is too many."""
    assert "--extends-bundled" not in run("validate", str(toy_folder / "medications")).stdout
    whole = run("validate", str(toy_folder), "--extends-bundled").stdout
    assert whole.splitlines()[-1].endswith("check it without --extends-bundled.")
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


SOURCE = """\
id: local-2026
kind: guideline
title: Ours
year: 2026
status: current
population: als
recommendations:
  - id: local-2026-baclofen
    intervention: medications/baclofen
    symptom: spasticity
    population: als
    stance: consider
    statement: As elsewhere.
    read: full-text
reviewed: '2026-01-31'
"""


def test_validate_a_good_folder(run: Run, toy: KnowledgeBase) -> None:
    """A valid folder is summed up in one line, with exit code 0."""
    result = run("validate", TOY)
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    assert line.startswith("valid: ")
    assert f"{len(toy.medications)} medications" in line
    assert toy.version in line


def test_validate_lists_every_problem(run: Run, toy_folder: Path) -> None:
    """Every problem is a line of file, line, place and message; then the count; exit code 1."""
    for name in ("alphazine", "betamol"):
        path = toy_folder / "medications" / f"{name}.yaml"
        path.write_text(path.read_text("utf-8").replace("kind: ingredient", "kind: syrup"), "utf-8")
    with pytest.raises(alstx.DataError) as caught:
        alstx.load(toy_folder)
    result = run("validate", str(toy_folder), columns=40)
    assert result.exit_code == 1
    *problems, count = result.stdout.splitlines()
    assert [str(problem) for problem in caught.value.problems] == problems
    assert count == f"{len(problems)} problems"
    assert any(re.match(r"medications/alphazine\.yaml:\d+: kind: 'syrup'", p) for p in problems)


@pytest.mark.parametrize("name", ["no-such-folder", "\x1b[31mred", "[red]x[/red]"])
def test_validate_what_is_no_folder(run: Run, name: str) -> None:
    """A folder that is not there is one problem, told literally."""
    result = run("validate", name)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "1 problem"
    assert "\x1b" not in result.stdout
    assert "[red]" not in name or "[red]x[/red]" in result.stdout


def test_validate_an_overlay(run: Run, tmp_path: Path) -> None:
    """With --extends-bundled a folder may refer to bundled records; only its own are counted."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "local-2026.yaml").write_text(SOURCE, "utf-8")
    result = run("validate", str(tmp_path), "--extends-bundled")
    assert result.exit_code == 0
    assert result.stdout.startswith("valid: 1 sources, 1 recommendations (version ")
    assert run("validate", str(tmp_path)).exit_code == 1


def test_validate_an_empty_base(run: Run, toy_folder: Path, tmp_path: Path) -> None:
    """A folder with a manifest alone is valid and holds no records."""
    (tmp_path / "bare").mkdir()
    text = (toy_folder / "manifest.yaml").read_text("utf-8")
    (tmp_path / "bare" / "manifest.yaml").write_text(text, "utf-8")
    told = run("validate", str(tmp_path / "bare")).stdout
    assert told.startswith("valid: no records (version 2026.1.31")


def test_a_spoilt_data_folder_is_told_without_traceback(run: Run, tmp_path: Path) -> None:
    """A command that answers from an invalid folder lists its problems on the standard error."""
    (tmp_path / "manifest.yaml").write_text("version: [\n", "utf-8")
    result = run("info", "--data", str(tmp_path))
    assert result.exit_code == 1
    assert "manifest.yaml:" in result.stderr
    assert len(result.stderr.splitlines()) > 1
