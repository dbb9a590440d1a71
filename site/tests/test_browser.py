"""What a reader does with the site in a browser: ask, filter, follow, by keyboard alone."""

import contextlib
import io
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import alstx
from alstx.cli.ask import as_csv
from alstx.cli.json import table
from alstx.display import signs
from alstx_site.playground import examples

AXE = os.environ.get("AXE_CORE")
PAGES = (
    "index.html",
    "index.html?q=elavl",
    "index.html?q=quinine+cramps",
    "index.html?q=xyzzyx",
    "symptoms/index.html",
    "symptoms/sialorrhea.html",
    "symptoms/muscle-symptoms.html",
    "symptoms/dry-mouth.html",
    "medications/index.html",
    "medications/amitriptyline.html",
    "medications/baclofen.html",
    "drug_classes/index.html",
    "drug_classes/anticholinergic.html",
    "mechanisms/index.html",
    "mechanisms/muscarinic-antagonist.html",
    "therapies/index.html",
    "therapies/non-invasive-ventilation.html",
    "guidelines.html",
    "sources.html",
    "sources/ean-2024.html",
    "sources/oskarsson-2018-mexiletine.html",
    "sources/label-us-tizanidine.html",
    "contested.html",
    "map.html",
    "try.html",
    "agents.html",
    "names.html",
    "python/index.html",
    "python/quickstart.html",
    "python/tour.html",
    "python/search.html",
    "python/genindex.html",
    "python/api/base.html",
    "python/api/records.html",
    "python/annotate-a-table.html",
    "python/tables.html",
    "python/made/examples/concomitant-medications.html",
)
ROLES = ("used", "advised-against", "studied")
SECOND = 1000


@pytest.fixture
def front(page: Page, site: Path) -> Page:
    """The front page, opened from a file on disk."""
    page.goto((site / "index.html").as_uri())
    return page


def ask(front: Page, text: str) -> None:
    """Types a question, letter by letter."""
    front.get_by_label("What helps with").fill("")
    front.get_by_label("What helps with").press_sequentially(text)


def heads(front: Page) -> list[str]:
    """The headings of the answers that are shown."""
    found = front.locator("#answer .result:not([hidden]) h2").all_text_contents()
    return [" ".join(text.split()) for text in found]


def rows(front: Page) -> list[str]:
    """The names of the rows that are shown."""
    shown = front.locator("#answer .row:visible .name > a").all_text_contents()
    return [" ".join(text.split()) for text in shown]


def chosen(front: Page, label: str) -> Locator:
    """The list of a filter."""
    return front.locator(".filters").get_by_label(label)


def test_the_page_answers_as_one_types(front: Page) -> None:
    """A lay word leads to the symptom; rows are those in use and advised against."""
    ask(front, "cramps")
    expect(front.locator("#answer h2").first).to_contain_text("Cramps")
    assert "Quinine" in rows(front)
    expect(front.locator("#told")).to_have_text(f"Cramps (muscle cramps): {len(rows(front))} rows")
    assert front.locator("#answer .row:visible[data-role=studied]").count() == 0


@pytest.mark.parametrize(
    ("text", "head", "row"),
    [
        ("Elavil", "Amitriptyline", "Drooling"),
        ("quinine cramps", "Quinine for Cramps", "Quinine"),
        ("cramps quinine", "Quinine for Cramps", "Quinine"),
        ("what helps with drooling", "Drooling", "Anticholinergic"),
        ("uncontrollable laughing or crying", "Uncontrollable laughing", "Dextromethorphan"),
        ("opioids for breathlessness", "Opioid", "Opioid"),
        ("botox drool", "OnabotulinumtoxinA for Drooling", "Onabotulinum"),
    ],
)
def test_brands_lay_words_and_several_words(front: Page, text: str, head: str, row: str) -> None:
    """Brands, lay words and two names at once are understood; both names must hold."""
    ask(front, text)
    expect(front.locator("#answer h2").first).to_contain_text(head)
    assert any(name.startswith(row) for name in rows(front))


