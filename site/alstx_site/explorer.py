"""Data of the explorer: names, trees, treatments, and a script with the answer on each record."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from alstx.names.rules import rules
from alstx.vocab import Handling, LabelStatus, Role, SourceKind
from alstx_site.base import Base
from alstx_site.render import Renderer
from alstx_site.rows import facts, matrix

KINDS = ("symptoms", "medications", "drug_classes", "therapies", "mechanisms")
"""The kinds of records that people ask for, in the order in which a name means them."""
ROLES = [Role.USED, Role.ADVISED_AGAINST, Role.STUDIED]


def document(base: Base) -> dict[str, Any]:
    """Return what the explorer searches in: no answer, only where it lies.

    A treatment is a row of numbers: kind and place of the intervention, place of the symptom, role,
    level, status of the label, whether contested, forms by tube, guidelines.
    """
    kb = base.kb
    trees = ("symptoms", "drug_classes", "mechanisms")
    guidelines = list(kb.sources.filter(kind=SourceKind.GUIDELINE))
    return {
        "rules": rules(),
        "kinds": KINDS,
        "names": {kind: [[r.id, r.names] for r in getattr(kb, kind)] for kind in KINDS},
        "parents": {
            kind: {node: above for node, above in _parents(base, kind).items() if above}
            for kind in trees
        },
        "classes": {m.id: m.drug_classes for m in kb.medications if m.drug_classes},
        "mechanisms": {m.id: m.mechanisms for m in kb.medications if m.mechanisms},
        "plain": {s.id: s.plain_name for s in kb.symptoms},
        "guidelines": [[s.id, s.label] for s in guidelines],
        "roles": ROLES,
        "statuses": list(LabelStatus),
        "tubes": list(Handling),
        "treatments": _treatments(base, [s.id for s in guidelines]),
    }


def _parents(base: Base, kind: str) -> Mapping[str, list[str]]:
    tree = base.kb.hierarchies[kind]
    return {node: sorted(above) for node, above in tree.parents.items()}


def more(base: Base) -> dict[str, Any]:
    """Return what seldom is asked for: codes, other languages, products of several medicines.

    An outside medicine has the medicines whose labels name it.
    """
    kb = base.kb
    named = {
        agent.ref: [
            m.id for m in kb.medications if agent.ref in {i.partner for i in m.interactions}
        ]
        for agent in kb.agents
    }
    return {
        "codes": {kind: _codes(base, kind) for kind in KINDS},
        "translations": [[t.text, s.id] for s in kb.symptoms for t in s.translations],
        "products": [[p.name, p.ingredients, p.others] for p in kb.records.products],
        "agents": [[a.id, a.names, named[a.ref]] for a in kb.agents],
    }


def _codes(base: Base, kind: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for record in getattr(base.kb, kind):
        for curie in record.identifiers:
            ids = found.setdefault(str(curie).casefold(), [])
            ids += [] if record.id in ids else [record.id]
    return found


def _treatments(base: Base, guidelines: list[str]) -> list[list[Any]]:
    """Return treatments as the filters ask of them."""
    places = {
        (kind, record.id): at for kind in KINDS for at, record in enumerate(getattr(base.kb, kind))
    }
    return [
        [
            KINDS.index(t.intervention.kind.value),
            places[t.intervention.kind.value, t.intervention.id],
            places["symptoms", t.symptom],
            ROLES.index(t.role),
            int(t.best_supporting_level or 0),
            list(LabelStatus).index(t.status),
            int(t.contested),
            sorted({list(Handling).index(form.tube) for form in t.forms if form.tube}),
            [guidelines.index(id_) for id_ in facts(t)["by"].split() if id_ in guidelines],
        ]
        for t in base.kb.treatments
    ]


def script(name: str, value: object) -> str:
    """Write a value as a script, which pages on a disk may load as well."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.{name}={text};\n".replace("</", "<\\/")


def answers(base: Base, renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Yield path and text of the script with the short answer on each record."""
    kb = base.kb
    for symptom in kb.symptoms:
        own = base.by_symptom.get(symptom.id, [])
        context = {"symptom": symptom, "own": own, "matrix": matrix(base, own)}
        yield _answer(
            renderer, f"symptoms/{symptom.id}", "symptom_answer(symptom,own,matrix)", context
        )
    for record in (*kb.medications, *kb.drug_classes, *kb.therapies):
        own = base.by_ref.get(record.ref, [])
        context = {"record": record, "own": own, "matrix": matrix(base, own, by_symptom=True)}
        call = "intervention_answer(record,own,matrix)"
        yield _answer(renderer, str(record.ref), call, context)
    for medication in kb.medications:
        context = {"pairs": base.alerts.get(medication.id, ()), "own": medication}
        call = "pair_answers(pairs,own)"
        yield _answer(renderer, f"interactions/{medication.id}", call, context)
    for record in kb.mechanisms:
        context = {"record": record}
        yield _answer(renderer, f"mechanisms/{record.id}", "mechanism_answer(record)", context)


def _answer(
    renderer: Renderer, key: str, call: str, context: Mapping[str, object]
) -> tuple[str, str]:
    html = renderer.fragment(
        f"{{% import 'answer.html' as a with context %}}{{{{ a.{call} }}}}", context
    )
    text = json.dumps([key, html], ensure_ascii=False).replace("</", "<\\/")
    return f"answers/{key}.js", f"alstx.put(...{text});\n"
