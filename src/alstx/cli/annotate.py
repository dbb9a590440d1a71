"""The command ``annotate``: a table, with the medicines that a column of it names."""

import sys
from typing import Annotated, Any, TextIO

import typer

from alstx.cli.options import Data, Json, base
from alstx.cli.pages.plain import head_of
from alstx.cli.pages.screen import Screen
from alstx.cli.pages.words import counted
from alstx.cli.tables import read, reads_tables, sign_of, suffix_of, to_bytes
from alstx.errors import NotFoundError
from alstx.export.files import target, write_file
from alstx.frames import annotate as add_columns
from alstx.lazy import import_optional
from alstx.names.index import near_words

_MOST_COLUMNS = 8


def annotate(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A table: .csv, .tsv or .parquet.")],
    *,
    column: Annotated[
        str, typer.Option("--column", "-c", metavar="NAME", help="The column of free text.")
    ],
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="OUT", help="Where to: .csv, .tsv or .parquet."),
    ],
    separator: Annotated[
        str | None,
        typer.Option(
            "--separator",
            metavar="SIGN",
            help="What parts the cells of a .csv file, such as ';' or tab; a comma if left out.",
        ),
    ] = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Add to a table which medicines a column of it names.

    Brands, doses, typing errors and several medicines in a cell are understood. Five columns are
    added: alstx_medications, alstx_names, alstx_drug_classes, alstx_symptoms and alstx_corrected.
    OUT is written whole or not at all; it may be FILE itself.
    """
    narwhals = import_optional(
        "narwhals", "annotate", "frames" if reads_tables() else "frames,polars"
    )
    sign = None if separator is None else sign_of(separator)
    suffix = suffix_of(output)
    goal = target(output)
    table = read(file, sign)
    _check_column(column, narwhals.from_native(table).columns)
    kb = base(data)
    found = add_columns(table, column, kb=kb, progress=_is_terminal())
    write_file(goal, to_bytes(found, suffix, sign))
    screen, counts = Screen.of_process(), _counts(narwhals.from_native(found))
    if as_json:
        screen.json({**head_of(kb), **counts, "column": column, "written": output})
    else:
        screen.lines([_told(counts, output)])


def _is_terminal() -> bool:
    stream: TextIO | None = sys.stderr  # None under pythonw
    return stream is not None and stream.isatty()  # pyright: ignore[reportUnnecessaryComparison]


def _check_column(column: str, columns: list[str]) -> None:
    if column not in columns:
        kind = "column"
        near = near_words(column, columns) or tuple(columns[:_MOST_COLUMNS])
        raise NotFoundError(kind, column, near)


def _counts(found: Any) -> dict[str, int]:
    """How much was found."""
    named, corrected = (
        len(found) - int(found[name].null_count())
        for name in ("alstx_medications", "alstx_corrected")
    )
    return {"rows": len(found), "with_a_medicine": named, "misspelled": corrected}


def _told(counts: dict[str, int], output: str) -> str:
    """How much was found, in one line."""
    rows, named, corrected = counts.values()
    found = f"{counted(rows, 'row')}, {named} with a medicine, {corrected} of them misspelled"
    return f"{found}; written: {output}"


def add_to(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command()(annotate)
