"""What may share an axis, what is printed, what is left out; gaps; and estimates as a table."""

import itertools
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alstx import (
    Evidence,
    InvalidArgumentError,
    KnowledgeBase,
    MissingExtraError,
    NotFoundError,
    Ref,
    Source,
)
from alstx.display import findings, gaps, signs
from alstx.display.numbers import Number, Numbers, numbers
from alstx.model import Estimate, KeyFinding, Study
from alstx.model.conclusions import is_limited
from alstx.vocab import (
    Certainty,
    Direction,
    Endpoint,
    Extent,
    Measure,
    Only,
    Population,
    PrimaryMet,
    Role,
    StudyDesign,
    Versus,
)
from findings import PILL, estimate, finding, is_studied, kin, source


def placed(findings: Iterable[Evidence], *sources: Source) -> Numbers:
    """The numbers of findings; those of the sources that are not given are plain articles."""
    findings = tuple(findings)
    known = {e.source: source(e.source) for e in findings} | {s.id: s for s in sources}
    return numbers(findings, known, {})


def drawn(found: Numbers) -> list[Number]:
    return [number for panel in found.panels for number in panel.numbers]


def why(found: Numbers) -> dict[str, int]:
    return {reason: n for text in found.printed for reason, n in text.reasons.items()}


def test_the_same_question_twice_shares_an_axis() -> None:
    """Two numbers of one measure, scale, time and comparator stand side by side, with its words."""
    one, two = finding(estimate(2)), finding(estimate(3), id_="b", source="b-2002")
    found = placed((two, one))
    (panel,) = found.panels
    assert [n.estimate.value for n in panel.numbers] == [2, 3]
    assert found.printed == ()
    assert panel.title == "A Scale"
    assert panel.detail == "mean difference against placebo, points, 4 weeks, 95 % interval"
    assert panel.better == ("better", "worse")
    assert panel.numbers[0].interval == (1, 3)
    assert panel.numbers[0].null == 0


@pytest.mark.parametrize(
    "other",
    [
        {"measure": Measure.MEDIAN_DIFFERENCE},
        {"label": "Another Scale"},
        {"label": "A Scale (0 to 10)"},
        {"unit": "points a week"},
        {"time": "5 weeks"},
        {"confidence": 90.0},
        {"lower_is_better": False},
        {"of": 2},
    ],
    ids=str,
)
def test_what_differs_stands_apart(other: Mapping[str, Any]) -> None:
    """A number with another measure, scale, unit, time, confidence or direction is no neighbour."""
    one, two = finding(estimate()), finding(estimate(**other), id_="b", source="b-2002")
    found = placed((one, two))
    assert found.panels == ()
    assert [text.has_interval for text in found.printed] == [True, True]
    assert all(text.notes == () for text in found.printed)


def test_another_comparator_stands_apart() -> None:
    """A number against placebo and one against sham share no axis."""
    sham = finding(estimate(), id_="b", source="b-2002", versus=Versus.SHAM)
    assert placed((finding(estimate()), sham)).panels == ()


@pytest.mark.parametrize(
    "untold", [{"label": None}, {"unit": None}, {"time": None}, {"confidence": None}], ids=str
)
def test_what_is_not_told_stands_beside_its_own_record_only(untold: Mapping[str, Any]) -> None:
    """Two silences are not the same time or scale, unless one record keeps both."""
    one, two = estimate(2, **untold), estimate(3, **untold)
    assert placed((finding(one), finding(two, id_="b"))).panels == ()
    (panel,) = placed((finding(one, two, outcome="how it went"),)).panels
    assert len(panel.numbers) == 2
    words = {"label": "How it went", "time": "time not told", "confidence": "not told"}
    assert all(words.get(key, "") in f"{panel.title} {panel.detail}" for key in untold)


def test_a_comparator_that_is_not_told_stands_beside_its_own_record_only() -> None:
    """Comparators that nobody named may differ."""
    one, two = (finding(estimate(), id_=i, versus=Versus.NOT_STATED) for i in "ab")
    assert placed((one, two)).panels == ()


def test_spelling_does_not_keep_numbers_apart() -> None:
    """Spaces, capitals, a percent sign, and where a range is printed, do not matter."""
    one = finding(estimate(label="a scale (9 to 63)", unit="percent"))
    two = finding(estimate(label="A Scale", unit="%  (9 to 63)"), id_="b", source="b-2002")
    (panel,) = placed((one, two)).panels
    assert panel.title == "A scale (9 to 63)"


