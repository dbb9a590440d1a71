"""The edges of the knowledge graph: roles, statements, findings and phenotypes, with predicates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from alstx.vocab import (
    Audience,
    Basis,
    Covers,
    Extent,
    LabelStatus,
    Level,
    Population,
    Role,
    SourceKind,
    Stance,
    StudyDesign,
)

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.ids import Curie, Ref
    from alstx.kb.base import KnowledgeBase
    from alstx.model.literature import Evidence, Recommendation
    from alstx.model.symptoms import Symptom
    from alstx.model.treatment import Treatment

Row: TypeAlias = dict[str, Any]
Ids: TypeAlias = Mapping[tuple[str, str], str]
"""The id of each node, by kind and id of the record."""

EDGE = (
    *("id", "subject", "predicate", "object", "category", "publications", "knowledge_level"),
    *("agent_type", "edge_kind", "role", "basis", "trial_results", "stance", "extent"),
    *("finding_direction", "evidence_level", "endpoint", "versus", "study_design", "population"),
    *("contested", "clinical_approval_status", "has_confidence_level", "supporting_study_size"),
    *("disease_context_qualifier", "frequency_qualifier", "description"),
)
"""The columns of edges."""
_TREATING = "ChemicalOrDrugOrTreatmentToDiseaseOrPhenotypicFeatureAssociation"
_ASSOCIATIONS = {
    "contraindicated_in": "Association",
    "has_phenotype": "DiseaseToPhenotypicFeatureAssociation",
    "related_to": "Association",
}
"""Classes of the edges whose predicate is not one of treating."""
_TRIALS = (
    StudyDesign.RANDOMIZED_CONTROLLED_TRIAL,
    StudyDesign.RANDOMIZED_CROSSOVER_TRIAL,
    StudyDesign.NON_RANDOMIZED_TRIAL,
    StudyDesign.SINGLE_ARM_TRIAL,
)
_STUDIED = ("in_clinical_trials_for", "studied_to_treat")
"""Predicates of what was studied, the more precise first."""
_APPROVAL = {
    LabelStatus.ON_LABEL: "approved_for_condition",
    LabelStatus.OFF_LABEL: "off_label_use",
}
_THEIRS = {
    "CHEMBL": "CHEMBL.COMPOUND",
    "DOI": "doi",
    "DRUGCENTRAL": "DrugCentral",
    "PMCID": "PMC",
    "PUBCHEM": "PUBCHEM.COMPOUND",
}
"""Their prefixes, where they are not ours."""


def in_biolink(curie: Curie) -> str:
    """Write an identifier with the prefix that the Biolink Model has for its vocabulary."""
    return f"{_THEIRS.get(curie.prefix, curie.prefix)}:{curie.local}"


@attrs.frozen
class Edges:
    """Maker of the edges of a graph.

    Attributes:
        kb: The knowledge base.
        ids: The id of each node.
    """

    kb: KnowledgeBase
    ids: Ids

    def all(self) -> Iterator[Row]:
        """Return every edge."""
        for treatment in self.kb.treatments:
            yield from self._of_treatment(treatment)
        for statement in self.kb.recommendations:
            yield from self._of_statement(statement)
        for finding in self.kb.evidence:
            yield from self._of_finding(finding)
        for symptom in self.kb.symptoms:
            yield from self._of_symptom(symptom)

    def _of_treatment(self, treatment: Treatment) -> Iterator[Row]:
        """Return the edge of a role; none where all that names the treatment is out of date."""
        row = {
            "predicate": _of_role(treatment),
            "edge_kind": "treatment",
            "role": treatment.role,
            "basis": treatment.basis,
            "trial_results": treatment.trials,
            "evidence_level": treatment.best_supporting_level,
            "contested": treatment.contested,
            "clinical_approval_status": _APPROVAL.get(treatment.status),
            **self._in_als(treatment.basis in (Basis.GUIDELINE, Basis.LABEL)),
        }
        ends = self._ends(treatment.intervention, treatment.symptom)
        yield from self._edge(f"treatments:{treatment.id}", ends, _deciding(treatment), row)

    def _of_statement(self, statement: Recommendation) -> Iterator[Row]:
        """Return the edge of a statement; one statement alone never says that something treats."""
        predicate = "applied_to_treat" if statement.is_for else "related_to"
        if statement.extent is Extent.ALWAYS:
            predicate = "contraindicated_in"
        row = {
            "predicate": predicate,
            "edge_kind": "statement",
            "stance": statement.stance,
            "extent": statement.extent,
            "population": statement.population,
            **self._in_als(statement.population is Audience.ALS),
            "description": statement.statement,
        }
        ends = self._ends(statement.intervention, statement.symptom)
        sources = self._current(statement.source)
        yield from self._edge(f"recommendations:{statement.id}", ends, sources, row)

    def _of_finding(self, finding: Evidence) -> Iterator[Row]:
        """Return the edges of a finding: from each of its interventions to each of its symptoms."""
        row = {
            "predicate": _of_study(finding),
            "edge_kind": "finding",
            "finding_direction": finding.direction,
            "evidence_level": finding.level,
            "endpoint": finding.endpoint,
            "versus": finding.versus,
            "study_design": finding.design,
            "population": finding.population,
            "has_confidence_level": finding.certainty,
            "supporting_study_size": finding.participants,
            **self._in_als(finding.population is Population.ALS),
            "description": finding.finding,
        }
        sources = self._current(finding.source)
        for ref, symptom in product(finding.interventions, finding.symptoms):
            name = f"evidence:{finding.id}.{ref.id}.{symptom}"
            yield from self._edge(name, self._ends(ref, symptom), sources, row)

    def _of_symptom(self, symptom: Symptom) -> Iterator[Row]:
        """Return the edge from the disease to a symptom whose frequency a source tells."""
        if symptom.frequency is not None:
            row = {
                "predicate": "has_phenotype",
                "edge_kind": "phenotype",
                "frequency_qualifier": symptom.frequency.band,
            }
            ends = self.ids["disease", self.kb.disease.id], self.ids["symptoms", symptom.id]
            sources = self._current(symptom.frequency.source)
            yield from self._edge(f"symptoms:{symptom.id}", ends, sources, row)

    def _ends(self, ref: Ref, symptom: str) -> tuple[str, str]:
        return self.ids[ref.kind.value, ref.id], self.ids["symptoms", symptom]

    def _in_als(self, is_in_als: bool) -> Row:
        """Qualify what was said or found of people with the disease itself."""
        disease = self.ids["disease", self.kb.disease.id]
        return {"disease_context_qualifier": disease} if is_in_als else {}

    def _current(self, source: str) -> list[str]:
        return [source] if self.kb.sources[source].is_current else []

    def _edge(
        self, name: str, ends: tuple[str, str], sources: Sequence[str], row: Row
    ) -> Iterator[Row]:
        """Return an edge with its publications; none where no source that counts is behind it."""
        if sources:
            predicate = row["predicate"]
            yield {
                "id": f"alstx.{name}",
                "subject": ends[0],
                "predicate": f"biolink:{predicate}",
                "object": ends[1],
                "category": [f"biolink:{_ASSOCIATIONS.get(predicate, _TREATING)}"],
                "publications": [self._publication(id_) for id_ in dict.fromkeys(sources)],
                "knowledge_level": "knowledge_assertion",
                "agent_type": "manual_agent",
                **{k: cell for k, cell in row.items() if cell is not None and k != "predicate"},
            }

    def _publication(self, id_: str) -> str:
        """Return the identifier of a source, or else its address, or else ours."""
        source = self.kb.sources[id_]
        curies = {curie.prefix: curie for curie in source.identifiers}
        cited = (in_biolink(curies[p]) for p in ("PMID", "PMCID", "DOI") if p in curies)
        return next(cited, source.link or f"alstx.sources:{id_}")


def _of_role(treatment: Treatment) -> str:
    """Return the predicate of a treatment."""
    current = treatment.current
    if treatment.role is Role.USED:
        firm = treatment.status is LabelStatus.ON_LABEL or _is_recommended(treatment)
        return "treats" if firm and not treatment.contested else "applied_to_treat"
    if treatment.role is Role.ADVISED_AGAINST:
        always = any(r.extent is Extent.ALWAYS for r in current)
        warned = treatment.status is LabelStatus.WARNED_AGAINST
        return "contraindicated_in" if always or warned else "related_to"
    shown = {_of_study(e) for e in treatment.evidence if treatment.is_current(e)}
    return next((word for word in _STUDIED if word in shown), "related_to")


def _is_recommended(treatment: Treatment) -> bool:
    """Return whether a guideline on ALS recommends the very intervention, without limits."""
    guidelines = {s.id for s in treatment.sources if s.kind is SourceKind.GUIDELINE}
    return any(
        r.stance is Stance.RECOMMEND
        and r.intervention == treatment.intervention
        and r.population.is_on_als
        and r.source in guidelines
        and not r.only
        for r in treatment.current
    )


def _of_study(finding: Evidence) -> str:
    """Return the predicate of a finding: neither an opinion nor a search is a study."""
    trial, study = _STUDIED
    if finding.design in _TRIALS:
        return trial
    return "related_to" if finding.level in (None, Level.OPINION) else study


def _deciding(treatment: Treatment) -> list[str]:
    """Return the sources of a role."""
    labelled = [
        (approval.source, approval.covers)
        for label in treatment.labels
        for approval in label.approvals
        if approval.is_current
    ]
    if treatment.role is Role.USED:
        for_ = [r.source for r in treatment.current if r.is_for]
        return for_ + [source for source, covers in labelled if covers is Covers.ADULTS_WITH_ALS]
    if treatment.role is Role.ADVISED_AGAINST:
        against = [r.source for r in treatment.current if r.is_against]
        return against + [source for source, covers in labelled if covers is Covers.WARNED_AGAINST]
    found = [e.source for e in treatment.evidence if treatment.is_current(e)]
    stated = [r.source for r in treatment.current]
    return [*found, *stated, *(source for source, _ in labelled)]
