"""The site is whole: a page for each record, links that resolve, names that are documented."""

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
from alstx.display import answer, findings, safety, summary

GUIDES = sorted((Path(__file__).parent.parent).glob("*.md"))
KINDS = ("symptoms", "medications", "drug_classes", "mechanisms", "therapies", "sources")


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
    """Every link to a page or a place in a page leads there."""
    pages = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    assert [line for path in pages for line in broken(site, path)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_has_a_page(site: Path, kind: str) -> None:
    """No record is left out, and no page tells of a record that is gone."""
    pages = {path.stem for path in (site / "base" / kind).glob("*.html")}
    assert {record.id for record in getattr(alstx, kind)} == pages


def test_every_page_carries_the_disclaimer(site: Path) -> None:
    """Each page says that it is no advice."""
    first = alstx.DISCLAIMER.partition(".")[0]
    pages = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    assert [p.name for p in pages if first not in p.read_text("utf-8")] == []


def test_every_treatment_is_shown(site: Path) -> None:
    """Each treatment stands on the page of its symptom and on that of its intervention."""
    for treatment in alstx.treatments:
        page = site / "base" / "symptoms" / f"{treatment.symptom}.html"
        assert any(t.endswith(f"/{treatment.intervention}.html") for t in read(page).targets)
        page = site / "base" / f"{treatment.intervention}.html"
        assert any(t.endswith(f"symptoms/{treatment.symptom}.html") for t in read(page).targets)


def test_the_reference_is_complete(site: Path) -> None:
    """Every public class and function of alstx is in the reference."""
    inventory = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="")
    known = {name for kind in inventory.data.values() for name in kind}
    wanted = {name for name in alstx.__all__ if name in alstx._HOME}
    assert {name for name in wanted if f"alstx.{name}" not in known} == set()


def test_no_page_of_the_reference_is_empty(site: Path) -> None:
    """Each page of the reference describes something."""
    pages = set((site / "api").glob("*.html")) - {site / "api" / "index.html"}
    assert len(pages) > 5
    assert [p.name for p in pages if 'class="sig sig-object py"' not in p.read_text("utf-8")] == []


def test_the_reference_names_what_the_guides_call(site: Path) -> None:
    """Each function `alstx.a.b(` of a guide has its place in the reference."""
    inventory = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="")
    known = {name for kind in inventory.data.values() for name in kind}
    called = {
        name
        for guide in GUIDES
        for name in re.findall(r"(alstx(?:\.[a-z_]+)+)\(", guide.read_text("utf-8"))
        if name.split(".")[1] not in KINDS
    }
    assert {"alstx.load", "alstx.export.write", "alstx.plot.evidence_map"} <= called
    assert called <= known


def test_the_reference_is_typed(site: Path) -> None:
    """Each function and method says what it gives."""
    untyped = []
    for page in (site / "api").glob("*.html"):
        text = page.read_text("utf-8")
        for heads in re.findall(
            r'<dl class="py (?:function|method)">\s*(<dt.*?</dt>)', text, re.DOTALL
        ):
            untyped += [] if "sig-return" in heads else [re.sub(r"<[^>]+>", "", heads)]
    assert untyped == []


def test_every_brand_and_lay_word_is_in_the_index(site: Path) -> None:
    """The index of names leads from each drug name, brand and symptom to its page."""
    text = html.unescape((site / "base" / "names.html").read_text("utf-8"))
    entries = set(re.findall(r'href="((?:medications|symptoms)/[^"#]+)\.html">(.*?)</a>', text))
    entries = {(path, re.sub(r"<[^>]+>", "", name)) for path, name in entries}
    wanted = {(f"medications/{m.id}", n) for m in alstx.medications for n in m.names}
    wanted |= {(f"symptoms/{s.id}", n) for s in alstx.symptoms for n in s.names}
    assert {(path, " ".join(name.split())) for path, name in wanted} - entries == set()


