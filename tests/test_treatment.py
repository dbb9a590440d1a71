"""Treatments: what is concluded from what sources say, and what never is."""

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alstx import Ref
from alstx.display import summary
from alstx.model import (
    Approval,
    Evidence,
    Indication,
    LabelRead,
    Recommendation,
    Source,
    Study,
    Treatment,
)
from alstx.testing import evidence as any_evidence
from alstx.testing import treatments
from alstx.vocab import (
    ApprovalStatus,
    Audience,
    Basis,
    Covers,
    Direction,
    Domain,
    Endpoint,
    Extent,
    LabelSection,
    LabelStatus,
    Level,
    Population,
    PrimaryMet,
    Reading,
    Reason,
    Role,
    SourceKind,
    SourceStatus,
    Stance,
    StudyDesign,
    Trials,
    Versus,
)

DAY = date(2026, 1, 31)
DRUG = Ref.parse("medications/drug")
COMPUTED = (
    "role",
    "basis",
    "trials",
    "best_supporting_level",
    "contested",
    "status",
    "labels",
)


def source(id_: str, kind: SourceKind = SourceKind.ARTICLE, **fields: Any) -> Source:
    """A source that counts, unless the fields say otherwise."""
    guideline = kind is SourceKind.GUIDELINE
    return Source(
        id=id_,
        kind=kind,
        title=id_,
        url="https://example.org",
        status=fields.pop("status", SourceStatus.CURRENT if guideline else None),
        population=Population.ALS if guideline else None,
        reviewed=DAY,
        **fields,
    )


SOURCES = (
    source("guide", SourceKind.GUIDELINE),
    source("old", SourceKind.GUIDELINE, status=SourceStatus.SUPERSEDED),
    source("page", SourceKind.INFORMATION_PAGE),
    source("label", SourceKind.LABEL),
    source("study"),
    source("review"),
    source("retracted", retracted="by its authors"),
    source(
        "missed",
        study=Study(
            primary_met=PrimaryMet.MISSED, primary_outcome="walking", primary_versus=Versus.PLACEBO
        ),
    ),
    source(
        "met",
        study=Study(primary_met=PrimaryMet.MET, primary_outcome="walking", enrolled=300),
    ),
    source("safe", study=Study(primary_met=PrimaryMet.NOT_APPLICABLE)),
)


def said(stance: str, source_: str = "guide", **fields: Any) -> Recommendation:
    """A statement of a guideline on ALS, unless the fields say otherwise."""
    against = stance == "do-not-recommend"
    return Recommendation(
        id=f"{source_}-{stance}-{fields.pop('number', 0)}",
        source=source_,
        intervention=fields.pop("intervention", DRUG),
        symptom="ache",
        population=fields.pop("population", Audience.ALS),
        stance=Stance(stance),
        extent=fields.pop("extent", Extent.ALWAYS if against else None),
        statement="So they say.",
        read=Reading.FULL_TEXT,
        **fields,
    )


def found(direction: str, source_: str = "study", **fields: Any) -> Evidence:
    """A finding of a placebo-controlled trial in ALS, unless the fields say otherwise."""
    return Evidence(
        id=f"{source_}-{direction}-{fields.pop('number', 0)}",
        source=source_,
        interventions=(DRUG,),
        symptoms=("ache",),
        versus=Versus(fields.pop("versus", "placebo")),
        domain=tuple(map(Domain, fields.pop("domain", ["symptom"]))),
        endpoint=Endpoint(fields.pop("endpoint", "primary")),
        design=StudyDesign(fields.pop("design", "randomized-controlled-trial")),
        population=Population(fields.pop("population", "als")),
        direction=Direction(direction),
        finding="So they found.",
        read=Reading.ABSTRACT,
        **fields,
    )


def approved(covers: str, agency: str = "fda", **fields: Any) -> Approval:
    """What the label of an agency says of the use."""
    given_ = {"scope": "all", "source": "label", **fields}
    return Approval(agency=agency, covers=Covers(covers), **given_)


def treatment(*parts: Any, **fields: Any) -> Treatment:
    """A treatment on which some sources speak."""
    approvals = tuple(p for p in parts if isinstance(p, Approval))
    indication = Indication(symptom="ache", approvals=approvals, summary="Used.")
    return Treatment(
        id=fields.pop("id", "drug-for-ache"),
        intervention=fields.pop("intervention", DRUG),
        symptom="ache",
        indication=indication,
        recommendations=tuple(p for p in parts if isinstance(p, Recommendation)),
        evidence=tuple(p for p in parts if isinstance(p, Evidence)),
        labels_read=tuple(p for p in parts if isinstance(p, LabelRead)),
        sources=SOURCES,
        **fields,
    )


