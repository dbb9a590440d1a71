"""Start to first answer of ``alstx mcp``, beside a bare server of the same SDK.

``python benchmarks/assistants.py`` builds the wheel, installs it with the extras in an environment
of its own, speaks to both servers over standard input and output, in turns, and writes
``benchmarks/assistants.md``.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from environments import environment, run, version, wheel

ROUNDS = 15
MOST = 1.3
BARE = """
from mcp.server.mcpserver import MCPServer
app = MCPServer("bare", log_level="WARNING")
@app.tool()
def treatments(symptom: str) -> dict[str, str]:
    return {"symptom": symptom}
app.run()
"""
HELLO: dict[str, Any] = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "benchmark", "version": "1"},
}
CALL = {"name": "treatments", "arguments": {"symptom": "drooling"}}


PAGE = """\
# Start of the server for assistants

{day}; Python {python}, mcp {sdk}. Written by `python benchmarks/assistants.py`: the built wheel in
an environment of its own, beside a bare server of the same SDK with one tool. Processes are new and
interleaved, {rounds} rounds, medians; processor time is that of a whole process.

| server | start to first answer | processor time |
| --- | --- | --- |
{rows}
Ratio: {ratio:.2f}, at most {most}; of processor time {cpu:.2f}.
"""


def first_answer(command: list[str]) -> tuple[float, float]:
    """Starts a server, asks it once, and gives the milliseconds until the answer is there.

    The other number is the milliseconds of processor time that the whole process took.
    """
    used, before = _used(), time.perf_counter()
    with subprocess.Popen(  # noqa: S603 (our own)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        _say(server, {"id": 1, "method": "initialize", "params": HELLO})
        _heard(server)
        _say(server, {"method": "notifications/initialized"})
        _say(server, {"id": 2, "method": "tools/call", "params": CALL})
        answer = _heard(server)
        elapsed = (time.perf_counter() - before) * 1000
        server.stdin.close()  # type: ignore[union-attr]
    if answer["result"].get("isError"):
        msg = f"{command}: {answer}"
        raise RuntimeError(msg)
    return elapsed, _used() - used


def _used() -> float:
    """Return the milliseconds of processor time of all processes that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (children.ru_utime + children.ru_stime) * 1000


def _say(server: "subprocess.Popen[bytes]", message: dict[str, Any]) -> None:
    line = json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n"
    server.stdin.write(line)  # type: ignore[union-attr]
    server.stdin.flush()  # type: ignore[union-attr]


def _heard(server: "subprocess.Popen[bytes]") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(server.stdout.readline())  # type: ignore[union-attr]
    return found


def main() -> int:
    """Measures, prints and writes; the exit code is 1 where the ratio is larger than allowed."""
    with tempfile.TemporaryDirectory() as folder:
        built = wheel(Path(folder) / "wheel")
        python = environment(Path(folder), "assistants", f"{built}[cli,mcp]")
        commands = {
            "a bare server": [str(python), "-E", "-c", BARE],
            "alstx mcp": [str(python), "-E", "-m", "alstx", "mcp"],
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for number in range(ROUNDS + 1):
            for name, command in commands.items():
                elapsed = first_answer(command)
                if number:  # the first one warms the disk
                    times[name].append(elapsed)
        sdk = version(python, "mcp")
        where = run(python, "-c", "import platform; print(platform.python_version())")
    medians = {name: [*map(statistics.median, zip(*t, strict=True))] for name, t in times.items()}
    bare, ours = medians.values()
    ratio = ours[0] / bare[0]
    text = PAGE.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        python=where.strip(),
        sdk=sdk,
        rounds=ROUNDS,
        rows="".join(f"| {name} | {t:.0f} ms | {c:.0f} ms |\n" for name, (t, c) in medians.items()),
        ratio=ratio,
        cpu=ours[1] / bare[1],
        most=MOST,
    )
    Path(__file__).with_suffix(".md").write_text(text, "utf-8")
    print(text)
    return int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main())
