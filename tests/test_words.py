"""The word list of the prose: no word to avoid comes back, and the baseline shrinks."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import words  # noqa: E402 (a script beside the tests)

ELSEWHERE = Path("elsewhere")
"""A project without the files of these tests, wherever temporary files lie."""
MODULE = '''\
"""Gives the shelf."""


class Box:
    """A box that is held."""

    def __init__(self) -> None:
        """Keeps nothing."""

    def open(self) -> int:  # what is no comment
        """Return one."""
        held = 1
        return held
'''
PAGE = """\
# A page about the base

```python
held = "shelf"  # code is not prose
```

It is no advice, and `held` is code. There is no other base.
"""


@pytest.mark.skipif(
    not (ROOT / "src" / "alstx" / "vocab.py").exists(), reason="the source is out of reach"
)
def test_prose_keeps_to_the_baseline() -> None:
    """No rule is broken more often than before, and the baseline is as low as it can be."""
    assert words.verdict(list(words.places()), words.baseline()) == []


def test_the_baseline_is_canonical() -> None:
    """The file is as the tool writes it, and names no rule that is gone."""
    allowed = words.baseline()
    written = f"{json.dumps(allowed, indent=2, ensure_ascii=False)}\n"
    assert written == words.BASELINE.read_text("utf-8")
    rules = {*words.WORDS, *words.NAMES, "docstring: first word", "docstring: of a magic method"}
    assert {rule for area in allowed.values() for rule in area} <= rules


def test_finds_words_names_and_docstrings_of_a_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Docstrings, comments and names are read, each place with its line."""
    monkeypatch.setattr(words, "ROOT", ELSEWHERE)
    path = tmp_path / "box.py"
    path.write_text(MODULE, encoding="utf-8")
    found = {(p.rule.partition(":")[0], p.where, p.found) for p in words.in_code("src", path)}
    assert ("docstring", "box.py:1", "Gives the shelf.") in found
    assert ("docstring", "box.py:7", "Keeps nothing.") in found
    assert {("name", "box.py:12", "held"), ("name", "box.py:13", "held")} <= found
    said = {(where, text) for rule, where, text in found if rule not in {"docstring", "name"}}
    assert said == {("box.py:1", "shelf"), ("box.py:5", "held"), ("box.py:10", "is no")}


def test_leaves_the_code_of_a_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks and code within a line are not prose; "there is no" is."""
    monkeypatch.setattr(words, "ROOT", ELSEWHERE)
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    found = [(p.where, p.found) for p in words.in_page(path)]
    assert found == [("page.md:1", "the base"), ("page.md:7", "is no")]


@pytest.mark.parametrize(
    ("allowed", "said"), [(0, "1 times, 0 allowed; write: strong"), (2, "lower the baseline")]
)
def test_refuses_a_count_that_differs_from_the_baseline(allowed: int, said: str) -> None:
    """More than allowed names the places, fewer says how to lower the baseline."""
    found = [words.Place("docs", "firm", "page.md:3", "firmest")]
    (problem,) = words.verdict(found, {"docs": {"firm": allowed}})
    assert said in problem
    assert ("page.md:3: firmest" in problem) == (allowed == 0)
    assert words.verdict(found, {"docs": {"firm": 1}}) == []


def test_the_baseline_only_shrinks() -> None:
    """Writing it lowers what is lower, drops what is gone and raises nothing."""
    present = {"src": {"held": 3, "stood": 9}, "docs": {}}
    allowed = {"src": {"held": 5, "stood": 2, "anew": 1}, "docs": {"held": 1}}
    expected = {"src": {"held": 3, "stood": 2}, "docs": {}}
    assert expected == words.lowered(present, allowed)
