"""The command ``search``: names that resemble what somebody typed."""

from enum import StrEnum
from typing import Annotated

import typer

from alstx.cli.options import Data, Json, base, choices
from alstx.cli.pages.documents import hits_of
from alstx.cli.pages.screen import Screen
from alstx.cli.pages.search import page
from alstx.cli.searching import NAMED_KINDS, find


class KindChoice(StrEnum):
    """The kinds to look in."""

    MEDICATIONS = "medications"
    SYMPTOMS = "symptoms"
    THERAPIES = "therapies"
    DRUG_CLASSES = "drug_classes"
    MECHANISMS = "mechanisms"
    AGENTS = "agents"
    SOURCES = "sources"


KindOption = Annotated[
    KindChoice | None,
    typer.Option(
        "--kind", "-k", metavar="KIND", help=f"Only records of this kind: {choices(KindChoice)}."
    ),
]
LimitOption = Annotated[
    int,
    typer.Option(
        "--limit",
        "-n",
        min=1,
        metavar="COUNT",
        help="How many; more where the last ones fit equally well.",
    ),
]


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, more or less, or words.")],
    *,
    kind: KindOption = None,
    limit: LimitOption = 10,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Search all names, more or less as they are written.

    Typing errors, beginnings of names and lay words are fine. The best match comes first. The exit
    code is 1 if nothing resembles the text.
    """
    kb = base(data)
    hits = find(kb, text, NAMED_KINDS if kind is None else (kind.value,), limit)
    screen = Screen.of_process()
    if as_json:
        screen.json(hits_of(kb, text, hits))
    else:
        screen.show(page(text, hits))


def add_to(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command()(search)
