"""What a reader does with the site in a browser: search, filter, follow, by keyboard alone."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

AXE = os.environ.get("AXE_CORE")
PAGES = (
    "index.html",
    "quickstart.html",
    "tour.html",
    "explorer/index.html",
    "explorer.html",
    "search.html",
    "genindex.html",
    "base/symptoms.html",
    "base/names.html",
    "base/guidelines.html",
    "base/contested.html",
    "base/drug_classes.html",
    "base/map.html",
    "base/symptoms/sialorrhea.html",
    "base/symptoms/muscle-symptoms.html",
    "base/medications/amitriptyline.html",
    "base/drug_classes/anticholinergic.html",
    "base/mechanisms/muscarinic-antagonist.html",
    "base/therapies/non-invasive-ventilation.html",
    "base/sources/ean-2024.html",
    "base/sources/oskarsson-2018-mexiletine.html",
    "base/sources/label-us-tizanidine.html",
    "api/base.html",
    "api/records.html",
    "annotate-a-table.html",
    "tables.html",
    "base/examples/concomitant-medications.html",
)


@pytest.mark.parametrize(
    ("word", "title"), [("Elavil", "Amitriptyline"), ("drooling", "Sialorrhea")]
)
def test_search_finds_brands_and_lay_words(page: Page, address: str, word: str, title: str) -> None:
    """The page that a brand or a lay word means is among the first three."""
    page.goto(f"{address}/search.html?q={word}")
    found = page.locator("#search-results ul.search > li")
    expect(page.get_by_text("Search finished")).to_be_visible()
    first = found.evaluate_all("rows => rows.slice(0, 3).map(row => row.textContent)")
    assert any(text.startswith(title) for text in first)


@pytest.fixture
def explorer(page: Page, site: Path) -> Page:
    """The explorer, opened from a file on disk."""
    page.goto((site / "explorer" / "index.html").as_uri())
    return page


def test_explorer_filters_as_one_types(explorer: Page) -> None:
    """Typing the start of a lay word leaves treatments for drooling only, all of them used."""
    explorer.get_by_label("Any word").press_sequentially("drool")
    heads = explorer.locator("#results h2")
    expect(heads.first).to_contain_text("for sialorrhea")
    assert all("for sialorrhea" in text for text in heads.all_text_contents())
    roles = explorer.locator("#results h2 + p .pill:first-child").all_text_contents()
    assert roles
    assert all(role.startswith("used") for role in roles)


def test_explorer_chooses_a_class_and_follows_a_citation(explorer: Page) -> None:
    """A class finds its subclasses and members; a statement links to its source."""
    explorer.get_by_label("Any word").press_sequentially("drool")
    explorer.get_by_label("Class").fill("Anticholinergic")
    expect(explorer.locator("#glycopyrronium-for-sialorrhea")).to_be_visible()
    expect(explorer.locator("#botulinum-toxin-b-for-sialorrhea")).to_have_count(0)
    card = explorer.locator("#glycopyrronium-for-sialorrhea")
    card.locator("summary").first.click()
    link = card.locator("details[open] a").first
    goal = link.get_attribute("href") or ""
    assert re.match("https?://", goal)
    explorer.route(re.compile("^https?://"), lambda route: route.fulfill(body="the source"))
    link.click()
    expect(explorer.locator("body")).to_have_text("the source")
    assert explorer.url.rstrip("/") == goal.rstrip("/")


def test_explorer_leads_to_the_page_of_the_treatment(explorer: Page) -> None:
    """The head of a result is a link to the page of the site."""
    explorer.get_by_label("Any word").fill("Elavil")
    explorer.locator("#amitriptyline-for-sialorrhea h2 a").click()
    expect(explorer.locator("h1")).to_contain_text("Amitriptyline")


def test_explorer_says_so_when_a_name_is_unknown(explorer: Page) -> None:
    """A typing error is not taken for 'no treatment'."""
    explorer.get_by_label("Symptom", exact=True).fill("droolling")
    expect(explorer.locator("#symptom-note")).to_have_text("No symptom has this name.")


def test_explorer_filters_by_mechanism_guideline_and_role(explorer: Page) -> None:
    """The other filters narrow too, and 'all roles' shows more than 'used'."""
    count = explorer.locator("#count")
    explorer.get_by_label("Symptom", exact=True).fill("muscle cramps")
    used = count.text_content() or ""
    explorer.get_by_label("Role").select_option("")
    expect(count).not_to_have_text(used)
    explorer.get_by_label("Guideline").fill("ean-2024")
    explorer.get_by_label("Mechanism").fill("sodium channel")
    expect(explorer.locator("#mexiletine-for-muscle-cramps")).to_be_visible()


def test_explorer_filters_by_label(explorer: Page) -> None:
    """A status of the label narrows; the card prints agency and whom."""
    explorer.get_by_label("Any word").fill("cramps")
    explorer.get_by_label("Role").select_option("")
    explorer.get_by_label("Label").select_option("warned-against")
    card = explorer.locator("#quinine-for-muscle-cramps")
    expect(card).to_contain_text("FDA warned against")
    expect(card).to_contain_text("level 4: harm")
    expect(explorer.locator("#mexiletine-for-muscle-cramps")).to_have_count(0)


def test_the_front_page_asks_and_the_explorer_answers(page: Page, site: Path) -> None:
    """What is typed on the front page is what the explorer shows, from a file on disk too."""
    page.goto((site / "index.html").as_uri())
    page.get_by_label("What helps with").fill("drooling")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Any word")).to_have_value("drooling")
    expect(page.locator("#glycopyrronium-for-sialorrhea")).to_be_visible()


def test_explorer_by_keyboard_alone(explorer: Page) -> None:
    """Tab, letters, Space, Escape: from the first field to a citation and back to nothing."""
    keys = explorer.keyboard

    def focused(expression: str) -> str:
        return str(explorer.evaluate(f"document.activeElement.{expression}"))

    def tab_to(test: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            if explorer.evaluate(f"(node => {test})(document.activeElement)"):
                return
        pytest.fail(f"Tab never reaches {test}")

    tab_to("node.id === 'text'")
    keys.type("drool")
    tab_to("node.id === 'class'")
    keys.type("anticholin")
    tab_to("node.tagName === 'SUMMARY'")
    keys.press("Space")
    tab_to("node.closest('details') && node.tagName === 'A'")
    assert focused("href").startswith("http")
    for _ in range(60):
        keys.press("Shift+Tab")
        if focused("id") == "text":
            break
    keys.press("Escape")
    expect(explorer.get_by_label("Any word")).to_have_value("")


def test_explorer_keeps_the_choice_in_its_address(explorer: Page) -> None:
    """What was chosen comes back when the address is opened again."""
    explorer.get_by_label("Any word").fill("drool")
    address = str(explorer.evaluate("location.href"))
    explorer.goto("about:blank")
    explorer.goto(address)
    expect(explorer.get_by_label("Any word")).to_have_value("drool")
    expect(explorer.locator("#results h2").first).to_contain_text("for sialorrhea")


# what reaches beyond the right edge, and lies in nothing that scrolls sideways
OUTSIDE = """() => [...document.querySelectorAll("article *, main *, header *")]
  .filter((node) => node.getBoundingClientRect().right > window.innerWidth + 1
    && getComputedStyle(node).position !== "absolute" && node.getClientRects().length)
  .filter((node) => {
    for (let up = node; up; up = up.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(up).overflowX)
          && up !== document.body && up !== document.documentElement
          && up.getBoundingClientRect().right <= window.innerWidth + 1) return false;
    return true;
  })
  .map((node) => node.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible(page: Page, address: str, path: str, width: int, scheme: str) -> None:
    """axe-core finds no serious violation; nothing is wider than the screen."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words
    page.goto(f"{address}/{path}")
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0
    assert page.evaluate(OUTSIDE) == []
    if AXE is None:
        pytest.skip("needs axe-core: AXE_CORE names its axe.min.js")
    page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        f"{v['id']}: {node['html'][:120]} {node['target']}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"][:3]
    ]
    assert serious == []
