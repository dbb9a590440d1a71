"""Data packages: tables and records in files, with a descriptor that fits them."""

import csv
import hashlib
import io
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings

from alstx import KnowledgeBase
from alstx.export import package, write
from alstx.model.base import to_plain
from alstx.model.records import KINDS
from alstx.tables.columns import ColumnType
from alstx.tables.parts import TABLES
from alstx.testing import knowledge_bases


def descriptor(files: dict[str, bytes]) -> dict[str, Any]:
    """Reads the descriptor of a package."""
    found: dict[str, Any] = json.loads(files["datapackage.json"])
    return found


def parsed(kind: ColumnType, cell: str) -> Any:
    """Reads a cell of a CSV file as Table Schema says."""
    if cell == "":
        return None
    if kind in (ColumnType.TEXTS, ColumnType.FLAG):
        return json.loads(cell)
    if kind is ColumnType.NUMBER:
        return float(cell)
    return int(cell) if kind is ColumnType.INTEGER else cell


@settings(max_examples=20)
@given(knowledge_bases())
def test_csv_holds_the_tables(kb: KnowledgeBase) -> None:
    """Every cell can be read back from its file."""
    files = package.csv_package(kb)
    about = {"croissant.json", "datapackage.json"}
    assert set(files) == about | {f"{name}.csv" for name in TABLES}
    for name, table in TABLES.items():
        text = files[f"{name}.csv"].decode()
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        assert head == [column.name for column in table.columns]
        expected = [[to_plain(c.cell(row)) for c in table.columns] for row in table.rows(kb)]
        types = [column.type for column in table.columns]
        assert expected == [list(map(parsed, types, row)) for row in rows]


@settings(max_examples=20)
@given(knowledge_bases())
def test_json_lines_hold_the_records(kb: KnowledgeBase) -> None:
    """Every line is a whole record; the treatments are the rows of their table."""
    files = package.jsonl_package(kb)
    for kind in KINDS:
        lines = files[f"{kind}.jsonl"].decode().splitlines()
        assert [to_plain(r, full=True) for r in getattr(kb, kind)] == list(map(json.loads, lines))
    lines = files["treatments.jsonl"].decode().splitlines()
    assert kb.treatments.to_records() == list(map(json.loads, lines))


@pytest.mark.parametrize("make", [package.csv_package, package.jsonl_package])
def test_descriptor(toy: KnowledgeBase, make: Any) -> None:
    """The descriptor names each file with its size, its sum and its fields, all described."""
    files = make(toy)
    found = descriptor(files)
    assert found["name"] == "alstx"
    assert found["version"] == toy.version
    assert found["licenses"][0]["name"] == "CC-BY-4.0"
    assert found["disease"]["name"] == toy.disease.name
    about = {"croissant.json", "datapackage.json"}
    assert {r["path"] for r in found["resources"]} == set(files) - about
    for resource in found["resources"]:
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        fields = resource["schema"]["fields"]
        assert all(field["description"] for field in fields)
        if resource["format"] == "jsonl":
            first = json.loads(data.splitlines()[0])
            assert [field["name"] for field in fields] == list(first)


def test_fields_say_their_type(toy: KnowledgeBase) -> None:
    """Words are constrained to their vocabulary, lists are arrays, parts are objects."""
    tables = {r["name"]: r["schema"] for r in descriptor(package.csv_package(toy))["resources"]}
    fields = {field["name"]: field for field in tables["evidence"]["fields"]}
    assert fields["direction"]["constraints"]["enum"][0] == "benefit"
    assert fields["interventions"]["type"] == "array"
    assert fields["participants"]["type"] == "integer"
    assert "constraints" not in fields["participants"]
    assert tables["evidence"]["primaryKey"] == ["id"]
    assert "primaryKey" not in tables["cautions"]
    numbers = {field["name"]: field["type"] for field in tables["estimates"]["fields"]}
    assert numbers["value"] == numbers["confidence"] == "number"
    assert numbers["lower_is_better"] == "boolean"
    links = {
        link["fields"][0]: link["reference"] for link in tables["recommendations"]["foreignKeys"]
    }
    assert links == {
        "source": {"resource": "sources", "fields": ["id"]},
        "symptom": {"resource": "symptoms", "fields": ["id"]},
    }
    lines = {r["name"]: r["schema"] for r in descriptor(package.jsonl_package(toy))["resources"]}
    types = {field["name"]: field["type"] for field in lines["sources"]["fields"]}
    assert types["study"] == "object"
    types = {field["name"]: field["type"] for field in lines["symptoms"]["fields"]}
    assert types["frequency"] == types["translations"] == "object"
    assert types["xrefs"] == "array"
    assert types["reviewed"] == "date"
    assert types["name"] == "string"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_frictionless_accepts(kb: KnowledgeBase, tmp_path: Path, form: str) -> None:
    """The Frictionless validator finds no fault with the packages of the bundled base."""
    frictionless = pytest.importorskip("frictionless")
    folder = write(kb, form, tmp_path / form)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.flatten(["message"]) == []
    assert report.valid


