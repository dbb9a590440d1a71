"""Calls of an assistant, made up by the thousand, and the laws that every answer keeps.

A call follows from a seed and a number alone: ``python tests/fuzzing/calls.py --calls 100000``
asks the official client over real stdio; ``--only 4711`` asks one again. ``--judged`` asks for
every symptom, 500 lists of medicines and 200 misspelt names instead, and ``--near`` asks a server
in this process, which is faster.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from typing import Any

import anyio
from mcp import StdioServerParameters, stdio_client
from mcp.client import Client
from mcp.types import CallToolResult, TextContent

import alstx
from alstx.display.fit import LIMIT, size
from alstx.ids import Curie
from alstx.mcp import server

Call = tuple[str, dict[str, Any]]
LONGEST_LIST = 20
_LETTERS = "abcdefghijklmnopqrstuvwxyz -'é1ß"


@cache
def _names(kind: str) -> tuple[str, ...]:
    """Every name of a kind: ids, names, synonyms, brands."""
    records = getattr(alstx.load(), kind)
    named = {name for record in records for name in (record.id, *record.names)}
    brands = {b.name for record in records for b in getattr(record, "brands", ())}
    codes = {str(c) for record in records for c in record.identifiers}
    return tuple(sorted(named | brands | codes))


def _misspelt(chance: random.Random, name: str) -> str:
    """A name with one to three letters lost, doubled, changed or swapped."""
    letters = list(name)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(letters) + 1)
        letters[at : at + chance.randint(0, 1)] = chance.choice(["", *_LETTERS, "xy"])
    return "".join(letters)[:200]


def _medicines(chance: random.Random) -> list[str]:
    kinds = ("medications", "medications", "agents", "drug_classes")
    count = chance.randint(1, LONGEST_LIST)
    return [chance.choice(_names(chance.choice(kinds))) for _ in range(count)]


def _name(chance: random.Random, kind: str) -> str:
    name = chance.choice(_names(kind))
    return _misspelt(chance, name) if chance.random() < 0.2 else name


def _intervention(chance: random.Random) -> str:
    return _name(chance, chance.choice(["medications", "drug_classes", "therapies"]))


def _listed(chance: random.Random, tool: str) -> dict[str, Any]:
    """Arguments of a tool that lists: a symptom, an intervention, or both, and where it goes on."""
    asked: dict[str, Any] = {}
    if chance.random() < 0.7:
        asked["symptom"] = _name(chance, "symptoms")
    if not asked or chance.random() < 0.3:
        asked["intervention"] = _intervention(chance)
    if tool == "treatments" and chance.random() < 0.4:
        asked["role"] = chance.choice(["all", "used", "studied", "advised-against"])
    if chance.random() < 0.2:
        asked["start"] = chance.randint(0, 40)
    return asked


def _shown(chance: random.Random, kinds: tuple[str, ...]) -> dict[str, Any]:
    kind = chance.choice(kinds)
    record = chance.choice(list(getattr(alstx.load(), kind).ids))
    parts = ("treatments", "evidence", "recommendations", "interactions", "cautions", "nonsense")
    return {"name": f"{kind}/{record}"} | _going_on(chance, parts)


def _going_on(chance: random.Random, parts: tuple[str, ...]) -> dict[str, Any]:
    if chance.random() < 0.7:
        return {}
    return {"part": chance.choice(parts), "start": chance.randint(0, 30)}


_LISTS = ("results", "shared")
_KINDS = ("symptoms", "medications", "drug_classes", "therapies", "agents", "evidence")
_TOOLS: dict[str, Callable[[random.Random], dict[str, Any]]] = {
    "treatments": lambda chance: _listed(chance, "treatments"),
    "evidence": lambda chance: _listed(chance, "evidence"),
    "interactions": lambda chance: {"medicines": _medicines(chance)} | _going_on(chance, _LISTS),
    "find": lambda chance: {"text": _name(chance, chance.choice(_KINDS[:5]))},
    "record": lambda chance: _shown(chance, (*_KINDS, "treatments", "recommendations")),
    "source": lambda chance: _shown(chance, ("sources",)),
}


def call(seed: int, number: int) -> Call:
    """The call of a seed and a number."""
    chance = random.Random(f"{seed} {number}")
    tool = chance.choice([*_TOOLS])
    return tool, _TOOLS[tool](chance)


def judged(seed: int) -> Iterator[Call]:
    """Every symptom, 500 lists of medicines, and 200 misspelt names."""
    chance = random.Random(seed)
    yield from (("treatments", {"symptom": symptom.id}) for symptom in alstx.load().symptoms)
    yield from (("interactions", {"medicines": _medicines(chance)}) for _ in range(500))
    for _ in range(200):
        kind = chance.choice(["symptoms", "medications", "drug_classes", "therapies"])
        name = _misspelt(chance, chance.choice(_names(kind)))
        key = "symptom" if kind == "symptoms" else "intervention"
        yield chance.choice([("find", {"text": name}), ("treatments", {key: name})])


# laws


def text_of(result: CallToolResult) -> str:
    """The text of a result, which is one block."""
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text


def check(asked: Call, result: CallToolResult) -> str:
    """Holds a result to the laws, and says what came of the call."""
    text = text_of(result)
    assert "Traceback" not in text
    if result.is_error:
        tool, _ = asked
        start = f"Error executing tool {tool}: "
        assert text.startswith(start), text  # without words of ours the SDK says no more
        assert len(text) > len(start), asked
        assert len(text) < LIMIT, asked
        return "refused"
    answer = result.structured_content
    assert answer is not None, asked
    assert json.loads(text) == answer, asked
    assert len(text) <= size(answer), asked
    check_answer(answer)
    return "over the limit" if "over_limit" in answer else "answered"


def check_answer(answer: dict[str, Any]) -> None:
    """Holds an answer to the laws: the limit, sources that resolve, nothing that is bare."""
    kb = alstx.load()
    assert size(answer) <= LIMIT or "over_limit" in answer, answer["question"]
    if "over_limit" in answer:
        assert all(map(_is_grave, rows_of(answer))), answer["question"]
    assert answer["notice"] == f"alstx informs; it does not advise. Data {kb.version}."
    sources = answer.get("sources", {})
    cited = {*_cited({k: v for k, v in answer.items() if k not in ("question", "left_out")})}
    assert cited == {int(number) for number in sources}, answer["question"]
    assert [*sources] == [str(number) for number in range(1, len(sources) + 1)]
    for told in sources.values():
        source = kb.sources[told["id"]]
        assert told.get("link") == source.link
        assert told["name"].rstrip("…") in source.label
        assert told.get("link") is None or resolves(told["link"], source)
    lists = [answer[key] for key in ("results", "treatments", "evidence") if key in answer]
    assert any(lists) or answer.get("note") or answer.get("record") or answer.get("left_out")
    for left in answer.get("left_out", ()):
        assert set(left) == {"what", "tool", "arguments"}
        assert left["tool"] in _TOOLS


_GRAVE = (
    "harm",
    "contraindication",
    "boxed-warning",
    "boxed_warning",
    "advised-against",
    "contraindicated",
    "avoid",
)


def _is_grave(row: Any) -> bool:
    """True if a row is one of those that are never cut."""
    return any(word in json.dumps(row) for word in _GRAVE)


def rows_of(answer: dict[str, Any]) -> Iterator[Any]:
    """The rows of every list that may be cut."""
    lists = ("results", "shared", "treatments", "evidence", "recommendations")
    for key, found in ({**answer, **answer.get("record", {})}).items():
        if isinstance(found, list) and (key in lists or key in answer.get("record", {})):
            yield from found


def resolves(link: str, source: alstx.Source) -> bool:
    """Whether a link is the address of one of a source's identifiers, or else its own address."""
    addresses = {curie.url for curie in source.identifiers if isinstance(curie, Curie)}
    return link in addresses or link == source.url


