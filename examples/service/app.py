"""A small service on alstx: resolve names, list treatments, check interactions, serve FHIR."""

from functools import cache
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import JSONResponse

import alstx
from alstx.display import findings, summary
from alstx.export import fhir
from alstx.vocab import Role

app = FastAPI(title="ALS symptom treatments", description=alstx.DISCLAIMER, version="1")
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


def answer(**content: Any) -> dict[str, Any]:
    """Return an answer with the version of its data and the disclaimer."""
    return {"disclaimer": alstx.DISCLAIMER, "data_version": kb.version, **content}


def cited(source_id: str) -> dict[str, Any]:
    """Return a source as a reader needs it."""
    source = kb.sources[source_id]
    return {
        "id": source.id,
        "label": source.label,
        "citation": source.citation,
        "url": source.link,
    }


@app.get("/resolve")
def resolve(name: str) -> dict[str, Any]:
    """Resolve a name, brand or identifier; suggest near ones for a typing error."""
    try:
        record = kb.medications.find(name)
    except alstx.NotFoundError:
        near = kb.medications.search(name)
        if not near:
            raise
        return answer(
            exact=None,
            near=[{"id": m.record.id, "name": m.name, "score": round(m.score, 3)} for m in near],
        )
    return answer(
        exact={
            "id": record.id,
            "name": record.name,
            "brands": [brand.name for brand in record.brands],
            "identifiers": [str(curie) for curie in record.identifiers],
        },
        near=[],
    )


@app.get("/treatments")
def treatments(symptom: str, role: Role = Role.USED) -> dict[str, Any]:
    """List what is used for a symptom (or has another role): who says so, on what evidence."""
    found = kb.treatments.filter(symptom=symptom, role=role)
    return answer(
        symptom=kb.symptoms.find(symptom).name, treatments=[described(each) for each in found]
    )


def described(treatment: alstx.Treatment) -> dict[str, Any]:
    """Return a treatment with every statement, finding and warning, each with its source."""
    return {
        "id": treatment.id,
        "name": kb.resolve(treatment.intervention).name,
        "role": treatment.role,
        "role_in_words": summary.role(treatment),
        "best_supporting_level": treatment.best_supporting_level,
        "contested": treatment.contested,
        "disagreements": summary.disagreements(treatment),
        "labels": summary.labels(treatment),
        "key_findings": [
            {"says": summary.finding(treatment, key), "source": cited(key.evidence.source)}
            for key in treatment.key_findings
        ],
        "boxed_warnings": [
            {"says": caution.text, "source": cited(caution.source)}
            for caution in treatment.cautions
            if caution.kind == "boxed-warning"
        ],
        "statements": [
            {
                "stance": said.stance,
                "advice": summary.advice(said),
                "says": said.statement,
                "source": cited(said.source),
            }
            for said in treatment.current
        ],
        "evidence": [
            {
                "level": found.level,
                "direction": found.direction,
                "how": findings.how(found),
                "population": found.population,
                "says": found.finding,
                "source": cited(found.source),
            }
            for found in treatment.evidence
        ],
    }


@app.get("/interactions")
def interactions(medicine: Annotated[list[str], Query(min_length=2)]) -> dict[str, Any]:
    """Look up what labels say of taking medicines together."""
    report = kb.interactions(medicine)
    return answer(
        note=report.note,
        checked=[record.name for record in report.checked],
        unrecorded=[record.name for record in report.unrecorded],
        alerts=[
            {
                "first": alert.first.name,
                "second": alert.second.name,
                "said_of": alert.said_of.name,
                "severity": alert.severity,
                "effect": alert.effect,
                "source": cited(alert.source),
            }
            for alert in report
        ],
        burdens=[
            {"kind": b.kind, "name": b.name, "medicines": [m.name for m in b.medicines]}
            for b in report.burdens
        ],
    )


@cache
def by_type() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the FHIR resources by type and id."""
    made = [entry["resource"] for entry in fhir.document(kb)["entry"]]
    return {(resource["resourceType"], resource["id"]): resource for resource in made}


@app.get("/fhir/{resource_type}/{id_}")
def resource(resource_type: str, id_: str) -> JSONResponse:
    """Return one FHIR R5 resource, such as MedicationKnowledge/baclofen."""
    found = by_type().get((resource_type, id_))
    if found is None:
        raise HTTPException(404, f"no {resource_type} {id_!r}")
    return JSONResponse(found, media_type="application/fhir+json")
