"""Pictures of the base: what is drawn, and what is refused."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from alstx import InvalidArgumentError, KnowledgeBase, NotFoundError, Symptom
from alstx.vocab import Stance

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

from alstx import plot  # noqa: E402 (after the backend is chosen)


def rows(ax: Any) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def columns(ax: Any) -> list[str]:
    return [label.get_text().replace("\n", " ") for label in ax.get_xticklabels()]


NOTEBOOK = 10
"""Inches that a notebook's column is wide, at 100 dots an inch."""


def boxes(ax: Any, texts: Any) -> Iterator[Any]:
    """The places of drawn texts, in dots."""
    ax.figure.canvas.draw()
    for text in texts:
        yield text.get_window_extent()


def marks(ax: Any) -> list[tuple[Any, Any, float, Any]]:
    """The drawn marks: place in the data and in dots, height in dots, colour of the face."""
    ax.figure.canvas.draw()
    found = []
    for c in ax.collections:
        (at,), (dots,) = c.get_offsets(), c.get_offset_transform().transform(c.get_offsets())
        height = c.get_sizes()[0] ** 0.5 * ax.figure.dpi / 72
        found.append((tuple(map(float, at)), tuple(dots), height, c.get_facecolor()[0]))
    return found


def luminance(colour: Any) -> float:
    """Relative luminance as WCAG defines it."""
    parts = matplotlib.colors.to_rgb(colour)
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))


def test_evidence_map_shows_what_was_studied(kb: KnowledgeBase) -> None:
    """The map has a row for a studied treatment, a column for its symptom, and a legend."""
    ax: Any = plot.evidence_map(kb)
    assert "Mexiletine" in rows(ax)
    assert kb.symptoms["muscle-cramps"].plain_name in columns(ax)
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert {"benefit", "no benefit", "level 1", "guideline for", "guideline against"} <= set(legend)


def drawings(kb: KnowledgeBase) -> list[Any]:
    """Pictures of every kind: large, small, and empty."""
    return [
        plot.evidence_map(kb),
        plot.evidence_map(kb, symptoms=["drooling"], most=2),
        plot.evidence_map(kb, symptoms=["excessive yawning"]),
        plot.guideline_matrix(kb, "sialorrhea"),
        plot.guideline_matrix(kb, "muscle cramps"),
        plot.guideline_matrix(kb, "orthopnea"),
        plot.hierarchy(kb, "symptoms"),
    ]


def test_pictures_are_legible_at_notebook_width(kb: KnowledgeBase) -> None:
    """No picture is wider than a notebook, no label is cut, small or drawn over another one."""
    for ax in drawings(kb):
        width, height = ax.figure.get_size_inches()
        assert width <= NOTEBOOK
        legend = ax.get_legend()
        ticks = ax.get_yticklabels() if ax.axison else ax.texts
        labels = [*ticks, *(legend.get_texts() if legend else ()), ax._left_title]
        shown = [text for text in labels if text.get_text()]
        for text, box in zip(shown, boxes(ax, shown), strict=True):
            assert text.get_fontsize() >= 8
            assert box.x0 >= 0
            assert box.y0 >= 0
            assert box.x1 <= width * ax.figure.dpi, text
            assert box.y1 <= height * ax.figure.dpi, text
        for one, other in itertools.combinations(boxes(ax, shown), 2):
            assert not one.overlaps(other)


def test_a_map_without_studies_says_so(kb: KnowledgeBase) -> None:
    """Where nothing was studied the map is empty, and its title says why."""
    ax = plot.evidence_map(kb, symptoms=["excessive yawning"])
    assert ax.get_title(loc="left").endswith("none recorded")
    assert rows(ax) == []


def test_evidence_map_of_chosen_symptoms(kb: KnowledgeBase) -> None:
    """Chosen symptoms are the columns, in their order, by any name, each once."""
    chosen: list[Symptom | str] = [
        "drooling",
        kb.symptoms["fatigue"],
        "sialorrhea",
        "excessive yawning",
    ]
    ax = plot.evidence_map(kb, symptoms=chosen, most=5)
    expected = [
        kb.symptoms.find(s).plain_name for s in ("sialorrhea", "fatigue", "excessive yawning")
    ]
    assert expected == columns(ax)
    assert len(rows(ax)) == 5


