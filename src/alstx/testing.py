"""Hypothesis strategies for every record and value of alstx: for our tests, and for yours.

Where Hypothesis is installed they are registered, so that ``st.from_type(alstx.Medication)``
works without a word. What the strategies give can be built; what `records` gives also holds
together, as the records of one base do.

The strategy of a record takes strategies for single fields, in place of the usual ones.

Example:
    >>> from hypothesis import given, strategies as st
    >>> @given(medications(brand_names=st.just(("Example",))))
    ... def a_brand_is_a_name(medication: Medication) -> None:
    ...     assert "Example" in medication.names
    >>> a_brand_is_a_name()
"""

from collections.abc import Hashable
from typing import TypeVar

from alstx.errors import MissingExtraError
from alstx.model import (
    Agent,
    Disease,
    DrugClass,
    Mechanism,
    Medication,
    Symptom,
    Therapy,
)

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import SearchStrategy
except ImportError as missing:
    _this, _extra = "alstx.testing", "testing"
    raise MissingExtraError(_this, _extra) from missing

T = TypeVar("T", bound=Hashable)
N = TypeVar("N", Agent, Disease, DrugClass, Mechanism, Medication, Symptom, Therapy)

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_MISREAD = (
    "~",
    "- a",
    "# a",
    "? a",
    "@a",
    "%a",
    "*a",
    "&a",
    "!a",
    "a: b",
    "a #b",
    "<<",
    "=",
    "null",
    "no",
    "Y",
    "On",
    "012",
    "0x1F",
    "0o7",
    "1e3",
    "1_000",
    "1:30",
    "1.50",
    "+1",
    ".5",
    ".inf",
    "2026-11-24",
    "'a'",
    '"a"',
    "a\n\nb",
    "a\n b",
)
"""Texts that a careless writer or reader of YAML takes for something else."""
