"""Rules of conclusion, each by itself: labels, findings that count or do not, reviews apart."""

from datetime import date
from itertools import permutations
from typing import Any

import attrs
import pytest

from alstx import Ref
from alstx.model import (
    Approval,
    Disagreement,
    Evidence,
    Indication,
    KeyFinding,
    LabelRead,
    Recommendation,
    Source,
    Study,
    Treatment,
)
from alstx.model.conclusions import (
    is_fate_of_an_effect,
    is_limited,
    is_other,
    is_unconfirmed,
    labels_of,
    read_differently,
    reservation,
)
from alstx.model.uses import AgencyLabel
from alstx.vocab import (
    ApprovalStatus,
    Audience,
    Certainty,
    Covers,
    Direction,
    Domain,
    Endpoint,
    Extent,
    LabelSection,
    LabelStatus,
    Only,
    Population,
    PrimaryMet,
    Reading,
    Reason,
    SourceKind,
    SourceStatus,
    Stance,
    StudyDesign,
    Versus,
)

DAY = date(2026, 1, 31)
DRUG = Ref.parse("medications/drug")
FINDING = Evidence(
    id="x",
    source="study",
    interventions=(DRUG,),
    versus=Versus.PLACEBO,
    symptoms=("ache",),
    domain=(Domain.SYMPTOM,),
    endpoint=Endpoint.PRIMARY,
    design=StudyDesign.RANDOMIZED_CONTROLLED_TRIAL,
    population=Population.ALS,
    direction=Direction.BENEFIT,
    finding="It helped.",
    read=Reading.ABSTRACT,
)
REVIEW = {"design": StudyDesign.SYSTEMATIC_REVIEW}
STATEMENT = Recommendation(
    id="x",
    source="guide",
    intervention=DRUG,
    symptom="ache",
    population=Audience.ALS,
    stance=Stance.CONSIDER,
    statement="Think of it.",
    read=Reading.FULL_TEXT,
)


def approval(agency: str, covers: Covers, source: str, **fields: Any) -> Approval:
    """What the label of an agency says of the use."""
    return Approval(agency=agency, covers=covers, scope="all", source=source, **fields)


def read(agency: str, source: str, *sections: LabelSection) -> LabelRead:
    """A label that was read."""
    return LabelRead(agency=agency, source=source, sections=sections)


def test_each_agency_has_its_label() -> None:
    """By agency: the first status of an approval in force, those withdrawn last, and all labels."""
    past = approval("fda", Covers.ADULTS_WITH_ALS, "old", status=ApprovalStatus.WITHDRAWN)
    others = approval("fda", Covers.OTHERS, "new")
    warned = approval("fda", Covers.WARNED_AGAINST, "new")
    alone = attrs.evolve(past, agency="nmpa")
    ours = approval("ema", Covers.ADULTS_WITH_ALS, "smpc")
    seen = (
        read("fda", "new", LabelSection.INDICATIONS),
        read("bfarm", "fi", LabelSection.INDICATIONS),
        read("tga", "pi", LabelSection.WARNINGS),
    )
    assert labels_of([past, others, warned, alone, ours], seen) == (
        AgencyLabel("bfarm", LabelStatus.OFF_LABEL, (), ("fi",)),
        AgencyLabel("ema", LabelStatus.ON_LABEL, (ours,), ("smpc",)),
        AgencyLabel("fda", LabelStatus.WARNED_AGAINST, (others, warned, past), ("new", "old")),
        AgencyLabel("nmpa", None, (alone,), ("old",)),
        AgencyLabel("tga", LabelStatus.UNKNOWN, (), ("pi",)),
    )
    assert labels_of([past, others], ())[0].status is LabelStatus.LABELLED_FOR_OTHERS
    assert labels_of((), ()) == ()