def test_a_unit_that_repeats_the_scale_is_said_once() -> None:
    """The unit of the Ashworth scale is not printed again."""
    one, two = (finding(estimate(unit="A  scale"), id_=i, source=f"{i}-2002") for i in "ab")
    (panel,) = placed((one, two)).panels
    assert panel.detail == "mean difference against placebo, 4 weeks, 95 % interval"


def test_arms_stand_beside_arms_of_their_own_study() -> None:
    """Values of one arm are never compared across studies, for nobody allotted people to these."""
    pill, sugar = (estimate(n, measure=Measure.MEAN, arm=a) for n, a in ((2, "pill"), (3, "sugar")))
    (panel,) = placed((finding(pill, sugar),)).panels
    assert panel.detail.startswith("mean of each arm, study against placebo")
    assert panel.numbers[0].null is None
    assert placed((finding(pill), finding(sugar, id_="b", source="b-2002"))).panels == ()


def test_changes_from_the_state_before_may_stand_side_by_side() -> None:
    """The change from people's own baseline is one question, in whatever study."""
    change = estimate(measure=Measure.MEAN_CHANGE, versus_arm=None)
    one, two = (finding(change, id_=i, source=f"{i}-2002", versus=Versus.BASELINE) for i in "ab")
    (panel,) = placed((one, two)).panels
    assert panel.numbers[0].null == 0
    placebo = [attrs.evolve(e, versus=Versus.PLACEBO) for e in (one, two)]
    assert placed(placebo).panels == ()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"measure": Measure.CORRELATION}, "no effect but a correlation"),
        ({"versus_arm": None}, "the two arms not told"),
        ({"arm": None}, "the two arms not told"),
        ({"low": None, "high": None}, "no interval"),
        ({"low": None}, "a one-sided interval"),
        ({"high": None}, "a one-sided interval"),
        (
            {"measure": Measure.HAZARD_RATIO, "low": 0},
            "a bound at zero, which a ratio has no place for",
        ),
        ({"high": 1e13}, "a bound that no axis can hold"),
        ({"low": -1e13}, "a bound that no axis can hold"),
    ],
    ids=str,
)
def test_what_can_stand_on_no_axis_is_printed(fields: Mapping[str, Any], reason: str) -> None:
    """Each number that no axis can hold is printed, with the reason."""
    one, two = (finding(estimate(**fields), id_=i) for i in "ab")
    found = placed((one, two))
    assert found.panels == ()
    assert why(found) == {reason: 1}
    assert not any(text.has_interval for text in found.printed)
    said = () if reason == "no interval" else (f"1 number with {reason}",)
    assert [text.notes for text in found.printed] == [said, said]


def test_ratios_have_no_difference_at_one() -> None:
    """The line of no difference of a ratio is 1; its unit need not be told."""
    ratio = estimate(measure=Measure.RISK_RATIO, unit=None, lower_is_better=None)
    one, two = (finding(ratio, id_=i, source=f"{i}-2002") for i in "ab")
    (panel,) = placed((one, two)).panels
    assert panel.numbers[0].null == 1
    assert panel.better is None
    assert placed((finding(estimate(lower_is_better=False)),)).panels == ()


def test_a_worse_and_a_better_end() -> None:
    """Where a higher value is better, the right is better."""
    one, two = (finding(estimate(lower_is_better=False), id_=i, source=f"{i}-2002") for i in "ab")
    (panel,) = placed((one, two)).panels
    assert panel.better == ("worse", "better")


def review(id_: str, *rests_on: str, **fields: Any) -> Evidence:
    design = StudyDesign.SYSTEMATIC_REVIEW
    return finding(estimate(4), id_=id_, source=id_, design=design, rests_on=rests_on, **fields)


def test_a_trial_stands_on_an_axis_once() -> None:
    """A review of a trial that is drawn, and one that names no trials, are printed, not drawn."""
    trials = [finding(estimate(n), id_=f"t{n}", source=f"t{n}") for n in (2, 3)]
    found = placed([*trials, review("r1", "t2"), review("r2")])
    assert {n.source.id for n in drawn(found)} == {"t2", "t3"}
    assert Counter(text.source.id for text in found.printed) == {"r1": 1, "r2": 1}
    assert all("a trial that A 2001 shows already" in text.reasons for text in found.printed)
    assert [text.notes for text in found.printed] == [
        ("1 number with a trial that A 2001 shows already",)
    ] * 2


