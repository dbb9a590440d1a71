"""Tables in files: read and written by whichever of Polars, pandas and pyarrow is there.

CSV is read as text, cell by cell, so that no number, date or code changes on its way through.
"""

import csv
import warnings
from collections.abc import Callable
from importlib import import_module
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from alstx.errors import AlstxError, InvalidArgumentError, MissingExtraError, shown

SUFFIXES = (".csv", ".parquet")
_WHAT = "reading a table"
_LONGEST_REASON = 200


class TableError(AlstxError):
    """A file that cannot be read as a table."""


def suffix_of(path: str) -> str:
    """Gives the suffix of a table's file, which says its form.

    Raises:
        InvalidArgumentError: If it is none of `SUFFIXES`.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        msg = f"the name of a table ends in {' or '.join(SUFFIXES)}, got {shown(path)}"
        raise InvalidArgumentError(msg)
    return suffix


def read(path: str) -> Any:
    """Reads a table into a frame.

    Raises:
        TableError: If the file is not there or not a table.
        InvalidArgumentError: If its suffix is unknown.
        MissingExtraError: If no library is there that reads it.
    """
    suffix = suffix_of(path)
    reader = _reader(suffix)
    try:
        with Path(path).open("rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:  # a path with a NUL character is a ValueError
        reason = str(getattr(error, "strerror", None) or error).lower()
        msg = f"{shown(path)} cannot be read: {reason}"
        raise TableError(msg) from None
    if suffix == ".csv":
        _check_header(path, data)
    try:
        return reader(data)
    except Exception as error:  # noqa: BLE001 (each library has errors of its own)
        msg = f"{shown(path)} is not a table in the form {suffix}: {_reason(error)}"
        raise TableError(msg) from None


def _check_header(path: str, data: bytes) -> None:
    """Sees to it that columns can be told apart: libraries rename them silently."""
    text = TextIOWrapper(BytesIO(data), encoding="utf-8-sig", newline="")
    reason = ""
    names: list[str] = []
    try:
        names = next(csv.reader(text), names)
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    except csv.Error as error:
        reason = str(error)
    else:
        twice = [name for at, name in enumerate(names) if name in names[:at]]
        if not any(names):
            reason = "its first line names no columns"
        elif twice:
            reason = f"it has two columns {shown(twice[0])}"
    if reason:
        msg = f"{shown(path)} is not a table in the form .csv: {reason}"
        raise TableError(msg)


def _reader(suffix: str) -> Callable[[bytes], Any]:
    """How to read tables of a form with a library that is there."""
    if polars := _installed("polars"):
        if suffix == ".csv":
            return lambda data: polars.read_csv(BytesIO(data), infer_schema=False)
        return lambda data: polars.read_parquet(BytesIO(data))
    if suffix == ".csv" and (pandas := _installed("pandas")):
        return lambda data: _read_with_pandas(pandas, data)
    if suffix == ".parquet" and (parquet := _installed("pyarrow.parquet")):
        return lambda data: parquet.read_table(BytesIO(data))
    raise MissingExtraError(_WHAT, "polars")


def _installed(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        return None


def _read_with_pandas(pandas: Any, data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a line with more cells than the header is only warned of
        return pandas.read_csv(
            BytesIO(data),
            dtype=str,
            keep_default_na=False,
            index_col=False,
            encoding="utf-8-sig",
        )


def to_bytes(frame: Any, suffix: str) -> bytes:
    """Writes a frame in the form of a suffix.

    Raises:
        TableError: If the form has no room for what the frame holds.
        MissingExtraError: If no library is there that writes it.
    """
    library = type(frame).__module__.partition(".")[0]
    stream = BytesIO()
    try:
        _WRITERS[library, suffix](frame, stream)
    except ImportError:
        feature = f"writing a table as {suffix}"
        raise MissingExtraError(feature, "arrow") from None
    except Exception as error:  # noqa: BLE001 (each library has errors of its own)
        msg = f"the table cannot be written in the form {suffix}: {_reason(error)}"
        raise TableError(msg) from None
    return stream.getvalue()


_WRITERS: dict[tuple[str, str], Callable[[Any, BytesIO], object]] = {
    ("pandas", ".csv"): lambda frame, stream: frame.to_csv(stream, index=False),
    ("pandas", ".parquet"): lambda frame, stream: frame.to_parquet(stream, index=False),
    ("polars", ".csv"): lambda frame, stream: frame.write_csv(stream),
    ("polars", ".parquet"): lambda frame, stream: frame.write_parquet(stream),
    ("pyarrow", ".csv"): lambda frame, stream: import_module("pyarrow.csv").write_csv(
        frame, stream
    ),
    ("pyarrow", ".parquet"): lambda frame, stream: import_module("pyarrow.parquet").write_table(
        frame, stream
    ),
}


def _reason(error: Exception) -> str:
    """The first line of what a library says; what follows is advice to programmers."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:_LONGEST_REASON] if lines else type(error).__name__
