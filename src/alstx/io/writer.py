"""From records to canonical YAML: the one form in which data files are kept."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from alstx.errors import DataError
from alstx.io.loader import FINDINGS, FOLDERS, LISTS, PRODUCTS, read
from alstx.io.yaml import is_text
from alstx.model.base import NUMBER, Record, to_plain
from alstx.model.sources import Source

if TYPE_CHECKING:
    from alstx.model.records import Records

_WIDTH = 100
_SMALL = (
    *({"aspect", "grade"}, {"gene", "uniprot"}, {"id", "match"}, {"label", "n"}),
    *({"name"}, {"name", "countries"}, {"substance", "countries"}),
    *({"member", "severity"}, {"member", "source"}, {"member", "strength", "source"}),
)
"""Keys of mappings that are written on one line."""
_SHORT = 72


def source_plain(source: Source, records: Records) -> dict[str, Any]:
    """Convert a source and the findings taken from it into the content of its file."""
    found = to_plain(source)
    reviewed = found.pop("reviewed")
    for kind in FINDINGS:
        items = [to_plain(r) for r in getattr(records, kind) if r.source == source.id]
        if items:
            found[kind] = [{k: v for k, v in item.items() if k != "source"} for item in items]
    return {**found, "reviewed": reviewed}


class _Dumper(yaml.SafeDumper):
    """Dumper that writes short lists on one line and everything else in block style."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 (signature of the base class)
        """Repeat equal values instead of writing aliases."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT002 (signature of the base class)
        """Indent lists under their key."""
        super().increase_indent(flow)


def _list(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.Node:
    scalars = all(not isinstance(member, dict | list) for member in value)
    short = scalars and sum(len(str(member)) + 2 for member in value) <= _SHORT
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=short)


def _dict(dumper: yaml.SafeDumper, value: dict[str, Any]) -> yaml.Node:
    small = set(value) in _SMALL
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=small)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = None if is_text(value) else "'"  # stricter than the dumper, which would let 1e3 pass
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(dict, _dict)


def to_yaml(value: Mapping[str, Any] | Iterable[Any]) -> str:
    """Write plain values as canonical YAML."""
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text


def files(records: Records) -> dict[str, str]:
    """Render a set of records as the files of a data folder: path to text.

    Reading the folder back gives equal records.
    """
    written = {
        "manifest.yaml": to_yaml(
            {"version": records.version, "disease": to_plain(records.disease), "schema": NUMBER}
        )
    }
    for kind in LISTS:
        found: tuple[Record, ...] = getattr(records, kind)
        if found:
            written[f"{kind}.yaml"] = to_yaml([to_plain(record) for record in found])
    if records.products:
        written[PRODUCTS] = to_yaml(to_plain(records.products))
    for kind in FOLDERS:
        for record in getattr(records, kind):
            is_source = isinstance(record, Source)
            plain = source_plain(record, records) if is_source else to_plain(record)
            written[f"{kind}/{record.id}.yaml"] = to_yaml(plain)
    return written


def rewrite(folder: Path) -> list[str]:
    """Rewrite the files of a valid folder whose text is not canonical.

    Returns:
        Paths, below the folder, of the files that were rewritten.

    Raises:
        DataError: If the folder is not valid; then nothing is written.
    """
    changed: list[str] = []
    for path, text in files(read(folder)).items():
        file, raw = folder / path, text.encode()
        if file.read_bytes() != raw:
            file.write_bytes(raw)
            changed.append(path)
    return changed


def main(folder: str) -> int:
    """Rewrite a folder; print which files changed, or what is wrong with it."""
    try:
        changed = rewrite(Path(folder))
    except DataError as error:
        print(error, file=sys.stderr)  # noqa: T201 (a command's answer)
        return 1
    for path in changed:
        print(path)  # noqa: T201 (a command's answer)
    return 0


if __name__ == "__main__" and main(sys.argv[1]):
    sys.exit(1)
