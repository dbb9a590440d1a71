"""Croissant metadata: every file with its sum, every column with its type."""

import hashlib
import json
from pathlib import Path
from typing import Any

import attrs
import pytest

import alstx
from alstx import KnowledgeBase
from alstx.export import package, write
from alstx.tables.columns import ColumnType
from alstx.tables.parts import TABLES

TYPES = {
    ColumnType.FLAG: "sc:Boolean",
    ColumnType.DAY: "sc:Date",
    ColumnType.INTEGER: "sc:Integer",
    ColumnType.NUMBER: "sc:Float",
}


def metadata(files: dict[str, bytes]) -> dict[str, Any]:
    """Reads the metadata of a package."""
    found: dict[str, Any] = json.loads(files["croissant.json"])
    return found


def test_every_file_and_column_is_described(toy: KnowledgeBase) -> None:
    """Files have their sums; columns are those of the tables, with type, source and meaning."""
    files = package.csv_package(toy)
    found = metadata(files)
    assert found["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert found["version"] == toy.version
    assert found["description"] == alstx.DISCLAIMER
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert toy.version in found["citeAs"]
    assert "url" not in found  # there is no address yet, and none is invented
    for file in found["distribution"]:
        data = files[file["contentUrl"]]
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        assert file["contentSize"] == f"{len(data)} B"
        assert file["encodingFormat"] == "text/csv"
    for table, records in zip(TABLES.values(), found["recordSet"], strict=True):
        assert records["@id"] == table.name
        for column, field in zip(table.columns, records["field"], strict=True):
            assert field["@id"] == f"{table.name}/{column.name}"
            assert field["description"] == column.about
            assert field["dataType"] == TYPES.get(column.type, "sc:Text")
            assert field["source"]["fileObject"] == {"@id": f"{table.name}.csv"}
            assert field["source"]["extract"] == {"column": column.name}
    keys = {records["@id"]: records.get("key") for records in found["recordSet"]}
    assert keys["evidence"] == [{"@id": "evidence/id"}]
    assert keys["cautions"] is None


def test_lists_are_lists_in_parquet(toy: KnowledgeBase) -> None:
    """Parquet has lists; in CSV they are texts."""
    pytest.importorskip("pyarrow")
    for make, expected in ((package.parquet_package, True), (package.csv_package, None)):
        found = metadata(make(toy))
        (records,) = [r for r in found["recordSet"] if r["name"] == "evidence"]
        fields = {field["name"]: field for field in records["field"]}
        assert fields["evidence/symptoms"].get("isArray") is expected
        assert "isArray" not in fields["evidence/finding"]


@pytest.mark.parametrize(("version", "day"), [("2026.11.29", "2026-11-29"), ("mine", None)])
def test_the_day_is_that_of_the_version(toy: KnowledgeBase, version: str, day: Any) -> None:
    """A version that is a day is the day of publication; of another one nothing is said."""
    kb = KnowledgeBase(attrs.evolve(toy.records, version=version))
    assert metadata(package.csv_package(kb)).get("datePublished") == day


def test_whole_records_have_none(toy: KnowledgeBase) -> None:
    """JSON Lines hold objects, which are no columns."""
    assert "croissant.json" not in package.jsonl_package(toy)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_mlcroissant_accepts(kb: KnowledgeBase, tmp_path: Path, form: str) -> None:
    """The library of the format finds no fault, and reads every table with all rows."""
    mlcroissant = pytest.importorskip("mlcroissant")
    folder = write(kb, form, tmp_path / form)
    found = mlcroissant.Dataset(str(folder / "croissant.json"))
    assert not found.metadata.issues.errors
    assert not found.metadata.issues.warnings
    for records in found.metadata.record_sets:
        rows = list(found.records(records.id))
        assert len(rows) == len(list(TABLES[records.id].rows(kb)))
