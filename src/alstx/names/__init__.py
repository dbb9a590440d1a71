"""Names to ids: folding, look-up, search, free text. Knows nothing of medicine."""

from alstx.names.folding import fold
from alstx.names.index import NameIndex
from alstx.names.lexicon import MEDICINES, PLAIN, SYMPTOMS, THERAPIES, UNGUARDED, Lexicon
from alstx.names.results import Match, Mention
from alstx.names.tables import Meanings

__all__ = [
    "MEDICINES",
    "PLAIN",
    "SYMPTOMS",
    "THERAPIES",
    "UNGUARDED",
    "Lexicon",
    "Match",
    "Meanings",
    "Mention",
    "NameIndex",
    "fold",
]
