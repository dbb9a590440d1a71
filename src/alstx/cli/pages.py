"""The pages of the commands that list: the answer first, then a line for each record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from alstx.about import DISCLAIMER, VERSION
from alstx.cli.json import counts, roles
from alstx.cli.question import Question, spelling
from alstx.display import alerts, answer, brief, findings, safety, signs
from alstx.display.blocks import (
    ALARM,
    MUTED,
    STRONG,
    Block,
    Column,
    Heading,
    Inline,
    Items,
    Lines,
    Page,
    Row,
    Span,
    Table,
)
from alstx.display.cards import Cards
from alstx.display.footnotes import Footnotes, notice
from alstx.display.labels import Labels
from alstx.display.matrix import ROLES, Matrix, key_of_signs
from alstx.display.words import counted, first_up, phrase
from alstx.ids import Ref, RefKind
from alstx.kb.lookup import Hit, key_of
from alstx.model.base import Record
from alstx.model.records import LABELS
from alstx.model.symptoms import Symptom
from alstx.model.terms import Medication
from alstx.vocab import Role

if TYPE_CHECKING:  # handed in, never made here
    from alstx.kb.base import KnowledgeBase
    from alstx.model.interaction import InteractionReport, Medicine
    from alstx.model.treatment import Treatment

_MOST = 20

# treatments


def treatments(kb: KnowledgeBase, question: Question, *, width: int, is_long: bool) -> Page:
    """Return a line for each treatment, or with `is_long` all that is said of each."""
    found: list[Treatment] = list(question.answer(kb))
    first = Lines(list(_answer(kb, question)))
    if not is_long:
        labels = Labels(
            names={t.intervention: kb.resolve(t.intervention).name for t in found},
            plain={t.symptom: kb.symptoms[t.symptom].plain_name for t in found},
        )
        matrix = Matrix(found, labels, _boxed(kb, found), width=width, about=question.about)
        more = notice(kb.version, *_more(kb, question))
        forms = _forms(kb, question, [kb.resolve(t.intervention) for t in found])
        return [first, *matrix.blocks(), *forms, Lines(list(matrix.key())), more]
    cards, blocks = Cards(kb.sources.labels, is_long=True), list[Block]()
    for t in (t for role in ROLES for t in found if t.role is role):
        blocks += [Heading(f"{cards.title(t)} {brief.marks(t)}".rstrip(), 1), *cards.treatment(t)]
    left_out = _note(kb, question)
    return [first, *blocks, *left_out, *cards.notes.blocks(kb.version, is_long=True)]


def _forms(kb: KnowledgeBase, question: Question, found: Iterable[Record]) -> Page:
    """Return which forms of each medicine may go down a tube, if the question is on forms."""
    if not question.of_forms:
        return []
    medicines = [m for m in dict.fromkeys(found) if isinstance(m, Medication)]
    return [
        Items([(m.name, safety.every_form(m)) for m in medicines]),
        Lines([Span(safety.SWALLOWING, STRONG)]),
        *_note(kb, question),
    ]


def _note(kb: KnowledgeBase, question: Question) -> Page:
    """Return how many a question on forms leaves out because nothing tells."""
    note = question.note(kb) if question.of_forms else None
    return [Lines([Span(f"{first_up(note)}.", ALARM)])] if note else []


def _boxed(kb: KnowledgeBase, found: Iterable[Treatment]) -> list[Ref]:
    """Return the classes among interventions of which a member has a boxed warning."""
    refs = {t.intervention for t in found if t.intervention.kind is RefKind.DRUG_CLASSES}
    members = {ref: kb.medications.filter(drug_class=ref.id) for ref in refs}
    return [ref for ref in refs if any(m.boxed_warning == "present" for m in members[ref])]


def _answer(kb: KnowledgeBase, question: Question) -> Iterator[Inline]:
    """Yield the answer: how many in which role, and which is tried first."""
    everything: list[Treatment] = list(question.having(role="all").answer(kb))
    symptom = question.symptom
    if symptom is not None and {*question.filters} <= {"symptom", "role"}:
        yield Span(answer.headline(symptom, everything), STRONG)
        if {t.symptom for t in everything} == {symptom.id}:
            refs = {t.intervention for t in everything}
            yield answer.order(
                everything, Labels(names={ref: kb.resolve(ref).name for ref in refs})
            )
        return
    noun = "use" if {t.intervention for t in everything} == {question.about} else "treatment in use"
    yield Span(f"{_title(question)}: {brief.counts(everything, noun)}", STRONG)


def _title(question: Question) -> str:
    """Name what was asked about."""
    symptom, names, words = question.symptom, list[str](), list[str]()
    is_alone = len({*question.filters} - {"role"}) == 1
    for name, value in question.filters.items():
        if isinstance(value, Record) and value is not symptom:
            (names if is_alone or name != "source" else words).append(value.label)
        elif name != "role" and value is not symptom:
            words.append(phrase(name if value is True else f"{name} {value}"))
    said = [", ".join(names), symptom.plain_name if symptom else ""]
    title = " for ".join(filter(None, said)) or f"All {phrase(question.kind)}"
    limits = f" ({', '.join(words)})" if words else ""
    return f"{first_up(title)}{limits}"


def _more(kb: KnowledgeBase, question: Question) -> Iterator[Inline]:
    """Yield how to see more, as commands to copy."""
    yield f"Why, with every source: {question.as_command(kb)} --long"
    studied = question.having(role=Role.STUDIED.value)
    if "role" not in question.filters and (count := len(studied.answer(kb))):
        yield f"{count} more only studied: {question.having(role='all').as_command(kb)}"


# nothing found


def empty(kb: KnowledgeBase, question: Question) -> Page:
    """Return the page that says why an answer is empty, with commands that are not."""
    is_limited = any(not isinstance(value, Record) for value in question.filters.values())
    first = f"{_title(question)}: no {LABELS[question.kind]} is recorded"
    lines: list[Inline] = [Span(f"{first}{' that fits' if is_limited else ''}.", STRONG)]
    is_plain = question.kind == "treatments" and {*question.filters} <= {"symptom", "role"}
    why = question.note(kb) if is_plain or question.of_forms else None
    lines += [f"{first_up(why.rstrip('.'))}."] if why else []
    every = kb.treatments.filter
    terms = (value for value in question.filters.values() if isinstance(value, Medication))
    lines += [f"{m.name}: {m.description}" for m in terms if not every(medication=m)]
    about = [
        f"What it is, and what is near it: alstx show {spelling(value)}"
        for value in question.filters.values()
        if isinstance(value, Record)
    ]
    return [Lines([*lines, *_ways(kb, question)]), notice(kb.version, *about)]


def _ways(kb: KnowledgeBase, question: Question) -> Iterator[str]:
    """Yield what is recorded in other roles, with one filter less, and for symptoms near it."""
    ways = [("Only studied", question.having(role="all"))] if question.kind == "treatments" else []
    for name, value in question.filters.items() if len(question.filters) > 1 else ():
        words = phrase(f"{name} {value}")
        if isinstance(value, Record):
            words = value.plain_name if isinstance(value, Symptom) else value.label
        also = {"role": None} if name == "symptom" else {}
        ways.append((f"Without {words}", question.having(**{name: None}, **also)))
    symptom = question.symptom
    near = [("broader", id_) for id_ in symptom.parents] if symptom else []
    near += [("related", id_) for id_ in symptom.see_also] if symptom else []
    for how, id_ in near:
        name = "symptom" if "symptom" in question.filters else "group"
        other = question.having(**{name: kb.symptoms[id_]})
        ways.append((f"For the {how} {kb.symptoms[id_].plain_name}", other))
    for words, other in ways:
        if count := len(other.answer(kb)):
            yield f"{words}, {count}: {other.as_command(kb)}"


# medications, symptoms, evidence


def medications(kb: KnowledgeBase, question: Question, *, is_long: bool, **_: int) -> Page:
    """Return a table of medicines: classes, mechanisms, uses, and what a label warns of."""
    found: list[Medication] = list(question.answer(kb))
    most, one = None if is_long else 3, f"One of them: alstx show {found[0].id}"
    columns = [Column("Medicine", 18, most=30), Column("Class", 18, 4), Column("Acts as", 18, 4)]
    title = Span(f"{_title(question)}: {counted(len(found), 'medicine')}", STRONG)
    boxed = f"{signs.BOXED} boxed warning on the label; where none stands, none is known here."
    return [
        Lines([title]),
        Table([*columns, Column("Used for", 18, 5)], [_medicine(kb, m, most) for m in found]),
        *_forms(kb, question, found),
        notice(kb.version, Span(boxed, MUTED), one, is_long=is_long),
    ]


def _medicine(kb: KnowledgeBase, m: Medication, most: int | None) -> Row:
    boxed = Span(f" {signs.BOXED}" if m.boxed_warning == "present" else "", ALARM)
    kind = Span("" if m.kind == "ingredient" else f" ({phrase(m.kind)})", MUTED)
    named = [
        [kb.drug_classes[id_].name for id_ in m.drug_classes],
        [kb.mechanisms[id_].name for id_ in m.mechanisms],
        [kb.symptoms[i.symptom].plain_name for i in m.indications],
    ]
    some = [
        [*names[:most], *([f"{len(names) - 3} more"] if names[3:] and most else [])]
        for names in named
    ]
    return Row([[m.name, boxed, kind], *map(", ".join, some)])


def symptoms(kb: KnowledgeBase, question: Question, *, is_long: bool, **_: int) -> Page:
    """Return the tree of symptoms: how often each occurs, and how much treats it."""
    found: list[Symptom] = list(question.answer(kb))
    notes = Footnotes(kb.sources.labels, is_listed=False)
    columns = [Column("Symptom", 30, 6), Column("How often", 10, 2), Column("Treatments", 14, 4)]
    often = notes.cited(s.frequency.source for s in found if s.frequency)
    title = f"{_title(question)}: {counted(len(found), 'symptom')}, groups included"
    about = [question.symptom.description] if question.symptom else []
    return [
        Lines([Span(title, STRONG), *about]),
        Table(columns, [_symptom(kb, s, depth) for s, depth in _tree(found)]),
        *([Lines([["How often in ALS: ", *often]])] if often else []),
        notice(kb.version, "What treats one: alstx treatments NAME", is_long=is_long),
    ]


def _symptom(kb: KnowledgeBase, s: Symptom, depth: int) -> Row:
    number = {role: len(kb.treatments.filter(symptom=s, role=role)) for role in ROLES}
    told = ", ".join(f"{n} {ROLES[role].lower()}" for role, n in number.items() if n)
    often = "" if s.frequency is None else phrase(s.frequency.band)
    return Row([f"{first_up(s.plain_name)} ({s.name.lower()})", often, told], depth)


def _tree(found: Sequence[Symptom]) -> Iterator[tuple[Symptom, int]]:
    """Yield symptoms, each behind the first group that it belongs to, with its depth."""
    ids = {s.id for s in found}
    below: dict[str | None, list[Symptom]] = {}
    for s in found:
        below.setdefault(next((up for up in s.parents if up in ids), None), []).append(s)
    stack = [(s, 0) for s in reversed(below[None])]
    while stack:
        s, depth = stack.pop()
        yield s, depth
        stack += [(b, depth + 1) for b in reversed(below.get(s.id, []))]


def evidence(kb: KnowledgeBase, question: Question, *, is_long: bool, **_: int) -> Page:
    """Return the findings, the best level first, the newest first within a level."""
    found = findings.best_first(question.answer(kb), kb.sources.labels.sources)
    cards = Cards(kb.sources.labels, is_long=is_long)
    cards.notes.is_listed = is_long
    count = counted(len(found), "finding")
    title = f"{_title(question)}: {count}, best level first: {findings.ways(found)}"
    entries = [cards.evidence(e) for e in (found if is_long else found[:_MOST])]
    more = f"{len(found) - _MOST} more, and the" if found[_MOST:] else "The"
    told = [] if is_long else [f"{more} numbers: {question.as_command(kb)} --long"]
    end = cards.notes.blocks(kb.version, *told, is_long=is_long)
    return [Lines([Span(title, STRONG)]), Items(entries), *end]


def interactions(
    kb: KnowledgeBase,
    report: InteractionReport,
    asked: Sequence[tuple[str, Medicine]],
    *,
    is_long: bool,
) -> Page:
    """Return what labels say of a list of medicines, and whose label was read."""
    notes = Footnotes(kb.sources.labels, is_listed=is_long)
    page = [*alerts.blocks(report, asked, notes)]
    more = [] if is_long else ["Sources and links: --long"]
    return [*page, *notes.blocks(kb.version, *more, is_long=is_long)]


# search, info


def search(kb: KnowledgeBase, text: str, hits: Sequence[Hit], *, is_long: bool) -> Page:
    """Return what resembles a text, best first."""
    columns = [Column("Found", 20, most=30), Column("By the name", 18, 4), Column("Score", 5)]
    title = f"{counted(len(hits), 'match', 'matches')} for {text!r}, best first"
    return [
        Lines([Span(title, STRONG)]),
        Table([*columns, Column("Kind/id", 26, 5)], [_hit(hit) for hit in hits]),
        notice(kb.version, "To see one: alstx show KIND/ID", is_long=is_long),
    ]


def _hit(hit: Hit) -> Row:
    record = hit.record
    name = {record.label: "the same", record.id: "its id"}.get(hit.name, hit.name)
    return Row([Span(record.label, STRONG), name, f"{hit.score:.2f}", key_of(record)])


def info(kb: KnowledgeBase) -> Page:
    """Return versions of library and data, and how much there is."""
    disease = kb.disease
    facts: list[tuple[str, str]] = [
        ("Disease", disease.name),
        ("Also called", ", ".join(disease.synonyms)),
        ("Identifiers", ", ".join(map(str, disease.identifiers))),
    ]
    rows = [(first_up(phrase(row["kind"])), str(row["count"])) for row in counts(kb)]
    told = ", ".join(f"{count} {phrase(role)}" for role, count in roles(kb).items())
    return [
        Lines([Span(f"alstx {VERSION}, data {kb.version}", STRONG)]),
        Items([fact for fact in facts if fact[1]]),
        Lines([disease.description]),
        Items([*rows, ("By role", told)]),
        Lines([Span(DISCLAIMER, STRONG)]),
    ]


def signs_page(width: int) -> Page:
    """Return what the signs of tables stand for."""
    severities = [f"{sign.text} {sign.meaning}" for sign in signs.SEVERITIES.values()]
    return [Lines([*key_of_signs(width), Span(f"Interactions: {'  '.join(severities)}", MUTED)])]
