"""Records of any kind by name: exact, coded, or near; and the treatments that are about one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from alstx.errors import AmbiguousNameError, InvalidArgumentError, NotFoundError
from alstx.kb.arguments import counted
from alstx.kb.filters import RULES
from alstx.model.base import Record
from alstx.model.records import KINDS, LABELS
from alstx.model.symptoms import Symptom
from alstx.model.terms import Medication
from alstx.model.treatment import Treatment
from alstx.names.folding import fold
from alstx.names.lexicon import without_dose
from alstx.names.near import meant
from alstx.names.results import Match, Mention

if TYPE_CHECKING:  # handed in, never made here
    from alstx.kb.base import KnowledgeBase
    from alstx.kb.catalog import Catalog

Hit: TypeAlias = Match[Record]
NAMED_KINDS = tuple(kind for kind in KINDS if kind not in ("evidence", "recommendations"))
"""Kinds whose records have names; among equals, the first comes first."""
_WRITTEN = ("medications", "agents", "drug_classes", "symptoms", "therapies")
"""Kinds that free text names."""
_SUGGESTIONS = 3
_MOST_HITS = 10
_EVERY = 1_000_000
"""More than any kind has records."""


def catalog(kb: KnowledgeBase, kind: str) -> Catalog[Record]:
    """Return the catalog of a kind."""
    found: Catalog[Record] = getattr(kb, kind)
    return found


def kind_of(record: Record) -> str:
    """Return the kind of a record, such as ``medications``; ``disease`` for the disease."""
    kinds = {kind.cls: name for name, kind in KINDS.items()} | {Treatment: "treatments"}
    return kinds.get(type(record), "disease")


def key_of(record: Record) -> str:
    """Return what names a record and nothing else: ``medications/baclofen``."""
    return f"{kind_of(record)}/{record.id}"


def either(words: Iterable[str]) -> str:
    """Name what can be chosen: ``a, b or c``."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def lookup(kb: KnowledgeBase, name: str, kinds: Collection[str] = tuple(LABELS)) -> list[Record]:
    """Find every record of some kinds that has a name.

    Args:
        kb: The knowledge base.
        name: An id, a name, a CURIE, or ``kind/id``.
        kinds: The kinds to look in; of all, the disease itself is one.

    Raises:
        NotFoundError: If none has it; with near names of all the kinds.
        InvalidArgumentError: If it is blank.
    """
    kind, slash, id_ = name.partition("/")
    if slash and kind in kinds:
        return [catalog(kb, kind).find(id_)]
    found = list(spelled(kb, name, kinds))
    if len(kinds) == len(LABELS) and is_disease(kb, name):
        found.insert(0, kb.disease)
    return found or _coded(kb, name, kinds)


def is_disease(kb: KnowledgeBase, name: str) -> bool:
    """Return whether a name, an identifier, or kind and id, are those of the disease itself."""
    return kb.disease.is_called(name) or name == key_of(kb.disease)


def spelled(kb: KnowledgeBase, name: str, kinds: Iterable[str]) -> Iterator[Record]:
    """Find an id or name, folded, from the tables alone: no record is made for it."""
    key = fold(name)
    for kind in kinds:
        found = catalog(kb, kind)
        yield from (found[id_] for id_ in found._table.names._by_name.get(key, ()))


def _coded(kb: KnowledgeBase, name: str, kinds: Collection[str]) -> list[Record]:
    """Find a code or another spelling, or the names that are near."""
    near: dict[str, None] = {}
    notes: dict[str, None] = {}
    found: list[Record] = []
    for kind in kinds:
        try:
            found.append(catalog(kb, kind).find(name))
        except AmbiguousNameError as error:
            found += [catalog(kb, kind)[id_] for id_ in error.candidates]
        except NotFoundError as error:
            near.update(dict.fromkeys(error.suggestions))
            notes.update(dict.fromkeys([error.note] if error.note and kind in NAMED_KINDS else []))
    if found:
        return found
    from difflib import SequenceMatcher  # noqa: PLC0415 (only for messages)

    key = fold(without_dose(name))
    some = meant(name, near) if not notes else ()
    ranked = sorted(some, key=lambda other: -SequenceMatcher(None, key, fold(other)).ratio())
    what = "record" if len(kinds) == len(LABELS) else either(LABELS[kind] for kind in kinds)
    note = "; ".join(notes)
    raise NotFoundError(what, name, tuple(ranked[:_SUGGESTIONS]), note=note)


def nodes_of(kind: str) -> Mapping[str, str]:
    """Return the filters of a catalog that take names, each with the kind that it names."""
    found = RULES[kind].items()
    return {name: of for name, (of, _) in found if isinstance(of, str) and " " not in name}


