"""Pictures: what is drawn is what `display` says, all of it is legible, and bad input is ours."""

import io
import itertools
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alstx import (
    InvalidArgumentError,
    KnowledgeBase,
    MissingExtraError,
    NotFoundError,
    Ref,
    Symptom,
    Treatment,
)
from alstx.display import findings, gaps, signs, summary
from alstx.display.gaps import Cell
from alstx.display.numbers import Number, Panel, numbers
from alstx.display.words import phrase
from alstx.model.conclusions import is_limited
from alstx.testing import knowledge_bases
from alstx.vocab import Direction, Measure, Population, Role, Versus
from findings import estimate, finding, kin, source

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

from alstx import plot  # noqa: E402 (after the backend is chosen)
from alstx.plot import intervals, matrix, parts  # noqa: E402 (as above)
from alstx.plot.sheet import Sheet  # noqa: E402 (as above)

NOTEBOOK = 10.1
"""Inches that a notebook's column is wide, at 100 dots an inch."""
MINUS, DOT = "\N{MINUS SIGN}", "\N{BULLET}"
FORESTS = ("muscle cramps", "drooling", "fatigue", "dyspnea", "respiratory insufficiency")


def rows(ax: Any) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def columns(ax: Any) -> list[str]:
    return [label.get_text() for label in ax.get_xticklabels()]


def texts(ax: Any) -> Counter[tuple[float, float, str]]:
    """The texts that stand on the axes, with their places in the data."""
    return Counter((*map(float, t.get_position()), t.get_text()) for t in ax.texts)


def marks(ax: Any) -> Iterator[tuple[tuple[float, float], str, str, bool]]:
    """The marks: place in the data, colours of face and edge, and whether the edge is dashed."""
    for c in ax.collections:
        face = c.get_facecolor()
        fill = matplotlib.colors.to_hex(face[0]) if len(face) else "none"
        is_dashed = c.get_linestyle()[0][1] is not None
        for at in c.get_offsets():
            yield (
                tuple(map(float, at)),
                fill,
                matplotlib.colors.to_hex(c.get_edgecolor()[0]),
                is_dashed,
            )


def rendered(figure: Any, dpi: int = 100) -> Any:
    """Draw a figure for good: what is wrong with its texts shows only then."""
    figure.savefig(io.BytesIO(), dpi=dpi)
    return figure


def written(figure: Any) -> str:
    """All that is written on the page, in one line."""
    return " ".join(text.get_text() for text in figure.axes[0].texts)


def squeezed(text: str) -> str:
    return " ".join(text.split())


# the gap map


def named(kb: KnowledgeBase) -> list[Treatment]:
    """The treatments with an agent: "any medication" and "any therapy" name none."""
    return [t for t in kb.treatments if not t.intervention.id.startswith("any-")]


def cells(kb: KnowledgeBase, *symptoms: str) -> dict[tuple[str, str], Cell]:
    """What is to be shown of some symptoms, by the names of column and row."""
    found = gaps.cells(named(kb), kin(kb))
    return {
        (kb.symptoms[t.symptom].plain_name, row_of(kb, t.intervention)): cell
        for cell in found
        if (t := cell.treatment).symptom in symptoms
        if cell.is_advised or cell.is_studied or t.role is Role.ADVISED_AGAINST
    }


def row_of(kb: KnowledgeBase, ref: Any) -> str:
    name = kb.resolve(ref).name
    return f"{name} (class)" if ref.kind == "drug_classes" else name


