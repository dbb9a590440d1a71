"""HTML for notebooks: small tables that read well in light and dark themes.

Text is escaped, citations are links, long lists are shortened with a count. Colours come from the
page, so nothing here fights a theme.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import cast

from alstx.catalog import Catalog
from alstx.context import Context
from alstx.ids import Curie
from alstx.kb import KnowledgeBase
from alstx.loading import load
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
from alstx.views.page import Row, link, listed, page, phrase, pill, table, words
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


def render(value: object, context: Context | None = None) -> str:
    """Renders a base, a catalog or a record as one HTML fragment.

    Args:
        value: What to show.
        context: Names and sources of the base it belongs to; without it ids stand for names.
    """
    if isinstance(value, KnowledgeBase):
        return _base(value)
    if isinstance(value, Catalog):
        return _catalog(cast("Catalog[Record]", value))
    return _record(value, context or Context()) if isinstance(value, Record) else escape(str(value))


def render_alone(record: Record) -> str:
    """Renders a record without its base: names and links come from the bundled one."""
    return render(record, load().sources.context)


def _base(kb: KnowledgeBase) -> str:
    rows = [(kind.replace("_", " "), str(len(found))) for kind, found in kb.records.kinds()]
    rows.append(("treatments", str(len(kb.treatments))))
    about = f"{kb.disease.name}: data version {kb.version}"
    return page(about, table(("kind", "records"), [tuple(map(escape, row)) for row in rows]))


def _catalog(catalog: Catalog[Record]) -> str:
    context = catalog.context
    shown = list(catalog[:MOST_ROWS])
    head, cells = _columns(type(catalog[0]) if shown else Record)
    rest = len(catalog) - len(shown)
    more = f"… and {rest} more; a slice or to_pandas() shows them" if rest else ""
    title = f"{type(catalog).__name__.removesuffix('Catalog')}: {len(catalog)}"
    return page(title, table(head, [cells(record, context) for record in shown]), more)


Cells = Callable[[Record, Context], Row]


def _columns(kind: type[Record]) -> tuple[Row, Cells]:
    """Chooses the columns for a kind of record."""
    for cls, head, cells in _TABLES:
        if issubclass(kind, cls):
            return head, cells
    return ("id",), lambda record, _: (escape(record.id),)


def _treatment(record: Record, context: Context) -> Row:
    assert isinstance(record, Treatment)
    grave = {"contraindication": any(c.rules_out for c in record.cautions)}
    grave["boxed warning"] = any(c.kind is CautionKind.BOXED_WARNING for c in record.cautions)
    said = escape(context.name_of(record.intervention))
    name = f"<b>{said.replace('/', '/<wbr>')}</b>"
    return (
        "<br>".join([name, *(pill(word) for word, holds in grave.items() if holds)]),
        escape(context.symptoms.get(record.symptom, record.symptom)),
        pill(record.role.value),
        escape(_STATUSES.get(record.status or LabelStatus.NOT_APPLICABLE, "")),
        _some(_statements(record, context)),
        _some(_findings(record, context)),
        escape(", ".join(map(phrase, record.disagreements))),
    )


_Said = tuple[bool, str]
"""Whether a line opposes the treatment, and the line."""


def _some(lines: Sequence[_Said]) -> str:
    """The first lines, and whatever opposes; the rest is counted."""
    shown = [line for at, (opposes, line) in enumerate(lines) if at < _MOST_LINES or opposes]
    rest = len(lines) - len(shown)
    return listed([*shown, *([f"… and {rest} more"] if rest else [])])


def _statements(treatment: Treatment, context: Context) -> list[_Said]:
    """What each source says, one line a source; what it says of the class only if no more.

    Guidelines on ALS or MND come first, then other guidelines, then pages; the firmest first.
    """
    by_source: dict[str, list[Recommendation]] = {}
    for r in sorted(treatment.current, key=lambda r: (_place(r.source, context), -r.stance.rank)):
        by_source.setdefault(r.source, []).append(r)
    said: list[_Said] = []
    for id_, all_of_it in by_source.items():
        own = [r for r in all_of_it if r.intervention == treatment.intervention]
        stances = dict.fromkeys(f"{escape(phrase(r.stance))}{_line(r)}" for r in own or all_of_it)
        of_class = "" if own else " (class)"
        named = f"{cite(id_, context)}{_elsewhere(id_, context)}"
        opposes = any(r.is_against for r in own or all_of_it)
        said.append((opposes, f"{named}: {', '.join(stances)}{of_class}"))
    return said


def _place(source: str, context: Context) -> int:
    """Where a source stands in a list of statements."""
    found = context.sources.get(source)
    if found is None or found.kind is not SourceKind.GUIDELINE:
        return 2
    return int(found.population is Population.OTHER)


def _elsewhere(source: str, context: Context) -> str:
    """Marks a guideline on another population."""
    found = context.sources.get(source)
    return " (not only ALS)" if found and found.population is Population.OTHER else ""


def _findings(treatment: Treatment, context: Context) -> list[_Said]:
    """The findings, those in ALS or MND first, the best level first, which way each points."""
    order = sorted(treatment.evidence, key=lambda e: (not e.in_als, e.level, e.id))
    said: list[_Said] = []
    for e in order:
        elsewhere = "" if e.in_als else " (other disease)"
        points = f"level {int(e.level)}: {escape(phrase(e.direction))}"
        said.append((e.opposes, f"{points}, {cite(e.source, context)}{elsewhere}"))
    return said


def _line(recommendation: Recommendation) -> str:
    return "" if recommendation.line is None else f" ({escape(recommendation.line.value)} line)"


def _medication(record: Record, context: Context) -> Row:
    assert isinstance(record, Medication)
    used = [context.symptoms.get(i.symptom, i.symptom) for i in record.indications]
    warning = pill("boxed warning") if record.boxed_warning == "present" else ""
    return (
        f"<b>{escape(record.name)}</b> {warning}",
        words(record.brand_names, _MOST_NAMES),
        words((context.classes.get(c, c) for c in record.drug_classes), _MOST_NAMES),
        words(used, _MOST_NAMES),
    )


def _symptom(record: Record, context: Context) -> Row:
    assert isinstance(record, Symptom)
    often = "" if record.frequency is None else record.frequency.band.value.replace("-", " ")
    return (
        f"<b>{escape(record.name)}</b>",
        escape(record.plain_name),
        words((context.symptoms.get(p, p) for p in record.parents), _MOST_NAMES),
        often,
    )


def _evidence(record: Record, context: Context) -> Row:
    assert isinstance(record, Evidence)
    return (
        cite(record.source, context),
        words(map(context.name_of, record.interventions), _MOST_NAMES),
        words((context.symptoms.get(s, s) for s in record.symptoms), _MOST_NAMES),
        f"{escape(phrase(record.design))} (level {int(record.level)})",
        _PEOPLE[record.population],
        pill(phrase(record.direction)),
        escape(_cut(record.effect or record.finding)),
    )


def _recommendation(record: Record, context: Context) -> Row:
    assert isinstance(record, Recommendation)
    return (
        cite(record.source, context),
        escape(context.name_of(record.intervention)),
        escape(context.symptoms.get(record.symptom, record.symptom)),
        f"{pill(phrase(record.stance))}{_line(record)}",
        escape(_cut(record.statement)),
    )


def _source(record: Record, context: Context) -> Row:  # noqa: ARG001 (one shape for all)
    assert isinstance(record, Source)
    return (link(record.link, record.citation), escape(phrase(record.kind)), str(record.year or ""))


def _term(record: Record, context: Context) -> Row:  # noqa: ARG001 (one shape for all)
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


def cite(source: str, context: Context) -> str:
    """A link to a source by its label, or its id where the base is not at hand."""
    found = context.sources.get(source)
    if found is None:
        return escape(source)
    return link(found.link, _cut(found.label, _LONGEST_LABEL), found.citation)


def _cut(text: str, most: int = _SHORT) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _record(record: Record, context: Context) -> str:
    head, cells = _columns(type(record))
    rows = list(zip(map(str.capitalize, head), cells(record, context), strict=True))
    rows += [(name, text) for name, text in _details(record, context).items() if text]
    body = table(("", ""), [(f"<i>{name}</i>", text) for name, text in rows])
    return page(_title(record, context), body)


def _title(record: Record, context: Context) -> str:
    """What to call a record: a treatment by the names of what it is made of."""
    if not isinstance(record, Treatment):
        return record.label
    symptom = context.symptoms.get(record.symptom, record.symptom)
    return f"{context.name_of(record.intervention)} for {symptom}"


def _details(record: Record, context: Context) -> Mapping[str, str]:
    """What a record shows beyond the cells of its row in a catalog."""
    shown: dict[str, str] = {"Id": escape(record.id)}
    if isinstance(record, Treatment):
        shown |= _treatment_details(record, context)
    if isinstance(record, Term):
        shown["Description"] = escape(record.description)
    if isinstance(record, Medication):
        shown["Uses"] = listed(
            f"<b>{escape(context.symptoms.get(i.symptom, i.symptom))}</b>"
            f"{_status(i.status)}: {escape(i.summary)}"
            for i in record.indications
        )
        shown["Cautions"] = _cautions(record.cautions, context)
    if isinstance(record, Evidence):
        shown["Finding"] = escape(record.finding)
        shown["Limits"] = escape(record.limits or "")
    if isinstance(record, Recommendation):
        shown["Conditions"] = escape(record.conditions or "")
    shown["Identifiers"] = ", ".join(_curie(curie) for curie in record.identifiers)
    return shown


def _treatment_details(record: Treatment, context: Context) -> Mapping[str, str]:
    return {
        "Summary": escape(record.indication.summary) if record.indication else "",
        "Statements in full": listed(
            f"{cite(r.source, context)}: {escape(r.statement)}" for r in record.recommendations
        ),
        "Findings in full": listed(
            f"{cite(e.source, context)} (level {int(e.level)}, {_PEOPLE[e.population]}, "
            f"{escape(phrase(e.direction))}): {escape(e.finding)}"
            for e in record.evidence
        ),
        "Cautions": _cautions(record.cautions, context),
    }


def _status(status: LabelStatus) -> str:
    """What the label says, in brackets; nothing of classes and therapies, which have none."""
    return f" ({_STATUSES[status]})" if status in _STATUSES else ""


def _cautions(cautions: Iterable[Caution], context: Context) -> str:
    """Cautions in full: what forbids it in ALS first, then the gravest."""
    return listed(
        f"{pill(phrase(c.kind))} {escape(c.text)}{_why(c)} {cite(c.source, context)}"
        for c in sorted(cautions, key=lambda c: (not c.rules_out, -c.kind.rank))
    )


def _why(caution: Caution) -> str:
    why = caution.matters_in_als
    return f" <i>In ALS: {escape(why)}</i>" if why else ""


def _curie(curie: Curie) -> str:
    return link(curie.url, str(curie))
