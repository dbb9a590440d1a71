"""The snapshot: the records of a wheel, each pickled by itself, with the indexes made beforehand.

A wheel holds a package ``alstx._snapshot`` in the place of the YAML, because reading YAML takes
most of a second. Each kind is two modules: the pickles of its records, and the tables of its names
and filters. A record is unpickled when it is first used. A checkout has no snapshot.
`alstx.kb.snapshot_writer` writes it when the wheel is built.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar, cast

from alstx.kb.filters import Filter
from alstx.kb.index import Index
from alstx.lazy import left_out, once, read_packaged
from alstx.model.products import Product
from alstx.model.records import KINDS, Records
from alstx.names.tables import Tables

if TYPE_CHECKING:  # pathlib costs 6 ms, and only a build writes
    from alstx.model.treatment import Treatment
    from alstx.names.index import NameIndex

T = TypeVar("T")
Place = tuple[str | int, ...]
"""Kind and position of a record; for a part of it also the field, and the position there."""
Name = Place | int
"""Stand-in for a value in a pickle: its place, or its number among what recurs."""
OWN_ID: Name = ()
"""Stand-in for the id of the record itself, which the tables have."""

SNAPSHOT = "alstx._snapshot"


def restored(cls: Any, *values: object) -> Any:
    """Make a record of its values, as unpickling would: they were checked before."""
    record = cls.__new__(cls)
    fields = [field.name for field in cls.__attrs_attrs__]
    record.__setstate__(dict(zip(fields, values, strict=True)))
    return record


class _Unpickler(pickle.Unpickler):
    """Unpickler of one record, which finds what recurs by its number, and records by place."""

    def __init__(self, stream: io.BytesIO, index: Index, common: Sequence[Any], id_: str) -> None:
        super().__init__(stream)
        self._index = index
        self._common = common
        self._id = id_

    def persistent_load(self, place: Name) -> Any:
        if isinstance(place, int):
            return self._common[place]
        if place == OWN_ID:
            return self._id
        kind, at, *steps = place
        value: Any = self._index.of_kind(str(kind))[int(at)]
        for step in steps:
            value = value[step] if isinstance(step, int) else getattr(value, step)
        return value


class Rows(Sequence[T]):
    """The records of a kind, each unpickled when it is first used, and then cached.

    Args:
        pickles: The pickles of the records, one after another.
        part: The tables of the kind.
        index: Where the records within a record are found.
    """

    def __init__(self, pickles: bytes, part: Any, index: Index) -> None:
        self._pickles = pickles
        self._ids: Sequence[str] = part.IDS
        self._ends = [*accumulate(part.LENGTHS)]
        self._common: tuple[Any, ...] = pickle.loads(part.COMMON)  # noqa: S301 (of our own wheel)
        self._index = index
        self._made: dict[int, T] = {}

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, at: Any) -> Any:
        made = self._made.get(at)
        if made is None:
            position = cast("int", range(len(self))[at])
            start = self._ends[position - 1] if position else 0
            pickled = self._pickles[start : self._ends[position]]
            found = (self._index, self._common, self._ids[position])
            record: T = _Unpickler(io.BytesIO(pickled), *found).load()
            made = self._made.setdefault(position, record)  # of two threads the first decides
        return made


class SnapshotIndex(Index):
    """The index of a snapshot: records are unpickled and tables read when first needed.

    Raises:
        ModuleNotFoundError: If there is no snapshot, as in a checkout.
    """

    def __init__(self) -> None:
        head = import_module(SNAPSHOT)
        disease = pickle.loads(head.DISEASE)  # noqa: S301 (of our own wheel)
        super().__init__(Records(version=head.VERSION, disease=disease))
        self._rows: dict[str, Rows[Any]] = {}

    @once
    def products(self) -> tuple[Product, ...]:
        """The products without records, in order of name."""
        return tuple(restored(Product, *row) for row in _part("products").PRODUCTS)

    @once
    def whole(self) -> Records:
        """The records, all of them made."""
        kinds: dict[str, Any] = {kind: tuple(self.of_kind(kind)) for kind in KINDS}
        kinds["products"] = self.products
        return Records(version=self.records.version, disease=self.records.disease, **kinds)

    def of_kind(self, kind: str) -> Sequence[Any]:
        """Return all records of a kind, in order."""
        if kind not in self._rows:
            pickles = read_packaged(SNAPSHOT, f"{kind}.pickles")
            rows: Rows[Any] = Rows(pickles, _part(kind), self)
            self._rows.setdefault(kind, rows)
        return self._rows[kind]

    @once
    def treatments(self) -> Sequence[Treatment]:
        """All treatments, strongest support first."""
        return self.of_kind("treatments")

    def ids(self, kind: str) -> Sequence[str]:
        """Return the ids of a kind, in order, without making a record."""
        ids: Sequence[str] = _part(kind).IDS
        return ids

    def names(self, kind: str, tables: Tables | None = None) -> NameIndex:
        """Make the index of names of a kind from its table."""
        part = _part(kind)
        names = {**part.NAMES, **{id_: id_ for id_ in self.ids(kind)}}
        return super().names(kind, tables or Tables(names, part.SHARED))

    def filters(self, kind: str) -> Mapping[str, Filter]:
        """Make the filters of a kind from their table."""
        return {
            name: Filter(self.key(name, nodes), nodes, {n: [*accumulate(s)] for n, s in of.items()})
            for name, (nodes, of) in _part(kind).FILTERS.items()
        }


def _part(kind: str) -> Any:
    """Import the tables of a kind.

    Raises:
        DataError: If they were left out when an application was made.
    """
    try:
        return import_module(f"{SNAPSHOT}.{kind}")
    except ModuleNotFoundError as error:
        raise left_out(SNAPSHOT, kind) from error
