"""Pictures of the knowledge base (extra ``plot``): what is known, who says what.

`evidence_map`, `guideline_matrix` and `hierarchy` draw with matplotlib, on axes of yours or on new
ones as wide as a notebook, and return them; `forest` returns a figure. `alstx.plot.interactive`
has pictures by Altair, which answer when you point at them. Colour, shape and sign mean what they
mean everywhere else (`alstx.display.signs`), and shape and sign say all that colour says.
"""

from alstx.plot import interactive
from alstx.plot.forests import forest
from alstx.plot.static import evidence_map, guideline_matrix
from alstx.plot.trees import hierarchy

__all__ = ["evidence_map", "forest", "guideline_matrix", "hierarchy", "interactive"]


def __dir__() -> list[str]:
    return __all__
