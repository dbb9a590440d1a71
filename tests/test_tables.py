"""Catalogs as tables: columns, types, and nothing lost."""

import json
import runpy
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

import alstx
from alstx import Approval, KnowledgeBase, MissingExtraError, NotFoundError
from alstx.io.structure import make_converter
from alstx.kb.catalog import Catalog
from alstx.model import Estimate, Product, Study, Translation
from alstx.model.base import to_plain
from alstx.model.records import KINDS, Records
from alstx.tables.columns import ColumnType
from alstx.tables.docs import about, member_of, summary, types
from alstx.tables.layout import CATALOGS
from alstx.tables.parts import PARTS, TABLES
from alstx.testing import knowledge_bases

ROOT = Path(__file__).parent.parent
STANCE = next(c for c in TABLES["recommendations"].columns if c.name == "stance")
NAMES = [table.name for table in CATALOGS.values()]


def catalogs(kb: KnowledgeBase) -> Iterator[tuple[str, Catalog[Any]]]:
    """Gives every catalog of a base with the name of its table."""
    for name in NAMES:
        yield name, getattr(kb, name)


def test_page_documents_every_column() -> None:
    """docs/tables.md says what the code says; `python tools/exports.py` writes it anew."""
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert runpy.run_path(str(ROOT / "tools" / "exports.py"))["tables_page"]() == page


def test_every_catalog_has_a_table() -> None:
    """Each kind of record and the treatments are tables, and names stand once."""
    assert [*KINDS, "treatments"] == NAMES
    assert len(TABLES) == len(CATALOGS) + len(PARTS) + 1
    for table in TABLES.values():
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        assert all(column.about.endswith(".") for column in table.columns)


def test_links_lead_to_tables() -> None:
    """A column of ids names a table of a catalog."""
    linked = {c.table for table in TABLES.values() for c in table.columns if c.table}
    assert linked <= set(NAMES)
    assert "sources" in linked


def test_subclass_of_a_catalog_has_its_table(toy: KnowledgeBase) -> None:
    """A type derived from a catalog keeps the catalog's columns."""

    class Mine(type(toy.symptoms)):  # type: ignore[misc]
        __slots__ = ()

    mine = Mine(toy.symptoms._table)
    assert toy.symptoms.to_records() == mine.to_records()


@settings(max_examples=20)
@given(knowledge_bases())
def test_records_are_plain(kb: KnowledgeBase) -> None:
    """Every row has every column, in order, and is ready for JSON; filled where it must be."""
    for name, catalog in catalogs(kb):
        columns = TABLES[name].columns
        rows = catalog.to_records()
        assert [record.id for record in catalog] == [row["id"] for row in rows]
        for row in rows:
            assert [column.name for column in columns] == list(row)
            assert row == json.loads(json.dumps(row))
            assert all(row[c.name] is not None for c in columns if c.required)
            assert all(row[c.name] in (*c.words, None) for c in columns if c.words)
            assert all(isinstance(row[c.name], list) for c in columns if c.type is ColumnType.TEXTS)


def test_a_row_says_what_the_record_says(toy: KnowledgeBase) -> None:
    """The row of a medicine holds its codes, its uses and what its label warns of."""
    row = toy.medications.to_records()[0]
    assert row["id"] == "alphazine"
    assert row["rxcuis"] == ["9900001"]
    assert row["atc_codes"] == ["M03BX99"]
    assert row["identifiers"] == ["ATC:M03BX99", "RXCUI:9900001"]
    assert row["related_identifiers"] == ["RXCUI:9900002"]
    assert row["indicated_for"] == ["muscle-cramps", "spasticity"]
    assert row["labelled_for"] == ["spasticity"]
    assert row["agencies_read"] == ["fda"]
    assert row["caution_topics"] == ["cns-depression", "falls"]
    assert row["interacts_with"] == ["agents/mao-inhibitors", "drug_classes/toxins"]
    assert row["reviewed"] == "2026-01-31"


def test_a_treatment_says_who_says_what(toy: KnowledgeBase) -> None:
    """The row of a treatment names the current sources by stance, and how they disagree."""
    rows = {row["id"]: row for row in toy.treatments.to_records()}
    alphazine = rows["alphazine-for-muscle-cramps"]
    assert alphazine["role"] == "used"
    assert alphazine["basis"] == "guideline"
    assert alphazine["trials"] == "primary-met"
    assert alphazine["largest_trial"] == "trial-2015-cramps-alphazine"
    assert alphazine["status"] == "off-label"
    assert alphazine["label_status"] == ["fda: off-label"]
    assert alphazine["best_supporting_level"] == 2
    assert alphazine["supporting_evidence"] == ["trial-2015-cramps-alphazine"]
    assert alphazine["recommended_by"] == ["north-2020"]
    assert alphazine["considered_by"] == ["south-2018"]
    assert alphazine["disagreements"] == ["review-unconfirmed"]
    betamol = rows["betamol-for-muscle-cramps"]
    assert betamol["recommended_by"] == []
    assert betamol["advised_against_by"] == ["north-2020"]
    assert betamol["recommendations"][-1] == "old-2001-muscle-cramps-betamol"
    assert betamol["superseded"] == ["old-2001-muscle-cramps-betamol"]
    assert betamol["best_supporting_level"] is None
    assert betamol["basis"] is None
    assert betamol["trials"] == "primary-missed"
    assert rows["brace-for-spasticity"]["boxed_warning"] is None


