"""FHIR in: codes and names become records, doses stay as they are, what is unknown is listed."""

import copy
import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import alstx
from alstx import InvalidArgumentError, KnowledgeBase
from alstx.export import fhir as written
from alstx.fhir import MedicineEntry, MedicineList, medicines

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ATC = "http://www.whocc.no/atc"


def coded(code: str, display: str, system: str = RXNORM) -> dict[str, Any]:
    """A CodeableConcept with one code and the same words as its text."""
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


def request(id_: str, status: str = "active", **content: Any) -> dict[str, Any]:
    """A request of R4."""
    return {"resourceType": "MedicationRequest", "id": id_, "status": status, **content}


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    """A Bundle of these resources, each under an address of its own."""
    entries = [
        {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in resources
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def only(found: MedicineList) -> MedicineEntry:
    """The one entry of a list."""
    (entry,) = found.entries
    return entry


def ids(records: Any) -> list[str]:
    """The ids of records."""
    return [record.id for record in records]


TABLET = coded("313782", "Acetaminophen 325 MG Oral Tablet")  # a code of a product: not in the base
DOSE = {"text": "two at night", "doseAndRate": [{"doseQuantity": {"value": 2}}]}


def test_a_patient_as_a_simulator_writes_one() -> None:
    """Requests of R4, coded by product, give what a pharmacist would name; the rest is listed."""
    found = medicines(
        bundle(
            {"resourceType": "Patient", "id": "1"},
            request("2", medicationCodeableConcept=TABLET, dosageInstruction=[DOSE]),
            request(
                "3", medicationCodeableConcept=coded("855332", "Warfarin Sodium 5 MG Oral Tablet")
            ),
            request("4", "stopped", medicationCodeableConcept=coded("1", "Diazepam [Valium]")),
            request("5", medicationCodeableConcept=coded("2", "Camila 28 Day Pack")),
            request(
                "6",
                medicationCodeableConcept=coded(
                    "3", "Amoxicillin 250 MG / Clavulanate 125 MG Tablet"
                ),
            ),
            request(
                "7",
                medicationCodeableConcept=coded(
                    "4", "Acetaminophen 300 MG / HYDROcodone 5 MG [Vicodin]"
                ),
            ),
        )
    )
    assert ids(found.records) == ["paracetamol"]
    assert ids(found.agents) == ["warfarin", "amoxicillin", "hydrocodone"]
    assert ids(found.past) == ["diazepam"]
    assert found.unknown == ("Camila 28 Day Pack", "Clavulanate 125 MG Tablet")
    assert [entry.source for entry in found.entries] == [
        f"MedicationRequest/{n}" for n in range(2, 8)
    ]
    assert not any(entry.by_code for entry in found.entries)


SIMULATED = {
    "Acetaminophen 325 MG / oxyCODONE Hydrochloride 5 MG Oral Tablet": "paracetamol oxycodone",
    "Acetaminophen/Hydrocodone": "paracetamol hydrocodone",
    "Abuse-Deterrent 12 HR Oxycodone Hydrochloride 15 MG Extended Release Oral Tablet": "oxycodone",
    "200 ACTUAT Albuterol 0.09 MG/ACTUAT Metered Dose Inhaler": "salbutamol",
    "24 HR Donepezil hydrochloride 10 MG / Memantine hydrochloride 28 MG Extended Release Oral "
    "Capsule": "memantine donepezil",
    "24 HR metoprolol succinate 100 MG Extended Release Oral Tablet [Toprol]": "metoprolol",
    "3 ML Amiodarone hydrocholoride 50 MG/ML Prefilled Syringe": "amiodarone",
    "10 ML Furosemide 10 MG/ML Injection": "furosemide",
    "Lasix 40mg": "furosemide",
    "Amlodipine 5 MG Oral Tablet": "dihydropyridines",
    "Alendronic acid 10 MG Oral Tablet": "bisphosphonates",
    "Atropine Sulfate 1 MG/ML Injectable Solution": "atropine",
    "Carbamazepine[Tegretol]": "carbamazepine",
    "Clonazepam [Klonopin]": "clonazepam",
    "cycloSPORINE 50 MG Oral Capsule": "ciclosporin",
    "diphenhydrAMINE Hydrochloride 25 MG Oral Tablet": "diphenhydramine",
    "Doxycycline Monohydrate 50 MG Oral Tablet": "doxycycline",
    "Hydrochlorothiazide 6.25 MG": "hydrochlorothiazide",
    "insulin human, isophane 70 UNT/ML / Regular Insulin, Human 30 UNT/ML Injectable Suspension "
    "[Humulin]": "insulin",
    "Methylphenidate Hydrochloride 20 MG Oral Tablet": "methylphenidate",
    "Naproxen sodium 220 MG Oral Tablet": "naproxen",
    "NITROFURANTOIN, MACROCRYSTALS 50 MG Oral Capsule": "nitrofurantoin",
    "NDA020800 0.3 ML Epinephrine 1 MG/ML Auto-Injector": "sympathomimetics",
    "predniSONE 5 MG Oral Tablet": "systemic-corticosteroids",
    "Sertraline 100MG": "sertraline",
    "Verapamil Hydrochloride 40 MG": "verapamil",
    "Hydrocortisone 10 MG/ML Topical Cream": "",
    "Penicillin V Potassium 500 MG Oral Tablet": "",
    "Simvistatin 10 MG": "",
    "0.25 ML Leuprolide Acetate 30 MG/ML Prefilled Syringe": "",
    "120 ACTUAT Fluticasone propionate 0.044 MG/ACTUAT Metered Dose Inhaler": "",
    "NuvaRing 0.12/0.015 MG per 24HR 21 Day Vaginal Ring": "",
    "lisinopril 5 mg tablet": "lisinopril",
    "cilazapril 500 microgram tablet, 90": "",
    "Product containing anastrozole (medicinal product)": "",
    "Black Cohosh Extract herbal supplement": "",
}
"""Names as Synthea's patients and the examples of patient summaries have them, and what they are.

Nothing is known of the last ones: a cream is not taken as a tablet, nor a salt as its metal.
"""


@pytest.mark.parametrize("name", SIMULATED)
def test_a_medicine_is_what_a_pharmacist_would_name(name: str) -> None:
    """What is recorded of a product is found, nothing else is, and what is not is listed."""
    entry = only(medicines({"text": name}))
    assert [*ids(entry.records), *ids(entry.agents)] == SIMULATED[name].split()
    assert entry.unknown == (() if SIMULATED[name] else (name,))
    assert not entry.corrected


def test_a_patient_summary() -> None:
    """Statements that refer to Medications, as patient summaries of R4 have them."""
    statin = {
        "resourceType": "Medication",
        "id": "m1",
        "code": {
            "coding": [
                {"system": "http://snomed.info/sct", "code": "1", "display": "Product with x"},
                {"system": ATC, "code": "C10AA01", "display": "simvastatin"},
            ]
        },
    }
    herb = {"resourceType": "Medication", "id": "m2", "code": {"text": "Black cohosh extract"}}
    found = medicines(
        bundle(
            {
                "resourceType": "MedicationStatement",
                "id": "s1",
                "status": "active",
                "medicationReference": {"reference": "urn:uuid:m1"},
                "dosage": [DOSE],
            },
            {
                "resourceType": "MedicationStatement",
                "id": "s2",
                "status": "active",
                "medicationReference": {"reference": "Medication/m2/_history/3"},
            },
            statin,
            herb,
        )
    )
    assert ids(found.agents) == ["simvastatin"]
    assert found.unknown == ("Black cohosh extract",)
    assert [entry.source for entry in found.entries] == [
        "MedicationStatement/s1",
        "MedicationStatement/s2",
    ]


def test_a_summary_without_medicines() -> None:
    """That no medicine is known is no unknown medicine."""
    system = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
    code = coded("no-known-medication", "No known medications", system)
    found = medicines(
        {
            "resourceType": "MedicationStatement",
            "status": "unknown",
            "medicationCodeableConcept": code,
        }
    )
    assert (found.records, found.agents, found.unknown) == ((), (), ())
    assert only(found).name == "No known medications"


def test_statements_of_r5() -> None:
    """In R5 a medicine is a concept or a reference, and adherence says whether it is taken."""
    r5 = {"resourceType": "MedicationStatement", "status": "recorded"}
    stopped = {"code": {"coding": [{"code": "stopped-as-directed"}]}}
    elavil = {"resourceType": "Medication", "id": "1", "code": {"text": "Elavil 25 mg"}}
    found = medicines(
        bundle(
            {**r5, "id": "a", "medication": {"concept": {"text": "baclofen"}}},
            {**r5, "id": "b", "medication": {"concept": TABLET}, "adherence": stopped},
            {
                **r5,
                "id": "c",
                "medication": {"reference": {"reference": "#1"}},
                "contained": [{"resourceType": "Medication", "id": "0"}, elavil],
            },
        )
    )
    assert ids(found.records) == ["baclofen", "amitriptyline"]
    assert ids(found.past) == ["paracetamol"]
    assert [entry.status for entry in found.entries] == [
        "recorded",
        "stopped-as-directed",
        "recorded",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"status": "active"}, False),
        ({"status": "on-hold"}, False),
        ({"status": "draft"}, False),
        ({}, False),
        ({"status": "completed"}, True),
        ({"status": "ended"}, True),
        ({"status": "not-taken"}, True),
        ({"status": "entered-in-error"}, True),
        ({"status": "active", "doNotPerform": True}, True),
        ({"status": "active", "doNotPerform": False}, False),
    ],
)
def test_what_is_over(content: dict[str, Any], expected: bool) -> None:
    """What is on hold, planned or without a status is still there; what is done or void is not."""
    entry = only(
        medicines(
            {
                "resourceType": "MedicationRequest",
                "medicationCodeableConcept": {"text": "baclofen"},
                **content,
            }
        )
    )
    assert entry.is_over is expected
    assert entry.status == content.get("status")


