"""A typed, cited base of what is used to ease the symptoms of ALS.

    >>> import alstx
    >>> kb = alstx.load()
    >>> drooling = kb.treatments.filter(symptom="drooling")

Nothing happens at import: every public name is fetched when it is first touched.
"""

TYPE_CHECKING = False  # what the checkers take for true; importing typing would double the start

DISCLAIMER = (
    "alstx informs; it does not advise. It gathers what guidelines, drug labels and studies say, "
    "with their sources, and may be incomplete or wrong. It is not medical advice and no device. "
    "Doses are those that were studied or labelled, never recommendations. Do not start, stop or "
    "change a treatment because of it; ask a clinician who knows the person."
)

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

_HOME = {
    "Agent": "model",
    "AlstxError": "errors",
    "AmbiguousNameError": "errors",
    "Approval": "model",
    "Caution": "model",
    "Curie": "ids",
    "DataError": "errors",
    "Disease": "model",
    "DrugClass": "model",
    "Evidence": "model",
    "Indication": "model",
    "Interaction": "model",
    "InvalidArgumentError": "errors",
    "KnowledgeBase": "kb",
    "Match": "names.results",
    "Mechanism": "model",
    "Medication": "model",
    "Mention": "names.results",
    "MissingExtraError": "errors",
    "NotFoundError": "errors",
    "Problem": "problems",
    "Recommendation": "model",
    "Ref": "ids",
    "Source": "model",
    "Symptom": "model",
    "Therapy": "model",
    "Treatment": "model",
    "WriteError": "errors",
    "Xref": "model",
    "annotate": "frames",
    "load": "loading",
    "preload": "loading",
}
_MODULES = ("export", "plot")
_CATALOGS = (
    "agents",
    "drug_classes",
    "evidence",
    "mechanisms",
    "medications",
    "recommendations",
    "sources",
    "symptoms",
    "therapies",
    "treatments",
)

if TYPE_CHECKING:
    from alstx import catalogs, export, plot
    from alstx.errors import (
        AlstxError,
        AmbiguousNameError,
        DataError,
        InvalidArgumentError,
        MissingExtraError,
        NotFoundError,
        WriteError,
    )
    from alstx.frames import annotate
    from alstx.ids import Curie, Ref
    from alstx.kb import KnowledgeBase
    from alstx.loading import load, preload
    from alstx.model import (
        Agent,
        Approval,
        Caution,
        Disease,
        DrugClass,
        Evidence,
        Indication,
        Interaction,
        Mechanism,
        Medication,
        Recommendation,
        Source,
        Symptom,
        Therapy,
        Treatment,
        Xref,
    )
    from alstx.names.results import Match, Mention
    from alstx.problems import Problem

    __version__: str
    agents: catalogs.Agents
    drug_classes: catalogs.DrugClasses
    evidence: catalogs.EvidenceCatalog
    mechanisms: catalogs.Mechanisms
    medications: catalogs.Medications
    recommendations: catalogs.Recommendations
    sources: catalogs.Sources
    symptoms: catalogs.Symptoms
    therapies: catalogs.Therapies
    treatments: catalogs.Treatments
else:  # hidden from the checkers, so that alstx.lod is an error to them

    def __getattr__(name):
        """Fetches a public name when it is first touched."""
        from importlib import import_module

        if name in _HOME:
            value = getattr(import_module(f"alstx.{_HOME[name]}"), name)
        elif name in _MODULES:
            value = import_module(f"alstx.{name}")
        elif name in _CATALOGS:
            value = getattr(import_module("alstx.loading").load(), name)
        elif name == "__version__":
            value = import_module("importlib.metadata").version("alstx")
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
