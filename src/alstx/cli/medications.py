"""The command ``medications``: medicines of a class, with a mechanism, for a symptom."""

from typing import Annotated

import typer

from alstx.cli.options import Data, DrugClass, Full, Json, RoleChoice, Symptom, base, choices
from alstx.cli.pages import medications as pages
from alstx.cli.pages.documents import medications_of
from alstx.cli.pages.screen import Screen
from alstx.errors import InvalidArgumentError

MechanismOption = Annotated[
    str | None,
    typer.Option("--mechanism", metavar="NAME", help="Only those that act in this way."),
]
RoleOption = Annotated[
    RoleChoice | None,
    typer.Option(
        "--role",
        metavar="ROLE",
        help=f"What sources make of them for the symptom: {choices(RoleChoice)}; used by default.",
    ),
]


def medications(
    *,
    drug_class: DrugClass = None,
    mechanism: MechanismOption = None,
    symptom: Symptom = None,
    role: RoleOption = None,
    in_full: Full = False,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """List medicines by class, mechanism or symptom.

    Names may be written as people do: SSRI, beta blockers, drooling. A class, mechanism or symptom
    stands for itself and everything below it.
    """
    if role is not None and symptom is None:
        msg = "--role says what a medicine is for a symptom: name one with --symptom"
        raise InvalidArgumentError(msg)
    kb = base(data)
    question = pages.Question(
        drug_class=None if drug_class is None else kb.drug_classes.find(drug_class),
        mechanism=None if mechanism is None else kb.mechanisms.find(mechanism),
        symptom=None if symptom is None else kb.symptoms.find(symptom),
        role=(role or RoleChoice.USED).role,
    )
    screen = Screen.of_process()
    if as_json:
        screen.json(medications_of(kb, question))
    else:
        screen.show(pages.page(kb, question, in_full=in_full))


def add_to(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command()(medications)
