"""The commands on files: ``annotate``, ``export``, ``schema``, ``validate``, ``new``."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, TextIO

import attrs
import click

from alstx.about import VERSION
from alstx.cli.json import envelope
from alstx.cli.options import DATA, JSON, chosen
from alstx.cli.screen import Screen
from alstx.display.words import counted, phrase
from alstx.errors import DataError, InvalidArgumentError, NotFoundError, WriteError, shown
from alstx.export import BINARY, FOLDERS, FORMATS, RELEASES, render, write
from alstx.export import answers as answers_schema
from alstx.export import schema as json_schema
from alstx.export.files import target, told, write_file
from alstx.frames import annotate as add_columns
from alstx.ids import is_slug
from alstx.io.load import load
from alstx.lazy import import_optional
from alstx.model.records import INTERVENTIONS, KINDS, LABELS
from alstx.names.near import near_words, word
from alstx.tables import files as tables

if TYPE_CHECKING:  # handed in, never made here
    from alstx.kb.base import KnowledgeBase

_MOST_COLUMNS = 8
_STDOUT = "-"
_JSON = ("json", "json-schema", "fhir")
_OVERLAY = (
    "The folder has no manifest.yaml: if it is meant to add to the bundled knowledge base, check "
    "it with --extends-bundled."
)
_WHOLE = "The folder has a manifest.yaml: if it is whole, check it without --extends-bundled."


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--column", "-c", required=True, metavar="NAME", help="The column of free text.")
@click.option(
    "--output", "-o", required=True, metavar="OUT", help="The file to write; - for standard output."
)
@click.option("--separator", metavar="CHAR", help="What separates the cells of a .csv file.")
@click.option("--country", metavar="CODE", help="Where brands were written, such as US.")
@JSON
@DATA
def annotate(
    *,
    file: str,
    column: str,
    output: str,
    separator: str | None,
    country: str | None,
    as_json: bool,
    data: str | None,
) -> None:
    """Add to a table which medicines a column of it names.

    FILE and OUT end in .csv, .tsv or .parquet. Brands, doses, typing errors and several medicines
    in a cell are understood. Five columns are added: alstx_medications, alstx_names,
    alstx_drug_classes, alstx_symptoms and alstx_corrected. OUT is written whole or not at all; it
    may be FILE itself, or - for a text on standard output.
    """
    extras = "frames" if tables.reads_tables() else "frames,polars"
    narwhals = import_optional("narwhals", "annotate", extras)
    delimiter = None if separator is None else tables.delimiter_of(separator)
    suffix, goal = _written_to(output, file, as_json=as_json)
    table = tables.read(file, delimiter)
    columns: list[str] = narwhals.from_native(table).columns
    if column not in columns:
        kind, near = "column", near_words(column, columns) or tuple(columns[:_MOST_COLUMNS])
        raise NotFoundError(kind, column, near)
    kb = load(data)
    found = add_columns(table, column, kb=kb, country=country, progress=_is_terminal())
    content, screen = tables.to_bytes(found, suffix, delimiter), Screen.of_process()
    if goal is None:
        screen.document(content.decode("utf-8"))
        return
    write_file(goal, content)
    counts = _counts(narwhals.from_native(found))
    if as_json:
        screen.json(envelope(kb, {"column": column}, [], **counts, written=output))
        return
    rows, named, corrected = counts.values()
    said = f"{counted(rows, 'row')}, {named} with a medicine, {corrected} of them misspelled"
    screen.lines(f"{said}; written: {output}")


def _written_to(output: str, file: str, *, as_json: bool) -> tuple[str, Path | None]:
    """Return the suffix of a table, and where to write it; None for standard output."""
    if output != _STDOUT:
        return tables.suffix_of(output), target(output)
    suffix = tables.suffix_of(file)
    if as_json or suffix == ".parquet":
        what = "a table with --json" if as_json else "a binary table"
        msg = f"{what} does not go to standard output: say where with --output"
        raise InvalidArgumentError(msg)
    return suffix, None


def _is_terminal() -> bool:
    stream: TextIO | None = sys.stderr  # None under pythonw
    return stream is not None and stream.isatty()  # pyright: ignore[reportUnnecessaryComparison]


def _counts(found: Any) -> dict[str, int]:
    """Count rows, those that name a medicine, and those of a misspelled one."""
    named, corrected = (
        len(found) - int(found[name].null_count())
        for name in ("alstx_medications", "alstx_corrected")
    )
    return {"rows": len(found), "with_a_medicine": named, "misspelled": corrected}


@click.command()
@chosen("--format", "-f", "form", [*FORMATS], "The format to write", required=True)
@click.option("--output", "-o", metavar="PATH", help="Where to; - or left out: standard output.")
@chosen("--release", [*RELEASES], "The release of FHIR, for that format alone")
@JSON
@DATA
def export(
    form: str, output: str | None, release: str | None, as_json: bool, data: str | None
) -> None:
    """Write the whole knowledge base in a format that other programs read.

    One document: json, json-schema, fhir (a Bundle), maxo and sssom (TSV), omop (CSV). What
    needs --output: sqlite, one file; and the folders jsonl, csv and parquet (data packages), kgx
    and kgx-jsonl (a graph), and yaml, the records themselves. What was there before is replaced
    once the new one is complete, but for a folder of yaml, which somebody may have edited. With
    --json what was written is told as JSON.
    """
    output = None if output == _STDOUT else output
    if output is None and form in FOLDERS | BINARY:
        what = "a folder of files" if form in FOLDERS else "a file that is not text"
        msg = f"the format {form} is {what}: say where with --output"
        raise InvalidArgumentError(msg)
    if output is None and as_json and form not in _JSON:
        msg = f"the format {form} is not JSON: say where with --output, or leave out --json"
        raise InvalidArgumentError(msg)
    kb, screen = load(data), Screen.of_process()
    if output is None:
        screen.document(render(kb, form, release=release))
        return
    written = str(write(kb, form, output, release=release))
    if as_json:
        screen.json(envelope(kb, {"format": form}, [], written=written))
    else:
        screen.lines(f"written: {written}")


@click.command()
@click.option("--answers", is_flag=True, help="Of what --json and to_dict hold of a record.")
@JSON
def schema(*, answers: bool, as_json: bool) -> None:
    """Print the JSON Schema of what export writes as JSON, or of records in answers."""
    del as_json  # it is JSON already
    Screen.of_process().document(answers_schema.render() if answers else json_schema.render())


@click.command()
@click.argument("folder", metavar="DIR")
@click.option("--extends-bundled", is_flag=True, help="DIR adds to the bundled knowledge base.")
@JSON
@click.pass_context
def validate(ctx: click.Context, folder: str, extends_bundled: bool, as_json: bool) -> None:
    """Check a folder of records; list every problem.

    One line for each, as FILE:LINE: PLACE: MESSAGE. The exit code is 1 if there is any.
    """
    screen = Screen.of_process()
    extends = load() if extends_bundled else None
    try:
        kb = load(folder, extends=extends)
    except DataError as error:
        hint = _hint(Path(folder), extends_bundled=extends_bundled)
        problems = [attrs.asdict(problem) for problem in error.problems]
        if as_json:
            screen.json(_verdict(folder, problems, hint=hint or None))
        else:
            count = counted(len(problems), "problem")
            screen.lines(*map(str, error.problems), count, *([hint] if hint else []))
        ctx.exit(1)
    counts = _added(kb, extends)
    if as_json:
        screen.json(_verdict(folder, [], counts=counts, version=kb.version))
    else:
        words = ", ".join(f"{n} {phrase(kind)}" for kind, n in counts.items() if n)
        screen.lines(f"valid: {words or 'no records'} (version {kb.version})")


def _verdict(folder: str, problems: list[Any], **more: Any) -> dict[str, Any]:
    return {
        "alstx": VERSION,
        "question": {"folder": folder},
        "valid": not problems,
        "count": len(problems),
        "results": problems,
        **more,
    }


def _added(kb: KnowledgeBase, extends: KnowledgeBase | None) -> dict[str, int]:
    """Count what a folder holds, without what it extends."""
    below = {k: len(records) for k, records in extends.records.kinds()} if extends else {}
    return {k: len(records) - below.get(k, 0) for k, records in kb.records.kinds()}


def _hint(folder: Path, *, extends_bundled: bool) -> str:
    """Say what may help: without a manifest a folder may be an overlay, with it be whole."""
    own = {kind for kind, of in KINDS.items() if of.home != "source"}
    try:
        names = {entry.name.removesuffix(".yaml") for entry in folder.iterdir()}
    except (OSError, ValueError):
        return ""
    if "manifest" in names:
        return _WHOLE if extends_bundled else ""
    return _OVERLAY if names & own and not extends_bundled else ""


@click.command()
@click.argument("kind", metavar="KIND")
@click.argument("id_", metavar="ID")
@click.option("--output", "-o", metavar="DIR", default=".", help="The folder of your records.")
@JSON
def new(kind: str, id_: str, output: str, as_json: bool) -> None:
    """Write a template of a record of your own into a folder.

    KIND is medication, symptom, therapy or source. The file has every key, with what it means. Fill
    in what has no value; alstx validate DIR --extends-bundled lists what is still to be said.
    """
    from alstx.io.template import WRITTEN, template  # noqa: PLC0415 (cattrs, which only it needs)

    label = word("kind", WRITTEN, kind)
    kb, screen = load(), Screen.of_process()
    _refuse_taken(kb, WRITTEN[label], id_)
    folder = Path(output) / WRITTEN[label]
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{id_}.yaml"
    if path.exists():
        raise WriteError(str(path), "is there already")
    write_file(target(path), template(label, id_).encode())
    if as_json:
        screen.json(envelope(kb, {"kind": label, "id": id_}, [], written=str(path)))
    else:
        adds = "" if (Path(output) / "manifest.yaml").exists() else " --extends-bundled"
        screen.lines(f"written: {path}", f"fill it in, then: alstx validate {quote(output)}{adds}")


def _refuse_taken(kb: KnowledgeBase, kind: str, id_: str) -> None:
    """Refuse what is not an id, and the id of a bundled record."""
    if not is_slug(id_):
        msg = f"{shown(id_)} is not an id: small letters, digits and hyphens, such as 'my-medicine'"
        raise InvalidArgumentError(msg)
    for other in INTERVENTIONS if kind in INTERVENTIONS else (kind,):
        if id_ in getattr(kb, other):
            msg = f"{shown(id_)} is a {LABELS[other]} already"
            raise InvalidArgumentError(msg)
