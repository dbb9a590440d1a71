"""How a base is got: the bundled one, a folder, or a folder on top of a base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alstx.errors import DataError, InvalidArgumentError, shown
from alstx.kb import KnowledgeBase
from alstx.once import building

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path

_bundled: KnowledgeBase | None = None


def load(
    path: str | os.PathLike[str] | None = None, *, extends: KnowledgeBase | None = None
) -> KnowledgeBase:
    """Loads a knowledge base.

    Without arguments it gives the bundled base, which is built at most once, whatever the
    number of threads: the same object every time.

    Args:
        path: A folder of YAML files in the shape of the bundled data, or a ``.json`` file that
            holds an exported base; None for the bundled data.
        extends: A base that the folder or file adds records to and may refer to.

    Returns:
        An immutable base.

    Raises:
        DataError: If folder or file is missing, empty or not valid; lists every problem by file
            and line.
        InvalidArgumentError: If an argument is of the wrong type.

    Example:
        >>> import alstx
        >>> alstx.load() is alstx.load()
        True
    """
    if path is None and extends is None:
        return _load_bundled()
    if not isinstance(extends, KnowledgeBase | None):
        msg = f"extends takes a KnowledgeBase, not {shown(extends)}"
        raise InvalidArgumentError(msg)
    return _read(path, extends)


def _read(path: str | os.PathLike[str] | None, extends: KnowledgeBase | None) -> KnowledgeBase:
    """Reads a folder or a document."""
    import os  # noqa: PLC0415 (this and what follows: slow to import, and no bundled base needs it)
    from pathlib import Path  # noqa: PLC0415

    path = os.fspath(path) if isinstance(path, os.PathLike) else path
    if not isinstance(path, str) or not path.strip():
        msg = f"load takes the path of a folder, not {shown(path)}"
        raise InvalidArgumentError(msg)
    place, held = Path(path), None if extends is None else extends.records
    if _is(place, Path.is_dir):
        from alstx.authoring.loader import read  # noqa: PLC0415

        return KnowledgeBase(read(place, held))
    if place.suffix.lower() == ".json" and _is(place, Path.exists):
        from alstx.authoring.document import read_document  # noqa: PLC0415

        return KnowledgeBase(read_document(place, held))
    from alstx.problems import Problem  # noqa: PLC0415

    raise DataError([Problem(shown(path), None, "", "is no folder, and no .json file")])


def _is(path: Path, what: Callable[[Path], bool]) -> bool:
    try:
        return what(path)
    except (OSError, ValueError):
        return False


def preload() -> KnowledgeBase:
    """Loads the bundled base and makes all of its records, names and filters at once.

    A base makes its parts as they are asked for. A server that forks or answers its first request
    fast makes them beforehand.

    Returns:
        The bundled base: what `load` gives.

    Example:
        >>> import alstx
        >>> alstx.preload() is alstx.load()
        True
    """
    base = load()
    base.prepare()
    return base


def _load_bundled() -> KnowledgeBase:
    global _bundled  # noqa: PLW0603 (the one cache there is)
    if _bundled is None:
        with building:
            if _bundled is None:
                _bundled = _compiled() or _authored()
    return _bundled


def _compiled() -> KnowledgeBase | None:
    """The base of an installed package; a checkout has none."""
    from alstx.compiled import SNAPSHOT, Compiled  # noqa: PLC0415 (a folder does not need it)

    try:
        return KnowledgeBase._on(Compiled())
    except ModuleNotFoundError as error:
        if error.name != SNAPSHOT:
            raise
        return None


def _authored() -> KnowledgeBase:
    """The base of a checkout, read from the YAML."""
    from importlib.resources import files  # noqa: PLC0415 (slow to import)

    from alstx.authoring.loader import read  # noqa: PLC0415 (yaml and cattrs)

    return KnowledgeBase(read(files("alstx") / "data"))
