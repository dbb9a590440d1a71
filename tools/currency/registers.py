"""Registers that know whether a source still stands, and what they answer.

Crossref has the notices of publishers and of Retraction Watch, and the versions of Cochrane
reviews; PubMed links notices to articles; ClinicalTrials.gov says whether a study has results.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import attrs
from web import RegisterError, Web

from alstx.model import Source

CROSSREF = "https://api.crossref.org/works"
PUBMED = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi"
TRIALS = "https://clinicaltrials.gov/api/v2/studies"
MOST_IDS = 100
"""Articles that PubMed is asked about at once."""
_NEWEST = 5
"""Versions of a Cochrane review that are looked for beyond ours."""


class Kind(StrEnum):
    """What a notice says of a source."""

    RETRACTED = "retracted"
    CORRECTED = "corrected"
    NEWER = "newer version"
    TRIAL = "trial registry"
    DATE = "its own date"
    UNKNOWN = "unknown to the register"


@attrs.frozen
class Notice:
    """What a register says of a source.

    Attributes:
        source: Id of the source.
        kind: What kind of thing it says.
        register: Which register says it.
        words: What it says, with identifier and day where it gives them.
        key: What tells the notice from others: an identifier where there is one.
        day: Day of what is said, where only newer things are news.
    """

    source: str
    kind: Kind
    register: str
    words: str
    key: str
    day: str = ""


_UPDATES = {
    "retraction": Kind.RETRACTED,
    "withdrawal": Kind.RETRACTED,
    "removal": Kind.RETRACTED,
    "new_version": Kind.NEWER,
    "new_edition": Kind.NEWER,
}
"""Types of notices at Crossref; every other one is a correction of some kind."""
_LINKS = {
    "RetractionIn": (Kind.RETRACTED, "retraction"),
    "PartialRetractionIn": (Kind.CORRECTED, "partial retraction"),
    "ErratumIn": (Kind.CORRECTED, "erratum"),
    "ExpressionOfConcernIn": (Kind.CORRECTED, "expression of concern"),
    "CorrectedandRepublishedIn": (Kind.CORRECTED, "corrected and republished"),
    "UpdateIn": (Kind.NEWER, "update"),
}
_COCHRANE = re.compile(r"(10\.1002/14651858\.CD\d{6})(?:\.pub(\d+))?", re.IGNORECASE)
_NCT = re.compile(r"NCT\d{8}")


def identifier(source: Source, prefix: str) -> str | None:
    """Return the identifier of a source in a register."""
    return next((c.local for c in source.identifiers if c.prefix == prefix), None)


def _json(web: Web, url: str) -> Mapping[str, Any] | None:
    content = web.get(url)
    if content is None:
        return None
    try:
        made = json.loads(content)
    except ValueError:
        made = None
    if not isinstance(made, dict):
        msg = f"{url}: does not answer with a JSON object"
        raise RegisterError(msg)
    return made


def crossref(web: Web, source: Source) -> Iterator[Notice]:
    """Yield the notices on an article that publishers and Retraction Watch gave to Crossref."""
    doi = identifier(source, "DOI")
    if doi is None:
        return
    url = f"{CROSSREF}?filter=updates:{quote(doi, safe='')}&rows=50"
    message = (_json(web, url) or {}).get("message")
    if not isinstance(message, dict) or not isinstance(message.get("items"), list):
        msg = f"{url}: answers without a list of notices"
        raise RegisterError(msg)
    for item in message["items"]:
        for update in item.get("update-to", ()):
            if str(update.get("DOI", "")).casefold() == doi.casefold():
                yield _update(source, str(item.get("DOI", "")), update)


def _update(source: Source, notice: str, update: Mapping[str, Any]) -> Notice:
    kind = str(update.get("type", "")).replace("-", "_").casefold()
    says = (update.get("label") or kind or "notice").replace("_", " ").lower()
    watch = ", Retraction Watch" if update.get("source") == "retraction-watch" else ""
    day = _day(update.get("updated") or {})
    words = f"{says} {f'DOI:{notice}' if notice else ''}".strip()
    dated = f" of {day}" if day else ""
    return Notice(
        source.id,
        _UPDATES.get(kind, Kind.CORRECTED),
        f"Crossref{watch}",
        f"{words}{dated}",
        notice or words,
    )


def _day(updated: Mapping[str, Any]) -> str:
    """Return the day of a notice as far as Crossref gives it."""
    parts = (updated.get("date-parts") or [[]])[0]
    return "-".join(f"{part:02d}" for part in parts if isinstance(part, int))


def pubmed(web: Web, sources: Sequence[Source]) -> Iterator[Notice]:
    """Yield the notices that PubMed links to articles, asked about many at once."""
    by_pmid = {pmid: s for s in sources if (pmid := identifier(s, "PMID")) is not None}
    pmids = list(by_pmid)
    for start in range(0, len(pmids), MOST_IDS):
        asked = pmids[start : start + MOST_IDS]
        url = f"{PUBMED}?{urlencode({'db': 'pubmed', 'retmode': 'xml', 'id': ','.join(asked)})}"
        articles = dict(_articles(web.get(url) or b"", url))
        for pmid in asked:
            if pmid in articles:
                yield from _linked(by_pmid[pmid], articles[pmid])
            else:
                words = f"PMID:{pmid} is not in PubMed"
                yield Notice(by_pmid[pmid].id, Kind.UNKNOWN, "PubMed", words, pmid)


def _articles(content: bytes, url: str) -> Iterator[tuple[str, ET.Element]]:
    try:
        root = ET.fromstring(content)  # noqa: S314 (bounded in size; entities are not resolved)
    except ET.ParseError:
        msg = f"{url}: does not answer with XML"
        raise RegisterError(msg) from None
    for article in root.iter("MedlineCitation"):
        yield article.findtext("PMID", ""), article


def _linked(source: Source, article: ET.Element) -> Iterator[Notice]:
    types = {found.text for found in article.iter("PublicationType")}
    found = [link for link in article.iter("CommentsCorrections") if link.get("RefType") in _LINKS]
    for link in found:
        kind, says = _LINKS[link.get("RefType", "")]
        pmid, printed = link.findtext("PMID"), link.findtext("RefSource") or ""
        cited = f"PMID:{pmid}" if pmid else printed
        words = f"{says} {cited}".strip()
        yield Notice(source.id, kind, "PubMed", words, pmid or words)
    retracted = any(link.get("RefType") == "RetractionIn" for link in found)
    if "Retracted Publication" in types and not retracted:
        words = "marked as a retracted publication"
        yield Notice(source.id, Kind.RETRACTED, "PubMed", words, words)


def cochrane(web: Web, source: Source) -> Iterator[Notice]:
    """Yield the newest version of a Cochrane review beyond ours: each has a DOI of its own."""
    ours = _COCHRANE.fullmatch(identifier(source, "DOI") or "")
    if ours is None or source.superseded_by is not None:
        return
    newest = None
    first = int(ours[2] or 1) + 1
    for number in range(first, first + _NEWEST):
        doi = f"{ours[1]}.pub{number}"
        if _json(web, f"{CROSSREF}/{quote(doi, safe='')}") is None:
            break
        newest = doi
    if newest:
        yield Notice(source.id, Kind.NEWER, "Cochrane", f"version DOI:{newest}", newest)


def trials(web: Web, source: Source) -> Iterator[Notice]:
    """Yield what ClinicalTrials.gov says of a registry entry: its status, and whether results."""
    own = identifier(source, "NCT") if source.kind == "registry-entry" else None
    if own is None or not _NCT.fullmatch(own):
        return
    url = f"{TRIALS}/{own}?format=json"
    study = _json(web, url)
    if study is None:
        words = f"NCT:{own} is not in the registry"
        yield Notice(source.id, Kind.UNKNOWN, "ClinicalTrials.gov", words, own)
        return
    status = study.get("protocolSection", {}).get("statusModule", {})
    overall = status.get("overallStatus")
    if not isinstance(overall, str):
        msg = f"{url}: answers without a status"
        raise RegisterError(msg)
    changed = str(status.get("lastUpdatePostDateStruct", {}).get("date") or "")
    results = "with results" if study.get("hasResults") else "without results"
    words = f"{overall.replace('_', ' ').lower()}, {results}, last changed {changed or 'unknown'}"
    yield Notice(source.id, Kind.TRIAL, "ClinicalTrials.gov", words, own, changed)


def own_dates(sources: Iterable[Source], day: date, *, soon: int = 90) -> Iterator[Notice]:
    """Yield the current sources that have run out on a day, or will within some days."""
    for source in sources:
        if source.valid_until is None or not source.is_current:
            continue
        left = (source.valid_until - day).days
        if left <= soon:
            says = "ran out on" if left < 0 else "is valid until"
            words = f"{says} {source.valid_until}: look for a later edition"
            yield Notice(source.id, Kind.DATE, source.label, words, str(source.valid_until))
