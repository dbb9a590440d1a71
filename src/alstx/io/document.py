"""One JSON document as a source of records, read as strictly as a folder."""

from __future__ import annotations

import re
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from alstx.errors import shown
from alstx.io.collector import Collector, Manifest, read_bytes
from alstx.io.json import LARGEST_DOCUMENT, lines, parse
from alstx.io.loader import FINDINGS, FOLDERS, LISTS
from alstx.io.yaml import Plain, YamlError, decode
from alstx.model.base import DOCUMENT, DOCUMENTS, NUMBER
from alstx.names.near import near_words

if TYPE_CHECKING:
    from alstx.model.records import Records

_CLASSES = {**FOLDERS, **LISTS, **FINDINGS}
_MANIFEST = ("version", "disease")
_TEXTS = ("disclaimer", "license")


def read_document(file: Traversable, extends: Records | None = None) -> Records:
    """Read a JSON document.

    Args:
        file: The document, such as ``alstx.export.write`` makes with the format ``json``.
        extends: Records that the document adds to and may refer to.

    Raises:
        DataError: If anything is wrong, with every problem by file and line.
    """
    collector = Collector(lines)
    try:
        text = decode(read_bytes(file, LARGEST_DOCUMENT), LARGEST_DOCUMENT)
        document = parse(text)
    except YamlError as error:
        collector.problem(file.name, error.line, (), error.message)
    else:
        collector.texts[file.name] = text
        _collect(document, collector, file.name)
    collector.blind = bool(collector.problems)  # one document: what broke may hold anything
    return collector.records(file.name, extends)


def _collect(document: Plain, collector: Collector, file: str) -> None:
    if not isinstance(document, dict):
        message = "expected keys and values, as an export of a base has them"
        collector.problem(file, None, (), message)
        return
    if document.get("$schema") != DOCUMENT:
        collector.problem(file, None, ("$schema",), _other(document.get("$schema")))
        return
    for key, value in document.items():
        if key in _CLASSES:
            _records(value, key, collector, file)
        elif key == "products":
            collector.keep_products(value, file, (key,))
        elif key in _TEXTS:
            collector.structured(value, str, file, (key,))
        elif key not in ("$schema", *_MANIFEST):
            known = (*_CLASSES, "products", *_MANIFEST, *_TEXTS)
            near = near_words(key, known)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            collector.problem(file, None, (key,), f"unknown key; {hint}")
    manifest = {key: document[key] for key in _MANIFEST if key in document}
    if manifest:
        collector.manifest = collector.structured(manifest, Manifest, file, ())


def _other(schema: Plain) -> str:
    """Say which document was found and which one is read."""
    found = re.fullmatch(f"{DOCUMENTS}([0-9]{{1,9}})", schema) if isinstance(schema, str) else None
    if found:
        return (
            f"is a document of schema {found[1]}, and this version of alstx reads schema {NUMBER}; "
            "export it anew from its data"
        )
    return f"expected {DOCUMENT!r}, got {shown(schema)}"


def _records(value: Plain, kind: str, collector: Collector, file: str) -> None:
    if not isinstance(value, list):
        collector.problem(file, None, (kind,), f"expected a list of records, got {shown(value)}")
        return
    keep = collector.keep_finding if kind in FINDINGS else collector.keep
    for at, item in enumerate(value):
        record = collector.structured(item, _CLASSES[kind], file, (kind, at))
        keep(kind, record, file, (kind, at))
