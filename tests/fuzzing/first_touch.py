"""Touches the bundled base for the first time, from many threads of many processes at once.

``python tests/fuzzing/first_touch.py --rounds 200``: each round starts fresh processes together;
in each, all threads wait for one another and then ask. All must get the very same objects.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence

from alstx.model.records import LABELS

THREADS, PROCESSES, MOST_SECONDS = 64, 8, 300

PROGRAM = """
import faulthandler, random, sys, threading

number, count = map(int, sys.argv[1:3])
CATALOGS = sys.argv[3:]  # not imported: this process has touched nothing yet
faulthandler.dump_traceback_later(240, exit=True)  # a deadlock shows where
sys.setswitchinterval(1e-6)
built = []
if number % 2:  # half of the processes count; the others have imported nothing at all
    from alstx.kb.index import Index

    make = Index.__init__

    def counted(self, *arguments, **named):
        built.append(threading.get_ident())
        make(self, *arguments, **named)

    Index.__init__ = counted
import alstx

start = threading.Barrier(count)
found, failed = [], []

def touch(at):
    order = random.Random(number * 1000 + at).sample(CATALOGS, len(CATALOGS))
    start.wait()
    try:
        first = getattr(alstx, order[0]) if at % 3 else alstx.load()
        kb = alstx.load()
        trees = kb.hierarchies if at % 4 else None
        held = {name: getattr(kb if at % 2 else alstx, name) for name in order}
        trees = trees or kb.hierarchies
        drug = held["medications"].find("Elavil")
        assert drug.id in held["medications"].filter(symptom="drooling")
        assert held["symptoms"].search("droling")
        assert kb.interactions(["tizanidine", "Luvox"]).alerts
        found.append((id(kb), id(drug), *(id(held[name]) for name in CATALOGS),
                      *(id(trees[name]) for name in sorted(trees)),
                      *(id(held[name][0]) for name in CATALOGS)))
        assert at % 3 == 0 or first is held[order[0]]
    except BaseException as error:
        failed.append(repr(error))

threads = [threading.Thread(target=touch, args=(at,)) for at in range(count)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
names = ("base", "record", *CATALOGS, *["tree"] * 4, *[f"first of {name}" for name in CATALOGS])
print([name for name, ids in zip(names, zip(*found)) if len(set(ids)) > 1], failed[:3])
print(len(found), len(built) if number % 2 else 1)
"""


def touched(processes: int, threads: int) -> list[str]:
    """What is wrong in any of some fresh processes that start together; nothing, if all is well."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(number), str(threads), *LABELS],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    told = [process.communicate(timeout=MOST_SECONDS) for process in running]
    return [out + err for out, err in told if out != f"[] []\n{threads} 1\n"]


def main(arguments: Sequence[str]) -> int:
    """Runs the rounds that are asked for; 1 as soon as anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    asked = parser.parse_args(arguments)
    for number in range(asked.rounds):
        wrong = touched(PROCESSES, THREADS)
        if wrong:
            print(f"round {number}", *wrong, sep="\n")
            return 1
        print(f"{number + 1} of {asked.rounds} rounds", end="\r", flush=True)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
