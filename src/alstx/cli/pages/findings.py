"""Cards of what is said: sources, findings, statements, and treatments joined from them."""

from collections.abc import Iterator

from alstx.cli.lookup import Found
from alstx.cli.pages.answer import Answer
from alstx.cli.pages.blocks import MUTED, Block, Heading, Items, Page, Paragraph
from alstx.cli.pages.notes import Notes, gravest
from alstx.cli.pages.words import (
    DIRECTIONS,
    LEVELS,
    advice,
    finding,
    first_up,
    listed,
    phrase,
    sentence,
    symptom_name,
)
from alstx.model import Evidence, Recommendation

_MOST_SAID = 10


def source(notes: Notes, found: Found, is_wide: bool) -> Page:
    """A source, and what was taken from it."""
    del is_wide
    held = notes.kb.sources[found.record.id]
    facts = [
        ("Id", held.id),
        ("Kind", phrase(held.kind)),
        ("Title", held.title),
        ("Authors", listed(list(held.authors), most=notes.most(6))),
        ("Published in", held.published_in or ""),
        ("Year", str(held.year or "")),
        ("Status", held.status or ""),
        ("About", people(held.population)),
        ("Edition", held.revision or ""),
        ("Identifiers", listed([str(curie) for curie in held.identifiers])),
        ("Link", held.link or ""),
        ("Read", held.note or ""),
    ]
    statements = list(notes.kb.recommendations.filter(source=held))
    evidence = list(notes.kb.evidence.filter(source=held))
    stated = [_statement(notes, r) for r in statements[: notes.most(_MOST_SAID)]]
    seen = [_finding(notes, e) for e in evidence[: notes.most(_MOST_SAID)]]
    return [
        Items([fact for fact in facts if fact[1]]),
        *_said("What it states", stated, len(statements)),
        *_said("What it found", seen, len(evidence)),
    ]


def _said(title: str, texts: list[str], of: int = 0) -> Iterator[Block]:
    if texts:
        yield Heading(title)
        yield Items([("-", text) for text in texts])
    if of > len(texts):
        yield Paragraph(f"{of - len(texts)} more, shown with --all.", MUTED)


def evidence(notes: Notes, found: Found, is_wide: bool) -> Page:
    """A finding of a study."""
    del is_wide
    held = notes.kb.evidence[found.record.id]
    who = people(held.population)
    facts = [
        ("Source", notes.named(held.source)),
        ("Studied", interventions(notes, held)),
        ("Compared with", held.comparator or ""),
        ("For", symptoms_of(notes, held)),
        ("Design", f"{phrase(held.design)} (level {int(held.level)}, {LEVELS[held.level]})"),
        ("In whom", f"{who}: {held.population_detail}" if held.population_detail else who),
        ("Participants", "not seen" if held.participants is None else str(held.participants)),
        ("Regimen studied", held.regimen or ""),
        ("Outcome", held.outcome or ""),
        ("Points to", DIRECTIONS[held.direction]),
        ("Numbers", held.effect or ""),
        ("Adverse events", held.adverse_events or ""),
        ("Certainty", f"{phrase(held.certainty)} (GRADE)" if held.certainty else ""),
        ("Limits", held.limits or ""),
    ]
    return [Paragraph(held.finding), Items([fact for fact in facts if fact[1]])]


def recommendation(notes: Notes, found: Found, is_wide: bool) -> Page:
    """A statement of a guideline or page."""
    del is_wide
    held = notes.kb.recommendations[found.record.id]
    facts = [
        ("Source", notes.named(held.source)),
        ("About", notes.kb.resolve(held.intervention).label),
        ("For", symptom_name(notes.kb.symptoms[held.symptom])),
        ("Says", advice(held)),
        ("Strength", held.strength or ""),
        ("When", held.conditions or ""),
        ("Read in", "its own text" if held.verification == "primary" else "somebody's summary"),
    ]
    return [Paragraph(held.statement), Items([fact for fact in facts if fact[1]])]


def treatment_title(notes: Notes, found: Found) -> str:
    """The intervention and the symptom by name."""
    held = notes.kb.treatments[found.record.id]
    name = symptom_name(notes.kb.symptoms[held.symptom])
    return f"{notes.name_of(held)} for {name}"


def treatment(notes: Notes, found: Found, is_wide: bool) -> Page:
    """All that is said of one intervention for one symptom."""
    held = notes.kb.treatments[found.record.id]
    # first the table, so that sources are numbered as they are read
    grid = Answer(notes, is_wide=is_wide, warns_below=False).grid([held])
    stated = [_statement(notes, r, brief=True) for r in held.recommendations]
    seen = [_finding(notes, e, brief=True) for e in held.evidence]
    summary = held.indication.summary if held.indication else "No source speaks for it."
    return [
        Paragraph(f"{first_up(held.role)}. {summary}"),
        grid,
        *_said("What sources state", stated),
        *_said("What studies found", seen),
        *_said("Cautions", [notes.caution(c) for c in gravest(held.cautions)]),
    ]


def _statement(notes: Notes, held: Recommendation, *, brief: bool = False) -> str:
    """A statement in one paragraph; `brief` leaves out what the page is about."""
    about = notes.kb.resolve(held.intervention).label
    name = notes.kb.symptoms[held.symptom].plain_name
    head = (
        f"{notes.named(held.source)}, {advice(held)}"
        if brief
        else f"{about} for {name}, {advice(held)}"
    )
    strength = f" Strength: {sentence(held.strength)}" if held.strength else ""
    when = f" When: {sentence(held.conditions)}" if held.conditions else ""
    return f"{head}: {sentence(held.statement)}{strength}{when}"


def _finding(notes: Notes, held: Evidence, *, brief: bool = False) -> str:
    """A finding in one paragraph; `brief` leaves out what the page is about."""
    count = f"{held.participants} people, " if held.participants else ""
    where = f"{phrase(held.design)}, {count}{people(held.population)}"
    about = f"{interventions(notes, held)} for {symptoms_of(notes, held)}"
    head = notes.named(held.source) if brief else about
    numbers = f" Numbers: {sentence(held.effect)}" if held.effect else ""
    limits = f" Limits: {sentence(held.limits)}" if held.limits else ""
    return f"{head}, {finding(held)} ({where}): {sentence(held.finding)}{numbers}{limits}"


def interventions(notes: Notes, held: Evidence) -> str:
    """What was studied, by name."""
    return listed([notes.kb.resolve(ref).label for ref in held.interventions])


def symptoms_of(notes: Notes, held: Evidence) -> str:
    """What the finding bears on, in plain words."""
    return listed([notes.kb.symptoms[id_].plain_name for id_ in held.symptoms])


def people(population: str | None) -> str:
    """Who was studied, or whom a guideline is about."""
    words = {"als": "ALS", "mnd": "ALS and other motor neuron diseases", "other": "other diseases"}
    return words.get(population or "", "")
