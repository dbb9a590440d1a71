"""The base: its catalogs, and that it is one immutable value."""

import copy
import os
import pickle
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given

import alstx
from alstx import InvalidArgumentError, KnowledgeBase, NotFoundError, Ref, lock
from alstx.io import load as loading
from alstx.kb.index import Index
from alstx.model.records import LABELS, Records
from alstx.testing import knowledge_bases

CATALOGS = tuple(sorted(LABELS))


def test_a_base_names_itself(toy: KnowledgeBase) -> None:
    """The repr has version and counts, of the kinds that there are."""
    counts = (
        "6 symptoms, 4 medications, 3 drug_classes, 4 mechanisms, 2 therapies, 3 agents, "
        "8 sources, 4 evidence, 7 recommendations"
    )
    assert repr(toy) == f"<KnowledgeBase 2026.1.31: {counts}>"
    assert repr(toy.records) == f"<Records 2026.1.31: {counts}>"
    bare = Records(version="1", disease=toy.disease)
    assert repr(bare) == "<Records 1: none>"


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        ("medications/alphazine", "Alphazine"),
        ("drug_classes/zine", "Zine"),
        ("therapies/brace", "Brace"),
        ("agents/toyhol", "Toyhol"),
    ],
)
def test_references_are_resolved(toy: KnowledgeBase, ref: str, name: str) -> None:
    """A reference gives the record of its kind."""
    assert name == toy.resolve(Ref.parse(ref)).name


def test_a_dangling_reference_is_not_found(toy: KnowledgeBase) -> None:
    """A reference to what there is not is an error."""
    with pytest.raises(NotFoundError, match="no therapy 'alphazine'"):
        toy.resolve(Ref.parse("therapies/alphazine"))


@pytest.mark.parametrize("ref", ["alphazine", "symptoms/pain", "", None, 5])
def test_a_reference_is_resolved_as_it_is_written(toy: KnowledgeBase, ref: Any) -> None:
    """The text of a reference does as well, as cells of a table have it; no other text does."""
    assert toy.resolve("medications/alphazine") is toy.medications["alphazine"]
    with pytest.raises(InvalidArgumentError, match="expected KIND/ID with KIND one of medications"):
        toy.resolve(ref)


def test_hierarchies_are_those_of_the_records(toy: KnowledgeBase) -> None:
    """Each kind that has parents has a hierarchy of them."""
    assert {"symptoms", "drug_classes", "mechanisms", "agents"} == set(toy.hierarchies)
    assert {"muscle-cramps", "muscle-symptoms", "sleep-symptoms"} == toy.hierarchies[
        "symptoms"
    ].ancestors("night-cramps")


@given(knowledge_bases(most=2))
def test_bases_are_values(base: KnowledgeBase) -> None:
    """A base equals one of equal records, and has its hash."""
    twin = KnowledgeBase(base.records)
    assert base == twin
    assert hash(base) == hash(twin)
    assert base != base.records


def test_different_bases_differ(toy: KnowledgeBase, toy_folder: Path) -> None:
    """A base with other records is another; one with fewer mostly has another hash, too."""
    (toy_folder / "therapies" / "brace.yaml").write_text(
        (toy_folder / "therapies" / "brace.yaml").read_text("utf-8").replace("splint", "sling")
    )
    assert toy != alstx.load(toy_folder)
    fewer = KnowledgeBase(attrs.evolve(toy.records, recommendations=()))
    assert hash(toy) != hash(fewer)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_bases_survive_pickle(toy: KnowledgeBase, protocol: int) -> None:
    """Every protocol of pickle gives an equal base that answers alike."""
    back = pickle.loads(pickle.dumps(toy, protocol))  # noqa: S301 (our own)
    assert toy == back
    assert all(getattr(toy, name) == getattr(back, name) for name in CATALOGS)


def test_a_base_is_its_own_copy(toy: KnowledgeBase) -> None:
    """What cannot change need not be copied; and it can be referred to weakly."""
    assert toy is copy.copy(toy)
    assert toy is copy.deepcopy(toy)
    assert toy is weakref.ref(toy)()


@pytest.mark.parametrize("name", ["records", "medications", "_built", "nonsense"])
def test_a_base_is_immutable(toy: KnowledgeBase, name: str) -> None:
    """Nothing can be set or deleted, and the error says how to add records."""
    told = r"^a KnowledgeBase is immutable; load an overlay to add records$"
    with pytest.raises(AttributeError, match=told):
        setattr(toy, name, None)
    with pytest.raises(AttributeError, match=told):
        delattr(toy, name)


