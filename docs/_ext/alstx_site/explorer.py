"""The explorer: one page with its data, style and script inside, so that it works from a file.

What it shows of a treatment is written by `alstx.display.summary`; the script filters and draws.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from alstx import DISCLAIMER
from alstx.display import findings, safety, signs, summary
from alstx.model import DrugClass, Evidence, Mechanism, Recommendation, Symptom, Treatment
from alstx.vocab import SourceKind
from alstx_site.base import FOLDER, Base

Row = dict[str, Any]


def page(base: Base, folder: Path) -> str:
    """Fill the template of the explorer."""
    text = (folder / "template.html").read_text(encoding="utf-8")
    data = json.dumps(document(base), ensure_ascii=False, separators=(",", ":"))
    for mark, value in {
        "/*STYLE*/": (folder / "explorer.css").read_text(encoding="utf-8"),
        "/*SIGNS*/": sign_css(),
        "/*SCRIPT*/": (folder / "explorer.js").read_text(encoding="utf-8"),
        "DISCLAIMER": DISCLAIMER,
        "VERSION": base.kb.version,
        "/*DATA*/": data.replace("<", "\\u003c"),
    }.items():
        text = text.replace(mark, value, 1)
    return text


def sign_css() -> str:
    """Write a rule of CSS for each sign, from the one code of colours."""
    drawn = {**signs.STANCES, **signs.DIRECTIONS, **signs.SEVERITIES}
    return "\n".join(
        f".sign.{word},.pill.{word}{{background:{sign.fill};color:{sign.ink};"
        f"border:1px {'dashed' if sign.is_hollow else 'solid'} "
        f"{sign.ink if sign.is_hollow else sign.fill}}}"
        for word, sign in drawn.items()
    )


def document(base: Base) -> Row:
    """Return what the explorer filters and shows."""
    kb = base.kb
    return {
        "version": kb.version,
        "symptoms": _tree(kb.symptoms),
        "classes": _tree(kb.drug_classes),
        "mechanisms": _tree(kb.mechanisms),
        "guidelines": [
            [source.id, base.label(source), [source.title], []]
            for source in kb.sources.filter(kind=SourceKind.GUIDELINE)
        ],
        "statuses": {status.value: words for status, words in signs.STATUSES.items()},
        "sources": {s.id: [base.label(s), s.citation, s.link] for s in kb.sources},
        "treatments": [_treatment(base, treatment) for treatment in kb.treatments],
    }


def _tree(nodes: Iterable[Symptom | DrugClass | Mechanism]) -> list[list[Any]]:
    """Return names and parents of the nodes of a tree."""
    return [[node.id, node.name, node.names, node.parents] for node in nodes]


def _treatment(base: Base, treatment: Treatment) -> Row:
    record = base.kb.resolve(treatment.intervention)
    ref = treatment.intervention
    own_class = (ref.id,) if ref.kind == "drug_classes" else ()
    indication = treatment.indication
    return {
        "id": treatment.id,
        "name": record.name,
        "names": record.names,
        "page": f"../{FOLDER}/{ref}.html",
        "symptom": treatment.symptom,
        "classes": own_class or getattr(record, "drug_classes", ()),
        "mechanisms": getattr(record, "mechanisms", ()),
        "role": treatment.role,
        "as": summary.role(treatment),
        "status": treatment.status,
        "labels": summary.labels(treatment),
        "boxed": safety.is_boxed(treatment),
        "contested": treatment.contested,
        "why": summary.disagreements(treatment),
        "summary": indication.summary if indication else None,
        "who": [
            [s.source.id, s.sign, _kind(s), s.words, s.is_on_als]
            for s in summary.statements(treatment)
        ],
        "key": [
            [f.evidence.source, f.evidence.direction, summary.finding(treatment, f)]
            for f in treatment.key_findings
        ],
        "survival": [[e.source, summary.direction(e)] for e in summary.survival(treatment)],
        "said": [
            _said(treatment, r) for r in sorted(treatment.recommendations, key=lambda r: -r.rank)
        ],
        "found": [_found(e) for e in sorted(treatment.evidence, key=_place)],
    }


def _kind(statement: summary.Statement) -> str:
    stance = statement.shown.stance
    return "of-class" if statement.is_of_class else stance.value if stance else "graded"


def _said(treatment: Treatment, said: Recommendation) -> list[Any]:
    is_old = said.id in treatment.superseded
    return [said.source, summary.advice(said), said.statement, is_old]


def _found(found: Evidence) -> list[Any]:
    level = None if found.level is None else int(found.level)
    return [found.source, level, summary.direction(found), findings.how(found), found.finding]


def _place(found: Evidence) -> tuple[bool, int, str]:
    """Return a sort key: ALS first, then by level."""
    return not found.in_als, found.level or 9, found.id
