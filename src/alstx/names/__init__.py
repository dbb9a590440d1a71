"""From what people write to ids: folding, look-up, search, free text. Knows nothing of medicine."""

from typing import TYPE_CHECKING

from alstx.names.folding import fold
from alstx.names.index import NameIndex
from alstx.names.lexicon import MEDICINES, PLAIN, UNGUARDED, Lexicon

__all__ = ["MEDICINES", "PLAIN", "UNGUARDED", "Lexicon", "Match", "Mention", "NameIndex", "fold"]

if TYPE_CHECKING:
    from alstx.names.results import Match, Mention
else:  # a base that is only asked for exact names makes neither

    def __getattr__(name: str) -> object:
        """Fetches what a search gives when it is first asked for."""
        if name not in ("Match", "Mention"):
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        from alstx.names import results  # noqa: PLC0415 (when first needed)

        return getattr(results, name)
