"""One file: an SQLite database of the flat tables, with views that answer the common questions.

The tables and columns are those of the CSV package; a list is a JSON array, which ``json_each``
opens. `VIEWS` are ready answers, with names instead of ids; the table ``search`` is a full-text
index.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from alstx.about import DISCLAIMER
from alstx.display import summary
from alstx.display.footnotes import short_name
from alstx.errors import WriteError
from alstx.export.json import LICENSE
from alstx.export.sqlite_views import VIEWS
from alstx.model.records import TERMS
from alstx.tables.columns import Column, ColumnType, Table
from alstx.tables.parts import TABLES

if TYPE_CHECKING:  # the export takes what a caller has made
    from sqlite3 import Connection

    from alstx.kb.base import KnowledgeBase

Cell: TypeAlias = "str | int | float | None"
_TYPES = MappingProxyType(
    {ColumnType.INTEGER: "INTEGER", ColumnType.NUMBER: "REAL", ColumnType.FLAG: "INTEGER"}
)
"""Types of the columns that are not text."""
_LACKING = ("sqlite", "this Python has no SQLite with full-text search (FTS5)")
_OWN = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE in_words (
  treatment TEXT PRIMARY KEY REFERENCES treatments (id),
  place INTEGER NOT NULL,  -- Place among the treatments of a symptom, the strongest first.
  role TEXT NOT NULL,  -- The role in words, with what it rests on.
  statements TEXT NOT NULL,  -- What each current source says of it, a JSON array.
  labels TEXT NOT NULL,  -- What each agency's labels say, a JSON array.
  key_findings TEXT NOT NULL,  -- The findings that no short answer may leave out, a JSON array.
  disagreements TEXT NOT NULL  -- How sources disagree, a JSON array.
);
CREATE VIRTUAL TABLE search USING fts5 (
  kind, id UNINDEXED, name, text, tokenize = "porter unicode61 remove_diacritics 2"
);
"""


def data(kb: KnowledgeBase) -> bytes:
    """Return the bytes of the database file.

    The same knowledge base gives the same bytes under the same version of SQLite.

    Raises:
        WriteError: If this Python has no SQLite with full-text search, as some builds have not.

    Example:
        >>> import alstx
        >>> data(alstx.load())[:15]
        b'SQLite format 3'
    """
    try:
        import sqlite3  # noqa: PLC0415 (which nothing else needs, and some builds of Python lack)
    except ImportError as error:
        raise WriteError(*_LACKING) from error
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        try:
            connection.executescript("\n".join(_statements()))
        except sqlite3.OperationalError as error:  # no such module: fts5
            raise WriteError(*_LACKING) from error
        _fill(connection, kb)
        return connection.serialize()


def _fill(connection: Connection, kb: KnowledgeBase) -> None:
    """Put every row into its table, and bring the file into its final form."""
    connection.execute("BEGIN")
    for table, rows in _rows(kb):
        for row in rows:
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608 (ours)
    connection.execute("COMMIT")
    connection.execute("INSERT INTO search (search) VALUES ('optimize')")
    connection.execute("VACUUM")


def _statements() -> Iterator[str]:
    """Yield what makes the tables, each column with what it says, and the views."""
    yield from map(_create, TABLES.values())
    yield _OWN
    for name, view in VIEWS.items():
        yield f"CREATE VIEW {name} AS  -- {view.about}\n{view.query};"


def _create(table: Table) -> str:
    keyed = table.columns[0].name == "id"
    lines = [
        f"  {_column(column, is_key=keyed and not at)}{',' if at + 1 < len(table.columns) else ''}"
        f"  -- {column.about}"
        for at, column in enumerate(table.columns)
    ]
    head = f"CREATE TABLE {table.name} (  -- {table.about}"
    return "\n".join([head, *lines, ");"])


def _column(column: Column, *, is_key: bool) -> str:
    """Define a column: its type, whether it may be empty, and the table whose ids it holds."""
    words = [f'"{column.name}"', _TYPES.get(column.type, "TEXT")]
    if is_key:
        words.append("PRIMARY KEY")
    if column.required:
        words.append("NOT NULL")
    if column.table and column.type is not ColumnType.TEXTS:
        words.append(f"REFERENCES {column.table} (id)")
    return " ".join(words)


def _rows(kb: KnowledgeBase) -> Iterator[tuple[str, Iterator[tuple[Cell, ...]]]]:
    for table in TABLES.values():
        yield table.name, _cells(table, kb)
    yield "about", iter(_about(kb).items())
    yield "in_words", _in_words(kb)
    yield "search", _texts(kb)


def _cells(table: Table, kb: KnowledgeBase) -> Iterator[tuple[Cell, ...]]:
    for row in table.rows(kb):
        yield tuple(_cell(column.cell(row)) for column in table.columns)


def _cell(value: Any) -> Cell:
    """Return a cell as SQLite has it: lists as JSON, days as texts, flags as 0 and 1."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else value


def _about(kb: KnowledgeBase) -> Mapping[str, str]:
    return {
        "disease": kb.disease.name,
        "disclaimer": DISCLAIMER,
        "license": LICENSE,
        "version": kb.version,
    }


def _in_words(kb: KnowledgeBase) -> Iterator[tuple[Cell, ...]]:
    """Yield what every other view of a treatment says of it, in the very same words."""
    for place, treatment in enumerate(kb.treatments):
        said = (f"{short_name(s.source)}: {s.words}" for s in summary.statements(treatment))
        found = (summary.finding(treatment, each) for each in treatment.key_findings)
        lists = (said, summary.labels(treatment), found, summary.disagreements(treatment))
        texts = (_cell(list(each)) for each in lists)
        yield treatment.id, place, summary.role(treatment), *texts


def _texts(kb: KnowledgeBase) -> Iterator[tuple[Cell, ...]]:
    """Yield what can be searched: names and descriptions, statements, findings, citations."""
    for kind in TERMS:
        for record in getattr(kb, kind):
            yield kind, record.id, "; ".join(record.names), record.description
    names = {source.id: short_name(source) for source in kb.sources}
    for statement in kb.recommendations:
        yield "recommendations", statement.id, names[statement.source], statement.statement
    for finding in kb.evidence:
        yield "evidence", finding.id, names[finding.source], finding.finding
    for source in kb.sources:
        yield "sources", source.id, names[source.id], source.citation
