"""Errors: what they say, where they stand in the tree, and that they travel."""

import copy
import importlib
import pickle
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alstx import (
    AlstxError,
    AmbiguousNameError,
    DataError,
    InvalidArgumentError,
    MissingExtraError,
    NotFoundError,
    Problem,
    WriteError,
)
from alstx.errors import shown

PROBLEM = Problem("symptoms/pain.yaml", 3, "parents.0", "'x' is not in symptoms")
ERRORS: list[tuple[AlstxError, tuple[type[Exception], ...], str]] = [
    (NotFoundError("symptom", "pian"), (KeyError, LookupError), "no symptom 'pian'"),
    (
        NotFoundError("symptom", "pian", ("Pain", "Pain, shoulder")),
        (KeyError,),
        "no symptom 'pian'; did you mean 'Pain' or 'Pain, shoulder'?",
    ),
    (
        AmbiguousNameError("symptom", "ache", ("headache", "pain")),
        (LookupError,),
        "'ache' names more than one symptom: 'headache', 'pain'; use an id",
    ),
    (InvalidArgumentError("a year is a number"), (ValueError, TypeError), "a year is a number"),
    (
        DataError([PROBLEM]),
        (ValueError,),
        "1 problem in the data:\n  symptoms/pain.yaml:3: parents.0: 'x' is not in symptoms",
    ),
    (
        WriteError("base.json", "is a folder"),
        (OSError,),
        "'base.json' cannot be written: is a folder",
    ),
    (
        MissingExtraError("plotting", "plot"),
        (ImportError,),
        "plotting needs the extra 'plot': pip install 'alstx[plot]'",
    ),
]


@pytest.mark.parametrize(("error", "kinds", "text"), ERRORS)
def test_errors_say_what_is_wrong(
    error: AlstxError, kinds: tuple[type[Exception], ...], text: str
) -> None:
    """Each error renders its facts, and is caught as ours or as that of the standard library."""
    assert text == str(error)
    for kind in (AlstxError, *kinds):
        assert isinstance(error, kind)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("error", [error for error, _, _ in ERRORS])
def test_errors_travel(error: AlstxError, protocol: int) -> None:
    """An error that was pickled or copied says the same and holds the same facts."""
    for back in (
        pickle.loads(pickle.dumps(error, protocol)),  # noqa: S301 (our own)
        copy.copy(error),
        copy.deepcopy(error),
    ):
        assert (type(error), str(error), vars(error)) == (type(back), str(back), vars(back))


@pytest.mark.parametrize("error", [error for error, _, _ in ERRORS])
def test_errors_can_be_hashed_and_raised(error: AlstxError) -> None:
    """Logging tools keep errors in sets and dicts, and raise them again."""
    assert error is {error: error}[error]
    with pytest.raises(type(error)) as caught:
        raise error
    assert error is caught.value


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (PROBLEM, "symptoms/pain.yaml:3: parents.0: 'x' is not in symptoms"),
        (Problem("a.yaml", None, "", "is missing"), "a.yaml: is missing"),
        (Problem("a.yaml", 1, "", "is empty"), "a.yaml:1: is empty"),
        (Problem("a.yaml", None, "b", "is missing"), "a.yaml: b: is missing"),
        (Problem("a\nb.yaml", 1, "\x1b[31m", "no"), "a\\nb.yaml:1: \\x1b[31m: no"),
        (Problem("\udcff.yaml", 1, "", "no"), "\\udcff.yaml:1: no"),
        (Problem("é.yaml", 1, "日", "no"), "é.yaml:1: 日: no"),
    ],
)
def test_a_problem_is_one_line_that_editors_link(problem: Problem, text: str) -> None:
    """A problem says file, line, place and message, without what would upset a terminal."""
    assert text == str(problem)


def test_problems_stand_in_order_of_place() -> None:
    """A file's problems stand together, by line, those without a line first."""
    made = [Problem(f, n, p, "no") for f in "ba" for n in (10, None, 9) for p in "yx"]
    found = DataError(made).problems
    expected = [(f, n, p) for f in "ab" for n in (None, 9, 10) for p in "xy"]
    assert expected == [(p.file, p.line, p.path) for p in found]