def test_a_typing_error_is_told(front: Page) -> None:
    """The nearest name is answered and named as such; others are offered and can be taken."""
    ask(front, "droolling")
    expect(front.locator("#answer")).to_contain_text("Did you mean drooling?")
    expect(front.locator("#answer")).to_contain_text("Nothing is called “droolling”")
    expect(front.locator("#answer h2")).to_contain_text("Drooling")
    ask(front, "quinin crmps")
    expect(front.locator("#answer h2")).to_contain_text("Quinine for Cramps")


def test_near_names_can_be_taken(front: Page) -> None:
    """A near name is a link that asks it."""
    ask(front, "breath")
    near = front.locator("#answer .near a")
    expect(near.first).to_be_visible()
    name = near.first.text_content() or ""
    near.first.click()
    expect(front.get_by_label("What helps with")).to_have_value(name)
    expect(front.locator("#answer .near")).to_have_count(0)


def test_two_names_of_which_nothing_is_recorded(front: Page) -> None:
    """The page says so, and offers the answer on each of the two."""
    ask(front, "riluzole drooling")
    expect(front.locator("#answer h2")).to_contain_text("Nothing is recorded")
    front.get_by_role("link", name="drooling", exact=True).last.click()
    expect(front.locator("#answer h2").first).to_contain_text("Drooling")


def test_an_empty_answer_has_ways_on(front: Page) -> None:
    """What is unknown is called unknown, and never taken for 'nothing helps'."""
    ask(front, "xyzzyx")
    answer = front.locator("#answer")
    expect(answer).to_contain_text("Nothing here is called “xyzzyx”")
    answer.get_by_role("link", name="all names").click()
    expect(front.locator("h1")).to_have_text("All names")


def test_interactions_of_two_medicines(front: Page) -> None:
    """Two medicines are answered with what labels say of the pair, the source beside it."""
    ask(front, "tizanidine with fluvoxamine")
    first = front.locator("#answer .result").first
    expect(first).to_contain_text("Tizanidine with Fluvoxamine")
    expect(first).to_contain_text("contraindicated")
    expect(first.get_by_role("link", name="US label").first).to_be_visible()
    ask(front, "mexiletine with riluzole")
    expect(front.locator("#answer .result").first).to_contain_text(
        re.compile("contraindicated|caution|avoid|That is no clearance")
    )


def test_products_outside_medicines_and_codes(front: Page) -> None:
    """A product of several, a medicine without a page, and a code of another vocabulary."""
    product = next(p for p in alstx.load().records.products if p.ingredients and p.others)
    ask(front, product.name)
    expect(front.locator("#answer")).to_contain_text("is a product of")
    expect(front.locator("#answer")).to_contain_text(product.others[0])
    ask(front, "流涎")
    expect(front.locator("#answer h2").first).to_contain_text("Drooling")
    ask(front, "warfarin")
    expect(front.locator("#answer")).to_contain_text("named by the labels of")
    ask(front, str(alstx.medications["baclofen"].identifiers[0]))
    expect(front.locator("#answer h2").first).to_contain_text("Baclofen")


def test_filters_narrow(front: Page) -> None:
    """Guideline, level, label, tube, role and contested narrow rows and count them."""
    ask(front, "cramps")
    expect(front.locator("#answer h2").first).to_contain_text("Cramps")
    before = len(rows(front))
    chosen(front, "Label").select_option("warned-against")
    expect(front.locator("[data-count]")).to_have_text("1 treatment fits")
    assert rows(front) == ["Quinine"]
    chosen(front, "Label").select_option("")
    chosen(front, "Guideline").select_option("ean-2024")
    chosen(front, "Level").select_option("2")
    expect(front.locator("[data-count]")).to_have_text("2 treatments fit")
    chosen(front, "Guideline").select_option("")
    chosen(front, "Level").select_option("")
    chosen(front, "Role").select_option("studied")
    expect(front.locator("#answer .row:visible[data-role=studied]").first).to_be_visible()
    assert front.locator("#answer .row:visible[data-role=used]").count() == 0
    chosen(front, "Role").select_option("")
    front.get_by_role("button", name="Contested").click()
    assert 0 < len(rows(front)) < before
    chosen(front, "Feeding tube").select_option("yes")
    assert all(
        "yes" in (row.get_attribute("data-tube") or "")
        for row in front.locator("#answer .row:visible").all()
    )


