"""What all values share: they are equal, hashed and shown by their fields."""

from typing import Any


class Value:
    """A frozen attrs class that leaves comparing and showing to this one.

    attrs would write both methods for each class anew, and compile them, at every start; that is
    45 % of what a small class costs.
    """

    __slots__ = ()

    __attrs_attrs__: Any

    def _facts(self) -> tuple[object, ...]:
        return tuple([getattr(self, field.name) for field in self.__attrs_attrs__])

    def __eq__(self, other: object) -> bool:
        """Whether both are of one class and have equal fields."""
        if type(other) is not type(self):
            return NotImplemented
        return self is other or self._facts() == other._facts()

    def __hash__(self) -> int:
        """Hashes the fields."""
        return hash(self._facts())

    def __repr__(self) -> str:
        """Writes the class and its fields as they are given to it."""
        facts = zip(self.__attrs_attrs__, self._facts(), strict=True)
        return f"{type(self).__name__}({', '.join(f'{field.name}={v!r}' for field, v in facts)})"
