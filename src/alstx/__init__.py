"""A typed, cited knowledge base of what is used to ease the symptoms of ALS.

    >>> import alstx
    >>> kb = alstx.load()
    >>> drooling = kb.treatments.filter(symptom="drooling")
    >>> elavil = kb.medications.find("Elavil")
    >>> report = kb.interactions(["tizanidine 4 mg", "fluvoxamine"])

Catalogs have ``to_pandas``, records and reports ``to_dict``. Show `DISCLAIMER` with what you show;
`alstx.about` names the licences of code and data.

Nothing happens at import but that a lock is made: every public name is imported when it is first
touched; checkers and editors read ``__init__.pyi``.
"""

# the names come from __getattr__; the stub says what they are
# pyright: reportUnsupportedDunderAll=false

from alstx.lock import building as _building

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

_HOME = {
    "DISCLAIMER": "about",
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
    "KnowledgeBase": "kb.base",
    "Match": "names",
    "Mechanism": "model",
    "Medication": "model",
    "Mention": "names",
    "MissingExtraError": "errors",
    "NotFoundError": "errors",
    "Problem": "errors",
    "Recommendation": "model",
    "Ref": "ids",
    "Source": "model",
    "Symptom": "model",
    "Therapy": "model",
    "Treatment": "model",
    "WriteError": "errors",
    "Xref": "model",
    "annotate": "frames",
    "load": "io.load",
    "preload": "io.load",
}
_MODULES = ("export", "fhir", "plot")
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


def __getattr__(name: str) -> object:
    if name not in __all__:  # before the lock: Python asks so for modules while it imports them
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with _building.lock:  # so that no fork finds a module half imported
        value = globals()[name] = _fetched(name)
    return value


def _fetched(name: str) -> object:
    from importlib import import_module

    if name in _HOME:
        return getattr(import_module(f"alstx.{_HOME[name]}"), name)
    if name in _MODULES:
        return import_module(f"alstx.{name}")
    if name in _CATALOGS:
        return getattr(import_module("alstx.io.load").load(), name)
    return import_module("alstx.about").VERSION


def __dir__() -> list[str]:
    return __all__
