"""Nothing that can be reached from a base can be changed, and what is equal stays equal."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crossing
from alstx import KnowledgeBase
from alstx.display.labels import Labels
from alstx.kb.catalog import Catalog
from alstx.kb.hierarchy import Hierarchy

MUTATORS = frozenset(
    name
    for kind in (list, dict, set)
    for name in dir(kind)
    if name not in dir(tuple) and name not in dir(MappingProxyType) and name not in dir(frozenset)
)
ATOMS = (str, int, float, bool, type(None), date, Enum)


def reachable(value: object, path: str, seen: dict[int, object]) -> Iterator[tuple[str, object]]:
    """Every object that public attributes, members and keys lead to, with the way to it."""
    if id(value) in seen or callable(value):
        return
    seen[id(value)] = value  # kept, so that no id is used twice
    yield path, value
    if isinstance(value, ATOMS):
        return
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from reachable(key, f"{path}.keys()", seen)
            yield from reachable(member, f"{path}[{key!r}]", seen)
    elif isinstance(value, tuple | list | frozenset | set | Catalog):
        for at, member in enumerate(value):
            yield from reachable(member, f"{path}[{at}]", seen)
    for name in dir(value):
        if not name.startswith("_"):
            yield from reachable(getattr(value, name), f"{path}.{name}", seen)


def changes(value: Any) -> Iterator[str]:
    """The ways to change an object that are not refused."""
    for name in (*[n for n in dir(value) if not n.startswith("__")][:40], "nonsense"):
        for attempt, arguments in ((setattr, (name, None)), (delattr, (name,))):
            try:
                attempt(value, *arguments)
            except (AttributeError, TypeError):
                continue
            yield f"{attempt.__name__} {name}"
    yield from MUTATORS.intersection(dir(type(value)))


def test_nothing_reachable_can_be_changed(kb: KnowledgeBase) -> None:
    """No attribute, item or method of anything that a base leads to changes it."""
    kinds: dict[type, int] = {}
    for path, value in reachable(kb, "kb", {}):
        if isinstance(value, ATOMS):
            continue
        kind = type(value)
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] <= 25:  # all of a kind have the same ways
            assert [] == list(changes(value)), f"{path} ({kind.__name__}) can be changed"
    assert {Hierarchy, MappingProxyType, KnowledgeBase, tuple} <= set(kinds)
    assert len(kinds) > 35


def test_the_walk_finds_what_can_be_changed() -> None:
    """The walk itself is no empty promise."""

    class Box:
        def __init__(self) -> None:
            self.held: dict[str, list[str]] = {"x": []}

    found = {path for path, value in [*reachable(Box(), "box", {})] if list(changes(value))}
    assert {"box", "box.held", "box.held['x']"} == found


@pytest.mark.parametrize("kind", ["symptoms", "drug_classes", "mechanisms", "agents"])
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_hierarchies_are_values(kb: KnowledgeBase, kind: str, protocol: int) -> None:
    """A hierarchy equals what comes of its pickle, and one of the same parents."""
    tree = kb.hierarchies[kind]
    back = pickle.loads(pickle.dumps(tree, protocol))  # noqa: S301 (our own)
    assert tree == back == Hierarchy(dict(reversed(tree.parents.items())))
    assert hash(tree) == hash(back)
    assert all(tree.ancestors(node) == back.ancestors(node) for node in tree.parents)
    assert tree != Hierarchy({})
    assert tree != tree.parents
    assert repr(tree).startswith(f"<Hierarchy of {len(tree.parents)}: ")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_everything_public_survives_pickle(toy: KnowledgeBase, protocol: int) -> None:
    """Every protocol of pickle takes each kind of object that a base leads to."""
    kinds: set[type] = set()
    for path, value in reachable(toy, "toy", {}):
        if type(value) in kinds or isinstance(value, MappingProxyType):
            continue  # Python itself cannot pickle a view of a mapping
        kinds.add(type(value))
        back = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301 (our own)
        assert value == back, path
        assert isinstance(value, Labels) or hash(value) == hash(back), path


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_equality_crosses_processes(tmp_path: Path, seed: str) -> None:
    """What another process pickled equals our own, and is found in sets of ours, for any seed.

    `nox -s crossing` does the same between versions of Python.
    """
    crossing.write(tmp_path)
    ran = subprocess.run(
        [sys.executable, crossing.__file__, "read", str(tmp_path)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == f"{pickle.HIGHEST_PROTOCOL + 1} equal\n", ran.stderr


@given(st.dictionaries(st.sampled_from("abc"), st.just(()), max_size=3))
def test_hierarchies_hash_as_they_compare(parents: dict[str, tuple[str, ...]]) -> None:
    """Equal hierarchies have equal hashes, whatever the order of nodes."""
    tree, other = Hierarchy(parents), Hierarchy(dict(reversed(parents.items())))
    assert tree == other
    assert hash(tree) == hash(other)
