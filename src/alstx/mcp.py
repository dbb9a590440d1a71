"""A server for assistants: the Model Context Protocol over stdio, or over HTTP on loopback.

Each tool is one call of the knowledge base and one answer of `alstx.display.compact`, which
decides what is cut. The server only reads, and what it reads is on this machine.
"""

import json
from collections.abc import Callable, Sequence
from functools import wraps
from inspect import getdoc
from socket import SO_REUSEADDR, SOL_SOCKET, socket
from typing import Annotated, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from alstx.about import DISCLAIMER, VERSION
from alstx.display.compact import Answers, Beside
from alstx.display.fit import Answer
from alstx.errors import AlstxError, InvalidArgumentError
from alstx.kb.base import KnowledgeBase
from alstx.kb.lookup import (
    filters,
    kind_of,
    lookup,
    mentioned,
    resembled,
    treatments_about,
)
from alstx.model.symptoms import Symptom
from alstx.model.treatment import Treatment
from alstx.vocab import (
    Basis,
    CautionKind,
    Direction,
    Endpoint,
    Extent,
    LabelStatus,
    Level,
    Population,
    ReadExtent,
    Reason,
    Role,
    Severity,
    Stance,
    Trials,
    Versus,
)

HOST, PORT = "127.0.0.1", 8000
"""Where the server listens over HTTP: on this machine only."""
READS_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
CONCEPTS = (
    *(Role, Basis, Trials, Level, Direction, Endpoint, Versus, Population, Stance, Extent),
    *(Reason, LabelStatus, CautionKind, Severity, ReadExtent),
)
"""The vocabularies of the words in answers."""
INSTRUCTIONS = f"""\
alstx is a cited knowledge base of what eases the symptoms of amyotrophic lateral sclerosis (ALS),
who says so, and on what evidence. {DISCLAIMER}

Give with each statement its source and link (the numbers in an answer are keys of `sources`), its
role, level and label status; say where sources disagree; never leave out a harm, a contraindication
or what is to be avoided. `left_out` says what an answer has no room for, with the call that brings
it. An empty answer does not mean that nothing exists, nor a list without alerts that it is safe.
"""

Name = Annotated[
    str, Field(max_length=200, description="A name, brand, synonym, id or code, as people write it")
]
Text = Annotated[str, Field(max_length=1_000, description="A name, a code, or free text")]
Medicines = Annotated[list[Name], Field(min_length=1, max_length=50)]
Start = Annotated[int, Field(ge=0, description="Where an answer goes on: `left_out` says it")]
Country = Annotated[str, Field(max_length=20, description="Code of a country, such as US")]
Which = Annotated[str, Field(max_length=50, description="The list that goes on: see `left_out`")]


