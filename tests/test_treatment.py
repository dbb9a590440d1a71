"""Treatments: what is joined, and what is computed from it."""

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alstx import Ref
from alstx.model import (
    Approval,
    Evidence,
    Indication,
    Recommendation,
    Treatment,
)
from alstx.testing import treatments
from alstx.vocab import (
    Certainty,
    Direction,
    LabelStatus,
    Population,
    Role,
    Stance,
    StudyDesign,
    Verification,
)

DAY = date(2026, 1, 31)
DRUG = Ref.parse("medications/drug")
APPROVAL = Approval(agency="fda", scope="all", source="label")
LABELLED = Indication(
    symptom="ache", status=LabelStatus.LABELLED, approvals=(APPROVAL,), summary="Labelled."
)
OFF_LABEL = Indication(symptom="ache", status=LabelStatus.OFF_LABEL, summary="Used.")


def said(stance: str, number: int = 0) -> Recommendation:
    """A statement of a guideline."""
    return Recommendation(
        id=f"guide-{stance}-{number}",
        source="guide",
        intervention=DRUG,
        symptom="ache",
        stance=Stance(stance),
        statement="So they say.",
        verification=Verification.PRIMARY,
    )


def found(
    direction: str,
    design: str = "randomized-controlled-trial",
    population: str = "als",
    **fields: Any,
) -> Evidence:
    """A finding of a study."""
    return Evidence(
        id=f"study-{direction}-{design}-{population}",
        source="study",
        interventions=(DRUG,),
        symptoms=("ache",),
        design=StudyDesign(design),
        population=Population(population),
        direction=Direction(direction),
        finding="So they found.",
        **fields,
    )


def treatment(
    *parts: Recommendation | Evidence,
    old: tuple[Recommendation, ...] = (),
    indication: Indication | None = None,
    divided: bool = False,
    id_: str = "drug-for-ache",
) -> Treatment:
    """A treatment on which some sources speak; those of `old` are superseded."""
    return Treatment(
        id=id_,
        intervention=DRUG,
        symptom="ache",
        indication=indication,
        recommendations=(*(p for p in parts if isinstance(p, Recommendation)), *old),
        evidence=tuple(p for p in parts if isinstance(p, Evidence)),
        superseded=frozenset(r.id for r in old),
        divided=divided,
    )


@pytest.mark.parametrize(
    ("made", "role"),
    [
        (treatment(said("recommend")), "used"),
        (treatment(said("consider")), "used"),
        (treatment(indication=LABELLED), "used"),
        (treatment(said("recommend"), said("do-not-recommend")), "used"),
        (treatment(said("consider"), found("harm")), "used"),
        (treatment(said("do-not-recommend"), indication=LABELLED), "used"),
        (treatment(said("do-not-recommend")), "discouraged"),
        (treatment(said("do-not-recommend"), found("benefit")), "discouraged"),
        (treatment(said("do-not-recommend"), said("insufficient-evidence")), "discouraged"),
        (treatment(found("harm")), "discouraged"),
        (treatment(found("no-benefit")), "discouraged"),
        (treatment(found("no-benefit"), said("insufficient-evidence")), "discouraged"),
        (treatment(said("insufficient-evidence")), "investigational"),
        (treatment(found("benefit")), "investigational"),
        (treatment(found("mixed")), "investigational"),
        (treatment(found("inconclusive")), "investigational"),
        (treatment(indication=OFF_LABEL), "investigational"),
        (treatment(), "investigational"),
    ],
)
def test_role(made: Treatment, role: str) -> None:
    """Used is what somebody speaks for, discouraged what only somebody speaks against."""
    assert role == made.role


@pytest.mark.parametrize(
    ("old", "role"),
    [
        (said("recommend"), "investigational"),
        (said("consider"), "investigational"),
        (said("do-not-recommend"), "investigational"),
    ],
)
def test_superseded_guidelines_never_decide_a_role(old: Recommendation, role: str) -> None:
    """What a superseded guideline says, for or against, stays visible and counts for nothing."""
    made = treatment(old=(old,))
    assert role == made.role
    assert (old,) == made.recommendations
    expected = ()
    assert expected == made.current
    expected = "discouraged"
    assert expected == treatment(said("do-not-recommend", 1), old=(old,)).role
    expected = "used"
    assert expected == treatment(said("consider", 1), old=(old,)).role


