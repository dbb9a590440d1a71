"""Pictures of the knowledge base with matplotlib (extra ``plot``): what is known, who says what.

`evidence_map`, `guideline_matrix` and `hierarchy` draw on axes of yours, or make some as wide as a
notebook, and return them; `forest` returns a figure. Colour, shape and sign mean what they mean
everywhere else (`alstx.display.signs`), and shape and sign say all that colour says.
"""

from alstx.plot.forests import forest
from alstx.plot.gap_map import evidence_map
from alstx.plot.matrix import guideline_matrix
from alstx.plot.trees import hierarchy

__all__ = ["evidence_map", "forest", "guideline_matrix", "hierarchy"]


def __dir__() -> list[str]:
    return __all__