def test_of_two_reviews_the_newer_one_stays() -> None:
    """Reviews that share a trial do not stand side by side; those that share none do."""
    reviews = [review("r1", "x", "y"), review("r2", "y"), review("r3", "z")]
    found = placed(reviews, source("r2", year=2020, authors=("Newer B",)))
    assert {n.source.id for n in drawn(found)} == {"r2", "r3"}
    assert why(found) == {"a trial that Newer 2020 shows already": 1}
    alone = placed(reviews[:2], source("r2", year=2020, authors=("Newer B",)))
    assert alone.panels == ()
    assert len(alone.printed) == 2


def test_numbers_of_one_review_may_stand_side_by_side() -> None:
    """What one source prints together rests on trials of its own."""
    one = review("r1", "x")
    two = attrs.evolve(one, id="r1-b")
    assert len(drawn(placed((one, two)))) == 2


def test_what_is_left_out_is_counted() -> None:
    """Superseded and retracted sources count for nothing, and silence is counted."""
    old, gone, silent = (
        finding(estimate(), id_="o", source="old"),
        finding(estimate(), id_="g", source="gone"),
        finding(id_="s"),
    )
    found = placed(
        (old, gone, silent), source("old", superseded_by="a-2001"), source("gone", retracted="Yes.")
    )
    assert (found.panels, found.printed) == ((), ())
    assert found.notes == (
        "2 findings of a source that was superseded or retracted",
        "1 finding without a printed number",
    )


def test_a_record_that_is_drawn_in_part_is_printed_as_well() -> None:
    """What a record prints beside its drawn numbers is not lost."""
    both = finding(estimate(2), estimate(3), estimate(9, label="Other", low=None, high=None))
    (text,) = placed((both,)).printed
    assert text.notes == ("2 numbers drawn above",)
    assert not text.has_interval


def test_order_is_als_first_then_the_order_of_the_answer() -> None:
    """Findings in ALS come first, then the order of the treatments, then the level, the year."""
    other = Ref.parse("medications/other")
    rows = {
        "a": finding(id_="a", effect="p = 0.1", population=Population.OTHER),
        "b": finding(id_="b", effect="p = 0.1", interventions=(other,)),
        "c": finding(
            id_="c", effect="p = 0.1", interventions=(other,), direction=Direction.NO_DATA
        ),
        "d": finding(id_="d", effect="p = 0.1"),
        "e": finding(id_="e", effect="p = 0.1", source="late-2020"),
        "f": finding(estimate(), id_="f", interventions=(other,)),
    }
    sources = {"a-2001": source(), "late-2020": source("late-2020", year=2020)}
    found = numbers(rows.values(), sources, {PILL: 0, other: 1})
    assert "".join(text.evidence.id for text in found.printed) == "fedbca"


# laws

_FEW: Mapping[str, st.SearchStrategy[Any]] = {
    "measure": st.sampled_from(
        [Measure.MEAN_DIFFERENCE, Measure.RISK_RATIO, Measure.MEAN, Measure.MEAN_CHANGE]
    ),
    "label": st.sampled_from([None, "A Scale", "a scale (0 to 9)"]),
    "unit": st.sampled_from([None, "points", "points (0 to 9)"]),
    "time": st.sampled_from([None, "1 week", "2 weeks"]),
    "confidence": st.sampled_from([None, 95.0, 95.0, 90.0]),
    "lower_is_better": st.sampled_from([None, True, True]),
    "versus_arm": st.sampled_from([None, "sugar", "sugar"]),
    "low": st.sampled_from([None, 0.0, 0.5, 0.5, 0.5]),
}
_ESTIMATES = st.fixed_dictionaries(dict(_FEW)).map(lambda few: estimate(1.0, **few))


