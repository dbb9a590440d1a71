"""The command ``validate``: whether a folder of records is valid, and where it is not."""

from typing import Annotated

import typer

from alstx.cli.pages.screen import Screen
from alstx.cli.pages.words import counted, listed, phrase
from alstx.errors import DataError
from alstx.kb import KnowledgeBase
from alstx.loading import load

_INVALID = 1


def validate(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A folder of YAML records.")],
    *,
    extends_bundled: Annotated[
        bool,
        typer.Option(
            "--extends-bundled", help="The folder adds to the bundled base and may refer to it."
        ),
    ] = False,
) -> None:
    """Check a folder of records; list every problem.

    One line for each, as FILE:LINE: PLACE: MESSAGE. The exit code is 1 if there is any.
    """
    screen = Screen.of_process()
    extends = load() if extends_bundled else None
    try:
        kb = load(folder, extends=extends)
    except DataError as error:
        count = counted(len(error.problems), "problem")
        screen.lines([*map(str, error.problems), count])
        raise typer.Exit(_INVALID) from None
    screen.lines([f"valid: {_held(kb, extends)}"])


def _held(kb: KnowledgeBase, extends: KnowledgeBase | None) -> str:
    """What a folder holds, without what it extends."""
    below = {k: len(held) for k, held in extends.records.kinds()} if extends else {}
    counts = {kind: len(held) - below.get(kind, 0) for kind, held in kb.records.kinds()}
    words = [f"{count} {phrase(kind)}" for kind, count in counts.items() if count]
    return f"{listed(words) or 'no records'} (version {kb.version})"


def add_to(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command()(validate)
