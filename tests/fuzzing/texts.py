"""Shapes of text, each of any length: what a reader of names might take quadratic time for."""

from collections.abc import Callable
from random import Random

Shape = Callable[[int], str]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _again(part: str) -> Shape:
    """One part, again and again."""
    return lambda length: (part * (length // len(part) + 1))[:length]


def _any_of(parts: str, separator: str = " ") -> Shape:
    """Parts in any order."""

    def shape(length: int) -> str:
        chance = Random(length)
        return separator.join(chance.choices(parts.split("|"), k=length // 4))[:length]

    return shape


def _new_words(length: int) -> str:
    """Words that come once."""
    chance = Random(length)
    return " ".join("".join(chance.choices(_LETTERS, k=8)) for _ in range(length // 9))


def _typing_errors(length: int) -> str:
    """Names with a wrong letter each."""
    chance, words = Random(length), ["amitriptyline", "glycopyrronium", "baclofen", "tizanidine"]
    found: list[str] = []
    for _ in range(length // 12):
        word = [*chance.choice(words)]
        word[chance.randrange(len(word))] = chance.choice(_LETTERS)
        found.append("".join(word))
    return " ".join(found)


_PARTS = {
    **{f"{sign!r}": sign for sign in "a-1.('+/:_ \n\0"},
    **{f"U+{ord(sign):04X}": sign for sign in "\u0301\u200d\u00a0\u202e\ufb01\u0130\u00df\ud800药"},
    "one word": "baclofen",
    "name after name": "baclofen ",
    "name on each line": "baclofen\r\n",
    "misspelled": "baclofn ",
    "joined by hyphens": "baclofen-",
    "broken at line ends": "bac-\nlofen ",
    "other letters": "\uff42\uff41\uff43\uff4c\uff4f\uff46\uff45\uff4e ",  # full width
    "capitals": "BACLOFEN ",
    "strengths": "10 mg ",
    "names with strengths": "baclofen 10 mg ",
    "beginnings of a name": "vitamin ",
    "beginnings of a longer name": "shortness of ",
    "two parts of a name": "es citalopram ",
    "doubtful names": "hold dm ",
    "measured": "port is at about ",
    "words of no meaning": "of the ",
    "identifiers": "HP:0001 ",
    "opened and never closed": "(baclofen ",
    "marked up": "<b>baclofen</b>",
    "a table": "Baclofen;10mg;",
}
SHAPES: dict[str, Shape] = {
    **{name: _again(part) for name, part in _PARTS.items()},
    "any names": _any_of("baclofen|amitriptyline|vitamin B 12|riluzole|cramps|drooling"),
    "names with commas": _any_of("baclofen|Elavil|zinc|cramps", ", "),
    "names with slashes": _any_of("baclofen|Elavil|zinc|cramps", "/"),
    "beginnings": _any_of("vitamin|botulinum|shortness|difficulty|mouth|nitro"),
    "new words": _new_words,
    "typing errors": _typing_errors,
}
"""Each shape by what it is."""
