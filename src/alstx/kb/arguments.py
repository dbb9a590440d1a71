"""Arguments of filters and searches: checked, and as the words of a filter."""

from alstx.errors import InvalidArgumentError, shown

CORRECT_FROM = 6
"""Length from which a misspelled word of a text is corrected, unless asked otherwise."""


_SHORTEST = 4


def year_or(value: int | None, default: int) -> int:
    """Return a year that a caller gave, or the default; refuse what is not a year."""
    if value is None:
        return default
    if type(value) is not int:
        msg = f"a year is a whole number such as 2015, not {shown(value)}"
        raise InvalidArgumentError(msg)
    return value


def counted(limit: int) -> int:
    """Return how many records to give; refuse what is not a count."""
    if type(limit) is not int or limit < 1:
        msg = f"limit is a whole number from 1, not {shown(limit)}"
        raise InvalidArgumentError(msg)
    return limit


def flag(value: bool | None) -> str | None:
    """Return the word of a flag."""
    return None if value is None else str(value).lower()


def checked(correct_from: int | None) -> int | None:
    """Return the length from which words are corrected; refuse what is too short."""
    if correct_from is None or (type(correct_from) is int and correct_from >= _SHORTEST):
        return correct_from
    msg = f"correct_from is None or a whole number from {_SHORTEST}, not {shown(correct_from)}"
    raise InvalidArgumentError(msg)
