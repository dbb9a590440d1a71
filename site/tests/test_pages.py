"""The site is whole: a page for each record, links that resolve, all that is recorded is shown."""

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from sphinx.util.inventory import InventoryFile

import alstx
from alstx.display import findings, plain, safety, signs, summary
from alstx_site.base import Base
from alstx_site.render import description, linked, squeezed

ROOT = Path(__file__).parent.parent.parent
GUIDES = sorted((ROOT / "docs").glob("*.md"))
KINDS = ("symptoms", "medications", "drug_classes", "mechanisms", "therapies", "sources")
FIRST_PAGE = ("index.html", "site.css", "site.js", "data.js", "search.js", "rows.js", "explorer.js")
MOST_BYTES = 300_000


class _Links(HTMLParser):
    """Links of a page, and the places in it that can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.targets.append(value)
            if name in ("id", "name") and value:
                self.anchors.add(value)


@cache
def read(path: Path) -> _Links:
    """Read a page, once."""
    parser = _Links()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


@pytest.fixture(scope="session")
def own(site: Path) -> list[Path]:
    """The pages of the knowledge base, without those of the library."""
    return [p for p in site.rglob("*.html") if "python" not in p.relative_to(site).parts]


def broken(site: Path, path: Path) -> Iterator[str]:
    """Links of a page, within the site, that lead nowhere."""
    for target in read(path).targets:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            continue
        goal = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if goal.is_dir():
            goal /= "index.html"
        fragment = unquote(parts.fragment)
        if not goal.is_relative_to(site) or not goal.exists():
            yield f"{path.relative_to(site)}: {target}"
        elif fragment and goal.suffix == ".html" and fragment not in read(goal).anchors:
            yield f"{path.relative_to(site)}: {target}: no such place"


def test_links_inside_the_site_resolve(site: Path) -> None:
    """Every link to a page or a place in a page leads there, in both halves of the site."""
    pages = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    assert [line for path in pages for line in broken(site, path)] == []


def test_links_of_answers_resolve(site: Path) -> None:
    """The answers of the front page lead from there to pages that exist."""
    gone = []
    for path in (site / "answers").rglob("*.js"):
        (text,) = re.findall(r"^alstx\.put\(\.\.\.(.*)\);$", path.read_text("utf-8"), re.MULTILINE)
        key, body = json.loads(text)
        assert f"{key}.js" == path.relative_to(site / "answers").as_posix()
        parser = _Links()
        parser.feed(body)
        local = {t.partition("#")[0] for t in parser.targets if not urlsplit(t).scheme}
        gone += [f"{key}: {target}" for target in local if not (site / target).exists()]
    assert gone == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_has_a_page(site: Path, kind: str) -> None:
    """No record is left out, and no page tells of a record that is gone."""
    pages = {path.stem for path in (site / kind).glob("*.html")} - {"index"}
    assert {record.id for record in getattr(alstx, kind)} == pages


def test_every_page_has_a_head(own: list[Path]) -> None:
    """Each page has a title of its own, a description, an icon, a card, and the disclaimer."""
    first = html.escape(alstx.DISCLAIMER.partition(".")[0])
    titles: dict[str, Path] = {}
    for path in own:
        text = path.read_text("utf-8")
        title, *more = re.findall(r"<title>(.*?)</title>", text)
        assert not more
        assert path.parent.name == "sources" or titles.setdefault(title, path) == path
        (told,) = re.findall(r'<meta name="description" content="(.*?)">', text)
        assert 0 < len(html.unescape(told)) <= 160
        for sign in ('rel="icon"', 'property="og:image"', 'lang="en-GB"', first):
            assert sign in text


def test_no_page_names_an_address_of_its_own(own: list[Path]) -> None:
    """Where nobody says where the site will lie, no address is invented."""
    assert [p.name for p in own if 'rel="canonical"' in p.read_text("utf-8")] == []


def test_the_first_page_is_light(site: Path) -> None:
    """The front page with all that it loads at first is below 300 kB."""
    loaded = re.findall(
        r'(?:src|href)="([^":?#]+\.(?:js|css|svg))"', (site / "index.html").read_text()
    )
    assert set(loaded) <= {*FIRST_PAGE, "favicon.svg"}
    assert sum((site / name).stat().st_size for name in FIRST_PAGE) < MOST_BYTES


def test_pictures_load_only_where_they_are(site: Path, own: list[Path]) -> None:
    """No page fetches Vega at first; each picture that a page names is there, for print too."""
    for path in own:
        text = path.read_text("utf-8")
        assert "vega.js" not in text
        named = re.findall(r'data-picture="([^"]+)"', text)
        assert bool(named) == ("picture.js" in text)
        for name in named:
            for file in (f"{name}.js", f"{name}.svg", f"{name}-dark.svg"):
                assert (site / "pictures" / file).exists()


def test_dark_pictures_have_no_light_colour(site: Path) -> None:
    """The variant of a picture for dark pages has the colours of dark pages."""
    for path in (site / "pictures").glob("*-dark.svg"):
        colours = set(re.findall(r"#[0-9a-f]{6}\b", path.read_text("utf-8")))
        assert colours & set(signs.DARK) == set()


def words(path: Path) -> str:
    """The text of a page, blanks folded."""
    text = re.sub(r"<(style|script).*?</\1>", "", path.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def spaced(text: str) -> str:
    """A sentence as `words` has it: tags stand for blanks, so that no blank counts."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="session")
