"""The knowledge graph: whole, cited on every edge, and no bolder than the records."""

import csv
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings

import alstx
from alstx import KnowledgeBase
from alstx.export import kgx
from alstx.export.kgx_edges import EDGE
from alstx.testing import knowledge_bases

Row = dict[str, Any]
KNOWN = {
    *("CAS", "CHEBI", "CHEMBL.COMPOUND", "DRUGBANK", "DrugCentral", "HP", "INCHIKEY", "MAXO"),
    *("MESH", "MONDO", "NCIT", "PUBCHEM.COMPOUND", "RXCUI", "UMLS", "UNII"),
}
"""Prefixes that the validator of KGX knows (the JSON-LD context of Biolink 2.2.5)."""
STUDIED = {"biolink:in_clinical_trials_for", "biolink:studied_to_treat", "biolink:related_to"}


def whole(kb: KnowledgeBase) -> tuple[list[Row], list[Row]]:
    """Both parts of a graph as one."""
    parts = kgx.graph(kb).values()
    return [n for nodes, _ in parts for n in nodes], [e for _, edges in parts for e in edges]


def of_kind(edges: list[Row], kind: str) -> list[Row]:
    return [edge for edge in edges if edge["edge_kind"] == kind]


@settings(max_examples=10)
@given(knowledge_bases())
def test_ends_are_nodes(kb: KnowledgeBase) -> None:
    """Every id is one of a kind, and every edge leads from a node to a node."""
    nodes, edges = whole(kb)
    ids = [node["id"] for node in nodes]
    assert max(Counter(ids).values()) == 1
    assert max(Counter(edge["id"] for edge in edges).values(), default=1) == 1
    assert {edge[end] for edge in edges for end in ("subject", "object")} <= set(ids)
    named = [kb.disease, *kb.medications, *kb.drug_classes, *kb.therapies, *kb.symptoms]
    assert sorted(record.name for record in named) == sorted(node["name"] for node in nodes)


@settings(max_examples=10)
@given(knowledge_bases())
def test_one_edge_for_each_statement_and_finding(kb: KnowledgeBase) -> None:
    """What a source that counts says is an edge, with that source; nothing else is."""
    _, edges = whole(kb)
    assert sorted(
        f"alstx.recommendations:{r.id}"
        for r in kb.recommendations
        if kb.sources[r.source].is_current
    ) == sorted(edge["id"] for edge in of_kind(edges, "statement"))
    assert sum(
        len(e.interventions) * len(e.symptoms)
        for e in kb.evidence
        if kb.sources[e.source].is_current
    ) == len(of_kind(edges, "finding"))
    assert all(edge["publications"] for edge in edges)
    for treatment in kb.treatments:
        said = [*treatment.recommendations, *treatment.evidence]
        if any(map(treatment.is_current, said)):
            assert f"alstx.treatments:{treatment.id}" in {edge["id"] for edge in edges}


@settings(max_examples=10)
@given(knowledge_bases())
def test_parts_of_the_graph(kb: KnowledgeBase) -> None:
    """The shared part has identifiers of others alone; each local edge has an end of ours."""
    parts = kgx.graph(kb)
    nodes, edges = parts[kgx.SHARED]
    named = {edge[end] for edge in edges for end in ("subject", "object")}
    assert named <= {node["id"] for node in nodes}
    assert {node["id"].partition(":")[0] for node in nodes} <= KNOWN
    for edge in parts[kgx.LOCAL][1]:
        assert "alstx." in edge["subject"] + edge["object"]


@settings(max_examples=15)
@given(knowledge_bases())
def test_no_edge_is_bolder_than_its_record(kb: KnowledgeBase) -> None:
    """Only an uncontested role treats; a finding was studied at most, whichever way it points."""
    _, edges = whole(kb)
    for edge in of_kind(edges, "finding"):
        assert edge["predicate"] in STUDIED
    for edge in of_kind(edges, "statement"):
        against = edge.get("stance") == "do-not-recommend"
        assert "stance" in edge or edge["predicate"] == "biolink:related_to"
        assert edge["predicate"] != "biolink:treats"
        assert (edge["predicate"] == "biolink:contraindicated_in") == (
            edge.get("extent") == "always"
        )
        assert not (against and edge["predicate"] == "biolink:applied_to_treat")
    treatments = {t.id: t for t in kb.treatments}
    for edge in of_kind(edges, "treatment"):
        treatment = treatments[edge["id"].partition(":")[2]]
        used = treatment.role == "used"
        assert used == (edge["predicate"] in ("biolink:treats", "biolink:applied_to_treat"))
        if edge["predicate"] == "biolink:treats":
            firm = [
                r
                for r in treatment.current
                if (r.stance, r.intervention, r.only) == ("recommend", treatment.intervention, ())
                and r.population in ("als", "mnd", "neuromuscular")
                and kb.sources[r.source].kind == "guideline"
            ]
            assert firm or treatment.status == "on-label"
            assert not treatment.contested
        if treatment.role == "studied":
            assert edge["predicate"] in STUDIED


