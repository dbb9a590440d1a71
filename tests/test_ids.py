"""Slugs, CURIEs and references."""

import operator
import re
from collections.abc import Callable
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from alstx import Curie, Ref
from alstx.ids import CURIE_PATTERNS, CURIE_PREFIXES, RefKind, is_slug
from alstx.testing import curies, refs, slugs

GOOD = [
    "ATC:N",
    "ATC:A03AB02",
    "CAS:1134-47-0",
    "CHEBI:2972",
    "CHEMBL:CHEMBL701",
    "DOI:10.1002/(SICI)1097-4598(199605)19:5<607::AID-MUS9>3.0.CO;2-O",
    "DOID:332",
    "DRUGBANK:DB00181",
    "DRUGCENTRAL:282",
    "GARD:5786",
    "HP:0002307",
    "ICD10CM:K11.7",
    "ICD10CM:G12.21",
    "ICD11:8B60.0",
    "INCHIKEY:KPYSYYIEGFHWSV-UHFFFAOYSA-N",
    "ISBN:978-1-4731-1234-X",
    "MAXO:0000506",
    "MEDGEN:274",
    "MESH:D001418",
    "MONDO:0004976",
    "NBK:NBK1450",
    "NCIT:C34373",
    "NCT:NCT01849770",
    "OMIM:105400",
    "ORPHA:803",
    "PMCID:PMC4836879",
    "PMID:26911633",
    "PUBCHEM:2284",
    "RXCUI:1292",
    "UMLS:C0002736",
    "UNII:H789N3FKE8",
    "UNIPROT:P11229",
]
BAD = [
    "ATC:A3",
    "ATC:A03AB02X",
    "CAS:1134-470",
    "CHEMBL:701",
    "DOI:11.1002/x",
    "DOI:10.1002/a b",
    "DOI:10.1002/a\n",
    "DOI:10.1002/\ud800",
    "DRUGBANK:DB181",
    "HP:2307",
    "ICD10CM:11.7",
    "INCHIKEY:KPYSYYIEGFHWSV",
    "MESH:X001418",
    "NCT:01849770",
    "PMCID:4836879",
    "PMID:0",
    "PMID:026911633",
    "PMID: 26911633",
    "PMID:1\u0662",
    "RXCUI:\u0661",
    "RXCUI:12.92",
    "RXCUI:",
    "UNII:H789N3FKE",
    "rxcui:1292",
    "WIKIDATA:Q42",
    ":1292",
    "1292",
    "",
]


@pytest.mark.parametrize("text", GOOD)
def test_curie_reads_what_vocabularies_print(text: str) -> None:
    """An identifier in the form of its vocabulary is read, and written as it was."""
    assert text == str(Curie.parse(text))


def test_every_prefix_has_an_example() -> None:
    """The examples above leave no known prefix out."""
    expected = CURIE_PREFIXES
    assert expected == {text.partition(":")[0] for text in GOOD}


@pytest.mark.parametrize("text", BAD)
def test_curie_refuses_what_no_vocabulary_prints(text: str) -> None:
    """An unknown prefix, or a local id in the wrong form, is a ValueError."""
    with pytest.raises(ValueError, match=r"prefix|pattern|expected PREFIX:LOCAL"):
        Curie.parse(text)


@pytest.mark.parametrize("value", [None, 5, b"RXCUI:1", ["RXCUI:1"], Curie("RXCUI", "1")])
def test_curie_refuses_what_is_no_text(value: object) -> None:
    """Only text can be read as an identifier."""
    with pytest.raises(ValueError, match="expected PREFIX:LOCAL such as 'RXCUI:704'"):
        Curie.parse(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(("prefix", "local"), [("RXCUI", 1292), (None, "1"), ("RXCUI", None)])
def test_curie_refuses_parts_that_are_no_text(prefix: object, local: object) -> None:
    """A number is no local id, and nothing is no prefix."""
    with pytest.raises(ValueError, match=r"pattern|prefix"):
        Curie(prefix, local)  # type: ignore[arg-type]


@given(curies())
def test_curie_round_trips(curie: Curie) -> None:
    """Both ways of writing an identifier give it back."""
    assert curie == Curie.parse(str(curie))
    assert curie == eval(repr(curie))  # noqa: S307 (our own repr)


@given(st.lists(curies(), max_size=5))
def test_curies_sort_by_prefix_then_local(found: list[Curie]) -> None:
    """Order is that of prefix, then of local id as text."""
    assert sorted(found, key=lambda c: (c.prefix, c.local)) == sorted(found)


@given(curies(), curies())
def test_comparisons_are_those_of_the_parts(one: Curie, other: Curie) -> None:
    """Every comparison answers as for prefix and local id, and with nothing but identifiers."""
    mine, theirs = (one.prefix, one.local), (other.prefix, other.local)
    for compare in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne):
        assert compare(one, other) == compare(mine, theirs)
        assert compare(one, one) == compare(mine, mine)
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError):
            compare(one, str(one))


