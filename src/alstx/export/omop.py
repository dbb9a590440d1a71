"""Medicines as a concept set of OMOP: by RxNorm code as CSV, by concept id as JSON for ATLAS.

What OMOP calls a concept id belongs to its vocabularies, which every site loads for itself, and is
in no record here. Codes are enough where a table is joined to ``concept``, or where they are pasted
into ATLAS as source codes; for JSON a caller hands in the rows of its own vocabulary.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from alstx.errors import InvalidArgumentError, shown
from alstx.export.json import dumps

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.kb.base import KnowledgeBase
    from alstx.model.terms import Medication

VOCABULARY = "RxNorm"
COLUMNS = ("vocabulary_id", "concept_code", "medication", "name", "include_descendants")
Concept: TypeAlias = Mapping[str, object]
"""A row of the table ``concept``, with its columns as keys."""

_STANDARD = {"S": "Standard", "C": "Classification"}
_MOST_TOLD = 5


def render(kb: KnowledgeBase) -> str:
    """Write all medicines of a knowledge base as CSV."""
    return to_csv(kb.medications)


def rows(medications: Iterable[Medication]) -> Iterator[tuple[str, ...]]:
    """Return one row for each RxNorm code of some medicines, and one for each without a code.

    Args:
        medications: Any filter of the medicines.

    Example:
        >>> import alstx
        >>> found = dict(row[1:3] for row in rows(alstx.medications.filter(symptom="PBA")))
        >>> found["1040053"]
        'dextromethorphan-quinidine'
    """
    for record in medications:
        for code in _codes(record) or ("",):
            yield VOCABULARY if code else "", code, record.id, record.name, "true"


def to_csv(medications: Iterable[Medication]) -> str:
    """Write some medicines as CSV, with codes where they have one.

    Args:
        medications: Any filter of the medicines.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(medications))
    return stream.getvalue()


def to_atlas(medications: Iterable[Medication], concepts: Iterable[Concept]) -> str:
    """Write some medicines as the expression of a concept set, which ATLAS imports as JSON.

    A medicine stands for all products that hold it, so its descendants are included. One without
    an RxNorm code is left out: `to_csv` lists it.

    Args:
        medications: Any filter of the medicines.
        concepts: Rows of the table ``concept`` of your vocabulary, as `csv.DictReader` reads the
            file ``CONCEPT.csv`` with tabs between its cells; rows of other codes are passed over.

    Raises:
        InvalidArgumentError: If the vocabulary lacks a code.

    Example:
        >>> import alstx, json
        >>> vocabulary = [{"concept_id": "1", "concept_code": "1292", "vocabulary_id": "RxNorm"}]
        >>> found = json.loads(to_atlas([alstx.medications["baclofen"]], vocabulary))
        >>> found["items"][0]["includeDescendants"]
        True
    """
    wanted = dict.fromkeys(code for record in medications for code in _codes(record))
    found = {
        str(row["concept_code"]): row
        for row in concepts
        if row.get("vocabulary_id") == VOCABULARY and str(row.get("concept_code")) in wanted
    }
    missing = [code for code in wanted if code not in found]
    if missing:
        more = f" and {len(missing) - _MOST_TOLD} more" if len(missing) > _MOST_TOLD else ""
        told = ", ".join(map(shown, missing[:_MOST_TOLD]))
        msg = f"the vocabulary has no concept for the RxNorm code {told}{more}"
        raise InvalidArgumentError(msg)
    return dumps({"items": [_item(found[code]) for code in wanted]})


def _codes(record: Medication) -> list[str]:
    return [curie.local for curie in record.identifiers if curie.prefix == "RXCUI"]


def _item(row: Concept) -> dict[str, object]:
    """Return a concept as ATLAS writes one."""
    standard = str(row.get("standard_concept") or "N")
    invalid = str(row.get("invalid_reason") or "V")
    return {
        "concept": {
            "CONCEPT_ID": int(str(row["concept_id"])),
            "CONCEPT_NAME": row.get("concept_name"),
            "STANDARD_CONCEPT": standard,
            "STANDARD_CONCEPT_CAPTION": _STANDARD.get(standard, "Non-Standard"),
            "INVALID_REASON": invalid,
            "INVALID_REASON_CAPTION": "Valid" if invalid == "V" else "Invalid",
            "CONCEPT_CODE": str(row["concept_code"]),
            "DOMAIN_ID": row.get("domain_id"),
            "VOCABULARY_ID": row.get("vocabulary_id"),
            "CONCEPT_CLASS_ID": row.get("concept_class_id"),
        },
        "isExcluded": False,
        "includeDescendants": True,
        "includeMapped": False,
    }
