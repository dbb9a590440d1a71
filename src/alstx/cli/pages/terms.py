"""Cards of what people know by name: medicines, classes, mechanisms, therapies, symptoms."""

from collections.abc import Iterable, Iterator, Sequence

from alstx.cli.lookup import Found
from alstx.cli.pages.answer import Answer
from alstx.cli.pages.blocks import MUTED, Block, Heading, Items, Page, Paragraph
from alstx.cli.pages.broader import pointers
from alstx.cli.pages.notes import Notes, gravest
from alstx.cli.pages.treatments import Question
from alstx.cli.pages.words import first_up, listed, phrase, symptom_name
from alstx.kb.catalog import Catalog
from alstx.model import (
    Agent,
    Disease,
    DrugClass,
    Interaction,
    Mechanism,
    Medication,
    Symptom,
    Term,
    Therapy,
    Treatment,
)
from alstx.vocab import CautionKind, Role

_MOST_NAMES = 12
_MOST_INTERACTIONS = 8


def medication(notes: Notes, found: Found, is_wide: bool) -> Page:
    """What a medicine is, what it is used for, and what to be careful about."""
    held = notes.kb.medications[found.record.id]
    kb = notes.kb
    kinds = {"ingredient": "", "combination": "fixed combination", "product-group": "product group"}
    return [
        *_head(
            notes,
            held,
            ("Kind", kinds[held.kind]),
            ("Made of", _labels(kb.medications, held.ingredients)),
            ("Brands", _some(notes, [brand.name for brand in held.brands])),
            ("Classes", _labels(kb.drug_classes, held.drug_classes)),
            ("Acts as", _labels(kb.mechanisms, held.mechanisms)),
            ("Boxed warning", _BOXED[held.boxed_warning]),
        ),
        *_uses(notes, [t for t in kb.treatments if t.intervention == held.ref], is_wide=is_wide),
        *_cautions(notes, held),
        *_interactions(notes, held.interactions),
    ]


_BOXED = {
    "present": "present",
    "none": "none on the label that was read",
    "unknown": "unknown: no label was read",
}


def drug_class(notes: Notes, found: Found, is_wide: bool) -> Page:
    """What a class is, where it stands, who belongs to it, and what is said of it as such."""
    held = notes.kb.drug_classes[found.record.id]
    kb = notes.kb
    below = [c.name for c in kb.drug_classes if held.id in c.parents]
    members = [m.name for m in kb.medications.filter(drug_class=held)]
    return [
        *_head(
            notes,
            held,
            ("Part of", _labels(kb.drug_classes, held.parents)),
            ("Subclasses", _some(notes, below)),
            ("Medicines", _some(notes, members)),
        ),
        *_uses(notes, [t for t in kb.treatments if t.intervention == held.ref], is_wide=is_wide),
        Paragraph(
            "The table holds what is said of the class as such. With its medicines: "
            f"alstx treatments --class {held.id}",
            MUTED,
        ),
    ]


def mechanism(notes: Notes, found: Found, is_wide: bool) -> Page:
    """How a mechanism works, and which medicines have it."""
    del is_wide
    held: Mechanism = notes.kb.mechanisms[found.record.id]
    kb = notes.kb
    target = held.target.name if held.target else ""
    proteins = [p.gene for p in held.target.proteins] if held.target else []
    below = [m.name for m in kb.mechanisms if held.id in m.parents]
    members = [m.name for m in kb.medications.filter(mechanism=held)]
    return _head(
        notes,
        held,
        ("Action", phrase(held.action)),
        ("Target", f"{target} ({listed(proteins)})" if proteins else target),
        ("Confidence", held.confidence),
        ("Part of", _labels(kb.mechanisms, held.parents)),
        ("Kinds", _some(notes, below)),
        ("Medicines", _some(notes, members)),
    )


def therapy(notes: Notes, found: Found, is_wide: bool) -> Page:
    """What a therapy is, what it is used for, and what to be careful about."""
    held = notes.kb.therapies[found.record.id]
    treatments = [t for t in notes.kb.treatments if t.intervention == held.ref]
    return [
        *_head(notes, held, ("Kind", phrase(held.kind))),
        *_uses(notes, treatments, is_wide=is_wide),
        *_cautions(notes, held),
    ]


def agent(notes: Notes, found: Found, is_wide: bool) -> Page:
    """What an outside drug or substance is, and which labels name it."""
    del is_wide
    held: Agent = notes.kb.agents[found.record.id]
    naming = [
        (medicine.name, _interaction(notes, said, name=""))
        for medicine in notes.kb.medications
        for said in medicine.interactions
        if said.partner == held.ref
    ]
    blocks = _head(notes, held, ("Part of", _labels(notes.kb.agents, held.parents)))
    if naming:
        blocks += [Heading("Interactions that labels name"), Items(naming)]
    return blocks


