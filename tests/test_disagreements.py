"""Where sources disagree, the base says so by computation: one test for each known dispute."""

import runpy
from pathlib import Path

import pytest

from alstx import KnowledgeBase

ROOT = Path(__file__).parent.parent


def reasons(kb: KnowledgeBase, treatment: str) -> set[str]:
    return {found.reason.value for found in kb.treatments[treatment].disagreements}


def for_it(kb: KnowledgeBase, intervention: str, symptom: str) -> set[str]:
    """Current guidelines that recommend or consider an intervention for a symptom."""
    treatment = kb.treatments[f"{intervention}-for-{symptom}"]
    return {r.source for r in treatment.current if r.is_for}


def test_quinine_for_cramps(kb: KnowledgeBase) -> None:
    """NICE, EAN and Canada name quinine; the AAN of 2010 advises against routine use."""
    assert "advised-against" in reasons(kb, "quinine-for-muscle-cramps")
    assert {"nice-ng42-2016", "ean-2024", "canada-cmaj-2020"} <= for_it(
        kb, "quinine", "muscle-cramps"
    )
    against = kb.recommendations.filter(medication="quinine", stance="do-not-recommend")
    assert "aan-cramps-2010" in {r.source for r in against}


def test_dantrolene_for_spasticity(kb: KnowledgeBase) -> None:
    """NICE lists dantrolene; a monograph calls it ineffective in ALS; EAN and Canada are silent."""
    assert "says-ineffective" in reasons(kb, "dantrolene-for-spasticity")
    assert "nice-ng42-2016" in for_it(kb, "dantrolene", "spasticity")
    assert not {"ean-2024", "canada-cmaj-2020"} & for_it(kb, "dantrolene", "spasticity")


def test_botulinum_toxin_types_for_saliva(kb: KnowledgeBase) -> None:
    """The AAN names type B, NICE type A; the newer Cochrane review is unsure of type B."""
    assert "review-unconfirmed" in reasons(kb, "botulinum-toxin-b-for-sialorrhea")
    assert kb.treatments["botulinum-toxin-a-for-sialorrhea"].contested
    own = {
        kind: {
            r.source
            for r in kb.recommendations.filter(medication=kind, symptom="drooling")
            if r.is_for
        }
        for kind in ("botulinum-toxin-a", "botulinum-toxin-b")
    }
    assert "aan-als-2009-symptom" in own["botulinum-toxin-b"] - own["botulinum-toxin-a"]
    assert "nice-ng42-2016" in own["botulinum-toxin-a"] - own["botulinum-toxin-b"]


@pytest.mark.parametrize(
    ("medicine", "apart"),
    [
        ("carbocisteine", "canada-cmaj-2020"),
        *(
            (medicine, "nice-ng42-2016")
            for medicine in ("acetylcysteine", "guaifenesin", "propranolol", "metoprolol")
        ),
        ("ipratropium", "nice-ng42-2016"),
    ],
)
def test_thick_secretions_divide_guidelines(kb: KnowledgeBase, medicine: str, apart: str) -> None:
    """NICE names carbocisteine, EAN and Canada share others; EAN recommends its class."""
    treatment = kb.treatments[f"{medicine}-for-thick-secretions"]
    divided = [d for d in treatment.disagreements if d.reason == "guidelines-divided"]
    assert [(apart,)] == [d.against for d in divided]


def test_a_recommended_class_is_not_another_medicine(kb: KnowledgeBase) -> None:
    """Where one guideline names the class and another its member, these two do not divide."""
    assert "guidelines-divided" not in reasons(kb, "mucolytic-for-thick-secretions")
    toxin = kb.treatments["botulinum-toxin-b-for-sialorrhea"]
    assert not {"ean-2024", "canada-cmaj-2020"} & set(toxin.apart)


def test_modafinil_for_fatigue(kb: KnowledgeBase) -> None:
    """A small trial found benefit; the interval of the Cochrane review includes no effect."""
    treatment = kb.treatments["modafinil-for-fatigue"]
    assert "review-unconfirmed" in reasons(kb, treatment.id)
    assert {"benefit", "inconclusive"} <= {e.direction.value for e in treatment.evidence}


def test_exercise_for_spasticity(kb: KnowledgeBase) -> None:
    """The authors of the trial report benefit; Cochrane's analysis does not confirm it."""
    assert "review-unconfirmed" in reasons(kb, "exercise-programme-for-spasticity")


