"""Loading: the bundled knowledge base, a folder or document, an overlay."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from alstx.errors import DataError, InvalidArgumentError, Problem, shown
from alstx.kb.base import KnowledgeBase
from alstx.kb.snapshot import SNAPSHOT, SnapshotIndex
from alstx.lazy import left_out, once
from alstx.lock import importing
from alstx.model import base as model_base

if TYPE_CHECKING:
    from pathlib import Path

    from alstx.model.base import JsonValue, Record
    from alstx.model.interaction import InteractionReport


class _Bundled:
    """The bundled knowledge base, made once."""

    @once
    def kb(self) -> KnowledgeBase:
        """The knowledge base of an installed package, or of a checkout, which has no snapshot."""
        try:
            return KnowledgeBase.of_index(SnapshotIndex())
        except ModuleNotFoundError as error:
            if error.name != SNAPSHOT:
                raise
        with importing("importlib.resources"):
            from importlib.resources import files  # noqa: PLC0415 (14 ms, which no wheel needs)

        with importing("alstx.io.loader"):
            from alstx.io.loader import read  # noqa: PLC0415 (YAML and cattrs, which no wheel needs)

        folder = files("alstx") / "data"
        if not folder.is_dir():
            package, part = "alstx", "data"
            raise left_out(package, part)
        return KnowledgeBase(read(folder))


_bundled = _Bundled()


def load(
    path: str | os.PathLike[str] | None = None, *, extends: KnowledgeBase | None = None
) -> KnowledgeBase:
    """Load a knowledge base.

    Without arguments it returns the bundled knowledge base, which is built at most
    once, whatever the number of threads: the same object every time.

    Args:
        path: A folder of YAML files in the shape of the bundled data, or a ``.json`` file that
            holds an exported base; None for the bundled data.
        extends: A knowledge base that the folder or file adds records to and may refer to.

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
        return _bundled.kb
    if not isinstance(extends, KnowledgeBase | None):
        msg = f"extends takes a KnowledgeBase, not {shown(extends)}"
        raise InvalidArgumentError(msg)
    return _read(path, extends)


def _read(path: str | os.PathLike[str] | None, extends: KnowledgeBase | None) -> KnowledgeBase:
    """Read a folder or a document."""
    path = os.fspath(path) if isinstance(path, os.PathLike) else path
    if not isinstance(path, str) or not path.strip():
        msg = f"load takes the path of a folder, not {shown(path)}"
        raise InvalidArgumentError(msg)
    with importing("pathlib"):
        from pathlib import Path  # noqa: PLC0415 (6 ms, which the bundled knowledge base saves)

    place, held = Path(path), None if extends is None else extends.records
    if _is(place, Path.is_dir):
        with importing("alstx.io.loader"):
            from alstx.io.loader import read  # noqa: PLC0415 (YAML and cattrs, which no wheel needs)

        return KnowledgeBase(read(place, held))
    if place.suffix.lower() == ".json" and _is(place, Path.exists):
        with importing("alstx.io.document"):
            from alstx.io.document import read_document  # noqa: PLC0415 (as above)

        return KnowledgeBase(read_document(place, held))
    raise DataError(
        [Problem(shown(path), None, "", "is neither a folder nor a .json file that exists")]
    )


def _is(path: "Path", what: "Callable[[Path], bool]") -> bool:
    try:
        return what(path)
    except (OSError, ValueError):
        return False


def preload() -> KnowledgeBase:
    """Load the bundled knowledge base with all of its records, names and filters at once.

    A knowledge base builds its parts on first use. A server that forks or answers its first request
    fast builds them beforehand.

    Returns:
        The bundled knowledge base, as `load` returns it.

    Example:
        >>> import alstx
        >>> alstx.preload() is alstx.load()
        True
    """
    base = load()
    base.prepare()
    return base


def _render(value: object) -> str:
    """Render a record by itself; names and links come from the bundled knowledge base."""
    with importing("alstx.display.html"):
        from alstx.display import html  # noqa: PLC0415 (when needed)

    return html.render(value, _bundled.kb.sources.labels)


def _document(record: "Record | InteractionReport", compact: bool) -> "dict[str, JsonValue]":
    """Return a record as a dict; names come from the bundled knowledge base."""
    from alstx.display import documents  # noqa: PLC0415 (when needed)

    return documents.document(record, _bundled.kb.sources.labels, compact=compact)


model_base.set_views(model_base.Views(_render, _document))
