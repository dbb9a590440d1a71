"""The commands ``export`` and ``schema``: the base in the forms that others read."""

from enum import StrEnum
from typing import Annotated

import typer

from alstx.cli.options import Data, Json, JsonAlready, base, choices
from alstx.cli.pages.plain import head_of
from alstx.cli.pages.screen import Screen
from alstx.errors import InvalidArgumentError
from alstx.export import FOLDERS, render, write
from alstx.export import schema as json_schema

_JSON = ("json", "json-schema", "fhir")


class FormatChoice(StrEnum):
    """The formats to choose from."""

    JSON = "json"
    JSON_SCHEMA = "json-schema"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    FHIR = "fhir"
    MAXO = "maxo"
    SSSOM = "sssom"


def export(
    *,
    format_: Annotated[
        FormatChoice,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help=f"The form to write: {choices(FormatChoice)}."
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="PATH", help="Where to; standard output if left out."
        ),
    ] = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Write the whole base in a form that other programs read.

    One document: json, json-schema, fhir (an R5 Bundle), maxo and sssom (TSV). A folder, which
    needs --output: jsonl, csv and parquet, each a Frictionless data package. What stood there
    before is replaced once the new one is complete. With --json what was written is told as JSON.
    """
    chosen = format_.value
    if output is None and chosen in FOLDERS:
        msg = f"the format {chosen} is a folder of files: say where with --output"
        raise InvalidArgumentError(msg)
    if output is None and as_json and chosen not in _JSON:
        msg = (
            f"the format {chosen} is no JSON: say where it goes with --output, or leave out --json"
        )
        raise InvalidArgumentError(msg)
    kb = base(data)
    screen = Screen.of_process()
    if output is None:
        screen.document(render(kb, chosen))
        return
    written = str(write(kb, chosen, output))
    if as_json:
        screen.json({**head_of(kb), "format": chosen, "written": written})
    else:
        screen.lines([f"written: {written}"])


def schema(*, as_json: JsonAlready = False) -> None:
    """Print the JSON Schema of what export writes as JSON."""
    del as_json
    Screen.of_process().document(json_schema.render())


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the application."""
    app.command()(export)
    app.command()(schema)
