"""The example service answers, refuses and cites."""

import json
import re
from typing import Any

import jsonschema
import models
import pytest
from app import app, by_type
from fastapi.testclient import TestClient

import alstx
from alstx.export import answers

client = TestClient(app)


@pytest.mark.parametrize(
    "path",
    [
        "/resolve?name=Elavil",
        "/treatments?symptom=drooling",
        "/interactions?medicine=Zanaflex&medicine=fluvoxamine",
    ],
)
def test_every_answer_carries_disclaimer_and_version(path: str) -> None:
    """Each answer carries the disclaimer and the version of the data."""
    found = client.get(path).json()
    assert found["disclaimer"] == alstx.DISCLAIMER
    assert found["data_version"] == alstx.load().version


def test_resolves_a_brand_and_an_identifier() -> None:
    """A brand and an RxCUI mean the same medicine."""
    for name in ("Elavil", "RXCUI:704"):
        assert (
            client.get("/resolve", params={"name": name}).json()["exact"]["id"] == "amitriptyline"
        )


def test_offers_near_names_without_guessing() -> None:
    """A typing error gives near names, and no exact one."""
    found = client.get("/resolve", params={"name": "amitriptiline"}).json()
    assert found["exact"] is None
    assert found["near"][0]["id"] == "amitriptyline"


def test_treatments_are_used_ones_with_somebody_who_says_so() -> None:
    """Unless asked for more, only what is used comes back; a statement or a label is behind it."""
    found = client.get("/treatments", params={"symptom": "drooling"}).json()["treatments"]
    expected = alstx.treatments.filter(symptom="drooling")
    assert [treatment.id for treatment in expected] == [treatment["id"] for treatment in found]
    assert {treatment["role"] for treatment in found} == {"used"}


def test_treatments_are_as_the_schema_says() -> None:
    """Whole or compact, a treatment is what `to_dict` makes, and its sources can be read."""
    rules = answers.schema()
    for whole, name in (("false", "CompactTreatment"), ("true", "Treatment")):
        rule = {"$ref": f"#/$defs/{name}", "$defs": rules["$defs"]}
        params = {"symptom": "muscle cramps", "whole": whole}
        found = client.get("/treatments", params=params).json()
        for said in found["treatments"]:
            jsonschema.Draft202012Validator(rule).validate(said)
            assert said == alstx.treatments[said["id"]].to_dict(compact=whole == "false")
        for id_, source in found["sources"].items():
            assert alstx.sources[id_].link == source["url"]
            assert alstx.sources[id_].citation == source["citation"]
        (quinine,) = [said for said in found["treatments"] if said["id"].startswith("quinine")]
        assert quinine["contested"]
        assert set(quinine["label_sources"]) <= set(found["sources"])
        assert any(key["direction"] == "harm" for key in quinine["key_findings"])
        assert any(label.startswith("FDA warned against") for label in quinine["labels"])


def test_interactions_are_most_severe_first() -> None:
    """A contraindication comes first, with its label."""
    names = {"medicine": ["Zanaflex", "fluvoxamine", "Elavil"]}
    found = client.get("/interactions", params=names).json()
    assert found["alerts"][0]["severity"] == "contraindicated"
    told = alstx.load().interactions(names["medicine"]).to_dict()
    assert {key: found[key] for key in told} == told
    assert set(found["alerts"][0]["sources"]) <= set(found["sources"])
    assert found["note"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/treatments?symptom=droolling", 404),
        ("/treatments?symptom=%20", 422),
        ("/treatments", 422),
        ("/interactions?medicine=baclofen", 422),
        ("/interactions?medicine=baclofen&medicine=nothing-of-the-kind", 404),
        ("/fhir/Medication/nothing", 404),
    ],
)
def test_refuses_what_it_does_not_know(path: str, status: int) -> None:
    """A typing error is never an empty answer."""
    assert client.get(path).status_code == status


def test_suggests_near_symptoms() -> None:
    """The refusal says what was perhaps meant."""
    assert "drooling" in client.get("/treatments?symptom=droolling").json()["suggestions"]


def test_gives_fhir() -> None:
    """A resource of the Bundle comes as FHIR JSON."""
    kind, id_ = next(key for key in by_type() if key[0] == "MedicationKnowledge")
    found = client.get(f"/fhir/{kind}/{id_}")
    assert found.headers["content-type"] == "application/fhir+json"
    assert found.json()["resourceType"] == kind


RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
DOSE = {"text": "one at night", "doseAndRate": [{"doseQuantity": {"value": 25, "unit": "mg"}}]}


