"""A knowledge graph in the KGX form, in the terms of the Biolink Model.

Nodes are what is used and what it is used for. Edges are of four kinds, which ``edge_kind`` tells:

- *treatment*: the role of an intervention for a symptom
- *statement*: one statement of a guideline or page, with stance and population
- *finding*: one finding of a study, with direction, level and population; whichever way it points,
  its predicate says at most that the intervention was studied
- *phenotype*: a symptom of the disease, where a source tells how frequent it is

``treats`` is said as the Biolink Model allows it: of what a guideline on ALS recommends
without limits, or a label covers, and nobody contests. Sources that are superseded or retracted
make no edge.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from alstx.export.kgx_edges import EDGE, Edges, Ids, Row, in_biolink
from alstx.export.sssom import tabbed
from alstx.export.terms import README, readme

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.kb.base import KnowledgeBase
    from alstx.model.base import Term

Graph: TypeAlias = Mapping[str, tuple[list[Row], list[Row]]]
"""Nodes and edges of the two parts of a graph, by the start of their files' names."""

Form: TypeAlias = Callable[[Iterable[Row], Sequence[str]], bytes]

SHARED, LOCAL = "", "local_"
_CATEGORIES = {
    "medications": "biolink:ChemicalEntity",
    "drug_classes": "biolink:ChemicalEntity",
    "therapies": "biolink:Treatment",
    "symptoms": "biolink:PhenotypicFeature",
}
"""The kinds that are nodes; the disease is one, too."""
_SUBSTANCE = (
    *("CHEBI", "UNII", "PUBCHEM", "CHEMBL", "DRUGBANK", "MESH", "CAS", "DRUGCENTRAL"),
    *("INCHIKEY", "RXCUI"),
)
_PREFERRED = {
    "medications": _SUBSTANCE,
    "drug_classes": _SUBSTANCE,
    "therapies": ("MAXO", "NCIT", "MESH"),
    "symptoms": ("HP", "NCIT", "UMLS", "MESH"),
    "disease": ("MONDO",),
}
"""Prefixes that the Biolink Model knows for a kind, the first that a record has being its id."""
_NODE = ("id", "category", "name", "description", "synonym", "xref", "alstx_id")
_WORDS = """\
`nodes` and `edges` name everything by identifiers that the Biolink Model knows; `kgx validate`
accepts them. `local_nodes` and `local_edges` add what no such identifier means exactly, under
prefixes of ours: `alstx.therapies:` stands for `urn:alstx:therapies/`, and so on. Load all four
for the whole. Edges have no `primary_knowledge_source`, for there is no infores identifier of
alstx yet."""


def tsv_folder(kb: KnowledgeBase) -> dict[str, bytes]:
    """Return the files of a graph as TSV; several values in a cell are parted by a bar."""
    return _folder(kb, "tsv", _tsv)


def jsonl_folder(kb: KnowledgeBase) -> dict[str, bytes]:
    """Return the files of a graph as JSON Lines."""
    return _folder(kb, "jsonl", _jsonl)


def file_names() -> set[str]:
    """Return the names of all files that a graph of either form may hold."""
    kinds = [f"{part}{kind}" for kind in ("nodes", "edges") for part in (SHARED, LOCAL)]
    return {README} | {f"{kind}.{ending}" for kind in kinds for ending in ("tsv", "jsonl")}


def graph(kb: KnowledgeBase) -> Graph:
    """Return nodes and edges, those with identifiers of others only apart from the rest.

    Example:
        >>> import alstx
        >>> nodes, edges = graph(alstx.load())[""]
        >>> [n["name"] for n in nodes if n["id"] == "CHEBI:2972"]
        ['Baclofen']
    """
    ids = _node_ids(kb)
    local = {id_ for id_ in ids.values() if id_.startswith("alstx.")}
    nodes = sorted(_nodes(kb, ids), key=itemgetter("id"))
    edges = sorted(Edges(kb, ids).all(), key=itemgetter("id"))
    parts: dict[str, tuple[list[Row], list[Row]]] = {SHARED: ([], []), LOCAL: ([], [])}
    for row in nodes:
        parts[LOCAL if row["id"] in local else SHARED][0].append(row)
    for row in edges:
        is_local = not local.isdisjoint((row["subject"], row["object"]))
        parts[LOCAL if is_local else SHARED][1].append(row)
    return parts


# nodes


def _named(kb: KnowledgeBase) -> Iterator[tuple[str, Term]]:
    yield "disease", kb.disease
    for kind in _CATEGORIES:
        yield from ((kind, record) for record in getattr(kb, kind))


def _node_ids(kb: KnowledgeBase) -> Ids:
    """Choose an id for each node: an identifier that means it and nothing else here, or ours."""
    wanted = {
        (kind, record.id): [
            in_biolink(curie)
            for prefix in _PREFERRED[kind]
            for curie in sorted(record.identifiers)
            if curie.prefix == prefix
        ]
        for kind, record in _named(kb)
    }
    claims = Counter(chain.from_iterable(wanted.values()))
    return {
        (kind, id_): next((c for c in found if claims[c] == 1), f"alstx.{kind}:{id_}")
        for (kind, id_), found in wanted.items()
    }


def _nodes(kb: KnowledgeBase, ids: Ids) -> Iterator[Row]:
    for kind, record in _named(kb):
        yield {
            "id": ids[kind, record.id],
            "category": [_CATEGORIES.get(kind, "biolink:Disease")],
            "name": record.name,
            "description": record.description,
            "synonym": list(record.names[1:]),
            "xref": [in_biolink(curie) for curie in record.identifiers],
            "alstx_id": f"{kind}/{record.id}",
        }


# files


def _folder(kb: KnowledgeBase, ending: str, form: Form) -> dict[str, bytes]:
    files = {README: readme(kb, "Knowledge graph of alstx", _WORDS)}
    for part, (nodes, edges) in graph(kb).items():
        files[f"{part}nodes.{ending}"] = form(nodes, _NODE)
        files[f"{part}edges.{ending}"] = form(edges, EDGE)
    return files


def _jsonl(rows: Iterable[Row], _: object) -> bytes:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def _tsv(rows: Iterable[Row], columns: Sequence[str]) -> bytes:
    table = ([_cell(row.get(column)) for column in columns] for row in rows)
    return tabbed(columns, *table).encode()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(str(text).replace("|", "/") for text in cast("list[str]", value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