@pytest.mark.parametrize(
    ("best", "rest", "role"),
    [
        (found("no-benefit", "systematic-review"), found("benefit"), "discouraged"),
        (found("harm"), found("benefit", "cohort"), "discouraged"),
        (found("benefit", "systematic-review"), found("no-benefit"), "investigational"),
        (found("benefit"), found("harm", "case-series"), "investigational"),
        (found("benefit"), found("no-benefit"), "investigational"),
        (found("mixed"), found("no-benefit"), "investigational"),
    ],
)
def test_the_best_evidence_decides_where_nobody_speaks(
    best: Evidence, rest: Evidence, role: str
) -> None:
    """Only the best level that points somewhere decides, and only where all of it points away."""
    assert role == treatment(best, rest).role
    assert role == treatment(rest, best).role


def test_what_points_nowhere_decides_nothing() -> None:
    """An inconclusive review leaves the decision to the trials below it."""
    review = found("inconclusive", "systematic-review")
    expected = "discouraged"
    assert expected == treatment(review, found("no-benefit")).role
    expected = "investigational"
    assert expected == treatment(review, found("benefit")).role


@pytest.mark.parametrize("direction", ["harm", "no-benefit"])
def test_other_diseases_never_discourage(direction: str) -> None:
    """A failure in another disease is visible and decides nothing."""
    made = treatment(found(direction, population="other"))
    expected = ("investigational", 1)
    assert expected == (made.role, len(made.evidence))


@pytest.mark.parametrize(
    ("parts", "level"),
    [
        ([found("benefit")], 2),
        ([found("mixed", "systematic-review")], 1),
        ([found("benefit", population="mnd")], 2),
        ([found("benefit", "case-report"), found("benefit", "cohort")], 3),
        ([found("benefit", "case-report"), found("no-benefit")], 4),
        ([found("benefit", "expert-opinion"), found("inconclusive", "systematic-review")], 5),
        ([found("benefit", population="other")], None),
        ([found("benefit", "case-series"), found("benefit", population="other")], 4),
        ([found("inconclusive", "systematic-review")], None),
        ([found("no-benefit")], None),
        ([found("harm")], None),
        ([said("recommend")], None),
        ([], None),
    ],
)
def test_best_level(parts: list[Any], level: int | None) -> None:
    """The best level is that of support in ALS or MND: benefit or mixed, never another disease."""
    assert level == treatment(*parts).best_level


@pytest.mark.parametrize(
    ("made", "reasons"),
    [
        (treatment(said("recommend"), said("do-not-recommend")), ["advised-against"]),
        (treatment(found("benefit"), said("do-not-recommend")), ["advised-against"]),
        (treatment(said("do-not-recommend"), indication=LABELLED), ["advised-against"]),
        (treatment(said("consider"), found("no-benefit")), ["no-benefit-found"]),
        (treatment(said("consider"), found("harm", "case-report")), ["no-benefit-found"]),
        (treatment(found("harm"), indication=LABELLED), ["no-benefit-found"]),
        (treatment(found("benefit"), found("no-benefit", "cohort")), ["no-benefit-found"]),
        (
            treatment(
                said("consider"), found("inconclusive", "systematic-review", participants=20)
            ),
            ["review-unconfirmed"],
        ),
        (treatment(said("consider"), divided=True), ["guidelines-divided"]),
        (
            treatment(
                said("recommend"),
                said("do-not-recommend"),
                found("no-benefit"),
                found("inconclusive", "meta-analysis", participants=20),
                divided=True,
            ),
            ["advised-against", "no-benefit-found", "review-unconfirmed", "guidelines-divided"],
        ),
    ],
)
def test_contested(made: Treatment, reasons: list[str]) -> None:
    """Where somebody speaks for it, each way to speak against it is a reason of its own."""
    assert reasons == list(made.disagreements)
    assert made.contested