def test_filters_without_a_question(front: Page) -> None:
    """Filters alone show the treatments of every symptom that fit, the most first."""
    chosen(front, "Guideline").select_option("nice-ng42-2016")
    expect(front.locator("[data-count]")).to_contain_text("treatments fit")
    assert len(heads(front)) > 3
    by = [row.get_attribute("data-by") for row in front.locator("#answer .row:visible").all()]
    assert by
    assert all("nice-ng42-2016" in (found or "") for found in by)


def test_the_address_keeps_the_question(page: Page, address: str) -> None:
    """What was asked and chosen comes back when the address is opened again."""
    page.goto(f"{address}/index.html")
    page.get_by_label("What helps with").press_sequentially("cramps")
    page.get_by_label("Guideline").select_option("ean-2024")
    expect(page.locator("#answer h2").first).to_contain_text("Cramps")
    kept = str(page.evaluate("location.href"))
    page.goto("about:blank")
    page.goto(kept)
    expect(page.get_by_label("What helps with")).to_have_value("cramps")
    expect(page.get_by_label("Guideline")).to_have_value("ean-2024")
    expect(page.locator("#answer h2").first).to_contain_text("Cramps")


def test_every_page_asks(page: Page, site: Path) -> None:
    """The box in the head of a page leads to the answer; a slash leads to the box."""
    page.goto((site / "symptoms" / "spasticity.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("drooling")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What helps with")).to_have_value("drooling")
    expect(page.locator("#answer h2").first).to_contain_text("Drooling")


def test_the_page_is_usable_in_a_second(page: Page, address: str) -> None:
    """From opening to the first answer to a question: below a second on this machine."""
    page.goto(f"{address}/index.html?q=drooling")
    expect(page.locator("#answer .result").first).to_be_visible()
    took = page.evaluate(
        "async () => { const from = performance.now(); alstx.understand('baclofin crmps');"
        "return performance.now() - from }"
    )
    opened = page.evaluate("performance.getEntriesByType('navigation')[0].domComplete")
    assert took < SECOND
    assert opened < SECOND


def test_by_keyboard_alone(front: Page) -> None:
    """Slash, letters, Tab and Enter: from the box to a filter, a row and the page of a medicine."""
    keys = front.keyboard
    keys.press("/")
    keys.type("drooling")
    expect(front.locator("#answer h2").first).to_contain_text("Drooling")
    for _ in range(60):
        keys.press("Tab")
        if front.evaluate("document.activeElement.closest('.name') !== null"):
            break
    keys.press("Enter")
    expect(front.locator("h1")).to_contain_text("Anticholinergic")


def test_a_row_opens_and_closes_by_keyboard(page: Page, site: Path) -> None:
    """Enter opens a row's statements and findings, Escape closes them and returns."""
    page.goto((site / "symptoms" / "sialorrhea.html").as_uri())
    row = page.locator("#amitriptyline-for-sialorrhea")
    details = page.locator("#amitriptyline-for-sialorrhea + .more-of")
    expect(details).to_be_hidden()
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(details).to_be_visible()
    expect(details).to_contain_text("What sources say")
    details.get_by_role("link").first.focus()
    page.keyboard.press("Escape")
    expect(details).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def names(page: Page) -> list[str]:
    """The ids of the rows that are shown, from the top."""
    shown = page.locator("section .matrix .row:visible").all()
    return [row.get_attribute("data-treatment") or "" for row in shown]


