"""Rows in the form of the maxo-annotations project: which action acts on which phenotypic feature.

Its vocabulary of relations says less than ours. What becomes a row, and as what:

- a statement on ALS, MND or neuromuscular disease recommends or considers: *treats*
- a finding of benefit that counts (`Treatment.counts`): *treats*
- no difference from placebo, sham, usual care or nothing (`Evidence.opposes`): *lack of observed
  response*
- a treatment is advised against, and such a statement says never to use it: *contraindicated*; so
  is what an agency warns against in a label in force

Only sources that are neither superseded nor retracted become rows. A finding of harm is not a
contraindication. Mixed and inconclusive findings, comparisons of two treatments, advice against
that leaves something open, and findings in other diseases fit no relation of theirs and are left
out, as is what has no exact HPO term or no MAxO term, and what did not help where their term is
broader than what was done.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from alstx.export.sssom import tabbed
from alstx.model.terms import DrugClass, Medication
from alstx.vocab import Covers, Direction, Extent, Level, MatchKind, Role

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.ids import Curie, Ref
    from alstx.kb.base import KnowledgeBase
    from alstx.model.base import Term
    from alstx.model.literature import Evidence
    from alstx.model.sources import Source
    from alstx.model.treatment import Treatment

COLUMNS = (
    "disease_id",
    "disease_name",
    "source_id",
    "maxo_id",
    "maxo_name",
    "hpo_id",
    "relation",
    "evidence",
    "extension_id",
    "extension_name",
    "comment",
    "other",
    "author",
    "last_updated",
    "created",
)
_TREATS, _NO_RESPONSE = "treats", "lack of observed response"
_CONTRAINDICATED = "contraindicated"
LABELS = {
    "MAXO:0000004": "surgical procedure",
    "MAXO:0000011": "physical therapy",
    "MAXO:0000014": "radiation therapy",
    "MAXO:0000021": "palliative care",
    "MAXO:0000022": "hospice care",
    "MAXO:0000065": "aerobic exercise therapy",
    "MAXO:0000066": "supplemental oxygen therapy",
    "MAXO:0000077": "behavioral counseling",
    "MAXO:0000083": "acupuncture therapy",
    "MAXO:0000087": "massage therapy",
    "MAXO:0000090": "enteral nutrition intake",
    "MAXO:0000458": "hydrotherapy",
    "MAXO:0000482": "orthotic device usage",
    "MAXO:0000499": "therapeutic procedure of respiratory system",
    "MAXO:0000500": "airway management",
    "MAXO:0000504": "tracheostomy",
    "MAXO:0000506": "noninvasive ventilation",
    "MAXO:0000586": "invasive ventilation",
    "MAXO:0000623": "nutrition counseling",
    "MAXO:0000767": "prescriptive dietary intake",
    "MAXO:0000883": "cognitive behavior therapy",
    "MAXO:0000930": "speech therapy",
    "MAXO:0000939": "stimulation procedure",
    "MAXO:0000941": "extracardiac nerve stimulation",
    "MAXO:0000952": "hydration therapy",
    "MAXO:0001147": "soluble fiber supplementation",
    "MAXO:0001346": "gastrostomy",
    "MAXO:0001351": "occupational therapy",
    "MAXO:0001610": "transcranial magnetic stimulation",
    "MAXO:0009015": "botulinum toxin therapy",
    "MAXO:0030011": "texture modified diet intake",
}
"""Labels of the MAxO terms that the bundled data name; of others our own name is written."""


class _Action(NamedTuple):
    """Action in terms of MAxO: the term, the drug where it is one, and a comment."""

    term: Curie
    name: str
    drug_id: str
    drug_name: str
    comment: str

    @property
    def is_precise(self) -> bool:
        """True if term and drug together mean what was done, and nothing broader."""
        return not self.comment


def render(kb: KnowledgeBase, author: str = "") -> str:
    """Write the annotations as TSV.

    Args:
        kb: The base.
        author: The curator who stands for the rows, as ``ORCID:0000-0000-0000-0000``. Left empty,
            the rows say that nobody has approved them.
    """
    return tabbed(COLUMNS, *rows(kb, author))


def rows(kb: KnowledgeBase, author: str = "") -> list[tuple[str, ...]]:
    """Return the rows, sorted; equal ones stand once."""
    disease = next((c for c in kb.disease.identifiers if c.prefix == "MONDO"), None)
    if disease is None:
        return []
    found = {
        (str(disease), kb.disease.name, *row, author, day, day)
        for row, day in (*_of_evidence(kb), *_of_recommendations(kb), *_of_labels(kb))
    }
    return sorted(found)


_Row = tuple[tuple[str, ...], str]


def _of_evidence(kb: KnowledgeBase) -> Iterator[_Row]:
    for treatment in kb.treatments:
        pair = treatment.intervention, treatment.symptom
        for record in treatment.evidence:
            relation = _relation(treatment, record)
            if relation and treatment.is_current(record):
                kind = "TAS" if record.level is Level.OPINION else "PCS"
                yield from _row(kb, record.source, pair, relation, kind)


def _relation(treatment: Treatment, record: Evidence) -> str | None:
    """Return the relation that a finding shows, if it shows one."""
    if record.direction is Direction.BENEFIT and treatment.counts(record):
        return _TREATS
    return _NO_RESPONSE if record.opposes else None


def _of_recommendations(kb: KnowledgeBase) -> Iterator[_Row]:
    for treatment in kb.treatments:
        pair = treatment.intervention, treatment.symptom
        refused = treatment.role is Role.ADVISED_AGAINST
        for record in treatment.current:
            if record.intervention != pair[0] or not record.population.is_on_als:
                continue  # what is said of its class is a row of the class
            if record.is_for:
                yield from _row(kb, record.source, pair, _TREATS, "TAS")
            elif refused and record.extent is Extent.ALWAYS:
                yield from _row(kb, record.source, pair, _CONTRAINDICATED, "TAS")


def _of_labels(kb: KnowledgeBase) -> Iterator[_Row]:
    for record in kb.medications:
        for indication in record.indications:
            for approval in indication.approvals:
                warned = approval.covers is Covers.WARNED_AGAINST and approval.is_current
                if warned and kb.sources[approval.source].is_current:
                    pair = record.ref, indication.symptom
                    yield from _row(kb, approval.source, pair, _CONTRAINDICATED, "TAS")


def _row(
    kb: KnowledgeBase, source: str, pair: tuple[Ref, str], relation: str, kind: str
) -> Iterator[_Row]:
    """Return one row, or none where their format has no words for it.

    That one treatment does not help says nothing of a broader term, so only what helps is said
    of one.
    """
    cited = kb.sources[source]
    source_id = _source_id(cited)
    feature = next((c for c in kb.symptoms[pair[1]].identifiers if c.prefix == "HP"), None)
    action = _action(kb, pair[0])
    if source_id and feature and action and (action.is_precise or relation == _TREATS):
        acted = (str(action.term), action.name, str(feature), relation, kind)
        drug = (action.drug_id, action.drug_name)
        yield (source_id, *acted, *drug, action.comment, ""), cited.reviewed.isoformat()


def _source_id(source: Source) -> str | None:
    """PubMed's id, or else an address."""
    pmid = next((c for c in source.identifiers if c.prefix == "PMID"), None)
    return str(pmid) if pmid else source.link


