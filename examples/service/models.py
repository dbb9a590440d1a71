"""The shapes of the service's answers: by them its OpenAPI is a contract for clients."""

import json
from typing import Annotated, Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict, WithJsonSchema

from alstx.export import answers
from alstx.model.interaction import SharedKind
from alstx.vocab import CautionTopic, LabelSection, ReadExtent, Severity

COMPONENTS = "#/components/schemas/"


def recorded(*names: str) -> Any:
    """Return the type of a dict that `to_dict` makes, by its names in the schema of alstx."""
    refs = [{"$ref": COMPONENTS + name} for name in names]
    return Annotated[dict[str, Any], WithJsonSchema(refs[0] if len(refs) == 1 else {"anyOf": refs})]


class Shape(BaseModel):
    """An object with these keys and no others."""

    model_config = ConfigDict(extra="forbid")


class Answer(Shape):
    """Fields that every answer carries."""

    disclaimer: str
    data_version: str


class Cited(Shape):
    """A source as a reader needs it."""

    label: str
    citation: str
    url: str | None


class Exact(Shape):
    """A medicine that has the very name."""

    id: str
    name: str
    brands: list[str]
    identifiers: list[str]


class Near(Shape):
    """A medicine with a name that resembles it."""

    id: str
    name: str
    score: float


class Resolved(Answer):
    """The medicine of a name, or near ones where none has it."""

    exact: Exact | None
    near: list[Near]


class Treatments(Answer):
    """The treatments of a symptom, strongest first, with their sources by id."""

    symptom: str
    note: str | None
    treatments: list[recorded("CompactTreatment", "Treatment")]
    sources: dict[str, Cited]


class Alert(Shape):
    """Alert of labels on two entries of a list."""

    severity: Severity
    first: str
    second: str
    effect: str
    mechanism: str | None
    label_of: str
    sources: list[str]
    together: list[str]
    topic: CautionTopic | None


class Shared(Shape):
    """Something that several entries have in common."""

    kind: SharedKind
    topic: str
    medicines: list[str]
    sources: list[str]


class Label(Shape):
    """A label that was read, and which sections of it."""

    agency: str
    source: str
    edition: str | None = None
    sections: list[LabelSection] = []


class Coverage(Shape):
    """How far labels were read for an entry."""

    entry: str
    read: ReadExtent
    labels: list[Label]
    through: list[str]


class Report(Shape):
    """The alerts on a list, most severe first; an empty list does not mean safe."""

    checked: list[str]
    alerts: list[Alert]
    shared: list[Shared]
    coverage: list[Coverage]
    unrecorded: list[str]
    unknown: list[str]
    note: str


class Interactions(Answer, Report):
    """The alerts on a list that was asked by names, with their sources by id."""

    sources: dict[str, Cited]


class Recognised(Shape):
    """A medicine of the knowledge base, or an outside drug that labels name."""

    id: str
    name: str


class Entry(Shape):
    """What one resource says of a medicine: what of it is known, and what is not."""

    source: str | None
    name: str
    codes: list[str]
    medicines: list[Recognised]
    agents: list[Recognised]
    unknown: list[str]
    by_code: bool
    corrected: bool
    status: str | None
    is_over: bool
    dosage: list[dict[str, Any]]


class Medicines(Answer):
    """The medicines of FHIR resources, and what labels say of those taken now together."""

    entries: list[Entry]
    medicines: list[Recognised]
    agents: list[Recognised]
    past: list[Recognised]
    unknown: list[str]
    interactions: Report
    sources: dict[str, Cited]


class Refusal(Shape):
    """Error: what was wrong, and names that would be right."""

    detail: str
    suggestions: list[str] = []
    candidates: list[str] = []


RESOURCE: dict[str, Any] = {
    "type": "object",
    "description": "A resource of FHIR R4, R4B or R5; what it holds is defined by HL7.",
    "required": ["resourceType"],
    "properties": {
        "resourceType": {
            "enum": [
                *("Bundle", "Medication", "MedicationAdministration", "MedicationDispense"),
                *("MedicationRequest", "MedicationStatement"),
            ]
        }
    },
}
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": RESOURCE} for kind in ("application/fhir+json", "application/json")
        },
    }
}
"""What an endpoint for FHIR takes, for its OpenAPI."""


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI of the service, with the shapes of records as alstx describes them."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        shapes = json.loads(answers.render().replace("#/$defs/", COMPONENTS))["$defs"]
        made["components"]["schemas"] |= shapes
        app.openapi_schema = made
    return app.openapi_schema
