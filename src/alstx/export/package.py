"""Data packages: one file for each table or kind of record, with a Frictionless descriptor.

CSV and Parquet hold the flat tables of `alstx.tables.parts.TABLES`; JSON Lines hold whole records,
one a line, and the joined treatments. Beside flat tables stands Croissant metadata, too.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs

from alstx.about import DISCLAIMER
from alstx.export.croissant import METADATA, metadata
from alstx.export.json import LICENSE, dumps
from alstx.ids import Curie, Ref
from alstx.lazy import import_optional
from alstx.model.base import keys, to_plain
from alstx.model.records import KINDS, Records
from alstx.model.symptoms import Translation
from alstx.tables.columns import Column, ColumnType, Table
from alstx.tables.docs import about, member_of, split_optional, summary, types
from alstx.tables.frames import to_arrow, to_records
from alstx.tables.parts import TABLES

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.kb.base import KnowledgeBase

DESCRIPTOR = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_LICENSES = [
    {
        "name": LICENSE,
        "title": "Creative Commons Attribution 4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
]
_FIELD_TYPES = {
    ColumnType.TEXT: "string",
    ColumnType.WORD: "string",
    ColumnType.INTEGER: "integer",
    ColumnType.NUMBER: "number",
    ColumnType.FLAG: "boolean",
    ColumnType.DAY: "date",
    ColumnType.TEXTS: "array",
}

_JSON_TYPES: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    date: "date",
}

Resource = tuple[dict[str, Any], bytes]


def csv_package(kb: KnowledgeBase) -> dict[str, bytes]:
    """Return the files of a package of CSV files; lists stand as JSON in their cells."""
    return _package(kb, [_csv(table, kb) for table in TABLES.values()])


def parquet_package(kb: KnowledgeBase) -> dict[str, bytes]:
    """Return the files of a package of Parquet files.

    Raises:
        MissingExtraError: If pyarrow is not installed; the extra ``arrow`` brings it.
    """
    import_optional("pyarrow", "the format parquet", "arrow")
    parquet = import_optional("pyarrow.parquet", "the format parquet", "arrow")
    return _package(kb, [_parquet(table, kb, parquet) for table in TABLES.values()])


def jsonl_package(kb: KnowledgeBase) -> dict[str, bytes]:
    """Return the files of a package of JSON Lines: whole records, and the treatments' table."""
    treatments = TABLES["treatments"]
    return _package(
        kb,
        [
            *(_jsonl(kind, kb) for kind in KINDS),
            (
                _resource(treatments, "jsonl", "application/jsonl"),
                _lines(to_records(treatments, kb.treatments)),
            ),
        ],
    )


def file_names() -> set[str]:
    """Return the names of all files that a package of any format may hold."""
    return {DESCRIPTOR, METADATA} | {
        f"{name}.{ending}" for name in TABLES for ending in ("csv", "parquet", "jsonl")
    }


def _package(kb: KnowledgeBase, resources: list[Resource]) -> dict[str, bytes]:
    descriptor = {
        "$schema": _PROFILE,
        "name": "alstx",
        "title": f"What is used to ease the symptoms of {kb.disease.name}",
        "description": DISCLAIMER,
        "version": kb.version,
        "licenses": _LICENSES,
        "disease": to_plain(kb.disease, full=True),
        "resources": [resource | _sum(data) for resource, data in resources],
    }
    files = {str(resource["path"]): data for resource, data in resources}
    files[DESCRIPTOR] = dumps(descriptor).encode()
    if resources[0][0]["format"] != "jsonl":  # whose objects are not columns
        files[METADATA] = dumps(metadata(kb, descriptor)).encode()
    return files


def _sum(data: bytes) -> dict[str, Any]:
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def _resource(table: Table, ending: str, mediatype: str) -> dict[str, Any]:
    """Describe a file that holds a table."""
    links = [
        {"fields": [c.name], "reference": {"resource": c.table, "fields": ["id"]}}
        for c in table.columns
        if c.table and c.type is not ColumnType.TEXTS
    ]
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    if table.columns[0].name == "id":
        schema["primaryKey"] = ["id"]
    if links and ending != "jsonl":
        schema["foreignKeys"] = links
    return {
        "name": table.name,
        "description": table.about,
        "path": f"{table.name}.{ending}",
        "format": ending,
        "mediatype": mediatype,
        "encoding": "utf-8",
        "type": "table",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.words:
        constraints["enum"] = list(column.words)
    made: dict[str, Any] = {
        "name": column.name,
        "type": _FIELD_TYPES[column.type],
        "description": column.about,
    }
    return made | ({"constraints": constraints} if constraints else {})


def _csv(table: Table, kb: KnowledgeBase) -> Resource:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(column.name for column in table.columns)
    for row in table.rows(kb):
        writer.writerow(_csv_cell(column.cell(row)) for column in table.columns)
    return _resource(table, "csv", "text/csv"), stream.getvalue().encode()


def _csv_cell(cell: Any) -> str:
    """Write a cell as Table Schema has it: lists and flags as in JSON, nothing for None."""
    if cell is None:
        return ""
    if isinstance(cell, list | bool):
        return json.dumps(cell, ensure_ascii=False)
    if isinstance(cell, float):
        return str(cell).removesuffix(".0")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _parquet(table: Table, kb: KnowledgeBase, parquet: Any) -> Resource:
    sink = io.BytesIO()
    parquet.write_table(to_arrow(table, table.rows(kb)), sink, compression="zstd")
    return _resource(table, "parquet", "application/vnd.apache.parquet"), sink.getvalue()


def _jsonl(kind: str, kb: KnowledgeBase) -> Resource:
    cls = member_of(types(Records)[kind])
    resource = _resource(TABLES[kind], "jsonl", "application/jsonl")
    fields = [_record_field(cls, name) for name in keys(cls)]
    resource |= {"description": summary(cls), "schema": {"fields": fields, "primaryKey": ["id"]}}
    return resource, _lines(to_plain(record, full=True) for record in getattr(kb, kind))


def _record_field(cls: type, name: str) -> dict[str, Any]:
    """Describe a key of a whole record."""
    kind, optional = split_optional(types(cls)[name])
    if member_of(kind) is Translation:
        written = "object"
    elif member_of(kind) is not None:
        written = "array"
    else:
        written = _JSON_TYPES.get(kind, "string")
        written = "object" if attrs.has(kind) and kind not in (Curie, Ref) else written
    made: dict[str, Any] = {"name": name, "type": written, "description": about(cls)[name]}
    return made if optional else made | {"constraints": {"required": True}}


def _lines(records: Iterable[Any]) -> bytes:
    lines = (json.dumps(record, ensure_ascii=False, allow_nan=False) for record in records)
    return "".join(f"{line}\n" for line in lines).encode()
