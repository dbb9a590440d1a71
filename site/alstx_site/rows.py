"""The matrix of a page: a row for each treatment, a column for each guideline."""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from alstx.display import answer, brief, safety, signs, summary
from alstx.display.summary import Statement
from alstx.display.words import marked, phrase, standing
from alstx.model import KeyFinding, Medication, Recommendation, Source, Treatment
from alstx.model.conclusions import is_limited
from alstx.vocab import Direction, Handling, LabelStatus, Line, Role, Stance
from alstx_site.base import Base

_LINES = {Line.FIRST: "1st", Line.SECOND: "2nd", Line.THIRD: "3rd", Line.ADJUNCT: "add"}
_SHORT = {"-": "−"}
_MOST_WORDS, _LONGEST_WORD = 2, 9
_ABBREVIATED = {"Association": "Assoc."}
_TUBE = {
    Handling.YES: "yes",
    Handling.WITH_CARE: "with care",
    Handling.NO: "no",
    Handling.UNKNOWN: "not known",
}
_NOTHING = {signs.NO_STUDY: "no study in ALS", "no data": "no data", "compared": "only compared"}


@attrs.frozen
class Column:
    """A column of the matrix.

    Attributes:
        source: The guideline.
        name: Its name without the year.
        year: Its year, or blank.
        is_on_als: Whether all that it says here is about ALS, MND or neuromuscular disease.
        stands: What keeps it from being up to date, or blank.
    """

    source: Source
    name: str
    year: str
    is_on_als: bool
    stands: str


@attrs.frozen
class Chip:
    """The sign of one statement.

    Attributes:
        kind: The stance, or ``of-class``.
        sign: The sign.
        line: The line of treatment, or blank.
        is_limited: Whether it holds for some people or times only.
        words: The same in words.
        source: Who says so.
    """

    kind: str
    sign: str
    line: str
    is_limited: bool
    words: str
    source: Source


@attrs.frozen
class Found:
    """A finding as a row shows it.

    Attributes:
        kind: Its direction.
        level: Its level, or blank.
        words: What it says, in a word or two.
        people: How many people, or blank.
        why: Why it does not count, or blank.
        full: The same in words.
        source: Where it stands.
    """

    kind: str
    level: str
    words: str
    people: str
    why: str
    full: str
    source: Source


@attrs.frozen
class Row:
    """A treatment as a row.

    Attributes:
        treatment: The treatment.
        depth: 1 below its class, else 0.
        chips: The signs of each column; empty where the guideline is silent.
        pages: The signs of information pages.
        for_: The best finding for it.
        other: The other key findings.
        nothing: What to say where there is no key finding.
        members: Names of what stands below it.
    """

    treatment: Treatment
    depth: int
    chips: tuple[tuple[Chip, ...], ...]
    pages: tuple[Chip, ...]
    for_: tuple[Found, ...]
    other: tuple[Found, ...]
    nothing: str
    members: tuple[str, ...] = ()

    @property
    def as_class(self) -> list[str]:
        """Guidelines that speak of its class only."""
        return [one.source.label for own in self.chips for one in own if one.kind == "of-class"]


@attrs.frozen
class Section:
    """Rows under one heading.

    Attributes:
        title: The heading.
        role: The role of all of them.
        rows: The rows.
    """

    title: str
    role: str
    rows: tuple[Row, ...]


@attrs.frozen
class Matrix:
    """The table of some treatments.

    Attributes:
        columns: The guidelines.
        has_pages: Whether an information page speaks.
        sections: Its parts.
        by_symptom: Whether rows are named by symptoms, else by interventions.
    """

    columns: tuple[Column, ...]
    has_pages: bool
    sections: tuple[Section, ...]
    by_symptom: bool

    @property
    def rows(self) -> list[Row]:
        """All rows."""
        return [row for section in self.sections for row in section.rows]

    @property
    def has_labels(self) -> bool:
        """True if something in it can have a label."""
        return any(r.treatment.status is not LabelStatus.NOT_APPLICABLE for r in self.rows)


def matrix(base: Base, treatments: Sequence[Treatment], *, by_symptom: bool = False) -> Matrix:
    """Build the table of some treatments.

    Args:
        base: The knowledge base.
        treatments: The treatments, strongest support first.
        by_symptom: Whether rows are named by their symptoms, as on the page of a medicine.
    """
    said = {t.id: summary.statements(t) for t in treatments}
    every = [s for found in said.values() for s in found]
    sources = [s for s in brief.sources(every) if any(x.is_guideline for x in _of(every, s))]
    columns = tuple(_column(base, source, _of(every, source)) for source in sources)
    sections: list[Section] = []
    for title, role, found in _parts(treatments, by_symptom=by_symptom):
        grouped = [(t, ()) for t in found] if by_symptom else answer.grouped(found)
        rows: list[Row] = []
        for top, members in grouped:
            names = tuple(base.labels.name_of(m.intervention) for m in members)
            rows.append(_row(base, top, said[top.id], sources, members=names))
            rows += [_row(base, m, said[m.id], sources, depth=1) for m in members]
        sections.append(Section(title, role.value, tuple(rows)))
    has_pages = any(not s.is_guideline for s in every)
    return Matrix(columns, has_pages, tuple(sections), by_symptom)


def _of(said: Iterable[Statement], source: Source) -> list[Statement]:
    return [s for s in said if s.source.id == source.id]


