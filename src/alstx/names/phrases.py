"""Names as sequences of words, and their places among the words of a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Any, TypeAlias

from alstx.names.edits import MOST_RIVALS, Corrector
from alstx.names.folding import fold, respell, tokens
from alstx.names.lexicon import STRENGTH, Lexicon

_GAP = re.compile(r"[ \t\xa0]?[-\u2010-\u2014/\\.'\u2019®™()&+:_%]{0,2}[ \t\xa0]?")
_BREAK = re.compile(r"\s*[-\u2010-\u2014]?\s*")
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014")
_SHORT = 2
_COMMA = re.compile(r",[ \t\xa0]?")
_STOP = re.compile(r"(?<=[^\W\d_]{4})\.[ \t\xa0]")
_STRENGTH = re.compile(STRENGTH, re.IGNORECASE)
NOTHING: frozenset[str] = frozenset()

MOST_CACHED = 50_000
"""Largest number of results in a cache."""
LONGEST_CACHED = 120
"""Length of the longest text whose result is cached."""
MIXED = "+"
"""Sign between the ids of a name that means several records at once."""

SIGN = ""
"""The word that stands for signs that may stand between two words of a name."""

_ELSEWHERE = ""
"""The id that stands for names of another kind."""

Token: TypeAlias = tuple[int, int, tuple[str, ...], bool]
"""A word or number: start, end, the words that it may be, and whether it was corrected."""

Place: TypeAlias = tuple[int, int, str, bool]
"""Place of a name in a text: start, end, id, and whether a word was corrected."""


class Memory(dict[str, Any]):
    """Cache that computes a missing value, and is emptied when it is full.

    Args:
        make: Works out what belongs to a text.
    """

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> Any:
        made = self._make(key)
        if len(key) <= LONGEST_CACHED:
            if len(self) >= MOST_CACHED:
                self.clear()
            self[key] = made
        return made


class Phrases:
    """Matcher of names by their words.

    A misspelled word is corrected only where one record is nearest, and never when the word itself,
    or a word that it is as near to, is known to mean something else.

    Args:
        names: For each id its names, the preferred one first.
        lexicon: What else to know of such names.
        correct_from: Length from which a misspelled word is corrected; None for never.
        elsewhere: Names of other kinds: a longer one that has a name of ours within it means
            something else.
        products: For names that mean several records at once their ids.
        foreign: Names that mean something else, whether they have one of ours within or not.

    Attributes:
        ids: The id of each name that is one record's only, all words in one.
        preferred: The preferred name of each id, all words in one.
        starts: The words that a name may start with.
        lexicon: What else to know of such names.
    """

    def __init__(
        self,
        names: Mapping[str, Iterable[str]],
        lexicon: Lexicon,
        correct_from: int | None,
        elsewhere: Iterable[str],
        *,
        products: Mapping[str, Sequence[str]] = MappingProxyType({}),
        foreign: Iterable[str] = (),
    ) -> None:
        self.lexicon = lexicon
        self._doubtful = lexicon.doubtful
        self._broken: set[str] = set()
        self._mended: set[str] = set()
        self.preferred: dict[str, str] = {}
        self._respelled: dict[str, str] = {}
        self._commas: set[str] = set()
        bearers: dict[str, set[str]] = defaultdict(set)
        follow: dict[str, set[str]] = defaultdict(set)
        for id_, own in names.items():
            for name in own:
                whole = self._add(name, follow)
                bearers[whole].add(id_)
                self.preferred.setdefault(id_, whole)
        self.ids: dict[str, str] = {
            key: next(iter(ids)) for key, ids in bearers.items() if key and len(ids) == 1
        }
        self._meant = Memory(
            (lambda _: ())
            if correct_from is None
            else Corrector(dict(self._respelled), lexicon, correct_from).meant
        )
        for name, ids in products.items():
            self.ids.setdefault(self._add(name, follow), MIXED.join(ids))
        self._shut_out(elsewhere, follow)
        for name in (*foreign, *lexicon.longer):
            self._shut(name, follow)
        self._parts = self._broken_up(lexicon.splits, follow)
        for title in map(fold, lexicon.titles):
            follow[title] |= follow[""]
        follow[""].update(map(fold, lexicon.titles))
        self._follow = {start: frozenset(after) for start, after in follow.items()}
        self.starts: frozenset[str] = self._follow[""]
        self._words = NOTHING.union(*follow.values())
        self._tokens = Memory(self._cut)

    def _add(self, name: str, follow: dict[str, set[str]]) -> str:
        """Add the words of a name; return the name as one word."""
        cut = list(tokens(name))
        written = [key for _, _, key in cut]
        self._respelled.update((key, respell(key)) for key in written)
        parts = [self._respelled[key] for key in written]
        whole = "".join(parts)
        if _is_one_word(parts):
            self._respelled["".join(written)] = whole
        for nth, (before, after) in enumerate(pairwise(cut), 1):
            if "," in name[before[1] : after[0]]:
                self._commas.add("".join(parts[:nth]))
        for variant in _variants(name, parts):
            _follow(variant, follow)
        return whole

    def _shut_out(self, elsewhere: Iterable[str], follow: dict[str, set[str]]) -> None:
        """Add the names of other kinds that contain one of ours."""
        for name in elsewhere:
            parts = [respell(key) for _, _, key in tokens(name)]
            whole = "".join(parts)
            if whole not in self.ids and any(
                beginning in self.ids
                for first in range(len(parts))
                for beginning in accumulate(parts[first:])
            ):
                _follow(parts, follow)
                self.ids[whole] = _ELSEWHERE

    def _shut(self, name: str, follow: dict[str, set[str]]) -> None:
        """Add a name that means something else, as it is written and in one word."""
        parts = [respell(key) for _, _, key in tokens(name)]
        for variant in _variants(name, parts):
            _follow(variant, follow)
        self.ids.setdefault("".join(parts), _ELSEWHERE)

    def _broken_up(
        self, splits: Iterable[tuple[str, str]], follow: dict[str, set[str]]
    ) -> frozenset[str]:
        """Add words in two parts: together they mean what the word means, ours or not.

        Returns:
            The parts that are not words by themselves.
        """
        known = NOTHING.union(*follow.values())
        parts: set[str] = set()
        for first, second in splits:
            whole = respell(first.removesuffix("-")) + respell(second)
            self._mended.add(whole)
            self.ids.setdefault(whole, _ELSEWHERE)
            if not first.endswith("-"):
                pair = [respell(first), respell(second)]
                _follow(pair, follow)
                parts.update(pair)
                self._broken.add(pair[0])
        return frozenset(parts - known)

    def placed(self, text: str, held: Sequence[Token]) -> tuple[Place, ...]:
        """Return the places that tokens of a text name."""
        return tuple(place for place, _, _ in self.matches(text, held) if place)

    def held(self, text: str, offset: int = 0) -> list[Token]:
        """Return the tokens of a text that occur in names, or may be meant for one that does."""
        held: list[Token] = []
        at = 0
        for chunk in text.split():
            at = text.index(chunk, at)
            place = at + offset
            for start, end, words, guessed in self._tokens[lowered(chunk)] or ():
                held.append((place + start, place + end, words, guessed))
            at += len(chunk)
        return held

    def matches(
        self, text: str, held: Sequence[Token]
    ) -> Iterator[tuple[Place | None, frozenset[str], bool]]:
        """Iterate over tokens, taking the longest name that starts where the last one ended.

        Yields:
            The name, if one starts here; the words that would go on with it, or with a longer
            one, after the last token; whether the name hangs on nothing else.
        """
        at = 0
        while at < len(held):
            place, keys, sure, used = self._longest(text, held, at)
            if place and at and self._follows_title(text, held[at - 1], place):
                sure = False
                place = place if _STRENGTH.match(text, place[1]) else None
            if place and (place[2] == _ELSEWHERE or self._is_part(text, held, at, place)):
                place = None
            yield place, NOTHING.union(*map(self._after, keys)), sure
            at += used

    def _is_part(self, text: str, held: Sequence[Token], at: int, place: Place) -> bool:
        """Return whether a misspelled name follows a part of a word and a hyphen."""
        if not (place[3] and at and held[at - 1][2][0] in self._broken):
            return False
        return text[held[at - 1][1] : held[at][0]].strip() in _HYPHENS

    def _is_loose(self, text: str, held: Sequence[Token], at: int) -> bool:
        """Return whether a part of two letters stands before a blank.

        In other languages it is a word: ``es citalopram`` may be Spanish.
        """
        start, end, _, _ = held[at]
        return end - start <= _SHORT and text[end : held[at + 1][0]].isspace()

    def _longest(
        self, text: str, held: Sequence[Token], at: int
    ) -> tuple[Place | None, list[str], bool, int]:
        """Find the longest name that starts at a token.

        Returns:
            The name, if there is one; the beginnings that may go on after the last token; whether
            the name hangs on nothing else; and how many tokens it takes.
        """
        start, _, first, corrected = held[at]
        keys = list(first)
        place, sure, used = None, True, 1
        for nth in range(at, len(held)):
            _, end, words, guessed = held[nth]
            if nth > at:
                keys = self._longer(keys, words, text, held[nth - 1][1], held[nth][0])
                corrected |= guessed
            if not keys:
                break
            named = [key for key in keys if key in self.ids]
            ids = {self.ids[key] for key in named}
            if ids:
                doubtful = self._doubtful.intersection(keys)
                sure &= not doubtful
                if len(ids) == 1 and all(self.lexicon.counts(key, text, end) for key in doubtful):
                    mended = not self._mended.isdisjoint(named) and nth > at
                    id_ = ids.pop()
                    if mended and self._is_loose(text, held, at):
                        id_ = _ELSEWHERE
                    place, used = (start, end, id_, corrected and not mended), nth - at + 1
        return place, keys, sure, used

    def doubted(self, read: Sequence[Token]) -> Place | None:
        """Return the place of a single word that counts only where a strength follows."""
        start, end, words, corrected = read[0]
        if len(read) > 1 or len(words) != 1 or words[0] not in self._doubtful:
            return None
        id_ = self.ids[words[0]]  # it hangs on the text, so that it is a name
        return None if id_ == _ELSEWHERE or MIXED in id_ else (start, end, id_, corrected)

    def _follows_title(self, text: str, before: Token, place: Place) -> bool:
        """Return whether a name follows a title such as ``Dr.``, and may be that of a person."""
        return text[before[0] : place[0]].rstrip().lower() in self.lexicon.titles

    def _longer(
        self, keys: list[str], words: Sequence[str], text: str, end: int, start: int
    ) -> list[str]:
        """Return the beginnings with a further word, as what is between the two allows."""
        longer = [key + word for key in keys for word in words if word in self._after(key)]
        if not longer:
            return longer
        if _GAP.fullmatch(text, end, start):
            longer = [] if _STOP.match(text, end) else longer
        elif _COMMA.fullmatch(text, end, start):
            known = [key for key in keys if key in self._commas]
            longer = [k + word for k in known for word in words if word in self._after(k)]
        elif _BREAK.fullmatch(text, end, start):  # a line ends within a word
            longer = [key for key in longer if key in self._mended]
        else:
            longer = []
        return longer[:MOST_RIVALS]

    def _after(self, key: str) -> frozenset[str]:
        """Return the words that may follow the beginning of a name."""
        return self._follow.get(key, NOTHING)

    def heads(self, chunk: str) -> tuple[str, ...]:
        """Return the words that a chunk may start with; after a sign, any that may follow."""
        held = self._tokens[lowered(chunk)]
        return held[0][2] if held else () if held is not None else (SIGN,)

    def _cut(self, chunk: str) -> tuple[Token, ...] | None:
        """Return the tokens of a chunk that occur in names, or may be meant for one that does.

        None for signs that may stand between two words of a name.
        """
        if chunk.isalpha() and chunk in self._respelled:
            return ((0, len(chunk), (self._respelled[chunk],), False),)
        cut = list(tokens(chunk))
        if not cut and _GAP.fullmatch(chunk):
            return None
        if len(cut) == 2 and (whole := respell(fold(chunk))) in self._mended:  # noqa: PLR2004
            return ((cut[0][0], cut[1][1], (whole,), False),)
        found = [(a, b, *self._words_of(key)) for a, b, key in cut]
        found = [token for token in found if token[2]]
        known = any(not self._parts.issuperset(words) for _, _, words, _ in found)
        if known or len(cut) < 2 or _STRENGTH.match(chunk):  # noqa: PLR2004 (parts of one word)
            return tuple(found)
        start, end, whole = cut[0][0], cut[-1][1], fold(chunk)
        if (word := respell(whole)) in self.ids:
            return ((start, end, (word,), False),)
        meant = self._meant[whole]
        return ((start, end, meant, True),) if meant else tuple(found)

    def _words_of(self, key: str) -> tuple[tuple[str, ...], bool]:
        """Return the words that a folded word may be, and whether it is misspelled.

        A part of a word may by itself be a misspelled name.
        """
        word = respell(key)
        if word not in self._words:
            return self._meant[key], True
        meant = self._meant[key] if word in self._parts else ()
        return (word, *meant), bool(meant)


def _variants(name: str, parts: list[str]) -> Iterator[list[str]]:
    """Yield the ways to split a name into tokens: as written, and with its first parts joined."""
    if not parts:
        return
    yield parts
    first = [respell(key) for _, _, key in tokens(name.split(maxsplit=1)[0])]
    if len(first) > 1:
        yield ["".join(first), *parts[len(first) :]]
    if len(parts) > 1 and _is_one_word(parts):
        yield ["".join(parts)]


def _is_one_word(parts: Sequence[str]) -> bool:
    """Return whether the parts of a name are written as one word: ``vitamine`` is not vitamin E."""
    return len(parts) != _SHORT or len(parts[-1]) > 1


def _follow(words: list[str], follow: dict[str, set[str]]) -> None:
    """Record which words may follow the beginnings of a name; any name follows nothing."""
    start = ""
    for word in words:
        follow[start].add(word)
        start += word


def lowered(text: str) -> str:
    """Return a text in lower case, where its length stays the same; `fold` does the rest."""
    return text.lower() if text.isascii() else text
