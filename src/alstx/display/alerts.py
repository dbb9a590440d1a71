"""Pages on taking medicines together: the answer, pairs, shared effects, labels read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alstx.display import brief, safety, signs
from alstx.display.blocks import (
    ALARM,
    STRONG,
    Block,
    Column,
    Heading,
    Inline,
    Items,
    Lines,
    Row,
    Span,
    Table,
)
from alstx.display.cards import Entry, sentence, severity_style
from alstx.display.words import phrase
from alstx.model.interaction import (
    AdditiveEffect,
    Alert,
    Coverage,
    InteractionReport,
    Medicine,
    SharedKind,
)
from alstx.model.terms import DrugClass, Medication
from alstx.vocab import LabelSection, ReadExtent, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alstx.display.footnotes import Footnotes

_SHARED = {
    SharedKind.THERAPEUTIC_DUPLICATION: "Class",
    SharedKind.SAME_MECHANISM: "Mechanism",
    SharedKind.ADDITIVE_EFFECT: "Effect",
}


def blocks(
    report: InteractionReport, asked: Iterable[tuple[str, Medicine]], notes: Footnotes
) -> Iterator[Block]:
    """Yield the answer, then what it rests on.

    Args:
        report: What is recorded on a list.
        asked: Each name of the list, and what it was understood as.
        notes: Numbers the labels that are cited.
    """
    yield Lines([Span(f"{brief.interactions(report)}.", STRONG)])
    if report.alerts:
        yield Items([entry for pair in _pairs(report) for entry in _alert(notes, pair)])
    if report.shared:
        yield Heading("Shared, and may add up")
        yield Items([(_SHARED[effect.kind], _shared(notes, effect)) for effect in report.shared])
    coverage = {found.entry.ref: found for found in report.coverage}
    yield Heading("Whose label was read")
    columns = [Column("Read", 7), Column("Asked", 12, 2), Column("Medicine", 12, 2)]
    rows = [_read(notes, name, coverage[medicine.ref]) for name, medicine in asked]
    yield Table([*columns, Column("Labels", 20, 5)], rows)
    yield Lines([report.note])


def _pairs(report: InteractionReport) -> Iterable[list[Alert]]:
    """Return the alerts by pair, the most severe first."""
    pairs: dict[tuple[str, str], list[Alert]] = {}
    for alert in report.alerts:
        pairs.setdefault((str(alert.first.ref), str(alert.second.ref)), []).append(alert)
    return pairs.values()


def _alert(notes: Footnotes, pair: Sequence[Alert]) -> Iterator[Entry]:
    """Yield a line for a pair, and one for each thing that labels say of it."""
    worst = pair[0].severity
    look = severity_style(worst)
    word = worst.value if worst is Severity.CAUTION else worst.value.upper()
    names = Span(f"{pair[0].first.name} + {pair[0].second.name}", STRONG)
    yield Span(signs.SEVERITIES[worst].text, look), [names, Span(f"  {word}", look)]
    for alert in pair:
        severity = "" if alert.severity is worst else f"{alert.severity.capitalize()}: "
        why = f" Why: {sentence(alert.mechanism)}" if alert.mechanism else ""
        label = f" (label of {alert.label_of.name}: "
        said = [f"{severity}{sentence(alert.effect)}{why}", label]
        yield "", [*said, *notes.cited(alert.sources), ")"]
    purpose = safety.on_purpose(pair[0], notes.sources)
    if purpose:
        yield "", [sentence(purpose)]


def _shared(notes: Footnotes, effect: AdditiveEffect) -> Inline:
    names = ", ".join(medicine.name for medicine in effect.medicines)
    cited = [" (", *notes.cited(effect.sources), ")"] if effect.sources else []
    is_effect = effect.kind is SharedKind.ADDITIVE_EFFECT
    return [f"{phrase(effect.topic) if is_effect else effect.topic}: {names}", *cited]


_EXTENTS: Mapping[ReadExtent, Inline] = {
    ReadExtent.WHOLE: "yes",
    ReadExtent.IN_PART: "in part",
    ReadExtent.NONE: Span("NO", ALARM),
}


def _read(notes: Footnotes, name: str, found: Coverage) -> Row:
    """Return how a name was understood, and which of its labels were read for interactions."""
    m, is_read = found.entry, found.read is not ReadExtent.NONE
    if isinstance(m, DrugClass) and is_read:
        return Row(["", name, m.name, "known from the labels of its members"])
    said = m.interactions if isinstance(m, Medication) else ()
    sought = "" if said else getattr(m, "labels_sought", None) or ""
    read = [each.source for each in found.labels if LabelSection.INTERACTIONS in each.sections]
    cited = notes.cited([*read, *(each.source for each in said)])
    if not cited:
        unsaid = "not on interactions" if is_read else "known only from the labels of others"
        return Row([_EXTENTS[found.read], name, m.name, sought or unsaid])
    some = [] if is_read else ["single sentences of "]
    more = [f" ({sought})"] if sought else []
    return Row([_EXTENTS[found.read], name, m.name, [*some, *cited, *more]])
