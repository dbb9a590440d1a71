"""Rules of folding and search as plain data, for programs in other languages."""

from collections.abc import Mapping

from alstx.names import edits, folding, search

Plain = str | int | float | list[str] | Mapping[str, str]


def rules() -> dict[str, Plain]:
    """Return every constant of folding and search, as JSON can hold it.

    A program that applies them as `alstx.names.folding` and `alstx.names.search` do finds what
    they find: the page of the knowledge base does. Regular expressions are of a form that Python
    and JavaScript read alike.

    Example:
        >>> rules()["greek"]["β"], rules()["near"]
        ('beta', 0.85)
    """
    return {
        "signs": folding.SIGNS,
        "apostrophes": folding.APOSTROPHES,
        "greek": folding.GREEK,
        "british": folding.BRITISH,
        "american": folding.AMERICAN,
        "endings": search.ENDINGS,
        "particles": sorted(search.PARTICLES),
        "mostEdits": edits.MOST_EDITS,
        "shortest": edits.SHORTEST,
        "short": edits.SHORT,
        "shortestBeginning": search.SHORTEST_BEGINNING,
        "least": search.LEAST,
        "beginning": search.BEGINNING,
        "wordwise": search.WORDWISE,
        "near": search.NEAR,
        "misspelled": search.MISSPELLED,
        "mostWords": search.MOST_WORDS,
    }
