"""An index of names and identifiers: exact, ranked, and of free text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from alstx.errors import AmbiguousNameError, InvalidArgumentError, NotFoundError, shown
from alstx.ids import COUNTRIES, as_identifier, read_identifier
from alstx.lazy import once, prepare
from alstx.lock import importing
from alstx.names.folding import fold, respell
from alstx.names.lexicon import PLAIN, Lexicon, without_dose
from alstx.names.near import LONGEST_GUESS, meant, without_numbers
from alstx.names.tables import BARE, Meanings, Named, Tables, add, nobody, tabulate

if TYPE_CHECKING:  # what free text and misspelled names need is imported when they come
    from alstx.names.mentions import Reader
    from alstx.names.search import Hit, Searcher

_LONGEST_NAME = 500
_MOST_NEAR = 3
_NEAR_ENOUGH, _VERY_NEAR = 0.5, 0.8
_SIGNS = r"[\[(]\s*(?:r|tm|sm|c)\s*[\])]"
_AND = r"\s*[/\\+&;]\s*|\s+(?:and|with|und|et|y|e)\s+|\s+-\s+"
_BROADER = 0.8
_ICD = r"[A-Za-z]\d[0-9A-Za-z]\.[0-9A-Za-z]{1,4}"


class NameIndex:
    """Index of ids by id, name, synonym or CURIE; exact after folding, never a guess.

    `search` and `reader` are for what is not exact. What they need is built when it is first
    used, once, whatever the number of threads.

    Args:
        kind: What the records are, for messages.
        records: The records to index.
        lexicon: What to know of such names beside the names.
        tables: The tables of the records, where they are made already.
        elsewhere: Gives the names of other kinds that a text may mean instead.
        bearers: Gives what else has an identifier, of whatever kind, for messages.
        meanings: Gives what names mean beside the records that have them.
    """

    def __init__(
        self,
        kind: str,
        records: Collection[Named],
        lexicon: Lexicon = PLAIN,
        tables: Tables | None = None,
        *,
        elsewhere: Callable[[], tuple[str, ...]] = tuple,
        bearers: Callable[[str], tuple[str, ...]] = nobody,
        meanings: Callable[[], Meanings] = Meanings,
    ) -> None:
        self.kind = kind
        self._lexicon = lexicon
        self._elsewhere = elsewhere
        self._bearers = bearers
        self._make_meanings = meanings
        self._records = records
        self.tables: Tables = tables or tabulate(records)
        self.readers: dict[object, Reader[Any]] = {}

    @once
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        """The ids that each folded name names."""
        alone = {fold(name): (id_,) for name, id_ in self.tables.names.items()}
        return {**alone, **self.tables.shared}

    @once
    def _by_curie(self) -> Mapping[str, tuple[str, ...]]:
        """The ids that each identifier names, case folded."""
        curies: dict[str, tuple[str, ...]] = {}
        for record in self._records:
            for curie in record.identifiers:
                add(curies, str(curie).casefold(), record.id)
        return curies

    @once
    def _names(self) -> Mapping[str, tuple[str, ...]]:
        """Every name of each id, the preferred one first and the id last."""
        return {record.id: (*record.names, record.id) for record in self._records}

    @once
    def _meanings(self) -> Meanings:
        """Meanings of names beside the records that have them."""
        return self._make_meanings()

    @once
    def _products(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """The products by folded name."""
        return {fold(name): parts for name, parts in self._meanings.products.items()}

    def resolve(self, text: object, country: str | None = None) -> str:
        """Return the id of the one record that has this id, name or CURIE.

        Args:
            text: A name, an identifier, or a FHIR Coding.
            country: Code of the country in which the name was written; None where unknown.

        Raises:
            InvalidArgumentError: If the text is blank or no text.
            AmbiguousNameError: If several records have the name.
            NotFoundError: If none has it; with near names.
        """
        names = self.tables.names
        if country is None and isinstance(text, str) and (exact := names.get(text.lower())):
            return exact
        text = self._text(text)
        if country is not None and (there := self._there(country).get(fold(text))):
            _, what = there
            if what in self.ids:
                return what
            raise NotFoundError(self.kind, text, note=f"in {country} it is {what}")
        found = self.lookup(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousNameError(self.kind, text, found)
        raise self._unknown(text)

    def _unknown(self, text: str) -> NotFoundError | AmbiguousNameError:
        """Return the error of a text that names no record of ours."""
        if not (is_curie := _is_curie(text)) and (parts := self._products.get(fold(text))):
            ids, others = parts
            if len(ids) > 1 and not others:
                return AmbiguousNameError(self.kind, text, ids)
            note = f"it is a product of {' and '.join((*ids, *others))}"
            return NotFoundError(self.kind, text, note=note)
        note = self.foreign(text)
        broader = " and ".join(f"the {self.kind} {id_!r}" for id_ in self.broader(text))
        note = note or (f"broader or related is {broader}" if broader else "")
        bearers = self._bearers(text) if is_curie and not note else ()
        near = () if note else self.near(text)
        note = note or ("" if near or bearers else self._meanings.hint(text))
        return NotFoundError(self.kind, text, near, is_curie, bearers, note)

    def foreign(self, text: str) -> str:
        """Say what a name or identifier means that is of no record here, where that is known."""
        return self._foreign.get(fold(text)) or self._foreign.get(self._key(text) or "", "")

    def no_id(self, key: str) -> NotFoundError:
        """Return the error of a text that is not an id; of a name it says whose it is."""
        ids = [] if key in self.ids else [*map(repr, self.lookup(key))]
        note = f"it is a name of {' and '.join(ids)}, which find({key!r}) gives" if ids else ""
        near = () if ids else self.near(key, ids=True)
        note = note or ("" if near else self._meanings.hint(key))
        return NotFoundError(self.kind, key, near, note=note)

    @once
    def _foreign(self) -> Mapping[str, str]:
        """Return the meanings of folded names that are not ours."""
        foreign = self._meanings.foreign
        return {fold(name): what for name, what in foreign.items()} | dict(foreign)

    @once
    def ids(self) -> frozenset[str]:
        """All ids."""
        return frozenset(self._names)

    def _there(self, country: str) -> Mapping[str, tuple[str, str]]:
        """Return for folded names in a country how they are written, and what they mean.

        Raises:
            InvalidArgumentError: If it is not the code of a country.
        """
        if country not in COUNTRIES:
            hint = "; did you mean 'GB'?" if country == "UK" else ""
            msg = f"a country is a code of ISO 3166-1 such as 'GB', not {shown(country)}{hint}"
            raise InvalidArgumentError(msg)
        return self._regional.get(country, {})

    @once
    def _regional(self) -> Mapping[str, Mapping[str, tuple[str, str]]]:
        """For each country how folded names are written, and what they mean there."""
        return {
            country: {fold(name): (name, what) for name, what in names.items()}
            for country, names in self._meanings.regional.items()
        }

    def lookup(self, text: str) -> tuple[str, ...]:
        """Return the ids that a text names."""
        if len(text) > _LONGEST_NAME:
            return ()
        found = self._identified(text)
        if found or _is_curie(text):
            return found
        key = fold(text)
        return (
            self._by_name.get(key)
            or self._codes.get(text.casefold())
            or self._spellings.get(respell(key))
            or self._without_ending(text)
            or self._without_signs(text)
            or self._together(text)
            or self._meanings.translations.get(key, ())
        )

    def _without_signs(self, text: str) -> tuple[str, ...]:
        """Look up a name without trademark signs in brackets."""
        bare = re.sub(_SIGNS, " ", text, flags=re.IGNORECASE)
        return self.lookup(bare.strip()) if bare != text and fold(bare) else ()

    def _together(self, text: str) -> tuple[str, ...]:
        """Look up the record that has just the parts that a text lists."""
        wholes = self._meanings.wholes
        listed = re.split(_AND, text, flags=re.IGNORECASE) if wholes else []
        if len(listed) < 2:  # noqa: PLR2004 (a list)
            return ()
        parts = [self._by_name.get(fold(part)) or self._without_ending(part) for part in listed]
        ids = frozenset(part[0] for part in parts if len(part) == 1)
        whole = wholes.get(ids) if len(ids) == len(parts) else None
        return () if whole is None else (whole,)

    def identified(self, text: str) -> tuple[str, ...]:
        """Return the ids that have an identifier, with its prefix or, if unambiguous, without."""
        return self._identified(text) or self._codes.get(text.casefold(), ())

    def _identified(self, text: str) -> tuple[str, ...]:
        """Return the ids that have a CURIE."""
        return self._by_curie.get(key, ()) if (key := self._key(text)) else ()

    def _key(self, text: str) -> str | None:
        """Return the CURIE that a text is, case folded; codes of ICD-10-CM need no prefix."""
        found = read_identifier(text) or (re.fullmatch(_ICD, text) and ("ICD10CM", text))
        return ":".join(found).casefold() if found else None

    def broader(self, text: str) -> tuple[str, ...]:
        """Return the ids whose identifiers are broader than one, or related to it."""
        return self._meanings.broader(key) if (key := self._key(text)) else ()

    def under(self, value: object) -> tuple[str, ...]:
        """Return the ids that a filter means: of an identifier all that have it, or broader ones.

        Raises:
            InvalidArgumentError, AmbiguousNameError, NotFoundError: As `resolve`.
        """
        text = value if isinstance(value, str) else as_identifier(value)
        exact = None if text is None else self.tables.names.get(text.lower())
        if exact is not None:
            return (exact,)
        if text is not None and (key := self._key(text.strip())):
            found = self._by_curie.get(key) or self._meanings.broader(key)
            if found:
                return found
        return (self.resolve(value),)

    def _text(self, value: object) -> str:
        value = value if isinstance(value, str) else as_identifier(value) or value
        if not isinstance(value, str):
            more = "; for several, join answers with |" * isinstance(value, list | tuple | set)
            msg = f"a {self.kind} is named by a text or a record, not by {shown(value)}{more}"
            raise InvalidArgumentError(msg)
        text = value.strip()
        if not text:
            msg = f"a {self.kind} is named by a text that is not blank, got {shown(value)}"
            raise InvalidArgumentError(msg)
        return text

    def _without_ending(self, text: str) -> tuple[str, ...]:
        """Look up a name without words that may follow it, such as the name of a salt."""
        endings, parts = self._lexicon.endings, text.replace("(", " ").replace(")", " ").split()
        while parts and fold(parts[-1]) in endings:
            parts.pop()
            if found := self._by_name.get(fold(" ".join(parts))):
                return found
        return ()

    @once
    def _codes(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of other vocabularies without their prefix, and the pages that show them."""
        codes: dict[str, tuple[str, ...]] = {}
        bare = dict(BARE)
        for curie, id_ in ((c, record.id) for record in self._records for c in record.identifiers):
            pattern = bare.get(curie.prefix)
            if pattern and re.fullmatch(pattern, curie.local):
                add(codes, curie.local.casefold(), id_)
            if curie.url:
                add(codes, curie.url.casefold(), id_)
        return codes

    @once
    def _spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Names in American spelling."""
        spellings: dict[str, tuple[str, ...]] = {}
        for key, ids in self._by_name.items():
            for id_ in ids:
                add(spellings, respell(key), id_)
        return spellings

    def prepare(self) -> None:
        """Build the tables for exact names, codes and misspelled names."""
        prepare(self)
        prepare(self._searcher)

    def near(self, text: str, *, ids: bool = False) -> tuple[str, ...]:
        """Return names, or ids, that resemble a text, best first, one per record.

        A dose behind a name is not part of it. Where nothing is near, a mere number behind it is
        left out too, and only what is very near counts: coenzyme Q 10 is not another Q.
        """
        bare, shorter = without_dose(text), without_numbers(text)
        if len(bare) > LONGEST_GUESS or _is_curie(text.strip()):
            return ()
        near = self._hits(bare, _NEAR_ENOUGH) or self._hits(shorter, _VERY_NEAR)
        names = meant(text, (hit.name for hit in near))
        return tuple(hit.id if ids else hit.name for hit in near if hit.name in names)

    def _hits(self, text: str, least: float) -> list[Hit]:
        hits = self._searcher.search(text)[:_MOST_NEAR]
        return [hit for hit in hits if hit.score >= least]

    def search(self, value: object) -> list[Hit]:
        """Return every id whose names resemble a text, best first.

        What has the text for an identifier scores 1, and an identifier resembles nothing.

        Raises:
            InvalidArgumentError: If the text is blank or no text.
        """
        text = self._text(value)
        if len(text) > _LONGEST_NAME:
            return []
        exact = self.identified(text)
        if not exact and not self._key(text):
            return self._searcher.search(text)
        with importing("alstx.names.search"):
            from alstx.names.search import Hit, ranked  # noqa: PLC0415 (as above)

        score = 1.0 if exact else _BROADER
        return ranked(Hit(id_, self._names[id_][0], score) for id_ in exact or self.broader(text))

    @once
    def _searcher(self) -> Searcher:
        with importing("alstx.names.search"):
            from alstx.names.search import Searcher  # noqa: PLC0415 (as above)

        return Searcher(self._names)

    def reader(self, correct_from: int | None, country: str | None = None) -> Reader[Any]:
        """Return a reader that finds the names in free text.

        Args:
            correct_from: Length from which a misspelled word is corrected; None for never.
            country: Code of the country in which the text was written; None where unknown.

        Raises:
            InvalidArgumentError: If it is not the code of a country.
        """
        there: Mapping[str, tuple[str, str]] = {} if country is None else self._there(country)
        key = (correct_from, country) if there else correct_from
        made = self.readers.get(key)
        if made is None:  # of two threads the first decides
            made = self.readers.setdefault(key, self._reader(correct_from, there))
        return made

    def _reader(
        self, correct_from: int | None, there: Mapping[str, tuple[str, str]]
    ) -> Reader[Any]:
        """Make a reader where some names mean something else."""
        with importing("alstx.names.mentions"):
            from alstx.names.mentions import Reader  # noqa: PLC0415 (as above)

        return Reader(
            {record.id: record for record in self._records},
            self._names_in(there),
            self._lexicon,
            correct_from if self._lexicon.corrects else None,
            self._others,
            products={name: ids for name, (ids, _) in self._meanings.products.items()},
            foreign=(
                *self._meanings.foreign,
                *(name for name, what in there.values() if what not in self.ids),
            ),
        )

    def _names_in(self, there: Mapping[str, tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
        """Return the names of each id where some names mean something else."""
        if not there:
            return self._names
        more: dict[str, list[str]] = {}
        for name, what in there.values():
            more.setdefault(what, []).append(name)
        return {
            id_: (*(name for name in names if fold(name) not in there), *more.get(id_, ()))
            for id_, names in self._names.items()
        }

    @once
    def _others(self) -> tuple[str, ...]:
        """Names of other kinds that a text may mean instead."""
        return self._elsewhere()


def _is_curie(text: str) -> bool:
    """Return whether a text is an identifier with a prefix that we know."""
    return ":" in text and read_identifier(text.strip()) is not None
