"""The map of gaps as a grid: which treatments and symptoms are shown, and what a cell says."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import attrs

from alstx.display import gaps
from alstx.display.gaps import Cell
from alstx.ids import Ref, RefKind
from alstx.kb.join import PLACEHOLDERS
from alstx.model import Symptom
from alstx.vocab import Role
from alstx_site.base import Base

FEWEST_USES, FEWEST_CELLS = 4, 3


@attrs.frozen
class Column:
    """A symptom on the map.

    Attributes:
        symptom: The symptom.
        uses: How many treatments are in use for it.
        gaps: How many of them nobody studied for it in ALS or MND.
    """

    symptom: Symptom
    uses: int
    gaps: int


@attrs.frozen
class Line:
    """A row of the map: a treatment, or a heading where there is none.

    Attributes:
        title: Its name.
        ref: The treatment.
        cells: What is known of it for each symptom; None where nothing is.
    """

    title: str
    ref: Ref | None = None
    cells: tuple[Cell | None, ...] = ()


@attrs.frozen
class Strip:
    """A symptom with all that is in use for it.

    Attributes:
        symptom: The symptom.
        cells: The uses, what was studied first.
        studied: How many of them were studied.
    """

    symptom: Symptom
    cells: tuple[Cell, ...]
    studied: int


@attrs.frozen
class Map:
    """The map of gaps.

    Attributes:
        columns: The symptoms with most uses, those of a group side by side.
        lines: The treatments with most to show.
        groups: Every symptom with a use, by group.
        uses: How many uses there are in all.
        gaps: How many of them nobody studied.
    """

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    groups: tuple[tuple[str, tuple[Strip, ...]], ...]
    uses: int
    gaps: int


def gap_map(base: Base) -> Map:
    """Build the map."""
    cells = [c for c in base.cells.values() if c.treatment.intervention not in PLACEHOLDERS]
    strips = {s: strip(base, s) for s in dict.fromkeys(c.treatment.symptom for c in cells)}
    uses = base.uses
    columns = tuple(
        Column(found.symptom, len(found.cells), len(found.cells) - found.studied)
        for found in _grouped(base, strips.values())
        if len(found.cells) >= FEWEST_USES
    )
    by_group: dict[str, list[Strip]] = defaultdict(list)
    for found in _grouped(base, strips.values()):
        if found.cells:
            by_group[base.kb.symptoms[_group(base, found.symptom.id)].name].append(found)
    groups = tuple((name, tuple(found)) for name, found in by_group.items())
    lines = tuple(_lines(base, cells, [c.symptom.id for c in columns]))
    return Map(columns, lines, groups, len(uses), sum(c.is_gap for c in uses))


def strip(base: Base, symptom: str) -> Strip:
    """Return the uses of a symptom, what was studied first, then the strongest."""
    cells = [base.cells[t.id] for t in base.by_symptom[symptom]]
    uses = sorted((c for c in cells if c.is_advised), key=lambda c: (c.is_gap, c.finding is None))
    return Strip(base.kb.symptoms[symptom], tuple(uses), sum(not c.is_gap for c in uses))


def _group(base: Base, symptom: str) -> str:
    tree = base.kb.hierarchies["symptoms"]
    return min(node for node in tree.lineage(symptom) if not tree.parents[node])


def _grouped(base: Base, strips: Iterable[Strip]) -> list[Strip]:
    """Sort symptoms: those of a group side by side, those with most uses first."""
    ordered = sorted(strips, key=lambda s: (-len(s.cells), s.symptom.id))
    groups = list(dict.fromkeys(_group(base, s.symptom.id) for s in ordered))
    return sorted(ordered, key=lambda s: groups.index(_group(base, s.symptom.id)))


def _lines(base: Base, cells: Sequence[Cell], symptoms: Sequence[str]) -> Iterable[Line]:
    """Yield the treatments with most to show for these symptoms, medicines first."""
    shown = [c for c in cells if c.treatment.symptom in symptoms and _is_relevant(c)]
    at = {(c.treatment.intervention, c.treatment.symptom): c for c in shown}
    weight = Counter(c.treatment.intervention for c in shown)
    order = sorted(weight, key=lambda ref: (-weight[ref], str(ref)))
    kept = [ref for ref in order if weight[ref] >= FEWEST_CELLS]
    for title, is_therapy in (("Medicines", False), ("Therapies", True)):
        refs = [ref for ref in kept if (ref.kind is RefKind.THERAPIES) is is_therapy]
        if refs:
            yield Line(title)
        for ref in refs:
            yield Line(base.labels.name_of(ref), ref, tuple(at.get((ref, s)) for s in symptoms))


def _is_relevant(cell: Cell) -> bool:
    return cell.is_advised or cell.is_studied or cell.treatment.role is Role.ADVISED_AGAINST


def said(base: Base, cell: Cell) -> str:
    """Return what a cell says, as lines of a sentence: name, role, finding, disagreement."""
    t = cell.treatment
    title = f"{base.labels.name_of(t.intervention)} for {base.labels.plain[t.symptom]}"
    return "\n".join([title, *gaps.said(cell).values()])


def is_reserved(cell: Cell) -> bool:
    """Return whether the finding shown does not count for a level."""
    return cell.finding is not None and gaps.is_reserved(cell.finding)
