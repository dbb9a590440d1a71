"""Common parts of all records: id, names, identifiers, and their form as dicts and lists."""

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any, ClassVar, TypeAlias, cast

import attrs

from alstx.errors import InvalidArgumentError
from alstx.ids import Curie, Ref, slug
from alstx.model import fields
from alstx.vocab import MatchKind

JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | str | int | float | bool | None"
"""Anything that JSON can hold."""
DOCUMENTS, NUMBER = "urn:alstx:schema:base:", 2
DOCUMENT = f"{DOCUMENTS}{NUMBER}"
"""The ``$schema`` of a JSON document. A change that breaks readers changes the number."""

_LAST = ("xrefs", "evidence", "recommendations", "reviewed")


@attrs.frozen
class Views:
    """Functions that show a record by itself: names, links and words are known above only.

    Attributes:
        html: Renders a value for a notebook.
        document: Returns a treatment, whole or compact, a source or a report as a dict.
    """

    html: Callable[[object], str]
    document: Callable[[Any, bool], "dict[str, JsonValue]"]


_views: list[Views] = []


def set_views(views: Views) -> None:
    """Set what shows a record by itself."""
    _views[:] = [views]


def view(value: object) -> str | None:
    """Return a value as HTML, or None where no knowledge base was ever loaded."""
    return _views[0].html(value) if _views else None


def document(record: object, *, compact: bool = False) -> "dict[str, JsonValue]":
    """Return a treatment, a source or a report as a dict.

    Raises:
        InvalidArgumentError: If no knowledge base was ever loaded: its words are needed.
    """
    if not _views:
        msg = (
            "treatments and sources take their words from a knowledge base: call alstx.load() first"
        )
        raise InvalidArgumentError(msg)
    return _views[0].document(record, compact)


@attrs.frozen(kw_only=True)
class Xref:
    """Our record's counterpart in another vocabulary.

    Attributes:
        id: The identifier there.
        match: How well it fits; ``broad`` means that their term is broader than our record.
    """

    id: Curie = attrs.field(validator=fields.is_a(Curie))
    match: MatchKind = attrs.field(default=MatchKind.EXACT, validator=fields.is_a(MatchKind))


@attrs.frozen(kw_only=True)
class Record:
    """Anything that a catalog contains.

    Attributes:
        id: Stable slug, unique within its kind; never reused and never deleted.
    """

    id: str = attrs.field(validator=slug)

    _computed: ClassVar[tuple[str, ...]] = ()
    """Names of the properties that `to_dict` adds to the fields."""

    @property
    def label(self) -> str:
        """Name of the record on a page."""
        return self.id

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which `find` and the filters know the record, besides its id."""
        return ()

    @property
    def identifiers(self) -> tuple[Curie, ...]:
        """Identifiers that mean this very record: those of its xrefs that match exactly."""
        return ()

    def to_dict(self) -> "dict[str, JsonValue]":
        """Return the record as dicts, lists and scalars that JSON can hold: every field.

        The documentation of the site has the JSON Schema; ``alstx schema --answers`` prints it.

        Example:
            >>> import alstx
            >>> alstx.load().drug_classes["ssri"].to_dict()["parents"]
            ['antidepressant']
        """
        made: dict[str, JsonValue] = to_plain(self, full=True)
        return made | {name: to_plain(getattr(self, name)) for name in self._computed}

    def __repr__(self) -> str:
        name = "" if self.label == self.id else f": {self.label}"
        return f"<{type(self).__name__} {self.id}{name}>"

    def _repr_html_(self) -> str | None:
        """Show the record in a notebook; names and links come from the bundled knowledge base."""
        return view(self)


@attrs.frozen(kw_only=True, repr=False)
class Term(Record):
    """A record that people know by name.

    Attributes:
        name: Preferred name.
        synonyms: Other names, spellings and abbreviations; unique within the kind.
        description: What it is, in a sentence or two of ours.
        xrefs: Counterparts in other vocabularies.
        reviewed: Day on which a curator last checked the record.
    """

    name: str = attrs.field(validator=fields.name)
    synonyms: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.name)
    )
    description: str = attrs.field(validator=fields.text)
    xrefs: tuple[Xref, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Xref)), fields.one_per("id")],
    )
    reviewed: date = attrs.field(validator=fields.is_a(date))

    @property
    def label(self) -> str:
        """The preferred name."""
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        """The preferred name and the synonyms."""
        return (self.name, *self.synonyms)

    @property
    def identifiers(self) -> tuple[Curie, ...]:
        """Identifiers that mean this very record."""
        return tuple(xref.id for xref in self.xrefs if xref.match is MatchKind.EXACT)


def to_plain(value: object, *, full: bool = False) -> Any:
    """Convert a record, or a part of one, into dicts, lists and scalars.

    What equals its default is left out, so that a file says only what it has to say.

    Args:
        value: A record, a value object, a vocabulary's word, a day, a tuple or a scalar.
        full: Write defaults out too, so that all records of a kind have the same keys.

    Example:
        >>> from alstx import Curie, Xref
        >>> to_plain(Xref(id=Curie.parse("HP:0002307")))
        {'id': 'HP:0002307'}
        >>> to_plain(Xref(id=Curie.parse("HP:0002307")), full=True)
        {'id': 'HP:0002307', 'match': 'exact'}
    """
    if isinstance(value, Curie | Ref):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_plain(member, full=full) for member in cast("tuple[object, ...]", value)]
    return _mapping(value, full=full) if attrs.has(type(value)) else value


def keys(cls: type[attrs.AttrsInstance]) -> list[str]:
    """Return the keys of a class's objects, in the order in which they are written."""
    names = [field.name for field in attrs.fields(cls)]
    return [n for n in names if n not in _LAST] + [n for n in _LAST if n in names]


def _mapping(value: Any, *, full: bool) -> dict[str, Any]:
    cls: type[attrs.AttrsInstance] = value.__class__
    defaults = {field.name: field.default for field in attrs.fields(cls)}
    found = {
        name: to_plain(held, full=full)
        for name in keys(cls)
        if (held := getattr(value, name)) != defaults[name] or full
    }
    for field in attrs.fields(cls):
        if "as_dict" in field.metadata and field.name in found:
            found[field.name] = dict(getattr(value, field.metadata["as_dict"]))
    return found
