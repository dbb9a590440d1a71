"""Strategies for sources and what they say: studies, findings with numbers, statements."""

from collections.abc import Sequence
from datetime import date
from functools import cache, partial
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from alstx.ids import RefKind
from alstx.model.grades import Grade
from alstx.model.literature import Arm, Estimate, Evidence, Recommendation
from alstx.model.sources import Source, Study
from alstx.testing.values import (
    Fields,
    built,
    maybe,
    names,
    rarely,
    refs,
    several_xrefs,
    slugs,
    texts,
    tuples,
    urls,
    years,
)
from alstx.vocab import (
    Audience,
    Certainty,
    Direction,
    Domain,
    Endpoint,
    Extent,
    LetterGrade,
    Line,
    Measure,
    Only,
    Population,
    PrimaryMet,
    Reading,
    ReviewAspect,
    SourceKind,
    SourceStatus,
    Stance,
    StudyDesign,
    Versus,
)

_PEOPLE = st.integers(1, 9999)
_PS = ("0.05", "< 0.001", "= 0.2", "not significant")


_PAGES = (SourceKind.INFORMATION_PAGE, SourceKind.EXPERT_REVIEW)


def studies(**fixed: SearchStrategy[Any]) -> SearchStrategy[Study]:
    """Build what holds for studies as a whole."""
    usual: Fields = {
        "primary_outcome": maybe(texts()),
        "primary_met": st.sampled_from(PrimaryMet),
        "primary_versus": maybe(st.sampled_from(Versus)),
        "primary_symptom": maybe(slugs()),
        "enrolled": maybe(_PEOPLE),
        "registration": maybe(names()),
        "harms": maybe(texts()),
    }
    return built(Study, usual, fixed)


def sources(**fixed: SearchStrategy[Any]) -> SearchStrategy[Source]:
    """Build sources; guidelines, and no others, have a status and a population."""

    @cache
    def of_kind(kind: SourceKind) -> SearchStrategy[Source]:
        graded = kind is SourceKind.GUIDELINE
        usual: Fields = {
            "id": slugs(),
            "kind": st.just(kind),
            "title": names(),
            "short_name": maybe(names()),
            "authors": tuples(names()),
            "year": maybe(years()),
            "published_in": maybe(names()),
            "locator": maybe(names()),
            "url": urls() if kind in _PAGES else maybe(urls()),
            "status": st.sampled_from(SourceStatus) if graded else st.none(),
            "valid_until": maybe(st.dates(date(2000, 1, 1), date(2100, 1, 1))),
            "checked_on": maybe(st.dates(date(2000, 1, 1), date(2100, 1, 1))),
            "correction": st.none() | maybe(texts()),
            "retracted": st.none() | maybe(texts()),  # most rules are on sources that count
            "study": maybe(studies()),
            "population": st.sampled_from(Population) if graded else st.none(),
            "jurisdiction": maybe(st.sampled_from(("eu", "uk", "us"))),
            "revision": maybe(texts()),
            "note": maybe(texts()),
            "xrefs": several_xrefs(),
            "reviewed": st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        }
        given = {key: value for key, value in fixed.items() if key != "kind"}
        later = given.pop("superseded_by", st.none() | maybe(slugs()))
        return built(Source, usual, given).flatmap(lambda source: _with_later(source, later))

    kinds = st.sampled_from((SourceKind.GUIDELINE, *SourceKind))  # most rules are on guidelines
    return fixed.get("kind", kinds).flatmap(of_kind)


def _with_later(source: Source, later: SearchStrategy[str | None]) -> SearchStrategy[Source]:
    """Name the version that supersedes a source; none supersedes a guideline in force."""
    if source.status is SourceStatus.CURRENT:
        return st.just(source)
    return later.map(lambda id_: attrs.evolve(source, superseded_by=id_))


def arms(**fixed: SearchStrategy[Any]) -> SearchStrategy[Arm]:
    """Build groups of studies."""
    return built(Arm, {"label": names(), "n": maybe(_PEOPLE)}, fixed)


def estimates(**fixed: SearchStrategy[Any]) -> SearchStrategy[Estimate]:
    """Build numbers within their intervals; what is of one arm has no second one."""

    @cache
    def of_measure(measure: Measure) -> SearchStrategy[Estimate]:
        usual: Fields = {
            "measure": st.just(measure),
            "value": _DECIMALS,
            "of": maybe(_PEOPLE),
            "confidence": maybe(st.sampled_from((90, 95, 99.5))),
            "p": maybe(st.sampled_from(_PS)),
            "unit": maybe(names()),
            "time": maybe(names()),
            "label": maybe(names()),
            "lower_is_better": maybe(st.booleans()),
            "arm": maybe(names()),
            "versus_arm": st.none() if measure.is_of_one_arm else maybe(names()),
        }
        given = {key: value for key, value in fixed.items() if key != "measure"}
        made = built(Estimate, usual, given)
        return made if {"low", "high"} & given.keys() else st.builds(_bounded, made, *[_BOUNDS] * 2)

    return fixed.get("measure", st.sampled_from(Measure)).flatmap(of_measure)


_DECIMALS = st.integers(-999, 999) | st.integers(-99999, 99999).map(lambda number: number / 100)
_BOUNDS = st.none() | st.integers(0, 99)


