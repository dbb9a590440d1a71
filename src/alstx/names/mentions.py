"""Names in free text, with their positions, misspelled or not, the longest first.

A text is cut at blanks into chunks. What a chunk can name is worked out once and remembered, for
the words of drug columns and clinical notes are few; most say nothing and cost one look-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from operator import length_hint
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

from alstx.names.lexicon import AMOUNT, UNIT
from alstx.names.phrases import (
    LONGEST_CACHED,
    MIXED,
    NOTHING,
    SIGN,
    Memory,
    Phrases,
    Place,
    lowered,
)
from alstx.names.results import Identified, Mention

if TYPE_CHECKING:
    from alstx.names.lexicon import Lexicon

_WORD = re.compile(r"[^\W_]")
_new = cast("Any", tuple.__new__)  # half the time that the class itself takes

R = TypeVar("R", bound=Identified)

_Doubt: TypeAlias = tuple[str, Mention[R]]
"""A name that counts only where the text after it says so, and its mention."""

_Lead: TypeAlias = tuple[str, tuple[Mention[R], ...], frozenset[str], Memory, bool | _Doubt[R]]
"""A chunk in which a name starts, or several that belong together: the chunk; the mentions in it
by itself; the words that would go on with a name that reaches its end; what it is together with
the chunk that follows; and whether what it names hangs on nothing else, or else on what."""


_NO_LONGER = Memory(lambda _: None)
"""Value of a chunk where no name goes on; one for all saves memory."""


class Reader(Generic[R]):
    """Reader that finds the names of many records in free text.

    A misspelled word is corrected only where one record is nearest, and never when the word itself,
    or a word that it is as near to, is known to mean something else.

    Args:
        records: The records by id.
        names: For each id its names, the preferred one first.
        lexicon: What else to know of such names.
        correct_from: Length from which a misspelled word is corrected; None for never.
        elsewhere: Names of other kinds: a longer one that has a name of ours within it means
            something else.
        products: For names that mean several records at once their ids: a mention for each.
        foreign: Names that mean something else, whether they have one of ours within or not.
    """

    def __init__(
        self,
        records: Mapping[str, R],
        names: Mapping[str, Iterable[str]],
        lexicon: Lexicon,
        correct_from: int | None,
        elsewhere: Iterable[str] = (),
        *,
        products: Mapping[str, Sequence[str]] = MappingProxyType({}),
        foreign: Iterable[str] = (),
    ) -> None:
        self._records = records
        self._phrases = Phrases(
            names, lexicon, correct_from, elsewhere, products=products, foreign=foreign
        )
        self._joint = _joint(lexicon.endings)
        self._heads = Memory(self._phrases.heads)
        self._follows: dict[frozenset[str], frozenset[str]] = {}
        self._leads = Memory(self._lead)
        self._lead_of: Callable[[str], _Lead[R] | None] = self._leads.__getitem__
        for own in names.values():  # what is spelled right is known from the start
            for name in own:
                for written in (name, name.upper(), name.title()):
                    self.read(written)

    def read(self, text: str) -> tuple[Mention[R], ...]:  # noqa: C901 (calls would cost a tenth)
        """Return the mentions in a text, in order; they do not overlap."""
        chunks = text.split()
        ahead = iter(chunks)
        heads = self._heads
        found: tuple[Mention[R], ...] = ()
        more: list[Mention[R]] | None = None  # a tuple that grows takes quadratic time
        at = 0
        for lead in filter(None, map(self._lead_of, ahead)):
            first, mentions, follow, longer, sure = lead
            chunk = first
            opening = not at and first == chunks[0]
            if follow:
                nth = len(chunks) - length_hint(ahead)
                while nth < len(chunks) and (words := heads[chunks[nth]]):
                    if follow.isdisjoint(words) or not (further := longer[chunks[nth]]):
                        break
                    chunk, mentions, follow, longer, sure = further
                    nth += 1
                    next(ahead)
            if (
                not mentions
                and chunk is first
                and (sure is True or not _is_measured(first, chunks, ahead))
            ):
                at = at or 1  # past the first chunk
                continue
            start = text.index(first) if opening else _place(text, first, at)
            if chunk is not first and not text.startswith(chunk, start):
                return self._slowly(text)
            if sure is not True:
                mentions = self._doubted(text, chunk, start, sure)
            elif start:
                mentions = tuple([_moved(mention, start) for mention in mentions])
            if more is not None:
                more += mentions
            elif found:
                more = [*found, *mentions]
            else:
                found = mentions
            at = start + len(chunk)
        return self._joined(text, more or found) if more or len(found) > 1 else found

    def _slowly(self, text: str) -> tuple[Mention[R], ...]:
        """Read a text as a whole, where words are not separated by single blanks."""
        return self._joined(text, self._within(text, text, 0))

    def _within(self, text: str, part: str, start: int) -> tuple[Mention[R], ...]:
        """Return the mentions in a part of a text."""
        return self._mentions(text, self._phrases.placed(text, self._phrases.held(part, start)))

    def _doubted(
        self, text: str, part: str, start: int, doubt: bool | _Doubt[R]
    ) -> tuple[Mention[R], ...]:
        """Return the mentions in a part of a text that hang on what is around it."""
        if isinstance(doubt, bool):
            return self._within(text, part, start)
        name, mention = doubt
        counts = self._phrases.lexicon.counts(name, text, start + mention.end)
        return (_moved(mention, start),) if counts else ()

    def _mentions(self, text: str, places: Iterable[Place]) -> tuple[Mention[R], ...]:
        """Return the mentions at places of a text."""
        return tuple(
            Mention(start, end, text[start:end], self._records[id_], corrected)
            for start, end, ids, corrected in places
            for id_ in ids.split(MIXED)
        )

    def _joined(self, text: str, found: Sequence[Mention[R]]) -> tuple[Mention[R], ...]:
        """Merge two mentions whose names together are the name of a third record."""
        names, ids = self._phrases.preferred, self._phrases.ids
        joined = list(found[:1])
        for mention in found[1:]:
            last = joined[-1]
            first, second = names[last.record.id], names[mention.record.id]
            whole = ids.get(first + second) or ids.get(second + first)
            if (
                whole
                and whole not in {last.record.id, mention.record.id}
                and self._joint.fullmatch(text, last.end, mention.start)
            ):
                corrected = last.corrected or mention.corrected
                joined[-1:] = self._mentions(text, [(last.start, mention.end, whole, corrected)])
            else:
                joined.append(mention)
        return tuple(joined)

    def _lead(self, chunk: str) -> _Lead[R] | None:
        """Return what a chunk, or several together, can name; None where no name starts."""
        low = lowered(chunk)
        if low != chunk:
            lead: _Lead[R] | None = self._leads[low]
            return _as_written(lead, chunk)
        read = self._phrases.held(chunk)
        if not any(not self._phrases.starts.isdisjoint(words) for _, _, words, _ in read):
            return None
        matches = list(self._phrases.matches(chunk, read))
        mentions = self._mentions(chunk, (place for place, _, _ in matches if place))
        sure: bool | _Doubt[R] = all(sure for _, _, sure in matches)
        if not sure and not mentions and (place := self._phrases.doubted(read)):
            (mention,) = self._mentions(chunk, [place])
            sure = read[0][2][0], mention
        follow = NOTHING
        if not _WORD.search(chunk, read[-1][1]):
            follow = follow.union(*(after for _, after, _ in matches))
        if sure is True and not mentions and not follow and " " not in chunk:
            return None
        if not follow:
            return chunk, mentions, NOTHING, _NO_LONGER, sure
        follow = follow | {SIGN}
        follow = self._follows.setdefault(follow, follow)  # few differ
        return chunk, mentions, follow, Memory(partial(self._longer, chunk)), sure

    def _longer(self, chunk: str, following: str) -> _Lead[R] | None:
        """Return what a chunk is together with the next one, which goes on with a name."""
        return self._lead(f"{chunk} {following}") if len(chunk) <= LONGEST_CACHED else None


@cache
def _joint(endings: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of what may stand between the names of two parts of one record."""
    salts = "|".join(map(re.escape, sorted(endings)))
    ending = rf"(?:\s+(?:{salts}))*" if salts else ""
    amount = rf"(?:\s*{AMOUNT}\s*{UNIT}?)?"
    return re.compile(rf"{ending}(?:{amount}\s*[-/+\\]\s*|\s+and\s+)", re.IGNORECASE)


