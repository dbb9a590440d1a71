"""Evidence maps, drawn with `alstx.plot`, the same at every build."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

from alstx import plot
from alstx_site.base import Base


def draw(base: Base, folder: Path) -> None:
    """Write one map of everything, and one for each group of symptoms that was studied."""
    mpl.use("agg")
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context({"svg.hashsalt": "alstx"}):
        _save(plot.evidence_map(base.kb), folder / "map.svg")
        for group in base.groups:
            studied = base.studied(group)
            if studied:
                _save(plot.evidence_map(base.kb, symptoms=studied), folder / f"map-{group.id}.svg")


def _save(axes: Any, path: Path) -> None:
    axes.figure.savefig(path, format="svg", bbox_inches="tight", metadata={"Date": None})
    plt.close(axes.figure)