def _action(kb: KnowledgeBase, ref: Ref) -> _Action | None:
    """Find the MAxO term of an intervention: its own, or that of the nearest class above it.

    MAxO names classes of drugs; the extension then names the drug.
    """
    record = kb.resolve(ref)
    named = [(holder, term) for holder in _holders(kb, record) for term in _terms(holder)]
    if not named:
        return None
    holder, (term, match) = named[0]
    chebi = next((c for c in record.identifiers if c.prefix == "CHEBI"), None)
    drug = (str(chebi), _lower(record.name)) if chebi else ("", "")
    precise = holder is record and match is MatchKind.EXACT
    comment = "" if precise or chebi else f"{_lower(record.name)}; the MAxO term is broader"
    return _Action(term, LABELS.get(str(term), _lower(holder.name)), *drug, comment)


def _holders(kb: KnowledgeBase, record: Term) -> list[Term]:
    """The record, then the classes above it, nearest first."""
    found: list[Term] = [record]
    ahead = _above(record)
    while ahead:
        found += [kb.drug_classes[id_] for id_ in ahead if kb.drug_classes[id_] not in found]
        ahead = [up for id_ in ahead for up in kb.drug_classes[id_].parents]
    return found


def _above(record: Term) -> list[str]:
    if isinstance(record, Medication):
        return list(record.drug_classes)
    return list(record.parents) if isinstance(record, DrugClass) else []


def _terms(record: Term) -> list[tuple[Curie, MatchKind]]:
    """The MAxO terms of a record that fit it or are broader, the fitting ones first."""
    found = [(x.id, x.match) for x in record.xrefs if x.id.prefix == "MAXO"]
    return [
        *((term, match) for term, match in found if match is MatchKind.EXACT),
        *((term, match) for term, match in found if match is MatchKind.BROAD),
    ]


def _lower(name: str) -> str:
    """Write a name as ontologies do: small, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