def cells(kb: KnowledgeBase, name: str) -> list[dict[str, Any]]:
    """Gives the rows of a table as plain values."""
    table = TABLES[name]
    return [{c.name: to_plain(c.cell(row)) for c in table.columns} for row in table.rows(kb)]


def without_none(row: dict[str, Any]) -> dict[str, Any]:
    """Leaves out what is empty."""
    return {key: value for key, value in row.items() if value is not None}


Parts = dict[tuple[str, str, str], list[dict[str, Any]]]


def parts_of(kb: KnowledgeBase) -> Parts:
    """The rows of the tables of parts, by table, kind and id of what they are part of."""
    parts: Parts = defaultdict(list)
    for table in PARTS:
        owner = table.columns[0].table
        for row in cells(kb, table.name):
            if owner:
                kind, id_ = owner, row.pop(table.columns[0].name)
            elif table.name == "products":  # they are parts of the whole
                kind = id_ = ""
            else:
                kind, id_ = row.pop("record_kind"), row.pop("record_id")
            parts[table.name, kind, id_].append(without_none(row))
    return parts


def only(cls: Any, row: dict[str, Any]) -> dict[str, Any]:
    """What of a row the fields of a class hold."""
    own = {field.name for field in attrs.fields(cls)}
    return without_none({key: value for key, value in row.items() if key in own})


def named(cell: str) -> dict[str, str]:
    """A member that a label names, from its cell."""
    member, severity = cell.split(": ")
    return {"member": member, "severity": severity}


def elsewhere(text: str) -> dict[str, Any]:
    """What a brand stands for in other countries, from one text."""
    substance, _, countries = text.removesuffix(")").rpartition(" (")
    return {"substance": substance, "countries": countries.split(", ") if countries else []}


def whole(kind: str, row: dict[str, Any], parts: Parts) -> dict[str, Any]:
    """A row with the parts of its record, which stand in tables of their own."""

    def own(table: str) -> list[dict[str, Any]]:
        return parts[table, kind, row["id"]]

    plain = ("arms", "cautions", "forms", "grades", "interactions", "labels_read", "members")
    held: dict[str, Any] = {n: own(n) for n in plain}
    held["interactions"] = [
        said | {"named": list(map(named, said["named"]))} for said in own("interactions")
    ]
    held["estimates"] = [only(Estimate, estimate) for estimate in own("estimates")]
    held["brands"] = [
        brand | {"elsewhere": [elsewhere(text) for text in brand["elsewhere"]]}
        for brand in own("brands")
    ]
    held["xrefs"] = [{"id": x["identifier"], "match": x["match"]} for x in own("identifiers")]
    held["indications"] = [
        i
        | {
            "approvals": [
                only(Approval, a) for a in own("approvals") if a["symptom"] == i["symptom"]
            ]
        }
        for i in own("indications")
    ]
    if kind == "symptoms":
        held["translations"] = {t["language"]: t["text"] for t in own("translations")}
        keys = {"band": "frequency", "term": "frequency_term", "source": "frequency_source"}
        told = {key: row[column] for key, column in keys.items()}
        held["frequency"] = told if row["frequency"] else None
        search = {"day": row["searched_on"], "result": row["search_result"]}
        held["searched"] = search if row["searched_on"] else None
    if kind == "sources":
        held["study"] = only(Study, row) if row["primary_met"] else None
    if kind == "mechanisms":
        target = {"name": row["target"], "proteins": own("proteins")}
        held["target"] = target if row["target"] else None
    return {**row, **held}


def rebuilt(kb: KnowledgeBase) -> Records:
    """Builds the records from the tables alone."""
    parts, converter = parts_of(kb), make_converter()
    found = {
        kind: tuple(
            converter.structure(only(facts.cls, whole(kind, row, parts)), facts.cls)
            for row in cells(kb, kind)
        )
        for kind, facts in KINDS.items()
    }
    products = tuple(converter.structure(row, Product) for row in cells(kb, "products"))

    return Records(version=kb.version, disease=kb.disease, products=products, **found)


