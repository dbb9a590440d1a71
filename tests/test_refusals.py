"""What is said of a spoilt base, whole and word by word, is what the golden file has."""

import codecs
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from alstx import DataError, KnowledgeBase
from alstx.io.document import read_document
from alstx.io.loader import read
from folders import folder

GOLDEN = Path(__file__).parent / "golden"
BLOCKS = (GOLDEN / "refusals.txt").read_text("utf-8").strip().split("\n\n")[1:]
DOCUMENT = (GOLDEN / "exports" / "toy.json").read_text("utf-8")
JSON = "base.json"


def spoilt(edits: list[str], files: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    """The files after some edits: ``replace``, ``write``, ``rename`` and ``remove``."""
    found = dict(files)
    for edit in edits:
        verb, _, rest = edit.partition(" ")
        file, *texts = rest.split(" | ")
        texts = [codecs.decode(text, "unicode_escape") for text in texts]
        if verb == "remove":
            found = {path: text for path, text in found.items() if not path.startswith(file)}
        elif verb == "write":
            found[file] = texts[0].encode("latin-1")
        elif verb == "rename":
            found[texts[0]] = found.pop(file)
        else:
            old, new = texts
            text = found[file]
            assert isinstance(text, str)
            assert old in text
            found[file] = text.replace(old, new, 1)
    return found


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[0] for block in BLOCKS])
def test_every_problem_word_by_word(
    toy: KnowledgeBase, toy_files: Mapping[str, str], block: str
) -> None:
    """File, line, place and message of each problem, and no problem more, in this order."""
    edits = [line for line in block.splitlines() if not line.startswith("    ")]
    expected = [line[4:] for line in block.splitlines() if line.startswith("    ")]
    extends = toy.records if edits[0] == "extend" else None
    files = spoilt(edits[1:], {}) if extends else spoilt(edits, {**toy_files, JSON: DOCUMENT})
    document = files.pop(JSON, DOCUMENT)
    entry: Any = folder(files) if document == DOCUMENT else folder({JSON: document}).entries[JSON]
    with pytest.raises(DataError) as caught:
        (read if document == DOCUMENT else read_document)(entry, extends)
    assert expected == [str(problem) for problem in caught.value.problems]
