from alstx import export as export
from alstx import fhir as fhir
from alstx import plot as plot
from alstx.about import DISCLAIMER as DISCLAIMER
from alstx.errors import AlstxError as AlstxError
from alstx.errors import AmbiguousNameError as AmbiguousNameError
from alstx.errors import DataError as DataError
from alstx.errors import InvalidArgumentError as InvalidArgumentError
from alstx.errors import MissingExtraError as MissingExtraError
from alstx.errors import NotFoundError as NotFoundError
from alstx.errors import Problem as Problem
from alstx.errors import WriteError as WriteError
from alstx.frames import annotate as annotate
from alstx.ids import Curie as Curie
from alstx.ids import Ref as Ref
from alstx.io.load import load as load
from alstx.io.load import preload as preload
from alstx.kb import catalogs, literature
from alstx.kb.base import KnowledgeBase as KnowledgeBase
from alstx.model import Agent as Agent
from alstx.model import Approval as Approval
from alstx.model import Caution as Caution
from alstx.model import Disease as Disease
from alstx.model import DrugClass as DrugClass
from alstx.model import Evidence as Evidence
from alstx.model import Indication as Indication
from alstx.model import Interaction as Interaction
from alstx.model import Mechanism as Mechanism
from alstx.model import Medication as Medication
from alstx.model import Recommendation as Recommendation
from alstx.model import Source as Source
from alstx.model import Symptom as Symptom
from alstx.model import Therapy as Therapy
from alstx.model import Treatment as Treatment
from alstx.model import Xref as Xref
from alstx.names import Match as Match
from alstx.names import Mention as Mention

__all__ = [
    "DISCLAIMER",
    "Agent",
    "AlstxError",
    "AmbiguousNameError",
    "Approval",
    "Caution",
    "Curie",
    "DataError",
    "Disease",
    "DrugClass",
    "Evidence",
    "Indication",
    "Interaction",
    "InvalidArgumentError",
    "KnowledgeBase",
    "Match",
    "Mechanism",
    "Medication",
    "Mention",
    "MissingExtraError",
    "NotFoundError",
    "Problem",
    "Recommendation",
    "Ref",
    "Source",
    "Symptom",
    "Therapy",
    "Treatment",
    "WriteError",
    "Xref",
    "__version__",
    "agents",
    "annotate",
    "drug_classes",
    "evidence",
    "export",
    "fhir",
    "load",
    "mechanisms",
    "medications",
    "plot",
    "preload",
    "recommendations",
    "sources",
    "symptoms",
    "therapies",
    "treatments",
]
__version__: str
agents: catalogs.Agents
drug_classes: catalogs.DrugClasses
evidence: literature.EvidenceCatalog
mechanisms: catalogs.Mechanisms
medications: catalogs.Medications
recommendations: literature.Recommendations
sources: literature.Sources
symptoms: catalogs.Symptoms
therapies: catalogs.Therapies
treatments: catalogs.Treatments