@settings(max_examples=20)
@given(knowledge_bases())
def test_tables_hold_all_that_records_hold(kb: KnowledgeBase) -> None:
    """The records can be built again from the tables of catalogs and parts."""
    assert kb.records == rebuilt(kb)


def test_tables_hold_all_that_the_bundled_records_hold(kb: KnowledgeBase) -> None:
    """So can the bundled ones."""
    assert kb.records == rebuilt(kb)


def test_estimates_stand_beside_what_they_compare(toy: KnowledgeBase) -> None:
    """One row for each estimate of the findings that were chosen, in their order."""
    (row,) = toy.evidence.to_estimates()
    assert row["evidence"] == "trial-2015-cramps-alphazine"
    assert row["source"] == "trial-2015"
    assert (row["measure"], row["value"], row["p"]) == ("rate-ratio", 0.31, "0.047")
    assert (row["arm"], row["arm_n"]) == ("alphazine", 30)
    assert (row["versus"], row["versus_arm"], row["versus_arm_n"]) == ("placebo", "placebo", 30)
    assert row["endpoint"] == "primary"
    assert toy.evidence.filter(medication="betamol").to_estimates() == []


@pytest.mark.parametrize("form", ["pandas", "polars"])
def test_estimates_as_frames(kb: KnowledgeBase, form: Any) -> None:
    """Every form has the columns of the table, and the numbers that the records print."""
    pytest.importorskip(form)
    frame = kb.evidence.to_estimates(form)
    names = [column.name for column in TABLES["estimates"].columns]
    assert list(frame.columns) == names
    assert list(frame["value"]) == [
        float(e.value) for record in kb.evidence for e in record.estimates
    ]
    empty = (kb.evidence - kb.evidence).to_estimates(form)
    assert len(empty) == 0


def test_there_is_no_other_form(toy: KnowledgeBase) -> None:
    """A form that is none is refused with the near one."""
    with pytest.raises(NotFoundError, match="did you mean 'pandas'"):
        toy.evidence.to_estimates("panda")  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("method", "library"),
    [("to_pandas", "pandas"), ("to_polars", "polars"), ("to_arrow", "pyarrow")],
)
def test_without_the_library(
    toy: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, method: str, library: str
) -> None:
    """Without its library a method names the extra that brings it."""
    monkeypatch.setitem(sys.modules, library, None)
    extra = "arrow" if library == "pyarrow" else library
    with pytest.raises(MissingExtraError, match=rf"{method} needs the extra '{extra}'"):
        getattr(toy.symptoms, method)()


def test_pandas(kb: KnowledgeBase) -> None:
    """Frames of pandas have the right dtypes and hold what the plain records hold."""
    pd = pytest.importorskip("pandas")
    for name, catalog in catalogs(kb):
        frame = catalog.to_pandas()
        empty = (catalog - catalog).to_pandas()
        assert list(frame.columns) == [c.name for c in TABLES[name].columns]
        assert list(empty.dtypes) == list(frame.dtypes)
        assert len(empty) == 0
        for column in TABLES[name].columns:
            series = frame[column.name]
            want = [row[column.name] for row in catalog.to_records()]
            if column.type is ColumnType.DAY:
                days = [None if pd.isna(day) else day.date().isoformat() for day in series]
                assert days == want
                assert series.dtype == "datetime64[s]"
            else:
                held = [None if cell is pd.NA or cell != cell else cell for cell in series]  # noqa: PLR0124 (NaN)
                assert held == want
            if column.type is ColumnType.WORD:
                assert tuple(series.cat.categories) == column.words
                assert series.cat.ordered == column.ordered
    assert str(kb.sources.to_pandas()["year"].dtype) == "Int64"
    assert str(kb.sources.to_pandas()["title"].dtype) == "string"
    assert str(kb.sources.to_pandas()["is_current"].dtype) == "bool"
    stance = kb.recommendations.to_pandas()["stance"]
    assert stance.max() == "recommend"  # as text it would be recommend too, but not so the least
    assert stance.min() == "do-not-recommend"
    assert (stance >= "consider").sum() == sum(r.is_for for r in kb.recommendations)


def test_polars(kb: KnowledgeBase) -> None:
    """Frames of Polars have the right dtypes and hold what the plain records hold."""
    pl = pytest.importorskip("polars")
    for name, catalog in catalogs(kb):
        frame = catalog.to_polars()
        empty = (catalog - catalog).to_polars()
        assert frame.columns == [c.name for c in TABLES[name].columns]
        assert empty.schema == frame.schema
        assert empty.is_empty()
        rows = frame.with_columns(pl.col(pl.Date).cast(pl.String)).to_dicts()
        assert catalog.to_records() == rows
        for column in TABLES[name].columns:
            if column.type is ColumnType.WORD:
                assert frame.schema[column.name] == pl.Enum(column.words)
    assert kb.medications.to_polars().schema["synonyms"] == pl.List(pl.String)
    assert kb.medications.to_polars().schema["reviewed"] == pl.Date


