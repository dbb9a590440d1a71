"""The fifteen statements of the source page: each is answered, each answer leads to a citation."""

import pytest

import alstx
from alstx import KnowledgeBase, Treatment

PAGE = "als-news-today-symptomatic-treatments"


def treatment(kb: KnowledgeBase, intervention: str, symptom: str) -> Treatment:
    return kb.treatments[f"{intervention}-for-{symptom}"]


def cited_with_page(kb: KnowledgeBase, found: Treatment) -> bool:
    """Whether a treatment names the page and, beside it, leads to something citable."""
    sources = {r.source for r in (*found.recommendations, *found.evidence)}
    links = [kb.sources[source].link for source in sources]
    return PAGE in sources and any(links)


def test_the_page_is_a_source(kb: KnowledgeBase) -> None:
    """The page is an information page without authors, with its address and its own disclaimer."""
    page = kb.sources[PAGE]
    assert page.kind == "information-page"
    assert page.authors == ()
    assert page.url is not None
    assert "alsnewstoday.com" in page.url
    assert page.note is not None
    assert "advice" in page.note


def test_1_the_disease(kb: KnowledgeBase) -> None:
    """ALS weakens muscles because nerve cells that control voluntary muscles die."""
    text = kb.disease.description
    assert "Nerve cells" in text
    assert "voluntary muscles" in text
    assert "MONDO:0004976" in map(str, kb.disease.identifiers)


@pytest.mark.parametrize(
    ("words", "symptom"),
    [
        ("difficulty walking", "difficulty-walking"),
        ("muscle cramps", "muscle-cramps"),
        ("twitches", "fasciculations"),
        ("slurred speech", "slurred-speech"),
        ("breathing problems", "dyspnea"),
        ("uncontrollable laughing or crying", "pseudobulbar-affect"),
        ("progressive weakness", "muscle-weakness"),
    ],
)
def test_2_symptoms_resolve_by_the_words_of_the_page(
    kb: KnowledgeBase, words: str, symptom: str
) -> None:
    """Seven symptoms are found by the very words of the page."""
    assert symptom == kb.symptoms.find(words).id


def test_3_no_cure(kb: KnowledgeBase) -> None:
    """There is no cure, and disease-modifying drugs are said to be out of scope."""
    assert "no cure" in kb.disease.description
    assert "out of scope" in kb.disease.description


@pytest.mark.parametrize(
    ("therapy", "symptom"),
    [("physiotherapy", "muscle-weakness"), ("non-invasive-ventilation", "dyspnea")],
)
def test_4_therapies_accompany_medicines(kb: KnowledgeBase, therapy: str, symptom: str) -> None:
    """Physiotherapy and breathing support are therapies with their symptoms."""
    assert cited_with_page(kb, treatment(kb, therapy, symptom))


@pytest.mark.parametrize(
    "medicine", ["baclofen", "diazepam", "gabapentin", "tizanidine", "dantrolene"]
)
@pytest.mark.parametrize("symptom", ["muscle-cramps", "muscle-spasms", "spasticity"])
def test_5_muscle_relaxing_medicines(kb: KnowledgeBase, medicine: str, symptom: str) -> None:
    """Five medicines are used for cramps, spasms and spasticity, as the page says."""
    found = treatment(kb, medicine, symptom)
    assert found.role == "used"
    assert cited_with_page(kb, found)


def test_5_benzodiazepines(kb: KnowledgeBase) -> None:
    """Benzodiazepines are a class, and diazepam is found under it."""
    assert treatment(kb, "benzodiazepine", "spasticity").role == "used"
    assert "diazepam" in kb.medications.filter(drug_class="benzodiazepines")


def test_6_two_trials_of_mexiletine(kb: KnowledgeBase) -> None:
    """The trials of 2016 and 2018 are evidence that mexiletine reduces cramps in ALS."""
    for pmid, year in (("PMID:26911633", 2016), ("PMID:29510461", 2018)):
        found = kb.evidence.filter(source=pmid, medication="mexiletine", symptom="muscle cramps")
        assert {record.direction.value for record in found} <= {"benefit", "mixed"}
        assert "benefit" in {record.direction.value for record in found}
        assert year == kb.sources.find(pmid).year
    assert treatment(kb, "mexiletine", "muscle-cramps").role == "used"


