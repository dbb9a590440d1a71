"""Words as people write them: phrases, capitals, counts, and whether a source still stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alstx.model.sources import Source

_CAPITALS = {"cns": "CNS", "qt": "QT"}

LANGUAGES = {
    "cs": "Czech",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "nl": "Dutch",
    "pt": "Portuguese",
    "tr": "Turkish",
    "zh": "Chinese",
}
"""Names of languages, by their code of ISO 639-1."""


def language(code: str) -> str:
    """Return the name of a language, or its code where the name is not known."""
    return LANGUAGES.get(code, code)


def phrase(word: str) -> str:
    """Write a word of a vocabulary, or a name of a field, as people do: with blanks."""
    words = word.replace("-", " ").replace("_", " ").split(" ")
    return " ".join(_CAPITALS.get(word, word) for word in words)


def first_down(name: str) -> str:
    """Return a name for the middle of a sentence: its first letter small, unless all are capitals.

    Example:
        >>> first_down("Botulinum toxin type B"), first_down("THC"), first_down("L-threonine")
        ('botulinum toxin type B', 'THC', 'L-threonine')
    """
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def first_up(text: str) -> str:
    """Start a text with a capital, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def counted(count: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def standing(source: Source, *, is_expired: bool) -> str:
    """Return in words that a source was retracted, replaced or corrected, or has run out.

    Args:
        source: The source.
        is_expired: Whether it had run out on the day of the data version.

    Returns:
        The words, joined by commas; nothing where it stands.

    Example:
        >>> import alstx
        >>> standing(alstx.sources["cochrane-2011-sialorrhea"], is_expired=False)
        'superseded'
    """
    parts = ["retracted"] if source.retracted else [] if source.is_current else ["superseded"]
    parts += [f"expired {source.valid_until}"] if is_expired else []
    parts += ["corrected"] if source.correction else []
    return ", ".join(parts)


def marked(name: str, standing_words: str) -> str:
    """Return a name with the words on its standing in brackets, where there are any."""
    return f"{name} ({standing_words})" if standing_words else name
