"""One virtual environment for each library, so that none pays for another's dependencies."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BEFORE = "fc71366"
"""The commit of 0.1.0."""


def run(*command: object) -> str:
    """Runs a command and gives what it prints."""
    texts = [str(part) for part in command]
    done = subprocess.run(texts, check=True, capture_output=True, text=True)  # noqa: S603 (ours)
    return done.stdout.strip()


def wheel(folder: Path) -> Path:
    """Builds the wheel of this tree."""
    shutil.rmtree(folder, ignore_errors=True)
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT)
    (found,) = folder.glob("alstx-*.whl")
    return found


def wheel_before(folder: Path) -> Path:
    """Builds the wheel of 0.1.0, with which this tree is compared."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archive = folder / "tree.tar"
    run("git", "-C", ROOT, "archive", "--output", archive, BEFORE)
    shutil.unpack_archive(archive, folder / "tree", filter="data")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, folder / "tree")
    (found,) = folder.glob("alstx-*.whl")
    return found


def environment(folder: Path, name: str, requirement: object) -> Path:
    """Makes an environment with one library and gives its interpreter."""
    home = folder / name
    python = home / "bin" / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", home)
        run(python, "-m", "pip", "install", "--quiet", "pyperf", requirement)
        run(python, "-m", "compileall", "-q", home / "lib")
    return python


def version(python: Path, name: str) -> str:
    """The version of a library in an environment."""
    return run(python, "-c", f"from importlib.metadata import version; print(version({name!r}))")
