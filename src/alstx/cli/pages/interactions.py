"""The page of the command ``interactions``: what labels say of a list of medicines."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from alstx.cli.pages.blocks import ALARM, MUTED, STRONG, Block, Heading, Items, Page, Paragraph
from alstx.cli.pages.cards import KINDS_IN_WORDS
from alstx.cli.pages.notes import Notes
from alstx.cli.pages.words import counted, glued, listed, phrase, sentence
from alstx.kb.base import KnowledgeBase
from alstx.kb.interactions import Alert, Burden, BurdenKind, InteractionReport, Medicine
from alstx.vocab import Severity

_MOST_ALERTS = 12
_TITLES = {
    Severity.CONTRAINDICATED: "Contraindicated: the label says not to take them together",
    Severity.AVOID: "Avoid: the label says better not to take them together",
    Severity.CAUTION: "Caution: the label says to be careful",
}
_MARKS = {
    Severity.CONTRAINDICATED: ("!!", ALARM),
    Severity.AVOID: ("!", ALARM),
    Severity.CAUTION: ("-", ""),
}
_SHARED = {
    BurdenKind.SAME_CLASS: "The class",
    BurdenKind.SAME_MECHANISM: "The mechanism",
    BurdenKind.SAME_CAUTION: "Labels that warn of",
}
_MOST_IN_TITLE = 3

Told = dict[tuple[Severity, str], dict[str, None]]
"""The sources of each thing that is said, by severity and text."""


def page(
    kb: KnowledgeBase,
    report: InteractionReport,
    asked: Sequence[tuple[str, Medicine]],
    *,
    in_full: bool,
) -> Page:
    """Makes the page.

    Args:
        kb: The base.
        report: What is recorded on the list.
        asked: Each name of the list, and what it was understood as.
        in_full: Whether long lists are shown whole.
    """
    notes = Notes(kb, in_full=in_full)
    told = _told(report.alerts)
    return [
        Heading(_title(report), 1),
        Paragraph(_summary(report, told)),
        *_alerts(notes, told),
        *_burdens(notes, report.burdens),
        *_checked(report, asked),
        Paragraph(report.note, STRONG),
        *notes.blocks(),
    ]


def _title(report: InteractionReport) -> str:
    names = [held.name for held in report.checked]
    if len(names) <= _MOST_IN_TITLE:
        return f"Interactions: {' + '.join(names)}"
    return f"Interactions: {names[0]} and {len(names) - 1} others"


def _told(alerts: Sequence[Alert]) -> Told:
    """What the alerts say; what several labels say in the same words is said once."""
    told: Told = {}
    for alert in alerts:
        why = f" Why: {sentence(alert.mechanism)}" if alert.mechanism else ""
        text = f"{alert.pair}: {sentence(alert.effect)}{why}"
        told.setdefault((alert.severity, text), {})[alert.source] = None
    return told


def _summary(report: InteractionReport, told: Told) -> str:
    """How many alerts there are, by severity."""
    if len(report.checked) == 1:
        return "All names are those of one medicine, so there is no pair to look up."
    if not told:
        return "No recorded label speaks of any pair of them. That is no clearance."
    counts = Counter(severity for severity, _ in told)
    said = listed([f"{counts[severity]} {severity}" for severity in _TITLES if counts[severity]])
    return f"{counted(len(told), 'alert')}, the most severe first: {said}."


def _alerts(notes: Notes, told: Told) -> Iterator[Block]:
    """The alerts by severity; the grave ones are never left out."""
    grave = sum(severity is not Severity.CAUTION for severity, _ in told)
    shown = list(told.items())[: notes.most(max(_MOST_ALERTS, grave))]
    for severity, title in _TITLES.items():
        texts = [
            f"{text} ({_cited(notes, sources)})"
            for (held, text), sources in shown
            if held is severity
        ]
        if texts:
            mark, look = _MARKS[severity]
            yield Heading(title)
            yield Items([(mark, text) for text in texts], look)
    if len(told) > len(shown):
        yield Paragraph(f"{len(told) - len(shown)} more, shown with --all.", MUTED)


def _cited(notes: Notes, sources: Iterable[str]) -> str:
    return listed([glued(notes.named(source)) for source in sources])


def _burdens(notes: Notes, burdens: Sequence[Burden]) -> Iterator[Block]:
    if burdens:
        yield Heading("What several of them share, and what may add up")
        yield Items([("-", _burden(notes, burden)) for burden in burdens])


def _burden(notes: Notes, burden: Burden) -> str:
    name = phrase(burden.name) if burden.kind is BurdenKind.SAME_CAUTION else burden.name
    medicines = listed([medicine.name for medicine in burden.medicines])
    cited = f" ({_cited(notes, burden.sources)})" if burden.sources else ""
    return f"{_SHARED[burden.kind]} {name}: {medicines}{cited}"


def _checked(report: InteractionReport, asked: Sequence[tuple[str, Medicine]]) -> Iterator[Block]:
    """How each name was understood, and of which medicines no label was read."""
    yield Heading("What was checked")
    kinds = [KINDS_IN_WORDS[held.ref.kind.value] for _, held in asked]
    yield Items(
        [(name, f"{held.name}, {kind}") for (name, held), kind in zip(asked, kinds, strict=True)]
    )
    if report.unrecorded:
        names = listed([medicine.name for medicine in report.unrecorded])
        yield Paragraph(
            f"No label interaction is recorded at all for {names}: nothing could be found for "
            f"{'it' if len(report.unrecorded) == 1 else 'them'}.",
            ALARM,
        )
