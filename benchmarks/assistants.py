"""Start to first answer of ``alstx mcp``, beside a bare server of the same SDK.

``python benchmarks/assistants.py`` builds the wheel, installs it with the extras in an environment
of its own, and speaks to both servers over standard input and output, in turns.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
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


def first_answer(command: list[str]) -> float:
    """Starts a server, asks it once, and gives the milliseconds until the answer is there."""
    before = time.perf_counter()
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
    return elapsed


def _say(server: "subprocess.Popen[bytes]", message: dict[str, Any]) -> None:
    line = json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n"
    server.stdin.write(line)  # type: ignore[union-attr]
    server.stdin.flush()  # type: ignore[union-attr]


def _heard(server: "subprocess.Popen[bytes]") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(server.stdout.readline())  # type: ignore[union-attr]
    return found


def main() -> int:
    """Measures and prints; the exit code is 1 where the ratio passes what the design allows."""
    with tempfile.TemporaryDirectory() as folder:
        built = wheel(Path(folder) / "wheel")
        python = environment(Path(folder), "assistants", f"{built}[cli,mcp]")
        commands = {
            "a bare server": [str(python), "-c", BARE],
            "alstx mcp": [str(python), "-m", "alstx", "mcp"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(ROUNDS + 1):
            for name, command in commands.items():
                elapsed = first_answer(command)
                if number:  # the first one warms the disk
                    times[name].append(elapsed)
        sdk = version(python, "mcp")
        where = run(python, "-c", "import platform; print(platform.python_version())")
    medians = {name: statistics.median(found) for name, found in times.items()}
    ratio = medians["alstx mcp"] / medians["a bare server"]
    told = ", ".join(f"{name} {median:.0f} ms" for name, median in medians.items())
    print(f"start to first answer, {ROUNDS} rounds, mcp {sdk}, Python {where}: {told}")
    print(f"ratio {ratio:.2f} (at most {MOST})")
    return int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main())
