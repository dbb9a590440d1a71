"""What a speech therapist asks of every medicine in use, and what labels say of groups."""

import pytest

import alstx
from alstx.display import safety
from alstx.model import Form, Medication
from alstx.model.uses import Interaction
from alstx.vocab import Handling

KB = alstx.load()
USED = sorted(
    {
        t.intervention.id
        for t in KB.treatments.filter(role="used")
        if t.intervention.kind == "medications"
    }
)
SWALLOWED = [id_ for id_ in USED if any(form.by_mouth for form in KB.medications[id_].forms)]


def best(medication: Medication, question: str) -> str | None:
    """The best answer that a swallowed form gives; None where the question does not apply."""
    forms = [form for form in medication.forms if form.by_mouth]
    answers = {getattr(form, question) for form in forms} - {None}
    order = (Handling.YES, Handling.WITH_CARE, Handling.UNKNOWN, Handling.NO)
    return next((answer.value for answer in order if answer in answers), None)


@pytest.mark.parametrize("id_", USED)
def test_whether_it_can_be_crushed_is_liquid_or_goes_down_a_tube_is_answered(id_: str) -> None:
    """Each form answers yes, no, with care or an honest unknown, by a source that can be opened."""
    medication = KB.medications[id_]
    assert medication.forms, "no form is recorded"
    for form in medication.forms:
        assert KB.sources[form.source].link or KB.sources[form.source].citation
        if form.by_mouth:
            assert form.tube is not None
            assert form.crush is not None or form.open is not None or form.liquid or melts(form)
        if Handling.UNKNOWN in (form.crush, form.open, form.tube):
            assert form.note, f"{form.id}: unknown, without a word on what was read"
    tube = best(medication, "tube")
    assert (tube == "yes") == (id_ in KB.medications.filter(tube=True))
    liquid = any(form.liquid for form in medication.forms)
    assert liquid == (id_ in KB.medications.filter(liquid=True))


def melts(form: Form) -> bool:
    """Whether there is nothing to crush: a form that melts, or is dissolved or chewed."""
    words = ("disintegrat", "powder", "sachet", "granule", "effervescent", "chew", "film", "drops")
    return any(word in form.dosage_form for word in words)


def test_unknown_is_said_and_is_not_more_than_it_was() -> None:
    """How many swallowed medicines in use answer nothing; the notes name the unread tables."""
    crush = [id_ for id_ in SWALLOWED if best(KB.medications[id_], "crush") == "unknown"]
    tube = [id_ for id_ in SWALLOWED if best(KB.medications[id_], "tube") == "unknown"]
    assert (len(SWALLOWED), len(crush), len(tube)) == (70, 30, 50)
    for id_ in tube:
        forms = [f for f in KB.medications[id_].forms if f.tube is Handling.UNKNOWN and f.by_mouth]
        assert any("Klang 2023" in (form.note or "") for form in forms), id_


GROUPED = [
    (medication, said)
    for medication in KB.medications
    for said in medication.interactions
    if not said.closed
]


def members(said: Interaction) -> list[str]:
    """Records that belong to the group of a sentence by a record of the knowledge base."""
    found: list[str] = []
    if said.partner.kind == "agents":
        below = KB.agents.filter(group=said.partner.id)
        found += [f"agents/{agent.id}" for agent in below]
        found += [str(m.member) for agent in below for m in agent.members if fits(m.strength, said)]
    elif said.partner.kind == "drug_classes":
        found += [str(m.ref) for m in KB.medications.filter(drug_class=said.partner.id)]
        below_classes = KB.drug_classes.filter(group=said.partner.id)
        found += [str(m.member) for c in below_classes for m in c.members if fits(m.strength, said)]
    return [ref for ref in dict.fromkeys(found) if ref not in map(str, said.excepted)]


def fits(strength: object, said: Interaction) -> bool:
    """Whether a sentence on some strengths reaches a member of this one."""
    return not said.strengths or strength is None or strength in said.strengths


def test_no_pair_is_silent_whose_label_names_a_group_of_the_other() -> None:
    """Whatever a source counts into a group that a label names has an alert with that medicine."""
    silent: list[tuple[str, str, str]] = []
    checked: set[tuple[str, str]] = set()
    for medication, said in GROUPED:
        for ref in members(said):
            pair = (str(medication.ref), ref)
            if ref == pair[0] or pair in checked:
                continue
            checked.add(pair)
            kind, _, id_ = ref.partition("/")
            if not KB.interactions([medication, getattr(KB, kind)[id_]]).alerts:
                silent.append((*pair, str(said.partner)))
    assert len(checked) > 2000
    assert silent == []


def test_what_is_not_known_of_a_label_says_which_labels_were_looked_for() -> None:
    """Without cautions, interactions or a known box a medicine names the labels sought."""
    without = {
        "cautions": [m for m in KB.medications if not m.cautions],
        "interactions": [m for m in KB.medications if not m.interactions],
        "boxed warning": [m for m in KB.medications if m.boxed_warning == "unknown"],
    }
    silent = {m.id for found in without.values() for m in found if not m.labels_sought}
    assert silent == set()
    counts = {what: len(found) for what, found in without.items()}
    assert counts == {"cautions": 11, "interactions": 23, "boxed warning": 33}


def test_a_report_says_which_labels_were_looked_for() -> None:
    """Who asks of a medicine without a label reads why none answers, not a blank."""
    (found,) = KB.interactions(["pridopidine"]).coverage
    assert safety.coverage(found) == (
        "Pridopidine: no label read. It is under study and has no label that was found."
    )