def read(*sections: str, agency: str = "fda") -> LabelRead:
    """A label of which some sections were read."""
    return LabelRead(agency=agency, source="label", sections=tuple(map(LabelSection, sections)))


# roles


@pytest.mark.parametrize(
    ("parts", "role", "basis"),
    [
        ([said("recommend")], "used", "guideline"),
        ([said("consider")], "used", "guideline"),
        ([said("consider", population=Audience.NEUROMUSCULAR)], "used", "guideline"),
        ([said("consider", population=Audience.PALLIATIVE)], "used", "other-guideline"),
        ([said("consider", "page")], "used", "page"),
        ([approved("adults-with-als")], "used", "label"),
        ([approved("adults-with-als"), said("consider", "page")], "used", "label"),
        ([said("recommend"), said("do-not-recommend")], "used", "guideline"),
        ([said("consider"), approved("warned-against")], "used", "guideline"),
        ([said("do-not-recommend"), approved("adults-with-als")], "used", "label"),
        ([said("do-not-recommend")], "advised-against", None),
        ([said("do-not-recommend", extent=Extent.NOT_FOR)], "advised-against", None),
        ([approved("warned-against")], "advised-against", None),
        ([said("do-not-recommend"), found("benefit")], "advised-against", None),
        (
            [approved("adults-with-als", "ema"), approved("warned-against")],
            "studied",
            None,
        ),
        ([approved("others")], "studied", None),
        ([approved("adults-with-als", status=ApprovalStatus.WITHDRAWN)], "studied", None),
        ([approved("adults-with-als", source="retracted")], "studied", None),
        ([said("insufficient-evidence")], "studied", None),
        ([said("says-ineffective")], "studied", None),
        ([said("recommend", "old")], "studied", None),
        ([said("do-not-recommend", "old")], "studied", None),
        ([found("harm")], "studied", None),
        ([found("no-difference")], "studied", None),
        ([found("benefit")], "studied", None),
        ([], "studied", None),
    ],
)
def test_role_and_basis(parts: list[Any], role: str, basis: str | None) -> None:
    """A role says only what somebody advises, and the basis what the word rests on."""
    made = treatment(*parts)
    assert (role, basis) == (made.role, made.basis)


@given(treatments(), any_evidence())
def test_no_finding_changes_a_role(made: Treatment, more: Evidence) -> None:
    """A finding, whatever it says, leaves role, basis and label status as they were."""
    more = attrs.evolve(more, source="study")
    grown = attrs.evolve(
        made, evidence=(*made.evidence, more), sources=(*made.sources, source("study"))
    )
    for name in ("role", "basis", "status", "labels"):
        assert getattr(made, name) == getattr(grown, name)


@given(treatments())
def test_advice_against_has_somebody_behind_it(made: Treatment) -> None:
    """Nothing is advised against without a current statement, or an agency's warning, against."""
    against = any(r.is_against for r in made.current)
    warned = LabelStatus.WARNED_AGAINST in {label.status for label in made.labels}
    assert against or warned or made.role is not Role.ADVISED_AGAINST


@given(treatments())
def test_roles_agree_with_design(made: Treatment) -> None:
    """The role is the one that the rules, read one by one, give."""
    current = {s.id for s in made.sources if s.is_current}
    stances = {r.stance.value for r in made.recommendations if r.source in current and r.stance}
    given_ = made.indication.approvals if made.indication else ()
    if made.intervention.kind.value != "medications":
        given_ = ()
    force = [a for a in given_ if a.source in current and a.status.value == "current"]
    warned = {a.agency for a in force if a.covers.value == "warned-against"}
    covering = {a.agency for a in force if a.covers.value == "adults-with-als"} - warned
    if stances & {"recommend", "consider"} or (covering and not warned):
        expected = "used"
    elif covering and "do-not-recommend" not in stances:
        expected = "studied"
    elif "do-not-recommend" in stances or warned:
        expected = "advised-against"
    else:
        expected = "studied"
    assert expected == made.role


# levels


