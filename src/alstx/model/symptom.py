"""Symptoms and their groups."""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from alstx.ids import Curie
from alstx.model import fields
from alstx.model.record import Term
from alstx.value import Value
from alstx.vocab import FrequencyBand


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Translation(Value):
    """A symptom's name in another language.

    Attributes:
        language: ISO 639-1 code.
        text: The name, from the official translations of HPO.
    """

    language: str = attrs.field(validator=fields.name)
    text: str = attrs.field(validator=fields.name)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Frequency(Value):
    """How often a sign occurs in people with ALS.

    Attributes:
        band: One of Orphanet's bands.
        term: The HPO term to which the band was given.
        source: Id of the source that gives it.
    """

    band: FrequencyBand = attrs.field(validator=fields.is_a(FrequencyBand))
    term: Curie = attrs.field(validator=fields.is_a(Curie))
    source: str = attrs.field(validator=fields.slug)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Symptom(Term):
    """Something that a person with ALS experiences, or a group of such things.

    Attributes:
        plain_name: What people call it, in lower case.
        parents: Ids of the symptoms or groups directly above.
        frequency: How often it occurs in ALS, where a source says so.
        translations: Names in other languages.
    """

    plain_name: str = attrs.field(validator=fields.name)
    parents: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.slug)
    )
    frequency: Frequency | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(Frequency))
    )
    translations: tuple[Translation, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Translation)), fields.one_per("language")],
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The name, the plain name and the synonyms."""
        return (self.name, self.plain_name, *self.synonyms)

    @property
    def translated(self) -> Mapping[str, str]:
        """Names by language code."""
        return MappingProxyType({t.language: t.text for t in self.translations})
