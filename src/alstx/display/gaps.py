"""The map of evidence gaps: what is advised, what was found in ALS or MND, and where nobody looked.

A use is a treatment that somebody advises for a symptom. It is a gap where no study in ALS or MND
is recorded of it: neither of itself, nor of a class that it belongs to, nor of a member of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from alstx.display import summary
from alstx.display.words import counted
from alstx.vocab import Direction, Level, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alstx.ids import Ref
    from alstx.model.treatment import KeyFinding, Treatment

_UNFAVOURABLE = (
    Direction.HARM,
    Direction.NO_DIFFERENCE,
    Direction.INCONCLUSIVE,
    Direction.MIXED,
    Direction.BENEFIT,
)


@attrs.frozen
class Cell:
    """One treatment on the map.

    Attributes:
        treatment: The treatment.
        finding: The key finding in ALS or MND that is shown: the strongest, of equals the less
            favourable; None where there is none.
        is_studied: Whether anybody studied the treatment itself in ALS or MND.
        kin_finding: What is shown for a class or a member of it, where nobody studied itself.
        is_kin_studied: Whether anybody studied such a class or member, where nobody itself.
    """

    treatment: Treatment
    finding: KeyFinding | None
    is_studied: bool
    kin_finding: KeyFinding | None = None
    is_kin_studied: bool = False

    @property
    def is_advised(self) -> bool:
        """True if somebody advises it: the tile of the map."""
        return self.treatment.role is Role.USED

    @property
    def is_gap(self) -> bool:
        """True if it is advised, and neither it nor its class was studied: the ring of the map."""
        return self.is_advised and not self.is_studied and not self.is_kin_studied

    @property
    def has_other_harm(self) -> bool:
        """True if a harm is known beside the finding shown, which must not hide it."""
        shown = None if self.finding is None else self.finding.evidence
        return any(
            found.evidence.direction is Direction.HARM and found.evidence is not shown
            for found in self.treatment.key_findings
        )


def cells(treatments: Iterable[Treatment], kin: Mapping[Ref, Iterable[Ref]]) -> tuple[Cell, ...]:
    """Put treatments on the map.

    Args:
        treatments: All treatments of the symptoms in question, those of classes included.
        kin: The classes above each medication and class, and the members of each class.
    """
    own = {(t.intervention, t.symptom): Cell(t, _shown(t), _is_studied(t)) for t in treatments}
    return tuple(cell if cell.is_studied else _with_kin(cell, own, kin) for cell in own.values())


def _with_kin(
    cell: Cell, own: Mapping[tuple[Ref, str], Cell], kin: Mapping[Ref, Iterable[Ref]]
) -> Cell:
    t = cell.treatment
    near = [own.get((ref, t.symptom)) for ref in kin.get(t.intervention, ())]
    studied = [found for found in near if found is not None and found.is_studied]
    shown = min((f.finding for f in studied if f.finding is not None), key=_rank, default=None)
    return attrs.evolve(cell, kin_finding=shown, is_kin_studied=bool(studied))


def _is_studied(treatment: Treatment) -> bool:
    return any(
        e.in_als and treatment.is_current(e) and e.direction is not Direction.NO_DATA
        for e in treatment.evidence
    )


def _shown(treatment: Treatment) -> KeyFinding | None:
    found = (
        f
        for f in treatment.key_findings
        if f.evidence.in_als and treatment.symptom in f.evidence.symptoms
        if treatment.is_current(f.evidence) and f.evidence.level is not None
    )
    return min(found, key=_rank, default=None)


def _rank(found: KeyFinding) -> tuple[bool, Level | None, int, str]:
    """Return a sort key: what counts first, then the level, then the less favourable."""
    e = found.evidence
    return is_reserved(found), e.level, _UNFAVOURABLE.index(e.direction), e.id


def is_reserved(found: KeyFinding) -> bool:
    """Return whether a finding points to benefit, but does not count for a level."""
    return found.evidence.is_favourable and found.reservation is not None


def said(cell: Cell) -> Mapping[str, str]:
    """Return in words what a place of the map says: role, finding, disagreement."""
    t = cell.treatment
    lines = {"Role": summary.role(t), "Found": _found(cell)}
    return lines | ({"Disputed": "; ".join(summary.disagreements(t))} if t.contested else {})


def _found(cell: Cell) -> str:
    """Return what was found, or that nobody looked."""
    if cell.finding is not None:
        return summary.finding(cell.treatment, cell.finding)
    if cell.kin_finding is not None:
        e = cell.kin_finding.evidence
        level = "" if e.level is None else f"level {int(e.level)}: "
        return f"found for its class or a member of it: {level}{summary.direction(e)}"
    if cell.is_gap:
        return "a gap: advised, and no study in ALS or MND is recorded"
    if not cell.treatment.evidence:
        return "no study is recorded"
    studied = counted(len(cell.treatment.evidence), "finding")
    return f"studied, without a finding for or against it: {studied}"


def headline(shown: Sequence[Cell]) -> str:
    """Return how many uses there are, and for how many nobody did a study in ALS or MND."""
    uses = [cell for cell in shown if cell.is_advised]
    gaps = sum(cell.is_gap for cell in uses)
    if not uses:
        return "No treatment in use"
    return f"No study in ALS or MND for {gaps} of {counted(len(uses), 'use')}"
