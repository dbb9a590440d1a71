"""What a notebook shows: every record and catalog as sound, escaped HTML with linked citations."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import alstx
from alstx import KnowledgeBase, Symptom, Treatment
from alstx.catalog import Catalog
from alstx.context import Context
from alstx.model import Record
from alstx.views.html import MOST_ROWS, render

VOID = {"br"}


class Checker(HTMLParser):
    """Follows a fragment: which tags are open, which links it holds, what text it shows."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(fragment)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.links += [value for name, value in attrs if name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text += data


def checked(fragment: str) -> Checker:
    checker = Checker(fragment)
    assert checker.open == []
    return checker


CATALOGS = [
    "symptoms",
    "medications",
    "drug_classes",
    "mechanisms",
    "therapies",
    "agents",
    "sources",
    "evidence",
    "recommendations",
    "treatments",
]


@pytest.mark.parametrize("name", CATALOGS)
def test_catalogs_are_shortened(kb: KnowledgeBase, name: str) -> None:
    """A long catalog shows its first rows, and says how many more there are."""
    catalog: Catalog[Record] = getattr(kb, name)
    shown = checked(catalog._repr_html_())
    assert f"{len(catalog) - MOST_ROWS} more" in shown.text
    assert alstx.DISCLAIMER in shown.text


@pytest.mark.parametrize("name", CATALOGS)
def test_empty_catalogs_render(kb: KnowledgeBase, name: str) -> None:
    """An empty catalog says that it is empty."""
    catalog: Catalog[Record] = getattr(kb, name)
    assert ": 0" in checked(catalog[:0]._repr_html_()).text


@pytest.mark.parametrize("name", CATALOGS)
def test_records_render(kb: KnowledgeBase, name: str) -> None:
    """Every record renders with its label and id."""
    for record in getattr(kb, name)[:40]:
        shown = checked(record._repr_html_())
        assert record.label in shown.text
        assert record.id in shown.text


def test_the_base_renders(kb: KnowledgeBase) -> None:
    """The base shows its version and how much it holds."""
    shown = checked(kb._repr_html_()).text
    assert kb.version in shown
    assert str(len(kb.treatments)) in shown


def test_every_citation_is_a_link(kb: KnowledgeBase) -> None:
    """A treatment links every source that can be linked."""
    treatment = kb.treatments["mexiletine-for-muscle-cramps"]
    links = checked(treatment._repr_html_()).links
    cited = {r.source for r in (*treatment.recommendations, *treatment.evidence)}
    assert {kb.sources[s].link for s in cited if kb.sources[s].link} <= set(links)


def test_quinine_shows_its_boxed_warning(kb: KnowledgeBase) -> None:
    """The boxed warning stands in the row of the treatment and in the record."""
    row = kb.treatments.filter(symptom="muscle cramps", medication="quinine")
    assert "boxed warning" in checked(row._repr_html_()).text
    assert "leg cramps" in checked(row[0]._repr_html_()).text


@given(st.text(min_size=1, max_size=40))
def test_text_is_escaped(text: str) -> None:
    """Whatever a record says is shown as text, never taken for HTML."""
    hostile = f"<script>{text}</script>"
    treatment = Treatment(
        id="x-for-y",
        intervention=alstx.Ref.parse("medications/x"),
        symptom="y",
    )
    context = Context(names={treatment.intervention: hostile}, symptoms={"y": hostile})
    fragment = render(treatment, context)
    assert "<script" not in fragment
    assert "&lt;script&gt;" in fragment


def test_without_a_base_ids_stand_for_names() -> None:
    """A record alone shows ids where it knows no names."""
    treatment = Treatment(id="x-for-y", intervention=alstx.Ref.parse("medications/x"), symptom="y")
    assert "y" in checked(render(treatment)).text
    assert render("<b>") == "&lt;b&gt;"


def test_names_complete(kb: KnowledgeBase) -> None:
    """A notebook completes ids in brackets."""
    assert "baclofen" in kb.medications._ipython_key_completions_()
    assert isinstance(kb.symptoms["pain"], Symptom)
