"""The explorer: one page that holds its data, style and script, and fetches nothing."""

import json
from pathlib import Path
from typing import Any

from alstx import DISCLAIMER
from alstx.ids import Ref, RefKind
from alstx.model import Medication, Treatment
from alstx_site import parts
from alstx_site.base import FOLDER, Base


def page(base: Base, folder: Path) -> str:
    """Fills the template of the explorer."""
    text = (folder / "template.html").read_text(encoding="utf-8")
    data = json.dumps(document(base), ensure_ascii=False, separators=(",", ":"))
    for mark, value in {
        "/*STYLE*/": (folder / "explorer.css").read_text(encoding="utf-8"),
        "/*SCRIPT*/": (folder / "explorer.js").read_text(encoding="utf-8"),
        "DISCLAIMER": DISCLAIMER,
        "VERSION": base.kb.version,
        "/*DATA*/": data.replace("<", "\\u003c"),
    }.items():
        text = text.replace(mark, value, 1)
    return text


def document(base: Base) -> dict[str, Any]:
    """What the explorer filters: treatments, and the names of what they are filtered by."""
    kb = base.kb
    return {
        "version": kb.version,
        "symptoms": [[s.id, s.name, list(s.names[1:]), list(s.parents)] for s in kb.symptoms],
        "classes": [[c.id, c.name, list(c.synonyms), list(c.parents)] for c in kb.drug_classes],
        "mechanisms": [[m.id, m.name, list(m.synonyms), list(m.parents)] for m in kb.mechanisms],
        "guidelines": [
            [s.id, base.label(s), [s.title], []] for s in kb.sources.filter(kind="guideline")
        ],
        "reasons": {reason.value: words for reason, words in parts.REASONS.items()},
        "sources": {s.id: [base.label(s), s.citation, s.link] for s in kb.sources},
        "treatments": [_treatment(base, t) for t in kb.treatments],
    }


def _treatment(base: Base, treatment: Treatment) -> dict[str, Any]:
    record = base.kb.resolve(treatment.intervention)
    return {
        "id": treatment.id,
        "name": record.label,
        "names": list(record.names[1:]),
        "page": f"../{FOLDER}/{treatment.intervention}.html",
        "kind": treatment.intervention.kind.value,
        "symptom": treatment.symptom,
        "classes": _classes(treatment.intervention, record),
        "mechanisms": list(getattr(record, "mechanisms", ())),
        "role": treatment.role.value,
        "level": treatment.best_level,
        "status": treatment.status.value if treatment.status else None,
        "boxed": base.boxed(treatment.intervention),
        "summary": treatment.indication.summary if treatment.indication else None,
        "contested": [reason.value for reason in treatment.disagreements],
        "said": [
            [r.source, r.stance.value, r.statement, r.id in treatment.superseded]
            for r in sorted(treatment.recommendations, key=lambda r: -r.stance.rank)
        ],
        "found": [
            [e.source, int(e.level), e.direction.value, e.population.value, e.finding]
            for e in sorted(treatment.evidence, key=lambda e: (not e.in_als, e.level))
        ],
    }


def _classes(ref: Ref, record: object) -> list[str]:
    """The classes that a treatment stands under: its own, or itself where it is one."""
    if ref.kind is RefKind.DRUG_CLASSES:
        return [ref.id]
    return list(record.drug_classes) if isinstance(record, Medication) else []
