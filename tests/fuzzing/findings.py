"""Findings, numbers and sources to test with, and who is kin to whom."""

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from alstx import Evidence, KnowledgeBase, Ref, Source, Treatment
from alstx.model import Estimate
from alstx.vocab import (
    Direction,
    Domain,
    Endpoint,
    Measure,
    Population,
    Reading,
    SourceKind,
    StudyDesign,
    Versus,
)

PILL = Ref.parse("medications/pill")


def source(id_: str = "a-2001", **fields: Any) -> Source:
    """Make a source."""
    usual = {"kind": SourceKind.ARTICLE, "title": f"On {id_}", "reviewed": date(2026, 1, 1)}
    return Source(id=id_, **{**usual, "year": 2001, "authors": ("A B",), **fields})


def estimate(value: float = 2.0, **fields: Any) -> Estimate:
    """Make a number with an interval, of two arms unless its measure is of one."""
    usual: dict[str, Any] = {
        "measure": Measure.MEAN_DIFFERENCE,
        "low": value - 1,
        "high": value + 1,
        "confidence": 95.0,
        "unit": "points",
        "time": "4 weeks",
        "label": "A Scale",
        "lower_is_better": True,
        "arm": "pill",
        "versus_arm": "sugar",
    }
    fields = {**usual, **fields}
    if fields["measure"].is_of_one_arm:
        fields["versus_arm"] = None
    return Estimate(value=value, **fields)


def finding(*estimates: Estimate, id_: str = "a", **fields: Any) -> Evidence:
    """Make a finding that prints its numbers."""
    printed = [
        f"{Decimal(str(abs(n))):f}"
        for e in estimates
        for n in (e.value, e.of, e.low, e.high)
        if n is not None
    ]
    usual: dict[str, Any] = {
        "source": "a-2001",
        "interventions": (PILL,),
        "versus": Versus.PLACEBO,
        "symptoms": ("cramps",),
        "domain": (Domain.SYMPTOM,),
        "endpoint": Endpoint.PRIMARY,
        "design": StudyDesign.RANDOMIZED_CONTROLLED_TRIAL,
        "population": Population.ALS,
        "direction": Direction.BENEFIT,
        "finding": "It helped.",
        "read": Reading.FULL_TEXT,
        "effect": ", ".join(printed) or None,
    }
    fields = {**usual, **fields}
    return Evidence(id=id_, estimates=estimates, **fields)


def kin(kb: KnowledgeBase) -> dict[Ref, set[Ref]]:
    """The classes above each intervention, and what stands below each class."""
    tree = kb.hierarchies["drug_classes"]
    found: dict[Ref, set[Ref]] = {}
    for m in kb.medications:
        for c in kb.drug_classes:
            if any(tree.is_a(own, c.id) for own in m.drug_classes):
                found.setdefault(m.ref, set()).add(c.ref)
                found.setdefault(c.ref, set()).add(m.ref)
    for one, other in itertools.permutations(kb.drug_classes, 2):
        if tree.is_a(one.id, other.id) or tree.is_a(other.id, one.id):
            found.setdefault(one.ref, set()).add(other.ref)
    return found


def is_studied(treatment: Treatment) -> bool:
    """Whether a current source studied the very treatment in ALS or MND."""
    return any(
        e.in_als and e.direction != "no-data" and treatment.is_current(e)
        for e in treatment.evidence
    )
