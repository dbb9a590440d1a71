"""The FHIR Bundle: valid, whole, safe to act on, and with the right codes."""

import json
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings

from alstx import KnowledgeBase, MissingExtraError
from alstx.export import fhir, render
from alstx.export.fhir_parts import full_url, narrative, resource, text
from alstx.testing import knowledge_bases
from alstx.vocab import Role


def resources(kb: KnowledgeBase, kind: str) -> dict[str, Any]:
    """Gives the resources of a kind by id."""
    found = (entry["resource"] for entry in fhir.document(kb)["entry"])
    return {made["id"]: made for made in found if made["resourceType"] == kind}


def references(value: Any) -> Iterator[str]:
    """Gives every address that something refers to."""
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for held in value.values():
            yield from references(held)
    elif isinstance(value, list):
        for held in value:
            yield from references(held)


@settings(max_examples=20)
@given(kb=knowledge_bases())
def test_every_reference_leads_to_an_entry(kb: KnowledgeBase) -> None:
    """Addresses stand once, ids have the form of FHIR, and nothing refers outside."""
    entries = fhir.document(kb)["entry"]
    urls = [entry["fullUrl"] for entry in entries]
    assert len(urls) == len(set(urls))
    assert set(references(entries)) <= set(urls)
    for entry in entries:
        made = entry["resource"]
        assert 0 < len(made["id"]) <= 64
        assert set(made["id"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
        assert entry["fullUrl"] == full_url(made["resourceType"], made["id"])


@settings(max_examples=20)
@given(kb=knowledge_bases())
def test_bundle_is_valid(kb: KnowledgeBase) -> None:
    """fhir.resources accepts the Bundle of any base."""
    pytest.importorskip("fhir.resources")
    assert fhir.bundle(kb).type == "collection"


def test_bundle_of_the_bundled_base_is_valid(kb: KnowledgeBase) -> None:
    """fhir.resources accepts the whole bundled base, and gives it back unchanged."""
    pytest.importorskip("fhir.resources")
    again = json.loads(fhir.bundle(kb).model_dump_json())
    assert json.loads(render(kb, "fhir")) == again


def test_the_validator_refuses(toy: KnowledgeBase) -> None:
    """fhir.resources would see a resource that is not valid."""
    bundle = pytest.importorskip("fhir.resources.bundle").Bundle
    spoilt = fhir.document(toy)
    spoilt["entry"][-1]["resource"]["content"][0]["informationType"] = {"not": "a code"}
    with pytest.raises(ValueError, match="informationType"):
        bundle.model_validate(spoilt)


@settings(max_examples=20)
@given(kb=knowledge_bases())
def test_only_what_is_used_is_an_indication(kb: KnowledgeBase) -> None:
    """Nothing becomes an indication that sources discourage or have only studied."""
    used = kb.treatments.filter(role=Role.USED)
    expected = {f"{t.intervention.id}.{t.symptom}" for t in used if t.indication is not None}
    found = {
        made["id"]
        for made in resources(kb, "ClinicalUseDefinition").values()
        if made["type"] == "indication"
    }
    assert len(expected) == len(found)
    assert all(id_ in found for id_ in expected if len(id_) <= 64)


def test_what_is_advised_against_is_no_indication(toy: KnowledgeBase) -> None:
    """Advice against a medicine is an assessment of the medicine, by the guideline."""
    assert toy.treatments["betamol-for-muscle-cramps"].role == "discouraged"
    assert "betamol.muscle-cramps" not in resources(toy, "ClinicalUseDefinition")
    made = resources(toy, "ArtifactAssessment")["north-2020-muscle-cramps-betamol"]
    assert made["artifactReference"]["reference"] == full_url("Medication", "betamol")
    assert made["citeAsReference"]["reference"] == full_url("Citation", "north-2020")
    stances = [c["coding"][0]["code"] for c in made["content"][0]["classifier"] if "coding" in c]
    assert "do-not-recommend" in stances


def test_a_superseded_statement_says_so(toy: KnowledgeBase) -> None:
    """A statement of a superseded guideline is marked as such."""
    made = resources(toy, "ArtifactAssessment")["old-2001-muscle-cramps-betamol"]
    assert "superseded" in json.dumps(made["content"][0]["classifier"])


def test_codes(kb: KnowledgeBase) -> None:
    """Codes stand under the addresses that HL7 gives to their systems."""
    medicine = resources(kb, "Medication")["mexiletine"]
    codes = {c["system"]: c["code"] for c in medicine["code"]["coding"]}
    assert codes["http://www.nlm.nih.gov/research/umls/rxnorm"] == "6926"
    assert codes["http://www.whocc.no/atc"] == "C01BB02"
    assert codes["https://www.nlm.nih.gov/mesh"] == "D008801"
    assert codes["http://fdasis.nlm.nih.gov"] == "1U511HHV4Z"
    use = resources(kb, "ClinicalUseDefinition")["mexiletine.muscle-cramps"]
    concept = use["indication"]["diseaseSymptomProcedure"]["concept"]
    codes = {c["system"]: c["code"] for c in concept["coding"]}
    assert codes["http://human-phenotype-ontology.org"] == "HP:0003394"
    assert concept["text"] == kb.symptoms["muscle-cramps"].name


def test_only_exact_identifiers_are_codes(toy: KnowledgeBase) -> None:
    """A broader or narrower term is no code of the record."""
    text = json.dumps(resources(toy, "Medication")["alphazine"])
    assert "9900001" in text
    assert "9900002" not in text


def test_uses_of_a_medicine(toy: KnowledgeBase) -> None:
    """Indications, cautions and interactions are uses of the medicine, with their sources."""
    uses = resources(toy, "ClinicalUseDefinition")
    known = resources(toy, "MedicationKnowledge")["alphazine"]
    named = {reference["reference"] for reference in known["clinicalUseIssue"]}
    mine = {id_ for id_ in uses if full_url("ClinicalUseDefinition", id_) in named}
    assert mine == {id_ for id_ in uses if id_.startswith("alphazine.")}
    kinds = {id_: uses[id_]["type"] for id_ in sorted(mine)}
    assert kinds == {
        "alphazine.caution.1": "warning",
        "alphazine.caution.2": "warning",
        "alphazine.interaction.1": "interaction",
        "alphazine.interaction.2": "interaction",
        "alphazine.muscle-cramps": "indication",
        "alphazine.spasticity": "indication",
    }
    assert uses["betamol.caution.1"]["type"] == "contraindication"
    label = full_url("Citation", "label-us-alphazine")
    for id_ in ("alphazine.caution.1", "alphazine.interaction.1", "alphazine.spasticity"):
        assert uses[id_]["extension"][0]["valueReference"]["reference"] == label
    partner = uses["alphazine.interaction.1"]["interaction"]["interactant"][0]
    assert partner["itemCodeableConcept"]["text"] == "MAO inhibitors"


def test_an_interaction_with_a_medicine_refers_to_it(kb: KnowledgeBase) -> None:
    """Where the partner is a medicine of the base, the interaction refers to its resource."""
    uses = resources(kb, "ClinicalUseDefinition").values()
    partners = [
        use["interaction"]["interactant"][0] for use in uses if use["type"] == "interaction"
    ]
    referred = {p["itemReference"]["reference"] for p in partners if "itemReference" in p}
    assert full_url("Medication", "fluvoxamine") in referred


def test_evidence(toy: KnowledgeBase) -> None:
    """A finding keeps its source, direction, numbers, level and certainty."""
    made = resources(toy, "Evidence")["trial-2015-cramps-alphazine"]
    assert made["extension"] == [{"url": "urn:alstx:fhir:direction", "valueCode": "benefit"}]
    assert made["statistic"] == [
        {"description": "31% (p = 0.047)", "sampleSize": {"numberOfParticipants": 60}}
    ]
    article = made["relatedArtifact"][0]["resourceReference"]["reference"]
    assert article == full_url("Citation", "trial-2015")
    ratings = [held["rating"]["coding"][0]["code"] for held in made["certainty"]]
    assert ratings == ["2", "moderate"]
    roles = [v["variableRole"]["coding"][0]["code"] for v in made["variableDefinition"]]
    assert roles == ["population", "exposure", "referenceExposure", "measuredVariable"]
    assert [note["text"].partition(":")[0] for note in made["note"]] == [
        "Regimen that was studied, never a recommendation",
        "Adverse events",
        "Limits",
    ]


def test_citation(toy: KnowledgeBase) -> None:
    """A source keeps its identifiers, authors, journal and year."""
    made = resources(toy, "Citation")["trial-2015"]["citedArtifact"]
    assert {"system": "https://pubmed.ncbi.nlm.nih.gov", "value": "99000001"} in made["identifier"]
    assert made["contributorship"]["summary"] == [{"value": "Trial T"}]
    assert made["publicationForm"][0]["publishedIn"] == {"title": "Journal of Toys"}
    assert made["publicationForm"][0]["articleDate"] == "2015"
    assert made["webLocation"] == [{"url": "https://doi.org/10.5555/toy.1"}]


def test_identifiers_of_other_systems(kb: KnowledgeBase) -> None:
    """An identifier without an address of its own is written whole."""
    values = [
        held["value"]
        for made in resources(kb, "Citation").values()
        for held in made["citedArtifact"].get("identifier", [])
        if "system" not in held
    ]
    assert values
    assert all(":" in value for value in values)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("2026.1.31", "2026-01-31T00:00:00Z"),
        ("2026.11.24+local", "2026-11-24T00:00:00Z"),
        ("2026.1.310", None),
        ("2026.13.1", None),
        ("local", None),
        ("x2026.1.31", None),
        ("\u0662\u0660\u0662\u0666.1.31", None),
    ],
)
def test_timestamp(version: str, expected: str | None) -> None:
    """A dated version gives the day; any other gives none."""
    assert expected == fhir._timestamp(version)


