"""Changes the library in one place at a time, and shows the changes that no test notices.

``python tools/mutation.py`` goes through every group of modules below; patterns such as
``src/alstx/model/*`` or ``src/alstx/ids.py#7`` and ``--changed`` leave only the changes that fit,
``--sample 200 --seed 1`` takes so many of each group by chance. It fails where the tests notice
fewer than 95 % of the changes of a group.

mutmut says what may be changed. Each change meets the tests of its group in a process of its own,
which imports the library anew, so that what happens at import and what is remembered is changed
too. The processes are forked from one that has imported what the tests use beside it, and stop at
the first test that fails.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType

import libcst
import pytest
from mutmut.mutation.file_mutation import create_mutations
from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "src/alstx/"
GROUPS = {
    "model": (
        ("display/labels", "errors", "ids", "lazy", "vocab", "model/*"),
        (
            *("ids", "errors", "vocab", "fields", "misfits", "labels", "lazy", "conclusions"),
            *("model", "contract"),
            *("surface", "kb", "immutability", "writer", "treatment", "disagreements", "standing"),
            *("forms", "numbers", "structure_loader", "swallowing", "checks", "interactions"),
        ),
    ),
    "kb": (
        (
            *("kb/base", "kb/catalog", "kb/catalogs", "kb/hierarchy", "kb/index", "kb/join"),
            *("kb/snapshot", "kb/snapshot_writer", "io/load"),
        ),
        (
            *("hierarchy", "oracle", "loading", "lookups", "searching", "kb", "snapshot", "search"),
            *("tables", "joining", "treatment", "catalog", "conditions", "first_touch", "costs"),
        ),
    ),
    "rules": (
        ("kb/rules", "kb/interactions"),
        ("checks", "refusals", "interactions*", "all_problems", "structure_loader"),
    ),
    "names": (
        ("names/*",),
        (
            *("edits", "lookup", "ranking", "phrases", "names", "search", "search_kinds"),
            *("mentions", "name_rules", "written_names", "lookups", "searching", "kb"),
        ),
    ),
    "io": (
        tuple(
            f"io/{name}"
            for name in ("collector", "document", "json", "loader", "structure", "writer", "yaml")
        ),
        (
            *("refusals", "limits", "yaml", "all_problems", "overlay", "structure_loader"),
            *("export_json", "snapshot", "writer", "attacks"),
        ),
    ),
    "export": (
        ("export/*", "tables/*"),
        ("goldens", "contract", "tables", "export*", "answers"),
    ),
    "assistants": (
        ("display/compact", "display/fit", "display/documents", "kb/lookup", "mcp"),
        ("fitting", "answers", "mcp", "search_kinds", "interactions", "surfaces"),
    ),
}
"""Name of a group to its modules, and to the tests that are to notice changes, quick ones first."""
SCORE = 95.0
OPTIONS = (
    *("-x", "-q", "--tb=short", "-p", "no:cacheprovider", "--hypothesis-profile=unshrunk"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # the plugins are imported beforehand
)
TIMEOUT = 300
"""Seconds after which a change is taken for one that never ends."""
BESIDE = ("hypothesis", "narwhals", "pandas", "polars", "pyarrow", "fhir.resources", "cattrs")
"""What the tests use beside the library; slow to import."""


@dataclass(frozen=True)
class Change:
    """One place of one module, changed: the module's file, and which of its changes this is."""

    file: str
    number: int

    def __str__(self) -> str:
        """Names it as a pattern does."""
        return f"{self.file}#{self.number}"

    @property
    def source(self) -> str:
        """The whole module with the change."""
        module, changes = changes_of(self.file)
        before, after = changes[self.number]
        changed = module.deep_replace(before, after)
        assert isinstance(changed, libcst.Module)
        return changed.code

    @property
    def diff(self) -> str:
        """What is changed."""
        before = (ROOT / self.file).read_text("utf-8").splitlines(keepends=True)
        after = self.source.splitlines(keepends=True)
        return "".join(unified_diff(before, after, str(self), str(self), n=2))


@cache
def changes_of(file: str) -> tuple[libcst.Module, list[tuple[libcst.CSTNode, libcst.CSTNode]]]:
    """A module, and what may stand in place of what within its functions."""
    module, found, _, _ = create_mutations(file, (ROOT / file).read_text("utf-8"))
    within = [m for m in found if isinstance(m.contained_by_top_level_function, libcst.FunctionDef)]
    return module, [(change.original_node, change.mutated_node) for change in within]


class Changed(MetaPathFinder, SourceFileLoader):
    """Finds one module changed, and all others as they are."""

    def __init__(self, change: Change) -> None:
        """Return the changed source."""
        self._source = change.source
        name = change.file.removeprefix("src/").removesuffix(".py").replace("/", ".")
        super().__init__(name.removesuffix(".__init__"), str(ROOT / change.file))

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: object = None
    ) -> ModuleSpec | None:
        """The module's place, with this as what loads it."""
        del target
        spec = PathFinder.find_spec(fullname, path) if fullname == self.name else None
        if spec:
            spec.loader = self
        return spec

    def get_code(self, fullname: str) -> CodeType:
        """The changed code, and never a file of compiled code."""
        return self.source_to_code(self._source.encode(), self.get_filename(fullname))