def test_the_map_draws_what_is_advised_and_found(kb: KnowledgeBase) -> None:
    """Tiles, rings, marks with their levels, stars and minus signs are those of the treatments."""
    chosen = ("muscle-cramps", "sialorrhea", "weak-cough", "spasticity")
    expected = cells(kb, *chosen)
    ax: Any = plot.evidence_map(kb, symptoms=chosen, most=1000)
    assert [kb.symptoms[s].plain_name for s in chosen] == columns(ax)
    place = {
        (c, r): (float(x), float(y))
        for x, c in enumerate(columns(ax))
        for y, r in enumerate(rows(ax))
    }
    assert {row for _, row in expected} == set(rows(ax)[2:]) - {"Medicines", "Therapies"}
    drawn: dict[tuple[str, str, bool], set[tuple[float, float]]] = {}
    for at, fill, edge, is_dashed in marks(ax):
        drawn.setdefault((fill, edge, is_dashed), set()).add(at)
    assert drawn[signs.TILE, signs.RULE, False] == {
        place[key] for key, cell in expected.items() if cell.treatment.role is Role.USED
    }
    assert drawn["none", signs.INK2, True] == {
        place[key] for key, cell in expected.items() if cell.is_gap
    }
    benefit = signs.DIRECTIONS[Direction.BENEFIT]
    full = {
        place[key]
        for key, cell in expected.items()
        if (found := cell.finding or cell.kin_finding) is not None
        if found.evidence.direction is Direction.BENEFIT and not gaps.is_reserved(found)
    }
    assert drawn[benefit.fill, benefit.edge, False] == full
    said = texts(ax)
    for key, cell in expected.items():
        on = {text for *at, text in said if tuple(at) == place[key]}
        wanted = set[str]()
        if cell.finding is not None:
            level = str(int(cell.finding.evidence.level or 0))
            wanted.add(f"({level})" if gaps.is_reserved(cell.finding) else level)
        wanted |= {"*"} if cell.treatment.contested else set()
        wanted |= {MINUS} if cell.treatment.role is Role.ADVISED_AGAINST else set()
        assert on == wanted


def test_the_map_counts_uses_and_gaps(kb: KnowledgeBase) -> None:
    """Over each column stand its gaps and its uses; the title counts all of them."""
    ax: Any = plot.evidence_map(kb, symptoms=["muscle cramps"], most=1000)
    found = cells(kb, "muscle-cramps").values()
    uses, rings = sum(c.is_advised for c in found), sum(c.is_gap for c in found)
    assert (0.0, 0.0, str(rings)) in texts(ax)
    assert (0.0, 1.0, str(uses)) in texts(ax)
    assert ["no study in ALS or MND", "uses in all"] == rows(ax)[:2]
    assert f"No study in ALS or MND for {rings} of {uses} uses" == ax.get_title(loc="left")


def test_the_map_says_what_it_does_not_show(kb: KnowledgeBase) -> None:
    """A map that is cut says how many treatments and symptoms there are."""
    ax: Any = plot.evidence_map(kb)
    head, cut = ax.get_title(loc="left").splitlines()
    assert head == gaps.headline(gaps.cells(named(kb), kin(kb)))
    assert cut.startswith("Shown: 30 of ")
    assert f"{len(columns(ax))} of " in cut
    assert "Mexiletine" in rows(ax)
    assert kb.symptoms["muscle-cramps"].plain_name in columns(ax)


def test_the_legend_of_the_map_says_what_is_drawn(kb: KnowledgeBase) -> None:
    """Every direction, the tile, the ring and the letters are explained."""
    ax: Any = plot.evidence_map(kb, symptoms=["drooling"])
    legend = {text.get_text() for text in ax.get_legend().get_texts()}
    assert {sign.meaning for d, sign in signs.DIRECTIONS.items() if d != "no-data"} <= legend
    assert {"somebody advises it", "gap: advised, no study in ALS or MND"} <= legend


def test_a_map_of_nothing_says_so(kb: KnowledgeBase) -> None:
    """Where nothing is advised and nothing was studied the map is empty, and its title says so."""
    ax: Any = plot.evidence_map(kb, symptoms=["jaw tremor"])
    assert ax.get_title(loc="left") == "Nothing is advised, and no study in ALS or MND recorded"
    assert rows(ax) == ["no study in ALS or MND", "uses in all"]
    assert columns(ax) == [kb.symptoms.find("jaw tremor").plain_name]
    ax = plot.evidence_map(kb, symptoms=[])
    assert columns(ax) == []
    rendered(ax.figure)


def test_chosen_symptoms_are_the_columns(kb: KnowledgeBase) -> None:
    """Chosen symptoms are the columns, in their order, by any name, each once."""
    chosen: list[Symptom | str] = ["drooling", kb.symptoms["fatigue"], "sialorrhea"]
    ax = plot.evidence_map(kb, symptoms=chosen, most=5)
    expected = [kb.symptoms[s].plain_name for s in ("sialorrhea", "fatigue")]
    assert expected == columns(ax)
    assert len(set(rows(ax)[2:]) - {"Medicines", "Therapies"}) == 5


