"""HTML for notebooks: small tables that read well in light and dark themes.

Text is escaped, citations are links, long lists are shortened with a count. Colours come from the
page, so nothing here fights a theme.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import islice

from alstx.display import safety, signs, summary
from alstx.display.currency import marked, standing
from alstx.display.labels import Labels
from alstx.display.parts import Row, link, listed, page, pill, table, words
from alstx.display.words import phrase
from alstx.ids import Curie
from alstx.model.base import Record, Term
from alstx.model.interaction import AdditiveEffect, Alert, InteractionReport, SharedKind
from alstx.model.literature import Evidence, Recommendation
from alstx.model.sources import Source
from alstx.model.symptoms import Symptom
from alstx.model.terms import Medication
from alstx.model.treatment import Treatment
from alstx.model.uses import Caution, Form

MOST_ROWS = 20
_SHORT = 160
_MOST_NAMES = 6
_MOST_LINES = 4
_LONGEST_LABEL = 60


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
    """Choose the columns for a kind of record."""
    for cls, head, cells in _TABLES:
        if issubclass(kind, cls):
            return head, cells
    return ("id",), lambda record, _: (escape(record.id),)


def _treatment(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Treatment)
    grave = {"contraindication": any(c.rules_out for c in record.cautions)}
    grave[safety.boxed(record, labels)] = safety.is_boxed(record)
    said = escape(labels.name_of(record.intervention))
    name = f"<b>{said.replace('/', '/<wbr>')}</b>"
    touching = [f"{pill(phrase(c.topic))} {escape(_cut(c.text))}" for c in safety.touching(record)]
    return (
        "<br>".join([name, *(pill(word) for word, holds in grave.items() if holds), *touching]),
        escape(labels.symptoms.get(record.symptom, record.symptom)),
        escape(summary.role(record)),
        listed(map(escape, summary.labels(record))),
        _some(_statements(record)),
        listed(_findings(record)),
        listed(map(escape, summary.disagreements(record))),
    )


def _some(lines: Sequence[tuple[bool, str]]) -> str:
    """Return the first lines, and whatever opposes; the rest is counted."""
    shown = [line for at, (opposes, line) in enumerate(lines) if at < _MOST_LINES or opposes]
    rest = len(lines) - len(shown)
    return listed([*shown, *([f"… and {rest} more"] if rest else [])])


def _statements(treatment: Treatment) -> list[tuple[bool, str]]:
    """Return what each source says, and whether it opposes."""
    return [
        (
            said.opposes,
            (
                f"{_cited(said.source)}{'' if said.is_on_als else ' (not on ALS)'}: "
                f"{escape(said.words)}"
            ),
        )
        for said in summary.statements(treatment)
    ]


def _findings(treatment: Treatment) -> list[str]:
    """Return the key findings, and those on survival."""
    cited = {
        source.id: _cited(source, standing(source, is_expired=source.id in treatment.expired))
        for source in treatment.sources
    }
    lines = [
        f"{escape(summary.finding(treatment, found))}, {cited[found.evidence.source]}"
        for found in treatment.key_findings
    ]
    told = [
        f"{escape(summary.direction(e))} ({cited[e.source]})" for e in summary.survival(treatment)
    ]
    return [*lines, f"Survival: {', '.join(told)}"] if told else lines


def _medication(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Medication)
    used = [labels.symptoms.get(i.symptom, i.symptom) for i in record.indications]
    warning = pill("boxed warning") if record.boxed_warning == "present" else ""
    return (
        f"<b>{escape(record.name)}</b> {warning}",
        words((brand.name for brand in record.brands), _MOST_NAMES),
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
        f"{escape(phrase(record.design))}{_level(record)}",
        signs.POPULATIONS[record.population],
        escape(f"{summary.direction(record)} ({phrase(record.endpoint)} endpoint)"),
        escape(_cut(record.effect or record.finding)),
    )


def _recommendation(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Recommendation)
    return (
        cite(record.source, labels),
        escape(labels.name_of(record.intervention)),
        escape(labels.symptoms.get(record.symptom, record.symptom)),
        escape(summary.advice(record)),
        escape(_cut(record.statement)),
    )


def _source(record: Record, labels: Labels) -> Row:
    assert isinstance(record, Source)
    stands = standing(record, is_expired=record.is_expired_on(labels.day))
    cited = link(record.link, record.citation)
    return (
        f"{pill(stands)} {cited}" if stands else cited,
        escape(phrase(record.kind)),
        str(record.year or ""),
    )


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
    """Return a link to a source by its label, or its id where it is not at hand."""
    found = labels.sources.get(source)
    if found is None:
        return escape(source)
    return _cited(found, standing(found, is_expired=found.is_expired_on(labels.day)))


def _cited(source: Source, stands: str = "") -> str:
    name = marked(_cut(source.label, _LONGEST_LABEL), stands)
    return link(source.link, name, source.citation)


def _level(evidence: Evidence) -> str:
    return "" if evidence.level is None else f", level {int(evidence.level)}"


def _cut(text: str, most: int = _SHORT) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _record(record: Record, labels: Labels) -> str:
    head, cells = _columns(type(record))
    rows = list(zip(map(str.capitalize, head), cells(record, labels), strict=True))
    rows += [(name, text) for name, text in _details(record, labels).items() if text]
    body = table(("", ""), [(f"<i>{name}</i>", text) for name, text in rows])
    return page(_title(record, labels), body)


def _title(record: Record, labels: Labels) -> str:
    """Return the title of a record; a treatment is named by what it is made of."""
    if not isinstance(record, Treatment):
        return record.label
    symptom = labels.symptoms.get(record.symptom, record.symptom)
    return f"{labels.name_of(record.intervention)} for {symptom}"


def _details(record: Record, labels: Labels) -> Mapping[str, str]:
    """Return the rows that a record shows beyond its cells in a catalog."""
    shown: dict[str, str] = {"Id": escape(record.id)}
    if isinstance(record, Treatment):
        shown |= _treatment_details(record, labels)
    if isinstance(record, Term):
        shown["Description"] = escape(record.description)
    if isinstance(record, Medication):
        shown["Uses"] = listed(
            f"<b>{escape(labels.symptoms.get(i.symptom, i.symptom))}</b>: {escape(i.summary)}"
            for i in record.indications
        )
        shown["Forms"] = listed(_form(form, labels) for form in record.forms)
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
            f"{cite(e.source, labels)} ({signs.POPULATIONS[e.population]}, "
            f"{escape(summary.direction(e))}{_level(e)}): {escape(e.finding)}"
            for e in record.evidence
        ),
        "Forms": escape(safety.forms(record)),
        "Cautions": _cautions(record.cautions, labels),
    }


def _form(found: Form, labels: Labels) -> str:
    """Render a form: what it is, whether it may go down a tube, what to know, who says so."""
    tube = f", feeding tube: {phrase(found.tube)}" if found.tube else ""
    crush = f", crushed: {phrase(found.crush)}" if found.crush else ""
    note = f": {found.note}" if found.note else ""
    said = f"{safety.form(found)}, {found.route}{crush}{tube}{note}"
    return f"{escape(said)} {cite(found.source, labels)}"


def _cautions(cautions: Iterable[Caution], labels: Labels) -> str:
    """Render cautions in full: what forbids it in ALS first, then the gravest."""
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
    below = table(("", ""), [*_shared(report.shared, labels), *_checked(report)])
    title = f"Interactions: {len(report.checked)} checked"
    return page(title, said + alerts + more + below, report.note)


def _summary(report: InteractionReport) -> str:
    if not report.alerts:
        return "No recorded label speaks of any pair of them. That is no clearance."
    count = len(report.alerts)
    return f"{count} alert{'s' * (count > 1)}, the most severe first"


def _alert(alert: Alert, labels: Labels) -> Row:
    purpose = safety.on_purpose(alert, labels.sources)
    return (
        pill(alert.severity.value),
        f"<b>{escape(alert.pair)}</b>" + (f"<br>{escape(purpose)}" if purpose else ""),
        escape(alert.effect),
        escape(alert.mechanism or ""),
        ", ".join(cite(source, labels) for source in alert.sources),
    )


def _shared(effects: Iterable[AdditiveEffect], labels: Labels) -> Iterator[Row]:
    """Yield a row for what several entries share, with the sources that say so."""
    for effect in effects:
        is_effect = effect.kind is SharedKind.ADDITIVE_EFFECT
        topic = phrase(effect.topic) if is_effect else effect.topic
        cited = ", ".join(cite(source, labels) for source in effect.sources)
        names = escape(", ".join(medicine.name for medicine in effect.medicines))
        said = f"{names} ({cited})" if cited else names
        yield f"<i>{escape(phrase(effect.kind).capitalize())}</i>", f"{escape(topic)}: {said}"


def _checked(report: InteractionReport) -> Iterator[Row]:
    """Yield rows on how entries were understood, what was read for each, and what was not found."""
    yield "<i>Checked</i>", escape(", ".join(medicine.name for medicine in report.checked))
    yield "<i>Labels read</i>", listed(map(escape, map(safety.coverage, report.coverage)))
    if report.unrecorded:
        names = ", ".join(medicine.name for medicine in report.unrecorded)
        yield "<i>No label interaction recorded</i>", escape(names)
    if report.unknown:
        yield "<i>Not known, so not checked</i>", escape(", ".join(report.unknown))
