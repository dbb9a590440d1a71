"""The generic collection: an immutable, ordered set of records that filters to its own type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from alstx.errors import InvalidArgumentError, NotFoundError, shown
from alstx.kb.arguments import CORRECT_FROM, checked, counted, year_or
from alstx.kb.formulary import UNKNOWN, left_out
from alstx.kb.silence import none_fits
from alstx.lazy import prepare
from alstx.lock import importing
from alstx.model.base import Record
from alstx.names.results import Match, Mention

if TYPE_CHECKING:  # optional libraries
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from alstx.display.labels import Labels
    from alstx.kb.filters import Positions
    from alstx.kb.index import Table
    from alstx.tables.frames import Cell

_set = object.__setattr__  # a catalog refuses its own

R = TypeVar("R", bound=Record)


class Catalog(Generic[R]):
    """An immutable, ordered ``collections.abc.Collection`` of records.

    Iterates in the order of the knowledge base. ``filter``, ``|``, ``&``, ``-`` and slices return
    a catalog of the same type. Two catalogs are equal when their types and their records are.
    """

    __slots__ = ("__weakref__", "_by_id", "_keep", "_note", "_table")

    def __init__(
        self, table: Table[R], keep: Positions | None = None, note: str | None = None
    ) -> None:
        whole = keep is None or keep is table.everything
        _set(self, "_table", table)
        _set(self, "_keep", table.everything if whole else keep)
        _set(self, "_by_id", table.by_id if whole else {})
        _set(self, "_note", note)

    _table: Table[R]
    _keep: Positions
    _by_id: dict[str, R]  # cache of records that were used by id
    _note: str | None

    def __setattr__(self, name: str, value: object) -> None:
        msg = f"{type(self).__name__} is immutable"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> None:
        msg = f"{type(self).__name__} is immutable"
        raise AttributeError(msg)

    def __iter__(self) -> Iterator[R]:
        records = self._table.records
        if self._keep is self._table.everything:
            return iter(records)
        return iter([records[at] for at in sorted(self._keep)])

    def __len__(self) -> int:
        return len(self._keep)

    def __contains__(self, item: object) -> bool:
        key = item.id if isinstance(item, Record) else item
        at = self._table.positions.get(key) if isinstance(key, str) else None
        if at is None or at not in self._keep:
            return False
        return not isinstance(item, Record) or self._table.records[at] == item

    @overload
    def __getitem__(self, key: str) -> R: ...
    @overload
    def __getitem__(self, key: int) -> R: ...
    @overload
    def __getitem__(self, key: slice) -> Self: ...
    def __getitem__(self, key: str | int | slice) -> R | Self:
        """Return the record with an id, the record at a position, or a slice of the catalog.

        Raises:
            NotFoundError: If no record of the catalog has the id; with near names.
            IndexError: If there is no such position.
        """
        try:
            return self._by_id[key]  # type: ignore[index]  # other keys are not among them
        except (KeyError, TypeError):
            return self._fetch(key)

    def _fetch(self, key: str | int | slice) -> R | Self:
        """Resolve a key on first use, or raise an error that explains what to write."""
        if isinstance(key, str):
            if (record := self.get(key)) is None:
                raise self._table.names.no_id(key)
            return record
        if not isinstance(key, int | slice) or isinstance(key, bool):
            msg = f"a catalog takes an id, a position or a slice, not {shown(key)}"
            raise InvalidArgumentError(msg)
        chosen = sorted(self._keep)[key]
        return self._table.records[chosen] if isinstance(chosen, int) else self._cut(chosen)

    @overload
    def get(self, key: str) -> R | None: ...
    @overload
    def get(self, key: str, default: R) -> R: ...
    def get(self, key: str, default: R | None = None) -> R | None:
        """Return the record with an id, or a default."""
        at = self._table.positions.get(key) if isinstance(key, str) else None
        if at is None or at not in self._keep:
            return default
        record = self._by_id[key] = self._table.records[at]
        return record

    def find(self, name: R | str | Mapping[str, Any], *, country: str | None = None) -> R:
        """Return the record that has this id, name, synonym, brand or identifier.

        Exact after folding case, accents, spaces and punctuation; it never guesses.

        Args:
            name: What somebody wrote, for example ``Elavil``, an identifier as others write it
                (``RXNORM:704``, an address of OBO), a FHIR Coding, or a record.
            country: Code of the country in which a brand was written, such as ``PH``; a name may
                be another substance there. None where it is not known.

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
        id_ = self._table.index.named(self._table.kind, name, country)
        record = self._by_id.get(id_) or self.get(id_)
        if record is None:
            raise NotFoundError(self._table.names.kind, id_ if isinstance(name, Mapping) else name)
        return record

    def search(self, text: str, *, limit: int = 5) -> tuple[Match[R], ...]:
        """Return the records whose names resemble a text, best first.

        Tolerates two typing errors, completes beginnings of names, and compares names of several
        words word by word, so that lay words find a symptom. Records that fit equally well are
        ordered by name; none of them is cut off by the limit.

        Args:
            text: A name, more or less as it is written, or a few words.
            limit: How many matches to give; more where the last ones fit equally well.

        Raises:
            InvalidArgumentError: If the text is blank or no text, or the limit no count.

        Example:
            >>> import alstx
            >>> best = alstx.load().medications.search("amytriptilin")[0]
            >>> best.record.id, best.score > 0.8
            ('amitriptyline', True)
        """
        limit = counted(limit)
        records, positions = self._table.records, self._table.positions
        hits = [hit for hit in self._table.names.search(text) if positions[hit.id] in self._keep]
        while limit < len(hits) and hits[limit].score == hits[limit - 1].score:
            limit += 1
        return tuple(Match(records[positions[id_]], name, s) for id_, name, s in hits[:limit])

    def find_in(
        self, text: str, *, correct_from: int | None = CORRECT_FROM, country: str | None = None
    ) -> tuple[Mention[R], ...]:
        """Find the records of the catalog that a text names, and where.

        The longest name wins, so that a combination comes before its parts. Forms, doses and
        routes do not matter. A misspelled word counts only where one record is nearest and the
        word is not known to mean something else, such as another medicine. A product of several
        substances gives a mention for each of them, at the same place.

        Args:
            text: Free text, such as a line of a medicine list.
            correct_from: Number of letters from which a misspelled word is corrected, at least 4;
                None to correct nothing.
            country: Code of the country in which the text was written; None where unknown.

        Raises:
            InvalidArgumentError: If the text is not a string, `correct_from` out of range, or
                `country` not the code of a country.

        Example:
            >>> import alstx
            >>> text = "ELAVIL 25MG TAB PO QHS, baclofen 10 mg"
            >>> [(m.text, m.record.id) for m in alstx.load().medications.find_in(text)]
            [('ELAVIL', 'amitriptyline'), ('baclofen', 'baclofen')]
        """
        if not isinstance(text, str):
            msg = f"find_in reads a text, not {shown(text)}"
            raise InvalidArgumentError(msg)
        table = self._table
        try:
            reader = table.names.readers[
                correct_from if country is None else (correct_from, country)
            ]
        except (KeyError, TypeError):
            reader = table.names.reader(checked(correct_from), country)
        found: tuple[Mention[R], ...] = reader.read(text)
        keep, positions = self._keep, table.positions
        if keep is table.everything:
            return found
        return tuple(mention for mention in found if positions[mention.record.id] in keep)

    def prepare(self) -> None:
        """Build every record, name and filter now; `alstx.preload` does so for all catalogs."""
        table = self._table
        table.by_id.update((record.id, record) for record in table.records)
        prepare(table)
        table.names.prepare()
        for made in table.filters.values():
            for node in made.members:
                made.pick(node)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        if self._keep is self._table.everything:
            return self._table.ids
        return tuple([self._table.ids[at] for at in sorted(self._keep)])

    @property
    def note(self) -> str | None:
        """Why a filtered catalog is empty, or what the filter had to leave out; mostly None.

        It does not count for equality; pickles keep it, set algebra and slices drop it.
        """
        return self._note

    @property
    def labels(self) -> Labels:
        """Names and sources, by which views show ids as names and links."""
        return self._table.index.labels

    def _ipython_key_completions_(self) -> list[str]:
        """Return ids that complete ``catalog["``."""
        return list(self.ids)

    def _repr_html_(self) -> str:
        """Render the catalog for a notebook."""
        with importing("alstx.display.rows"):
            from alstx.display import rows  # noqa: PLC0415 (when needed)

        return rows.catalog(self._table.kind, self, self.labels, self.note)

    # the tables take 6 ms to build, which only those pay who want one

    def to_records(self) -> list[dict[str, Cell]]:
        """Return the catalog as plain dicts, ready for JSON: the columns of ``docs/tables.md``.

        Example:
            >>> import alstx
            >>> alstx.load().medications[:1].to_records()[0]["kind"]
            'ingredient'
        """
        with importing("alstx.tables.frames"):
            from alstx.tables import frames, layout  # noqa: PLC0415 (when needed)

        return frames.to_records(layout.CATALOGS[self._table.kind], self)

    def to_pandas(self) -> pd.DataFrame:
        """Return the catalog as a frame of pandas, with the columns of ``docs/tables.md``.

        Vocabularies are categoricals, numbers that may be missing are ``Int64``, lists are lists.

        Raises:
            MissingExtraError: If pandas is not installed; the extra ``pandas`` brings it.
        """
        with importing("alstx.tables.frames"):
            from alstx.tables import frames, layout  # noqa: PLC0415 (when needed)

        return frames.to_pandas(layout.CATALOGS[self._table.kind], self)

    def to_polars(self) -> pl.DataFrame:
        """Return the catalog as a frame of Polars, with the columns of ``docs/tables.md``.

        Vocabularies are enums, lists are lists of strings.

        Raises:
            MissingExtraError: If Polars is not installed; the extra ``polars`` brings it.
        """
        with importing("alstx.tables.frames"):
            from alstx.tables import frames, layout  # noqa: PLC0415 (when needed)

        return frames.to_polars(layout.CATALOGS[self._table.kind], self)

    def to_arrow(self) -> pa.Table:
        """Return the catalog as an Arrow table, with the columns of ``docs/tables.md``.

        Vocabularies are dictionaries; every field carries its description.

        Raises:
            MissingExtraError: If pyarrow is not installed; the extra ``arrow`` brings it.
        """
        with importing("alstx.tables.frames"):
            from alstx.tables import frames, layout  # noqa: PLC0415 (when needed)

        return frames.to_arrow(layout.CATALOGS[self._table.kind], self)

    def _filtered(self, **wanted: object) -> Self:
        """Apply filters; a None filters nothing."""
        keep, everything, filters = self._keep, self._table.everything, self._table.filters
        for name, node in wanted.items():
            if node is not None:
                picked = filters[name].pick(node)
                keep = picked if keep is everything else keep & picked
        if keep is self._keep:
            return self
        return type(self)(self._table, keep) if keep else self._empty(wanted)

    def _empty(self, wanted: Mapping[str, object]) -> Self:
        """Return nothing, and which filters left it; of an empty catalog, why it was before."""
        asked = {name: value for name, value in wanted.items() if value is not None}
        why = self._note if not self else none_fits(self._table, self._keep, asked)
        return type(self)(self._table, frozenset(), why)

    def _by_forms(self, **wanted: str | None) -> Self:
        """Apply filters on forms, and note how many were left out because nothing tells."""
        asked = {name: node for name, node in wanted.items() if node is not None}
        if not asked:
            return self
        cut = self._filtered(**asked)
        missed = [self._table.filters[n].pick(UNKNOWN) for n, w in asked.items() if w != UNKNOWN]
        unknown = (self._keep & frozenset[int]().union(*missed)) - cut._keep
        note = left_out(asked, len(unknown))
        return cut if note is None else type(self)(self._table, cut._keep, note)

    def _dated(self, since: int | None, until: int | None) -> Self:
        """Keep the records of some years; if a year is given, those without one are left out."""
        if since is None and until is None:
            return self
        first, last = year_or(since, 0), year_or(until, 9999)
        if first > last:
            msg = f"since {first} is after until {last}"
            raise InvalidArgumentError(msg)
        years = self._table.years
        found = [at for at in self._keep if at in years and first <= years[at] <= last]
        return self._cut(found) if found else self._empty({"since": since, "until": until})

    def _cut(self, positions: Iterable[int]) -> Self:
        return type(self)(self._table, frozenset(positions))

    def _with(self, other: Self, how: Callable[[Positions], Positions]) -> Self:
        """Combine with a catalog of the same type and knowledge base."""
        if type(other) is not type(self):
            return NotImplemented  # type: ignore[no-any-return]  # for the operators
        own, others = self._table, other._table
        if others is not own and list(others.records) != list(own.records):
            msg = "catalogs of two knowledge bases cannot be combined"
            raise InvalidArgumentError(msg)
        return type(self)(own, how(other._keep))

    def __or__(self, other: Self) -> Self:
        return self._with(other, self._keep.union)

    def __and__(self, other: Self) -> Self:
        return self._with(other, self._keep.intersection)

    def __sub__(self, other: Self) -> Self:
        return self._with(other, self._keep.difference)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        if other._table is self._table:
            return self._keep == other._keep
        return tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.ids))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._table, self._keep, self._note)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __repr__(self) -> str:
        first = ", ".join(self.ids[:4])
        more = ", …" if len(self) > 4 else ""  # noqa: PLR2004 (the four just shown)
        why = f": {self._note}" if self._note else ""
        told = f" of {len(self)}: {first}{more}" if self else f", empty{why}"
        return f"<{type(self).__name__}{told}>"
