"""The tables of parts: what records hold several of, one row each, with whose part it is."""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

import attrs

from alstx.export.columns import Column, ColumnType, computed, field
from alstx.export.layout import CATALOGS, Table, own_fields
from alstx.kb import KnowledgeBase
from alstx.model import (
    Approval,
    Caution,
    Indication,
    Interaction,
    Mechanism,
    Protein,
    Record,
    Translation,
    Xref,
)
from alstx.records import KINDS

_INDICATED = ("medications", "drug_classes", "therapies")
_IDENTIFIED = tuple(kind for kind in KINDS if kind not in ("evidence", "recommendations"))


@attrs.frozen
class _Part:
    """A part of a record.

    Attributes:
        kind: Kind of the record.
        id: Id of the record.
        part: The part.
        within: The larger part that it stands in, if any.
    """

    kind: str
    id: str
    part: Any
    within: Any = None


def _rows(
    kinds: Iterable[str], parts: Callable[[Any], Iterable[Any]]
) -> Callable[[KnowledgeBase], Iterator[_Part]]:
    """Makes the rows of a table: what `parts` gives of each record of some kinds."""

    def rows(kb: KnowledgeBase) -> Iterator[_Part]:
        for kind in kinds:
            records: Iterable[Record] = getattr(kb, kind)
            for record in records:
                yield from (_Part(kind, record.id, part) for part in parts(record))

    return rows


def _approvals(kb: KnowledgeBase) -> Iterator[_Part]:
    for row in _rows(_INDICATED, attrgetter("indications"))(kb):
        yield from (_Part(row.kind, row.id, part, row.part) for part in row.part.approvals)


def _proteins(mechanism: Mechanism) -> tuple[Protein, ...]:
    return () if mechanism.target is None else mechanism.target.proteins


def _holder(kinds: tuple[str, ...]) -> tuple[Column, Column]:
    """The columns that say whose part a row is, where records of several kinds have such parts."""
    return (
        Column(
            name="record_kind",
            type=ColumnType.WORD,
            about="The table of the record.",
            value=attrgetter("kind"),
            words=kinds,
        ),
        computed("record_id", str, "Id of the record.", attrgetter("id")),
    )


def _owner(name: str, kind: str) -> Column:
    return computed(name, str, f"Id of the {name}.", attrgetter("id"), table=kind)


PARTS = (
    Table(
        name="indications",
        about="A use of an intervention for one symptom.",
        columns=(*_holder(_INDICATED), *own_fields(Indication, within="part")),
        rows=_rows(_INDICATED, attrgetter("indications")),
    ),
    Table(
        name="approvals",
        about="A regulator's approval of a medicine for a symptom.",
        columns=(
            *_holder(_INDICATED),
            field(Indication, "symptom", within="within", table="symptoms"),
            *own_fields(Approval, within="part"),
        ),
        rows=_approvals,
    ),
    Table(
        name="cautions",
        about="One thing that a label or guideline warns of.",
        columns=(
            *_holder(("medications", "therapies")),
            *own_fields(Caution, within="part"),
        ),
        rows=_rows(("medications", "therapies"), attrgetter("cautions")),
    ),
    Table(
        name="interactions",
        about="What a label says of taking a medicine together with something else.",
        columns=(
            _owner("medication", "medications"),
            *own_fields(Interaction, within="part"),
        ),
        rows=_rows(("medications",), attrgetter("interactions")),
    ),
    Table(
        name="identifiers",
        about="A counterpart of a record in another vocabulary.",
        columns=(
            *_holder(_IDENTIFIED),
            field(Xref, "id", rename="identifier", within="part"),
            field(Xref, "match", within="part"),
        ),
        rows=_rows(_IDENTIFIED, attrgetter("xrefs")),
    ),
    Table(
        name="translations",
        about="A symptom's name in another language.",
        columns=(_owner("symptom", "symptoms"), *own_fields(Translation, within="part")),
        rows=_rows(("symptoms",), attrgetter("translations")),
    ),
    Table(
        name="proteins",
        about="A protein that a mechanism acts on.",
        columns=(_owner("mechanism", "mechanisms"), *own_fields(Protein, within="part")),
        rows=_rows(("mechanisms",), _proteins),
    ),
)
"""The tables of parts."""

TABLES: dict[str, Table] = {table.name: table for table in (*CATALOGS.values(), *PARTS)}
"""Every table by name: first those of the catalogs, then those of parts."""
