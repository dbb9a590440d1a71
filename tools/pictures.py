"""Pictures of the documentation: ``python tools/pictures.py`` (extra ``plot``, and Chromium)."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import matplotlib as mpl

import alstx
from alstx import plot

DOCS = Path(__file__).parent.parent / "docs"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run")
_WIDTH, _HEIGHT = 980, 510
_PAGE = (
    '<!doctype html><meta charset="utf-8">'
    '<body style="font:14px/1.4 system-ui,sans-serif;margin:12px;background:#fff;color:#111">'
)


def plots(kb: alstx.KnowledgeBase) -> None:
    """Draw the pictures of `alstx.plot`."""
    figures = {
        "evidence-map": plot.evidence_map(kb).figure,
        "guideline-matrix": plot.guideline_matrix(kb, "drooling").figure,
        "forest": plot.forest(kb, "weight loss"),
        "hierarchy": plot.hierarchy(kb, "symptoms").figure,
    }
    for name, figure in figures.items():
        figure.savefig(DOCS / f"{name}.png", dpi=100)


def notebook(kb: alstx.KnowledgeBase, browser: str) -> None:
    """Take a picture of a catalog in a notebook."""
    shown = kb.treatments.filter(symptom="muscle cramps")[:4]._repr_html_()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(_PAGE + shown, encoding="utf-8")
        subprocess.run(  # noqa: S603 (a browser of this machine, on a page of ours)
            [
                browser,
                *_FLAGS,
                f"--user-data-dir={folder}/profile",
                f"--window-size={_WIDTH},{_HEIGHT}",
                f"--screenshot={DOCS / 'notebook.png'}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    mpl.use("Agg")
    base = alstx.load()
    plots(base)
    if found := next(filter(None, map(shutil.which, _BROWSERS)), None):
        notebook(base, found)
    else:
        sys.stderr.write("no Chromium: docs/notebook.png stays as it is\n")
