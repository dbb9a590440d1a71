"""Dosage forms: what is recorded of each, and the filters on them."""

import copy
import pickle
from typing import Any

import attrs
import pytest

import alstx
from alstx import KnowledgeBase, NotFoundError
from alstx.kb.rules import violations
from alstx.model import Form, Medication
from alstx.vocab import BoxedWarning, Handling

KB = alstx.load()


def form(id_: str = "tablet", **fields: Any) -> Form:
    """Return a form."""
    usual = {"dosage_form": "tablet", "route": "oral", "source": "label-us-alphazine"}
    return Form(**{"id": id_, **usual, **fields})


def with_forms(toy: KnowledgeBase, *forms: Form, **fields: Any) -> KnowledgeBase:
    """Return the toy base, in which betamol has some forms and nothing else has any."""
    changed = [
        attrs.evolve(m, forms=forms if m.id == "betamol" else (), **fields) for m in toy.medications
    ]
    return KnowledgeBase(attrs.evolve(toy.records, medications=tuple(changed)))


TUBE = {
    ("yes", "no"): {"true", "with-care"},
    ("with-care", "no", "unknown"): {"with-care"},
    ("no", "no"): {"no"},
    ("no", "unknown"): {"unknown"},
    ("unknown",): {"unknown"},
    (None, "no"): {"no"},
    (None,): set(),
    (): {"unknown"},
}


@pytest.mark.parametrize(("answers", "words"), TUBE.items())
def test_tube(toy: KnowledgeBase, answers: tuple[str | None, ...], words: set[str]) -> None:
    """A medicine stands where the best of its forms stands; unknown is told apart from no."""
    forms = [
        form(f"f{n}", tube=None if answer is None else Handling(answer))
        for n, answer in enumerate(answers)
    ]
    base = with_forms(toy, *forms)
    asked: dict[str, Any] = {"true": True, **{w: w for w in ("with-care", "no", "unknown")}}
    found = {w for w, a in asked.items() if "betamol" in base.medications.filter(tube=a)}
    assert found == words
    for word, given in asked.items():
        treated = base.treatments.filter(tube=given, role=None)
        assert ("betamol" in {t.intervention.id for t in treated}) == (word in words)


def test_what_is_unknown_is_counted(toy: KnowledgeBase) -> None:
    """The note tells how many a filter left out for want of knowledge, and only then."""
    base = with_forms(toy, form(tube=Handling.YES))
    some = base.medications.filter(tube=True)
    assert some.ids == ("betamol",)
    assert (some.note or "").startswith(f"{len(toy.medications) - 1} medicines are left out")
    assert "Klang 2023" in (some.note or "")
    assert base.medications.filter(tube="unknown").note is None
    assert some == base.medications.filter(tube="with-care")
    assert pickle.loads(pickle.dumps(some)).note == some.note  # noqa: S301 (our own)
    assert copy.copy(some).note == some.note
    assert (some | some).note is None
    told = [attrs.evolve(m, forms=(form(),)) for m in toy.medications[1:]]
    few = KnowledgeBase(attrs.evolve(toy.records, medications=(base.medications[0], *told)))
    assert (few.medications.filter(liquid=True).note or "").startswith("1 medicine is left out")
    liquids = base.medications.filter(liquid=True)
    assert "Klang" not in (liquids.note or "Klang")


def test_form_liquid_and_mouth(toy: KnowledgeBase) -> None:
    """Filters name forms, routes, liquids, and what needs no swallowing."""
    drops = form("drops", dosage_form="oral drops", liquid=True, route="oral; sublingual")
    patch = form("patch", dosage_form="patch", route="transdermal")
    other = form("odd", dosage_form="form 7", route="oral")
    base = with_forms(toy, drops, patch, other)
    medications = base.medications
    for word in ("oral drops", "drops", "patch", "transdermal", "sublingual", "form 7"):
        assert medications.filter(form=word).ids == ("betamol",)
    with pytest.raises(NotFoundError, match="no form 'tablett'"):
        medications.filter(form="tablett")
    assert medications.filter(liquid=True).ids == ("betamol",)
    assert medications.filter(liquid=False).ids == ()
    assert medications.filter(by_mouth=False).ids == medications.filter(by_mouth=True).ids
    assert with_forms(toy, patch).medications.filter(by_mouth=True).ids == ()
    assert patch.routes == ("transdermal",)


def test_a_tube_that_is_false_is_refused() -> None:
    """What must not go down a tube is asked for by its word."""
    with pytest.raises(NotFoundError, match="with-care"):
        KB.medications.filter(tube=False)


BOXES = {
    (): "unknown",
    (None,): "unknown",
    ("none",): "none",
    ("none", None): "none",
    ("none", "unknown"): "unknown",
    ("unknown", "present"): "present",
    ("none", "present"): "present",
}


@pytest.mark.parametrize(("seen", "word"), BOXES.items())
def test_boxed_warning(toy: KnowledgeBase, seen: tuple[str | None, ...], word: str) -> None:
    """A box is present where a form has one, and absent where all forms were seen without."""
    forms = [
        form(f"f{n}", boxed_warning=None if box is None else BoxedWarning(box))
        for n, box in enumerate(seen)
    ]
    medication = with_forms(toy, *forms).medications["betamol"]
    assert not any(c.kind == "boxed-warning" for c in medication.cautions)
    assert medication.boxed_warning == word


