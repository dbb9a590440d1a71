"""The compiled base of an installed package: records made one by one, as they are asked for.

A wheel carries a package ``alstx._snapshot``, which `alstx.authoring.snapshot` writes when the
wheel is built: columns of plain values, which Python keeps ready in its own cache of byte code.
A record made of them needs no check, because what they were made of passed them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from alstx.ids import Curie, Ref, RefKind
from alstx.lookups import Lookups
from alstx.once import building, once
from alstx.shelf import Facet, Names, Words

if TYPE_CHECKING:
    from types import ModuleType

    from alstx.model import Disease, DrugClass, Medication, Recommendation, Therapy, Treatment
    from alstx.names import NameIndex
    from alstx.records import Held

T = TypeVar("T")
Make = Callable[[Any], Any]

SNAPSHOT = "alstx._snapshot"
_MARKS: Mapping[type, str] = {Curie: ":", Ref: "/"}
"""What parts the two halves of what is written as one word."""


class Rows(Sequence[T]):
    """Records that are made when they are first asked for, each of them once.

    Args:
        make: Makes a record of its row.
        columns: For each field its value in every record, in order.
    """

    def __init__(self, make: Callable[[Any], T], columns: Sequence[Sequence[Any]]) -> None:
        """Makes nothing yet."""
        self._make = make
        self._columns = columns
        self._made: dict[int, T] = {}

    def __len__(self) -> int:
        """Counts the records."""
        return len(self._columns[0])

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        """Gives the record at a position, or those of a slice."""
        if isinstance(at, slice):
            return self.whole[at]
        made = self._made.get(at)
        if made is None:
            with building:
                at = range(len(self))[at]
                made = self._made.get(at)
                if made is None:
                    made = self._made[at] = self._make([column[at] for column in self._columns])
        return made

    def __iter__(self) -> Iterator[T]:
        """Iterates over the records in order."""
        return iter(self.whole)

    @once
    def whole(self) -> Sequence[T]:
        """All records."""
        return tuple([self[at] for at in range(len(self))])


class _Steps:
    """Positions, written as the steps from each to the next.

    Args:
        steps: The steps, the first from 0.
    """

    __slots__ = ("_steps",)

    def __init__(self, steps: Iterable[int]) -> None:
        """Keeps the steps."""
        self._steps = steps

    def __iter__(self) -> Iterator[int]:
        """Gives the positions, in order."""
        return accumulate(self._steps)


def _maker(plans: Mapping[str, Any], made: dict[str, Make], name: str) -> Make:
    """Gives what makes a value of a row: of a class, of a vocabulary, or a day.

    A record is made as a pickle would make it, without its ``__init__``.
    """
    if name not in made:
        home, fields, nested = plans[name]
        cls = getattr(import_module(home), name)
        if cls is date:
            made[name] = date.fromisoformat
        elif not fields:
            made[name] = {word.value: word for word in cls}.__getitem__
        else:
            parts = [(at, many, _maker(plans, made, part)) for at, many, part in nested]
            restore = _restorer(cls, fields, parts)
            mark = _MARKS.get(cls)
            made[name] = restore if mark is None else _splitter(restore, mark)
    return made[name]


def _splitter(restore: Make, mark: str) -> Make:
    return lambda text: restore(text.split(mark, 1))


def _restorer(cls: Any, fields: Sequence[str], parts: Sequence[tuple[int, bool, Make]]) -> Make:
    def restore(row: Sequence[Any]) -> Any:
        values = list(row)
        for at, many, make in parts:
            value = values[at]
            if value is not None:
                values[at] = tuple(map(make, value)) if many else make(value)
        record = cls.__new__(cls)
        record.__setstate__(dict(zip(fields, values, strict=True)))
        return record

    return restore


class _Kinds:
    """The records of the snapshot, one attribute for each kind: see `alstx.records.Held`."""

    def __init__(self) -> None:
        self._base: Any = import_module(SNAPSHOT)
        self._makers: dict[str, Make] = {}
        self.version: str = self._base.VERSION

    def made(self, cls: str, row: Any) -> Any:
        """Makes an object of a class."""
        return _maker(self._base.PLANS, self._makers, cls)(row)

    @once
    def disease(self) -> Disease:
        """The disease."""
        disease: Disease = self.made("Disease", self._base.DISEASE)
        return disease

    def __getattr__(self, kind: str) -> Sequence[Any]:
        """Reads a kind when it is first asked for."""
        if kind not in self._base.KINDS:
            raise AttributeError(kind)
        with building:
            if kind not in self.__dict__:
                make = _maker(self._base.PLANS, self._makers, self._base.KINDS[kind])
                self.__dict__[kind] = Rows(make, part(kind).COLUMNS)
            rows: Sequence[Any] = self.__dict__[kind]
            return rows


def part(name: str) -> Any:
    """A module of the snapshot."""
    module: ModuleType = import_module(f"{SNAPSHOT}.{name}")
    return module


class Compiled(Lookups):
    """Lookups whose tables were made when the wheel was built."""

    def __init__(self) -> None:
        """Reads nothing yet.

        Raises:
            ModuleNotFoundError: If there is no snapshot, as in a checkout.
        """
        super().__init__(cast("Held", _Kinds()))
        self._tables: dict[str, Any] = {}

    def ids(self, kind: str) -> Sequence[str]:
        """Gives the ids of a kind, in order, and makes no record."""
        columns = part(kind).COLUMNS
        if kind == "treatments":
            joined = zip(*columns[:3], strict=True)
            return [f"{self.ids(of)[at]}-for-{symptom}" for of, at, symptom in joined]
        ids: Sequence[str] = columns[0]
        return ids

    def named(self, kind: str, name: object) -> str:
        """Gives the id of the one record that has a name, mostly without an index of names."""
        tables = self._tables.get(kind) or self._read_tables(kind)
        exact = tables.NAMES.get(name.lower()) if isinstance(name, str) else None
        return exact or super().named(kind, name)

    def _read_tables(self, kind: str) -> Any:
        tables = self._tables[kind] = part(f"{kind}_tables")
        return tables

    def _indexed(self, kind: str) -> NameIndex:
        from alstx.names.index import Tables  # noqa: PLC0415 (an id needs none)

        held = self._read_tables(kind)
        names = {**held.NAMES, **{id_: id_ for id_ in self.ids(kind)}}
        tables = Tables(names, held.SHARED)
        return self._index(kind, tables)

    def _faceted(self, kind: str) -> Mapping[str, Facet]:
        return {
            name: Facet(
                Words(*nodes) if words else Names(self, nodes),
                {node: _Steps(steps) for node, steps in members.items()},
            )
            for name, (words, nodes, members) in self._read_tables(kind).FACETS.items()
        }

    @once
    def treatments(self) -> Sequence[Treatment]:
        """All treatments, firmest first."""
        return Rows(self._treatment, part("treatments").COLUMNS)

    def _treatment(self, row: Sequence[Any]) -> Treatment:
        from alstx.model import Treatment  # noqa: PLC0415 (when needed)

        kind, at, symptom, stated, found, superseded, divided = row
        dropped: Sequence[int] = superseded
        held = self.records
        bearer: Medication | DrugClass | Therapy = getattr(held, kind)[at]
        recommendations: tuple[Recommendation, ...] = tuple(
            map(held.recommendations.__getitem__, stated)
        )
        indicated = [use for use in bearer.indications if use.symptom == symptom]
        return Treatment(
            id=f"{bearer.id}-for-{symptom}",
            intervention=Ref(RefKind(kind), bearer.id),
            symptom=symptom,
            indication=indicated[0] if indicated else None,
            recommendations=recommendations,
            evidence=tuple(map(held.evidence.__getitem__, found)),
            cautions=getattr(bearer, "cautions", ()),
            superseded=frozenset(recommendations[n].id for n in dropped),
            divided=divided,
        )
