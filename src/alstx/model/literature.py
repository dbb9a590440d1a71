"""Sources: the articles, guidelines, labels and pages that facts come from."""

from datetime import date

import attrs

from alstx.ids import Curie, Ref
from alstx.model import fields
from alstx.model.base import Record, Xref
from alstx.vocab import (
    Certainty,
    Direction,
    Level,
    Line,
    MatchKind,
    Population,
    SourceKind,
    SourceStatus,
    Stance,
    StudyDesign,
    Verification,
)

_MOST_INITIALS = 4
_CITABLE = ("PMID", "DOI", "PMCID", "NCT")


@attrs.frozen(kw_only=True, repr=False)
class Source(Record):
    """An article, guideline, drug label, registry entry or information page.

    The citation stands here once; the evidence and recommendations taken from it name its id.

    Attributes:
        kind: What it is.
        title: Title as printed.
        short_name: What people call it, such as ``EAN 2024``; for guidelines and pages.
        authors: Authors as far as they were seen, family name first.
        year: Year of publication, where seen.
        published_in: Journal, publisher or organisation.
        locator: Volume, issue and pages, as printed.
        url: Address of the source itself; identifiers give further ones.
        status: Whether a guideline is current or superseded; None for other kinds.
        population: Whom a guideline is about; None for other kinds.
        jurisdiction: Country or region of a label, as a two-letter code.
        revision: Edition or revision, as seen.
        note: Limits of what was read of it.
        xrefs: PMID, DOI and other identifiers.
        reviewed: Day on which a curator last checked the record.
    """

    kind: SourceKind = attrs.field(validator=fields.is_a(SourceKind))
    title: str = attrs.field(validator=fields.title)
    short_name: str | None = attrs.field(default=None, validator=fields.maybe(fields.name))
    authors: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.name)
    )
    year: int | None = attrs.field(default=None, validator=fields.maybe(fields.year))
    published_in: str | None = attrs.field(default=None, validator=fields.maybe(fields.name))
    locator: str | None = attrs.field(default=None, validator=fields.maybe(fields.name))
    url: str | None = attrs.field(default=None, validator=fields.maybe(fields.url))
    status: SourceStatus | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(SourceStatus))
    )
    population: Population | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(Population))
    )
    jurisdiction: str | None = attrs.field(default=None, validator=fields.maybe(fields.slug))
    revision: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    note: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    xrefs: tuple[Xref, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Xref)), fields.one_per("id")],
    )
    reviewed: date = attrs.field(validator=fields.is_a(date))

    def __attrs_post_init__(self) -> None:
        """Checks what only the whole record can show."""
        graded = self.kind is SourceKind.GUIDELINE
        if graded != (self.status is not None):
            msg = "a guideline has a status (current, superseded or unknown), and nothing else has"
            raise ValueError(msg, attrs.fields(Source).status, self.status)
        if graded != (self.population is not None):
            msg = "a guideline has a population, als, mnd or other, and nothing else has"
            raise ValueError(msg, attrs.fields(Source).population, self.population)
        if self.url is None and self.kind is SourceKind.INFORMATION_PAGE:
            msg = "an information page needs its url"
            raise ValueError(msg, attrs.fields(Source).url, self.url)

    @property
    def label(self) -> str:
        """What to call it: its short name, else as people cite it, such as ``Weiss 2016``."""
        if self.short_name is not None:
            return self.short_name
        if self.kind is SourceKind.LABEL and self.jurisdiction:
            return f"{self.jurisdiction.upper()} label"
        published, year = self.published_in or "", str(self.year or "")
        if self.kind is SourceKind.INFORMATION_PAGE and published:
            return f"{published} {year}".rstrip()
        if self.kind is SourceKind.ARTICLE:
            for name in (
                "Cochrane" * published.startswith("Cochrane"),
                *map(_family, self.authors),
            ):
                if name:
                    return f"{name} {year}".rstrip()
        return self.title

    @property
    def names(self) -> tuple[str, ...]:
        """The short name, if it has one: titles are too long to type and not unique."""
        return () if self.short_name is None else (self.short_name,)

    @property
    def identifiers(self) -> tuple[Curie, ...]:
        """Identifiers that mean this very source."""
        return tuple(xref.id for xref in self.xrefs if xref.match is MatchKind.EXACT)

    @property
    def is_current(self) -> bool:
        """Whether it still counts: everything but a superseded guideline does."""
        return self.status is not SourceStatus.SUPERSEDED

    @property
    def link(self) -> str | None:
        """Best address to send a reader to: DOI, PubMed, PMC or trial page, else the url."""
        by_prefix = {curie.prefix: curie.url for curie in self.identifiers}
        for prefix in ("DOI", "PMID", "PMCID", "NCT", "NBK"):
            if prefix in by_prefix:
                return by_prefix[prefix]
        return self.url

    @property
    def citation(self) -> str:
        """The citation in one line."""
        parts: list[str] = []
        for first in self.authors[:1]:
            more = " et al" if len(self.authors) > 1 else ""
            parts.append(f"{first}{more}")
        parts.append(self.title.rstrip("."))
        if self.published_in:
            parts.append(self.published_in)
        if self.year:
            parts.append(f"{self.year}; {self.locator}" if self.locator else str(self.year))
        cited = [str(curie) for curie in self.identifiers if curie.prefix in _CITABLE]
        return ". ".join([*parts, *([", ".join(cited)] if cited else [])]) + "."


