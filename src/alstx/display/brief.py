"""Short forms for a row of a table: sources in a few letters, findings and labels in a few words.

`alstx.display.summary` says the same in full. A finding that does not count is in brackets.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, count
from typing import TYPE_CHECKING

from alstx.display import safety, signs
from alstx.display.words import counted, phrase
from alstx.model.conclusions import is_limited
from alstx.vocab import (
    Basis,
    Direction,
    Extent,
    LabelSection,
    LabelStatus,
    ReadExtent,
    Role,
    Severity,
    Trials,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alstx.display.summary import Statement
    from alstx.model.interaction import InteractionReport
    from alstx.model.literature import Recommendation
    from alstx.model.sources import Source
    from alstx.model.treatment import KeyFinding, Treatment

RULED_OUT = "X"
"""The sign of what a label or guideline forbids for a reason that matters in ALS."""
RESTRICTED = "r"
"""Stands behind the sign of a statement for some people or times only."""
_LONGEST_CODE = 4
_DISEASES = ("ALS", "MND")
_DIRECTIONS = {Direction.INCONCLUSIVE: "?", Direction.NO_DIFFERENCE: "="}
_RESERVATIONS = {
    "one case": "",  # the number of people says it
    "mixed population": "mixed",
    "other disease": "not ALS",
    "secondary; the study missed its primary endpoint": "primary missed",
}
_BASES = {
    Basis.OTHER_GUIDELINE: "not on ALS",
    Basis.LABEL: "label only",
    Basis.PAGE: "page only",
}
_STATUSES = {
    LabelStatus.WARNED_AGAINST: "warned",
    LabelStatus.ON_LABEL: "on",
    LabelStatus.LABELLED_FOR_OTHERS: "other",
    LabelStatus.OFF_LABEL: "off",
    LabelStatus.UNKNOWN: "not read",
    None: "withdrawn",
}


# who says so


def sources(said: Iterable[Statement]) -> list[Source]:
    """Return the sources of some statements, in the order of a table's columns.

    Guidelines on ALS come first, then other guidelines, then pages; what says most before what
    says less.
    """
    said = list(said)
    often = Counter(statement.source.id for statement in said)
    on_als = {s.source.id for s in said if s.is_on_als}
    found = {s.source.id: s for s in said}
    places = {
        id_: (not s.is_guideline, id_ not in on_als, -often[id_], s.source.label)
        for id_, s in found.items()
    }
    return [found[id_].source for id_ in sorted(found, key=places.__getitem__)]


def codes(found: Iterable[Source]) -> Mapping[str, str]:
    """Return a code of a few letters for each source, no two alike.

    Example:
        >>> import alstx
        >>> kb = alstx.load()
        >>> codes([kb.sources["ean-2024"], kb.sources["chest-nmd-2023"]])
        {'ean-2024': 'EAN', 'chest-nmd-2023': 'CHE'}
    """
    made: dict[str, str] = {}
    for source in found:
        words = source.label.replace("-", " ").replace(",", " ").split()
        first = next((w for w in words if w not in _DISEASES), words[0])
        word = words[0] if source.status else first
        code = word if len(word) <= _LONGEST_CODE else word[:3]
        code = code.upper() if source.status else code.lower()
        numbered = chain([code], (f"{code[:3]}{number}" for number in count(2)))
        made[source.id] = next(text for text in numbered if text not in made.values())
    return made


def sign(statement: Statement) -> str:
    """Return the sign of a statement; a point where it is of the class, with all that opposes."""
    if statement.is_of_class:
        return signs.OF_CLASS
    against = "-" if statement.opposes and statement.shown.is_for else ""
    return f"{advice(statement.shown)}{against}"


def advice(said: Recommendation) -> str:
    """Return a stance as a sign with its line, marked where it is for some people or times only."""
    line = signs.LINES[said.line] if said.line else ""
    limited = RESTRICTED if is_limited(said) else ""
    return f"{signs.stance(said.stance).text}{line}{limited}"


# what studies found


def finding(treatment: Treatment, found: KeyFinding, *, words: bool) -> str:
    """Return a key finding: level and direction, with people and domain where there is room.

    In brackets where it does not count for the treatment; with `words` the reason is added.
    """
    e = found.evidence
    level = "" if e.level is None else str(int(e.level))
    if words:
        text = f"{level} {signs.DIRECTIONS[e.direction].meaning}".lstrip()
        if e.direction is Direction.HARM:
            text += f": {', '.join(map(phrase, e.domain))}"
        people = 1 if e.is_one_case else treatment.people(e)
        why = _RESERVATIONS.get(found.reservation or "", found.reservation or "")
        text = ", ".join([text, *([str(people)] if people else []), *([why] if why else [])])
    else:
        way = _DIRECTIONS.get(e.direction)
        text = f"{level}{way}" if way else f"{level} {signs.DIRECTIONS[e.direction].text}".lstrip()
    return f"({text})" if found.reservation else text


def findings(treatment: Treatment, *, words: bool) -> tuple[list[str], list[str]]:
    """Return the best finding for a treatment, and the strongest other one with every harm."""
    made: tuple[list[str], list[str]] = ([], [])
    for found in treatment.key_findings:
        text = finding(treatment, found, words=words)
        place = made[0 if found.is_for else 1]
        if f"({text})" in place:  # the same, and it counts
            place[place.index(f"({text})")] = text
        elif text not in place and text.strip("()") not in place:
            place.append(text)
    if not any(made):
        made[0].append(unanswered(treatment))
    return made


def unanswered(treatment: Treatment) -> str:
    """Say what there is where no finding speaks for or against: no study, or none with an answer.

    Two treatments that were compared say nothing of either against no treatment.
    """
    own = [e.direction for e in treatment.evidence if e.in_als]
    if not own:
        return signs.NO_STUDY
    return "no data" if set(own) == {Direction.NO_DATA} else "compared"


# labels and marks


def label(treatment: Treatment, *, words: bool) -> str:
    """Return what labels say: each status with its agencies, the deciding one first.

    Args:
        treatment: The treatment.
        words: Whether there is room for all agencies, and for what was withdrawn.
    """
    if treatment.status is LabelStatus.NOT_APPLICABLE:
        return ""
    agencies: dict[LabelStatus | None, list[str]] = {}
    for found in treatment.labels:
        agencies.setdefault(found.status, []).append(found.agency.upper())
    shown = [treatment.status]
    if treatment.status is LabelStatus.WARNED_AGAINST and LabelStatus.ON_LABEL in agencies:
        shown.append(LabelStatus.ON_LABEL)
    told = [_label(status, agencies.get(status, []), words=words) for status in shown]
    if words and None in agencies:
        told.append(_label(None, agencies[None], words=True))
    return "; ".join(told)


def _label(status: LabelStatus | None, agencies: Sequence[str], *, words: bool) -> str:
    if status is LabelStatus.UNKNOWN:
        return _STATUSES[status]
    if words or len(agencies) == 1:
        return " ".join([_STATUSES[status], *agencies])
    return f"{_STATUSES[status]} {agencies[0]}+"


def marks(treatment: Treatment, *, is_boxed: bool = False) -> str:
    """Return the marks behind a name: contested, boxed, ruled out.

    Args:
        treatment: The treatment.
        is_boxed: Whether a medicine of the class that it is about has a boxed warning.
    """
    boxed = is_boxed or safety.is_boxed(treatment)
    return "".join(
        mark
        for mark, holds in (
            (signs.CONTESTED, treatment.contested),
            (signs.BOXED, boxed),
            (RULED_OUT, any(c.rules_out for c in treatment.cautions)),
        )
        if holds
    )


# answers


def counts(treatments: Sequence[Treatment], noun: str = "treatment in use") -> str:
    """Count treatments by role; those by guidelines on ALS first."""
    used = [t for t in treatments if t.role is Role.USED]
    firm = sum(t.basis is Basis.GUIDELINE for t in used)
    against = sum(t.role is Role.ADVISED_AGAINST for t in treatments)
    rest = [
        (len(used) - firm, "more by other guidelines, labels or pages"),
        (sum(t.contested for t in used), "contested"),
        (against, "advised against"),
        (len(treatments) - len(used) - against, "only studied"),
    ]
    word, *more = noun.split()
    first = f"{' '.join([counted(firm, word), *more])} by guidelines on ALS"
    return ", ".join([first, *(f"{count} {words}" for count, words in rest if count)])


def alerts(report: InteractionReport) -> str:
    """Count the pairs that labels speak of, by the most severe word on each.

    Example:
        >>> import alstx
        >>> alerts(alstx.load().interactions(["tizanidine", "fluvoxamine", "methadone"]))
        '1 contraindicated, 2 caution, among 3 pairs'
    """
    worst: dict[frozenset[object], Severity] = {}
    for alert in report.alerts:  # most severe first
        worst.setdefault(frozenset((alert.first.ref, alert.second.ref)), alert.severity)
    number = Counter(worst.values())
    told = [
        f"{number[severity]} {signs.SEVERITIES[severity].meaning}"
        for severity in signs.SEVERITIES
        if number[severity]
    ]
    among = len(report.checked) * (len(report.checked) - 1) // 2
    if not among:
        one = "One" if report.checked else "No"
        return f"{one} medicine: there is no pair to look up"
    words = ", ".join(told) or "No recorded label speaks of any pair"
    return f"{words}, among {counted(among, 'pair')}"


def interactions(report: InteractionReport) -> str:
    """Return the answer on a list of medicines: its alerts, labels not read, unknown names.

    Example:
        >>> import alstx
        >>> interactions(alstx.load().interactions(["baclofen", "qqqq"], unknown="report"))
        'One medicine: there is no pair to look up; not known, so not checked: qqqq'
    """
    missed = (
        ("no label read of", unread(report)),
        ("no label read for interactions of", _silent(report)),
        ("not known, so not checked:", [" ".join(name.split()) for name in report.unknown]),
    )
    rest = (f"{words} {', '.join(names)}" for words, names in missed if names)
    return "; ".join([alerts(report), *rest])


def unread(report: InteractionReport) -> list[str]:
    """Return the entries of a list of which no label was read."""
    return [found.entry.name for found in report.coverage if found.read is ReadExtent.NONE]


def _silent(report: InteractionReport) -> list[str]:
    """Return the medicines of whose interactions nothing was read, though a label was."""
    return [
        found.entry.name
        for found in report.coverage
        if found.entry in report.unrecorded
        and found.read is not ReadExtent.NONE
        and not any(LabelSection.INTERACTIONS in label.sections for label in found.labels)
    ]


def aside(treatment: Treatment) -> str:
    """Return the words to add to a name, where the role alone or its sign says too much."""
    if treatment.basis is not None:
        return _BASES.get(treatment.basis, "")
    if treatment.role is Role.ADVISED_AGAINST:
        extents = [r.extent for r in treatment.current if r.is_against and r.extent]
        limited = Extent.ALWAYS not in extents
        return ", ".join(dict.fromkeys(map(phrase, extents))) if limited else ""
    if treatment.trials is not Trials.NO_CONTROLLED_TRIAL:
        outcomes = "; ".join(treatment.other_primary_outcomes)
        people = treatment.largest_trial and treatment.people(treatment.largest_trial)
        said = f"{phrase(treatment.trials)}{f' ({outcomes})' if outcomes else ''}"
        return f"{said}, {counted(people, 'person', 'people')}" if people else said
    return "uncontrolled" if treatment.evidence else ""
