"""Names in free text: where they stand, misspelled or not, the longest first.

A text is cut at blanks into chunks. What a chunk can name is worked out once and remembered, for
the words of drug columns and clinical notes are few; most say nothing and cost one look-up.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from operator import length_hint
from typing import Any, Generic, TypeAlias, TypeVar, cast

from alstx.names.correction import MOST_RIVALS, Corrector
from alstx.names.folding import fold, respell, tokens
from alstx.names.lexicon import Lexicon
from alstx.names.results import Identified, Mention

_MOST_REMEMBERED = 50_000
_LONGEST_KEPT = 120
_GAP = re.compile(r"[ \t\xa0]?[-\u2010-\u2014/.'\u2019®™()&+:_%]{0,2}[ \t\xa0]?")
_COMMA = re.compile(r",[ \t\xa0]?")
_STOP = re.compile(r"(?<=[^\W\d_]{4})\.[ \t\xa0]")
_AMOUNT = r"\d+(?:[.,]\d+)?"
_UNIT = r"(?:mg|mcg|µg|ug|g|ml|mmol|units?|iu|%)"
_STRENGTH = re.compile(rf"\W{{0,2}}{_AMOUNT}\s*{_UNIT}(?![^\W_])", re.IGNORECASE)
_JOINT = re.compile(rf"\s*(?:{_AMOUNT}\s*{_UNIT}?)?\s*[-/+]\s*", re.IGNORECASE)
_NOTHING: frozenset[str] = frozenset()
_new = cast("Any", tuple.__new__)  # half the time that the class itself takes


R = TypeVar("R", bound=Identified)


class _Memory(dict[str, Any]):
    """A dict that works out what it does not hold yet; it forgets everything when it is full."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> Any:
        made = self._make(key)
        if len(key) <= _LONGEST_KEPT:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[key] = made
        return made


_SIGN = ""
"""The word that stands for signs that may stand between two words of a name."""

_ELSEWHERE = ""
"""The id that stands for names of another kind."""

_Token: TypeAlias = tuple[int, int, tuple[str, ...], bool]
"""A word or number: start, end, the words that it may be, and whether it was corrected."""

_Place: TypeAlias = tuple[int, int, str, bool]
"""What a text names: start, end, id, and whether a word was corrected."""

_Lead: TypeAlias = tuple[str, tuple[_Place, ...], frozenset[str], _Memory, bool]
"""A chunk in which a name starts, or several that belong together: the chunk; what it names by
itself; the words that would go on with a name that reaches its end; what it is together with the
chunk that follows; and whether what it names hangs on nothing else."""


