"""Writes tests/golden/refusals.txt anew: what is told of each spoilt base that it describes.

``python tools/refusals.py`` keeps the edits of every block and replaces what is said of them; a new
block needs its edits only. Read the diff: it is what people are told. `tools/exports.py` comes
first, for some blocks spoil the document that it writes.
"""

import codecs
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import alstx
from alstx import DataError
from alstx.io.document import read_document
from alstx.io.loader import read
from alstx.model.records import Records

ROOT = Path(__file__).parent.parent
TOY = ROOT / "tests" / "toy"
GOLDEN = ROOT / "tests" / "golden" / "refusals.txt"
DOCUMENT = ROOT / "tests" / "golden" / "exports" / "toy.json"
JSON = "base.json"

folder = runpy.run_path(str(ROOT / "tests" / "fuzzing" / "folders.py"))["folder"]
Files = Mapping[str, str | bytes]


def blocks(text: str) -> tuple[str, list[list[str]]]:
    """The head of the golden file, and for each block the edits that spoil the toy base."""
    head, *rest = text.strip().split("\n\n")
    return head, [[line for line in b.splitlines() if not line.startswith("    ")] for b in rest]


def spoilt(edits: list[str], files: Files) -> dict[str, str | bytes]:
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
            assert isinstance(text, str), edit
            assert old in text, f"nothing to replace: {edit}"
            found[file] = text.replace(old, new, 1)
    return found


def problems(edits: list[str], toy: Records, files: Files) -> list[str]:
    """Return what is told of the toy base after edits, of the folder or else of the document."""
    extends = toy if edits[0] == "extend" else None
    document = DOCUMENT.read_text("utf-8")
    held = spoilt(edits[1:], {}) if extends else spoilt(edits, {**files, JSON: document})
    found = held.pop(JSON, document)
    entry: Any = folder(held) if found == document else folder({JSON: found}).entries[JSON]
    try:
        (read if found == document else read_document)(entry, extends)
    except DataError as error:
        return [str(problem) for problem in error.problems]
    msg = f"nothing is refused: {edits}"
    raise AssertionError(msg)


def toy_files() -> dict[str, str]:
    """The files of the toy base: path to text."""
    paths = sorted(TOY.rglob("*.yaml"))
    return {path.relative_to(TOY).as_posix(): path.read_text("utf-8") for path in paths}


if __name__ == "__main__":
    HEAD, BLOCKS = blocks(GOLDEN.read_text("utf-8"))
    RECORDS, FILES = alstx.load(TOY).records, toy_files()
    told = [
        "\n".join([*edits, *(f"    {line}" for line in problems(edits, RECORDS, FILES))])
        for edits in BLOCKS
    ]
    GOLDEN.write_text("\n\n".join([HEAD, *told]) + "\n", encoding="utf-8")