def together(call: Callable[[], object]) -> list[object]:
    """What a call gives in many threads that start at once."""
    start = threading.Barrier(8)
    found: list[object] = []

    def run() -> None:
        start.wait()
        found.append(call())

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_catalogs_are_built_once_in_any_number_of_threads(toy: KnowledgeBase) -> None:
    """Threads that touch a fresh base at once get the same catalogs."""
    for name in CATALOGS:
        fresh = KnowledgeBase(toy.records)
        found = together(lambda fresh=fresh, name=name: getattr(fresh, name))  # type: ignore[misc]
        expected = 1
        assert expected == len({id(catalog) for catalog in found})
        assert [getattr(toy, name)] * 8 == found


def test_the_bundled_base_is_built_once_in_any_number_of_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Threads that load the bundled base at once get the same object."""
    monkeypatch.setattr(loading, "_bundled", loading._Bundled())
    found = together(alstx.load)
    expected = 1
    assert expected == len({id(base) for base in found})
    expected = 8
    assert expected == len(found)


def test_records_of_another_base_are_those_of_this_one(toy: KnowledgeBase) -> None:
    """A medicine is looked up by its id, wherever the record comes from."""
    other = KnowledgeBase(toy.records)
    alphazine = attrs.evolve(other.medications["alphazine"], interactions=())
    (alert,) = toy.interactions([alphazine, "MAOI"]).alerts
    assert toy.medications["alphazine"] is alert.first
    stranger = attrs.evolve(alphazine, id="stranger")
    with pytest.raises(NotFoundError, match="no medicine 'stranger'"):
        toy.interactions([stranger, "MAOI"])


class Waiting:
    """A lock under which, while we wait for it, another thread does the work."""

    def __init__(self, work: Callable[[], object]) -> None:
        """Keeps the work, to be done once."""
        self.work: list[Callable[[], object]] = [work]
        self.made: list[object] = []

    def __enter__(self) -> None:
        """Does the work first."""
        if self.work:
            self.made.append(self.work.pop()())

    def __exit__(self, *_: object) -> None:
        """Frees nothing."""


def test_what_another_thread_built_meanwhile_is_taken(
    toy: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits for the lock takes what was built while waiting, and builds nothing anew."""
    fresh, index = KnowledgeBase(toy.records), Index(toy.records)
    table = index.tables["symptoms"]
    monkeypatch.setattr(loading, "_bundled", loading._Bundled())
    asks: tuple[Callable[[], object], ...] = (
        lambda: fresh.medications,
        lambda: index.treatments,
        lambda: table.names,
        lambda: table.filters,
        alstx.load,
    )
    for ask in asks:
        waiting = Waiting(ask)
        monkeypatch.setattr(lock.building, "lock", waiting)
        mine = ask()
        assert waiting.made == [mine]
        assert waiting.made[0] is mine
        assert ask() is mine


FORKED = """
import os, signal, threading, alstx
from alstx import lock

lock.LONGEST_WAIT = 0.1  # the other thread gives the lock back only after the fork
held, done = threading.Event(), threading.Event()

def hold():
    with lock.building.lock:
        held.set()
        done.wait()

threading.Thread(target=hold, daemon=True).start()
held.wait()
child = os.fork()
if not child:
    signal.alarm(30)  # rather than hang
    os._exit(0 if alstx.load().medications else 1)
print(os.waitpid(child, 0)[1])
done.set()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_child_of_fork_waits_for_no_thread_of_its_parent() -> None:
    """A process that is forked while a thread makes something can make everything itself."""
    done = subprocess.run(
        [sys.executable, "-c", FORKED], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "0\n"


def test_the_bundled_base_is_one_object(kb: KnowledgeBase) -> None:
    """Loading again gives the same object, and the module's catalogs are its own."""
    assert kb is alstx.load()
    assert kb is alstx.load(None)
    module: Any = alstx
    assert all(getattr(kb, name) is getattr(module, name) for name in CATALOGS)


def test_catalogs_are_documented_on_the_class() -> None:
    """What a base makes once can be looked up on its class, as help and the site do."""
    assert isinstance(KnowledgeBase.medications, cached_property)
    assert KnowledgeBase.medications.__doc__ == "Medicines."
