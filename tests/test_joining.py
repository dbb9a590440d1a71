"""Joining: which treatments there are, in which order, and where guidelines divide."""

from datetime import date
from itertools import permutations
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alstx import KnowledgeBase, Ref
from alstx.kb.hierarchy import Hierarchy
from alstx.kb.join import join
from alstx.model import (
    Disease,
    DrugClass,
    Evidence,
    Indication,
    Medication,
    Recommendation,
    Source,
    Symptom,
    Therapy,
)
from alstx.model.records import Records
from alstx.testing import knowledge_bases
from alstx.vocab import (
    Audience,
    Direction,
    Domain,
    Endpoint,
    Extent,
    Line,
    MedicationKind,
    Population,
    Reading,
    Role,
    SourceKind,
    SourceStatus,
    Stance,
    StudyDesign,
    TherapyKind,
    Versus,
)

DAY = date(2026, 1, 31)


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
    superseded = {s.id for s in records.sources if not s.is_current}
    cautions = {h.ref: getattr(h, "cautions", ()) for h in holders}
    for made in base.treatments:
        assert made.id == f"{made.intervention.id}-for-{made.symptom}"
        assert made.cautions == cautions[made.intervention]
        old = {r.id for r in made.recommendations if r.source in superseded}
        assert old == set(made.superseded)
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
            if made.intervention in e.interventions and made.symptom in e.symptoms
        } == {e.id for e in made.evidence}
        assert {
            e.id
            for e in records.evidence
            if made.intervention in e.interventions
            and made.symptom not in e.symptoms
            and e.direction == "harm"
        } == {e.id for e in made.harms}


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


def statement(
    source: str,
    ref: str,
    stance: str = "consider",
    line: str | None = None,
    symptom: str = "ache",
) -> Recommendation:
    """What a source says of an intervention for a symptom."""
    parsed = Ref.parse(ref)
    return Recommendation(
        id=f"{source}-{symptom}-{parsed.id}-{stance}",
        source=source,
        intervention=parsed,
        symptom=symptom,
        population=Audience.ALS,
        stance=Stance(stance),
        extent=Extent.ALWAYS if stance == "do-not-recommend" else None,
        line=None if line is None else Line(line),
        statement="So they say.",
        read=Reading.FULL_TEXT,
    )


def term(id_: str) -> dict[str, Any]:
    """Fields of a record with a name."""
    return {"id": id_, "name": id_, "description": id_, "reviewed": DAY}


CLASSES = {"top": (), "mid": ("top",), "side": ()}
TREE = Hierarchy(CLASSES)


def base_of(
    sources: list[Source], statements: list[Recommendation], findings: list[Evidence] | None = None
) -> Records:
    """Records of three medications, three classes and a therapy for aches."""
    kind = MedicationKind.INGREDIENT
    return Records(
        version="1",
        disease=Disease(**term("disease")),
        symptoms=(Symptom(**term("ache"), plain_name="pain"),),
        medications=(
            Medication(**term("one"), kind=kind, drug_classes=("mid",)),
            Medication(**term("two"), kind=kind, drug_classes=("side",)),
            Medication(**term("both"), kind=kind, drug_classes=("mid", "side")),
        ),
        drug_classes=tuple(DrugClass(**term(c), parents=p) for c, p in CLASSES.items()),
        therapies=(Therapy(**term("rest"), kind=TherapyKind.LIFESTYLE),),
        sources=tuple(sources),
        recommendations=tuple(statements),
        evidence=tuple(findings or ()),
    )


def finding(medication: str, direction: str, design: str | None = None) -> Evidence:
    """What a study of people with ALS found on a medication."""
    return Evidence(
        id=f"trial-{medication}",
        source="trial",
        interventions=(Ref.parse(f"medications/{medication}"),),
        versus=Versus.PLACEBO,
        symptoms=("ache",),
        domain=(Domain.SYMPTOM,),
        endpoint=Endpoint.PRIMARY,
        design=StudyDesign(design or "randomized-controlled-trial"),
        population=Population.ALS,
        direction=Direction(direction),
        finding="So they found.",
        read=Reading.ABSTRACT,
    )


