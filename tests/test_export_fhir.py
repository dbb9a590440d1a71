"""The FHIR Bundle: valid, whole, safe to act on, and with the right codes."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

import alstx
from alstx import Approval, Evidence, KnowledgeBase, MissingExtraError, Ref
from alstx.export import fhir, fhir_evidence, render
from alstx.export.fhir_parts import full_url, narrative, resource, text
from alstx.model import Arm, Estimate
from alstx.testing import knowledge_bases
from alstx.vocab import (
    Covers,
    Direction,
    Domain,
    Endpoint,
    Measure,
    Population,
    Reading,
    Role,
    StudyDesign,
    Versus,
)


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
    assert toy.treatments["betamol-for-muscle-cramps"].role == "advised-against"
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
    """A finding keeps its source, words, level and certainty."""
    made = resources(toy, "Evidence")["trial-2015-cramps-alphazine"]
    assert [(held["url"], held["valueCode"]) for held in made["extension"]] == [
        ("urn:alstx:fhir:direction", "benefit"),
        ("urn:alstx:fhir:endpoint", "primary"),
        ("urn:alstx:fhir:versus", "placebo"),
        ("urn:alstx:fhir:read", "full-text"),
    ]
    article = made["relatedArtifact"][0]["resourceReference"]["reference"]
    assert article == full_url("Citation", "trial-2015")
    ratings = [held["rating"]["coding"][0]["code"] for held in made["certainty"]]
    assert ratings == ["2", "moderate"]
    roles = [v["variableRole"]["coding"][0]["code"] for v in made["variableDefinition"]]
    assert roles == ["population", "exposure", "referenceExposure", "measuredVariable"]
    assert [note["text"].partition(":")[0] for note in made["note"]] == [
        "Arms",
        "Regimen that was studied, never a recommendation",
        "Adverse events",
        "Limits",
    ]


def test_statistics(toy: KnowledgeBase) -> None:
    """Numbers are given as printed, and each estimate as a statistic with its p value."""
    printed, ratio = resources(toy, "Evidence")["trial-2015-cramps-alphazine"]["statistic"]
    assert printed == {
        "description": "31% (p = 0.047)",
        "sampleSize": {"numberOfParticipants": 60},
    }
    assert ratio["description"] == "cramps; 4 weeks; alphazine against placebo; lower is better"
    assert [coding["code"] for coding in ratio["statisticType"]["coding"]] == ["rate-ratio"] * 2
    assert ratio["quantity"] == {"value": 0.31}
    assert ratio["sampleSize"] == {"numberOfParticipants": 60}
    (probability,) = ratio["attributeEstimate"]
    assert probability["type"]["coding"][0]["code"] == "C44185"
    assert probability["quantity"] == {"value": 0.047}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"low": -2, "high": 0.5, "confidence": 95}, [("C53324", 0.95, (-2, 0.5))]),
        ({"low": -2}, [(None, None, (-2, None))]),
        ({"p": "< 0.001"}, [("C44185", "<", 0.001)]),
        ({"p": "≤ 0.05"}, [("C44185", "<=", 0.05)]),
        ({"p": "0.2"}, [("C44185", None, 0.2)]),
        ({"p": "not significant"}, [("C44185", "not significant")]),
        ({}, []),
    ],
)
def test_intervals_and_p_values(fields: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    """An interval has its confidence where it is told; a p value is a number where it is one."""
    estimate = Estimate(measure=Measure.MEAN_DIFFERENCE, value=-1, **fields)
    made = fhir_evidence._statistic(_record(), estimate)
    found: list[tuple[Any, ...]] = []
    for held in made.get("attributeEstimate", []):
        code = held["type"].get("coding", [{}])[0].get("code")
        if "range" in held:
            bounds = tuple(held["range"].get(side, {}).get("value") for side in ("low", "high"))
            found.append((code, held.get("level"), bounds))
        elif "quantity" in held:
            found.append((code, held["quantity"].get("comparator"), held["quantity"]["value"]))
        else:
            found.append((code, held["description"]))
    assert found == expected


def _record() -> Evidence:
    """A finding with two arms."""
    return Evidence(
        id="x",
        source="x",
        interventions=(Ref.parse("medications/x"),),
        versus=Versus.PLACEBO,
        symptoms=("x",),
        domain=(Domain.SYMPTOM,),
        endpoint=Endpoint.PRIMARY,
        design=StudyDesign.COHORT,
        population=Population.ALS,
        direction=Direction.BENEFIT,
        finding="x",
        read=Reading.ABSTRACT,
        arms=(Arm(label="a", n=7), Arm(label="b")),
    )


@pytest.mark.parametrize(
    ("value", "of", "arm", "events", "people"),
    [
        (3, 9, "a", 3, 9),
        (3, None, "a", 3, 7),
        (3, None, "b", 3, None),
        (2.5, None, None, None, None),
    ],
)
def test_counts_are_events_of_people(
    value: float, of: int | None, arm: str | None, events: int | None, people: int | None
) -> None:
    """A count is a number of events, of the people that were counted or else of the arm."""
    estimate = Estimate(measure=Measure.COUNT, value=value, of=of, arm=arm)
    made = fhir_evidence._statistic(_record(), estimate)
    assert made.get("numberOfEvents") == events
    assert made.get("sampleSize", {}).get("numberOfParticipants") == people


def test_what_was_measured_is_a_variable(toy: KnowledgeBase) -> None:
    """The outcome of a finding is a variable that bears on any of its symptoms."""
    made = resources(toy, "EvidenceVariable")
    one, two = made["trial-2015-cramps-alphazine"], made["trial-2015-cramps-betamol"]
    assert one["title"] == "number of cramps"
    assert one["characteristic"][0]["definitionCodeableConcept"]["text"] == "Muscle cramps"
    any_of = two["characteristic"][0]["definitionByCombination"]
    assert any_of["code"] == "any-of"
    assert len(any_of["characteristic"]) == 2
    domains = [held["valueCode"] for held in two["extension"]]
    assert domains == ["symptom", "quality-of-life"]


def test_a_review_names_the_trials_that_it_rests_on(toy: KnowledgeBase) -> None:
    """A trial of ours is referred to, another one is cited as the review prints it."""
    made = resources(toy, "Evidence")["review-2022-cramps"]["relatedArtifact"]
    assert [held["type"] for held in made] == ["derived-from", "depends-on", "depends-on"]
    assert made[1]["resourceReference"]["reference"] == full_url("Citation", "trial-2015")
    assert made[2]["citation"] == "Toyman 1999"


def test_a_study_is_a_research_study(toy: KnowledgeBase) -> None:
    """What holds for a study stands once: its primary outcome, its fate, people and harms."""
    (made,) = resources(toy, "ResearchStudy").values()
    assert [held["valueCode"] for held in made["extension"]] == ["divided", "placebo"]
    assert made["outcomeMeasure"][0]["name"] == "number of cramps"
    assert made["recruitment"] == {"actualNumber": 62}
    assert made["identifier"][1] == {"value": "NCT99000001"}
    assert made["condition"][0]["text"] == "Muscle cramps"
    assert made["note"] == [{"text": "Harms: One person fell."}]
    assert made["result"][0]["reference"] == full_url("Citation", "trial-2015")


@pytest.fixture(scope="module")
def more(toy: KnowledgeBase) -> KnowledgeBase:
    """The toy base with what it lacks."""
    return alstx.load(Path(__file__).parent / "toy_more", extends=toy)


def test_approvals_are_authorizations(more: KnowledgeBase) -> None:
    """An approval names agency, whom it covers, use and source; a withdrawn one says why."""
    made = resources(more, "RegulatedAuthorization")
    assert len(made) == 5
    ema = made["gammaglow.drooping.label.1"]
    assert ema["regulator"]["display"] == "EMA"
    assert ema["intendedUse"]["text"] == "adults-with-als"
    assert ema["status"]["coding"][0]["code"] == "active"
    assert ema["subject"][0]["identifier"]["value"] == "gammaglow"
    use = full_url("ClinicalUseDefinition", "gammaglow.drooping")
    assert ema["indication"] == [{"reference": {"reference": use, "type": "ClinicalUseDefinition"}}]
    withdrawn = made["gammaglow.drooping.label.4"]
    assert withdrawn["status"]["text"] == "withdrawn"
    assert withdrawn["validityPeriod"] == {"start": "1990"}
    told = {held["url"]: held for held in withdrawn["extension"]}
    assert (
        told["urn:alstx:fhir:withdrawn-because"]["valueString"] == "The maker stopped selling it."
    )


def test_a_use_that_is_no_indication_is_named(more: KnowledgeBase) -> None:
    """An approval of a use that nobody else advises refers to the symptom."""
    use = attrs.evolve(
        more.medications["gammaglow"].indications[1],
        approvals=(attrs.evolve(APPROVAL, covers=Covers.OTHERS),),
    )
    changed = tuple(
        attrs.evolve(m, indications=(use,)) if m.id == "gammaglow" else m
        for m in more.records.medications
    )
    kb = KnowledgeBase(attrs.evolve(more.records, medications=changed))
    made = resources(kb, "RegulatedAuthorization")["gammaglow.sialorrhea.label.1"]
    assert made["indication"][0]["concept"]["text"] == "Sialorrhea"


APPROVAL = Approval(
    agency="fda", covers=Covers.OTHERS, scope="children", source="label-us-alphazine"
)


def test_what_an_agency_warns_against_is_a_contraindication(more: KnowledgeBase) -> None:
    """A warning against a use is no authorization; it belongs to the medicine's own issues."""
    use = resources(more, "ClinicalUseDefinition")["gammaglow.night-cramps.label.1"]
    assert use["type"] == "contraindication"
    concept = use["contraindication"]["diseaseSymptomProcedure"]["concept"]
    assert concept["text"] == "Night cramps"
    assert "FDA: not for cramps" in use["text"]["div"]
    known = resources(more, "MedicationKnowledge")["gammaglow"]
    issues = {held["reference"] for held in known["clinicalUseIssue"]}
    assert full_url("ClinicalUseDefinition", use["id"]) in issues
    assert "gammaglow.night-cramps" not in resources(more, "ClinicalUseDefinition")


