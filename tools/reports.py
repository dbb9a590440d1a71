"""Reports that reviewers read in diffs: golden answers, coverage, and what is missing.

``python tools/reports.py`` writes them; a test compares them with the data.
"""

from collections import Counter
from pathlib import Path

import alstx
from alstx import KnowledgeBase
from alstx.display.words import phrase
from alstx.model import Source
from alstx.vocab import Basis, Direction, Reading, Role

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "treatments.txt"
COVERAGE = ROOT / "docs" / "coverage.md"
LEFT_OUT = ROOT / "docs" / "left-out.md"
MARK = "<!-- From here on written by tools/reports.py. -->"
_NUMBERS = ("DOI", "PMID")


def golden(kb: KnowledgeBase) -> str:
    """List the treatments of each symptom by role, strongest first, contested ones starred."""
    lines: list[str] = []
    for symptom in kb.symptoms:
        found = [t for t in kb.treatments if t.symptom == symptom.id]
        lines.append(symptom.id)
        for role in Role:
            named = [f"{t.intervention}{'*' * t.contested}" for t in found if t.role is role]
            lines += [f"  {role.value}: {', '.join(named)}"] if named else []
    return "\n".join(lines) + "\n"


def coverage(kb: KnowledgeBase) -> str:
    """Count what is recorded, and name the symptoms without any treatment."""
    roles = Counter(t.role for t in kb.treatments)
    bases = Counter(t.basis for t in kb.treatments)
    directions = Counter(e.direction for e in kb.evidence)
    readings = Counter(e.read for e in kb.evidence)
    treated = {t.symptom for t in kb.treatments}
    counts = [
        ("symptoms and groups", len(kb.symptoms)),
        ("medications", len(kb.medications)),
        ("drug classes", len(kb.drug_classes)),
        ("mechanisms", len(kb.mechanisms)),
        ("therapies", len(kb.therapies)),
        ("sources", len(kb.sources)),
        ("— guidelines", len(kb.sources.filter(kind="guideline"))),
        ("— labels", len(kb.sources.filter(kind="label"))),
        ("— expert reviews", len(kb.sources.filter(kind="expert-review"))),
        ("— superseded or retracted", len(kb.sources.filter(current=False))),
        ("— run out on the day of the data version", len(kb.sources.filter(expired=True))),
        ("— corrected", sum(source.correction is not None for source in kb.sources)),
        ("— asked about in registers", sum(source.checked_on is not None for source in kb.sources)),
        ("evidence records", len(kb.evidence)),
        ("— in ALS or MND", sum(e.in_als for e in kb.evidence)),
        *((f"— {phrase(direction)}", directions[direction]) for direction in Direction),
        *((f"— read: {phrase(reading)}", readings[reading]) for reading in Reading),
        ("estimates (numbers to compute with)", sum(len(e.estimates) for e in kb.evidence)),
        ("recommendations", len(kb.recommendations)),
        ("treatments", len(kb.treatments)),
        *((f"— {phrase(role)}", roles[role]) for role in Role),
        *((f"— used, by its basis: {phrase(basis)}", bases[basis]) for basis in Basis),
        ("— contested", len(kb.treatments.filter(role=None, contested=True))),
        (
            "medications with a boxed warning",
            sum(m.boxed_warning == "present" for m in kb.medications),
        ),
        (
            "medications whose boxed warning is not known",
            sum(m.boxed_warning == "unknown" for m in kb.medications),
        ),
        ("interactions", sum(len(m.interactions) for m in kb.medications)),
    ]
    silent = [s for s in kb.symptoms if not kb.treatments.filter(symptom=s)]
    unexplained = [s.name for s in silent if kb.treatments.filter(symptom=s).note is None]
    answers = (
        f"Of {len(kb.symptoms)} symptoms and groups {len(kb.symptoms) - len(silent)} answer with a "
        f"treatment in use, {len(silent) - len(unexplained)} with where to look or what a search "
        f"found, {len(unexplained)} with nothing."
    )
    parents = {parent for s in kb.symptoms for parent in s.parents}
    bare = [s.name for s in kb.symptoms if s.id not in treated and s.id not in parents]
    return "\n".join(
        [
            "# Coverage",
            "",
            f"Data version {kb.version}; written by `python tools/reports.py`.",
            "",
            "| what | how many |",
            "|---|---:|",
            *(f"| {what} | {count} |" for what, count in counts),
            "",
            f"Symptoms without any recorded treatment ({len(bare)}): {', '.join(bare) or 'none'}.",
            "",
            answers,
            "",
        ]
    )


def _told(source: Source) -> str:
    """Return the note of a source, or else the identifiers that it has."""
    return source.note or f"Known as {', '.join(map(str, source.identifiers))}."


def left_out(kb: KnowledgeBase, page: str) -> str:
    """Return the page of what is missing: its written part, then what the data themselves lack.

    Args:
        kb: The knowledge base.
        page: The page as it is.
    """
    articles = [
        source
        for source in kb.sources.filter(kind="article")
        if not any(curie.prefix in _NUMBERS for curie in source.identifiers)
    ]
    lead = (
        f"{len(articles)} of {len(kb.sources.filter(kind='article'))}. Neither is printed on the "
        "pages that were read; the note of each says what else was tried."
    )
    searched = [(s, s.searched) for s in kb.symptoms if s.searched is not None]
    return "\n".join(
        [
            f"{page.partition(MARK)[0].rstrip()}",
            "",
            MARK,
            "",
            "## Articles that are here without a DOI or PMID",
            "",
            lead,
            "",
            *(
                f"- `{source.id}`: {source.title.rstrip('.')}. {_told(source)}"
                for source in articles
            ),
            "",
            "## Symptoms for which a search found no treatment",
            "",
            *(f"- {s.name}, {found.day}: {found.result}" for s, found in searched),
            "",
        ]
    )


if __name__ == "__main__":
    bundled = alstx.load()
    GOLDEN.write_text(golden(bundled), encoding="utf-8")
    COVERAGE.write_text(coverage(bundled), encoding="utf-8")
    LEFT_OUT.write_text(left_out(bundled, LEFT_OUT.read_text(encoding="utf-8")), encoding="utf-8")
