"""Cold starts: new processes, interleaved, so that a slow second of the machine hits all alike."""

import os
import statistics
import subprocess
import time
from pathlib import Path
from typing import NamedTuple


class Case(NamedTuple):
    """Code to run in a new process."""

    label: str
    python: Path
    code: str


class Cost(NamedTuple):
    """What a case costs: milliseconds (median), and mebibytes at the peak (least)."""

    milliseconds: float
    mebibytes: float


def measure(cases: list[Case], rounds: int) -> dict[str, Cost]:
    """Runs all cases once in each round; after a round that nobody counts, which warms the disk."""
    times: dict[str, list[float]] = {case.label: [] for case in cases}
    for number in range(rounds + 1):
        for label, python, code in cases:
            elapsed = _once(python, code)
            if number:
                times[label].append(elapsed)
    peaks = {label: peak(python, code) for label, python, code in cases}
    return {label: Cost(statistics.median(t), peaks[label]) for label, t in times.items()}


def peak(python: Path, code: str) -> float:
    """Mebibytes at the peak of a process, as Linux counts them for what runs after the exec."""
    status = "[l for l in open('/proc/self/status') if l.startswith('VmHWM')][0].split()[1]"
    command = [str(python), "-c", f"{code}\nprint({status})"]
    runs = [
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 (ours)
        for _ in range(3)
    ]
    return min(int(run.stdout.split()[-1]) for run in runs) / 1024


def _once(python: Path, code: str) -> float:
    before = time.perf_counter()
    child = os.posix_spawn(python, [str(python), "-c", code], os.environ)
    _, status = os.waitpid(child, 0)
    elapsed = (time.perf_counter() - before) * 1000
    if status:
        msg = f"{python} -c {code!r} failed"
        raise RuntimeError(msg)
    return elapsed


def processors(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Milliseconds of processor time of commands, interleaved, medians; a first round warms up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            child = os.posix_spawn(
                command[0],
                command,
                os.environ,
                file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
            )
            _, status, used = os.wait4(child, 0)
            if status:
                msg = f"{command} failed"
                raise RuntimeError(msg)
            if number:
                times[name].append((used.ru_utime + used.ru_stime) * 1000)
    return {name: statistics.median(found) for name, found in times.items()}