def symptom(notes: Notes, found: Found, is_wide: bool) -> Page:
    """What a symptom is, where it stands, and what treats it."""
    del is_wide
    held = notes.kb.symptoms[found.record.id]
    kb = notes.kb
    below = [symptom_name(s) for s in kb.symptoms if held.id in s.parents]
    often = ""
    if (frequency := held.frequency) is not None:
        percent = frequency.band.percent
        often = f"{phrase(frequency.band)} ({percent}), {notes.named(frequency.source)}"
    translations = [f"{language}: {text}" for language, text in held.translated.items()]
    blocks = _head(
        notes,
        held,
        ("In plain words", held.plain_name),
        ("Part of", _labels(kb.symptoms, held.parents)),
        ("Includes", _some(notes, below)),
        ("How often", often),
        ("Elsewhere", listed(translations)),
    )
    return [*blocks, *_treated(notes, held)]


def _treated(notes: Notes, held: Symptom) -> Iterator[Block]:
    """The names of what treats a symptom, by role."""
    question = Question(symptom=held, drug_class=None, role=None, contested=False)
    entries: list[tuple[str, str]] = []
    for role in Role:
        treatments = notes.kb.treatments.filter(symptom=held, role=role)
        names = dict.fromkeys(notes.name_of(t) for t in treatments)
        if names:
            entries.append((first_up(role), f"{len(names)}: {_some(notes, list(names))}"))
    yield Heading("Treatments")
    if entries:
        yield Items(entries)
        yield Paragraph(f"In full: alstx treatments --symptom {held.id} --role all", MUTED)
    else:
        yield Paragraph("None is recorded.")
        yield from pointers(notes.kb, question, question.command)


def disease(notes: Notes, found: Found, is_wide: bool) -> Page:
    """What the disease is."""
    del found, is_wide
    held: Disease = notes.kb.disease
    return _head(notes, held)


def _head(notes: Notes, held: Term, *facts: tuple[str, str]) -> Page:
    """What all terms have: a description, names, facts of their kind, identifiers."""
    ids = [str(x.id) if x.match == "exact" else f"{x.id} ({x.match})" for x in held.xrefs]
    all_facts = [
        ("Id", held.id),
        ("Also called", _some(notes, held.synonyms)),
        *facts,
        ("Identifiers", listed(ids)),
    ]
    return [Paragraph(held.description), Items([fact for fact in all_facts if fact[1]])]


def _uses(notes: Notes, treatments: Sequence[Treatment], *, is_wide: bool) -> Page:
    """What an intervention is used, studied and discouraged for, symptom by symptom."""
    if not treatments:
        return [Heading("Treatments"), Paragraph("None is recorded.")]
    answer = Answer(notes, is_wide=is_wide, of_one=True)
    return [Heading("For which symptoms"), answer.grid(treatments)]


def _cautions(notes: Notes, held: Medication | Therapy) -> Page:
    """Every caution, the gravest first."""
    if not held.cautions:
        text = "None is recorded, which does not mean that there is none."
        return [Heading("Cautions"), Paragraph(text)]
    marks = {CautionKind.BOXED_WARNING: "!!", CautionKind.CONTRAINDICATION: "!"}
    entries = [(marks.get(c.kind, "-"), notes.caution(c)) for c in gravest(held.cautions)]
    return [Heading("Cautions"), Items(entries)]


def _interactions(notes: Notes, interactions: Iterable[Interaction]) -> Page:
    """Interactions that the label names, the most severe first."""
    worst = sorted(interactions, key=lambda said: -said.severity.rank)
    if not worst:
        return []
    shown = worst[: notes.most(_MOST_INTERACTIONS)]
    entries = [("-", _interaction(notes, i, notes.kb.resolve(i.partner).label)) for i in shown]
    blocks: Page = [Heading("Interactions that its label names"), Items(entries)]
    if len(worst) > len(shown):
        blocks.append(Paragraph(f"{len(worst) - len(shown)} more, shown with --all.", MUTED))
    return blocks


def _interaction(notes: Notes, said: Interaction, name: str) -> str:
    why = f" Why: {said.mechanism}." if said.mechanism else ""
    head = f"{name} ({said.severity})" if name else first_up(said.severity)
    return f"{head}: {said.effect}{why} ({notes.named(said.source)})"


def _labels(
    catalog: Catalog[Medication]
    | Catalog[DrugClass]
    | Catalog[Mechanism]
    | Catalog[Symptom]
    | Catalog[Agent],
    ids: Iterable[str],
) -> str:
    return listed([catalog[id_].label for id_ in ids])


def _some(notes: Notes, names: Sequence[str]) -> str:
    return listed(list(names), most=notes.most(_MOST_NAMES))
