"""The command ``evidence``: findings of studies."""

from typing import Annotated

import typer

from alstx.cli.options import Data, DrugClass, Full, Json, Symptom, base, choices
from alstx.cli.pages import evidence as pages
from alstx.cli.pages.documents import evidence_of
from alstx.cli.pages.screen import Screen
from alstx.kb.base import KnowledgeBase
from alstx.vocab import Direction, Population, StudyDesign

_MORE = (
    "Findings of no benefit and of harm are listed like all others. With --all each comes with its "
    "numbers, as the source prints them."
)

MedicationOption = Annotated[
    str | None,
    typer.Option("--medication", "-m", metavar="NAME", help="Only on this medicine."),
]
TherapyOption = Annotated[
    str | None, typer.Option("--therapy", metavar="NAME", help="Only on this therapy.")
]
DirectionOption = Annotated[
    Direction | None,
    typer.Option(
        "--direction",
        metavar="WAY",
        help=f"Only findings that point this way: {choices(Direction)}.",
    ),
]
DesignOption = Annotated[
    StudyDesign | None,
    typer.Option("--design", metavar="DESIGN", help="Only of this design, such as case-series."),
]
PopulationOption = Annotated[
    Population | None,
    typer.Option(
        "--population", metavar="WHO", help=f"Only in these people: {choices(Population)}."
    ),
]
LevelOption = Annotated[
    int | None,
    typer.Option(
        "--level",
        min=1,
        max=5,
        metavar="LEVEL",
        help="Only of this level or better; 1 is the best.",
    ),
]
SinceOption = Annotated[
    int | None, typer.Option("--since", metavar="YEAR", help="Only published since this year.")
]


def evidence(
    *,
    medication: MedicationOption = None,
    drug_class: DrugClass = None,
    therapy: TherapyOption = None,
    symptom: Symptom = None,
    direction: DirectionOption = None,
    design: DesignOption = None,
    population: PopulationOption = None,
    level: LevelOption = None,
    since: SinceOption = None,
    in_full: Full = False,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """List what studies found, the best level first."""
    kb = base(data)
    question = pages.Question(
        medication=None if medication is None else kb.medications.find(medication),
        drug_class=None if drug_class is None else kb.drug_classes.find(drug_class),
        therapy=None if therapy is None else kb.therapies.find(therapy),
        symptom=None if symptom is None else kb.symptoms.find(symptom),
        direction=direction,
        design=design,
        population=population,
        level=level,
        since=since,
    )
    _answer(kb, question, in_full=in_full, as_json=as_json)


def _answer(kb: KnowledgeBase, question: pages.Question, *, in_full: bool, as_json: bool) -> None:
    screen = Screen.of_process()
    if as_json:
        screen.json(evidence_of(kb, question))
    else:
        screen.show(pages.page(kb, question, in_full=in_full))


def add_to(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command(epilog=_MORE)(evidence)