def test_what_is_entered_in_error_stays_so() -> None:
    """The status of an error is not hidden by an adherence."""
    entry = only(
        medicines(
            {
                "resourceType": "MedicationStatement",
                "status": "entered-in-error",
                "adherence": {"code": {"coding": [{"code": "taking"}]}},
                "medication": {"concept": {"text": "baclofen"}},
            }
        )
    )
    assert (entry.status, entry.is_over) == ("entered-in-error", True)


def test_doses_are_untouched() -> None:
    """The dosages are the very elements that were given."""
    asked = request("1", medicationCodeableConcept=TABLET, dosageInstruction=[DOSE, {"text": "x"}])
    before = copy.deepcopy(asked)
    (first, second) = only(medicines(asked)).dosage
    assert first is DOSE
    assert second == {"text": "x"}
    assert asked == before
    given_ = {
        "resourceType": "MedicationAdministration",
        "medicationCodeableConcept": TABLET,
        "dosage": DOSE,
    }
    assert only(medicines(given_)).dosage[0] is DOSE
    odd = bundle(request("1"), {"resourceType": ["Medication"], "id": "2"})
    assert [entry.dosage for entry in medicines(odd).entries] == [()]


def test_a_coding_and_a_concept() -> None:
    """A code decides; where it is not known the words beside it do."""
    known = {"system": RXNORM, "code": "6926", "display": "something else"}
    entry = only(medicines(known))
    assert ids(entry.records) == ["mexiletine"]
    assert entry.by_code
    assert entry.codes == (f"{RXNORM}|6926",)
    assert entry.source is None
    assert ids(medicines({"coding": [known]}).records) == ["mexiletine"]
    assert ids(medicines({"concept": {"coding": [known]}}).records) == ["mexiletine"]
    assert ids(medicines({"display": "Rilutek"}).records) == ["riluzole"]
    assert ids(medicines({"text": "Rilutek 50 mg"}).records) == ["riluzole"]
    unknown = medicines({"system": RXNORM, "code": "0"})
    assert unknown.unknown == (f"{RXNORM}|0",)
    assert medicines({"code": "0"}).unknown == ("0",)
    assert medicines({"coding": [{"code": " ", "display": "\t"}], "text": " "}).unknown == (
        "(no name)",
    )
    outside = only(medicines({"system": ATC, "code": "C10AA01"}))
    assert ids(outside.agents) == ["simvastatin"]
    assert outside.by_code