def test_a_fate_is_of_an_effect_where_it_was_decided_against_a_control() -> None:
    """Met, missed or divided, against a control or where the comparison is not told."""
    fates = {
        (met.value, versus and versus.value)
        for met in PrimaryMet
        for versus in (None, *Versus)
        if is_fate_of_an_effect(Study(primary_met=met, primary_versus=versus))
    }
    against = (None, "placebo", "sham", "usual-care", "no-treatment")
    assert fates == {(met, v) for met in ("met", "missed", "divided") for v in against}


@pytest.mark.parametrize(
    ("fields", "limited"),
    [
        ({}, False),
        ({"only": (next(iter(Only)),)}, True),
        ({"stance": Stance.DO_NOT_RECOMMEND, "extent": Extent.ALWAYS}, False),
        ({"stance": Stance.DO_NOT_RECOMMEND, "extent": Extent.NOT_FOR}, True),
        ({"stance": Stance.DO_NOT_RECOMMEND, "extent": Extent.NOT_ROUTINELY}, True),
    ],
)
def test_a_statement_is_limited_by_people_or_by_extent(
    fields: dict[str, Any], limited: bool
) -> None:
    """One of the two is enough."""
    assert is_limited(attrs.evolve(STATEMENT, **fields)) is limited


DATA: list[dict[str, Any]] = [
    {"participants": 5},
    {"certainty": Certainty.LOW},
    {"rests_on": ("A 2001",)},
    {"participants": 5, "certainty": Certainty.LOW, "rests_on": ("A 2001",)},
]


def test_a_review_that_had_data_and_confirms_nothing_is_a_disagreement() -> None:
    """It counts people, grades a certainty or names trials, in ALS, and stays inconclusive."""
    unsure = attrs.evolve(FINDING, **REVIEW, direction=Direction.INCONCLUSIVE)
    assert not is_unconfirmed(unsure)
    for fields in DATA:
        with_data = attrs.evolve(unsure, **fields)
        assert is_unconfirmed(with_data) is True
        assert not is_unconfirmed(attrs.evolve(with_data, population=Population.OTHER))
        assert not is_unconfirmed(attrs.evolve(with_data, direction=Direction.BENEFIT))
        assert not is_unconfirmed(attrs.evolve(with_data, design=StudyDesign.COHORT))


@pytest.mark.parametrize(
    ("fields", "fate", "words"),
    [
        ({}, PrimaryMet.NOT_STATED, None),
        ({"design": StudyDesign.CASE_REPORT}, PrimaryMet.MISSED, "one case"),
        ({"participants": 1, "population": Population.OTHER}, PrimaryMet.MET, "one case"),
        ({"population": Population.MIXED}, PrimaryMet.MISSED, "mixed population"),
        ({"population": Population.OTHER}, PrimaryMet.MISSED, "other disease"),
        ({"endpoint": Endpoint.POST_HOC}, PrimaryMet.MISSED, "post-hoc"),
        ({"endpoint": Endpoint.EXPLORATORY}, PrimaryMet.MET, "exploratory"),
        ({"direction": Direction.NO_DIFFERENCE}, PrimaryMet.MISSED, None),
        (
            {"endpoint": Endpoint.SECONDARY},
            PrimaryMet.MISSED,
            "secondary; the study missed its primary endpoint",
        ),
        ({"domain": (Domain.SURVIVAL,)}, PrimaryMet.MET, "survival only"),
        (
            {"domain": (Domain.SURVIVAL, Domain.PROGRESSION)},
            PrimaryMet.MET,
            "survival and progression only",
        ),
        ({"domain": (Domain.SURVIVAL, Domain.SYMPTOM)}, PrimaryMet.MET, None),
    ],
)
def test_why_a_finding_does_not_count(
    fields: dict[str, Any], fate: PrimaryMet, words: str | None
) -> None:
    """The first reason that holds is told; what is not for the treatment needs none."""
    assert reservation(attrs.evolve(FINDING, **fields), fate) == words


