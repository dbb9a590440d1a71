"""Odd places to run in: a zip, a read-only disk, no asserts, other processes and interpreters."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import alstx

HOME = Path(alstx.__file__).parent
SITE = os.pathsep.join(path for path in sys.path if path)

SMOKE = """
import pickle, sys
import alstx

def check(holds, what):
    if not holds:
        raise SystemExit(f"fails: {what}")

kb = alstx.load()
check(kb is alstx.load(), "one base")
check(kb.medications.find("Elavil").id == "amitriptyline", "find")
check("amitriptyline" in kb.medications.filter(symptom="drooling").ids, "filter")
check(alstx.treatments.filter(symptom="muscle cramps", role=None), "treatments")
check(kb.medications.search("amitriptiline")[0].record.id == "amitriptyline", "search")
check(kb.medications.find_in("Elavil 25 mg qhs")[0].record.id == "amitriptyline", "text")
check(kb.interactions(["tizanidine", "fluvoxamine"]).alerts, "interactions")
check(kb.symptoms.to_records()[0]["id"] == kb.symptoms[0].id, "records")
check("<table" in kb.treatments[:3]._repr_html_(), "views")
check(pickle.loads(pickle.dumps(kb)) == kb, "pickle")
try:
    kb.medications["nope"]
    check(False, "errors")
except alstx.NotFoundError:
    pass
print(len(kb.medications), alstx.__file__)
"""
EXPECTED = str(len(alstx.medications))


def run(*arguments: str, code: str = SMOKE, path: str = SITE, **environment: str) -> list[str]:
    """What a new interpreter prints."""
    ran = subprocess.run(
        [sys.executable, *arguments, "-c", code],
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout.split(maxsplit=1)


@pytest.mark.parametrize("flags", [["-O"], ["-OO"], ["-I", "-S"], ["-X", "dev", "-W", "error"]])
def test_flags(flags: list[str]) -> None:
    """It needs no assert, no docstring, no site and no leniency."""
    path = f"import sys; sys.path[:0] = {SITE.split(os.pathsep)!r}\n"
    assert EXPECTED == run(*flags, code=path + SMOKE)[0]


def test_every_c_locale() -> None:
    """Nor does it ask what the locale or the encoding is."""
    assert EXPECTED == run("-X", "utf8=0", LC_ALL="C", PYTHONCOERCECLOCALE="0")[0]


def test_from_a_zip(tmp_path: Path) -> None:
    """The package runs from within a zip, data included."""
    archive = tmp_path / "alstx.zip"
    with zipfile.ZipFile(archive, "w") as stream:
        for file in HOME.rglob("*"):
            if file.suffix != ".pyc":
                stream.write(file, Path("alstx") / file.relative_to(HOME))
    count, file = run(path=os.pathsep.join((str(archive), SITE)))
    assert EXPECTED == count
    assert str(archive) in file


def test_on_a_read_only_disk(tmp_path: Path) -> None:
    """An installation is never written to, whether or not it could be."""
    shutil.copytree(HOME, tmp_path / "alstx", ignore=shutil.ignore_patterns("__pycache__"))
    paths = sorted(tmp_path.rglob("*"))
    for path in [*paths, tmp_path]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        count, file = run("-B", path=os.pathsep.join((str(tmp_path), SITE)))
        assert EXPECTED == count
        assert str(tmp_path) in file
        assert paths == sorted(tmp_path.rglob("*"))
    finally:
        for path in [tmp_path, *paths]:
            path.chmod(0o755 if path.is_dir() else 0o644)


SPAWNED = """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import alstx

def answer(question):
    record, name = question
    kb = alstx.load()
    return kb.medications.find(name) == record, kb.medications[record.id]

if __name__ == "__main__":
    kb = alstx.load()
    questions = [(m, m.names[-1]) for m in kb.medications][:40]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        found = list(pool.map(answer, questions, chunksize=10))
    assert all(same for same, _ in found)
    assert [record for _, record in found] == [record for record, _ in questions]
    print(len(kb.medications))
"""


def test_in_a_spawned_pool(tmp_path: Path) -> None:
    """Records go to spawned processes and back, and equal what stands there."""
    program = tmp_path / "program.py"
    program.write_text(SPAWNED)
    ran = subprocess.run(
        [sys.executable, program],
        env={**os.environ, "PYTHONPATH": SITE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.split() == [EXPECTED], ran.stderr


WITHIN = """
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
import sys

for one in [interpreters.create() for _ in range(2)]:
    failed = interpreters.run_string(one, f"import sys; sys.path[:] = {{sys.path!r}}\\n" + SMOKE)
    if failed:
        raise SystemExit(str(failed))
    interpreters.destroy(one)
""".replace("{{sys.path!r}}", "{sys.path!r}").replace("SMOKE", repr(SMOKE))


@pytest.mark.skipif(
    sys.version_info[:2] == (3, 12),
    reason="3.12 itself crashes where two interpreters have imported datetime",
)
def test_in_subinterpreters() -> None:
    """Each interpreter within a process has a base of its own."""
    assert [EXPECTED] * 2 == " ".join(run(code=WITHIN)).split()[::2]
