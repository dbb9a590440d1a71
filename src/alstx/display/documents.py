"""Records as plain dicts for programs: whole, with what is concluded and in which words."""

from datetime import date
from typing import Any

from alstx.display import safety, summary
from alstx.display.currency import standing
from alstx.model.base import Record
from alstx.model.interaction import InteractionReport
from alstx.model.literature import Evidence
from alstx.model.sources import Source
from alstx.model.to_plain import to_plain
from alstx.model.treatment import Treatment


def document(record: Record, day: date | None = None) -> dict[str, Any]:
    """Return a record whole; a treatment with what `alstx.display.summary` says of it.

    Args:
        record: The record.
        day: Day of the data version, on which a source may have run out.

    Example:
        >>> import alstx
        >>> said = document(alstx.treatments["riluzole-for-muscle-cramps"])
        >>> said["role"], said["role_words"]
        ('studied', 'insufficient evidence (AAN 2009 (symptoms))')
    """
    made: dict[str, Any] = to_plain(record, full=True)
    if isinstance(record, Evidence):
        made["level"] = None if record.level is None else int(record.level)
    if isinstance(record, Source):
        made["current"] = record.is_current
        made["standing"] = standing(record, is_expired=record.is_expired_on(day)) or None
    if isinstance(record, Treatment):
        for part in ("sources", "labels_read", "harms", "opposing", "apart"):
            del made[part]
        made |= _conclusions(record)
    return made


def _conclusions(t: Treatment) -> dict[str, Any]:
    level = t.best_supporting_level
    return {
        "role": t.role.value,
        "role_words": summary.role(t),
        "basis": to_plain(t.basis),
        "trials": t.trials.value,
        "status": t.status.value,
        "labels": list(summary.labels(t)),
        "forms_words": safety.forms(t) or None,
        "best_supporting_level": None if level is None else int(level),
        "contested": t.contested,
        "disagreements": [
            {
                "reason": found.reason.value,
                "for": list(found.for_),
                "against": list(found.against),
                "words": words,
            }
            for found, words in zip(t.disagreements, summary.disagreements(t), strict=True)
        ],
        "statements": [
            {
                "source": s.source.id,
                "sign": s.sign,
                "words": s.words,
                "of_class": s.is_of_class,
                "expired": s.is_expired,
            }
            for s in summary.statements(t)
        ],
        "key_findings": [
            {
                "id": found.evidence.id,
                "source": found.evidence.source,
                "is_for": found.is_for,
                "words": summary.finding(t, found),
            }
            for found in t.key_findings
        ],
        "recommendations": [
            {**to_plain(r, full=True), "current": t.is_current(r)} for r in t.recommendations
        ],
        "evidence": [document(e) for e in t.evidence],
    }


ALERT = (
    *("severity", "first", "second", "effect", "mechanism", "label_of"),
    *("sources", "together", "topic"),
)
"""The keys of an alert."""


def alerts(report: InteractionReport) -> list[dict[str, Any]]:
    """Return each alert of a report as a flat dict."""
    return [
        dict(
            zip(
                ALERT,
                (
                    alert.severity.value,
                    str(alert.first.ref),
                    str(alert.second.ref),
                    alert.effect,
                    alert.mechanism,
                    alert.label_of.id,
                    list(alert.sources),
                    list(alert.together),
                    alert.topic and alert.topic.value,
                ),
                strict=True,
            )
        )
        for alert in report.alerts
    ]


def beside_alerts(report: InteractionReport) -> dict[str, Any]:
    """Return what a report holds beside its alerts."""
    shared = [
        {
            "kind": effect.kind.value,
            "topic": effect.topic,
            "medicines": [str(medicine.ref) for medicine in effect.medicines],
            "sources": list(effect.sources),
        }
        for effect in report.shared
    ]
    coverage = [
        {
            "entry": str(found.entry.ref),
            "read": found.read.value,
            "labels": to_plain(found.labels),
            "through": [medicine.id for medicine in found.through],
        }
        for found in report.coverage
    ]
    return {
        "shared": shared,
        "coverage": coverage,
        "unrecorded": [medicine.id for medicine in report.unrecorded],
        "unknown": list(report.unknown),
        "note": report.note,
    }
