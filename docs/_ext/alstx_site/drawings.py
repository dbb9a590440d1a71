"""Pictures of `alstx.plot`, the same at every build: evidence maps and printed numbers."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

from alstx import plot
from alstx_site.base import Base


def draw(base: Base, folder: Path) -> None:
    """Write a map of everything and of each group, and the numbers of each symptom."""
    mpl.use("agg")
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context({"svg.hashsalt": "alstx", "svg.fonttype": "none"}):
        _save(plot.evidence_map(base.kb).figure, folder / "map.svg")
        for group in base.groups:
            studied = base.studied(group)
            if studied:
                axes = plot.evidence_map(base.kb, symptoms=studied)
                _save(axes.figure, folder / f"map-{group.id}.svg")
        for symptom in base.numbered:
            _save(plot.forest(base.kb, symptom), folder / f"numbers-{symptom.id}.svg")


def _save(figure: Any, path: Path) -> None:
    figure.savefig(path, format="svg", bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
