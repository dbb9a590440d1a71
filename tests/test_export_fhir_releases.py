"""R4B and R4: valid, whole, and with what they cannot say named after what R5 says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import alstx
from alstx import InvalidArgumentError, KnowledgeBase, NotFoundError
from alstx.export import RELEASES, fhir, fhir_releases, render, write
from alstx.export.fhir_parts import full_url
from alstx.testing import knowledge_bases

OLD = ("R4B", "R4")
INSTEAD = {
    "R5": {},
    "R4B": {"ArtifactAssessment": {"Basic"}},
    "R4": {
        "ArtifactAssessment": {"Basic"},
        "Citation": {"DocumentReference"},
        "RegulatedAuthorization": {"MedicinalProductAuthorization"},
        "ClinicalUseDefinition": {
            "Basic",
            "DetectedIssue",
            "MedicinalProductContraindication",
            "MedicinalProductIndication",
            "MedicinalProductInteraction",
        },
    },
}
"""What stands for a resource of R5, where it is another one."""


@pytest.fixture(scope="module")
def more(toy: KnowledgeBase) -> KnowledgeBase:
    """The toy base with what it lacks."""
    return alstx.load(Path(__file__).parent / "toy_more", extends=toy)


def by_url(kb: KnowledgeBase, release: str) -> dict[str, Any]:
    """The resources of a release by their address."""
    return {e["fullUrl"]: e["resource"] for e in fhir.document(kb, release)["entry"]}


def made(kb: KnowledgeBase, release: str, kind: str, id_: str) -> Any:
    """What a resource of R5 is in a release."""
    return by_url(kb, release)[full_url(kind, id_)]


def leaves(value: Any) -> Iterator[str]:
    """Every text and number that stands somewhere in an element."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    else:
        yield str(value)


@pytest.mark.parametrize("release", OLD)
@settings(max_examples=20)
@given(kb=knowledge_bases())
def test_each_resource_has_its_own(release: str, kb: KnowledgeBase) -> None:
    """Address by address, a resource of R5 is the same, the nearest one, or a Basic."""
    new, old = by_url(kb, "R5"), by_url(kb, release)
    assert list(new) == list(old)
    for url, resource in new.items():
        kind = resource["resourceType"]
        assert old[url]["resourceType"] in INSTEAD[release].get(kind, {kind})
        assert old[url]["id"] == resource["id"]


@pytest.mark.parametrize("release", OLD)
@settings(max_examples=20)
@given(kb=knowledge_bases())
def test_references_lead_to_entries_of_their_kind(release: str, kb: KnowledgeBase) -> None:
    """A reference names the kind that the entry has in that release."""
    found = by_url(kb, release)

    def check(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("reference"), str):
                assert value["type"] == found[value["reference"]]["resourceType"]
            for each in value.values():
                check(each)
        elif isinstance(value, list):
            for each in value:
                check(each)

    check(list(found.values()))


SAID_OTHERWISE = {
    *("CC BY 4.0", "recommendation", "primary", "any-of", "active", "retired"),
    *("contraindication", "indication", "interaction", "warning"),
    *("http://hl7.org/fhir/publication-status", "Citation", "ArtifactAssessment"),
    *("ClinicalUseDefinition", "RegulatedAuthorization"),
}
"""Words that the kind of a resource says, or another word for the same."""


@pytest.mark.parametrize("release", OLD)
def test_nothing_is_lost(release: str, kb: KnowledgeBase) -> None:
    """Every number and every word of ours that R5 has stands in the other releases too."""
    new, old = by_url(kb, "R5"), by_url(kb, release)
    for url, resource in new.items():
        kept = " ".join(leaves(old[url]))
        gone = {leaf for leaf in leaves(resource) if leaf not in kept} - SAID_OTHERWISE
        if resource["resourceType"] == "MedicationKnowledge":  # the Medication refers to its parts
            gone = {leaf for leaf in gone if not leaf.startswith("urn:uuid:")}
        assert gone == set()


@settings(max_examples=20)
@given(kb=knowledge_bases())
def test_r4b_is_valid(kb: KnowledgeBase) -> None:
    """fhir.resources accepts the Bundle of any base as R4B."""
    pytest.importorskip("fhir.resources")
    assert fhir.bundle(kb, "R4B").type == "collection"


def test_r4b_of_the_bundled_base_is_valid(kb: KnowledgeBase) -> None:
    """fhir.resources accepts the whole bundled base as R4B, and gives it back unchanged."""
    pytest.importorskip("fhir.resources")
    again = json.loads(fhir.bundle(kb, "R4B").model_dump_json())
    assert json.loads(render(kb, "fhir", release="R4B")) == again


