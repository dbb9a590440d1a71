"""The example service answers, refuses and cites."""

import json
import re

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
