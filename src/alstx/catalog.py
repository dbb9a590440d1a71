"""The generic collection: an immutable, ordered set of records that filters to its own type."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar, overload

from alstx.errors import InvalidArgumentError, NotFoundError, shown
from alstx.model.record import Record
from alstx.searching import Searched
from alstx.shelf import Positions, Shelf

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from alstx.context import Context

_set = object.__setattr__  # a catalog refuses its own

R = TypeVar("R", bound=Record)
Cell: TypeAlias = str | int | bool | list[str] | None
"""What stands in a cell of `Catalog.to_records`."""


def _year(value: int | None, default: int) -> int:
    if value is None:
        return default
    if type(value) is not int:
        msg = f"a year is a whole number such as 2015, not {shown(value)}"
        raise InvalidArgumentError(msg)
    return value


class Catalog(Searched[R]):
    """An immutable, ordered ``collections.abc.Collection`` of records.

    Iterates in the order of the base. ``filter``, ``|``, ``&``, ``-`` and slices give a catalog
    of the same type. Two catalogs are equal when they are of one type and hold equal records.
    """

    __slots__ = ("__weakref__", "_given", "_keep", "_shelf")

    def __init__(self, shelf: Shelf[R], keep: Positions | None = None) -> None:
        """Made by `alstx.KnowledgeBase`; cut one with `filter` rather than build it."""
        whole = keep is None or keep is shelf.everything
        _set(self, "_shelf", shelf)
        _set(self, "_keep", shelf.everything if whole else keep)
        _set(self, "_given", shelf.given if whole else {})

    _shelf: Shelf[R]
    _keep: Positions
    _given: dict[str, R]  # what was asked for by id, for the next time

    def __setattr__(self, name: str, value: object) -> None:
        """Refuses: catalogs are immutable."""
        msg = f"{type(self).__name__} is immutable"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> None:
        """Refuses: catalogs are immutable."""
        msg = f"{type(self).__name__} is immutable"
        raise AttributeError(msg)

    def __iter__(self) -> Iterator[R]:
        """Iterates over the records in order."""
        records = self._shelf.records
        if self._keep is self._shelf.everything:
            return iter(records)
        return iter([records[at] for at in sorted(self._keep)])

    def __len__(self) -> int:
        """Counts the records."""
        return len(self._keep)

    def __contains__(self, item: object) -> bool:
        """Whether a record, or the record with this id, is in the catalog."""
        key = item.id if isinstance(item, Record) else item
        at = self._shelf.positions.get(key) if isinstance(key, str) else None
        if at is None or at not in self._keep:
            return False
        return not isinstance(item, Record) or self._shelf.records[at] == item

    @overload
    def __getitem__(self, key: str) -> R: ...
    @overload
    def __getitem__(self, key: int) -> R: ...
    @overload
    def __getitem__(self, key: slice) -> Self: ...
    def __getitem__(self, key: str | int | slice) -> R | Self:
        """Gives the record with an id, the record at a position, or a slice of the catalog.

        Raises:
            NotFoundError: If no record of the catalog has the id; with near names.
            IndexError: If there is no such position.
        """
        try:
            return self._given[key]  # type: ignore[index]  # what is no id is not among them
        except (KeyError, TypeError):
            return self._fetch(key)

    def _fetch(self, key: str | int | slice) -> R | Self:
        """Gives what a key asks for the first time, or says why there is no such thing."""
        if isinstance(key, str):
            record = self.get(key)
            if record is None:
                raise NotFoundError(self._shelf.index.kind, key, self._shelf.index.near(key))
            return record
        if not isinstance(key, int | slice) or isinstance(key, bool):
            msg = f"a catalog takes an id, a position or a slice, not {shown(key)}"
            raise InvalidArgumentError(msg)
        chosen = sorted(self._keep)[key]
        return self._shelf.records[chosen] if isinstance(chosen, int) else self._cut(chosen)

    @overload
    def get(self, key: str) -> R | None: ...
    @overload
    def get(self, key: str, default: R) -> R: ...
    def get(self, key: str, default: R | None = None) -> R | None:
        """Gives the record with an id, or a default."""
        at = self._shelf.positions.get(key) if isinstance(key, str) else None
        if at is None or at not in self._keep:
            return default
        record = self._given[key] = self._shelf.records[at]
        return record

    def find(self, name: R | str) -> R:
        """Gives the record that has this id, name, synonym, brand or CURIE.

        Exact after folding case, accents, spaces and punctuation; it never guesses.

        Args:
            name: What somebody wrote, for example ``Elavil`` or ``RXCUI:704``, or a record.

        Raises:
            NotFoundError: If no record of the catalog has the name; with near names.
            AmbiguousNameError: If several records have it.
            InvalidArgumentError: If it is blank or no text.

        Example:
            >>> import alstx
            >>> alstx.load().medications.find("Elavil").id
            'amitriptyline'
        """
        if isinstance(name, Record):
            return self[name.id]
        id_ = self._shelf.stock.named(self._shelf.kind, name)
        record = self._given.get(id_) or self.get(id_)
        if record is None:
            raise NotFoundError(self._shelf.index.kind, name, ())
        return record

    def prepare(self) -> None:
        """Makes every record, name and filter now; `alstx.preload` does so for all catalogs."""
        shelf = self._shelf
        for record in shelf.records:
            shelf.given[record.id] = record
        shelf.index.prepare()
        for facet in shelf.facets.values():
            facet.prepare()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        if self._keep is self._shelf.everything:
            return self._shelf.ids
        return tuple([self._shelf.ids[at] for at in sorted(self._keep)])

    @property
    def context(self) -> "Context":
        """Names and sources of the base, by which views show ids as names and links."""
        return self._shelf.stock.context

    def _ipython_key_completions_(self) -> list[str]:
        """Ids that complete ``catalog["``."""
        return list(self.ids)

    def _repr_html_(self) -> str:
        """Shows the catalog in a notebook."""
        from alstx.views.html import render  # noqa: PLC0415 (looks upward)

        return render(self)

    # the four ways out look upward to alstx.export.tables, each by a deferred import

    def to_records(self) -> list[dict[str, Cell]]:
        """Gives the catalog as plain dicts, ready for JSON: the columns of ``docs/tables.md``.

        Example:
            >>> import alstx
            >>> alstx.load().medications[:1].to_records()[0]["kind"]
            'ingredient'
        """
        from alstx.export.tables import to_records  # noqa: PLC0415 (looks upward)

        return to_records(self)

    def to_pandas(self) -> "pd.DataFrame":
        """Gives the catalog as a frame of pandas, with the columns of ``docs/tables.md``.

        Vocabularies are categoricals, numbers that may be missing are ``Int64``, lists are lists.

        Raises:
            MissingExtraError: If pandas is not installed; the extra ``pandas`` brings it.
        """
        from alstx.export.tables import to_pandas  # noqa: PLC0415 (looks upward)

        return to_pandas(self)

    def to_polars(self) -> "pl.DataFrame":
        """Gives the catalog as a frame of Polars, with the columns of ``docs/tables.md``.

        Vocabularies are enums, lists are lists of strings.

        Raises:
            MissingExtraError: If Polars is not installed; the extra ``polars`` brings it.
        """
        from alstx.export.tables import to_polars  # noqa: PLC0415 (looks upward)

        return to_polars(self)

    def to_arrow(self) -> "pa.Table":
        """Gives the catalog as an Arrow table, with the columns of ``docs/tables.md``.

        Vocabularies are dictionaries; every field carries its description.

        Raises:
            MissingExtraError: If pyarrow is not installed; the extra ``arrow`` brings it.
        """
        from alstx.export.tables import to_arrow  # noqa: PLC0415 (looks upward)

        return to_arrow(self)

    def _filtered(self, **wanted: object) -> Self:
        """Cuts the catalog by facets; a None filters nothing."""
        keep, everything = self._keep, self._shelf.everything
        for facet, node in wanted.items():
            if node is not None:
                picked = self._shelf.facets[facet].pick(node)
                keep = picked if keep is everything else keep & picked
        return self if keep is self._keep else type(self)(self._shelf, keep)

    def _dated(self, since: int | None, until: int | None) -> Self:
        """Cuts the catalog to some years; what has no year is left out once a year is asked for."""
        if since is None and until is None:
            return self
        first, last = _year(since, 0), _year(until, 9999)
        if first > last:
            msg = f"since {first} is after until {last}"
            raise InvalidArgumentError(msg)
        years = self._shelf.years
        return self._cut([at for at in self._keep if at in years and first <= years[at] <= last])

    def _cut(self, positions: Iterable[int]) -> Self:
        return type(self)(self._shelf, frozenset(positions))

    def _same_whole(self, other: Self) -> None:
        if other._shelf is not self._shelf and list(other._shelf.records) != list(
            self._shelf.records
        ):
            msg = "catalogs of two different bases cannot be combined"
            raise InvalidArgumentError(msg)

    def __or__(self, other: Self) -> Self:
        """Records that are in either catalog."""
        if type(other) is not type(self):
            return NotImplemented
        self._same_whole(other)
        return type(self)(self._shelf, self._keep | other._keep)

    def __and__(self, other: Self) -> Self:
        """Records that are in both catalogs."""
        if type(other) is not type(self):
            return NotImplemented
        self._same_whole(other)
        return type(self)(self._shelf, self._keep & other._keep)

    def __sub__(self, other: Self) -> Self:
        """Records of this catalog that are not in the other."""
        if type(other) is not type(self):
            return NotImplemented
        self._same_whole(other)
        return type(self)(self._shelf, self._keep - other._keep)

    def __eq__(self, other: object) -> bool:
        """Whether both are of one type and hold equal records in the same order."""
        if type(other) is not type(self):
            return NotImplemented
        if other._shelf is self._shelf:
            return self._keep == other._keep
        return tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Hashes type and ids."""
        return hash((type(self).__name__, self.ids))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles the whole that the catalog was cut from, and the cut."""
        return type(self), (self._shelf, self._keep)

    def __copy__(self) -> Self:
        """Is its own copy, being immutable."""
        return self

    def __deepcopy__(self, memo: object) -> Self:
        """Is its own copy, being immutable."""
        return self

    def __repr__(self) -> str:
        """Names the type, the count and the first ids."""
        first = ", ".join(self.ids[:4])
        more = ", …" if len(self) > 4 else ""  # noqa: PLR2004 (the four just shown)
        return (
            f"<{type(self).__name__} of {len(self)}: {first}{more}>"
            if self
            else f"<{type(self).__name__}, empty>"
        )
