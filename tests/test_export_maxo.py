"""The maxo-annotations TSV: the form to the letter, and no row that says more than we know."""

import csv
import re
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

from alstx import Approval, Curie, KnowledgeBase, Xref
from alstx.export import maxo, render
from alstx.testing import knowledge_bases
from alstx.vocab import (
    Covers,
    Direction,
    Domain,
    Endpoint,
    Extent,
    MatchKind,
    Population,
    Versus,
)

HEADER = (
    "disease_id disease_name source_id maxo_id maxo_name hpo_id relation evidence extension_id "
    "extension_name comment other author last_updated created"
)
RELATIONS = {"treats", "contraindicated", "lack of observed response"}


def table(kb: KnowledgeBase) -> list[dict[str, str]]:
    """Reads the rows as their tools do."""
    lines = render(kb, "maxo").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def with_xref(kb: KnowledgeBase, kind: str, id_: str, *xrefs: Xref) -> KnowledgeBase:
    """The same base with further identifiers of one record."""
    held = getattr(kb.records, kind)
    changed = tuple(attrs.evolve(r, xrefs=(*r.xrefs, *xrefs)) if r.id == id_ else r for r in held)
    return KnowledgeBase(attrs.evolve(kb.records, **{kind: changed}))


def xref(curie: str, match: str = "exact") -> Xref:
    """An identifier with its match."""
    return Xref(id=Curie.parse(curie), match=MatchKind(match))


@pytest.fixture
def drugs(toy: KnowledgeBase) -> KnowledgeBase:
    """The toy base with a MAxO term on a class far above a medicine, and the medicine's ChEBI."""
    kb = with_xref(toy, "drug_classes", "relaxants", xref("MAXO:9999991"))
    return with_xref(kb, "medications", "alphazine", xref("CHEBI:1"))


@settings(max_examples=20)
@given(knowledge_bases())
def test_form(kb: KnowledgeBase) -> None:
    """Fifteen columns in their order, no quoting, no blank lines, every cell of its form."""
    text = render(kb, "maxo")
    assert text.endswith("\n")
    assert "\r" not in text
    head, *rows = text.removesuffix("\n").split("\n")
    assert head.split("\t") == HEADER.split()
    assert sorted(set(rows)) == sorted(rows)
    for row in rows:
        cells = dict(zip(HEADER.split(), row.split("\t"), strict=True))
        assert re.fullmatch(r"MONDO:\d{7}", cells["disease_id"])
        assert re.fullmatch(r"PMID:\d+|https?://\S+", cells["source_id"])
        assert re.fullmatch(r"MAXO:\d{7}", cells["maxo_id"])
        assert re.fullmatch(r"HP:\d{7}", cells["hpo_id"])
        assert re.fullmatch(r"(CHEBI:\d+)?", cells["extension_id"])
        assert bool(cells["extension_id"]) == bool(cells["extension_name"])
        assert cells["relation"] in RELATIONS
        assert cells["evidence"] in {"PCS", "TAS"}
        assert cells["other"] == cells["author"] == ""
        assert date.fromisoformat(cells["created"]).isoformat() == cells["last_updated"]


def test_bundled_rows(kb: KnowledgeBase) -> None:
    """A trial of a therapy with its own MAxO term is a row, under the term's label."""
    rows = [r for r in table(kb) if r["source_id"] == "PMID:16426990"]
    assert {
        "maxo_id": "MAXO:0000506",
        "maxo_name": "noninvasive ventilation",
        "evidence": "PCS",
        "relation": "treats",
        "comment": "",
    }.items() <= rows[0].items()


def test_labels_are_those_of_the_reference(kb: KnowledgeBase) -> None:
    """Every MAxO term of the bundled data has its label."""
    used = {
        str(x.id)
        for kind in (kb.therapies, kb.medications, kb.drug_classes)
        for record in kind
        for x in record.xrefs
        if x.id.prefix == "MAXO"
    }
    assert used <= set(maxo.LABELS)


