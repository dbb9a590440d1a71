"""The flat tables: one for each catalog, and one for each kind of part that records hold.

Together they hold all that the records hold. Names of tables and columns are stable.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import attrs

from alstx.ids import RefKind
from alstx.model import (
    Agent,
    Approval,
    Caution,
    DrugClass,
    Evidence,
    Frequency,
    Indication,
    Interaction,
    Mechanism,
    Medication,
    Protein,
    Recommendation,
    Record,
    Source,
    Symptom,
    Term,
    Therapy,
    Translation,
    Treatment,
    Xref,
)
from alstx.model.records import KINDS
from alstx.tables.columns import Column, ColumnType, computed, field, fits
from alstx.tables.docs import types
from alstx.vocab import LabelStatus, MatchKind, Role, Stance


@attrs.frozen(kw_only=True)
class Table:
    """A flat table.

    Attributes:
        name: Name of the catalog, or of the kind of part.
        about: What a row is.
        columns: The columns, in order.
        rows: Gives what the rows are computed from, in order.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Any], Iterable[Any]]


def _codes(name: str, prefix: str, what: str) -> Column:
    def value(row: Any) -> tuple[str, ...]:
        return tuple(curie.local for curie in row.identifiers if curie.prefix == prefix)

    return computed(name, tuple, f"{what} that mean this very record, without a prefix.", value)


def _code(name: str, prefix: str, what: str) -> Column:
    def value(row: Any) -> str | None:
        return next((c.local for c in row.identifiers if c.prefix == prefix), None)

    doc = f"{what}, without a prefix; the first where there are several."
    return computed(name, str, doc, value, required=False)


_IDENTIFIERS = (
    computed(
        "identifiers",
        tuple,
        "Identifiers in other vocabularies that mean this very record, as CURIEs.",
        lambda row: row.identifiers,
    ),
    computed(
        "related_identifiers",
        tuple,
        "Identifiers of broader, narrower and related terms; the table `identifiers` says which.",
        lambda row: tuple(x.id for x in row.xrefs if x.match is not MatchKind.EXACT),
    ),
)
_INDICATED_FOR = computed(
    "indicated_for",
    tuple,
    "Ids of the symptoms that it is used for; the table `indications` says more.",
    lambda row: tuple(i.symptom for i in row.indications),
    table="symptoms",
)
_CAUTION_TOPICS = computed(
    "caution_topics",
    tuple,
    "What its cautions are about, each topic once; the table `cautions` says more.",
    lambda row: tuple(dict.fromkeys(c.topic for c in row.cautions)),
)
_ATC = _codes("atc_codes", "ATC", "ATC codes")
_RXNORM = _codes("rxcuis", "RXCUI", "Concept ids of RxNorm")
_REF = (
    computed("intervention_kind", RefKind, "Its kind.", lambda row: row.intervention.kind),
    computed("intervention_id", str, "Its id within the kind.", lambda row: row.intervention.id),
)
_TABLES = {
    "drug_classes": "drug_classes",
    "ingredients": "medications",
    "mechanisms": "mechanisms",
    "source": "sources",
    "symptom": "symptoms",
    "symptoms": "symptoms",
    "through": "drug_classes",
}
"""Fields that hold ids, and the table that they name; `parents` names the record's own."""


def own_fields(cls: type, *, within: str | None = None, parents: str | None = None) -> list[Column]:
    """The columns of all fields that a cell can hold, in the order of the class.

    Args:
        cls: A record class, or the class of a part of a record.
        within: The attribute of a row that holds the object, where the row is not it.
        parents: The table that a field ``parents`` names.
    """
    links = _TABLES | {"parents": parents}
    return [
        field(cls, name, within=within, table=links.get(name))
        for name, kind in types(cls).items()
        if fits(kind)
    ]


def _term(cls: type[Term], kind: str, *more: Column) -> tuple[Column, ...]:
    """The columns of a record with a name: its own ones between those that all terms share."""
    shared = {column.name: column for column in own_fields(Term)}
    own = [c for c in own_fields(cls, parents=kind) if c.name not in shared]
    first, last = (shared["id"], shared["name"]), (shared["synonyms"], shared["description"])
    return (*first, *own, *more, *last, *_IDENTIFIERS, shared["reviewed"])


