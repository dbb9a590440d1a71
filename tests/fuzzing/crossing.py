"""Pickles the bundled base in one Python, and compares it in another.

``crossing.py write FOLDER`` under one Python, ``crossing.py read FOLDER`` under another.
"""

import pickle
import sys
from pathlib import Path
from typing import Any

import alstx
from alstx import KnowledgeBase


def held(kb: KnowledgeBase) -> dict[str, Any]:
    """What is pickled: the base, its catalogs, a cut of one, its hierarchies."""
    kinds = [kind for kind, _ in kb.records.kinds()]
    return {
        "base": kb,
        "catalogs": {kind: getattr(kb, kind) for kind in (*kinds, "treatments")},
        "cut": kb.medications.filter(symptom="drooling", role=None),
        "trees": dict(kb.hierarchies),
    }


def write(folder: Path) -> None:
    """Writes a pickle for each protocol."""
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        file = folder / f"python-{sys.version_info[0]}.{sys.version_info[1]}-{protocol}.pickle"
        file.write_bytes(pickle.dumps(held(alstx.load()), protocol))


def read(folder: Path) -> int:
    """Compares every pickle with what this process holds; counts them."""
    files = sorted(folder.glob("*.pickle"))
    ours = held(alstx.load())
    for file in files:
        theirs = pickle.loads(file.read_bytes())
        assert theirs == ours, file
        assert hash(theirs["base"]) == hash(ours["base"]), file
        assert hash(theirs["cut"]) == hash(ours["cut"]), file
        for kind, catalog in ours["catalogs"].items():
            known = {record: record.id for record in catalog}
            assert all(known[record] == record.id for record in theirs["catalogs"][kind]), file
    return len(files)


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]))
    else:
        print(f"{read(Path(sys.argv[2]))} equal")
