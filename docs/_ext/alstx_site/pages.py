"""Pages of symptoms, medications, classes, mechanisms, therapies and sources."""

from collections.abc import Iterator

from alstx.display import answer
from alstx.display.words import phrase
from alstx.ids import Ref
from alstx.model import (
    DrugClass,
    Interaction,
    LabelRead,
    Mechanism,
    Medication,
    Source,
    Symptom,
    Therapy,
    Treatment,
)
from alstx.vocab import BoxedWarning, Role
from alstx_site import markdown as md
from alstx_site import parts
from alstx_site.base import FOLDER, Base, identifiers, percent

_BOXED = {
    BoxedWarning.PRESENT: "yes, see below",
    BoxedWarning.NONE: "none on the labels that were read",
    BoxedWarning.UNKNOWN: "unknown: no label that would show it was read",
}


def pages(base: Base) -> Iterator[tuple[str, str]]:
    """Yield path and text of every page of a record."""
    kb = base.kb
    for symptom in kb.symptoms:
        yield f"symptoms/{symptom.id}", of_symptom(base, symptom)
    for medication in kb.medications:
        yield f"medications/{medication.id}", of_medication(base, medication)
    for drug_class in kb.drug_classes:
        yield f"drug_classes/{drug_class.id}", of_class(base, drug_class)
    for mechanism in kb.mechanisms:
        yield f"mechanisms/{mechanism.id}", of_mechanism(base, mechanism)
    for therapy in kb.therapies:
        yield f"therapies/{therapy.id}", of_therapy(base, therapy)
    for source in kb.sources:
        yield f"sources/{source.id}", of_source(base, source)


def _up(kind: str, title: str) -> str:
    """Write the way back to the list that a page belongs to."""
    return (
        f"{{.crumbs}}\n{md.link('/index.md', 'alstx')} › {md.link(f'/{FOLDER}/{kind}.md', title)}"
    )


def _record(
    record: Symptom | Medication | DrugClass | Mechanism | Therapy | Source, **more: str
) -> str:
    """Write what a program or a curator wants of a record; it comes last."""
    return md.section(
        "Record",
        md.facts(
            [
                ("Id", f"`{record.id}`"),
                ("Identifiers", identifiers(record)),
                *((name.replace("_", " ").capitalize(), value) for name, value in more.items()),
                ("Reviewed", record.reviewed.isoformat()),
            ]
        ),
    )


def of_symptom(base: Base, symptom: Symptom) -> str:
    """Write the page of a symptom: the answer, the table of treatments, then what it rests on."""
    own = base.by_symptom.get(symptom.id, [])
    below = base.children("symptoms", symptom.id)
    name = parts.intervention(base)
    return md.page(
        symptom.name,
        _up("symptoms", "Symptoms"),
        md.index(symptom.names),
        _answer(base, symptom, own),
        _narrower(base, below),
        md.section("Treatments", parts.by_role(base, own, name, "Treatment")),
        parts.disagreements(own, name),
        parts.evidence(base, (e for t in own for e in t.evidence)),
        _said(base, own),
        _numbers(base, symptom),
        _map(base, symptom),
        _about(base, symptom),
        _record(symptom, other_languages=_translations(symptom)),
    )


def _answer(base: Base, symptom: Symptom, own: list[Treatment]) -> str:
    """Write the answer in two lines; of a group, how much is recorded below it."""
    found = own or base.kb.treatments.filter(symptom=symptom, role=None)
    lines = [f"**{md.text(answer.headline(symptom, found))}.**"]
    if own:
        lines.append(md.text(answer.order(own, base.kb.treatments.labels)))
    return f"{{.answer}}\n{md.lines(lines)}"


def _about(base: Base, symptom: Symptom) -> str:
    often = percent(symptom)
    if symptom.frequency and often:
        often += f", {base.cite(symptom.frequency.source)}"
    return md.section(
        "About this symptom",
        md.text(symptom.description),
        md.facts(
            [
                ("In plain words", md.text(symptom.plain_name)),
                ("Also called", md.text(", ".join(symptom.synonyms))),
                ("Part of", base.all_to("symptoms", symptom.parents)),
                ("How often in ALS", often),
            ]
        ),
    )


def _translations(symptom: Symptom) -> str:
    return md.text("; ".join(f"{t.language}: {t.text}" for t in symptom.translations))


def _narrower(base: Base, below: list[str]) -> str:
    rows = []
    for id_ in below:
        symptom = base.kb.symptoms[id_]
        plain = md.text(symptom.plain_name)
        rows.append((base.to("symptoms", id_), plain, *base.counts(symptom)))
    head = ("Symptom", "In plain words", "In use", "Other treatments")
    return md.section("More specific", md.table(head, rows))


