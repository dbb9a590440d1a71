"""Fitting an answer into a limit of characters: what is cut, what never is, and how it is told."""

from __future__ import annotations

import json
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Required, TypedDict, cast

import attrs

from alstx.display.footnotes import short_name
from alstx.display.words import standing

if TYPE_CHECKING:  # it only writes what it is given
    from collections.abc import Iterator, Mapping, Sequence

    from alstx.display.labels import Labels
    from alstx.model.sources import Source

Json = dict[str, Any]


class Answer(TypedDict, total=False):
    """An answer: what was asked, found and left out, and the sources by number.

    `count` is of all that was found, shown or not; `note` says why there is nothing, or what an
    answer does not mean; `alerts` counts interactions by severity; `unknown` are names that nothing
    is known of; `checked` are the records that names were read as. Which lists there are depends
    on the tool; numbers in them under source, sources, label_sources, for and against are keys of
    `sources`, each with id and name, its link if it has one, and its standing if it no longer
    stands. An entry of `left_out` has `what`, and the `tool` and `arguments` that bring it.
    `over_limit` is there where what is never cut makes an answer too long.
    """

    question: Required[Json]
    answer: Required[str]
    count: Required[int]
    note: str
    notice: Required[str]
    alerts: dict[str, int]
    labels_not_read: list[str]
    labels_read_in_part: list[str]
    unknown: list[str]
    checked: list[str]
    kind: str
    record: Json
    results: list[Json]
    shared: list[Json]
    treatments: list[Json]
    evidence: list[Json]
    recommendations: list[Json]
    over_limit: str
    left_out: list[Json]
    sources: dict[str, dict[str, str]]


LIMIT = 8_000
"""Most characters of an answer, as JSON in ASCII with blanks after its signs: the longest form."""

_NEVER_CUT = {
    "direction": ("harm",),
    "kind": ("contraindication", "boxed-warning"),
    "role": ("advised-against",),
    "severity": ("contraindicated", "avoid"),
}
"""Words of keys that make a row one that is never cut."""
_CITING = ("source", "sources", "label_sources", "for", "against")
"""Keys of ids of sources, which become numbers."""
OVER = (
    f"longer than {LIMIT} characters: harms, contraindications and what to avoid are never cut, "
    "and with their sources they pass the limit"
)


@attrs.frozen
class Row:
    """An entry of a list.

    Attributes:
        forms: What is said of it: all, then less and less where room is short.
    """

    forms: tuple[Any, ...]

    @property
    def is_kept(self) -> bool:
        """True if it holds a harm, advice against, or what is contraindicated or to be avoided."""
        return _holds(self.forms[0])


def _holds(value: Any) -> bool:
    if isinstance(value, list):
        members = cast("list[object]", value)
        return any(map(_holds, members))
    if not isinstance(value, dict):
        return False
    return any(
        part in _NEVER_CUT.get(key, ()) if isinstance(part, str) else _holds(part)
        for key, part in cast("Json", value).items()
    )


@attrs.frozen
class Part:
    """A list of an answer that may be cut, and the call that brings what was left out.

    Attributes:
        path: The keys under which it stands.
        what: What it is a list of, for the words on what was left out.
        rows: Its rows, the most important first.
        tool: The tool that brings the rest.
        arguments: The arguments of that call, but for where it starts.
        start: The row at which an answer goes on. The first answer has the harms and what else
            is never cut, so that every row may be cut where it goes on.
    """

    path: tuple[str, ...]
    what: str
    rows: Sequence[Row]
    tool: str
    arguments: Mapping[str, Any]
    start: int | None = None

    @property
    def shown(self) -> Sequence[Row]:
        """The rows that this answer is about."""
        return self.rows[self.start or 0 :]

    def is_kept(self, row: Row) -> bool:
        """Return whether a row is never cut from this answer."""
        return self.start is None and row.is_kept

    def left_out(self, states: Sequence[int]) -> Iterator[Json]:
        """Yield what was left out, with the call that brings it.

        Args:
            states: For each row shown which form it has; -1 where it is gone.
        """
        gone = states.count(_GONE)
        short = sum(state > _WHOLE for state in states)
        told = [f"{gone} of {len(self.rows)} {self.what}"] if gone else []
        of = "more" if gone else f"of {len(self.rows)} {self.what}"
        told += [f"details of {short} {of}"] if short else []
        if told:
            first = next(at for at, state in enumerate(states) if state != _WHOLE)
            start = (self.start or 0) + first
            yield told_call(", ".join(told), self.tool, {**self.arguments, "start": start})


_WHOLE, _GONE = 0, -1


def told_call(what: str, tool: str, arguments: Mapping[str, Any]) -> Json:
    """Return what was left out, and the call that brings it."""
    return {"what": what, "tool": tool, "arguments": dict(arguments)}


