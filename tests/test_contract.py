"""The public interface is the one that was recorded: whoever changes it means to."""

import difflib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

import alstx
from alstx import vocab
from alstx.kb import catalogs, literature
from alstx.kb.catalog import Catalog

RECORD = Path(__file__).parent / "contract"
TOOL = Path(__file__).parent.parent / "tools" / "contract.py"
ADVICE = (
    "\n\nThe public interface differs from the one recorded in tests/contract/{file}. "
    "If that is meant, run `python tools/contract.py`, and write a changelog fragment: added, "
    "changed, deprecated or breaking. If not, somebody who relies on it would break."
)


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("contract", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def found(tool: ModuleType) -> dict[str, str]:
    written: dict[str, str] = tool.contract()
    return written


@pytest.mark.parametrize("file", sorted(path.name for path in RECORD.iterdir()))
def test_the_interface_is_the_recorded_one(found: dict[str, str], file: str) -> None:
    """Names, signatures, fields, words, columns, commands and the schema are as recorded."""
    recorded = (RECORD / file).read_text("utf-8")
    changes = difflib.unified_diff(
        recorded.splitlines(), found[file].splitlines(), "recorded", "found", lineterm="", n=1
    )
    assert recorded == found[file], "\n".join(changes) + ADVICE.format(file=file)


def test_nothing_is_left_unrecorded(found: dict[str, str]) -> None:
    """Every file, public name, catalog, word and filter stands in the record."""
    assert set(found) == {path.name for path in RECORD.iterdir()}
    recorded = "".join(found.values())
    assert [] == [name for name in alstx.__all__ if name not in recorded]
    shelves = [
        cls
        for room in (catalogs, literature)
        for cls in vars(room).values()
        if isinstance(cls, type)
    ]
    named = [cls.__name__ for cls in shelves if cls.__bases__ == (Catalog,)]
    assert [] == [name for name in named if f"\n{name}(Catalog)\n" not in recorded]
    assert len(named) == 10
    assert "  NO_DIFFERENCE = 'no-difference'" in found["words.txt"]
    assert "filter(self, *, symptom: Symptom | str | None = None, " in found["classes.txt"]
    assert "drug_classes: tuple[str, ...]" in found["classes.txt"]
    assert "alstx." not in found["classes.txt"]
    assert vocab.Direction.__name__ in found["words.txt"]


def test_a_change_is_seen(tool: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parameter more, or a renamed method, changes the record."""
    before = tool.contract()

    def filter_(self: object, *, group: str | None = None, more: int = 0) -> object:
        return (self, group, more)

    monkeypatch.setattr(catalogs.Agents, "filter", filter_)
    monkeypatch.setattr(alstx.Curie, "shout", str.upper, raising=False)
    after = tool.contract()
    assert {"classes.txt"} == {name for name in before if before[name] != after[name]}
    assert "group: str | None = None, more: int = 0" in after["classes.txt"]
