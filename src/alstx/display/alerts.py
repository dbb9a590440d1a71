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
from alstx.model.interaction import AdditiveEffect, Alert, InteractionReport, Medicine, SharedKind
from alstx.model.terms import Medication
from alstx.vocab import LabelSection, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    unknown = ", ".join(report.unknown)
    missed = [Span(f"Not known, so not checked: {unknown}.", ALARM)] if unknown else []
    yield Lines([Span(f"{brief.interactions(report)}.", STRONG), *missed])
    if report.alerts:
        yield Items([entry for pair in _pairs(report) for entry in _alert(notes, pair)])
    if report.shared:
        yield Heading("Shared, and may add up")
        yield Items([(_SHARED[effect.kind], _shared(notes, effect)) for effect in report.shared])
    yield Heading("Whose label was read")
    columns = [Column("Read", 7), Column("Asked", 12, 2), Column("Medicine", 12, 2)]
    yield Table([*columns, Column("Labels", 20, 5)], [_read(notes, *pair) for pair in asked])
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


def _read(notes: Footnotes, name: str, m: Medicine) -> Row:
    """Return how a name was understood, and which of its labels were read for interactions."""
    how = brief.label_read(m)
    sought = getattr(m, "labels_sought", None)
    if how == "not":
        words = sought or "known only from the labels of others"
        return Row([Span("NO", ALARM), name, m.name, words])
    if not isinstance(m, Medication):
        return Row(["", name, m.name, "known from the labels of its members"])
    read = [r.source for r in m.labels_read if LabelSection.INTERACTIONS in r.sections]
    cited = notes.cited([*read, *(i.source for i in m.interactions)])
    more = [f" ({sought})"] if sought and not m.interactions else []
    return Row(["yes" if how == "whole" else how, name, m.name, [*cited, *more]])