@pytest.mark.parametrize(
    ("part", "level"),
    [
        (found("benefit"), 2),
        (found("mixed"), 2),
        (found("benefit", population="mnd"), 2),
        (found("benefit", endpoint="secondary"), 2),
        (found("benefit", endpoint="not-stated"), 2),
        (found("benefit", versus="active"), 2),
        (found("benefit", design="cohort"), 3),
        (found("benefit", design="controlled-allocation-not-stated"), 3),
        (found("benefit", design="cross-sectional"), 4),
        (found("benefit", versus="baseline"), 4),
        (found("benefit", versus="none"), 4),
        (found("benefit", design="expert-opinion", versus="none"), 5),
        (found("benefit", "review", design="systematic-review", rests_on=("A 1", "B 2")), 1),
        (found("benefit", "review", design="systematic-review", rests_on=("A 1",)), 2),
        (found("benefit", "review", design="systematic-review"), 4),
        (
            found(
                "benefit",
                "review",
                design="systematic-review",
                rests_on=("A 1", "B 2"),
                versus="not-stated",
            ),
            2,
        ),
        (
            found(
                "benefit",
                "review",
                design="systematic-review-non-randomized",
                rests_on=("A 1",),
            ),
            3,
        ),
        (found("benefit", versus="other-dose"), None),
        (found("benefit", endpoint="post-hoc"), None),
        (found("benefit", endpoint="exploratory"), None),
        (found("benefit", population="mixed"), None),
        (found("benefit", population="other"), None),
        (found("benefit", domain=["survival"]), None),
        (found("benefit", domain=["physiology"]), None),
        (found("benefit", domain=["physiology", "symptom"]), 2),
        (found("benefit", design="case-report"), None),
        (found("benefit", participants=1), None),
        (found("benefit", "retracted"), None),
        (found("benefit", "missed", endpoint="secondary"), None),
        (found("benefit", "missed", endpoint="primary"), 2),
        (found("benefit", "met", endpoint="secondary"), 2),
        (found("no-difference"), None),
        (found("inconclusive"), None),
        (found("harm"), None),
        (found("no-data"), None),
    ],
)
def test_best_supporting_level(part: Evidence, level: int | None) -> None:
    """Support is counted narrowly, and no study lends more than its design and comparison."""
    assert level == treatment(part).best_supporting_level


@given(treatments())
def test_the_level_rests_on_what_may_count(made: Treatment) -> None:
    """The best level is the least level of the findings that a plain loop lets count."""
    studies = {s.id: s for s in made.sources}
    levels: list[Level] = []
    for e in made.evidence:
        s = studies[e.source]
        missed = s.study is not None and s.study.primary_met.value == "missed"
        if (
            s.is_current
            and e.direction.value in ("benefit", "mixed")
            and e.population.value in ("als", "mnd")
            and {d.value for d in e.domain} & {"symptom", "function", "quality-of-life"}
            and e.endpoint.value in ("primary", "secondary", "not-stated")
            and e.versus.value != "other-dose"
            and e.design.value != "case-report"
            and e.participants != 1
            and not (missed and e.endpoint.value == "secondary")
            and e.level is not None
        ):
            levels.append(e.level)
    assert min(levels, default=None) == made.best_supporting_level


# trials


@pytest.mark.parametrize(
    ("parts", "trials"),
    [
        ([found("benefit")], "primary-met"),
        ([found("no-difference")], "primary-missed"),
        ([found("mixed")], "divided"),
        ([found("harm")], "harm"),
        ([found("benefit"), found("no-difference")], "divided"),
        ([found("harm"), found("benefit")], "harm"),
        ([found("inconclusive")], "primary-not-stated"),
        ([found("benefit", endpoint="secondary")], "primary-not-stated"),
        ([found("benefit", "missed", endpoint="secondary")], "primary-missed"),
        ([found("benefit", "met", endpoint="secondary")], "primary-met"),
        ([found("benefit", "safe", endpoint="secondary")], "primary-not-stated"),
        ([found("no-difference", domain=["safety"])], "primary-not-stated"),
        ([found("no-difference", versus="active")], "no-controlled-trial"),
        ([found("no-difference", versus="other-dose")], "no-controlled-trial"),
        ([found("benefit", versus="baseline")], "no-controlled-trial"),
        ([found("no-difference", population="other")], "no-controlled-trial"),
        ([found("no-difference", "retracted")], "no-controlled-trial"),
        ([found("no-difference", "review", design="meta-analysis")], "no-controlled-trial"),
        ([], "no-controlled-trial"),
    ],
)
def test_trials(parts: list[Evidence], trials: str) -> None:
    """What trials say is what their primary endpoints say against placebo or nothing."""
    assert trials == treatment(*parts).trials


