"""Entry points: Hypothesis gets the strategies of our types, PyInstaller its hook."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
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


def register_strategies(module: str) -> None:
    """Register the strategies of the types of a module, which are built when first used.

    ``st.from_type(alstx.Medication)`` works by it. The module ``_alstx_hypothesis``, beside the
    package, calls it once each module of ours is there.

    Args:
        module: Name of a module of ours; most have no types to register.
    """
    names = _STRATEGIES.get(module, {})
    if names:
        from hypothesis import strategies as st  # noqa: PLC0415 (an extra)

        home = import_module(module)
        for cls, strategy in names.items():
            st.register_type_strategy(getattr(home, cls), _made_later(strategy))


def _made_later(strategy: str) -> Callable[[Any], Any]:
    def make(_: Any) -> Any:
        return getattr(import_module("alstx.testing"), strategy)()

    return make


def pyinstaller() -> list[str]:
    """Return the folder with the hook that tells PyInstaller what belongs to the package.

    Example:
        >>> [file.name for file in Path(pyinstaller()[0]).glob("*.py")]
        ['hook-alstx.py']
    """
    return [str(Path(__file__).parent / "_pyinstaller")]
