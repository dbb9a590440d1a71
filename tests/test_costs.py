"""What an answer costs, by what is counted: modules loaded, steps taken. No clock."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import attrs
import pytest

import alstx
from alstx import KnowledgeBase
from alstx.kb import snapshot_writer
from alstx.kb.rules import violations
from alstx.testing import scaled
from counting import steps

HOME = Path(alstx.__file__).parent

# modules


@pytest.fixture(scope="module")
def installed(kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the library as a wheel has it: with the snapshot, without the YAML."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(folder / "alstx.zip", "w") as archive:
        for file in HOME.rglob("*.py"):
            if file.parent.name != "_snapshot":
                archive.write(file, file.relative_to(HOME.parent))
        for name, content in snapshot_writer.files(kb.records):
            archive.writestr(f"alstx/_snapshot/{name}", content)
    return folder / "alstx.zip"


def loaded(installed: Path, code: str) -> set[str]:
    """The modules that a new process has after some code, beside those that attrs loads."""
    home = Path(attrs.__file__).parent.parent
    command = (
        f"import sys; sys.path[:0] = [{os.fspath(installed)!r}, {os.fspath(home)!r}]\n"
        f"import attrs, json\nbefore = set(sys.modules)\n{code}\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def ours(modules: set[str]) -> set[str]:
    """Those of them that are alstx's, without its name."""
    return {name.removeprefix("alstx.") for name in modules if name.startswith("alstx.")}


EVERY_ANSWER = {
    *("_snapshot", "display", "display.labels", "errors", "ids", "io", "io.load", "lazy", "lock"),
    *("kb", "kb.base", "kb.catalog", "kb.catalogs", "kb.hierarchy", "kb.index", "kb.join"),
    *("kb.formulary", "kb.groups", "kb.meanings", "kb.silence"),
    *("kb.literature", "model.conclusions", "model.products", "model.sources", "model.symptoms"),
    "model.grades",
    *("kb.arguments", "kb.filters", "names.near", "names.tables"),
    *("kb.snapshot", "model", "model.base", "model.fields", "model.literature", "model.records"),
    *("model.terms", "model.treatment", "model.uses", "names", "names.folding", "names.index"),
    *("names.lexicon", "names.results", "vocab"),
}
"""What any question to the installed package needs, and what a start therefore costs."""
ONE_MEDICINE = EVERY_ANSWER | {"_snapshot.medications"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import alstx", {"lock"}),
        ("import alstx; alstx.load()", EVERY_ANSWER),
        ("import alstx; alstx.medications['baclofen']", ONE_MEDICINE),
        (
            "import alstx; alstx.medications.find('Lioresal')",
            ONE_MEDICINE,
        ),
        (
            "import alstx; alstx.treatments.filter(symptom='drooling').ids",
            EVERY_ANSWER | {"_snapshot.symptoms", "_snapshot.treatments"},
        ),
    ],
)
def test_an_answer_loads_what_it_needs(installed: Path, code: str, expected: set[str]) -> None:
    """The modules of ours that a question loads are these, and no third-party one but attrs."""
    found = loaded(installed, code)
    assert ours(found) == expected
    foreign = {name.partition(".")[0] for name in found} - sys.stdlib_module_names
    assert foreign <= {"alstx"}


def test_no_answer_parses(installed: Path) -> None:
    """Neither YAML nor cattrs, nor what reads folders, is loaded even where everything is made."""
    found = loaded(installed, "import alstx; alstx.preload()")
    readers = {f"alstx.io.{name}" for name in ("yaml", "structure", "loader", "json", "document")}
    assert not ({"yaml", "cattrs", "pathlib", "json"} | readers) & found
    assert {f"_snapshot.{kind}" for kind in ("sources", "evidence", "symptoms")} <= ours(found)


# steps


@pytest.fixture(scope="module")
def large(toy: KnowledgeBase) -> KnowledgeBase:
    """The toy base a hundred times over."""
    return KnowledgeBase(scaled(toy.records, 100))


QUESTIONS: dict[str, Callable[[KnowledgeBase], object]] = {
    "by id": lambda kb: kb.medications["alphazine"],
    "get": lambda kb: kb.medications.get("alphazine"),
    "unknown get": lambda kb: kb.medications.get("nope"),
    "membership": lambda kb: "alphazine" in kb.medications,
    "find a brand": lambda kb: kb.medications.find("ALPHALINE"),
    "find with a space": lambda kb: kb.medications.find("Alpha line"),
    "filter by one key": lambda kb: kb.treatments.filter(symptom="cramps", role=None),
    "filter by three keys": lambda kb: kb.medications.filter(
        symptom="cramps", drug_class="relaxants", kind="ingredient"
    ),
    "length": lambda kb: len(kb.medications.filter(symptom="cramps")),
}


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_a_question_costs_the_same_in_a_base_of_any_size(
    toy: KnowledgeBase, large: KnowledgeBase, ask: Callable[[KnowledgeBase], object]
) -> None:
    """Asked again, a question takes as many steps in a base a hundred times as large: no scan."""
    for base in (toy, large):
        steps(partial(ask, base))  # Python 3.12 counts nothing the first time
    few = steps(lambda: ask(toy))
    assert few > 0
    assert steps(lambda: ask(large)) == few


def test_a_filter_by_one_key_copies_nothing(kb: KnowledgeBase) -> None:
    """The positions of an answer are those that the filter holds, whoever asks."""
    one, other = (kb.treatments.filter(symptom=s, role=None) for s in ("drooling", "sialorrhea"))
    assert one._keep is other._keep
    assert one == other


def test_the_scaled_base_is_many_worlds(toy: KnowledgeBase) -> None:
    """Each copy has its own names and treatments, and nothing of it is in another copy."""
    base = KnowledgeBase(scaled(toy.records, 3))
    assert scaled(toy.records, 1) == toy.records
    assert violations(base.records) == []
    for kind, held in toy.records.kinds():
        assert len(getattr(base, kind)) == 3 * len(held)
    assert len(base.treatments) == 3 * len(toy.treatments)
    mine = base.treatments.filter(symptom="cramps copy 2", role=None)
    assert {t.id.count("copy-2") for t in mine} == {2}
    assert len(mine) == len(toy.treatments.filter(symptom="cramps", role=None))
