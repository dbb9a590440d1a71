"""Slugs, CURIEs and references."""

import operator
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from alstx import Curie, Ref
from alstx.ids import (
    CURIE_PATTERNS,
    CURIE_PREFIXES,
    RefKind,
    as_identifier,
    is_slug,
    read_identifier,
)
from alstx.model import Brand
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


WRITTEN = {
    "ATC": ["atc", "ATC-code", "WHOCC.ATC"],
    "CAS": ["cas", "CASRN"],
    "CHEMBL": ["chembl", "chembl.compound", "ChEMBL.target"],
    "HP": ["hp", "HPO"],
    "ICD10CM": ["icd10cm", "ICD-10-CM", "ICD10", "icd-10"],
    "MESH": ["mesh", "MSH", "mesh.d", "MESH.C"],
    "NCT": ["nct", "clinicaltrials"],
    "OMIM": ["omim", "MIM", "OMIM.PS"],
    "ORPHA": ["orpha", "Orphanet", "ORPHAcode", "ordo"],
    "PMCID": ["pmcid", "PMC"],
    "PMID": ["pmid", "PubMed"],
    "PUBCHEM": ["pubchem", "PUBCHEM.CID", "pubchem.compound"],
    "RXCUI": ["rxcui", "RxNorm"],
    "UMLS": ["umls", "UMLS-CUI", "umls.cui"],
    "UNIPROT": ["uniprot", "UniProtKB"],
}
"""How registries and people write our prefixes."""
SYSTEMS = {
    "ATC": ["http://www.whocc.no/atc", "urn:oid:2.16.840.1.113883.6.73"],
    "CHEBI": ["http://purl.obolibrary.org/obo/chebi.owl"],
    "HP": ["http://human-phenotype-ontology.org", "http://purl.obolibrary.org/obo/hp.owl"],
    "ICD10CM": [
        "http://hl7.org/fhir/sid/icd-10-cm",
        "http://hl7.org/fhir/sid/icd-10",
        "urn:oid:2.16.840.1.113883.6.90",
    ],
    "MESH": ["http://mesh.nlm.nih.gov", "urn:oid:2.16.840.1.113883.6.177"],
    "MONDO": ["http://purl.obolibrary.org/obo/mondo.owl"],
    "NCIT": ["http://ncimeta.nci.nih.gov"],
    "ORPHA": ["http://www.orpha.net"],
    "RXCUI": ["http://www.nlm.nih.gov/research/umls/rxnorm", "urn:oid:2.16.840.1.113883.6.88"],
    "UMLS": ["http://www.nlm.nih.gov/research/umls", "urn:oid:2.16.840.1.113883.6.86"],
    "UNII": ["http://fdasis.nlm.nih.gov", "urn:oid:2.16.840.1.113883.4.9"],
}
"""The systems of FHIR Codings that are vocabularies of ours."""


@pytest.mark.parametrize("identifier", GOOD)
def test_an_identifier_is_read_however_it_is_written(identifier: str) -> None:
    """Any case, sign or address before the local id, and the prefix twice, are the same."""
    prefix, _, local = identifier.partition(":")
    words = {prefix, prefix.lower(), prefix.title(), *WRITTEN.get(prefix, ())}
    texts = [f"{word}{sign}{local}" for word in words for sign in (":", "_", " ", ": ", " : ")]
    texts += [f"{word}:{prefix}{sign}{local}" for word in words for sign in ":_"]
    for word in words:
        texts += [
            f"http://purl.obolibrary.org/obo/{word}_{local}",
            f"HTTPS://www.orpha.net/ORDO/{word}_{local}",
            f"https://identifiers.org/{word}/{local}",
            f"https://www.identifiers.org/{word}/{prefix}:{local}",
            f"https://identifiers.org/{word}:{local}",
            f"https://bioregistry.io/{word}:{local}",
            f"http://www.bioregistry.io/{word}/{local}",
        ]
    for text in texts:
        assert read_identifier(text) == (prefix, local), text


