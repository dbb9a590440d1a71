"""Records: frozen values that name each other by id and do not contain one another."""

from alstx.model.base import Record, Term, Xref
from alstx.model.conclusions import Disagreement
from alstx.model.grades import Grade
from alstx.model.literature import Arm, Estimate, Evidence, Recommendation
from alstx.model.products import Brand, Elsewhere, Product
from alstx.model.sources import Source, Study
from alstx.model.symptoms import Frequency, Searched, Symptom, Translation
from alstx.model.terms import (
    Agent,
    Disease,
    DrugClass,
    Mechanism,
    Medication,
    Protein,
    Target,
    Therapy,
)
from alstx.model.treatment import KeyFinding, Treatment
from alstx.model.uses import (
    AgencyLabel,
    Approval,
    Caution,
    Form,
    Indication,
    Interaction,
    LabelRead,
    Member,
    Named,
)

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
    "Form",
    "Frequency",
    "Grade",
    "Indication",
    "Interaction",
    "KeyFinding",
    "LabelRead",
    "Mechanism",
    "Medication",
    "Member",
    "Named",
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