def test_what_stands_against_a_treatment_or_leaves_it_open() -> None:
    """No difference from a control, or an open end, in more than safety."""
    found = [
        attrs.evolve(FINDING, direction=direction, versus=versus)
        for direction in Direction
        for versus in Versus
    ]
    others = [finding for finding in found if is_other(finding)]
    no_difference = {f.versus.value for f in others if f.direction == "no-difference"}
    assert no_difference == {"placebo", "sham", "usual-care", "no-treatment"}
    assert {f.versus for f in others if f.direction == "inconclusive"} == {*Versus}
    assert {f.direction.value for f in others} == {"no-difference", "inconclusive"}
    for finding in found:
        assert not is_other(attrs.evolve(finding, domain=(Domain.SAFETY,)))
        both = attrs.evolve(finding, domain=(Domain.SAFETY, Domain.SYMPTOM))
        assert is_other(both) is is_other(finding)


def test_a_trial_that_a_review_reads_otherwise() -> None:
    """Both sides are named where a review of one trial, or another one, reads it differently."""
    trial = attrs.evolve(FINDING, source="trial")
    against = {**REVIEW, "direction": Direction.INCONCLUSIVE}
    review = attrs.evolve(FINDING, source="review", rests_on=("trial",), **against)
    assert read_differently([trial, review]) == (["trial"], ["review"])
    assert read_differently([attrs.evolve(trial, direction=Direction.MIXED), review]) == (
        ["trial"],
        ["review"],
    )
    rival = attrs.evolve(review, source="rival", direction=Direction.BENEFIT)
    assert read_differently([trial, review, rival]) == (["trial", "rival"], ["review"])
    itself = attrs.evolve(trial, direction=Direction.NO_DIFFERENCE)
    assert read_differently([trial, itself, review]) == (["trial"], ["review"])


@pytest.mark.parametrize(
    "changes",
    [
        [{}, {"source": "other", "direction": Direction.INCONCLUSIVE}],
        [{}, {"direction": Direction.INCONCLUSIVE}],
        [{}, {"source": "review", "rests_on": ("study",), **REVIEW}],
        [
            {"direction": Direction.NO_DIFFERENCE},
            {"rests_on": ("study",), "direction": Direction.INCONCLUSIVE, **REVIEW},
        ],
        [
            {},
            {
                "source": "review",
                "rests_on": ("study", "more"),
                "direction": Direction.INCONCLUSIVE,
                **REVIEW,
            },
        ],
        [{}, {"source": "review", "direction": Direction.INCONCLUSIVE, **REVIEW}],
    ],
)
def test_what_is_no_other_reading(changes: list[dict[str, Any]]) -> None:
    """Other trials, one source with itself, the same answer, a review of several or of none."""
    assert read_differently(attrs.evolve(FINDING, **fields) for fields in changes) == ([], [])


def source(id_: str, **fields: Any) -> Source:
    """A source of a finding."""
    kind = fields.pop("kind", SourceKind.ARTICLE)
    return Source(id=id_, kind=kind, title="T", reviewed=DAY, **fields)


SOURCES = (
    source("study"),
    source("recent", year=2020),
    source("of-one", study=Study(primary_met=PrimaryMet.NOT_STATED, enrolled=1)),
    source("of-many", study=Study(primary_met=PrimaryMet.NOT_STATED, enrolled=40)),
    source("missed", study=Study(primary_met=PrimaryMet.MISSED)),
    *map(source, ("harmful", "case", "equal", "review", "label", "smpc")),
    source("page", kind=SourceKind.INFORMATION_PAGE, url="https://example.org"),
    *(
        source(f"guide-{n}", kind=SourceKind.GUIDELINE, status=status, population=Population.ALS)
        for n, status in enumerate([SourceStatus.SUPERSEDED, *[SourceStatus.CURRENT] * 4])
    ),
)


def treatment(*evidence: Evidence, **fields: Any) -> Treatment:
    """What some findings say of a medicine."""
    return Treatment(
        id="drug-for-ache",
        intervention=DRUG,
        symptom="ache",
        evidence=evidence,
        sources=SOURCES,
        **fields,
    )


