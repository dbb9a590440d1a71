"""The concept set of OMOP: every code of every medicine, and concept ids only from outside."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings

from alstx import InvalidArgumentError, KnowledgeBase
from alstx.export import omop, render
from alstx.testing import knowledge_bases


def concepts(*codes: str, **more: Any) -> list[dict[str, Any]]:
    """Rows of a vocabulary, their ids made up."""
    return [
        {"concept_id": str(at), "concept_code": code, "vocabulary_id": "RxNorm", **more}
        for at, code in enumerate(codes, 1)
    ]


@settings(max_examples=20)
@given(knowledge_bases())
def test_every_medicine_is_a_row(kb: KnowledgeBase) -> None:
    """Each code that means a medicine is a row; one without a code has a row without."""
    rows = list(csv.DictReader(io.StringIO(render(kb, "omop"), newline="")))
    for record in kb.medications:
        codes = [c.local for c in record.identifiers if c.prefix == "RXCUI"]
        own = [row for row in rows if row["medication"] == record.id]
        assert (codes or [""]) == [row["concept_code"] for row in own]
        assert {"RxNorm" if codes else ""} == {row["vocabulary_id"] for row in own}
        assert {record.name} == {row["name"] for row in own}


def test_any_filter_is_a_concept_set(kb: KnowledgeBase) -> None:
    """The medicines of a symptom become CSV and JSON with the same codes."""
    found = kb.medications.filter(symptom="muscle cramps")
    codes = [row[1] for row in omop.rows(found) if row[1]]
    assert len(codes) > 2
    rows = concepts(*codes, "no code of ours", concept_name="A drug", domain_id="Drug")
    elsewhere = [{"concept_id": 9, "concept_code": codes[0], "vocabulary_id": "SNOMED"}]
    items = json.loads(omop.to_atlas(found, elsewhere + rows))["items"]
    assert codes == [item["concept"]["CONCEPT_CODE"] for item in items]
    assert [*range(1, len(codes) + 1)] == [item["concept"]["CONCEPT_ID"] for item in items]
    assert {"A drug"} == {item["concept"]["CONCEPT_NAME"] for item in items}
    assert items[0]["includeDescendants"] is True
    assert items[0]["isExcluded"] is items[0]["includeMapped"] is False


@pytest.mark.parametrize(
    ("standard", "invalid", "captions"),
    [
        ("S", "", ("S", "Standard", "V", "Valid")),
        ("C", None, ("C", "Classification", "V", "Valid")),
        ("", "D", ("N", "Non-Standard", "D", "Invalid")),
        (None, "U", ("N", "Non-Standard", "U", "Invalid")),
    ],
)
def test_captions(kb: KnowledgeBase, standard: Any, invalid: Any, captions: Any) -> None:
    """What a vocabulary says of a concept is written as ATLAS writes it."""
    rows = concepts("1292", standard_concept=standard, invalid_reason=invalid)
    concept = json.loads(omop.to_atlas([kb.medications["baclofen"]], rows))["items"][0]["concept"]
    keys = ("STANDARD_CONCEPT", "INVALID_REASON")
    assert captions == tuple(concept[k + end] for k in keys for end in ("", "_CAPTION"))


def test_a_code_that_the_vocabulary_lacks(kb: KnowledgeBase) -> None:
    """A medicine is never left out in silence because the vocabulary is older."""
    with pytest.raises(InvalidArgumentError) as caught:
        omop.to_atlas([kb.medications["baclofen"]], concepts("704"))
    assert str(caught.value) == "the vocabulary has no concept for the RxNorm code '1292'"
    with pytest.raises(
        InvalidArgumentError, match=r"code '.*', '.*', '.*', '.*', '.*' and \d+ more"
    ):
        omop.to_atlas(kb.medications, [])


def test_its_reader_accepts_the_expression(kb: KnowledgeBase) -> None:
    """The Python port of OHDSI's own reader finds each concept."""
    circe = pytest.importorskip("circe.vocabulary")
    codes = [row[1] for row in omop.rows(kb.medications) if row[1]]
    text = omop.to_atlas(kb.medications, concepts(*codes, concept_name="A drug"))
    read = circe.ConceptSetExpression.model_validate_json(text)
    assert len(read.items) == len(codes)
