"""Groups: what a medicine, class or agent belongs to, by its own record or by a source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from alstx.ids import Ref
from alstx.lazy import once
from alstx.model.terms import Agent, DrugClass, Medication
from alstx.names.folding import fold

if TYPE_CHECKING:
    from alstx.vocab import Strength

KINDS = ("medications", "agents", "drug_classes")
"""Kinds of what an interaction can name; a name is looked for in this order."""
_CODES = ("ATC", "RXCUI")


class Edge(NamedTuple):
    """A step from something to a group that it belongs to.

    Attributes:
        group: The group.
        strength: How strongly it belongs, where the source grades it.
        excepted: What is not carried along.
        source: Id of the source that counts it in; None where its own record does.
    """

    group: Ref
    strength: Strength | None = None
    excepted: tuple[Ref, ...] = ()
    source: str | None = None


class Groups:
    """Groups of a knowledge base. What is added to the data adds steps and removes none.

    Args:
        of_kind: Gives all records of a kind.
    """

    def __init__(self, of_kind: Callable[[str], Sequence[Any]]) -> None:
        self._of_kind = of_kind
        self._reached: dict[tuple[Ref, tuple[Ref, ...]], Mapping[Ref, Sequence[Edge]]] = {}

    @once
    def edges(self) -> Mapping[Ref, Sequence[Edge]]:
        """Steps up from each medicine, class and agent."""
        edges: dict[Ref, list[Edge]] = defaultdict(list)
        for kind in KINDS:
            for record in self._of_kind(kind):
                for group in _own(record):
                    edges[record.ref].append(Edge(group))
                for member in getattr(record, "members", ()):
                    step = Edge(record.ref, member.strength, member.excepted, member.source)
                    edges[member.member].append(step)
        return edges

    @once
    def same(self) -> Mapping[Ref, Sequence[Ref]]:
        """Records of other kinds that share a name, or a code that means just that.

        A medicine of an overlay is what an agent of its name is: what labels say of one holds for
        the other.
        """
        bearers: dict[str, dict[Ref, None]] = defaultdict(dict)
        for kind in KINDS:
            for record in self._of_kind(kind):
                for key in _keys(record):
                    bearers[key][record.ref] = None
        same: dict[Ref, dict[Ref, None]] = defaultdict(dict)
        for found in bearers.values():
            for ref in found if len(found) > 1 else ():
                same[ref] |= {other: None for other in found if other.kind is not ref.kind}
        return {ref: tuple(others) for ref, others in same.items()}

    def reach(self, ref: Ref, around: tuple[Ref, ...] = ()) -> Mapping[Ref, Sequence[Edge]]:
        """Return all that something belongs to, itself included, with the last steps there.

        Args:
            ref: A medicine, class or agent.
            around: Groups that no way leads through.
        """
        found = self._reached.get((ref, around))
        if found is None:
            found = self._reached.setdefault((ref, around), self._walk(ref, around))
        return found

    def _walk(self, ref: Ref, around: tuple[Ref, ...]) -> Mapping[Ref, Sequence[Edge]]:
        found: dict[Ref, list[Edge]] = {ref: [Edge(ref)]}
        ahead = [ref]
        while ahead:
            for edge in self.edges.get(ahead.pop(), ()):
                if edge.group in around or ref in edge.excepted or edge.group == ref:
                    continue
                if edge.group not in found:
                    ahead.append(edge.group)
                found.setdefault(edge.group, []).append(edge)
        return found


def _own(record: Medication | DrugClass | Agent) -> Iterator[Ref]:
    """Yield the groups that a record itself names."""
    if isinstance(record, Medication):
        yield from (Ref.parse(f"drug_classes/{id_}") for id_ in record.drug_classes)
    else:
        yield from (Ref(record.ref.kind, id_) for id_ in record.parents)


def _keys(record: Medication | DrugClass | Agent) -> Iterable[str]:
    """Return the folded names of a record, and its exact codes."""
    codes = (str(curie) for curie in record.identifiers if curie.prefix in _CODES)
    return dict.fromkeys((fold(record.id), *map(fold, record.names), *codes))