def test_releases_are_asked_for_by_name(toy: KnowledgeBase, tmp_path: Path) -> None:
    """R5 is what is written unless another release is asked for; only FHIR has releases."""
    assert RELEASES == ("R5", "R4B", "R4")
    assert render(toy, "fhir") == render(toy, "fhir", release="R5") == fhir.render(toy)
    path = write(toy, "fhir", tmp_path / "r4.json", release="R4")
    assert path.read_text("utf-8") == render(toy, "fhir", release="R4")
    assert len({render(toy, "fhir", release=release) for release in RELEASES}) == 3
    with pytest.raises(NotFoundError, match="no release 'R3'"):
        render(toy, "fhir", release="R3")
    with pytest.raises(NotFoundError, match="no release 'R4'; did you mean 'R4B'"):
        fhir.bundle(toy, "R4")
    for refused in (write, lambda *a, **k: render(a[0], a[1], **k)):
        with pytest.raises(InvalidArgumentError, match="the format 'csv' has no releases"):
            refused(toy, "csv", tmp_path / "x", release="R4")
    assert not (tmp_path / "x").exists()


def test_forms_in_each_release(toy: KnowledgeBase) -> None:
    """A form is a MedicationKnowledge in all of them, with what may be done with it."""
    new = made(toy, "R5", "MedicationKnowledge", "alphazine.tablet")
    old = made(toy, "R4", "MedicationKnowledge", "alphazine.tablet")
    assert old == made(toy, "R4B", "MedicationKnowledge", "alphazine.tablet") | {
        "extension": old["extension"]
    }
    definition = new["definitional"]
    assert definition["doseForm"] == old["doseForm"] == {"text": "tablet"}
    assert definition["intendedRoute"] == old["intendedRoute"] == [{"text": "oral"}]
    assert definition["ingredient"][0]["item"]["reference"]["display"] == "Alphazine"
    assert old["ingredient"] == [{"itemCodeableConcept": {"text": "Alphazine"}}]
    assert definition["drugCharacteristic"] == old["drugCharacteristic"]
    said = {
        held["type"]["text"]: held.get("valueString", held.get("valueCodeableConcept"))
        for held in old["drugCharacteristic"]
    }
    assert {
        name: value if isinstance(value, str) else value["text"] for name, value in said.items()
    } == {
        "release": "immediate",
        "crush": "yes",
        "tube": "with-care",
        "liquid": "no",
        "boxed-warning": "present",
        "note": "Crushed and mixed with water.",
    }
    assert new["code"]["text"] == "Alphazine, tablet (oral)"
    whole = made(toy, "R5", "MedicationKnowledge", "alphazine")
    (related,) = whole["relatedMedicationKnowledge"]
    assert related["type"] == {"text": "dosage form"}
    urls = [held["reference"] for held in related["reference"]]
    assert urls == [
        full_url("MedicationKnowledge", f"alphazine.{form.id}")
        for form in toy.medications["alphazine"].forms
    ]


def test_uses_in_r4(more: KnowledgeBase) -> None:
    """Uses are the resources that became ClinicalUseDefinition, with sources and categories."""

    def use(id_: str) -> Any:
        return made(more, "R4", "ClinicalUseDefinition", id_)

    indication = use("alphazine.muscle-cramps")
    assert indication["resourceType"] == "MedicinalProductIndication"
    assert indication["diseaseSymptomProcedure"]["text"] == "Muscle cramps"
    assert indication["subject"][0]["type"] == "Medication"
    words = [
        e["valueCodeableConcept"]["text"] for e in indication["extension"] if "category" in e["url"]
    ]
    new = made(more, "R5", "ClinicalUseDefinition", "alphazine.muscle-cramps")
    assert words == [held["text"] for held in new["category"]]
    contra = use("betamol.caution.1")
    assert contra["resourceType"] == "MedicinalProductContraindication"
    assert contra["disease"]["text"]
    interaction = use("alphazine.interaction.1")
    assert interaction["resourceType"] == "MedicinalProductInteraction"
    assert interaction["interactant"][0]["itemCodeableConcept"]["text"] == "MAO inhibitors"
    assert interaction["effect"]["text"]
    assert interaction["management"]["text"]
    warning = use("alphazine.caution.1")
    assert warning["resourceType"] == "DetectedIssue"
    assert warning["implicated"][0]["display"] == "Alphazine"
    assert warning["detail"]
    assert warning["extension"][0]["valueReference"]["type"] == "DocumentReference"


def test_uses_of_therapies_in_r4(kb: KnowledgeBase) -> None:
    """What R4 has for medicines only is an issue or a Basic where it is about a therapy."""
    old = by_url(kb, "R4")
    found = {
        (use["type"], old[url]["resourceType"])
        for url, use in by_url(kb, "R5").items()
        if use["resourceType"] == "ClinicalUseDefinition"
        and use["subject"][0]["type"] == "ActivityDefinition"
        and use["subject"] in (old[url].get("implicated"), [old[url].get("subject")])
    }
    assert found == {
        ("indication", "Basic"),
        ("contraindication", "DetectedIssue"),
        ("warning", "DetectedIssue"),
    }


