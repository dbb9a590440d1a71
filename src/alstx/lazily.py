"""Packages whose names are fetched from their modules when they are first touched."""

from importlib import import_module

TYPE_CHECKING = False  # what the checkers take for true
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def fetching(package: str, homes: "Mapping[str, str]") -> "Callable[[str], object]":
    """Makes the ``__getattr__`` of a package.

    A class costs the start half a millisecond, and one answer needs few of them. The checkers see
    ordinary imports, which stand beside it under ``TYPE_CHECKING``.

    Args:
        package: Name of the package.
        homes: For each of its public names the module that defines it.

    Example:
        >>> fetch = fetching("alstx.vocab", {"Role": "base"})
        >>> fetch("Role")
        <enum 'Role'>
    """

    def fetch(name: str) -> object:
        home = homes.get(name)
        if home is None:
            msg = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(msg)
        value: object = getattr(import_module(f"{package}.{home}"), name)
        import_module(package).__dict__[name] = value
        return value

    return fetch
