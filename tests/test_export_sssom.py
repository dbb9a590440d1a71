"""The SSSOM TSV: every mapping, with the predicate that its match says."""

import csv
from typing import Any

import yaml
from hypothesis import given, settings

from alstx import KnowledgeBase
from alstx.export import render
from alstx.model.records import TERMS
from alstx.testing import knowledge_bases

PREDICATES = {
    "exact": "skos:exactMatch",
    "broad": "skos:broadMatch",
    "narrow": "skos:narrowMatch",
    "related": "skos:relatedMatch",
}


def parts(text: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Reads the head as YAML and the rest as a table."""
    lines = text.splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    rows = [line for line in lines if not line.startswith("#")]
    table = csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
    return yaml.safe_load("\n".join(head)), list(table)


@settings(max_examples=20)
@given(knowledge_bases())
def test_every_identifier_is_a_mapping(kb: KnowledgeBase) -> None:
    """Each identifier of each record is one row, with the predicate of its match."""
    head, rows = parts(render(kb, "sssom"))
    held = [("disease", kb.disease), *((k, r) for k in TERMS for r in getattr(kb, k))]
    expected = sorted(
        (f"alstx:{kind}/{record.id}", PREDICATES[xref.match], str(xref.id))
        for kind, record in held
        for xref in record.xrefs
    )
    found = [(r["subject_id"], r["predicate_id"], r["object_id"]) for r in rows]
    assert expected == sorted(found)
    assert head["mapping_set_version"] == kb.version
    assert all(None not in row and None not in row.values() for row in rows)


@settings(max_examples=20)
@given(knowledge_bases())
def test_every_prefix_is_declared(kb: KnowledgeBase) -> None:
    """The head expands every prefix that a row uses, and no other."""
    head, rows = parts(render(kb, "sssom"))
    keys = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    used = {row[key].partition(":")[0] for row in rows for key in keys}
    assert used | {"alstx", "skos", "semapv", "urn"} == set(head["curie_map"])
    assert all("://" in base or base.startswith("urn:") for base in head["curie_map"].values())


def test_broad_means_that_theirs_is_broader(toy: KnowledgeBase) -> None:
    """A term that is broader than our record is the object of skos:broadMatch."""
    _, rows = parts(render(toy, "sssom"))
    (row,) = [r for r in rows if r["object_id"] == "ICD10CM:R25.2"]
    assert row["subject_id"] == "alstx:symptoms/muscle-cramps"
    assert row["predicate_id"] == "skos:broadMatch"
    assert row["subject_label"] == "Muscle cramps"
    assert row["mapping_date"] == "2026-01-31"


def test_head(kb: KnowledgeBase) -> None:
    """The head says what the set is, and under which licence; its id is no invented address."""
    head, rows = parts(render(kb, "sssom"))
    assert head["curie_map"]["urn"] == "urn:"
    assert head["mapping_set_id"] == f"urn:alstx:mappings:{kb.version}"
    assert head["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert head["curie_map"]["HP"] == "http://purl.obolibrary.org/obo/HP_"
    assert head["curie_map"]["RXCUI"] == "https://bioregistry.io/rxnorm:"
    assert len(rows) > 1000
