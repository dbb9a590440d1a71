"""Identifiers: slugs, CURIEs of other people's vocabularies, references to our records."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Self, cast

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

_ALIASES = {
    "CASRN": "CAS",
    "CHEMBLCOMPOUND": "CHEMBL",
    "CHEMBLTARGET": "CHEMBL",
    "CLINICALTRIALS": "NCT",
    "HPO": "HP",
    "ICD10": "ICD10CM",
    "MSH": "MESH",
    "MESHD": "MESH",
    "MESHC": "MESH",
    "OMIMPS": "OMIM",
    "MIM": "OMIM",
    "ORPHANET": "ORPHA",
    "ORPHACODE": "ORPHA",
    "ORDO": "ORPHA",
    "PMC": "PMCID",
    "PUBCHEMCID": "PUBCHEM",
    "PUBCHEMCOMPOUND": "PUBCHEM",
    "PUBMED": "PMID",
    "RXNORM": "RXCUI",
    "UMLSCUI": "UMLS",
    "UNIPROTKB": "UNIPROT",
    "ATCCODE": "ATC",
    "WHOCCATC": "ATC",
}
"""Other people's names of our prefixes, without signs."""

_SYSTEMS = {
    "fdasis.nlm.nih.gov": "UNII",
    "hl7.org/fhir/sid/icd-10-cm": "ICD10CM",
    "hl7.org/fhir/sid/icd-10": "ICD10CM",
    "human-phenotype-ontology.org": "HP",
    "mesh.nlm.nih.gov": "MESH",
    "ncimeta.nci.nih.gov": "NCIT",
    "purl.obolibrary.org/obo/chebi.owl": "CHEBI",
    "purl.obolibrary.org/obo/hp.owl": "HP",
    "purl.obolibrary.org/obo/mondo.owl": "MONDO",
    "www.nlm.nih.gov/research/umls": "UMLS",
    "www.nlm.nih.gov/research/umls/rxnorm": "RXCUI",
    "www.orpha.net": "ORPHA",
    "www.whocc.no/atc": "ATC",
    "urn:oid:2.16.840.1.113883.4.9": "UNII",
    "urn:oid:2.16.840.1.113883.6.73": "ATC",
    "urn:oid:2.16.840.1.113883.6.86": "UMLS",
    "urn:oid:2.16.840.1.113883.6.88": "RXCUI",
    "urn:oid:2.16.840.1.113883.6.90": "ICD10CM",
    "urn:oid:2.16.840.1.113883.6.177": "MESH",
}
"""Prefixes by the system of a FHIR Coding, without scheme and last slash."""

_PREFIXED = re.compile(r"([A-Za-z][A-Za-z0-9.\-]*?)\s*[:_\s]\s*(\S+)")
_ADDRESS = re.compile(
    r"https?://(?:purl\.obolibrary\.org/obo|www\.orpha\.net/ORDO"
    r"|(?:www\.)?identifiers\.org|(?:www\.)?bioregistry\.io)/(.+)",
    re.IGNORECASE,
)
_CODED = re.compile(r"((?:https?|urn):\S+)\|(\S+)")


def _prefix_of(written: str) -> str:
    """Return our prefix for one that somebody wrote, or that one in capitals."""
    bare = re.sub(r"[^A-Z0-9]", "", written.upper())
    return _ALIASES.get(bare, bare)


def _of_system(system: str) -> str | None:
    bare = re.sub(r"^https?://", "", system.strip().lower()).rstrip("/#")
    return _SYSTEMS.get(bare)


def read_identifier(text: str) -> tuple[str, str] | None:
    """Read an identifier as others write it: our prefix and the local id; None for anything else.

    Taken are prefixes of other registries (``RXNORM:``, ``PUBCHEM.COMPOUND:``), addresses of OBO,
    ORDO, identifiers.org and Bioregistry, and ``system|code`` as FHIR searches have it. A known
    prefix with any local id is an identifier, whether the local id fits or not.

    Example:
        >>> read_identifier("rxnorm:1292"), read_identifier("R13.10")
        (('RXCUI', '1292'), None)
        >>> read_identifier("http://purl.obolibrary.org/obo/HP_0002307")
        ('HP', '0002307')
    """
    coded = _CODED.fullmatch(text)
    if coded:
        prefix = _of_system(coded[1])
        return None if prefix is None else _without_prefix(prefix, coded[2])
    address = _ADDRESS.fullmatch(text)
    body = re.sub(r"^([^:/_]+)/", r"\1:", address[1]) if address else text
    found = _PREFIXED.fullmatch(body)
    if found is None:
        return None
    prefix = _prefix_of(found[1])
    return _without_prefix(prefix, found[2]) if prefix in CURIE_PATTERNS else None


def _without_prefix(prefix: str, local: str) -> tuple[str, str]:
    """Strip a prefix that stands within the local id, as in ``HP:HP_0002307``, and add a dot."""
    head, *rest = re.split("[:_]", local, maxsplit=1)
    if rest and _prefix_of(head) == prefix:
        local = rest[0]
    if prefix == "ICD10CM" and re.fullmatch(r"[A-Za-z]\d[0-9A-Za-z]{2,5}", local):
        local = f"{local[:3]}.{local[3:]}"  # claims are written without the dot
    return prefix, local


def as_identifier(value: object) -> str | None:
    """Return a FHIR Coding as text that `read_identifier` reads; None for what is not one.

    A Coding is a mapping or an object with ``system`` and ``code``.
    """
    if isinstance(value, Mapping):
        coding = cast("Mapping[str, Any]", value)
        system, code = coding.get("system"), coding.get("code")
    else:
        system, code = getattr(value, "system", None), getattr(value, "code", None)
    if system is None or code is None:
        return None
    prefix = _of_system(str(system))
    return f"{system}|{code}" if prefix is None else ":".join(_without_prefix(prefix, str(code)))


_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR
HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR
LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG
NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE
SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA
UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_COUNTRIES.split())
"""Codes of countries (ISO 3166-1 alpha-2), and EU for names that European lists do not place."""


def country(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept the code of a country such as ``GB``."""
    if value not in COUNTRIES:
        hint = "; did you mean 'GB'?" if value == "UK" else ""
        msg = f"{shown(value)} is not a code of ISO 3166-1 such as 'GB'{hint}"
        raise ValueError(msg, attribute, value)


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


def refers_to(*kinds: RefKind) -> Callable[[object, "attrs.Attribute[Any]", Any], None]:
    """Return a validator that accepts a reference to a record of one of these kinds."""

    def check(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, Ref):
            msg = f"expected Ref, got {shown(value)}"
        elif value.kind not in kinds:
            msg = f"{shown(str(value))} is in none of {', '.join(kinds)}"
        else:
            return
        raise ValueError(msg, attribute, value)

    return check
