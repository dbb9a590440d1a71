"""The JSON Schema (draft 2020-12) of a base, generated from the record classes.

It says what one record by itself must be. What must hold between records (that every id is one,
that nothing stands without a source) is for `alstx.load` to check.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from alstx.export.json import dumps
from alstx.ids import CURIE_PATTERNS, LONGEST_SLUG, SLUG_PATTERN, Curie, Ref, RefKind, slug
from alstx.model import fields
from alstx.model.base import DOCUMENT, to_plain
from alstx.model.records import Records
from alstx.model.symptoms import Translation
from alstx.tables.docs import about, is_vocabulary, member_of, split_optional, summary, types
from alstx.vocab import MatchKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

_UNPADDED = r"^\S(?:[\s\S]*\S)?$"
_SLUG_BODY = SLUG_PATTERN
_DEFINITIONS: dict[type, str] = {MatchKind: "Match"}
"""Names in the schema of classes that have another name in Python: its own names are stable."""
_SCALARS: dict[Any, tuple[str, Schema]] = {
    slug: (
        "Slug",
        {"type": "string", "maxLength": LONGEST_SLUG, "pattern": f"^{_SLUG_BODY}$"},
    ),
    fields.name: (
        "Name",
        {
            "type": "string",
            "minLength": 1,
            "maxLength": fields.LONGEST_NAME,
            "pattern": _UNPADDED,
        },
    ),
    fields.text: (
        "Text",
        {
            "type": "string",
            "minLength": 1,
            "maxLength": fields.LONGEST_TEXT,
            "pattern": _UNPADDED,
        },
    ),
    fields.url: ("Url", {"type": "string", "pattern": r"""^https?://[^\s<>"'`\\]*$"""}),
    fields.year: (
        "Year",
        {"type": "integer", "minimum": fields.EARLIEST_YEAR, "maximum": fields.LATEST_YEAR},
    ),
    fields.count: ("Count", {"type": "integer", "minimum": 1, "maximum": 10**9 - 1}),
}
"""For each validator of a scalar the name of its definition, and the definition."""
_PLAIN: dict[Any, str] = {str: "string", bool: "boolean", float: "number"}


def schema() -> Schema:
    """Return the JSON Schema of the document that ``json`` exports.

    Example:
        >>> schema()["$defs"]["Direction"]["enum"]
        ['benefit', 'harm', 'mixed', 'no-difference', 'inconclusive', 'no-data']
    """
    made = Definitions()
    properties: Schema = {
        "$schema": {"const": DOCUMENT},
        "disclaimer": {"type": "string", "description": "What the base is not."},
        "license": {"type": "string", "description": "SPDX name of the licence of the data."},
    }
    for field in attrs.fields(Records):
        properties[field.name] = made.field(Records, field)
    return {
        "$schema": DIALECT,
        "$id": DOCUMENT,
        "title": "A base of alstx",
        "description": (
            f"{summary(Records)} What must hold between records is not said here; "
            "alstx.load checks it."
        ),
        "type": "object",
        "properties": properties,
        "required": ["$schema", "version", "disease"],
        "additionalProperties": False,
        "$defs": dict(sorted(made.found.items())),
    }


def render(_: object = None) -> str:
    """Write the schema as JSON; it is the same for every base."""
    return dumps(schema())


class Definitions:
    """Collector of the definitions of classes, vocabularies and scalars as fields name them."""

    def __init__(self) -> None:
        self.found: dict[str, Schema] = {}

    def field(self, cls: type, field: "attrs.Attribute[Any]") -> Schema:
        """Return the schema of a field, with what the class says of it."""
        kind, optional = split_optional(types(cls)[field.name])
        made: Schema = {"description": about(cls)[field.name]}
        typed = self._typed(kind, list(_checks(field.validator)))
        made |= {"anyOf": [typed, {"type": "null"}]} if optional else typed
        if field.default is not attrs.NOTHING:
            is_map = member_of(kind) is Translation
            made["default"] = {} if is_map else to_plain(field.default)
        return made

    def _typed(self, kind: Any, checks: list[Callable[..., None]]) -> Schema:
        member = member_of(kind)
        if member is Translation:
            words = {field.name: self.field(member, field) for field in attrs.fields(member)}
            return {
                "type": "object",
                "propertyNames": words["language"],
                "additionalProperties": words["text"],
            }
        if member is not None:
            return _list(self._typed(member, checks), checks)
        for check in checks:
            if check in _SCALARS:
                return self._refer(*_SCALARS[check])
        if kind is Ref:
            narrowed = _ref(_kinds(checks))
            narrowed.pop("description")
            return self._refer("Ref", _ref(RefKind)) | narrowed
        return self._named(kind)

    def _named(self, kind: Any) -> Schema:
        if kind in _PLAIN:
            return {"type": _PLAIN[kind]}
        if kind is date:
            return {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        if kind is Curie:
            return self._refer("Curie", _curie())
        if is_vocabulary(kind):
            return self._refer(_DEFINITIONS.get(kind, kind.__name__), _vocabulary(kind))
        return self.refer(kind)

    def refer(self, cls: type) -> Schema:
        """Define a class, and return the reference to its definition."""
        return self._refer(cls.__name__, self._object(cls))

    def _refer(self, name: str, definition: Schema) -> Schema:
        self.found[name] = definition
        return {"$ref": f"#/$defs/{name}"}

    def _object(self, cls: type) -> Schema:
        members = attrs.fields(cls)
        return {
            "description": summary(cls),
            "type": "object",
            "properties": {field.name: self.field(cls, field) for field in members},
            "required": [field.name for field in members if field.default is attrs.NOTHING],
            "additionalProperties": False,
        }


def _checks(validator: Any) -> Iterator[Callable[..., None]]:
    """Return what a validator consists of: those of a list, and those that wrap another one."""
    for check in getattr(validator, "_validators", (validator,)):
        if inspect.isfunction(check):
            yield check
            inner = inspect.getclosurevars(check).nonlocals
            if "check" in inner:  # fields.maybe and fields.each
                yield from _checks(inner["check"])


def _list(items: Schema, checks: list[Callable[..., None]]) -> Schema:
    made: Schema = {"type": "array", "items": items, "uniqueItems": True}
    return made | ({"minItems": 1} if fields.not_empty in checks else {})


def _kinds(checks: list[Callable[..., None]]) -> Iterable[RefKind]:
    """Return the kinds of record that `refers_to` allows, else all."""
    found = (inspect.getclosurevars(check).nonlocals.get("kinds") for check in checks)
    return next(filter(None, found), RefKind)


def _ref(kinds: Iterable[RefKind]) -> Schema:
    allowed = "|".join(kind.value for kind in kinds)
    return {
        "description": summary(Ref),
        "type": "string",
        "pattern": f"^(?:{allowed})/{_SLUG_BODY}$",
    }


def _curie() -> Schema:
    forms = [f"{prefix}:(?:{known})" for prefix, known in sorted(CURIE_PATTERNS.items())]
    pattern = "|".join(forms).replace(r"[\d", "[0-9").replace(r"\d", "[0-9]")  # ASCII only
    return {"description": summary(Curie), "type": "string", "pattern": f"^(?:{pattern})$"}


def _vocabulary(kind: type[StrEnum]) -> Schema:
    return {
        "description": summary(kind),
        "type": "string",
        "enum": [word.value for word in kind],
    }