def test_a_group_stands_for_what_is_below_it(kb: KnowledgeBase) -> None:
    """The columns of a group are the symptoms below it of which there is something to show."""
    ax = plot.evidence_map(kb, symptoms=["muscle symptoms"], most=1000)
    below = [s.id for s in kb.symptoms.filter(group="muscle symptoms")]
    assert {name for name, _ in cells(kb, *below)} == set(columns(ax))


@pytest.mark.parametrize("value", ["drooling", 3, b"x"])
def test_the_map_refuses_what_is_no_list(kb: KnowledgeBase, value: Any) -> None:
    """A text, a number or a record is no list of symptoms."""
    with pytest.raises(InvalidArgumentError, match="list of symptoms"):
        plot.evidence_map(kb, symptoms=value)
    with pytest.raises(InvalidArgumentError, match="list of symptoms"):
        plot.evidence_map(kb, symptoms=kb.symptoms["pain"])  # type: ignore[arg-type]


@pytest.mark.parametrize("most", [0, -1, 2.0, True, "3", None])
def test_the_map_refuses_other_counts(kb: KnowledgeBase, most: Any) -> None:
    """The number of rows is a whole number from 1."""
    with pytest.raises(InvalidArgumentError, match="number of rows from 1"):
        plot.evidence_map(kb, most=most)


# the guideline matrix


@pytest.mark.parametrize("symptom", ["sialorrhea", "muscle-cramps", "depression", "dyspnea"])
def test_the_matrix_shows_every_statement(kb: KnowledgeBase, symptom: str) -> None:
    """Each cell holds the sign, line and limits of what its source says; the others are empty."""
    ax: Any = plot.guideline_matrix(kb, symptom)
    labels = [name.rstrip(" \N{DAGGER}\N{DOUBLE DAGGER}") for name in columns(ax)]
    names = [name.strip().rstrip(" *!") for name in rows(ax)]
    expected = Counter[tuple[float, float, str]]()
    for t in kb.treatments:
        for said in summary.statements(t) if t.symptom == symptom else ():
            x = float(labels.index(said.source.label))
            y = float(names.index(kb.resolve(t.intervention).name))
            shown, *also = said.shown, *sorted(said.also, key=lambda r: r.stance)[:1]
            signed = []
            for r in (shown, *also):
                line = signs.LINES[r.line] if r.line else ""
                sign = f"{signs.STANCES[r.stance].text}{line}".replace("-", MINUS)
                signed.append(f"({sign})" if is_limited(r) else sign)
            expected[x, y, DOT if said.is_of_class else "/".join(signed)] += 1
    assert expected == texts(ax)
    assert len(ax.patches) == sum(n for (*_, text), n in expected.items() if text != DOT)


def test_the_matrix_marks_treatments_and_sources(kb: KnowledgeBase) -> None:
    """Quinine is contested and boxed; guidelines not on ALS and pages have their marks."""
    ax: Any = plot.guideline_matrix(kb, "muscle cramps")
    assert "Quinine *!" in rows(ax)
    assert {"EAN 2024", "NICE NG42", "AAN 2010 (cramps) \N{DAGGER}"} <= set(columns(ax))
    assert columns(ax)[-1].endswith("\N{DOUBLE DAGGER}")
    heads = [label.get_text() for label in ax.get_yticklabels() if label.get_fontweight() == "bold"]
    assert heads == ["In use", "Advised against", "Neither advised nor advised against"]
    title = ax.get_title(loc="left")
    assert title == "Muscle cramps: who says what"


def test_members_stand_under_their_class(kb: KnowledgeBase) -> None:
    """What a class carries stands below it, indented."""
    names = rows(plot.guideline_matrix(kb, "sialorrhea"))
    at = names.index("Anticholinergic")
    assert names[at + 1].startswith("   ")


def test_the_weakest_other_statement_stands_after_a_stroke(kb: KnowledgeBase) -> None:
    """A source that says two things of a treatment is shown with both."""
    both = [said for t in kb.treatments for said in summary.statements(t) if said.also]
    assert both
    assert all("/" in matrix.sign_of(said) for said in both)


def test_a_matrix_without_statements_is_refused(kb: KnowledgeBase) -> None:
    """A symptom of which no source speaks is refused by name, with those near it that have some."""
    with pytest.raises(InvalidArgumentError, match=r"no current .* Excessive yawning as such"):
        plot.guideline_matrix(kb, kb.symptoms["excessive-yawning"])
    with pytest.raises(
        InvalidArgumentError, match=r"Slurred speech as such; but of Bulbar.*, Dysarthria$"
    ):
        plot.guideline_matrix(kb, "slurred speech")


