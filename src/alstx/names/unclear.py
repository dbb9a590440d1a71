"""Names that nobody can tell in a text: words of every note, and letters that look like others."""

import re
import unicodedata

from alstx.names.lexicon import AMOUNT, UNIT

_WORDS = """
after also am an and any are as at be been before but by can daily day days do dose for from had
has have he her him his if in into is it its may me my no nor not of off on once only or our out
over she so some than that the their them then there these they this to twice up use used was we
were what when which who will with without you your bd bid cap caps capsule capsules drug drugs
hs kg mcg medication medications medicine medicines meq mg ml mmol nightly oral patient patients
pill pills po prn pt pts qd qds qhs qid stat tab tablet tablets tabs take taken takes taking tds
tid unit units
"""
_EVERYDAY = frozenset(_WORDS.split())
"""Words and abbreviations of nearly every clinical note, folded."""
_STRENGTH = re.compile(rf"(?:{AMOUNT})?{UNIT}")
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("CYRILLIC", "LATIN")
_LATIN = str.maketrans("авекмнорстухѕіјһԁԛԝαβεζηικμνορτυχ", "abekmhopctyxsijhdqwabezhikmnoptyx")
"""Letters of other scripts that look like Latin ones, small or capital; others stay."""


def is_everyday(key: str) -> bool:
    """Return whether nearly every note has a folded name: a common word, a unit, a lone letter.

    Example:
        >>> is_everyday("the"), is_everyday("mg"), is_everyday("7"), is_everyday("baclofen")
        (True, True, True, False)
    """
    return len(key) < 2 or key.isdigit() or key in _EVERYDAY or bool(_STRENGTH.fullmatch(key))  # noqa: PLR2004 (a lone letter)


def in_latin(key: str) -> str:
    r"""Return a folded name with Latin letters for those that look like them.

    Example:
        >>> in_latin("b\N{CYRILLIC SMALL LETTER A}clofen")
        'baclofen'
    """
    return key if key.isascii() else key.translate(_LATIN)


def mixed_word(name: str) -> str | None:
    r"""Return the first word of a name that has both Latin and Cyrillic letters, if any.

    Example:
        >>> mixed_word("Z\N{CYRILLIC SMALL LETTER A}p") is None, mixed_word("β-blocker") is None
        (False, True)
    """
    for word in _WORD.findall("" if name.isascii() else name):
        if len({script for script in _SCRIPTS for c in word if _is_of(c, script)}) > 1:
            return str(word)
    return None


def _is_of(letter: str, script: str) -> bool:
    return unicodedata.name(letter, "").startswith(script)
