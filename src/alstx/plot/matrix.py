"""The guideline matrix: which source says what of each treatment for one symptom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from alstx.display import answer, safety, signs, summary
from alstx.errors import InvalidArgumentError
from alstx.lazy import import_optional
from alstx.model.conclusions import is_limited
from alstx.plot import parts
from alstx.plot.arguments import checked_base
from alstx.vocab import Line, Role, SourceKind, Stance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from alstx.display.summary import Statement
    from alstx.kb.base import KnowledgeBase
    from alstx.model.literature import Recommendation
    from alstx.model.symptoms import Symptom
    from alstx.model.treatment import Treatment
    from alstx.plot.parts import Mark

_FEWEST, _LONGEST = 6, 46
_HEADS = {
    Role.USED: "In use",
    Role.ADVISED_AGAINST: "Advised against",
    Role.STUDIED: "Neither advised nor advised against",
}
_NOT_ON_ALS, _PAGE, _DOT = "\N{DAGGER}", "\N{DOUBLE DAGGER}", "\N{BULLET}"


def guideline_matrix(kb: KnowledgeBase, symptom: Symptom | str, *, ax: Axes | None = None) -> Axes:
    """Draw which current guideline or page says what of each treatment for one symptom.

    A cell shows a stance by colour and sign, with the line of treatment: the strongest statement on
    the treatment itself. Another statement of the source follows a stroke; brackets say that a
    statement is limited, to some people or as in "not routinely". A dot is said of the class only,
    which stands above its members. An empty place is silence, not opposition.

    Args:
        kb: The knowledge base.
        symptom: The symptom, by id, name or record.
        ax: Where to draw; by default a new figure.

    Raises:
        NotFoundError: If the symptom is unknown.
        InvalidArgumentError: If no current source speaks of it, or an argument is of the wrong
            type.
        MissingExtraError: If matplotlib is not installed.
    """
    record = checked_base(kb).symptoms.find(symptom)
    said = _said(kb, record)
    if not said:
        raise InvalidArgumentError(_silence(kb, record))
    sources = _sources(said)
    treatments = [t for t in kb.treatments if t.id in said]
    rows = list(_rows(kb, treatments))
    columns = list(sources)
    ax = parts.axes(ax, 3.9 + 0.62 * max(len(columns), _FEWEST), 2.9 + 0.25 * len(rows))
    parts.name_columns(ax, [parts.cut(name, _LONGEST) for name in sources.values()], _FEWEST)
    left = parts.name_rows(ax, [name for _, name in rows], [t is None for t, _ in rows])
    parts.bare(ax)
    for y, (treatment, _) in enumerate(rows):
        for statement in said[treatment.id] if treatment else ():
            _draw(ax, columns.index(statement.source.id), y, statement)
    parts.title(ax, f"{record.name}: who says what")
    parts.legend(ax, _legend(), left)
    return ax


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
    name = parts.cut(kb.resolve(treatment.intervention).name, _LONGEST)
    marks = signs.CONTESTED * treatment.contested + signs.BOXED * safety.is_boxed(treatment)
    return f"{name} {marks}" if marks else name


def _draw(ax: Axes, x: float, y: float, statement: Statement) -> None:
    """Draw what one source says of one treatment."""
    if statement.is_of_class:
        parts.write(ax, (x, y), _DOT, color=signs.INK2)
        return
    patches = import_optional("matplotlib.patches", "alstx.plot", "plot")
    sign = signs.stance(statement.shown.stance)
    ax.add_patch(
        patches.Rectangle(
            (x - 0.42, y - 0.4),
            0.84,
            0.8,
            facecolor=sign.fill,
            edgecolor=sign.edge,
            linestyle="dashed" if sign.is_hollow else "solid",
            zorder=2,
        )
    )
    parts.write(ax, (x, y), sign_of(statement), color=sign.ink)


def sign_of(statement: Statement) -> str:
    """Return what a source says in signs: its statement, and after a stroke the weakest other."""
    said = [statement.shown]
    said += [min(statement.also, key=lambda r: r.rank)] if statement.also else []
    return "/".join(map(_sign, said))


def _sign(recommendation: Recommendation) -> str:
    sign = signs.stance(recommendation.stance).text.replace("-", parts.MINUS)
    line = signs.LINES[recommendation.line] if recommendation.line else ""
    return f"({sign}{line})" if is_limited(recommendation) else f"{sign}{line}"


def _legend() -> list[tuple[Mark, str]]:
    stances = [
        (parts.mark_of(sign), f"{sign.text.replace('-', parts.MINUS)}  {sign.meaning}")
        for sign in (*(signs.STANCES[stance] for stance in reversed(Stance)), signs.GRADED)
    ]
    lines = " ".join(signs.LINES[line] for line in Line if line is not Line.ADJUNCT)
    return [
        *stances,
        (parts.letter(_DOT), "as its class"),
        (parts.letter(_NOT_ON_ALS), "not on ALS alone"),
        (parts.letter(_PAGE), "a page, no guideline"),
        (parts.letter("1"), f"{lines}: line; {signs.LINES[Line.ADJUNCT]}: in addition"),
        (parts.letter("(\\,)"), "for some people or cases only"),
        (parts.letter("/"), "the source says this as well"),
        (parts.letter(signs.CONTESTED), "sources disagree"),
        (parts.letter(signs.BOXED), "boxed warning"),
    ]
