"""FHIR in: the medicines of an app's own resources, as records of the knowledge base.

A Coding, a CodeableConcept, one resource or a whole Bundle goes in, of R4, R4B or R5. A code that
is known decides, else the names beside it. What is not known is listed, and no dose is read.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias, TypeVar, cast

import attrs

from alstx.errors import AmbiguousNameError, InvalidArgumentError, NotFoundError, shown
from alstx.ids import as_identifier, read_identifier
from alstx.io.load import load
from alstx.kb.base import KnowledgeBase
from alstx.kb.catalog import Catalog
from alstx.model.base import Record
from alstx.model.terms import Agent, Medication
from alstx.names.folding import fold

__all__ = ["MedicineEntry", "MedicineList", "medicines"]


def __dir__() -> list[str]:
    return __all__


R = TypeVar("R", bound=Record)
T = TypeVar("T")

_Element: TypeAlias = Mapping[str, Any]

_STATEMENTS = frozenset(
    {"MedicationAdministration", "MedicationDispense", "MedicationRequest", "MedicationStatement"}
)
_READS = (
    "medicines reads a Coding, a CodeableConcept, a Medication, a MedicationStatement or another "
    "resource on one, or a Bundle"
)
_OVER = frozenset(
    [
        *("cancelled", "completed", "declined", "ended", "entered-in-error", "inactive"),
        *("not-done", "not-taken", "not-taking"),
        *("stopped", "stopped-as-directed", "stopped-not-as-directed"),
    ]
)
"""Statuses, and words for adherence of R5, of what is not taken now."""
_METALS = frozenset(["calcium", "magnesium", "potassium", "sodium", "zinc"])
"""Words for a salt that may follow the substance, as in *losartan potassium*."""
_BETWEEN = re.compile(r"\s+[/+]\s+|(?<=[^\W\d_]{4})/(?=[^\W\d_]{4})")
"""Signs between the substances of one product."""
_NAMELESS = "(no name)"
_NO_MEDICINE = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
"""The system of codes of patient summaries that say that no medicine is known, or none told."""


@attrs.frozen(kw_only=True)
class MedicineEntry:
    """Entry of a list: what one resource, or one code, says of a medicine.

    Attributes:
        source: The resource, such as ``MedicationRequest/17``; None for a code without one.
        name: The medicine as it is written there: the text, else what a code is displayed as.
        codes: The codes as they are written, each after its system and a bar.
        records: The recorded medicines that it is, or consists of.
        agents: The recorded outside drugs that it is, or consists of.
        unknown: What nothing is known of: the name, or parts of it. Empty also where the resource
            says that no medicine is known.
        by_code: Whether a code says what it is; else a name does.
        corrected: Whether a misspelled word was corrected to find it.
        status: The status of the resource as it is written; in R5 the adherence, where told.
        is_over: Whether it is not taken now: stopped, completed, cancelled, not taken, not to be
            given, or entered in error.
        dosage: The dosages of the resource: the very elements, nothing of them is read.
    """

    source: str | None = None
    name: str
    codes: tuple[str, ...] = ()
    records: tuple[Medication, ...] = ()
    agents: tuple[Agent, ...] = ()
    unknown: tuple[str, ...] = ()
    by_code: bool = False
    corrected: bool = False
    status: str | None = None
    is_over: bool = False
    dosage: tuple[Mapping[str, object], ...] = attrs.field(default=(), hash=False)


@attrs.frozen(kw_only=True)
class MedicineList:
    """The medicines of what was read, entry by entry.

    Attributes:
        entries: One for each statement, request, or code, in the order of the Bundle.
    """

    entries: tuple[MedicineEntry, ...]

    @property
    def records(self) -> tuple[Medication, ...]:
        """The recorded medicines that are not over, each once."""
        return _once(record for entry in self._now for record in entry.records)

    @property
    def agents(self) -> tuple[Agent, ...]:
        """The recorded outside drugs that are not over, each once."""
        return _once(agent for entry in self._now for agent in entry.agents)

    @property
    def past(self) -> tuple[Medication, ...]:
        """The recorded medicines that only entries name that are over, each once."""
        now = self.records
        found = (record for entry in self.entries for record in entry.records)
        return _once(record for record in found if record not in now)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of which nothing is known, over or not, each once."""
        return _once(name for entry in self.entries for name in entry.unknown)

    @property
    def _now(self) -> Iterator[MedicineEntry]:
        return (entry for entry in self.entries if not entry.is_over)


