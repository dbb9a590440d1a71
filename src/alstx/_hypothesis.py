"""Registration of our strategies with Hypothesis: ``st.from_type(alstx.Medication)`` works.

Hypothesis calls `register` when it is imported, in every project that has both installed. So
this names the types and no more: the strategies are built when the first of them is used.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

_STRATEGIES = {
    "alstx.ids": {"Curie": "curies", "Ref": "refs"},
    "alstx.model": {
        "AgencyLabel": "agency_labels",
        "Agent": "agents",
        "Approval": "approvals",
        "Arm": "arms",
        "Brand": "brands",
        "Caution": "cautions",
        "Disagreement": "disagreements",
        "Disease": "diseases",
        "DrugClass": "drug_classes",
        "Elsewhere": "elsewhere",
        "Estimate": "estimates",
        "Evidence": "evidence",
        "Form": "forms",
        "Frequency": "frequencies",
        "Grade": "grades",
        "Indication": "indications",
        "Interaction": "interactions",
        "KeyFinding": "key_findings",
        "LabelRead": "labels_read",
        "Mechanism": "mechanisms",
        "Medication": "medications",
        "Member": "members",
        "Named": "named_members",
        "Product": "products",
        "Protein": "proteins",
        "Recommendation": "recommendations",
        "Searched": "searches",
        "Source": "sources",
        "Study": "studies",
        "Symptom": "symptoms",
        "Target": "targets",
        "Therapy": "therapies",
        "Translation": "translations",
        "Treatment": "treatments",
        "Xref": "xrefs",
    },
    "alstx.kb.base": {"KnowledgeBase": "knowledge_bases"},
    "alstx.model.records": {"Records": "records"},
}
"""For each module its types, and the function of `alstx.testing` that makes their strategy.

Base classes need none: Hypothesis finds them from these.
"""


def register() -> None:
    """Register a strategy for every record and every value object."""
    from hypothesis import strategies as st  # noqa: PLC0415 (an extra)

    for home, names in _STRATEGIES.items():
        module = import_module(home)
        for cls, strategy in names.items():
            st.register_type_strategy(getattr(module, cls), _made_later(strategy))


def _made_later(strategy: str) -> Callable[[Any], Any]:
    def make(_: Any) -> Any:
        return getattr(import_module("alstx.testing"), strategy)()

    return make
