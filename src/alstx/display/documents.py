"""Treatments and interaction reports as plain dicts for programs, with the words of each view.

This is the one shape behind `Record.to_dict`, ``--json``, the answers to assistants and services.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from alstx.display import safety, summary
from alstx.display.plain import sentence
from alstx.display.words import standing
from alstx.model.base import Record, to_plain
from alstx.model.interaction import InteractionReport
from alstx.model.sources import Source
from alstx.model.treatment import Treatment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alstx.display.labels import Labels

Json = dict[str, Any]

COMPACT: Mapping[str, tuple[str, ...]] = {
    "id": (),
    "intervention_name": (),
    "role": (),
    "role_words": (),
    "best_supporting_level": (),
    "contested": (),
    "status": (),
    "boxed_words": (),
    "indication": ("summary",),
    "labels": (),
    "label_sources": (),
    "disagreements": ("reason", "words", "against"),
    "statements": ("sources", "words"),
    "key_findings": ("source", "direction", "words"),
    "survival_findings": ("source", "words"),
    "cautions": ("kind", "text", "source"),
}
"""The keys of a compact treatment, each with those of its parts; without any it is whole.

Sources that say the same stand together.
"""


def document(record: Record | InteractionReport, labels: Labels, *, compact: bool = False) -> Json:
    """Return a record or report as a dict, as its `to_dict` does.

    Args:
        record: The record, or the report.
        labels: Names of what treatments are made of.
        compact: Of a treatment only what no short answer may leave out.
    """
    if isinstance(record, Treatment):
        return treatment(record, labels, compact=compact)
    if isinstance(record, Source):
        words = standing(record, is_expired=record.is_expired_on(labels.day))
        made: Json = to_plain(record, full=True)
        return {**made, "current": record.is_current, "standing": words or None}
    if isinstance(record, InteractionReport):
        return report(record)
    return record.to_dict()


def treatment(t: Treatment, labels: Labels, *, compact: bool) -> Json:
    """Return a treatment as a dict, with what is concluded and in which words.

    Args:
        t: The treatment.
        labels: Names of interventions and symptoms.
        compact: Only what no short answer may leave out.

    Example:
        >>> import alstx
        >>> said = alstx.treatments["riluzole-for-muscle-cramps"].to_dict()
        >>> said["role"], said["role_words"]
        ('studied', 'insufficient evidence (AAN 2009 (symptoms))')
    """
    made: Json = to_plain(t, full=True)
    for part in ("sources", "labels_read", "harms", "opposing", "apart"):
        del made[part]
    made |= _conclusions(t, labels)
    return _compact(t, made) if compact else made


def _compact(t: Treatment, whole: Json) -> Json:
    """Return the keys of a compact treatment, without those that say nothing."""
    kept = dict.fromkeys([*safety.touching(t), *(c for c in t.cautions if c.rules_out)])
    said: dict[str, list[str]] = {}
    for statement in whole["statements"]:
        said.setdefault(statement["words"], []).append(statement["source"])
    whole |= {
        "cautions": [to_plain(c) for c in kept],
        "statements": [{"sources": ids, "words": words} for words, ids in said.items()],
    }
    if whole["role_words"] == whole["role"]:
        del whole["role_words"]
    made = {key: _cut(whole.get(key), keys) for key, keys in COMPACT.items()}
    always = ("best_supporting_level",)
    return {k: v for k, v in made.items() if v not in (None, "", []) or k in always}


def _cut(value: Any, keys: tuple[str, ...]) -> Any:
    """Return only some keys of a dict, or of each dict of a list."""
    if not keys or value is None:
        return value
    if isinstance(value, list):
        members = cast("list[object]", value)
        return [_cut(member, keys) for member in members]
    return {key: value[key] for key in keys}


def _conclusions(t: Treatment, labels: Labels) -> Json:
    level = t.best_supporting_level
    return {
        "intervention_name": labels.name_of(t.intervention),
        "symptom_name": labels.symptoms.get(t.symptom, t.symptom),
        "plain": sentence(t, labels) or None,
        "role": t.role.value,
        "role_words": summary.role(t),
        "basis": to_plain(t.basis),
        "trials": t.trials.value,
        "status": t.status.value,
        "labels": list(summary.labels(t)),
        "label_sources": _label_sources(t),
        "boxed_words": safety.boxed(t, labels) or None,
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
                "direction": found.evidence.direction.value,
                "words": summary.finding(t, found),
            }
            for found in t.key_findings
        ],
        "survival_findings": [
            {"id": e.id, "source": e.source, "words": e.finding} for e in summary.survival(t)
        ],
        "recommendations": [
            {**to_plain(r, full=True), "current": t.is_current(r)} for r in t.recommendations
        ],
        "evidence": [e.to_dict() for e in t.evidence],
    }


def _label_sources(t: Treatment) -> list[str]:
    """Return the sources of what labels say: of the sentences, or else of the labels read."""
    said = [[a.source for a in found.approvals] or found.sources for found in t.labels]
    return list(dict.fromkeys(id_ for ids in said for id_ in ids))


ALERT = (
    *("severity", "first", "second", "effect", "mechanism", "label_of"),
    *("sources", "together", "topic"),
)
"""The keys of an alert."""


def alerts(found: InteractionReport) -> list[Json]:
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
        for alert in found.alerts
    ]


def report(found: InteractionReport) -> Json:
    """Return a report as a dict; records in it are the text of their references."""
    coverage = [
        {
            "entry": str(each.entry.ref),
            "read": each.read.value,
            "labels": to_plain(each.labels, full=True),
            "through": [medicine.id for medicine in each.through],
        }
        for each in found.coverage
    ]
    return {
        "checked": [str(medicine.ref) for medicine in found.checked],
        "alerts": alerts(found),
        "shared": shared(found),
        "coverage": coverage,
        "unrecorded": [medicine.id for medicine in found.unrecorded],
        "unknown": list(found.unknown),
        "note": found.note,
    }


def shared(found: InteractionReport) -> list[Json]:
    """Return what several medicines of a list share."""
    return [
        {
            "kind": effect.kind.value,
            "topic": effect.topic,
            "medicines": [str(medicine.ref) for medicine in effect.medicines],
            "sources": list(effect.sources),
        }
        for effect in found.shared
    ]
