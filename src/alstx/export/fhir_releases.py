"""Resources of FHIR R5 as those of R4B and R4.

What a release has under another name moves there. What it has no element for becomes an extension
named after the element of R5. What it has no resource for becomes the nearest one that it has, or
a Basic whose code is the name of the resource of R5.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias, cast

from alstx.export.fhir_parts import Json, concept_in, extension, filled

_Step: TypeAlias = Mapping[str, Callable[[Json], Json]]

_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_TYPES = (
    ("valueCodeableConcept", {"coding", "text"}, ()),
    ("valueIdentifier", {"system", "value"}, ("system",)),
    ("valueReference", {"display", "identifier", "reference", "type"}, ("reference",)),
    ("valueReference", {"display", "identifier", "reference", "type"}, ("identifier",)),
    ("valueRange", {"high", "low"}, ()),
    ("valueQuantity", {"comparator", "unit", "value"}, ("value",)),
)
"""Data types by the keys that an element of them may have, and by the one that it must have."""


def converted(entries: list[Json], release: str) -> list[Json]:
    """Return the entries of a Bundle of R5 as those of another release.

    Args:
        entries: The entries, each with its address.
        release: One of `RELEASES`.
    """
    made = [{**entry, "resource": _in_release(entry["resource"], release)} for entry in entries]
    kinds = {str(e["fullUrl"]): str(e["resource"]["resourceType"]) for e in made}
    return [cast("Json", _retyped(entry, kinds)) for entry in made]


def _in_release(resource: Json, release: str) -> Json:
    for step in _STEPS[release]:
        change = step.get(resource["resourceType"])
        resource = resource if change is None else change(resource)
    return resource


def _retyped(value: Any, kinds: Mapping[str, str]) -> Any:
    """Return an element whose references name the kinds that the resources have now."""
    if isinstance(value, list):
        return [_retyped(each, kinds) for each in cast("Sequence[Any]", value)]
    if not isinstance(value, dict):
        return value
    found = {key: _retyped(each, kinds) for key, each in cast("Json", value).items()}
    kind = kinds.get(str(found.get("reference")))
    return {**found, "type": kind} if kind else found


def _extensions(name: str, value: Any) -> Iterator[Json]:
    """Yield an element as extensions: of a data type where it is of one, else part by part."""
    if isinstance(value, list):
        for each in cast("Sequence[Any]", value):
            yield from _extensions(name, each)
    elif isinstance(value, dict):
        plain = _plain(cast("Json", value))
        keys = set(plain)
        for kind, may, must in _TYPES:
            if keys <= may and keys >= set(must):
                yield {"url": name, kind: plain}
                return
        parts = [part for key, each in plain.items() for part in _extensions(key, each)]
        yield {"url": name, "extension": parts}
    else:
        yield {"url": name, _primitive(value): value}


def _primitive(value: object) -> str:
    if isinstance(value, bool):
        return "valueBoolean"
    kinds = {int: "valueInteger", float: "valueDecimal"}
    return next((kind for type_, kind in kinds.items() if isinstance(value, type_)), "valueString")


def _plain(value: Json) -> Json:
    """Return the concept or the reference of a CodeableReference."""
    inner = value.get("concept", value.get("reference"))
    return cast("Json", inner) if len(value) == 1 and isinstance(inner, dict) else value


def _changed(
    made: Json,
    kind: str | None = None,
    *,
    lost: Collection[str] = (),
    told: Collection[str] = (),
    **content: Any,
) -> Json:
    """Return a resource as another one.

    Args:
        made: The resource of R5.
        kind: What it becomes; None if its kind stays.
        lost: Elements that become extensions.
        told: Elements that are left out, for others tell what they tell.
        content: Elements that it has instead.
    """
    kept = {k: v for k, v in made.items() if k not in {*lost, *told, "extension"}}
    moved = [
        found
        for name in lost
        if name in made
        for found in _extensions(extension(f"{made['resourceType']}.{name}")["url"], made[name])
    ]
    head = {"resourceType": kind or made["resourceType"]}
    return {**kept, **head, **filled(extension=[*made.get("extension", ()), *moved], **content)}


def _basic(made: Json, subject: Json, told: Collection[str]) -> Json:
    """Return a Basic on something, with all that the resource says as extensions."""
    stays = {"resourceType", "id", "text", "extension", "identifier", *told}
    code = concept_in("http://hl7.org/fhir/fhir-types", made["resourceType"])
    lost = [name for name in made if name not in stays]
    return _changed(made, "Basic", lost=lost, told=told, code=code, subject=subject)


# R4B: many resources of R5 with fewer elements, and no ArtifactAssessment


def _library(made: Json) -> Json:
    return _changed(made, told=["copyrightLabel"])  # the copyright names the licence


def _medication(made: Json) -> Json:
    parts = [{"itemReference": part["item"]["reference"]} for part in made.get("ingredient", ())]
    return _changed(made, told=["ingredient"], ingredient=parts)


def _knowledge(made: Json) -> Json:
    """Return what is known of a medicine; its ingredients by name, for they are not Substances."""
    definition = made.get("definitional", {})
    names = [part["item"]["reference"]["display"] for part in definition.get("ingredient", ())]
    return _changed(
        made,
        lost=["identifier", "clinicalUseIssue"],
        told=["name", "definitional"],
        synonym=made.get("name"),
        **{key: each for key, each in definition.items() if key != "ingredient"},
        ingredient=[{"itemCodeableConcept": {"text": name}} for name in names],
    )


def _authorization(made: Json) -> Json:
    return {**made, "indication": made["indication"][0]}


def _citation(made: Json) -> Json:
    artifact = made["citedArtifact"]
    later = [
        {"relationshipType": {"text": found["type"]}, "targetReference": found["resourceReference"]}
        for found in artifact.get("relatesTo", ())
    ]
    return {**made, "citedArtifact": {**artifact, **filled(relatesTo=later)}}


def _study(made: Json) -> Json:
    """Return a study; its status is here that of the study itself, which is not recorded."""
    lost = ["recruitment", "outcomeMeasure", "result"]
    absent = {"extension": [{"url": _ABSENT, "valueCode": "unknown"}]}
    return _changed(made, lost=lost, told=["status"], _status=absent)


def _variable(made: Json) -> Json:
    any_of = made["characteristic"][0].get("definitionByCombination")
    if any_of is None:
        return made
    return {
        **made,
        "characteristicCombination": "union",
        "characteristic": any_of["characteristic"],
    }


def _evidence(made: Json) -> Json:
    related = [_related(found) for found in made["relatedArtifact"]]
    told = _changed(made, told=["studyDesign"], studyType=made["studyDesign"][0])
    return {**told, "relatedArtifact": related}


def _related(found: Json) -> Json:
    source = found.get("resourceReference")
    if source is None:
        return found
    return {"type": found["type"], "extension": [extension("resource", valueReference=source)]}


def _assessment(made: Json) -> Json:
    return _basic(made, made["artifactReference"], ["artifactReference"])


# R4: no ClinicalUseDefinition, Citation or RegulatedAuthorization, and Evidence without numbers


def _use(made: Json) -> Json:
    """Return a use as one of the resources that became ClinicalUseDefinition, or the nearest."""
    kind, subject = made["type"], made["subject"][0]
    said = made[kind]
    told = ["type", "status", kind]
    of_medicine = subject["type"] == "Medication"
    if kind == "interaction":
        return _interaction(made, told)
    if kind == "indication" and not of_medicine:
        return _basic(made, subject, ["type", "subject", "status"])
    if kind == "warning" or not of_medicine:
        return _issue(made, [*told, "subject"])
    concept = said["diseaseSymptomProcedure"]["concept"]
    if kind == "indication":
        goal, name = "MedicinalProductIndication", "diseaseSymptomProcedure"
    else:
        goal, name = "MedicinalProductContraindication", "disease"
    return _changed(made, goal, lost=["category"], told=told, **{name: concept})


def _interaction(made: Json, told: Collection[str]) -> Json:
    said = made["interaction"]
    return _changed(
        made,
        "MedicinalProductInteraction",
        told=told,
        interactant=said["interactant"],
        effect=said["effect"]["concept"],
        management=said["management"][0],
    )


def _issue(made: Json, told: Collection[str]) -> Json:
    """Return a warning, or what a therapy must not be used in, as an issue that may arise."""
    said = made[made["type"]]
    found = said.get("diseaseSymptomProcedure", {}).get("concept", {})
    return _changed(
        made,
        "DetectedIssue",
        lost=["category"],
        told=told,
        status="final",
        code=said.get("code") or {"text": made["type"]},
        implicated=made["subject"],
        detail=said.get("description") or found["text"],
    )


def _product(made: Json) -> Json:
    lost = ["type", "description", "indication", "intendedUse"]
    told = _changed(made, "MedicinalProductAuthorization", lost=lost)
    return {**told, "subject": made["subject"][0]}


def _document(made: Json) -> Json:
    """Return a source as a reference to a document."""
    artifact = dict(made["citedArtifact"])
    places = artifact.pop("webLocation", [{}])
    authors = artifact.pop("contributorship", {"summary": []})["summary"]
    numbers = [*made["identifier"], *artifact.pop("identifier", ())]
    version = artifact.pop("version", {}).get("value")
    del artifact["title"]
    states = [state["text"] for state in made.get("currentState", ())]
    return _changed(
        {**made, "citedArtifact": artifact, **filled(version=version)},
        "DocumentReference",
        lost=["lastReviewDate", "note", "currentState", "version", "citedArtifact"],
        told=["title", "classification"],
        identifier=numbers,
        status="superseded" if "superseded" in states else "current",
        type=made["classification"][0]["classifier"][0],
        description=made["title"],
        author=[{"display": author["value"]} for author in authors],
        content=[{"attachment": {"title": made["title"], **places[0]}}],
    )


def _variable_of_r4(made: Json) -> Json:
    """Return what was measured; here several characteristics would all have to hold."""
    if "characteristicCombination" not in made:
        return made
    words = [part["definitionCodeableConcept"]["text"] for part in made["characteristic"]]
    one = {"definitionCodeableConcept": {"text": " or ".join(words)}}
    lost = ["characteristicCombination", "characteristic"]
    return {**_changed(made, lost=lost), "characteristic": [one]}


def _evidence_of_r4(made: Json) -> Json:
    """Return a finding; there is room for who was given what and for the outcome, in words."""
    by_role: dict[str, list[Json]] = {}
    for variable in made["variableDefinition"]:
        role = variable["variableRole"]["coding"][0]["code"]
        measured = role == "measuredVariable"
        named = variable["observed"] if measured else {"display": variable["description"]}
        by_role.setdefault(role, []).append(named)
    return _changed(
        made,
        lost=["studyType", "statistic", "certainty", "variableDefinition"],
        told=["assertion"],
        description=made["assertion"],
        exposureBackground=by_role["population"][0],
        exposureVariant=by_role["exposure"],
        outcome=by_role["measuredVariable"],
    )


_R4B: _Step = MappingProxyType(
    {
        "ArtifactAssessment": _assessment,
        "Citation": _citation,
        "Evidence": _evidence,
        "EvidenceVariable": _variable,
        "Library": _library,
        "Medication": _medication,
        "MedicationKnowledge": _knowledge,
        "RegulatedAuthorization": _authorization,
        "ResearchStudy": _study,
    }
)
_R4: _Step = MappingProxyType(
    {
        "Citation": _document,
        "ClinicalUseDefinition": _use,
        "Evidence": _evidence_of_r4,
        "EvidenceVariable": _variable_of_r4,
        "RegulatedAuthorization": _product,
    }
)
_STEPS: Mapping[str, tuple[_Step, ...]] = MappingProxyType(
    {"R5": (), "R4B": (_R4B,), "R4": (_R4B, _R4)}
)
RELEASES = tuple(_STEPS)
"""The releases of FHIR that can be written, the newest first."""
