"""The server for assistants: the official client over real stdio, over HTTP, and in process."""

import json
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import jsonschema
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from click.testing import Result
from mcp.client import Client
from mcp.types import CallToolResult, TextContent, TextResourceContents

import alstx
from alstx import KnowledgeBase, mcp
from alstx.display.compact import Answers
from calls import Call, call, check, client, resolves, text_of

SEED, GENERATED = 20, 60
TOOLS = ["treatments", "evidence", "interactions", "find", "record", "source"]
Ask = Callable[..., CallToolResult]


@pytest.fixture(scope="module")
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as found:
        yield found


@pytest.fixture(scope="module")
def connected(portal: BlockingPortal) -> Iterator[Client]:
    """The client of a server process, over real stdio."""
    with portal.wrap_async_context_manager(client()) as found:
        yield found


@pytest.fixture(scope="module")
def ask(portal: BlockingPortal, connected: Client) -> Ask:
    """Calls a tool over stdio."""
    return lambda tool, **given: portal.call(connected.call_tool, tool, given)


@pytest.fixture(scope="module")
def near(portal: BlockingPortal, kb: KnowledgeBase) -> Iterator[Client]:
    """The client of the same server in this process."""
    with portal.wrap_async_context_manager(Client(mcp.server(kb))) as found:
        yield found


@pytest.fixture(params=["connected", "near"])
def either(request: pytest.FixtureRequest) -> Client:
    """The client of the server over stdio, and of the one in this process."""
    found: Client = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def ask_near(portal: BlockingPortal, near: Client) -> Ask:
    """Calls a tool of the server in this process, where what is changed in it is seen."""
    return lambda tool, **given: portal.call(near.call_tool, tool, given)


# every symptom, lists of medicines, misspelt names


def test_every_symptom_is_answered_within_the_limit(kb: KnowledgeBase, ask: Ask) -> None:
    """Each symptom has an answer with resolvable links, and each in lay words the same one."""
    for symptom in kb.symptoms:
        asked: Call = ("treatments", {"symptom": symptom.id})
        result = ask("treatments", symptom=symptom.id)
        assert check(asked, result) == "answered", symptom.id
        answer: Any = result.structured_content
        lay: Any = ask("treatments", symptom=symptom.plain_name).structured_content
        assert lay["answer"] == answer["answer"]
        assert lay["results"][:1] == answer["results"][:1]
        assert answer["count"] >= len(answer["results"])
        assert answer["results"] or answer["note"]
        if answer["count"]:
            assert answer["results"][0]["id"] == next(
                t.id
                for t in kb.treatments.filter(symptom=symptom, role=None)
                if t.role != "studied"
            )


def test_generated_calls_keep_the_laws(ask: Ask) -> None:
    """Lists of medicines, misspelt names and the rest: no traceback, none over the limit.

    ``python tests/fuzzing/calls.py --calls 100000`` asks many more.
    """
    found: Counter[str] = Counter()
    for number in range(GENERATED):
        tool, given = asked = call(SEED, number)
        found[check(asked, ask(tool, **given))] += 1
    assert found["answered"] > GENERATED / 2
    assert found["refused"]


@pytest.mark.parametrize(
    ("tool", "given", "words"),
    [
        (
            "treatments",
            {"symptom": "droolling"},
            "no symptom 'droolling'; did you mean 'drooling'?",
        ),
        ("treatments", {"symptom": " "}, "blank"),
        ("treatments", {}, "name at least one of symptom, intervention and source"),
        ("evidence", {"intervention": "amitriptiline"}, "did you mean 'Amitriptyline'"),
        ("record", {"name": "treatments/amitriptiline"}, "no treatment"),
        ("source", {"name": "ean-2042"}, "did you mean"),
        ("find", {"text": "qqqqqqq"}, "no name that resembles 'qqqqqqq'"),
        ("interactions", {"medicines": []}, "at least 1 item"),
        ("interactions", {"medicines": ["baclofen"] * 51}, "at most 50 items"),
        ("find", {"text": "x" * 1_001}, "at most 1000 characters"),
        ("record", {"name": "x" * 201}, "at most 200 characters"),
        ("record", {"name": "baclofen", "part": "x" * 51}, "at most 50 characters"),
        ("record", {"name": "baclofen", "start": -1}, "greater than or equal to 0"),
        ("treatments", {"symptom": "drooling", "role": "best"}, "'used', 'studied'"),
        (
            "treatments",
            {"symptom": "drooling", "roles": "studied"},
            "roles\n  Extra inputs are not",
        ),
        ("record", {"name": "baclofen", "start": 1}, "part which list: give both or none"),
        ("find", {"text": "Elavil", "country": "UK"}, "did you mean 'GB'"),
    ],
)
def test_errors_arrive_with_what_they_suggest(
    portal: BlockingPortal, either: Client, tool: str, given: dict[str, Any], words: str
) -> None:
    """An error of ours comes in its own words; the SDK would hide those of any other."""
    result = portal.call(either.call_tool, tool, given)
    assert result.is_error
    assert words in text_of(result)
    assert result.structured_content is None