def divided(sources: list[Source], *statements: Recommendation) -> set[str]:
    """Ids of the interventions on which the guidelines of a small base divide."""
    made = join(base_of(sources, list(statements)), TREE)
    return {t.intervention.id for t in made if t.apart}


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
    assert {"one", "two"} == divided([NORTH, SOUTH, EAST], *statements)


def test_one_of_four_guidelines_divides_only_its_own() -> None:
    """A single guideline apart from three disputes its own medicine, not that of the three."""
    west = guide("west")
    statements = [statement("north", "medications/one")]
    statements += [statement(s, "medications/two") for s in ("south", "east", "west")]
    assert {"one"} == divided([NORTH, SOUTH, EAST, west], *statements)


KIN = {
    "medications/one": {"drug_classes/mid", "drug_classes/top"},
    "medications/two": {"drug_classes/side"},
    "medications/both": {"drug_classes/mid", "drug_classes/top", "drug_classes/side"},
    "drug_classes/mid": {"drug_classes/top"},
    "drug_classes/top": set(),
    "drug_classes/side": set(),
}
"""What each medicine of the small base belongs to."""
COUNTED = ("north", "south", "east", "west")
NOT_COUNTED = ("old", "far", "page")


def akin(one: str, other: str) -> bool:
    """Whether one of two medicines is, contains or belongs to the other."""
    return one == other or one in KIN[other] or other in KIN[one]


def narrow(refs: set[str]) -> list[str]:
    """The medicines among some references; the classes where there are none."""
    return [ref for ref in refs if ref.startswith("medications/")] or sorted(refs)


def disputed(statements: list[tuple[str, str, str]]) -> set[str]:
    """What a third or more of the guidelines that name medicines have nothing akin to."""
    named: dict[str, set[str]] = {}
    for source, ref, stance in statements:
        if source in COUNTED and stance in ("recommend", "consider") and ref in KIN:
            named.setdefault(source, set()).add(ref)
    found: set[str] = set()
    for ref in {ref for refs in named.values() for ref in refs}:
        shared = [one for refs in named.values() if ref in refs for one in narrow(refs)]
        apart = [
            refs
            for refs in named.values()
            if not any(akin(one, other) for one in shared for other in narrow(refs))
            and not any(akin(ref, other) for other in refs)
        ]
        if apart and 3 * len(apart) >= len(named):
            found.add(ref)
    return found


statements_of_many = st.lists(
    st.tuples(
        st.sampled_from([*COUNTED, *COUNTED, *NOT_COUNTED]),
        st.sampled_from([*KIN, *KIN, "therapies/rest"]),
        st.sampled_from(["recommend", "consider", "consider", "do-not-recommend"]),
    ),
    unique=True,
    max_size=10,
)


@settings(max_examples=150)
@given(statements_of_many, statements_of_many)
def test_division_equals_brute_force(
    of_aches: list[tuple[str, str, str]], of_itches: list[tuple[str, str, str]]
) -> None:
    """Guidelines divide on what the rule says, symptom by symptom, whoever else speaks."""
    sources = [*map(guide, COUNTED), guide("old", status="superseded"), guide("far", "other"), PAGE]
    said = {"ache": of_aches, "itch": of_itches}
    made = join(
        base_of(sources, [statement(*s, None, on) for on, found in said.items() for s in found]),
        TREE,
    )
    for symptom, found in said.items():
        assert disputed(found) == {
            str(t.intervention) for t in made if t.apart and t.symptom == symptom
        }


