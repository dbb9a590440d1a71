"""Writes the figures as a page and a chart."""

from pathlib import Path
from typing import NamedTuple

from peers import (
    ALSTX,
    BEFORE,
    BY_ID,
    COMMAND,
    FIND,
    MISSPELLED,
    ONE_KEY,
    OTHER_FIRST_ANSWERS,
    THREE_KEYS,
)
from start import Cost


class Figures(NamedTuple):
    """All that was measured; times of statements in microseconds, of processes in milliseconds."""

    day: str
    machine: str
    versions: dict[str, str]
    costs: dict[str, Cost]
    hot: dict[str, dict[str, float]]
    terminal: dict[str, float]
    growth: dict[str, dict[str, float]]
    wheel: int
    rounds: int


GOALS = {  # the figures to reach: must; aim, which is what 0.1.0 reached
    BY_ID: (0.1, 0.035),
    FIND: (0.4, 0.22),
    ONE_KEY: (2.5, 1.95),
    THREE_KEYS: (6, 2.97),
    MISSPELLED: (60, 40),
}


def write(folder: Path, figures: Figures) -> None:
    """Writes ``results.md`` and ``results.svg``."""
    pages = (_head, _start, _answers, _terminal, _hot, _growth)
    parts = [page(figures) for page in pages]
    (folder / "results.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    _chart(folder / "results.svg", figures)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _head(f: Figures) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in f.versions.items())
    return (
        "# Start, answers, growth, measured\n\n"
        f"{f.day}; {f.machine}, two shared cores; {versions}.\n\n"
        "Written by `python benchmarks/run.py`. Each library has an environment of its own. "
        f"Processes are new and interleaved, {f.rounds} rounds, medians; a ratio compares with "
        "what is named, in the same run. Names in free text and tables: [names.md](names.md).\n\n"
        "![Time to a first answer](results.svg)"
    )


def _start(f: Figures) -> str:
    attrs = f.costs["import attrs"].milliseconds
    rows = []
    for name in f.versions:
        bare, start, first = (f.costs[f"{what} {name}"] for what in ("bare", "start", "first"))
        rows.append(
            [
                name,
                f"{start.milliseconds / bare.milliseconds:.2f}",
                f"{first.milliseconds:.0f} ms",
                f"{first.milliseconds / attrs:.2f}",
                f"{first.mebibytes - bare.mebibytes:.1f} MiB",
            ]
        )
    head = ["library", "import / bare", "first answer", "first answer / import attrs", "memory"]
    goals = (
        "To reach: import / bare at most 1.15; first answer / import attrs at most 2.0 (aim 1.5). "
        f"The wheel has {f.wheel / 1e6:.2f} MB (0.9)."
    )
    return f"## Start\n\n{_table(head, rows)}\n\n{goals}"


def _answers(f: Figures) -> str:
    attrs = f.costs["import attrs"].milliseconds
    rows = [
        [label, f"`{code}`", f"{f.costs[label].milliseconds / attrs:.2f}"]
        for label, code in OTHER_FIRST_ANSWERS.items()
    ]
    return "## Other first answers\n\n" + _table(["what", "code", "/ import attrs"], rows)


def _terminal(f: Figures) -> str:
    rows = [[name, f"{found:.0f} ms"] for name, found in f.terminal.items()]
    ratio = f.terminal[ALSTX.name] / f.terminal[BEFORE.name]
    text = (
        f"Processor time of `alstx {' '.join(COMMAND)}`: {ratio:.2f} of that of 0.1.0, whose page "
        "was longer (to reach: 0.65; aim 0.5)."
    )
    return f"## The command line\n\n{text}\n\n" + _table(["library", "processor time"], rows)


def _hot(f: Figures) -> str:
    names = [name for name, found in f.hot.items() if found]
    rows = [
        [action, f"{must:g}", f"{aim:g}"]
        + [f"{f.hot[n][action]:.3g}" if action in f.hot[n] else "" for n in names]
        for action, (must, aim) in GOALS.items()
    ]
    head = ["microseconds", "must", "aim", *names]
    return "## Answers, once loaded\n\n" + _table(head, rows)


def _growth(f: Figures) -> str:
    figures = list(next(iter(f.growth.values())))
    rows = [
        [f"{times} x", *(f"{found[x]:.3g}" for x in figures)] for times, found in f.growth.items()
    ]
    text = (
        "The bundled base, and synthetic copies of it side by side. Looking up stays flat; making "
        "all records and indexes grows with them, and so does what compares with all names."
    )
    return f"## Growth\n\n{text}\n\n" + _table(["base", *figures], rows)


def _chart(file: Path, f: Figures) -> None:
    import matplotlib as mpl  # noqa: PLC0415 (only here)

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "alstx"
    from matplotlib import pyplot as plt  # noqa: PLC0415 (after the backend)

    attrs = f.costs["import attrs"].milliseconds
    ratios = {name: f.costs[f"first {name}"].milliseconds / attrs for name in f.versions}
    names = sorted(ratios, key=lambda name: -ratios[name])
    figure, axes = plt.subplots(figsize=(8, 3.4), layout="constrained")
    colours = ["#0072b2" if name == ALSTX.name else "#999999" for name in names]
    bars = axes.barh(names, [ratios[name] for name in names], color=colours)
    axes.bar_label(bars, [f" {ratios[name]:.2f}" for name in names])
    axes.set_xscale("log")
    axes.axvline(1, color="black", linewidth=0.8, linestyle=":")
    axes.set_xlabel("new process to first answer / new process that imports attrs (log)")
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.15)
    figure.savefig(file, metadata={"Date": None})
