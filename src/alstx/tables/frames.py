"""Catalogs as tables: plain dicts, and the frames of pandas, Polars and Arrow.

The libraries are imported when a function is called, never before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from alstx.errors import InvalidArgumentError, shown
from alstx.lazy import import_optional
from alstx.tables.columns import Column, ColumnType
from alstx.tables.layout import TABLES, Table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


Cell: TypeAlias = str | int | float | bool | list[str] | None
"""What stands in a cell of `to_records`."""


def to_records(kind: str, records: Iterable[Any]) -> list[dict[str, Cell]]:
    """Return a catalog as plain dicts; days are texts such as ``2026-11-24``."""
    return records_of(TABLES[kind], records)


def records_of(table: Table, rows: Iterable[Any]) -> list[dict[str, Cell]]:
    """Return the rows of a table of ours as plain dicts."""
    return [{c.name: _plain(c.cell(row)) for c in table.columns} for row in rows]


def _plain(cell: Cell | date) -> Cell:
    return cell.isoformat() if isinstance(cell, date) else cell


def to_pandas(kind: str, records: Iterable[Any]) -> pd.DataFrame:
    """Return a catalog as a frame of pandas."""
    return pandas_frame(import_optional("pandas", "to_pandas", "pandas"), TABLES[kind], records)


def pandas_frame(lib: Any, table: Table, rows: Iterable[Any]) -> pd.DataFrame:
    """Return the rows of a table of ours as a frame of pandas."""
    cells = _cells(table, rows)
    frame: pd.DataFrame = lib.DataFrame(
        {c.name: lib.Series(cells[c.name], dtype=_pandas_dtype(lib, c)) for c in table.columns}
    )
    return frame


def _pandas_dtype(lib: Any, column: Column) -> Any:
    if column.type is ColumnType.WORD:
        return lib.CategoricalDtype(column.words, ordered=column.ordered)
    return {
        ColumnType.TEXT: "string",
        ColumnType.INTEGER: "Int64",
        ColumnType.NUMBER: "Float64",
        ColumnType.FLAG: "bool" if column.required else "boolean",
        ColumnType.DAY: "datetime64[s]",
        ColumnType.TEXTS: "object",
    }[column.type]


def to_polars(kind: str, records: Iterable[Any]) -> pl.DataFrame:
    """Return a catalog as a frame of Polars."""
    return polars_frame(import_optional("polars", "to_polars", "polars"), TABLES[kind], records)


def polars_frame(lib: Any, table: Table, rows: Iterable[Any]) -> pl.DataFrame:
    """Return the rows of a table of ours as a frame of Polars."""
    schema = {c.name: _polars_dtype(lib, c) for c in table.columns}
    frame: pl.DataFrame = lib.DataFrame(_cells(table, rows), schema=schema)
    return frame


def _polars_dtype(lib: Any, column: Column) -> Any:
    return {
        ColumnType.TEXT: lib.String,
        ColumnType.WORD: lib.Enum(column.words),
        ColumnType.INTEGER: lib.Int64,
        ColumnType.NUMBER: lib.Float64,
        ColumnType.FLAG: lib.Boolean,
        ColumnType.DAY: lib.Date,
        ColumnType.TEXTS: lib.List(lib.String),
    }[column.type]


def to_arrow(kind: str, records: Iterable[Any]) -> pa.Table:
    """Return a catalog as an Arrow table; each field carries its description."""
    lib = import_optional("pyarrow", "to_arrow", "arrow")
    return arrow_table(lib, TABLES[kind], records)


def arrow_table(lib: Any, table: Table, rows: Iterable[Any]) -> pa.Table:
    """Builds an Arrow table from the rows of a table of ours."""
    cells = _cells(table, rows)
    arrays = [_arrow_array(lib, c, cells[c.name]) for c in table.columns]
    described = [
        lib.field(c.name, array.type, nullable=not c.required, metadata={"description": c.about})
        for c, array in zip(table.columns, arrays, strict=True)
    ]
    built: pa.Table = lib.Table.from_arrays(arrays, schema=lib.schema(described))
    return built


def _arrow_array(lib: Any, column: Column, cells: list[Any]) -> Any:
    if column.type is ColumnType.WORD:
        places = {word: at for at, word in enumerate(column.words)}
        return lib.DictionaryArray.from_arrays(
            lib.array([places.get(cell) for cell in cells], lib.int8()),
            lib.array(column.words),
            ordered=column.ordered,
        )
    kind = {
        ColumnType.TEXT: lib.string(),
        ColumnType.INTEGER: lib.int64(),
        ColumnType.NUMBER: lib.float64(),
        ColumnType.FLAG: lib.bool_(),
        ColumnType.DAY: lib.date32(),
        ColumnType.TEXTS: lib.list_(lib.string()),
    }[column.type]
    return lib.array(cells, kind)


def table_as(
    form: str, table: Table, rows: Iterable[Any], feature: str
) -> list[dict[str, Cell]] | pd.DataFrame | pl.DataFrame | pa.Table:
    """Return the rows of a table of ours in a form that is asked for by name.

    Args:
        form: Records, pandas, polars or arrow.
        table: The table.
        rows: What its cells are computed from.
        feature: What asks for it, for the message where a library is missing.
    """
    if form == "records":
        return records_of(table, rows)
    if form == "pandas":
        return pandas_frame(import_optional("pandas", feature, "pandas"), table, rows)
    if form == "polars":
        return polars_frame(import_optional("polars", feature, "polars"), table, rows)
    if form == "arrow":
        return arrow_table(import_optional("pyarrow", feature, "arrow"), table, rows)
    msg = f"as_ is one of records, pandas, polars, arrow; got {shown(form)}"
    raise InvalidArgumentError(msg)


def _cells(table: Table, rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Computes a table column by column."""
    held = list(rows)
    return {column.name: [column.cell(row) for row in held] for column in table.columns}
