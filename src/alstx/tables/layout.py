"""The flat tables: one for each catalog, and one for each kind of part that records hold.

Together they hold all that the records hold. Names of tables and columns are stable.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from alstx.ids import RefKind
from alstx.model.base import Term
from alstx.model.literature import Evidence, Recommendation
from alstx.model.sources import Source, Study
from alstx.model.symptoms import Frequency, Searched, Symptom
from alstx.model.terms import Agent, DrugClass, Mechanism, Medication, Therapy
from alstx.model.treatment import Treatment
from alstx.model.uses import Indication
from alstx.tables.columns import Column, Table, computed, field, own_fields
from alstx.vocab import (
    Basis,
    BoxedWarning,
    Covers,
    Direction,
    LabelStatus,
    MatchKind,
    Role,
    Stance,
    Trials,
)


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


def _term(cls: type[Term], *more: Column) -> tuple[Column, ...]:
    """Make the columns of a term: its own ones between those that all terms share."""
    shared = {column.name: column for column in own_fields(Term)}
    own = [column for column in own_fields(cls) if column.name not in shared]
    first, last = (shared["id"], shared["name"]), (shared["synonyms"], shared["description"])
    return (*first, *own, *more, *last, *_IDENTIFIERS, shared["reviewed"])


_SYMPTOMS = _term(
    Symptom,
    field(Searched, "day", rename="searched_on", within="searched", maybe=True),
    field(Searched, "result", rename="search_result", within="searched", maybe=True),
    *(
        field(Frequency, name, rename=rename, within="frequency", maybe=True)
        for name, rename in (
            ("band", "frequency"),
            ("term", "frequency_term"),
            ("source", "frequency_source"),
        )
    ),
    _codes("hpo_ids", "HP", "Ids of the Human Phenotype Ontology"),
)


def _covers_als(indication: Indication) -> bool:
    return any(a.is_current and a.covers is Covers.ADULTS_WITH_ALS for a in indication.approvals)


_MEDICATIONS = _term(
    Medication,
    computed(
        "brands",
        tuple,
        "Names under which it is or was sold; the table `brands` says where.",
        lambda row: tuple(brand.name for brand in row.brands),
    ),
    _INDICATED_FOR,
    computed(
        "labelled_for",
        tuple,
        "Ids of the symptoms for which a label in force covers adults with ALS, without inference; "
        "the table `approvals` says which agency's, and whom the others cover.",
        lambda row: tuple(i.symptom for i in row.indications if _covers_als(i)),
        table="symptoms",
    ),
    computed(
        "agencies_read",
        tuple,
        "Agencies whose labels were read; the table `labels_read` says more.",
        lambda row: tuple(dict.fromkeys(read.agency for read in row.labels_read)),
    ),
    computed(
        "boxed_warning",
        BoxedWarning,
        "Whether a form of it carries one; `none` only where all were seen without.",
        lambda row: row.boxed_warning,
    ),
    computed(
        "dosage_forms",
        tuple,
        "Its dosage forms, each once; the table `forms` says what may be done with each.",
        lambda row: tuple(dict.fromkeys(form.dosage_form for form in row.forms)),
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
    _INDICATED_FOR,
    _CAUTION_TOPICS,
    _codes("maxo_ids", "MAXO", "Ids of the Medical Action Ontology"),
)
_MECHANISMS = _term(
    Mechanism,
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
    *own_fields(Study, within="study", maybe=True),
    _code("pmid", "PMID", "PubMed id"),
    _code("doi", "DOI", "Digital object identifier"),
    computed(
        "link", str, "Best address to send a reader to.", lambda row: row.link, required=False
    ),
    computed("citation", str, "The citation in one line.", lambda row: row.citation),
    computed(
        "is_current",
        bool,
        "Whether it counts: neither superseded nor retracted.",
        lambda row: row.is_current,
    ),
    *_IDENTIFIERS,
)
_EVIDENCE = (
    *own_fields(Evidence),
    computed(
        "level",
        int,
        "Level of evidence after Oxford CEBM 2011, 1 the best, from design, comparator and "
        "trials; empty where there are no data.",
        lambda row: row.level,
        required=False,
    ),
    computed(
        "supports",
        bool,
        "Whether it speaks for the interventions, as far as the finding alone can tell.",
        lambda row: row.supports,
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
    *own_fields(Treatment)[:3],
    *_REF,
    computed("role", Role, "What it is for the symptom.", lambda row: row.role),
    computed(
        "basis",
        Basis,
        "What the role *used* rests on, the strongest; empty for other roles.",
        lambda row: row.basis,
        required=False,
    ),
    computed(
        "trials",
        Trials,
        "What controlled trials in ALS or MND say of their primary endpoints, taken together.",
        lambda row: row.trials,
    ),
    computed(
        "largest_trial",
        str,
        "Id of the finding of the largest such trial.",
        lambda row: getattr(row.largest_trial, "id", None),
        required=False,
        table="evidence",
    ),
    computed(
        "status",
        LabelStatus,
        "What labels say in one word: the first that some agency has.",
        lambda row: row.status,
    ),
    computed(
        "label_status",
        tuple,
        "What labels say by agency, such as `fda: off-label`; the table `labels` has the sources.",
        lambda row: tuple(f"{each.agency}: {each.status or 'withdrawn'}" for each in row.labels),
    ),
    computed(
        "boxed_warning",
        BoxedWarning,
        "Whether its label, or that of a member of the class, carries a boxed warning; empty for "
        "therapies that give no medicine.",
        lambda row: row.boxed_warning,
        required=False,
    ),
    computed(
        "boxed_members",
        tuple,
        "Ids of the members of a class, or parts of a product, whose labels carry one.",
        lambda row: tuple(ref.id for ref in row.boxed),
        table="medications",
    ),
    computed(
        "tube_forms",
        tuple,
        "Its forms that may go down a feeding tube, or may with care, or must not, such as "
        "`tablet-er: no`; the table `forms` says more.",
        lambda row: tuple(f"{form.id}: {form.tube}" for form in row.forms if form.tube),
    ),
    computed(
        "best_supporting_level",
        int,
        "Best level among the findings that count for it, 1 the best; empty where none does.",
        lambda row: row.best_supporting_level,
        required=False,
    ),
    computed(
        "contested",
        bool,
        "Whether sources point in opposite directions.",
        lambda row: row.contested,
    ),
    computed(
        "disagreements",
        tuple,
        "How sources disagree; the table `disagreements` says which.",
        lambda row: tuple(found.reason for found in row.disagreements),
    ),
    _saying("recommended_by", (Stance.RECOMMEND,), "recommend it"),
    _saying("considered_by", (Stance.CONSIDER,), "consider it"),
    _saying("found_insufficient_by", (Stance.INSUFFICIENT_EVIDENCE,), "find too little evidence"),
    _saying("called_ineffective_by", (Stance.SAYS_INEFFECTIVE,), "call it ineffective"),
    _saying("advised_against_by", (Stance.DO_NOT_RECOMMEND,), "advise against it"),
    computed(
        "recommendations",
        tuple,
        "Ids of all statements on it, superseded guidelines included.",
        lambda row: tuple(r.id for r in row.recommendations),
        table="recommendations",
    ),
    computed(
        "superseded",
        tuple,
        "Ids of the statements that no longer count.",
        lambda row: row.superseded,
        table="recommendations",
    ),
    field(Treatment, "expired"),
    computed(
        "evidence",
        tuple,
        "Ids of all findings on it, those in other diseases included.",
        lambda row: tuple(e.id for e in row.evidence),
        table="evidence",
    ),
    computed(
        "supporting_evidence",
        tuple,
        "Ids of the findings that count for it.",
        lambda row: tuple(e.id for e in row.evidence if row.counts(e)),
        table="evidence",
    ),
    computed(
        "key_findings",
        tuple,
        "Ids of the findings that no short answer may leave out; see the table `key_findings`.",
        lambda row: tuple(found.evidence.id for found in row.key_findings),
        table="evidence",
    ),
    computed(
        "harms",
        tuple,
        "Ids of the findings of harm, those under other symptoms included.",
        lambda row: tuple(
            e.id for e in (*row.evidence, *row.harms) if e.direction is Direction.HARM
        ),
        table="evidence",
    ),
    computed(
        "survival_findings",
        tuple,
        "Ids of the findings on survival.",
        lambda row: tuple(e.id for e in row.survival_findings),
        table="evidence",
    ),
    field(Indication, "through", within="indication", maybe=True),
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
                _term(DrugClass, _INDICATED_FOR, _ATC),
            ),
            ("mechanisms", "A way in which medicines act.", _MECHANISMS),
            ("therapies", "A treatment that is no drug.", _THERAPIES),
            (
                "agents",
                "An outside drug or substance that labels name.",
                _term(Agent, _RXNORM, _ATC),
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