def request(text: str, status: str = "active", **more: Any) -> dict[str, Any]:
    """A request of R4 on a medicine."""
    concept = {"text": text}
    kind = {"resourceType": "MedicationRequest", "status": status}
    return kind | {"medicationCodeableConcept": concept} | more


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    """A Bundle of these resources."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": r} for r in resources],
    }


R5 = {
    "resourceType": "MedicationStatement",
    "status": "recorded",
    "medication": {"concept": {"coding": [{"system": RXNORM, "code": "6926"}]}},
}
LIST = bundle(
    request("Zanaflex 4 MG Oral Tablet", dosageInstruction=[DOSE]),
    request("fluvoxamine maleate 50 MG"),
    request("Lioresal", "stopped"),
    request("Black cohosh extract"),
    R5,
)


def test_reads_medicines_of_fhir() -> None:
    """Medicines are recognised, doses untouched, the unknown listed, and what warns is told."""
    found = client.post("/fhir/medicines", json=LIST).json()
    assert [m["id"] for m in found["medicines"]] == ["tizanidine", "fluvoxamine", "mexiletine"]
    assert [m["id"] for m in found["past"]] == ["baclofen"]
    assert found["unknown"] == found["interactions"]["unknown"] == ["Black cohosh extract"]
    first, *_, last = found["entries"]
    assert first["dosage"] == [DOSE]
    assert first["medicines"] == [{"id": "tizanidine", "name": "Tizanidine"}]
    assert (last["by_code"], last["codes"]) == (True, [f"{RXNORM}|6926"])
    assert [entry["is_over"] for entry in found["entries"]] == [False, False, True, False, False]
    report = alstx.load().interactions(["tizanidine", "fluvoxamine", "mexiletine"])
    assert len(found["interactions"]["alerts"]) == len(report)
    assert found["interactions"]["alerts"][0]["severity"] == "contraindicated"
    assert found["interactions"]["note"]
    for alert in found["interactions"]["alerts"]:
        assert set(alert["sources"]) <= set(found["sources"])
    assert found["disclaimer"] == alstx.DISCLAIMER


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "the body is not JSON: EOF"),
        (b"{", "the body is not JSON: EOF"),
        (b'{"resourceType": "\xff"}', "the body is not JSON: "),
        (b'{"resourceType": "Bundle", "x": NaN}', "the body is not JSON: "),
        (b'{"resourceType": "Bundle", "x": "\\ud800"}', "the body is not JSON: "),
        (b"[" * 100_000, "the body is not JSON: recursion limit"),
        (b"[]", "the body is not a FHIR resource, which is a JSON object"),
        (b"null", "the body is not a FHIR resource"),
        (b"{}", "medicines reads a Coding"),
        (b'{"resourceType": "Patient"}', "or a Bundle, not 'Patient'"),
    ],
)
def test_refuses_what_is_not_a_resource(body: bytes, words: str) -> None:
    """What is not FHIR, or of another kind, is refused in words that say what is read."""
    found = client.post("/fhir/medicines", content=body)
    assert found.status_code == 422
    assert words in found.json()["detail"]


def test_refuses_a_country_and_a_list_without_end() -> None:
    """A wrong country names the right one, and a list that is too long its length."""
    found = client.post("/fhir/medicines?country=UK", json=LIST)
    assert (found.status_code, "did you mean 'GB'" in found.json()["detail"]) == (422, True)
    long = bundle(*(request(f"nothing of the kind {n}") for n in range(51)))
    found = client.post("/fhir/medicines", json=long)
    assert found.json()["detail"] == (
        "at most 50 medicines and unknown names are looked up together, not 51"
    )
    found = client.get("/interactions", params={"medicine": ["baclofen"] * 51})
    assert "at most 50 items" in found.json()["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (LIST, 200),
        (R5, 200),
        (bundle(), 200),
        (bundle(request("amitriptilyne 10 mg")), 200),
        ({"resourceType": "Medication", "code": {"text": "Elavil"}}, 200),
        ({"resourceType": "Patient"}, 422),
    ],
)
def test_fhir_in_is_what_the_openapi_says(body: dict[str, Any], status: int) -> None:
    """What may be sent, and what comes back, is told in the OpenAPI."""
    document = client.get("/openapi.json").json()
    said = document["paths"]["/fhir/medicines"]["post"]
    for kind in ("application/fhir+json", "application/json"):
        rule = said["requestBody"]["content"][kind]["schema"]
        assert jsonschema.Draft202012Validator(rule).is_valid(body) == (status == 200)
        found = client.post("/fhir/medicines", json=body, headers={"content-type": kind})
        assert found.status_code == status
        (content,) = said["responses"][str(status)]["content"].values()
        rule = {**content["schema"], "components": document["components"]}
        jsonschema.Draft202012Validator(rule).validate(found.json())


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/resolve?name=Elavil", 200),
        ("/resolve?name=amitriptiline", 200),
        ("/resolve?name=%20", 422),
        ("/treatments?symptom=drooling", 200),
        ("/treatments?symptom=drooling&whole=true", 200),
        ("/treatments?symptom=droolling", 404),
        ("/interactions?medicine=Zanaflex&medicine=fluvoxamine&medicine=SSRI", 200),
        ("/interactions?medicine=baclofen", 422),
    ],
)
def test_answers_are_what_the_openapi_says(path: str, status: int) -> None:
    """The OpenAPI of the service is a contract: every answer and refusal keeps to it."""
    document = client.get("/openapi.json").json()
    said = document["paths"][path.partition("?")[0]]["get"]["responses"][str(status)]
    (content,) = said["content"].values()
    assert content["schema"], "an answer of any shape is no contract"
    rule = {**content["schema"], "components": document["components"]}
    found = client.get(path)
    assert found.status_code == status
    jsonschema.Draft202012Validator(rule).validate(found.json())


def test_the_openapi_names_only_what_it_defines() -> None:
    """Every shape that is referred to is defined, once, and resources of FHIR are told apart."""
    document = client.get("/openapi.json").json()
    text = json.dumps(document)
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert named <= set(document["components"]["schemas"])
    ours = {shape.__name__ for shape in (*models.Shape.__subclasses__(), models.Resolved)}
    assert ours & set(answers.schema()["$defs"]) == set()
    assert "#/$defs/" not in text
    fhir = document["paths"]["/fhir/{resource_type}/{id_}"]["get"]["responses"]["200"]
    assert set(fhir["content"]) == {"application/fhir+json"}
