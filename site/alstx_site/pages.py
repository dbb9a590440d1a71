"""Contents of each page: the pages of records, the lists, the front page."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from alstx.display import answer, signs
from alstx.display.words import phrase
from alstx.ids import Ref
from alstx.model import (
    Caution,
    DrugClass,
    Evidence,
    Interaction,
    Medication,
    Record,
    Source,
    Symptom,
    Therapy,
    Translation,
)
from alstx.plot import told
from alstx.plot.told import Teller
from alstx.vocab import SourceKind
from alstx_site import jsonld
from alstx_site.base import Base
from alstx_site.gapmap import Strip, gap_map, is_reserved, said, strip
from alstx_site.render import Renderer, description
from alstx_site.rows import matrix

EXAMPLE = "sialorrhea"
EXAMPLES = (
    "drooling",
    "cramps",
    "uncontrollable laughing or crying",
    "quinine cramps",
    "Elavil",
    "tizanidine with fluvoxamine",
)
_NEWEST, _MOST_STRIPS = 4, 5


class Page(NamedTuple):
    """A page.

    Attributes:
        path: Where it lies below the site's root.
        html: The page.
    """

    path: str
    html: str


class Pages:
    """Pages of a knowledge base.

    Args:
        base: The knowledge base.
        renderer: Writes them.
    """

    def __init__(self, base: Base, renderer: Renderer) -> None:
        self.base = base
        self.renderer = renderer
        filters: dict[str, Any] = {
            "gravest_first": gravest_first,
            "severities": severities,
            "to_record": self.record,
            "translated": translated,
            "unique_by_id": unique_by_id,
        }
        renderer.templates.filters.update(filters)
        given: dict[str, Any] = {
            "is_reserved": is_reserved,
            "said": partial(said, base),
            "told": self.told,
        }
        renderer.templates.globals.update(given)

    def record(self, id_: str, kind: str) -> Record:
        """Return the record of a kind that has an id."""
        found: Record = getattr(self.base.kb, kind)[id_]
        return found

    def all(self) -> Iterator[Page]:
        """Yield every page."""
        kb = self.base.kb
        yield self.front()
        yield from map(self.symptom, kb.symptoms)
        for found in (*kb.medications, *kb.drug_classes, *kb.therapies):
            yield self.intervention(found)
        for record in kb.mechanisms:
            path = f"mechanisms/{record.id}.html"
            told = record.description
            yield self._page(path, "mechanism.html", "", record.name, told, record=record)
        yield from map(self.source, kb.sources)
        yield from self.lists()

    def _page(
        self, path: str, template: str, menu: str, title: str, told: str, **context: object
    ) -> Page:
        html = self.renderer.page(
            path, template, menu=menu, title=title, description=description(told), **context
        )
        return Page(path, html)

    # records

    def symptom(self, symptom: Symptom) -> Page:
        """Write the page of a symptom: the answer, the matrix, then what it rests on."""
        base = self.base
        own = base.by_symptom.get(symptom.id, [])
        below = [base.kb.symptoms[id_] for id_ in base.children("symptoms", symptom.id)]
        told = answer.headline(symptom, own or base.below(symptom))
        return self._page(
            f"symptoms/{symptom.id}.html",
            "symptom.html",
            "symptoms",
            f"What helps with {symptom.plain_name} in ALS?",
            f"{told}. Who says so, and on what evidence.",
            symptom=symptom,
            own=own,
            below=below,
            note=self.note(symptom),
            matrix=(made := matrix(base, own)),
            guidelines={c.source.id: c.source.label for c in made.columns},
            superseded={id_ for t in own for id_ in t.superseded},
            has_statements=symptom in base.said,
            numbers=self._numbers(symptom),
            linked_data=jsonld.dumps(jsonld.of_symptom(base, symptom)),
        )

    def _numbers(self, symptom: Symptom) -> dict[str, object] | None:
        """Return what the numbers of a symptom are drawn of; None where nothing is printed."""
        if symptom not in self.base.numbered:
            return None
        found = told.content(self.base.kb, symptom)
        return {
            "found": found,
            "sections": told.sections(found),
            "teller": Teller(self.base.labels, symptom.id),
            "rules": told.rules(found),
            "left_out": told.left_out(found),
        }

    def note(self, symptom: Symptom) -> str:
        """Return why nothing is found for a symptom; blank where something is."""
        return self.base.kb.treatments.filter(symptom=symptom, role=None).note or ""

    def intervention(self, record: Medication | DrugClass | Therapy) -> Page:
        """Write the page of a medicine, class or therapy."""
        base, kind = self.base, record.ref.kind.value
        own = base.by_ref.get(record.ref, [])
        titles = {"medications": "Medicines", "drug_classes": "Classes", "therapies": "Therapies"}
        cautions = () if isinstance(record, DrugClass) else gravest_first(record.cautions)
        return self._page(
            f"{record.ref}.html",
            "intervention.html",
            kind,
            f"{record.name} in ALS",
            f"{record.description} For which symptoms of ALS, who says so, on what evidence.",
            record=record,
            kind=kind,
            kind_title=titles[kind],
            own=own,
            matrix=matrix(base, own, by_symptom=True),
            cautions=cautions,
            interactions=self._interactions(record),
            named_by=self._named_by(record),
            superseded={id_ for t in own for id_ in t.superseded},
            linked_data=jsonld.dumps(jsonld.of_intervention(base, record)),
        )

    def _interactions(self, record: Record) -> list[tuple[Ref, Interaction]]:
        own = record.interactions if isinstance(record, Medication) else ()
        return [(said.partner, said) for said in sorted(own, key=lambda i: -i.severity.rank)]

    def _named_by(self, record: Medication | DrugClass | Therapy) -> list[tuple[Ref, Interaction]]:
        found = [
            (other.ref, said)
            for other in self.base.kb.medications
            for said in other.interactions
            if said.partner == record.ref
        ]
        return sorted(found, key=lambda pair: -pair[1].severity.rank)

    def source(self, source: Source) -> Page:
        """Write the page of a source: its citation, and everything that rests on it."""
        is_guideline = source.kind is SourceKind.GUIDELINE
        return self._page(
            f"sources/{source.id}.html",
            "source.html",
            "guidelines" if is_guideline else "",
            source.title,
            source.citation,
            record=source,
            said=self.base.statements.get(source.id, []),
            found=self.base.findings.get(source.id, []),
            rests=self._rests(source),
            linked_data=jsonld.dumps(jsonld.of_source(self.base, source)),
        )

    def _rests(self, source: Source) -> list[tuple[str, list[Record]]]:
        """Return what rests on a source beside statements and findings."""
        kb = self.base.kb
        of: list[tuple[str, list[Any]]] = [
            (
                "Cautions of",
                [
                    r
                    for r in (*kb.medications, *kb.therapies)
                    if any(c.source == source.id for c in r.cautions)
                ],
            ),
            (
                "Interactions of",
                [m for m in kb.medications if any(i.source == source.id for i in m.interactions)],
            ),
            (
                "Approvals of",
                [
                    m
                    for m in kb.medications
                    if any(a.source == source.id for i in m.indications for a in i.approvals)
                ],
            ),
            (
                "Label read of",
                [m for m in kb.medications if any(r.source == source.id for r in m.labels_read)],
            ),
            (
                "Forms of",
                [m for m in kb.medications if any(f.source == source.id for f in m.forms)],
            ),
            (
                "How often occur",
                [s for s in kb.symptoms if s.frequency and s.frequency.source == source.id],
            ),
        ]
        return [(title, found) for title, found in of if found]

    def told(self, evidence: Evidence) -> list[tuple[str, str]]:
        """Return all that a reader needs beside a finding, with its study as a whole."""
        pairs = [
            ("Measured", evidence.outcome),
            ("Numbers", evidence.effect),
            ("Regimen studied", evidence.regimen),
            ("Harms", evidence.adverse_events),
            ("Limits", evidence.limits),
            ("Rests on", ", ".join(evidence.rests_on)),
        ]
        study = self.base.kb.sources[evidence.source].study
        if study is not None:
            fate = phrase(study.primary_met)
            outcome = f"{fate} ({study.primary_outcome})" if study.primary_outcome else fate
            pairs += [("Primary endpoint of the study", outcome)]
            pairs += [("Harms in the study", study.harms)]
        return [(title, words) for title, words in pairs if words]

    # lists

    def lists(self) -> Iterator[Page]:
        """Yield the lists that lead to the pages."""
        kb, page = self.base.kb, self._page
        told = "Cited knowledge base of what eases the symptoms of ALS: "
        yield page(
            "symptoms/index.html", "symptoms.html", "symptoms", "Symptoms", f"{told}symptoms."
        )
        yield page(
            "medications/index.html",
            "medicines.html",
            "medications",
            "Medicines",
            f"{told}medicines, with brands and boxed warnings.",
        )
        yield page(
            "therapies/index.html", "therapies.html", "therapies", "Therapies", f"{told}therapies."
        )
        for kind, title in (("drug_classes", "Drug classes"), ("mechanisms", "Mechanisms")):
            parents = kb.hierarchies[kind].parents
            roots = sorted(node for node, above in parents.items() if not above)
            records = getattr(kb, kind)
            context = {"kind": kind, "records": records, "roots": roots}
            yield page(f"{kind}/index.html", "tree.html", "", title, f"{told}{title}.", **context)
        found = list(kb.sources.filter(kind="guideline"))
        yield page(
            "guidelines.html",
            "guidelines.html",
            "guidelines",
            "Guidelines",
            f"{told}guidelines, and what they state.",
            found=found,
        )
        yield page("sources.html", "sources.html", "", "Sources", f"{told}all sources.")
        yield page(
            "contested.html",
            "contested.html",
            "contested",
            "Where sources disagree",
            f"{told}where sources disagree, with both sides.",
            found=self.base.contested(),
        )
        yield page(
            "map.html",
            "map.html",
            "map",
            "Evidence gaps in ALS",
            f"{told}what is advised, what was studied in ALS, and where nobody looked.",
            map=gap_map(self.base),
        )
        yield page(
            "agents.html",
            "agents.html",
            "",
            "Outside medicines",
            f"{told}medicines and substances that labels name.",
            found=self._agents(),
        )
        yield page(
            "names.html", "names.html", "", "All names", f"{told}all names.", found=self._names()
        )

    def _agents(self) -> list[tuple[Record, list[str]]]:
        named: dict[Ref, list[str]] = defaultdict(list)
        for medication in self.base.kb.medications:
            for partner in {i.partner for i in medication.interactions}:
                named[partner].append(medication.id)
        agents = sorted(self.base.kb.agents, key=lambda a: a.name.lower())
        return [(agent, named.get(agent.ref, [])) for agent in agents]

    def _names(self) -> list[tuple[str, list[tuple[str, Record]]]]:
        """Return every name by its first letter."""
        kb = self.base.kb
        named = {
            (name, record.id): record
            for record in (*kb.symptoms, *kb.medications, *kb.therapies)
            for name in record.names
        }
        by_letter: dict[str, list[tuple[str, Record]]] = defaultdict(list)
        for (name, _), record in sorted(named.items(), key=_by_name):
            letter = sort_key(name)[:1].upper()
            by_letter[letter if "A" <= letter <= "Z" else "0–9, other"].append((name, record))
        return sorted(by_letter.items())

    # the front page

    def front(self) -> Page:
        """Write the front page, whose middle is the question."""
        base, kb = self.base, self.base.kb
        symptom = kb.symptoms[EXAMPLE]
        uses = base.uses
        return self._page(
            "index.html",
            "front.html",
            "",
            "alstx: what helps with the symptoms of ALS, who says so, on what evidence",
            "What guidelines, drug labels and studies say about easing the symptoms of ALS "
            "(motor neurone disease), with every source, and where they disagree.",
            examples=EXAMPLES,
            symptom=symptom,
            own=base.by_symptom[symptom.id],
            matrix=matrix(base, base.by_symptom[symptom.id]),
            newest=base.newest[:_NEWEST],
            sources=Counter(s.kind.value for s in kb.sources),
            guidelines=list(kb.sources.filter(kind="guideline")),
            uses=len(uses),
            gaps=sum(c.is_gap for c in uses),
            contested=len(kb.treatments.filter(contested=True)),
            strips=self.strips(),
            linked_data=jsonld.dumps(jsonld.of_base(base)),
        )

    def strips(self) -> list[Strip]:
        """Return the uses of a few symptoms: a taste of the map."""
        found = [strip(self.base, id_) for id_ in self.base.by_symptom]
        return sorted(found, key=lambda s: (-s.studied, s.symptom.id))[:_MOST_STRIPS]


def translated(found: Translation) -> str:
    """Write a name in another language."""
    return f"{found.language}: {found.text}"


def gravest_first(found: Iterable[Caution]) -> list[Caution]:
    """Sort cautions: what forbids it in ALS first, then the gravest."""
    return sorted(found, key=lambda c: (not c.rules_out, -c.kind.rank))


def severities(rows: Sequence[tuple[Ref, Interaction]]) -> str:
    """Count interactions by severity."""
    counts = Counter(said.severity for _, said in rows)
    return ", ".join(f"{counts[s]} {s.value}" for s in signs.SEVERITIES if counts[s])


def unique_by_id(found: Iterable[Evidence]) -> list[Evidence]:
    """Return each finding once, those in ALS or MND first."""
    once = {e.id: e for e in found}
    return sorted(once.values(), key=lambda e: (not e.in_als, e.id))


def _by_name(entry: tuple[tuple[str, str], Record]) -> tuple[str, str]:
    (name, id_), _ = entry
    return sort_key(name), id_


def sort_key(name: str) -> str:
    """Return the letters by which a name is sorted.

    Example:
        >>> sort_key("Étape 2")
        'etape2'
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(ch for ch in plain if ch.isalnum()) or name
