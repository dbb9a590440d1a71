"""Symptoms and their groups."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import attrs

from alstx.ids import Curie, slug
from alstx.model import fields
from alstx.model.base import Term
from alstx.vocab import FrequencyBand


@attrs.frozen(kw_only=True)
class Translation:
    """A symptom's name in another language.

    Attributes:
        language: ISO 639-1 code.
        text: The name, from the official translations of HPO.
    """

    language: str = attrs.field(validator=fields.name)
    text: str = attrs.field(validator=fields.name)


@attrs.frozen(kw_only=True)
class Frequency:
    """Frequency of a sign in people with ALS.

    Attributes:
        band: One of Orphanet's bands.
        term: The HPO term to which the band was given.
        source: Id of the source that gives it.
    """

    band: FrequencyBand = attrs.field(validator=fields.is_a(FrequencyBand))
    term: Curie = attrs.field(validator=fields.is_a(Curie))
    source: str = attrs.field(validator=slug, metadata={"ref": "sources"})


@attrs.frozen(kw_only=True)
class Searched:
    """A search for treatments that found none.

    Attributes:
        day: Day of the search.
        result: Where was searched, and what was found, in our words.
    """

    day: date = attrs.field(validator=fields.is_a(date))
    result: str = attrs.field(validator=fields.text)


@attrs.frozen(kw_only=True, repr=False)
class Symptom(Term):
    """Something that a person with ALS experiences, or a group of such things.

    Attributes:
        plain_name: What people call it, in lower case.
        plain: What it is, in one sentence that a twelve-year-old understands; without advice.
        parents: Ids of the symptoms or groups directly above.
        see_also: Ids of symptoms under which its treatments may be recorded.
        searched: A search for treatments that found none.
        frequency: How often it occurs in ALS, where a source says so.
        translations: Names in other languages.
    """

    plain_name: str = attrs.field(validator=fields.name)
    plain: str | None = attrs.field(default=None, validator=fields.maybe(fields.name))
    parents: tuple[str, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=fields.each(slug),
        metadata={"ref": "symptoms"},
    )
    see_also: tuple[str, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=fields.each(slug),
        metadata={"ref": "symptoms"},
    )
    searched: Searched | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(Searched))
    )
    frequency: Frequency | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(Frequency))
    )
    translations: tuple[Translation, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Translation)), fields.one_per("language")],
        metadata={"as_dict": "translated"},
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The name, the plain name and the synonyms."""
        return (self.name, self.plain_name, *self.synonyms)

    @property
    def translated(self) -> Mapping[str, str]:
        """Names by language code."""
        return MappingProxyType({t.language: t.text for t in self.translations})