def _as_written(lead: _Lead[R] | None, chunk: str) -> _Lead[R] | None:
    """Return what a chunk can name whose lower-case form is written otherwise."""
    if lead is None:
        return None
    _, mentions, follow, longer, sure = lead
    own = tuple([_new(Mention, (a, b, chunk[a:b], *rest)) for a, b, _, *rest in mentions])
    if not isinstance(sure, bool):
        name, (a, b, _, *rest) = sure
        sure = name, _new(Mention, (a, b, chunk[a:b], *rest))
    if follow:
        low = longer
        longer = Memory(lambda after: _as_written(low[lowered(after)], f"{chunk} {after}"))
    return chunk, own, follow, longer, sure


def _is_measured(chunk: str, chunks: Sequence[str], ahead: Iterator[str]) -> bool:
    """Return whether a chunk may be measured: it is more than a word, or a number may follow."""
    nth = len(chunks) - length_hint(ahead)
    return not chunk.isalpha() or (nth < len(chunks) and not chunks[nth][0].isalpha())


def _moved(mention: Mention[R], by: int) -> Mention[R]:
    """Return the mention at a later position."""
    start, end, text, record, corrected = mention
    moved: Mention[R] = _new(Mention, (start + by, end + by, text, record, corrected))
    return moved


def _place(text: str, chunk: str, at: int) -> int:
    """Return the position of a chunk, between blanks and not within another chunk."""
    start = text.index(chunk, at)
    end = start + len(chunk)
    while text[start - 1 : start].strip() or text[end : end + 1].strip():
        start = text.index(chunk, start + 1)
        end = start + len(chunk)
    return start
