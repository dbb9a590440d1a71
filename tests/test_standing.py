"""What was retracted, replaced or corrected, or has run out, is marked wherever it is shown."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs
import pytest

from alstx import KnowledgeBase, plot
from alstx.cli import pages
from alstx.cli.question import read
from alstx.cli.show import Show
from alstx.display import summary
from alstx.display.blocks import markdown
from alstx.display.documents import document
from alstx.display.words import standing
from alstx.export import render
from alstx.ids import Ref
from alstx.kb.rules import violations
from alstx.model import Grade, Recommendation, Source
from alstx.model.records import Records
from alstx.vocab import Audience, LetterGrade, Reading, ReviewAspect, Role, SourceKind, Stance

OLD = date(2025, 12, 31)
GRADES = (
    Grade(aspect=ReviewAspect.CASES, grade=LetterGrade.A),
    Grade(aspect=ReviewAspect.PRECLINICAL, grade=LetterGrade.U),
)
REVIEW = Source(
    id="review-9",
    kind=SourceKind.EXPERT_REVIEW,
    title="Betamol",
    published_in="Graders",
    year=2024,
    url="https://example.org/review",
    reviewed=date(2026, 1, 1),
)
GRADED = Recommendation(
    id="review-9-betamol",
    source="review-9",
    intervention=Ref.parse("medications/betamol"),
    symptom="sialorrhea",
    population=Audience.ALS,
    grades=GRADES,
    statement="Little is known.",
    read=Reading.SECTION,
)


def of(toy: KnowledgeBase, **changes: Mapping[str, Any]) -> KnowledgeBase:
    """The toy base with changed sources, and a review that grades."""
    made = [attrs.evolve(s, **changes.get(s.id.replace("-", "_"), {})) for s in toy.sources]
    records = attrs.evolve(
        toy.records,
        sources=tuple(sorted([*made, REVIEW], key=lambda s: s.id)),
        recommendations=tuple(sorted([*toy.recommendations, GRADED], key=lambda r: r.id)),
    )
    assert violations(records) == []
    return KnowledgeBase(records)


@pytest.fixture(name="kb", scope="module")
def _kb(toy: KnowledgeBase) -> KnowledgeBase:
    """A base with a guideline that ran out and was corrected, and a study that was retracted."""
    return of(
        toy,
        north_2020={"valid_until": OLD, "correction": "Erratum PMID:1 (PubMed)"},
        trial_2015={"retracted": "Retraction PMID:2 (PubMed)", "checked_on": date(2026, 1, 30)},
    )


MARKED = "NORTH 2020 (expired 2025-12-31, corrected)"


def text(found: Any) -> str:
    """The words of a page."""
    return markdown(found)


@pytest.mark.parametrize(
    ("version", "day"),
    [
        ("2026.11.29", date(2026, 11, 29)),
        ("2026.1.31+local", date(2026, 1, 31)),
        ("2026.2.30", None),
        ("local", None),
        ("2026.13.1", None),
        ("x2026.1.31", None),
        ("\u0662\u0660\u0662\u0666.1.31", None),
        ("2026.11.290", None),
    ],
)
def test_the_day_is_that_of_the_version(toy: KnowledgeBase, version: str, day: date | None) -> None:
    """An overlay keeps the day; what is not dated has none."""
    records = attrs.evolve(toy.records, version=version)
    assert day == records.day
    bundle = json.loads(render(KnowledgeBase(records), "fhir"))
    assert bundle.get("timestamp") == (day and f"{day}T00:00:00Z")


def test_expired_is_after_the_last_day(toy: KnowledgeBase) -> None:
    """A source is valid on its last day; without either day it has not run out."""
    source = attrs.evolve(toy.sources["north-2020"], valid_until=OLD)
    assert source.is_expired_on(date(2026, 1, 1))
    assert not source.is_expired_on(OLD)
    assert not source.is_expired_on(None)
    assert not toy.sources["north-2020"].is_expired_on(date(2100, 1, 1))
    assert source.is_current


def test_the_clock_says_nothing(toy: KnowledgeBase) -> None:
    """What runs out after the version's day stands, however late it is read."""
    kb = of(toy, north_2020={"valid_until": date(2026, 1, 31)})
    assert not kb.sources.filter(expired=True)
    assert kb.treatments["alphazine-for-muscle-cramps"].expired == ()


def test_words(kb: KnowledgeBase) -> None:
    """Each thing is said, the gravest first; nothing where a source stands."""
    found = {s.id: standing(s, is_expired=s.is_expired_on(kb.day)) for s in kb.sources}
    assert found["north-2020"] == "expired 2025-12-31, corrected"
    assert found["trial-2015"] == "retracted"
    assert found["old-2001"] == "superseded"
    assert found["south-2018"] == ""


def test_it_counts_and_is_marked(kb: KnowledgeBase, toy: KnowledgeBase) -> None:
    """A guideline that ran out decides as before, and its words say so."""
    here, there = (base.treatments["alphazine-for-muscle-cramps"] for base in (kb, toy))
    assert here.role is there.role is Role.USED
    assert here.expired == ("north-2020",)
    words = {s.source.id: s.words for s in summary.statements(here)}
    assert words["north-2020"].endswith(" (expired 2025-12-31, corrected)")
    assert "expired" not in words["south-2018"]


def test_filters_and_tables(kb: KnowledgeBase) -> None:
    """A filter and the tables tell what ran out."""
    assert [s.id for s in kb.sources.filter(expired=True)] == ["north-2020"]
    assert "north-2020" not in kb.sources.filter(expired=False)
    row = next(row for row in kb.sources.to_records() if row["id"] == "north-2020")
    assert (row["valid_until"], row["correction"]) == ("2025-12-31", "Erratum PMID:1 (PubMed)")
    row = next(r for r in kb.treatments.to_records() if r["id"] == "alphazine-for-muscle-cramps")
    assert row["expired"] == ["north-2020"]


