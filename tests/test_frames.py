"""Whole tables: every kind of frame, against a plain loop and against one another.

What needs DuckDB, Dask or Spark runs where they are installed and ``ALSTX_ENGINES`` is set, as
``nox -s frames`` does.
"""

import importlib
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import alstx
from alstx import InvalidArgumentError, KnowledgeBase, MissingExtraError, NotFoundError, annotate
from alstx.frames import COLUMNS, SEPARATOR

pytest.importorskip("narwhals")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

ON_ENGINES = (
    pytest.mark.engines,
    pytest.mark.skipif(not os.environ.get("ALSTX_ENGINES"), reason="run by nox -s frames"),
)


def on_engines(test: Any) -> Any:
    """Marks a test that needs an engine."""
    for mark in ON_ENGINES:
        test = mark(test)
    return test


TEXTS = [
    "ELAVIL 25MG TAB PO QHS",
    "baclofen 10 mg, tizanidine 4 mg",
    None,
    "metformin 500 mg",
    "amitriptiline 10 mg",
    "",
    "ELAVIL 25MG TAB PO QHS",
    "Baclofène® 10; O'Brien \"\\ ` ; --",
]
NAMES = [f"alstx_{name}" for name in COLUMNS]
Table = dict[str, list[Any]]
EAGER = ("pandas", "polars", "polars-lazy", "pyarrow")
ENGINES = ("duckdb", "dask", "pyspark")


def make_pandas(table: Table) -> Any:
    """A frame of pandas with an index of its own."""
    size = len(next(iter(table.values())))
    return pd.DataFrame(table, index=[f"row {n}" for n in range(size)])


def make_dask(table: Table) -> Any:
    """A frame of Dask in two parts."""
    return importlib.import_module("dask.dataframe").from_pandas(make_pandas(table), npartitions=2)


