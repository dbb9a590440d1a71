"""An empty answer says which kind of nothing it is."""

import copy
import pickle
from datetime import date

import attrs
import pytest
from hypothesis import given

from alstx import KnowledgeBase
from alstx.model import Searched, Symptom
from alstx.testing import knowledge_bases
from alstx.vocab import Role


def with_symptom(toy: KnowledgeBase, **fields: object) -> KnowledgeBase:
    """The toy base with one more symptom, of which nothing is recorded."""
    silent = Symptom(
        id="silence",
        name="Silence",
        plain_name="nothing",
        description="Nothing is said of it.",
        reviewed=date(2026, 1, 31),
        **fields,  # type: ignore[arg-type]
    )
    records = attrs.evolve(toy.records, symptoms=(*toy.records.symptoms, silent))
    return KnowledgeBase(records)


def test_other_roles_are_told(toy: KnowledgeBase) -> None:
    """What is recorded in another role is counted."""
    found = toy.treatments.filter(symptom="night cramps", role="advised-against")
    assert found.note is not None
    assert "1 used, 1 studied" in found.note


def test_broader_and_related_symptoms_are_named(toy: KnowledgeBase) -> None:
    """What is recorded one level up, or beside it, is pointed to."""
    base = with_symptom(toy, parents=("muscle-cramps",), see_also=("sialorrhea",))
    assert base.treatments.filter(symptom="silence").note == (
        "no treatment for silence is recorded as used; under a broader symptom: muscle cramps "
        "(1 in use); under a related symptom: sialorrhea (2 in use)"
    )


def test_a_search_is_told_with_its_day(toy: KnowledgeBase) -> None:
    """A search that found nothing is told, and when it was made."""
    searched = Searched(day=date(2026, 1, 31), result="nothing in the registries.")
    base = with_symptom(toy, searched=searched)
    assert base.treatments.filter(symptom="silence", role=None).note == (
        "no treatment for silence is recorded; searched on 2026-01-31: nothing in the registries."
    )


def test_nothing_recorded_is_not_nothing_known(toy: KnowledgeBase) -> None:
    """Where not even a search is recorded, the note says that this proves nothing."""
    note = with_symptom(toy).treatments.filter(symptom="nothing").note
    assert note is not None
    assert note.endswith("no search for one is recorded, so this does not say that none exists")


def test_a_filter_too_many_is_told(kb: KnowledgeBase) -> None:
    """What is used for a symptom is not called unused because another filter leaves nothing."""
    for more in ({"medication": "mexiletine"}, {"level": 1}, {"drug_class": "opioid"}):
        found = kb.treatments.filter(symptom="drooling", **more)
        name = next(iter(more))
        used = len(kb.treatments.filter(symptom="drooling"))
        assert not found
        assert f"no treatment fits symptom, role and {name} together, which does not say " in (
            found.note or ""
        )
        assert (found.note or "").endswith(f"; {used} without {name}")
    of_role = kb.treatments.filter(symptom="drooling", medication="ipratropium")
    assert "; 1 without role; " in (of_role.note or "")


def test_a_cut_of_a_cut_says_what_left_nothing(kb: KnowledgeBase) -> None:
    """What was filtered before does not make the base say that nothing is recorded."""
    wet = kb.treatments.filter(symptom="drooling")
    empty = wet.filter(symptom="cramps")
    assert (empty.note or "").startswith("no treatment fits symptom and role together, ")
    assert (empty.note or "").endswith(f"; {len(wet)} without symptom")
    assert empty.filter(level=1).note == empty.note


def test_silence_on_an_intervention_is_about_its_kind(toy: KnowledgeBase) -> None:
    """A symptom without medicines may have other treatments, and the note says so."""
    base = with_symptom(toy, parents=("muscle-cramps",))
    for catalog, name in ((base.medications, "medication"), (base.therapies, "therapy")):
        note = catalog.filter(symptom="silence").note or ""
        assert note.startswith(f"no {name} for silence is recorded as used")
    only = next(
        s.id
        for s in toy.symptoms
        if toy.treatments.filter(symptom=s) and not toy.medications.filter(symptom=s)
    )
    used = len(toy.treatments.filter(symptom=only))
    note = toy.medications.filter(symptom=only).note or ""
    assert f"; other treatments in use: {used}" in note


def test_other_catalogs_say_which_filters_leave_nothing(kb: KnowledgeBase) -> None:
    """Findings, statements and sources do so too, with years among the filters."""
    found = kb.evidence.filter(symptom="drooling", medication="mexiletine")
    assert (found.note or "").startswith("no evidence record fits medication and symptom together")
    assert (kb.evidence.filter(since=2999).note or "").startswith(
        "no evidence record fits the years, which does not say that none exists"
    )
    assert found.filter(since=1).note == found.note
    assert kb.medications.filter(symptom="drooling", form="intrathecal").note is not None


def test_an_empty_catalog_shows_why(toy: KnowledgeBase) -> None:
    """The repr of an empty answer tells; of what no filter emptied there is nothing to tell."""
    empty = with_symptom(toy).treatments.filter(symptom="silence")
    assert repr(empty) == f"<Treatments, empty: {empty.note}>"
    assert repr(toy.treatments[:0]) == "<Treatments, empty>"


def test_the_note_is_no_part_of_the_catalog(toy: KnowledgeBase) -> None:
    """Pickles and copies keep it; equality, set algebra and slices know nothing of it."""
    base = with_symptom(toy)
    empty = base.treatments.filter(symptom="silence")
    assert empty == base.treatments[:0]
    assert base.treatments[:0].note is None
    kept = pickle.loads(pickle.dumps(empty))  # noqa: S301 (our own)
    assert kept.note == empty.note == copy.copy(empty).note
    for made in (empty | empty, empty & empty, empty - empty, empty[:]):
        assert made.note is None


@pytest.mark.parametrize("role", [*Role, None])
@given(base=knowledge_bases())
def test_every_empty_answer_has_a_note_and_no_other(base: KnowledgeBase, role: Role | None) -> None:
    """A filter by symptom explains itself where, and only where, it finds nothing."""
    for symptom in base.symptoms:
        for catalog in (base.treatments, base.medications, base.therapies):
            found = catalog.filter(symptom=symptom, role=role)
            assert bool(found) == (found.note is None)


def test_no_symptom_of_the_bundled_data_is_silent(kb: KnowledgeBase) -> None:
    """Each symptom answers with a treatment, a pointer to another symptom or a dated search."""
    for symptom in kb.symptoms:
        found = kb.treatments.filter(symptom=symptom, role=None)
        pointed = "under a " in (found.note or "") or symptom.searched is not None
        assert found or pointed, symptom.id
