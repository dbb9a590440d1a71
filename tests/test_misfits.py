"""What a record says when it refuses what only several of its fields can show, to the word."""

import operator
from datetime import date
from typing import Any

import attrs
import pytest

from alstx.display.labels import Labels
from alstx.ids import Curie, Ref
from alstx.model import (
    Approval,
    DrugClass,
    Evidence,
    Indication,
    Interaction,
    Medication,
    Source,
    Therapy,
)
from alstx.model.conclusions import is_unconfirmed
from alstx.vocab import (
    Certainty,
    Covers,
    Direction,
    Domain,
    Endpoint,
    MedicationKind,
    Population,
    Reading,
    Severity,
    SourceKind,
    SourceStatus,
    StudyDesign,
    TherapyKind,
    Versus,
)

DAY = date(2026, 1, 31)
TERM: dict[str, Any] = {"id": "x", "name": "X", "description": "It is x.", "reviewed": DAY}
VALID: dict[type, dict[str, Any]] = {
    DrugClass: TERM,
    Indication: {"symptom": "s", "summary": "Used."},
    Interaction: {
        "partner": Ref.parse("agents/a"),
        "severity": Severity.AVOID,
        "effect": "It harms.",
        "source": "label",
    },
    Medication: {**TERM, "kind": MedicationKind.INGREDIENT, "drug_classes": ("c",)},
    Source: {"id": "x", "kind": SourceKind.ARTICLE, "title": "T", "reviewed": DAY},
    Therapy: {**TERM, "kind": TherapyKind.DEVICE},
}
APPROVAL = Approval(agency="fda", covers=Covers.OTHERS, scope="all", source="label")
INDICATION = Indication(symptom="s", summary="Used.")
APPROVED = attrs.evolve(INDICATION, approvals=(APPROVAL,))
THROUGH = attrs.evolve(INDICATION, through="c")
STATUS = "a guideline has a status (current, superseded or unknown), and nothing else has"
POPULATION = "a guideline has a population, als, mnd or other, and nothing else has"
UNLABELLED = "s: only a medication has approvals and a 'through'"
NO_PARTS = "an ingredient has no ingredients; its kind is combination or product-group"
PARTS = "a combination names its ingredients"
GUIDELINE: dict[str, Any] = {
    "kind": SourceKind.GUIDELINE,
    "status": SourceStatus.CURRENT,
    "population": Population.ALS,
}
REFUSED: list[tuple[type, dict[str, Any], str, str]] = [
    (Medication, {"ingredients": ("a",)}, "ingredients", NO_PARTS),
    (Medication, {"kind": MedicationKind.COMBINATION}, "ingredients", PARTS),
    (Therapy, {"indications": (APPROVED,)}, "indications", UNLABELLED),
    (DrugClass, {"indications": (THROUGH,)}, "indications", UNLABELLED),
    (Source, {"status": SourceStatus.CURRENT}, "status", STATUS),
    (Source, {**GUIDELINE, "status": None}, "status", STATUS),
    (Source, {"population": Population.ALS}, "population", POPULATION),
    (Source, {**GUIDELINE, "population": None}, "population", POPULATION),
    (Source, {"kind": SourceKind.INFORMATION_PAGE}, "url", "an information page needs its url"),
    (
        Interaction,
        {"partner": Ref.parse("therapies/t")},
        "partner",
        "'therapies/t' is in none of medications, drug_classes, agents",
    ),
]


@pytest.mark.parametrize(("cls", "changed", "field", "message"), REFUSED)
def test_a_record_says_what_does_not_fit(
    cls: type, changed: dict[str, Any], field: str, message: str
) -> None:
    """The error holds the message, the field that it is about, and the field's value."""
    values = {**VALID[cls], **changed}
    with pytest.raises(ValueError, match=r".") as caught:
        cls(**values)
    said, attribute, value = caught.value.args
    assert (message, field) == (said, attribute.name)
    default = attrs.fields_dict(cls)[field].default
    assert value == values.get(field, default)


@pytest.mark.parametrize(
    ("cls", "changed"),
    [
        (Medication, {"indications": (APPROVED,)}),
        (Medication, {"kind": MedicationKind.COMBINATION, "ingredients": ("a", "b")}),
        (Medication, {"kind": MedicationKind.PRODUCT_GROUP}),
        (Medication, {"kind": MedicationKind.PRODUCT_GROUP, "ingredients": ("a",)}),
        (Source, GUIDELINE),
        (Source, {"kind": SourceKind.INFORMATION_PAGE, "url": "https://example.org"}),
        *((Interaction, {"partner": Ref(kind, "p")}) for kind in ("medications", "drug_classes")),
    ],
)
def test_what_fits_is_taken(cls: type, changed: dict[str, Any]) -> None:
    """The other side of each refusal."""
    made = cls(**{**VALID[cls], **changed})
    assert {name: getattr(made, name) for name in changed} == changed


@pytest.mark.parametrize("character", [*"<>\"'`\\", " ", "\n", "\t", "\u00a0", "\u2028"])
@pytest.mark.parametrize("start", ["https://", "http://"])
def test_an_address_holds_nothing_that_ends_it(start: str, character: str) -> None:
    """Each character that would end or break out of an address is refused, and no letter is."""
    made = Source(**{**VALID[Source], "url": f"{start}example.org/aXZx"})
    assert made.link == f"{start}example.org/aXZx"
    with pytest.raises(ValueError, match=r"is not an address that starts with https") as caught:
        Source(**{**VALID[Source], "url": f"{start}example.org/a{character}b"})
    assert caught.value.args[1].name == "url"


@pytest.mark.parametrize("other", [None, 5, "PMID:1", Ref.parse("medications/m")])
def test_values_of_other_kinds_have_no_order(other: Any) -> None:
    """What is no identifier stands neither before nor after one, and equals none."""
    one: Any = Curie.parse("PMID:1")
    assert one != other
    for ask in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError, match="not supported between"):
            ask(one, other)
        assert ask(one, Curie.parse("PMID:1")) is (ask in {operator.le, operator.ge})


def test_an_unknown_intervention_is_named_by_its_id() -> None:
    """A view shows a name where there is one, else the id."""
    ref = Ref.parse("medications/m")
    assert Labels(names={ref: "Em"}).name_of(ref) == "Em"
    assert Labels().name_of(ref) == "m"


@pytest.mark.parametrize(
    ("participants", "certainty", "unconfirmed"),
    [(None, None, False), (5, None, True), (None, Certainty.LOW, True), (5, Certainty.LOW, True)],
)
def test_a_review_that_had_data_and_confirms_nothing_is_a_disagreement(
    participants: int | None, certainty: Certainty | None, unconfirmed: bool
) -> None:
    """A review had data where it counts people or grades a certainty."""
    review = Evidence(
        id="e",
        source="s",
        interventions=(Ref.parse("medications/m"),),
        versus=Versus.PLACEBO,
        symptoms=("s",),
        domain=(Domain.SYMPTOM,),
        endpoint=Endpoint.PRIMARY,
        design=StudyDesign.SYSTEMATIC_REVIEW,
        population=Population.ALS,
        participants=participants,
        direction=Direction.INCONCLUSIVE,
        certainty=certainty,
        finding="It stays open.",
        read=Reading.ABSTRACT,
    )
    assert is_unconfirmed(review) is unconfirmed
