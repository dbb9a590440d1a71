"""What all values share: they are equal, hashed and shown by their fields."""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, Self


@cache
def _reader(cls: type) -> Callable[[Any], Any]:
    names: Any = getattr(cls, "__attrs_attrs__")  # noqa: B009 (attrs adds it)
    return attrgetter(*[field.name for field in names])


class Value:
    """A frozen attrs class that leaves comparing and showing to this one.

    attrs would write both methods for each class anew, and compile them, at every start; that is
    45 % of what a small class costs.
    """

    __slots__ = ()

    __attrs_attrs__: Any

    @property
    def _facts(self) -> Any:
        """The fields, as a tuple where they are several."""
        cls: type = type(self)
        return _reader(cls)(self)

    def __eq__(self, other: object) -> bool:
        """Whether both are of one class and have equal fields."""
        if type(other) is not type(self):
            return NotImplemented
        return self is other or self._facts == other._facts

    def __hash__(self) -> int:
        """Hashes the fields."""
        return hash(self._facts)

    def __repr__(self) -> str:
        """Writes the class and its fields as they are given to it."""
        facts = [f"{field.name}={getattr(self, field.name)!r}" for field in self.__attrs_attrs__]
        return f"{type(self).__name__}({', '.join(facts)})"


class OrderedValue(Value):
    """A value that compares by its fields, the first one first."""

    __slots__ = ()

    def __lt__(self, other: Self) -> bool:
        """Whether this stands before the other."""
        return self._facts < other._facts if type(other) is type(self) else NotImplemented

    def __le__(self, other: Self) -> bool:
        """Whether this stands before the other or is equal to it."""
        return self._facts <= other._facts if type(other) is type(self) else NotImplemented

    def __gt__(self, other: Self) -> bool:
        """Whether this stands after the other."""
        return self._facts > other._facts if type(other) is type(self) else NotImplemented

    def __ge__(self, other: Self) -> bool:
        """Whether this stands after the other or is equal to it."""
        return self._facts >= other._facts if type(other) is type(self) else NotImplemented
