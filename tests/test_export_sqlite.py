"""The SQLite file: the tables whole, and views that answer as the library does."""

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import alstx
from alstx import KnowledgeBase, WriteError
from alstx.display import summary
from alstx.export import sqlite, write
from alstx.export.sqlite_views import VIEWS
from alstx.model.base import to_plain
from alstx.tables.columns import ColumnType
from alstx.tables.parts import TABLES
from alstx.testing import knowledge_bases


def opened(kb: KnowledgeBase) -> sqlite3.Connection:
    """The database in memory."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(sqlite.data(kb))
    return connection


@pytest.fixture(scope="module")
def db(kb: KnowledgeBase) -> Iterator[sqlite3.Connection]:
    """The bundled base as a database."""
    with closing(opened(kb)) as connection:
        yield connection


def asked(db: sqlite3.Connection, query: str, *values: str) -> list[tuple[Any, ...]]:
    """The rows of an answer."""
    return db.execute(query, values).fetchall()


def parsed(kind: ColumnType, cell: Any) -> Any:
    """A cell as the table has it."""
    if cell is None:
        return None
    if kind is ColumnType.TEXTS:
        return json.loads(cell)
    return bool(cell) if kind is ColumnType.FLAG else cell


@settings(max_examples=10)
@given(knowledge_bases())
def test_the_file_holds_the_tables(kb: KnowledgeBase) -> None:
    """Every cell can be read back, every reference leads somewhere, every view can be asked."""
    with closing(opened(kb)) as db:
        for name, table in TABLES.items():
            expected = [[to_plain(c.cell(row)) for c in table.columns] for row in table.rows(kb)]
            types = [column.type for column in table.columns]
            found = asked(db, f"SELECT * FROM {name} ORDER BY rowid")  # noqa: S608 (ours)
            assert expected == [list(map(parsed, types, row)) for row in found]
        assert asked(db, "PRAGMA integrity_check") == [("ok",)]
        assert asked(db, "PRAGMA foreign_key_check") == []
        for view in VIEWS:
            asked(db, f"SELECT * FROM {view}")  # noqa: S608 (ours)


@settings(max_examples=10)
@given(knowledge_bases())
def test_answers_are_those_of_the_library(kb: KnowledgeBase) -> None:
    """A symptom is answered with itself and what is below it, in the same words and order."""
    with closing(opened(kb)) as db:
        for symptom in kb.symptoms:
            expected = kb.treatments.filter(symptom=symptom, role=None)
            query = "SELECT treatment, role_in_words FROM answers WHERE asked = ? ORDER BY place"
            assert [(t.id, summary.role(t)) for t in expected] == asked(db, query, symptom.id)


@settings(max_examples=10)
@given(knowledge_bases())
def test_views_lose_nothing(kb: KnowledgeBase) -> None:
    """Each statement, finding, caution, interaction, form and disagreement is in its view."""
    with closing(opened(kb)) as db:
        counts = {
            view: asked(db, f"SELECT count(*) FROM {view}")[0][0]  # noqa: S608 (ours)
            for view in VIEWS
        }
    interventions = [*kb.medications, *kb.drug_classes, *kb.therapies]
    assert counts["interventions"] == len(interventions) + len(kb.agents)
    assert counts["statements"] == len(kb.recommendations)
    assert counts["findings"] == sum(len(e.interventions) * len(e.symptoms) for e in kb.evidence)
    assert counts["warnings"] == sum(len(r.cautions) for r in (*kb.medications, *kb.therapies))
    assert counts["taken_together"] == sum(len(m.interactions) for m in kb.medications)
    assert counts["tube_and_crushing"] == sum(len(m.forms) for m in kb.medications)
    assert counts["disputes"] == sum(len(t.disagreements) for t in kb.treatments)


@settings(max_examples=10)
@given(knowledge_bases())
def test_names_and_codes(kb: KnowledgeBase) -> None:
    """Every name and every code of a record leads to it."""
    with closing(opened(kb)) as db:
        names = set(asked(db, "SELECT kind, id, name FROM names"))
        codes = set(asked(db, "SELECT kind, id, vocabulary || ':' || code, \"match\" FROM codes"))
    kinds = ("symptoms", "medications", "drug_classes", "therapies", "mechanisms", "agents")
    expected = {(k, r.id, name) for k in kinds for r in getattr(kb, k) for name in r.names}
    expected |= {("symptoms", s.id, t.text) for s in kb.symptoms for t in s.translations}
    assert expected == names
    held = {
        (kind, record.id, str(xref.id), xref.match.value)
        for kind in (*kinds, "sources")
        for record in getattr(kb, kind)
        for xref in record.xrefs
    }
    assert held == codes


def test_common_questions(db: sqlite3.Connection) -> None:
    """Names and codes lead to answers, and words are found whatever their endings."""
    assert asked(db, "SELECT kind, id FROM names WHERE name = 'Elavil'") == [
        ("medications", "amitriptyline")
    ]
    query = "SELECT id FROM codes WHERE vocabulary = 'RXCUI' AND code = '704' AND match = 'exact'"
    assert asked(db, query) == [("amitriptyline",)]
    used = asked(
        db,
        "SELECT name, statements, contested FROM answers "
        "WHERE asked = 'sialorrhea' AND role = 'used' ORDER BY place",
    )
    assert len(used) > 5
    assert all(json.loads(statements) for _, statements, _ in used)
    found = asked(
        db, "SELECT kind, id FROM search WHERE search MATCH 'drool* botulinum' ORDER BY rank"
    )
    assert found
    assert ("symptoms", "sialorrhea") in asked(
        db, "SELECT kind, id FROM search WHERE search MATCH 'name: drooling'"
    )


def test_the_file_says_what_it_is(db: sqlite3.Connection, kb: KnowledgeBase) -> None:
    """Version, licence and disclaimer are in it, and each table, column and view is explained."""
    about = dict(asked(db, "SELECT key, value FROM about"))
    assert about["disclaimer"] == alstx.DISCLAIMER
    assert about["version"] == kb.version
    assert about["license"] == "CC-BY-4.0"
    schema = dict(asked(db, "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view')"))
    for name, table in TABLES.items():
        assert all(column.about in schema[name] for column in table.columns)
    for name, view in VIEWS.items():
        assert view.about in schema[name]


def test_the_same_base_gives_the_same_bytes(toy: KnowledgeBase, tmp_path: Path) -> None:
    """Written twice, the file is the same, and an older one is replaced."""
    path = write(toy, "sqlite", tmp_path / "alstx.db")
    first = path.read_bytes()
    assert write(toy, "sqlite", path).read_bytes() == first
    with closing(sqlite3.connect(path)) as db:
        assert asked(db, "SELECT value FROM about WHERE key = 'version'") == [(toy.version,)]


def test_a_python_without_sqlite(toy: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library or its full-text search is lacking, that is said."""
    told = "'sqlite' cannot be written: this Python has no SQLite with full-text search (FTS5)"
    monkeypatch.setattr(sqlite, "_OWN", "CREATE VIRTUAL TABLE search USING fts999 (name);")
    with pytest.raises(WriteError) as caught:
        sqlite.data(toy)
    assert str(caught.value) == told
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    with pytest.raises(WriteError) as caught:
        sqlite.data(toy)
    assert str(caught.value) == told


def test_the_guide_names_every_view() -> None:
    """docs/exports.md says what each view is."""
    page = (Path(__file__).parent.parent / "docs" / "exports.md").read_text("utf-8")
    for name, view in VIEWS.items():
        assert f"| `{name}` | {view.about} |" in page, name