def test_the_outcome_of_another_symptom_is_named() -> None:
    """Where the fate of a trial was another outcome's, the outcome is told."""
    made = treatment(found("benefit", "missed", endpoint="secondary"))
    assert made.other_primary_outcomes == ("walking",)
    assert treatment(found("benefit")).other_primary_outcomes == ()


def test_the_people_of_a_trial() -> None:
    """People are those behind the finding, or else those the study enrolled."""
    made = treatment(found("benefit", "met", participants=20), found("benefit", "met", number=1))
    assert [20, 300] == [made.people(e) for e in made.evidence]
    assert made.largest_trial == made.evidence[1]
    assert treatment().largest_trial is None


def test_a_trial_of_unknown_size_is_given_none() -> None:
    """Where neither finding nor study says how many took part, the role names no number."""
    unknown = treatment(found("benefit", endpoint="secondary", source_="missed"))
    assert summary.role(unknown) == "studied: primary missed (walking)"
    small = treatment(found("benefit", "missed", endpoint="secondary", participants=1))
    assert summary.role(small) == "studied: primary missed (walking), 1 person, small"


# key findings


def test_a_benefit_never_stands_alone() -> None:
    """The best finding for it stands beside the strongest other, and beside every harm."""
    for_, small = found("benefit", participants=60), found("benefit", number=1, participants=5)
    other = found("no-difference", "met", participants=100)
    unsure = found("inconclusive", "review", participants=900)
    harm = found("harm", population="other", domain=["safety"])
    case = found("harm", design="case-report", number=1)
    elsewhere = attrs.evolve(found("harm", number=2), symptoms=("itch",))
    made = treatment(small, unsure, other, harm, case, for_, harms=(elsewhere,))
    told = [(k.evidence, k.is_for, k.reservation) for k in made.key_findings]
    assert told == [
        (for_, True, None),
        (other, False, None),
        (harm, False, "other disease"),
        (case, False, "one case"),
        (elsewhere, False, None),
    ]


@pytest.mark.parametrize(
    ("part", "reservation"),
    [
        (found("benefit", endpoint="post-hoc"), "post-hoc"),
        (found("benefit", endpoint="exploratory"), "exploratory"),
        (found("benefit", population="mixed"), "mixed population"),
        (found("benefit", population="other"), "other disease"),
        (found("benefit", participants=1), "one case"),
        (found("benefit", domain=["physiology"]), "physiology only"),
        (
            found("benefit", "missed", endpoint="secondary"),
            "secondary; the study missed its primary endpoint",
        ),
    ],
)
def test_a_benefit_that_does_not_count_says_why(part: Evidence, reservation: str) -> None:
    """Where nothing counts, the best benefit is shown with the reason."""
    (told,) = treatment(part).key_findings
    assert (part, True, reservation) == (told.evidence, told.is_for, told.reservation)


def test_two_treatments_compared_say_nothing_of_either() -> None:
    """No difference from another treatment, or from another dose, is never a finding against."""
    for versus in ("active", "other-dose"):
        made = treatment(found("no-difference", versus=versus))
        assert made.key_findings == ()
        assert not treatment(said("consider"), found("no-difference", versus=versus)).contested


def test_survival_is_a_line_of_its_own() -> None:
    """A finding on survival alone is told apart, and is never the best finding."""
    lived = found("benefit", domain=["survival"])
    made = treatment(lived)
    assert (made.survival_findings, made.key_findings) == ((lived,), ())


@given(treatments(), any_evidence())
def test_no_harm_leaves_an_answer(made: Treatment, more: Evidence) -> None:
    """Every harm is a key finding, and stays one whatever is added."""
    more = attrs.evolve(more, source="study")
    grown = attrs.evolve(
        made, evidence=(*made.evidence, more), sources=(*made.sources, source("study"))
    )
    harms = {e.id for e in (*made.evidence, *made.harms) if e.direction.value == "harm"}
    for each in (made, grown):
        assert harms <= {k.evidence.id for k in each.key_findings}


# disagreements