def test_what_the_bundled_graph_says(kb: KnowledgeBase) -> None:
    """A use, a failed trial and advice against are told apart by predicate and qualifiers."""
    _, edges = whole(kb)
    found = {edge["id"]: edge for edge in edges}
    used = found["alstx.treatments:dextromethorphan-quinidine-for-pseudobulbar-affect"]
    assert (used["subject"], used["object"]) == ("RXCUI:1040053", "HP:0002193")
    assert (used["role"], used["predicate"]) == ("used", "biolink:treats")
    assert used["disease_context_qualifier"] == "MONDO:0004976"
    against = [e for e in edges if e.get("role") == "advised-against"]
    assert against
    assert not {e["predicate"] for e in against} & {"biolink:treats", "biolink:applied_to_treat"}
    flat = [e for e in edges if e.get("finding_direction") == "no-difference"]
    assert len(flat) > 50
    assert {e["predicate"] for e in flat} <= STUDIED
    assert all(e["publications"] for e in edges)
    frequent = of_kind(edges, "phenotype")
    assert frequent
    assert {e["predicate"] for e in frequent} == {"biolink:has_phenotype"}
    assert len([e for e in edges if e["predicate"] == "biolink:treats"]) > 50


def test_an_identifier_of_two_records_is_the_id_of_neither(kb: KnowledgeBase) -> None:
    """Cramps and spasms share a term of HPO, so each is known by another identifier."""
    nodes, _ = whole(kb)
    ids = {node["alstx_id"]: node["id"] for node in nodes}
    assert "HP:0003394" not in ids.values()
    assert ids["symptoms/muscle-cramps"] != ids["symptoms/muscle-spasms"]


@settings(max_examples=10)
@given(knowledge_bases())
def test_both_forms_say_the_same(kb: KnowledgeBase) -> None:
    """TSV and JSON Lines hold the same graph; what parts values of a cell stands in none."""
    tables, lines = kgx.tsv_folder(kb), kgx.jsonl_folder(kb)
    assert tables["README.md"] == lines["README.md"]
    for name, data in tables.items():
        if name.endswith(".tsv"):
            text = lines[name.replace(".tsv", ".jsonl")].decode()
            rows = list(
                csv.DictReader(
                    data.decode().split("\n")[:-1], delimiter="\t", quoting=csv.QUOTE_NONE
                )
            )
            expected = [json.loads(line) for line in text.split("\n")[:-1]]
            assert list(map(flat, expected)) == [
                {key: cell for key, cell in row.items() if cell} for row in rows
            ]


def flat(row: Row) -> dict[str, str]:
    """A row of JSON as its cells."""
    cells = {
        key: "|".join(text.replace("|", "/") for text in held)
        if isinstance(held, list)
        else str(held).lower()
        if isinstance(held, bool)
        else str(held)
        for key, held in row.items()
    }
    return {key: text for key, cell in cells.items() if (text := " ".join(cell.split()))}


def test_every_key_has_a_column(kb: KnowledgeBase) -> None:
    """No edge has a key that the table has no column for, and no column is always empty."""
    _, edges = whole(kb)
    assert {key for edge in edges for key in edge} == set(EDGE)


@pytest.mark.parametrize("form", ["kgx", "kgx-jsonl"])
def test_the_folder_says_what_it_is(toy: KnowledgeBase, form: str, tmp_path: Any) -> None:
    """Version, disclaimer and licence stand beside the graph."""
    page = (alstx.export.write(toy, form, tmp_path / "graph") / "README.md").read_text("utf-8")
    assert alstx.DISCLAIMER in page
    assert toy.version in page
    assert "CC-BY-4.0" in page
    alstx.export.write(toy, form, tmp_path / "graph")