# forest plots


def facts(kb: KnowledgeBase, symptom: str) -> Any:
    """The numbers of a symptom, as `display` puts them."""
    order: dict[Any, int] = {}
    for t in kb.treatments.filter(symptom=symptom, role=None):
        order.setdefault(t.intervention, len(order))
    return numbers(kb.evidence.filter(symptom=symptom), kb.evidence.labels.sources, order)


def test_every_symptom_has_a_page(kb: KnowledgeBase) -> None:
    """Each symptom draws without a warning; every finding with a number is on its page."""
    for symptom in kb.symptoms:
        figure: Any = plot.forest(kb, symptom)
        page = squeezed(written(figure))
        found = facts(kb, symptom.id)
        assert len(figure.axes) == 1 + len(found.panels)
        for e in kb.evidence.filter(symptom=symptom.id):
            if e.effect is not None and kb.sources[e.source].is_current:
                assert squeezed(e.effect) in page
                assert findings.cite(kb.sources[e.source]) in page
        left_out = "; ".join(found.notes) or "nothing"
        assert f"Left out: {left_out}." in page
        assert ("No number is recorded" in page) is not (bool(found.printed) or bool(found.panels))


@pytest.mark.parametrize("symptom", ["respiratory symptoms", "overall burden", "weight loss"])
def test_a_panel_draws_what_its_source_prints(kb: KnowledgeBase, symptom: str) -> None:
    """Each interval is drawn from its bounds, its square at the value and filled in ALS only."""
    figure: Any = plot.forest(kb, symptom)
    found = facts(kb, kb.symptoms.find(symptom).id)
    assert found.panels
    page = squeezed(written(figure))
    for panel, ax in zip(found.panels, figure.axes[1:], strict=True):
        assert panel.title in page
        assert panel.detail in page
        lines = [tuple(map(float, line.get_xdata())) for line in ax.lines]
        values = [(at[0], fill) for at, fill, *_ in marks(ax)]
        filled = signs.DIRECTIONS[Direction.BENEFIT].fill
        for number in panel.numbers:
            e, cited = number.evidence, number.source
            how = (phrase(e.design), findings.people(e, cited))
            assert ", ".join((findings.cite(cited), *how)) in page
            assert findings.endpoint(e, cited) in page
            assert number.interval in lines
            fill = filled if number.evidence.in_als else "#ffffff"
            assert (number.estimate.value, fill) in values
        assert len(values) == len(panel.numbers)
        low, high = ax.get_xlim()
        assert all(low < bound < high for n in panel.numbers for bound in n.interval)
        ends = panel.better or ("which way is better is not told",)
        assert all(end in ax.get_xlabel() for end in ends)


def test_a_page_says_who_was_studied_and_what_was_missed(kb: KnowledgeBase) -> None:
    """Printed findings say direction, rank and people, and that a primary endpoint was missed."""
    page = squeezed(written(plot.forest(kb, "respiratory insufficiency")))
    for text in facts(kb, "respiratory-insufficiency").printed:
        e = text.evidence
        said = ", ".join((summary.direction(e), findings.endpoint(e, text.source), *text.notes))
        assert said in page
        assert f"{findings.people(e, text.source)}, {signs.POPULATIONS[e.population]}" in page
    assert "the study missed its primary" in page


def test_two_trials_share_an_axis(kb: KnowledgeBase) -> None:
    """Two trials that ask one question are one panel; who was studied is seen in their squares."""
    symptom = next(s for s in kb.symptoms if not kb.evidence.filter(symptom=s))
    pill, whole = Ref.parse("medications/modafinil"), {"arm": None, "versus_arm": None}
    change = {"measure": Measure.MEAN_CHANGE, "label": "B Scale", **whole}
    found = [
        finding(
            estimate(n, **fields),
            id_=f"new-{i}",
            source=f"s{i}-2001",
            symptoms=(symptom.id,),
            interventions=(pill,),
            population=population,
            versus=versus,
        )
        for i, (n, fields, population, versus) in enumerate(
            (
                (-2, {}, Population.ALS, Versus.PLACEBO),
                (-3, {}, Population.OTHER, Versus.PLACEBO),
                (1, change, Population.MIXED, Versus.BASELINE),
                (2, change, Population.MND, Versus.BASELINE),
            )
        )
    ]
    records = attrs.evolve(
        kb.records,
        evidence=(*kb.records.evidence, *found),
        sources=(*kb.records.sources, *(source(e.source) for e in found)),
    )
    figure: Any = plot.forest(KnowledgeBase(records), symptom)
    _, *drawn = figure.axes
    filled, hollow = signs.DIRECTIONS[Direction.BENEFIT].fill, "#ffffff"
    assert [[fill for _, fill, *_ in marks(ax)] for ax in drawn] == [[filled, hollow]] * 2
    page = squeezed(written(figure))
    assert "side by side" in page
    assert page.count("pill against sugar") == 2
    assert page.count("all who were treated") == 2
    assert "Left out: nothing." in page


