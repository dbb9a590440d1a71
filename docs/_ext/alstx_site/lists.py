"""The lists that lead to the pages: one for each kind, an index of names, the evidence map."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from alstx.model import Source, Symptom
from alstx_site import markdown as md
from alstx_site.base import FOLDER, Base, percent
from alstx_site.pages import picture

KINDS = {
    "symptoms": "Symptoms",
    "medications": "Medications",
    "drug_classes": "Drug classes",
    "mechanisms": "Mechanisms",
    "therapies": "Therapies",
    "guidelines": "Guidelines",
    "sources": "Sources",
    "agents": "Outside medicines and substances",
    "contested": "Where sources disagree",
    "names": "Index of names",
    "map": "Evidence map",
}


def lists(base: Base) -> Iterator[tuple[str, str]]:
    """Gives path and text of every list."""
    makers = {
        "symptoms": symptoms,
        "medications": medications,
        "drug_classes": drug_classes,
        "mechanisms": mechanisms,
        "therapies": therapies,
        "guidelines": guidelines,
        "sources": sources,
        "agents": agents,
        "contested": contested,
        "names": names,
        "map": evidence_map,
    }
    yield "index", front(base)
    for kind, make in makers.items():
        yield kind, md.page(KINDS[kind], make(base), orphan=False)


def front(base: Base) -> str:
    """The front page of the base."""
    kb = base.kb
    counts = {kind: len(getattr(kb, kind, ())) for kind in KINDS}
    counts["guidelines"] = len(kb.sources.filter(kind="guideline"))
    counts["contested"] = len(kb.treatments.filter(contested=True, role=None))
    rows = [
        (md.link(f"/{FOLDER}/{kind}.md", title), str(counts[kind] or ""))
        for kind, title in KINDS.items()
    ]
    lead = f"Everything that the base holds, written from data version {md.text(kb.version)}."
    toc = "\n".join(["```{toctree}", ":hidden:", "", *KINDS, "```"])
    return md.page("The base", lead, md.table(("What", "How many"), rows), toc, orphan=False)


def _counts(base: Base, symptom: Symptom) -> tuple[str, str]:
    held = base.kb.treatments.filter(symptom=symptom, role=None)
    used = sum(t.role == "used" for t in held)
    return str(used), str(len(held) - used)


def symptoms(base: Base) -> str:
    """Symptoms by group; the counts include everything below a symptom."""
    kb = base.kb
    sections = []
    for root in base.groups:
        below = [s for s in kb.symptoms.filter(group=root) if s is not root]
        rows = [
            (base.to("symptoms", s.id), md.text(s.plain_name), *_counts(base, s), percent(s))
            for s in sorted(below, key=lambda s: s.name.lower())
        ]
        head = ("Symptom", "In plain words", "Treatments used", "Others", "How often in ALS")
        lead = f"{md.text(root.description)} {md.link(f'/{FOLDER}/symptoms/{root.id}.md', 'More')}"
        sections.append(md.section(root.name, lead, md.table(head, rows)))
    return "\n\n".join(sections)


def medications(base: Base) -> str:
    """All medicines."""
    rows = []
    for m in sorted(base.kb.medications, key=lambda m: m.name.lower()):
        used = dict.fromkeys(t.symptom for t in base.by_ref.get(m.ref, ()) if t.role == "used")
        warning = f" {md.pill('boxed warning', 'warn')}" if base.boxed(m.ref) else ""
        rows.append(
            (
                base.to("medications", m.id) + warning,
                md.text(", ".join(m.brand_names)),
                base.all_to("drug_classes", m.drug_classes),
                base.all_to("symptoms", used),
            )
        )
    return md.table(("Medicine", "Brand names", "Classes", "Used for"), rows)


def drug_classes(base: Base) -> str:
    """The tree of classes."""
    return _tree(base, "drug_classes")


def mechanisms(base: Base) -> str:
    """The tree of mechanisms."""
    return _tree(base, "mechanisms")


def _tree(base: Base, kind: str) -> str:
    """A hierarchy as a nested list; counts are those of the medicines."""
    tree = base.kb.hierarchies[kind]
    field = {"drug_classes": "drug_class", "mechanisms": "mechanism"}[kind]
    lines: list[str] = []

    def walk(node: str, depth: int) -> None:
        held = len(base.kb.medications.filter(**{field: node}))
        lines.append(f"{'  ' * depth}- {base.to(kind, node)} ({held})")
        for child in base.children(kind, node):
            walk(child, depth + 1)

    for root in sorted(node for node, parents in tree.parents.items() if not parents):
        walk(root, 0)
    return "The figure is the number of medicines.\n\n" + "\n".join(lines)


def therapies(base: Base) -> str:
    """Therapies by kind."""
    by_kind: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for t in sorted(base.kb.therapies, key=lambda t: t.name.lower()):
        used = dict.fromkeys(x.symptom for x in base.by_ref.get(t.ref, ()) if x.role == "used")
        row = (base.to("therapies", t.id), md.text(t.description), base.all_to("symptoms", used))
        by_kind[t.kind.value.replace("-", " ")].append(row)
    return "\n\n".join(
        md.section(kind.capitalize(), md.table(("Therapy", "What it is", "Used for"), rows))
        for kind, rows in sorted(by_kind.items())
    )


def guidelines(base: Base) -> str:
    """Guidelines, with how much each says."""
    rows = []
    for s in base.kb.sources.filter(kind="guideline"):
        status = s.status.value if s.status else ""
        said = str(len(base.statements.get(s.id, ())))
        rows.append((base.cite(s.id), md.text(s.title), str(s.year or ""), status, said))
    return md.table(("Guideline", "Title", "Year", "Status", "Statements"), rows)


def sources(base: Base) -> str:
    """All sources by kind."""
    by_kind: dict[str, list[Source]] = defaultdict(list)
    for source in base.kb.sources:
        by_kind[source.kind.value].append(source)
    sections = []
    for kind, held in by_kind.items():
        rows = [
            (base.cite(s.id), md.text(s.title), str(s.year or ""))
            for s in sorted(held, key=lambda s: (base.label(s).lower(), s.id))
        ]
        title = f"{kind.replace('-', ' ').capitalize()}s".replace("entrys", "entries")
        sections.append(md.section(title, md.table(("Source", "Title", "Year"), rows)))
    return "\n\n".join(sections)


def agents(base: Base) -> str:
    """Outside medicines and substances that interactions name."""
    lead = "Medicines and substances outside the base that labels name in an interaction."
    named: dict[str, list[str]] = defaultdict(list)
    for medication in base.kb.medications:
        for partner in {i.partner for i in medication.interactions}:
            named[str(partner)].append(medication.id)
    rows = [
        (
            md.text(agent.name),
            md.text(", ".join(agent.synonyms)),
            base.all_to("medications", named.get(str(agent.ref), ())),
        )
        for agent in sorted(base.kb.agents, key=lambda a: a.name.lower())
    ]
    return f"{lead}\n\n{md.table(('Name', 'Also called', 'Named by the labels of'), rows)}"


def contested(base: Base) -> str:
    """All treatments on which sources disagree."""
    from alstx_site.parts import REASONS  # noqa: PLC0415 (only this list needs it)

    rows = [
        (
            base.to_ref(t.intervention),
            base.to("symptoms", t.symptom),
            t.role.value,
            "; ".join(REASONS[reason] for reason in t.disagreements),
        )
        for t in base.kb.treatments.filter(contested=True, role=None)
    ]
    lead = "Nothing is averaged: the page of each symptom shows both sides."
    return f"{lead}\n\n{md.table(('Treatment', 'For', 'Role', 'Why contested'), rows)}"


def names(base: Base) -> str:
    """Every name of a medicine, brand and symptom, in order of the alphabet."""
    kb = base.kb
    drugs = [(n, "medications", m.id) for m in kb.medications for n in (m.name, *m.synonyms)]
    brands = [(n, "medications", m.id) for m in kb.medications for n in m.brand_names]
    felt = [(n, "symptoms", s.id) for s in kb.symptoms for n in s.names]
    return "\n\n".join(
        md.section(title, _alphabet(base, held))
        for title, held in (("Drugs", drugs), ("Brands", brands), ("Symptoms", felt))
    )


def _alphabet(base: Base, held: list[tuple[str, str, str]]) -> str:
    by_letter: dict[str, list[str]] = defaultdict(list)
    for name, kind, id_ in sorted(set(held), key=lambda entry: (_key(entry[0]), entry)):
        letter = _key(name)[:1].upper()
        own = getattr(base.kb, kind)[id_].name
        shown = md.link(f"/{FOLDER}/{kind}/{id_}.md", name)
        entry = shown if name == own else f"{shown} ({md.text(own)})"
        by_letter[letter if letter.isalpha() else "0–9"].append(entry)
    return "\n\n".join(
        md.section(letter, f"{{.names}}\n{md.bullets(entries)}", depth=3)
        for letter, entries in sorted(by_letter.items())
    )


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(ch for ch in plain if ch.isalnum()) or name


def evidence_map(base: Base) -> str:
    """The evidence map of the whole base."""
    lead = (
        "A dot is the best evidence on one treatment for one symptom in ALS or MND: its colour is "
        "the direction, its size the level. A triangle says that a current guideline is for it "
        "(upwards) or against it (downwards). Only the treatments and symptoms with most evidence "
        "are drawn; each group of symptoms has a map of its own."
    )
    groups = md.bullets(base.to("symptoms", s.id) for s in base.groups)
    return "\n\n".join([lead, picture("map.svg", "Evidence map of the base"), groups])