def test_the_text_comes_before_the_display() -> None:
    """The words of a person come before those of a code; where they say nothing, these do."""
    one = {"coding": [{"display": "baclofen"}], "text": "riluzole"}
    two = {"coding": [{"display": "baclofen"}], "text": "his usual tablet"}
    assert ids(medicines(one).records) == ["riluzole"]
    assert ids(medicines(two).records) == ["baclofen"]
    assert only(medicines(two)).name == "his usual tablet"


def test_a_misspelled_name_says_so() -> None:
    """A corrected name is marked."""
    entry = only(medicines({"text": "amitriptilyne 10 mg"}))
    assert ids(entry.records) == ["amitriptyline"]
    assert entry.corrected
    assert not only(medicines({"text": "amitriptyline 10 mg"})).corrected


def test_a_metal_after_a_word_is_a_salt() -> None:
    """Penicillin V potassium is no potassium; potassium chloride is."""
    assert medicines({"text": "Penicillin V Potassium 250 MG Oral Tablet"}).agents == ()
    assert ids(medicines({"text": "Potassium chloride 10 MEQ"}).agents) == ["potassium-chloride"]


INGREDIENTS = {
    "resourceType": "Medication",
    "ingredient": [
        {"itemCodeableConcept": {"text": "baclofen"}},
        {"item": {"concept": {"text": "no such thing"}}},
        {"item": {"reference": {"display": "warfarin"}}},
        {"itemReference": {"display": "riluzole"}, "isActive": False},
        {"itemReference": {"reference": "Substance/1"}},
    ],
}


