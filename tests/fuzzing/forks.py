"""Forks processes while threads are in the library, and asks that no child hangs or fails.

``python tests/fuzzing/forks.py --children 600``: fresh processes, half of them after ``preload``,
in which threads ask one question after another while the process forks at random instants; each
child asks all questions.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence

MOST_SECONDS = 600
AT_A_TIME = 12

PROGRAM = """
import faulthandler, os, random, sys, threading, time, traceback

seed, children, preloads = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "preload"
rng = random.Random(seed)
sys.setswitchinterval(1e-5)
import alstx

def ask(order):
    base = lambda: alstx.load()
    questions = [
        lambda: alstx.medications.find("Elavil"),
        lambda: alstx.treatments.filter(symptom="drooling").ids,
        lambda: base().interactions(["tizanidine", "Luvox"]).alerts,
        lambda: alstx.medications.search("baclofin"),
        lambda: alstx.medications.find_in("took baclofen 10 mg and amitriptylin"),
        lambda: alstx.symptoms.search("droling"),
        lambda: base().hierarchies["symptoms"],
        lambda: [(t.disagreements, t.labels, t.role) for t in base().treatments],
        lambda: base().medications["baclofen"]._repr_html_(),
        lambda: base().sources[:3].to_records(),
        lambda: alstx.medications.get("no such thing"),
        lambda: alstx.__version__,
    ]
    for question in order.sample(questions, len(questions)):
        question()

if preloads:
    alstx.preload()

def go_on(number):
    order = random.Random(number)
    while True:
        ask(order)

for number in range(3):
    threading.Thread(target=go_on, args=(rng.random(),), daemon=True).start()
started = []
for child in range(children):
    time.sleep(rng.random() * (0.05 if preloads else 0.4))
    pid = os.fork()
    if not pid:
        faulthandler.dump_traceback_later(120, exit=True)  # a child that hangs shows where
        try:
            ask(random.Random(child))
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(2)
    started.append(pid)
print([status for pid in started if (status := os.waitpid(pid, 0)[1])], flush=True)
os._exit(0)
"""


def hung(seed: int, children: int, mode: str) -> str:
    """What is said of children that hang or fail; nothing, if all are well."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(seed), str(children), mode],
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    return "" if (done.stdout, done.stderr) == ("[]\n", "") else done.stdout + done.stderr


def main(arguments: Sequence[str]) -> int:
    """Forks as many children as are asked for; 1 as soon as one is not well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    for number in range(0, asked.children, AT_A_TIME):
        mode = "preload" if number // AT_A_TIME % 2 else "first touch"
        wrong = hung(asked.seed + number, AT_A_TIME, mode)
        if wrong:
            print(f"seed {asked.seed + number}, {mode}", wrong, sep="\n")
            return 1
        print(f"{number + AT_A_TIME} of {asked.children} children", end="\r", flush=True)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
