"""One JSON document of a whole base: its records, and under which terms they may be used.

`alstx.load` reads the document back into an equal base.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from alstx.about import DISCLAIMER
from alstx.model.base import DOCUMENT, to_plain

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.kb.base import KnowledgeBase

LICENSE = "CC-BY-4.0"


def document(kb: KnowledgeBase) -> dict[str, Any]:
    """Return a base as dicts, lists and scalars.

    All records of a kind have the same keys. Treatments are not in it, for they follow from the
    rest.

    Example:
        >>> import alstx
        >>> document(alstx.load())["license"]
        'CC-BY-4.0'
    """
    return {
        "$schema": DOCUMENT,
        "disclaimer": DISCLAIMER,
        "license": LICENSE,
        **to_plain(kb.records, full=True),
    }


def render(kb: KnowledgeBase) -> str:
    """Write a base as a JSON document."""
    return dumps(document(kb))


def dumps(value: object) -> str:
    """Write plain values as JSON for people and diffs: indented, in the order of the fields."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
