"""Writes docs/tables.md, and the exports of a small base that reviewers read in diffs.

``python tools/exports.py`` writes them all; tests compare them with the code.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import alstx
from alstx import KnowledgeBase
from alstx.export import fhir, json, kgx, maxo, omop, package, schema, sssom
from alstx.tables.columns import Column, ColumnType
from alstx.tables.parts import PARTS, TABLES

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "exports"
TABLES_PAGE = ROOT / "docs" / "tables.md"
TOY = ROOT / "tests" / "toy"
MORE = ROOT / "tests" / "toy_more"
"""What the toy base lacks: every field and kind that an export treats in its own way."""

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
    "| number | `float` | `Float64` | `Float64` | `float64` | digits |\n"
    "| flag | `bool` | `bool` | `Boolean` | `bool` | `true`, `false` |\n"
    "| day | `str` | `datetime64[s]` | `Date` | `date32` | `2026-11-24` |\n"
    "| texts | `list` of `str` | `object` | `List(String)` | `list<string>` | a JSON array |\n\n"
    "A word is one of a vocabulary, and its type knows all words, in order where they ascend. "
    "A cell that may be empty holds `None` (pandas: `<NA>`, for words `NaN`, for days `NaT`; CSV: "
    "nothing); its column is marked with a `?`, and a flag that may be empty is `boolean` in "
    "pandas. A list that has nothing to say is an empty list. A catalog without records keeps "
    "its columns and their types.\n"
)


def tables_page() -> str:
    """The page that documents every column."""
    lines = [HEAD, "## Catalogs\n"]
    for name, table in TABLES.items():
        if table is PARTS[0]:
            lines.append("## Parts of records\n")
            lines.append(
                "Only in the CSV and Parquet packages: what a record or a treatment has several "
                "of, one row each. With them a package holds all that the records hold. The rows "
                "of `estimates` are also what `kb.evidence.to_estimates()` returns.\n"
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


def goldens(toy: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Path and text of each export of the toy base, and of what the toy base lacks."""
    yield "toy.json", json.render(toy)
    yield "schema.json", schema.render()
    more = alstx.load(MORE, extends=toy)
    yield "more.fhir.json", fhir.render(more)
    yield "more.fhir-r4b.json", fhir.render(more, "R4B")
    yield "more.fhir-r4.json", fhir.render(more, "R4")
    yield "more.maxo.tsv", maxo.render(more, author="ORCID:0000-0000-0000-0000")
    yield "more.sssom.tsv", sssom.render(more)
    yield "more.omop.csv", omop.render(more)
    for folder, files in (
        ("csv", package.csv_package(more)),
        ("jsonl", package.jsonl_package(more)),
        ("kgx", kgx.tsv_folder(more)),
    ):
        yield from ((f"{folder}/{name}", data.decode()) for name, data in files.items())


if __name__ == "__main__":
    TABLES_PAGE.write_text(tables_page(), encoding="utf-8")
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for file, text in goldens(alstx.load(TOY)):
        path = GOLDEN / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