@st.composite
def sets_of_findings(draw: st.DrawFn) -> list[Evidence]:
    """Findings of a few studies and reviews whose numbers often ask the same question."""
    made = []
    for n in range(draw(st.integers(1, 8))):
        told = draw(st.lists(_ESTIMATES, max_size=3, unique=True))
        design = draw(st.sampled_from([*StudyDesign][:3]))
        trials = draw(st.lists(st.sampled_from(["s1", "s2", "x"]), unique=True, max_size=2))
        versus = draw(st.sampled_from([Versus.PLACEBO, Versus.SHAM, Versus.BASELINE]))
        fields = {
            "source": draw(st.sampled_from(["s1", "s2", "s3", "old"])),
            "versus": draw(st.sampled_from([versus, Versus.NOT_STATED])),
            "population": draw(st.sampled_from(Population)),
            "design": design,
            "rests_on": tuple(trials) if design.is_review else (),
        }
        made.append(finding(*told, id_=f"e{n}", **fields))
    return made


def laid(few: Iterable[Evidence]) -> Numbers:
    return placed(few, source("old", superseded_by="s1"))


def told_as(number: Number) -> tuple[object, ...]:
    """What the numbers of one axis must share, found another way than the library does."""
    e = number.estimate
    label, unit = (e.label or "").lower(), e.unit or ""
    is_ranged = "(0 to 9)" in label or "(0 to 9)" in unit
    name, unit = label.replace(" (0 to 9)", ""), unit.replace(" (0 to 9)", "")
    own = (e.measure, name, unit, is_ranged, e.time, e.confidence, e.lower_is_better)
    return *own, e.versus_arm, number.evidence.versus


@given(sets_of_findings())
def test_an_axis_holds_one_question(few: list[Evidence]) -> None:
    """No panel holds two measures, scales, times, comparators or confidences, or a silence."""
    for panel in laid(few).panels:
        assert len(panel.numbers) > 1
        assert len({told_as(number) for number in panel.numbers}) == 1
        first = panel.numbers[0]
        e = first.estimate
        needs_unit = e.measure is not Measure.RISK_RATIO
        told = (e.label, e.time, e.confidence, e.unit or not needs_unit)
        if not all(told) or first.evidence.versus is Versus.NOT_STATED:
            assert len({number.evidence.id for number in panel.numbers}) == 1
        for number in panel.numbers:
            assert None not in (number.estimate.low, number.estimate.high)
            assert number.is_of_one_arm or number.estimate.versus_arm


@given(sets_of_findings())
def test_no_trial_stands_on_an_axis_twice(few: list[Evidence]) -> None:
    """Two sources on one axis rest on different trials, and both name theirs."""
    for panel in laid(few).panels:
        for one, other in itertools.combinations(panel.numbers, 2):
            if one.source != other.source:
                trials = [
                    set(n.evidence.rests_on) if n.evidence.design.is_review else {n.source.id}
                    for n in (one, other)
                ]
                assert all(trials)
                assert not trials[0] & trials[1]


@given(sets_of_findings())
def test_every_number_has_one_place(few: list[Evidence]) -> None:
    """Each number is drawn, printed with its record, or counted as left out; none in two places."""
    found = laid(few)
    by_record = Counter(number.evidence.id for number in drawn(found))
    printed = {text.evidence.id: text for text in found.printed}
    left_out = [e.id for es in found.left_out.values() for e in es]
    assert len(printed) == len(found.printed)
    assert not {*printed, *by_record} & {*left_out}
    for e in few:
        if e.id in left_out:
            assert left_out.count(e.id) == 1
            assert e.source == "old" or e.effect is None
        elif e.id in printed:
            undrawn = sum(printed[e.id].reasons.values())
            assert len(e.estimates) == undrawn + by_record[e.id]
            assert undrawn > 0
        else:
            assert len(e.estimates) == by_record[e.id]


@given(sets_of_findings(), st.randoms())
def test_order_of_the_findings_changes_nothing(few: list[Evidence], random: Any) -> None:
    """The same findings in another order are the same numbers."""
    turned = list(few)
    random.shuffle(turned)
    assert laid(few) == laid(turned)


def test_every_number_of_the_data_has_its_place(kb: KnowledgeBase) -> None:
    """Of all that is recorded nothing is lost, and no axis holds two questions."""
    found = numbers(kb.evidence, kb.evidence.labels.sources, {})
    told = [number.estimate for number in drawn(found)]
    printed = sum(sum(text.reasons.values()) for text in found.printed)
    left_out = sum(len(e.estimates) for es in found.left_out.values() for e in es)
    assert sum(len(e.estimates) for e in kb.evidence) == len(told) + printed + left_out
    assert len(told) >= 10