def medicines(
    bundle: Mapping[str, object] | object,
    *,
    kb: KnowledgeBase | None = None,
    country: str | None = None,
) -> MedicineList:
    """Read which medicines a FHIR resource names.

    References are followed within a Bundle, and to contained resources. A Medication of a Bundle
    is an entry of its own only where no statement refers to it.

    Args:
        bundle: A Coding, CodeableConcept, Medication, MedicationStatement, MedicationRequest,
            MedicationDispense, MedicationAdministration or Bundle of R4, R4B or R5, as the
            mapping that JSON gives or as an object of fhir.resources.
        kb: The knowledge base whose medicines are looked for; None for the bundled one.
        country: Code of the country in which the names were written; None where unknown.

    Returns:
        An entry for each, with what is known of it and what is not.

    Raises:
        InvalidArgumentError: If it is anything else, or `country` not the code of a country.

    Example:
        >>> coding = {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "6926"}
        >>> [record.id for record in medicines(coding).records]
        ['mexiletine']
    """
    if not isinstance(kb, KnowledgeBase | None):
        msg = f"kb takes a KnowledgeBase, not {shown(kb)}"
        raise InvalidArgumentError(msg)
    element = _plain(bundle)
    reader = _Reader(kb or load(), country)
    if "resourceType" not in element:
        return MedicineList(entries=(reader.concept(_as_concept(element)),))
    kind = _text(element["resourceType"])
    if kind == "Bundle":
        return MedicineList(entries=tuple(_of_bundle(reader, element)))
    if kind != "Medication" and kind not in _STATEMENTS:
        msg = f"{_READS}, not {shown(element['resourceType'])}"
        raise InvalidArgumentError(msg)
    return MedicineList(entries=(_of_resource(reader, element, {}),))


def _plain(bundle: object) -> _Element:
    """Return a resource as a mapping; objects of fhir.resources write themselves as JSON."""
    dump = getattr(bundle, "model_dump_json", None)
    found: object = json.loads(str(dump())) if callable(dump) else bundle
    if isinstance(found, Mapping):
        return cast("_Element", found)
    msg = f"{_READS}, as a mapping, not {shown(bundle)}"
    raise InvalidArgumentError(msg)


def _as_concept(element: _Element) -> _Element:
    """Return a Coding as a CodeableConcept, and of a CodeableReference its concept."""
    if "coding" in element or "text" in element:
        return element
    if "code" in element or "display" in element:
        return {"coding": [element]}
    if isinstance(element.get("concept"), Mapping):
        return _mapping(element["concept"])
    msg = f"{_READS}; there is none in {shown(dict(element))}"
    raise InvalidArgumentError(msg)


def _of_bundle(reader: "_Reader", bundle: _Element) -> Iterator[MedicineEntry]:
    """Yield an entry for each statement, and for each Medication that none refers to."""
    every = list(_resources(bundle))
    known: dict[str, _Element] = {}
    for url, resource in every:
        if resource.get("resourceType") == "Medication":
            known.setdefault(_address(resource), resource)
            known.setdefault(url, resource)
    named = {
        id(known[address])
        for _, resource in every
        if (address := _reference(resource)) in known
        and _text(resource.get("resourceType")) in _STATEMENTS
    }
    for _, resource in every:
        kind = _text(resource.get("resourceType"))
        if kind in _STATEMENTS or (kind == "Medication" and id(resource) not in named):
            yield _of_resource(reader, resource, known)


