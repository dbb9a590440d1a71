"""Sentences on safety: boxed warnings, cautions that touch the symptom, forms, interactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alstx.display.words import first_down, phrase
from alstx.vocab import (
    BoxedWarning,
    CautionTopic,
    Handling,
    ReadExtent,
    Release,
)

if TYPE_CHECKING:  # it only writes what it is given
    from collections.abc import Mapping

    from alstx.display.labels import Labels
    from alstx.model.interaction import Alert, Coverage
    from alstx.model.sources import Source
    from alstx.model.terms import Medication
    from alstx.model.treatment import Treatment
    from alstx.model.uses import Caution, Form

_MOST_BRANDS = 3
SWALLOWING = "No form is called safe to swallow: thin liquids need a swallowing assessment."


def is_boxed(treatment: Treatment) -> bool:
    """Return whether the medicine's label carries a boxed warning."""
    return treatment.boxed_warning is BoxedWarning.PRESENT


def box(treatment: Treatment | Medication) -> str:
    """Name the boxed warning of a medicine, with its forms where the label of another lacks one.

    Example:
        >>> import alstx
        >>> box(alstx.load().treatments["baclofen-for-muscle-cramps"])
        'boxed warning of the intrathecal form'
    """
    boxed = [f for f in treatment.forms if f.boxed_warning is BoxedWarning.PRESENT]
    if not any(f.boxed_warning is BoxedWarning.NONE for f in treatment.forms) or not boxed:
        return "boxed warning"
    named = dict.fromkeys(f.dosage_form if f.by_mouth else f.route for f in boxed)
    return f"boxed warning of the {' and '.join(named)} form"


def boxed(treatment: Treatment, labels: Labels) -> str:
    """Return that a label carries a boxed warning, for a class with the members whose label it is.

    Example:
        >>> import alstx
        >>> kb = alstx.load()
        >>> (t,) = kb.treatments.filter(symptom="spasticity", drug_class="benzodiazepine")[:1]
        >>> boxed(t, kb.treatments.labels).split(":")[0]
        'boxed'
    """
    if not is_boxed(treatment):
        return ""
    named = ", ".join(first_down(labels.name_of(ref)) for ref in treatment.boxed)
    return f"boxed: {named}" if named else box(treatment)


_BREATHING = frozenset(
    (
        *("dyspnea", "hiccups", "morning-headache", "nocturnal-hypoventilation", "orthopnea"),
        *("respiratory-failure", "respiratory-insufficiency", "respiratory-muscle-weakness"),
        *("respiratory-symptoms", "terminal-breathlessness", "weak-cough"),
    )
)


_SWALLOWING = frozenset(
    ("aspiration", "bulbar-symptoms", "choking", "dysarthria", "dysphagia", "slurred-speech")
)


_SECRETIONS = frozenset(("death-rattle", "dry-mouth", "sialorrhea", "thick-secretions"))


_STRENGTH = frozenset(
    (
        *("difficulty-walking", "falls", "fatigue", "foot-drop", "frequent-falls"),
        *("hand-weakness", "impaired-mobility", "muscle-atrophy", "muscle-weakness", "neck-drop"),
        *("respiratory-muscle-weakness", "spasticity"),
    )
)


_TOUCHED = {
    CautionTopic.RESPIRATORY_DEPRESSION: _BREATHING,
    CautionTopic.ASPIRATION_AND_SWALLOWING: _BREATHING | _SWALLOWING | _SECRETIONS,
    CautionTopic.ANTICHOLINERGIC_EFFECTS: _SECRETIONS | {"weak-cough"},
    CautionTopic.TOXIN_SPREAD: _BREATHING | _SWALLOWING | _SECRETIONS | _STRENGTH,
    CautionTopic.WEAKNESS: _BREATHING | _SWALLOWING | _STRENGTH,
}
"""For each topic of cautions the symptoms that it touches: they, their cause or a neighbour."""


def touching(treatment: Treatment) -> tuple[Caution, ...]:
    """Return the cautions that touch the symptom: of each topic the gravest, the gravest first."""
    found: dict[CautionTopic, Caution] = {}
    for caution in sorted(treatment.cautions, key=lambda c: (not c.rules_out, -c.kind.rank)):
        if treatment.symptom in _TOUCHED.get(caution.topic, ()):
            found.setdefault(caution.topic, caution)
    return tuple(found.values())


