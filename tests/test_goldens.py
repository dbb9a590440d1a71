"""Whole exports of a small base: what a change of the code makes of them is seen by reviewers."""

import difflib
import runpy
from pathlib import Path

import pytest

from alstx import KnowledgeBase

ROOT = Path(__file__).parent.parent
RECORD = ROOT / "tests" / "golden" / "exports"
FILES = sorted(path.relative_to(RECORD).as_posix() for path in RECORD.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def found(toy: KnowledgeBase) -> dict[str, str]:
    return dict(runpy.run_path(str(ROOT / "tools" / "exports.py"))["goldens"](toy))


def test_nothing_is_left_unrecorded(found: dict[str, str]) -> None:
    """Every file is recorded, and no other."""
    assert sorted(found) == FILES


@pytest.mark.parametrize("file", FILES)
def test_the_export_is_the_recorded_one(found: dict[str, str], file: str) -> None:
    """The exports are those that reviewers saw; `python tools/exports.py` writes new ones."""
    recorded = (RECORD / file).read_bytes().decode()
    if recorded != found[file]:
        old, new = recorded.splitlines(), found[file].splitlines()
        changes = difflib.unified_diff(old, new, "recorded", "found", lineterm="", n=1)
        pytest.fail("\n".join(changes), pytrace=False)