@pytest.mark.filterwarnings("ignore")
def test_frictionless_refuses(toy: KnowledgeBase, tmp_path: Path) -> None:
    """It would see a reference that leads nowhere, and a word that is none."""
    frictionless = pytest.importorskip("frictionless")
    folder = write(toy, "csv", tmp_path / "csv")
    found = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in found["resources"]:
        del resource["bytes"], resource["hash"]
    (folder / "datapackage.json").write_text(json.dumps(found))
    path = folder / "recommendations.csv"
    path.write_text(path.read_text("utf-8").replace("north-2020,", "nowhere,", 1))
    path = folder / "evidence.csv"
    path.write_text(path.read_text("utf-8").replace("inconclusive", "unclear"))
    report = frictionless.validate(str(folder / "datapackage.json"))
    kinds = {kind for (kind,) in report.flatten(["type"])}
    assert {"foreign-key", "constraint-error"} <= kinds


def test_parquet_holds_the_tables(toy: KnowledgeBase, tmp_path: Path) -> None:
    """Every table is read back from its file, twice the same bytes."""
    parquet = pytest.importorskip("pyarrow.parquet")
    folder = write(toy, "parquet", tmp_path / "out")
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    write(toy, "parquet", folder)
    assert first == {path.name: path.read_bytes() for path in folder.iterdir()}
    for name, table in TABLES.items():
        read = parquet.read_table(folder / f"{name}.parquet")
        assert read.column_names == [column.name for column in table.columns]
        expected = [[c.cell(row) for c in table.columns] for row in table.rows(toy)]
        assert expected == [list(row.values()) for row in read.to_pylist()]


def test_parquet_is_small(toy: KnowledgeBase) -> None:
    """Every column is written with the compression that all readers of today know."""
    parquet = pytest.importorskip("pyarrow.parquet")
    group = parquet.ParquetFile(
        io.BytesIO(package.parquet_package(toy)["medications.parquet"])
    ).metadata.row_group(0)
    used = {group.column(at).compression for at in range(group.num_columns)}
    assert used == {"ZSTD"}


def test_what_parquet_is_asked_for(toy: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library too: every table is handed over, and its bytes are kept."""

    class Library(ModuleType):
        def __getattr__(self, name: str) -> Any:
            return Library(name)

        def __call__(self, *_: Any, **__: Any) -> Any:
            return Library("made")

    fake = Library("pyarrow.parquet")
    fake.write_table = lambda _, sink, **__: sink.write(b"PAR1")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyarrow", Library("pyarrow"))
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", fake)
    files = package.parquet_package(toy)
    assert {f"{name}.parquet": b"PAR1" for name in TABLES}.items() <= files.items()
    own = {"path": None, "format": None, "mediatype": None, "bytes": None, "hash": None}
    described = descriptor(files)["resources"]
    as_csv = descriptor(package.csv_package(toy))["resources"]
    assert [r | own for r in as_csv] == [r | own for r in described]
    for resource in described:
        assert resource["path"] == f"{resource['name']}.parquet"
        assert resource["format"] == "parquet"
        assert resource["mediatype"] == "application/vnd.apache.parquet"