def test_long_ids_stay_apart() -> None:
    """Ids that are too long for FHIR are cut, and stay one of a kind."""
    first, second = (resource("Evidence", "a" * 100 + end)["id"] for end in "xy")
    assert len(first) == len(second) == 64
    assert first != second
    assert {n: len(resource("Evidence", "a" * n)["id"]) for n in (63, 64, 65)} == {
        63: 63, 64: 64, 65: 64
    }  # fmt: skip
    assert resource("Evidence", "a" * 64)["id"] == "a" * 64


def test_typographic_spaces() -> None:
    """Spaces that FHIR's text does not allow become plain ones, in text and in markup."""
    assert text("5\u202fmg\nor\u00a0less") == "5 mg\nor less"
    assert narrative("a < b\nc")["div"].endswith("<p>a &lt; b<br/>c</p></div>")


def test_without_the_library(toy: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Bundle object needs the extra; the file does not."""
    monkeypatch.setitem(sys.modules, "fhir.resources.bundle", None)
    with pytest.raises(MissingExtraError, match=r"^a Bundle object needs the extra 'fhir'"):
        fhir.bundle(toy)
    assert render(toy, "fhir").startswith("{")


def test_what_the_library_is_asked_for(toy: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is handed the whole document to check."""
    module = ModuleType("fhir.resources.bundle")
    module.Bundle = type("Bundle", (), {"model_validate": staticmethod(lambda held: held)})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "fhir", ModuleType("fhir"))
    monkeypatch.setitem(sys.modules, "fhir.resources", ModuleType("fhir.resources"))
    monkeypatch.setitem(sys.modules, "fhir.resources.bundle", module)
    assert fhir.document(toy) == fhir.bundle(toy)
