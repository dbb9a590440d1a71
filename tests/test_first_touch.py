"""At first touch from many threads and processes there is one build, and one of each object."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

import first_touch
import forks
from alstx import lock
from alstx.lock import building, importing

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")


def test_threads_and_processes_at_first_touch() -> None:
    """64 threads in each of 8 fresh processes get the same objects; `nox -s threads` does more."""
    assert [] == first_touch.touched(first_touch.PROCESSES, first_touch.THREADS)


@needs_fork
@pytest.mark.parametrize("mode", ["first touch", "preload"])
def test_no_child_hangs(mode: str) -> None:
    """Children of a process whose threads are in the library answer; `nox -s threads` does more."""
    assert not forks.hung(seed=1, children=4, mode=mode)


WAITS = """
import os, threading
from alstx.lock import building, importing

for held in (building.lock, importing("alstx.kb.interactions")):
    entered, go = threading.Event(), threading.Event()

    def make():
        with held:
            entered.set()
            go.wait()
            done.append(1)

    done = []
    thread = threading.Thread(target=make)
    thread.start()
    entered.wait()
    threading.Timer(0.2, go.set).start()
    pid = os.fork()
    if not pid:
        with building.lock:  # a lock of its own
            os._exit(0 if done else 1)
    assert os.waitpid(pid, 0)[1] == 0
    with building.lock:  # the parent gave it back
        thread.join()
"""


@needs_fork
def test_a_fork_waits_for_what_is_being_made() -> None:
    """A thread that builds or imports comes to its end before the process forks."""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", WAITS], timeout=60, check=False)
    assert done.returncode == 0


def _elsewhere(action: Callable[[], object]) -> None:
    """Runs an action in another thread, to its end."""
    thread = threading.Thread(target=action)
    thread.start()
    thread.join()


def test_a_fork_that_waited_in_vain_goes_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes no lock that it did not get, and gives none back that is another thread's."""
    monkeypatch.setattr(lock, "LONGEST_WAIT", 0.01)
    with building.lock:
        _elsewhere(building.wait)
        _elsewhere(building.resume)
    building.wait()
    building.resume()
    taken: list[bool] = []
    _elsewhere(lambda: taken.append(building.lock.acquire(timeout=1)))
    assert taken == [True]
    building.renew()  # that thread is gone and gave nothing back


def test_an_import_takes_the_lock_until_it_was_done_once() -> None:
    """A block that fails, such as an import of what is missing, takes it the next time as well."""
    name = "no_such_module"

    def fail() -> None:
        with importing(name):
            assert importing(name)._lock is not None
            raise ModuleNotFoundError(name)

    for _ in range(2):
        with pytest.raises(ModuleNotFoundError):
            fail()
    with importing("os"):
        pass
    assert importing("os")._lock is None


PRELOADED = """
import sys, alstx
from alstx.lock import building

base = alstx.preload()
names = [getattr(alstx, name) for name in ("medications", "symptoms", "treatments")]
names[0].find_in("baclofn"), names[1].find_in("drooling")
before = set(sys.modules)

class Refusing:
    def __enter__(self):
        raise AssertionError("a lock was taken")
    __exit__ = acquire = release = __enter__

building.lock = Refusing()
medications, symptoms, treatments = names
medications.find("Elavil"), medications.find_in("took baclofn 10 mg"), medications.search("lioresl")
symptoms.find_in("droling at night"), symptoms.search("droling"), symptoms.get("droling")
treatments.filter(symptom="drooling").ids, treatments.filter(drug_class="anticholinergic").ids
[(t.key_findings, t.disagreements, t.labels) for t in treatments]
base.interactions(["tizanidine", "Luvox"])._repr_html_()
medications["baclofen"]._repr_html_(), medications.to_records(), base.evidence.to_estimates()
assert medications.get("no such thing") is None
print(sorted(set(sys.modules) - before))
"""


def test_after_preload_no_answer_takes_a_lock_or_imports() -> None:
    """Whatever is asked after `preload`, no lock is taken and nothing is imported."""
    done = subprocess.run(
        [sys.executable, "-c", PRELOADED], capture_output=True, text=True, check=False
    )
    assert ("[]\n", "") == (done.stdout, done.stderr)