@pytest.mark.parametrize(
    ("parts", "reasons"),
    [
        ([said("recommend"), said("do-not-recommend")], ["advised-against"]),
        ([found("benefit"), said("do-not-recommend")], ["advised-against"]),
        ([said("consider"), approved("warned-against")], ["advised-against"]),
        ([approved("adults-with-als"), approved("warned-against", "ema")], ["advised-against"]),
        ([said("consider"), found("harm", population="other")], ["harm-found"]),
        ([said("consider"), found("no-difference")], ["no-difference-found"]),
        (
            [said("consider"), found("no-difference", endpoint="not-stated")],
            ["no-difference-found"],
        ),
        (
            [
                said("consider"),
                found("inconclusive", "review", design="meta-analysis", participants=20),
            ],
            ["review-unconfirmed"],
        ),
        (
            [
                said("consider"),
                found("inconclusive", "review", design="meta-analysis", rests_on=("A 1",)),
            ],
            ["review-unconfirmed"],
        ),
        ([said("consider"), said("says-ineffective", "page")], ["says-ineffective"]),
        (
            [
                found("benefit", number=1),
                found("inconclusive", "review", design="meta-analysis", rests_on=("study",)),
            ],
            ["review-unconfirmed", "read-differently"],
        ),
        ([said("consider", "page"), said("insufficient-evidence")], []),
        ([said("consider"), said("insufficient-evidence", "page")], ["guidelines-differ"]),
        ([said("consider"), said("insufficient-evidence")], []),
        ([said("consider"), found("harm", design="case-report")], []),
        ([said("consider"), found("no-difference", endpoint="secondary")], []),
        ([said("consider"), found("no-difference", endpoint="post-hoc")], []),
        ([said("consider"), found("no-difference", population="other")], []),
        ([said("consider"), found("no-difference", domain=["survival"])], []),
        ([said("consider"), found("no-difference", versus="baseline")], []),
        ([said("consider"), found("no-difference", "retracted")], []),
        ([said("consider"), found("inconclusive", "review", design="meta-analysis")], []),
        ([said("consider"), found("inconclusive", participants=20)], []),
        ([said("recommend"), said("do-not-recommend", "old")], []),
        ([said("do-not-recommend"), found("harm")], []),
        ([found("no-difference")], []),
        ([], []),
    ],
)
def test_disagreements(parts: list[Any], reasons: list[str]) -> None:
    """Where somebody speaks for it or a finding helps, each way to dispute it is a reason."""
    made = treatment(*parts)
    assert reasons == [d.reason.value for d in made.disagreements]
    contests = set(reasons) - {"read-differently", "guidelines-differ"}
    assert bool(contests) == made.contested


def test_both_sides_of_a_disagreement_are_named() -> None:
    """A disagreement names the sources that speak for the treatment and those against."""
    (told,) = treatment(said("consider", "page"), said("do-not-recommend")).disagreements
    assert (Reason.ADVISED_AGAINST, ("page",), ("guide",)) == (
        told.reason,
        told.for_,
        told.against,
    )


def test_guidelines_that_stand_apart_divide_only_what_is_advised() -> None:
    """Guidelines that name other medicines only are a dispute where somebody names this one."""
    (told,) = treatment(said("consider"), apart=("old",)).disagreements
    assert (Reason.GUIDELINES_DIVIDED, ("old",)) == (told.reason, told.against)
    assert treatment(found("benefit"), apart=("old",)).disagreements == ()


def test_what_is_said_of_a_class_contests_its_member() -> None:
    """A class that is advised against and a member that is used dispute each other, on both."""
    class_ = Ref.parse("drug_classes/class")
    against = said("do-not-recommend", intervention=class_)
    for made in (
        treatment(said("consider", "page"), opposing=(against,)),
        treatment(against, found("benefit"), opposing=(said("consider", "page"),)),
    ):
        assert [d.reason for d in made.disagreements] == [Reason.ADVISED_AGAINST]


# labels