def test_findings_in_r4(toy: KnowledgeBase) -> None:
    """R4 has no numbers: they stand as extensions named after the elements of R5."""
    found = made(toy, "R4", "Evidence", "trial-2015-cramps-alphazine")
    assert found["exposureVariant"] == [{"display": "Alphazine"}]
    assert found["outcome"][0]["type"] == "EvidenceVariable"
    assert found["exposureBackground"]["display"]
    held = [e for e in found["extension"] if e["url"] == "urn:alstx:fhir:Evidence.statistic"]
    assert len(held) == 2
    parts = {part["url"]: part for part in held[1]["extension"]}
    assert parts["quantity"]["valueQuantity"] == {"value": 0.31}
    assert parts["statisticType"]["valueCodeableConcept"]["coding"]
    people = {part["url"]: part for part in parts["sampleSize"]["extension"]}
    assert people["numberOfParticipants"]["valueInteger"] == 60
    any_of = made(toy, "R4", "EvidenceVariable", "trial-2015-cramps-betamol")
    (one,) = any_of["characteristic"]
    assert " or " in one["definitionCodeableConcept"]["text"]
    combined = made(toy, "R4B", "EvidenceVariable", "trial-2015-cramps-betamol")
    assert combined["characteristicCombination"] == "union"
    assert len(combined["characteristic"]) == 2


def test_sources_in_r4(more: KnowledgeBase) -> None:
    """A source is a document with its address; one that was replaced says so."""
    old = made(more, "R4", "Citation", "old-2001")
    assert (old["resourceType"], old["status"]) == ("DocumentReference", "superseded")
    trial = made(more, "R4", "Citation", "trial-2015")
    assert trial["status"] == "current"
    assert trial["author"] == [{"display": "Trial T"}]
    assert trial["content"][0]["attachment"]["url"] == "https://doi.org/10.5555/toy.1"
    assert {"system": "https://pubmed.ncbi.nlm.nih.gov", "value": "99000001"} in trial["identifier"]
    later = made(more, "R4B", "Citation", "old-2001")["citedArtifact"]["relatesTo"][0]
    assert later["targetReference"]["reference"] == full_url("Citation", "north-2020")
    assert later["relationshipType"] == {"text": "replaced-with"}


def test_statements_and_studies(toy: KnowledgeBase) -> None:
    """A statement is a Basic with all that it says; the status of a study is not recorded."""
    statement = made(toy, "R4B", "ArtifactAssessment", "north-2020-muscle-cramps-betamol")
    assert statement["resourceType"] == "Basic"
    assert statement["code"]["coding"][0]["code"] == "ArtifactAssessment"
    assert statement["subject"]["reference"] == full_url("Medication", "betamol")
    held = {e["url"]: e for e in statement["extension"]}
    source = held["urn:alstx:fhir:ArtifactAssessment.citeAsReference"]["valueReference"]
    assert source["reference"] == full_url("Citation", "north-2020")
    parts = held["urn:alstx:fhir:ArtifactAssessment.content"]["extension"]
    stances = [p["valueCodeableConcept"]["text"] for p in parts if p["url"] == "classifier"]
    assert "do-not-recommend" in stances
    study = made(toy, "R4B", "ResearchStudy", "trial-2015")
    assert "status" not in study
    assert study["_status"]["extension"][0]["valueCode"] == "unknown"


def test_approvals(more: KnowledgeBase) -> None:
    """R4B has room for one use of an approval, R4 for none but as an extension."""
    old = made(more, "R4B", "RegulatedAuthorization", "gammaglow.drooping.label.1")
    assert old["indication"]["reference"]["type"] == "ClinicalUseDefinition"
    oldest = made(more, "R4", "RegulatedAuthorization", "gammaglow.drooping.label.1")
    assert oldest["subject"]["identifier"]["value"] == "gammaglow"
    held = {e["url"].rpartition(".")[2]: e for e in oldest["extension"]}
    assert held["indication"]["valueReference"]["type"] == "MedicinalProductIndication"
    assert held["intendedUse"]["valueCodeableConcept"]["text"] == "adults-with-als"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, {"valueBoolean": True}),
        (3, {"valueInteger": 3}),
        (0.5, {"valueDecimal": 0.5}),
        ("x", {"valueString": "x"}),
        ({"text": "x"}, {"valueCodeableConcept": {"text": "x"}}),
        ({"concept": {"text": "x"}}, {"valueCodeableConcept": {"text": "x"}}),
        ({"reference": {"reference": "a/b"}}, {"valueReference": {"reference": "a/b"}}),
        ({"identifier": {"value": "x"}}, {"valueReference": {"identifier": {"value": "x"}}}),
        ({"system": "x", "value": "y"}, {"valueIdentifier": {"system": "x", "value": "y"}}),
        ({"value": 2, "unit": "mg"}, {"valueQuantity": {"value": 2, "unit": "mg"}}),
        ({"low": {"value": 2}}, {"valueRange": {"low": {"value": 2}}}),
        (
            {"a": "x", "b": [1, 2]},
            {
                "extension": [
                    {"url": "a", "valueString": "x"},
                    {"url": "b", "valueInteger": 1},
                    {"url": "b", "valueInteger": 2},
                ]
            },
        ),
    ],
)
def test_elements_as_extensions(value: Any, expected: Any) -> None:
    """An element is of the data type that it has, or is told part by part."""
    assert [{"url": "u", **expected}] == list(fhir_releases._extensions("u", value))
