"""Pictures of `alstx.plot`, the same at every build, and the card for social media."""

import io
import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib import pyplot as plt

from alstx import plot
from alstx.display import signs
from alstx.vocab import Stance
from alstx_site.base import Base
from alstx_site.charts import FOLDER, MAP, MOST_ROWS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CARD = "card.png"
_WIDTH, _HEIGHT, _DPI = 12.0, 6.3, 100
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")


@contextmanager
def _steady() -> Generator[None]:
    """Draw without a screen, and the same at every build."""
    mpl.use("agg")
    with mpl.rc_context({"svg.hashsalt": "alstx", "svg.fonttype": "none"}):
        yield


def draw(base: Base, folder: Path) -> None:
    """Write the pictures for print and for who runs no scripts, and the card."""
    pictures = folder / FOLDER
    pictures.mkdir(parents=True, exist_ok=True)
    with _steady():
        for symptom in base.numbered:
            _save(plot.forest(base.kb, symptom), pictures / f"numbers-{symptom.id}.svg")
        for symptom in base.said:
            _save(
                plot.guideline_matrix(base.kb, symptom).figure, pictures / f"says-{symptom.id}.svg"
            )
        _save(plot.evidence_map(base.kb, most=MOST_ROWS).figure, pictures / f"{MAP}.svg")
        card = draw_card(base)
        card.savefig(folder / CARD, dpi=_DPI, metadata={"Software": None})
        plt.close(card)


def _save(figure: Any, path: Path) -> None:
    """Write a picture for light pages, and the same for dark ones."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
    light = stream.getvalue()
    path.write_text(light, encoding="utf-8", newline="\n")
    dark = _COLOUR.sub(lambda found: signs.painted(found[0], dark=True), light)
    path.with_stem(f"{path.stem}-dark").write_text(dark, encoding="utf-8", newline="\n")


def draw_card(base: Base) -> "Figure":
    """Draw the card: the question, what answers it, and how much there is."""
    figure = plt.figure(figsize=(_WIDTH, _HEIGHT), facecolor=signs.STANCES[Stance.RECOMMEND].fill)
    kb = base.kb
    counts = (
        f"{len(kb.symptoms)} symptoms   {len(kb.medications)} medicines   "
        f"{len(kb.therapies)} therapies   {len(kb.sources)} sources"
    )
    texts = (
        (0.78, "alstx", 34, "bold"),
        (0.56, "What helps with the symptoms of ALS?", 46, "bold"),
        (0.40, "Who says so, on what evidence, and where sources disagree.", 27, "normal"),
        (0.16, counts, 23, "normal"),
    )
    for y, text, size, weight in texts:
        figure.text(0.06, y, text, fontsize=size, fontweight=weight, color="#ffffff")
    return figure
