"""What a record says when it refuses what only several of its fields can show, to the word."""

import operator
from typing import Any

import attrs
import pytest

import valid
from alstx.ids import Curie, Ref
from alstx.model import (
    Approval,
    Arm,
    Caution,
    DrugClass,
    Estimate,
    Evidence,
    Form,
    Grade,
    Indication,
    Interaction,
    Medication,
    Named,
    Recommendation,
    Source,
    Therapy,
)
from alstx.vocab import (
    ApprovalStatus,
    CautionKind,
    CautionTopic,
    Covers,
    Direction,
    Extent,
    LetterGrade,
    Measure,
    MedicationKind,
    Population,
    ReviewAspect,
    Severity,
    SourceKind,
    SourceStatus,
    Stance,
    StudyDesign,
    Versus,
)

VALID = {
    **valid.VALID,
    Estimate: {"measure": Measure.MEAN_DIFFERENCE, "value": 2},
    Evidence: {
        **valid.VALID[Evidence],
        "versus": Versus.PLACEBO,
        "design": StudyDesign.SYSTEMATIC_REVIEW,
        "direction": Direction.INCONCLUSIVE,
        "finding": "It stays open.",
    },
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
SUPERSEDED = "a guideline that another one supersedes has the status superseded"
EXTENT = "advice against it has an extent (always, not-routinely or not-for), nothing else has"
STANCE = "a statement has a stance, or else the grades of an expert review"
CAUTION = Caution(kind=CautionKind.WARNING, topic=CautionTopic.FALLS, text="Mind.", source="label")
OF_A_TABLET = attrs.evolve(CAUTION, applies_to=("tablet",))
TABLET = Form(id="tablet", dosage_form="tablet", route="oral", source="label")
INTERACTION = Interaction(
    partner=Ref.parse("agents/a"),
    severity=Severity.AVOID,
    effect="It harms.",
    applies_to=("tablet", "patch"),
    source="label",
)
NAMED = Named(member=Ref.parse("agents/b"), severity=Severity.AVOID)
GRADE = Grade(aspect=ReviewAspect.CASES, grade=LetterGrade.A)
ADVISED_AGAINST = {"stance": Stance.DO_NOT_RECOMMEND, "extent": Extent.NOT_FOR}


def estimate(value: float, p: str | None = None, **fields: Any) -> Estimate:
    """A difference between two arms, unless the fields say otherwise."""
    return Estimate(**{"measure": Measure.MEAN_DIFFERENCE, "value": value, "p": p, **fields})


def printed(effect: str | None, *estimates: Estimate) -> dict[str, Any]:
    """The fields of a finding that prints these numbers."""
    return {"effect": effect, "estimates": estimates}


RATIO: dict[str, Any] = {"measure": Measure.HAZARD_RATIO}
NO_P = "prints p {} beside {}, and no estimate of that has it"
REFUSED: list[tuple[type, dict[str, Any], str, str]] = [
    (Approval, {"reason": "Sales."}, "reason", "only an approval that was withdrawn has a reason"),
    (Estimate, {"value": 1, "low": 2, "high": 3}, "value", "1 is outside its interval, 2 to 3"),
    (Estimate, {"value": 4, "low": 2, "high": 3}, "value", "4 is outside its interval, 2 to 3"),
    (Estimate, {"value": 1, "low": 2}, "value", "1 is outside its interval, 2 to …"),
    (Estimate, {"value": 4, "high": 3}, "value", "4 is outside its interval, … to 3"),
    (
        Estimate,
        {"measure": Measure.COUNT, "versus_arm": "b"},
        "versus_arm",
        "a count is of one arm and has no second one",
    ),
    *(
        (
            Evidence,
            {**printed("2", estimate(2, **of)), "arms": (Arm(label="a"), Arm(label="b"))},
            "estimates",
            "'c' is not the label of an arm; they are a, b",
        )
        for of in ({"arm": "c"}, {"arm": "a", "versus_arm": "c"})
    ),
    *(
        (Evidence, printed(effect, estimate(*given[:2], **given[2])), "effect", message)
        for effect, given, message in (
            (None, (2, None, {}), "lacks 2, a number of an estimate"),
            ("2 of 8", (2, None, {"of": 9}), "lacks 9, a number of an estimate"),
            ("2 (1 to 3)", (2, None, {"low": 1.5}), "lacks 1.5, a number of an estimate"),
            ("2 (1 to 3)", (2, None, {"high": 2.5}), "lacks 2.5, a number of an estimate"),
            ("2, p < 0.05", (2, "0.04", {}), "lacks 0.04, a number of an estimate"),
            ("31%", (0.31, None, {}), "lacks 0.31, a number of an estimate"),
            ("32%", (0.315, None, RATIO), "lacks 0.315, a number of an estimate"),
            ("2 (p = 0.03)", (2, None, {}), NO_P.format("0.03", "2")),
            ("a fall by 2 (P<0·03)", (-2, None, {}), NO_P.format("0.03", "-2")),
            ("0.03; 2 (p = 0.04)", (2, "0.03", {}), NO_P.format("0.04", "2")),
            ("31% (p = .03)", (0.31, None, RATIO), NO_P.format("0.03", "0.31")),
        )
    ),
    (
        Evidence,
        printed("2 (p = 0.01) and 3 (p = 0.02)", estimate(2, "0.01"), estimate(3)),
        "effect",
        NO_P.format("0.02", "3"),
    ),
    (
        Evidence,
        printed("2 and 3 (p = 0.01)", estimate(2), estimate(3)),
        "effect",
        NO_P.format("0.01", "2"),
    ),
    (Interaction, {"closed": True}, "closed", "a closed group names its members"),
    (Medication, {"cautions": (OF_A_TABLET,)}, "cautions", "'tablet' is no form of x"),
    (Therapy, {"cautions": (OF_A_TABLET,)}, "cautions", "'tablet' is no form of x"),
    (
        Medication,
        {"forms": (TABLET,), "interactions": (INTERACTION,)},
        "interactions",
        "'patch' is no form of x",
    ),
    *(
        (Therapy, fields, "form", "a therapy that gives a medicine names it and its form")
        for fields in ({"form": "tablet"}, {"medication": "m"})
    ),
    (Recommendation, {"extent": Extent.ALWAYS}, "extent", EXTENT),
    (Recommendation, {"stance": Stance.DO_NOT_RECOMMEND}, "extent", EXTENT),
    (Recommendation, {"stance": None}, "stance", STANCE),
    (Recommendation, {"grades": (GRADE,)}, "stance", STANCE),
    (
        Recommendation,
        {"extent_words": "Not in all."},
        "extent_words",
        "only advice against it has words on its extent",
    ),
    (Source, {**GUIDELINE, "superseded_by": "newer"}, "status", SUPERSEDED),
    (Source, {"kind": SourceKind.EXPERT_REVIEW}, "url", "an expert review needs its url"),
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
        (Approval, {"reason": "Sales.", "status": ApprovalStatus.WITHDRAWN}),
        (Estimate, {"value": 2, "low": 2, "high": 2}),
        (Estimate, {"value": 2, "low": 1}),
        (Estimate, {"value": 2, "high": 3}),
        (Estimate, {"measure": Measure.RISK_RATIO, "arm": "a", "versus_arm": "b"}),
        (Estimate, {"measure": Measure.COUNT, "arm": "a"}),
        *(
            (Evidence, {**printed("2", estimate(2, **of)), "arms": arms})
            for of in ({"arm": "a", "versus_arm": "b"}, {"arm": "a"}, {"versus_arm": "b"})
            for arms in ((), (Arm(label="a"), Arm(label="b")))
        ),
        (Interaction, {"closed": True, "named": (NAMED,)}),
        (Interaction, {"named": (NAMED,)}),
        (Medication, {"forms": (TABLET,), "cautions": (CAUTION, OF_A_TABLET)}),
        (Therapy, {"cautions": (CAUTION,)}),
        (Therapy, {"medication": "m", "form": "tablet"}),
        (Recommendation, ADVISED_AGAINST),
        (Recommendation, {**ADVISED_AGAINST, "extent_words": "Not in all."}),
        (Recommendation, {"stance": None, "grades": (GRADE,)}),
        (Source, {"superseded_by": "newer"}),
        (Source, {**GUIDELINE, "superseded_by": "newer", "status": SourceStatus.UNKNOWN}),
    ],
)
def test_what_fits_is_taken(cls: type, changed: dict[str, Any]) -> None:
    """The other side of each refusal."""
    made = cls(**{**VALID[cls], **changed})
    assert {name: getattr(made, name) for name in changed} == changed


