"""The YAML files themselves: the folder in which the data are kept, for those who have a wheel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alstx.export.terms import README, readme

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.kb.base import KnowledgeBase


def folder(kb: KnowledgeBase) -> dict[str, bytes]:
    """Return the files of a data folder, which `alstx.load` reads back into an equal base.

    Each file is in the one canonical form, so that two folders differ only where records do.

    Example:
        >>> import alstx
        >>> sorted(folder(alstx.load()))[:2]
        ['README.md', 'agents.yaml']
    """
    from alstx.io.writer import files  # noqa: PLC0415 (YAML and cattrs, which no other format needs)

    words = "One file for each record. `alstx validate` checks the folder, `alstx.load` reads it."
    page = readme(kb, "Records of alstx", words)
    return {README: page} | {path: text.encode() for path, text in files(kb.records).items()}
