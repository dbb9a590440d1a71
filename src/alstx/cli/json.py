"""The one envelope of what commands print as JSON: question, results, and the sources they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from alstx.about import DISCLAIMER, VERSION
from alstx.display.footnotes import short_name
from alstx.display.words import standing
from alstx.errors import InvalidArgumentError
from alstx.kb.lookup import Hit, key_of, kind_of, treatments_about
from alstx.model.records import LABELS
from alstx.model.sources import Source
from alstx.model.symptoms import Symptom
from alstx.model.terms import Disease
from alstx.vocab import Role

if TYPE_CHECKING:  # handed in, never made here
    from alstx.cli.question import Question
    from alstx.kb.base import KnowledgeBase
    from alstx.model.base import Record

Json: TypeAlias = dict[str, Any]
Table: TypeAlias = tuple[Iterable[str], Iterable[Iterable[Any]]]
"""The header and the rows of a CSV file."""


def envelope(kb: KnowledgeBase, question: Json, results: Iterable[Any], **more: Any) -> Json:
    """Return a document: every one has these keys, and what a command adds."""
    found = list(results)
    return {
        "alstx": VERSION,
        "data": kb.version,
        "disclaimer": DISCLAIMER,
        "question": question,
        "count": len(found),
        "results": found,
        **more,
        "sources": _sources(kb, [found, more]),
    }


def answer(kb: KnowledgeBase, question: Question) -> Json:
    """Return the answer to a question of a catalog."""
    records = (_record(kb, r) for r in question.answer(kb))
    more = {"note": question.note(kb)} if question.of_forms else {}
    return envelope(kb, question.to_plain(), records, **more)


def _record(kb: KnowledgeBase, record: Record) -> Json:
    from alstx.display.documents import document  # noqa: PLC0415 (a page does without)

    made = document(record, kb.sources.labels)
    if isinstance(record, Symptom):
        treatments = kb.treatments
        made["treatments"] = {
            role.value: len(treatments.filter(symptom=record, role=role)) for role in Role
        }
    return made


def show(kb: KnowledgeBase, name: str, found: Iterable[Record]) -> Json:
    """Return records of any kind with what is said of them."""
    results = [{"kind": kind_of(r), "record": _record(kb, r), **_about(kb, r)} for r in found]
    return envelope(kb, {"name": name}, results)


def _about(kb: KnowledgeBase, record: Record) -> Json:
    if isinstance(record, Source):
        stated = kb.recommendations.filter(source=record)
        found = kb.evidence.filter(source=record)
        return {
            "evidence": [e.to_dict() for e in found],
            "recommendations": [r.to_dict() for r in stated],
        }
    return {"treatments": [_record(kb, t) for t in treatments_about(kb, record)]}


def table(kind: str, records: Iterable[Record]) -> Table:
    """Return records as rows of the flat table of their kind, with its header."""
    from alstx.tables.frames import to_records  # noqa: PLC0415 (6 ms, only for CSV)
    from alstx.tables.layout import CATALOGS  # noqa: PLC0415 (as above)

    columns = CATALOGS[kind]
    return flat([column.name for column in columns.columns], to_records(columns, records))


def flat(header: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> Table:
    """Return flat dicts as a table; it has its header without any as well."""
    return header, (row.values() for row in rows)


def table_of(found: Sequence[Record]) -> Table:
    """Return records of any kind as a table.

    Raises:
        InvalidArgumentError: If they are of several kinds: their tables have other columns.
    """
    if len({*map(kind_of, found)}) > 1 or isinstance(found[0], Disease):
        msg = f"one CSV table cannot hold these: {', '.join(map(key_of, found))}"
        raise InvalidArgumentError(msg)
    return table(kind_of(found[0]), found)


def hits(found: Iterable[Hit]) -> list[Json]:
    """Return each match as a flat dict."""
    keys = ("kind", "id", "label", "name", "score")
    rows = ((kind_of(h.record), h.record.id, h.record.label, h.name, h.score) for h in found)
    return [dict(zip(keys, row, strict=True)) for row in rows]


def counts(kb: KnowledgeBase) -> list[Json]:
    """Return the number of records of each kind."""
    return [{"kind": kind, "count": len(getattr(kb, kind))} for kind in LABELS]


def roles(kb: KnowledgeBase) -> Json:
    """Count the treatments of each role, and the contested ones."""
    found = {role.value: len(kb.treatments.filter(role=role)) for role in Role}
    return {**found, "contested": len(kb.treatments.filter(role=None, contested=True))}


def _sources(kb: KnowledgeBase, value: object) -> Json:
    """Return every source that is named in a value, once, by id."""
    found = {id_: kb.sources[id_] for id_ in sorted({*_named(value)} & {*kb.sources.ids})}
    return {
        id_: {
            "citation": source.citation,
            "kind": source.kind.value,
            "link": source.link,
            "name": short_name(source),
            "standing": standing(source, is_expired=source.is_expired_on(kb.day)) or None,
            "year": source.year,
        }
        for id_, source in found.items()
    }


def _named(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in cast("Json", value).items():
            if key in ("source", "sources", "label_sources"):
                yield from [part] if isinstance(part, str) else part
            else:
                yield from _named(part)
    elif isinstance(value, list):
        for member in cast("list[object]", value):
            yield from _named(member)
