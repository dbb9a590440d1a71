"""The table of treatments: a line for each, with a column for each guideline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alstx.display import answer, brief, safety, signs, summary
from alstx.display.blocks import (
    ALARM,
    MUTED,
    Block,
    Column,
    Heading,
    Inline,
    Row,
    Span,
    Table,
    joined,
)
from alstx.display.cards import style_of
from alstx.display.words import first_up
from alstx.vocab import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from alstx.display.labels import Labels
    from alstx.display.summary import Statement
    from alstx.ids import Ref
    from alstx.model.sources import Source
    from alstx.model.treatment import Treatment

_WIDE = 110
"""Width from which there is room for pages, and for findings with people and reasons."""
_COLUMNS = (Column("Found in ALS", 13, 13), Column("Label", 10, 10))
_WIDE_COLUMNS = (
    Column("Best for it, n", 17, 17),
    Column("Other, harm", 19, 19),
    Column("Label", 13, 13),
)
_NAMES = (20, 30)
"""Width of the names: least and most."""
ROLES = {
    Role.USED: "In use",
    Role.ADVISED_AGAINST: "Advised against",
    Role.STUDIED: "Only studied",
}
"""The roles in the order of a table, as its headings."""
_SIGNS = (
    [
        *(f"{sign.text} {sign.meaning}" for sign in (*signs.STANCES.values(), signs.GRADED)),
        f"{signs.OF_CLASS} as its class",
        *("1 2 3 line", "a add-on", f"{brief.RESTRICTED} restricted"),
        f"{signs.CONTESTED} sources disagree",
        f"{signs.BOXED} boxed warning",
        f"{brief.RULED_OUT} contraindication",
        f"[...] caution: {', '.join(safety.TOUCHED_LETTERS.values())}",
    ],
    [
        "Found in ALS or MND: level, 1 strongest",
        *("? open", "= no difference", f"{signs.NO_STUDY} no study", "( ) does not count"),
        "compared: only with another treatment",
        *("Label: on or off label", "other: for other people or uses", "warned: against it"),
    ],
)


def key_of_signs(width: int) -> Iterator[Inline]:
    """Yield the meanings of the signs of the table, as many in a line as fit."""
    for meanings in _SIGNS:
        line = ""
        for meaning in meanings:
            if line and len(line) + 2 + len(meaning) > width:
                yield Span(line, MUTED)
                line = ""
            line += f"  {meaning}" if line else meaning
        yield Span(line, MUTED)


class Matrix:
    """The tables of some treatments.

    Args:
        found: The treatments, strongest support first; at least one.
        labels: Names of their interventions and symptoms.
        boxed: The classes of which a member has a boxed warning.
        width: Characters in a line: they decide which columns there are.
        about: The intervention, or the id of the symptom, that the page names.
    """

    def __init__(
        self,
        found: Sequence[Treatment],
        labels: Labels,
        boxed: Collection[Ref] = (),
        *,
        width: int,
        about: Ref | str | None = None,
    ) -> None:
        self.found = found
        self.labels = labels
        self.boxed = boxed
        self.width = width
        self.is_wide: bool = width >= _WIDE
        self.said: dict[str, tuple[Statement, ...]] = {t.id: summary.statements(t) for t in found}
        statements = (s for said in self.said.values() for s in said)
        self.names: Mapping[str, str] = {
            s.source.id: s.name for said in self.said.values() for s in said
        }
        self.all_sources: list[Source] = brief.sources(statements)
        self.sources: list[Source] = [
            s for s in self.all_sources if self.is_wide or s.status is not None
        ]
        self.codes: Mapping[str, str] = brief.codes(self.all_sources)
        self.symptoms: Mapping[str, None] = dict.fromkeys(t.symptom for t in found)
        self.is_by_symptom: bool = {t.intervention for t in found} == {about}
        """True if the rows are uses of the intervention, and are named by the symptom."""
        self.is_one_table: bool = self.is_by_symptom or [*self.symptoms] == [about]

    def blocks(self) -> Iterator[Block]:
        """Yield a table for each symptom, or one for all where the page names what they share."""
        if self.is_one_table:
            yield self._table(self.found)
            return
        for symptom in self.symptoms:
            yield Heading(first_up(self.labels.plain[symptom]))
            yield self._table([t for t in self.found if t.symptom == symptom])

    def _table(self, found: Sequence[Treatment]) -> Table:
        """Return a table: roles apart, members under their class."""
        saying = {s.source.id for t in found for s in self.said[t.id]}
        sources = [s for s in self.sources if s.id in saying]
        roles = [role for role in ROLES if any(t.role is role for t in found)]
        last = _WIDE_COLUMNS if self.is_wide else _COLUMNS
        room = self.width - 4 * len(sources) - sum(column.least + 1 for column in last)
        name = Column(ROLES[roles[0]], _NAMES[0], most=min(max(room, _NAMES[0]), _NAMES[1]))
        rows: list[Row] = []
        for role in roles:
            rows += [] if role is roles[0] else [Row([ROLES[role]])]
            for top, carried in answer.grouped(t for t in found if t.role is role):
                rows.append(self._row(top, sources, 0))
                rows += [self._row(t, sources, 1) for t in carried]
        return Table([name, *last], rows, [self.codes[s.id] for s in sources])

    def _row(self, t: Treatment, sources: Iterable[Source], depth: int) -> Row:
        said = {s.source.id: s for s in self.said[t.id]}
        best, other = brief.findings(t, words=self.is_wide)
        found = [_found(best), _found(other)] if self.is_wide else [_found([*best, *other])]
        signs_ = [_sign(said.get(source.id)) for source in sources]
        return Row([self._name(t), *found, brief.label(t, words=self.is_wide)], depth, signs_)

    def _name(self, t: Treatment) -> Inline:
        name = self.labels.name_of(t.intervention)
        if self.is_by_symptom:
            name = first_up(self.labels.plain[t.symptom])
        marks = brief.marks(t, is_boxed=t.intervention in self.boxed)
        aside = brief.aside(t)
        beside = [Span(f" {marks}", ALARM)] if marks else []
        touched = safety.touched(t)
        beside += [Span(f" [{touched}]", ALARM)] if touched else []
        return [name, *beside, *([Span(f" ({aside})", MUTED)] if aside else [])]

    def key(self) -> Iterator[Inline]:
        """Yield what the signs and codes stand for."""
        yield from key_of_signs(self.width)
        named = [
            name if name.startswith(self.codes[s.id]) else f"{self.codes[s.id]} {name}"
            for s, name in ((s, self.names[s.id]) for s in self.sources)
        ]
        hidden = ", ".join(self.names[s.id] for s in self.all_sources if s not in self.sources)
        parts = [", ".join(named), f"left out here: {hidden}" if hidden else ""]
        is_cut = not self.is_wide and any("+" in brief.label(t, words=False) for t in self.found)
        parts += ["FDA+ and other agencies"] if is_cut else []
        yield Span(f"{'; '.join(filter(None, parts))}.", MUTED)


def _sign(statement: summary.Statement | None) -> Inline:
    if statement is None:
        return ""
    style = MUTED if statement.is_of_class else style_of(statement.shown.stance)
    return Span(brief.sign(statement), style)


def _found(findings: Iterable[str]) -> Inline:
    return joined([Span(text, ALARM if " harm" in text else "") for text in findings])
