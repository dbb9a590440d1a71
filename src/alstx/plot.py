"""Pictures of the base with matplotlib (extra ``plot``): what is known, and who says what.

Each function takes the base, draws on an axes of yours or makes one as wide as a notebook, and
returns the axes. The colours are those of Okabe and Ito, which people with any common colour
vision can tell apart; shape, sign and size repeat what colour says.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import attrs

from alstx.errors import InvalidArgumentError, shown
from alstx.ids import Ref
from alstx.kb.base import KnowledgeBase
from alstx.lazy import import_optional
from alstx.model import Evidence, Recommendation, Symptom, Treatment
from alstx.vocab import Direction, Level, Population, SourceKind, Stance

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_Point = tuple[float, float]


@attrs.frozen
class _Mark:
    """How something looks: its colour, and the shape or sign that says the same."""

    colour: str
    shape: str = "s"
    sign: str = ""
    ink: str = "#000000"
    is_hollow: bool = False


_DIRECTIONS = {
    Direction.BENEFIT: _Mark("#0072B2", "o"),
    Direction.MIXED: _Mark("#56B4E9", "D"),
    Direction.INCONCLUSIVE: _Mark("#777777", "o", is_hollow=True),
    Direction.NO_BENEFIT: _Mark("#E69F00", "s"),
    Direction.HARM: _Mark("#D55E00", "X"),
}
_STANCES = {
    Stance.RECOMMEND: _Mark("#0072B2", sign="++", ink="#FFFFFF"),
    Stance.CONSIDER: _Mark("#56B4E9", sign="+"),
    Stance.INSUFFICIENT_EVIDENCE: _Mark("#BBBBBB", sign="?"),
    Stance.DO_NOT_RECOMMEND: _Mark("#B34700", sign="\u2212", ink="#FFFFFF"),
}
_FOR, _AGAINST = _Mark("#000000", "^"), _Mark("#000000", "v", is_hollow=True)
_TRIANGLES = [(_FOR, 20, "guideline for"), (_AGAINST, 20, "guideline against")]
_TREES = ("symptoms", "drug_classes", "mechanisms")
_MOST_ROWS, _MOST_COLUMNS = 25, 15
_TRIANGLE = 16
_LONGEST_NAME = 30


def _axes(ax: "Axes | None", width: float, height: float) -> "Axes":
    plt = import_optional("matplotlib.pyplot", "alstx.plot", "plot")
    if ax is not None and not isinstance(ax, plt.Axes):
        msg = f"ax takes an Axes of matplotlib, not {shown(ax)}"
        raise InvalidArgumentError(msg)
    made: Axes = ax or plt.subplots(figsize=(width, height), layout="constrained")[1]
    return made


def _base(kb: object) -> KnowledgeBase:
    if not isinstance(kb, KnowledgeBase):
        msg = f"kb takes a KnowledgeBase, not {shown(kb)}"
        raise InvalidArgumentError(msg)
    return kb


def evidence_map(
    kb: KnowledgeBase,
    *,
    symptoms: Iterable[Symptom | str] | None = None,
    most: int = _MOST_ROWS,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draws what was studied for which symptom in ALS or MND, and which way it points.

    A mark is the best evidence on one treatment for one symptom: its colour and shape are the
    direction, its size the level (level 1 the largest). A triangle beside it says that a current
    guideline is for it (filled, upwards) or against it (hollow, downwards).

    Args:
        kb: The base.
        symptoms: Columns of the map, by id, name or record; a group stands for itself and
            everything below it that was studied. By default the symptoms with most evidence.
        most: Rows of the map at most: the treatments with most evidence.
        ax: Where to draw; by default a new figure.

    Raises:
        NotFoundError: If a symptom is unknown.
        InvalidArgumentError: If an argument is of the wrong type, or `most` is below 1.
        MissingExtraError: If matplotlib is not installed.
    """
    if type(most) is not int or most < 1:
        msg = f"most takes a number of rows from 1, not {shown(most)}"
        raise InvalidArgumentError(msg)
    studied = [t for t in _base(kb).treatments if any(e.in_als for e in t.evidence)]
    chosen = _columns(kb, symptoms, studied)
    counts = Counter[Ref]()
    for t in studied:
        if t.symptom in chosen:
            counts[t.intervention] += len(t.evidence)
    rows = sorted(counts, key=lambda ref: (-counts[ref], str(ref)))[:most]
    rows.sort(key=str, reverse=True)  # the first one is drawn at the bottom
    held = [t for t in studied if t.symptom in chosen and t.intervention in rows]
    if symptoms is None:
        chosen = [s for s in chosen if any(t.symptom == s for t in held)]
    ax = _axes(ax, 3.6 + 0.4 * max(len(chosen), 7), max(3.2, 2.0 + 0.26 * len(rows)))
    for t in held:
        _draw(ax, chosen.index(t.symptom), rows.index(t.intervention), t)
    _frame(ax, [kb.symptoms[s].plain_name for s in chosen], [kb.resolve(r).name for r in rows])
    ax.set_title(
        f"Best study in ALS or MND for each use{_cut(rows, counts)}", loc="left", fontsize=11
    )
    _legend(ax, [*_directions(), *_levels(), *_TRIANGLES])
    return ax


