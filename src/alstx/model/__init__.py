"""Records: frozen values that name each other by id and never hold or fetch one another."""

from alstx.model.base import Record, Term, Xref
from alstx.model.literature import Evidence, Recommendation, Source
from alstx.model.terms import (
    Agent,
    Disease,
    DrugClass,
    Frequency,
    Mechanism,
    Medication,
    Protein,
    Symptom,
    Target,
    Therapy,
    Translation,
)
from alstx.model.treatment import Treatment
from alstx.model.uses import Approval, Caution, Indication, Interaction

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
