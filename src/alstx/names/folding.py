"""Folding: the rule by which two spellings are the same name."""

import re
import unicodedata
from collections.abc import Iterator

SIGNS, APOSTROPHES = "™®©℠", "'`\u2019\u02bc\u00b4"
"""Characters that do not count: trademark signs, and apostrophes, which do not split a word."""
_NO_SIGNS = str.maketrans("", "", SIGNS)
_NO_APOSTROPHES = str.maketrans("", "", APOSTROPHES)
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_RUNS = re.compile(r"[a-z]+|[0-9]+")
GREEK = {
    "\N{GREEK SMALL LETTER ALPHA}": "alpha",
    "β": "beta",
    "\N{GREEK SMALL LETTER GAMMA}": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ω": "omega",
}
BRITISH = (  # compiled when it is first needed
    r"oe|ae|our|sulph|ceph|yse|aluminium|grey|gramme|ogue"
    r"|is(?=ation|ing|e)|(?<=e)ll(?=ing|ed|or)|(?<=[btv])re(?=s?$)"
)
AMERICAN = {
    "oe": "e",
    "ae": "e",
    "our": "or",
    "sulph": "sulf",
    "ceph": "cef",
    "yse": "yze",
    "aluminium": "aluminum",
    "grey": "gray",
    "gramme": "gram",
    "ogue": "og",
    "is": "iz",
    "ll": "l",
    "re": "er",
}


def fold(text: str) -> str:
    """Reduce a name to its letters and digits, without case or accents.

    Spaces, hyphens, slashes, other punctuation and trademark signs do not count, so that
    ``non-invasive``, ``noninvasive`` and ``Non Invasive`` are one name. Letters of every script
    stay. Folding twice changes nothing.

    Example:
        >>> fold("Baclofène®")
        'baclofene'
    """
    if text.isascii():
        low = text.lower()
        return low if low.isalnum() else _NO_LETTER.sub("", low)
    return "".join(filter(str.isalnum, _plain(text)))


def _plain(text: str) -> str:
    """Strip signs, case and compatibility variants from a text."""
    plain = unicodedata.normalize("NFKD", text.translate(_NO_SIGNS)).casefold()
    return unicodedata.normalize("NFKD", plain)


def respell(key: str) -> str:
    """Convert British spelling of a folded name or word into American, and name Greek letters.

    It is applied to both sides of a comparison, so that it need not give a real word.

    Example:
        >>> respell("dyspnoea"), respell("behaviouraltherapy"), respell("nebuliser")
        ('dyspnea', 'behavioraltherapy', 'nebulizer')
    """
    if not key.isascii():
        key = "".join(GREEK.get(ch, ch) for ch in key)
    return re.sub(BRITISH, lambda found: AMERICAN[found.group()], key)


def words(text: str) -> list[str]:
    """Fold a text word by word; an apostrophe does not split a word.

    Example:
        >>> words("Can't swallow (liquids)")
        ['cant', 'swallow', 'liquids']
    """
    low = text.translate(_NO_APOSTROPHES)
    if text.isascii():
        return _NO_LETTER.sub(" ", low.lower()).split()
    plain = unicodedata.normalize("NFD", _plain(low))
    return "".join(
        ch if ch.isalnum() else "" if unicodedata.category(ch)[0] == "M" else " " for ch in plain
    ).split()


def tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """Split a text into runs of letters and runs of digits: start, end, and the folded run.

    Example:
        >>> list(tokens("Elavil 25MG"))
        [(0, 6, 'elavil'), (7, 9, '25'), (9, 11, 'mg')]
    """
    if text.isascii():
        for found in _RUNS.finditer(text.lower()):
            yield found.start(), found.end(), found.group()
        return
    start, kind = 0, ""
    for at, ch in enumerate((*text, " ")):
        now = _kind(ch)
        if now == "M":  # a combining mark goes with what it marks
            continue
        if now != kind:
            if kind and (key := fold(text[start:at])):
                yield start, at, key
            start, kind = at, now


def _kind(ch: str) -> str:
    """Return the kind of a character: letter, digit, mark, or separator."""
    kind = unicodedata.category(ch)[0]
    return kind if kind in "LNM" else ""