def said(source_: str, stance: Stance) -> Recommendation:
    """A statement, which reaches all where it is against the medicine."""
    extent = Extent.ALWAYS if stance is Stance.DO_NOT_RECOMMEND else None
    return attrs.evolve(
        STATEMENT, id=f"{source_}-{stance.value}", source=source_, stance=stance, extent=extent
    )


def found(source_: str, direction: Direction, **fields: Any) -> Evidence:
    """A finding of a source."""
    return attrs.evolve(FINDING, id=source_, source=source_, direction=direction, **fields)


BENEFIT = found("study", Direction.BENEFIT)
UNSURE = found("review", Direction.INCONCLUSIVE, participants=5, rests_on=("study",), **REVIEW)


def test_each_disagreement_has_both_its_sides() -> None:
    """Every reason there is, with the sources for the treatment and those on the other side."""
    made = treatment(
        BENEFIT,
        found("harmful", Direction.HARM),
        found("case", Direction.HARM, design=StudyDesign.CASE_REPORT),
        found("equal", Direction.NO_DIFFERENCE),
        UNSURE,
        recommendations=(
            said("guide-1", Stance.CONSIDER),
            said("page", Stance.RECOMMEND),
            said("guide-0", Stance.DO_NOT_RECOMMEND),
            said("guide-2", Stance.DO_NOT_RECOMMEND),
            said("guide-3", Stance.SAYS_INEFFECTIVE),
            said("guide-0", Stance.SAYS_INEFFECTIVE),
            said("guide-1", Stance.INSUFFICIENT_EVIDENCE),
            said("guide-4", Stance.INSUFFICIENT_EVIDENCE),
            said("page", Stance.INSUFFICIENT_EVIDENCE),
        ),
        opposing=(said("of-class", Stance.DO_NOT_RECOMMEND), said("of-member", Stance.CONSIDER)),
        indication=Indication(
            symptom="ache",
            summary="Used.",
            approvals=(
                approval("ema", Covers.WARNED_AGAINST, "label"),
                approval("fda", Covers.ADULTS_WITH_ALS, "smpc"),
                approval("fda", Covers.OTHERS, "label"),
            ),
        ),
        apart=("elsewhere",),
    )
    for_ = ("guide-1", "page", "smpc", "study")
    assert made.disagreements == (
        Disagreement(Reason.ADVISED_AGAINST, for_, ("guide-2", "of-class", "label")),
        Disagreement(Reason.HARM_FOUND, for_, ("harmful",)),
        Disagreement(Reason.NO_DIFFERENCE_FOUND, for_, ("equal",)),
        Disagreement(Reason.REVIEW_UNCONFIRMED, for_, ("review",)),
        Disagreement(Reason.SAYS_INEFFECTIVE, for_, ("guide-3",)),
        Disagreement(Reason.GUIDELINES_DIVIDED, for_, ("elsewhere",)),
        Disagreement(Reason.READ_DIFFERENTLY, ("study",), ("review",)),
        Disagreement(Reason.GUIDELINES_DIFFER, ("guide-1",), ("guide-4", "page")),
    )
    assert {found.reason for found in made.disagreements} == set(Reason)


def test_what_nobody_advises_is_disputed_less() -> None:
    """Guidelines stand apart from, and differ on, only what some guideline advises."""
    unsure = said("guide-4", Stance.INSUFFICIENT_EVIDENCE)
    against = said("guide-2", Stance.DO_NOT_RECOMMEND)
    member = said("of-member", Stance.CONSIDER)
    assert treatment(
        BENEFIT, recommendations=(unsure, against), opposing=(member,), apart=("elsewhere",)
    ).disagreements == (Disagreement(Reason.ADVISED_AGAINST, ("study",), ("guide-2", "of-member")),)
    by_a_page = (said("page", Stance.CONSIDER), unsure)
    assert treatment(recommendations=by_a_page).disagreements == ()
    assert treatment(UNSURE, recommendations=(against,)).disagreements == ()


