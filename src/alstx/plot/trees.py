"""Hierarchies as indented trees, with the number of records at each node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from alstx.display.signs import INK2, RULE
from alstx.errors import InvalidArgumentError, shown
from alstx.plot import marks, parts
from alstx.plot.arguments import checked_base

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

    from alstx.kb.base import KnowledgeBase

_TITLES = {
    "symptoms": "Symptoms, with the number of treatments in use for each",
    "drug_classes": "Drug classes, with the number of medicines in each",
    "mechanisms": "Mechanisms, with the number of medicines that have each",
}
_INDENT, _BARS, _LONGEST_BAR, _LONGEST = 0.5, 7.6, 2.4, 60


def hierarchy(kb: KnowledgeBase, kind: str = "drug_classes", *, ax: Axes | None = None) -> Axes:
    """Draw a hierarchy as an indented tree, with the number of records at each node.

    A symptom counts the treatments in use for it, a class or mechanism its medicines; each node
    includes all below it. A node with several parents is drawn below each of them.

    Args:
        kb: The knowledge base.
        kind: ``symptoms``, ``drug_classes`` or ``mechanisms``.
        ax: Where to draw; by default a new figure.

    Raises:
        InvalidArgumentError: If there is no such hierarchy, or an argument is of the wrong type.
        MissingExtraError: If matplotlib is not installed.
    """
    if not isinstance(kind, str) or kind not in _TITLES:
        msg = f"kind is one of {', '.join(_TITLES)}; got {shown(kind)}"
        raise InvalidArgumentError(msg)
    lines = _lines(checked_base(kb), kind)
    ax = parts.axes(ax, 6.5, 0.7 + 0.19 * len(lines))
    most = max((line.count for line in lines), default=0) or 1
    for row, line in enumerate(lines):
        if line.above is not None:
            bend = [-line.above - 0.35, -row, -row]
            across = [(line.depth + by) * _INDENT for by in (-0.8, -0.8, -0.15)]
            ax.plot(across, bend, color=RULE, linewidth=0.8)
        parts.write(ax, (line.depth * _INDENT, -row), line.name, ha="left")
        if line.count:
            parts.write(ax, (_BARS - 0.1, -row), str(line.count), ha="right", color=INK2)
            ax.barh(-row, _LONGEST_BAR * line.count / most, 0.55, left=_BARS, color=RULE)
    ax.set_xlim(-0.1, _BARS + _LONGEST_BAR)
    ax.set_ylim(-len(lines), 1)
    ax.set_axis_off()
    parts.title(ax, _TITLES[kind])
    return ax


@attrs.frozen
class _Line:
    """One line of the tree.

    Attributes:
        depth: How far it is indented.
        above: Line of the node above it, counted from the top.
        name: Name of the node.
        count: Number of records at or below it.
    """

    depth: int
    above: int | None
    name: str
    count: int


def _lines(kb: KnowledgeBase, kind: str) -> list[_Line]:
    parents = kb.hierarchies[kind].parents
    names: dict[str, str] = {r.id: marks.cut(r.name, _LONGEST) for r in getattr(kb, kind)}
    lines: list[_Line] = []

    def walk(nodes: Iterable[str], depth: int, above: int | None) -> None:
        for node in sorted(nodes, key=lambda node: (names[node], node)):
            row = len(lines)
            lines.append(_Line(depth, above, names[node], _count(kb, kind, node)))
            walk((n for n, up in parents.items() if node in up), depth + 1, row)

    walk((n for n, up in parents.items() if not up), 0, None)
    return lines


def _count(kb: KnowledgeBase, kind: str, node: str) -> int:
    """Return the number of records at a node or below it."""
    if kind == "symptoms":
        return len(kb.treatments.filter(symptom=kb.symptoms[node]))
    if kind == "drug_classes":
        return len(kb.medications.filter(drug_class=kb.drug_classes[node]))
    return len(kb.medications.filter(mechanism=kb.mechanisms[node]))
