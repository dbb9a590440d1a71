"""Ranked search among names: typing errors, beginnings, and single words of a name."""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from alstx.lazy import once
from alstx.names.edits import Neighbours, allowed
from alstx.names.folding import fold, words

SHORTEST_BEGINNING = 2
LEAST = 0.3
BEGINNING = 0.5
WORDWISE = 0.9
NEAR = 0.85
MISSPELLED = 0.8
MOST_WORDS = 40
_PARTICLES = """
a an and are at by cant do for from have i in is it me my no not of on or the to too very when
while with
"""
PARTICLES = frozenset(_PARTICLES.split())
"""Words of a text that count only where there are no others."""
ENDINGS = r"(?<=...)(?:lessness|fulness|iness|ness|less|ings?|ies|es|ed|ly|er|y|s|e)$"
"""Endings of English words that do not count."""
_ENDING = re.compile(ENDINGS)


class Hit(NamedTuple):
    """An id that a search found, with the name that fits and how well it does."""

    id: str
    name: str
    score: float


def ranked(hits: Iterable[Hit]) -> list[Hit]:
    """Sort hits, the best first, equally good ones by name."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.name.casefold(), hit.id))


def stem(word: str) -> str:
    """Strip a common English ending from a word.

    Example:
        >>> stem("swallowing"), stem("breathlessness"), stem("cramps"), stem("stiff")
        ('swallow', 'breath', 'cramp', 'stiff')
    """
    return _ENDING.sub("", word)


def telling(found: list[str]) -> list[str]:
    """Leave out particles, unless there is nothing else."""
    return [word for word in found if word not in PARTICLES] or found


def has_a_word(name: str, text: str) -> bool:
    """Return whether a name has a word of a text, be it as the beginning of a longer one.

    Example:
        >>> has_a_word("too much saliva", "my saliva"), has_a_word("Ralivia", "saliva")
        (True, False)
    """
    roots = {stem(word) for word in telling(words(text))}
    return any(word.startswith(root) for word in words(name) for root in roots)


class Searcher:
    """Ranked search in the names of many ids.

    Args:
        names: For each id its names, the preferred one first.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        held: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for id_, own in names.items():
            for place, name in enumerate(own):
                if key := fold(name):
                    held[key].append((id_, name, place))
        self._held = dict(held)
        self._count = len(names)
        self._keys = sorted(held)
        self._neighbours = Neighbours(self._keys)

    def search(self, text: str) -> list[Hit]:
        """Return every id with a name that resembles a text, best first, then by name."""
        key = fold(text)
        if not key:
            return []
        best: dict[str, tuple[float, int, str]] = {}
        for found, score in self._scored(key, text):
            for id_, name, place in self._held[found]:
                fit = (-score, place, name)
                if id_ not in best or fit < best[id_]:
                    best[id_] = fit
        return ranked(Hit(id_, name, -score) for id_, (score, _, name) in best.items())

    def _scored(self, key: str, text: str) -> list[tuple[str, float]]:
        """Return folded names with their scores; a name may come more than once."""
        size = len(key)
        scored = [
            (name, round(1 - count / max(size, len(name)), 3))
            for name, count in self._neighbours.near(key, allowed(size)).items()
        ]
        if size >= SHORTEST_BEGINNING:
            scored += self._beginnings(key)
        query = words(text)[:MOST_WORDS]
        near = max((score for _, score in scored), default=0.0)
        if len(query) > 1 or near < NEAR or query[0] in self._postings:
            scored += self._wordwise(query)
        return scored

    def _beginnings(self, key: str) -> list[tuple[str, float]]:
        """Yield names that start with the text."""
        keys, found = self._keys, list[tuple[str, float]]()
        at = bisect_left(keys, key)
        while at < len(keys) and keys[at].startswith(key):
            if keys[at] != key:
                share = len(key) / len(keys[at])
                found.append((keys[at], round(BEGINNING + (WORDWISE - BEGINNING) * share, 3)))
            at += 1
        return found

    def _wordwise(self, query: list[str]) -> list[tuple[str, float]]:
        """Yield names that share words with the text, whatever their order and endings.

        A word counts the more, the fewer names have it. The score is the share of what both
        have in common in all that they have (Dice).
        """
        asked = telling([*dict.fromkeys(query)])
        shared: dict[str, float] = defaultdict(float)
        total = 0.0
        for word in asked:
            near = self._stems_near(word)
            total += max((self._weight(root) for root in near), default=self._rare)
            gained: dict[str, float] = {}
            for root, share in near.items():
                for name in self._postings[root]:
                    gained[name] = max(gained.get(name, 0.0), share * self._weight(root))
            for name, gain in gained.items():
                shared[name] += gain
        scored = (
            (name, round(WORDWISE * 2 * gain / (total + self._weights[name]), 3))
            for name, gain in shared.items()
        )
        return [(name, min(score, WORDWISE)) for name, score in scored if score >= LEAST]

    def _stems_near(self, word: str) -> dict[str, float]:
        """Return the stems that a word stands for: its own, or else those within an edit or two."""
        root = stem(word)
        if root in self._postings:
            return {root: 1.0}
        near = self._words.near(word, allowed(len(word)))
        fewest = min(near.values(), default=0)
        return {stem(other): MISSPELLED for other, count in near.items() if count == fewest}

    def _weight(self, root: str) -> float:
        return math.log(1 + self._count / self._bearers[root])

    @once
    def _rare(self) -> float:
        """Weight of a word that no name has."""
        return math.log(1 + self._count) / 2

    @once
    def _words_of(self) -> dict[str, tuple[str, ...]]:
        """For each folded name its words."""
        found: dict[str, tuple[str, ...]] = {}
        for key, bearers in self._held.items():
            found[key] = tuple(telling(words(bearers[0][1])))
        return found

    @once
    def _postings(self) -> dict[str, tuple[str, ...]]:
        """For each stem the folded names that have it."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for key, own in self._words_of.items():
            for word in own:
                found[stem(word)][key] = None
        return {root: tuple(keys) for root, keys in found.items()}

    @once
    def _bearers(self) -> dict[str, int]:
        """For each stem how many ids have it in a name."""
        return {
            root: len({bearer[0] for key in keys for bearer in self._held[key]})
            for root, keys in self._postings.items()
        }

    @once
    def _weights(self) -> dict[str, float]:
        """For each folded name the weight of its words."""
        return {
            key: sum(self._weight(root) for root in {stem(word) for word in own})
            for key, own in self._words_of.items()
        }

    @once
    def _words(self) -> Neighbours:
        return Neighbours(word for own in self._words_of.values() for word in own)