def test_ingredients_of_a_medication() -> None:
    """Where its code tells nothing, a Medication consists of its active ingredients."""
    entry = only(medicines(INGREDIENTS))
    assert ids(entry.records) == ["baclofen"]
    assert ids(entry.agents) == ["warfarin"]
    assert entry.unknown == ("no such thing",)
    assert entry.name == "baclofen / no such thing / warfarin"
    named = only(medicines({**INGREDIENTS, "code": {"text": "House mixture"}}))
    assert named.name == "House mixture"
    assert named.unknown == ("no such thing",)
    known = only(medicines({**INGREDIENTS, "code": {"text": "Rilutek"}}))
    assert ids(known.records) == ["riluzole"]
    bare = only(medicines({**INGREDIENTS, "ingredient": [], "code": {"text": "House mixture"}}))
    assert bare.unknown == ("House mixture",)


def test_a_reference_that_leads_nowhere() -> None:
    """What a statement refers to elsewhere is read by its display, or listed by its address."""
    shown = request("1", medicationReference={"reference": "Medication/9", "display": "Lioresal"})
    bare = request("2", medicationReference={"reference": "https://example.org/Medication/9"})
    assert ids(medicines(shown).records) == ["baclofen"]
    assert medicines(bare).unknown == ("https://example.org/Medication/9",)
    assert medicines(request("3")).unknown == ("(no name)",)


def test_medications_alone_and_bundles_within() -> None:
    """A Medication that nothing refers to is an entry, and so is what a Bundle within holds."""
    inner = bundle({"resourceType": "Medication", "id": "2", "code": {"text": "riluzole"}})
    outer = bundle({"resourceType": "Medication", "id": "1", "code": {"text": "baclofen"}})
    outer["entry"].append({"resource": inner})
    found = medicines(outer)
    assert ids(found.records) == ["baclofen", "riluzole"]
    assert [entry.source for entry in found.entries] == ["Medication/1", "Medication/2"]


def test_a_name_of_another_country(kb: KnowledgeBase) -> None:
    """A brand is read as it is meant in the country where it was written."""
    brand, country = next(
        (brand.name, there.countries[0])
        for record in kb.medications
        for brand in record.brands
        for there in brand.elsewhere
    )
    assert len(medicines({"text": brand}).records) == 1
    assert medicines({"text": brand}, country=country).records == ()
    with pytest.raises(InvalidArgumentError, match="did you mean 'GB'"):
        medicines({"text": brand}, country="UK")