def test_diaphragm_pacing_is_advised_against(kb: KnowledgeBase) -> None:
    """Two trials found harm, and EAN and Canada advise against it."""
    treatment = kb.treatments["diaphragm-pacing-for-respiratory-insufficiency"]
    assert treatment.role == "advised-against"
    against = {r.source for r in treatment.current if r.is_against}
    assert {"ean-2024", "canada-cmaj-2020"} <= against
    assert sum(e.direction == "harm" for e in treatment.evidence) >= 2
    assert "diaphragm-pacing" not in kb.therapies.filter(symptom="respiratory insufficiency")


def test_preventing_clots(kb: KnowledgeBase) -> None:
    """Anticoagulants treat a clot and are advised against for preventing one outside hospital."""
    assert kb.treatments["anticoagulant-for-deep-vein-thrombosis"].role == "used"
    assert kb.treatments["anticoagulant-for-thrombosis-risk"].role == "advised-against"


def test_vitamin_e_is_not_offered(kb: KnowledgeBase) -> None:
    """Vitamin E did not help cramps, so a filter by symptom never offers it by accident."""
    assert kb.treatments["alpha-tocopherol-for-muscle-cramps"].role == "studied"
    assert "alpha-tocopherol" not in kb.medications.filter(symptom="muscle cramps")
    assert "alpha-tocopherol" in kb.medications.filter(symptom="muscle cramps", role=None)


def test_superseded_guidelines_stay_visible(kb: KnowledgeBase) -> None:
    """The expired German guidelines are kept, and decide nothing."""
    expired = kb.recommendations.filter(current=False)
    assert {"dgn-als-s1-2012-expired", "dgn-als-s1-2015-expired"} <= {r.source for r in expired}
    for treatment in kb.treatments:
        assert not set(treatment.current) & set(expired)


def test_what_is_said_of_treatments_is_what_was_read_aloud(kb: KnowledgeBase) -> None:
    """Treatments that went wrong before say what their sources say; `python tools/aloud.py`."""
    recorded = (ROOT / "tests" / "golden" / "aloud.txt").read_text(encoding="utf-8")
    assert recorded == runpy.run_path(str(ROOT / "tools" / "aloud.py"))["golden"](kb)


def test_the_cases_of_the_second_reading(kb: KnowledgeBase) -> None:
    """Quinine shows its deaths and the FDA's warning beside NICE; levosimendan what it missed."""
    quinine = kb.treatments["quinine-for-muscle-cramps"]
    assert ("fda", "warned-against") in {(f.agency, f.status) for f in quinine.labels}
    harms = {k.evidence.source for k in quinine.key_findings if k.evidence.direction == "harm"}
    assert {"fda-2006-quinine", "fda-2010-quinine"} <= harms
    assert "nice-ng42-2016" in for_it(kb, "quinine", "muscle-cramps")
    missed = kb.treatments["levosimendan-for-respiratory-muscle-weakness"]
    assert (missed.role, missed.trials) == ("studied", "primary-missed")
    assert missed.largest_trial is not None
    assert missed.people(missed.largest_trial) == 496
    assert missed.best_supporting_level is None


def test_glycopyrronium_is_labelled_for_children(kb: KnowledgeBase) -> None:
    """Labels for children make no adult's use on-label."""
    found = kb.treatments["glycopyrronium-for-sialorrhea"]
    assert found.status == "labelled-for-others"
    assert "on-label" not in {label.status for label in found.labels}


def test_exercise_for_cramps_is_not_advised_against(kb: KnowledgeBase) -> None:
    """Nobody advises against exercise for cramps: a study decides no role."""
    assert kb.treatments["exercise-programme-for-muscle-cramps"].role == "studied"


def test_an_outdated_review_counts_for_nothing(kb: KnowledgeBase) -> None:
    """The Cochrane review of 2011 on saliva was replaced in 2022."""
    old = kb.sources["cochrane-2011-sialorrhea"]
    assert (old.is_current, old.superseded_by) == (False, "cochrane-2022-sialorrhea")
    for treatment in kb.treatments.filter(source=old, role=None):
        named = {s for d in treatment.disagreements for s in (*d.for_, *d.against)}
        assert old.id not in named
        assert old.id not in {k.evidence.source for k in treatment.key_findings}
