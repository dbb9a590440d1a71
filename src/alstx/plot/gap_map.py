"""The gap map: what is advised for which symptom, what was found in ALS or MND, what was not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from alstx.display import gaps, signs
from alstx.errors import InvalidArgumentError, shown
from alstx.ids import Ref, RefKind
from alstx.kb.join import PLACEHOLDERS
from alstx.kb.kin import kin
from alstx.model.symptoms import Symptom
from alstx.plot.board import Board, Place, Text
from alstx.plot.marks import MINUS, Mark, Point, cut, hollow, letter, mark_of
from alstx.vocab import Direction, Role

if TYPE_CHECKING:
    from alstx.display.gaps import Cell
    from alstx.kb.base import KnowledgeBase
    from alstx.model.treatment import KeyFinding

MOST_ROWS, _MOST_COLUMNS = 30, 24
_FEWEST, _LONGEST = 17, 54
_TILE = Mark(signs.TILE, signs.RULE, size=16.5, width=0.6, order=1.0)
_RING = Mark("none", signs.INK2, shape="circle", size=10.0, is_dashed=True)
_STUDIED = Mark(signs.INK2, signs.INK2, shape="circle", size=2.5)
_SMALL, _IN_CORNER = 5.0, 5.5
_MIDDLE, _LOWER_RIGHT, _UPPER_RIGHT, _LOWER_LEFT = (0.0, 0.0), (6.0, -5.0), (7.0, 4.5), (-6.5, -5.0)
_HARM = mark_of(signs.DIRECTIONS[Direction.HARM], _IN_CORNER)
_DRAWN = tuple(d for d in signs.DIRECTIONS if d is not Direction.NO_DATA)
_COUNTED = ("no study in ALS or MND", "uses in all")


def board(kb: KnowledgeBase, symptoms: Iterable[Symptom | str] | None, most: int) -> Board:
    """Return what the map shows."""
    if type(most) is not int or most < 1:
        msg = f"most takes a number of rows from 1, not {shown(most)}"
        raise InvalidArgumentError(msg)
    grid = _grid(kb, symptoms, most)
    heads = [(name, False) for name in _COUNTED]
    return Board(
        grid.title,
        [cut(kb.symptoms[id_].plain_name, _LONGEST) for id_ in grid.columns],
        [*heads, *((cut(name, _LONGEST), ref is None) for ref, name in grid.rows)],
        _marks(grid.placed),
        [*_counts(grid), *(text for at, cell in grid.placed for text in _texts(at, cell))],
        [_place(kb, at, cell) for at, cell in grid.placed],
        _legend(),
        cell=(0.265, 0.25),
        margin=(3.6, 3.1),
        fewest=_FEWEST,
    )


@attrs.frozen
class _Grid:
    """Content of the map.

    Attributes:
        cells: All that is advised or studied for the symptoms in question.
        symptoms: Number of these symptoms.
        columns: Ids of the symptoms that are shown.
        rows: The treatments that are shown, with their names; a heading has no treatment.
    """

    cells: tuple[Cell, ...]
    symptoms: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Ref | None, str], ...]

    @property
    def placed(self) -> list[tuple[Point, Cell]]:
        """The cells that are shown, with their places; two rows of counts are above them."""
        y = {ref: float(at) for at, (ref, _) in enumerate(self.rows, start=len(_COUNTED))}
        x = {symptom: float(at) for at, symptom in enumerate(self.columns)}
        return [
            ((x[cell.treatment.symptom], y[cell.treatment.intervention]), cell)
            for cell in self.cells
            if cell.treatment.symptom in x and cell.treatment.intervention in y
        ]

    @property
    def title(self) -> str:
        """The headline, and what is not shown."""
        if not self.cells:
            return "Nothing is advised, and no study in ALS or MND recorded"
        shown_rows = sum(ref is not None for ref, _ in self.rows)
        all_rows = len({cell.treatment.intervention for cell in self.cells})
        title = gaps.headline(self.cells)
        if shown_rows == all_rows and len(self.columns) == self.symptoms:
            return title
        return (
            f"{title}\nShown: {shown_rows} of {all_rows} treatments, "
            f"{len(self.columns)} of {self.symptoms} symptoms"
        )


def _grid(kb: KnowledgeBase, symptoms: Iterable[Symptom | str] | None, most: int) -> _Grid:
    named = [t for t in kb.treatments if t.intervention not in PLACEHOLDERS]
    cells = [c for c in gaps.cells(named, kin(kb)) if _is_relevant(c)]
    weight = Counter(c.treatment.symptom for c in cells if c.is_advised)
    known = {c.treatment.symptom for c in cells}
    chosen = sorted(known) if symptoms is None else _chosen(kb, symptoms, known)
    columns = _heaviest(kb, chosen, weight) if symptoms is None else chosen
    own = tuple(c for c in cells if c.treatment.symptom in chosen)
    counts = Counter(c.treatment.intervention for c in own if c.treatment.symptom in columns)
    best = sorted(counts, key=lambda ref: (-counts[ref], str(ref)))[:most]
    rows: list[tuple[Ref | None, str]] = []
    for head, is_therapy in (("Medicines", False), ("Therapies", True)):
        refs = [ref for ref in best if (ref.kind is RefKind.THERAPIES) is is_therapy]
        rows += [(None, head)] if refs else []
        rows += [(ref, _name(kb, ref)) for ref in refs]
    return _Grid(own, len(chosen), tuple(columns), tuple(rows))


def _is_relevant(cell: Cell) -> bool:
    against = cell.treatment.role is Role.ADVISED_AGAINST
    return cell.is_advised or cell.is_studied or against


def _chosen(
    kb: KnowledgeBase, symptoms: Iterable[Symptom | str], known: Iterable[str]
) -> list[str]:
    """Return the requested symptoms; a group stands for the symptoms below it."""
    if isinstance(symptoms, str | bytes | Symptom) or not isinstance(symptoms, Iterable):
        msg = f"symptoms takes a list of symptoms, not {shown(symptoms)}"
        raise InvalidArgumentError(msg)
    chosen: dict[str, None] = {}
    for symptom in symptoms:
        own = kb.symptoms.find(symptom)
        below = sorted(kb.hierarchies["symptoms"].descendants(own.id) & set(known))
        chosen |= dict.fromkeys([own.id] if own.id in known or not below else [])
        chosen |= dict.fromkeys(below)
    return list(chosen)


def _heaviest(kb: KnowledgeBase, ids: Iterable[str], weight: Mapping[str, int]) -> list[str]:
    """Return the symptoms with most uses, those of one group side by side."""
    tree = kb.hierarchies["symptoms"]
    kept = sorted(ids, key=lambda id_: (-weight[id_], id_))[:_MOST_COLUMNS]
    group = {id_: min(a for a in tree.lineage(id_) if not tree.parents[a]) for id_ in kept}
    groups = list(dict.fromkeys(group.values()))
    return sorted(kept, key=lambda id_: groups.index(group[id_]))


def _name(kb: KnowledgeBase, ref: Ref) -> str:
    name = kb.resolve(ref).name
    return f"{name} (class)" if ref.kind is RefKind.DRUG_CLASSES else name


def _counts(grid: _Grid) -> Iterator[Text]:
    """Yield over each column how many uses there are, and how many of them are gaps."""
    for x, symptom in enumerate(grid.columns):
        uses = [c for c in grid.cells if c.treatment.symptom == symptom and c.is_advised]
        yield Text((float(x), 0.0), str(sum(c.is_gap for c in uses)), is_bold=True)
        yield Text((float(x), 1.0), str(len(uses)), color=signs.INK2)


def _marks(placed: Iterable[tuple[Point, Cell]]) -> Mapping[tuple[Mark, Point], list[Point]]:
    """Return what is drawn where: each mark, with its distance from the middle of its cells."""
    drawn: dict[tuple[Mark, Point], list[Point]] = defaultdict(list)
    for at, cell in placed:
        if cell.is_advised:
            drawn[_TILE, _MIDDLE].append(at)
        if cell.is_gap:
            drawn[_RING, _MIDDLE].append(at)
        elif cell.finding is not None:
            drawn[_mark(cell.finding), _MIDDLE].append(at)
        elif cell.kin_finding is not None:
            drawn[_mark(cell.kin_finding, _SMALL), _MIDDLE].append(at)
        elif cell.is_studied or cell.is_kin_studied:
            drawn[_STUDIED, _MIDDLE].append(at)
        if cell.has_other_harm:
            drawn[_HARM, _LOWER_RIGHT].append(at)
    return drawn


def _mark(found: KeyFinding, size: float = 13.0) -> Mark:
    mark = mark_of(signs.DIRECTIONS[found.evidence.direction], size)
    return hollow(mark) if gaps.is_reserved(found) else mark


def _texts(at: Point, cell: Cell) -> Iterator[Text]:
    """Yield the level, and whether sources disagree or advise against it."""
    found = cell.finding
    if found is not None and found.evidence.level is not None:
        level, ink = str(int(found.evidence.level)), _mark(found).ink
        if gaps.is_reserved(found):
            yield Text(at, f"({level})", color=ink, size=7.0)
        else:
            yield Text(at, level, color=ink)
    if cell.treatment.contested:
        yield Text(at, signs.CONTESTED, _UPPER_RIGHT, is_bold=True)
    if cell.treatment.role is Role.ADVISED_AGAINST:
        yield Text(at, MINUS, _LOWER_LEFT, _HARM.fill, is_bold=True)


def _place(kb: KnowledgeBase, at: Point, cell: Cell) -> Place:
    t, found = cell.treatment, cell.finding or cell.kin_finding
    title = f"{kb.resolve(t.intervention).name} for {kb.symptoms[t.symptom].plain_name}"
    source = None if found is None else kb.sources[found.evidence.source]
    undisputed = {} if t.contested else {"Disputed": "not here"}
    return Place(at, title, {**gaps.said(cell), **undisputed}, t, source)


def _legend() -> list[tuple[Mark, str]]:
    small = mark_of(signs.DIRECTIONS[Direction.BENEFIT], _SMALL)
    outline = hollow(mark_of(signs.DIRECTIONS[Direction.BENEFIT]))
    return [
        (_TILE, "somebody advises it"),
        (_RING, "gap: advised, no study in ALS or MND"),
        *((mark_of(signs.DIRECTIONS[d]), signs.DIRECTIONS[d].meaning) for d in _DRAWN),
        (outline, "(4) does not count, such as one case"),
        (small, "found for its class or a member only"),
        (_STUDIED, "studied: survival, or two treatments"),
        (_HARM, "in a corner: harm found as well"),
        (letter("4"), "level of evidence, 1 the best"),
        (letter(signs.CONTESTED), "sources disagree"),
        (letter(MINUS), "advised against"),
    ]
