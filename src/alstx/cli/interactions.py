"""The command ``interactions``: what labels say of taking medicines together."""

from typing import Annotated

import typer

from alstx.cli.options import Data, Full, Json, base
from alstx.cli.pages.documents import interactions_of
from alstx.cli.pages.interactions import page
from alstx.cli.pages.screen import Screen
from alstx.errors import InvalidArgumentError


def interactions(
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME NAME...", help="Medicines, classes, or such as alcohol."),
    ],
    *,
    in_full: Full = False,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Show what labels say of taking medicines together.

    The most severe comes first, then what the medicines share, and what was checked. The exit
    code is 0 whether there are alerts or not; an answer without any is no clearance.
    """
    if len(names) == 1:
        msg = "interactions are looked up between medicines: name at least two"
        raise InvalidArgumentError(msg)
    kb = base(data)
    report = kb.interactions(names)
    asked = [(name, kb.interactions([name]).checked[0]) for name in names]
    screen = Screen.of_process()
    if as_json:
        screen.json(interactions_of(kb, report, asked))
    else:
        screen.show(page(kb, report, asked, in_full=in_full))


def add_to(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command()(interactions)
