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
from alstx.views.page import Row, link, page, pill, table, words
from alstx.vocab import CautionKind, LabelStatus, Population

MOST_ROWS = 20
_SHORT = 160
_MOST_NAMES = 6


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
    title = f"{type(catalog).__name__}: {len(catalog)}"
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
    status = "" if record.status in (None, LabelStatus.NOT_APPLICABLE) else record.status
    boxed = any(caution.kind is CautionKind.BOXED_WARNING for caution in record.cautions)
    name = f"<b>{escape(context.name_of(record.intervention))}</b>"
    return (
        f"{name} {pill('boxed warning')}" if boxed else name,
        escape(context.symptoms.get(record.symptom, record.symptom)),
        pill(record.role.value),
        escape(status or ""),
        _listed(_statements(record, context)),
        _listed(_findings(record, context)),
        escape(", ".join(d.value for d in record.disagreements)),
    )


def _statements(treatment: Treatment, context: Context) -> list[str]:
    """What each source says, one line a source: its stances and lines, without repeats."""
    by_source: dict[str, dict[str, None]] = {}
    for r in treatment.current:
        stances = by_source.setdefault(r.source, {})
        of_class = "" if r.intervention == treatment.intervention else " (class)"
        stances[f"{escape(r.stance.value)}{_line(r)}{of_class}"] = None
    return [
        f"{cite(id_, context)}{_elsewhere(id_, context)}: {', '.join(stances)}"
        for id_, stances in by_source.items()
    ]


def _elsewhere(source: str, context: Context) -> str:
    """Marks a guideline on another population."""
    found = context.sources.get(source)
    return " (not ALS)" if found and found.population is Population.OTHER else ""


def _findings(treatment: Treatment, context: Context) -> list[str]:
    """The findings, those in ALS or MND first, the best level first, which way each points."""
    order = sorted(treatment.evidence, key=lambda e: (not e.in_als, e.level, e.id))
    return [
        f"level {int(e.level)}: {escape(e.direction.value)}, {cite(e.source, context)}"
        f"{'' if e.in_als else ' (other disease)'}"
        for e in order
    ]


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
        f"{escape(record.design.value)} (level {int(record.level)})",
        escape(record.population.value),
        pill(record.direction.value),
        escape(_cut(record.effect or record.finding)),
    )


def _recommendation(record: Record, context: Context) -> Row:
    assert isinstance(record, Recommendation)
    return (
        cite(record.source, context),
        escape(context.name_of(record.intervention)),
        escape(context.symptoms.get(record.symptom, record.symptom)),
        f"{pill(record.stance.value)}{_line(record)}",
        escape(_cut(record.statement)),
    )


def _source(record: Record, context: Context) -> Row:  # noqa: ARG001 (one shape for all)
    assert isinstance(record, Source)
    return (link(record.link, record.citation), escape(record.kind.value), str(record.year or ""))


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
    return escape(source) if found is None else link(found.link, found.label, found.citation)


def _listed(items: Sequence[str]) -> str:
    more = [f"… and {len(items) - _MOST_NAMES} more"] if len(items) > _MOST_NAMES else []
    return "<br>".join([*items[:_MOST_NAMES], *more])


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"


def _record(record: Record, context: Context) -> str:
    head, cells = _columns(type(record))
    rows = list(zip(map(str.capitalize, head), cells(record, context), strict=True))
    rows += [(name, text) for name, text in _details(record, context).items() if text]
    return page(record.label, table(("", ""), [(f"<i>{n}</i>", text) for n, text in rows]))


def _details(record: Record, context: Context) -> Mapping[str, str]:
    """What a record shows beyond the cells of its row in a catalog."""
    shown: dict[str, str] = {"Id": escape(record.id)}
    if isinstance(record, Treatment):
        shown |= _treatment_details(record, context)
    if isinstance(record, Term):
        shown["Description"] = escape(record.description)
    if isinstance(record, Medication):
        shown["Uses"] = "<br>".join(
            f"<b>{escape(context.symptoms.get(i.symptom, i.symptom))}</b> "
            f"({escape(i.status.value)}): {escape(i.summary)}"
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
        "Statements": "<br>".join(
            f"{cite(r.source, context)}: {escape(r.statement)}" for r in record.recommendations
        ),
        "Evidence": "<br>".join(
            f"{cite(e.source, context)} (level {int(e.level)}, {escape(e.population.value)}, "
            f"{escape(e.direction.value)}): {escape(e.finding)}"
            for e in record.evidence
        ),
        "Cautions": _cautions(record.cautions, context),
    }


def _cautions(cautions: Iterable[Caution], context: Context) -> str:
    return "<br>".join(
        f"{pill(c.kind.value)} {escape(c.text)} {cite(c.source, context)}" for c in cautions
    )


def _curie(curie: Curie) -> str:
    return link(curie.url, str(curie))