def filters(
    kb: KnowledgeBase,
    kind: str,
    *,
    symptom: str | None = None,
    intervention: str | None = None,
    source: str | None = None,
) -> dict[str, Record]:
    """Return the filters of a catalog that names give.

    Args:
        kb: The knowledge base.
        kind: The catalog.
        symptom: The name of a symptom.
        intervention: The name of whatever else it can be filtered by: a medicine, class, therapy.
        source: The name of a source.

    Raises:
        NotFoundError: If a name is unknown.
        AmbiguousNameError: If it names several records; the candidates say how to write each.
        InvalidArgumentError: If no name is given.

    Example:
        >>> import alstx
        >>> given = filters(alstx.load(), "treatments", symptom="drooling", intervention="Elavil")
        >>> sorted(given)
        ['medication', 'symptom']
    """
    nodes = {of: name for name, of in nodes_of(kind).items()}
    others = [of for of in nodes if of not in ("symptoms", "sources")]
    asked = ((symptom, ["symptoms"]), (intervention, others), (source, ["sources"]))
    made: dict[str, Record] = {}
    for text, kinds in asked:
        if text is not None:
            found = lookup(kb, text, kinds)
            if len(found) > 1:
                what = "record"
                raise AmbiguousNameError(what, text, tuple(map(key_of, found)))
            made[nodes[kind_of(found[0])]] = found[0]
    if not made:
        msg = f"name at least one of symptom, intervention and source, of which to list {kind}"
        raise InvalidArgumentError(msg)
    return made


def mentioned(
    kb: KnowledgeBase, text: str, country: str | None = None
) -> list[Match[Record] | Mention[Record]]:
    """Return what a text means: what has that name or code, is named in it, or resembles it.

    Args:
        kb: The knowledge base.
        text: A name, a code, or free text.
        country: Code of the country in which a brand was written.

    Raises:
        NotFoundError: If there is none of these, or the name is another substance there.
        InvalidArgumentError: If the text is blank.

    Example:
        >>> import alstx
        >>> [hit.record.id for hit in mentioned(alstx.load(), "drools, on Elavil 25 mg")]
        ['sialorrhea', 'amitriptyline']
    """
    named: list[Record] = []
    with suppress(NotFoundError):
        named = lookup(kb, text, NAMED_KINDS)
    if country is not None and any(isinstance(record, Medication) for record in named):
        named = [kb.medications.find(text, country=country)]
    if is_disease(kb, text):
        named.insert(0, kb.disease)
    if named:
        return [Match(record, text, 1.0) for record in named]
    found: dict[tuple[str, str], Mention[Record]] = {}
    for kind in _WRITTEN:
        for mention in catalog(kb, kind).find_in(text, country=country):
            found.setdefault((kind, mention.record.id), mention)
    in_order = sorted(found.values(), key=lambda mention: mention.start)
    return [*in_order] or [*search(kb, text, NAMED_KINDS, _MOST_HITS)]


def search(kb: KnowledgeBase, text: str, kinds: Sequence[str], limit: int) -> list[Hit]:
    """Return what resembles a text, best first.

    A kind does not know the names of another, so that a word of the one may look like a typing
    error in the other: saliva, and the brand Ralivia. Where a name of another kind has a word of
    the text, one that has no word of it counts as misspelled. Of all kinds the disease is one.

    Args:
        kb: The knowledge base.
        text: What is looked for.
        kinds: The kinds to look in.
        limit: How many to return; more where the last ones fit equally well.

    Raises:
        NotFoundError: If nothing resembles it.
        InvalidArgumentError: If the text is blank or the limit not a count.
    """
    limit = counted(limit)
    every = [(kind, hit) for kind in kinds for hit in catalog(kb, kind).search(text, limit=_EVERY)]
    is_itself = kinds == NAMED_KINDS and is_disease(kb, text)
    itself: list[Hit] = [Match(kb.disease, text, 1.0)] if is_itself else []
    if not (every or itself):
        what = "name that resembles"
        raise NotFoundError(what, text)
    hits = itself + sorted(_weighed(text, every), key=lambda hit: -hit.score)
    least = hits[:limit][-1].score
    return [hit for at, hit in enumerate(hits) if at < limit or hit.score == least]


def _weighed(text: str, every: Sequence[tuple[str, Hit]]) -> Iterator[Hit]:
    """Yield hits of several kinds with scores that can be compared."""
    from alstx.names.search import MISSPELLED, has_a_word  # noqa: PLC0415 (what search imports)

    seen = [(kind, hit, has_a_word(hit.name, text)) for kind, hit in every]
    known = {kind for kind, _, is_written in seen if is_written}
    for kind, hit, is_written in seen:
        is_near_only = not is_written and known - {kind}
        yield hit._replace(score=round(hit.score * MISSPELLED, 3)) if is_near_only else hit


def resembled(kb: KnowledgeBase, text: str) -> bool:
    """Return whether `mentioned` finds anything.

    Example:
        >>> import alstx
        >>> kb = alstx.load()
        >>> resembled(kb, "bacloffen"), resembled(kb, "qqqqqqq")
        (True, False)
    """
    try:
        return bool(mentioned(kb, text))
    except NotFoundError:
        return False


def treatments_about(kb: KnowledgeBase, record: Record) -> list[Treatment]:
    """Return the treatments, of any role, with an intervention or for a symptom as such."""
    if isinstance(record, Symptom):
        some = kb.treatments.filter(symptom=record, role=None)
        return [t for t in some if t.symptom == record.id]
    return [t for t in kb.treatments if t.intervention == getattr(record, "ref", None)]
