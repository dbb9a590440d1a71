"""Pictures of the base with matplotlib (extra ``plot``): what is known, and who says what.

Each function takes the base, draws on an axes of yours or makes one, and returns the axes. The
colours are those of Okabe and Ito, which people with any common colour vision can tell apart;
shape and size repeat what colour says.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from alstx.errors import InvalidArgumentError, shown
from alstx.extras import need
from alstx.ids import Ref
from alstx.kb import KnowledgeBase
from alstx.model import Evidence, Symptom, Treatment
from alstx.vocab import Direction, Level, Stance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOURS = {
    Direction.BENEFIT: "#0072B2",
    Direction.MIXED: "#56B4E9",
    Direction.INCONCLUSIVE: "#999999",
    Direction.NO_BENEFIT: "#E69F00",
    Direction.HARM: "#D55E00",
}
_STANCES = {
    Stance.RECOMMEND: ("#0072B2", "++"),
    Stance.CONSIDER: ("#56B4E9", "+"),
    Stance.INSUFFICIENT_EVIDENCE: ("#BBBBBB", "?"),
    Stance.DO_NOT_RECOMMEND: ("#D55E00", "-"),
}
_TREES = ("symptoms", "drug_classes", "mechanisms")
_MOST_ROWS, _MOST_COLUMNS = 40, 30


def _axes(ax: "Axes | None", width: float, height: float) -> "Axes":
    if ax is not None:
        return ax
    plt = need("matplotlib.pyplot", "alstx.plot", "plot")
    made: Axes = plt.subplots(figsize=(width, height), layout="constrained")[1]
    return made


def evidence_map(
    kb: KnowledgeBase,
    *,
    symptoms: Iterable[Symptom | str] | None = None,
    most: int = _MOST_ROWS,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draws what was studied for which symptom in ALS or MND, and which way it points.

    A dot is the best evidence on one treatment for one symptom: its colour is the direction, its
    size the level (level 1 the largest). A triangle beside it says that a current guideline is
    for it (upwards) or against it (downwards).

    Args:
        kb: The base.
        symptoms: Columns of the map; by default those with most evidence.
        most: Rows of the map at most: the treatments with most evidence.
        ax: Where to draw; by default a new figure.

    Raises:
        NotFoundError: If a symptom is unknown.
        MissingExtraError: If matplotlib is not installed.
    """
    chosen = _columns(kb, symptoms)
    studied = [
        t for t in kb.treatments if t.symptom in chosen and any(e.in_als for e in t.evidence)
    ]
    counts: dict[str, int] = {}
    for t in studied:
        key = str(t.intervention)
        counts[key] = counts.get(key, 0) + len(t.evidence)
    rows = sorted(sorted(counts, key=lambda key: (-counts[key], key))[:most], reverse=True)
    held = [t for t in studied if str(t.intervention) in rows]
    if symptoms is None:
        chosen = [s for s in chosen if any(t.symptom == s for t in held)]
    names = [_name(kb, key) for key in rows]
    ax = _axes(ax, 1.6 + 0.42 * len(chosen) + 2.6, 1.8 + 0.26 * len(rows))
    for t in held:
        _dot(ax, chosen.index(t.symptom), rows.index(str(t.intervention)), t)
    _frame(ax, [kb.symptoms[s].plain_name for s in chosen], names)
    cut = "" if len(rows) == len(counts) else f", {len(rows)} of {len(counts)} treatments"
    ax.set_title(f"Evidence in ALS and MND: best study for each use{cut}", loc="left")
    _legend(ax)
    return ax


def _columns(kb: KnowledgeBase, symptoms: Iterable[Symptom | str] | None) -> list[str]:
    if symptoms is not None:
        if isinstance(symptoms, str):
            msg = f"symptoms takes a list of symptoms, not {shown(symptoms)}"
            raise InvalidArgumentError(msg)
        return [s.id if isinstance(s, Symptom) else kb.symptoms.find(s).id for s in symptoms]
    counts: dict[str, int] = {}
    for t in kb.treatments:
        found = sum(e.in_als for e in t.evidence)
        counts[t.symptom] = counts.get(t.symptom, 0) + found
    order = sorted(counts, key=lambda s: (-counts[s], s))
    return [s for s in order if counts[s]][:_MOST_COLUMNS]


def _best(evidence: Sequence[Evidence]) -> Evidence:
    """The record to show: in ALS or MND, pointing somewhere if any does, of the best level."""
    return min(
        (e for e in evidence if e.in_als),
        key=lambda e: (e.direction is Direction.INCONCLUSIVE, e.level, e.id),
    )


def _dot(ax: "Axes", x: int, y: int, treatment: Treatment) -> None:
    best = _best(treatment.evidence)
    ax.scatter(
        [x], [y], s=_size(best.level), color=_COLOURS[best.direction], edgecolors="none", zorder=2
    )
    if any(r.is_for for r in treatment.current):
        ax.scatter([x + 0.34], [y + 0.14], marker="^", s=14, color="#000000", zorder=3)
    if any(r.is_against for r in treatment.current):
        ax.scatter([x + 0.34], [y - 0.14], marker="v", s=14, color="#000000", zorder=3)


def _size(level: Level) -> float:
    return float(210 - 40 * level)