def base() -> Base:
    """The knowledge base as the pages have it."""
    return Base(alstx.load())


@pytest.mark.parametrize("symptom", alstx.symptoms, ids=lambda symptom: symptom.id)
def test_symptom_pages_draw_the_summary(site: Path, base: Base, symptom: alstx.Symptom) -> None:
    """Four lines come first; all that is said of a treatment is what the summary says."""
    text = spaced(words(site / "symptoms" / f"{symptom.id}.html"))
    own = [t for t in alstx.treatments if t.symptom == symptom.id]
    places = [text.find(spaced(line.text)) for line in base.lines(symptom)]
    assert len(places) == (4 if own else 0)
    assert -1 not in places
    assert places == sorted(places)
    said = [symptom.plain or symptom.description, symptom.description]
    for t in own:
        said += [summary.finding(t, key) for key in t.key_findings]
        said += [summary.direction(e) for e in summary.survival(t)]
        said += [summary.advice(r) for s in summary.statements(t) for r in (s.shown, *s.also)]
        said += [summary.role(t)] if summary.role(t) not in ("used", "advised against") else []
        said += [*summary.labels(t), safety.forms(t), plain.sentence(t, alstx.treatments.labels)]
        said += [line[1:] for line in summary.disagreements(t)]
        said += [findings.how(e)[1:] for e in t.evidence]
    assert [line for line in said if spaced(line) not in text] == []


@pytest.mark.parametrize("medication", alstx.medications, ids=lambda record: record.id)
def test_medicine_pages_show_and_cite_all(
    site: Path, base: Base, medication: alstx.Medication
) -> None:
    """Four lines, findings, statements, cautions, forms and interactions, each with its source."""
    path = site / "medications" / f"{medication.id}.html"
    text, targets = spaced(words(path)), read(path).targets
    for line in base.lines(medication):
        assert spaced(line.text) in text
    own = [t for t in alstx.treatments if t.intervention == medication.ref]
    cited = {e.source for t in own for e in t.evidence}
    cited |= {r.source for t in own for r in t.recommendations}
    cited |= {c.source for c in medication.cautions} | {f.source for f in medication.forms}
    cited |= {i.source for i in medication.interactions}
    cited |= {r.source for r in medication.labels_read}
    assert {s for s in cited if f"../sources/{s}.html" not in targets} == set()
    assert {link for s in cited if (link := alstx.sources[s].link)} <= set(targets)
    said = [c.text for c in medication.cautions] + [i.effect for i in medication.interactions]
    said += [e.finding for t in own for e in t.evidence]
    said += [r.statement for t in own for r in t.recommendations]
    assert [line for line in said if spaced(line) not in text] == []


def test_source_pages_show_all_that_rests_on_them(site: Path) -> None:
    """Each finding and statement is on the page of its source, with its numbers and limits."""
    for source in alstx.sources:
        text = spaced(words(site / "sources" / f"{source.id}.html"))
        found = [e for e in alstx.evidence if e.source == source.id]
        said = [r.statement for r in alstx.recommendations if r.source == source.id]
        said += [words_ for e in found for words_ in (e.finding, e.effect, e.limits) if words_]
        assert [line for line in said if spaced(line) not in text] == []


def test_every_treatment_can_be_linked_to(site: Path) -> None:
    """Each treatment has its place on the page of its symptom and on that of its intervention."""
    for treatment in alstx.treatments:
        for page in (f"symptoms/{treatment.symptom}.html", f"{treatment.intervention}.html"):
            assert treatment.id in read(site / page).anchors


def test_every_name_is_in_the_index(site: Path) -> None:
    """The index of names leads from each drug name, brand and symptom to its page."""
    text = html.unescape((site / "names.html").read_text("utf-8"))
    entries = re.findall(
        r'href="((?:medications|symptoms|therapies)/[^"#]+)\.html">(.*?)</a>', text
    )
    found = {(path, re.sub(r"<[^>]+>", "", name)) for path, name in entries}
    kinds = {"medications": alstx.medications, "symptoms": alstx.symptoms}
    wanted = {(f"{kind}/{r.id}", n) for kind, own in kinds.items() for r in own for n in r.names}
    assert wanted - found == set()