Said = list[tuple[str, ...]]
"""Sources, each with its stance and line, or with what it found and how."""
FIRMER: list[tuple[Said, Said]] = [
    ([("south", "consider")], []),
    ([("south", "recommend")], [("south", "consider"), ("north", "consider")]),
    ([("south", "consider")], [("page", "recommend")]),
    ([("page", "consider")], [("trial", "benefit")]),
    ([("page", "recommend")], [("page", "consider"), ("trial", "benefit")]),
    ([("south", "consider"), ("trial", "benefit")], [("south", "consider")]),
    ([("south", "consider"), ("north", "consider")], [("south", "consider")]),
    ([("south", "consider"), ("page", "recommend")], [("south", "consider")]),
    ([("trial", "benefit")], [("trial", "no-difference")]),
    ([("trial", "benefit")], [("trial", "inconclusive")]),
    ([("trial", "benefit", "expert-opinion")], [("trial", "inconclusive")]),
    ([("page", "insufficient-evidence")], [("trial", "benefit")]),
    ([("south", "recommend", "second")], [("south", "consider", "second")]),
    ([("south", "consider", "second")], [("page", "recommend")]),
    *(
        ([("south", "consider", *line)], [("south", "recommend", later)])
        for line in ((), ("first",))
        for later in ("second", "third", "adjunct")
    ),
]


@pytest.mark.parametrize(("firm", "weak"), FIRMER)
def test_the_firmest_treatment_stands_first(firm: Said, weak: Said) -> None:
    """Role, a guideline's stance, anybody's stance, level and number of guidelines rank in turn."""
    weak = weak or [("trial", "inconclusive")]
    parts = [(source, "two", *word) for source, *word in firm]
    parts += [(source, "one", *word) for source, *word in weak]
    ranked = join(
        base_of(
            [NORTH, SOUTH, PAGE, guide("trial", None, None)],
            [statement(s, f"medications/{m}", *word) for s, m, *word in parts if s != "trial"],
            [finding(m, *word) for s, m, *word in parts if s == "trial"],
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
    through = Indication(symptom="ache", summary="Used.", through="mid")
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


@pytest.mark.parametrize("general", ["therapies/any-therapy", "drug_classes/any-medication"])
def test_what_names_no_agent_stands_behind(general: str) -> None:
    """A medicine comes before what is said, however firmly, of medicines or therapies at large."""
    statements = [statement("north", "medications/two"), statement("north", general, "recommend")]
    records = base_of([NORTH], statements)
    at_large = DrugClass(**term("any-medication"))
    records = attrs.evolve(
        records,
        drug_classes=(*records.drug_classes, at_large),
        therapies=(Therapy(**term("any-therapy"), kind=TherapyKind.LIFESTYLE),),
    )
    ranked = join(records, Hierarchy({**CLASSES, "any-medication": ()}))
    assert ["medications/two", general] == [str(made.intervention) for made in ranked]


def test_a_class_and_its_member_that_point_apart_oppose_each_other() -> None:
    """Opposite roles of a class and its member stand on both, with the statements."""
    statements = [
        statement("north", "drug_classes/top", "do-not-recommend"),
        statement("south", "medications/one"),
        statement("south", "medications/two"),
    ]
    made = {t.intervention.id: t for t in join(base_of([NORTH, SOUTH], statements), TREE)}
    assert [statements[0]] == list(made["one"].opposing)
    assert [statements[1]] == list(made["top"].opposing)
    assert () == made["two"].opposing
    assert made["one"].contested
    assert made["top"].role == "advised-against"


def test_the_toy_base_is_joined_as_meant(toy: KnowledgeBase) -> None:
    """Roles, levels and disagreements of the toy base are those its files describe."""
    expected = {
        "alphazine-for-muscle-cramps": ("used", 2, ("review-unconfirmed",)),
        "alphazine-for-spasticity": ("used", None, ()),
        "alphazine-betamol-for-spasticity": ("studied", None, ()),
        "betamol-for-muscle-cramps": ("advised-against", None, ()),
        "betamol-for-night-cramps": ("studied", None, ()),
        "brace-for-spasticity": ("studied", None, ()),
        "deltatoxin-for-sialorrhea": ("used", None, ()),
        "stretching-for-night-cramps": ("used", None, ()),
        "toxins-for-sialorrhea": ("used", None, ()),
        "zine-for-spasticity": ("studied", None, ()),
    }
    assert expected == {
        t.id: (t.role, t.best_supporting_level, tuple(d.reason.value for d in t.disagreements))
        for t in toy.treatments
    }


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