def make_duckdb(table: Table) -> Any:
    """A relation in a connection of its own."""
    types = {
        name: pa.string() if isinstance(cells[0], str) else pa.int64()
        for name, cells in table.items()
    }
    arrow = pa.table({name: pa.array(cells, types[name]) for name, cells in table.items()})
    connection = importlib.import_module("duckdb").connect()
    connection.register("rows_of_arrow", arrow)
    connection.execute("create table rows_of_test as select * from rows_of_arrow")
    return connection.table("rows_of_test")


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A Spark session on a local cluster."""
    build = importlib.import_module("pyspark.sql").SparkSession.builder.master("local[2]")
    build = build.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
    session = build.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture
def make(request: pytest.FixtureRequest) -> Callable[[str, Table], Any]:
    """Makes a frame of a kind out of columns."""

    def spark_frame(table: Table) -> Any:
        types = ("string" if isinstance(cells[0], str) else "int" for cells in table.values())
        schema = ", ".join(f"`{n}` {kind}" for n, kind in zip(table, types, strict=True))
        rows = list(zip(*table.values(), strict=True))
        return request.getfixturevalue("spark").createDataFrame(rows, schema)

    makers: dict[str, Callable[[Table], Any]] = {
        "pandas": make_pandas,
        "polars": pl.DataFrame,
        "polars-lazy": pl.LazyFrame,
        "pyarrow": pa.table,
        "duckdb": make_duckdb,
        "dask": make_dask,
        "pyspark": spark_frame,
    }
    return lambda kind, table: makers[kind](table)


def rows(frame: Any) -> list[dict[str, Any]]:
    """The rows of a frame of any kind, with None for what is missing."""
    if hasattr(frame, "collect"):
        frame = frame.collect()
    if isinstance(frame, list):  # rows of Spark
        return [row.asDict() for row in frame]
    if hasattr(frame, "to_arrow_table"):  # a relation of DuckDB
        frame = frame.to_arrow_table()
    if hasattr(frame, "compute"):
        frame = frame.compute()
    if isinstance(frame, pl.DataFrame):
        return list(frame.to_dicts())
    if isinstance(frame, pa.Table):
        return list(frame.to_pylist())
    found = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return list(found)


def by_hand(kb: KnowledgeBase, text: object) -> dict[str, str | None]:
    """What a plain loop adds to a text."""
    mentions = kb.medications.find_in(text) if isinstance(text, str) else ()
    found = list(dict.fromkeys(mention.record for mention in mentions))
    used = kb.treatments.filter(role="used")
    cells = {
        "medications": [m.id for m in found],
        "names": [m.name for m in found],
        "drug_classes": [c for m in found for c in m.drug_classes],
        "symptoms": [t.symptom for m in found for t in used if t.intervention == m.ref],
        "corrected": [m.record.id for m in mentions if m.corrected],
    }
    return {
        f"alstx_{name}": SEPARATOR.join(dict.fromkeys(values)) or None
        for name, values in cells.items()
    }


@pytest.mark.parametrize(
    "kind", [*EAGER, *(pytest.param(kind, marks=ON_ENGINES) for kind in ENGINES)]
)
class TestEveryKind:
    """What holds for frames of every kind."""

    def test_equals_a_plain_loop(
        self, kb: KnowledgeBase, make: Callable[[str, Table], Any], kind: str
    ) -> None:
        """The same kind comes out, with the same rows and what a plain loop finds in them."""
        table = {"n": list(range(len(TEXTS))), "drug": TEXTS, "alstx note": ["x"] * len(TEXTS)}
        frame = make(kind, table)
        out = annotate(frame, "drug")
        assert type(out) is type(frame)
        expected = [
            {"n": n, "drug": text, "alstx note": "x", **by_hand(kb, text)}
            for n, text in enumerate(TEXTS)
        ]
        assert sorted(rows(out), key=lambda row: row["n"]) == expected

    def test_annotating_twice_changes_nothing(
        self, make: Callable[[str, Table], Any], kind: str
    ) -> None:
        """The second time gives the same table, columns in the same places."""
        out = annotate(make(kind, {"n": list(range(len(TEXTS))), "drug": TEXTS}), "drug")
        again = annotate(out, "drug")
        assert sorted(rows(again), key=str) == sorted(rows(out), key=str)
        assert [list(row) for row in rows(again)] == [["n", "drug", *NAMES]] * len(TEXTS)

    def test_a_table_that_names_nothing(self, make: Callable[[str, Table], Any], kind: str) -> None:
        """Where nothing is found, the columns are there and null."""
        out = rows(annotate(make(kind, {"drug": ["nothing", "of", "ours"]}), "drug"))
        assert sorted(row["drug"] for row in out) == ["nothing", "of", "ours"]
        assert {tuple(row[name] for name in NAMES) for row in out} == {(None,) * len(NAMES)}

    def test_a_base_a_prefix_and_no_correction(
        self, toy: KnowledgeBase, make: Callable[[str, Table], Any], kind: str
    ) -> None:
        """Another base is asked, under another prefix, and corrects nothing when told so."""
        name = next(iter(toy.medications)).name
        frame = make(kind, {"drug": [name, "amitriptiline"]})
        out = annotate(frame, "drug", kb=toy, prefix="x ", correct_from=None)
        found = {row["drug"]: row["x names"] for row in rows(out)}
        assert found == {name: name, "amitriptiline": None}

    @pytest.mark.parametrize(
        ("column", "error", "message"),
        [
            ("drgu", NotFoundError, "did you mean 'drug'"),
            ("n", InvalidArgumentError, "no text"),
            (3, InvalidArgumentError, "named by a text"),
            (None, InvalidArgumentError, "named by a text"),
        ],
    )
    def test_a_wrong_column(
        self,
        make: Callable[[str, Table], Any],
        kind: str,
        column: Any,
        error: type[Exception],
        message: str,
    ) -> None:
        """A column that is missing or holds no text is an error of ours that says so."""
        frame = make(kind, {"n": [1, 2], "drug": ["x", "y"]})
        with pytest.raises(error, match=message):
            annotate(frame, column)

    def test_columns_in_the_way(self, make: Callable[[str, Table], Any], kind: str) -> None:
        """A column of ours cannot be read, nor can one differ from it in case only."""
        with pytest.raises(InvalidArgumentError, match="another prefix"):
            annotate(make(kind, {"alstx_names": ["x"]}), "alstx_names")
        with pytest.raises(InvalidArgumentError, match="differ in case only"):
            annotate(make(kind, {"drug": ["x"], "Alstx_Names": ["x"]}), "drug")
        taken = make(kind, {"drug": ["Elavil"], "alstx_key": ["x"], "alstx_key_": ["y"]})
        (row,) = rows(annotate(taken, "drug"))
        assert (row["alstx_medications"], row["alstx_key"]) == ("amitriptyline", "x")


def test_rows_keep_their_order_and_index() -> None:
    """A frame of pandas keeps its index, also one that repeats itself."""
    frame = pd.DataFrame({"drug": TEXTS}, index=[7, 7, 1, 1, 1, 0, 0, 7])
    out = annotate(frame, "drug")
    assert list(out.index) == list(frame.index)
    assert list(out["drug"].isna()) == list(frame["drug"].isna())


def test_cells_of_any_type() -> None:
    """In a column of pandas that holds anything, what is no text is left null."""
    cells = ["Elavil", 3, [1], {"a": 1}, None, float("nan"), b"Elavil", pd.NaT, ("Elavil",)]
    cells += ["Elavil \ud800", "\udfff"]
    out = annotate(pd.DataFrame({"drug": pd.Series(cells, dtype=object)}), "drug")
    found = [row["alstx_medications"] for row in rows(out[["alstx_medications"]])]
    assert found == ["amitriptyline", *[None] * 10]


def test_types_that_hold_text() -> None:
    """Categories, enums, large and dictionary strings are text, and so is a column of nulls."""
    frames = [
        pd.DataFrame({"drug": pd.Categorical(["Elavil", None])}),
        pd.DataFrame({"drug": pd.array(["Elavil", None], dtype="string")}),
        pl.DataFrame({"drug": ["Elavil", None]}, schema={"drug": pl.Categorical}),
        pl.DataFrame({"drug": ["Elavil", None]}, schema={"drug": pl.Enum(["Elavil"])}),
        pa.table({"drug": pa.array(["Elavil", None], pa.large_string())}),
        pa.table({"drug": pa.array(["Elavil", None]).dictionary_encode()}),
    ]
    for frame in frames:
        found = [row["alstx_medications"] for row in rows(annotate(frame, "drug"))]
        assert found == ["amitriptyline", None]
    for empty in (pl.DataFrame({"drug": [None]}), pa.table({"drug": pa.nulls(1)})):
        assert [row["alstx_medications"] for row in rows(annotate(empty, "drug"))] == [None]


def test_tables_without_rows() -> None:
    """A table without rows gets the columns."""
    for frame in (pd.DataFrame({"drug": []}, dtype="object"), pl.DataFrame({"drug": []})):
        assert list(annotate(frame, "drug").columns) == ["drug", *NAMES]


def test_two_columns_of_one_name() -> None:
    """Columns that cannot be told apart are an error of ours."""
    for frame in (
        pd.DataFrame([["x", "y"]], columns=["drug", "drug"]),
        pa.table([["x"], ["y"]], names=["drug", "drug"]),
    ):
        with pytest.raises(InvalidArgumentError, match="two columns of one name"):
            annotate(frame, "drug")


@pytest.mark.parametrize(
    "frame", [None, [], {"drug": ["x"]}, "drug", pd.Series(["x"]), pl.Series(["x"]), object()]
)
def test_what_is_no_frame(frame: object) -> None:
    """Anything that is no frame is an error of ours."""
    with pytest.raises(InvalidArgumentError, match="takes a frame of"):
        annotate(frame, "drug")


def test_an_object_column_of_polars() -> None:
    """Polars cannot look into its columns of objects, and neither can we."""
    frame = pl.DataFrame({"drug": pl.Series(["x"], dtype=pl.Object)})
    with pytest.raises(InvalidArgumentError, match="no text"):
        annotate(frame, "drug")


@pytest.mark.parametrize("wrong", [{"kb": "base"}, {"prefix": 5}, {"correct_from": 2}])
def test_wrong_arguments(wrong: dict[str, Any]) -> None:
    """A wrong base, prefix or length is an error of ours."""
    with pytest.raises(InvalidArgumentError):
        annotate(pd.DataFrame({"drug": ["x"]}), "drug", **wrong)


def test_without_narwhals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where narwhals is missing, the error names the extra."""
    monkeypatch.setitem(importlib.import_module("sys").modules, "narwhals", None)
    with pytest.raises(MissingExtraError, match=r"alstx\[frames\]"):
        annotate(pd.DataFrame({"drug": ["x"]}), "drug")


