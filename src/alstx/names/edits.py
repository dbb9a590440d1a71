"""Edit distance, and words within two edits of a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alstx.names.lexicon import Lexicon

_PREFIX = 7
MOST_EDITS = 2
SHORTEST, SHORT = 3, 5
"""Lengths from which one edit, and then all, may be ignored."""


def edits(one: str, other: str, most: int) -> int:
    """Count the edits between two words; return ``most + 1`` where there are more.

    An edit inserts, deletes or replaces a character, or swaps two neighbours; no place is edited
    twice (optimal string alignment).

    Example:
        >>> edits("amitriptiline", "amitriptyline", 2), edits("bacolfen", "baclofen", 2)
        (1, 1)
    """
    if one == other:
        return 0
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if not most or len(longer) - len(shorter) > most:
        return most + 1
    for at, (a, b) in enumerate(zip(longer, shorter, strict=False)):  # noqa: B007 (used below)
        if a != b:
            break
    else:
        return len(longer) - len(shorter)
    a, b = longer[at:], shorter[at:]
    less = most - 1
    found = min(
        edits(a[1:], b[1:], less),
        edits(a[1:], b, less),
        edits(a, b[1:], less),
    )
    if a[:2] == b[1::-1]:
        found = min(found, edits(a[2:], b[2:], less))
    return 1 + found


def allowed(length: int) -> int:
    """Return how many edits a search may ignore in a word; in short words each letter matters."""
    return MOST_EDITS if length >= SHORT else 1 if length >= SHORTEST else 0


def _variants(word: str, most: int) -> set[str]:
    """Return a word's beginning, and its variants with up to `most` characters dropped."""
    start = word[:_PREFIX]
    found = {start}
    ahead = found
    for _ in range(most):
        ahead = {left[:at] + left[at + 1 :] for left in ahead for at in range(len(left))}
        found = found | ahead
    return found


class Neighbours:
    """Index of words by deletions, which finds those within two edits of a word.

    Two words are near only if their beginnings are equal once some characters are dropped from
    each. So every beginning is indexed under all that it can be reduced to (a deletion
    neighbourhood), and a look-up compares the few words that share a reduction.

    Args:
        held: The words to index.
    """

    __slots__ = ("_by_variant",)

    def __init__(self, held: Iterable[str]) -> None:
        by_variant: dict[str, list[str]] = {}
        for word in dict.fromkeys(held):
            for variant in _variants(word, MOST_EDITS):
                by_variant.setdefault(variant, []).append(word)
        self._by_variant = {variant: tuple(words) for variant, words in by_variant.items()}

    def near(self, word: str, most: int) -> dict[str, int]:
        """Return the indexed words within `most` edits of a word, with the number of edits."""
        found: dict[str, int] = {}
        held = self._by_variant
        size = len(word)
        candidates: set[str] = set()
        for variant in _variants(word, most):
            if variant in held:
                candidates.update(held[variant])
        for candidate in candidates:
            if -most <= len(candidate) - size <= most:
                count = edits(word, candidate, most)
                if count <= most:
                    found[candidate] = count
        return found


MOST_RIVALS = 4
"""Words that a misspelled word may stand for; where there are more, it stands for none."""
_LONGEST_WORD = 40
_NOTHING: frozenset[str] = frozenset()


class Corrector:
    """Corrector of words, cautious: few names must be nearest, and no other word as near.

    Args:
        respelled: The words to correct to, as they are written, each with its American spelling.
        lexicon: What else to know of such words.
        correct_from: Length from which a word is corrected.
    """

    def __init__(self, respelled: Mapping[str, str], lexicon: Lexicon, correct_from: int) -> None:
        self._respelled = respelled
        self._others, self._rivals = lexicon.others, lexicon.rivals
        self._are_opposites = lexicon.are_opposites
        self._two_edits_from = lexicon.two_edits_from
        self._from = correct_from
        self._neighbours = Neighbours(word for word in respelled if len(word) >= correct_from)

    def meant(self, key: str) -> tuple[str, ...]:
        """Return the words that a misspelled word may stand for: those with the fewest edits."""
        if not self._from - 1 <= len(key) <= _LONGEST_WORD or key.isdigit():
            return ()
        if key in self._others:
            return ()
        near = self._neighbours.near(key, MOST_EDITS)
        near = {
            word: count
            for word, count in near.items()
            if count <= self._reach(word, key) and not self._are_opposites(key, word)
        }
        if not near:
            return ()
        fewest = min(near.values())
        meant = sorted(word for word, count in near.items() if count == fewest)
        if len(meant) > MOST_RIVALS or self._is_nearer_another(key, meant, fewest):
            return ()
        return tuple(dict.fromkeys(self._respelled[word] for word in meant))

    def _reach(self, word: str, key: str) -> int:
        """Return how many edits a misspelled word may be away from one of our names.

        Of two typing errors none is in the first letter, which people seldom get wrong.
        """
        two = self._two_edits_from
        return MOST_EDITS if two is not None and len(word) >= two and word[0] == key[0] else 1

    def _is_nearer_another(self, key: str, meant: list[str], count: int) -> bool:
        """Return whether a word that means something else is as near as what was found."""
        for word in meant:
            known, others = self._rivals.get(word, (_NOTHING, _NOTHING))
            if any(edits(key, other, count) <= count for other in known):
                return True
            if any(edits(key, other, count) < count for other in others):
                return True
        return False
