"""Lists that lead to the pages: one for each kind, an index of names, the evidence map."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from alstx.display import summary
from alstx.display.words import phrase
from alstx.model import Source
from alstx.vocab import Role
from alstx_site import markdown as md
from alstx_site import parts
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
    """Yield path and text of every list."""
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
    """Write the front page of the knowledge base."""
    kb = base.kb
    counts = {kind: len(getattr(kb, kind, ())) for kind in KINDS}
    counts["guidelines"] = len(kb.sources.filter(kind="guideline"))
    counts["contested"] = len(kb.treatments.filter(contested=True, role=None))
    rows = [
        (md.link(f"/{FOLDER}/{kind}.md", title), str(counts[kind] or ""))
        for kind, title in KINDS.items()
    ]
    lead = f"All records, written from data version {md.text(kb.version)}."
    toc = "\n".join(["```{toctree}", ":hidden:", "", *KINDS, "```"])
    return md.page(
        "The knowledge base", lead, md.table(("What", "How many"), rows), toc, orphan=False
    )


def symptoms(base: Base) -> str:
    """List symptoms by group; the counts include everything below a symptom."""
    kb = base.kb
    sections = []
    for root in base.groups:
        below = [s for s in kb.symptoms.filter(group=root) if s is not root]
        rows = [
            (base.to("symptoms", s.id), md.text(s.plain_name), *base.counts(s), percent(s))
            for s in sorted(below, key=lambda s: s.name.lower())
        ]
        head = ("Symptom", "In plain words", "In use", "Other treatments", "How often in ALS")
        lead = f"{md.text(root.description)} {md.link(f'/{FOLDER}/symptoms/{root.id}.md', 'More')}"
        sections.append(md.section(root.name, lead, md.table(head, rows)))
    return "\n\n".join(sections)


def medications(base: Base) -> str:
    """List all medicines."""
    rows = []
    for m in sorted(base.kb.medications, key=lambda m: m.name.lower()):
        used = dict.fromkeys(t.symptom for t in base.by_ref.get(m.ref, ()) if t.role is Role.USED)
        rows.append(
            (
                parts.medicine(base, m),
                md.text(", ".join(b.name for b in m.brands)),
                base.all_to("drug_classes", m.drug_classes),
                base.all_to("symptoms", used),
            )
        )
    return md.table(("Medicine", "Brand names", "Classes", "Used for"), rows)


def drug_classes(base: Base) -> str:
    """List the tree of classes."""
    return _tree(base, "drug_classes")


def mechanisms(base: Base) -> str:
    """List the tree of mechanisms."""
    return _tree(base, "mechanisms")


def _tree(base: Base, kind: str) -> str:
    """Write a hierarchy as a nested list; counts are those of the medicines."""
    tree = base.kb.hierarchies[kind]
    field = {"drug_classes": "drug_class", "mechanisms": "mechanism"}[kind]
    lines: list[str] = []

    def walk(node: str, depth: int) -> None:
        count = len(base.kb.medications.filter(**{field: node}))
        lines.append(f"{'  ' * depth}- {base.to(kind, node)} ({count})")
        for child in base.children(kind, node):
            walk(child, depth + 1)

    for root in sorted(node for node, parents in tree.parents.items() if not parents):
        walk(root, 0)
    return "The figure is the number of medicines.\n\n" + "\n".join(lines)


def therapies(base: Base) -> str:
    """List therapies by kind."""
    by_kind: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for t in sorted(base.kb.therapies, key=lambda t: t.name.lower()):
        used = dict.fromkeys(x.symptom for x in base.by_ref.get(t.ref, ()) if x.role is Role.USED)
        row = (base.to("therapies", t.id), md.text(t.description), base.all_to("symptoms", used))
        by_kind[phrase(t.kind)].append(row)
    return "\n\n".join(
        md.section(kind.capitalize(), md.table(("Therapy", "What it is", "Used for"), rows))
        for kind, rows in sorted(by_kind.items())
    )


def guidelines(base: Base) -> str:
    """List guidelines, with how many statements each makes."""
    rows = []
    for s in base.kb.sources.filter(kind="guideline"):
        status = base.standing(s) or (s.status.value if s.status else "")
        said = str(len(base.statements.get(s.id, ())))
        rows.append((base.cite(s.id), md.text(s.title), str(s.year or ""), status, said))
    return md.table(("Guideline", "Title", "Year", "Status", "Statements"), rows)


def sources(base: Base) -> str:
    """List all sources by kind."""
    by_kind: dict[str, list[Source]] = defaultdict(list)
    for source in base.kb.sources:
        by_kind[source.kind.value].append(source)
    sections = []
    for kind, found in by_kind.items():
        rows = [
            (base.cite(s.id), md.text(s.title), str(s.year or ""))
            for s in sorted(found, key=lambda s: (base.label(s).lower(), s.id))
        ]
        title = f"{phrase(kind).capitalize()}s".replace("entrys", "entries")
        sections.append(md.section(title, md.table(("Source", "Title", "Year"), rows)))
    return "\n\n".join(sections)


def agents(base: Base) -> str:
    """List outside medicines and substances that interactions name."""
    lead = "Medicines and substances without a record of their own that labels name."
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
    """List all treatments on which sources disagree, with the sources on both sides."""
    rows = [
        (
            base.to_ref(t.intervention),
            base.to("symptoms", t.symptom),
            md.text(summary.role(t)),
            md.lines(md.text(said) for said in summary.disagreements(t)),
        )
        for t in base.kb.treatments.filter(contested=True, role=None)
    ]
    lead = "Nothing is averaged: the page of each symptom shows both sides."
    return f"{lead}\n\n{md.table(('Treatment', 'For', 'Role', 'Why contested'), rows)}"


def names(base: Base) -> str:
    """List every name of a medicine, brand and symptom, in alphabetical order."""
    kb = base.kb
    drugs = [(n, "medications", m.id) for m in kb.medications for n in (m.name, *m.synonyms)]
    brands = [(n, "medications", m.id) for m in kb.medications for n in (b.name for b in m.brands)]
    felt = [(n, "symptoms", s.id) for s in kb.symptoms for n in s.names]
    return "\n\n".join(
        md.section(title, _alphabet(base, entries))
        for title, entries in (("Drugs", drugs), ("Brands", brands), ("Symptoms", felt))
    )


def _alphabet(base: Base, named: list[tuple[str, str, str]]) -> str:
    by_letter: dict[str, list[str]] = defaultdict(list)
    for name, kind, id_ in sorted(set(named), key=lambda entry: (_key(entry[0]), entry)):
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
    """Write the page of the evidence map."""
    lead = (
        "Each row is a treatment, each column a symptom. A tile says that somebody advises it, a "
        "ring that it was not studied for this symptom in ALS or MND. Colour and shape of a mark "
        "are the direction of the best finding, its digit is the level. Only the treatments and "
        "symptoms with most evidence are drawn; each group of symptoms has a map of its own."
    )
    groups = md.bullets(base.to("symptoms", s.id) for s in base.groups)
    return "\n\n".join([lead, picture("map.svg", "Evidence map"), groups])