def test_arrow(kb: KnowledgeBase) -> None:
    """Arrow tables have the right types, say what each field is, and lose nothing."""
    pa = pytest.importorskip("pyarrow")
    for name, catalog in catalogs(kb):
        table = catalog.to_arrow()
        assert (catalog - catalog).to_arrow().schema == table.schema
        for column, field in zip(TABLES[name].columns, table.schema, strict=True):
            assert field.name == column.name
            assert field.metadata[b"description"].decode() == column.about
            assert field.nullable != column.required
            if column.type is ColumnType.WORD:
                assert field.type == pa.dictionary(pa.int8(), pa.string(), column.ordered)
        rows = [
            {key: cell.isoformat() if isinstance(cell, date) else cell for key, cell in row.items()}
            for row in table.to_pylist()
        ]
        assert catalog.to_records() == rows
    words = kb.recommendations.to_arrow()["stance"].chunk(0).dictionary.to_pylist()
    assert words == list(STANCE.words)


class Recorder(SimpleNamespace):
    """A library that only writes down what it is asked for."""

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **kwargs: SimpleNamespace(
            name=name, args=args, kwargs=kwargs, type=f"type of {name}"
        )


@pytest.mark.parametrize(
    ("method", "library"),
    [("to_pandas", "pandas"), ("to_polars", "polars"), ("to_arrow", "pyarrow")],
)
def test_what_a_library_is_asked_for(
    toy: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, method: str, library: str
) -> None:
    """Without the libraries too: each is asked for one frame with our columns, in order."""
    lib = Recorder(Table=Recorder(), DictionaryArray=Recorder(), String="str", Int64="int")
    lib.Boolean, lib.Date, lib.Float64 = "bool", "date", "float"
    monkeypatch.setitem(sys.modules, library, lib)  # type: ignore[arg-type]
    made = getattr(toy.recommendations, method)()
    names = [column.name for column in TABLES["recommendations"].columns]
    if library == "pyarrow":
        (fields,) = made.kwargs["schema"].args
        assert [field.args[0] for field in fields] == names
        asked = made.args[0][names.index("stance")]
        places = [STANCE.words.index(r.stance) for r in toy.recommendations]
        assert asked.args[0].args[0] == places
    else:
        (data,) = made.args
        assert list(data) == names
        dtypes = (
            data["stance"].kwargs["dtype"]
            if library == "pandas"
            else made.kwargs["schema"]["stance"]
        )
        assert dtypes.args == (STANCE.words,)


def test_translations_are_the_only_map() -> None:
    """Only translations are written as a map; the tables and the schema rely on it."""
    maps = [
        (cls.__name__, name)
        for kind in KINDS
        for cls in [member_of(types(Records)[kind])]
        for name, held in types(cls).items()
        if member_of(held) is Translation
    ]
    assert maps == [("Symptom", "translations")]


def test_classes_without_documentation() -> None:
    """Where docstrings are stripped, as by ``python -OO``, columns are there without a word."""

    @attrs.frozen
    class Bare:
        held: int

    Bare.__doc__ = None
    assert summary(Bare) == ""
    assert about(Bare) == {"held": ""}


def test_what_a_class_says_of_its_attributes() -> None:
    """The entries of a class and of those above it, in one line each, the lower ones last."""

    @attrs.frozen
    class Upper:
        """What stands above,
        in two lines.

        Not this.

        Attributes:
            first: One ``line``.
            second: Two
                lines.

                And a paragraph.
        """  # noqa: D205 (as a docstring may be)

        first: int
        second: int

    @attrs.frozen
    class Lower(Upper):
        """What stands below.

        Attributes:
            second: Another.
            third: The last.

        Example:
            fourth: None.
        """

        third: int
        fourth: int

    assert summary(Upper) == "What stands above, in two lines."
    assert about(Lower) == {
        "first": "One `line`.",
        "second": "Another.",
        "third": "The last.",
        "fourth": "",
    }
    assert about(Upper)["second"] == "Two lines. And a paragraph."


def test_plain_without_defaults_is_what_files_hold(toy: KnowledgeBase) -> None:
    """The short form leaves out what equals its default; the full form has every key."""
    record = toy.symptoms["spasticity"]
    assert "translations" not in to_plain(record)
    assert to_plain(record, full=True)["translations"] == {}
    assert set(to_plain(record, full=True)) == {f.name for f in attrs.fields(alstx.Symptom)}
