"""What is fetched or made only when it is first needed: optional libraries, and cached parts."""

import os
from collections.abc import Callable
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from alstx.errors import MissingExtraError

T = TypeVar("T")


def import_optional(module: str, feature: str, extra: str) -> Any:
    """Import a module of an optional library.

    Args:
        module: The module, such as ``pyarrow.parquet``.
        feature: What needs it, for the message.
        extra: The extra of alstx that installs it.

    Raises:
        MissingExtraError: If it is not installed.

    Example:
        >>> import_optional("no_such_library", "drawing", "plot")
        Traceback (most recent call last):
        ...
        alstx.errors.MissingExtraError: drawing needs the extra 'plot': pip install 'alstx[plot]'
    """
    try:
        return import_module(module)
    except ImportError as missing:
        raise MissingExtraError(feature, extra) from missing


class _Making:
    """The one lock, held only while something is made."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        self.lock = RLock()


_making = _Making()
# a child of fork would wait for ever for a lock that a thread of its parent held
os.register_at_fork(after_in_child=_making.renew) if hasattr(os, "register_at_fork") else None


if TYPE_CHECKING:
    from functools import cached_property as once
else:

    class once(Generic[T]):  # noqa: N801 (read as a decorator, like functools.cached_property)
        """A cached property that two threads never compute twice.

        ``functools.cached_property`` has a lock that survives a fork on Python 3.11 and no lock
        from 3.12 on, so that two threads may each get an object of their own.
        """

        def __init__(self, make: Callable[[Any], T]) -> None:
            self.make = make
            self.__doc__ = make.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self.name = name

        def __get__(self, instance: object, owner: type | None = None) -> T:
            if instance is None:
                return self
            made = instance.__dict__  # the value, once there, is found before this descriptor
            with _making.lock:
                if self.name not in made:
                    made[self.name] = self.make(instance)
                return made[self.name]
