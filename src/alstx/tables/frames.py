"""Rows of a table as plain dicts, and as the frames of pandas, Polars and Arrow.

The libraries are imported when a function is called, never before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from alstx.lazy import import_optional
from alstx.tables.columns import Column, ColumnType, Table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


Cell: TypeAlias = str | int | float | bool | list[str] | None
"""Value of a cell of `to_records`."""


def to_records(table: Table, rows: Iterable[Any]) -> list[dict[str, Cell]]:
    """Return rows as plain dicts; days are texts such as ``2026-11-24``."""
    return [{c.name: _plain(c.cell(row)) for c in table.columns} for row in rows]


def _plain(cell: Cell | date) -> Cell:
    return cell.isoformat() if isinstance(cell, date) else cell


def to_pandas(table: Table, rows: Iterable[Any]) -> pd.DataFrame:
    """Return rows as a frame of pandas."""
    lib = import_optional("pandas", "to_pandas", "pandas")
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


def to_polars(table: Table, rows: Iterable[Any]) -> pl.DataFrame:
    """Return rows as a frame of Polars."""
    lib = import_optional("polars", "to_polars", "polars")
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


FORMS: Mapping[str, Callable[[Table, Iterable[Any]], Any]] = MappingProxyType(
    {"records": to_records, "pandas": to_pandas, "polars": to_polars}
)
"""Functions that turn the rows of a table into records or a frame, by the name of the form.

Arrow is not among them: its types are unknown to checkers, and would be for every form.
"""


def to_arrow(table: Table, rows: Iterable[Any]) -> pa.Table:
    """Return rows as an Arrow table; each field carries its description."""
    lib = import_optional("pyarrow", "to_arrow", "arrow")
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


def _cells(table: Table, rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Compute a table column by column."""
    listed = list(rows)
    return {column.name: [column.cell(row) for row in listed] for column in table.columns}