def _resources(bundle: _Element) -> Iterator[tuple[str, _Element]]:
    """Yield the resources of a Bundle with their addresses, those of Bundles within it too."""
    waiting = [bundle]
    while waiting:
        for entry in _mappings(waiting.pop(0).get("entry")):
            resource = _mapping(entry.get("resource"))
            if resource.get("resourceType") == "Bundle":
                waiting.append(resource)
            else:
                yield _text(entry.get("fullUrl")), resource


def _of_resource(
    reader: "_Reader", resource: _Element, known: Mapping[str, _Element]
) -> MedicineEntry:
    """Read a Medication, or a statement on one."""
    read_alone = resource.get("resourceType") == "Medication"
    found = reader.medication(resource) if read_alone else _of_statement(reader, resource, known)
    adherence = _mapping(_mapping(resource.get("adherence")).get("code"))
    told = [_text(coding.get("code")) for coding in _mappings(adherence.get("coding"))]
    status = _text(resource.get("status"))
    dosages = resource.get("dosageInstruction", resource.get("dosage"))
    return attrs.evolve(
        found,
        source=_address(resource),
        status=(status if status in _OVER else next((word for word in told if word), status))
        or None,
        is_over=resource.get("doNotPerform") is True or not _OVER.isdisjoint((status, *told)),
        dosage=tuple(_mappings(dosages) or filter(None, [_mapping(dosages)])),
    )


def _of_statement(
    reader: "_Reader", resource: _Element, known: Mapping[str, _Element]
) -> MedicineEntry:
    """Read the medicine of a statement: its concept, else the Medication that it refers to."""
    concept, pointer = _either(resource, "medication")
    if concept:
        return reader.concept(concept)
    address = _reference(resource)
    contained = {f"#{_text(r.get('id'))}": r for r in _mappings(resource.get("contained"))}
    medication = contained.get(address) or known.get(address)
    if medication is not None:
        return reader.medication(medication)
    return reader.concept({"text": _text(pointer.get("display")) or address})


def _either(element: _Element, name: str) -> tuple[_Element, _Element]:
    """Return the concept and the Reference that an element of R5, or of R4, may have."""
    both = _mapping(element.get(name))  # R5
    concept = _mapping(element.get(f"{name}CodeableConcept", both.get("concept")))
    return concept, _mapping(element.get(f"{name}Reference", both.get("reference")))


def _reference(resource: _Element) -> str:
    """Return the address of the Medication of a statement, whichever version of it is meant."""
    _, pointer = _either(resource, "medication")
    return _text(pointer.get("reference")).partition("/_history/")[0]


def _address(resource: _Element) -> str:
    """Return the address of a resource as others of its server write it."""
    kind, id_ = _text(resource.get("resourceType")), _text(resource.get("id"))
    return f"{kind}/{id_}" if id_ else kind