def _numbers(base: Base, symptom: Symptom) -> str:
    if symptom not in base.numbered:
        return ""
    shown = picture(f"numbers-{symptom.id}.svg", f"Numbers on {symptom.name}, as printed")
    lead = "Numbers share an axis only where measure, scale, time and comparator are the same."
    return md.section("Numbers, as printed", lead, md.fold("Show the numbers", shown))


def _map(base: Base, symptom: Symptom) -> str:
    if symptom.parents or not base.studied(symptom):
        return ""
    alt = f"Evidence map: {symptom.name}"
    return md.section("Evidence map", picture(f"map-{symptom.id}.svg", alt))


def picture(file: str, alt: str) -> str:
    """Write a wide picture that scrolls on narrow screens; the tables say the same in words."""
    return (
        f'<div class="scroll picture" tabindex="0" role="region" aria-label="{md.text(alt)}">\n\n'
        f"```{{image}} /{FOLDER}/pictures/{file}\n:alt: {alt}; the tables say the same in words\n"
        "```\n\n</div>"
    )


def _said(base: Base, treatments: list[Treatment]) -> str:
    said = (r for t in treatments for r in t.recommendations)
    return parts.statements(base, said)


def _uses(base: Base, ref: Ref) -> Iterator[str]:
    """Yield uses, disagreements, evidence and statements of one intervention."""
    own = base.by_ref.get(ref, [])
    name = parts.symptom(base)
    yield md.section("What it is for", parts.by_role(base, own, name, "Symptom"))
    yield parts.disagreements(own, lambda t: base.to("symptoms", t.symptom))
    yield parts.evidence(base, (e for t in own for e in t.evidence))
    yield _said(base, own)


def of_medication(base: Base, medication: Medication) -> str:
    """Write the page of a medicine: uses, cautions, evidence, interactions."""
    uses, *rest = _uses(base, medication.ref)
    return md.page(
        medication.name,
        _up("medications", "Medications"),
        md.index(medication.names),
        md.text(medication.description),
        uses,
        parts.cautions(base, medication.cautions),
        *rest,
        _interactions(base, medication),
        _about_medicine(base, medication),
        _record(medication),
    )


def _about_medicine(base: Base, medication: Medication) -> str:
    return md.section(
        "About this medicine",
        md.facts(
            [
                ("Kind", phrase(medication.kind)),
                ("Mainly used for", md.text(medication.main_use or "")),
                ("Brand names", md.text(", ".join(b.name for b in medication.brands))),
                ("Also called", md.text(", ".join(medication.synonyms))),
                ("Made of", base.all_to("medications", medication.ingredients)),
                ("Classes", base.all_to("drug_classes", medication.drug_classes)),
                ("Mechanisms", base.all_to("mechanisms", medication.mechanisms)),
                ("Boxed warning", _BOXED[medication.boxed_warning]),
                ("Labels read", md.listed(_label(base, read) for read in medication.labels_read)),
            ]
        ),
    )


def _label(base: Base, read: LabelRead) -> str:
    parts_ = "whole" if read.is_whole else f"in part: {', '.join(map(phrase, read.sections))}"
    edition = f"edition {read.edition}" if read.edition else "undated"
    return f"{base.to('sources', read.source)} ({md.text(f'{edition}, {parts_}')})"


def _interactions(base: Base, medication: Medication) -> str:
    head = ("With", "Severity", "Effect", "Source")
    ordered = sorted(medication.interactions, key=lambda i: (-i.severity.rank, str(i.partner)))
    rows = [_interaction(base, said, said.partner) for said in ordered]
    others = [
        _interaction(base, said, other.ref)
        for other in base.kb.medications
        for said in other.interactions
        if said.partner == medication.ref
    ]
    lead = "An interaction that is not listed is not thereby safe." if rows or others else ""
    named = md.section("Named by other labels", md.table(head, others), depth=3)
    return md.section("Interactions", lead, md.table(head, rows), named)


def _interaction(base: Base, said: Interaction, other: Ref) -> tuple[str, ...]:
    why = f" *Why:* {md.sentence(said.mechanism)}" if said.mechanism else ""
    severity = md.pill(said.severity.value, said.severity.value)
    return base.to_ref(other), severity, md.sentence(said.effect) + why, base.cite(said.source)


def of_class(base: Base, drug_class: DrugClass) -> str:
    """Write the page of a class: its place, its members and what is said of it as such."""
    members = base.kb.medications.filter(drug_class=drug_class)
    return md.page(
        drug_class.name,
        _up("drug_classes", "Drug classes"),
        md.index(drug_class.names),
        md.text(drug_class.description),
        md.facts(
            [
                ("Also called", md.text(", ".join(drug_class.synonyms))),
                ("Part of", base.all_to("drug_classes", drug_class.parents)),
                (
                    "Subclasses",
                    base.all_to("drug_classes", base.children("drug_classes", drug_class.id)),
                ),
            ]
        ),
        md.section("Members", _medicines(base, list(members))),
        *_uses(base, drug_class.ref),
        _record(drug_class),
    )


