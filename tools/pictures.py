"""Draws the pictures of the README: ``python tools/pictures.py`` (extra ``plot``)."""

from pathlib import Path

import matplotlib as mpl

import alstx
from alstx import plot

DOCS = Path(__file__).parent.parent / "docs"

if __name__ == "__main__":
    mpl.use("Agg")
    base = alstx.load()
    for name, axes in (
        ("evidence-map", plot.evidence_map(base)),
        ("guideline-matrix", plot.guideline_matrix(base, "muscle cramps")),
    ):
        figure = axes.get_figure()
        assert figure is not None
        figure.savefig(DOCS / f"{name}.png", dpi=100)