def test_a_boxed_caution_is_a_box(toy: KnowledgeBase) -> None:
    """A boxed warning that is recorded counts, though no form is."""
    assert with_forms(toy).medications["alphazine"].boxed_warning == "present"


@pytest.mark.parametrize("field", ["cautions", "interactions"])
def test_what_applies_to_no_form_is_refused(field: str) -> None:
    """A caution or interaction is about forms that there are."""
    baclofen = KB.medications["baclofen"]
    said = [attrs.evolve(each, applies_to=("syrup-x",)) for each in getattr(baclofen, field)]
    with pytest.raises(ValueError, match="'syrup-x' is no form of baclofen"):
        attrs.evolve(baclofen, **{field: said})


def test_a_therapy_has_no_forms() -> None:
    """Nor is what a therapy is warned of about a form."""
    therapy = next(t for t in KB.therapies if t.cautions)
    said = [attrs.evolve(each, applies_to=("tablet",)) for each in therapy.cautions]
    with pytest.raises(ValueError, match="'tablet' is no form of"):
        attrs.evolve(therapy, cautions=said)


def test_every_medicine_in_use_has_a_form() -> None:
    """At least one form with a source."""
    used = {
        t.intervention.id
        for t in KB.treatments
        if t.role == "used" and t.intervention.kind == "medications"
    }
    assert [id_ for id_ in sorted(used) if not KB.medications[id_].forms] == []


def test_dangerous_forms_are_marked() -> None:
    """What must be neither crushed nor put down a tube is said of the form."""
    morphine = KB.medications["morphine"]
    contin = next(f for f in morphine.forms if "MS Contin" in f.brands)
    assert (contin.crush, contin.tube, contin.boxed_warning) == ("no", "no", "present")
    baclofen = KB.medications["baclofen"]
    pump = next(f for f in baclofen.forms if f.id == "intrathecal")
    assert (pump.tube, pump.boxed_warning, pump.by_mouth) == ("no", "present", False)
    assert "baclofen" in KB.medications.filter(symptom="spasticity", tube=True)


def test_no_slow_form_may_be_crushed() -> None:
    """A form that sets its substance free slowly is never one to be crushed."""
    slow = [f for m in KB.medications for f in m.forms if f.release == "extended"]
    assert slow
    assert not any(f.crush == "yes" for f in slow)


def test_no_box_is_only_said_of_a_label() -> None:
    """That a product has no box is said only where a label of it was read."""

    def unread(medication: Medication) -> list[str]:
        return [f.id for f in medication.forms if f.boxed_warning == "none" and not f.labels]

    assert {m.id: unread(m) for m in KB.medications if unread(m)} == {}


def test_a_class_shows_the_boxes_of_its_members() -> None:
    """A class whose member has a box names it."""
    t = next(t for t in KB.treatments if t.intervention.id == "benzodiazepine")
    assert t.boxed_warning == "present"
    assert "lorazepam" in {ref.id for ref in t.boxed}


def test_a_therapy_that_gives_a_medicine_has_the_warnings_of_its_form() -> None:
    """The pump has the box and the cautions of its form, not those of the tablet."""
    baclofen = KB.medications["baclofen"]
    pump = KB.treatments["intrathecal-baclofen-for-spasticity"]
    assert [(f.id, f.boxed_warning) for f in pump.forms] == [("intrathecal", "present")]
    assert pump.boxed_warning == "present"
    assert pump.cautions == tuple(c for c in baclofen.cautions if "intrathecal" in c.applies_to)
    assert any(c.kind == "boxed-warning" and c.topic == "withdrawal" for c in pump.cautions)
    assert pump.id in KB.treatments.filter(symptom="spasticity", by_mouth=False, role=None)
    others = [t for t in KB.treatments if t.intervention.kind == "therapies" and not t.forms]
    assert {t.boxed_warning for t in others} == {None}


def test_a_therapy_names_a_medicine_and_its_form_or_neither(toy: KnowledgeBase) -> None:
    """One without the other is refused; so is a form that the medicine does not have."""
    therapy = toy.therapies[0]
    for fields in ({"medication": "betamol"}, {"form": "drops"}):
        with pytest.raises(ValueError, match="names it and its form"):
            attrs.evolve(therapy, **fields)
    given = attrs.evolve(therapy, medication="betamol", form="drops")
    others = toy.records.therapies[1:]
    records = attrs.evolve(toy.records, therapies=(given, *others))
    told = [v for v in violations(records) if v.path == "form"]
    assert [v.message for v in told] == ["'drops' is no form of betamol"]
    lost = attrs.evolve(given, medication="gone")
    records = attrs.evolve(toy.records, therapies=(lost, *others))
    assert [v.path for v in violations(records) if v.id == lost.id] == ["medication"]
    assert not KnowledgeBase(records).treatments.filter(therapy=lost.id, role=None)[0].forms