def _cited(value: Any, key: str = "") -> Iterator[int]:
    """Every number of a source that an answer cites."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name != "sources" or isinstance(part, list):
                yield from _cited(part, name)
    elif isinstance(value, list):
        for member in value:
            yield from _cited(member, key)
    elif key in ("source", "sources", "label_sources", "against", "for"):
        assert type(value) is int, (key, value)
        yield value


# the client


@asynccontextmanager
async def client(*options: str) -> AsyncIterator[Client]:
    """The official client of a server that was started for it, over real stdio."""
    command = ["-W", "error", "-m", "alstx", "mcp", *options]
    started = StdioServerParameters(command=sys.executable, args=command)
    async with Client(stdio_client(started)) as connected:
        yield connected


async def ask(connected: Client, asked: Call) -> str:
    """Asks, and says what came of it."""
    tool, arguments = asked
    return check(asked, await connected.call_tool(tool, arguments))


async def main(host: AbstractAsyncContextManager[Client], calls: Iterable[Call]) -> Counter[str]:
    """Asks all calls, one after another."""
    found: Counter[str] = Counter()
    async with host as connected:
        for number, asked in enumerate(calls):
            try:
                found[await ask(connected, asked)] += 1
            except AssertionError:
                print(f"call {number}: {asked}")
                raise
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument("--judged", action="store_true")
    parser.add_argument("--near", action="store_true")
    given = parser.parse_args()
    numbers = range(given.calls) if given.only is None else range(given.only, given.only + 1)
    calls = judged(given.seed) if given.judged else (call(given.seed, n) for n in numbers)
    began = time.monotonic()
    counts = anyio.run(main, Client(server(alstx.load())) if given.near else client(), calls)
    print(f"{dict(counts)} in {time.monotonic() - began:.0f} s")