def _family(author: str) -> str:
    """The family name of ``Weiss MD``; a group's name stays whole."""
    *family, last = author.split()
    initials = last.isupper() and len(last) <= _MOST_INITIALS
    return " ".join(family) if family and initials else author


@attrs.frozen(kw_only=True, repr=False)
class Evidence(Record):
    """One finding of one source on interventions for symptoms.

    The direction holds for every intervention and every symptom that the record names.

    Attributes:
        source: Id of the source.
        interventions: What was studied.
        comparator: What it was compared with.
        symptoms: Ids of the symptoms that the finding bears on.
        design: How the finding was made.
        population: Who was studied; findings in other diseases never count for `best_level`.
        population_detail: The population in words.
        participants: Number of people, as printed; None where it was not seen.
        regimen: Dose and duration that were studied; never a recommendation.
        outcome: What was measured.
        direction: Which way the finding points.
        effect: The numbers, exactly as the source prints them.
        finding: The finding in our words.
        adverse_events: Harms that were reported, in our words.
        certainty: GRADE certainty, only where the source itself states it.
        limits: What a reader should know before relying on it.
    """

    source: str = attrs.field(validator=fields.slug)
    interventions: tuple[Ref, ...] = attrs.field(
        converter=fields.as_tuple, validator=[fields.each(fields.intervention), fields.not_empty]
    )
    comparator: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    symptoms: tuple[str, ...] = attrs.field(
        converter=fields.as_tuple, validator=[fields.each(fields.slug), fields.not_empty]
    )
    design: StudyDesign = attrs.field(validator=fields.is_a(StudyDesign))
    population: Population = attrs.field(validator=fields.is_a(Population))
    population_detail: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    participants: int | None = attrs.field(default=None, validator=fields.maybe(fields.count))
    regimen: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    outcome: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    direction: Direction = attrs.field(validator=fields.is_a(Direction))
    effect: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    finding: str = attrs.field(validator=fields.text)
    adverse_events: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    certainty: Certainty | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(Certainty))
    )
    limits: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))

    @property
    def level(self) -> Level:
        """Level of evidence after Oxford CEBM 2011, from the design alone."""
        return self.design.level

    @property
    def in_als(self) -> bool:
        """Whether people with ALS or another motor neuron disease were studied."""
        return self.population is not Population.OTHER

    @property
    def supports(self) -> bool:
        """Whether it speaks for the interventions in ALS or MND: benefit or mixed."""
        return self.in_als and self.direction in (Direction.BENEFIT, Direction.MIXED)

    @property
    def opposes(self) -> bool:
        """Whether it speaks against the interventions in ALS or MND: no benefit or harm."""
        return self.in_als and self.direction in (Direction.NO_BENEFIT, Direction.HARM)


@attrs.frozen(kw_only=True, repr=False)
class Recommendation(Record):
    """One statement of a guideline or information page on one intervention for one symptom.

    Attributes:
        source: Id of the source.
        intervention: What the statement is about.
        symptom: Id of the symptom.
        stance: For, against, or neither.
        line: Place in the order that the source states, if it states one.
        strength: Grade, as the source words it.
        conditions: When the statement applies.
        statement: The statement in our words.
        verification: Whether the source's own text was read.
    """

    source: str = attrs.field(validator=fields.slug)
    intervention: Ref = attrs.field(validator=fields.intervention)
    symptom: str = attrs.field(validator=fields.slug)
    stance: Stance = attrs.field(validator=fields.is_a(Stance))
    line: Line | None = attrs.field(default=None, validator=fields.maybe(fields.is_a(Line)))
    strength: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    conditions: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    statement: str = attrs.field(validator=fields.text)
    verification: Verification = attrs.field(validator=fields.is_a(Verification))

    @property
    def is_for(self) -> bool:
        """Whether it recommends or considers the intervention."""
        return self.stance >= Stance.CONSIDER

    @property
    def is_against(self) -> bool:
        """Whether it advises against the intervention."""
        return self.stance is Stance.DO_NOT_RECOMMEND
