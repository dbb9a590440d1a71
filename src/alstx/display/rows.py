"""Catalogs as HTML: the answer in the title, then a row for each record."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from html import escape
from itertools import islice

from alstx.display import brief, safety, signs, summary
from alstx.display.findings import rank
from alstx.display.labels import Labels
from alstx.display.parts import (
    PAGE,
    PAGES,
    Row,
    badge,
    cite,
    cited,
    cut,
    link,
    listed,
    page,
    paged,
    pill,
    tip,
    words,
)
from alstx.display.plain import sentence
from alstx.display.words import first_up, phrase, standing
from alstx.model.base import Record, Term
from alstx.model.conclusions import is_limited
from alstx.model.literature import Evidence, Recommendation
from alstx.model.sources import Source
from alstx.model.symptoms import Symptom
from alstx.model.terms import Medication
from alstx.model.treatment import Treatment
from alstx.vocab import BoxedWarning, Direction, LabelStatus, Role

_MOST_NAMES = 6
_MOST_LINES = 4
_SHORT_CAUTION = 90
_UNANSWERED = {signs.NO_STUDY: "no study recorded", "compared": "compared with another only"}

Cells = Callable[[Record, Labels], Row]


# titles


def catalog(kind: str, records: Collection[Record], labels: Labels, note: str | None = None) -> str:
    """Render a catalog: the answer in the title, and a table that pages.

    Args:
        kind: What the records are.
        records: The catalog.
        labels: Names and sources of the knowledge base it belongs to.
        note: Why it is empty, or what a filter left out.
    """
    most = PAGE * PAGES
    head, cells = rows(islice(records, most), labels)
    rest = len(records) - most
    more = f"… and {rest} more; a slice or to_pandas() shows them" if rest > 0 else ""
    below = ". ".join(text for text in (more, first_up(note or "")) if text)
    return page(title(kind, records, labels), paged(head, cells), below)


def title(kind: str, records: Collection[Record], labels: Labels) -> str:
    """Return the answer that a catalog gives, in a line.

    Example:
        >>> import alstx
        >>> found = alstx.medications.filter(symptom="drooling")
        >>> title("medications", found, Labels())[:35]
        'Medications: 14, 6 with a boxed war'
    """
    name = first_up(phrase(kind))
    if not records:
        return f"{name}: 0"
    if kind == "treatments":
        return _treatments([r for r in records if isinstance(r, Treatment)], labels)
    told = _count(records)
    return f"{name}: {len(records)}{''.join(f', {said}' for said in told)}"


def _treatments(found: Sequence[Treatment], labels: Labels) -> str:
    symptoms, refs = {t.symptom for t in found}, {t.intervention for t in found}
    what = [labels.name_of(*refs)] if len(refs) == 1 else []
    for_ = [labels.plain.get(id_, phrase(id_)) for id_ in symptoms] if len(symptoms) == 1 else []
    name = first_up(" for ".join(what + for_)) or f"Treatments, {len(found)}"
    noun = "use" if what else "treatment in use"
    return f"{name}: {brief.counts(found, noun)}"


def _count(records: Collection[Record]) -> list[str]:
    """Count what a reader wants to know first: boxes, directions, stances, kinds."""
    boxes = Counter(r.boxed_warning for r in records if isinstance(r, Medication))
    told = [
        f"{boxes[box]} {said}"
        for box, said in (
            (BoxedWarning.PRESENT, "with a boxed warning"),
            (BoxedWarning.UNKNOWN, "whose label was not seen for one"),
        )
        if boxes[box]
    ]
    ways = Counter(
        signs.DIRECTIONS[r.direction].meaning for r in records if isinstance(r, Evidence)
    )
    stances = Counter(
        signs.stance(r.stance).meaning for r in records if isinstance(r, Recommendation)
    )
    kinds = Counter(phrase(r.kind) for r in records if isinstance(r, Source))
    for counts in (ways, stances, kinds):
        told += [f"{count} {said}" for said, count in counts.most_common()]
    return told


# rows


def columns(kind: type[Record]) -> tuple[Row, Cells]:
    """Choose the columns for a kind of record."""
    for cls, head, cells in _TABLES:
        if issubclass(kind, cls):
            return head, cells
    return ("id",), lambda record, _: (escape(record.id),)


def _treatment(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Treatment)
    said = labels.name_of(record.intervention)
    name = f'<b title="{escape(sentence(record, labels))}">{_breaking(said)}</b>'
    role = "" if summary.role(record) == Role.USED else summary.role(record)
    return (
        "<br>".join([name, *([tip(role, "", "less")] if role else []), *warnings(record, labels)]),
        escape(labels.symptoms.get(record.symptom, record.symptom)),
        _some(_statements(record)),
        listed(findings(record, is_long=False)) or f"<i>{_unanswered(record)}</i>",
        _label(record),
        listed(map(escape, summary.disagreements(record))),
    )


def _breaking(name: str) -> str:
    return escape(name).replace("/", "/<wbr>")


def warnings(record: Treatment, labels: Labels) -> list[str]:
    """Return what belongs beside the name: what rules it out, boxes, and what touches it."""
    alarms = ["contraindication"] if any(c.rules_out for c in record.cautions) else []
    alarms += [safety.boxed(record, labels)] if safety.is_boxed(record) else []
    touching = [
        f"{pill(phrase(c.topic))} {tip(cut(c.text, _SHORT_CAUTION), c.text, 'less')}"
        for c in safety.touching(record)
    ]
    return [*(pill(word, "alarm") for word in alarms), *touching]


def _label(record: Treatment) -> str:
    """Return the status in a word or two, with every agency's words as a tooltip."""
    if record.status is LabelStatus.UNKNOWN:
        return pill(summary.short_label(record), "unseen")
    return tip(summary.short_label(record), "; ".join(summary.labels(record)))


