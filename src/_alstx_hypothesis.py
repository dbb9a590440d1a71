"""Entry point that Hypothesis calls wherever it and alstx are installed; it waits for alstx.

It stands beside the package, for a module within it would bring it along. Nothing of alstx is
imported before somebody else imports it; then the types of each module get their strategies.
"""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class _Waiting:
    """Finder that finds what those after it find, and has the types of the module registered."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not name.startswith("alstx."):
            return None
        others = sys.meta_path[sys.meta_path.index(self) + 1 :]
        specs = (finder.find_spec(name, path, target) for finder in others)
        found = next((spec for spec in specs if spec), None)
        if found is not None:
            loader: Any = found.loader
            loader.exec_module = _then_registered(name, loader.exec_module)
        return found


def _then_registered(
    name: str, execute: Callable[[ModuleType], None]
) -> Callable[[ModuleType], None]:
    def execute_and_register(module: ModuleType) -> None:
        execute(module)
        _register(name)

    return execute_and_register


def _register(name: str) -> None:
    import_module("alstx._hooks").register_strategies(name)


def register() -> None:
    """Register a strategy for every type of ours, now or when its module is imported."""
    sys.meta_path.insert(0, _Waiting())
    for name in [name for name in sys.modules if name.startswith("alstx.")]:
        _register(name)