def _medicines(base: Base, medications: list[Medication]) -> str:
    rows = []
    for medication in medications:
        used = [t.symptom for t in base.by_ref.get(medication.ref, ()) if t.role is Role.USED]
        rows.append(
            (
                parts.medicine(base, medication),
                md.text(", ".join(b.name for b in medication.brands)),
                base.all_to("symptoms", dict.fromkeys(used)),
            )
        )
    return md.table(("Medicine", "Brand names", "Used for"), rows)


def of_mechanism(base: Base, mechanism: Mechanism) -> str:
    """Write the page of a mechanism: its target, its place, the medicines that have it."""
    target = mechanism.target
    proteins = md.listed(md.link(p.uniprot.url, p.gene) for p in target.proteins) if target else ""
    return md.page(
        mechanism.name,
        _up("mechanisms", "Mechanisms"),
        md.index(mechanism.names),
        md.text(mechanism.description),
        md.facts(
            [
                ("Action", phrase(mechanism.action)),
                ("Target", md.text(target.name) if target else ""),
                ("Proteins", proteins),
                ("How sure the field is", mechanism.confidence.value),
                ("Also called", md.text(", ".join(mechanism.synonyms))),
                ("Part of", base.all_to("mechanisms", mechanism.parents)),
                (
                    "More specific",
                    base.all_to("mechanisms", base.children("mechanisms", mechanism.id)),
                ),
            ]
        ),
        md.section(
            "Medicines", _medicines(base, list(base.kb.medications.filter(mechanism=mechanism)))
        ),
        _record(mechanism),
    )


def of_therapy(base: Base, therapy: Therapy) -> str:
    """Write the page of a therapy."""
    uses, *rest = _uses(base, therapy.ref)
    return md.page(
        therapy.name,
        _up("therapies", "Therapies"),
        md.index(therapy.names),
        md.text(therapy.description),
        md.facts(
            [
                ("Kind", phrase(therapy.kind)),
                ("Also called", md.text(", ".join(therapy.synonyms))),
            ]
        ),
        uses,
        parts.cautions(base, therapy.cautions),
        *rest,
        _record(therapy),
    )


def of_source(base: Base, source: Source) -> str:
    """Write the page of a source: its citation, and everything that rests on it."""
    kind = "guidelines" if source.kind == "guideline" else "sources"
    said = base.statements.get(source.id, [])
    return md.page(
        source.title,
        _up(kind, kind.capitalize()),
        md.index(source.names),
        md.text(source.citation),
        md.facts(
            [
                ("Read it", md.link(source.link, source.link) if source.link else ""),
                ("Kind", phrase(source.kind)),
                ("Status", source.status.value if source.status else ""),
                ("Replaced by", _newer(base, source)),
                ("Standing", md.text(base.standing(source))),
                ("Retracted", md.text(source.retracted or "")),
                ("Corrected", md.text(source.correction or "")),
                ("Valid until", str(source.valid_until or "")),
                ("Registers asked on", str(source.checked_on or "")),
                ("About people with", _population(source)),
                ("Authors seen", md.text(", ".join(source.authors))),
                ("Country", (source.jurisdiction or "").upper()),
                ("Edition", md.text(source.revision or "")),
                ("Note", md.text(source.note or "")),
            ]
        ),
        parts.study(base, source),
        md.section("What it states", parts.statements(base, said, own=True)),
        parts.evidence(base, base.findings.get(source.id, []), own=True),
        _rests(base, source),
        _record(source),
    )


def _newer(base: Base, source: Source) -> str:
    return base.to("sources", source.superseded_by) if source.superseded_by else ""


def _population(source: Source) -> str:
    words = {"als": "ALS", "mnd": "motor neuron disease"}
    return words.get(source.population, "other diseases") if source.population else ""


def _rests(base: Base, source: Source) -> str:
    """Write what rests on the source: cautions, interactions, approvals, labels, frequencies."""
    kb = base.kb
    by_source = {
        "Cautions of": [
            r.ref
            for r in (*kb.medications, *kb.therapies)
            if any(c.source == source.id for c in r.cautions)
        ],
        "Interactions of": [
            m.ref for m in kb.medications if any(i.source == source.id for i in m.interactions)
        ],
        "Approvals of": [
            m.ref
            for m in kb.medications
            if any(a.source == source.id for i in m.indications for a in i.approvals)
        ],
        "Label read of": [
            m.ref for m in kb.medications if any(r.source == source.id for r in m.labels_read)
        ],
    }
    often = [
        base.to("symptoms", s.id)
        for s in kb.symptoms
        if s.frequency and s.frequency.source == source.id
    ]
    pairs = [(name, md.listed(map(base.to_ref, refs))) for name, refs in by_source.items()]
    facts = md.facts([*pairs, ("How often occur", md.listed(often))])
    return md.section("What else rests on it", facts)
