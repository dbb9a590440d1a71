"""Whole tables: a column of free text, annotated with the medicines that it names.

Any frame that narwhals knows is taken, and one of the same kind is given back. Each distinct text
is read once, so that the cost grows with distinct texts and not with rows. A table of an engine
(DuckDB, Spark, Dask, a lazy frame of Polars) stays where it is: only distinct texts leave it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import count
from typing import Any, TypeVar, cast

from alstx.errors import InvalidArgumentError, NotFoundError, shown
from alstx.ids import RefKind
from alstx.io.load import load
from alstx.kb.arguments import CORRECT_FROM
from alstx.kb.base import KnowledgeBase
from alstx.lazy import import_optional
from alstx.names.folding import fold
from alstx.names.near import near_words
from alstx.vocab import Role

F = TypeVar("F")

SEPARATOR = "; "
"""Delimiter of the values of a cell."""
COLUMNS = ("medications", "names", "drug_classes", "symptoms", "corrected")
"""The columns that `annotate` adds, without their prefix."""
OTHERS = "others"
"""The column that it adds when it is asked for."""
_KINDS = "pandas, Polars, pyarrow, DuckDB, Dask or PySpark"
_MANY = 10_000
_SURROGATE = re.compile("[\ud800-\udfff]")

Row = tuple[str | None, ...]


_Reader = Callable[[Iterable[str]], dict[str, Row]]


def annotate(
    frame: F,
    column: str,
    *,
    kb: KnowledgeBase | None = None,
    prefix: str = "alstx_",
    correct_from: int | None = CORRECT_FROM,
    country: str | None = None,
    others: bool = False,
    progress: bool = True,
) -> F:
    """Add to a table the medicines that a column of free text names.

    Five columns of text are added, or replaced where they are there already:

    - ``alstx_medications``: ids of the medicines, in the order of the text;
    - ``alstx_names``: their names;
    - ``alstx_drug_classes``: ids of their classes;
    - ``alstx_symptoms``: ids of the symptoms that they are used for;
    - ``alstx_corrected``: ids of those that a corrected typing error led to.

    Several values in a cell are separated by ``"; "``. Where there are none, the cell is null, and
    so it is where the text is null or no text.

    Args:
        frame: A frame of pandas, Polars (eager or lazy), pyarrow, DuckDB, Dask or PySpark.
        column: The column of free text.
        kb: The knowledge base whose medicines are looked for; None for the bundled one.
        prefix: What the names of the added columns start with.
        correct_from: As in `alstx.kb.catalog.Catalog.find_in`.
        country: As in `alstx.kb.catalog.Catalog.find_in`.
        others: Whether to add a column ``alstx_others`` with the outside ingredients of products
            such as Norco, by name.
        progress: Whether a bar shows how far it is, where there are many distinct texts.

    Returns:
        A frame of the same kind, with the same rows. The rows of an engine have no order; those
        of the other kinds keep theirs.

    Raises:
        MissingExtraError: If narwhals is not installed; the extra ``frames`` brings it.
        NotFoundError: If there is no such column; with the near one.
        InvalidArgumentError: If the frame is of no known kind or has two columns of one name, the
            column holds no text, or an argument is of the wrong type.
    """
    nw = import_optional("narwhals", "annotate", "frames")
    if not isinstance(kb, KnowledgeBase | None):
        msg = f"kb takes a KnowledgeBase, not {shown(kb)}"
        raise InvalidArgumentError(msg)
    if not isinstance(prefix, str) or _SURROGATE.search(prefix):
        msg = f"prefix is a text, not {shown(prefix)}"
        raise InvalidArgumentError(msg)
    native: Any = frame
    wrapped, names = _wrapped(nw, native._meta if _is_dask(native) else native)
    added = tuple(f"{prefix}{name}" for name in (*COLUMNS, *([OTHERS] if others else [])))
    _check_column(nw, wrapped, column, names, added, native=native)
    read = partial(
        _read,
        kb=kb or load(),
        correct_from=correct_from,
        country=country,
        others=others,
        progress=progress,
    )
    if _is_dask(native):  # on an engine
        return cast("F", _on_dask(native, column, added, read))
    key = next(k for k in (f"{prefix}key{'_' * n}" for n in count()) if k not in names)
    keyed = _with_key(nw, wrapped, names.index(column), key)
    annotated = _on_others(nw, keyed, key, added, read)
    if _is_sql(annotated):  # on an engine, where a join moves the columns
        final = [*names, *(name for name in added if name not in names)]
        return cast("F", nw.to_native(annotated.select(final)))
    return cast("F", nw.to_native(annotated.drop(key)))


def _is_dask(frame: object) -> bool:
    """Return whether a frame is one of Dask, whose support narwhals moves to a plug-in."""
    cls = type(frame)
    return cls.__module__.partition(".")[0].startswith("dask") and cls.__name__ == "DataFrame"


def _is_sql(frame: Any) -> bool:
    """Return whether a frame is a table of DuckDB or Spark."""
    engine = frame.implementation
    return bool(engine.is_duckdb() or engine.is_pyspark() or engine.is_pyspark_connect())


def _wrapped(nw: Any, frame: object) -> tuple[Any, list[str]]:
    """Wrap a frame with narwhals, and return it with its columns, which must be unique."""
    is_pandas = nw.dependencies.is_pandas_like_dataframe(frame)
    if is_pandas and cast("Any", frame).columns.nlevels > 1:
        msg = "the frame has columns of several levels; give them names of one"
        raise InvalidArgumentError(msg)
    try:
        wrapped = nw.from_native(frame)
        names: list[str] = wrapped.collect_schema().names()
        is_sql = _is_sql(wrapped)
        if is_sql:  # on an engine whose schema hides a second column
            names = list(wrapped.to_native().columns)
    except TypeError as error:
        msg = f"annotate takes a frame of {_KINDS}, not {shown(type(frame))}"
        raise InvalidArgumentError(msg) from error
    except nw.exceptions.DuplicateError as error:
        msg = f"the frame has two columns of one name: {' '.join(str(error).split())}"
        raise InvalidArgumentError(msg) from error
    half = [name for name in names if isinstance(name, str) and _SURROGATE.search(name)]
    if half:
        msg = f"the name of a column holds half a character: {shown(half[0])}"
        raise InvalidArgumentError(msg)
    apart = {name.casefold() for name in names} if is_sql else set(names)
    if len(apart) < len(names):  # on an engine; SQL knows no case
        msg = f"the frame has two columns of one name among {shown(names)}"
        raise InvalidArgumentError(msg)
    return wrapped, names


def _check_column(
    nw: Any, wrapped: Any, column: object, names: list[Any], added: tuple[str, ...], *, native: Any
) -> None:
    """Refuse a column that is missing, contains no text, or collides with a new one."""
    if column not in names:
        if not isinstance(column, str):
            msg = f"a column is named by a text, not by {shown(column)}"
            raise InvalidArgumentError(msg)
        kind = "column"
        raise NotFoundError(kind, column, near_words(column, map(str, names)))
    if column in added:
        msg = f"{shown(column)} is a column that annotate adds; choose another prefix"
        raise InvalidArgumentError(msg)
    taken = {str(name).casefold(): name for name in names}
    for name in added:
        other = taken.get(name.casefold(), name)
        if other != name:
            msg = f"columns {shown(other)} and {shown(name)} differ in case only; choose a prefix"
            raise InvalidArgumentError(msg)
    dtype = wrapped.collect_schema()[column]
    mixed = dtype == nw.Object and wrapped.implementation.is_pandas_like()
    is_text = dtype in (nw.String, nw.Categorical, nw.Enum, nw.Unknown)
    if not mixed and not is_text and not _is_empty(nw, wrapped, names.index(column), native):
        msg = f"column {shown(column)} holds {dtype}, no text"
        raise InvalidArgumentError(msg)


def _is_empty(nw: Any, wrapped: Any, at: int, native: Any) -> bool:
    """Return whether a column has nothing but nulls, whose type says nothing."""
    if _is_dask(native):  # on an engine, of which only an empty sample is wrapped
        return not native[native.columns[at]].count().compute()
    found = wrapped.select((~nw.nth(at).is_null()).any().alias("any"))
    found = found.collect() if isinstance(found, nw.LazyFrame) else found
    return not found.get_column("any").to_list()[0]


def _with_key(nw: Any, wrapped: Any, at: int, key: str) -> Any:
    """Add a column with the texts of a column, null where a cell is not text."""
    if wrapped.implementation.is_pandas_like():
        native = wrapped.to_native()
        texts = native.iloc[:, at].astype(object).map(_text_of)
        return nw.from_native(native.assign(**{key: texts.astype(object)}))
    return wrapped.with_columns(nw.nth(at).cast(nw.String).alias(key))


def _text_of(cell: object) -> str | None:
    """Return the text of a cell, or None; half a surrogate pair is not text for any engine."""
    if not isinstance(cell, str):
        return None
    return cell if cell.isascii() or not _SURROGATE.search(cell) else None


def _read(
    texts: Iterable[str],
    *,
    kb: KnowledgeBase,
    correct_from: int | None,
    country: str | None,
    others: bool,
    progress: bool,
) -> dict[str, Row]:
    """Read each text once; return the new columns of those that name a medicine."""
    symptoms: dict[str, list[str]] = defaultdict(list)
    for treatment in kb.treatments:
        if treatment.role is Role.USED and treatment.intervention.kind is RefKind.MEDICATIONS:
            symptoms[treatment.intervention.id].append(treatment.symptom)
    medications = kb.medications
    outside = {fold(p.name): p.others for p in kb.records.products} if others else {}
    rows: dict[str, Row] = {}
    for text in _watched(list(texts), progress=progress):
        mentions = medications.find_in(text, correct_from=correct_from, country=country)
        if mentions:
            found = {mention.record.id: mention.record for mention in mentions}.values()
            rows[text] = (
                _cell(record.id for record in found),
                _cell(record.name for record in found),
                _cell(id_ for record in found for id_ in record.drug_classes),
                _cell(id_ for record in found for id_ in symptoms[record.id]),
                _cell(mention.record.id for mention in mentions if mention.corrected),
            )
            if others:
                mixed = (name for m in mentions for name in outside.get(fold(m.text), ()))
                rows[text] = (*rows[text], _cell(mixed))
    return rows


def _watched(texts: list[str], *, progress: bool) -> Iterable[str]:
    if not progress or len(texts) < _MANY:
        return texts
    tqdm = import_optional("tqdm", "a progress bar", "frames").tqdm
    watched: Iterable[str] = tqdm(texts, desc="alstx.annotate", unit="text", delay=1, disable=None)
    return watched


def _cell(values: Iterable[str]) -> str | None:
    return SEPARATOR.join(dict.fromkeys(values)) or None


def _on_dask(  # on an engine
    frame: Any, column: str, added: tuple[str, ...], read: _Reader
) -> Any:
    """Annotate a frame of Dask, on whose workers each text is looked up."""
    texts = frame[column].map(_text_of, meta=(column, "object"))
    rows = read(texts.dropna().unique().compute())
    return frame.assign(
        **{
            name: texts.map({text: row[at] for text, row in rows.items()}, meta=(name, "string"))
            for at, name in enumerate(added)
        }
    )


def _on_others(nw: Any, frame: Any, key: str, added: tuple[str, ...], read: _Reader) -> Any:
    """Annotate a frame in the way that suits its engine: by a join, or by an expression."""
    texts = frame.select(key).unique().drop_nulls()
    texts = texts.collect() if isinstance(texts, nw.LazyFrame) else texts
    rows = read(texts.get_column(key).to_list())
    if not rows:
        text = nw.col(key)  # a null that is cast to text is the text 'None' on some pandas
        empty = nw.when(text.is_null() & ~text.is_null()).then(text)
        return frame.with_columns(*(empty.alias(name) for name in added))
    if _is_sql(frame):  # on an engine
        table: dict[str, list[str | None]] = {key: [*rows]}
        table |= {name: [row[at] for row in rows.values()] for at, name in enumerate(added)}
        make = _duckdb_frame if frame.implementation.is_duckdb() else _spark_frame
        found = nw.from_native(make(frame.to_native(), table))
        return frame.drop(*added, strict=False).join(found, on=key, how="left")
    return frame.with_columns(
        *(
            nw.col(key)
            .replace_strict(
                list(rows),
                [row[at] for row in rows.values()],
                default=None,
                return_dtype=nw.String,
            )
            .alias(name)
            for at, name in enumerate(added)
        )
    )


def _duckdb_frame(  # on an engine
    frame: Any, table: Mapping[str, list[str | None]]
) -> Any:
    """Create a small table in the connection of a relation."""
    arrow = import_optional("pyarrow", "annotate on DuckDB", "arrow")
    found = arrow.table({name: arrow.array(cells, arrow.string()) for name, cells in table.items()})
    relation = frame.query("alstx_rows", "select * from found")
    del found  # DuckDB has found it by its name, and keeps it
    return relation


def _spark_frame(  # on an engine
    frame: Any, table: Mapping[str, list[str | None]]
) -> Any:
    """Create a small table in the session of a frame."""
    schema = ", ".join(f"`{name.replace('`', '``')}` string" for name in table)
    return frame.sparkSession.createDataFrame(list(zip(*table.values(), strict=True)), schema)
