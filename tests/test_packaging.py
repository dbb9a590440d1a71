"""What is shipped: licences, floors of dependencies, and a wheel that anybody can build again."""

import importlib
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipapp
import zipfile
from pathlib import Path

import pytest

import alstx
from alstx import KnowledgeBase
from alstx.io import loader
from alstx.model.records import KINDS

ROOT = Path(__file__).parent.parent
HOME = Path(alstx.__file__).parent
CATALOGS = (*KINDS, "treatments")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SHIPPED = ("arrow", "cli", "fhir", "frames", "pandas", "plot", "polars", "testing")
REQUIREMENT = re.compile(r"[\w.-]+")


def requirements(*extras: str) -> dict[str, str]:
    """Name of each dependency to what is required of it."""
    listed = [r for extra in extras for r in PROJECT["optional-dependencies"][extra]]
    found = {REQUIREMENT.match(r)[0]: r for r in (*PROJECT["dependencies"], *listed)}  # type: ignore[index]
    return {name: r for name, r in found.items() if name != "alstx"}


def test_every_dependency_has_a_floor_and_no_ceiling() -> None:
    """A dependency is bounded below by what `nox -s oldest` runs on; only MCP's SDK also above."""
    floor = re.compile(r"[\w.-]+(\[[\w,]+\])?>=[0-9.]+")
    every = requirements(*SHIPPED, "test").values()
    assert [] == [r for r in every if not floor.fullmatch(r)]
    assert re.fullmatch(r"mcp>=(\d+)\.\d+,<\d+", requirements("mcp")["mcp"])


def test_licences_are_listed() -> None:
    """docs/licences.md names every library that an installation brings in, and its licence."""
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([\w.-]+) \| ([\w .-]+) \| (?:alstx|extra)", page, re.MULTILINE))
    assert set(requirements(*SHIPPED, "mcp")) == set(rows)
    permissive = {"MIT", "Apache-2.0", "BSD", "BSD-3-Clause", "PSF-based"}
    assert set(rows.values()) <= permissive | {"MPL-2.0", "MPL-2.0 and MIT"}


def test_floors_are_read_from_the_project() -> None:
    """What the oldest session installs are the floors that pyproject.toml states."""
    printed = subprocess.run(
        [sys.executable, ROOT / "tools" / "floors.py"], capture_output=True, text=True, check=True
    ).stdout.split()
    floors = dict(line.split("==") for line in printed if "==" in line)
    assert floors == {
        name: r.partition(">=")[2].partition(",")[0]
        for name, r in requirements(*SHIPPED, "mcp", "test").items()
    }


# the wheel

BUILD = "import sys; from hatchling.cli import hatchling; sys.exit(hatchling())"


def build(root: Path, target: str, folder: Path, umask: int = 0o022) -> Path:
    """Builds a wheel or an sdist of a tree, without a network."""
    command = [sys.executable, "-c", BUILD, "build", "-t", target, "-d", os.fspath(folder)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    env.pop("SOURCE_DATE_EPOCH", None)
    done = subprocess.run(
        command, cwd=root, env=env, umask=umask, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    pytest.importorskip("hatchling")
    if HOME.parent != ROOT / "src":
        pytest.skip("it is the built wheel that is tested")
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_is_complete(wheel: Path) -> None:
    """It holds every module of ours, the whole snapshot, and no YAML; and it is light."""
    held = set(zipfile.ZipFile(wheel).namelist())
    modules = {file.relative_to(HOME.parent).as_posix() for file in HOME.rglob("*.py")}
    made = {f"alstx/_snapshot/{kind}{end}" for kind in CATALOGS for end in (".py", ".pickles")}
    beside = {"_alstx_hypothesis.py", "alstx/_snapshot/__init__.py", "alstx/py.typed"}
    assert modules | made | beside <= held
    assert [name for name in held if "test_" in name or name.endswith((".yaml", ".pyc"))] == []
    assert wheel.stat().st_size < 1_101_000


def test_the_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """Who builds from the source distribution gets the same bytes."""
    sdist = build(ROOT, "sdist", tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (tree,) = tmp_path.glob("alstx-*")
    assert build(tree, "wheel", tmp_path / "again").read_bytes() == wheel.read_bytes()


def test_two_builds_give_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    """A wheel built elsewhere, of files that are all new, under another umask, is the same."""
    ignored = shutil.ignore_patterns(".git", ".nox", ".venv", "_build", "__pycache__", "*.pyc")
    tree = shutil.copytree(ROOT, tmp_path / "tree", ignore=ignored, copy_function=shutil.copyfile)
    for at, path in enumerate(sorted(tree.rglob("*"))):
        os.utime(path, (1_700_000_000 + at, 1_700_000_000 + at))
        path.chmod(0o700 if path.is_dir() else 0o600)
    assert build(tree, "wheel", tmp_path / "again", 0o077).read_bytes() == wheel.read_bytes()


def ask_installed(wheel: Path, code: str) -> str:
    """What code prints in a new process that has the wheel, zipped, and attrs: nothing else."""
    attrs_home = Path(importlib.import_module("attr").__file__ or "").parent.parent
    head = f"import sys; sys.path[:0] = [{os.fspath(wheel)!r}, {os.fspath(attrs_home)!r}]\n"
    command = [sys.executable, "-I", "-S", "-c", head + code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_answers_from_a_zip_without_yaml_and_cattrs(wheel: Path, tmp_path: Path) -> None:
    """All answers of the installed package are those of the YAML, and nothing is parsed."""
    authored = tmp_path / "authored.pickle"
    authored.write_bytes(pickle.dumps(KnowledgeBase(loader.read(ROOT / "src" / "alstx" / "data"))))
    code = (
        "import json, alstx\n"
        "assert '.whl' in alstx.__file__\n"
        "kb = alstx.preload()\n"
        "loaded = sorted({'yaml', 'cattrs', 'pathlib'} & set(sys.modules))\n"
        "import pickle, pathlib\n"
        f"same = pickle.loads(pathlib.Path({os.fspath(authored)!r}).read_bytes()) == kb\n"
        "print(json.dumps([loaded, same, kb.medications.find('Elavil').id]))"
    )
    loaded, same, found = json.loads(ask_installed(wheel, code))
    assert "yaml" not in loaded
    assert "cattrs" not in loaded
    assert (same, found) == (True, "amitriptyline")


def test_the_wheel_answers_from_a_zipapp(wheel: Path, tmp_path: Path) -> None:
    """An application in one file holds the library, and needs nothing that is installed."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "app")  # noqa: S202 (we made it)
    shutil.rmtree(next((tmp_path / "app").glob("*.dist-info")))
    for name in ("attr", "attrs"):
        home = Path(importlib.import_module(name).__file__ or "").parent
        shutil.copytree(home, tmp_path / "app" / name)
    code = "import alstx\nprint(alstx.__version__, alstx.medications['baclofen'].name)\n"
    (tmp_path / "app" / "__main__.py").write_text(code)
    zipapp.create_archive(tmp_path / "app", tmp_path / "app.pyz")
    command = [sys.executable, "-I", "-S", tmp_path / "app.pyz"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"{alstx.__version__} Baclofen\n"
