"""The command ``info``: which library, which data, how much of it."""

import typer

from alstx.about import version
from alstx.cli.options import Data, Json, base
from alstx.cli.pages.about import page
from alstx.cli.pages.plain import about_of
from alstx.cli.pages.screen import Screen


def info(*, as_json: Json = False, data: Data = None) -> None:
    """Show the versions of library and data, and what they hold."""
    kb = base(data)
    screen = Screen.of_process()
    if as_json:
        screen.json(about_of(kb))
    else:
        screen.show(page(kb, version()))


def add_to(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command()(info)
