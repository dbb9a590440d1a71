"""Changes the library in one place at a time, and shows the changes that no test notices.

``python tools/mutation.py`` goes through every group of modules below; patterns such as
``src/alstx/model/*`` and ``--changed`` leave only the modules that fit, ``--sample 200 --seed 1``
takes so many changes of each group by chance. It fails where the tests notice fewer than 95 % of
the changes of a group. mutmut makes and runs them, in a copy of the tree; a change meets only
those of the group's tests that reach it. mutmut forks from a process in which all is imported and
loaded, so what it takes for unnoticed meets all tests of the group again, in a process of its own.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "src/alstx/"
GROUPS = {
    "model": (
        ("errors", "hierarchy", "ids", "model/*", "names/folding", "problems", "vocab/*"),
        ("errors", "ids", "hierarchy", "vocab", "model", "names", "treatment"),
    ),
    "catalogs": (
        ("catalog", "catalogs/*", "compiled", "joining", "lazily", "lookups", "once", "shelf"),
        ("catalog", "conditions", "kb", "search", "snapshot", "tables", "treatment"),
    ),
    "checks": (
        ("checks", "interactions"),
        ("all_problems", "checks", "interactions", "structure_loader"),
    ),
    "names": (
        ("names/edits", "names/index", "names/search"),
        ("names", "search"),
    ),
    "loader": (
        tuple(f"authoring/{name}" for name in ("collector", "loader", "structure", "yaml")),
        ("all_problems", "overlay", "structure_loader", "writer", "yaml"),
    ),
    "export": (
        ("export/*",),
        ("export*",),
    ),
}
"""Name of a group to its modules, and to the tests that are to notice changes, quick ones first."""
UNNOTICED = (0, 5, 33)
"""mutmut's codes for a change with which all tests pass, and for one that no test reaches."""
SCORE = 95.0
TIMEOUT = 300
"""Seconds after which a change is taken for one that never ends."""


def main() -> int:
    """Runs the groups that fit; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("patterns", nargs="*", help="modules to change, such as src/alstx/model/*")
    parser.add_argument("--changed", action="store_true", help="what differs from origin/main")
    parser.add_argument("--sample", type=int, help="so many changes of each group")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, required=True, help="a folder to work in")
    asked = parser.parse_args()
    patterns = asked.patterns + (changed() if asked.changed else [])
    scores = []
    for group in GROUPS:
        files = [f for f in modules(group) if fits(f, patterns, everything=not asked.changed)]
        names = [name for file in files for name in changes(file)]
        if asked.sample and asked.sample < len(names):
            names = random.Random(asked.seed).sample(names, asked.sample)  # noqa: S311
        if names:
            tree = prepare(asked.folder / group, files, GROUPS[group][1])
            scores.append(run(tree, group, names))
    return int(any(score < SCORE for score in scores))


def modules(group: str) -> list[str]:
    """The files of a group's modules."""
    found = {path for name in GROUPS[group][0] for path in ROOT.glob(f"{SOURCE}{name}.py")}
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def fits(file: str, patterns: list[str], *, everything: bool) -> bool:
    """Whether a pattern names the file; without patterns, whether everything is meant."""
    return any(fnmatch(file, pattern) for pattern in patterns) or (everything and not patterns)


def changed() -> list[str]:
    """The modules that differ from where this branch left main; on main, from the last commit."""
    base, head = git("merge-base", "origin/main", "HEAD"), git("rev-parse", "HEAD")
    return git("diff", "--name-only", "HEAD~1" if base == head else base, "--", SOURCE).split()


def git(*arguments: str) -> str:
    """What git answers."""
    command = ("git", *arguments)
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    return ran.stdout.strip()


def changes(file: str) -> list[str]:
    """The names of a module's changes."""
    mutated = mutate_file_contents(file, (ROOT / file).read_text("utf-8"), None, None)
    return [get_mutant_name(Path(file), name) for name in mutated.mutant_names]


def prepare(tree: Path, files: list[str], tests: tuple[str, ...]) -> Path:
    """Copies the project and says there what is to be changed, and which tests are to run."""
    shutil.rmtree(tree, ignore_errors=True)
    away = shutil.ignore_patterns(".git", ".nox", "_build", "__pycache__")
    shutil.copytree(ROOT, tree, ignore=away)
    found = sorted(path for name in tests for path in (ROOT / "tests").glob(f"test_{name}.py"))
    settings = {
        "source_paths": ["src"],
        "only_mutate": files,
        "pytest_add_cli_args_test_selection": [path.relative_to(ROOT).as_posix() for path in found],
        "also_copy": ["src", "tests", "tools", "docs", "README.md", "hatch_build.py"],
    }
    lines = ["[mutmut]"]
    for key, values in settings.items():
        lines += [f"{key} =", *(f"    {value}" for value in values)]
    (tree / "setup.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tree


def run(tree: Path, group: str, names: list[str]) -> float:
    """Makes the changes; shows those that no test notices, and returns the others' share."""
    mutmut = shutil.which("mutmut") or "mutmut"
    subprocess.run([mutmut, "run", *names], cwd=tree, check=True)  # noqa: S603
    codes: dict[str, int | None] = {}
    for path in (tree / "mutants").rglob("*.py.meta"):
        codes |= json.loads(path.read_text("utf-8"))["exit_code_by_key"]
    doubtful = [name for name in names if codes[name] in UNNOTICED]
    if not passes(tree, group, "none"):
        sys.exit(f"{group}: the tests fail without a change")
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        passed = list(threads.map(lambda name: passes(tree, group, name), doubtful))
    unnoticed = [name for name, unseen in zip(doubtful, passed, strict=True) if unseen]
    for name in unnoticed:
        subprocess.run([mutmut, "show", name], cwd=tree, check=True)  # noqa: S603
    score = 100 * (1 - len(unnoticed) / len(names))
    print(f"{group}: {score:.1f} % of {len(names)} changes noticed", flush=True)  # noqa: T201
    return score


def passes(tree: Path, group: str, name: str) -> bool:
    """Whether all tests of a group pass with a change, in a process that starts with it."""
    mutants = tree / "mutants"
    found = [p for test in GROUPS[group][1] for p in sorted(mutants.glob(f"tests/test_{test}.py"))]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        *map(str, found),
    ]
    env = {**os.environ, "MUTANT_UNDER_TEST": name, "PYTHONPATH": str(mutants / "src")}
    try:
        ran = subprocess.run(  # noqa: S603
            command, cwd=mutants, env=env, check=False, capture_output=True, timeout=TIMEOUT
        )
    except subprocess.TimeoutExpired:
        return False
    return ran.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
