"""Words that a kind of name needs besides the names: endings, and words of other meaning.

The algorithms of this package know nothing of medicine. What they must know of a kind of name
is said in the data files beside this module and handed to `alstx.names.NameIndex` as a `Lexicon`.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from alstx.lazy import read_packaged

AMOUNT = r"\d+(?:[.,]\d+)?"
UNIT = r"(?:mg|mcg|µg|ug|g|ml|mmol|units?|iu|%)"
STRENGTH = rf"\W{{0,2}}{AMOUNT}\s*{UNIT}(?![^\W_])"
GRAMS = rf"\W{{0,2}}{AMOUNT}\s*(?:g|gm|grams?|grammes?)(?![^\W_])"
WEIGHT = rf"(?:{GRAMS}|\W{{0,2}}{AMOUNT}\s*mg(?![^\W_]))"
LENGTH = (
    r"(?:\W{1,3}(?:is|was|measur\w+|diameter|calib\w+|dilat\w+|of|to|at|up|about|approximately))"
    rf"{{0,4}}\W{{0,3}}{AMOUNT}\s*(?:mm|cm)(?![^\W_])"
)
"""Text after a name: a strength, grams, a weight, a length with words such as `measures`."""
_DOSE = (
    rf"(?<=\S)\s+[0-9][0-9.,/]*\s*{UNIT}(?:/(?:[0-9.]+\s*)?(?:ml|h|day))?"
    r"(?:\s+(?:tab|tablet|cap|capsule|po|od|bd|bid|tds|tid|qds|qid|qhs|prn|daily|nocte)s?\.?)*\s*$"
)

Rivals = dict[str, tuple[frozenset[str], frozenset[str]]]
Pairs = tuple[tuple[str, str], ...]
_NONE: Mapping[str, str] = MappingProxyType({})


def without_dose(text: str) -> str:
    """Return a name without the dose, form and frequency at its end.

    Only what is a dose from end to end is left out, so that no second name gets lost.

    Example:
        >>> without_dose("baclofen 10 mg tablets tid"), without_dose("interferon beta 1")
        ('baclofen', 'interferon beta 1')
    """
    return _compiled(_DOSE).sub("", text)


class Lexicon:
    """Words around the names of one kind.

    Args:
        guard: Name of a text file beside this module that lists other words within reach of a
            typing error, and for words of ours those that are likely to be meant instead; None
            where there is none. A line has the beginning of words and their ends, a hyphen for no
            end; or a word of ours, a colon, and its rivals, known ones before a bar.
        endings: Words that may follow a name without changing what is meant, folded.
        doubtful: Names that are ordinary words or abbreviations too, folded. In free text they
            count only where a strength follows.
        only_before: For other doubtful names a pattern of what must follow.
        never_before: For names a pattern of what must not follow: they mean something else then.
        titles: Words before the name of a person, in lower case. A name that follows counts
            only where a strength follows.
        opposites: Beginnings, and endings, of which one is never a typing error for the other.
        two_edits_from: Length from which a word may be two edits off; None where it may not.
        corrects: Whether free text is corrected at all.
        section: Heading of the longer names of this kind in ``longer.txt``.
        splits: Whether parts of words are put together by ``splits.txt``, and names that are
            ordinary words are listed in ``doubtful.txt``.
    """

    def __init__(
        self,
        guard: str | None = None,
        *,
        endings: frozenset[str] = frozenset(),
        doubtful: frozenset[str] = frozenset(),
        only_before: Mapping[str, str] = _NONE,
        never_before: Mapping[str, str] = _NONE,
        titles: frozenset[str] = frozenset(),
        opposites: tuple[Pairs, Pairs] = ((), ()),
        two_edits_from: int | None = None,
        corrects: bool = True,
        section: str | None = None,
        splits: bool = False,
    ) -> None:
        self._guard = guard
        self._section = section
        self._splits = splits
        self.endings = endings
        self._doubtful = doubtful
        self._only_before, self._never_before = only_before, never_before
        self.titles = titles
        self._beginnings, self._ends = opposites
        self.two_edits_from = two_edits_from
        self.corrects = corrects

    def counts(self, word: str, text: str, end: int) -> bool:
        """Return whether a doubtful name that ends at a place of a text means ours."""
        unwanted = self._never_before.get(word)
        if unwanted is not None:
            return _compiled(unwanted).match(text, end) is None
        return _compiled(self._only_before.get(word, STRENGTH)).match(text, end) is not None

    def are_opposites(self, one: str, other: str) -> bool:
        """Return whether one word begins or ends as the opposite of the other does.

        Example:
            >>> PLAIN.are_opposites("hypotonia", "hypertonia"), PLAIN.are_opposites("cramp", "cram")
            (True, False)
        """
        return any(
            _begin(one, other, a, b) or _begin(other, one, a, b) for a, b in self._beginnings
        ) or any(
            (one.endswith(a) and other.endswith(b)) or (one.endswith(b) and other.endswith(a))
            for a, b in self._ends
        )

    @property
    def doubtful(self) -> frozenset[str]:
        """Names that count only where the text around them says so."""
        listed = frozenset(_lines("doubtful.txt")) if self._splits else frozenset[str]()
        return self._doubtful.union(listed, self._only_before, self._never_before)

    @property
    def others(self) -> frozenset[str]:
        """Words that are never taken for a misspelled name of ours."""
        return frozenset() if self._guard is None else _guarded(self._guard)[0]

    @property
    def rivals(self) -> Rivals:
        """For words of our names, other words that a misspelled word may stand for.

        First those that are well known: one of them wins where it is as near as our word. Then
        the others, which win only where they are nearer.
        """
        return {} if self._guard is None else _guarded(self._guard)[1]

    @property
    def longer(self) -> tuple[str, ...]:
        """Longer names within which a name of ours means something else."""
        return () if self._section is None else _longer().get(self._section, ())

    @property
    def splits(self) -> tuple[tuple[str, str], ...]:
        """Words in two parts that people separate by a hyphen, a blank or a line break.

        A first part that ends in a hyphen is an ordinary word too: only a hyphen joins it.
        """
        return _split_words() if self._splits else ()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _begin(one: str, other: str, first: str, second: str) -> bool:
    """Return whether two words begin as opposites; with no beginning, the rest is the same."""
    if second:
        return one.startswith(first) and other.startswith(second)
    return bool(first) and one == first + other


def _lines(name: str) -> list[str]:
    return [
        line
        for line in read_packaged("alstx.names", name).decode().splitlines()
        if line and not line.startswith("#")
    ]


@cache
def _guarded(guard: str) -> tuple[frozenset[str], Rivals]:
    """Return all other words, and those that are rivals of a word of ours."""
    others: set[str] = set()
    rivals: Rivals = {}
    for line in _lines(guard):
        word, colon, listed = line.rpartition(":")
        if colon:
            known, _, little_known = listed.partition("|")
            rivals[word] = frozenset(known.split()), frozenset(little_known.split())
            others.update(*rivals[word])
        else:
            beginning, *ends = line.split()
            others.update(beginning + ("" if end == "-" else end) for end in ends)
    return frozenset(others), rivals


@cache
def _longer() -> dict[str, tuple[str, ...]]:
    """Return the longer names by section, those under ``[all]`` in each."""
    sections: dict[str, list[str]] = {}
    held: list[str] = []
    for line in _lines("longer.txt"):
        if line.startswith("["):
            held = sections.setdefault(line.strip("[]"), [])
        else:
            held.append(line)
    every = tuple(sections.pop("all", ()))
    return {name: (*every, *lines) for name, lines in sections.items()}


@cache
def _split_words() -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for line in _lines("splits.txt"):
        first, _, rest = line.partition(" ")
        found += [(first, second) for second in rest.split()]
    return tuple(found)


_BEGINNINGS = (
    ("hypo", "hyper"),
    ("de", "re"),
    ("ab", "ad"),
    *((sign, "") for sign in ("a", "an", "in", "im", "ir", "un", "dis", "de", "non", "no")),
)
_ENDS = (
    *(("oscopy", "ostomy"), ("oscopy", "ectomy"), ("ostomy", "ectomy")),
    *(("otomy", "ostomy"), ("otomy", "ectomy"), ("otomy", "oscopy")),
)
_OPPOSITES = (_BEGINNINGS, _ENDS)


def _plain(section: str | None = None, never_before: Mapping[str, str] = _NONE) -> Lexicon:
    return Lexicon(
        "ordinary.txt",
        opposites=_OPPOSITES,
        two_edits_from=10,
        section=section,
        never_before=never_before,
    )


PLAIN = _plain()
"""For names made of ordinary words."""

SYMPTOMS = _plain("symptoms")
"""For names of symptoms."""

THERAPIES = _plain("therapies", {"peg": GRAMS})
"""For names of treatments that are not drugs; PEG before grams is a laxative."""

UNGUARDED = Lexicon(corrects=False)
"""For names of which we do not know what else they could be mistaken for."""

_SALTS = """
acetate anhydrous besilate besylate bitartrate bromide calcium chloride citrate decanoate dihydrate
dihydrochloride fumarate gluconate hbr hcl hemihydrate hydrate hydrobromide hydrochloride lactate
magnesium maleate mesilate mesylate monohydrate oxalate pamoate potassium sodium succinate sulfate
sulphate tartrate tosilate tosylate
"""
_RELEASE = "cd cr dr er la lp mr odt pr retard sr xl xr"
_DOUBTFUL = """
correctnewformula coughout dss holddm hss ibu minica mph reconcile themagicbullet versed
"""
_TITLES = """
dr dr. doctor miss mr mr. mrs mrs. ms. nurse prof prof. professor
"""

MEDICINES = Lexicon(
    "lookalikes.txt",
    endings=frozenset(_SALTS.split() + _RELEASE.split()),
    doubtful=frozenset(_DOUBTFUL.split()),
    only_before={"peg": WEIGHT},
    never_before={"cbd": LENGTH},
    titles=frozenset(_TITLES.split()),
    two_edits_from=10,
    section="medications",
    splits=True,
)
"""For names of medicines: salts and esters as endings, other medicines as look-alikes."""