def test_a_group_stands_for_what_was_studied_below_it(kb: KnowledgeBase) -> None:
    """The columns of a group are the symptoms of the group with evidence in ALS or MND."""
    ax = plot.evidence_map(kb, symptoms=["muscle symptoms"], most=1000)
    studied = {
        kb.symptoms[s].plain_name
        for e in kb.evidence.filter(symptom="muscle symptoms")
        for s in e.symptoms
        if e.in_als and kb.symptoms[s] in kb.symptoms.filter(group="muscle symptoms")
    }
    assert studied == set(columns(ax))


def test_every_cell_of_the_map_is_drawn(kb: KnowledgeBase) -> None:
    """A mark stands for each treatment that was studied, a triangle for each stance beside it."""
    ax = plot.evidence_map(kb, symptoms=["muscle cramps"], most=1000)
    treatments = kb.treatments.filter(symptom="muscle cramps", role=None)
    expected = [
        1 + any(r.is_for for r in t.current) + any(r.is_against for r in t.current)
        for t in treatments
        if t.symptom == "muscle-cramps" and any(e.in_als for e in t.evidence)
    ]
    assert len(ax.collections) == sum(expected)
    assert len(rows(ax)) == len(expected)


def test_triangles_for_and_against_stand_apart(kb: KnowledgeBase) -> None:
    """Where guidelines stand on both sides, both are seen: nothing covers anything."""
    ax = plot.evidence_map(kb, symptoms=["muscle cramps"], most=1000)
    row = rows(ax).index("Quinine")
    of_quinine = [m for m in marks(ax) if m[0] == (0, row)]
    assert len(of_quinine) == 3
    for one, other in itertools.combinations(of_quinine, 2):
        least = (one[2] + other[2]) / 2
        assert max(abs(a - b) for a, b in zip(one[1], other[1], strict=True)) >= least


@pytest.mark.parametrize("value", ["drooling", 3, b"x"])
def test_evidence_map_refuses_what_is_no_list(kb: KnowledgeBase, value: Any) -> None:
    """A text or a number is no list of symptoms."""
    with pytest.raises(InvalidArgumentError, match="list of symptoms"):
        plot.evidence_map(kb, symptoms=value)
    with pytest.raises(InvalidArgumentError, match="list of symptoms"):
        plot.evidence_map(kb, symptoms=kb.symptoms["pain"])  # type: ignore[arg-type]


def test_evidence_map_refuses_unknown_symptoms(kb: KnowledgeBase) -> None:
    """An unknown symptom is an error with near names."""
    with pytest.raises(NotFoundError, match="did you mean 'drooling'"):
        plot.evidence_map(kb, symptoms=["droolling"])


@pytest.mark.parametrize("most", [0, -1, 2.0, True, "3", None])
def test_evidence_map_refuses_other_counts(kb: KnowledgeBase, most: Any) -> None:
    """The number of rows is a whole number from 1."""
    with pytest.raises(InvalidArgumentError, match="number of rows from 1"):
        plot.evidence_map(kb, most=most)


@pytest.mark.parametrize("value", [3, None, "base"])
def test_what_is_no_base_or_no_axes_is_refused(kb: KnowledgeBase, value: Any) -> None:
    """Each function says what it takes, and what it got."""
    draws: list[Callable[[], object]] = [
        lambda: plot.evidence_map(value),
        lambda: plot.guideline_matrix(value, "pain"),
        lambda: plot.hierarchy(value),
    ]
    for draw in draws:
        with pytest.raises(InvalidArgumentError, match="kb takes a KnowledgeBase, not"):
            draw()
    if value is not None:
        with pytest.raises(InvalidArgumentError, match="ax takes an Axes of matplotlib, not"):
            plot.evidence_map(kb, ax=value)


def test_guideline_matrix_shows_disagreement(kb: KnowledgeBase) -> None:
    """Quinine is starred, a plus and a minus stand in its row, other populations are marked."""
    ax: Any = plot.guideline_matrix(kb, "muscle cramps")
    assert "Quinine *" in rows(ax)
    assert {"EAN 2024", "NICE NG42", "AAN 2010 (cramps) (not only ALS)"} <= set(columns(ax))
    row = rows(ax).index("Quinine *")
    assert {"+", "\u2212", "?"} == {t.get_text() for t in ax.texts if t.get_position()[1] == row}
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert len(legend) == len(Stance) + 2
    assert {"said of its class", "contested"} <= set(legend)