# words


def test_a_missed_primary_is_said() -> None:
    """A secondary finding of a study that missed its primary endpoint says so."""
    missed = source(study=Study(primary_met=PrimaryMet.MISSED, enrolled=30))
    met = source(study=Study(primary_met=PrimaryMet.MET))
    second = finding(endpoint=Endpoint.SECONDARY)
    assert findings.endpoint(second, missed) == "secondary endpoint, the study missed its primary"
    assert findings.endpoint(finding(), missed) == "primary endpoint, missed"
    assert findings.endpoint(second, met) == "secondary endpoint"
    assert findings.endpoint(second, source()) == "secondary endpoint"
    assert findings.people(second, missed) == "30 people"
    assert findings.people(finding(participants=1), missed) == "1 person"
    assert findings.people(second, source()) == "people not told"


def test_how_a_finding_was_made_is_one_line() -> None:
    """Design, rank, comparator, people and reading; size and certainty where they are told."""
    bare = finding(endpoint=Endpoint.POST_HOC, versus=Versus.ACTIVE, population=Population.MIXED)
    expected = "randomized controlled trial, post-hoc, against another treatment, in ALS and others"
    assert findings.how(bare) == f"{expected}, read: full text"
    told = attrs.evolve(bare, participants=1, certainty=Certainty.VERY_LOW)
    end = "1 person, GRADE certainty very low, read: full text"
    assert findings.how(told) == f"{expected}, {end}"


def test_a_source_is_cited_with_its_year() -> None:
    """A label that lacks the year gets it; one without a year stays."""
    assert findings.cite(source()) == "A 2001"
    assert findings.cite(source(authors=())) == "On a-2001"
    assert findings.cite(source(authors=(), title="On it")) == "On it (2001)"
    assert findings.cite(source(authors=(), title="On it", year=None)) == "On it"


def test_limited_statements_are_known(kb: KnowledgeBase) -> None:
    """A statement for some only, and "not routinely", are limited; the others are not."""
    for r in kb.recommendations:
        limited = bool(r.only) or r.extent in (Extent.NOT_ROUTINELY, Extent.NOT_FOR)
        assert is_limited(r) is limited
    assert any(Only.END_OF_LIFE in r.only for r in kb.recommendations)


# gaps


def test_a_gap_is_advised_and_studied_by_nobody(kb: KnowledgeBase) -> None:
    """A ring stands where a treatment is used and neither itself nor its kin was studied."""
    related = kin(kb)
    studied = {(t.intervention, t.symptom) for t in kb.treatments if is_studied(t)}
    found = gaps.cells(kb.treatments, related)
    for cell in found:
        t = cell.treatment
        near = any((ref, t.symptom) in studied for ref in related.get(t.intervention, ()))
        own = (t.intervention, t.symptom) in studied
        assert cell.is_studied is own
        assert cell.is_gap is (t.role is Role.USED and not own and not near)
        if cell.is_gap:
            assert cell.finding is None
            assert cell.kin_finding is None
    uses = sum(t.role is Role.USED for t in kb.treatments)
    rings = sum(cell.is_gap for cell in found)
    assert gaps.headline(found) == f"No study in ALS or MND for {rings} of {uses} uses"
    assert gaps.headline(()) == "No treatment in use"


def test_the_mark_of_a_use_is_its_strongest_finding(kb: KnowledgeBase) -> None:
    """A mark is a key finding in ALS; none that counts is stronger, and no harm hides behind it."""
    worse = ["harm", "no-difference", "inconclusive", "mixed", "benefit"]

    def place(found: KeyFinding) -> tuple[bool, int, int]:
        e = found.evidence
        return gaps.is_reserved(found), int(e.level or 9), worse.index(e.direction)

    for cell in gaps.cells(kb.treatments, {}):
        t = cell.treatment
        fitting = [
            f
            for f in t.key_findings
            if f.evidence.in_als and t.symptom in f.evidence.symptoms and t.is_current(f.evidence)
        ]
        assert (cell.finding is None) is (not fitting)
        if cell.finding is not None:
            assert place(cell.finding) == min(map(place, fitting))
        harms = [f for f in t.key_findings if f.evidence.direction is Direction.HARM]
        is_shown = cell.finding is not None and cell.finding in harms
        assert cell.has_other_harm is (len(harms) > is_shown)


