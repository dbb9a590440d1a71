"""HTML for notebooks: small tables that read well in light and dark themes.

Text is escaped, citations are links, long lists are shortened with a count. Colours come from the
page, so nothing here fights a theme.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from alstx.display import brief, safety, signs, summary
from alstx.display.labels import Labels
from alstx.display.parts import Row, badge, cite, fields, folded, link, listed, page, pill, table
from alstx.display.plain import sentence
from alstx.display.rows import columns, findings, statements, warnings
from alstx.display.words import counted, first_down, first_up, language, phrase
from alstx.model.base import Record, Term
from alstx.model.interaction import AdditiveEffect, Alert, InteractionReport, SharedKind
from alstx.model.literature import Evidence, Recommendation
from alstx.model.symptoms import Symptom
from alstx.model.terms import Medication
from alstx.model.treatment import Treatment
from alstx.vocab import CautionKind, ReadExtent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from alstx.ids import Curie
    from alstx.model.uses import Caution, Form

_GRAVE = (CautionKind.BOXED_WARNING, CautionKind.CONTRAINDICATION)
_FOLDED = 4
"""Lines that are shown; longer lists open on a click."""


def render(value: object, labels: Labels | None = None) -> str:
    """Render a record, an alert or a report as one HTML fragment.

    Args:
        value: What to show.
        labels: Names and sources of the knowledge base it belongs to; without them ids stand for
            names.
    """
    labels = labels or Labels()
    if isinstance(value, InteractionReport):
        return _report(value, labels)
    if isinstance(value, Alert):
        rows = list(zip(map(first_up, _HEAD), _alert(value, labels), strict=True))
        return page(f"{value.pair}: {value.severity.value}", fields(rows))
    return _record(value, labels) if isinstance(value, Record) else escape(str(value))


def overview(disease: str, version: str, kinds: Iterable[tuple[str, int]]) -> str:
    """Render what a knowledge base holds: each kind with its count."""
    rows = [(escape(kind.replace("_", " ")), str(count)) for kind, count in kinds]
    return page(f"{disease}: data version {version}", table(("kind", "records"), rows))


def _record(record: Record, labels: Labels) -> str:
    if isinstance(record, Treatment):
        return page(_answer(record, labels), fields([*_treatment(record, labels).items()]))
    head, cells = columns(type(record))
    told = list(zip(map(first_up, head), cells(record, labels), strict=True))
    name = record.label
    if isinstance(record, Symptom):
        name = f"{first_up(record.plain_name)} ({first_down(name)})"
    return page(name, fields([*told, *_details(record, labels).items()]))


def _details(record: Record, labels: Labels) -> Mapping[str, str]:
    """Return what a record shows beyond its cells in a catalog."""
    shown: dict[str, str] = {}
    if isinstance(record, Symptom):
        shown["In plain words"] = escape(record.plain or "")
    if isinstance(record, Term):
        shown["Description"] = escape(record.description)
    if isinstance(record, Symptom):
        shown["In other languages"] = ", ".join(
            f'<span lang="{escape(t.language)}">{escape(t.text)}</span> '
            f"({escape(language(t.language))})"
            for t in record.translations
        )
    if isinstance(record, Medication):
        shown["Uses"] = listed(
            f"<b>{escape(labels.symptoms.get(i.symptom, i.symptom))}</b>: {escape(i.summary)}"
            for i in record.indications
        )
        shown["Forms"] = _long([_form(form, labels) for form in record.forms], "form")
        shown["Cautions"] = _cautions(record.cautions, labels)
    if isinstance(record, Evidence):
        shown["Finding"] = escape(record.finding)
        shown["Limits"] = escape(record.limits or "")
    if isinstance(record, Recommendation):
        shown["Conditions"] = escape(record.conditions or "")
    shown["Identifiers"] = ", ".join(_curie(curie) for curie in record.identifiers)
    return shown | {"Id": escape(record.id)}


def _answer(record: Treatment, labels: Labels) -> str:
    """Return the answer on a treatment: what it is made of, its role, and what warns."""
    name = labels.name_of(record.intervention)
    symptom = labels.plain.get(record.symptom, phrase(record.symptom))
    boxed = [safety.boxed(record, labels)] if safety.is_boxed(record) else []
    told = [summary.role(record), *(["contested"] if record.contested else []), *boxed]
    return f"{name} for {symptom}: {', '.join(told)}"


def _treatment(record: Treatment, labels: Labels) -> Mapping[str, str]:
    return {
        "In plain words": escape(sentence(record, labels)),
        "Warnings": listed(warnings(record, labels)),
        "Role": escape(summary.role(record)),
        "Who says so": listed(statements(record)),
        "Evidence": listed(findings(record, is_long=True)),
        "Label": listed(map(escape, summary.labels(record))),
        "Where sources disagree": listed(map(escape, summary.disagreements(record))),
        "Summary": escape(record.indication.summary) if record.indication else "",
        "Statements in full": _long(
            [f"{cite(r.source, labels)}: {escape(r.statement)}" for r in record.recommendations],
            "statement",
        ),
        "Findings in full": _long([_finding(e, labels) for e in record.evidence], "finding"),
        "Forms": escape(safety.forms(record)),
        "Cautions": _cautions(record.cautions, labels),
        "For": escape(labels.symptoms.get(record.symptom, record.symptom)),
        "Id": escape(record.id),
    }


def _finding(e: Evidence, labels: Labels) -> str:
    level = "" if e.level is None else f", level {int(e.level)}"
    how = f"{signs.POPULATIONS[e.population]}, {summary.direction(e)}{level}"
    return f"{cite(e.source, labels)} ({escape(how)}): {escape(e.finding)}"


def _long(lines: list[str], noun: str) -> str:
    """Render lines; many of them open on a click."""
    if len(lines) <= _FOLDED:
        return listed(lines)
    return folded(counted(len(lines), noun), listed(lines))


def _form(found: Form, labels: Labels) -> str:
    """Render a form: what it is, whether it may go down a tube, what to know, who says so."""
    tube = f", feeding tube: {phrase(found.tube)}" if found.tube else ""
    crush = f", crushed: {phrase(found.crush)}" if found.crush else ""
    note = f": {found.note}" if found.note else ""
    said = f"{safety.form(found)}, {found.route}{crush}{tube}{note}"
    return f"{escape(said)} {cite(found.source, labels)}"


def _cautions(cautions: Iterable[Caution], labels: Labels) -> str:
    """Render cautions in full: what forbids it in ALS first, then the gravest; others open."""
    ordered = sorted(cautions, key=lambda c: (not c.rules_out, -c.kind.rank))
    grave = [c for c in ordered if c.rules_out or c.kind in _GRAVE]
    lesser = [_caution(c, labels) for c in ordered if c not in grave]
    return listed(_caution(c, labels) for c in grave) + _long(lesser, "more caution")


def _caution(c: Caution, labels: Labels) -> str:
    kind = "alarm" if c.rules_out or c.kind in _GRAVE else ""
    return f"{pill(phrase(c.kind), kind)} {escape(c.text)}{_why(c)} {cite(c.source, labels)}"


def _why(caution: Caution) -> str:
    why = caution.matters_in_als
    return f" <i>In ALS: {escape(why)}</i>" if why else ""


def _curie(curie: Curie) -> str:
    return link(curie.url, str(curie))


_HEAD = ("severity", "taken together", "what may happen", "why", "who says so")
_MOST_ALERTS = 40
_UNREAD = f"{pill('label not read', 'unseen')} "


def _report(report: InteractionReport, labels: Labels) -> str:
    """Render alerts, what several medicines share, what was checked, and the note."""
    shown = report.alerts[:_MOST_ALERTS]
    alerts = table(_HEAD, [_alert(alert, labels) for alert in shown]) if shown else ""
    said = f"<p>{escape(_summary(report))}</p>"
    rest = len(report.alerts) - len(shown)
    more = f"<p>… and {rest} more, in alerts</p>" if rest else ""
    below = fields([*_shared(report.shared, labels), *_checked(report)])
    return page(brief.interactions(report), said + alerts + more + below, report.note)


def _summary(report: InteractionReport) -> str:
    if not report.alerts:
        return "No recorded label speaks of any pair of them. That is no clearance."
    count = len(report.alerts)
    return f"{count} alert{'s' * (count > 1)}, the most severe first"


def _alert(alert: Alert, labels: Labels) -> Row:
    purpose = safety.on_purpose(alert, labels.sources)
    return (
        badge(signs.SEVERITIES[alert.severity], alert.severity.value),
        f"<b>{escape(alert.pair)}</b>" + (f"<br>{escape(purpose)}" if purpose else ""),
        escape(alert.effect),
        escape(alert.mechanism or ""),
        ", ".join(cite(source, labels) for source in alert.sources),
    )


def _shared(effects: Iterable[AdditiveEffect], labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield a row for what several entries share, with the sources that say so."""
    for effect in effects:
        is_effect = effect.kind is SharedKind.ADDITIVE_EFFECT
        topic = phrase(effect.topic) if is_effect else effect.topic
        cited = ", ".join(cite(source, labels) for source in effect.sources)
        names = escape(", ".join(medicine.name for medicine in effect.medicines))
        said = f"{names} ({cited})" if cited else names
        yield escape(first_up(phrase(effect.kind))), f"{escape(topic)}: {said}"


def _checked(report: InteractionReport) -> Iterator[tuple[str, str]]:
    """Yield rows on how entries were understood, what was read for each, and what was not found."""
    yield "Checked", escape(", ".join(medicine.name for medicine in report.checked))
    yield (
        "Labels read",
        listed(
            f"{_UNREAD if found.read is ReadExtent.NONE else ''}{escape(safety.coverage(found))}"
            for found in report.coverage
        ),
    )
    if report.unrecorded:
        names = ", ".join(medicine.name for medicine in report.unrecorded)
        yield "No label interaction recorded", escape(names)
    if report.unknown:
        yield "Not known, so not checked", escape(", ".join(report.unknown))
