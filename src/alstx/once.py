"""A part that is made when it is first asked for, once, whatever the number of threads."""

from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

__all__ = ["building", "once"]

building: "AbstractContextManager[bool]" = RLock()
"""Held while a part is made. One lock for all: parts ask for each other, and two could deadlock."""

if TYPE_CHECKING:
    from functools import cached_property as once
else:

    class once(cached_property):  # noqa: N801 (read as a decorator, like cached_property)
        """A cached property that two threads never make twice.

        Since Python 3.12 ``functools.cached_property`` has no lock, so that two threads may each
        get an object of their own.
        """

        def __get__(self, instance: object, owner: type | None = None) -> object:
            """Makes the part, unless another thread has made it meanwhile."""
            if instance is None:
                return self
            with building:
                return super().__get__(instance, owner)
