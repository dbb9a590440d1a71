"""Writes docs/tables.md, and the exports of the toy base that reviewers read in diffs.

``python tools/exports.py`` writes them all; tests compare them with the code.
"""

from collections.abc import Iterator
from pathlib import Path

import attrs

import alstx
from alstx import Curie, KnowledgeBase, Xref
from alstx.export import fhir, json, maxo, sssom
from alstx.export.columns import Column, ColumnType
from alstx.export.parts import PARTS, TABLES

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "exports"
TABLES_PAGE = ROOT / "docs" / "tables.md"
TOY = ROOT / "tests" / "toy"

HEAD = (
    "# Tables\n\n"
    "The columns of `to_records()`, `to_pandas()`, `to_polars()` and `to_arrow()`, and of the CSV "
    "and Parquet files that `alstx.export.write` makes. Names of tables and columns are stable. "
    "This page is written by `python tools/exports.py`; a test compares it with the code.\n\n"
    "| type | `to_records()` | pandas | Polars | Arrow, Parquet | CSV |\n"
    "|---|---|---|---|---|---|\n"
    "| text | `str` | `string` | `String` | `string` | as it is |\n"
    "| word | `str` | `category` | `Enum` | `dictionary` | as it is |\n"
    "| integer | `int` | `Int64` | `Int64` | `int64` | digits |\n"
    "| flag | `bool` | `bool` | `Boolean` | `bool` | `true`, `false` |\n"
    "| day | `str` | `datetime64[s]` | `Date` | `date32` | `2026-11-24` |\n"
    "| texts | `list` of `str` | `object` | `List(String)` | `list<string>` | a JSON array |\n\n"
    "A word is one of a vocabulary, and its type knows all words, in order where they ascend. "
    "A cell that may be empty holds `None` (pandas: `<NA>`, for words `NaN`; CSV: nothing); its "
    "column is marked with a `?`. A list that has nothing to say is an empty list. A catalog "
    "without records keeps its columns and their types.\n"
)


def tables_page() -> str:
    """The page that documents every column."""
    lines = [HEAD, "## Catalogs\n"]
    for name, table in TABLES.items():
        if table is PARTS[0]:
            lines.append("## Parts of records\n")
            lines.append(
                "Only in the CSV and Parquet packages: what a record holds several of, one row "
                "each. With them a package holds all that the records hold.\n"
            )
        lines += [f"### {name}\n", f"{table.about}\n", "| column | type | what |", "|---|---|---|"]
        lines += [_row(column) for column in table.columns]
        lines.append("")
    return "\n".join(lines)


def _row(column: Column) -> str:
    """One line: a column, what it holds, what it says."""
    marked = column.type.value + ("" if column.required else "?")
    holds = f" (ids of `{column.table}`)" if column.table else ""
    if column.type is ColumnType.WORD:
        ascending = ", ascending" if column.ordered else ""
        holds = f" (one of {', '.join(f'`{word}`' for word in column.words)}{ascending})"
    return f"| `{column.name}` | {marked} | {column.about}{holds} |"


def goldens(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """The exports of a small base, and of FHIR one resource of each kind."""
    yield "toy.json", json.render(kb)
    yield "toy.maxo.tsv", maxo.render(_with_actions(kb))
    yield "toy.sssom.tsv", sssom.render(kb)
    first: dict[object, object] = {}
    for entry in fhir.document(kb)["entry"]:
        resource = entry["resource"]
        first.setdefault((resource["resourceType"], str(resource.get("type"))), entry)
    yield "toy.fhir.json", json.dumps(list(first.values()))


def _with_actions(kb: KnowledgeBase) -> KnowledgeBase:
    """The base with identifiers that make rows of annotations."""
    extra = {
        "relaxants": Xref(id=Curie.parse("MAXO:9999991")),
        "alphazine": Xref(id=Curie.parse("CHEBI:1")),
    }
    changed = {
        kind: tuple(
            attrs.evolve(r, xrefs=(*r.xrefs, extra[r.id])) if r.id in extra else r
            for r in getattr(kb.records, kind)
        )
        for kind in ("drug_classes", "medications")
    }
    return KnowledgeBase(attrs.evolve(kb.records, **changed))


if __name__ == "__main__":
    TABLES_PAGE.write_text(tables_page(), encoding="utf-8")
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for file, text in goldens(alstx.load(TOY)):
        (GOLDEN / file).write_text(text, encoding="utf-8")
