"""Sources: what was published, and for a study its primary outcome and people."""

from datetime import date
from typing import TYPE_CHECKING

import attrs

from alstx.ids import Curie, slug
from alstx.model import fields
from alstx.model.base import Record, Xref, document
from alstx.vocab import (
    MatchKind,
    Population,
    PrimaryMet,
    SourceKind,
    SourceStatus,
    Versus,
)

if TYPE_CHECKING:
    from alstx.model.base import JsonValue

_MOST_INITIALS = 4
_CITABLE = ("PMID", "DOI", "PMCID", "NCT")
_PAGES = (SourceKind.INFORMATION_PAGE, SourceKind.EXPERT_REVIEW)


@attrs.frozen(kw_only=True)
class Study:
    """Properties of a study as a whole, whichever finding of it is shown.

    Attributes:
        primary_outcome: What its primary endpoint measured, in words.
        primary_met: Fate of the primary endpoint.
        primary_versus: What the primary endpoint was compared with.
        primary_symptom: Id of the symptom that the primary endpoint measured, where one fits.
        enrolled: Number of people enrolled, as printed.
        registration: Number in a trial registry, as printed.
        harms: Harms that were reported, in our words.
    """

    primary_outcome: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    primary_met: PrimaryMet = attrs.field(validator=fields.is_a(PrimaryMet))
    primary_versus: Versus | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(Versus))
    )
    primary_symptom: str | None = attrs.field(
        default=None, validator=fields.maybe(slug), metadata={"ref": "symptoms"}
    )
    enrolled: int | None = attrs.field(default=None, validator=fields.maybe(fields.count))
    registration: str | None = attrs.field(default=None, validator=fields.maybe(fields.name))
    harms: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))


@attrs.frozen(kw_only=True, repr=False)
class Source(Record):
    """An article, guideline, drug label, registry entry, expert review or information page.

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
        superseded_by: Id of the newer version of the very same source.
        valid_until: Last day on which it says that it is valid.
        checked_on: Day on which the registers were last asked whether it still stands.
        retracted: What the notice of its retraction says.
        correction: What a notice of correction or concern says, with its identifier.
        study: What holds for the study as a whole; only for what reports one.
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
    superseded_by: str | None = attrs.field(
        default=None, validator=fields.maybe(slug), metadata={"ref": "sources"}
    )
    valid_until: date | None = attrs.field(default=None, validator=fields.maybe(fields.is_a(date)))
    checked_on: date | None = attrs.field(default=None, validator=fields.maybe(fields.is_a(date)))
    retracted: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    correction: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    study: Study | None = attrs.field(default=None, validator=fields.maybe(fields.is_a(Study)))
    population: Population | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(Population))
    )
    jurisdiction: str | None = attrs.field(default=None, validator=fields.maybe(slug))
    revision: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    note: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    xrefs: tuple[Xref, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Xref)), fields.one_per("id")],
    )
    reviewed: date = attrs.field(validator=fields.is_a(date))

    def __attrs_post_init__(self) -> None:
        graded = self.kind is SourceKind.GUIDELINE
        if graded != (self.status is not None):
            msg = "a guideline has a status (current, superseded or unknown), and nothing else has"
            raise ValueError(msg, attrs.fields(Source).status, self.status)
        if graded != (self.population is not None):
            msg = "a guideline has a population, als, mnd or other, and nothing else has"
            raise ValueError(msg, attrs.fields(Source).population, self.population)
        if self.superseded_by is not None and self.status is SourceStatus.CURRENT:
            msg = "a guideline that another one supersedes has the status superseded"
            raise ValueError(msg, attrs.fields(Source).status, self.status)
        if self.url is None and self.kind in _PAGES:
            msg = f"an {self.kind.value.replace('-', ' ')} needs its url"
            raise ValueError(msg, attrs.fields(Source).url, self.url)

    def to_dict(self) -> "dict[str, JsonValue]":
        """Return the source as dicts, lists and scalars: every field, and whether it still counts.

        Raises:
            InvalidArgumentError: If no knowledge base was ever loaded: its day is needed.

        Example:
            >>> import alstx
            >>> alstx.load().sources["cochrane-2011-sialorrhea"].to_dict()["standing"]
            'superseded'
        """
        return document(self)

    @property
    def label(self) -> str:
        """Short name, or else the form in which people cite it, such as ``Weiss 2016``."""
        if self.short_name is not None:
            return self.short_name
        if self.kind is SourceKind.LABEL and self.jurisdiction:
            return f"{self.jurisdiction.upper()} label"
        published, year = self.published_in or "", str(self.year or "")
        if self.kind in _PAGES and published:
            return f"{published} {year}".rstrip()
        if self.kind is SourceKind.ARTICLE:
            cochrane = "Cochrane" * published.startswith("Cochrane")
            first = next(map(_family, self.authors), "")
            name = cochrane or first or published * bool(year)
            return f"{name} {year}".rstrip() if name else self.title
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
        """True unless it is superseded or retracted."""
        replaced = self.superseded_by is not None or self.status is SourceStatus.SUPERSEDED
        return not replaced and self.retracted is None

    def is_expired_on(self, day: date | None) -> bool:
        """Return whether it had run out on a day; it still counts, and every view says so.

        Args:
            day: Day of the data version; None where the version is not dated.
        """
        return self.valid_until is not None and day is not None and self.valid_until < day

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
            parts.append(self.published_in.rstrip("."))
        if self.year:
            parts.append(f"{self.year}; {self.locator}" if self.locator else str(self.year))
        cited = [str(curie) for curie in self.identifiers if curie.prefix in _CITABLE]
        return ". ".join([*parts, *([", ".join(cited)] if cited else [])]) + "."


def _family(author: str) -> str:
    """Return the family name of ``Weiss MD``; a group's name stays whole."""
    *family, last = author.split()
    initials = last.isupper() and len(last) <= _MOST_INITIALS
    return " ".join(family) if family and initials else author
