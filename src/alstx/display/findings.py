"""Sentences on one finding: how it was made, against what, in whom, and where it stands."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from alstx.display import signs
from alstx.display.words import counted, phrase
from alstx.vocab import Endpoint, PrimaryMet, Versus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alstx.model.literature import Evidence
    from alstx.model.sources import Source

_RANKS = {Endpoint.NOT_STATED: "endpoint not stated", Endpoint.POST_HOC: "post-hoc"}
_COMPARATORS = {
    Versus.ACTIVE: "against another treatment",
    Versus.OTHER_DOSE: "against another dose or schedule of the same",
    Versus.BASELINE: "against the state before",
    Versus.NONE: "compared with nothing",
    Versus.NOT_STATED: "comparator not stated",
}


def how(evidence: Evidence) -> str:
    """Return how a finding was made: design, endpoint, comparator, population, size, reading.

    Example:
        >>> import alstx
        >>> how(alstx.evidence["oskarsson-2018-mexiletine-cramps"]).split(", ")[:3]
        ['randomized crossover trial', 'primary endpoint', 'against placebo']
    """
    parts = [
        phrase(evidence.design),
        rank(evidence),
        against(evidence),
        f"in {signs.POPULATIONS[evidence.population]}",
    ]
    if evidence.participants is not None:
        parts.append(counted(evidence.participants, "person", "people"))
    if evidence.certainty is not None:
        parts.append(f"GRADE certainty {phrase(evidence.certainty)}")
    parts.append(f"read: {phrase(evidence.read)}")
    return ", ".join(part for part in parts if part)


def against(evidence: Evidence) -> str:
    """Return what the number of a finding stands against, by kind."""
    return _COMPARATORS.get(evidence.versus, f"against {phrase(evidence.versus)}")


def endpoint(evidence: Evidence, source: Source) -> str:
    """Return the rank of a finding's outcome, with the fate of a primary endpoint that was missed.

    Example:
        >>> import alstx
        >>> found = alstx.evidence["weiss-2016-mexiletine-cramps"]
        >>> endpoint(found, alstx.sources[found.source])
        'secondary endpoint'
    """
    words = rank(evidence)
    if source.study is None or source.study.primary_met is not PrimaryMet.MISSED:
        return words
    missed = "missed" if evidence.endpoint is Endpoint.PRIMARY else "the study missed its primary"
    return f"{words}, {missed}"


def rank(evidence: Evidence) -> str:
    """Return the rank of a finding's outcome in its study."""
    return _RANKS.get(evidence.endpoint, f"{phrase(evidence.endpoint)} endpoint")


def people(evidence: Evidence, source: Source) -> str:
    """Return how many people a finding rests on, or else how many its study enrolled."""
    count = evidence.participants or (source.study.enrolled if source.study else None)
    return "people not told" if count is None else counted(count, "person", "people")


def cite(source: Source) -> str:
    """Return what to call a source, with its year."""
    year = "" if source.year is None else str(source.year)
    return source.label if year in source.label else f"{source.label} ({year})"


def best_first(found: Iterable[Evidence], sources: Mapping[str, Source]) -> list[Evidence]:
    """Return findings, the best level first, the newest first within a level."""
    return sorted(found, key=lambda e: (e.level or 9, -(sources[e.source].year or 0), e.id))


def ways(found: Iterable[Evidence]) -> str:
    """Count findings by direction, the most frequent first.

    Example:
        >>> import alstx
        >>> ways(alstx.evidence.filter(source="oskarsson-2018-mexiletine"))
        '2 benefit, 1 no difference'
    """
    number = Counter(signs.DIRECTIONS[e.direction].meaning for e in found)
    return ", ".join(f"{count} {way}" for way, count in number.most_common())
