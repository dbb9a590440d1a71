"""Words as people write them: phrases, capitals, counts."""

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
