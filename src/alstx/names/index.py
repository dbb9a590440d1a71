"""An exact index of names and identifiers, with near names for errors."""

import difflib
from collections.abc import Iterable
from typing import Protocol

from alstx.errors import AmbiguousNameError, InvalidArgumentError, NotFoundError, shown
from alstx.ids import CURIE_PREFIXES, Curie
from alstx.names.folding import fold

_LONGEST_NAME = 500
_LONGEST_GUESS = 80
_NEAR = 0.6
_MOST_NEAR = 3


class _Named(Protocol):
    """What the index needs of a record."""

    @property
    def id(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def identifiers(self) -> tuple[Curie, ...]: ...


class NameIndex:
    """Finds ids by id, name, synonym or CURIE; exact after folding, never a guess.

    Args:
        kind: What the records are, for messages.
        records: The records to index.
    """

    __slots__ = ("_by_curie", "_by_name", "_ids", "_shown", "kind")

    def __init__(self, kind: str, records: Iterable[_Named]) -> None:
        """Indexes every id, name and exactly matching identifier."""
        self.kind = kind
        self._ids: set[str] = set()
        self._by_name: dict[str, tuple[str, ...]] = {}
        self._by_curie: dict[str, tuple[str, ...]] = {}
        self._shown: dict[str, str] = {}
        for record in records:
            self._ids.add(record.id)
            for name in (*record.names, record.id):
                key = fold(name)
                _add(self._by_name, key, record.id)
                self._shown.setdefault(key, name)
            for curie in record.identifiers:
                _add(self._by_curie, str(curie).casefold(), record.id)

    def resolve(self, text: object) -> str:
        """Gives the id of the one record that has this id, name or CURIE.

        Raises:
            InvalidArgumentError: If the text is blank or no text.
            AmbiguousNameError: If several records have the name.
            NotFoundError: If none has it; with near names.
        """
        if isinstance(text, str) and text in self._ids:
            return text
        found = self._lookup(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousNameError(self.kind, str(text), found)
        raise NotFoundError(self.kind, str(text), self.near(str(text)))

    def _lookup(self, text: object) -> tuple[str, ...]:
        if not isinstance(text, str):
            msg = f"a {self.kind} is named by a text or a record, not by {shown(text)}"
            raise InvalidArgumentError(msg)
        if not text.strip():
            msg = f"a {self.kind} is named by a text that is not blank, got {shown(text)}"
            raise InvalidArgumentError(msg)
        if len(text) > _LONGEST_NAME:
            return ()
        prefix, colon, local = text.strip().partition(":")
        if colon and prefix.upper() in CURIE_PREFIXES:
            return self._by_curie.get(f"{prefix}:{local.strip()}".casefold(), ())
        return self._by_name.get(fold(text), ())

    def near(self, text: str) -> tuple[str, ...]:
        """Names that resemble a text, best first; for suggestions only."""
        key = fold(text)
        if not key or len(key) > _LONGEST_GUESS:
            return ()
        close = difflib.get_close_matches(key, self._shown, n=_MOST_NEAR, cutoff=_NEAR)
        return tuple(self._shown[match] for match in close)


def _add(index: dict[str, tuple[str, ...]], key: str, id_: str) -> None:
    held = index.get(key, ())
    if key and id_ not in held:
        index[key] = (*held, id_)


def near_words(word: str, words: Iterable[str]) -> tuple[str, ...]:
    """Gives the one of `words` that a word resembles most, if any does."""
    return tuple(difflib.get_close_matches(word[:_LONGEST_GUESS], list(words), n=1, cutoff=_NEAR))