_SYMPTOMS = _term(
    Symptom,
    "symptoms",
    *(
        field(Frequency, name, rename=rename, within="frequency", maybe=True, table=table)
        for name, rename, table in (
            ("band", "frequency", None),
            ("term", "frequency_term", None),
            ("source", "frequency_source", "sources"),
        )
    ),
    _codes("hpo_ids", "HP", "Ids of the Human Phenotype Ontology"),
)
_MEDICATIONS = _term(
    Medication,
    "medications",
    _INDICATED_FOR,
    computed(
        "labelled_for",
        tuple,
        "Ids of the symptoms that a drug label names.",
        lambda row: tuple(i.symptom for i in row.indications if i.status is LabelStatus.LABELLED),
        table="symptoms",
    ),
    _CAUTION_TOPICS,
    computed(
        "interacts_with",
        tuple,
        "What its label names as interacting; the table `interactions` says more.",
        lambda row: tuple(dict.fromkeys(i.partner for i in row.interactions)),
    ),
    _RXNORM,
    _ATC,
)
_THERAPIES = _term(
    Therapy,
    "therapies",
    _INDICATED_FOR,
    _CAUTION_TOPICS,
    _codes("maxo_ids", "MAXO", "Ids of the Medical Action Ontology"),
)
_MECHANISMS = _term(
    Mechanism,
    "mechanisms",
    computed(
        "target",
        str,
        "What it acts on, where that is a molecule or a structure.",
        lambda row: getattr(row.target, "name", None),
        required=False,
    ),
    computed(
        "genes",
        tuple,
        "HGNC symbols of the target's proteins; the table `proteins` says more.",
        lambda row: tuple(p.gene for p in getattr(row.target, "proteins", ())),
    ),
)
_SOURCES = (
    *own_fields(Source),
    _code("pmid", "PMID", "PubMed id"),
    _code("doi", "DOI", "Digital object identifier"),
    computed(
        "link", str, "Best address to send a reader to.", lambda row: row.link, required=False
    ),
    computed("citation", str, "The citation in one line.", lambda row: row.citation),
    computed("is_current", bool, "False for a superseded guideline.", lambda row: row.is_current),
    *_IDENTIFIERS,
)
_EVIDENCE = (
    *own_fields(Evidence),
    computed(
        "level",
        int,
        "Level of evidence after Oxford CEBM 2011, 1 the best, from the design alone.",
        lambda row: row.level,
    ),
    computed(
        "in_als",
        bool,
        "Whether people with ALS or another motor neuron disease were studied.",
        lambda row: row.in_als,
    ),
)


def _saying(name: str, stances: tuple[Stance, ...], what: str) -> Column:
    def value(row: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(r.source for r in row.current if r.stance in stances))

    return computed(name, tuple, f"Ids of the current sources that {what}.", value, table="sources")


_TREATMENTS = (
    *(
        field(Treatment, name, table=_TABLES.get(name))
        for name in ("id", "intervention", "symptom")
    ),
    *_REF,
    computed("role", Role, "What it is for the symptom.", lambda row: row.role),
    computed(
        "status",
        LabelStatus,
        "Whether a drug label names the symptom; empty where there is no indication.",
        lambda row: row.status,
        required=False,
    ),
    computed(
        "best_level",
        int,
        "Best level among supporting evidence in ALS or MND, 1 the best; empty where none is.",
        lambda row: row.best_level,
        required=False,
    ),
    computed("contested", bool, "Whether sources disagree.", lambda row: row.contested),
    computed("disagreements", tuple, "How they disagree.", lambda row: row.disagreements),
    _saying("recommended_by", (Stance.RECOMMEND,), "recommend it"),
    _saying("considered_by", (Stance.CONSIDER,), "consider it"),
    _saying("found_insufficient_by", (Stance.INSUFFICIENT_EVIDENCE,), "find too little evidence"),
    _saying("advised_against_by", (Stance.DO_NOT_RECOMMEND,), "advise against it"),
    computed(
        "recommendations",
        tuple,
        "Ids of all statements on it, superseded guidelines included.",
        lambda row: tuple(r.id for r in row.recommendations),
        table="recommendations",
    ),
    computed(
        "evidence",
        tuple,
        "Ids of all findings on it, those in other diseases included.",
        lambda row: tuple(e.id for e in row.evidence),
        table="evidence",
    ),
    field(Indication, "through", within="indication", maybe=True, table="drug_classes"),
    field(Indication, "summary", within="indication", maybe=True),
)

CATALOGS: Mapping[str, Table] = MappingProxyType(
    {
        name: Table(name=name, about=about, columns=columns, rows=attrgetter(name))
        for name, about, columns in (
            ("symptoms", "A symptom or a group of symptoms.", _SYMPTOMS),
            ("medications", "A medicine.", _MEDICATIONS),
            (
                "drug_classes",
                "A class of medicines.",
                _term(DrugClass, "drug_classes", _INDICATED_FOR, _ATC),
            ),
            ("mechanisms", "A way in which medicines act.", _MECHANISMS),
            ("therapies", "A treatment that is no drug.", _THERAPIES),
            (
                "agents",
                "An outside drug or substance that labels name.",
                _term(Agent, "agents", _RXNORM, _ATC),
            ),
            ("sources", "Where facts come from.", _SOURCES),
            ("evidence", "A finding of a study.", _EVIDENCE),
            (
                "recommendations",
                "A statement of a guideline.",
                (*own_fields(Recommendation), *_REF),
            ),
            ("treatments", "One intervention for one symptom.", _TREATMENTS),
        )
    }
)
"""The table of each kind."""


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
) -> Callable[[Any], Iterator[_Part]]:
    """Makes the rows of a table: what `parts` gives of each record of some kinds."""

    def rows(kb: Any) -> Iterator[_Part]:
        for kind in kinds:
            records: Iterable[Record] = getattr(kb, kind)
            for record in records:
                yield from (_Part(kind, record.id, part) for part in parts(record))

    return rows


def _approvals(kb: Any) -> Iterator[_Part]:
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
