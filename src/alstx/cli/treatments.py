"""The command ``treatments``: what is used for a symptom, who says so, on what evidence."""

from typing import Annotated

import typer

from alstx.cli.options import (
    Contested,
    Data,
    DrugClass,
    Full,
    Json,
    RoleChoice,
    Symptom,
    base,
    choices,
)
from alstx.cli.pages import treatments as pages
from alstx.cli.pages.plain import answer_of
from alstx.cli.pages.screen import Screen

RoleOption = Annotated[
    RoleChoice,
    typer.Option(
        "--role",
        metavar="ROLE",
        help=f"What sources make of the treatments: {choices(RoleChoice)}.",
    ),
]


def treatments(
    *,
    symptom: Symptom = None,
    role: RoleOption = RoleChoice.USED,
    drug_class: DrugClass = None,
    contested: Contested = False,
    in_full: Full = False,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Show what is used, who says so, and on what evidence.

    Names may be written as people do: drooling, sialorrhea or HP:0002307. A symptom stands for
    itself and everything below it; so does a class.
    """
    kb = base(data)
    question = pages.Question(
        symptom=None if symptom is None else kb.symptoms.find(symptom),
        drug_class=None if drug_class is None else kb.drug_classes.find(drug_class),
        role=role.role,
        contested=contested,
    )
    screen = Screen.of_process()
    if as_json:
        screen.json(answer_of(kb, question))
    else:
        screen.show(pages.page(kb, question, in_full=in_full, is_wide=screen.is_wide))


def add_to(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command()(treatments)
