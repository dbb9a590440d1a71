"""An executable made by PyInstaller answers as the library does; `nox -s frozen` runs this."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import alstx
from alstx import fhir

pytest.importorskip("PyInstaller")

APP = """
import json, sys
import alstx

kb = alstx.load()
print(json.dumps({
    "version": alstx.__version__,
    "frozen": getattr(sys, "frozen", False),
    "counts": [len(kb.medications), len(kb.treatments), len(kb.evidence)],
    "drooling": [treatment.id for treatment in kb.treatments.filter(symptom="drooling")],
    "mentions": [m.record.id for m in kb.medications.find_in("Elavil, amitriptilyne 10 mg")],
    "alert": kb.interactions(["Zanaflex", "fluvoxamine"]).alerts[0].effect,
    "fhir": [record.id for record in alstx.fhir.medicines({"text": "Rilutek"}).records],
    "sssom": len(alstx.export.render(kb, "sssom")),
}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the executable is made."""
    return tmp_path_factory.mktemp("frozen")


@pytest.fixture(scope="module")
def answers(folder: Path) -> dict[str, object]:
    """What the executable prints, in an environment that has no Python."""
    (folder / "app.py").write_text(APP)
    command = [sys.executable, "-m", "PyInstaller", "--log-level=WARN", "app.py"]
    subprocess.run(command, cwd=folder, check=True)
    executable = folder / "dist" / "app" / ("app.exe" if os.name == "nt" else "app")
    run = subprocess.run(
        [executable], cwd=folder / "dist", env={}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, object] = json.loads(run.stdout)
    return found


def test_an_executable_answers_as_the_library(answers: dict[str, object]) -> None:
    """Every answer is that of the library, whose hook PyInstaller finds by itself."""
    kb = alstx.load()
    assert answers == {
        "version": alstx.__version__,
        "frozen": True,
        "counts": [len(kb.medications), len(kb.treatments), len(kb.evidence)],
        "drooling": [treatment.id for treatment in kb.treatments.filter(symptom="drooling")],
        "mentions": ["amitriptyline", "amitriptyline"],
        "alert": kb.interactions(["Zanaflex", "fluvoxamine"]).alerts[0].effect,
        "fhir": [record.id for record in fhir.medicines({"text": "Rilutek"}).records],
        "sssom": len(alstx.export.render(kb, "sssom")),
    }


def test_an_executable_is_light(answers: dict[str, object], folder: Path) -> None:
    """Nothing of what only some applications need comes along."""
    assert answers
    names = {path.name.lower() for path in (folder / "dist" / "app").rglob("*")}
    assert names & {"hypothesis", "matplotlib", "numpy", "pandas", "polars", "rich"} == set()
