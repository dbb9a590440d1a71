"""Finding a record of whatever kind by what somebody typed."""

from collections.abc import Iterator
from difflib import SequenceMatcher

import attrs

from alstx.errors import AmbiguousNameError, InvalidArgumentError, NotFoundError, shown
from alstx.kb.base import KnowledgeBase
from alstx.kb.catalog import Catalog
from alstx.model import Record
from alstx.model.records import KINDS
from alstx.names import fold

ALL_KINDS = (*KINDS, "treatments")
_SUGGESTIONS = 3


@attrs.frozen
class Found:
    """A record that has a name.

    Attributes:
        kind: Its kind, such as ``medications``; ``disease`` for the disease itself.
        record: The record.
    """

    kind: str
    record: Record

    @property
    def key(self) -> str:
        """What names it and nothing else: ``medications/baclofen``."""
        return f"{self.kind}/{self.record.id}"


def lookup(kb: KnowledgeBase, name: str) -> list[Found]:
    """Finds every record that has a name, of any kind.

    Args:
        kb: The base.
        name: An id, a name, a CURIE, or ``kind/id``.

    Raises:
        NotFoundError: If none has it; with near names of all kinds.
        InvalidArgumentError: If it is blank.
    """
    if not name.strip():
        msg = f"a record is named by a text that is not blank, got {shown(name)}"
        raise InvalidArgumentError(msg)
    kind, slash, id_ = name.partition("/")
    if slash and kind in ALL_KINDS:
        return [Found(kind, _catalog(kb, kind).find(id_))]
    near: dict[str, None] = {}
    found = [Found("disease", kb.disease)] if _is_disease(kb, name) else []
    for each in ALL_KINDS:
        found += _of_kind(_catalog(kb, each), each, name, near)
    if not found:
        what = "record"
        raise NotFoundError(what, name, _nearest(name, near))
    return found


def _catalog(kb: KnowledgeBase, kind: str) -> Catalog[Record]:
    catalog: Catalog[Record] = getattr(kb, kind)
    return catalog


def _is_disease(kb: KnowledgeBase, name: str) -> bool:
    names = {fold(known) for known in (kb.disease.id, *kb.disease.names)}
    return fold(name) in names or name in map(str, kb.disease.identifiers)


def _of_kind(
    catalog: Catalog[Record], kind: str, name: str, near: dict[str, None]
) -> Iterator[Found]:
    """The records of one kind; keeps near names where there is none."""
    try:
        yield Found(kind, catalog.find(name))
    except AmbiguousNameError as error:
        yield from (Found(kind, catalog[id_]) for id_ in error.candidates)
    except NotFoundError as error:
        near.update(dict.fromkeys(error.suggestions))


def _nearest(name: str, near: dict[str, None]) -> tuple[str, ...]:
    key = fold(name)
    ranked = sorted(near, key=lambda other: -SequenceMatcher(None, key, fold(other)).ratio())
    return tuple(ranked[:_SUGGESTIONS])
