"""A base in the forms that others read: ``alstx.export.write(kb, format, path)``.

Every export is the same at every run, is written whole or not at all, and carries what its form has
room for of version, licence and disclaimer.
"""

import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from alstx.errors import InvalidArgumentError, shown
from alstx.export import fhir, json, kgx, maxo, omop, package, schema, sqlite, sssom, yaml
from alstx.export.fhir_releases import RELEASES
from alstx.export.files import target, write_file, write_folder
from alstx.kb.base import KnowledgeBase
from alstx.names.near import word

__all__ = ["BINARY", "FOLDERS", "FORMATS", "RELEASES", "render", "write"]


def __dir__() -> list[str]:
    return __all__


FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "json": "one JSON document of the whole base, which alstx.load reads back",
        "json-schema": "the JSON Schema (draft 2020-12) of that document",
        "jsonl": "a data package with whole records as JSON Lines",
        "csv": "a data package of flat tables as CSV",
        "parquet": "a data package of flat tables as Parquet",
        "fhir": "a FHIR Bundle of R5, or of R4B or R4",
        "maxo": "annotations as the maxo-annotations project keeps them, as TSV",
        "sssom": "mappings of identifiers as SSSOM TSV",
        "omop": "the medicines by RxNorm code as CSV, for a concept set of OMOP",
        "kgx": "a knowledge graph in Biolink, as KGX TSV",
        "kgx-jsonl": "the same graph as KGX JSON Lines",
        "sqlite": "one SQLite file with the flat tables, views and a full-text index",
        "yaml": "the folder of YAML files in which the data are kept, which alstx.load reads back",
    }
)
"""The formats, and what each is."""
FOLDERS = frozenset({"jsonl", "csv", "parquet", "kgx", "kgx-jsonl", "yaml"})
"""The formats that are a folder of files; the others are one file each."""
BINARY = frozenset({"sqlite"})
"""The formats of one file that is not text."""


def write(
    kb: KnowledgeBase,
    format: str,  # noqa: A002 (the word that everybody uses)
    path: str | os.PathLike[str],
    *,
    release: str | None = None,
) -> Path:
    """Write a base in one of `FORMATS`.

    Nothing is ever half-written: what stood at the path stays until the new file is complete. An
    old file is replaced; a folder only if it is empty or holds an older export and nothing else.

    Args:
        kb: The base.
        format: Name of the format.
        path: The file, or the folder for the formats in `FOLDERS`; its parent must exist.
        release: Release of FHIR, for that format alone: R5, which is the default, R4B or R4.

    Returns:
        The path that was written, with links followed.

    Raises:
        NotFoundError: If there is no such format or release; with the near one, or else all.
        InvalidArgumentError: If an argument is of the wrong type or blank, or the format has no
            releases.
        WriteError: If it cannot be written there.
        MissingExtraError: If the format needs a library that is not installed.

    Example:
        >>> import alstx, tempfile
        >>> folder = tempfile.mkdtemp()
        >>> alstx.export.write(alstx.load(), "json", f"{folder}/alstx.json").name
        'alstx.json'
    """
    chosen = word("format", FORMATS, format)
    goal = target(path)
    _check_release(chosen, release)
    if chosen in FOLDERS:
        write_folder(goal, _PACKAGES[chosen](_base(kb)), _replaceable(chosen))
    else:
        write_file(goal, _bytes(_base(kb), chosen, release))
    return goal


def render(
    kb: KnowledgeBase,
    format: str,  # noqa: A002 (the word that everybody uses)
    *,
    release: str | None = None,
) -> str:
    """Return what `write` would put into a file, for the formats that are one file of text.

    Raises:
        NotFoundError: If there is no such format or release.
        InvalidArgumentError: If the format is not text or has no releases, or an argument is of
            the wrong type.
    """
    chosen = word("format", FORMATS, format)
    _check_release(chosen, release)
    if chosen in FOLDERS | BINARY:
        what = "a folder of files" if chosen in FOLDERS else "a file that is not text"
        msg = f"the format {shown(chosen)} is {what}; write it to a path"
        raise InvalidArgumentError(msg)
    if release is not None:
        return fhir.render(_base(kb), release)
    return _TEXTS[chosen](_base(kb))


def _check_release(chosen: str, release: str | None) -> None:
    """Refuse a release of any format but FHIR."""
    if release is not None and chosen != "fhir":
        msg = f"the format {shown(chosen)} has no releases; leave out release={shown(release)}"
        raise InvalidArgumentError(msg)


_PACKAGES: Mapping[str, Callable[[KnowledgeBase], dict[str, bytes]]] = {
    "jsonl": package.jsonl_package,
    "csv": package.csv_package,
    "parquet": package.parquet_package,
    "kgx": kgx.tsv_folder,
    "kgx-jsonl": kgx.jsonl_folder,
    "yaml": yaml.folder,
}
_TEXTS: Mapping[str, Callable[[KnowledgeBase], str]] = {
    "json": json.render,
    "json-schema": schema.render,
    "fhir": fhir.render,
    "maxo": maxo.render,
    "sssom": sssom.render,
    "omop": omop.render,
}


def _bytes(kb: KnowledgeBase, form: str, release: str | None) -> bytes:
    """Return the content of a format that is one file."""
    return sqlite.data(kb) if form in BINARY else render(kb, form, release=release).encode()


def _replaceable(form: str) -> Collection[str]:
    """Return the files of an older export that a new one may replace; never what people edit."""
    if form == "yaml":
        return ()
    return kgx.file_names() if form.startswith("kgx") else package.file_names()


def _base(kb: Any) -> KnowledgeBase:
    if not isinstance(kb, KnowledgeBase):
        msg = f"expected a KnowledgeBase, got {shown(kb)}"
        raise InvalidArgumentError(msg)
    return kb
