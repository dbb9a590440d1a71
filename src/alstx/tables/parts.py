"""The tables of parts: what a record or a treatment has several of, a row each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any

import attrs

from alstx.model.base import Record, Xref
from alstx.model.conclusions import Disagreement
from alstx.model.grades import Grade
from alstx.model.literature import Arm, Estimate, Evidence
from alstx.model.products import Brand, Product
from alstx.model.records import INTERVENTIONS, LABELS, kinds_with
from alstx.model.sources import Source
from alstx.model.symptoms import Translation
from alstx.model.terms import Mechanism, Protein
from alstx.model.treatment import KeyFinding
from alstx.model.uses import (
    AgencyLabel,
    Approval,
    Caution,
    Form,
    Indication,
    Interaction,
    LabelRead,
    Member,
)
from alstx.tables.columns import Column, ColumnType, Table, computed, field, own_fields
from alstx.tables.layout import CATALOGS
from alstx.vocab import PrimaryMet

_IDENTIFIED = kinds_with("xrefs")
_CAUTIONED = kinds_with("cautions")
_GROUPS = kinds_with("members")


@attrs.frozen
class Part:
    """A part of a record.

    Attributes:
        kind: Kind of the record.
        id: Id of the record.
        part: The part.
        within: The record, or the larger part, that holds it.
    """

    kind: str
    id: str
    part: Any
    within: Any = None


def _rows(
    kinds: Iterable[str], parts: Callable[[Any], Iterable[Any]]
) -> Callable[[Any], Iterator[Part]]:
    """Make the rows of a table: what `parts` gives of each record of some kinds."""

    def rows(kb: Any) -> Iterator[Part]:
        for kind in kinds:
            records: Iterable[Record] = getattr(kb, kind)
            for record in records:
                yield from (Part(kind, record.id, part, record) for part in parts(record))

    return rows


def _approvals(kb: Any) -> Iterator[Part]:
    for row in _rows(INTERVENTIONS, attrgetter("indications"))(kb):
        yield from (Part(row.kind, row.id, part, row.part) for part in row.part.approvals)


def _proteins(mechanism: Mechanism) -> tuple[Protein, ...]:
    return () if mechanism.target is None else mechanism.target.proteins


@attrs.frozen
class EstimatePart(Part):
    """An estimate with the source of its finding.

    Attributes:
        source: The source.
    """

    source: Source = attrs.field(kw_only=True)


def estimates(records: Iterable[Evidence], sources: Mapping[str, Source]) -> Iterator[EstimatePart]:
    """Return the rows of the table `estimates` for some findings."""
    for record in records:
        source = sources[record.source]
        for part in record.estimates:
            yield EstimatePart("evidence", record.id, part, record, source=source)


def _holder(kinds: tuple[str, ...]) -> tuple[Column, Column]:
    """Make the columns that say whose part a row is, where records of several kinds have such."""
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


def _part(
    name: str,
    about: str,
    kind: str,
    columns: Iterable[Column],
    parts: Callable[[Any], Iterable[Any]] | None = None,
) -> Table:
    """Make the table of the parts that records of one kind have."""
    owner = computed(
        LABELS[kind].removesuffix(" record"),
        str,
        f"Id of the {LABELS[kind]}.",
        attrgetter("id"),
        table=kind,
    )
    rows = _rows((kind,), parts or attrgetter(name))
    return Table(name=name, about=about, columns=(owner, *columns), rows=rows)


def _people(name: str, side: str, what: str) -> Column:
    def value(row: Part) -> int | None:
        label = getattr(row.part, side)
        return next((arm.n for arm in row.within.arms if arm.label == label), None)

    return computed(name, int, f"Number of people in {what}, as printed.", value, required=False)


def _every_estimate(kb: Any) -> Iterator[EstimatePart]:
    return estimates(kb.evidence, kb.evidence.labels.sources)


def _primary_met(row: EstimatePart) -> PrimaryMet | None:
    return None if row.source.study is None else row.source.study.primary_met


_PLACED = (
    *("interventions", "comparator", "versus", "symptoms", "outcome", "domain", "endpoint"),
    *("design", "population", "participants", "direction", "certainty", "rests_on", "effect"),
)
"""Columns of a finding that each of its estimates has too."""
_CITED = (
    field(Evidence, "source", within="within"),
    computed("citation", str, "Its citation in one line.", attrgetter("source.citation")),
    field(Source, "year", within="source"),
    computed(
        "is_current",
        bool,
        "False where the source is superseded or retracted: such numbers count for nothing.",
        attrgetter("source.is_current"),
    ),
    computed(
        "primary_met",
        PrimaryMet,
        "Fate of the primary endpoint of the whole study; empty where it is not recorded.",
        _primary_met,
        required=False,
    ),
    computed(
        "level",
        int,
        "Level of evidence of the finding, 1 the best; empty where there are no data.",
        attrgetter("within.level"),
        required=False,
    ),
)
"""Columns of its source, so that nothing is counted that does not count."""


def _value_first(column: Column) -> int:
    return 2 - (column.name == "value") - 2 * (column.name == "measure")


PARTS = (
    Table(
        name="indications",
        about="A use of an intervention for one symptom.",
        columns=(*_holder(INTERVENTIONS), *own_fields(Indication, within="part")),
        rows=_rows(INTERVENTIONS, attrgetter("indications")),
    ),
    Table(
        name="approvals",
        about="What an agency or a label says of the use of a medicine for a symptom.",
        columns=(
            *_holder(INTERVENTIONS),
            field(Indication, "symptom", within="within"),
            *own_fields(Approval, within="part"),
        ),
        rows=_approvals,
    ),
    _part(
        "labels_read",
        "A label that was read for what it says of a medicine.",
        "medications",
        own_fields(LabelRead, within="part"),
    ),
    Table(
        name="cautions",
        about="One thing that a label or guideline warns of.",
        columns=(*_holder(_CAUTIONED), *own_fields(Caution, within="part")),
        rows=_rows(_CAUTIONED, attrgetter("cautions")),
    ),
    _part(
        "interactions",
        "What a label says of taking a medicine together with something else.",
        "medications",
        (
            *own_fields(Interaction, within="part"),
            computed(
                "named",
                tuple,
                "Members that the label names itself, such as `agents/rifampicin: caution`.",
                lambda row: tuple(f"{n.member}: {n.severity}" for n in row.part.named),
            ),
        ),
    ),
    _part(
        "grades",
        "A grade of an expert review, which takes no stance.",
        "recommendations",
        own_fields(Grade, within="part"),
    ),
    _part(
        "forms",
        "A form in which a medicine is sold, and what may be done with it.",
        "medications",
        own_fields(Form, within="part"),
    ),
    Table(
        name="members",
        about="A member of a class or group that labels name.",
        columns=(*_holder(_GROUPS), *own_fields(Member, within="part")),
        rows=_rows(_GROUPS, attrgetter("members")),
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
    _part(
        "brands",
        "A name under which a medicine is or was sold.",
        "medications",
        (
            *own_fields(Brand, within="part"),
            computed(
                "elsewhere",
                tuple,
                "What the same name stands for in other countries.",
                lambda row: tuple(
                    f"{other.substance} ({', '.join(other.countries)})"
                    for other in row.part.elsewhere
                ),
            ),
        ),
    ),
    _part(
        "translations",
        "A symptom's name in another language.",
        "symptoms",
        own_fields(Translation, within="part"),
    ),
    _part(
        "proteins",
        "A protein that a mechanism acts on.",
        "mechanisms",
        own_fields(Protein, within="part"),
        _proteins,
    ),
    _part("arms", "One group of a study.", "evidence", own_fields(Arm, within="part")),
    attrs.evolve(
        _part(
            "estimates",
            "One printed number of a finding, with what it measures and compares, and its source.",
            "evidence",
            (
                *_CITED,
                *(field(Evidence, name, within="within") for name in _PLACED),
                *sorted(own_fields(Estimate, within="part"), key=_value_first),
                _people("arm_n", "arm", "the arm that it is of"),
                _people("versus_arm_n", "versus_arm", "the arm that it is compared with"),
            ),
        ),
        rows=_every_estimate,
    ),
    _part(
        "labels",
        "What the labels of one agency say of a treatment; no status where all that names the use "
        "was withdrawn.",
        "treatments",
        own_fields(AgencyLabel, within="part"),
    ),
    _part(
        "disagreements",
        "One way in which sources disagree on a treatment.",
        "treatments",
        (
            field(Disagreement, "reason", within="part"),
            field(Disagreement, "for_", rename="for", within="part"),
            field(Disagreement, "against", within="part"),
        ),
    ),
    _part(
        "key_findings",
        "A finding that no short answer on a treatment may leave out.",
        "treatments",
        (
            computed(
                "evidence",
                str,
                "Id of the finding.",
                lambda row: row.part.evidence.id,
                table="evidence",
            ),
            *own_fields(KeyFinding, within="part"),
        ),
    ),
)
"""The tables of parts."""

PRODUCTS = Table(
    name="products",
    about="A product of several substances that has no record of its own.",
    columns=tuple(own_fields(Product)),
    rows=lambda kb: kb.records.products,
)
"""The table of names with ingredients and no record."""

TABLES: dict[str, Table] = {table.name: table for table in (*CATALOGS.values(), *PARTS, PRODUCTS)}
"""Every table by name: first those of the catalogs, then those of parts."""
