"""A small service on alstx: names, treatments, interactions, and FHIR in and out."""

from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import Annotated, Any, TypeVar

import attrs
import models
from fastapi import Depends, FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic_core import from_json

import alstx
from alstx.export import fhir
from alstx.model.base import Record
from alstx.vocab import Role

A = TypeVar("A", bound=models.Answer)

app = FastAPI(
    title="ALS symptom treatments",
    description=alstx.DISCLAIMER,
    version="1",
    responses={status: {"model": models.Refusal} for status in (404, 409, 422)},
)
app.openapi = partial(models.describe, app)
MOST = 50
"""Most medicines that are looked up together."""
kb = alstx.load()  # immutable: one for all requests and threads


@app.exception_handler(alstx.AlstxError)
def refuse(_: Request, error: Exception) -> JSONResponse:
    """Answer an error with what was wrong, and with names that would be right."""
    content: dict[str, Any] = {"detail": str(error)}
    status = 422
    if isinstance(error, alstx.NotFoundError):
        status, content["suggestions"] = 404, list(error.suggestions)
    if isinstance(error, alstx.AmbiguousNameError):
        status, content["candidates"] = 409, list(error.candidates)
    return JSONResponse(content, status)


@app.exception_handler(RequestValidationError)
def refuse_shape(_: Request, error: RequestValidationError) -> JSONResponse:
    """Answer a call that lacks an argument, or has one of a wrong shape."""
    wrong = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
    return JSONResponse({"detail": "; ".join(wrong)}, 422)


def answer(shape: type[A], **content: Any) -> A:
    """Return an answer with the version of its data and the disclaimer."""
    return shape(disclaimer=alstx.DISCLAIMER, data_version=kb.version, **content)


def cited(value: Any) -> dict[str, dict[str, Any]]:
    """Return the sources that an answer names, by id, as a reader needs them."""
    named = {id_: kb.sources[id_] for id_ in sorted({*ids_in(value)})}
    return {
        id_: {"label": source.label, "citation": source.citation, "url": source.link}
        for id_, source in named.items()
    }


def ids_in(value: Any, key: str = "") -> Iterator[str]:
    """Yield the ids of sources in an answer, wherever they stand."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from ids_in(part, name)
    elif isinstance(value, list):
        for member in value:
            yield from ids_in(member, key)
    elif key in ("source", "sources", "label_sources", "for", "against"):
        yield value


@app.get("/resolve")
def resolve(name: str) -> models.Resolved:
    """Resolve a name, brand or identifier; suggest near ones for a typing error."""
    try:
        record = kb.medications.find(name)
    except alstx.NotFoundError:
        near = kb.medications.search(name)
        if not near:
            raise
        return answer(
            models.Resolved,
            exact=None,
            near=[{"id": m.record.id, "name": m.name, "score": round(m.score, 3)} for m in near],
        )
    return answer(
        models.Resolved,
        exact={
            "id": record.id,
            "name": record.name,
            "brands": [brand.name for brand in record.brands],
            "identifiers": [str(curie) for curie in record.identifiers],
        },
        near=[],
    )


@app.get("/treatments")
def treatments(*, symptom: str, role: Role = Role.USED, whole: bool = False) -> models.Treatments:
    """List what is used for a symptom (or has another role): who says so, on what evidence.

    Each treatment is a dict as `to_dict` makes it, compact unless the whole is wanted; its JSON
    Schema is what ``alstx schema --answers`` prints.
    """
    found = kb.treatments.filter(symptom=symptom, role=role)
    told = [treatment.to_dict(compact=not whole) for treatment in found]
    name = kb.symptoms.find(symptom).name
    return answer(
        models.Treatments, symptom=name, note=found.note, treatments=told, sources=cited(told)
    )


@app.get("/interactions")
def interactions(
    medicine: Annotated[list[str], Query(min_length=2, max_length=MOST)],
) -> models.Interactions:
    """Look up what labels say of taking medicines together, the most severe first."""
    told: dict[str, Any] = kb.interactions(medicine).to_dict()
    return answer(models.Interactions, sources=cited(told), **told)


async def fhir_body(request: Request) -> dict[str, Any]:
    """Read a resource that a client sends, as strictly as JSON is defined."""
    try:
        found = from_json(await request.body(), allow_inf_nan=False)
    except ValueError as error:
        msg = f"the body is not JSON: {error}"
        raise alstx.InvalidArgumentError(msg) from error
    if isinstance(found, dict):
        return found
    msg = "the body is not a FHIR resource, which is a JSON object"
    raise alstx.InvalidArgumentError(msg)


def named(records: Iterable[Record]) -> list[dict[str, str]]:
    """Return records by id and name."""
    return [{"id": record.id, "name": record.label} for record in records]


@app.post("/fhir/medicines", openapi_extra=models.BODY)
def medicines(
    resource: Annotated[dict[str, Any], Depends(fhir_body)], country: str | None = None
) -> models.Medicines:
    """Read which medicines a FHIR resource or Bundle names, and what labels say of them together.

    A code that is known decides, else the name. What is not known is listed, and was not checked.
    Doses come back as they are; nothing of them is read. What is over (stopped, completed, not
    taken, entered in error) is `past`, and is not looked up. A country, such as US, says where
    names were written.
    """
    found = alstx.fhir.medicines(resource, kb=kb, country=country)
    asked = [*found.records, *found.agents, *found.unknown]
    if len(asked) > MOST:
        msg = f"at most {MOST} medicines and unknown names are looked up together, not {len(asked)}"
        raise alstx.InvalidArgumentError(msg)
    report = kb.interactions(asked, unknown="report").to_dict()
    return answer(
        models.Medicines,
        entries=[entry_as_dict(entry) for entry in found.entries],
        medicines=named(found.records),
        agents=named(found.agents),
        past=named(found.past),
        unknown=found.unknown,
        interactions=report,
        sources=cited(report),
    )


def entry_as_dict(entry: alstx.fhir.MedicineEntry) -> dict[str, Any]:
    """Return an entry as the service tells it: its doses are the very elements."""
    told = attrs.asdict(entry, recurse=False)
    return told | {"medicines": named(told.pop("records")), "agents": named(entry.agents)}


@cache
def by_type() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the FHIR resources by type and id."""
    made = [entry["resource"] for entry in fhir.document(kb)["entry"]]
    return {(resource["resourceType"], resource["id"]): resource for resource in made}


class FhirResponse(JSONResponse):
    """A resource of FHIR; what it holds is defined by HL7."""

    media_type = "application/fhir+json"


@app.get("/fhir/{resource_type}/{id_}", response_class=FhirResponse)
def resource(resource_type: str, id_: str) -> FhirResponse:
    """Return one FHIR R5 resource, such as MedicationKnowledge/baclofen."""
    found = by_type().get((resource_type, id_))
    if found is None:
        raise HTTPException(404, f"no {resource_type} {id_!r}")
    return FhirResponse(found)
