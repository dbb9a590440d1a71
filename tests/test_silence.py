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
        "(1 in use); under a related symptom: sialorrhea (2 in use); "
        "no search for one is recorded, which does not say that none exists"
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
    assert note.endswith("no search for one is recorded, which does not say that none exists")


def test_a_filter_too_many_is_told(kb: KnowledgeBase) -> None:
    """What is used for a symptom is not called unused because another filter leaves nothing."""
    used = len(kb.treatments.filter(symptom="drooling"))
    for more in ({"medication": "mexiletine"}, {"level": 1}, {"drug_class": "opioid"}):
        found = kb.treatments.filter(symptom="drooling", **more)
        ((name, value),) = more.items()
        word = name.replace("_", " ")
        note = found.note or ""
        assert not found
        assert note.startswith(
            f"no treatment fits symptom drooling, role used and {word} {value} together, which "
        )
        assert note.endswith(f"; if {word} is left out, {used} fit")


FILTERS = {"medications": "medication", "drug_classes": "drug_class", "therapies": "therapy"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", ["treatments", "medications"])
def test_what_fits_in_another_role_is_told(kb: KnowledgeBase, kind: str, role: Role) -> None:
    """Whoever asks for one role learns what else the same question has, advice against first."""
    told = 0
    for t in kb.treatments.filter(role=None):
        more = {FILTERS[t.intervention.kind]: t.intervention.id}
        if kind == "medications":
            classes = getattr(kb.resolve(t.intervention), "drug_classes", ())
            more = {"drug_class": classes[0]} if classes else {}
        catalog = getattr(kb, kind)
        empty = catalog.filter(symptom=t.symptom, role=role, **more)
        if " fits " in (empty.note or ""):
            others = {
                other.value: len(catalog.filter(symptom=t.symptom, role=other, **more))
                for other in (Role.ADVISED_AGAINST, Role.USED, Role.STUDIED)
            }
            words = ", ".join(f"{count} {word}" for word, count in others.items() if count)
            assert not words or f"in other roles: {words};" in f"{empty.note};"
            told += bool(words)
    assert told


def test_a_cut_of_a_cut_says_what_left_nothing(kb: KnowledgeBase) -> None:
    """What was filtered before does not make the base say that nothing is recorded."""
    wet = kb.treatments.filter(symptom="drooling")
    empty = wet.filter(symptom="cramps")
    among = f"of the {len(wet)} that other filters leave, no treatment fits "
    assert (empty.note or "").startswith(f"{among}symptom cramps and role used together, ")
    assert (empty.note or "").endswith(f"; if symptom is left out, {len(wet)} fit")
    assert empty.filter(level=1).note == empty.note
    opioids = kb.medications.filter(drug_class="opioid")
    assert (opioids.filter(form="intrathecal").note or "").startswith(
        f"of the {len(opioids)} that other filters leave, no medication fits form intrathecal, "
    )


def test_silence_on_an_intervention_is_about_its_kind(toy: KnowledgeBase) -> None:
    """A symptom without medicines may have other treatments, and the note says so by role."""
    base = with_symptom(toy, parents=("muscle-cramps",))
    for catalog, name in ((base.medications, "medication"), (base.therapies, "therapy")):
        note = catalog.filter(symptom="silence").note or ""
        assert note.startswith(f"no {name} for silence is recorded as used")
    only = next(
        s.id
        for s in toy.symptoms
        if toy.treatments.filter(symptom=s) and not toy.medications.filter(symptom=s)
    )
    others = [
        t
        for t in toy.treatments.filter(symptom=only, role=None)
        if t.intervention.kind != "medications"
    ]
    note = toy.medications.filter(symptom=only).note or ""
    for role in {t.role for t in others}:
        told = note.partition("; other treatments: ")[2].partition(";")[0]
        assert f"{sum(t.role is role for t in others)} {role.value}" in told


def test_other_catalogs_say_which_filters_leave_nothing(kb: KnowledgeBase) -> None:
    """Findings, statements and sources do so too, with years among the filters."""
    found = kb.evidence.filter(symptom="drooling", medication="mexiletine")
    assert (found.note or "").startswith(
        "no evidence record fits medication mexiletine and symptom drooling together"
    )
    assert (kb.evidence.filter(since=2999).note or "").startswith(
        "no evidence record fits years since 2999, which does not say that none exists"
    )
    wet = kb.evidence.filter(symptom="drooling")
    assert (wet.filter(since=2998, until=2999).note or "").startswith(
        f"of the {len(wet)} that other filters leave, no evidence record fits years since 2998 and "
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
