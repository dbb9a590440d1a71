"""Names under which medicines are sold: brands, and products without records."""

from typing import Any

import attrs

from alstx.ids import country, slug
from alstx.model import fields


def _countries() -> Any:
    """Make the field of the countries in which a name is sold."""
    return attrs.field(default=(), converter=fields.as_tuple, validator=fields.each(country))


@attrs.frozen(kw_only=True)
class Elsewhere:
    """Substance that a brand name stands for in other countries.

    Attributes:
        substance: What it is there: the id of a medication, or the name of something else.
        countries: Codes of these countries.
    """

    substance: str = attrs.field(validator=fields.name)
    countries: tuple[str, ...] = attrs.field(
        converter=fields.as_tuple,
        validator=[fields.each(country), fields.not_empty],
    )


@attrs.frozen
class Brand:
    """A name under which a medicine is or was sold.

    Attributes:
        name: The name, without strength and form.
        countries: Codes of countries whose registers have it; empty where none is known.
        elsewhere: What the same name stands for in other countries.

    Example:
        >>> Brand("Lioresal", ("CH", "GB", "US")).countries
        ('CH', 'GB', 'US')
    """

    name: str = attrs.field(validator=fields.name)
    countries: tuple[str, ...] = _countries()
    elsewhere: tuple[Elsewhere, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Elsewhere)), fields.one_per("substance")],
    )


@attrs.frozen(kw_only=True)
class Product:
    """A product of several substances that has no record of its own, such as Percocet.

    Attributes:
        name: The name, without strength and form.
        ingredients: Ids of its ingredients that are medications of this knowledge base.
        others: Names of its other ingredients.
        countries: Codes of countries whose registers have it; empty where none is known.
    """

    name: str = attrs.field(validator=fields.name)
    ingredients: tuple[str, ...] = attrs.field(
        converter=fields.as_tuple,
        validator=[fields.each(slug), fields.not_empty],
        metadata={"ref": "medications"},
    )
    others: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.name)
    )
    countries: tuple[str, ...] = _countries()
