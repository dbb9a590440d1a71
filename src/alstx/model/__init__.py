"""Records: frozen values that name each other by id and never hold or fetch one another."""

from alstx.model.evidence import Evidence, Recommendation
from alstx.model.indication import Approval, Indication
from alstx.model.medication import (
    Agent,
    DrugClass,
    Mechanism,
    Medication,
    Protein,
    Target,
)
from alstx.model.record import Record, Term, Xref
from alstx.model.safety import Caution, Interaction
from alstx.model.source import Source
from alstx.model.symptom import Disease, Frequency, Symptom, Translation
from alstx.model.therapy import Therapy
from alstx.model.treatment import Treatment

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