def touched(treatment: Treatment) -> str:
    """Return a letter each for what cautions touch of the symptom; `TOUCHED_LETTERS` has them.

    Example:
        >>> import alstx
        >>> (t,) = alstx.load().treatments.filter(symptom="anxiety", medication="lorazepam")
        >>> touched(t)
        ''
        >>> (t,) = alstx.load().treatments.filter(symptom="dyspnea", medication="lorazepam")[:1]
        >>> touched(t)
        'bw'
    """
    return "".join(TOUCHED_LETTERS[caution.topic][0] for caution in touching(treatment))


TOUCHED_LETTERS = {
    CautionTopic.RESPIRATORY_DEPRESSION: "breathing",
    CautionTopic.ASPIRATION_AND_SWALLOWING: "swallowing",
    CautionTopic.ANTICHOLINERGIC_EFFECTS: "drying",
    CautionTopic.TOXIN_SPREAD: "toxin spread",
    CautionTopic.WEAKNESS: "weakness",
}
"""Topics of cautions by their words, whose first letters mark a row."""


def forms(treatment: Treatment | Medication) -> str:
    """Return which forms may go down a feeding tube, and beside them those that must not.

    Example:
        >>> import alstx
        >>> (t,) = alstx.load().treatments.filter(symptom="spasticity", medication="baclofen")
        >>> "must not: solution for intrathecal use" in forms(t)
        True
    """
    parts = [
        f"{words} {', '.join(map(form, found))}"
        for answer, words in _TUBE.items()
        if (found := [f for f in treatment.forms if f.tube is answer])
    ]
    return f"Feeding tube: {'; '.join(parts)}." if parts else ""


def every_form(treatment: Treatment | Medication) -> str:
    """Return what `forms` tells, and the forms to which a tube does not apply, such as a patch.

    Example:
        >>> import alstx
        >>> every_form(alstx.load().medications["scopolamine"]).partition(" (")[0]
        'Other forms: patch'
    """
    others = [form(f) for f in treatment.forms if f.tube is None]
    parts = [forms(treatment), f"Other forms: {', '.join(others)}." if others else ""]
    return " ".join(filter(None, parts))


_TUBE = {
    Handling.YES: "may:",
    Handling.WITH_CARE: "with care:",
    Handling.NO: "must not:",
    Handling.UNKNOWN: "not known:",
}


def form(found: Form) -> str:
    """Return the name of a form, with how it acts, its brands, and how it must not be handled."""
    words = [] if found.release in (None, Release.IMMEDIATE) else [f"{found.release} release"]
    words += found.brands[:_MOST_BRANDS]
    words += ["not crushed"] if found.crush is Handling.NO else []
    words += ["not opened"] if found.open is Handling.NO else []
    words += ["boxed"] if found.boxed_warning is BoxedWarning.PRESENT else []
    return f"{found.dosage_form} ({', '.join(words)})" if words else found.dosage_form


def on_purpose(alert: Alert, sources: Mapping[str, Source]) -> str:
    """Return which current guidelines name the two together, if any does."""
    found = [sources[id_] for id_ in alert.together if id_ in sources]
    named = ", ".join(source.label for source in found)
    return f"used together on purpose: {named}" if named else ""


def coverage(found: Coverage) -> str:
    """Return how far labels were read for an entry of a list."""
    words = _READ[found.read]
    if found.through:
        words += f", through {', '.join(medicine.name for medicine in found.through)}"
    told = [
        f"{label.agency.upper()} {label.edition or 'undated'}: "
        f"{', '.join(phrase(section) for section in label.sections)}"
        for label in found.labels
    ]
    said = f"{found.entry.name}: {words}" + (f" ({'; '.join(told)})" if told else "")
    sought = getattr(found.entry, "labels_sought", None)
    return f"{said}. {sought}" if sought and not getattr(found.entry, "interactions", ()) else said


_READ = {
    ReadExtent.WHOLE: "read whole",
    ReadExtent.IN_PART: "read in part",
    ReadExtent.NONE: "no label read",
}
