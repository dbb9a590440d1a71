"""What a notebook shows: every record and catalog as sound, escaped HTML with linked citations."""

import re
from collections import Counter
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import alstx
from alstx import KnowledgeBase, Symptom, Treatment
from alstx.about import NOTICE
from alstx.display import brief, html, signs, summary
from alstx.display.html import render
from alstx.display.labels import Labels
from alstx.display.parts import PAGE, PAGES
from alstx.display.plain import sentence
from alstx.kb.catalog import Catalog
from alstx.model import Record
from alstx.model.records import LABELS, Records

VOID = {"br", "wbr"}


class Checker(HTMLParser):
    """Follows a fragment: which tags are open, which links it holds, what text it shows."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.heads: list[str] = []
        self.regions: list[dict[str, str | None]] = []
        self.text = ""
        self.feed(fragment)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.heads += [value for name, value in attrs if name == "data-head" and value]
        self.regions += [dict(attrs)] if ("role", "region") in attrs else []
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


CATALOGS = list(LABELS)


def test_what_stands_in_a_hanging_line_is_not_shifted(kb: KnowledgeBase) -> None:
    """A box in a line inherits its indent, by which the text would stick out of the box."""
    style = re.findall(r"([^{}]+)\{([^{}]*)\}", kb.symptoms._repr_html_())
    boxes = [rule for _, rule in style if "display:inline-block" in rule]
    assert len(boxes) > 1
    assert all("text-indent:0" in rule for rule in boxes)


@pytest.mark.parametrize("name", CATALOGS)
def test_catalogs_page(kb: KnowledgeBase, name: str) -> None:
    """A long catalog shows its first rows, has pages that open, and counts what has none."""
    catalog: Catalog[Record] = getattr(kb, name)
    fragment = catalog._repr_html_()
    shown = checked(fragment)
    paged = min(len(catalog), PAGE * PAGES)
    assert fragment.count("<tr>") - fragment.count("<thead>") == paged
    assert shown.text.count("Rows ") == -(-paged // PAGE) - 1
    assert (f"Rows {PAGE + 1} to {min(2 * PAGE, paged)}" in shown.text) == (paged > PAGE)
    rest = len(catalog) - paged
    assert (f"… and {rest} more" in shown.text) == (rest > 0)


@pytest.mark.parametrize("name", CATALOGS)
def test_the_disclaimer_is_one_line_under_each(kb: KnowledgeBase, name: str) -> None:
    """Each output has it, however many there were before: in short, and whole when opened."""
    catalog: Catalog[Record] = getattr(kb, name)
    fragments = [catalog[:3]._repr_html_(), catalog[:3]._repr_html_(), catalog[0]._repr_html_()]
    assert fragments[0] == fragments[1]
    for fragment in fragments:
        assert f"<summary>{NOTICE}</summary>{alstx.DISCLAIMER}</details>" in (fragment or "")


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
    labels = Labels(names={treatment.intervention: hostile}, symptoms={"y": hostile})
    fragment = render(treatment, labels)
    assert "<script" not in fragment
    assert "&lt;script&gt;" in fragment


def test_without_a_base_ids_stand_for_names() -> None:
    """A record alone shows ids where it knows no names."""
    treatment = Treatment(id="x-for-y", intervention=alstx.Ref.parse("medications/x"), symptom="y")
    assert "y" in checked(render(treatment)).text
    full = checked(render(alstx.load().treatments["quinine-for-muscle-cramps"])).text
    assert "EAN 2024: considers" in full
    assert render("<b>") == "&lt;b&gt;"


def test_tables_scroll_by_keyboard_and_say_what_they_are(kb: KnowledgeBase) -> None:
    """What may scroll sideways is a region that takes the focus and has a name."""
    shown = checked(kb.treatments._repr_html_())
    (region,) = shown.regions
    assert region["tabindex"] == "0"
    title = region["aria-label"] or ""
    assert title.startswith(f"Treatments, {len(kb.treatments)}: ")
    assert {"for", "who says so", "evidence"} <= set(shown.heads)


def test_a_treatment_shows_what_the_summary_says(kb: KnowledgeBase) -> None:
    """Role, labels by agency, key findings and disagreements are drawn as they are said."""
    for treatment in kb.treatments:
        text = checked(treatment._repr_html_() or "").text
        found = [summary.finding(treatment, told) for told in treatment.key_findings]
        said = (summary.role(treatment), *summary.labels(treatment), *found)
        for words in (*said, *summary.disagreements(treatment)):
            assert flat(words) in flat(text), (treatment.id, words)


def flat(text: str) -> str:
    """A text with its white space as single blanks."""
    return " ".join(text.split())


def test_what_opposes_is_never_cut(kb: KnowledgeBase) -> None:
    """However many speak of a treatment, its row has whoever advises against it or found harm."""
    seen = 0
    for at, treatment in enumerate(kb.treatments):
        against = {r.source for r in treatment.current if r.is_against}
        harms = [k.evidence for k in treatment.key_findings if k.evidence.direction == "harm"]
        against |= {e.source for e in harms}
        if against:
            seen += 1
            links = set(checked(kb.treatments[at : at + 1]._repr_html_()).links)
            assert {kb.sources[s].link for s in against if kb.sources[s].link} <= links
    assert seen > 20


def test_a_row_is_cut_and_counted(kb: KnowledgeBase) -> None:
    """A row with many statements counts what it leaves out; guidelines on ALS come first."""
    at = kb.treatments.ids.index("glycopyrronium-for-sialorrhea")
    treatment = kb.treatments[at]
    text = checked(kb.treatments[at : at + 1]._repr_html_()).text
    rest = len(summary.statements(treatment)) - 4
    assert rest > 0
    assert f"… and {rest} more" in text
    assert text.index("Canada 2020") < text.index("EAN 2024")


def test_what_a_label_forbids_in_als_is_seen_first(kb: KnowledgeBase) -> None:
    """The European label of toxin B rules it out in ALS: its row says so, its cautions start so."""
    text = checked(kb.treatments["botulinum-toxin-b-for-sialorrhea"]._repr_html_()).text
    assert "Warningscontraindicationboxed warning" in text
    text = checked(kb.medications["botulinum-toxin-b"]._repr_html_()).text
    assert "Cautionscontraindication The European text (NeuroBloc) rules it out" in text
    assert "In ALS: The European text names ALS itself" in text


def test_a_report_of_interactions_renders(kb: KnowledgeBase) -> None:
    """A report shows alerts and shared effects with labels, what was checked, and the note."""
    report = kb.interactions(["Zanaflex", "fluvoxamine", "Elavil", "alcohol"])
    shown = checked(report._repr_html_())
    assert f"{len(report)} alerts, the most severe first" in shown.text
    for alert in report:
        assert f"{alert.first.name} + {alert.second.name}{alert.effect}" in shown.text
        assert {kb.sources[id_].link for id_ in alert.sources} <= {*shown.links, None}
    for effect in report.shared:
        assert ", ".join(m.name for m in effect.medicines) in shown.text
    assert ", ".join(m.name for m in report.checked) in shown.text
    assert report.note in shown.text
    assert alstx.DISCLAIMER in shown.text
    assert shown.text.index("contraindicated") < shown.text.index("caution")


def test_a_long_report_is_cut_and_counted(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gravest alerts stay, the rest is counted."""
    monkeypatch.setattr(html, "_MOST_ALERTS", 1)
    report = kb.interactions(["Zanaflex", "fluvoxamine", "Elavil", "alcohol"])
    text = checked(report._repr_html_()).text
    assert f"… and {len(report) - 1} more" in text
    assert report.alerts[0].effect in text