def test_a_crash_is_not_told(
    portal: BlockingPortal, near: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only errors of ours are told: what a crash says stays on the server."""

    def crash(*_: object, **__: object) -> None:
        msg = "inside words"
        raise RuntimeError(msg)

    monkeypatch.setattr(mcp, "mentioned", crash)
    result = portal.call(near.call_tool, "find", {"text": "baclofen"})
    assert result.is_error
    assert text_of(result) == "Error executing tool find"


# answers


def test_an_answer_is_structured_and_text(portal: BlockingPortal, either: Client) -> None:
    """The text is the structured answer as JSON, in one line and without blanks after its signs."""
    result = portal.call(either.call_tool, "treatments", {"symptom": "drooling"})
    assert not result.is_error
    (block,) = result.content
    assert isinstance(block, TextContent)
    found = result.structured_content
    assert block.text == json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    record = portal.call(either.call_tool, "record", {"name": "baclofen"})
    assert "è" in text_of(record)


@pytest.mark.parametrize(
    ("tool", "given", "question"),
    [
        ("treatments", {"symptom": "drooling", "role": "all"}, None),
        ("treatments", {"intervention": "SSRI"}, None),
        ("evidence", {"symptom": "cramps", "intervention": "mexiletine"}, None),
        ("evidence", {"source": "vogt-2025-quinine", "direction": "benefit"}, None),
        ("interactions", {"medicines": ["Zanaflex", "fluvoxamine"]}, None),
        ("find", {"text": "Elavil", "country": "US"}, None),
        ("record", {"name": "baclofen", "part": "interactions", "start": 1}, {"start"}),
        ("source", {"name": "ean-2024"}, None),
    ],
)
def test_the_question_stands_in_the_answer(
    ask_near: Ask, tool: str, given: dict[str, Any], question: set[str] | None
) -> None:
    """What was asked is repeated, without what was left open."""
    answer: Any = ask_near(tool, **given).structured_content
    left = question or set()
    assert answer["question"] == {key: value for key, value in given.items() if key not in left}


def test_tools_answer_as_the_library_does(kb: KnowledgeBase, ask_near: Ask) -> None:
    """Roles, directions, sources, pairs and names are those of the catalogs."""
    answer: Any = ask_near("treatments", symptom="drooling", role="studied").structured_content
    studied = kb.treatments.filter(symptom="drooling", role="studied")
    assert [row["id"] for row in answer["results"]] == list(studied.ids)
    answer = ask_near(
        "treatments", symptom="drooling", intervention="botulinum toxin"
    ).structured_content
    both = kb.treatments.filter(symptom="drooling", drug_class="botulinum toxin", role=None)
    assert answer["count"] == sum(t.role != "studied" for t in both)
    answer = ask_near("evidence", symptom="cramps", direction="no-difference").structured_content
    assert answer["count"] == len(kb.evidence.filter(symptom="cramps", direction="no-difference"))
    answer = ask_near("evidence", source="vogt-2025-quinine").structured_content
    assert answer["count"] == len(kb.evidence.filter(source="vogt-2025-quinine"))
    answer = ask_near("interactions", medicines=["Zanaflex", "fluvoxamine"]).structured_content
    assert answer["results"][0]["severity"] == "contraindicated"
    assert answer["results"][0]["pairs"] == ["Tizanidine + Fluvoxamine"]
    answer = ask_near("find", text="Elavil").structured_content
    assert answer["results"][0]["id"] == "amitriptyline"
    answer = ask_near("source", name="10.1111/ene.16264").structured_content
    assert answer["record"]["id"] == "ean-2024"
    assert answer["recommendations"]
    assert answer["kind"] == "sources"
    answer = ask_near("source", name="vogt-2025-quinine").structured_content
    assert [e["id"] for e in answer["evidence"]] == list(
        kb.evidence.filter(source="vogt-2025-quinine").ids
    )
    answer = ask_near("record", name="treatments/quinine-for-muscle-cramps").structured_content
    assert answer["evidence"]
    assert answer["recommendations"]
    assert "treatments" not in answer
    answer = ask_near("record", name="drug_classes/ssri").structured_content
    of_class = [t.id for t in kb.treatments if str(t.intervention) == "drug_classes/ssri"]
    assert [row["id"] for row in answer["treatments"]] == of_class


@pytest.mark.parametrize(
    ("role", "note"),
    [
        (None, "no treatment for apathy is recorded as used; in other roles: 3 studied"),
        ("advised-against", "no treatment for apathy is recorded as advised-against"),
        ("all", None),
        ("studied", None),
    ],
)
def test_an_empty_answer_says_why(ask_near: Ask, role: str | None, note: str | None) -> None:
    """Where nothing is used, the note says what is there, and the call that brings it."""
    answer: Any = ask_near("treatments", symptom="apathy", role=role).structured_content
    assert answer.get("note", "").startswith(note or "")
    assert bool(answer["results"]) == (note is None)
    calls = [left["arguments"]["role"] for left in answer.get("left_out", ())]
    assert calls == ([] if role in ("all", "studied") else ["studied"])


def test_every_link_that_treatments_rest_on_resolves(kb: KnowledgeBase) -> None:
    """Each source of every treatment has the address of one of its identifiers, or its own."""
    for t in kb.treatments:
        for source in t.sources:
            assert source.link is None or resolves(source.link, source), source.id


# what the server offers


def test_the_tools_say_what_they_take_and_give(portal: BlockingPortal, either: Client) -> None:
    """Six tools that only read, each described, with the schemas of arguments and answers."""
    tools = portal.call(either.list_tools).tools
    assert [tool.name for tool in tools] == TOOLS
    for tool in tools:
        assert tool.description
        assert not tool.description.startswith(" ")
        assert "\n    " not in tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.annotations.idempotent_hint
        assert tool.annotations.open_world_hint is False
        assert tool.output_schema is not None
        assert {"question", "answer", "count", "notice"} <= set(tool.output_schema["required"])
        assert "sources" in tool.output_schema["properties"]
        assert tool.input_schema["additionalProperties"] is False
    roles = {*TOOLS}
    assert roles == {tool.name for tool in tools}
    assert set(tools[0].input_schema["properties"]) == {"symptom", "intervention", "role", "start"}


def test_answers_are_as_the_output_schema_says(portal: BlockingPortal, near: Client) -> None:
    """Every key of an answer stands in the schema, with the type that it has there."""
    rules = {tool.name: tool.output_schema for tool in portal.call(near.list_tools).tools}
    seen: set[str] = set()
    asked: list[Call] = [
        ("interactions", {"medicines": ["Zanaflex", "fluvoxamine", "bacloffen", "alcohol"]}),
        ("record", {"name": "medications/tramadol"}),
        ("record", {"name": "symptoms/sialorrhea"}),
        ("source", {"name": "ean-2024"}),
        *(call(SEED, number) for number in range(GENERATED)),
    ]
    for tool, given in asked:
        result = portal.call(near.call_tool, tool, given)
        if not result.is_error:
            answer: Any = result.structured_content
            rule: Any = {**(rules[tool] or {}), "additionalProperties": False}
            jsonschema.Draft202012Validator(rule).validate(answer)
            seen |= set(answer)
    assert seen == set((rules["find"] or {})["properties"])


@pytest.mark.parametrize(
    ("tool", "given", "method"),
    [
        ("treatments", {"symptom": "drooling"}, "treatments"),
        ("find", {"text": "baclofen"}, "found"),
        ("source", {"name": "ean-2024"}, "record"),
    ],
)
def test_an_answer_of_another_shape_is_not_given(
    ask_near: Ask, monkeypatch: pytest.MonkeyPatch, tool: str, given: dict[str, Any], method: str
) -> None:
    """Every tool holds its answers to the schema that it offers."""
    assert not ask_near(tool, **given).is_error
    spoilt = {"question": {}, "answer": "x", "count": "many", "notice": "x"}
    monkeypatch.setattr(Answers, method, lambda *_, **__: spoilt)
    assert ask_near(tool, **given).is_error


def test_the_resources_are_disclaimer_concepts_and_version(
    portal: BlockingPortal, either: Client, kb: KnowledgeBase
) -> None:
    """Three resources, each with a line on what it is."""
    found: dict[str, str] = {}
    said: dict[str, str | None] = {}
    for resource in portal.call(either.list_resources).resources:
        said[resource.name] = resource.description
        assert resource.mime_type == "text/plain"
        assert resource.uri == f"alstx://{resource.name}"
        (contents,) = portal.call(either.read_resource, resource.uri).contents
        assert isinstance(contents, TextResourceContents)
        found[resource.name] = contents.text
    assert found["disclaimer"] == alstx.DISCLAIMER
    assert found["data-version"] == kb.version
    assert said == {
        "disclaimer": "What the knowledge base is not.",
        "concepts": "What the words of answers mean.",
        "data-version": "The dated version of the data.",
    }
    paragraphs = found["concepts"].split("\n\n")
    assert paragraphs[0].startswith("Role: used, studied, advised-against\nRole of a treatment")
    assert "Level: 1, 2, 3, 4, 5\n" in found["concepts"]
    heads = [p.partition(":")[0] for p in paragraphs if p.partition(":")[0].isalpha()]
    assert set(heads) >= {kind.__name__ for kind in mcp.CONCEPTS}


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        (
            "what_helps",
            {"symptom": "drooling"},
            (
                "What is used for drooling in ALS? Call treatments, then say for each what "
                "guidelines advise, the level of evidence, harms, label status and disagreements, "
                "with sources."
            ),
        ),
        (
            "is_it_used",
            {"intervention": "Elavil", "symptom": "drooling"},
            (
                "Is Elavil used for drooling in ALS, and on what evidence? Call treatments and "
                "evidence with both, and tell findings for it and against it, with sources."
            ),
        ),
        (
            "taken_together",
            {"medicines": "baclofen, Elavil"},
            (
                "What do labels say of taking these together: baclofen, Elavil? Call "
                "interactions, tell every alert with its severity, whose label was not read, and "
                "that it is not a clearance."
            ),
        ),
    ],
)
def test_the_prompts_ask_the_commonest_questions(
    portal: BlockingPortal, either: Client, name: str, given: dict[str, str], words: str
) -> None:
    """Three prompts, which name the tools to call."""
    prompts = {p.name: p for p in portal.call(either.list_prompts).prompts}
    assert len(prompts) == 3
    assert prompts[name].description
    assert {a.name for a in prompts[name].arguments or ()} == set(given)
    (message,) = portal.call(either.get_prompt, name, given).messages
    assert isinstance(message.content, TextContent)
    assert message.content.text == words


def test_the_server_says_who_it_is(kb: KnowledgeBase, either: Client) -> None:
    """Name, version and instructions with the whole disclaimer."""
    assert either.server_info is not None
    assert either.server_info.name == "alstx"
    assert either.server_info.version == alstx.__version__
    assert either.server_info.title == "ALS symptoms: what helps, who says so"
    assert alstx.DISCLAIMER in (either.instructions or "")
    assert mcp.server(kb).settings.log_level == "WARNING"


# the command


def test_it_serves_a_folder_of_ones_own(portal: BlockingPortal, toy_folder: Path) -> None:
    """With --data the answers are of that folder."""
    with portal.wrap_async_context_manager(client("--data", str(toy_folder))) as found:
        answer = portal.call(found.call_tool, "find", {"text": "alphazine"}).structured_content
    assert answer is not None
    assert answer["notice"].endswith("Data 2026.1.31.")


def test_it_serves_http_on_loopback(portal: BlockingPortal) -> None:
    """With --http it listens on 127.0.0.1 at the port it was told."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "alstx", "mcp", "--http", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            with portal.wrap_async_context_manager(Client(f"http://127.0.0.1:{port}/mcp")) as found:
                given = {"medicines": ["Zanaflex", "fluvoxamine"]}
                result = portal.call(found.call_tool, "interactions", given)
            assert check(("interactions", given), result) == "answered"
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server does not listen")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ((), {})),
        (("--http",), (("streamable-http",), {"host": "127.0.0.1", "port": 8000})),
        (("--http", "--port", "9876"), (("streamable-http",), {"host": "127.0.0.1", "port": 9876})),
    ],
)
def test_the_command_chooses_the_transport(
    run: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    expected: object,
) -> None:
    """Standard input and output by default; HTTP on this machine only where it is asked for."""
    started: list[object] = []

    def start(_: object, *args: object, **kwargs: object) -> None:
        started.append((args, kwargs))

    monkeypatch.setattr("mcp.server.mcpserver.MCPServer.run", start)
    monkeypatch.setattr(mcp, "socket", MagicMock())  # whoever listens there meanwhile
    assert run("mcp", *options).exit_code == 0
    assert started == [expected]
    if not options:
        mcp.serve(alstx.load())
        assert started == [expected] * 2
    assert mcp.HOST == "127.0.0.1"
    assert mcp.PORT == 8000
    monkeypatch.setattr(mcp, "server", lambda kb: pytest.fail(f"made for {kb}"))
    assert run("mcp", "--port", "0").exit_code == 2


def test_a_port_that_is_taken_is_named(run: Callable[..., Result]) -> None:
    """Where another program listens, one line says so; nothing is started."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("mcp", "--http", "--port", str(port))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"port {port} cannot be used (")
    assert result.stderr.endswith("); choose another\n")


def test_without_the_extra_the_command_names_it(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the SDK is not installed, one line says what to install."""
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    result = run("mcp")
    assert result.exit_code == 1
    assert result.stderr == (
        "a server for assistants needs the extra 'mcp': pip install 'alstx[mcp]'\n"
    )
