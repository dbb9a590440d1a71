"""Records: frozen values that name each other by id and do not contain one another."""

from alstx.model.base import Record, Term, Xref
from alstx.model.literature import Arm, Estimate, Evidence, Recommendation, Source, Study
from alstx.model.terms import (
    Agent,
    Brand,
    Disease,
    DrugClass,
    Elsewhere,
    Frequency,
    Mechanism,
    Medication,
    Product,
    Protein,
    Searched,
    Symptom,
    Target,
    Therapy,
    Translation,
)
from alstx.model.treatment import AgencyLabel, Disagreement, KeyFinding, Treatment
from alstx.model.uses import Approval, Caution, Indication, Interaction, LabelRead

__all__ = [
    "AgencyLabel",
    "Agent",
    "Approval",
    "Arm",
    "Brand",
    "Caution",
    "Disagreement",
    "Disease",
    "DrugClass",
    "Elsewhere",
    "Estimate",
    "Evidence",
    "Frequency",
    "Indication",
    "Interaction",
    "KeyFinding",
    "LabelRead",
    "Mechanism",
    "Medication",
    "Product",
    "Protein",
    "Recommendation",
    "Record",
    "Searched",
    "Source",
    "Study",
    "Symptom",
    "Target",
    "Term",
    "Therapy",
    "Translation",
    "Treatment",
    "Xref",
]