def _frame(ax: "Axes", columns: Sequence[str], rows: Sequence[str]) -> None:
    ax.set_xticks(range(len(columns)), columns, rotation=50, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(rows)), rows)
    ax.set_xlim(-0.6, len(columns) - 0.3)
    ax.set_ylim(-0.7, len(rows) - 0.3)
    ax.grid(visible=True, color="#DDDDDD", linewidth=0.6, zorder=0)
    ax.set_axisbelow(True)
    ax.tick_params(length=0, labelsize=8)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _legend(ax: "Axes") -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 (optional, only when drawn)

    def mark(label: str, marker: str, colour: str, size: float) -> Any:
        return Line2D(
            [], [], marker=marker, linestyle="", color=colour, markersize=size, label=label
        )

    marks = [mark(d.value, "o", colour, 8) for d, colour in _COLOURS.items()]
    marks += [mark(f"level {int(n)}", "o", "#444444", _size(n) ** 0.5) for n in Level]
    marks += [
        mark("guideline for", "^", "#000000", 5),
        mark("guideline against", "v", "#000000", 5),
    ]
    ax.legend(handles=marks, loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=8)


def _name(kb: KnowledgeBase, ref: str) -> str:
    return kb.resolve(Ref.parse(ref)).name


def guideline_matrix(
    kb: KnowledgeBase, symptom: Symptom | str, *, ax: "Axes | None" = None
) -> "Axes":
    """Draws which guideline says what of each treatment for one symptom.

    A square is a stance: ``++`` recommend, ``+`` consider, ``?`` insufficient evidence, ``-``
    advises against. Where a guideline says several things, the firmest is shown. A star marks
    treatments on which sources disagree; an empty square is silence, not opposition.

    Args:
        kb: The base.
        symptom: The symptom, by id, name or record.
        ax: Where to draw; by default a new figure.

    Raises:
        NotFoundError: If the symptom is unknown.
        InvalidArgumentError: If no current guideline speaks of it.
        MissingExtraError: If matplotlib is not installed.
    """
    record = symptom if isinstance(symptom, Symptom) else kb.symptoms.find(symptom)
    found = [t for t in kb.treatments if t.symptom == record.id]
    said = {
        (t.id, r.source): r.stance
        for t in found
        for r in sorted(t.current, key=lambda r: r.stance.rank)
        if r.intervention == t.intervention and kb.sources[r.source].kind == "guideline"
    }
    if not said:
        msg = f"no current guideline of the base speaks of {record.name}"
        raise InvalidArgumentError(msg)
    sources = sorted({source for _, source in said}, key=lambda s: kb.sources[s].label)
    rows = [t for t in reversed(found) if any((t.id, s) in said for s in sources)]
    ax = _axes(ax, 4.2 + 0.75 * len(sources), 1.4 + 0.3 * len(rows))
    for (row, source), stance in said.items():
        x, y = sources.index(source), next(i for i, t in enumerate(rows) if t.id == row)
        colour, text = _STANCES[stance]
        ax.scatter([x], [y], marker="s", s=190, color=colour, zorder=2)
        ax.text(x, y, text, ha="center", va="center", fontsize=8, zorder=3)
    names = [f"{kb.resolve(t.intervention).name}{' *' * t.contested}" for t in rows]
    _frame(ax, [kb.sources[s].label for s in sources], names)
    ax.set_title(f"{record.name}: what guidelines say (* contested)", loc="left")
    return ax


def hierarchy(kb: KnowledgeBase, kind: str = "drug_classes", *, ax: "Axes | None" = None) -> "Axes":
    """Draws a hierarchy of the base as an indented tree.

    Args:
        kb: The base.
        kind: ``symptoms``, ``drug_classes`` or ``mechanisms``.
        ax: Where to draw; by default a new figure.

    Raises:
        InvalidArgumentError: If there is no such hierarchy.
        MissingExtraError: If matplotlib is not installed.
    """
    if kind not in _TREES:
        msg = f"kind is one of {', '.join(_TREES)}; got {shown(kind)}"
        raise InvalidArgumentError(msg)
    tree, names = kb.hierarchies[kind], {record.id: record.name for record in getattr(kb, kind)}
    lines: list[tuple[int, int, str]] = []

    def walk(node: str, depth: int, above: int) -> None:
        row = len(lines)
        lines.append((depth, above, names[node]))
        for child in sorted(
            (n for n, up in tree.parents.items() if node in up), key=names.__getitem__
        ):
            walk(child, depth + 1, row)

    for root in sorted((n for n, up in tree.parents.items() if not up), key=names.__getitem__):
        walk(root, 0, -1)
    ax = _axes(ax, 7, 0.6 + 0.19 * len(lines))
    for row, (depth, above, name) in enumerate(lines):
        if above >= 0:
            ax.plot(
                [depth - 0.8, depth - 0.8, depth - 0.1],
                [-above - 0.35, -row, -row],
                color="#999999",
                linewidth=0.8,
            )
        ax.text(depth, -row, name, va="center", fontsize=8)
    ax.set_xlim(-0.5, 6)
    ax.set_ylim(-len(lines), 1)
    ax.set_axis_off()
    ax.set_title(f"{kind.replace('_', ' ').capitalize()} of the base", loc="left")
    return ax