def test_rows_are_put_in_order_by_keyboard(page: Page, site: Path) -> None:
    """By group as written, or the strongest first as the library has them; and back."""
    page.goto((site / "symptoms" / "sialorrhea.html").as_uri())
    grouped = names(page)
    page.get_by_role("button", name="Strongest first").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Strongest first")).to_have_attribute(
        "aria-pressed", "true"
    )
    kb = alstx.load()
    own = [t for t in kb.treatments if t.symptom == "sialorrhea"]
    assert names(page) == [t.id for role in ROLES for t in own if t.role == role]
    page.locator("#amitriptyline-for-sialorrhea summary").click()
    expect(page.locator("#amitriptyline-for-sialorrhea + .more-of")).to_be_visible()
    page.get_by_role("button", name="By group").focus()
    page.keyboard.press("Space")
    assert names(page) == grouped


def test_rows_are_copied_as_the_library_writes_them(page: Page, address: str) -> None:
    """The clipboard holds the columns and cells of the library's CSV, of the rows shown."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/symptoms/sialorrhea.html")
    page.get_by_label("Role").select_option("used")
    page.get_by_role("button", name="Strongest first").click()
    page.get_by_role("button", name="Copy as CSV").focus()
    page.keyboard.press("Enter")
    used = alstx.load().treatments.filter(symptom="sialorrhea")
    expect(page.locator("[data-copied]")).to_contain_text(f"Copied {len(used)} rows")
    printed = as_csv(*table("treatments", used))  # by `alstx treatments drooling --format csv`
    assert printed == page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("symptoms/sialorrhea.html#picture", "Sialorrhea: who says what"),
        ("symptoms/weight-loss.html#numbers", "Calorie intake"),
        ("map.html#picture", "No study in ALS or MND for"),
    ],
)
def test_pictures_answer_when_opened(page: Page, site: Path, path: str, title: str) -> None:
    """A picture is drawn when its fold opens, in the colours of the page, and answers a pointer."""
    name, _, fold = path.partition("#")
    page.goto((site / name).as_uri())
    assert page.evaluate("typeof vegaEmbed") == "undefined"
    page.locator(f"#{fold} > summary").click()
    drawn = page.locator(f"#{fold} .drawn svg")
    expect(drawn).to_contain_text(title)
    drawn.locator(".mark-rect path").last.hover()
    expect(page.locator("#vg-tooltip-element.visible")).not_to_contain_text("undefined")
    light = drawn.inner_html()
    page.get_by_role("button", name="Use dark colours").click()
    expect(drawn.locator(f"[fill='{signs.DARK[signs.INK]}']").first).to_be_attached()
    assert light != drawn.inner_html()
    with page.expect_download() as saved:
        page.locator(f"#{fold} [data-save=svg]").click()
    assert saved.value.suggested_filename.endswith(".svg")


def test_a_click_on_a_picture_leads_on(page: Page, address: str) -> None:
    """A cell of the map leads to its row on the page of the symptom."""
    page.goto(f"{address}/map.html#picture")
    page.locator("#picture .drawn svg").scroll_into_view_if_needed()
    cells = page.locator("#picture .drawn svg .mark-rect path")
    cells.last.click()
    expect(page.locator(".row:has(.fold[open])")).to_have_count(1)


def test_a_link_to_a_treatment_opens_its_row(page: Page, site: Path) -> None:
    """The map and other pages lead to a row that is open."""
    goal = (site / "symptoms" / "muscle-cramps.html").as_uri()
    page.goto(f"{goal}#mexiletine-for-muscle-cramps")
    expect(page.locator("#mexiletine-for-muscle-cramps + .more-of")).to_be_visible()


def test_without_scripts_all_is_there(browser: object, site: Path) -> None:
    """Without JavaScript the example is answered, rows open, and no filter is offered."""
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    expect(page.locator("#answer h2")).to_contain_text("Drooling")
    expect(page.locator(".filters")).to_be_hidden()
    page.goto((site / "symptoms" / "sialorrhea.html").as_uri())
    page.locator("#amitriptyline-for-sialorrhea summary").click()
    expect(page.locator("#amitriptyline-for-sialorrhea + .more-of")).to_be_visible()
    context.close()


def test_the_map_is_one_stop_of_the_keyboard(page: Page, site: Path) -> None:
    """Arrow keys move between cells, the panel reads them, Enter opens the treatment."""
    page.goto((site / "map.html").as_uri())
    assert page.locator(".gaps .cell[tabindex='0']").count() == 1
    page.locator(".gaps .cell[tabindex='0']").focus()
    first = page.locator("#panel h2").text_content()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    expect(page.locator("#panel h2")).not_to_have_text(first or "")
    assert page.locator(".gaps .cell[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    expect(page.locator(".row:has(.fold[open])")).to_have_count(1)


def test_python_runs_in_the_page(page: Page, address: str, site: Path) -> None:
    """Each example prints in the browser what it prints here; what is edited runs; errors show."""
    if not (site / "try.html").exists():
        pytest.skip("built without Pyodide")
    page.goto(f"{address}/try.html")
    for id_, _, code in examples():
        page.locator(f"[data-run='{id_}']").click()
        expect(page.locator(f"[data-run='{id_}']")).to_be_enabled(timeout=120_000)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, id_, "exec"), {"__name__": "__main__"})  # noqa: S102 (our own)
        shown = page.locator(f"#out-{id_}").text_content()
        assert printed.getvalue().strip() == (shown or "").strip()
    page.locator(f"#code-{id_}").fill("import alstx\nalstx.medications['Elavil']")
    page.locator(f"[data-run='{id_}']").click()
    expect(page.locator(f"#out-{id_}")).to_contain_text("NotFoundError", timeout=60_000)
    page.locator(f"[data-reset='{id_}']").click()
    expect(page.locator(f"#code-{id_}")).to_have_value(code)


def test_the_theme_is_kept(page: Page, address: str) -> None:
    """The chosen colours hold on the next page."""
    page.goto(f"{address}/index.html")
    page.get_by_role("button", name="Use dark colours").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(f"{address}/contested.html")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    assert dark == "rgb(20, 23, 26)"


# what reaches beyond the right edge, and lies in nothing that scrolls sideways
OUTSIDE = """() => [...document.querySelectorAll("article *, main *, header *")]
  .filter((node) => node.getBoundingClientRect().right > window.innerWidth + 1
    && getComputedStyle(node).position !== "absolute" && node.getClientRects().length)
  .filter((node) => {
    for (let up = node; up; up = up.parentElement)
      if (["auto", "scroll", "hidden"].includes(getComputedStyle(up).overflowX)
          && up !== document.body && up !== document.documentElement
          && up.getBoundingClientRect().right <= window.innerWidth + 1) return false;
    return true;
  })
  .map((node) => node.outerHTML.slice(0, 120))"""


SPILLED = """[...document.querySelectorAll(".matrix th, .matrix td")]
  .filter((cell) => cell.getClientRects().length && getComputedStyle(cell).position !== "absolute")
  .filter((cell) => [...cell.querySelectorAll("*")].some((node) =>
    node.getClientRects().length && !node.closest(".vh")
    && node.getBoundingClientRect().right > cell.getBoundingClientRect().right + 1))
  .map((cell) => cell.innerText.slice(0, 60))"""


@pytest.mark.parametrize("width", [390, 800, 1160, 1280, 1410, 1600])
@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith("python/")])
def test_nothing_leaves_its_cell(page: Page, address: str, path: str, width: int) -> None:
    """No name of a matrix lies over the signs beside it."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/{path}")
    assert page.evaluate(SPILLED) == []


@pytest.mark.parametrize("width", [390, 600, 800, 1150, 1280, 1440, 1600])
@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith("python/")])
def test_nothing_is_wider_than_the_screen(page: Page, address: str, path: str, width: int) -> None:
    """No page scrolls sideways, at any width."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert page.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible(page: Page, address: str, path: str, width: int, scheme: str) -> None:
    """axe-core finds no serious violation, with every fold open."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words
    page.goto(f"{address}/{path}")
    page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    page.wait_for_function(
        "[...document.querySelectorAll('.drawn')].every(place => place.querySelector('svg'))"
    )
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
