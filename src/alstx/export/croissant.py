"""Croissant 1.1 metadata of a data package: its files, and what each column of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from alstx.about import DISCLAIMER

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.kb.base import KnowledgeBase

Json: TypeAlias = dict[str, Any]

METADATA = "croissant.json"
VERSION = "http://mlcommons.org/croissant/1.1"
_AUTHORS = "The alstx developers"
_CR = "http://mlcommons.org/croissant/"
_OWN = (
    *("arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field"),
    *("fileObject", "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset"),
    *("jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex"),
    *("repeated", "replace", "samplingRate", "separator", "source", "subField", "transform"),
)
"""Words of Croissant's context that are plain names of its own."""
_CONTEXT: Mapping[str, Any] = MappingProxyType(
    {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": _CR,
        "rai": f"{_CR}RAI/",
        "dct": "http://purl.org/dc/terms/",
        "conformsTo": "dct:conformsTo",
        **{word: f"cr:{word}" for word in _OWN},
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "description": {"@container": "@language"},
        "name": {"@container": "@language"},
    }
)
_TYPES = {
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "integer": "sc:Integer",
    "number": "sc:Float",
}
"""Types of columns by the type in the descriptor; all else is text."""


def metadata(kb: KnowledgeBase, descriptor: Mapping[str, Any]) -> Json:
    """Return the metadata of a package of tables.

    The address that the format requires is left out while the data have none, and so are links
    between tables, which lead in circles that its readers do not follow; the descriptor has them.

    Args:
        kb: The knowledge base that was written.
        descriptor: The package's Frictionless descriptor.
    """
    resources: list[Json] = descriptor["resources"]
    return {
        "@context": dict(_CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": descriptor["name"],
        "alternateName": descriptor["title"],
        "description": DISCLAIMER,
        "version": kb.version,
        **_published(kb.version),
        "license": descriptor["licenses"][0]["path"],
        "creator": {"@type": "sc:Organization", "name": _AUTHORS},
        "citeAs": (
            f"@misc{{alstx, author = {{{{{_AUTHORS}}}}}, title = {{{descriptor['title']}}}, "
            f"note = {{version {kb.version}}}}}"
        ),
        "inLanguage": "en",
        "keywords": [kb.disease.name],
        "distribution": [_file(resource) for resource in resources],
        "recordSet": [_records(resource) for resource in resources],
    }


def _published(version: str) -> Json:
    """Return the day that a version names, where it is one."""
    try:
        day = datetime.strptime(version, "%Y.%m.%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return {}
    return {"datePublished": day.isoformat()}


def _file(resource: Json) -> Json:
    kind = resource["mediatype"]
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "description": resource["description"],
        "contentUrl": resource["path"],
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": "application/x-parquet" if kind.endswith("parquet") else kind,
        "sha256": resource["hash"].partition(":")[2],
    }


def _records(resource: Json) -> Json:
    name, schema = resource["name"], resource["schema"]
    keys = [{"@id": f"{name}/{key}"} for key in schema.get("primaryKey", ())]
    fields: Iterable[Json] = schema["fields"]
    made: Json = {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": resource["description"],
        "field": [_field(resource, field) for field in fields],
    }
    return made | ({"key": keys} if keys else {})


def _field(resource: Json, field: Json) -> Json:
    """Describe a column; a list is one in Parquet, and in CSV a text that is a JSON array."""
    table, name = resource["name"], field["name"]
    made: Json = {
        "@type": "cr:Field",
        "@id": f"{table}/{name}",
        "name": f"{table}/{name}",
        "description": field["description"],
        "dataType": _TYPES.get(field["type"], "sc:Text"),
        "source": {"fileObject": {"@id": resource["path"]}, "extract": {"column": name}},
    }
    if field["type"] == "array" and resource["format"] == "parquet":
        made |= {"isArray": True, "arrayShape": "-1"}
    return made