def test_findings_statements_and_warnings_are_shown_and_cited(site: Path) -> None:
    """The page of a medicine says all that is recorded of it, with links to the sources."""
    for medication in alstx.medications:
        page = site / "base" / "medications" / f"{medication.id}.html"
        text, targets = page.read_text("utf-8"), read(page).targets
        found = alstx.treatments.filter(medication=medication, role=None)
        own = [t for t in found if t.intervention == medication.ref]
        cited = {e.source for t in own for e in t.evidence}
        cited |= {r.source for t in own for r in t.recommendations}
        cited |= {c.source for c in medication.cautions}
        cited |= {i.source for i in medication.interactions}
        assert {s for s in cited if f"../sources/{s}.html" not in targets} == set()
        links = {alstx.sources[s].link for s in cited} - {None}
        assert {link for link in links if html.escape(str(link), quote=True) not in text} == set()


def words(path: Path) -> str:
    """The text of a page, blanks folded."""
    text = re.sub(r"<(style|script).*?</\1>", "", path.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def spaced(text: str) -> str:
    """A sentence as `words` has it: tags stand for blanks, so that no blank counts."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("symptom", alstx.symptoms, ids=lambda symptom: symptom.id)
def test_symptom_pages_draw_the_summary(site: Path, symptom: alstx.Symptom) -> None:
    """The answer comes first; all that is said of a treatment is what the summary says."""
    text = spaced(words(site / "base" / "symptoms" / f"{symptom.id}.html"))
    own = [t for t in alstx.treatments if t.symptom == symptom.id]
    found = own or alstx.treatments.filter(symptom=symptom, role=None)
    lines = [spaced(answer.headline(symptom, found))]
    lines += [spaced(answer.order(own, alstx.treatments.labels))] if own else []
    places = [text.find(line) for line in lines]
    assert -1 not in places
    assert not own or max(places) < text.index("Whosaysso")
    said = []
    for t in own:
        said += [summary.finding(t, key) for key in t.key_findings]
        said += [f"survival: {summary.direction(e)}" for e in summary.survival(t)]
        said += [s.words for s in summary.statements(t) if not s.is_of_class]
        said += [*summary.labels(t), summary.role(t).removeprefix("used")]
        said += [line[1:] for line in summary.disagreements(t)]
        said += [findings.how(e) for e in t.evidence]
        said += ["! boxed warning"] if safety.is_boxed(t) else []
    assert [line for line in said if spaced(line) not in text] == []


def test_the_explorer_has_what_the_export_has(site: Path) -> None:
    """Each treatment, statement and finding of the exports is in the explorer, and no other."""
    page = (site / "explorer" / "index.html").read_text("utf-8")
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    shown = json.loads(data)
    exported = json.loads(alstx.export.render(alstx.load(), "json"))
    roles = {t["id"]: t["role"] for t in shown["treatments"]}
    assert {row["id"]: row["role"] for row in alstx.treatments.to_records()} == roles
    said = {(s[0], s[2]) for t in shown["treatments"] for s in t["said"]}
    assert {(r["source"], r["statement"]) for r in exported["recommendations"]} == said
    found = {(f[0], f[4]) for t in shown["treatments"] for f in t["found"]}
    assert {(e["source"], e["finding"]) for e in exported["evidence"]} == found
    assert {source["id"] for source in exported["sources"]} == set(shown["sources"])
    for t in shown["treatments"]:
        treatment = alstx.treatments[t["id"]]
        assert t["as"] == summary.role(treatment)
        assert [w[3] for w in t["who"]] == [s.words for s in summary.statements(treatment)]
        keys = [summary.finding(treatment, key) for key in treatment.key_findings]
        assert [k[2] for k in t["key"]] == keys
        assert tuple(t["labels"]) == summary.labels(treatment)
        assert tuple(t["why"]) == summary.disagreements(treatment)


def test_the_changelog_tells_what_waits_for_the_next_release(site: Path) -> None:
    """Each fragment is on the page, those of data and of library under their own heads."""
    page = (site / "changelog.html").read_text("utf-8")
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    fragments = sorted((GUIDES[0].parent.parent / "changelog.d").glob("*/*.md"))
    starts = {
        path: " ".join(path.read_text("utf-8").split("`")[0].split()[:6]) for path in fragments
    }
    assert [path.name for path, start in starts.items() if start not in text] == []
    heads = re.findall(r"<h3>(Data|Library)<", page)
    assert heads[: len({path.parent for path in fragments})] == ["Data", "Library"][: len(heads)]