def _cut(rows: Sequence[Ref], counts: Mapping[Ref, int]) -> str:
    """The line of a title that says what is not shown."""
    if not rows:
        return "\nnone recorded"
    return "" if len(rows) == len(counts) else f"\n{len(rows)} of {len(counts)} treatments"


def _columns(
    kb: KnowledgeBase, symptoms: Iterable[Symptom | str] | None, studied: Sequence[Treatment]
) -> list[str]:
    counts = Counter[str]()
    for t in studied:
        counts[t.symptom] += sum(e.in_als for e in t.evidence)
    if symptoms is None:
        return sorted(counts, key=lambda s: (-counts[s], s))[:_MOST_COLUMNS]
    if isinstance(symptoms, str | bytes | Symptom) or not isinstance(symptoms, Iterable):
        msg = f"symptoms takes a list of symptoms, not {shown(symptoms)}"
        raise InvalidArgumentError(msg)
    chosen: dict[str, None] = {}
    for symptom in symptoms:
        own = kb.symptoms.find(symptom)
        below = [s.id for s in kb.symptoms.filter(group=own) if s.id in counts]
        chosen |= dict.fromkeys(sorted(below, key=lambda s: (s != own.id, -counts[s])) or [own.id])
    return list(chosen)


def _best(evidence: Sequence[Evidence]) -> Evidence:
    """The record to show: in ALS or MND, pointing somewhere if any does, of the best level."""
    return min(
        (e for e in evidence if e.in_als),
        key=lambda e: (e.direction is Direction.INCONCLUSIVE, e.level, e.id),
    )


def _draw(ax: "Axes", x: int, y: int, treatment: Treatment) -> None:
    best = _best(treatment.evidence)
    _put(ax, (x, y), _DIRECTIONS[best.direction], _size(best.level))
    if any(r.is_for for r in treatment.current):
        _put(ax, (x, y), _FOR, _TRIANGLE, beside=(11, 4.5))
    if any(r.is_against for r in treatment.current):
        _put(ax, (x, y), _AGAINST, _TRIANGLE, beside=(11, -4.5))


def _put(ax: "Axes", at: _Point, mark: _Mark, size: float, beside: _Point = (0, 0)) -> None:
    """Draws a mark; ``size`` is its area in square points, ``beside`` its distance in points."""
    from matplotlib.transforms import (  # noqa: PLC0415 (optional, only when drawn)
        ScaledTranslation,
    )

    across, up = (points / 72 for points in beside)  # in inches
    ax.scatter(
        *at,
        s=size,
        marker=mark.shape,
        facecolors="#FFFFFF" if mark.is_hollow else mark.colour,
        edgecolors=mark.colour,
        linewidths=1.2 if mark.is_hollow else 0.7,
        transform=ax.transData + ScaledTranslation(across, up, ax.figure.dpi_scale_trans),
        zorder=2,
    )


def _size(level: Level) -> float:
    return float(160 - 28 * level)


def _frame(ax: "Axes", columns: Sequence[str], rows: Sequence[str]) -> None:
    ax.set_xticks(
        range(len(columns)),
        [fill(name, _LONGEST_NAME) for name in columns],
        rotation=50,
        ha="right",
        rotation_mode="anchor",
    )
    ax.set_yticks(range(len(rows)), [fill(name, _LONGEST_NAME) for name in rows])
    ax.set_xlim(-0.6, max(len(columns), 1) - 0.3)
    ax.set_ylim(-0.7, max(len(rows), 1) - 0.3)
    ax.grid(visible=True, color="#DDDDDD", linewidth=0.6, zorder=0)
    ax.set_axisbelow(True)
    ax.tick_params(length=0, labelsize=8)
    for spine in ax.spines.values():
        spine.set_visible(False)


_Entry = tuple[_Mark, float, str]
"""An entry of a legend: a mark, its size, and what it means."""


def _directions() -> list[_Entry]:
    return [(mark, 70, d.value.replace("-", " ")) for d, mark in _DIRECTIONS.items()]


def _levels() -> list[_Entry]:
    return [(_Mark("#444444", "o"), _size(n), f"level {int(n)}") for n in Level]


def _legend(ax: "Axes", entries: Iterable[_Entry]) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 (optional, only when drawn)

    handles: list[Any] = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=mark.shape,
            markersize=size**0.5,
            markerfacecolor="#FFFFFF" if mark.is_hollow else mark.colour,
            markeredgecolor=mark.colour,
            label=label,
        )
        for mark, size, label in entries
    ]
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=8)