def main() -> int:
    """Goes through the groups that fit; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("patterns", nargs="*", help="changes, such as src/alstx/model/*")
    parser.add_argument("--changed", action="store_true", help="what differs from origin/main")
    parser.add_argument("--sample", type=int, help="so many changes of each group")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    patterns = asked.patterns + (changed() if asked.changed else [])
    import_beside()
    scores: list[float] = []
    for group, (modules, _) in GROUPS.items():
        meant = [c for c in changes(modules) if fits(c, patterns, everything=not asked.changed)]
        if asked.sample and asked.sample < len(meant):
            meant = random.Random(asked.seed).sample(meant, asked.sample)  # noqa: S311
        if meant:
            scores.append(score(group, meant))
    return int(any(score < SCORE for score in scores))


def changes(modules: Iterable[str]) -> Iterator[Change]:
    """All changes of some modules."""
    for path in sorted({path for name in modules for path in ROOT.glob(f"{SOURCE}{name}.py")}):
        file = path.relative_to(ROOT).as_posix()
        yield from (Change(file, number) for number in range(len(changes_of(file)[1])))


def fits(change: Change, patterns: list[str], *, everything: bool) -> bool:
    """Return whether a pattern names the change or its file; without patterns all are meant."""
    named = (change.file, str(change))
    return any(fnmatch(name, pattern) for pattern in patterns for name in named) or (
        everything and not patterns
    )


def changed() -> list[str]:
    """The modules that differ from where this branch left main; on main, from the last commit."""
    base, head = git("merge-base", "origin/main", "HEAD"), git("rev-parse", "HEAD")
    return git("diff", "--name-only", "HEAD~1" if base == head else base, "--", SOURCE).split()


def git(*arguments: str) -> str:
    """Return what git answers."""
    command = ("git", *arguments)
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    return ran.stdout.strip()


def import_beside() -> None:
    """Imports what the tests use, and forgets the library, which Hypothesis asked for."""
    for name in BESIDE:
        import_module(name)
    for name in [name for name in sys.modules if name.partition(".")[0] == "alstx"]:
        del sys.modules[name]


def score(group: str, meant: list[Change]) -> float:
    """Make the changes; show those that no test notices, and return the others' share."""
    tests = [p for test in GROUPS[group][1] for p in sorted(ROOT.glob(f"tests/test_{test}.py"))]
    if not all(passed for _, passed in passing([None], tests)):
        sys.exit(f"{group}: the tests fail without a change")
    unnoticed: list[Change] = []
    for change, passed in tqdm(passing(meant, tests), group, len(meant), smoothing=0):
        if passed and change:
            unnoticed.append(change)
            tqdm.write(change.diff)
    share = 100 * (1 - len(unnoticed) / len(meant))
    print(f"{group}: {share:.1f} % of {len(meant)} changes noticed", flush=True)  # noqa: T201
    return share


def passing(
    meant: Iterable[Change | None], tests: list[Path]
) -> Iterator[tuple[Change | None, bool]]:
    """Runs the tests with each change, as many at a time as there are processors.

    Yields:
        A change, and whether all tests passed with it.
    """
    running: dict[int, Change | None] = {}
    for change in meant:
        if len(running) == len(os.sched_getaffinity(0)):
            yield ended(running)
        running[started(change, tests)] = change
    while running:
        yield ended(running)


def ended(running: dict[int, Change | None]) -> tuple[Change | None, bool]:
    """Waits for one of the processes to end."""
    process, status = os.wait()
    return running.pop(process), status == 0


def started(change: Change | None, tests: list[Path]) -> int:
    """Starts a process that runs the tests with a change; gives its number."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        signal.alarm(TIMEOUT)
        if change:
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            sys.dont_write_bytecode = True
            sys.meta_path.insert(0, Changed(change))
            tests = nearest_first(tests, change)
        hooks = import_module("alstx._hooks")
        for home in hooks._STRATEGIES:
            hooks.register_strategies(home)
        code = int(pytest.main([*OPTIONS, f"--rootdir={ROOT}", *map(str, tests)]))
    except Exception:  # noqa: BLE001 (such as an import that a change breaks)
        traceback.print_exc()
    finally:
        os._exit(code)


def nearest_first(tests: list[Path], change: Change) -> list[Path]:
    """The tests, those first whose name has a word of the module's name."""
    words = Path(change.file).stem.split("_")
    return sorted(tests, key=lambda test: not any(word in test.stem for word in words))


if __name__ == "__main__":
    sys.exit(main())
