"""The strategies that we give to others: complete, varied, and there without a word."""

import inspect
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alstx import Curie, KnowledgeBase, Ref, _hooks, model, testing
from alstx.model import Medication, Record, Term
from alstx.model.records import Records
from alstx.tables.docs import is_vocabulary, types
from alstx.vocab import MedicationKind, Role
from shapes import fields, inner


def is_word(cls: Any, name: str) -> bool:
    """Whether a field of a class holds words of a vocabulary."""
    return is_vocabulary(inner(types(cls)[name]))


T = TypeVar("T")


class _EnoughError(Exception):
    """Enough was drawn."""


def draw_until(enough: Callable[[T], bool], strategy: st.SearchStrategy[T], most: int) -> None:
    """Draws from a strategy until it is enough, or has been tried often."""

    @settings(max_examples=most, phases=[Phase.generate], database=None, report_multiple_bugs=False)
    @given(strategy)
    def draw(value: T) -> None:
        if enough(value):
            raise _EnoughError

    with suppress(_EnoughError):
        draw()


TYPES = [
    *(c for c in vars(model).values() if isinstance(c, type) and c not in (Record, Term)),
    Curie,
    Records,
    Ref,
]


@pytest.mark.parametrize("cls", [*TYPES, KnowledgeBase])
def test_every_type_has_a_strategy(cls: type) -> None:
    """Hypothesis gives objects of every type when asked for the type alone."""
    seen: set[type] = set()

    @given(st.from_type(cls))
    def collect(value: object) -> None:
        seen.add(type(value))

    collect()
    assert {cls} == seen


def test_every_type_is_registered_by_name() -> None:
    """The table of types leaves none out, and its strategies are public."""
    registered = {
        cls: strategy for names in _hooks._STRATEGIES.values() for cls, strategy in names.items()
    }
    assert {cls.__name__ for cls in TYPES} | {"KnowledgeBase"} == set(registered)
    assert set(registered.values()) <= set(testing.__all__)


@pytest.mark.parametrize("cls", [c for c in TYPES if c not in (Curie, Ref, model.Xref)])
def test_strategies_fill_every_field(cls: Any) -> None:
    """No field keeps one value throughout."""
    seen: dict[str, set[object]] = {field.name: set() for field in attrs.fields(cls)}

    def varied(value: object) -> bool:
        for name, held in seen.items():
            held.add(getattr(value, name))
        return all(len(held) > 1 for held in seen.values())

    draw_until(varied, st.from_type(cls), 100)
    constant = [name for name, held in seen.items() if len(held) < 2]
    assert not constant


WORDED = sorted({cls for cls, field in fields() if is_word(cls, field.name)}, key=str)


@pytest.mark.parametrize("cls", WORDED)
def test_every_word_is_drawn(cls: Any) -> None:
    """No word of a vocabulary is out of reach, in whatever field it stands."""
    names = [field.name for field in attrs.fields(cls) if is_word(cls, field.name)]
    left = {(name, word) for name in names for word in inner(types(cls)[name])}

    def seen(drawn: object) -> bool:
        for name in names:
            value = getattr(drawn, name)
            left.difference_update((name, v) for v in (value if type(value) is tuple else (value,)))
        return not left

    most = 120 * max(len(inner(types(cls)[name])) for name in names)
    draw_until(seen, st.from_type(cls), most)
    assert left == set()


@given(testing.medications(kind=st.just(MedicationKind.COMBINATION), name=st.just("Fixed")))
def test_strategies_take_fixed_fields(medication: Medication) -> None:
    """A strategy given for a field replaces the usual one, and the rest fits it."""
    expected = ("Fixed", MedicationKind.COMBINATION)
    assert expected == (medication.name, medication.kind)
    assert medication.ingredients


def features(base: KnowledgeBase) -> set[str]:
    """What a base has of all that makes bases difficult."""
    records, treatments = base.records, base.treatments
    interactions = [i for m in records.medications for i in m.interactions]
    found = {
        "a class of classes": any(
            t.ancestors(n) for t in base.hierarchies.values() for n in t.parents
        ),
        "two parents": any(
            len(parents) > 1 for t in base.hierarchies.values() for parents in t.parents.values()
        ),
        "a combination": any(m.kind is MedicationKind.COMBINATION for m in records.medications),
        "through": any(t.indication and t.indication.through for t in treatments),
        "approved": any(t.indication and t.indication.approvals for t in treatments),
        "superseded": any(t.superseded for t in treatments),
        "contested": any(t.contested for t in treatments),
        "a level": any(t.best_supporting_level for t in treatments),
        "translated": any(s.translations for s in records.symptoms),
        "an agent": any(i.partner.kind == "agents" for i in interactions),
    }
    roles = {str(role) for role in Role if any(t.role is role for t in treatments)}
    return roles | {name for name, holds in found.items() if holds}


def test_drawn_bases_are_varied() -> None:
    """Bases hold all that the library has rules for, so that laws on them are no empty words."""
    wanted = {
        "a class of classes",
        "a combination",
        "a level",
        "advised-against",
        "an agent",
        "approved",
        "contested",
        "studied",
        "superseded",
        "through",
        "translated",
        "two parents",
        "used",
    }
    seen: set[str] = set()

    def varied(base: KnowledgeBase) -> bool:
        counts = {kind: len(found) for kind, found in base.records.kinds()}
        assert counts == {kind: len(getattr(base, kind)) for kind in counts}
        seen.update(features(base))
        return wanted <= seen

    draw_until(varied, testing.knowledge_bases(), 300)
    assert wanted == seen


@pytest.mark.parametrize("name", sorted(set(testing.__all__) - {"scaled"}))
def test_strategies_are_documented_and_lazy(name: str) -> None:
    """Each function says what it gives, and makes a strategy when called without arguments."""
    make = getattr(testing, name)
    assert inspect.getdoc(make)
    assert isinstance(make(), st.SearchStrategy)


def modules(code: str, **environment: str) -> set[str]:
    """The modules that a new process has after some code."""
    command = [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"]
    env = {**os.environ, **environment}
    run = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
    return set(run.stdout.split())


def test_hypothesis_alone_brings_nothing_of_ours() -> None:
    """In projects that only use Hypothesis the entry point costs one module, and none of ours."""
    without = modules("import hypothesis", HYPOTHESIS_NO_PLUGINS="1")
    assert modules("import hypothesis") - without == {"_alstx_hypothesis"}


@pytest.mark.parametrize("first", ["import hypothesis", "import alstx; alstx.Medication"])
def test_types_have_their_strategies_in_either_order(first: str) -> None:
    """Whichever is imported first: the types have strategies, made when one is asked for."""
    code = (
        f"{first}; import alstx, sys, hypothesis.strategies as st"
        "; types = alstx.Medication, alstx.Ref; assert 'alstx.testing' not in sys.modules"
        "; [st.from_type(c).validate() for c in types]"
        "; assert 'alstx.testing' in sys.modules; st.from_type(alstx.KnowledgeBase).validate()"
    )
    found = modules(code)
    assert "alstx.kb.base" in found
    assert "alstx._snapshot" not in found
