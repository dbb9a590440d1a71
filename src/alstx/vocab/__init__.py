"""Vocabularies: the closed sets of values that records use.

Every member is a ``str``, so ``evidence.direction == "benefit"`` reads as written. Members of an
`OrderedVocabulary` compare by rank, in the order of definition, and never as text: as text
``"high" < "low"`` would hold.
"""

from typing import TYPE_CHECKING

from alstx.lazily import fetching

__all__ = [
    "Action",
    "BoxedWarning",
    "CautionKind",
    "CautionTopic",
    "Certainty",
    "Confidence",
    "Direction",
    "Disagreement",
    "FrequencyBand",
    "LabelStatus",
    "Level",
    "Line",
    "Match",
    "MedicationKind",
    "OrderedVocabulary",
    "Population",
    "Role",
    "Severity",
    "SourceKind",
    "SourceStatus",
    "Stance",
    "StudyDesign",
    "TherapyKind",
    "Verification",
    "Vocabulary",
]

if TYPE_CHECKING:
    from alstx.vocab.advice import Disagreement, Line, Stance, Verification
    from alstx.vocab.base import Match, OrderedVocabulary, Role, Vocabulary
    from alstx.vocab.drug import (
        BoxedWarning,
        CautionKind,
        CautionTopic,
        LabelStatus,
        MedicationKind,
        Severity,
    )
    from alstx.vocab.evidence import Certainty, Direction, Level, Population, StudyDesign
    from alstx.vocab.mechanism import Action, Confidence
    from alstx.vocab.source import SourceKind, SourceStatus
    from alstx.vocab.symptom import FrequencyBand
    from alstx.vocab.therapy import TherapyKind
else:
    _HOMES = {
        "Action": "mechanism",
        "BoxedWarning": "drug",
        "CautionKind": "drug",
        "CautionTopic": "drug",
        "Certainty": "evidence",
        "Confidence": "mechanism",
        "Direction": "evidence",
        "Disagreement": "advice",
        "FrequencyBand": "symptom",
        "LabelStatus": "drug",
        "Level": "evidence",
        "Line": "advice",
        "Match": "base",
        "MedicationKind": "drug",
        "OrderedVocabulary": "base",
        "Population": "evidence",
        "Role": "base",
        "Severity": "drug",
        "SourceKind": "source",
        "SourceStatus": "source",
        "Stance": "advice",
        "StudyDesign": "evidence",
        "TherapyKind": "therapy",
        "Verification": "advice",
        "Vocabulary": "base",
    }
    __getattr__ = fetching(__name__, _HOMES)
