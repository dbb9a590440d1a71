"""What is said of a spoilt base, whole and word by word, is what the golden file has."""

import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from alstx import KnowledgeBase

ROOT = Path(__file__).parent.parent
TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "refusals.py"))
BLOCKS = (ROOT / "tests" / "golden" / "refusals.txt").read_text("utf-8").strip().split("\n\n")[1:]


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[0] for block in BLOCKS])
def test_every_problem_word_by_word(
    toy: KnowledgeBase, toy_files: Mapping[str, str], block: str
) -> None:
    """File, line, place and message of each problem, and no problem more, in this order.

    ``python tools/refusals.py`` writes them anew.
    """
    edits = [line for line in block.splitlines() if not line.startswith("    ")]
    expected = [line[4:] for line in block.splitlines() if line.startswith("    ")]
    assert expected == TOOL["problems"](edits, toy.records, toy_files)


def test_the_tool_reads_the_blocks() -> None:
    """The writer of the golden file keeps the edits of each block."""
    head, edits = TOOL["blocks"]("Head.\n\na | b\n    said\n\nc | d\ne | f\n")
    assert (head, edits) == ("Head.", [["a | b"], ["c | d", "e | f"]])
