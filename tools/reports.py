"""Reports that reviewers read in diffs: the golden answers and the coverage table.

``python tools/reports.py`` writes both; a test compares them with the data.
"""

from collections import Counter
from pathlib import Path

import alstx
from alstx import KnowledgeBase
from alstx.display.words import phrase
from alstx.vocab import Basis, Direction, Reading, Role

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "treatments.txt"
COVERAGE = ROOT / "docs" / "coverage.md"


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
        ]
    )


if __name__ == "__main__":
    bundled = alstx.load()
    GOLDEN.write_text(golden(bundled), encoding="utf-8")
    COVERAGE.write_text(coverage(bundled), encoding="utf-8")
