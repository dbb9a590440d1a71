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

SUFFIXES = (".csv", ".tsv", ".parquet")
_DELIMITERS = {".csv": ",", ".tsv": "\t"}
"""The formats that are text."""
_TAB = ("tab", "\\t")
_OTHERS = ";\t|"
_LONGEST_REASON = 200


class TableError(AlstxError):
    """A file that cannot be read as a table."""


def suffix_of(path: str) -> str:
    """Return the suffix of a table's file, which says its format.

    Raises:
        InvalidArgumentError: If it is not in `SUFFIXES`.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        msg = f"the name of a table ends in {' or '.join(SUFFIXES)}, got {shown(path)}"
        raise InvalidArgumentError(msg)
    return suffix


def delimiter_of(text: str) -> str:
    """Return the delimiter of a table's cells, as somebody wrote it.

    Raises:
        InvalidArgumentError: If it is not a single character that can separate cells.
    """
    sign = "\t" if text.lower() in _TAB else text
    if len(sign) != 1 or not sign.isascii() or sign.isalnum() or sign in '"\r\n\0':
        msg = f"--separator takes one character, such as ';', '|' or tab, not {shown(text)}"
        raise InvalidArgumentError(msg)
    return sign


def read(path: str, delimiter: str | None = None) -> Any:
    """Read a table into a frame.

    Args:
        path: The file.
        delimiter: What separates the cells of a ``.csv`` file; None for a comma.

    Raises:
        TableError: If the file is not there or not a table.
        InvalidArgumentError: If its suffix is unknown.
        MissingExtraError: If no library is there that reads it.
    """
    suffix = suffix_of(path)
    reader = _reader(suffix, _delimiter(suffix, delimiter))
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:  # a path with a NUL character is a ValueError
        reason = str(getattr(error, "strerror", None) or error).lower()
        msg = f"{shown(path)} cannot be read: {reason}"
        raise TableError(msg) from None
    reason = ""
    if suffix in _DELIMITERS:
        reason = _fault(data, _delimiter(suffix, delimiter), is_told=delimiter is not None)
    if not reason:
        try:
            return reader(data)
        except Exception as error:  # noqa: BLE001 (each library has errors of its own)
            reason = _reason(error)
    msg = f"{shown(path)} is not a table in the format {suffix}: {reason}"
    raise TableError(msg)


def _delimiter(suffix: str, delimiter: str | None) -> str:
    """Return what separates cells: a caller's choice holds for ``.csv`` alone."""
    return delimiter if delimiter and suffix == ".csv" else _DELIMITERS.get(suffix, "")


def _fault(data: bytes, delimiter: str, *, is_told: bool) -> str:
    """Say why columns cannot be told apart: libraries rename them silently."""
    text = TextIOWrapper(BytesIO(data), encoding="utf-8-sig", newline="")
    names: list[str] = []
    try:
        names = next(csv.reader(text, delimiter=delimiter), names)
    except UnicodeDecodeError:
        return "it is not UTF-8; save it as such"
    except csv.Error as error:
        return str(error)
    if not any(names):
        return "its first line names no columns"
    if len({*names}) < len(names):
        return f"it has two columns {shown(next(n for n in names if names.count(n) > 1))}"
    others = [sign for sign in _OTHERS if len(names) == 1 and sign in names[0] and not is_told]
    if not others:
        return ""
    typed = "tab" if others[0] == "\t" else f"'{others[0]}'"
    hint = f"if {shown(others[0])} separates its cells, say --separator {typed}"
    return f"its one column is {shown(names[0])}; {hint}"


def _reader(suffix: str, delimiter: str) -> Callable[[bytes], Any]:
    """Return how to read tables of a format with a library that is there."""
    is_text = suffix in _DELIMITERS
    if polars := _installed("polars"):
        if is_text:
            how = {"separator": delimiter, "infer_schema": False}
            return lambda data: polars.read_csv(BytesIO(data), **how)
        return lambda data: polars.read_parquet(BytesIO(data))
    if is_text and (pandas := _installed("pandas")):
        return lambda data: _read_with_pandas(pandas, data, delimiter)
    if not is_text and (parquet := _installed("pyarrow.parquet")):
        return lambda data: parquet.read_table(BytesIO(data))
    feature = "reading a table"
    raise MissingExtraError(feature, "polars")


def reads_tables() -> bool:
    """Return whether a library is there that reads a table of some format."""
    return any(map(_installed, ("polars", "pandas", "pyarrow.parquet")))


def _installed(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        return None


def _read_with_pandas(pandas: Any, data: bytes, delimiter: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a line with more cells than the header is only warned of
        return pandas.read_csv(
            BytesIO(data),
            sep=delimiter,
            dtype=str,
            keep_default_na=False,
            index_col=False,
            encoding="utf-8-sig",
        )


def to_bytes(frame: Any, suffix: str, delimiter: str | None = None) -> bytes:
    """Write a frame in the format of a suffix.

    Args:
        frame: A frame of pandas, Polars or pyarrow.
        suffix: The suffix of the file.
        delimiter: What separates the cells of a ``.csv`` file; None for a comma.

    Raises:
        TableError: If the format has no room for what the frame holds.
        MissingExtraError: If no library is there that writes it.
    """
    stream = BytesIO()
    writer = _WRITERS[type(frame).__module__.partition(".")[0], suffix in _DELIMITERS]
    try:
        writer(frame, stream, _delimiter(suffix, delimiter))
    except ImportError:
        feature = f"writing a table as {suffix}"
        raise MissingExtraError(feature, "arrow") from None
    except Exception as error:  # noqa: BLE001 (each library has errors of its own)
        msg = f"the table cannot be written in the format {suffix}: {_reason(error)}"
        raise TableError(msg) from None
    return stream.getvalue()


def _write_arrow_text(frame: Any, stream: BytesIO, delimiter: str) -> None:
    lib = import_module("pyarrow.csv")
    lib.write_csv(frame, stream, lib.WriteOptions(delimiter=delimiter))


_WRITERS: dict[tuple[str, bool], Callable[[Any, BytesIO, str], object]] = {
    ("pandas", True): lambda frame, stream, sign: frame.to_csv(stream, index=False, sep=sign),
    ("pandas", False): lambda frame, stream, _: frame.to_parquet(stream, index=False),
    ("polars", True): lambda frame, stream, sign: frame.write_csv(stream, separator=sign),
    ("polars", False): lambda frame, stream, _: frame.write_parquet(stream),
    ("pyarrow", True): _write_arrow_text,
    ("pyarrow", False): lambda frame, stream, _: import_module("pyarrow.parquet").write_table(
        frame, stream
    ),
}
"""How to write a frame of a library, as text or as Parquet."""


def _reason(error: Exception) -> str:
    """Return the first line of what a library says; what follows is advice to programmers."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:_LONGEST_REASON] if lines else type(error).__name__
