"""Names in free text: where they stand, misspelled or not, the longest first.

A text is cut at blanks into chunks, and what a chunk can mean is worked out once and remembered:
drug columns and clinical notes say the same few chunks, and whole lines, again and again.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple, TypeAlias

from alstx.names.edits import MOST_EDITS, Neighbours, edits
from alstx.names.folding import fold, respell, tokens
from alstx.names.lexicon import Lexicon
from alstx.names.results import Mention

_MOST_REMEMBERED = 50_000
_LONGEST_KEPT = 120
_LONGEST_WORD = 40
_MOST_RIVALS = 4
_GAP = re.compile(r"[ \t\xa0]?[-\u2010-\u2014/.'\u2019®™()&+:_%]{0,2}[ \t\xa0]?")
_COMMA = re.compile(r",[ \t\xa0]?")
_STOP = re.compile(r"(?<=[^\W\d_]{4})\.[ \t\xa0]")
_AMOUNT = r"\d+(?:[.,]\d+)?"
_UNIT = r"(?:mg|mcg|µg|ug|g|ml|mmol|units?|iu|%)"
_STRENGTH = re.compile(rf"\W{{0,2}}{_AMOUNT}\s*{_UNIT}(?![^\W_])", re.IGNORECASE)
_JOINT = re.compile(rf"\s*(?:{_AMOUNT}\s*{_UNIT}?)?\s*[-/+]\s*", re.IGNORECASE)
_NOTHING: frozenset[str] = frozenset()

Span: TypeAlias = tuple[int, int, str, bool]
"""A place in a text that names an id: start, end, id, and whether a word was corrected."""

_Token: TypeAlias = tuple[int, int, tuple[str, ...], bool]
"""A word or number: start, end, the words that it may be, and whether it was corrected."""


class _Chunk(NamedTuple):
    """What stands between blanks, and in which a name starts.

    Attributes:
        text: The chunk.
        spans: What it names by itself, counted from its own start.
        follow: The words that would go on with a name that reaches its end.
        sure: Whether what it names hangs on nothing else.
    """

    text: str
    spans: tuple[Span, ...]
    follow: frozenset[str]
    sure: bool


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


class Reader:
    """Finds the names of many ids in free text.

    A misspelled word is corrected only where one id is nearest, and never when the word itself,
    or a word that it is as near to, is known to mean something else.

    Args:
        names: For each id its names, the preferred one first.
        lexicon: What else to know of such names.
        correct_from: Length from which a misspelled word is corrected; None for never.

    Attributes:
        spans: Takes a text and gives the places that name an id, in order, without overlaps.
        mention: What a place becomes once its record is known.
    """

    mention = Mention

    def __init__(
        self, names: Mapping[str, Iterable[str]], lexicon: Lexicon, correct_from: int | None
    ) -> None:
        """Indexes the names by their words."""
        self._lexicon = lexicon
        self._from = correct_from
        self._preferred: dict[str, str] = {}
        self._respelled: dict[str, str] = {}
        self._starts: set[str] = set()
        self._commas: set[str] = set()
        bearers: dict[str, set[str]] = defaultdict(set)
        follow: dict[str, set[str]] = defaultdict(set)
        for id_, own in names.items():
            for name in own:
                whole = self._add(name, follow)
                bearers[whole].add(id_)
                self._preferred.setdefault(id_, whole)
        self._follow = {start: frozenset(after) for start, after in follow.items()}
        self._words = self._starts.union(*self._follow.values())
        self._ids = {key: next(iter(ids)) for key, ids in bearers.items() if key and len(ids) == 1}
        held = (word for word in self._respelled if len(word) > MOST_EDITS)
        self._neighbours = None if correct_from is None else Neighbours(held)
        self._tokens = _Memory(self._cut)
        self._chunks = _Memory(self._chunk)
        self._known: Callable[[str], _Chunk | None] = self._chunks.__getitem__
        self._texts = _Memory(self._spans)
        self.spans: Callable[[str], tuple[Span, ...]] = self._texts.__getitem__

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
            self._starts.add(variant[0])
            for start, word in zip(accumulate(variant), variant[1:], strict=False):
                follow[start].add(word)
        return whole

    def _spans(self, text: str) -> tuple[Span, ...]:
        """The places that name an id, in order; they do not overlap."""
        low = text.lower() if text.isascii() else text
        chunks = low.split()
        found: list[Span] = []
        at = nth = 0
        ahead = filter(None, map(self._known, chunks))
        while (lead := next(ahead, None)) is not None:
            chunk, spans, follow, sure = lead
            nth = chunks.index(chunk, nth) + 1
            longer = self._goes_on(follow, chunks, nth) if follow else 0
            if not sure:
                return self._slowly(text, low)
            if not spans and not longer:
                continue
            start = low.index(chunk, at) if nth == 1 else _place(low, chunk, at)
            at = start + len(chunk)
            if longer:
                while longer:
                    for chunk in chunks[nth : nth + longer]:
                        at = low.index(chunk, at) + len(chunk)
                    nth += longer
                    _, spans, follow, sure = self._known(low[start:at]) or lead
                    longer = self._goes_on(follow, chunks, nth)
                if not sure:
                    return self._slowly(text, low)
                chunks, nth = chunks[nth:], 0
                ahead = filter(None, map(self._known, chunks))
            for first, last, id_, corrected in spans:
                found.append((start + first, start + last, id_, corrected))
        return tuple(self._joined(text, found) if len(found) > 1 else found)

    def _goes_on(self, follow: frozenset[str], chunks: list[str], nth: int) -> int:
        """How many chunks from here on bring a word that goes on with a name: none, 1 or 2."""
        for taken, chunk in enumerate(chunks[nth : nth + 2], 1):
            following = self._tokens[chunk]
            if following:
                return 0 if follow.isdisjoint(following[0][2]) else taken
            if not _GAP.fullmatch(chunk):
                return 0
        return 0

    def _slowly(self, text: str, low: str) -> tuple[Span, ...]:
        """Reads a text as a whole, where a name hangs on what stands near it."""
        held: list[_Token] = []
        at = 0
        for chunk in low.split():
            at = low.index(chunk, at)
            held += [(at + start, at + end, *rest) for start, end, *rest in self._tokens[chunk]]
            at += len(chunk)
        return tuple(self._joined(text, [span for span, _, _ in self._matches(text, held) if span]))

    def _matches(
        self, text: str, held: Sequence[_Token]
    ) -> Iterator[tuple[Span | None, frozenset[str], bool]]:
        """Goes through tokens, taking the longest name that starts where the last one ended.

        Yields:
            The name, if one starts here; the words that would go on with it, or with a longer
            one, after the last token; whether the name hangs on nothing else.
        """
        at = 0
        while at < len(held):
            start, _, keys, corrected = held[at]
            span, sure, used = None, True, 1
            for nth in range(at, len(held)):
                _, end, words, guessed = held[nth]
                if nth > at:
                    keys = self._touching(keys, text, held[nth - 1][1], held[nth][0])
                    longer = (
                        (key, word) for key in keys for word in words if word in self._after(key)
                    )
                    keys = tuple(key + word for key, word in longer)[:_MOST_RIVALS]
                    corrected |= guessed
                ids = {self._ids[key] for key in keys if key in self._ids}
                if not keys:
                    break
                if ids:
                    plain = self._lexicon.doubtful.isdisjoint(keys)
                    sure &= plain
                    if len(ids) == 1 and (plain or _STRENGTH.match(text, end)):
                        span, used = (start, end, ids.pop(), corrected), nth - at + 1
            yield span, _NOTHING.union(*map(self._after, keys)), sure
            at += used

    def _touching(self, keys: tuple[str, ...], text: str, end: int, start: int) -> tuple[str, ...]:
        """The beginnings that what stands between two tokens allows to go on."""
        if _GAP.fullmatch(text, end, start):
            return () if _STOP.match(text, end) else keys
        if _COMMA.fullmatch(text, end, start):
            return tuple(key for key in keys if key in self._commas)
        return ()

    def _after(self, key: str) -> frozenset[str]:
        """The words that go on with a beginning of a name."""
        return self._follow.get(key, _NOTHING)

    def _joined(self, text: str, spans: list[Span]) -> list[Span]:
        """Makes one span of two whose names together are the name of a third id."""
        joined = spans[:1]
        for span in spans[1:]:
            last = joined[-1]
            first, second = self._preferred[last[2]], self._preferred[span[2]]
            whole = self._ids.get(first + second) or self._ids.get(second + first)
            if whole and whole != span[2] and _JOINT.fullmatch(text, last[1], span[0]):
                joined[-1] = (last[0], span[1], whole, last[3] or span[3])
            else:
                joined.append(span)
        return joined

    def _chunk(self, chunk: str) -> _Chunk | None:
        """What a chunk can name; None if no name starts in it."""
        held: tuple[_Token, ...] = self._tokens[chunk]
        if not any(word in self._starts for _, _, words, _ in held for word in words):
            return None
        matches = list(self._matches(chunk, held))
        spans = self._joined(chunk, [span for span, _, _ in matches if span])
        follow = _NOTHING.union(*(after for _, after, _ in matches))
        return _Chunk(chunk, tuple(spans), follow, all(sure for _, _, sure in matches))

    def _cut(self, chunk: str) -> tuple[_Token, ...]:
        """The tokens of a chunk that stand in names, or may be meant for one that does."""
        cut = list(tokens(chunk))
        found: list[_Token] = []
        for start, end, key in cut:
            word = respell(key)
            if word in self._words:
                found.append((start, end, (word,), False))
            elif meant := self._meant(key):
                found.append((start, end, meant, True))
        if found or len(cut) < 2:  # noqa: PLR2004 (parts of one word, such as "bac-lofen")
            return tuple(found)
        start, end, whole = cut[0][0], cut[-1][1], fold(chunk)
        if (word := respell(whole)) in self._ids:
            return ((start, end, (word,), False),)
        meant = self._meant(whole)
        return ((start, end, meant, True),) if meant else ()

    def _meant(self, key: str) -> tuple[str, ...]:
        """The words that a misspelled word may stand for: those with the fewest edits."""
        shortest = self._from
        if shortest is None or self._neighbours is None:
            return ()
        if not shortest - 1 <= len(key) <= _LONGEST_WORD or key.isdigit():
            return ()
        if key in self._lexicon.others:
            return ()
        near = self._neighbours.near(key, MOST_EDITS)
        near = {word: n for word, n in near.items() if n <= self._reach(word, shortest)}
        fewest = min(near.values(), default=0)
        meant = sorted(word for word, count in near.items() if count == fewest)
        if not meant or len(meant) > _MOST_RIVALS or self._is_nearer_another(key, meant, fewest):
            return ()
        return tuple(dict.fromkeys(self._respelled[word] for word in meant))

    def _reach(self, word: str, shortest: int) -> int:
        """How many edits off a word of our names may be written."""
        two = self._lexicon.two_edits_from
        if two is not None and len(word) >= max(two, shortest):
            return MOST_EDITS
        return int(len(word) >= shortest)

    def _is_nearer_another(self, key: str, meant: list[str], count: int) -> bool:
        """Whether a word that means something else is as near as what was found."""
        for word in meant:
            known, others = self._lexicon.rivals.get(word, (_NOTHING, _NOTHING))
            if any(edits(key, other, count) <= count for other in known):
                return True
            if any(edits(key, other, count - 1) < count for other in others):
                return True
        return False


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


def _place(text: str, chunk: str, at: int) -> int:
    """Where a chunk stands: where it is found between blanks, and not within another chunk."""
    start = text.index(chunk, at)
    end = start + len(chunk)
    while text[start - 1 : start].strip() or text[end : end + 1].strip():
        start = text.index(chunk, start + 1)
        end = start + len(chunk)
    return start
