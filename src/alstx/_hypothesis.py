"""Registers our strategies with Hypothesis, so that ``st.from_type(alstx.Medication)`` works.

Hypothesis calls `register` when it is imported, in every project that has both installed. So
this names the types and no more: the strategies are made when the first of them is asked for.
"""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from alstx import ids, model
from alstx.kb import base
from alstx.model import records

_STRATEGIES: Mapping[ModuleType, Mapping[str, str]] = {
    ids: {"Curie": "curies", "Ref": "refs"},
    model: {
        "Agent": "agents",
        "Approval": "approvals",
        "Caution": "cautions",
        "Disease": "diseases",
        "DrugClass": "drug_classes",
        "Evidence": "evidence",
        "Frequency": "frequencies",
        "Indication": "indications",
        "Interaction": "interactions",
        "Mechanism": "mechanisms",
        "Medication": "medications",
        "Protein": "proteins",
        "Recommendation": "recommendations",
        "Source": "sources",
        "Symptom": "symptoms",
        "Target": "targets",
        "Therapy": "therapies",
        "Translation": "translations",
        "Treatment": "treatments",
        "Xref": "xrefs",
    },
    base: {"KnowledgeBase": "knowledge_bases"},
    records: {"Records": "records"},
}
"""For each module its types, and the function of `alstx.testing` that makes their strategy.

Base classes need none: Hypothesis finds them from these.
"""


def register() -> None:
    """Registers a strategy for every record and every value object."""
    from hypothesis import strategies as st  # noqa: PLC0415 (an extra)

    for module, names in _STRATEGIES.items():
        for cls, strategy in names.items():
            st.register_type_strategy(getattr(module, cls), _made_later(strategy))


def _made_later(strategy: str) -> Callable[[Any], Any]:
    def make(_: Any) -> Any:
        from alstx import testing  # noqa: PLC0415 (an extra, and slow)

        return getattr(testing, strategy)()

    return make
