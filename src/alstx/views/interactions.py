"""HTML for what labels say of taking medicines together."""

from collections.abc import Iterable, Iterator
from html import escape

from alstx.context import Context
from alstx.interactions import Alert, Burden, InteractionReport
from alstx.loading import load
from alstx.views.html import cite
from alstx.views.page import Row, page, phrase, pill, table

_HEAD = ("severity", "taken together", "what may happen", "why", "who says so")
_MOST_ALERTS = 40


def render_report(report: InteractionReport) -> str:
    """Renders a report: alerts, what several medicines share, what was checked, and the note."""
    context = load().sources.context
    shown = report.alerts[:_MOST_ALERTS]
    alerts = table(_HEAD, [_alert(alert, context) for alert in shown]) if shown else ""
    said = f"<p>{escape(_summary(report))}</p>"
    rest = len(report.alerts) - len(shown)
    more = f"<p>… and {rest} more, in alerts</p>" if rest else ""
    below = table(("", ""), [*_burdens(report.burdens, context), *_checked(report)])
    title = f"Interactions: {len(report.checked)} checked"
    return page(title, said + alerts + more + below, report.note)


def render_alert(alert: Alert) -> str:
    """Renders one alert."""
    context = load().sources.context
    rows = list(zip(map(str.capitalize, _HEAD), _alert(alert, context), strict=True))
    return page(alert.pair, table(("", ""), [(f"<i>{name}</i>", cell) for name, cell in rows]))


def _summary(report: InteractionReport) -> str:
    if not report.alerts:
        return "No recorded label speaks of any pair of them. That is no clearance."
    count = len(report.alerts)
    return f"{count} alert{'s' * (count > 1)}, the most severe first"


def _alert(alert: Alert, context: Context) -> Row:
    return (
        pill(alert.severity.value),
        f"<b>{escape(alert.pair)}</b>",
        escape(alert.effect),
        escape(alert.mechanism or ""),
        cite(alert.source, context),
    )


def _burdens(burdens: Iterable[Burden], context: Context) -> Iterator[Row]:
    """What several medicines share, one row each, with the labels that warn of it."""
    for burden in burdens:
        kind = phrase(burden.kind)
        cited = ", ".join(cite(source, context) for source in burden.sources)
        names = escape(", ".join(medicine.name for medicine in burden.medicines))
        said = f"{names} ({cited})" if cited else names
        yield f"<i>{escape(kind.capitalize())}</i>", f"{escape(phrase(burden.name))}: {said}"


def _checked(report: InteractionReport) -> Iterator[Row]:
    """What was understood of the list, and of which medicines nothing is recorded."""
    yield "<i>Checked</i>", escape(", ".join(held.name for held in report.checked))
    if report.unrecorded:
        names = ", ".join(medicine.name for medicine in report.unrecorded)
        yield "<i>No label interaction recorded</i>", escape(names)