def test_a_page_is_a_figure_of_its_own(kb: KnowledgeBase) -> None:
    """A forest is none of pyplot's figures, which a notebook would show a second time."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 (optional)
    from matplotlib.figure import Figure  # noqa: PLC0415 (optional)

    before = plt.get_fignums()
    assert isinstance(plot.forest(kb, "fatigue"), Figure)
    assert before == plt.get_fignums()


def panel(*values: float, **fields: Any) -> Panel:
    """Numbers that share an axis, the first one found in ALS, the second in MND and so on."""
    made = []
    for value, population in zip(values, Population, strict=False):
        number = estimate(value, **fields)
        made.append(Number(finding(number, population=population), number, source()))
    return Panel(tuple(made))


def axis(drawn: Panel) -> Any:
    from matplotlib import pyplot as plt  # noqa: PLC0415 (optional)

    figure, ax = plt.subplots()
    intervals.draw(ax, drawn, [float(n) for n in range(len(drawn.numbers))])
    figure.canvas.draw()
    plt.close(figure)
    return ax


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.5, 4, ["0.5", "1", "2"]),
        (0.9, 1.1, ["0.9", "0.95", "1", "1.05", "1.1", "1.15"]),
        (1.07, 253.4, ["1", "10", "100"]),
        (0.000001, 1000000, ["1e\N{MINUS SIGN}06", "0.0001", "0.01", "1", "100", "10000", "1e+06"]),
        (1.0, 1.0, ["0.96", "0.98", "1", "1.02", "1.04"]),
    ],
)
def test_ratios_stand_on_a_logarithmic_axis(low: float, high: float, ticks: list[str]) -> None:
    """Ratios are drawn to logarithmic scale, with few ticks and a line at 1."""
    ax = axis(panel(low, high, measure=Measure.HAZARD_RATIO, low=low, high=high))
    assert ax.get_xscale() == "log"
    assert any(list(line.get_xdata()) == [1, 1] for line in ax.lines)
    assert [label.get_text() for label in ax.get_xticklabels()] == ticks


_SIZES = st.floats(-1e12, 1e12)


@given(st.lists(st.tuples(_SIZES, _SIZES, _SIZES).map(sorted), min_size=2, max_size=4))
def test_any_numbers_can_be_drawn(triples: list[list[float]]) -> None:
    """Whatever the numbers, every interval is within the axis, and so is zero."""
    made = tuple(
        Number(finding(), estimate(v, low=low, high=high), source()) for low, v, high in triples
    )
    ax = axis(Panel(made))
    left, right = ax.get_xlim()
    assert left < 0 < right
    assert all(left <= bound <= right for number in made for bound in number.interval)
    assert len(ax.get_xticks()) <= 8


# hierarchies


@pytest.mark.parametrize("kind", ["symptoms", "drug_classes", "mechanisms"])
def test_the_tree_names_and_counts_every_node(kb: KnowledgeBase, kind: str) -> None:
    """The tree names every node below each parent, with the records at or below it."""
    ax: Any = plot.hierarchy(kb, kind)
    tree = kb.hierarchies[kind]
    counts = {
        "symptoms": lambda node: len(kb.treatments.filter(symptom=node)),
        "drug_classes": lambda node: len(kb.medications.filter(drug_class=node)),
        "mechanisms": lambda node: len(kb.medications.filter(mechanism=node)),
    }[kind]
    by_row: dict[float, list[str]] = {}
    for _, y, text in texts(ax):
        by_row.setdefault(y, []).append(text)
    names = {record.name: record.id for record in getattr(kb, kind)}
    seen = set()
    for found in by_row.values():
        (name,) = (text for text in found if text in names)
        seen.add(name)
        number = counts(names[name])
        assert found.count(str(number)) == (number > 0)
    assert seen == set(names)
    assert len(by_row) >= len(tree.parents)


@pytest.mark.parametrize("kind", ["sources", "", 3, None, ["symptoms"]])
def test_another_hierarchy_is_refused(kb: KnowledgeBase, kind: Any) -> None:
    """A kind without a hierarchy is refused."""
    with pytest.raises(InvalidArgumentError, match="drug_classes"):
        plot.hierarchy(kb, kind)


# all of them


def test_the_module_shows_its_functions_only() -> None:
    """``dir`` names what is public, and each of it is documented."""
    functions = ["evidence_map", "forest", "guideline_matrix"]
    assert dir(plot) == [*functions, "hierarchy", "interactive"]
    assert dir(plot.interactive) == functions
    assert all(getattr(plot, name).__doc__ for name in dir(plot))
    assert all(getattr(plot.interactive, name).__doc__ for name in functions)


DRAWS: dict[str, Callable[[KnowledgeBase], Any]] = {
    "map": plot.evidence_map,
    "map of one": lambda kb: plot.evidence_map(kb, symptoms=["drooling"], most=2),
    "map of a group": lambda kb: plot.evidence_map(kb, symptoms=["muscle symptoms"]),
    "map of nothing": lambda kb: plot.evidence_map(kb, symptoms=["jaw tremor"]),
    "matrix of drooling": lambda kb: plot.guideline_matrix(kb, "drooling"),
    "matrix of cramps": lambda kb: plot.guideline_matrix(kb, "muscle cramps"),
    "small matrix": lambda kb: plot.guideline_matrix(kb, "orthopnea"),
    "symptoms": lambda kb: plot.hierarchy(kb, "symptoms"),
    "classes": plot.hierarchy,
    **{f"forest of {s}": lambda kb, s=s: plot.forest(kb, s) for s in FORESTS},
}


@pytest.mark.parametrize("name", DRAWS)
def test_pictures_are_legible_at_notebook_width(kb: KnowledgeBase, name: str) -> None:
    """No picture is wider than a notebook; no text is cut, small, or drawn over another one."""
    drawn = DRAWS[name](kb)
    figure = getattr(drawn, "figure", drawn)
    width, height = figure.get_size_inches()
    assert width <= NOTEBOOK
    rendered(figure)
    written_: list[Any] = []
    for ax in figure.axes:
        legend = ax.get_legend()
        ticks = [*ax.get_xticklabels(), *ax.get_yticklabels(), ax._left_title, ax.xaxis.label]
        written_ += [*(ticks if ax.axison else [ax._left_title]), *ax.texts]
        written_ += legend.get_texts() if legend else []
    written_ = [text for text in written_ if text.get_text().strip()]
    renderer = figure.canvas.get_renderer() if hasattr(figure.canvas, "get_renderer") else None
    boxes = [text.get_window_extent(renderer, dpi=figure.dpi) for text in written_]
    for text, box in zip(written_, boxes, strict=True):
        assert text.get_fontsize() >= (7 if text.get_text().startswith("(") else 8)
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= width * figure.dpi, text
        assert box.y1 <= height * figure.dpi, text
    corners = {"*", MINUS}
    upright = [
        (text, box)
        for text, box in zip(written_, boxes, strict=True)
        if not text.get_rotation() and text.get_text() not in corners
    ]
    for (one, a), (other, b) in itertools.combinations(upright, 2):
        assert not a.padded(-1).overlaps(b.padded(-1)), (one, other)


ODD = "a $\\frac{1 cost% of_{x} $"
"""What matplotlib would read as broken mathematics, and TeX as a comment."""


@pytest.fixture(scope="module")
def strange(kb: KnowledgeBase) -> KnowledgeBase:
    """The bundled base with names that are no mathematics; the old ones are synonyms."""

    def renamed(records: Any, *more: str) -> Any:
        return tuple(
            attrs.evolve(
                r,
                synonyms=(*r.synonyms, *(getattr(r, key) for key in ("name", *more))),
                **{key: f"{ODD} {getattr(r, key)}" for key in ("name", *more)},
            )
            for r in records
        )

    records = kb.records
    made = attrs.evolve(
        records,
        symptoms=renamed(records.symptoms, "plain_name"),
        medications=renamed(records.medications),
        drug_classes=renamed(records.drug_classes),
        therapies=renamed(records.therapies),
        sources=tuple(attrs.evolve(s, title=ODD, short_name=None) for s in records.sources),
    )
    return KnowledgeBase(made)


@pytest.mark.parametrize("name", DRAWS)
def test_no_text_is_read_as_mathematics(strange: KnowledgeBase, name: str) -> None:
    """Dollars, percent signs and braces in names are drawn as they are."""
    drawn = DRAWS[name](strange)
    rendered(getattr(drawn, "figure", drawn), dpi=20)


def test_axes_are_taken_and_given_back(kb: KnowledgeBase) -> None:
    """Each function but the forest draws on the axes it is given, and returns them."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 (optional)
    from matplotlib.axes import Axes  # noqa: PLC0415 (optional)

    draws: list[Callable[[Any], object]] = [
        lambda ax: plot.evidence_map(kb, most=3, ax=ax),
        lambda ax: plot.guideline_matrix(kb, "pain", ax=ax),
        lambda ax: plot.hierarchy(kb, "mechanisms", ax=ax),
    ]
    for draw in draws:
        first, second = plt.subplots(1, 2)[1]
        assert draw(second) is second
        assert not first.has_data()
        assert isinstance(draw(None), Axes)
        with pytest.raises(InvalidArgumentError, match="ax takes an Axes of matplotlib, not"):
            draw("axes")


