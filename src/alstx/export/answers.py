"""The JSON Schema (draft 2020-12) of what ``to_dict`` returns: records, treatments, reports.

``--json``, the server for assistants and the example service answer in this shape. Records are as
their classes say; what is concluded of a treatment, and a report on interactions, is described
here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from alstx.display.documents import COMPACT
from alstx.export.json import dumps
from alstx.export.schema import DIALECT, Definitions, Schema
from alstx.model.interaction import InteractionReport, SharedKind
from alstx.model.records import KINDS
from alstx.model.terms import Disease
from alstx.model.treatment import Treatment
from alstx.tables.docs import about, summary
from alstx.vocab import (
    Basis,
    CautionTopic,
    Direction,
    LabelStatus,
    Level,
    ReadExtent,
    Reason,
    Role,
    Severity,
    Trials,
)

if TYPE_CHECKING:
    from alstx.model.base import Record

ID = "urn:alstx:schema:answers:1"
_LEFT_OUT = ("sources", "labels_read", "harms", "opposing", "apart")
"""Fields of a treatment that others say: they are not in its dict."""


def schema() -> Schema:
    """Return the JSON Schema of the dicts of records, of a compact treatment, and of a report.

    Example:
        >>> schema()["$defs"]["CompactTreatment"]["required"][:3]
        ['id', 'intervention_name', 'role']
    """
    made = Definitions()
    classes: list[type[Record]] = [Disease, *(kind.cls for kind in KINDS.values())]
    for cls in classes:
        made.refer(cls)
    whole = _treatment(made)
    found = {name: _with_every_key(rule) for name, rule in made.found.items()}
    _add_computed(found)
    found |= {"Treatment": _with_every_key(whole), "CompactTreatment": _compact(whole)}
    found["InteractionReport"] = _report()
    more = ("Treatment", "CompactTreatment", "InteractionReport")
    names = [*(cls.__name__ for cls in classes), *more]
    return {
        "$schema": DIALECT,
        "$id": ID,
        "title": "Records of alstx as dicts",
        "description": "What to_dict returns: a record, a compact treatment, or a report.",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in names],
        "$defs": dict(sorted(found.items())),
    }


def _add_computed(found: dict[str, Schema]) -> None:
    """Add what is computed of a finding, a source, and a statement on a treatment."""
    found["Evidence"]["properties"]["level"] = _or_null(_level())
    found["Evidence"]["required"].append("level")
    found["Source"]["properties"] |= {"current": _FLAG, "standing": _or_null(_TEXT)}
    found["Source"]["required"] += ["current", "standing"]
    stated = found["Recommendation"]
    found["CurrentRecommendation"] = {
        **stated,
        "properties": {**stated["properties"], "current": {"type": "boolean"}},
        "required": [*stated["required"], "current"],
    }


def render() -> str:
    """Write the schema as JSON."""
    return dumps(schema())


def _with_every_key(rule: Schema) -> Schema:
    """Return the rule of an object of which no key is left out; of others, that rule."""
    if "properties" not in rule:
        return rule
    return {**rule, "required": [*rule["properties"]]}


def _treatment(made: Definitions) -> Schema:
    """Return the schema of a treatment: its fields, and what is concluded."""
    own = [field for field in attrs.fields(Treatment) if field.name not in _LEFT_OUT]
    properties = {field.name: made.field(Treatment, field) for field in own}
    properties |= {name: {"description": said, **rule} for name, (said, rule) in _CONCLUDED.items()}
    properties["recommendations"] |= {"items": {"$ref": "#/$defs/CurrentRecommendation"}}
    return {
        "description": summary(Treatment),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _compact(whole: Schema) -> Schema:
    """Return the schema of a compact treatment: fewer keys, and none that says nothing."""
    properties: Schema = {}
    for name, parts in COMPACT.items():
        rule = whole["properties"][name]
        properties[name] = _narrowed(rule, parts) if parts else rule
    properties["statements"] |= _list(_object(sources=_list(_ID), words=_TEXT))
    always = ("id", "intervention_name", "role", "best_supporting_level", "contested", "status")
    return {
        "description": "What no short answer may leave out; keys that say nothing are left out.",
        "type": "object",
        "properties": properties,
        "required": list(always),
        "additionalProperties": False,
    }


def _report() -> Schema:
    said = about(InteractionReport)
    rules = {name: {"description": said[name], **rule} for name, rule in _REPORTED.items()}
    return {"description": summary(InteractionReport), **_object(**rules)}


def _narrowed(rule: Schema, parts: tuple[str, ...]) -> Schema:
    """Return the schema of a list, or of an object, of which only some keys are there."""
    some = {"type": "object", "required": list(parts)}
    said = {"description": rule["description"]}
    return {**said, **some} if "anyOf" in rule else {**said, "type": "array", "items": some}


_ID: Schema = {"type": "string"}
_TEXT: Schema = {"type": "string", "minLength": 1}
_FLAG: Schema = {"type": "boolean"}


def _words(kind: Any) -> Schema:
    return {"enum": [word.value for word in kind]}


def _level() -> Schema:
    return {"type": "integer", "enum": [int(level) for level in Level]}


def _or_null(rule: Schema) -> Schema:
    return {"anyOf": [rule, {"type": "null"}]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_CONCLUDED: dict[str, tuple[str, Schema]] = {
    "intervention_name": ("Name of the intervention.", _TEXT),
    "symptom_name": ("Name of the symptom.", _TEXT),
    "plain": ("One plain sentence on a treatment in use.", _or_null(_TEXT)),
    "role": ("What somebody advises.", _words(Role)),
    "role_words": ("The role in words; studied is never bare.", _TEXT),
    "basis": ("What the role used rests on.", _or_null(_words(Basis))),
    "trials": ("Results of primary endpoints of controlled trials.", _words(Trials)),
    "status": ("What labels say, in one word.", _words(LabelStatus)),
    "labels": ("What each agency's labels say, with whom they cover.", _list(_TEXT)),
    "label_sources": ("Ids of the sources of what labels say.", _list(_ID)),
    "boxed_words": ("The boxed warning, with whose it is.", _or_null(_TEXT)),
    "forms_words": ("Which forms may go down a feeding tube.", _or_null(_TEXT)),
    "best_supporting_level": ("Best level among the findings that count.", _or_null(_level())),
    "contested": ("Whether sources point in opposite directions.", _FLAG),
    "disagreements": (
        "Ways in which sources disagree, with the ids of those on both sides.",
        _list(
            _object(
                reason=_words(Reason),
                **{"for": _list(_ID), "against": _list(_ID)},
                words=_TEXT,
            )
        ),
    ),
    "statements": (
        "What each current source says.",
        _list(_object(source=_ID, sign=_TEXT, words=_TEXT, of_class=_FLAG, expired=_FLAG)),
    ),
    "key_findings": (
        "The findings that no short answer may leave out, every harm among them.",
        _list(_object(id=_ID, source=_ID, is_for=_FLAG, direction=_words(Direction), words=_TEXT)),
    ),
    "survival_findings": (
        "Findings on survival that are not harms.",
        _list(_object(id=_ID, source=_ID, words=_TEXT)),
    ),
}
"""For each key that is concluded: what it says, and its schema."""

_REPORTED: dict[str, Schema] = {
    "alerts": _list(
        _object(
            severity=_words(Severity),
            first=_ID,
            second=_ID,
            effect=_TEXT,
            mechanism=_or_null(_TEXT),
            label_of=_ID,
            sources=_list(_ID),
            together=_list(_ID),
            topic=_or_null(_words(CautionTopic)),
        )
    ),
    "shared": _list(
        _object(kind=_words(SharedKind), topic=_TEXT, medicines=_list(_ID), sources=_list(_ID))
    ),
    "checked": _list(_ID),
    "coverage": _list(
        _object(
            entry=_ID,
            read=_words(ReadExtent),
            labels=_list({"$ref": "#/$defs/LabelRead"}),
            through=_list(_ID),
        )
    ),
    "unrecorded": _list(_ID),
    "unknown": _list(_TEXT),
    "note": _TEXT,
}
