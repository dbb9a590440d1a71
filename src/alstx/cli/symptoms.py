"""The command ``symptoms``: the tree of symptoms."""

from typing import Annotated

import typer

from alstx.cli.options import Data, Json, base
from alstx.cli.pages.documents import symptoms_of
from alstx.cli.pages.screen import Screen
from alstx.cli.pages.symptoms import page

GroupOption = Annotated[
    str | None,
    typer.Option("--group", "-g", metavar="NAME", help="Only this one and what is below it."),
]


def symptoms(*, group: GroupOption = None, as_json: Json = False, data: Data = None) -> None:
    """List symptoms as a tree, and how much treats them."""
    kb = base(data)
    held = None if group is None else kb.symptoms.find(group)
    screen = Screen.of_process()
    if as_json:
        screen.json(symptoms_of(kb, held))
    else:
        screen.show(page(kb, held))


def add_to(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command()(symptoms)