@given(curies())
def test_curie_page_holds_the_local_id(curie: Curie) -> None:
    """A page, where there is one, is an https address with the local id in it."""
    assert curie.url is None or re.fullmatch(r"https://\S+", curie.url)
    assert curie.url is None or curie.local in curie.url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("DOI:10.1002/14651858.CD011356", "https://doi.org/10.1002/14651858.CD011356"),
        ("PMID:26911633", "https://pubmed.ncbi.nlm.nih.gov/26911633/"),
        ("NCT:NCT01849770", "https://clinicaltrials.gov/study/NCT01849770"),
        ("ATC:M03BX01", None),
    ],
)
def test_curie_pages(text: str, url: str | None) -> None:
    """The pages of the vocabularies that readers follow are spelled as those sites spell them."""
    assert url == Curie.parse(text).url


def test_curie_is_frozen() -> None:
    """An identifier cannot be changed."""
    with pytest.raises(FrozenInstanceError):
        Curie.parse("RXCUI:1").local = "2"  # type: ignore[misc]


def test_patterns_are_read_only() -> None:
    """The table of patterns cannot be changed."""
    with pytest.raises(TypeError):
        CURIE_PATTERNS["RXCUI"] = ".*"  # type: ignore[index]


@pytest.mark.parametrize("value", ["a", "0", "botulinum-toxin-b", "ean-2024", "a" * 120])
def test_slugs(value: str) -> None:
    """Lower-case words and digits, joined by single hyphens, are a slug."""
    assert is_slug(value)


@pytest.mark.parametrize(
    "value",
    ["", "-", "a-", "-a", "a--b", "A", "a b", "a_b", "a/b", "é", "٣", "a\n", "a" * 121, None, 5],
)
def test_not_slugs(value: object) -> None:
    """Anything else is none."""
    assert not is_slug(value)


@given(slugs())
def test_drawn_slugs_are_slugs(value: str) -> None:
    """The strategy for slugs gives slugs."""
    assert is_slug(value)


@given(refs(*RefKind))
def test_ref_round_trips(ref: Ref) -> None:
    """Both ways of writing a reference give it back."""
    assert ref == Ref.parse(str(ref))
    assert ref == eval(repr(ref))  # noqa: S307 (our own repr)


@given(st.lists(refs(*RefKind), max_size=5))
def test_refs_sort_by_kind_then_id(found: list[Ref]) -> None:
    """Order is that of the written form's two parts."""
    assert sorted(found, key=lambda r: (r.kind.value, r.id)) == sorted(found)


def test_ref_takes_the_kind_as_text() -> None:
    """A kind may be written as text, and is a member of the vocabulary afterwards."""
    assert RefKind.THERAPIES is Ref("therapies", "stretching").kind  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "baclofen",
        "medications",
        "medications/",
        "medications/Baclofen",
        "medications/a/b",
        "symptoms/pain",
        "/baclofen",
        "medication/baclofen",
        "medications\\baclofen",
        "medications/\ud800",
        None,
        5,
    ],
)
def test_ref_refuses_other_text(text: object) -> None:
    """An unknown kind, or an id that is no slug, is a ValueError."""
    with pytest.raises(ValueError, match=r"expected KIND/ID|is not a slug"):
        Ref.parse(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "field", "value", "message"),
    [
        (
            lambda: Curie("PMID", "0x"),
            "local",
            "0x",
            r"'0x' does not fit the pattern of PMID: [1-9]\d{0,8}",
        ),
        (
            lambda: Curie("RXCU", "704"),
            "local",
            "704",
            f"'RXCU' is not a known prefix; known are {', '.join(sorted(CURIE_PATTERNS))}",
        ),
        (
            lambda: Ref("agents", "No Slug"),  # type: ignore[arg-type]
            "id",
            "No Slug",
            "'No Slug' is not a slug such as 'botulinum-toxin'",
        ),
    ],
)
def test_a_refusal_names_field_and_value(
    make: Callable[[], object], field: str, value: str, message: str
) -> None:
    """What is refused at construction says which field it was, as the loader needs to know."""
    with pytest.raises(ValueError, match=r".") as caught:
        make()
    said, attribute, refused = caught.value.args
    assert (message, field, value) == (said, attribute.name, refused)


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (Curie.parse, "704", "expected PREFIX:LOCAL such as 'RXCUI:704', got '704'"),
        (Curie.parse, 704, "expected PREFIX:LOCAL such as 'RXCUI:704', got 704"),
        (
            Ref.parse,
            "baclofen",
            (
                "expected KIND/ID with KIND one of medications, drug_classes, therapies, agents, "
                "got 'baclofen'"
            ),
        ),
        (
            Ref.parse,
            None,
            (
                "expected KIND/ID with KIND one of medications, drug_classes, therapies, agents, "
                "got None"
            ),
        ),
        (Ref.parse, "agents/a/b", "'a/b' is not a slug such as 'botulinum-toxin'"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_would_be_right(
    read: Callable[[Any], object], text: object, message: str
) -> None:
    """The message shows the form that is expected and what was there instead."""
    with pytest.raises(ValueError, match=r".") as caught:
        read(text)
    assert message == caught.value.args[0]
