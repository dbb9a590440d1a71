"""What all tests share: one Hypothesis profile, the bundled base, and a toy base."""

import io
import shutil
import zipfile
from collections.abc import Callable, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, settings

import alstx
from alstx import KnowledgeBase
from alstx.cli.app import app
from folders import folder

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(  # for tools/mutation.py, which asks only whether a test fails
    "unshrunk", settings.get_profile("ci"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("ci")

TOY = Path(__file__).parent / "toy"


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    """The bundled base."""
    return alstx.load()


@pytest.fixture(scope="session")
def toy() -> KnowledgeBase:
    """A small base, written by hand for tests."""
    return alstx.load(TOY)


@pytest.fixture(scope="session")
def toy_files() -> Mapping[str, str]:
    """The files of the toy base: path to text."""
    paths = sorted(TOY.rglob("*.yaml"))
    return {path.relative_to(TOY).as_posix(): path.read_text("utf-8") for path in paths}


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    """A copy of the toy base's folder, to be spoilt."""
    return shutil.copytree(TOY, tmp_path / "toy")


@pytest.fixture(scope="session")
def in_memory() -> Callable[[Mapping[str, str | bytes]], Any]:
    """Makes a folder out of paths and contents, faster than on disk."""
    return folder


@pytest.fixture(scope="session")
def zipped() -> Callable[[Mapping[str, str]], Traversable]:
    """Makes a zip in memory out of paths and texts, and reads it as a folder."""

    def make(files: Mapping[str, str]) -> Traversable:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for path, text in files.items():
                archive.writestr(path, text)
        return zipfile.Path(zipfile.ZipFile(buffer))

    return make


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command line in this process, 100 columns wide unless told otherwise."""

    def runner(*args: str, columns: int = 100) -> Result:
        monkeypatch.setenv("COLUMNS", str(columns))
        return CliRunner().invoke(app, list(args), prog_name="alstx")

    return runner