def test_an_empty_report_clears_nothing(kb: KnowledgeBase) -> None:
    """A report without alerts says that this is no clearance, and what it knows nothing of."""
    report = kb.interactions(["guaifenesin", "baclofen"])
    text = checked(report._repr_html_()).text
    assert "No recorded label speaks of any pair of them. That is no clearance." in text
    assert "No label interaction recordedGuaifenesin" in text
    assert "No medicine: there is no pair" in checked(kb.interactions([])._repr_html_()).text


def test_one_alert_renders(kb: KnowledgeBase) -> None:
    """An alert alone says what it is about, how strongly, and who says so."""
    (alert, *_) = kb.interactions(["Zanaflex", "fluvoxamine"])
    shown = checked(alert._repr_html_())
    assert "Tizanidine + Fluvoxamine" in shown.text
    assert alert.effect in shown.text
    assert "Severitycontraindicated" in shown.text


def test_reprs_are_short(kb: KnowledgeBase) -> None:
    """Whatever a notebook prints as text fits a line or two, and says what it is."""
    report = kb.interactions(["Zanaflex", "fluvoxamine", "Elavil", "guaifenesin"])
    records = Records(
        version=kb.version, disease=kb.disease, symptoms=tuple(kb.symptoms), agents=tuple(kb.agents)
    )
    shown = {
        repr(report): "<InteractionReport on 4: 2 contraindicated",
        repr(kb.interactions([])): "<InteractionReport on 0: no alert, 0 shared, labels read",
        repr(report.alerts[0]): "<Alert contraindicated: Tizanidine + Fluvoxamine>",
        repr(report.shared[0]): "<AdditiveEffect ",
        repr(kb): f"<KnowledgeBase {kb.version}: ",
        repr(records): f"<Records {kb.version}: {len(kb.symptoms)} symptoms",
        repr(Records(version="1", disease=kb.disease)): "<Records 1: none>",
        repr(kb.hierarchies["symptoms"]): f"<Hierarchy of {len(kb.symptoms)}: ",
        repr(kb.symptoms.search("droolng")[0]): "Match(record=<Symptom sialorrhea",
        repr(kb.medications.find_in("Elavil")[0]): "Mention(start=0, end=6",
    }
    for text, start in shown.items():
        assert text.startswith(start)
        assert len(text) < 200


