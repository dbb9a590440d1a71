"""What is shipped: licences, floors of dependencies, and a wheel that anybody can build again."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SHIPPED = ("arrow", "cli", "fhir", "frames", "pandas", "plot", "polars", "testing")
REQUIREMENT = re.compile(r"[\w.-]+")


def requirements(*extras: str) -> dict[str, str]:
    """Name of each dependency to what is required of it."""
    listed = [r for extra in extras for r in PROJECT["optional-dependencies"][extra]]
    found = {REQUIREMENT.match(r)[0]: r for r in (*PROJECT["dependencies"], *listed)}  # type: ignore[index]
    return {name: r for name, r in found.items() if name != "alstx"}


def test_every_dependency_has_a_floor_and_no_ceiling() -> None:
    """A dependency is bounded below by what `nox -s oldest` runs on, and not above."""
    floor = re.compile(r"[\w.-]+(\[[\w,]+\])?>=[0-9.]+")
    every = requirements(*SHIPPED, "test").values()
    assert [] == [r for r in every if not floor.fullmatch(r)]


def test_licences_are_listed() -> None:
    """docs/licences.md names every library that an installation brings in, and its licence."""
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([\w.-]+) \| ([\w .-]+) \| (?:alstx|extra)", page, re.MULTILINE))
    assert set(requirements(*SHIPPED)) == set(rows)
    permissive = {"MIT", "Apache-2.0", "BSD", "BSD-3-Clause", "PSF-based"}
    assert set(rows.values()) <= permissive | {"MPL-2.0", "MPL-2.0 and MIT"}


def test_floors_are_read_from_the_project() -> None:
    """What the oldest session installs are the floors that pyproject.toml states."""
    printed = subprocess.run(
        [sys.executable, ROOT / "tools" / "floors.py"], capture_output=True, text=True, check=True
    ).stdout.split()
    floors = dict(line.split("==") for line in printed if "==" in line)
    assert floors == {
        name: r.partition(">=")[2] for name, r in requirements(*SHIPPED, "test").items()
    }


@pytest.mark.skipif(importlib.util.find_spec("build") is None, reason="needs build and hatchling")
def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """A wheel built elsewhere, later, under another umask, has the same bytes."""
    wheels = [built(tmp_path / str(umask), umask) for umask in (0o022, 0o077)]
    first, second = (wheel.read_bytes() for wheel in wheels)
    assert first == second
    names = zipfile.ZipFile(wheels[0]).namelist()
    data = [path for path in (ROOT / "src" / "alstx" / "data").rglob("*") if path.is_file()]
    shipped = {
        f"alstx/data/{path.relative_to(ROOT / 'src/alstx/data').as_posix()}" for path in data
    }
    assert shipped <= set(names)
    assert [] == [name for name in names if "test_" in name or name.endswith(".pyc")]


def built(folder: Path, umask: int) -> Path:
    """Builds a wheel of a copy of the project, whose files are all new."""
    ignored = shutil.ignore_patterns(".git", ".nox", ".venv", "_build", "__pycache__", "*.pyc")
    source = shutil.copytree(ROOT, folder / "alstx", ignore=ignored, copy_function=shutil.copyfile)
    for at, path in enumerate(sorted(source.rglob("*"))):
        os.utime(path, (1_700_000_000 + at + umask, 1_700_000_000 + at + umask))
        path.chmod(0o700 if path.is_dir() else 0o666 & ~umask)
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--wheel",
        "--outdir",
        folder,
        source,
    ]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        umask=umask,
        env={k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"},
    )
    (wheel,) = folder.glob("*.whl")
    return wheel
