"""The snapshot: the records of a wheel, each pickled by itself, with the indexes made beforehand.

A wheel holds a package ``alstx._snapshot`` in the place of the YAML, because reading YAML takes
most of a second. Each kind is two modules: the pickles of its records, and the tables of its names
and filters. A record is unpickled when it is first asked for. A checkout has no snapshot.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from alstx.kb.index import Filter, Index
from alstx.lazy import once
from alstx.model import Record, Treatment
from alstx.model.records import KINDS, LABELS, Records
from alstx.names import NameIndex
from alstx.names.index import Tables

if TYPE_CHECKING:  # a wheel never writes
    from pathlib import Path

T = TypeVar("T")
SNAPSHOT = "alstx._snapshot"
_HEAD = '"""Part of the snapshot. Made when the package was built; change the YAML instead."""\n'


class _Pickler(pickle.Pickler):
    """Pickles one record; the records within it are named by kind and position."""

    def __init__(self, stream: io.BytesIO, places: Mapping[Any, Any], record: object) -> None:
        super().__init__(stream, protocol=5)
        self.fast = True  # without memory of which strings are one object, so that wheels are equal
        self._places = places
        self._record = record

    def persistent_id(self, value: object) -> Any:
        """Name a record within the record."""
        inner = isinstance(value, Record) and value is not self._record
        return self._places[type(value), value.id] if inner else None


class _Unpickler(pickle.Unpickler):
    """Reads one record, with the records within it from their own rows."""

    def __init__(self, stream: io.BytesIO, index: Index) -> None:
        super().__init__(stream)
        self._index = index

    def persistent_load(self, place: tuple[str, int]) -> Any:
        """Return a record within the record."""
        kind, at = place
        return self._index.of_kind(kind)[at]


class Rows(Sequence[T]):
    """The records of a kind, each unpickled when it is first asked for, and then kept.

    Args:
        pickles: The pickles of the records, in order.
        index: Where the records within a record are found.
    """

    def __init__(self, pickles: Sequence[bytes], index: Index) -> None:
        self._pickles = pickles
        self._index = index
        self._made: dict[int, T] = {}

    def __len__(self) -> int:
        return len(self._pickles)

    def __getitem__(self, at: Any) -> Any:
        made = self._made.get(at)
        if made is None:
            record = _Unpickler(io.BytesIO(self._pickles[at]), self._index).load()
            made = self._made.setdefault(at, record)  # of two threads the first decides
        return made


class SnapshotIndex(Index):
    """The index of a snapshot: records are unpickled and tables read when first needed.

    Raises:
        ModuleNotFoundError: If there is no snapshot, as in a checkout.
    """

    def __init__(self) -> None:
        head = import_module(SNAPSHOT)
        super().__init__(Records(version=head.VERSION, disease=pickle.loads(head.DISEASE)))
        self._rows: dict[str, Rows[Any]] = {}

    @once
    def whole(self) -> Records:
        """The records, all of them made."""
        kinds: dict[str, Any] = {kind: tuple(self.of_kind(kind)) for kind in KINDS}
        return Records(version=self.records.version, disease=self.records.disease, **kinds)

    def of_kind(self, kind: str) -> Sequence[Any]:
        """Return all records of a kind, in order."""
        if kind not in self._rows:
            self._rows.setdefault(kind, Rows(_part(kind).RECORDS, self))
        return self._rows[kind]

    @once
    def treatments(self) -> Sequence[Treatment]:
        """All treatments, strongest support first."""
        return self.of_kind("treatments")

    def ids(self, kind: str) -> Sequence[str]:
        """Return the ids of a kind, in order, without making a record."""
        ids: Sequence[str] = _part(kind).IDS
        return ids

    def names(self, kind: str) -> NameIndex:
        """Make the index of names of a kind from its table."""
        part = _part(f"{kind}_tables")
        names = {**part.NAMES, **{id_: id_ for id_ in self.ids(kind)}}
        return self.name_index(kind, Tables(names, part.SHARED))

    def filters(self, kind: str) -> Mapping[str, Filter]:
        """Make the filters of a kind from their table."""
        return {
            name: Filter(self.named, of, words, {n: [*accumulate(s)] for n, s in steps.items()})
            for name, (of, words, steps) in _part(f"{kind}_tables").FILTERS.items()
        }


def _part(name: str) -> Any:
    return import_module(f"{SNAPSHOT}.{name}")


def write(records: Records, folder: Path) -> None:
    """Write the modules of a snapshot.

    Args:
        records: The records of the knowledge base.
        folder: The folder to make; it must not exist.

    Example:
        >>> import alstx, tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write(alstx.load().records, Path(folder) / "snapshot")
        ...     sorted(file.stem for file in (Path(folder) / "snapshot").iterdir())[:3]
        ['__init__', 'agents', 'agents_tables']
    """
    folder.mkdir()
    for name, text in modules(records):
        (folder / f"{name}.py").write_bytes(text.encode())


def modules(records: Records) -> Iterator[tuple[str, str]]:
    """Yield the name and text of each module."""
    index = Index(records)
    places = {
        (type(record), record.id): (kind, at)
        for kind in KINDS
        for at, record in enumerate(index.of_kind(kind))
    }
    disease = _pickle(records.disease, places)
    yield "__init__", _module(VERSION=records.version, DISEASE=disease)
    for kind in LABELS:
        made = index.of_kind(kind)
        pickles = tuple(_pickle(record, places) for record in made)
        yield kind, _module(IDS=tuple(record.id for record in made), RECORDS=pickles)
        names, shared = index.names(kind).tables
        yield (
            f"{kind}_tables",
            _module(
                NAMES={name: id_ for name, id_ in names.items() if name != id_},
                SHARED=dict(shared),
                FILTERS={name: _filter(found) for name, found in index.filters(kind).items()},
            ),
        )


def _module(**values: object) -> str:
    return _HEAD + "".join(f"{name} = {value!r}\n" for name, value in values.items())


def _pickle(record: object, places: Mapping[Any, Any]) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream, places, record).dump(record)
    return stream.getvalue()


def _filter(made: Filter) -> tuple[str, tuple[str, ...], dict[str, tuple[int, ...]]]:
    """Return what the nodes are, the words, and for each node the steps from record to record."""
    members = {str(node): sorted(set(found)) for node, found in sorted(made.members.items())}
    steps = {n: tuple(b - a for a, b in pairwise([0, *at])) for n, at in members.items()}
    return made.kind, made.words, steps