def _some(lines: Sequence[tuple[bool, str]]) -> str:
    """Return the first lines, and whatever opposes; the rest is counted."""
    shown = [line for at, (opposes, line) in enumerate(lines) if at < _MOST_LINES or opposes]
    rest = len(lines) - len(shown)
    return listed([*shown, *([f"… and {rest} more"] if rest else [])])


def _statements(treatment: Treatment) -> list[tuple[bool, str]]:
    """Return what each source says, and whether it opposes; its words where a sign says too much.

    Of a statement that has no limit and no other beside it the sign is enough.
    """
    made: list[tuple[bool, str]] = []
    for said in summary.statements(treatment):
        wider = "" if said.is_on_als else " (not on ALS)"
        is_plain = not (said.also or is_limited(said.shown) or said.is_of_class)
        more = "" if is_plain else f": {escape(said.words)}"
        made.append((said.opposes, f"{_mark(said.shown)}{_cited(said)}{wider}{more}"))
    return made


def statements(treatment: Treatment) -> list[str]:
    """Return what each source says, in words, whole."""
    return [
        f"{_mark(said.shown)}{_cited(said)}"
        f"{'' if said.is_on_als else ' (not on ALS)'}: {escape(said.words)}"
        for said in summary.statements(treatment)
    ]


def _cited(said: summary.Statement) -> str:
    return cited(said.source, is_expired=said.is_expired)


def _mark(said: Recommendation) -> str:
    """Return the sign of a stance with its line, in its colours."""
    return badge(signs.stance(said.stance), brief.advice(said).rstrip(brief.RESTRICTED))


def findings(treatment: Treatment, *, is_long: bool) -> list[str]:
    """Return the key findings, each with its level in the colour of its direction, and survival."""
    links = {s.id: cited(s, is_expired=s.id in treatment.expired) for s in treatment.sources}
    lines: list[str] = []
    for found in treatment.key_findings:
        e = found.evidence
        level = "" if e.level is None else f"level {int(e.level)}: "
        text = summary.finding(treatment, found)
        text = text if is_long else text.removeprefix(level)
        number = level[6:7] or "-"
        is_apart = bool(found.reservation) and e.direction is not Direction.HARM
        shown = f"({number})" if is_apart else number
        mark = badge(signs.DIRECTIONS[e.direction], shown, is_hollow=is_apart)
        lines.append(f"{mark}{escape(text)}, {links[e.source]}")
    told = [
        f"{escape(summary.direction(e))} ({links[e.source]})" for e in summary.survival(treatment)
    ]
    return [*lines, f"Survival: {', '.join(told)}"] if told else lines


def _unanswered(treatment: Treatment) -> str:
    found = brief.unanswered(treatment)
    return _UNANSWERED.get(found, found)


