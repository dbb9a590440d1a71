"""Records: frozen values that name each other by id and never hold or fetch one another."""

from typing import TYPE_CHECKING

from alstx.lazily import fetching

__all__ = [
    "Agent",
    "Approval",
    "Caution",
    "Disease",
    "DrugClass",
    "Evidence",
    "Frequency",
    "Indication",
    "Interaction",
    "Mechanism",
    "Medication",
    "Protein",
    "Recommendation",
    "Record",
    "Source",
    "Symptom",
    "Target",
    "Term",
    "Therapy",
    "Translation",
    "Treatment",
    "Xref",
]

if TYPE_CHECKING:
    from alstx.model.agent import Agent
    from alstx.model.disease import Disease
    from alstx.model.drug_class import DrugClass
    from alstx.model.evidence import Evidence
    from alstx.model.indication import Approval, Indication
    from alstx.model.mechanism import Mechanism, Protein, Target
    from alstx.model.medication import Medication
    from alstx.model.recommendation import Recommendation
    from alstx.model.record import Record, Term, Xref
    from alstx.model.safety import Caution, Interaction
    from alstx.model.source import Source
    from alstx.model.symptom import Frequency, Symptom, Translation
    from alstx.model.therapy import Therapy
    from alstx.model.treatment import Treatment
else:
    _HOMES = {
        "Agent": "agent",
        "Approval": "indication",
        "Caution": "safety",
        "Disease": "disease",
        "DrugClass": "drug_class",
        "Evidence": "evidence",
        "Frequency": "symptom",
        "Indication": "indication",
        "Interaction": "safety",
        "Mechanism": "mechanism",
        "Medication": "medication",
        "Protein": "mechanism",
        "Recommendation": "recommendation",
        "Record": "record",
        "Source": "source",
        "Symptom": "symptom",
        "Target": "mechanism",
        "Term": "record",
        "Therapy": "therapy",
        "Translation": "symptom",
        "Treatment": "treatment",
        "Xref": "record",
    }
    __getattr__ = fetching(__name__, _HOMES)
