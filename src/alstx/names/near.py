"""Near words: what someone may have meant by a name that is unknown."""

import re
from collections.abc import Collection, Iterable

from alstx.errors import InvalidArgumentError, NotFoundError, shown
from alstx.lock import importing
from alstx.names.folding import fold
from alstx.names.lexicon import without_dose

LONGEST_GUESS = 80
"""Length of a name for which near ones are looked for."""


def without_numbers(text: str) -> str:
    """Return a name without a dose behind it, or a mere number that may be one, and no year.

    Example:
        >>> without_numbers("elavyl 50"), without_numbers("50 mg"), without_numbers("EAN 2024")
        ('elavyl', '50 mg', 'EAN 2024')
    """
    return re.sub(r"(?<=\S)\s+\d{1,3}(?:[.,]\d+)?\s*$", "", without_dose(text))


def meant(text: str, near: Iterable[str]) -> tuple[str, ...]:
    """Return near names, or of them only what a text is but for a dose or number behind it.

    Example:
        >>> meant("Elavil 50", ["Plavix", "Elavil"]), meant("elavyl 50", ["Elavil", "Flagyl"])
        (('Elavil',), ('Elavil', 'Flagyl'))
    """
    names, key = tuple(dict.fromkeys(near)), fold(without_numbers(text))
    return tuple(name for name in names if fold(name) == key) or names


def near_words(word: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return the one of `words` that a word resembles most, whatever the case, if any."""
    with importing("difflib"):
        import difflib  # noqa: PLC0415 (only for messages)

    written = {found.lower(): found for found in words}
    near = difflib.get_close_matches(word[:LONGEST_GUESS].lower(), list(written), n=1)
    return tuple(written[found] for found in near)


def word(kind: str, words: Collection[str], value: object) -> str:
    """Return the word of a vocabulary that a caller wrote.

    Raises:
        NotFoundError: If it is not one of the words; with the near one, or else all of them.
        InvalidArgumentError: If it is blank or not a string.
    """
    if isinstance(value, str) and value in words:
        return str(value)
    if not isinstance(value, str) or not value.strip():
        msg = f"a {kind} is one of {', '.join(words)}; got {shown(value)}"
        raise InvalidArgumentError(msg)
    raise NotFoundError(kind, value, near_words(value, words) or tuple(words))
