"""The identifiers of records as mappings: SSSOM TSV, with the metadata in its head.

``match`` becomes the predicate: exact, broad, narrow and related as in SKOS. Publications are left
out, for the identifiers of a source are citations and no mappings of a concept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from alstx.about import DISCLAIMER
from alstx.model.records import TERMS
from alstx.vocab import MatchKind

if TYPE_CHECKING:  # the export takes what a caller has made
    from alstx.ids import Curie
    from alstx.kb.base import KnowledgeBase
    from alstx.model.base import Term

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "mapping_date",
)
_PREDICATES = {
    MatchKind.EXACT: "skos:exactMatch",
    MatchKind.BROAD: "skos:broadMatch",
    MatchKind.NARROW: "skos:narrowMatch",
    MatchKind.RELATED: "skos:relatedMatch",
}
_OURS = "alstx"
_BASES = {
    "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
    "DOID": "http://purl.obolibrary.org/obo/DOID_",
    "HP": "http://purl.obolibrary.org/obo/HP_",
    "MAXO": "http://purl.obolibrary.org/obo/MAXO_",
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "NCIT": "http://purl.obolibrary.org/obo/NCIT_",
    "OMIM": "https://omim.org/entry/",
    "ORPHA": "http://www.orpha.net/ORDO/Orphanet_",
    "PUBCHEM": "http://rdf.ncbi.nlm.nih.gov/pubchem/compound/CID",
    "UNIPROT": "http://purl.uniprot.org/uniprot/",
}
"""Start of the addresses of other people's terms; those of the rest are resolved by name."""
_RESOLVER = "https://bioregistry.io/{}:"
_NAMES_THERE = {"CHEMBL": "chembl.compound", "RXCUI": "rxnorm"}
_STANDARD = {
    _OURS: "urn:alstx:",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "urn": "urn:",  # of the id of the set, which its readers take for a CURIE
}


def render(kb: KnowledgeBase) -> str:
    """Write the mappings as SSSOM TSV."""
    found = list(_mappings(kb))
    prefixes = {curie.prefix for _, curie in found}
    rows = sorted(row for row, _ in found)
    return _head(kb, prefixes) + tabbed(COLUMNS, *rows)


def _head(kb: KnowledgeBase, prefixes: set[str]) -> str:
    """Write the metadata: YAML in comment lines; JSON texts are YAML texts too."""
    bases = _STANDARD | {prefix: _base(prefix) for prefix in prefixes}
    lines = [
        "curie_map:",
        *(f"  {prefix}: {json.dumps(base)}" for prefix, base in sorted(bases.items())),
        f"mapping_set_id: {json.dumps(f'urn:alstx:mappings:{kb.version}')}",
        f"mapping_set_version: {json.dumps(kb.version)}",
        'mapping_set_title: "Identifiers of alstx in other vocabularies"',
        f"mapping_set_description: {json.dumps(DISCLAIMER)}",
        'license: "https://creativecommons.org/licenses/by/4.0/"',
    ]
    return "".join(f"#{line}\n" for line in lines)


def _base(prefix: str) -> str:
    return _BASES.get(prefix, _RESOLVER.format(_NAMES_THERE.get(prefix, prefix.lower())))


def _mappings(kb: KnowledgeBase) -> Iterator[tuple[tuple[str, ...], Curie]]:
    yield from _of("disease", kb.disease)
    for kind in TERMS:
        for record in getattr(kb, kind):
            yield from _of(kind, record)


def _of(kind: str, record: Term) -> Iterator[tuple[tuple[str, ...], Curie]]:
    for xref in record.xrefs:
        row = (
            f"{_OURS}:{kind}/{record.id}",
            record.name,
            _PREDICATES[xref.match],
            str(xref.id),
            "semapv:ManualMappingCuration",
            record.reviewed.isoformat(),
        )
        yield row, xref.id


def tabbed(*rows: Iterable[str]) -> str:
    r"""Write rows as lines of cells; white space of any kind becomes one blank.

    Example:
        >>> tabbed(["a", "b"], ["line\nbreak", ""])
        'a\tb\nline break\t\n'
    """
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows)
