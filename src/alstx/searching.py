"""What people write, brought to the records of a catalog: ranked search, and free text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from alstx.errors import InvalidArgumentError, shown

if TYPE_CHECKING:  # made when they are first needed
    from collections.abc import Mapping, Sequence
    from typing import Protocol

    from alstx.names import NameIndex
    from alstx.names.results import Identified, Match, Mention

    R_co = TypeVar("R_co", covariant=True)

    class _Shelf(Protocol[R_co]):
        """What searching needs of a shelf."""

        @property
        def index(self) -> NameIndex: ...
        @property
        def positions(self) -> Mapping[str, int]: ...
        @property
        def everything(self) -> frozenset[int]: ...
        @property
        def records(self) -> Sequence[R_co]: ...


R = TypeVar("R", bound="Identified")

CORRECT_FROM = 6
"""Length from which a misspelled word of a text is corrected, unless asked otherwise."""
_SHORTEST = 4


class Searched(Generic[R]):
    """The part of a catalog that looks for what is not written as in the base."""

    __slots__ = ()

    _shelf: Any  # what a catalog declares, seen here as a _Shelf
    _keep: frozenset[int]

    def search(self, text: str, *, limit: int = 5) -> tuple[Match[R], ...]:
        """Gives the records whose names resemble a text, best first.

        Looks past two typing errors, takes beginnings of names, and compares names of several
        words word by word, so that lay words find a symptom. Records that fit equally well stand
        in order of name; none of them is cut off by the limit.

        Args:
            text: A name, more or less as it is written, or a few words.
            limit: How many matches to give; more where the last ones fit equally well.

        Raises:
            InvalidArgumentError: If the text is blank or no text, or the limit no count.

        Example:
            >>> import alstx
            >>> best = alstx.load().medications.search("amytriptilin")[0]
            >>> best.record.id, best.score > 0.8
            ('amitriptyline', True)
        """
        from alstx.names.results import Match  # noqa: PLC0415 (when first needed)

        if type(limit) is not int or limit < 1:
            msg = f"limit is a whole number from 1, not {shown(limit)}"
            raise InvalidArgumentError(msg)
        shelf: _Shelf[R] = self._shelf
        keep = self._keep
        hits = [hit for hit in shelf.index.search(text) if shelf.positions[hit.id] in keep]
        while limit < len(hits) and hits[limit].score == hits[limit - 1].score:
            limit += 1
        records, positions = shelf.records, shelf.positions
        return tuple(Match(records[positions[id_]], name, s) for id_, name, s in hits[:limit])

    def find_in(
        self, text: str, *, correct_from: int | None = CORRECT_FROM
    ) -> tuple[Mention[R], ...]:
        """Finds the records of the catalog that a text names, and where.

        The longest name wins, so that a combination comes before its parts. Forms, doses and
        routes do not matter. A misspelled word counts only where one record is nearest and the
        word is not known to mean something else, such as another medicine.

        Args:
            text: Free text, such as a line of a medicine list.
            correct_from: Number of letters from which a misspelled word is corrected, at least 4;
                None to correct nothing.

        Raises:
            InvalidArgumentError: If the text is no text, or `correct_from` out of range.

        Example:
            >>> import alstx
            >>> text = "ELAVIL 25MG TAB PO QHS, baclofen 10 mg"
            >>> [(m.text, m.record.id) for m in alstx.load().medications.find_in(text)]
            [('ELAVIL', 'amitriptyline'), ('baclofen', 'baclofen')]
        """
        if not isinstance(text, str):
            msg = f"find_in reads a text, not {shown(text)}"
            raise InvalidArgumentError(msg)
        shelf: _Shelf[R] = self._shelf
        try:
            reader = shelf.index.readers[correct_from]
        except (KeyError, TypeError):
            reader = shelf.index.reader(_checked(correct_from))
        found: tuple[Mention[R], ...] = reader.read(text)
        keep = self._keep
        if keep is shelf.everything:
            return found
        positions = shelf.positions
        return tuple(mention for mention in found if positions[mention.record.id] in keep)


def _checked(correct_from: int | None) -> int | None:
    if correct_from is None or (type(correct_from) is int and correct_from >= _SHORTEST):
        return correct_from
    msg = f"correct_from is None or a whole number from {_SHORTEST}, not {shown(correct_from)}"
    raise InvalidArgumentError(msg)