def test_linked_data_says_what_the_records_say(own: list[Path], site: Path) -> None:
    """JSON-LD is valid JSON of schema.org; a guideline holds its statements, a symptom its uses."""
    nodes = {}
    for path in own:
        for text in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>',
            path.read_text("utf-8"),
            re.DOTALL,
        ):
            nodes[path.relative_to(site).as_posix()] = node = json.loads(text)
            assert node["@context"] == "https://schema.org"
            assert all(value not in (None, "", []) for value in node.values())
    kinds = {path.partition("/")[0]: node["@type"] for path, node in nodes.items()}
    assert kinds["medications"] == "Drug"
    assert kinds["therapies"] == "MedicalTherapy"
    for source in alstx.sources.filter(kind="guideline"):
        node = nodes[f"sources/{source.id}.html"]
        assert node["@type"] == "MedicalGuideline"
        said = [r.statement for r in alstx.recommendations if r.source == source.id]
        assert [part["description"] for part in node.get("hasPart", ())] == said
    for symptom in alstx.symptoms:
        used = [t for t in alstx.treatments.filter(role="used") if t.symptom == symptom.id]
        node = nodes[f"symptoms/{symptom.id}.html"]
        names = [alstx.load().resolve(t.intervention).name for t in used]
        assert [t["name"] for t in node.get("possibleTreatment", ())] == names


def test_names_in_a_sentence_become_links() -> None:
    """The longest name wins, words within words stay, and text is escaped."""
    names = {"toxin": "t.html", "toxin type b": "b.html"}
    made = linked("Toxin type B < toxins, toxin.", names)
    assert str(made) == (
        '<a href="b.html">Toxin type B</a> &lt; toxins, <a href="t.html">toxin</a>.'
    )


def test_descriptions_end_at_a_word() -> None:
    """What search engines show is cut between words; code keeps its blanks."""
    assert description("short  text") == "short text"
    long = description("word " * 60)
    assert long.endswith("word…")
    assert len(long) <= 160
    assert squeezed("<p>\n\n   a</p><pre>x\n   y</pre>") == "<p>\na</p><pre>x\n   y</pre>"


# the pages of the library


def inventory(site: Path) -> set[str]:
    """Every name that the reference describes."""
    found = InventoryFile.loads((site / "python" / "objects.inv").read_bytes(), uri="")
    return {name for kind in found.data.values() for name in kind}


def test_the_reference_is_complete(site: Path) -> None:
    """Every public class and function of alstx is in the reference."""
    wanted = {name for name in alstx.__all__ if name in alstx._HOME}
    known = inventory(site)
    assert {name for name in wanted if f"alstx.{name}" not in known} == set()


def test_no_page_of_the_reference_is_empty(site: Path) -> None:
    """Each page of the reference describes something."""
    pages = set((site / "python" / "api").glob("*.html")) - {site / "python" / "api" / "index.html"}
    assert len(pages) > 5
    assert [p.name for p in pages if 'class="sig sig-object py"' not in p.read_text("utf-8")] == []


def test_the_reference_names_what_the_guides_call(site: Path) -> None:
    """Each function `alstx.a.b(` of a guide has its place in the reference."""
    called = {
        name
        for guide in GUIDES
        for name in re.findall(r"(alstx(?:\.[a-z_]+)+)\(", guide.read_text("utf-8"))
        if name.split(".")[1] not in KINDS
    }
    assert {"alstx.load", "alstx.export.write", "alstx.plot.evidence_map"} <= called
    assert called <= inventory(site)


def test_the_reference_is_typed(site: Path) -> None:
    """Each function and method says what it gives."""
    untyped = []
    for page in (site / "python" / "api").glob("*.html"):
        text = page.read_text("utf-8")
        for heads in re.findall(
            r'<dl class="py (?:function|method)">\s*(<dt.*?</dt>)', text, re.DOTALL
        ):
            untyped += [] if "sig-return" in heads else [re.sub(r"<[^>]+>", "", heads)]
    assert untyped == []


def test_pages_of_the_library_carry_the_disclaimer(site: Path) -> None:
    """Each says that it is no advice, and leads to the knowledge base."""
    first = alstx.DISCLAIMER.partition(".")[0]
    pages = [p for p in (site / "python").rglob("*.html") if "_static" not in p.parts]
    assert [p.name for p in pages if first not in p.read_text("utf-8")] == []


def test_the_changelog_tells_what_waits_for_the_next_release(site: Path) -> None:
    """Each fragment is on the page, those of data and of library under their own heads."""
    page = (site / "python" / "changelog.html").read_text("utf-8")
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    fragments = sorted((ROOT / "changelog.d").glob("*/*.md"))
    starts = {
        path: " ".join(path.read_text("utf-8").split("`")[0].split()[:6]) for path in fragments
    }
    assert [path.name for path, start in starts.items() if start not in text] == []
    heads = re.findall(r"<h3>(Data|Library)<", page)
    waiting = sorted({path.parent.name.capitalize() for path in fragments})
    assert heads[: len(waiting)] == waiting
