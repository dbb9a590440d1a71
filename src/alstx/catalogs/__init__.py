"""The catalogs of a base, each with the filters that fit its records.

Filters are keywords and all of them must hold; "any of" is ``a | b``. An argument that names
a record takes its id, any of its names, or the record, and stands for the record and everything
below it. A name that is unknown is an error, never an empty answer. None filters nothing.
"""

from typing import TYPE_CHECKING

from alstx.lazily import fetching

__all__ = [
    "Agents",
    "DrugClasses",
    "EvidenceCatalog",
    "Mechanisms",
    "Medications",
    "Recommendations",
    "Sources",
    "Symptoms",
    "Therapies",
    "Treatments",
]

if TYPE_CHECKING:
    from alstx.catalogs.agents import Agents
    from alstx.catalogs.drug_classes import DrugClasses
    from alstx.catalogs.evidence import EvidenceCatalog
    from alstx.catalogs.mechanisms import Mechanisms
    from alstx.catalogs.medications import Medications
    from alstx.catalogs.recommendations import Recommendations
    from alstx.catalogs.sources import Sources
    from alstx.catalogs.symptoms import Symptoms
    from alstx.catalogs.therapies import Therapies
    from alstx.catalogs.treatments import Treatments
else:
    _HOMES = {
        "Agents": "agents",
        "DrugClasses": "drug_classes",
        "EvidenceCatalog": "evidence",
        "Mechanisms": "mechanisms",
        "Medications": "medications",
        "Recommendations": "recommendations",
        "Sources": "sources",
        "Symptoms": "symptoms",
        "Therapies": "therapies",
        "Treatments": "treatments",
    }
    __getattr__ = fetching(__name__, _HOMES)
