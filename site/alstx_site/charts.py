"""Pictures that answer: what Vega draws, and Vega itself, as scripts that load when opened."""

import json
from collections.abc import Callable, Iterator

import vl_convert
from altair import ConcatChart
from altair.utils.schemapi import debug_mode

from alstx.display import signs
from alstx.plot import interactive, told
from alstx.plot.vega.forests import panels
from alstx_site.base import Base

FOLDER = "pictures"
MAP = "map"
MOST_ROWS = 40


def scripts(base: Base) -> Iterator[tuple[str, str]]:
    """Yield path and text of each script: the library, and a picture each."""
    dark = json.dumps(dict(signs.DARK), separators=(",", ":"))
    bundle: Callable[..., str] = vl_convert.javascript_bundle  # its stub asks for a snippet
    yield f"{FOLDER}/vega.js", f"{bundle()}\nglobalThis.alstxDark={dark};\n"
    with debug_mode(arg=False):  # the library's tests check what Altair is given
        charts = list(_charts(base))
    for name, chart in charts:
        spec = chart.to_dict(validate=False)
        text = json.dumps([name, spec], ensure_ascii=False, separators=(",", ":"))
        yield f"{FOLDER}/{name}.js", f"alstxPicture(...{text});\n".replace("</", "<\\/")


def _charts(base: Base) -> Iterator[tuple[str, ConcatChart]]:
    """Yield the name of each picture, and the picture."""
    yield MAP, interactive.evidence_map(base.kb, most=MOST_ROWS, address=".")
    for symptom in base.said:
        yield f"says-{symptom.id}", interactive.guideline_matrix(base.kb, symptom, address="..")
    for symptom in base.numbered:
        found = told.content(base.kb, symptom)
        if found.panels:
            yield f"numbers-{symptom.id}", panels(base.kb, symptom, found)