@pytest.mark.parametrize("is_long", [False, True])
def test_terminal(kb: KnowledgeBase, is_long: bool) -> None:
    """The key of the table and the list of sources mark it."""
    question = read(kb, "treatments", ["muscle-cramps"], {"role": "all"})
    said = text(pages.treatments(kb, question, width=120, is_long=is_long))
    assert MARKED in said
    if is_long:
        assert "Expired 2025-12-31, corrected. North A et al" in said


def test_cards(kb: KnowledgeBase) -> None:
    """The card of a source says how it stands, why, and until when."""
    show = Show(kb, is_long=True, width=80)
    said = text(show.page([kb.sources["north-2020"], kb.sources["trial-2015"]]))
    for words in (
        "expired 2025-12-31, corrected",
        "Erratum PMID:1 (PubMed)",
        "2025-12-31",
        "retracted",
        "Retraction PMID:2 (PubMed)",
        "2026-01-30",
    ):
        assert words in said


def test_notebook(kb: KnowledgeBase) -> None:
    """Treatments, statements and lists of sources mark it."""
    assert "(expired 2025-12-31, corrected)" in (
        kb.treatments["alphazine-for-muscle-cramps"]._repr_html_() or ""
    )
    statement = kb.recommendations["north-2020-night-cramps-stretching"]
    assert MARKED in (kb.recommendations.filter(source="north-2020")._repr_html_() or "")
    assert statement.source == "north-2020"
    rows = kb.treatments.filter(symptom="muscle-cramps", role=None)._repr_html_() or ""
    assert "expired 2025-12-31, corrected" in rows
    listed = kb.sources._repr_html_() or ""
    assert "expired 2025-12-31, corrected" in listed
    assert "retracted" in listed


def test_documents(kb: KnowledgeBase) -> None:
    """JSON tells of each statement whether its source ran out, and of a source how it stands."""
    made = document(kb.treatments["alphazine-for-muscle-cramps"], kb.treatments.labels)
    told = {said["source"]: said["expired"] for said in made["statements"]}
    assert told == {"north-2020": True, "south-2018": False}
    source = document(kb.sources["north-2020"], kb.sources.labels)
    assert (source["current"], source["standing"]) == (True, "expired 2025-12-31, corrected")
    assert document(kb.sources["south-2018"], kb.sources.labels)["standing"] is None


def test_fhir(kb: KnowledgeBase) -> None:
    """The states of a citation tell it, and those of its statements."""
    entries = json.loads(render(kb, "fhir"))["entry"]
    by_id = {(e["resource"]["resourceType"], e["resource"]["id"]): e["resource"] for e in entries}
    states = [state["text"] for state in by_id["Citation", "north-2020"]["currentState"][1:]]
    assert states == ["corrected: Erratum PMID:1 (PubMed)", "valid until 2025-12-31; expired"]
    content = by_id["ArtifactAssessment", "review-9-betamol"]["content"][0]
    assert {"text": "cases A"} in content["classifier"]


def test_picture(kb: KnowledgeBase) -> None:
    """The matrix of guidelines marks the column."""
    pytest.importorskip("matplotlib")
    drawn = plot.guideline_matrix(kb, "muscle-cramps")
    shown = " ".join(
        found.get_text() for found in drawn.findobj(match=lambda x: hasattr(x, "get_text"))
    )
    assert "expired 2025-12-31" in " ".join(shown.split())


# expert reviews


def test_grades_decide_nothing(kb: KnowledgeBase) -> None:
    """A review that grades takes no stance, gives no role, and its grades are told."""
    found = kb.treatments["betamol-for-sialorrhea"]
    assert found.role is Role.STUDIED
    assert not found.contested
    assert (GRADED.is_for, GRADED.is_against, GRADED.rank) == (False, False, -1)
    assert "review-9" in {source.id for source in found.sources}
    words = [s.words for s in summary.statements(found) if s.source.id == "review-9"]
    assert words == ["takes no stance; grades cases A, preclinical U"]
    assert REVIEW.label == "Graders 2024"


def test_grades_in_views(kb: KnowledgeBase) -> None:
    """Terminal, notebook and card have a sign and words for it."""
    question = read(kb, "treatments", ["sialorrhea"], {"role": "all"})
    said = text(pages.treatments(kb, question, width=120, is_long=False))
    assert "g grades it, no stance" in said
    long = text(pages.treatments(kb, question, width=120, is_long=True))
    assert "takes no stance; grades cases A, preclinical U" in long
    html = kb.treatments["betamol-for-sialorrhea"]._repr_html_() or ""
    assert "takes no stance; grades cases A, preclinical U" in html


@pytest.mark.parametrize(
    ("id_", "fields"),
    [
        ("review-9-betamol", {"source": "page-2021"}),
        ("north-2020-muscle-cramps-alphazine", {"source": "review-9"}),
    ],
)
def test_only_reviews_grade(kb: KnowledgeBase, id_: str, fields: Mapping[str, Any]) -> None:
    """Neither a page with grades nor a review with a stance is valid."""
    said = tuple(attrs.evolve(r, **fields) if r.id == id_ else r for r in kb.recommendations)
    records: Records = attrs.evolve(kb.records, recommendations=said)
    messages = [v.message for v in violations(records)]
    assert "an expert review gives grades and no stance, and nothing else gives grades" in messages


def test_a_statement_has_a_stance_or_grades() -> None:
    """Neither both nor none."""
    for fields in ({"grades": ()}, {"stance": Stance.CONSIDER}):
        with pytest.raises(ValueError, match="a statement has a stance, or else the grades"):
            attrs.evolve(GRADED, **fields)