class Tools:
    """The tools of the server.

    Args:
        kb: The knowledge base.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._answers: Answers = Answers(kb.sources.labels, kb.version)

    def treatments(
        self,
        symptom: Name | None = None,
        intervention: Name | None = None,
        role: Role | Literal["all"] | None = None,
        start: Start | None = None,
    ) -> Answer:
        """List what is used for a symptom of ALS, who says so, and on what evidence.

        Give a symptom (also in lay words, such as drooling), an intervention (a medicine, class,
        therapy or mechanism), or both. A symptom, class or mechanism includes everything below it.
        Without a role: what is used or advised against; studied and all bring the rest.
        """
        given = filters(self._kb, "treatments", symptom=symptom, intervention=intervention)
        found = self._kb.treatments.filter(role=None, **given)  # type: ignore[arg-type]
        about = given.get("symptom")
        asked = None if role == "all" else role or Role.USED
        note = self._kb.treatments.filter(role=asked, **given).note  # type: ignore[arg-type]
        return self._answers.treatments(
            _question(symptom=symptom, intervention=intervention, role=role),
            list(found),
            symptom=about if isinstance(about, Symptom) else None,
            start=start,
            note=note,
        )

    def evidence(
        self,
        symptom: Name | None = None,
        intervention: Name | None = None,
        source: Name | None = None,
        direction: Direction | None = None,
        start: Start | None = None,
    ) -> Answer:
        """List what studies found, the best level first, whichever way it points.

        Give a symptom, an intervention (a medicine, class or therapy), a source, or several.
        """
        given = filters(
            self._kb, "evidence", symptom=symptom, intervention=intervention, source=source
        )
        found = self._kb.evidence.filter(direction=direction, **given)  # type: ignore[arg-type]
        question = _question(
            symptom=symptom, intervention=intervention, source=source, direction=direction
        )
        return self._answers.evidence(question, found, start=start, note=found.note)

    def interactions(
        self, medicines: Medicines, part: Which | None = None, start: Start | None = None
    ) -> Answer:
        """Look up what labels say of taking medicines together.

        Give medicines, classes or such as alcohol, with doses or without. An answer without alerts
        does not mean that they are safe together: see its note, and the labels that were not read.
        """
        report = self._kb.interactions(medicines, unknown="report")
        near = [name for name in report.unknown if resembled(self._kb, name)]
        question = {"medicines": medicines, **_question(part=part)}
        return self._answers.interactions(question, report, near=near, start=start)

    def find(
        self, text: Text, country: Country | None = None, start: Start | None = None
    ) -> Answer:
        """Find what a name, code or free text means: exact, named in the text, or resembling it.

        A country (a code such as US) says where a brand was written.
        """
        found = mentioned(self._kb, text, country)
        hits = [(kind_of(hit.record), hit) for hit in found]
        return self._answers.found(_question(text=text, country=country), hits, start=start)

    def record(self, name: Name, part: Which | None = None, start: Start | None = None) -> Answer:
        """Show one record of any kind: a symptom, medicine, class, therapy, treatment, finding.

        Where several kinds have the name, write kind/id, such as medications/baclofen.
        """
        kb, found = self._kb, lookup(self._kb, name)
        one = found[0]
        if isinstance(one, Treatment):
            beside = Beside(evidence=one.evidence, recommendations=one.recommendations)
        else:
            beside = Beside(treatments=treatments_about(kb, one))
        named = [(kind_of(record), record) for record in found]
        question = _question(name=name, part=part)
        return self._answers.record(question, named, beside, tool="record", start=start)

    def source(self, name: Name, part: Which | None = None, start: Start | None = None) -> Answer:
        """Show a source by its name, id or identifier (PMID, DOI): what it found and states."""
        kb, found = self._kb, lookup(self._kb, name, ["sources"])
        beside = Beside(
            evidence=list(kb.evidence.filter(source=found[0].id)),
            recommendations=list(kb.recommendations.filter(source=found[0].id)),
        )
        named = [("sources", record) for record in found]
        question = _question(name=name, part=part)
        return self._answers.record(question, named, beside, tool="source", start=start)


def _question(**given: str | None) -> dict[str, str]:
    """Return what was asked, without what was left open."""
    return {name: str(value) for name, value in given.items() if value is not None}


def _answering(tool: Callable[..., Answer]) -> Callable[..., CallToolResult]:
    """Return a tool whose answer is structured, and text as well for clients that read only text.

    Errors of ours arrive with what they suggest; the SDK hides the words of any other.
    """

    @wraps(tool)
    def answered(*args: object, **kwargs: object) -> CallToolResult:
        try:
            found = tool(*args, **kwargs)
        except AlstxError as error:
            raise ToolError(str(error)) from error
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        content = [TextContent(type="text", text=text)]
        return CallToolResult(content=[*content], structured_content={**found})

    return answered


def _offered(tools: Sequence[Callable[..., Answer]]) -> list[Tool]:
    """Return tools as the SDK offers them, but refusing arguments that they do not have.

    All answer in one shape, whose schema takes a while to make: the first one's is that of all.
    """
    made = [
        Tool.from_function(
            _answering(tool),
            description=getdoc(tool),
            annotations=READS_ONLY,
            structured_output=tool is tools[0],
        )
        for tool in tools
    ]
    for tool in made:
        tool.fn_metadata.output_schema = made[0].fn_metadata.output_schema
        tool.fn_metadata.output_model = made[0].fn_metadata.output_model
        arguments = tool.fn_metadata.arg_model
        arguments.model_config["extra"] = "forbid"
        arguments.model_rebuild(force=True)
        tool.parameters["additionalProperties"] = False
    return made


def what_helps(symptom: str) -> str:
    """Ask what eases a symptom."""
    return (
        f"What is used for {symptom} in ALS? Call treatments, then say for each what guidelines "
        "advise, the level of evidence, harms, label status and disagreements, with sources."
    )


def is_it_used(intervention: str, symptom: str) -> str:
    """Ask what is known of one medicine or therapy for a symptom."""
    return (
        f"Is {intervention} used for {symptom} in ALS, and on what evidence? Call treatments and "
        "evidence with both, and tell findings for it and against it, with sources."
    )


def taken_together(medicines: str) -> str:
    """Ask whether labels warn of taking medicines together."""
    return (
        f"What do labels say of taking these together: {medicines}? Call interactions, tell every "
        "alert with its severity, whose label was not read, and that it is not a clearance."
    )


def concepts() -> str:
    """Return what the words of answers mean, vocabulary by vocabulary."""
    found = ((kind, ", ".join(str(word.value) for word in kind)) for kind in CONCEPTS)
    return "\n\n".join(f"{kind.__name__}: {words}\n{getdoc(kind)}" for kind, words in found)


def server(kb: KnowledgeBase) -> MCPServer:
    """Return the server of a knowledge base.

    Example:
        >>> import alstx
        >>> server(alstx.load()).name
        'alstx'
    """
    own = Tools(kb)
    tools = (own.treatments, own.evidence, own.interactions, own.find, own.record, own.source)
    app = MCPServer(
        "alstx",
        title="ALS symptoms: what helps, who says so",
        instructions=INSTRUCTIONS,
        version=VERSION,
        log_level="WARNING",
        tools=_offered(tools),
    )
    for name, said, text in (
        ("disclaimer", "What the knowledge base is not.", lambda: DISCLAIMER),
        ("concepts", "What the words of answers mean.", concepts),
        ("data-version", "The dated version of the data.", lambda: kb.version),
    ):
        app.resource(f"alstx://{name}", name=name, description=said)(text)
    for prompt in (what_helps, is_it_used, taken_together):
        app.prompt()(prompt)
    return app


def serve(kb: KnowledgeBase, *, http: bool = False, port: int = PORT) -> None:
    """Serve a knowledge base until the client goes.

    Args:
        kb: The knowledge base.
        http: Over streamable HTTP on loopback, in the place of stdio.
        port: Where it listens over HTTP.

    Raises:
        InvalidArgumentError: If it cannot listen there.
    """
    if http:
        with socket() as tried:
            tried.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
            try:
                tried.bind((HOST, port))
            except OSError as error:
                msg = f"port {port} cannot be used ({error.strerror}); choose another"
                raise InvalidArgumentError(msg) from error
        server(kb).run("streamable-http", host=HOST, port=port)
    else:
        server(kb).run()
