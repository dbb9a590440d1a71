"""Identifiers: slugs, CURIEs of other people's vocabularies, references to our records."""

import re
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Self

import attrs

from alstx.errors import shown

SLUG_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST_SLUG = 120


def is_slug(value: object) -> bool:
    """Return whether a value is an id such as ``botulinum-toxin-b``."""
    return (
        isinstance(value, str)
        and len(value) <= LONGEST_SLUG
        and re.fullmatch(SLUG_PATTERN, value) is not None
    )


def slug(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept an id such as ``botulinum-toxin``."""
    if not is_slug(value):
        msg = f"{shown(value)} is not a slug such as 'botulinum-toxin'"
        raise ValueError(msg, attribute, value)


CURIE_PATTERNS = MappingProxyType(
    {
        "ATC": r"[A-Z](?:\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?)?",
        "CAS": r"\d{2,7}-\d\d-\d",
        "CHEBI": r"\d+",
        "CHEMBL": r"CHEMBL\d+",
        "DOI": r"10\.\d{4,9}/[!-~]+",
        "DOID": r"\d+",
        "DRUGBANK": r"DB\d{5}",
        "DRUGCENTRAL": r"\d+",
        "GARD": r"\d+",
        "HP": r"\d{7}",
        "ICD10CM": r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?",
        "ICD11": r"[0-9A-Z.]+",
        "INCHIKEY": r"[A-Z]{14}-[A-Z]{10}-[A-Z]",
        "ISBN": r"[\d-]{9,16}[\dX]",
        "MAXO": r"\d{7}",
        "MEDGEN": r"\d+",
        "MESH": r"[CD]\d{6,9}",
        "MONDO": r"\d{7}",
        "NBK": r"NBK\d+",
        "NCIT": r"C\d+",
        "NCT": r"NCT\d{8}",
        "OMIM": r"\d{6}",
        "ORPHA": r"\d+",
        "PMCID": r"PMC\d+",
        "PMID": r"[1-9]\d{0,8}",
        "PUBCHEM": r"\d+",
        "RXCUI": r"\d+",
        "UMLS": r"C\d{7}",
        "UNII": r"[0-9A-Z]{10}",
        "UNIPROT": r"[A-Z0-9]{6,10}",
    }
)
"""For each known prefix the pattern of its local ids, which are ASCII."""

CURIE_PREFIXES = frozenset(CURIE_PATTERNS)

_PAGES = {
    "CHEBI": "https://www.ebi.ac.uk/chebi/CHEBI:{}",
    "CHEMBL": "https://www.ebi.ac.uk/chembl/compound_report_card/{}/",
    "DOI": "https://doi.org/{}",
    "DRUGBANK": "https://go.drugbank.com/drugs/{}",
    "DRUGCENTRAL": "https://drugcentral.org/drugcard/{}",
    "HP": "https://hpo.jax.org/browse/term/HP:{}",
    "MESH": "https://meshb.nlm.nih.gov/record/ui?ui={}",
    "NBK": "https://www.ncbi.nlm.nih.gov/books/{}/",
    "NCT": "https://clinicaltrials.gov/study/{}",
    "PMCID": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    "PMID": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "PUBCHEM": "https://pubchem.ncbi.nlm.nih.gov/compound/{}",
    "UNIPROT": "https://www.uniprot.org/uniprotkb/{}",
}
"""The page that shows an identifier, where its vocabulary has a stable one."""


def _fits(curie: "Curie", attribute: "attrs.Attribute[str]", value: str) -> None:
    """Refuse an unknown prefix and a local id that its prefix does not allow."""
    pattern = CURIE_PATTERNS.get(curie.prefix)
    if pattern is None:
        known = ", ".join(sorted(CURIE_PATTERNS))
        msg = f"{shown(curie.prefix)} is not a known prefix; known are {known}"
        raise ValueError(msg, attribute, value)
    if not (isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII)):
        msg = f"{shown(value)} does not fit the pattern of {curie.prefix}: {pattern}"
        raise ValueError(msg, attribute, value)


@attrs.frozen(order=True, repr=False)
class Curie:
    """An identifier in somebody else's vocabulary, such as ``ATC:A03AB02``.

    Compares by prefix, then by local id as text.

    Attributes:
        prefix: Upper-case name of the vocabulary.
        local: Id within it, checked against the pattern of the prefix.

    Example:
        >>> Curie.parse("ATC:A03AB02").local
        'A03AB02'
        >>> str(Curie("PMID", "26911633"))
        'PMID:26911633'
    """

    prefix: str
    local: str = attrs.field(validator=_fits)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse ``PREFIX:LOCAL``.

        Raises:
            ValueError: If there is no colon, the prefix is unknown or the rest does not fit it.
        """
        prefix, colon, local = text.partition(":") if isinstance(text, str) else ("", "", "")
        if not colon:
            msg = f"expected PREFIX:LOCAL such as 'RXCUI:704', got {shown(text)}"
            raise ValueError(msg)
        return cls(prefix, local)

    @property
    def url(self) -> str | None:
        """Page that shows the identifier, where its vocabulary has a stable one."""
        page = _PAGES.get(self.prefix)
        return None if page is None else page.format(self.local)

    def __str__(self) -> str:
        return f"{self.prefix}:{self.local}"

    def __repr__(self) -> str:
        return f"Curie.parse({str(self)!r})"


class RefKind(StrEnum):
    """The kinds of record that a reference can name."""

    MEDICATIONS = "medications"
    DRUG_CLASSES = "drug_classes"
    THERAPIES = "therapies"
    AGENTS = "agents"


@attrs.frozen(order=True, repr=False)
class Ref:
    """A reference to a record of ours, written ``kind/id``.

    Attributes:
        kind: The catalog of the record.
        id: Its id there.

    Example:
        >>> Ref.parse("drug_classes/ssri").id
        'ssri'
    """

    kind: RefKind = attrs.field(converter=RefKind)
    id: str = attrs.field(validator=slug)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse ``kind/id``.

        Raises:
            ValueError: If the kind is unknown or the id is not a slug.
        """
        kind, slash, id_ = text.partition("/") if isinstance(text, str) else ("", "", "")
        if not slash or kind not in list(RefKind):
            kinds = ", ".join(RefKind)
            msg = f"expected KIND/ID with KIND one of {kinds}, got {shown(text)}"
            raise ValueError(msg)
        return cls(RefKind(kind), id_)

    def __str__(self) -> str:
        return f"{self.kind.value}/{self.id}"

    def __repr__(self) -> str:
        return f"Ref.parse({str(self)!r})"