def test_progress_is_shown_where_there_is_much_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many distinct texts are read under a bar, unless it is not wanted; few are read without."""
    seen: list[int] = []

    def bar(texts: list[str], **_: object) -> list[str]:
        seen.append(len(texts))
        return texts

    monkeypatch.setattr("tqdm.tqdm", bar)
    many = pl.DataFrame({"drug": [f"text {n}" for n in range(12_000)]})
    annotate(many, "drug")
    annotate(many, "drug", progress=False)
    annotate(many[:100], "drug")
    assert seen == [12_000]


def test_each_distinct_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost grows with distinct texts, not with rows."""
    read: list[str] = []
    find_in = alstx.medications.find_in
    monkeypatch.setattr(
        "alstx.kb.catalogs.Medications.find_in",
        lambda _, text, **options: read.append(text) or find_in(text, **options),
    )
    annotate(pl.DataFrame({"drug": ["Elavil", "baclofen", None] * 1000}), "drug")
    assert sorted(read) == ["Elavil", "baclofen"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.none() | st.sampled_from(TEXTS) | st.text(max_size=20), max_size=8))
def test_kinds_agree(kb: KnowledgeBase, texts: list[str | None]) -> None:
    """Whatever the texts, the kinds of frame agree with one another and with a plain loop."""
    expected = [{"drug": text, **by_hand(kb, text)} for text in texts]
    assert (
        rows(annotate(pl.DataFrame({"drug": texts}, schema={"drug": pl.String}), "drug"))
        == expected
    )
    assert rows(annotate(pa.table({"drug": pa.array(texts, pa.string())}), "drug")) == expected
    frame = pd.DataFrame({"drug": pd.Series(texts, dtype=object)})
    assert rows(annotate(frame, "drug")) == expected


