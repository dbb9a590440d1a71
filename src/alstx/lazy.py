"""Optional libraries, and cached parts that are built on first use."""

from functools import cached_property
from importlib import import_module
from typing import Any, Self, TypeVar, cast, overload

from alstx.errors import MissingExtraError
from alstx.lock import building, importing

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
        with importing(module):
            return import_module(module)
    except ImportError as missing:
        raise MissingExtraError(feature, extra) from missing


class once(cached_property[T]):  # noqa: N801 (read as a decorator, like its base)
    """A cached property that two threads never compute twice.

    ``functools.cached_property`` has a lock that survives a fork on Python 3.11 and no lock
    from 3.12 on, so that two threads may each get an object of their own.
    """

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> T: ...
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Self | T:
        if instance is None:
            return self
        name = cast("str", self.attrname)
        made: dict[str, T] = instance.__dict__  # the value, once there, is found before this
        with building.lock:
            if name not in made:
                made[name] = self.func(instance)
            return made[name]


def prepare(built: object) -> None:
    """Build now what an object would otherwise build on first use.

    Args:
        built: An object whose class has parts that are built once.
    """
    for cls in type(built).__mro__:
        for name, part in vars(cls).items():
            if isinstance(part, once):
                getattr(built, name)