@pytest.mark.parametrize("value", [3, None, "base"])
def test_what_is_no_base_is_refused(value: Any) -> None:
    """Each function says what it takes, and what it got."""
    draws: list[Callable[[], object]] = [
        lambda: plot.evidence_map(value),
        lambda: plot.guideline_matrix(value, "pain"),
        lambda: plot.hierarchy(value),
        lambda: plot.forest(value, "pain"),
    ]
    for draw in draws:
        with pytest.raises(InvalidArgumentError, match="kb takes a KnowledgeBase, not"):
            draw()


def test_unknown_symptoms_are_refused(kb: KnowledgeBase) -> None:
    """An unknown symptom is an error with near names, a blank one or a number an error of ours."""
    draws: list[Callable[[Any], object]] = [
        lambda s: plot.evidence_map(kb, symptoms=[s]),
        lambda s: plot.guideline_matrix(kb, s),
        lambda s: plot.forest(kb, s),
    ]
    for draw in draws:
        with pytest.raises(NotFoundError, match="did you mean 'drooling'"):
            draw("droolling")
        for bad in ("", 3, None):
            with pytest.raises(InvalidArgumentError):
                draw(bad)


@pytest.mark.parametrize("name", ["map", "matrix of drooling", "classes", "forest of fatigue"])
def test_the_missing_library_is_named(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Without matplotlib the error says which extra brings it."""
    for module in [m for m in sys.modules if m.partition(".")[0] == "matplotlib"]:
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=r"alstx\[plot\]"):
        DRAWS[name](kb)


@pytest.mark.filterwarnings("ignore:Glyph")  # of scripts that matplotlib's font lacks
@settings(max_examples=10)
@given(knowledge_bases())
def test_any_knowledge_base_can_be_drawn(kb: KnowledgeBase) -> None:
    """Whatever a base holds, each picture is drawn, or refused by an error of ours."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 (optional)

    plot.evidence_map(kb)
    plot.hierarchy(kb, "symptoms")
    for symptom in kb.symptoms:
        figure: Any = plot.forest(kb, symptom)
        assert len(figure.axes) == 1 + len(facts(kb, symptom.id).panels)
        try:
            plot.guideline_matrix(kb, symptom)
        except InvalidArgumentError:
            assert not any(summary.statements(t) for t in kb.treatments if t.symptom == symptom.id)
    plt.close("all")


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=80))
def test_wrapped_text_fits_and_loses_nothing(text: str) -> None:
    """No line is wider than it may be, and together they hold every letter."""
    lines = Sheet(10).wrap(text, 1.0)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(parts.breadth(line) <= 1.05 for line in lines)


@pytest.fixture(autouse=True)
def close_figures() -> object:
    from matplotlib import pyplot as plt  # noqa: PLC0415 (optional)

    yield
    plt.close("all")