@pytest.mark.parametrize("identifier", GOOD)
def test_a_coding_is_read_however_it_is_held(identifier: str) -> None:
    """A mapping, an object and system and code in one text are the same identifier."""
    prefix, _, local = identifier.partition(":")
    for system in SYSTEMS.get(prefix, ()):
        for written in (system, system.upper(), f"{system}/", f"{system}#", f" {system} "):
            coding = {"system": written, "code": local}
            assert as_identifier(coding) == as_identifier(SimpleNamespace(**coding)) == identifier
            assert as_identifier({**coding, "code": f"{prefix}:{local}"}) == identifier
        secure = system.replace("http:", "https:")
        for start in (system, secure, f"{secure}/"):
            assert read_identifier(f"{start}|{local}") == (prefix, local)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ICD10CM:R13", ("ICD10CM", "R13")),
        ("ICD10CM:R131", ("ICD10CM", "R13.1")),
        ("ICD-10-CM:R1310", ("ICD10CM", "R13.10")),
        ("icd10:g1221", ("ICD10CM", "g12.21")),
        ("ICD10:S72001A", ("ICD10CM", "S72.001A")),
        ("ICD10:S72001AB", ("ICD10CM", "S72001AB")),
        ("ICD10CM:12345", ("ICD10CM", "12345")),
        ("ICD10CM:G12.21", ("ICD10CM", "G12.21")),
        ("UNIPROT:P11229", ("UNIPROT", "P11229")),
        ("http://hl7.org/fhir/sid/icd-10-cm|G1221", ("ICD10CM", "G12.21")),
        ("doi:doi:10.1002/a:b", ("DOI", "10.1002/a:b")),
        ("doi:10.1002/a_b", ("DOI", "10.1002/a_b")),
        ("doi:doi:10.1002/a_b", ("DOI", "10.1002/a_b")),
        ("doi:DOI_10.1002/a_b", ("DOI", "10.1002/a_b")),
        ("https://bioregistry.io/doi:10.1002/a_b/c", ("DOI", "10.1002/a_b/c")),
        ("https://identifiers.org/doi/10.1002/a/b:c", ("DOI", "10.1002/a/b:c")),
        ("hp:hpo:0002307", ("HP", "0002307")),
        ("mesh:HP:0002307", ("MESH", "HP:0002307")),
        ("rxnorm:no number", None),
        ("rxnorm:no-number", ("RXCUI", "no-number")),
        ("https://identifiers.org/rxnorm/1292", ("RXCUI", "1292")),
        ("https://example.org/rxnorm/1292", None),
        ("https://identifiers.org/rxnorm", None),
        ("http://snomed.info/sct|5", None),
        ("http://snomed.info/sct|RXCUI:5", None),
        ("obo:HP_0002307", None),
        ("wikidata:Q42", None),
        ("R13.10", None),
        ("1292", None),
        (":1292", None),
        ("baclofen 10 mg", None),
        ("", None),
    ],
)
def test_what_people_write_is_an_identifier_or_is_not(
    text: str, read: tuple[str, str] | None
) -> None:
    """A known prefix makes an identifier, whether the local id fits or not; nothing else does."""
    assert read_identifier(text) == read


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"system": "urn:oid:1.2", "code": "1"}, "urn:oid:1.2|1"),
        ({"system": "http://www.whocc.no/atc", "code": 5}, "ATC:5"),
        ({"system": "http://hl7.org/fhir/sid/icd-10", "code": "G1221"}, "ICD10CM:G12.21"),
        ({"system": "http://www.whocc.no/atc"}, None),
        ({"code": "1"}, None),
        ({"system": None, "code": "1"}, None),
        (SimpleNamespace(system="urn:oid:1.2", code="1"), "urn:oid:1.2|1"),
        (SimpleNamespace(system="urn:oid:1.2"), None),
        (SimpleNamespace(code="1"), None),
        (SimpleNamespace(system="urn:oid:1.2", code=None), None),
        ("x", None),
        (None, None),
        ({}, None),
    ],
)
def test_a_coding_has_a_system_and_a_code(value: object, text: str | None) -> None:
    """One of an unknown system is told as FHIR searches have it; what lacks either is none."""
    assert as_identifier(value) == text


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("gb", "'gb' is not a code of ISO 3166-1 such as 'GB'"),
        ("UK", "'UK' is not a code of ISO 3166-1 such as 'GB'; did you mean 'GB'?"),
        ("", "'' is not a code of ISO 3166-1 such as 'GB'"),
        (5, "5 is not a code of ISO 3166-1 such as 'GB'"),
    ],
)
def test_a_country_is_a_code(code: Any, message: str) -> None:
    """A brand is sold in countries; any other word is refused with what would be right."""
    assert Brand("Lioresal", ("CH", "GB", "EU")).countries == ("CH", "GB", "EU")
    with pytest.raises(ValueError, match=r".") as caught:
        Brand("Lioresal", ("CH", code))
    assert caught.value.args == (message, attrs.fields(Brand).countries, code)
