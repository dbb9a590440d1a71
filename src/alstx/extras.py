"""Optional libraries: imported when something needs them, with a word on how to get them."""

from importlib import import_module
from typing import Any

from alstx.errors import MissingExtraError


def need(module: str, feature: str, extra: str) -> Any:
    """Imports a module of an optional library.

    Args:
        module: The module, such as ``pyarrow.parquet``.
        feature: What needs it, for the message.
        extra: The extra of alstx that brings it.

    Raises:
        MissingExtraError: If it is not installed.

    Example:
        >>> need("no_such_library", "drawing", "plot")
        Traceback (most recent call last):
        ...
        alstx.errors.MissingExtraError: drawing needs the extra 'plot': pip install 'alstx[plot]'
    """
    try:
        return import_module(module)
    except ImportError as missing:
        raise MissingExtraError(feature, extra) from missing
