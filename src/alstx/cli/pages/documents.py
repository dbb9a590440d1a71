"""What the commands that list, search and check print as JSON."""

from collections.abc import Mapping, Sequence

import attrs

from alstx.about import version
from alstx.cli.pages import evidence, medications
from alstx.cli.pages.broader import broader
from alstx.cli.pages.plain import Json, finding_of, head_of, sources_of
from alstx.cli.pages.symptoms import counts_of
from alstx.cli.searching import Hit
from alstx.errors import Problem
from alstx.kb.base import KnowledgeBase
from alstx.kb.interactions import Alert, Burden, InteractionReport, Medicine
from alstx.model import Record, Symptom
from alstx.model.to_plain import to_plain


def medications_of(kb: KnowledgeBase, question: medications.Question) -> Json:
    """The answer of the command ``medications``."""
    found = [to_plain(held, full=True) for held in question.answer(kb)]
    asked = _asked(question) | {"role": question.role.value if question.role else "all"}
    return {
        **head_of(kb),
        "question": asked,
        "count": len(found),
        "medications": found,
        "broader": {} if found else broader(kb, question),
        "sources": sources_of(kb, found),
    }


def symptoms_of(kb: KnowledgeBase, group: Symptom | None) -> Json:
    """The answer of the command ``symptoms``."""
    found = [_symptom(kb, held) for held in kb.symptoms.filter(group=group)]
    return {
        **head_of(kb),
        "question": {"group": group.id if group else None},
        "count": len(found),
        "symptoms": found,
        "sources": sources_of(kb, found),
    }


def _symptom(kb: KnowledgeBase, held: Symptom) -> Json:
    counts = {role.value: count for role, count in counts_of(kb, held).items()}
    return {**to_plain(held, full=True), "treatments": counts}


def evidence_of(kb: KnowledgeBase, question: evidence.Question) -> Json:
    """The answer of the command ``evidence``."""
    found = [finding_of(held) for held in question.answer(kb)]
    return {
        **head_of(kb),
        "question": _asked(question),
        "count": len(found),
        "evidence": found,
        "broader": {} if found else broader(kb, question),
        "sources": sources_of(kb, found),
    }


def _asked(question: attrs.AttrsInstance) -> Json:
    """What was asked, with ids for records."""
    return {
        name: value.id if isinstance(value, Record) else to_plain(value)
        for name, value in attrs.asdict(question, recurse=False).items()
    }


def hits_of(kb: KnowledgeBase, text: str, hits: Sequence[Hit]) -> Json:
    """The answer of the command ``search``."""
    return {
        **head_of(kb),
        "text": text,
        "count": len(hits),
        "matches": [
            {
                "id": hit.match.record.id,
                "kind": hit.kind,
                "label": hit.match.record.label,
                "name": hit.match.name,
                "score": round(hit.match.score, 4),
            }
            for hit in hits
        ],
    }


def interactions_of(
    kb: KnowledgeBase, report: InteractionReport, asked: Sequence[tuple[str, Medicine]]
) -> Json:
    """The answer of the command ``interactions``."""
    labels = [{"source": id_} for burden in report.burdens for id_ in burden.sources]
    alerts = [_alert(alert) for alert in report.alerts]
    return {
        **head_of(kb),
        "checked": [{"asked": name, **_medicine(held)} for name, held in asked],
        "count": len(alerts),
        "alerts": alerts,
        "burdens": [_burden(burden) for burden in report.burdens],
        "unrecorded": [_medicine(held) for held in report.unrecorded],
        "note": report.note,
        "sources": sources_of(kb, [*alerts, *labels]),
    }


def valid_of(folder: str, version: str, counts: Mapping[str, int]) -> Json:
    """The answer of the command ``validate`` on a valid folder."""
    return {
        "alstx": version(),
        "folder": folder,
        "valid": True,
        "problems": [],
        "counts": dict(counts),
        "version": version,
    }


def invalid_of(folder: str, problems: Sequence[Problem], hint: str) -> Json:
    """The answer of the command ``validate`` on a folder with problems."""
    return {
        "alstx": version(),
        "folder": folder,
        "valid": False,
        "problems": [attrs.asdict(problem) for problem in problems],
        "hint": hint or None,
    }


def _medicine(held: Medicine) -> Json:
    return {"id": held.id, "kind": held.ref.kind.value, "name": held.name}


def _alert(alert: Alert) -> Json:
    return {
        "first": _medicine(alert.first),
        "second": _medicine(alert.second),
        "severity": alert.severity.value,
        "effect": alert.effect,
        "mechanism": alert.mechanism,
        "source": alert.source,
        "said_of": _medicine(alert.said_of),
    }


def _burden(burden: Burden) -> Json:
    return {
        "kind": burden.kind.value,
        "name": burden.name,
        "medicines": [_medicine(held) for held in burden.medicines],
        "sources": list(burden.sources),
    }
