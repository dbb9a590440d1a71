"""Folding: the one place that says when two spellings are the same name."""

import unicodedata

_SIGNS = str.maketrans("", "", "™®©℠")


def fold(text: str) -> str:
    """Reduces a name to its letters and digits, without case or accents.

    Spaces, hyphens, slashes, other punctuation and trademark signs do not count, so that
    ``non-invasive``, ``noninvasive`` and ``Non Invasive`` are one name. Letters of every script
    stay. Folding twice changes nothing.

    Example:
        >>> fold("Baclofène®")
        'baclofene'
    """
    plain = unicodedata.normalize("NFKD", text.translate(_SIGNS)).casefold()
    return "".join(ch for ch in unicodedata.normalize("NFKD", plain) if ch.isalnum())
