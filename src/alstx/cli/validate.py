"""The command ``validate``: whether a folder of records is valid, and where it is not."""

from pathlib import Path
from typing import Annotated

import typer

from alstx.cli.options import Json
from alstx.cli.pages.documents import invalid_of, valid_of
from alstx.cli.pages.screen import Screen
from alstx.cli.pages.words import counted, listed, phrase
from alstx.errors import DataError
from alstx.io.load import load
from alstx.kb.base import KnowledgeBase
from alstx.model.records import KINDS

_INVALID = 1
_OWN = {*KINDS} - {"evidence", "recommendations"}
_OVERLAY = (
    "The folder has no manifest.yaml: if it is meant to add to the bundled base, "
    "check it with --extends-bundled."
)


def validate(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A folder of YAML records.")],
    *,
    extends_bundled: Annotated[
        bool,
        typer.Option(
            "--extends-bundled", help="The folder adds to the bundled base and may refer to it."
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Check a folder of records; list every problem.

    One line for each, as FILE:LINE: PLACE: MESSAGE. The exit code is 1 if there is any.
    """
    screen = Screen.of_process()
    extends = load() if extends_bundled else None
    try:
        kb = load(folder, extends=extends)
    except DataError as error:
        hint = "" if extends_bundled else _hint(Path(folder))
        if as_json:
            screen.json(invalid_of(folder, error.problems, hint))
        else:
            count = counted(len(error.problems), "problem")
            screen.lines([*map(str, error.problems), count, *([hint] if hint else [])])
        raise typer.Exit(_INVALID) from None
    counts = _counts(kb, extends)
    if as_json:
        screen.json(valid_of(folder, kb.version, counts))
    else:
        words = [f"{count} {phrase(kind)}" for kind, count in counts.items() if count]
        screen.lines([f"valid: {listed(words) or 'no records'} (version {kb.version})"])


def _counts(kb: KnowledgeBase, extends: KnowledgeBase | None) -> dict[str, int]:
    """What a folder holds, without what it extends."""
    below = {k: len(held) for k, held in extends.records.kinds()} if extends else {}
    return {kind: len(held) - below.get(kind, 0) for kind, held in kb.records.kinds()}


def _hint(folder: Path) -> str:
    """What may help where a folder has records but no manifest: it may be an overlay."""
    try:
        names = {entry.name for entry in folder.iterdir()}
    except (OSError, ValueError):
        return ""
    is_overlay = "manifest.yaml" not in names and names & {
        *_OWN,
        *(f"{kind}.yaml" for kind in _OWN),
    }
    return _OVERLAY if is_overlay else ""


def add_to(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command()(validate)
