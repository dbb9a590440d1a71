"""The example service answers, refuses and cites."""

import pytest
from app import app, by_type
from fastapi.testclient import TestClient

import alstx

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


def test_treatments_cite_every_statement_finding_and_warning() -> None:
    """Nothing is said without its source, and a source that can be read has its address."""
    params = {"symptom": "muscle cramps"}
    for found in client.get("/treatments", params=params).json()["treatments"]:
        treatment = alstx.treatments[found["id"]]
        assert [e.finding for e in treatment.evidence] == [e["says"] for e in found["evidence"]]
        assert [r.statement for r in treatment.current] == [r["says"] for r in found["statements"]]
        said = [*found["evidence"], *found["statements"], *found["boxed_warnings"]]
        for source in (each["source"] for each in said):
            assert alstx.sources[source["id"]].link == source["url"]
            assert alstx.sources[source["id"]].citation == source["citation"]
    quinine = client.get("/treatments", params=params).json()["treatments"]
    (warned,) = [each for each in quinine if each["id"] == "quinine-for-muscle-cramps"]
    assert warned["boxed_warnings"][0]["source"]["id"] == "label-us-quinine"
    assert warned["contested"]
    assert any(said.startswith("advised against by") for said in warned["disagreements"])
    assert any("harm" in found["says"] for found in warned["key_findings"])
    assert any(label.startswith("FDA warned against") for label in warned["labels"])
    assert {e["population"] for e in warned["evidence"]} >= {"other"}


def test_interactions_are_most_severe_first() -> None:
    """A contraindication comes first, with its label."""
    names = {"medicine": ["Zanaflex", "fluvoxamine", "Elavil"]}
    found = client.get("/interactions", params=names).json()
    assert found["alerts"][0]["severity"] == "contraindicated"
    assert found["alerts"][0]["source"]["id"] in alstx.sources
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
