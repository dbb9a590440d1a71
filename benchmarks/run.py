"""Measures alstx and its peers in one run and writes ``results.md`` and its chart.

    python benchmarks/run.py [FOLDER]

FOLDER keeps the environments, for the next run. Needs a network the first time, and matplotlib.
"""

import json
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from environments import environment, run, version, wheel, wheel_before
from peers import ACTIONS, ALSTX, BEFORE, COMMAND, OTHER_FIRST_ANSWERS, PEERS
from report import Figures, write
from start import Case, measure, processors

ROUNDS = 21
HERE = Path(__file__).parent


def timed(python: Path, setup: str, statement: str) -> float:
    """Microseconds of a statement, by pyperf."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "result.json")
        options = ("--fast", "--quiet", "-o", file)
        run(python, "-m", "pyperf", "timeit", *options, "-s", setup, statement)
        mean = "import pyperf, sys; print(pyperf.Benchmark.load(sys.argv[1]).median())"
        return float(run(python, "-c", mean, file)) * 1e6


def main(folder: Path) -> None:
    """Measures everything."""
    built = wheel(folder / "wheel")
    ours = {ALSTX.name: built, BEFORE.name: wheel_before(folder / "before")}
    needs = {peer.name: ours.get(peer.name, peer.name) for peer in PEERS}
    pythons = {name: environment(folder, name, need) for name, need in needs.items()}
    python = pythons[ALSTX.name]
    run(python, "-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps", built)
    cases = [Case("import attrs", python, "import attrs")]
    for peer in PEERS:
        its = pythons[peer.name]
        cases.append(Case(f"bare {peer.name}", its, "pass"))
        cases.append(Case(f"start {peer.name}", its, peer.start))
        cases.append(Case(f"first {peer.name}", its, peer.first))
    cases += [Case(label, python, code) for label, code in OTHER_FIRST_ANSWERS.items()]
    costs = measure(cases, ROUNDS)
    hot = {
        peer.name: {
            action: timed(pythons[peer.name], peer.setup, peer.timed[action])
            for action in ACTIONS
            if action in peer.timed
        }
        for peer in PEERS
    }
    terminals = {n: environment(folder, f"{n}-cli", f"{built}[cli]") for n, built in ours.items()}
    commands = {n: [str(its.with_name("alstx")), *COMMAND] for n, its in terminals.items()}
    terminal = processors(commands, ROUNDS)
    run(python, "-m", "pip", "install", "--quiet", f"{built}[testing]")
    growth = json.loads(run(python, HERE / "growth.py"))
    versions = {n: version(its, n.removesuffix("-0.1.0")) for n, its in pythons.items()}
    machine = f"Python {platform.python_version()} on {platform.machine()}"
    day = datetime.now(UTC).date().isoformat()
    size = built.stat().st_size
    write(HERE, Figures(day, machine, versions, costs, hot, terminal, growth, size, ROUNDS))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