def _medication(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Medication)
    used = [labels.symptoms.get(i.symptom, i.symptom) for i in record.indications]
    return (
        f'<b title="{escape(record.description)}">{_breaking(record.name)}</b>',
        _box(record),
        words((brand.name for brand in record.brands), _MOST_NAMES),
        words((labels.classes.get(c, c) for c in record.drug_classes), _MOST_NAMES),
        words(used, _MOST_NAMES),
    )


def _box(medication: Medication) -> str:
    """Return whether a label carries a boxed warning, and of which form; or that none was seen."""
    if medication.boxed_warning is BoxedWarning.PRESENT:
        return pill(f"yes{safety.box(medication).removeprefix('boxed warning')}", "alarm")
    is_none = medication.boxed_warning is BoxedWarning.NONE
    return "none" if is_none else pill("label not seen", "unseen")


def _symptom(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Symptom)
    return (
        f'<b title="{escape(record.plain or "")}">{escape(record.name)}</b>',
        escape(record.plain_name),
        words((labels.symptoms.get(p, p) for p in record.parents), _MOST_NAMES),
        "" if record.frequency is None else phrase(record.frequency.band),
    )


def _evidence(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Evidence)
    level = "-" if record.level is None else str(int(record.level))
    is_apart = not record.in_als and record.direction is not Direction.HARM
    mark = badge(signs.DIRECTIONS[record.direction], level, is_hollow=is_apart)
    return (
        cite(record.source, labels),
        words(map(labels.name_of, record.interventions), _MOST_NAMES),
        words((labels.symptoms.get(s, s) for s in record.symptoms), _MOST_NAMES),
        f"{escape(phrase(record.design))}{_level(record)}",
        signs.POPULATIONS[record.population],
        f"{mark}{escape(summary.direction(record))} ({escape(rank(record))})",
        _short(record.effect or record.finding),
    )


def _level(evidence: Evidence) -> str:
    return "" if evidence.level is None else f", level {int(evidence.level)}"


def _short(text: str) -> str:
    """Return a text, cut; whole as a tooltip where it was."""
    return escape(text) if cut(text) == text else tip(cut(text), text)


def _recommendation(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Recommendation)
    return (
        cite(record.source, labels),
        escape(labels.name_of(record.intervention)),
        escape(labels.symptoms.get(record.symptom, record.symptom)),
        f"{_mark(record)}{escape(summary.advice(record))}",
        _short(record.statement),
    )


def _source(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Source)
    stands = standing(record, is_expired=record.is_expired_on(labels.day))
    mark = f"{pill(stands)} " if stands else ""
    cited_as = f"{mark}{link(record.link, record.citation)}"
    return (cited_as, escape(phrase(record.kind)), str(record.year or ""))


def _term(record: Record, labels: Labels) -> Row:  # noqa: ARG001 (one shape for all)
    assert isinstance(record, Term)
    return (
        f"<b>{escape(record.name)}</b>",
        words(record.synonyms, _MOST_NAMES),
        _short(record.description),
    )


_TABLES: Sequence[tuple[type[Record], Row, Cells]] = (
    (
        Treatment,
        ("treatment", "for", "who says so", "evidence", "label", "where sources disagree"),
        _treatment,
    ),
    (Medication, ("medication", "boxed warning", "brands", "classes", "used for"), _medication),
    (Symptom, ("symptom", "plain name", "in", "how often in ALS"), _symptom),
    (
        Evidence,
        ("source", "intervention", "symptom", "design", "in", "points to", "effect"),
        _evidence,
    ),
    (
        Recommendation,
        ("source", "intervention", "symptom", "stance", "statement"),
        _recommendation,
    ),
    (Source, ("citation", "kind", "year"), _source),
    (Term, ("name", "also called", "description"), _term),
)


def rows(records: Iterable[Record], labels: Labels) -> tuple[Row, list[Row]]:
    """Return the head and the rows of some records of one kind.

    The symptom of treatments that share it is in the title, and not in every row.
    """
    shown = list(records)
    head, cells = columns(type(shown[0]) if shown else Record)
    made = [cells(record, labels) for record in shown]
    if head[1:2] == ("for",) and len({row[1] for row in made}) == 1:
        return (head[0], *head[2:]), [(row[0], *row[2:]) for row in made]
    return head, made
