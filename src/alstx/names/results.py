"""Results of a search and of reading free text."""

from typing import Generic, NamedTuple, Protocol, TypeVar


class Identified(Protocol):
    """Attributes that a result's record has."""

    @property
    def id(self) -> str:
        """Its id."""
        ...


R = TypeVar("R", bound=Identified)


class Match(NamedTuple, Generic[R]):
    """A record that a search found.

    Attributes:
        record: The record.
        name: The name of the record that fits best, as the record has it.
        score: How well it fits, above 0 and up to 1; 1 is that very name.
    """

    record: R
    name: str
    score: float


class Mention(NamedTuple, Generic[R]):
    """A place in a text that names a record.

    Attributes:
        start: Where it starts, counted in characters from 0.
        end: Where it ends; ``text[start:end]`` is the mention.
        text: The words there.
        record: The record that is named.
        corrected: Whether a misspelled word was corrected to find it.
    """

    start: int
    end: int
    text: str
    record: R
    corrected: bool
