"""The command ``show``: one record of any kind, with what is said of it."""

from typing import Annotated

import typer

from alstx.cli.lookup import lookup
from alstx.cli.options import Data, Full, Json, base
from alstx.cli.pages.cards import page
from alstx.cli.pages.plain import matches_of
from alstx.cli.pages.screen import Screen


def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A name, id or identifier, or KIND/ID.")
    ],
    *,
    in_full: Full = False,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Show a record of any kind, by any of its names.

    A medication, symptom, drug class, mechanism, therapy, source, treatment and so on. Where
    records of several kinds have the name, all of them are shown; KIND/ID picks one, such as
    medications/baclofen.
    """
    kb = base(data)
    found = lookup(kb, name)
    screen = Screen.of_process()
    if as_json:
        screen.json(matches_of(kb, name, found))
    else:
        screen.show(page(kb, found, in_full=in_full, is_wide=screen.is_wide))


def add_to(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command()(show)