def fitted(
    head: Json, parts: Sequence[Part], labels: Labels, *, more: Sequence[Json] = ()
) -> Answer:
    """Return an answer with as much of its parts as the limit has room for.

    The longest part loses first: its rows become shorter from the last to the second, and then go.
    Sources are numbered in the order in which they are named, and listed at the end.

    Args:
        head: What is never cut.
        parts: The lists that may be.
        labels: Labels of the knowledge base, with its sources.
        more: What this answer leaves out in any case, with the call that brings it.
    """
    steps = list(_steps(parts))

    def made(number: int) -> Json:
        states = [[_WHOLE] * len(part.shown) for part in parts]
        for at, row, state in steps[:number]:
            states[at][row] = state
        return _rendered(head, parts, states, labels, more)

    def shown(number: int) -> int:
        return size({key: part for key, part in made(number).items() if key != "left_out"})

    numbers = range(len(steps) + 1)  # what is shown shrinks with each; what is told of it may grow
    first = bisect_left(numbers, True, key=lambda n: shown(n) <= LIMIT)  # noqa: FBT003
    fitting = (answer for n in numbers[first:] if size(answer := made(n)) <= LIMIT)
    found = next(fitting, None) or {**made(len(steps)), "over_limit": OVER}
    return cast("Answer", found)


def size(value: object) -> int:
    """Return how many characters an answer, or a part of one, has."""
    return len(json.dumps(value))


def _steps(parts: Sequence[Part]) -> Iterator[tuple[int, int, int]]:
    """Yield what to cut, step by step: the part, the row, and its form or that it is gone."""
    sizes = [sum(size(row.forms[0]) for row in part.shown) for part in parts]
    cuts = [list(_cuts(part)) for part in parts]
    while True:
        left = [at for at, found in enumerate(cuts) if found]
        if not left:
            return
        at = max(left, key=sizes.__getitem__)
        row, state, saved = cuts[at].pop(0)
        sizes[at] -= saved
        yield at, row, state


def _cuts(part: Part) -> Iterator[tuple[int, int, int]]:
    """Yield the row, what becomes of it and how much that saves.

    From the last row to the first they lose details, and then they go; the first row comes last,
    so that an answer that goes on shows one row whole at least.
    """
    rows = list(enumerate(part.shown))
    for some in (rows[:0:-1], rows[:1]):
        for form in range(1, max((len(row.forms) for _, row in some), default=0)):
            for at, row in some:
                if form < len(row.forms):
                    yield at, form, size(row.forms[form - 1]) - size(row.forms[form])
        for at, row in some:
            if not part.is_kept(row):
                yield at, _GONE, size(row.forms[-1])


def _rendered(
    head: Json,
    parts: Sequence[Part],
    states: Sequence[Sequence[int]],
    labels: Labels,
    more: Sequence[Json],
) -> Json:
    body: Json = dict(head)
    left_out: list[Json] = []
    for part, found in zip(parts, states, strict=True):
        place = body
        for key in part.path[:-1]:
            place[key] = dict(place[key])
            place = place[key]
        place[part.path[-1]] = [
            row.forms[state] for row, state in zip(part.shown, found, strict=True) if state != _GONE
        ]
        left_out += part.left_out(found)
    numbers: dict[str, int] = {}
    question = body.pop("question")
    body = _numbered(body, labels.sources, numbers)
    cited = {str(number): _cited(labels.sources[id_], labels) for id_, number in numbers.items()}
    told = [*left_out, *more]
    return {
        "question": question,
        **body,
        **({"left_out": told} if told else {}),
        **({"sources": cited} if cited else {}),
    }


def _numbered(value: Any, sources: Mapping[str, Source], numbers: dict[str, int]) -> Any:
    """Return a value with numbers in the place of ids of sources."""

    def number(id_: str) -> int | str:
        return numbers.setdefault(id_, len(numbers) + 1) if id_ in sources else id_

    if isinstance(value, list):
        members = cast("list[object]", value)
        return [_numbered(member, sources, numbers) for member in members]
    if not isinstance(value, dict):
        return value
    made: Json = {}
    for key, part in cast("Json", value).items():
        if key in _CITING and isinstance(part, str):
            made[key] = number(part)
        elif key in _CITING and isinstance(part, list):
            made[key] = [number(id_) for id_ in cast("list[str]", part)]
        else:
            made[key] = _numbered(part, sources, numbers)
    return made


def _cited(source: Source, labels: Labels) -> dict[str, str]:
    """Return a source as an answer lists it: what was replaced, or has run out, is marked."""
    made = {"id": source.id, "name": short_name(source)}
    if source.link is not None:
        made["link"] = source.link
    words = standing(source, is_expired=source.is_expired_on(labels.day))
    if words:
        made["standing"] = words
    return made
