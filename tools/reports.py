"""Writes what reviewers read in diffs: the golden answers and the coverage table.

``python tools/reports.py`` writes both; a test compares them with the data.
"""

from collections import Counter
from pathlib import Path

import alstx
from alstx import KnowledgeBase
from alstx.vocab import Role

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "treatments.txt"
COVERAGE = ROOT / "docs" / "coverage.md"


def golden(kb: KnowledgeBase) -> str:
    """For each symptom the treatments by role, firmest first; contested ones are starred."""
    lines: list[str] = []
    for symptom in kb.symptoms:
        found = [t for t in kb.treatments if t.symptom == symptom.id]
        lines.append(symptom.id)
        for role in Role:
            named = [f"{t.intervention}{'*' * t.contested}" for t in found if t.role is role]
            lines += [f"  {role.value}: {', '.join(named)}"] if named else []
    return "\n".join(lines) + "\n"


def coverage(kb: KnowledgeBase) -> str:
    """How much the base holds, and where it holds nothing."""
    roles = Counter(t.role.value for t in kb.treatments)
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
        (
            "— without benefit or harmful",
            sum(e.direction in ("no-benefit", "harm") for e in kb.evidence),
        ),
        ("recommendations", len(kb.recommendations)),
        ("treatments", len(kb.treatments)),
        *((f"— {role.value}", roles[role.value]) for role in Role),
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
            "# What the base holds",
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
    base = alstx.load()
    GOLDEN.write_text(golden(base), encoding="utf-8")
    COVERAGE.write_text(coverage(base), encoding="utf-8")