def test_an_indication_says_what_labels_say(more: KnowledgeBase) -> None:
    """Each agency stands with its own status, and what the use rests on is a category."""
    use = resources(more, "ClinicalUseDefinition")["gammaglow.drooping"]
    labels = [
        tuple(part["valueCode"] for part in held["extension"])
        for held in use["extension"]
        if held["url"].endswith(":label")
    ]
    assert labels == [
        ("ema", "on-label"),
        ("fda", "on-label"),
        ("mhra", "labelled-for-others"),
        ("pmda", "withdrawn"),
    ]
    said = [held["text"] for held in use["category"]]
    assert said == ["label", "on-label", "primary-met", "advised-against"]


def test_labels_that_were_read(toy: KnowledgeBase) -> None:
    """A medicine names the labels that were read, with edition and sections."""
    (read,) = resources(toy, "MedicationKnowledge")["alphazine"]["extension"]
    found = [
        (part["url"], next(v for k, v in part.items() if k != "url")) for part in read["extension"]
    ]
    assert found[0] == ("agency", "fda")
    assert found[2] == ("edition", "3/2024")
    assert [word for url, word in found if url == "section"] == [
        "indications",
        "boxed-warning",
        "contraindications",
        "warnings",
        "interactions",
    ]
    assert resources(toy, "MedicationKnowledge")["deltatoxin"]["extension"] == [
        {"url": "urn:alstx:fhir:main-use", "valueString": "Deep furrows."}
    ]


def test_sources_that_no_longer_count_say_so(more: KnowledgeBase) -> None:
    """A later version and a retraction stand on the citation."""
    made = resources(more, "Citation")
    (later,) = made["old-2001"]["citedArtifact"]["relatesTo"]
    assert later["type"] == "replaced-with"
    assert later["resourceReference"]["reference"] == full_url("Citation", "north-2020")
    states = made["registry-2020"]["currentState"]
    assert states == [{"text": "retracted: Its sponsor withdrew it."}]


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
