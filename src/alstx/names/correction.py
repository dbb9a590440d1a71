"""What a misspelled word of a text may stand for, and when it is left as it is."""

from collections.abc import Mapping

from alstx.names.edits import MOST_EDITS, Neighbours, edits
from alstx.names.lexicon import Lexicon

MOST_RIVALS = 4
"""Words that a misspelled word may stand for; where there are more, it stands for none."""
_LONGEST_WORD = 40
_NOTHING: frozenset[str] = frozenset()


class Corrector:
    """Corrects a word only where few words of ours are nearest, and none that means another thing.

    Args:
        respelled: The words to correct to, as they are written, each with its American spelling.
        lexicon: What else to know of such words.
        correct_from: Length from which a word is corrected.
    """

    def __init__(self, respelled: Mapping[str, str], lexicon: Lexicon, correct_from: int) -> None:
        """Indexes the words."""
        self._respelled = respelled
        self._others, self._rivals = lexicon.others, lexicon.rivals
        self._two_edits_from = lexicon.two_edits_from
        self._from = correct_from
        self._neighbours = Neighbours(word for word in respelled if len(word) >= correct_from)

    def meant(self, key: str) -> tuple[str, ...]:
        """The words that a misspelled word may stand for: those with the fewest edits."""
        if not self._from - 1 <= len(key) <= _LONGEST_WORD or key.isdigit():
            return ()
        if key in self._others:
            return ()
        near = self._neighbours.near(key, MOST_EDITS)
        near = {word: count for word, count in near.items() if count <= self._reach(word)}
        if not near:
            return ()
        fewest = min(near.values())
        meant = sorted(word for word, count in near.items() if count == fewest)
        if len(meant) > MOST_RIVALS or self._is_nearer_another(key, meant, fewest):
            return ()
        return tuple(dict.fromkeys(self._respelled[word] for word in meant))

    def _reach(self, word: str) -> int:
        """How many edits off a word of our names may be written."""
        two = self._two_edits_from
        return MOST_EDITS if two is not None and len(word) >= two else 1

    def _is_nearer_another(self, key: str, meant: list[str], count: int) -> bool:
        """Whether a word that means something else is as near as what was found."""
        for word in meant:
            known, others = self._rivals.get(word, (_NOTHING, _NOTHING))
            if any(edits(key, other, count) <= count for other in known):
                return True
            if any(edits(key, other, count) < count for other in others):
                return True
        return False
