"""Cache of results for words that come again."""

from collections.abc import Callable
from typing import Any

MOST = 50_000
"""Largest number of entries."""
LONGEST = 120
"""Length of the longest text that is cached."""


class Memory(dict[str, Any]):
    """Cache that computes a missing value, and is emptied when it is full.

    Args:
        make: Works out what belongs to a text.
    """

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> Any:
        made = self._make(key)
        if len(key) <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[key] = made
        return made