def _bounded(estimate: Estimate, below: int | None, above: int | None) -> Estimate:
    low = None if below is None else round(estimate.value - below, 2)
    high = None if above is None else round(estimate.value + above, 2)
    return attrs.evolve(estimate, low=low, high=high)


def printed(estimates: Sequence[Estimate]) -> str:
    """Print estimates as a source would: every number stands in the text, with its p beside it."""
    return "; ".join(map(_printed, estimates))


def _printed(estimate: Estimate) -> str:
    words = [str(abs(estimate.value))]
    words += [] if estimate.of is None else [f"of {estimate.of}"]
    words += [f"to {abs(bound)}" for bound in (estimate.low, estimate.high) if bound is not None]
    if estimate.p is not None:
        words.append(f"p {estimate.p}" if estimate.p[0] in "<=" else f"p = {estimate.p}")
    return " ".join(words)


def evidence(**fixed: SearchStrategy[Any]) -> SearchStrategy[Evidence]:
    """Build findings of studies; what they print has the numbers of their estimates."""
    usual: Fields = {
        "id": slugs(),
        "source": slugs(),
        "interventions": tuples(refs(), least=1),
        "comparator": maybe(texts()),
        "versus": st.sampled_from(
            (Versus.PLACEBO, *Versus)
        ),  # most rules are on what is controlled
        "symptoms": tuples(slugs(), least=1),
        "outcome": maybe(texts()),
        "domain": tuples(st.sampled_from(Domain), least=1),
        "endpoint": st.sampled_from((Endpoint.PRIMARY, *Endpoint)),
        "design": st.sampled_from(StudyDesign),
        "population": st.sampled_from((Population.ALS, *Population)),
        "population_detail": maybe(texts()),
        "participants": maybe(_PEOPLE),
        "arms": tuples(arms(), by=lambda arm: arm.label),
        "regimen": maybe(texts()),
        "direction": st.sampled_from(Direction),
        "finding": texts(),
        "adverse_events": maybe(texts()),
        "certainty": maybe(st.sampled_from(Certainty)),
        "read": st.sampled_from(Reading),
        "limits": maybe(texts()),
        "rests_on": tuples(slugs() | st.sampled_from(("Weiss 2016", "de Carvalho 2010b"))),
    }
    given = dict(fixed)
    is_told = "effect" in given
    no_arm = {"arm": st.none(), "versus_arm": st.none()}
    numbers = given.pop("estimates", st.just(()) if is_told else tuples(estimates(**no_arm)))
    words = given.pop("effect", maybe(texts()))
    places = st.tuples(st.integers(0, 9), st.integers(0, 9))
    measured = partial(_measured, is_told=is_told)
    return st.builds(measured, built(Evidence, usual, given), numbers, words, places)


def _measured(
    record: Evidence,
    numbers: tuple[Estimate, ...],
    words: str | None,
    places: tuple[int, int],
    *,
    is_told: bool,
) -> Evidence:
    """Give a finding its numbers, of its arms where it has any, in the words that print them."""
    labels = [None, *(arm.label for arm in record.arms)]
    arm, other = (labels[place % len(labels)] for place in places)
    placed: list[Estimate] = []
    for number in numbers:
        second = None if number.measure.is_of_one_arm else number.versus_arm or other
        placed.append(attrs.evolve(number, arm=number.arm or arm, versus_arm=second))
    told = printed(placed) if placed and not is_told else words
    changes: dict[str, Any] = {"estimates": tuple(placed), "effect": told}
    return attrs.evolve(record, **changes)


def grades(**fixed: SearchStrategy[Any]) -> SearchStrategy[Grade]:
    """Build grades of expert reviews."""
    usual: Fields = {
        "aspect": st.sampled_from(ReviewAspect),
        "grade": st.sampled_from(LetterGrade),
    }
    return built(Grade, usual, fixed)


def recommendations(**fixed: SearchStrategy[Any]) -> SearchStrategy[Recommendation]:
    """Build statements: with a stance, or else with the grades of an expert review.

    Advice against has an extent, nothing else has.
    """

    @cache
    def of_stance(stance: Stance | None) -> SearchStrategy[Recommendation]:
        against = stance is Stance.DO_NOT_RECOMMEND
        usual: Fields = {
            "id": slugs(),
            "source": slugs(),
            "intervention": refs(),
            "symptom": slugs(),
            "population": st.sampled_from(Audience),
            "stance": st.just(stance),
            "grades": tuples(grades(), least=int(stance is None), by=lambda each: each.aspect)
            if stance is None
            else st.just(()),
            "extent": st.sampled_from(Extent) if against else st.none(),
            "extent_words": maybe(texts()) if against else st.none(),
            "only": tuples(st.sampled_from(Only)),
            "line": maybe(st.sampled_from(Line)),
            "strength": maybe(texts()),
            "conditions": maybe(texts()),
            "together": rarely(refs(RefKind.MEDICATIONS, RefKind.DRUG_CLASSES)),
            "statement": texts(),
            "read": st.sampled_from(Reading),
        }
        return built(Recommendation, usual, {k: v for k, v in fixed.items() if k != "stance"})

    stances = st.sampled_from((Stance.DO_NOT_RECOMMEND, *Stance, None))  # it has fields of its own
    return fixed.get("stance", stances).flatmap(of_stance)