def test_names_complete(kb: KnowledgeBase) -> None:
    """A notebook completes ids in brackets."""
    assert "baclofen" in kb.medications._ipython_key_completions_()
    assert isinstance(kb.symptoms["pain"], Symptom)


def test_the_title_is_the_answer(kb: KnowledgeBase) -> None:
    """A catalog's title answers first: how many in which role, boxed, pointing which way."""
    cramps = kb.treatments.filter(symptom="muscle cramps")
    titles = {
        cramps: f"Cramps: {brief.counts(cramps)}",
        kb.treatments.filter(medication="riluzole", role=None): "Riluzole for cramps: 0 uses",
        kb.medications.filter(symptom="drooling"): "Medications: 14, 6 with a boxed warning, 3 who",
        kb.evidence.filter(symptom="cachexia"): "Evidence: ",
        kb.symptoms: f"Symptoms: {len(kb.symptoms)}",
    }
    for found, start in titles.items():
        (region,) = checked(found._repr_html_()).regions
        assert (region["aria-label"] or "").startswith(start)
    (region,) = checked(kb.treatments["quinine-for-muscle-cramps"]._repr_html_() or "").regions
    assert region["aria-label"] == "Quinine for cramps: used, contested, boxed warning"
    counts = Counter(e.direction for e in kb.evidence)
    (region,) = checked(kb.evidence._repr_html_()).regions
    assert f"{counts['benefit']} benefit, " in (region["aria-label"] or "")


def test_an_empty_catalog_says_why(kb: KnowledgeBase) -> None:
    """The reason of an empty answer stands below it."""
    empty = kb.treatments.filter(symptom="bruxism")
    assert empty.note
    assert flat(empty.note).casefold() in flat(checked(empty._repr_html_()).text).casefold()


def test_what_was_not_seen_is_shown_as_such(kb: KnowledgeBase) -> None:
    """Where no label was read, a dashed frame says so; it is never left empty."""
    tonic = kb.treatments.filter(symptom="muscle cramps", medication="tonic water")
    assert '<span class="pill unseen">label not read</span>' in tonic._repr_html_()
    words = {"present": "yes", "none": "none", "unknown": "label not seen"}
    for at, medication in enumerate(kb.medications):
        text = checked(kb.medications[at : at + 1]._repr_html_()).text
        assert f"{medication.name}{words[medication.boxed_warning]}" in text
    assert "Baclofenyes of the intrathecal form" in checked(kb.medications._repr_html_()).text
    report = kb.interactions(["baclofen", "alcohol"])._repr_html_()
    assert '<span class="pill unseen">label not read</span> Alcohol' in report


def test_marks_have_the_colours_of_their_meaning(kb: KnowledgeBase) -> None:
    """A benefit that counts is filled, one that does not an outline; a harm is always filled."""
    blue, alarm = signs.DIRECTIONS["benefit"].fill, signs.DIRECTIONS["harm"].fill
    for id_, mark in {
        "mexiletine-for-muscle-cramps": f'background:{blue};color:#ffffff" title="benefit">2<',
        "ranolazine-for-muscle-cramps": '<span class="sign hollow" title="benefit">(4)<',
        "quinine-for-muscle-cramps": f'background:{alarm};color:#ffffff" title="harm">4<',
        "medication-review-for-muscle-cramps": 'title="recommends">++<',
    }.items():
        assert mark in (kb.treatments[id_]._repr_html_() or ""), id_


def test_tooltips_explain(kb: KnowledgeBase) -> None:
    """Names carry their plain sentence, and what is cut is whole in its tooltip."""
    assert f'title="{kb.symptoms[0].plain}"' in kb.symptoms[:1]._repr_html_()
    found = kb.treatments.filter(symptom="spasticity", medication="tizanidine")
    assert escape(sentence(found[0], found.labels)) in found._repr_html_()
    long = next(e for e in kb.evidence if len(e.effect or e.finding) > 200)
    at = kb.evidence.ids.index(long.id)
    assert escape(long.effect or long.finding) in kb.evidence[at : at + 1]._repr_html_()


def test_a_symptom_is_shown_in_plain_words_and_other_languages(kb: KnowledgeBase) -> None:
    """A card has the plain sentence, and each name with its language for screen readers."""
    fragment = kb.symptoms["sialorrhea"]._repr_html_() or ""
    assert f"In plain words{kb.symptoms['sialorrhea'].plain}" in checked(fragment).text
    assert '<span lang="es">Babeo</span> (Spanish)' in fragment
    (region,) = checked(fragment).regions
    assert region["aria-label"] == "Drooling (sialorrhea)"


def test_one_intervention_names_its_uses(kb: KnowledgeBase) -> None:
    """The treatments of one medicine are its uses, with the symptom in each row."""
    shown = checked(kb.treatments.filter(medication="baclofen")._repr_html_())
    (region,) = shown.regions
    assert (region["aria-label"] or "").startswith("Baclofen: ")
    assert "for" in shown.heads
