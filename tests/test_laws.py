"""Laws of whole bases: what is added takes nothing away that was said."""

from itertools import combinations
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import alstx
from alstx import AmbiguousNameError, KnowledgeBase
from alstx.kb.rules import violations
from alstx.model import Treatment
from alstx.model.records import Records
from alstx.names.folding import fold
from alstx.testing import records

KB = alstx.load()
NAMES = sorted((name, m.id) for m in KB.medications for name in m.names)


@st.composite
def grown(draw: st.DrawFn) -> tuple[Records, Records]:
    """Records that hold together, before and after one of them is added."""
    after = draw(records(most=2))
    kind = draw(st.sampled_from([kind for kind, found in after.kinds() if found]))
    held: tuple[Any, ...] = getattr(after, kind)
    added = draw(st.sampled_from(held))
    kept: dict[str, Any] = {kind: tuple(record for record in held if record is not added)}
    if kind == "sources":  # with what it found and recommends
        for said in ("evidence", "recommendations"):
            kept[said] = tuple(r for r in getattr(after, said) if r.source != added.id)
    before = attrs.evolve(after, **kept)
    assume(not violations(before))
    return before, after


def cited(treatment: Treatment) -> set[str]:
    """The sources of what is said and found of a treatment."""
    approvals = treatment.indication.approvals if treatment.indication else ()
    said = (*treatment.recommendations, *treatment.evidence, *treatment.harms, *approvals)
    return {each.source for each in (*said, *treatment.labels_read)}


def harms(treatment: Treatment) -> set[str]:
    """The harms that an answer names."""
    found = [told.evidence for told in treatment.key_findings]
    return {e.id for e in found if e.direction == "harm"}


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(grown())
def test_a_record_that_is_added_takes_nothing_from_an_answer(both: tuple[Records, Records]) -> None:
    """No treatment from an answer for all roles, and from none a citation or a harm."""
    before, after = map(KnowledgeBase, both)
    for symptom in before.symptoms:
        answer = after.treatments.filter(symptom=symptom.id, role=None)
        for treatment in before.treatments.filter(symptom=symptom.id, role=None):
            now = answer[treatment.id]
            assert cited(treatment) <= cited(now)
            assert harms(treatment) <= harms(now)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(grown())
def test_a_record_that_is_added_takes_no_alert_away(both: tuple[Records, Records]) -> None:
    """Each alert on two medicines stays, no milder, with its sources."""
    before, after = map(KnowledgeBase, both)
    entries = [*before.medications, *before.agents, *before.drug_classes]
    for pair in combinations(entries, 2):
        now = after.interactions(list(pair)).alerts
        for alert in before.interactions(list(pair)).alerts:
            assert any(
                {*alert.sources} <= {*other.sources} and other.severity >= alert.severity
                for other in now
                if other.effect == alert.effect
            )


@pytest.mark.parametrize("place", ["{} zzyx", "zzyx {}", "{}-zzyx", "zz{}"])
@settings(max_examples=2)
@given(held=st.sampled_from(NAMES))
def test_a_name_is_lost_only_to_a_longer_one(place: str, held: tuple[str, str]) -> None:
    """A medicine of an overlay with a longer name takes no shorter one, alone or in a text."""
    name, id_ = held
    longer = place.format(name)
    added = attrs.evolve(
        KB.medications["creatine"], id="added", name=longer, synonyms=(), xrefs=(), brands=()
    )
    base = KnowledgeBase(attrs.evolve(KB.records, medications=(*KB.records.medications, added)))
    assert base.medications.find(name).id == id_
    assert base.medications.find(longer).id == "added"
    text = f"took {name}, then slept"
    same = [mention.record.id for mention in KB.medications.find_in(text)]
    assert [mention.record.id for mention in base.medications.find_in(text)] == same
    within = base.medications.find_in(f"took {longer}, then slept")
    assert [mention.record.id for mention in within] == ["added"]


@settings(max_examples=4)
@given(held=st.sampled_from(NAMES))
def test_a_name_that_two_have_is_told(held: tuple[str, str]) -> None:
    """Of records that no rule has seen to, two may have a name: it is told, and nothing guessed.

    Only what is an id means that record.
    """
    name, id_ = held
    added = attrs.evolve(
        KB.medications["creatine"], id="added", name=name, synonyms=(), xrefs=(), brands=()
    )
    base = KnowledgeBase(attrs.evolve(KB.records, medications=(*KB.records.medications, added)))
    if fold(name) == fold(id_):
        assert base.medications.find(name).id == id_
        return
    with pytest.raises(AmbiguousNameError) as caught:
        base.medications.find(name)
    assert {"added", id_} <= {*caught.value.candidates}
