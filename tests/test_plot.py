"""Pictures of the base: what is drawn, and what is refused."""

import pytest

from alstx import InvalidArgumentError, KnowledgeBase, NotFoundError

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

from alstx import plot  # noqa: E402 (after the backend is chosen)


def rows(ax: object) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]  # type: ignore[attr-defined]


def columns(ax: object) -> list[str]:
    return [label.get_text() for label in ax.get_xticklabels()]  # type: ignore[attr-defined]


def test_evidence_map_shows_what_was_studied(kb: KnowledgeBase) -> None:
    """The map has a row for a studied treatment and a column for its symptom."""
    ax = plot.evidence_map(kb)
    assert "Mexiletine" in rows(ax)
    assert kb.symptoms["muscle-cramps"].plain_name in columns(ax)
    assert "benefit" in [text.get_text() for text in ax.get_legend().get_texts()]


def test_evidence_map_of_chosen_symptoms(kb: KnowledgeBase) -> None:
    """Chosen symptoms are the columns, in their order, by any name."""
    ax = plot.evidence_map(kb, symptoms=["drooling", kb.symptoms["fatigue"]], most=5)
    assert [kb.symptoms[s].plain_name for s in ("sialorrhea", "fatigue")] == columns(ax)
    assert len(rows(ax)) <= 5


def test_evidence_map_refuses_a_bare_name(kb: KnowledgeBase) -> None:
    """A text is no list of symptoms, and an unknown symptom is an error."""
    with pytest.raises(InvalidArgumentError, match="list of symptoms"):
        plot.evidence_map(kb, symptoms="drooling")
    with pytest.raises(NotFoundError):
        plot.evidence_map(kb, symptoms=["droolling"])


def test_guideline_matrix_shows_disagreement(kb: KnowledgeBase) -> None:
    """Quinine is starred, and both a plus and a minus stand in the matrix."""
    ax = plot.guideline_matrix(kb, "muscle cramps")
    assert "Quinine *" in rows(ax)
    assert {"EAN 2024", "NICE NG42"} <= set(columns(ax))
    assert {"+", "-"} <= {text.get_text() for text in ax.texts}


def test_guideline_matrix_without_guidelines(kb: KnowledgeBase) -> None:
    """A symptom of which no guideline speaks is refused by name."""
    with pytest.raises(InvalidArgumentError, match="no current guideline"):
        plot.guideline_matrix(kb, kb.symptoms["excessive-yawning"])


@pytest.mark.parametrize("kind", ["symptoms", "drug_classes", "mechanisms"])
def test_hierarchy_names_every_node(kb: KnowledgeBase, kind: str) -> None:
    """The tree names every node, and draws on the axes it is given."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 (optional)

    axes = plt.subplots()[1]
    ax = plot.hierarchy(kb, kind, ax=axes)
    assert ax is axes
    assert {r.name for r in getattr(kb, kind)} == {text.get_text() for text in ax.texts}


def test_hierarchy_of_something_else(kb: KnowledgeBase) -> None:
    """A kind without a hierarchy is refused."""
    with pytest.raises(InvalidArgumentError, match="drug_classes"):
        plot.hierarchy(kb, "sources")


@pytest.fixture(autouse=True)
def close_figures() -> object:
    from matplotlib import pyplot as plt  # noqa: PLC0415 (optional)

    yield
    plt.close("all")