def test_each_key_finding_has_its_reservation() -> None:
    """The best one, the strongest other one and every harm; what counts has no reservation."""
    missed = found("missed", Direction.BENEFIT, endpoint=Endpoint.SECONDARY)
    harm = found("harmful", Direction.HARM, population=Population.OTHER)
    equal = found("equal", Direction.NO_DIFFERENCE, endpoint=Endpoint.POST_HOC)
    words = "secondary; the study missed its primary endpoint"
    assert treatment(missed, harm, equal).key_findings == (
        KeyFinding(missed, is_for=True, reservation=words),
        KeyFinding(equal, is_for=False, reservation="post-hoc"),
        KeyFinding(harm, is_for=False, reservation="other disease"),
    )
    assert treatment(BENEFIT, missed).key_findings == (KeyFinding(BENEFIT, is_for=True),)
    assert treatment(attrs.evolve(missed, endpoint=Endpoint.PRIMARY)).key_findings[0] == (
        KeyFinding(attrs.evolve(missed, endpoint=Endpoint.PRIMARY), is_for=True)
    )


ELSEWHERE = {"population": Population.OTHER}
SECONDARY = {"endpoint": Endpoint.SECONDARY}


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"design": StudyDesign.CASE_REPORT}, {**ELSEWHERE, "source": "of-many"}),
        (SECONDARY, {"design": StudyDesign.COHORT, "source": "of-many"}),
        (SECONDARY, {**REVIEW, "rests_on": ("A 2001",), "source": "of-many"}),
        ({**REVIEW, "rests_on": ("A 2001", "B 2002")}, {"source": "of-many"}),
        ({"participants": 5}, {**SECONDARY, "source": "of-many"}),
        ({"participants": 6}, {"participants": 5, "source": "recent"}),
        ({"source": "of-many"}, {"participants": 39}),
        ({**ELSEWHERE, "source": "of-one"}, {**ELSEWHERE, "source": "recent"}),
        ({"source": "recent"}, {"source": "study"}),
        ({"id": "a"}, {"id": "z"}),
        ({}, {**SECONDARY, "source": "missed", "participants": 400}),
        ({"direction": Direction.MIXED}, {"design": StudyDesign.COHORT}),
        ({"participants": 5}, {"participants": 400, "domain": (Domain.SURVIVAL,)}),
    ],
)
def test_the_best_finding_is_shown(better: dict[str, Any], worse: dict[str, Any]) -> None:
    """In ALS, then level, a trial before a review of it, rank, people, year and id decide."""
    best, other = (
        attrs.evolve(FINDING, **{"id": id_, **fields})
        for id_, fields in (("n", better), ("m", worse))
    )
    for order in permutations((best, other)):
        assert treatment(*order).key_findings[0].evidence is best


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"participants": 5}, {"direction": Direction.INCONCLUSIVE, "source": "of-many"}),
        ({"direction": Direction.INCONCLUSIVE}, {"design": StudyDesign.COHORT}),
    ],
)
def test_the_strongest_other_finding_is_shown(
    better: dict[str, Any], worse: dict[str, Any]
) -> None:
    """Of one level, no difference says more than an open end."""
    against = attrs.evolve(FINDING, direction=Direction.NO_DIFFERENCE)
    first, second = (attrs.evolve(against, id=i, **f) for i, f in (("n", better), ("m", worse)))
    for order in permutations((first, second)):
        (shown,) = treatment(*order).key_findings
        assert (shown.evidence, shown.is_for) == (first, False)


@pytest.mark.parametrize("participants", [None, 7])
@pytest.mark.parametrize("study", ["study", "of-many"])
def test_people_are_those_of_the_finding_or_else_of_its_study(
    participants: int | None, study: str
) -> None:
    """Only what neither counts is of unknown size."""
    found = attrs.evolve(FINDING, source=study, participants=participants)
    assert treatment(found).people(found) == (participants or {"of-many": 40}.get(study))
