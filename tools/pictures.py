"""Pictures of README and documentation: ``python tools/pictures.py`` (extra ``plot``)."""

from pathlib import Path

import matplotlib as mpl

import alstx
from alstx import plot

DOCS = Path(__file__).parent.parent / "docs"


def draw(kb: alstx.KnowledgeBase) -> None:
    """Draw the pictures of `alstx.plot` that the documentation shows."""
    figures = {
        "evidence-map": plot.evidence_map(kb).figure,
        "guideline-matrix": plot.guideline_matrix(kb, "muscle cramps").figure,
        "forest": plot.forest(kb, "weight loss"),
        "hierarchy": plot.hierarchy(kb, "symptoms").figure,
    }
    for name, figure in figures.items():
        figure.savefig(DOCS / f"{name}.png", dpi=100)


if __name__ == "__main__":
    mpl.use("Agg")
    draw(alstx.load())