# signs


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted(map(luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_signs_can_be_read() -> None:
    """Text on a sign has a contrast of 4.5, its border one of 3 to the page."""
    drawn_signs = [*signs.STANCES.values(), *signs.DIRECTIONS.values(), *signs.SEVERITIES.values()]
    for sign in drawn_signs:
        assert contrast(sign.ink, sign.fill) >= 4.5
        assert contrast(sign.edge, "#ffffff") >= 3
    assert contrast(signs.INK, "#ffffff") >= 7
    assert contrast(signs.INK2, "#ffffff") >= 4.5
    assert contrast(signs.RULE, "#ffffff") >= 3


def test_shape_says_what_colour_says() -> None:
    """No two directions have the same shape, but for a circle that is filled or an outline."""
    looks = [(sign.shape, sign.is_hollow) for sign in signs.DIRECTIONS.values()]
    assert len(looks) == len(set(looks))
    texts = [sign.text for sign in signs.STANCES.values()]
    assert len(texts) == len(set(texts))


# estimates as a table


def test_estimates_say_all_that_their_records_say(kb: KnowledgeBase) -> None:
    """There is a row for each estimate, with its numbers, its finding, its arms and its source."""
    rows = iter(kb.evidence.to_estimates())
    for e in kb.evidence:
        arms = {arm.label: arm.n for arm in e.arms}
        cited = kb.sources[e.source]
        for told in e.estimates:
            row = next(rows)
            assert row["evidence"] == e.id
            assert row["source"] == cited.id
            assert row["citation"] == cited.citation
            assert (row["year"], row["is_current"]) == (cited.year, cited.is_current)
            assert row["primary_met"] == (cited.study and cited.study.primary_met.value)
            assert row["interventions"] == [str(ref) for ref in e.interventions]
            assert row["symptoms"] == list(e.symptoms)
            for name in ("population", "participants", "design", "endpoint", "versus", "level"):
                assert row[name] == getattr(e, name)
            assert row["direction"] == e.direction.value
            assert row["rests_on"] == list(e.rests_on)
            assert row["effect"] == e.effect
            for field in attrs.fields(Estimate):
                assert row[field.name] == getattr(told, field.name)
            assert row["arm_n"] == arms.get(told.arm or "")
            assert row["versus_arm_n"] == arms.get(told.versus_arm or "")
    assert next(rows, None) is None


def test_estimates_of_a_cut_catalog_are_its_own(kb: KnowledgeBase) -> None:
    """A filter cuts the estimates as it cuts the findings; an empty catalog has none."""
    cut = kb.evidence.filter(symptom="muscle cramps", medication="mexiletine")
    assert {row["evidence"] for row in cut.to_estimates()} == {e.id for e in cut if e.estimates}
    nothing = kb.evidence[:0]
    assert nothing.to_estimates() == []
    assert list(nothing.to_estimates("polars").columns) == list(kb.evidence.to_estimates()[0])


def test_estimates_are_equal_in_every_form(kb: KnowledgeBase) -> None:
    """Records, pandas and Polars hold the same numbers."""
    pytest.importorskip("pandas")
    records: Any = kb.evidence.to_estimates("records")
    assert records == kb.evidence.to_estimates()
    frame: Any = kb.evidence.to_estimates("pandas")
    assert list(frame.columns) == list(records[0])
    assert [row["value"] for row in records] == frame["value"].tolist()
    assert str(frame["low"].dtype) == "Float64"
    assert str(frame["lower_is_better"].dtype) == "boolean"
    polars: Any = kb.evidence.to_estimates("polars")
    assert polars.to_dicts() == records


@pytest.mark.parametrize(
    ("form", "module", "extra"),
    [("pandas", "pandas", "pandas"), ("polars", "polars", "polars")],
)
def test_a_library_that_is_absent_is_named(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, form: Any, module: str, extra: str
) -> None:
    """Without the library the error says which extra brings it."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=rf"alstx\[{extra}\]"):
        kb.evidence.to_estimates(form)


@pytest.mark.parametrize("form", ["excel", "arrow", "", 3, None])
def test_another_form_is_refused(kb: KnowledgeBase, form: Any) -> None:
    """A form that there is not is an error of ours, never a traceback from below."""
    with pytest.raises((NotFoundError, InvalidArgumentError), match="form"):
        kb.evidence.to_estimates(form)