@pytest.mark.parametrize(
    "made",
    [
        treatment(),
        treatment(said("recommend"), said("consider")),
        treatment(said("recommend"), said("insufficient-evidence")),
        treatment(said("recommend"), found("benefit")),
        treatment(said("recommend"), found("no-benefit", population="other")),
        treatment(said("do-not-recommend"), found("no-benefit")),
        treatment(said("do-not-recommend"), found("mixed")),
        treatment(found("benefit"), found("inconclusive")),
        treatment(found("no-benefit"), found("benefit", population="other")),
        treatment(found("benefit"), divided=True),
        treatment(indication=LABELLED, divided=True),
        treatment(said("recommend"), old=(said("do-not-recommend"),)),
        treatment(said("do-not-recommend"), old=(said("recommend"),)),
    ],
)
def test_not_contested(made: Treatment) -> None:
    """Agreement, silence, other diseases and superseded guidelines are no disagreement."""
    expected = []
    assert expected == list(made.disagreements)
    assert not made.contested


@pytest.mark.parametrize(
    ("review", "counts"),
    [
        (found("inconclusive", "systematic-review"), False),
        (found("inconclusive", "systematic-review", participants=9), True),
        (found("inconclusive", "systematic-review", certainty=Certainty.LOW), True),
        (found("inconclusive", "systematic-review", population="other", participants=9), False),
        (found("inconclusive", participants=9), False),
        (found("inconclusive", "systematic-review-non-randomized", participants=9), False),
    ],
)
def test_a_review_without_data_contests_nothing(review: Evidence, counts: bool) -> None:
    """A review that counts nobody and grades nothing found no trial in ALS, and raises no doubt."""
    assert counts == treatment(said("recommend"), review).contested


def test_a_review_without_participants_lifts_nothing() -> None:
    """Nor does it make a level or a role."""
    made = treatment(found("inconclusive", "systematic-review"))
    expected = (None, "investigational")
    assert expected == (made.best_level, made.role)


@pytest.mark.parametrize(
    ("indication", "status"), [(None, None), (LABELLED, "labelled"), (OFF_LABEL, "off-label")]
)
def test_status_is_that_of_the_indication(indication: Indication | None, status: str) -> None:
    """A treatment without an indication has no label status."""
    assert status == treatment(indication=indication).status


@given(treatments())
def test_computed_parts_follow_from_the_records_alone(made: Treatment) -> None:
    """The order of statements and findings changes nothing that is computed."""
    turned = attrs.evolve(
        made, recommendations=made.recommendations[::-1], evidence=made.evidence[::-1]
    )
    for name in ("role", "best_level", "disagreements", "contested", "status"):
        assert getattr(made, name) == getattr(turned, name)


@given(treatments(), st.sampled_from(sorted(Direction)))
def test_other_diseases_change_nothing(made: Treatment, direction: Direction) -> None:
    """A finding in another disease, whatever it says, changes nothing that is computed."""
    other = found(direction.value, "systematic-review", "other", participants=100)
    more = attrs.evolve(made, evidence=(*made.evidence, other))
    for name in ("role", "best_level", "disagreements"):
        assert getattr(made, name) == getattr(more, name)


@given(treatments(), st.sampled_from(sorted(Stance)))
def test_superseded_statements_change_nothing(made: Treatment, stance: Stance) -> None:
    """A superseded statement, whatever it says, changes nothing that is computed."""
    old = said(stance.value)
    more = attrs.evolve(
        made,
        recommendations=(*made.recommendations, old),
        superseded=made.superseded | {old.id},
    )
    for name in ("role", "best_level", "disagreements"):
        assert getattr(made, name) == getattr(more, name)


@given(treatments())
def test_roles_agree_with_design(made: Treatment) -> None:
    """The role is the one that the rules, read one by one, give."""
    stances = {r.stance.value for r in made.recommendations if r.id not in made.superseded}
    approved = made.indication is not None and len(made.indication.approvals) > 0
    failed = any(e.opposes for e in made.evidence)
    if stances & {"recommend", "consider"} or approved:
        expected = Role.USED
        assert expected == made.role
    elif "do-not-recommend" in stances or (failed and made.best_level is None):
        expected = Role.DISCOURAGED
        assert expected == made.role
    elif not failed:
        expected = Role.INVESTIGATIONAL
        assert expected == made.role


def test_ids_may_be_as_long_as_two() -> None:
    """The id of a treatment of two records with the longest ids is no error."""
    long = "x" * 120
    made = treatment(id_=f"{long}-for-{long}")
    assert f"{long}-for-{long}" == made.id