@pytest.mark.parametrize(
    ("effect", "estimates"),
    [
        ("31%", (estimate(0.31, **RATIO),)),
        ("31.5%", (estimate(0.315, **RATIO),)),
        ("28%", (estimate(0.28, **RATIO),)),
        ("a fall by 2 (95% CI 3 to 1)", (estimate(-2, low=-3, high=-1),)),
        ("2 of 9", (estimate(2, of=9),)),
        ("2 (p = 0.03)", (estimate(2, "0.03"),)),
        ("2 (P<0·03)", (estimate(2, "<0.03"),)),
        ("2 (p=.03) and 3 (p=.04)", (estimate(2, "0.03"), estimate(3, "0.04"))),
        ("2 and 3, p = 0.03", (estimate(2), estimate(3, "0.03"))),
        ("2; in others 9 (p = 0.03)", (estimate(2),)),
        ("2 in most, 9 in others (p = 0.03)", (estimate(2),)),
        ("2 after 4 weeks: p = 0.03", (estimate(4), estimate(2, "0.03"))),
        ("p = 0.03, and 2 at the end", (estimate(2),)),
        ("2 (p = 0.03) or (p = 0.04)", (estimate(2, "0.03"),)),
        ("much less", ()),
        (None, ()),
    ],
)
def test_an_effect_prints_its_estimates(effect: str | None, estimates: Any) -> None:
    """Signs may be missing, ratios be percentages, and a p stands where it belongs to none."""
    made = Evidence(**{**VALID[Evidence], **printed(effect, *estimates)})
    assert (made.effect, made.estimates) == (effect, estimates)


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
