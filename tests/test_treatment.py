"""Treatments: what is joined, and what is computed from it."""

from datetime import date
from itertools import permutations
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alstx import KnowledgeBase, Ref
from alstx.hierarchy import Hierarchy
from alstx.joining import join
from alstx.model import (
    Approval,
    Disease,
    DrugClass,
    Evidence,
    Indication,
    Medication,
    Recommendation,
    Source,
    Symptom,
    Therapy,
    Treatment,
)
from alstx.records import Records
from alstx.testing import knowledge_bases, treatments
from alstx.vocab import (
    Certainty,
    Direction,
    LabelStatus,
    MedicationKind,
    Population,
    Role,
    SourceKind,
    SourceStatus,
    Stance,
    StudyDesign,
    TherapyKind,
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


@given(knowledge_bases())
def test_joining_equals_brute_force(base: KnowledgeBase) -> None:
    """There is a treatment for each pair that is spoken of, with all that is said of it."""
    records = base.records
    holders = [*records.medications, *records.drug_classes, *records.therapies]
    indicated = {(h.ref, i.symptom): i for h in holders for i in h.indications}
    pairs = {(r.intervention, r.symptom) for r in records.recommendations} | set(indicated)
    pairs |= {(ref, s) for e in records.evidence for ref in e.interventions for s in e.symptoms}
    assert pairs == {(t.intervention, t.symptom) for t in base.treatments}
    assert len(pairs) == len(base.treatments)
    for made in base.treatments:
        indication = indicated.get((made.intervention, made.symptom))
        bearers = {made.intervention}
        if indication is not None and indication.through is not None:
            bearers.add(Ref.parse(f"drug_classes/{indication.through}"))
        assert indication == made.indication
        assert {
            r.id
            for r in records.recommendations
            if r.intervention in bearers and r.symptom == made.symptom
        } == {r.id for r in made.recommendations}
        assert {
            e.id
            for e in records.evidence
            if bearers & set(e.interventions) and made.symptom in e.symptoms
        } == {e.id for e in made.evidence}


@given(knowledge_bases())
def test_used_treatments_stand_first(base: KnowledgeBase) -> None:
    """Treatments in use come before those under study, and these before the discouraged."""
    roles = [list(Role).index(made.role) for made in base.treatments]
    assert sorted(roles) == roles


@given(knowledge_bases())
def test_the_order_of_records_is_irrelevant(base: KnowledgeBase) -> None:
    """Records turned around give the same treatments in the same order."""
    turned = {kind: found[::-1] for kind, found in base.records.kinds()}
    again = KnowledgeBase(attrs.evolve(base.records, **turned))
    assert base.treatments.ids == again.treatments.ids


def guide(id_: str, population: str | None = "als", status: str | None = "current") -> Source:
    """A guideline, or an article where it has neither population nor status."""
    return Source(
        id=id_,
        kind=SourceKind.ARTICLE if status is None else SourceKind.GUIDELINE,
        title=id_,
        url="https://example.org",
        status=None if status is None else SourceStatus(status),
        population=None if population is None else Population(population),
        reviewed=DAY,
    )


def statement(source: str, ref: str, stance: str = "consider") -> Recommendation:
    """What a source says of an intervention for aches."""
    parsed = Ref.parse(ref)
    return Recommendation(
        id=f"{source}-ache-{parsed.id}-{stance}",
        source=source,
        intervention=parsed,
        symptom="ache",
        stance=Stance(stance),
        statement="So they say.",
        verification=Verification.PRIMARY,
    )


def term(id_: str) -> dict[str, Any]:
    """Fields of a record with a name."""
    return {"id": id_, "name": id_, "description": id_, "reviewed": DAY}


CLASSES = {"top": (), "mid": ("top",), "side": ()}
TREE = Hierarchy(CLASSES)


def base_of(
    sources: list[Source], statements: list[Recommendation], findings: list[Evidence] | None = None
) -> Records:
    """Records of two medications, three classes and a therapy for aches."""
    kind = MedicationKind.INGREDIENT
    return Records(
        version="1",
        disease=Disease(**term("disease")),
        symptoms=(Symptom(**term("ache"), plain_name="pain"),),
        medications=(
            Medication(**term("one"), kind=kind, drug_classes=("mid",)),
            Medication(**term("two"), kind=kind, drug_classes=("side",)),
        ),
        drug_classes=tuple(DrugClass(**term(c), parents=p) for c, p in CLASSES.items()),
        therapies=(Therapy(**term("rest"), kind=TherapyKind.LIFESTYLE),),
        sources=tuple(sources),
        recommendations=tuple(statements),
        evidence=tuple(findings or ()),
    )


def finding(medication: str, direction: str) -> Evidence:
    """What a trial found on a medication."""
    made = found(direction)
    return attrs.evolve(
        made, id=f"trial-{medication}", interventions=(Ref.parse(f"medications/{medication}"),)
    )


def divided(sources: list[Source], *statements: Recommendation) -> set[str]:
    """Ids of the interventions on which the guidelines of a small base divide."""
    made = join(base_of(sources, list(statements)), TREE)
    return {t.intervention.id for t in made if t.divided}


NORTH, SOUTH, EAST = guide("north"), guide("south"), guide("east")
PAGE = attrs.evolve(guide("page", None, None), kind=SourceKind.INFORMATION_PAGE)


def test_guidelines_that_share_no_medicine_divide() -> None:
    """Two guidelines that name disjoint medicines for a symptom divide on all of them."""
    for statements in permutations(
        [statement("north", "medications/one"), statement("south", "medications/two")]
    ):
        assert {"one", "two"} == divided([NORTH, SOUTH], *statements)


@pytest.mark.parametrize(
    "statements",
    [
        [("north", "medications/one", "consider"), ("south", "medications/one", "recommend")],
        [("north", "medications/one", "consider"), ("south", "drug_classes/mid", "consider")],
        [("north", "medications/one", "consider"), ("south", "drug_classes/top", "consider")],
        [("north", "drug_classes/top", "consider"), ("south", "drug_classes/mid", "consider")],
        [("north", "medications/one", "consider"), ("south", "therapies/rest", "consider")],
        [
            ("north", "medications/one", "consider"),
            ("south", "medications/two", "do-not-recommend"),
        ],
        [
            ("north", "medications/one", "consider"),
            ("south", "medications/two", "insufficient-evidence"),
        ],
        [("north", "medications/one", "consider"), ("north", "medications/two", "consider")],
        [
            ("north", "medications/one", "consider"),
            ("north", "medications/two", "consider"),
            ("south", "medications/two", "consider"),
        ],
    ],
)
def test_guidelines_that_share_a_medicine_do_not_divide(
    statements: list[tuple[str, str, str]],
) -> None:
    """A shared medicine, a class and its member, a therapy, or silence divides nobody."""
    assert set() == divided([NORTH, SOUTH], *(statement(*parts) for parts in statements))


@pytest.mark.parametrize(
    "other",
    [
        guide("south", population="other"),
        guide("south", status="superseded"),
        guide("south", population=None, status=None),
    ],
)
def test_only_current_guidelines_on_als_divide(other: Source) -> None:
    """Guidelines on other diseases, superseded ones and articles divide nobody."""
    statements = [statement("north", "medications/one"), statement("south", "medications/two")]
    assert set() == divided([NORTH, other], *statements)


def test_two_of_three_guidelines_divide() -> None:
    """What a third of the guidelines or more share nothing with is divided."""
    statements = [
        statement("north", "medications/one"),
        statement("south", "medications/two"),
        statement("east", "drug_classes/top"),
        statement("east", "medications/two"),
    ]
    assert {"one", "two", "top"} == divided([NORTH, SOUTH, EAST], *statements)


def test_one_of_four_guidelines_divides_only_its_own() -> None:
    """A single guideline apart from three disputes its own medicine, not that of the three."""
    west = guide("west")
    statements = [statement("north", "medications/one")]
    statements += [statement(s, "medications/two") for s in ("south", "east", "west")]
    assert {"one"} == divided([NORTH, SOUTH, EAST, west], *statements)


FIRMER: list[tuple[list[tuple[str, str]], list[tuple[str, str]]]] = [
    ([("south", "consider")], []),
    ([("south", "recommend")], [("south", "consider"), ("north", "consider")]),
    ([("south", "consider")], [("page", "recommend")]),
    ([("page", "consider")], [("trial", "benefit")]),
    ([("page", "recommend")], [("page", "consider"), ("trial", "benefit")]),
    ([("south", "consider"), ("trial", "benefit")], [("south", "consider")]),
    ([("south", "consider"), ("north", "consider")], [("south", "consider")]),
    ([("south", "consider"), ("page", "recommend")], [("south", "consider")]),
    ([("trial", "benefit")], [("trial", "no-benefit")]),
    ([("trial", "benefit")], [("trial", "inconclusive")]),
]


@pytest.mark.parametrize(("firm", "weak"), FIRMER)
def test_the_firmest_treatment_stands_first(
    firm: list[tuple[str, str]], weak: list[tuple[str, str]]
) -> None:
    """Role, a guideline's stance, anybody's stance, level and number of guidelines rank in turn."""
    weak = weak or [("trial", "inconclusive")]
    parts = [(source, "two", word) for source, word in firm]
    parts += [(source, "one", word) for source, word in weak]
    ranked = join(
        base_of(
            [NORTH, SOUTH, PAGE, guide("trial", None, None)],
            [statement(s, f"medications/{m}", w) for s, m, w in parts if s != "trial"],
            [finding(m, w) for s, m, w in parts if s == "trial"],
        ),
        TREE,
    )
    expected = ["two", "one"]
    assert expected == [made.intervention.id for made in ranked]


def test_what_is_said_of_the_medicine_itself_ranks_first() -> None:
    """A guideline on the medicine ranks before one on its class, however firm that is."""
    statements = [
        statement("north", "drug_classes/mid", "recommend"),
        statement("north", "medications/two", "consider"),
    ]
    records = base_of([NORTH], statements)
    through = attrs.evolve(OFF_LABEL, through="mid")
    medications = (attrs.evolve(records.medications[0], indications=(through,)),)
    made = join(attrs.evolve(records, medications=(*medications, *records.medications[1:])), TREE)
    assert ["mid", "two", "one"] == [treatment.intervention.id for treatment in made]


def test_equally_firm_treatments_stand_in_order_of_id() -> None:
    """Nothing but the id is left to decide."""
    statements = [statement("north", f"medications/{m}") for m in ("two", "one")]
    ranked = join(base_of([NORTH], statements), TREE)
    expected = ["one-for-ache", "two-for-ache"]
    assert expected == [made.id for made in ranked]


@pytest.mark.parametrize("kind", ["assessment", "care-model", "medication-review"])
def test_what_only_looks_and_organises_stands_behind(kind: str) -> None:
    """A treatment comes before an assessment or a model of care that is recommended more firmly."""
    statements = [
        statement("north", "medications/two"),
        statement("north", "therapies/rest", "recommend"),
    ]
    records = base_of([NORTH], statements)
    aside = tuple(attrs.evolve(t, kind=TherapyKind(kind)) for t in records.therapies)
    ranked = join(attrs.evolve(records, therapies=aside), TREE)
    expected = ["two", "rest"]
    assert expected == [made.intervention.id for made in ranked]


def test_the_toy_base_is_joined_as_meant(toy: KnowledgeBase) -> None:
    """Roles, levels and disagreements of the toy base are those its files describe."""
    expected = {
        "alphazine-for-muscle-cramps": ("used", 2, ("review-unconfirmed",)),
        "alphazine-for-spasticity": ("used", None, ()),
        "alphazine-betamol-for-spasticity": ("investigational", None, ()),
        "betamol-for-muscle-cramps": ("discouraged", None, ()),
        "betamol-for-night-cramps": ("discouraged", None, ()),
        "brace-for-spasticity": ("investigational", None, ()),
        "deltatoxin-for-sialorrhea": ("used", None, ()),
        "stretching-for-night-cramps": ("used", None, ()),
        "toxins-for-sialorrhea": ("used", None, ()),
        "zine-for-spasticity": ("investigational", None, ()),
    }
    assert expected == {t.id: (t.role, t.best_level, t.disagreements) for t in toy.treatments}


def test_nothing_spreads_silently(toy: KnowledgeBase) -> None:
    """A member carries what is said of its class only where its indication says through."""
    through = toy.treatments["deltatoxin-for-sialorrhea"]
    expected = ["north-2020-sialorrhea-toxins"]
    assert expected == [r.id for r in through.recommendations]
    silent = toy.treatments["alphazine-for-spasticity"]
    expected = []
    assert expected == list(silent.recommendations)


def test_cautions_are_those_of_the_intervention(toy: KnowledgeBase) -> None:
    """A treatment shows what to be careful about with its medicine or therapy."""
    drug = toy.treatments["alphazine-for-muscle-cramps"]
    therapy = toy.treatments["stretching-for-night-cramps"]
    assert toy.medications["alphazine"].cautions == drug.cautions
    assert toy.therapies["stretching"].cautions == therapy.cautions
    expected = ()
    assert expected == toy.treatments["toxins-for-sialorrhea"].cautions


def test_ids_may_be_as_long_as_two() -> None:
    """The id of a treatment of two records with the longest ids is no error."""
    long = "x" * 120
    made = treatment(id_=f"{long}-for-{long}")
    assert f"{long}-for-{long}" == made.id