def test_a_medicine_is_named_by_the_extension(drugs: KnowledgeBase) -> None:
    """MAxO names the class, however far above; the extension names the drug."""
    rows = [r for r in table(drugs) if r["extension_id"] == "CHEBI:1"]
    assert rows
    assert {r["extension_name"] for r in rows} == {"alphazine"}
    assert {r["maxo_id"] for r in rows} == {"MAXO:9999991"}
    assert {r["maxo_name"] for r in rows} == {"relaxants"}
    kinds = {(r["source_id"], r["relation"], r["evidence"]) for r in rows}
    assert ("PMID:99000001", "treats", "PCS") in kinds
    assert ("https://example.org/north", "treats", "TAS") in kinds


def pointing(kb: KnowledgeBase, direction: Direction) -> KnowledgeBase:
    """The same base with findings that all point one way, and without statements."""
    changed = tuple(attrs.evolve(e, direction=direction) for e in kb.records.evidence)
    return KnowledgeBase(attrs.evolve(kb.records, evidence=changed, recommendations=()))


def test_without_a_chebi_id_the_comment_names_the_drug(drugs: KnowledgeBase) -> None:
    """A row that speaks of a class says which drug was meant."""
    rows = [r for r in table(pointing(drugs, Direction.BENEFIT)) if r["comment"]]
    assert {r["comment"] for r in rows} == {"betamol; the MAxO term is broader"}
    assert {r["extension_id"] for r in rows} == {""}


def test_what_does_not_help_is_not_said_of_a_broader_term(drugs: KnowledgeBase) -> None:
    """That one drug failed, or is advised against, is no row on its whole class."""
    rows = table(pointing(drugs, Direction.NO_DIFFERENCE))
    assert {r["extension_id"] for r in rows} == {"CHEBI:1"}
    assert drugs.treatments["betamol-for-muscle-cramps"].role == "advised-against"
    assert "contraindicated" not in {r["relation"] for r in table(drugs)}


def test_a_term_of_its_own_comes_first(drugs: KnowledgeBase) -> None:
    """An exact term beats a broader one, and a record's own term that of a class."""
    own = with_xref(
        drugs, "medications", "betamol", xref("MAXO:9999993", "broad"), xref("MAXO:9999992")
    )
    rows = [r for r in table(own) if r["relation"] == "lack of observed response"]
    assert {(r["maxo_id"], r["maxo_name"]) for r in rows} == {("MAXO:9999992", "betamol")}
    related = with_xref(drugs, "medications", "betamol", xref("MAXO:9999992", "related"))
    assert table(drugs) == table(related)


def test_a_class_is_found_by_the_class_above(toy: KnowledgeBase) -> None:
    """A statement on a class finds the term of the class above it."""
    spoken = with_xref(toy, "drug_classes", "relaxants", xref("MAXO:9999991"))
    zine = maxo._action(spoken, spoken.drug_classes["zine"].ref)
    assert zine is not None
    assert (str(zine.term), zine.comment) == ("MAXO:9999991", "zine; the MAxO term is broader")
    assert maxo._action(spoken, spoken.drug_classes["toxins"].ref) is None


@pytest.mark.parametrize(
    ("direction", "relation"),
    [
        (Direction.BENEFIT, {"treats"}),
        (Direction.NO_DIFFERENCE, {"lack of observed response"}),
        (Direction.HARM, set()),
        (Direction.MIXED, set()),
        (Direction.INCONCLUSIVE, set()),
        (Direction.NO_DATA, set()),
    ],
)
def test_direction_and_relation(
    drugs: KnowledgeBase, direction: Direction, relation: set[str]
) -> None:
    """A finding becomes the relation that fits it, or no row."""
    assert relation == {row["relation"] for row in table(pointing(drugs, direction))}


def evolved(kb: KnowledgeBase, kind: str, id_: str, **fields: Any) -> KnowledgeBase:
    """The same base with one record changed."""
    held = getattr(kb.records, kind)
    changed = tuple(attrs.evolve(r, **fields) if r.id == id_ else r for r in held)
    return KnowledgeBase(attrs.evolve(kb.records, **{kind: changed}))


ALPHAZINE = "trial-2015-cramps-alphazine"


