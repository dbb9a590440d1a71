"""Words that a kind of name needs besides the names: endings, and words of other meaning.

The algorithms of this package know nothing of medicine. What they must know of a kind of name
is said here, in words, and handed to `alstx.names.NameIndex`.
"""

from functools import cache


class Lexicon:
    """Words around the names of one kind.

    Args:
        guard: Name of a text file beside this module that lists other words within reach of a
            typing error, and for words of ours those that are likely to be meant instead; None
            where there is none.
        endings: Words that may follow a name without changing what is meant, folded.
        doubtful: Names that are ordinary words or abbreviations too, folded. In free text they
            count only where a strength follows.
        titles: Words before the name of a person, in lower case. A name that follows counts
            only where a strength follows.
        two_edits_from: Length from which a word may be two edits off; None where it may not.
        corrects: Whether free text is corrected at all.
    """

    def __init__(
        self,
        guard: str | None = None,
        *,
        endings: frozenset[str] = frozenset(),
        doubtful: frozenset[str] = frozenset(),
        titles: frozenset[str] = frozenset(),
        two_edits_from: int | None = None,
        corrects: bool = True,
    ) -> None:
        self._guard = guard
        self.endings = endings
        self.doubtful = doubtful
        self.titles = titles
        self.two_edits_from = two_edits_from
        self.corrects = corrects

    @property
    def others(self) -> frozenset[str]:
        """Words that are never taken for a misspelled name of ours."""
        return frozenset() if self._guard is None else _read(self._guard)[0]

    @property
    def rivals(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """For words of our names, other words that a misspelled word may stand for.

        First those that are well known: one of them wins where it is as near as our word. Then
        the others, which win only where they are nearer.
        """
        return {} if self._guard is None else _read(self._guard)[1]


_Rivals = dict[str, tuple[frozenset[str], frozenset[str]]]


@cache
def _read(guard: str) -> tuple[frozenset[str], _Rivals]:
    from importlib import resources  # noqa: PLC0415 (14 ms, and only misspelled words need it)

    text = (resources.files("alstx.names") / guard).read_text(encoding="utf-8")
    others: set[str] = set()
    rivals: _Rivals = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            word, colon, listed = line.rpartition(":")
            known, _, little_known = listed.partition("|")
            found = frozenset(known.split()), frozenset(little_known.split())
            others.update(*found)
            if colon:
                rivals[word] = found
    return frozenset(others), rivals


PLAIN = Lexicon("ordinary.txt", two_edits_from=10)
"""For names made of ordinary words."""

UNGUARDED = Lexicon(corrects=False)
"""For names of which we do not know what else they could be mistaken for."""

_SALTS = """
acetate anhydrous besilate besylate bitartrate bromide calcium chloride citrate decanoate dihydrate
dihydrochloride fumarate gluconate hbr hcl hemihydrate hydrate hydrobromide hydrochloride lactate
magnesium maleate mesilate mesylate monohydrate oxalate pamoate potassium sodium succinate sulfate
sulphate tartrate tosilate tosylate
"""
_DOUBTFUL = """
correctnewformula coughout dss holddm hss ibu minica mph reconcile themagicbullet versed
"""
_TITLES = """
dr dr. doctor miss mr mr. mrs mrs. ms. nurse prof prof. professor
"""

MEDICINES = Lexicon(
    "lookalikes.txt",
    endings=frozenset(_SALTS.split()),
    doubtful=frozenset(_DOUBTFUL.split()),
    titles=frozenset(_TITLES.split()),
    two_edits_from=8,
)
"""For names of medicines: salts and esters as endings, other medicines as look-alikes."""