@on_engines
def test_rows_of_an_engine_stay_there(spark: Any) -> None:
    """Nothing but distinct texts is asked of an engine, and the answer is lazy."""
    frame = spark.createDataFrame([("Elavil",), ("Elavil",)], "drug string")
    out = annotate(frame, "drug")
    assert "Join" in out._jdf.queryExecution().toString()
    for other in (frame.drug, frame.drug.alias("Drug")):
        with pytest.raises(InvalidArgumentError, match="two columns of one name"):
            annotate(frame.select(frame.drug, other), "drug")


@on_engines
@pytest.mark.parametrize("other", ["drug", "Drug"])
def test_two_columns_of_one_name_in_sql(other: str) -> None:
    """SQL knows no case, so that columns that differ in it only cannot be told apart."""
    connection = importlib.import_module("duckdb").connect()
    relation = connection.sql(f"select 'Elavil' as drug, 'x' as {other}")
    with pytest.raises(InvalidArgumentError, match="two columns of one name"):
        annotate(relation, "drug")


@on_engines
def test_rows_of_a_relation_stay_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a relation of many rows only its distinct texts are read, and a relation comes back."""
    duckdb = importlib.import_module("duckdb")
    table = "select 'Elavil ' || (range % 3) as drug from range(100000)"
    read: list[int] = []
    watched = importlib.import_module("alstx.frames")._watched
    monkeypatch.setattr(
        "alstx.frames._watched",
        lambda texts, **options: read.append(len(texts)) or watched(texts, **options),
    )
    out = annotate(duckdb.connect().sql(table), "drug")
    assert read == [3]
    assert isinstance(out, duckdb.DuckDBPyRelation)
    assert out.aggregate("count(alstx_medications)").fetchall() == [(100_000,)]


@on_engines
def test_dask_keeps_index_and_parts() -> None:
    """A frame of Dask keeps its index and its parts, and takes a column of anything."""
    frame = make_dask({"drug": TEXTS})
    out = annotate(frame, "drug")
    assert out.divisions == frame.divisions
    assert list(out.compute().index) == list(frame.compute().index)


@on_engines
def test_a_relation_outlives_what_it_was_made_of() -> None:
    """A relation can be asked again and again, and its answer has the order of nothing."""
    out = annotate(make_duckdb({"drug": ["Elavil"] * 3}), "drug")
    for _ in range(3):
        assert [row["alstx_medications"] for row in rows(out)] == ["amitriptyline"] * 3
