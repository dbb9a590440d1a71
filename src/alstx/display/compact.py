"""Answers for assistants: the dicts of programs, cut to a limit, with numbered sources.

Each answer holds the question, what was found, what was left out with the call that brings it, and
the sources by number. Only this module and `alstx.display.fit` decide what is cut.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

import attrs

from alstx.about import NOTICE
from alstx.display import answer, brief, documents, findings, safety
from alstx.display.fit import Answer, Json, Part, Row, fitted, told_call
from alstx.display.words import counted
from alstx.errors import InvalidArgumentError
from alstx.vocab import BoxedWarning, Direction, ReadExtent, Role, Severity

if TYPE_CHECKING:  # it only writes what it is given
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alstx.display.labels import Labels
    from alstx.model.base import Record
    from alstx.model.interaction import Alert, InteractionReport
    from alstx.model.literature import Evidence, Recommendation
    from alstx.model.symptoms import Symptom
    from alstx.model.treatment import Treatment
    from alstx.names.results import Match, Mention

_BARE_TREATMENT = ("id", "role", "role_words", "best_supporting_level", "status")
_FINDING = (
    *("id", "source", "interventions", "symptoms", "level", "direction", "outcome", "design"),
    *("endpoint", "versus", "comparator", "population", "participants", "finding", "effect"),
    *("certainty", "limits", "read"),
)
_BARE_FINDING = ("id", "source", "level", "direction", "population", "finding")
_ROLES: Mapping[str | None, tuple[Role, ...]] = {
    None: (Role.USED, Role.ADVISED_AGAINST),
    "all": tuple(Role),
    **{role.value: (role,) for role in Role},
}
_WARNINGS = ("interactions", "cautions")
_DETAILS = ("mechanism", "topic", "is_effect")
"""Keys of an interaction or a caution without which it still says what to heed."""
_SEVERITIES = sorted(Severity, key=lambda severity: -severity.rank)
_WORDS = {"results": "lines", "shared": "shared traits"}
"""What the lists of interactions are lists of; the others are called as their keys."""
_NEAR = "not that very name: ask with the one that is meant"
_SEVERAL = "several records have this name: ask with kind/id"


@attrs.frozen(kw_only=True)
class Beside:
    """Records that an answer shows beside the one that was requested.

    Attributes:
        treatments: The treatments with an intervention or for a symptom.
        evidence: What a source found, or what studies found of a treatment.
        recommendations: What a source states, or what is stated of a treatment.
    """

    treatments: Sequence[Treatment] = ()
    evidence: Sequence[Evidence] = ()
    recommendations: Sequence[Recommendation] = ()


class Answers:
    """Answers within the limit.

    Args:
        labels: Labels of the knowledge base.
        version: Version of its data.
    """

    def __init__(self, labels: Labels, version: str) -> None:
        self._labels = labels
        self._notice = f"{NOTICE} Data {version}."

    def treatments(
        self,
        question: Mapping[str, Any],
        found: Sequence[Treatment],
        *,
        symptom: Symptom | None,
        start: int | None,
        note: str | None,
    ) -> Answer:
        """Answer which treatments there are: the strongest support first.

        Args:
            question: What was asked, in ids and words.
            found: The treatments of every role.
            symptom: The symptom that was asked about.
            start: The row at which an answer goes on.
            note: Why nothing was found.
        """
        roles = _ROLES[question.get("role")]
        some = [t for t in found if t.role in roles]
        told = brief.counts(found)
        if symptom:
            told = answer.headline(symptom, found, question.get("intervention"))
        if some and set(question) == {"symptom"}:
            told += f". {answer.order(some, self._labels)}"
        rows = [Row(self._forms(t)) for t in some]
        part = Part(("results",), "treatments", rows, "treatments", question, start)
        others = Counter(t.role.value for t in found if t.role not in roles)
        more = [
            told_call(f"{count} {role}", "treatments", {**question, "role": role})
            for role, count in others.items()
        ]
        return self._answer(question, told, len(some), [part], note=note, more=more)

    def _forms(self, t: Treatment) -> tuple[Json, Json]:
        """Return a treatment compact, and with its harms and marks only."""
        whole = documents.treatment(t, self._labels, compact=True)
        bare = {key: whole[key] for key in _BARE_TREATMENT if key in whole}
        marks = {
            "contested": t.contested or None,
            "boxed_warning": BoxedWarning.PRESENT.value * safety.is_boxed(t),
            "disagreements": [{"reason": d["reason"]} for d in whole.get("disagreements", ())],
            "key_findings": [
                {"source": found["source"], "words": found["words"]}
                for found in whole.get("key_findings", ())
                if found["direction"] == "harm"
            ],
            "cautions": [{"kind": "contraindication"}] * any(c.rules_out for c in t.cautions),
        }
        return whole, bare | _said(marks)

    def evidence(
        self,
        question: Mapping[str, Any],
        found: Iterable[Evidence],
        *,
        start: int | None,
        note: str | None,
    ) -> Answer:
        """Answer what studies found: the best level first, whichever way it points."""
        ordered = findings.best_first(found, self._labels.sources)
        rows = [*map(_finding, ordered)]
        told = f"{counted(len(rows), 'finding')}, best level first: {findings.ways(ordered)}"
        part = Part(("results",), "findings", rows, "evidence", question, start)
        return self._answer(question, told, len(rows), [part], note=note)

    def interactions(
        self,
        question: Mapping[str, Any],
        report: InteractionReport,
        *,
        near: Iterable[str],
        start: int | None,
    ) -> Answer:
        """Answer what labels say of taking medicines together.

        Counts by severity and labels that were not read come first.

        Args:
            question: What was asked: the medicines, and the list that goes on, if one does.
            report: What the labels say.
            near: The unknown names that others resemble.
            start: The row at which the list goes on.
        """
        number = Counter(alert.severity for alert in report.alerts)
        head = {
            "alerts": {severity.value: number[severity] for severity in _SEVERITIES},
            "labels_not_read": brief.unread(report),
            "labels_read_in_part": [
                c.entry.name for c in report.coverage if c.read is ReadExtent.IN_PART
            ],
            "unknown": list(report.unknown),
            "checked": [str(medicine.ref) for medicine in report.checked],
        }
        lists: dict[tuple[str, ...], list[Row]] = {
            ("results",): [*map(_warning, self._lines(report.alerts))],
            ("shared",): [Row((_said(found),)) for found in documents.shared(report)],
        }
        return self._lists(
            question,
            brief.interactions(report),
            len(report),
            lists,
            tool="interactions",
            start=start,
            note=report.note,
            head=_said(head),
            more=[told_call(f"names near {name!r}", "find", {"text": name}) for name in near],
        )

    def _lines(self, alerts: Iterable[Alert]) -> Iterator[Json]:
        """Yield a line for all pairs of one severity and reason, the most severe first."""
        lines: dict[tuple[object, ...], list[Alert]] = {}
        for alert in alerts:
            key = (alert.severity, alert.effect, alert.mechanism, alert.together)
            lines.setdefault(key, []).append(alert)
        for found in lines.values():
            first = found[0]
            yield _said(
                {
                    "severity": first.severity.value,
                    "pairs": [alert.pair for alert in found],
                    "effect": first.effect,
                    "mechanism": first.mechanism,
                    "together": safety.on_purpose(first, self._labels.sources),
                    "sources": list(dict.fromkeys(id_ for a in found for id_ in a.sources)),
                }
            )

    def record(
        self,
        question: Mapping[str, Any],
        found: Sequence[tuple[str, Record]],
        beside: Beside,
        *,
        tool: str,
        start: int | None,
    ) -> Answer:
        """Answer what is recorded of a name.

        Args:
            question: What was asked: the name, and the list that goes on, if one does.
            found: The records that have the name, with their kinds.
            beside: Records to show beside it.
            tool: The tool that was called.
            start: The row at which the list goes on.
        """
        if len(found) > 1:
            hits: Json = {"results": [_hit(*pair) for pair in found]}
            count = len(found)
            return self._answer(question, f"{count} found", count, [], note=_SEVERAL, head=hits)
        ((kind, record),) = found
        whole = _said(documents.document(record, self._labels, compact=True))
        own: dict[str, list[Any]] = {k: v for k, v in whole.items() if isinstance(v, list)}
        lists: dict[tuple[str, ...], list[Row]] = {
            ("record", key): [_warning(m) if key in _WARNINGS else Row((m,)) for m in members]
            for key, members in own.items()
        }
        others = {
            "treatments": [Row((self._forms(t)[1],)) for t in beside.treatments],
            "recommendations": [Row((_said(r.to_dict()),)) for r in beside.recommendations],
            "evidence": [*map(_finding, beside.evidence)],
        }
        lists |= {(key,): rows for key, rows in others.items() if rows}
        asked = "part" in question
        shown = {k: v for k, v in whole.items() if k == "id" or not (asked or k in own)}
        head = {"kind": kind, "record": shown}
        told = f"{kind}/{record.id}"
        return self._lists(question, told, 1, lists, tool=tool, start=start, head=head)

    def _lists(
        self,
        question: Mapping[str, Any],
        told: str,
        count: int,
        lists: Mapping[tuple[str, ...], Sequence[Row]],
        *,
        tool: str,
        start: int | None,
        note: str | None = None,
        head: Json,
        more: Sequence[Json] = (),
    ) -> Answer:
        """Return an answer of several lists; where one goes on, of that alone.

        Raises:
            InvalidArgumentError: If nothing says which list goes on.
        """
        asked = question.get("part")
        if start is not None and asked is None:
            msg = "start says at which row a list goes on, and part which list: give both or none"
            raise InvalidArgumentError(msg)
        parts = [
            Part(path, _WORDS.get(name, name), rows, tool, {**question, "part": name}, start)
            for path, rows in lists.items()
            for name in path[-1:]
            if asked in (None, name)
        ]
        if asked and not parts:
            names = ", ".join(path[-1] for path in lists)
            why = f"nothing is recorded under {asked}; there is {names or 'no list'}"
            note = f"{note}; {why}" if note else why
        return self._answer(question, told, count, parts, note=note, head=head, more=more)

    def found(
        self,
        question: Mapping[str, Any],
        hits: Iterable[tuple[str, Match[Record] | Mention[Record]]],
        *,
        start: int | None,
    ) -> Answer:
        """Answer what a name, code or text means.

        Args:
            question: What was asked.
            hits: What was found, with its kind: names that fit, or places in the text.
            start: The row at which an answer goes on.
        """
        found = [{**_hit(kind, h.record), **_place(h)} for kind, h in hits]
        sure = all(hit.get("score", 1) == 1 and not hit.get("corrected") for hit in found)
        rows = [Row((hit,)) for hit in found]
        part = Part(("results",), "records", rows, "find", question, start)
        note = None if sure else _NEAR
        return self._answer(question, f"{len(rows)} found", len(rows), [part], note=note)

    def _answer(
        self,
        question: Mapping[str, Any],
        told: str,
        count: int,
        parts: Sequence[Part],
        *,
        note: str | None = None,
        head: Json | None = None,
        more: Sequence[Json] = (),
    ) -> Answer:
        """Return an answer; one that is empty always says why."""
        ended = [
            f"{part.what}: no row {part.start}, of {len(part.rows)}"
            for part in parts
            if part.start is not None and not part.shown
        ]
        why = "; ".join([*([note] if note else []), *ended])
        made: Json = {"question": dict(question), "answer": told, "count": count, **(head or {})}
        made |= _said({"note": why, "notice": self._notice})
        return fitted(made, parts, self._labels, more=more)


def _said(value: Any) -> Any:
    """Return a value without what says nothing, in its parts as well."""
    if isinstance(value, list):
        members = cast("list[object]", value)
        return [_said(member) for member in members]
    if not isinstance(value, dict):
        return value
    made = {key: _said(part) for key, part in cast("Json", value).items()}
    return {key: part for key, part in made.items() if part not in (None, "", [], {})}


def _finding(e: Evidence) -> Row:
    """Return a finding; a harm, which is never cut, has a short form as well."""
    made = e.to_dict()
    whole = _said({key: made[key] for key in _FINDING})
    bare = [{key: made[key] for key in _BARE_FINDING}] * (e.direction is Direction.HARM)
    return Row((whole, *bare))


def _warning(whole: Json) -> Row:
    """Return a warning, which has a form without details."""
    bare = {k: v for k, v in whole.items() if k not in _DETAILS and v is not False}
    return Row((whole,) if bare == whole else (whole, bare))


def _hit(kind: str, record: Record) -> Json:
    return {"kind": kind, "id": record.id, "label": record.label}


def _place(hit: Match[Record] | Mention[Record]) -> Json:
    """Return how a record was found: the name and its score, or the place in the text."""
    return {key: value for key, value in hit._asdict().items() if key != "record"}