@pytest.mark.parametrize(
    "fields",
    [
        {"endpoint": Endpoint.POST_HOC},
        {"population": Population.OTHER},
        {"domain": (Domain.SURVIVAL,)},
        {"participants": 1},
    ],
)
def test_a_finding_that_does_not_count_treats_nothing(
    drugs: KnowledgeBase, fields: dict[str, Any]
) -> None:
    """Benefit becomes a row only where it counts for a level."""
    changed = evolved(drugs, "evidence", ALPHAZINE, **fields)
    assert "PMID:99000001" in {r["source_id"] for r in table(drugs)}
    treated = {r["source_id"] for r in table(changed) if r["relation"] == "treats"}
    assert "PMID:99000001" not in treated


def test_a_comparison_of_two_treatments_is_no_failure(drugs: KnowledgeBase) -> None:
    """No difference from another treatment says nothing against either."""
    rows = table(
        evolved(
            drugs, "evidence", ALPHAZINE, direction=Direction.NO_DIFFERENCE, versus=Versus.ACTIVE
        )
    )
    assert "lack of observed response" not in {r["relation"] for r in rows}


def test_what_no_longer_counts_is_left_out(drugs: KnowledgeBase) -> None:
    """A source that is retracted or superseded gives no row."""
    for fields in ({"retracted": "Invented."}, {"superseded_by": "review-2022"}):
        rows = table(evolved(drugs, "sources", "trial-2015", **fields))
        assert "PMID:99000001" not in {r["source_id"] for r in rows}


def test_what_is_never_to_be_used_is_contraindicated(drugs: KnowledgeBase) -> None:
    """Advice that leaves nothing open, and a label's warning, are rows where the term fits."""
    own = with_xref(drugs, "medications", "betamol", xref("MAXO:9999992"))
    rows = [r for r in table(own) if r["relation"] == "contraindicated"]
    assert [(r["source_id"], r["maxo_id"], r["evidence"]) for r in rows] == [
        ("https://example.org/north", "MAXO:9999992", "TAS")
    ]
    statement = "north-2020-muscle-cramps-betamol"
    open_ = evolved(own, "recommendations", statement, extent=Extent.NOT_ROUTINELY)
    assert "contraindicated" not in {r["relation"] for r in table(open_)}
    warning = Approval(
        agency="fda",
        covers=Covers.WARNED_AGAINST,
        scope="not for cramps",
        source="label-us-alphazine",
    )
    use = attrs.evolve(own.medications["betamol"].indications[0], approvals=(warning,))
    cited = evolved(own, "sources", "label-us-alphazine", url="https://example.org/label")
    warned = evolved(cited, "medications", "betamol", indications=(use,))
    rows = [r for r in table(warned) if r["relation"] == "contraindicated"]
    assert {r["source_id"] for r in rows} == {
        "https://example.org/label",
        "https://example.org/north",
    }


def test_what_does_not_count_is_left_out(drugs: KnowledgeBase) -> None:
    """Superseded guidelines, advice against, and other diseases give no row."""
    sources = {row["source_id"] for row in table(drugs)}
    assert "https://example.org/series" not in sources
    said = [r for r in table(drugs) if r["evidence"] == "TAS"]
    assert {r["source_id"] for r in said} == {"https://example.org/north"}
    assert not [r for r in said if r["comment"].startswith("betamol")]


def test_a_disease_without_a_mondo_id(toy: KnowledgeBase) -> None:
    """Without the disease's id there are no rows, only the header."""
    disease = attrs.evolve(toy.disease, xrefs=())
    kb = KnowledgeBase(attrs.evolve(toy.records, disease=disease))
    assert render(kb, "maxo").splitlines() == [HEADER.replace(" ", "\t")]


def test_author(drugs: KnowledgeBase) -> None:
    """A curator who stands for the rows is named in each."""
    orcid = "ORCID:0000-0000-0000-0000"
    lines = maxo.render(drugs, author=orcid).splitlines()[1:]
    assert lines
    assert all(line.split("\t")[12] == orcid for line in lines)


def test_abbreviations_keep_their_capitals() -> None:
    """A name begins small unless it is an abbreviation."""
    names = {"Brace": "brace", "TENS": "TENS", "X": "x", "IVs": "IVs", "CoQ": "coQ"}
    assert {name: maxo._lower(name) for name in names} == names