def test_another_base(toy: KnowledgeBase) -> None:
    """The base that is given is the one that is looked in."""
    assert ids(medicines({"text": "alphazine 5 mg"}, kb=toy).records) == ["alphazine"]
    with pytest.raises(InvalidArgumentError, match=r"^kb takes a KnowledgeBase"):
        medicines({"text": "baclofen"}, kb=1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "baclofen",
        [{"text": "baclofen"}],
        {},
        {"concept": "x"},
        {"resourceType": "Patient"},
        {"resourceType": 7},
        {"resourceType": ["Bundle"]},
    ],
)
def test_refuses_what_is_no_medicine(wrong: Any) -> None:
    """Anything else is an error that says what is read."""
    with pytest.raises(InvalidArgumentError, match=r"^medicines reads a Coding"):
        medicines(wrong)


def test_every_medicine_that_is_written_is_read(kb: KnowledgeBase) -> None:
    """The Medication that the export makes of a medicine is read as that medicine."""
    resources = [entry["resource"] for entry in written.document(kb)["entry"]]
    made = {r["id"]: r for r in resources if r["resourceType"] == "Medication"}
    for record in kb.medications:
        assert ids(medicines(made[record.id]).records) == [record.id]


def test_objects_of_fhir_resources() -> None:
    """An object of fhir.resources says what its JSON says."""
    r5 = pytest.importorskip("fhir.resources.medicationstatement").MedicationStatement
    r4b = pytest.importorskip("fhir.resources.R4B.medicationrequest").MedicationRequest
    coding = pytest.importorskip("fhir.resources.coding").Coding
    subject = {"reference": "Patient/1"}
    new = {
        "resourceType": "MedicationStatement",
        "status": "recorded",
        "subject": subject,
        "medication": {"concept": TABLET},
        "dosage": [DOSE],
    }
    old = request(
        "1",
        intent="order",
        subject=subject,
        medicationCodeableConcept=TABLET,
        dosageInstruction=[DOSE],
    )
    assert medicines(r5.model_validate(new)) == medicines(new)
    assert medicines(r4b.model_validate(old)) == medicines(old)
    code = {"system": RXNORM, "code": "6926"}
    assert medicines(coding.model_validate(code)) == medicines(code)


KEYS = st.sampled_from(
    [
        *("resourceType", "entry", "resource", "fullUrl", "id", "status", "medication", "concept"),
        *("medicationCodeableConcept", "medicationReference", "reference", "display", "coding"),
        *("code", "system", "text", "ingredient", "item", "itemCodeableConcept", "isActive"),
        *("contained", "dosage", "adherence", "doNotPerform"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("baclofen"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(["Bundle", "Medication", "MedicationStatement", "MedicationRequest"])


@given(content=st.dictionaries(KEYS, JSON), kind=KINDS)
def test_any_shape_is_read(kb: KnowledgeBase, content: dict[str, Any], kind: str) -> None:
    """No shape within a resource leads to an error, and nothing is lost without a word.

    What is found goes on to the interactions, whatever the names are.
    """
    content["resourceType"] = kind
    found = medicines(content)
    for entry in found.entries:
        assert entry.records or entry.agents or entry.unknown
        assert entry.name.strip()
    asked: list[Any] = [*found.records, *found.agents, *found.unknown]
    report = kb.interactions(asked, unknown="report")
    assert {*report.unknown} <= {*found.unknown}
    if kind != "Bundle":
        assert len(found.entries) == 1


def test_entries_are_values() -> None:
    """Results compare, hash and are pickled, and go on to `interactions`."""
    asked = bundle(
        request("1", medicationCodeableConcept={"text": "Zanaflex"}, dosageInstruction=[DOSE]),
        request("2", medicationCodeableConcept={"text": "fluvoxamine"}),
        request("3", medicationCodeableConcept={"text": "nothing known"}),
    )
    found = medicines(asked)
    again = medicines(json.loads(json.dumps(asked)))
    assert found == again
    assert hash(found) == hash(again)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 (our own)
    names: list[Any] = [*found.records, *found.agents, *found.unknown]
    report = alstx.load().interactions(names, unknown="report")
    assert report.alerts[0].severity == "contraindicated"
    assert report.unknown == ("nothing known",)