def _parts(
    treatments: Sequence[Treatment], *, by_symptom: bool
) -> Iterator[tuple[str, Role, list[Treatment]]]:
    """Yield the parts of the table: what is in use, medicines first; then the other roles."""
    used = [t for t in treatments if t.role is Role.USED]
    drugs = [t for t in used if t.intervention.kind != "therapies"]
    rest = [t for t in used if t.intervention.kind == "therapies"]
    split = not by_symptom and drugs and rest
    parts = [("Medicines", drugs), ("Without medicines", rest)] if split else [("In use", used)]
    for title, found in parts:
        if found:
            yield title, Role.USED, found
    for title, role in (
        ("Advised against", Role.ADVISED_AGAINST),
        ("Only studied: nobody advises for or against it", Role.STUDIED),
    ):
        found = [t for t in treatments if t.role is role]
        if found:
            yield title, role, found


def _column(base: Base, source: Source, said: list[Statement]) -> Column:
    year = str(source.year or "")
    name = source.label.split(" (")[0].removesuffix(year).strip()
    is_on_als = all(s.is_on_als for s in said)
    return Column(source, head(name), year, is_on_als, base.standing(source))


def head(name: str) -> str:
    """Return what to call a guideline over a narrow column: two words at most, none too long.

    Example:
        >>> head("NICE NG42"), head("Scottish Palliative Care Guidelines"), head("AAN")
        ('NICE NG42', 'Scottish', 'AAN')
    """
    first, *rest = name.split()[:_MOST_WORDS]
    words = [_ABBREVIATED.get(word, word) for word in rest]
    return " ".join([first, *(word for word in words if len(word) <= _LONGEST_WORD)])


def _row(
    base: Base,
    t: Treatment,
    said: tuple[Statement, ...],
    sources: Iterable[Source],
    *,
    depth: int = 0,
    members: tuple[str, ...] = (),
) -> Row:
    by_source = {s.source.id: s for s in said}
    found = [(key.is_for, _found(base, t, key)) for key in t.key_findings]
    return Row(
        t,
        depth,
        tuple(chips(by_source.get(source.id)) for source in sources),
        tuple(chip for s in said if not s.is_guideline for chip in chips(s)),
        tuple(f for is_for, f in found if is_for),
        tuple(f for is_for, f in found if not is_for),
        "" if found else _nothing(base, t),
        members,
    )


def _nothing(base: Base, t: Treatment) -> str:
    words = brief.unanswered(t)
    cell = base.cells[t.id]
    is_kin_studied = words == signs.NO_STUDY and cell.is_kin_studied
    return "none of its own in ALS" if is_kin_studied else _NOTHING[words]


def chips(statement: Statement | None) -> tuple[Chip, ...]:
    """Return the signs of what one source says: its position, and what else opposes."""
    if statement is None:
        return ()
    if statement.is_of_class:
        words = statement.words
        return (Chip("of-class", "·", "", is_limited=False, words=words, source=statement.source),)
    also = [r for r in statement.also if _opposes(r) and not _opposes(statement.shown)]
    return tuple(_chip(r, statement) for r in (statement.shown, *also[:1]))


def _opposes(said: Recommendation) -> bool:
    return said.stance in (Stance.DO_NOT_RECOMMEND, Stance.SAYS_INEFFECTIVE)


def _chip(said: Recommendation, statement: Statement) -> Chip:
    text = signs.stance(said.stance).text
    return Chip(
        kind_of(said.stance),
        _SHORT.get(text, text),
        _LINES[said.line] if said.line else "",
        is_limited(said),
        marked(summary.advice(said), standing(statement.source, is_expired=statement.is_expired)),
        statement.source,
    )


def kind_of(stance: Stance | None) -> str:
    """Return the class of style of a stance, or of a source that only grades."""
    return "graded" if stance is None else stance.value


def _found(base: Base, t: Treatment, key: KeyFinding) -> Found:
    e = key.evidence
    words = signs.DIRECTIONS[e.direction].meaning
    if e.direction is Direction.HARM:
        words += f": {', '.join(map(phrase, e.domain))}"
    people = 1 if e.is_one_case else t.people(e)
    return Found(
        e.direction.value,
        "" if e.level is None else str(int(e.level)),
        words,
        "" if people is None else str(people),
        key.reservation or "",
        summary.finding(t, key),
        base.kb.sources[e.source],
    )


# labels and tags


def label_tags(t: Treatment) -> list[tuple[str, str, str]]:
    """Return kind, words and agencies of what labels say, the deciding status first."""
    if t.status is LabelStatus.NOT_APPLICABLE:
        return []
    by_status: dict[LabelStatus | None, list[str]] = {}
    for found in t.labels:
        by_status.setdefault(found.status, []).append(found.agency.upper())
    order = [t.status, *(s for s in LabelStatus if s is not t.status), None]
    made = [
        (
            "withdrawn" if status is None else status.value,
            "withdrawn" if status is None else signs.STATUSES[status],
            ", ".join(by_status[status]),
        )
        for status in order
        if status in by_status
    ]
    return made or [("unknown", signs.STATUSES[LabelStatus.UNKNOWN], "")]


def tube(t: Treatment | Medication) -> list[tuple[str, str]]:
    """Return which forms may go down a feeding tube: the word of each answer, and the forms."""
    return [
        (answer_.value, f"{words}: {', '.join(safety.form(f) for f in found)}")
        for answer_, words in _TUBE.items()
        if (found := [f for f in t.forms if f.tube is answer_])
    ]


def facts(t: Treatment) -> dict[str, str]:
    """Return what the filters of a page ask of a row, as attributes of its element."""
    guidelines = dict.fromkeys(r.source for r in t.current)
    return {
        "treatment": t.id,
        "ref": str(t.intervention),
        "role": t.role.value,
        "level": "" if t.best_supporting_level is None else str(int(t.best_supporting_level)),
        "status": t.status.value,
        "contested": "yes" if t.contested else "",
        "tube": " ".join(dict.fromkeys(f.tube.value for f in t.forms if f.tube)),
        "by": " ".join(guidelines),
    }