def test_7_mexiletine_is_an_antiarrhythmic(kb: KnowledgeBase) -> None:
    """Mexiletine is a class Ib antiarrhythmic, sold as Mexitil, and off-label for cramps."""
    mexiletine = kb.medications.find("Mexitil")
    assert mexiletine.id == "mexiletine"
    assert "class-ib-antiarrhythmic" in mexiletine.drug_classes
    assert mexiletine in kb.medications.filter(drug_class="antiarrhythmic")
    assert treatment(kb, "mexiletine", "muscle-cramps").status == "off-label"


def test_8_throat_symptoms_hang_together(kb: KnowledgeBase) -> None:
    """Dysphagia, drooling and choking are bulbar symptoms; choking stands below dysphagia."""
    bulbar = kb.symptoms.filter(group="bulbar symptoms")
    assert {"dysphagia", "sialorrhea", "choking"} <= set(bulbar.ids)
    assert kb.symptoms.find("drooling").id == "sialorrhea"
    assert "choking" in kb.symptoms.filter(group="dysphagia")
    assert "saliva" in kb.symptoms["sialorrhea"].description.lower()


def test_9_medicines_that_reduce_saliva(kb: KnowledgeBase) -> None:
    """Four medicines by generic and brand, all reached by mechanism."""
    brands = {
        "Elavil": "amitriptyline",
        "Scopaderm": "scopolamine",
        "Robinul": "glycopyrronium",
        "trihexyphenidyl": "trihexyphenidyl",
        "glycopyrrolate": "glycopyrronium",
        "scopolamine patch": "scopolamine",
    }
    found = alstx.medications.filter(symptom="drooling", mechanism="muscarinic antagonist")
    for brand, medicine in brands.items():
        assert medicine == kb.medications.find(brand).id
        assert medicine in found
        assert cited_with_page(kb, treatment(kb, medicine, "sialorrhea"))


def test_10_pseudobulbar_affect(kb: KnowledgeBase) -> None:
    """Pseudobulbar affect has synonyms and a description."""
    affect = kb.symptoms.find("PBA")
    assert affect.id == "pseudobulbar-affect"
    assert affect is kb.symptoms.find("pathological laughing and crying")
    assert "emotion" in affect.description


def test_11_nuedexta_is_approved(kb: KnowledgeBase) -> None:
    """Both spellings resolve; the FDA's approval of 2010 is recorded; it is on label."""
    for spelling in ("Nuedexta", "Nuedextra", "dextromethorphan/quinidine"):
        assert "dextromethorphan-quinidine" == kb.medications.find(spelling).id
    found = treatment(kb, "dextromethorphan-quinidine", "pseudobulbar-affect")
    assert found.status == "on-label"
    assert ("fda", "on-label") in [(label.agency, label.status) for label in found.labels]
    assert found.indication is not None
    approvals = [(a.agency, a.year) for a in found.indication.approvals]
    assert ("fda", 2010) in approvals


def test_12_ssris_for_pseudobulbar_affect(kb: KnowledgeBase) -> None:
    """SSRIs may help PBA; the class resolves by the page's words and reaches its members."""
    ssri = kb.drug_classes.find("selective serotonin reuptake inhibitor")
    assert ssri is kb.drug_classes.find("serotonin uptake receptor inhibitors")
    assert cited_with_page(kb, treatment(kb, ssri.id, "pseudobulbar-affect"))
    assert {"sertraline", "citalopram"} <= set(kb.medications.filter(drug_class=ssri).ids)


@pytest.mark.parametrize("symptom", ["depression", "anxiety"])
def test_13_antidepressants(kb: KnowledgeBase, symptom: str) -> None:
    """Antidepressants treat depression and anxiety."""
    assert cited_with_page(kb, treatment(kb, "antidepressant", symptom))


def test_14_constipation(kb: KnowledgeBase) -> None:
    """First more fluids, a changed diet and exercise; then laxatives."""
    said = kb.recommendations.filter(symptom="constipation", source=PAGE)
    first = {r.intervention.id for r in said.filter(line="first")}
    assert {"increased-fluid-intake", "dietary-fibre", "regular-movement"} == first
    assert ["laxative"] == [r.intervention.id for r in said.filter(line="second")]
    assert len(kb.medications.filter(drug_class="laxatives")) >= 3


def test_15_no_advice() -> None:
    """The library says that it gives no medical advice."""
    assert "not medical advice" in alstx.DISCLAIMER
