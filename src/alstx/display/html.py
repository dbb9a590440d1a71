"""HTML for notebooks: small tables that read well in light and dark themes.

Text is escaped, citations are links, long lists are shortened with a count. Colours come from the
page, so nothing here fights a theme.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import islice

from alstx.display.labels import Labels
from alstx.display.parts import Row, link, listed, page, phrase, pill, table, words
from alstx.ids import Curie
from alstx.model import (
    Caution,
    Evidence,
    Medication,
    Recommendation,
    Record,
    Source,
    Symptom,
    Term,
    Treatment,
)
from alstx.model.interaction import Alert, Burden, InteractionReport
from alstx.vocab import CautionKind, LabelStatus, Population, SourceKind

MOST_ROWS = 20
_SHORT = 160
_PEOPLE = {Population.ALS: "ALS", Population.MND: "MND", Population.OTHER: "other disease"}
_MOST_NAMES = 6
_MOST_LINES = 4
_LONGEST_LABEL = 60
_STATUSES = {
    LabelStatus.LABELLED: "labelled",
    LabelStatus.OFF_LABEL: "off-label",
    LabelStatus.UNKNOWN: "label not seen",
}


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
        rows = list(zip(map(str.capitalize, _HEAD), _alert(value, labels), strict=True))
        return page(value.pair, table(("", ""), [(f"<i>{name}</i>", cell) for name, cell in rows]))
    return _record(value, labels) if isinstance(value, Record) else escape(str(value))


def overview(disease: str, version: str, kinds: Iterable[tuple[str, int]]) -> str:
    """Render what a knowledge base holds: each kind with its count."""
    rows = [(escape(kind.replace("_", " ")), str(count)) for kind, count in kinds]
    return page(f"{disease}: data version {version}", table(("kind", "records"), rows))


def catalog(kind: str, records: Collection[Record], labels: Labels) -> str:
    """Render a catalog as a table of its first records."""
    shown = list(islice(records, MOST_ROWS))
    head, cells = _columns(type(shown[0]) if shown else Record)
    rest = len(records) - len(shown)
    more = f"… and {rest} more; a slice or to_pandas() shows them" if rest else ""
    title = f"{kind.replace('_', ' ').capitalize()}: {len(records)}"
    return page(title, table(head, [cells(record, labels) for record in shown]), more)


Cells = Callable[[Record, Labels], Row]


def _columns(kind: type[Record]) -> tuple[Row, Cells]:
    """Chooses the columns for a kind of record."""
    for cls, head, cells in _TABLES:
        if issubclass(kind, cls):
            return head, cells
    return ("id",), lambda record, _: (escape(record.id),)


def _treatment(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Treatment)
    grave = {"contraindication": any(c.rules_out for c in record.cautions)}
    grave["boxed warning"] = any(c.kind is CautionKind.BOXED_WARNING for c in record.cautions)
    said = escape(labels.name_of(record.intervention))
    name = f"<b>{said.replace('/', '/<wbr>')}</b>"
    return (
        "<br>".join([name, *(pill(word) for word, holds in grave.items() if holds)]),
        escape(labels.symptoms.get(record.symptom, record.symptom)),
        pill(record.role.value),
        escape(_STATUSES.get(record.status or LabelStatus.NOT_APPLICABLE, "")),
        _some(_statements(record, labels)),
        _some(_findings(record, labels)),
        escape(", ".join(map(phrase, record.disagreements))),
    )


_Said = tuple[bool, str]
"""Whether a line opposes the treatment, and the line."""


def _some(lines: Sequence[_Said]) -> str:
    """The first lines, and whatever opposes; the rest is counted."""
    shown = [line for at, (opposes, line) in enumerate(lines) if at < _MOST_LINES or opposes]
    rest = len(lines) - len(shown)
    return listed([*shown, *([f"… and {rest} more"] if rest else [])])


def _statements(treatment: Treatment, labels: Labels) -> list[_Said]:
    """What each source says, one line a source; what it says of the class only if no more.

    Guidelines on ALS or MND come first, then other guidelines, then pages; the firmest first.
    """
    by_source: dict[str, list[Recommendation]] = {}
    for r in sorted(treatment.current, key=lambda r: (_place(r.source, labels), -r.stance.rank)):
        by_source.setdefault(r.source, []).append(r)
    said: list[_Said] = []
    for id_, all_of_it in by_source.items():
        own = [r for r in all_of_it if r.intervention == treatment.intervention]
        stances = dict.fromkeys(f"{escape(phrase(r.stance))}{_line(r)}" for r in own or all_of_it)
        of_class = "" if own else " (class)"
        named = f"{cite(id_, labels)}{_elsewhere(id_, labels)}"
        opposes = any(r.is_against for r in own or all_of_it)
        said.append((opposes, f"{named}: {', '.join(stances)}{of_class}"))
    return said


def _place(source: str, labels: Labels) -> int:
    """Where a source stands in a list of statements."""
    found = labels.sources.get(source)
    if found is None or found.kind is not SourceKind.GUIDELINE:
        return 2
    return int(found.population is Population.OTHER)


def _elsewhere(source: str, labels: Labels) -> str:
    """Marks a guideline on another population."""
    found = labels.sources.get(source)
    return " (not only ALS)" if found and found.population is Population.OTHER else ""


def _findings(treatment: Treatment, labels: Labels) -> list[_Said]:
    """The findings, those in ALS or MND first, the best level first, which way each points."""
    order = sorted(treatment.evidence, key=lambda e: (not e.in_als, e.level, e.id))
    said: list[_Said] = []
    for e in order:
        elsewhere = "" if e.in_als else " (other disease)"
        points = f"level {int(e.level)}: {escape(phrase(e.direction))}"
        said.append((e.opposes, f"{points}, {cite(e.source, labels)}{elsewhere}"))
    return said


def _line(recommendation: Recommendation) -> str:
    return "" if recommendation.line is None else f" ({escape(recommendation.line.value)} line)"


def _medication(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Medication)
    used = [labels.symptoms.get(i.symptom, i.symptom) for i in record.indications]
    warning = pill("boxed warning") if record.boxed_warning == "present" else ""
    return (
        f"<b>{escape(record.name)}</b> {warning}",
        words(record.brand_names, _MOST_NAMES),
        words((labels.classes.get(c, c) for c in record.drug_classes), _MOST_NAMES),
        words(used, _MOST_NAMES),
    )


def _symptom(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Symptom)
    often = "" if record.frequency is None else record.frequency.band.value.replace("-", " ")
    return (
        f"<b>{escape(record.name)}</b>",
        escape(record.plain_name),
        words((labels.symptoms.get(p, p) for p in record.parents), _MOST_NAMES),
        often,
    )


def _evidence(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Evidence)
    return (
        cite(record.source, labels),
        words(map(labels.name_of, record.interventions), _MOST_NAMES),
        words((labels.symptoms.get(s, s) for s in record.symptoms), _MOST_NAMES),
        f"{escape(phrase(record.design))} (level {int(record.level)})",
        _PEOPLE[record.population],
        pill(phrase(record.direction)),
        escape(_cut(record.effect or record.finding)),
    )


def _recommendation(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Recommendation)
    return (
        cite(record.source, labels),
        escape(labels.name_of(record.intervention)),
        escape(labels.symptoms.get(record.symptom, record.symptom)),
        f"{pill(phrase(record.stance))}{_line(record)}",
        escape(_cut(record.statement)),
    )


def _source(record: Record, labels: Labels) -> Row:  # noqa: ARG001 (one shape for all)
    assert isinstance(record, Source)
    return (link(record.link, record.citation), escape(phrase(record.kind)), str(record.year or ""))


def _term(record: Record, labels: Labels) -> Row:  # noqa: ARG001 (one shape for all)
    assert isinstance(record, Term)
    return (
        f"<b>{escape(record.name)}</b>",
        words(record.synonyms, _MOST_NAMES),
        escape(_cut(record.description)),
    )


_TABLES: Sequence[tuple[type[Record], Row, Cells]] = (
    (
        Treatment,
        ("treatment", "for", "role", "label", "who says so", "evidence", "contested"),
        _treatment,
    ),
    (Medication, ("medication", "brands", "classes", "used for"), _medication),
    (Symptom, ("symptom", "plain name", "in", "how often in ALS"), _symptom),
    (
        Evidence,
        ("source", "intervention", "symptom", "design", "in", "points to", "effect"),
        _evidence,
    ),
    (
        Recommendation,
        ("source", "intervention", "symptom", "stance", "statement"),
        _recommendation,
    ),
    (Source, ("citation", "kind", "year"), _source),
    (Term, ("name", "also called", "description"), _term),
)


def cite(source: str, labels: Labels) -> str:
    """A link to a source by its label, or its id where the base is not at hand."""
    found = labels.sources.get(source)
    if found is None:
        return escape(source)
    return link(found.link, _cut(found.label, _LONGEST_LABEL), found.citation)


def _cut(text: str, most: int = _SHORT) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _record(record: Record, labels: Labels) -> str:
    head, cells = _columns(type(record))
    rows = list(zip(map(str.capitalize, head), cells(record, labels), strict=True))
    rows += [(name, text) for name, text in _details(record, labels).items() if text]
    body = table(("", ""), [(f"<i>{name}</i>", text) for name, text in rows])
    return page(_title(record, labels), body)


def _title(record: Record, labels: Labels) -> str:
    """What to call a record: a treatment by the names of what it is made of."""
    if not isinstance(record, Treatment):
        return record.label
    symptom = labels.symptoms.get(record.symptom, record.symptom)
    return f"{labels.name_of(record.intervention)} for {symptom}"


def _details(record: Record, labels: Labels) -> Mapping[str, str]:
    """What a record shows beyond the cells of its row in a catalog."""
    shown: dict[str, str] = {"Id": escape(record.id)}
    if isinstance(record, Treatment):
        shown |= _treatment_details(record, labels)
    if isinstance(record, Term):
        shown["Description"] = escape(record.description)
    if isinstance(record, Medication):
        shown["Uses"] = listed(
            f"<b>{escape(labels.symptoms.get(i.symptom, i.symptom))}</b>"
            f"{_status(i.status)}: {escape(i.summary)}"
            for i in record.indications
        )
        shown["Cautions"] = _cautions(record.cautions, labels)
    if isinstance(record, Evidence):
        shown["Finding"] = escape(record.finding)
        shown["Limits"] = escape(record.limits or "")
    if isinstance(record, Recommendation):
        shown["Conditions"] = escape(record.conditions or "")
    shown["Identifiers"] = ", ".join(_curie(curie) for curie in record.identifiers)
    return shown


def _treatment_details(record: Treatment, labels: Labels) -> Mapping[str, str]:
    return {
        "Summary": escape(record.indication.summary) if record.indication else "",
        "Statements in full": listed(
            f"{cite(r.source, labels)}: {escape(r.statement)}" for r in record.recommendations
        ),
        "Findings in full": listed(
            f"{cite(e.source, labels)} (level {int(e.level)}, {_PEOPLE[e.population]}, "
            f"{escape(phrase(e.direction))}): {escape(e.finding)}"
            for e in record.evidence
        ),
        "Cautions": _cautions(record.cautions, labels),
    }


def _status(status: LabelStatus) -> str:
    """What the label says, in brackets; nothing of classes and therapies, which have none."""
    return f" ({_STATUSES[status]})" if status in _STATUSES else ""


def _cautions(cautions: Iterable[Caution], labels: Labels) -> str:
    """Cautions in full: what forbids it in ALS first, then the gravest."""
    return listed(
        f"{pill(phrase(c.kind))} {escape(c.text)}{_why(c)} {cite(c.source, labels)}"
        for c in sorted(cautions, key=lambda c: (not c.rules_out, -c.kind.rank))
    )


def _why(caution: Caution) -> str:
    why = caution.matters_in_als
    return f" <i>In ALS: {escape(why)}</i>" if why else ""


def _curie(curie: Curie) -> str:
    return link(curie.url, str(curie))


_HEAD = ("severity", "taken together", "what may happen", "why", "who says so")
_MOST_ALERTS = 40


def _report(report: InteractionReport, labels: Labels) -> str:
    """Render alerts, what several medicines share, what was checked, and the note."""
    shown = report.alerts[:_MOST_ALERTS]
    alerts = table(_HEAD, [_alert(alert, labels) for alert in shown]) if shown else ""
    said = f"<p>{escape(_summary(report))}</p>"
    rest = len(report.alerts) - len(shown)
    more = f"<p>… and {rest} more, in alerts</p>" if rest else ""
    below = table(("", ""), [*_burdens(report.burdens, labels), *_checked(report)])
    title = f"Interactions: {len(report.checked)} checked"
    return page(title, said + alerts + more + below, report.note)


def _summary(report: InteractionReport) -> str:
    if not report.alerts:
        return "No recorded label speaks of any pair of them. That is no clearance."
    count = len(report.alerts)
    return f"{count} alert{'s' * (count > 1)}, the most severe first"


def _alert(alert: Alert, labels: Labels) -> Row:
    return (
        pill(alert.severity.value),
        f"<b>{escape(alert.pair)}</b>",
        escape(alert.effect),
        escape(alert.mechanism or ""),
        cite(alert.source, labels),
    )


def _burdens(burdens: Iterable[Burden], labels: Labels) -> Iterator[Row]:
    """What several medicines share, one row each, with the labels that warn of it."""
    for burden in burdens:
        kind = phrase(burden.kind)
        cited = ", ".join(cite(source, labels) for source in burden.sources)
        names = escape(", ".join(medicine.name for medicine in burden.medicines))
        said = f"{names} ({cited})" if cited else names
        yield f"<i>{escape(kind.capitalize())}</i>", f"{escape(phrase(burden.name))}: {said}"


def _checked(report: InteractionReport) -> Iterator[Row]:
    """What was understood of the list, and of which medicines nothing is recorded."""
    yield "<i>Checked</i>", escape(", ".join(held.name for held in report.checked))
    if report.unrecorded:
        names = ", ".join(medicine.name for medicine in report.unrecorded)
        yield "<i>No label interaction recorded</i>", escape(names)