class _Reader:
    """Reader of concepts, by the names and codes of a knowledge base."""

    def __init__(self, kb: KnowledgeBase, country: str | None) -> None:
        kb.medications.find_in("", country=country)  # refuses what is not a country
        self._medications, self._agents, self._country = kb.medications, kb.agents, country

    def medication(self, resource: _Element) -> MedicineEntry:
        """Read a Medication: its code, and its ingredients where the code does not tell all."""
        found = self.concept(_mapping(resource.get("code")))
        if not found.unknown and (found.records or found.agents):
            return found
        items = _mappings(resource.get("ingredient"))
        active = [_ingredient(item) for item in items if item.get("isActive") is not False]
        parts = [self.concept(part) for part in active if part]
        if not any(part.records or part.agents for part in parts):
            return found
        return attrs.evolve(
            found,
            name=" / ".join(p.name for p in parts) if found.name == _NAMELESS else found.name,
            records=_once(r for each in (found, *parts) for r in each.records),
            agents=_once(a for each in (found, *parts) for a in each.agents),
            unknown=_once(name for part in parts for name in part.unknown),
            by_code=any(part.by_code for part in parts),
            corrected=any(each.corrected for each in (found, *parts)),
        )

    def concept(self, concept: _Element) -> MedicineEntry:
        """Read a CodeableConcept: its known codes, else its text, else the displays of its codes.

        Codes of products are mostly not recorded: one that is not known rules nothing out.
        """
        codings = _mappings(concept.get("coding"))
        displays = [_text(coding.get("display")) for coding in codings]
        names = [*filter(None, (_text(concept.get("text")), *displays))]
        codes = _once(code for coding in codings if (code := _code(coding)))
        name = next(iter((*names, *codes)), _NAMELESS)
        if any(coding.get("system") == _NO_MEDICINE for coding in codings):
            return MedicineEntry(name=name, codes=codes)
        records = _once(self._coded(self._medications, codings))
        agents = () if records else _once(self._coded(self._agents, codings))
        if records or agents:
            known = MedicineEntry(name=name, codes=codes, records=records, agents=agents)
            return attrs.evolve(known, by_code=True)
        read = [self._read(each) for each in names]
        found = next((each for each in read if each.records or each.agents), None)
        if found is None:
            return MedicineEntry(name=name, codes=codes, unknown=(name,))
        return attrs.evolve(found, name=name, codes=codes)

    def _coded(self, catalog: Catalog[R], codings: Iterable[_Element]) -> Iterator[R]:
        """Yield the records of a catalog that known codes name."""
        for coding in codings:
            written = as_identifier(coding)
            if written and read_identifier(written):
                try:
                    yield catalog.find(written)
                except (NotFoundError, AmbiguousNameError):
                    continue

    def _read(self, name: str) -> MedicineEntry:
        """Read a name as people and code systems write it, with strength and form."""
        mentions = self._medications.find_in(name, country=self._country)
        outside = [
            mention
            for mention in self._agents.find_in(name, correct_from=None, country=self._country)
            if not _is_salt(name, mention.start, mention.text)
        ]
        spans = [*((m.start, m.end) for m in mentions), *((m.start, m.end) for m in outside)]
        return MedicineEntry(
            name=name,
            records=_once(mention.record for mention in mentions),
            agents=_once(mention.record for mention in outside),
            unknown=tuple(_unread(name, spans)),
            corrected=any(mention.corrected for mention in mentions),
        )


def _is_salt(name: str, start: int, text: str) -> bool:
    """Return whether a metal stands right after another word: it tells the salt of that."""
    return fold(text) in _METALS and re.search(r"[^\W\d_]\s*$", name[:start]) is not None


def _unread(name: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Yield the parts of a combination in which no medicine was found."""
    cuts = [place for match in _BETWEEN.finditer(name) for place in match.span()]
    for start, end in zip((0, *cuts[1::2]), (*cuts[::2], len(name)), strict=True):
        if not any(start < stop and begin < end for begin, stop in spans):
            yield name[start:end].strip()


def _ingredient(item: _Element) -> _Element:
    """Return the concept of an ingredient; a mere reference has a display."""
    concept, pointer = _either(item, "item")
    display = _text(pointer.get("display"))
    return concept or ({"text": display} if display else {})


def _code(coding: _Element) -> str:
    """Return a code as FHIR searches have it."""
    code, system = _text(coding.get("code")), _text(coding.get("system"))
    return f"{system}|{code}" if code and system else code


def _mapping(value: object) -> _Element:
    return cast("_Element", value) if isinstance(value, Mapping) else {}


def _mappings(value: object) -> list[_Element]:
    found = cast("list[object]", value) if isinstance(value, list | tuple) else []
    return [cast("_Element", each) for each in found if isinstance(each, Mapping)]


def _text(value: object) -> str:
    return value if isinstance(value, str) and not value.isspace() else ""


def _once(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))
