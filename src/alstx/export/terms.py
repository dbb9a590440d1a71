"""The terms under which a folder of files may be used, for formats without room for them inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alstx.about import DISCLAIMER
from alstx.export.json import LICENSE

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.kb.base import KnowledgeBase

README = "README.md"
"""Name of the file that holds them; `alstx.load` passes over it."""


def readme(kb: KnowledgeBase, title: str, words: str) -> bytes:
    """Return the page of a folder: what it is, its version, the disclaimer and the licence.

    Args:
        kb: The knowledge base that was written.
        title: What the folder holds.
        words: How to read it, as Markdown.
    """
    head = f"# {title}, version {kb.version}\n\n{DISCLAIMER}\n\nLicence: {LICENSE}.\n"
    return f"{head}\n{words}\n".encode()
