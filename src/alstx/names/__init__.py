"""From what people write to ids: folding and look-up. Knows nothing of medicine."""

from alstx.names.folding import fold
from alstx.names.index import NameIndex

__all__ = ["NameIndex", "fold"]
