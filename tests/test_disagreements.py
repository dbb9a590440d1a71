"""Where sources disagree, the base says so by computation: one test for each known dispute."""

import pytest

from alstx import KnowledgeBase


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
    """NICE names carbocisteine, EAN and Canada share others; EAN recommends its class, mucolytics."""
    treatment = kb.treatments[f"{medicine}-for-thick-secretions"]
    divided = [d for d in treatment.disagreements if d.reason == "guidelines-divided"]
    assert [(apart,)] == [d.against for d in divided]


@pytest.mark.parametrize(
    "treatment", ["mucolytic-for-thick-secretions", "botulinum-toxin-b-for-sialorrhea"]
)
def test_a_recommended_class_is_not_another_medicine(kb: KnowledgeBase, treatment: str) -> None:
    """Where one guideline names the class and another its member, they do not divide."""
    assert "guidelines-divided" not in reasons(kb, treatment)


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
