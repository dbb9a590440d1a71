"""Identifiers: slugs, CURIEs of other people's vocabularies, references to our records."""

import re
from enum import StrEnum
from types import MappingProxyType
from typing import Self

import attrs

from alstx.errors import shown

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
LONGEST_SLUG = 120


def is_slug(value: object) -> bool:
    """Whether a value is an id such as ``botulinum-toxin-b``."""
    return (
        isinstance(value, str) and len(value) <= LONGEST_SLUG and SLUG.fullmatch(value) is not None
    )


@attrs.frozen
class _Prefix:
    """A vocabulary: the pattern of its local ids and the page that shows one."""

    pattern: str
    page: str | None = None


_PREFIXES = {
    "ATC": _Prefix(r"[A-Z](?:\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?)?"),
    "CAS": _Prefix(r"\d{2,7}-\d\d-\d"),
    "CHEBI": _Prefix(r"\d+", "https://www.ebi.ac.uk/chebi/CHEBI:{}"),
    "CHEMBL": _Prefix(r"CHEMBL\d+", "https://www.ebi.ac.uk/chembl/compound_report_card/{}/"),
    "DOI": _Prefix(r"10\.\d{4,9}/[!-~]+", "https://doi.org/{}"),
    "DOID": _Prefix(r"\d+"),
    "DRUGBANK": _Prefix(r"DB\d{5}", "https://go.drugbank.com/drugs/{}"),
    "DRUGCENTRAL": _Prefix(r"\d+", "https://drugcentral.org/drugcard/{}"),
    "GARD": _Prefix(r"\d+"),
    "HP": _Prefix(r"\d{7}", "https://hpo.jax.org/browse/term/HP:{}"),
    "ICD10CM": _Prefix(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"),
    "ICD11": _Prefix(r"[0-9A-Z.]+"),
    "INCHIKEY": _Prefix(r"[A-Z]{14}-[A-Z]{10}-[A-Z]"),
    "ISBN": _Prefix(r"[\d-]{9,16}[\dX]"),
    "MAXO": _Prefix(r"\d{7}"),
    "MEDGEN": _Prefix(r"\d+"),
    "MESH": _Prefix(r"[CD]\d{6,9}", "https://meshb.nlm.nih.gov/record/ui?ui={}"),
    "MONDO": _Prefix(r"\d{7}"),
    "NBK": _Prefix(r"NBK\d+", "https://www.ncbi.nlm.nih.gov/books/{}/"),
    "NCIT": _Prefix(r"C\d+"),
    "NCT": _Prefix(r"NCT\d{8}", "https://clinicaltrials.gov/study/{}"),
    "OMIM": _Prefix(r"\d{6}"),
    "ORPHA": _Prefix(r"\d+"),
    "PMCID": _Prefix(r"PMC\d+", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
    "PMID": _Prefix(r"[1-9]\d{0,8}", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    "PUBCHEM": _Prefix(r"\d+", "https://pubchem.ncbi.nlm.nih.gov/compound/{}"),
    "RXCUI": _Prefix(r"\d+"),
    "UMLS": _Prefix(r"C\d{7}"),
    "UNII": _Prefix(r"[0-9A-Z]{10}"),
    "UNIPROT": _Prefix(r"[A-Z0-9]{6,10}", "https://www.uniprot.org/uniprotkb/{}"),
}
CURIE_PREFIXES = frozenset(_PREFIXES)
CURIE_PATTERNS = MappingProxyType({name: prefix.pattern for name, prefix in _PREFIXES.items()})
"""For each known prefix the pattern of its local ids, which are ASCII."""


def _fits(curie: "Curie", attribute: "attrs.Attribute[str]", value: str) -> None:
    """Refuses an unknown prefix and a local id that its prefix does not allow."""
    prefix = _PREFIXES.get(curie.prefix)
    if prefix is None:
        known = ", ".join(sorted(_PREFIXES))
        msg = f"{shown(curie.prefix)} is not a known prefix; known are {known}"
        raise ValueError(msg, attribute, value)
    if not (isinstance(value, str) and re.fullmatch(prefix.pattern, value, re.ASCII)):
        msg = f"{shown(value)} does not fit the pattern of {curie.prefix}: {prefix.pattern}"
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
        """Reads ``PREFIX:LOCAL``.

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
        page = _PREFIXES[self.prefix].page
        return None if page is None else page.format(self.local)

    def __str__(self) -> str:
        """Writes ``PREFIX:LOCAL``."""
        return f"{self.prefix}:{self.local}"

    def __repr__(self) -> str:
        """Writes an expression that gives an equal object."""
        return f"Curie.parse({str(self)!r})"


class RefKind(StrEnum):
    """The kinds of record that a reference can name."""

    MEDICATIONS = "medications"
    DRUG_CLASSES = "drug_classes"
    THERAPIES = "therapies"
    AGENTS = "agents"


def _is_slug(_: object, attribute: "attrs.Attribute[str]", value: str) -> None:
    if not is_slug(value):
        msg = f"{shown(value)} is not a slug such as 'botulinum-toxin'"
        raise ValueError(msg, attribute, value)


@attrs.frozen(order=True, repr=False)
class Ref:
    """A reference to a record of ours, written ``kind/id``.

    Attributes:
        kind: Which catalog the record stands in.
        id: Its id there.

    Example:
        >>> Ref.parse("drug_classes/ssri").id
        'ssri'
    """

    kind: RefKind = attrs.field(converter=RefKind)
    id: str = attrs.field(validator=_is_slug)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads ``kind/id``.

        Raises:
            ValueError: If the kind is unknown or the id is no slug.
        """
        kind, slash, id_ = text.partition("/") if isinstance(text, str) else ("", "", "")
        if not slash or kind not in list(RefKind):
            kinds = ", ".join(RefKind)
            msg = f"expected KIND/ID with KIND one of {kinds}, got {shown(text)}"
            raise ValueError(msg)
        return cls(RefKind(kind), id_)

    def __str__(self) -> str:
        """Writes ``kind/id``."""
        return f"{self.kind.value}/{self.id}"

    def __repr__(self) -> str:
        """Writes an expression that gives an equal object."""
        return f"Ref.parse({str(self)!r})"