def test_statements_on_a_class_are_hollow_at_its_members(kb: KnowledgeBase) -> None:
    """A mark is hollow where all that a guideline says is said of the class, and only there."""
    for symptom in ("depression", "sialorrhea"):
        ax = plot.guideline_matrix(kb, symptom)
        expected = {}
        for t in kb.treatments.filter(symptom=symptom, role=None):
            for source in {
                r.source for r in t.current if t.symptom == kb.symptoms.find(symptom).id
            }:
                if kb.sources[source].kind == "guideline":
                    said = [r for r in t.current if r.source == source]
                    own = any(r.intervention == t.intervention for r in said)
                    expected[kb.resolve(t.intervention).name, kb.sources[source].label] = own
        names = [name.replace("\n", " ").removesuffix(" *") for name in rows(ax)]
        labels = [name.replace("\n", " ").removesuffix(" (not only ALS)") for name in columns(ax)]
        drawn = {
            (names[int(y)], labels[int(x)]): luminance(face) < 1 for (x, y), _, _, face in marks(ax)
        }
        assert expected == drawn
        assert set(drawn.values()) == {True, False}


def test_signs_stand_out_from_their_squares(kb: KnowledgeBase) -> None:
    """The contrast of a sign with the colour behind it is at least 4.5, as WCAG asks of text."""
    ax = plot.guideline_matrix(kb, "sialorrhea")
    faces = {at: face for at, _, _, face in marks(ax)}
    seen = set()
    for text in ax.texts:
        light, dark = sorted(map(luminance, (text.get_color(), faces[text.get_position()])))[::-1]
        assert (light + 0.05) / (dark + 0.05) >= 4.5
        seen.add(text.get_text())
    assert {"++", "+", "?", "\u2212"} == seen


def test_advice_against_is_never_hidden(kb: KnowledgeBase) -> None:
    """Where one guideline speaks for and against, the square says both."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 (optional)

    treatment = kb.treatments["quinine-for-muscle-cramps"]
    ax = plt.subplots()[1]
    plot._square(ax, 0, 0, treatment, treatment.current)
    (text,) = ax.texts
    assert text.get_text() == "+/\u2212"


def test_guideline_matrix_without_guidelines(kb: KnowledgeBase) -> None:
    """A symptom of which no guideline speaks is refused by name, with those near it that do."""
    with pytest.raises(InvalidArgumentError, match=r"no current guideline .* Excessive yawning as"):
        plot.guideline_matrix(kb, kb.symptoms["excessive-yawning"])
    with pytest.raises(InvalidArgumentError, match=r"Slurred speech as such; but of Dysarthria$"):
        plot.guideline_matrix(kb, "slurred speech")
    with pytest.raises(NotFoundError, match="did you mean 'drooling'"):
        plot.guideline_matrix(kb, "droolling")


@pytest.mark.parametrize("kind", ["symptoms", "drug_classes", "mechanisms"])
def test_hierarchy_names_every_node(kb: KnowledgeBase, kind: str) -> None:
    """The tree names every node, and draws on the axes it is given."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 (optional)

    axes = plt.subplots()[1]
    ax = plot.hierarchy(kb, kind, ax=axes)
    assert ax is axes
    assert {r.name for r in getattr(kb, kind)} == {text.get_text() for text in ax.texts}


def test_axes_are_taken_and_given_back(kb: KnowledgeBase) -> None:
    """Each function draws on the axes it is given, and returns axes of matplotlib."""
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


def test_hierarchy_of_something_else(kb: KnowledgeBase) -> None:
    """A kind without a hierarchy is refused."""
    with pytest.raises(InvalidArgumentError, match="drug_classes"):
        plot.hierarchy(kb, "sources")


@pytest.fixture(autouse=True)
def close_figures() -> object:
    from matplotlib import pyplot as plt  # noqa: PLC0415 (optional)

    yield
    plt.close("all")
