"""What grows with the base: run by ``run.py`` in the environment of alstx, prints JSON."""

import json
import sys
import tempfile
import time
import timeit
from pathlib import Path

import alstx
from alstx import KnowledgeBase
from alstx.kb import snapshot, snapshot_writer
from alstx.testing import scaled


def best(statement: str, base: KnowledgeBase, number: int = 5000) -> float:
    """Microseconds of a statement, the fastest of several runs."""
    runs = timeit.repeat(statement, globals={"kb": base}, number=number, repeat=7)
    return min(runs) / number * 1e6


def measure(times: int) -> dict[str, float]:
    """Figures of the bundled base taken `times` times."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"scaled_{times}"
        snapshot_writer.write(scaled(alstx.load().records, times), Path(folder, name))
        sys.path.insert(0, folder)
        snapshot.SNAPSHOT = name
        KnowledgeBase.of_index(snapshot.SnapshotIndex()).prepare()  # writes the byte code
        for module in [module for module in sys.modules if module.startswith(name)]:
            del sys.modules[module]
        before = time.perf_counter()
        base = KnowledgeBase.of_index(snapshot.SnapshotIndex())
        base.prepare()
        prepared = time.perf_counter() - before
    return {
        "records": sum(len(held) for _, held in base.records.kinds()),
        "prepare, ms": prepared * 1000,
        "by id, µs": best("kb.medications['baclofen']", base),
        "find, µs": best("kb.medications.find('Elavil')", base),
        "filter by one key, µs": best("kb.medications.filter(drug_class='anticholinergic')", base),
        "misspelled, µs": best("kb.medications.search('amitriptiline')", base, 50),
    }


if __name__ == "__main__":
    print(
        json.dumps(
            {times: measure(times) for times in map(int, sys.argv[1:] or ("1", "10", "100"))}
        )
    )
