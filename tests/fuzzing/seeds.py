"""Small, real data folders: a few statements on one symptom, and all that they stand on."""

import random
from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs

import alstx
from alstx.io.writer import files
from alstx.model.records import Records, references

Keep = set[tuple[str, str]]
COUNT = 12


@cache
def seeds() -> tuple[Mapping[str, bytes], ...]:
    """The folders: path to content of each. Always the same ones for the same data."""
    records = alstx.load().records
    chosen = [cut(records, random.Random(number)) for number in range(COUNT)]
    return tuple({k: v.encode() for k, v in files(found).items()} for found in chosen)


def cut(records: Records, rng: random.Random) -> Records:
    """Cuts a small set out of a large one that is closed under references and well founded."""
    drugs = [r for r in records.recommendations if r.intervention.kind == "medications"]
    symptom = rng.choice(sorted({r.symptom for r in drugs}))
    stated = [r for r in records.recommendations if r.symptom == symptom]
    found = [e for e in records.evidence if e.symptoms == (symptom,)]
    chosen = [
        *rng.sample(stated, min(3, len(stated))),
        *rng.sample(found, min(2, len(found))),
    ]
    keep = _closed(records, {(w, i) for r in chosen for _, w, i in references(r)})
    warned = [m for m in records.medications if ("medications", m.id) in keep]
    labels = [v for m in warned for v in (*m.cautions[:2], *m.interactions[:2])]
    keep = _closed(records, keep | {(w, i) for v in labels for _, w, i in references(v)})
    said = {(str(r), symptom) for c in chosen for r in _interventions(c)}
    kept: dict[str, Any] = {}
    for kind, held in records.kinds():
        of_kind = [r for r in held if (kind, r.id) in keep or r in chosen]
        kept[kind] = tuple(_pruned(r, keep, said) for r in of_kind)
    products = tuple(p for p in records.products if _within(p, keep))
    return attrs.evolve(records, products=products, **kept)


def _interventions(record: Any) -> tuple[Any, ...]:
    return getattr(record, "interventions", None) or (record.intervention,)


def _closed(records: Records, keep: Keep) -> Keep:
    """Adds all that a kept record names itself: parents, classes, ingredients, later versions."""
    held = {(kind, r.id): r for kind, found in records.kinds() for r in found}
    ahead, closed = list(keep), set(keep)
    while ahead:
        kind, id_ = ahead.pop()
        record = held[kind, id_]
        for field in attrs.fields(type(record)):
            if "ref" in field.metadata:
                value = getattr(record, field.name)
                ids = value if isinstance(value, tuple) else (value,) if value else ()
                new = {(field.metadata["ref"], i) for i in ids} - closed
                closed |= new
                ahead += new
    return closed


def _pruned(record: Any, keep: Keep, said: set[tuple[str, str]]) -> Any:
    """Leaves out what names a record that is not kept, and indications without a ground."""
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        if field.name == "indications":
            ref = str(record.ref)
            kept = [i for i in value if _within(i, keep) and _grounded(ref, i, said)]
            changes[field.name] = tuple(kept)
        elif field.name in ("medication", "form"):
            changes[field.name] = None  # the medicine may have lost it
        elif field.name == "rests_on":
            changes[field.name] = tuple(v for v in value if ("sources", v) in keep or " " in v)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(v for v in value if _within(v, keep))
        elif attrs.has(type(value)) and not _within(value, keep):
            changes[field.name] = None
    forms = {form.id for form in changes.get("forms", ())}
    for name in {"cautions", "interactions"}.intersection(changes):
        changes[name] = tuple(v for v in changes[name] if forms.issuperset(v.applies_to))
    return attrs.evolve(record, **changes)


def _within(value: object, keep: Keep) -> bool:
    return all((kind, id_) in keep for _, kind, id_ in references(value))


def _grounded(ref: str, indication: Any, said: set[tuple[str, str]]) -> bool:
    bearers = {ref, f"drug_classes/{indication.through}"}
    return bool(indication.approvals) or any((b, indication.symptom) in said for b in bearers)