def guideline_matrix(
    kb: KnowledgeBase, symptom: Symptom | str, *, ax: "Axes | None" = None
) -> "Axes":
    """Draws which current guideline says what of each treatment for one symptom.

    A square is a stance, by colour and sign. It is hollow where the guideline speaks of the class
    that a medicine belongs to, and the base carries that to the medicine. Where a guideline says
    several things, the firmest is shown, and any advice against. A star marks treatments on which
    sources disagree; an empty place is silence, not opposition.

    Args:
        kb: The base.
        symptom: The symptom, by id, name or record.
        ax: Where to draw; by default a new figure.

    Raises:
        NotFoundError: If the symptom is unknown.
        InvalidArgumentError: If no current guideline speaks of it, or an argument is of the wrong
            type.
        MissingExtraError: If matplotlib is not installed.
    """
    record = _base(kb).symptoms.find(symptom)
    said = _statements(kb, record)
    if not said:
        raise InvalidArgumentError(_silence(kb, record))
    sources = sorted(
        {source for _, source in said},
        key=lambda s: (kb.sources[s].population is Population.OTHER, kb.sources[s].label),
    )
    spoken_of = {id_ for id_, _ in said}
    rows = [t for t in reversed(tuple(kb.treatments)) if t.id in spoken_of]
    ax = _axes(ax, 4.6 + 0.7 * len(sources), max(2.8, 1.6 + 0.3 * len(rows)))
    for y, t in enumerate(rows):
        for x, source in enumerate(sources):
            if (t.id, source) in said:
                _square(ax, x, y, t, said[t.id, source])
    others = {s for s in sources if kb.sources[s].population is Population.OTHER}
    _frame(
        ax,
        [f"{kb.sources[s].label}{' (not only ALS)' * (s in others)}" for s in sources],
        [f"{kb.resolve(t.intervention).name}{' *' * t.contested}" for t in rows],
    )
    ax.set_title(f"{record.name}: what guidelines say", loc="left", fontsize=11)
    stances = [
        (mark, 90.0, f"{mark.sign} {s.value.replace('-', ' ')}") for s, mark in _STANCES.items()
    ]
    hollow = _Mark("#444444", is_hollow=True)
    _legend(
        ax,
        [*stances, (hollow, 90, "said of its class"), (_Mark("#000000", "$*$"), 40, "contested")],
    )
    return ax


def _statements(
    kb: KnowledgeBase, symptom: Symptom
) -> Mapping[tuple[str, str], Sequence[Recommendation]]:
    """What current guidelines say of each treatment, by treatment and source."""
    said: dict[tuple[str, str], list[Recommendation]] = defaultdict(list)
    for t in kb.treatments:
        for r in t.current if t.symptom == symptom.id else ():
            if kb.sources[r.source].kind is SourceKind.GUIDELINE:
                said[t.id, r.source].append(r)
    return said


def _silence(kb: KnowledgeBase, symptom: Symptom) -> str:
    """Says that guidelines are silent on a symptom, and of which ones near it they are not."""
    tree = kb.hierarchies["symptoms"]
    around = tree.ancestors(symptom.id) | tree.descendants(symptom.id)
    near = [s.name for s in kb.symptoms if s.id in around and _statements(kb, s)]
    hint = f"; but of {', '.join(near)}" if near else ""
    return f"no current guideline of the base speaks of {symptom.name} as such{hint}"


def _square(
    ax: "Axes", x: int, y: int, treatment: Treatment, said: Sequence[Recommendation]
) -> None:
    """Draws what one guideline says: of the treatment itself, or else of its class."""
    own = [r for r in said if r.intervention == treatment.intervention]
    stances = {r.stance for r in own or said}
    firmest = _STANCES[max(stances)]
    sign = firmest.sign
    if Stance.DO_NOT_RECOMMEND in stances and len(stances) > 1:
        sign += f"/{_STANCES[Stance.DO_NOT_RECOMMEND].sign}"
    mark = attrs.evolve(firmest, is_hollow=not own)
    _put(ax, (x, y), mark, 190)
    ink = "#000000" if mark.is_hollow else mark.ink
    ax.text(x, y, sign, ha="center", va="center", fontsize=8, color=ink, zorder=3)


def hierarchy(kb: KnowledgeBase, kind: str = "drug_classes", *, ax: "Axes | None" = None) -> "Axes":
    """Draws a hierarchy of the base as an indented tree.

    Args:
        kb: The base.
        kind: ``symptoms``, ``drug_classes`` or ``mechanisms``.
        ax: Where to draw; by default a new figure.

    Raises:
        InvalidArgumentError: If there is no such hierarchy, or an argument is of the wrong type.
        MissingExtraError: If matplotlib is not installed.
    """
    if kind not in _TREES:
        msg = f"kind is one of {', '.join(_TREES)}; got {shown(kind)}"
        raise InvalidArgumentError(msg)
    tree, names = _base(kb).hierarchies[kind], {r.id: r.name for r in getattr(kb, kind)}
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
    ax.set_xlim(-0.1, 8)
    ax.set_ylim(-len(lines), 1)
    ax.set_axis_off()
    ax.set_title(f"{kind.replace('_', ' ').capitalize()} of the base", loc="left", fontsize=11)
    return ax
