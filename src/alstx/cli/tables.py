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
SIGNS = {".csv": ",", ".tsv": "\t"}
"""The forms that are text, and what parts their cells."""
_TAB = ("tab", "\\t")
_OTHER_SIGNS = ";\t|"
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


def sign_of(text: str) -> str:
    """Gives the sign that parts the cells of a table, as somebody wrote it.

    Raises:
        InvalidArgumentError: If it is no single sign that can part cells.
    """
    sign = "\t" if text.lower() in _TAB else text
    if len(sign) != 1 or not sign.isascii() or sign.isalnum() or sign in '"\r\n\0':
        msg = f"--separator takes one sign, such as ';', '|' or tab, not {shown(text)}"
        raise InvalidArgumentError(msg)
    return sign


def read(path: str, sign: str | None = None) -> Any:
    """Reads a table into a frame.

    Args:
        path: The file.
        sign: What parts the cells of a ``.csv`` file; None for a comma.

    Raises:
        TableError: If the file is not there or not a table.
        InvalidArgumentError: If its suffix is unknown.
        MissingExtraError: If no library is there that reads it.
    """
    suffix = suffix_of(path)
    parts = _parts(suffix, sign)
    reader = _reader(suffix, parts)
    try:
        with Path(path).open("rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:  # a path with a NUL character is a ValueError
        reason = str(getattr(error, "strerror", None) or error).lower()
        msg = f"{shown(path)} cannot be read: {reason}"
        raise TableError(msg) from None
    if suffix in SIGNS:
        _check_header(path, data, parts, is_told=sign is not None)
    try:
        return reader(data)
    except Exception as error:  # noqa: BLE001 (each library has errors of its own)
        msg = f"{shown(path)} is not a table in the form {suffix}: {_reason(error)}"
        raise TableError(msg) from None


def _parts(suffix: str, sign: str | None) -> str:
    """What parts the cells: a sign of the caller's holds for ``.csv`` alone."""
    return sign if sign and suffix == ".csv" else SIGNS.get(suffix, "")


def _check_header(path: str, data: bytes, sign: str, *, is_told: bool) -> None:
    """Sees to it that columns can be told apart: libraries rename them silently."""
    text = TextIOWrapper(BytesIO(data), encoding="utf-8-sig", newline="")
    reason = ""
    names: list[str] = []
    try:
        names = next(csv.reader(text, delimiter=sign), names)
    except UnicodeDecodeError:
        reason = "it is not UTF-8; save it as such"
    except csv.Error as error:
        reason = str(error)
    else:
        others = [s for s in _OTHER_SIGNS if len(names) == 1 and s in names[0] and not is_told]
        twice = [name for at, name in enumerate(names) if name in names[:at]]
        if not any(names):
            reason = "its first line names no columns"
        elif twice:
            reason = f"it has two columns {shown(twice[0])}"
        elif others:
            hint = f"if {shown(others[0])} parts its cells, say --separator {_quoted(others[0])}"
            reason = f"its one column is {shown(names[0])}; {hint}"
    if reason:
        msg = f"{shown(path)} is not a table in the form {Path(path).suffix.lower()}: {reason}"
        raise TableError(msg)


def _quoted(sign: str) -> str:
    """A sign as it is typed in a shell."""
    return "tab" if sign == "\t" else f"'{sign}'"


def _reader(suffix: str, sign: str) -> Callable[[bytes], Any]:
    """How to read tables of a form with a library that is there."""
    if polars := _installed("polars"):
        if suffix in SIGNS:
            return lambda data: polars.read_csv(BytesIO(data), separator=sign, infer_schema=False)
        return lambda data: polars.read_parquet(BytesIO(data))
    if suffix in SIGNS and (pandas := _installed("pandas")):
        return lambda data: _read_with_pandas(pandas, data, sign)
    if suffix == ".parquet" and (parquet := _installed("pyarrow.parquet")):
        return lambda data: parquet.read_table(BytesIO(data))
    raise MissingExtraError(_WHAT, "polars")


def reads_tables() -> bool:
    """Whether a library is there that reads a table of some form."""
    return any(map(_installed, ("polars", "pandas", "pyarrow.parquet")))


def _installed(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        return None


def _read_with_pandas(pandas: Any, data: bytes, sign: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a line with more cells than the header is only warned of
        return pandas.read_csv(
            BytesIO(data),
            sep=sign,
            dtype=str,
            keep_default_na=False,
            index_col=False,
            encoding="utf-8-sig",
        )


def to_bytes(frame: Any, suffix: str, sign: str | None = None) -> bytes:
    """Writes a frame in the form of a suffix.

    Args:
        frame: A frame of pandas, Polars or pyarrow.
        suffix: The suffix of the file.
        sign: What parts the cells of a ``.csv`` file; None for a comma.

    Raises:
        TableError: If the form has no room for what the frame holds.
        MissingExtraError: If no library is there that writes it.
    """
    library = type(frame).__module__.partition(".")[0]
    stream = BytesIO()
    try:
        parts = _parts(suffix, sign)
        if parts:
            _TEXT_WRITERS[library](frame, stream, parts)
        else:
            _PARQUET_WRITERS[library](frame, stream)
    except ImportError:
        feature = f"writing a table as {suffix}"
        raise MissingExtraError(feature, "arrow") from None
    except Exception as error:  # noqa: BLE001 (each library has errors of its own)
        msg = f"the table cannot be written in the form {suffix}: {_reason(error)}"
        raise TableError(msg) from None
    return stream.getvalue()


def _write_arrow_text(frame: Any, stream: BytesIO, sign: str) -> None:
    lib = import_module("pyarrow.csv")
    lib.write_csv(frame, stream, lib.WriteOptions(delimiter=sign))


_TEXT_WRITERS: dict[str, Callable[[Any, BytesIO, str], object]] = {
    "pandas": lambda frame, stream, sign: frame.to_csv(stream, index=False, sep=sign),
    "polars": lambda frame, stream, sign: frame.write_csv(stream, separator=sign),
    "pyarrow": _write_arrow_text,
}
_PARQUET_WRITERS: dict[str, Callable[[Any, BytesIO], object]] = {
    "pandas": lambda frame, stream: frame.to_parquet(stream, index=False),
    "polars": lambda frame, stream: frame.write_parquet(stream),
    "pyarrow": lambda frame, stream: import_module("pyarrow.parquet").write_table(frame, stream),
}


def _reason(error: Exception) -> str:
    """The first line of what a library says; what follows is advice to programmers."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:_LONGEST_REASON] if lines else type(error).__name__
