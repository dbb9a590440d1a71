"""Questions: names and filters, resolved, and the command that puts them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from alstx.errors import AmbiguousNameError, InvalidArgumentError, NotFoundError, shown
from alstx.kb.formulary import FILTERS as _OF_FORMS
from alstx.kb.lookup import NAMED_KINDS, catalog, key_of, kind_of, lookup, nodes_of, spelled
from alstx.model.base import Record
from alstx.model.records import LABELS
from alstx.model.symptoms import Symptom
from alstx.vocab import Role

if TYPE_CHECKING:  # handed in, never made here
    from alstx.ids import Ref
    from alstx.kb.base import KnowledgeBase

FORMS = frozenset(_OF_FORMS)
"""Filters by dosage form."""
_LONGEST_PHRASE = 6


# records and their names


def spelling(record: Record) -> str:
    """Return how to write a record as an argument: what people call it, or else its id."""
    name = record.plain_name if isinstance(record, Symptom) else ""
    return _quoted(name) if re.fullmatch(r"[a-z ]+", name) else record.id


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


def option(name: str) -> str:
    """Return the option that gives a filter.

    Example:
        >>> option("drug_class")
        '--class'
    """
    return f"--{name.removeprefix('drug_').replace('_', '-')}"


def names_of(kb: KnowledgeBase, kinds: Iterable[str], start: str) -> list[str]:
    """Return the names of some kinds that begin with a text, for a shell to complete.

    Blanks are hyphens, which mean the same, so that no shell needs quotes.
    """
    tables = [catalog(kb, kind)._table.names.tables for kind in kinds]
    names = {name.replace(" ", "-") for table in tables for name in table.names}
    start = start.lower()
    return sorted(n for n in names if n.startswith(start) and re.fullmatch(r"[\w.+-]+", n))


# questions


@attrs.frozen
class Question:
    """A question to one catalog.

    Attributes:
        kind: The catalog, which is also the command.
        filters: The arguments of its ``filter``: records for names, and words.
        typed: How the names among them were typed.
    """

    kind: str
    filters: Mapping[str, Any]
    typed: Mapping[str, str] = {}

    @property
    def symptom(self) -> Symptom | None:
        """The symptom, or group of symptoms, asked about."""
        return self.filters.get("symptom") or self.filters.get("group")

    @property
    def about(self) -> Ref | str | None:
        """The subject of an answer: the symptom by its id, or else an intervention."""
        values = (self.symptom, *self.filters.values())
        records = (value for value in values if isinstance(value, Record))
        return next((getattr(record, "ref", record.id) for record in records), None)

    def having(self, **filters: Any) -> Question:
        """Return the question with other filters; a None takes one away."""
        changed = {name: value for name, value in {**self.filters, **filters}.items() if value}
        typed = {name: text for name, text in self.typed.items() if name not in filters}
        return Question(self.kind, changed, typed)

    def answer(self, kb: KnowledgeBase) -> Any:
        """Return the records, as a catalog; without a role no treatments only studied."""
        found: Any = catalog(kb, self.kind)
        filters = dict(self.filters)
        role = filters.pop("role", None)
        if role or self.kind == "treatments":
            filters["role"] = None if role == "all" else role
        every = found.filter(**filters)
        if self.kind != "treatments" or role:
            return every
        return every - found.filter(**{**filters, "role": Role.STUDIED})

    @property
    def of_forms(self) -> bool:
        """True if it filters by dosage form."""
        return not FORMS.isdisjoint(self.filters)

    def note(self, kb: KnowledgeBase) -> str | None:
        """Return why the answer is empty, or how many of the unknown it leaves out."""
        role = self.filters.get("role") or (Role.USED if self.kind == "treatments" else None)
        filters = {name: value for name, value in self.filters.items() if name != "role"}
        found: Any = catalog(kb, self.kind)
        roles = {"role": None if role == "all" else role} if role else {}
        note: str | None = found.filter(**filters, **roles).note
        return note

    def as_command(self, kb: KnowledgeBase) -> str:
        """Write the command that asks it."""
        names: list[str] = []
        options: list[str] = []
        for name, value in self.filters.items():
            if name in self.typed:
                names.append(self.typed[name])
            elif isinstance(value, Record):
                text, kinds = spelling(value), {*nodes_of(self.kind).values()}
                is_clear = lookup(kb, text.strip('"'), kinds) == [value]
                names += [text] if is_clear else [option(name), text]
            else:
                options += [option(name)] if value is True else [option(name), str(value)]
        return " ".join([f"alstx {self.kind}", *names, *options])

    def to_plain(self) -> dict[str, Any]:
        """Return what was asked as ids and words."""
        return {n: v.id if isinstance(v, Record) else v for n, v in self.filters.items()}


def read(kb: KnowledgeBase, kind: str, words: Sequence[str], given: Mapping[str, Any]) -> Question:
    """Resolve what was typed.

    Args:
        kb: The knowledge base.
        kind: The catalog that is asked.
        words: Plain arguments; each is a name, or a part of one of several words.
        given: Options by filter; names as they were typed.

    Raises:
        NotFoundError: If a name is unknown.
        AmbiguousNameError: If it names several records; the candidates say how to write each.
        InvalidArgumentError: If two names are of one kind, or another command takes one.
    """
    nodes = nodes_of(kind)
    given = {name: value for name, value in given.items() if value not in (None, False)}
    filters = {n: catalog(kb, nodes[n]).find(v) if n in nodes else v for n, v in given.items()}
    typed = {name: f"{option(name)} {_quoted(given[name])}" for name in given if name in nodes}
    for text, found in _phrases(kb, words, tuple(nodes.values())):
        if len(found) > 1:
            what = "record"
            raise AmbiguousNameError(what, text, tuple(map(key_of, found)))
        name = next(name for name, of in nodes.items() if of == kind_of(found[0]))
        if name in filters:
            first = shown(filters[name].id)
            msg = f"{shown(text)} is a second {LABELS[nodes[name]]} beside {first}: ask for one"
            raise InvalidArgumentError(msg)
        filters[name], typed[name] = found[0], _quoted(text)
    return Question(kind, filters, typed)


def _phrases(
    kb: KnowledgeBase, words: Sequence[str], kinds: Sequence[str]
) -> Iterator[tuple[str, list[Record]]]:
    """Part words into names, the longest first: ``dry mouth`` needs no quotes."""
    at = 0
    while at < len(words):
        ends = range(min(len(words), at + _LONGEST_PHRASE), at, -1)
        texts = {end: " ".join(words[at:end]) for end in ends}
        end = next((e for e in ends if any(spelled(kb, texts[e], kinds))), at + 1)
        yield texts[end], _found(kb, texts[end], kinds)
        at = end


def _found(kb: KnowledgeBase, text: str, kinds: Sequence[str]) -> list[Record]:
    """Look a name up; where another command takes it, say which."""
    try:
        return lookup(kb, text, kinds)
    except NotFoundError:
        others = [*spelled(kb, text, [kind for kind in NAMED_KINDS if kind not in kinds])]
        if not others:
            raise
        label = LABELS[kind_of(others[0])]
        msg = f"{shown(text)} is a {label}, which this command does not take: alstx show {text}"
        raise InvalidArgumentError(msg) from None