class Reader(Generic[R]):
    """Finds the names of many records in free text.

    A misspelled word is corrected only where one record is nearest, and never when the word itself,
    or a word that it is as near to, is known to mean something else.

    Args:
        records: The records by id.
        names: For each id its names, the preferred one first.
        lexicon: What else to know of such names.
        correct_from: Length from which a misspelled word is corrected; None for never.
        elsewhere: Names of other kinds: a longer one that has a name of ours within it means
            something else.
    """

    def __init__(
        self,
        records: Mapping[str, R],
        names: Mapping[str, Iterable[str]],
        lexicon: Lexicon,
        correct_from: int | None,
        elsewhere: Iterable[str] = (),
    ) -> None:
        """Indexes the names by their words."""
        self._records = records
        self._lexicon = lexicon
        self._preferred: dict[str, str] = {}
        self._respelled: dict[str, str] = {}
        self._commas: set[str] = set()
        bearers: dict[str, set[str]] = defaultdict(set)
        follow: dict[str, set[str]] = defaultdict(set)
        for id_, own in names.items():
            for name in own:
                whole = self._add(name, follow)
                bearers[whole].add(id_)
                self._preferred.setdefault(id_, whole)
        self._ids = {key: next(iter(ids)) for key, ids in bearers.items() if key and len(ids) == 1}
        self._meant = _Memory(
            (lambda _: ())
            if correct_from is None
            else Corrector(self._respelled, lexicon, correct_from).meant
        )
        self._shut_out(elsewhere, follow)
        for title in map(fold, lexicon.titles):
            follow[title] |= follow[""]
        follow[""].update(map(fold, lexicon.titles))
        self._follow = {start: frozenset(after) for start, after in follow.items()}
        self._starts = self._follow[""]
        self._words = _NOTHING.union(*follow.values())
        self._tokens = _Memory(self._cut)
        self._heads = _Memory(self._head)
        self._leads = _Memory(self._lead)
        self._lead_of: Callable[[str], _Lead | None] = self._leads.__getitem__
        self.texts: dict[str, tuple[Mention[R], ...]] = {}
        for own in names.values():  # what is spelled right is known from the start
            for name in own:
                self.read(name)

    def _add(self, name: str, follow: dict[str, set[str]]) -> str:
        """Takes up the words of a name; gives the name as one word."""
        cut = list(tokens(name))
        written = [key for _, _, key in cut]
        parts = [respell(key) for key in written]
        whole = "".join(parts)
        self._respelled.update(zip(written, parts, strict=True))
        self._respelled["".join(written)] = whole
        for before, after, beginning in zip(cut, cut[1:], accumulate(parts), strict=False):
            if "," in name[before[1] : after[0]]:
                self._commas.add(beginning)
        for variant in _variants(name, parts):
            _follow(variant, follow)
        return whole

    def _shut_out(self, elsewhere: Iterable[str], follow: dict[str, set[str]]) -> None:
        """Takes up the names of other kinds that have one of ours within them."""
        for name in elsewhere:
            parts = [respell(key) for _, _, key in tokens(name)]
            whole = "".join(parts)
            if whole not in self._ids and any(
                beginning in self._ids
                for first in range(len(parts))
                for beginning in accumulate(parts[first:])
            ):
                _follow(parts, follow)
                self._ids[whole] = _ELSEWHERE

    def read(self, text: str) -> tuple[Mention[R], ...]:
        """Gives the mentions in a text, in order; they do not overlap."""
        low = text.lower() if text.isascii() else text
        chunks = low.split()
        ahead = iter(chunks)
        size = len(chunks)
        heads, records = self._heads, self._records
        found: list[Mention[R]] = []
        at = 0
        for lead in filter(None, map(self._lead_of, ahead)):
            chunk, places, follow, longer, sure = lead
            nth = size - length_hint(ahead)
            goes_on = follow and nth < size and not follow.isdisjoint(heads[chunks[nth]])
            if not places and sure and not goes_on:
                continue
            start = low.index(chunk, at) if nth == 1 else _place(low, chunk, at)
            while goes_on and (further := longer[chunks[nth]]):
                chunk, places, follow, longer, sure = further
                if not low.startswith(chunk, start):
                    return self._slowly(text, low)
                next(ahead)
                nth += 1
                goes_on = follow and nth < size and not follow.isdisjoint(heads[chunks[nth]])
            at = start + len(chunk)
            if not sure:
                places = self._placed(text, self._held(chunk, start))
                start = 0
            for first, last, id_, corrected in places:
                begin, end = start + first, start + last
                found.append(_new(Mention, (begin, end, text[begin:end], records[id_], corrected)))
        return tuple(self._joined(text, found) if len(found) > 1 else found)

    def remember(self, text: str) -> tuple[Mention[R], ...]:
        """Reads a text and keeps in `texts` what a short one gave: lines of lists recur."""
        found = self.read(text)
        if len(text) <= _LONGEST_KEPT:
            if len(self.texts) >= _MOST_REMEMBERED:
                self.texts.clear()
            self.texts[text] = found
        return found

    def _slowly(self, text: str, low: str) -> tuple[Mention[R], ...]:
        """Reads a text as a whole, where its blanks are not single ones."""
        found: list[Mention[R]] = [
            Mention(start, end, text[start:end], self._records[id_], corrected)
            for start, end, id_, corrected in self._placed(text, self._held(low))
        ]
        return tuple(self._joined(text, found))

    def _held(self, low: str, offset: int = 0) -> list[_Token]:
        """The tokens of a text that stand in names, or may be meant for one that does."""
        held: list[_Token] = []
        at = 0
        for chunk in low.split():
            at = low.index(chunk, at)
            place = at + offset
            for start, end, words, guessed in self._tokens[chunk] or ():
                held.append((place + start, place + end, words, guessed))
            at += len(chunk)
        return held

    def _placed(self, text: str, held: Sequence[_Token]) -> tuple[_Place, ...]:
        """The places that tokens of a text name."""
        return tuple(place for place, _, _ in self._matches(text, held) if place)

    def _matches(
        self, text: str, held: Sequence[_Token]
    ) -> Iterator[tuple[_Place | None, frozenset[str], bool]]:
        """Goes through tokens, taking the longest name that starts where the last one ended.

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
            if place and place[2] == _ELSEWHERE:
                place = None
            yield place, _NOTHING.union(*map(self._after, keys)), sure
            at += used

    def _longest(
        self, text: str, held: Sequence[_Token], at: int
    ) -> tuple[_Place | None, list[str], bool, int]:
        """Looks for the longest name that starts at a token.

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
                keys = self._touching(keys, text, held[nth - 1][1], held[nth][0])
                longer = [k + word for k in keys for word in words if word in self._after(k)]
                keys = longer[:MOST_RIVALS]
                corrected |= guessed
            if not keys:
                break
            ids = {self._ids[key] for key in keys if key in self._ids}
            if ids:
                plain = self._lexicon.doubtful.isdisjoint(keys)
                sure &= plain
                if len(ids) == 1 and (plain or _STRENGTH.match(text, end)):
                    place, used = (start, end, ids.pop(), corrected), nth - at + 1
        return place, keys, sure, used

    def _follows_title(self, text: str, before: _Token, place: _Place) -> bool:
        """Whether a name follows a title, such as ``Dr.``, so that it may be that of a person."""
        return text[before[0] : place[0]].rstrip().lower() in self._lexicon.titles

    def _touching(self, keys: list[str], text: str, end: int, start: int) -> list[str]:
        """The beginnings that what stands between two tokens allows to go on."""
        if _GAP.fullmatch(text, end, start):
            return [] if _STOP.match(text, end) else keys
        if _COMMA.fullmatch(text, end, start):
            return [key for key in keys if key in self._commas]
        return []

    def _after(self, key: str) -> frozenset[str]:
        """The words that go on with a beginning of a name."""
        return self._follow.get(key, _NOTHING)

    def _joined(self, text: str, found: list[Mention[R]]) -> list[Mention[R]]:
        """Makes one mention of two whose names together are the name of a third record."""
        joined = found[:1]
        for mention in found[1:]:
            last = joined[-1]
            first, second = self._preferred[last.record.id], self._preferred[mention.record.id]
            whole = self._ids.get(first + second) or self._ids.get(second + first)
            if (
                whole
                and whole != mention.record.id
                and _JOINT.fullmatch(text, last.end, mention.start)
            ):
                start, end, corrected = last.start, mention.end, last.corrected or mention.corrected
                record = self._records[whole]
                joined[-1] = Mention(start, end, text[start:end], record, corrected)
            else:
                joined.append(mention)
        return joined

    def _lead(self, chunk: str) -> _Lead | None:
        """What a chunk, or several that belong together, can name; None if no name starts in it."""
        held = self._held(chunk)
        if not any(not self._starts.isdisjoint(words) for _, _, words, _ in held):
            return None
        matches = list(self._matches(chunk, held))
        places = tuple(place for place, _, _ in matches if place)
        follow = _NOTHING.union(*(after for _, after, _ in matches))
        follow = follow and follow | {_SIGN}
        longer = _Memory(partial(self._longer, chunk))
        return chunk, places, follow, longer, all(sure for _, _, sure in matches)

    def _longer(self, chunk: str, following: str) -> _Lead | None:
        """What a chunk is together with the next one, which goes on with a name."""
        return self._lead(f"{chunk} {following}") if len(chunk) <= _LONGEST_KEPT else None

    def _head(self, chunk: str) -> tuple[str, ...]:
        """The words that a chunk may start with; a sign goes on with whatever may go on."""
        held = self._tokens[chunk]
        return held[0][2] if held else () if held is not None else (_SIGN,)

    def _cut(self, chunk: str) -> tuple[_Token, ...] | None:
        """The tokens of a chunk that stand in names, or may be meant for one that does.

        None for signs that may stand between two words of a name.
        """
        if chunk.isalpha() and chunk in self._respelled:
            return ((0, len(chunk), (self._respelled[chunk],), False),)
        cut = list(tokens(chunk))
        if chunk and not cut and _GAP.fullmatch(chunk):
            return None
        found: list[_Token] = []
        for start, end, key in cut:
            word = respell(key)
            if word in self._words:
                found.append((start, end, (word,), False))
            elif meant := self._meant[key]:
                found.append((start, end, meant, True))
        if found or len(cut) < 2 or _STRENGTH.match(chunk):  # noqa: PLR2004 (parts of one word)
            return tuple(found)
        start, end, whole = cut[0][0], cut[-1][1], fold(chunk)
        if (word := respell(whole)) in self._ids:
            return ((start, end, (word,), False),)
        meant = self._meant[whole]
        return ((start, end, meant, True),) if meant else ()


def _variants(name: str, parts: list[str]) -> Iterator[list[str]]:
    """The ways to cut a name into tokens: as it is written, and with its first parts joined."""
    if not parts:
        return
    yield parts
    first = [respell(key) for _, _, key in tokens(name.split(maxsplit=1)[0])]
    if len(first) > 1:
        yield ["".join(first), *parts[len(first) :]]
    if len(parts) > 1:
        yield ["".join(parts)]


def _follow(words: list[str], follow: dict[str, set[str]]) -> None:
    """Takes up which words go on with the beginnings of a name; any name begins with nothing."""
    for start, word in zip(accumulate(words, initial=""), words, strict=False):
        follow[start].add(word)


def _place(text: str, chunk: str, at: int) -> int:
    """Where a chunk stands: where it is found between blanks, and not within another chunk."""
    start = text.index(chunk, at)
    end = start + len(chunk)
    while text[start - 1 : start].strip() or text[end : end + 1].strip():
        start = text.index(chunk, start + 1)
        end = start + len(chunk)
    return start
