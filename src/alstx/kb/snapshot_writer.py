"""Writing the snapshot, when a wheel is built: pickles of records, tables of names and filters.

`alstx.kb.snapshot` reads it and says what it is.
"""

from __future__ import annotations

import io
import pickle
from ast import literal_eval
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs

from alstx.kb.index import Index
from alstx.kb.snapshot import OWN_ID, restored
from alstx.model.records import KINDS, LABELS

if TYPE_CHECKING:
    from pathlib import Path

    from alstx.kb.filters import Filter
    from alstx.kb.snapshot import Name, Place
    from alstx.model.base import Record
    from alstx.model.records import Records

Key = tuple[type, object]

_SHORT = 6
"""Longest text that is written out each time: a number takes no less."""
_HEAD = '"""Made when the package was built."""\n'


class _Pickler(pickle.Pickler):
    """Pickler of one record; records within it are named by place, what recurs by number."""

    def __init__(self, stream: io.BytesIO, named: Callable[[object], Name | None]) -> None:
        super().__init__(stream, protocol=5)
        self.fast = True  # without memory of which strings are one object, so that wheels are equal
        self._named = named

    def persistent_id(self, value: object) -> Name | None:
        return self._named(value)

    def reducer_override(self, value: Any) -> Any:
        """Write a record as its class and values: without the names of its fields, which repeat."""
        cls: type[Any] = value.__class__
        if not attrs.has(cls):
            return NotImplemented
        return restored, (cls, *attrs.astuple(value, recurse=False))


def write(records: Records, folder: Path) -> None:
    """Write the files of a snapshot into a folder that does not exist yet."""
    folder.mkdir()
    for name, content in files(records):
        (folder / name).write_bytes(content)


def files(records: Records) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file."""
    index = Index(records)
    yield "__init__.py", _module(VERSION=records.version, DISEASE=_pickle(records.disease))
    rows = tuple(attrs.astuple(product, recurse=False) for product in records.products)
    yield "products.py", _module(PRODUCTS=rows)
    for kind in LABELS:
        made = index.of_kind(kind)
        places = dict(_places(index)) if kind == "treatments" else {}
        numbers = _recurring(made, places)
        pickles = [_pickle(r, partial(_named, places, numbers, r.id)) for r in made]
        yield f"{kind}.pickles", b"".join(pickles)
        names, shared = index.names(kind).tables
        yield (
            f"{kind}.py",
            _module(
                IDS=tuple(record.id for record in made),
                LENGTHS=tuple(map(len, pickles)),
                COMMON=_pickle(tuple(value for _, value in numbers)),
                NAMES={name: id_ for name, id_ in names.items() if name != id_},
                SHARED=dict(shared),
                FILTERS={name: _filter(found) for name, found in index.filters(kind).items()},
            ),
        )


def _module(**values: object) -> bytes:
    return (_HEAD + "".join(f"{n} = {_literal(value)}\n" for n, value in values.items())).encode()


def _literal(value: object) -> str:
    """Return a literal; without blanks behind commas, to save space, where no text has one."""
    text = repr(value)
    narrow = text.replace(", ", ",")
    return narrow if literal_eval(narrow) == value else text


def _places(index: Index) -> Iterator[tuple[int, Place]]:
    """Yield the place of each record, and of those parts of it that a treatment holds too."""
    for kind in KINDS:
        for at, record in enumerate(index.of_kind(kind)):
            yield id(record), (kind, at)
            for field in ("cautions", "labels_read", "forms"):
                if getattr(record, field, ()):  # there is but one empty tuple
                    yield id(getattr(record, field)), (kind, at, field)
            for number, indication in enumerate(getattr(record, "indications", ())):
                yield id(indication), (kind, at, "indications", number)


def _pickle(value: object, named: Callable[[object], Name | None] | None = None) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream, named or (lambda _: None)).dump(value)
    return stream.getvalue()


def _named(
    places: Mapping[int, Place], numbers: Mapping[Key, int], own_id: str, value: object
) -> Name | None:
    """Return the stand-in for a value, or None where it is written out."""
    if type(value) is str and value == own_id:
        return OWN_ID
    return places.get(id(value)) or numbers.get(_key(value))


def _recurring(records: Iterable[Record], places: Mapping[int, Place]) -> dict[Key, int]:
    """Number the classes, words and longer texts that records contain more than once."""
    seen: list[Key] = []

    def see(own_id: str, value: object) -> Name | None:
        name = _named(places, {}, own_id, value)
        seen.extend([] if name == OWN_ID else [_key(value)])
        return name

    for record in records:
        _pickle(record, partial(see, record.id))
    repeated = (key for key, n in Counter(seen).items() if n > 1 and key[1] is not None)
    return {key: number for number, key in enumerate(repeated)}


def _key(value: object) -> Key:
    """Return a key for a class, word or longer text: a word is equal to its text, not its class."""
    cls: type[object] = value.__class__
    recurs = isinstance(value, type | Enum) or value is restored
    is_long = isinstance(value, str) and len(value) > _SHORT
    return cls, value if recurs or is_long else None


def _filter(made: Filter) -> tuple[object, dict[str, tuple[int, ...]]]:
    """Return what the nodes are, and for each node the steps from record to record."""
    members = {str(node): sorted(set(found)) for node, found in sorted(made.members.items())}
    return made.nodes, {n: tuple(b - a for a, b in pairwise([0, *m])) for n, m in members.items()}