@pytest.mark.parametrize(
    ("parts", "statuses", "status"),
    [
        ([], {}, "unknown"),
        ([read("indications")], {"fda": "off-label"}, "off-label"),
        ([read("warnings")], {"fda": "unknown"}, "unknown"),
        ([approved("adults-with-als")], {"fda": "on-label"}, "on-label"),
        ([approved("others")], {"fda": "labelled-for-others"}, "labelled-for-others"),
        (
            [approved("others"), approved("adults-with-als")],
            {"fda": "on-label"},
            "on-label",
        ),
        (
            [approved("adults-with-als", "ema"), approved("warned-against")],
            {"ema": "on-label", "fda": "warned-against"},
            "warned-against",
        ),
        (
            [approved("adults-with-als", status=ApprovalStatus.WITHDRAWN), read("indications")],
            {"fda": None},
            "unknown",
        ),
        (
            [approved("others", "ema"), read("indications")],
            {"ema": "labelled-for-others", "fda": "off-label"},
            "labelled-for-others",
        ),
        ([approved("adults-with-als", source="retracted")], {}, "unknown"),
    ],
)
def test_labels(parts: list[Any], statuses: dict[str, str | None], status: str) -> None:
    """Each agency has a status of its own, and filters take the first that some agency has."""
    made = treatment(*parts)
    assert statuses == {label.agency: label.status for label in made.labels}
    assert status == made.status


def test_silence_counts_only_where_the_use_is_recorded() -> None:
    """A label that was read for other uses says nothing of one that is no indication here."""
    made = attrs.evolve(treatment(read("indications")), indication=None)
    assert ((), LabelStatus.UNKNOWN) == (made.labels, made.status)


def test_what_has_no_label_is_not_applicable() -> None:
    """Classes and therapies have no label."""
    made = treatment(intervention=Ref.parse("therapies/rest"))
    assert ((), LabelStatus.NOT_APPLICABLE) == (made.labels, made.status)


@given(treatments())
def test_on_label_has_an_approval_behind_it(made: Treatment) -> None:
    """Every on-label rests on an approval in force that covers adults with ALS."""
    for label in made.labels:
        covering = [a for a in label.approvals if a.covers is Covers.ADULTS_WITH_ALS]
        force = [a for a in covering if a.status is ApprovalStatus.CURRENT]
        assert force or label.status is not LabelStatus.ON_LABEL
        assert {label.agency} >= {a.agency for a in label.approvals}


@given(treatments())
def test_no_label_alone_makes_used_where_an_agency_warns(made: Treatment) -> None:
    """Labels that contradict each other make nothing used."""
    warned = LabelStatus.WARNED_AGAINST in {label.status for label in made.labels}
    advised = any(r.is_for for r in made.current)
    assert not (warned and not advised and made.role is Role.USED)


# laws


@given(treatments())
def test_the_order_of_what_is_said_is_irrelevant(made: Treatment) -> None:
    """The order of statements, findings and sources changes nothing that is computed."""
    turned = attrs.evolve(
        made,
        recommendations=made.recommendations[::-1],
        evidence=made.evidence[::-1],
        sources=made.sources[::-1],
    )
    for name in COMPUTED:
        assert getattr(made, name) == getattr(turned, name)
    assert {d.reason for d in made.disagreements} == {d.reason for d in turned.disagreements}
    one, other = made.key_findings, turned.key_findings
    assert {k.evidence.id for k in one} == {k.evidence.id for k in other}


@given(treatments(), st.sampled_from(sorted(Stance)))
def test_superseded_statements_change_nothing(made: Treatment, stance: Stance) -> None:
    """A statement of a superseded source, whatever it says, changes nothing that is computed."""
    old = said(stance.value, "old")
    more = attrs.evolve(
        made,
        recommendations=(*made.recommendations, old),
        sources=(*made.sources, *SOURCES),
    )
    assert old.id in more.superseded
    for name in (*COMPUTED, "disagreements"):
        assert getattr(made, name) == getattr(more, name)


@given(treatments(), st.sampled_from(sorted(Direction)))
def test_other_diseases_lend_no_level_and_no_trial(made: Treatment, direction: Direction) -> None:
    """A finding in another disease, whatever it says, lends nothing."""
    other = found(direction.value, "review", population="other", participants=100)
    more = attrs.evolve(made, evidence=(*made.evidence, other), sources=(*made.sources, *SOURCES))
    for name in ("role", "best_supporting_level", "trials"):
        assert getattr(made, name) == getattr(more, name)


@given(treatments())
def test_words_are_words_of_the_vocabularies(made: Treatment) -> None:
    """What is computed is a word of its vocabulary."""
    assert made.role in Role
    assert made.basis is None or made.basis in Basis
    assert (made.role is Role.USED) == (made.basis is not None)
    assert made.trials in Trials


def test_ids_may_be_as_long_as_two() -> None:
    """The id of a treatment of two records with the longest ids is not an error."""
    long = "x" * 120
    made = treatment(id=f"{long}-for-{long}")
    assert f"{long}-for-{long}" == made.id
