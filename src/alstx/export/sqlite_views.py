"""The views of the SQLite file: ready answers, with names and citations in the place of ids."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs


@attrs.frozen
class View:
    """A view of the SQLite file.

    Attributes:
        about: What a row is.
        query: The query.
    """

    about: str
    query: str


_INTERVENTIONS = """
SELECT 'medications/' || id AS ref, 'medications' AS kind, id, name FROM medications
UNION ALL SELECT 'drug_classes/' || id, 'drug_classes', id, name FROM drug_classes
UNION ALL SELECT 'therapies/' || id, 'therapies', id, name FROM therapies
UNION ALL SELECT 'agents/' || id, 'agents', id, name FROM agents"""
_SYMPTOM_TREE = """
WITH RECURSIVE tree (above, symptom) AS (
  SELECT id, id FROM symptoms
  UNION
  SELECT tree.above, symptoms.id
  FROM tree JOIN symptoms ON EXISTS (
    SELECT 1 FROM json_each(symptoms.parents) WHERE value = tree.symptom
  )
)
SELECT above, symptom FROM tree"""
_ANSWERS = """
SELECT tree.above AS asked, treatments.symptom, symptoms.name AS symptom_name,
  treatments.intervention, interventions.name, treatments.role, treatments.basis,
  in_words.role AS role_in_words, treatments.contested, treatments.boxed_warning,
  treatments.best_supporting_level, treatments.trials, treatments.status AS label_status,
  in_words.statements, in_words.labels, in_words.key_findings, in_words.disagreements,
  in_words.place, treatments.id AS treatment
FROM treatments
JOIN symptom_tree AS tree ON tree.symptom = treatments.symptom
JOIN symptoms ON symptoms.id = treatments.symptom
JOIN interventions ON interventions.ref = treatments.intervention
JOIN in_words ON in_words.treatment = treatments.id"""
_STATEMENTS = """
SELECT recommendations.symptom, symptoms.name AS symptom_name, recommendations.intervention,
  interventions.name, recommendations.stance, recommendations.extent, recommendations.only,
  recommendations.line, recommendations.population, recommendations.conditions,
  recommendations.statement, sources.short_name, sources.year, sources.is_current,
  sources.citation, sources.link, recommendations.id AS recommendation
FROM recommendations
JOIN symptoms ON symptoms.id = recommendations.symptom
JOIN interventions ON interventions.ref = recommendations.intervention
JOIN sources ON sources.id = recommendations.source"""
_FINDINGS = """
SELECT symptom.value AS symptom, symptoms.name AS symptom_name,
  intervention.value AS intervention, interventions.name, evidence.direction, evidence.versus,
  evidence.level, evidence.endpoint, evidence.design, evidence.population, evidence.participants,
  evidence.outcome, evidence.finding, evidence.effect, evidence.limits, sources.year,
  sources.is_current, sources.citation, sources.link, evidence.id AS evidence
FROM evidence
JOIN json_each(evidence.interventions) AS intervention
JOIN json_each(evidence.symptoms) AS symptom
JOIN symptoms ON symptoms.id = symptom.value
JOIN interventions ON interventions.ref = intervention.value
JOIN sources ON sources.id = evidence.source"""
_WARNINGS = """
SELECT cautions.record_kind || '/' || cautions.record_id AS intervention, interventions.name,
  cautions.kind, cautions.topic, cautions.text, cautions.matters_in_als, cautions.applies_to,
  sources.citation, sources.link, sources.is_current
FROM cautions
JOIN interventions ON interventions.ref = cautions.record_kind || '/' || cautions.record_id
JOIN sources ON sources.id = cautions.source"""
_TOGETHER = """
SELECT interactions.medication, medications.name, interactions.partner,
  interventions.name AS partner_name, interactions.severity, interactions.effect,
  interactions.scope, interactions.named, interactions.excepted, sources.citation, sources.link,
  sources.is_current
FROM interactions
JOIN medications ON medications.id = interactions.medication
JOIN interventions ON interventions.ref = interactions.partner
JOIN sources ON sources.id = interactions.source"""
_TUBE = """
SELECT forms.medication, medications.name, forms.id AS form, forms.dosage_form, forms.route,
  forms.release, forms.brands, forms.crush, forms."open", forms.tube, forms.tube_site, forms.note,
  forms.liquid, forms.boxed_warning, sources.citation, sources.link
FROM forms
JOIN medications ON medications.id = forms.medication
JOIN sources ON sources.id = forms.source"""
_DISPUTES = """
SELECT treatments.symptom, symptoms.name AS symptom_name, treatments.intervention,
  interventions.name, disagreements.reason, disagreements."for", disagreements.against,
  treatments.contested, treatments.id AS treatment
FROM disagreements
JOIN treatments ON treatments.id = disagreements.treatment
JOIN symptoms ON symptoms.id = treatments.symptom
JOIN interventions ON interventions.ref = treatments.intervention"""
_CODES = """
SELECT substr(identifier, 1, instr(identifier, ':') - 1) AS vocabulary,
  substr(identifier, instr(identifier, ':') + 1) AS code, "match", record_kind AS kind,
  record_id AS id
FROM identifiers"""
_NAMES = """
SELECT name, 'medications' AS kind, id FROM medications
UNION SELECT value, 'medications', medications.id FROM medications, json_each(medications.synonyms)
UNION SELECT name, 'medications', medication FROM brands
UNION SELECT value, 'medications', forms.medication FROM forms, json_each(forms.brands)
UNION SELECT name, 'symptoms', id FROM symptoms
UNION SELECT plain_name, 'symptoms', id FROM symptoms
UNION SELECT value, 'symptoms', symptoms.id FROM symptoms, json_each(symptoms.synonyms)
UNION SELECT text, 'symptoms', symptom FROM translations
UNION SELECT name, 'drug_classes', id FROM drug_classes
UNION SELECT value, 'drug_classes', drug_classes.id
  FROM drug_classes, json_each(drug_classes.synonyms)
UNION SELECT name, 'therapies', id FROM therapies
UNION SELECT value, 'therapies', therapies.id FROM therapies, json_each(therapies.synonyms)
UNION SELECT name, 'mechanisms', id FROM mechanisms
UNION SELECT value, 'mechanisms', mechanisms.id FROM mechanisms, json_each(mechanisms.synonyms)
UNION SELECT name, 'agents', id FROM agents
UNION SELECT value, 'agents', agents.id FROM agents, json_each(agents.synonyms)"""

VIEWS: Mapping[str, View] = MappingProxyType(
    {
        "interventions": View("A medicine, class, therapy or outside agent.", _INTERVENTIONS),
        "symptom_tree": View("A symptom, with itself or one above it.", _SYMPTOM_TREE),
        "answers": View(
            "A treatment of a symptom, or of one below it, in words as everywhere.", _ANSWERS
        ),
        "statements": View("What a guideline or page says, with its citation.", _STATEMENTS),
        "findings": View("A finding on one intervention for one symptom, cited.", _FINDINGS),
        "disputes": View("One way in which sources disagree on a treatment.", _DISPUTES),
        "warnings": View("What a label or guideline warns of, with its citation.", _WARNINGS),
        "taken_together": View(
            "What a label says of taking two things together; silence clears nothing.",
            _TOGETHER,
        ),
        "tube_and_crushing": View(
            "A form of a medicine, and what may be done with it.",
            _TUBE,
        ),
        "names": View("A name of a record, brands and translations included.", _NAMES),
        "codes": View("A code of another vocabulary; only *exact* means the same.", _CODES),
    }
)
"""The views, in an order in which each needs only those before it."""
