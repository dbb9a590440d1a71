"""Pictures of the README: ``python tools/pictures.py`` (extra ``plot``)."""

from pathlib import Path

import matplotlib as mpl

import alstx
from alstx import plot

DOCS = Path(__file__).parent.parent / "docs"


def draw(kb: alstx.KnowledgeBase) -> None:
    """Draw the pictures of `alstx.plot` that the README shows."""
    for name, axes in (
        ("evidence-map", plot.evidence_map(kb)),
        ("guideline-matrix", plot.guideline_matrix(kb, "muscle cramps")),
    ):
        figure = axes.get_figure()
        assert figure is not None
        figure.savefig(DOCS / f"{name}.png", dpi=100)


if __name__ == "__main__":
    mpl.use("Agg")
    draw(alstx.load())
