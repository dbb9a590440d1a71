"""Cards: the fields of a record of any kind, and all that is said of one treatment."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

import attrs

from alstx.display import brief, safety, signs, summary
from alstx.display.blocks import (
    ALARM,
    MUTED,
    STRONG,
    Block,
    Heading,
    Inline,
    Items,
    Span,
    joined,
    plain,
)
from alstx.display.findings import how
from alstx.display.footnotes import Footnotes
from alstx.display.plain import sentence as sentence_on
from alstx.display.words import language, phrase
from alstx.ids import Curie, Ref
from alstx.model.base import Record, Xref
from alstx.model.products import Brand
from alstx.model.sources import Source
from alstx.model.symptoms import Translation
from alstx.model.terms import Medication
from alstx.model.treatment import Treatment
from alstx.vocab import CautionKind, Direction, Severity, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alstx.display.labels import Labels
    from alstx.model.literature import Evidence, Recommendation
    from alstx.model.uses import Caution, Interaction

Entry = tuple[Inline, Inline]
MOST = 12
"""Entries of a list that are shown where not everything is wanted."""
_APART = ("description", "indications", "cautions", "interactions", "labels_read", "reviewed")
"""Fields that have a place of their own, or none."""
_LONG = ("forms", "members")
"""Fields that are told in short, and whole only where everything is wanted."""
_WORDS = {"als": "ALS", "mnd": "MND", "True": "yes"}
_FIELDS = {
    "plain": "in plain words",
    "translations": "in other languages",
    "url": "link",
    "xrefs": "identifiers",
}
_WHOLE = (str, Brand, Xref, Curie, Ref, Translation)
"""Parts that are told in a few words, so that a comma separates them."""
_STANCES = {
    Stance.RECOMMEND: "bold blue",
    Stance.CONSIDER: "cyan",
    Stance.SAYS_INEFFECTIVE: "yellow",
    Stance.DO_NOT_RECOMMEND: ALARM,
}
_WAYS = {
    Direction.BENEFIT: "bold blue",
    Direction.MIXED: "cyan",
    Direction.NO_DIFFERENCE: "yellow",
    Direction.HARM: ALARM,
}


class Cards:
    """Cards of records and treatments, with the sources that they cite.

    Args:
        labels: Labels of the knowledge base.
        is_long: Whether lists are shown whole, and findings with their numbers.
    """

    def __init__(self, labels: Labels, *, is_long: bool) -> None:
        self.labels = labels
        self.is_long = is_long
        self.notes: Footnotes = Footnotes(labels)

    def title(self, record: Record) -> str:
        """Return what to call a record: a treatment by the names of what it is made of."""
        if not isinstance(record, Treatment):
            return record.label
        return f"{self.labels.name_of(record.intervention)} for {self.labels.plain[record.symptom]}"

    def listed(self, title: str, entries: Iterable[Entry]) -> Iterator[Block]:
        """Yield a list under a heading; nothing where it is empty."""
        if found := list(entries):
            yield Heading(title)
            yield Items(found)

    # the fields of a record

    def fields(self, value: attrs.AttrsInstance) -> Iterator[tuple[str, Inline]]:
        """Yield each field that says something, in words: ids as names, identifiers as links."""
        cls: type[attrs.AttrsInstance] = value.__class__
        for field in attrs.fields(cls):
            if field.name in _APART or (field.name in _LONG and not self.is_long):
                continue
            words = self.words(getattr(value, field.name), field.metadata.get("ref"))
            if plain(words):
                yield _FIELDS.get(field.name) or phrase(field.name), words
        if isinstance(value, Source) and (stands := self.notes.standing(value)):
            yield "standing", Span(stands, ALARM)
        if isinstance(value, Medication) and not self.is_long and (said := safety.forms(value)):
            yield "forms", said

    def words(self, value: Any, ref: str | None = None) -> Inline:
        """Write the value of a field.

        Args:
            value: A word of a vocabulary, an identifier, an id, a part, a tuple or a scalar.
            ref: The kind of record whose id it is.
        """
        if isinstance(value, tuple):
            return self._several(cast("tuple[object, ...]", value), ref)
        if isinstance(value, Curie | Xref):
            return _identifier(value)
        if isinstance(value, Brand | Translation):
            return _name(value)
        if isinstance(value, Ref) or (ref and value):
            return self._name(value, ref)
        if attrs.has(value.__class__):
            fields = self.fields(value)
            return joined([joined([f"{name}:", words], " ") for name, words in fields], "; ")
        text = phrase(value.value) if isinstance(value, StrEnum) else str(value or "")
        text = _WORDS.get(text, text)
        return Span(text, "", text if text.startswith("https://") else None)

    def _several(self, parts: tuple[object, ...], ref: str | None) -> Inline:
        shown = parts if self.is_long else parts[:MOST]
        more = [f"{len(parts) - len(shown)} more"] if len(shown) < len(parts) else []
        is_whole = ref or isinstance(next(iter(shown), ""), _WHOLE)
        words = [*(self.words(part, ref) for part in shown), *more]
        return joined(words, ", " if is_whole else " | ")

    def _name(self, id_: Ref | str, kind: str | None) -> Inline:
        """Return the name of a record of a kind."""
        if kind == "sources":
            return self.notes.cite(str(id_))
        if kind in ("symptoms", "mechanisms"):
            names = self.labels.plain if kind == "symptoms" else self.labels.mechanisms
            return names[str(id_)]
        return self.labels.name_of(Ref.parse(f"{kind}/{id_}") if isinstance(id_, str) else id_)

    # one treatment

    def treatment(self, t: Treatment) -> Iterator[Block]:
        """Yield all that is said of one intervention for one symptom."""
        entries: list[Entry] = [("Role", summary.role(t))]
        entries += [("Plainly", said)] if (said := sentence_on(t, self.labels)) else []
        entries += [("In short", t.indication.summary)] if t.indication else []
        entries += [("Label", said) for said in summary.labels(t)]
        boxed = safety.boxed(t, self.labels)
        entries += [("Warning", Span(boxed, ALARM))] if boxed else []
        entries += [("Forms", said)] if (said := safety.forms(t)) else []
        for found, said in zip(t.disagreements, summary.disagreements(t), strict=True):
            entries.append(("Contested" if found.reason.contests else "Differing", f"{said}."))
        yield Items(entries)
        yield from self.listed("What sources say", self._statements(t))
        yield from self.listed("What studies found", self._findings(t))
        yield from self.listed("Cautions", self.cautions(t.cautions))

    def _statements(self, t: Treatment) -> Iterator[Entry]:
        """Yield what each source says, in the order of tables; what was replaced comes last."""
        for said in summary.statements(t):
            wider = "" if said.is_on_als else " (not on ALS)"
            for r in (said.shown, *said.also):
                own = r.intervention == t.intervention
                head = f"{wider}{'' if own else ', of its class'}, {summary.advice(r)}: "
                sign = Span(brief.advice(r), style_of(r.stance))
                yield sign if own else signs.OF_CLASS, [self.notes.cite(r.source), head, _said(r)]
        for r in t.recommendations:
            if not t.is_current(r):
                head = f", {summary.advice(r)}: "
                yield Span("old", MUTED), [self.notes.cite(r.source), head, _said(r)]

    def _findings(self, t: Treatment) -> Iterator[Entry]:
        """Yield the key findings, then all others."""
        for found in t.key_findings:
            e = found.evidence
            mark = Span("for" if found.is_for else "but", _WAYS.get(e.direction, ""))
            yield mark, [self.notes.cite(e.source), f", {summary.finding(t, found)}: ", _found(e)]
        key = [found.evidence.id for found in t.key_findings]
        for e in t.evidence:
            if e.id not in key:
                level, text = self.evidence(e)
                yield Span("also", MUTED), joined([f"level {level}", text])

    def evidence(self, e: Evidence) -> tuple[str, Inline]:
        """Return a finding: its level, who studied what in whom, and what was found."""
        studied = ", ".join(map(self.labels.name_of, e.interventions))
        about = ", ".join(self.labels.plain[id_] for id_ in e.symptoms)
        head = Span(f"{studied} for {about}", STRONG)
        way = Span(summary.direction(e), _WAYS.get(e.direction, MUTED))
        words = f": {_found(e) if self.is_long else sentence(e.finding)}"
        level = "-" if e.level is None else str(int(e.level))
        return level, [self.notes.cite(e.source), ", ", head, f" ({how(e)}), ", way, words]

    def stated(self, r: Recommendation) -> Entry:
        """Return a statement: its sign, what it is about, and its words."""
        name = f"{self.labels.name_of(r.intervention)} for {self.labels.plain[r.symptom]}"
        sign = Span(brief.advice(r), style_of(r.stance))
        return sign, [Span(name, STRONG), f", {summary.advice(r)}: {_said(r)}"]

    def cautions(self, cautions: Iterable[Caution]) -> Iterator[Entry]:
        """Yield every caution: what forbids it in ALS first, then the gravest."""
        for c in sorted(cautions, key=lambda c: (not c.rules_out, -c.kind.rank)):
            boxed = signs.BOXED if c.kind is CautionKind.BOXED_WARNING else "-"
            mark = brief.RULED_OUT if c.rules_out else boxed
            kind = phrase(c.kind) if mark == "-" else phrase(c.kind).upper()
            why = f"In ALS: {sentence(c.matters_in_als)} " if c.matters_in_als else ""
            text = f"{kind}, {phrase(c.topic)}: {sentence(c.text)} {why}"
            yield Span(mark, "" if mark == "-" else ALARM), [text, self.notes.cite(c.source)]

    def interaction(self, said: Interaction, name: str) -> Entry:
        """Return what a label says of taking something together with what is named."""
        why = f"Why: {sentence(said.mechanism)} " if said.mechanism else ""
        mark = Span(signs.SEVERITIES[said.severity].text, severity_style(said.severity))
        text = f" ({said.severity}): {sentence(said.effect)} {why}"
        return mark, [Span(name, STRONG), text, self.notes.cite(said.source)]


def _name(value: Brand | Translation) -> str:
    """Return a name with its countries, or with its language."""
    if isinstance(value, Translation):
        return f"{value.text} ({language(value.language)})"
    return f"{value.name} ({', '.join(value.countries)})" if value.countries else value.name


def _identifier(value: Curie | Xref) -> Span:
    """Return an identifier as a link, with how well it matches unless that is exactly."""
    id_ = value if isinstance(value, Curie) else value.id
    match = "" if isinstance(value, Curie) or value.match == "exact" else f" ({value.match})"
    return Span(f"{id_}{match}", "", id_.url)


def _said(r: Recommendation) -> str:
    strength = f" Strength: {sentence(r.strength)}" if r.strength else ""
    when = f" When: {sentence(r.conditions)}" if r.conditions else ""
    return f"{sentence(r.statement)}{strength}{when}"


def _found(e: Evidence) -> str:
    numbers = f" Numbers: {sentence(e.effect)}" if e.effect else ""
    limits = f" Limits: {sentence(e.limits)}" if e.limits else ""
    return f"{sentence(e.finding)}{numbers}{limits}"


def sentence(text: str) -> str:
    """End a text with a full stop where it has no end of its own."""
    return text if text.endswith((".", "!", "?", ".)", '."')) else f"{text}."


def style_of(stance: Stance | None) -> str:
    """Return how a stance looks where there are colours."""
    return MUTED if stance is None else _STANCES.get(stance, MUTED)


def severity_style(severity: Severity) -> str:
    """Return how a severity looks where there are colours."""
    return "yellow" if severity is Severity.CAUTION else ALARM