@pytest.mark.parametrize(("count", "lines"), [(1, 2), (2, 3), (200, 201), (201, 202), (999, 202)])
def test_long_lists_of_problems_are_cut(count: int, lines: int) -> None:
    """The message lists as many problems as anyone reads; the field holds them all."""
    error = DataError([PROBLEM] * count)
    text = str(error).splitlines()
    assert (count, lines) == (len(error.problems), len(text))
    assert text[0].startswith(f"{count} problem")
    assert (count > 200) == text[-1].startswith("  … and ")


@given(st.text(st.characters(), max_size=200) | st.binary(max_size=100) | st.integers())
def test_echoes_are_short_and_of_one_line(value: Any) -> None:
    """What a message echoes is short, and holds neither line breaks nor lone surrogates."""
    text = shown(value)
    assert len(text) <= 80
    assert text.isprintable()


def test_an_echo_of_something_short_is_whole() -> None:
    """A short value is shown as Python shows it."""
    expected = "'pian'"
    assert expected == shown("pian")


def test_strategies_need_hypothesis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Hypothesis the strategies say which extra brings it."""
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    for name in [name for name in sys.modules if name.startswith("alstx.testing")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(MissingExtraError, match=r"alstx\.testing needs the extra 'testing'"):
        importlib.import_module("alstx.testing")


@pytest.mark.parametrize(
    ("length", "expected"),
    [(77, f"'{'x' * 77}'"), (78, f"'{'x' * 78}'"), (79, f"'{'x' * 78}…"), (9999, f"'{'x' * 78}…")],
)
def test_long_values_are_cut_at_eighty(length: int, expected: str) -> None:
    """What fits into eighty characters is shown whole, anything else is cut there."""
    assert expected == shown("x" * length)
    assert len(expected) <= 80


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("é'\".yaml", "é'\".yaml"),
        ("a\nb", "a\\nb"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\udc80x", "\\udc80x"),
    ],
)
def test_names_that_would_break_a_line_are_escaped(name: str, expected: str) -> None:
    """The file and the place of a problem stay on their line, and else are as they were."""
    problem = Problem(name, 3, name, "is odd")
    assert f"{expected}:3: {expected}: is odd" == str(problem)


def test_problems_stand_in_order_and_the_rest_is_counted() -> None:
    """Sorted by file, line and place; a problem without a line comes first; 200 are listed."""
    first, second = Problem("a", None, "z", "x"), Problem("a", 1, "a", "x")
    assert (first, second) == DataError([second, first]).problems
    assert ((first, second),) == DataError([second, first]).args
    many = DataError([Problem("a", line, "", "x") for line in range(1, 251)])
    told = str(many).splitlines()
    assert (202, "250 problems in the data:") == (len(told), told[0])
    assert ("  a:200: x", "  … and 50 more") == (told[-2], told[-1])


@pytest.mark.parametrize(
    ("error", "facts"),
    [
        (
            NotFoundError("symptom", "HP:1", ("pain",), is_identifier=True, elsewhere=("x", "y")),
            ("symptom", "HP:1", ("pain",), True, ("x", "y"), ""),
        ),
        (NotFoundError("symptom", "pian"), ("symptom", "pian", (), False, (), "")),
        (AmbiguousNameError("symptom", "ache", ("a", "b")), ("symptom", "ache", ("a", "b"))),
        (WriteError("base.json", "is a folder"), ("base.json", "is a folder")),
        (MissingExtraError("plotting", "plot"), ("plotting", "plot")),
    ],
)
def test_errors_hold_what_they_were_given(error: AlstxError, facts: tuple[object, ...]) -> None:
    """The facts stand in the attributes, and in `args`, which is what other tools read."""
    assert facts == error.args
    assert facts == tuple(vars(error).values())


def test_an_identifier_of_another_kind_is_told() -> None:
    """Who looks for an identifier in the wrong catalog is told where it is."""
    error = NotFoundError("symptom", "HP:1", (), is_identifier=True, elsewhere=("drug a", "drug b"))
    assert str(error) == (
        "no symptom has the identifier 'HP:1'; it is that of the drug a and the drug b"
    )
