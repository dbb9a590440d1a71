"""The guideline matrix: which source says what of each treatment for one symptom."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from alstx.display import answer, safety, signs, summary
from alstx.errors import InvalidArgumentError
from alstx.model.conclusions import is_limited
from alstx.plot.board import Board, Place, Text
from alstx.plot.marks import MINUS, Mark, Point, box_of, cut, letter, mark_of
from alstx.vocab import Line, Role, SourceKind, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from alstx.display.summary import Statement
    from alstx.kb.base import KnowledgeBase
    from alstx.model.literature import Recommendation
    from alstx.model.symptoms import Symptom
    from alstx.model.treatment import Treatment

_FEWEST, _LONGEST = 6, 46
_HEADS = {
    Role.USED: "In use",
    Role.ADVISED_AGAINST: "Advised against",
    Role.STUDIED: "Neither advised nor advised against",
}
_NOT_ON_ALS, _PAGE, _DOT = "\N{DAGGER}", "\N{DOUBLE DAGGER}", "\N{BULLET}"


def board(kb: KnowledgeBase, symptom: Symptom | str) -> Board:
    """Return what the matrix shows."""
    record = kb.symptoms.find(symptom)
    said = _said(kb, record)
    if not said:
        raise InvalidArgumentError(_silence(kb, record))
    sources = _sources(said)
    rows = list(_rows(kb, [t for t in kb.treatments if t.id in said]))
    columns = list(sources)
    placed = [
        ((float(columns.index(statement.source.id)), float(y)), treatment, statement)
        for y, (treatment, _) in enumerate(rows)
        if treatment is not None
        for statement in said[treatment.id]
    ]
    return Board(
        f"{record.name}: who says what",
        [cut(name, _LONGEST) for name in sources.values()],
        [(name, treatment is None) for treatment, name in rows],
        _boxes((at, statement) for at, _, statement in placed),
        [_text(at, statement) for at, _, statement in placed],
        [_place(kb, at, t, statement) for at, t, statement in placed],
        _legend(),
        cell=(0.62, 0.25),
        margin=(3.9, 2.9),
        fewest=_FEWEST,
    )


def _said(kb: KnowledgeBase, symptom: Symptom) -> Mapping[str, tuple[Statement, ...]]:
    """Return what current sources say of each treatment for a symptom, by treatment."""
    own = (t for t in kb.treatments if t.symptom == symptom.id)
    return {t.id: found for t in own if (found := summary.statements(t))}


def _silence(kb: KnowledgeBase, symptom: Symptom) -> str:
    """Say that guidelines are silent on a symptom, and of which ones near it they are not."""
    tree = kb.hierarchies["symptoms"]
    around = tree.ancestors(symptom.id) | tree.descendants(symptom.id)
    near = [s.name for s in kb.symptoms if s.id in around and _said(kb, s)]
    hint = f"; but of {', '.join(near)}" if near else ""
    return f"no current guideline or page speaks of {symptom.name} as such{hint}"


def _sources(said: Mapping[str, tuple[Statement, ...]]) -> Mapping[str, str]:
    """Return the sources with their labels: guidelines on ALS, other guidelines, pages."""
    by_source: dict[str, list[Statement]] = defaultdict(list)
    for statement in (statement for found in said.values() for statement in found):
        by_source[statement.source.id].append(statement)

    def place(found: list[Statement]) -> tuple[bool, bool, str]:
        is_page = found[0].source.kind is not SourceKind.GUIDELINE
        return is_page, not any(s.is_on_als for s in found), found[0].source.label

    marks = {(True, True): _PAGE, (True, False): _PAGE, (False, True): _NOT_ON_ALS}
    ordered = sorted(by_source.values(), key=place)
    return {
        found[0].source.id: f"{found[0].name} {marks.get(place(found)[:2], '')}".rstrip()
        for found in ordered
    }


def _rows(kb: KnowledgeBase, treatments: list[Treatment]) -> Iterator[tuple[Treatment | None, str]]:
    """Yield the rows: for each role a heading, and the treatments, members under their class."""
    for role, head in _HEADS.items():
        own = [t for t in treatments if t.role is role]
        if own:
            yield None, head
        for top, members in answer.grouped(own):
            yield top, _name(kb, top)
            yield from ((member, f"   {_name(kb, member)}") for member in members)


def _name(kb: KnowledgeBase, treatment: Treatment) -> str:
    """Return the name, with a star where sources disagree and a mark for a boxed warning."""
    name = cut(kb.resolve(treatment.intervention).name, _LONGEST)
    marks = signs.CONTESTED * treatment.contested + signs.BOXED * safety.is_boxed(treatment)
    return f"{name} {marks}" if marks else name


def _boxes(placed: Iterable[tuple[Point, Statement]]) -> Mapping[tuple[Mark, Point], list[Point]]:
    """Return the cells with a stance, by their look; what is said of a class has a dot only."""
    boxes: dict[tuple[Mark, Point], list[Point]] = defaultdict(list)
    for at, statement in placed:
        if not statement.is_of_class:
            boxes[box_of(signs.stance(statement.shown.stance)), (0.0, 0.0)].append(at)
    return boxes


def _text(at: Point, statement: Statement) -> Text:
    if statement.is_of_class:
        return Text(at, _DOT, color=signs.INK2)
    return Text(at, sign_of(statement), color=signs.stance(statement.shown.stance).ink)


def _place(kb: KnowledgeBase, at: Point, t: Treatment, statement: Statement) -> Place:
    words = f"{statement.source.label} {statement.words}"
    said = {"Stance": words, "In other words": statement.shown.statement}
    return Place(at, kb.resolve(t.intervention).name, said, t, statement.source)


def sign_of(statement: Statement) -> str:
    """Return what a source says in signs: its statement, and after a stroke the weakest other."""
    said = [statement.shown]
    said += [min(statement.also, key=lambda r: r.rank)] if statement.also else []
    return "/".join(map(_sign, said))


def _sign(recommendation: Recommendation) -> str:
    sign = signs.stance(recommendation.stance).text.replace("-", MINUS)
    line = signs.LINES[recommendation.line] if recommendation.line else ""
    return f"({sign}{line})" if is_limited(recommendation) else f"{sign}{line}"


def _legend() -> list[tuple[Mark, str]]:
    stances = [
        (mark_of(sign), f"{sign.text.replace('-', MINUS)}  {sign.meaning}")
        for sign in (*(signs.STANCES[stance] for stance in reversed(Stance)), signs.GRADED)
    ]
    lines = " ".join(signs.LINES[line] for line in Line if line is not Line.ADJUNCT)
    return [
        *stances,
        (letter(_DOT), "as its class"),
        (letter(_NOT_ON_ALS), "not on ALS alone"),
        (letter(_PAGE), "a page, no guideline"),
        (letter("1"), f"{lines}: line; {signs.LINES[Line.ADJUNCT]}: in addition"),
        (letter("(\\,)"), "for some people or cases only"),
        (letter("/"), "the source says this as well"),
        (letter(signs.CONTESTED), "sources disagree"),
        (letter(signs.BOXED), "boxed warning"),
    ]
