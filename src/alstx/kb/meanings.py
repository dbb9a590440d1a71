"""Meanings of names and identifiers beside the records that have them, for each kind of record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from alstx.lazy import read_packaged
from alstx.names.folding import fold
from alstx.names.tables import Meanings, add
from alstx.vocab import MatchKind, MedicationKind

if TYPE_CHECKING:
    from alstx.kb.index import Index


class _Numbered(Meanings):
    """Meanings of a kind whose records have numbers in registers."""

    def hint(self, text: str) -> str:
        """Say what a bare number lacks."""
        needs = "a number needs its register, such as RXNORM:704 or PMID:26911633"
        return needs if text.isdecimal() else ""


class _Medicines(_Numbered):
    """Products, brands that differ between countries, and fixed combinations."""

    def __init__(self, index: Index) -> None:
        agents = index.tables["agents"].names
        self.products = {
            product.name: (product.ingredients, product.others) for product in index.products
        }
        regional: dict[str, dict[str, str]] = defaultdict(dict)
        for record in index.of_kind("medications"):
            for brand in record.brands:
                for other in brand.elsewhere:
                    for country in other.countries:
                        regional[country][brand.name] = other.substance
        self.regional = regional
        self.wholes = {
            frozenset(record.ingredients): record.id
            for record in index.of_kind("medications")
            if record.kind is MedicationKind.COMBINATION
        }
        self._agents = agents


class _Agents(Meanings):
    """Outside ingredients of products, where an agent has their name."""

    def __init__(self, index: Index) -> None:
        owner = {fold(name): a.id for a in index.of_kind("agents") for name in (a.id, *a.names)}
        found = {
            product.name: tuple(owner[fold(part)] for part in product.others if fold(part) in owner)
            for product in index.products
        }
        self.products = {
            product.name: (
                found[product.name],
                (*product.ingredients, *(p for p in product.others if fold(p) not in owner)),
            )
            for product in index.products
            if found[product.name]
        }


class _Related(Meanings):
    """Identifiers that are broader or narrower than those of records.

    Args:
        index: The records.
        kind: Their kind.
    """

    def __init__(self, index: Index, kind: str) -> None:
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._related: dict[str, list[str]] = defaultdict(list)
        for record in index.of_kind(kind):
            for xref in getattr(record, "xrefs", ()):
                held = self._exact if _is_exact(xref) else self._related
                held[str(xref.id).casefold()].append(record.id)

    def broader(self, identifier: str) -> tuple[str, ...]:
        """Return the ids of records whose identifiers are broader or related."""
        related = self._related.get(identifier)
        if related:
            return tuple(related)
        above = _hpo().get(identifier, ()) if identifier.startswith("hp:") else ()
        return tuple(dict.fromkeys(id_ for term in above for id_ in self._exact.get(term, ())))


class _Symptoms(_Related):
    """Related identifiers, other languages, and the disease, which is not a symptom of itself."""

    def __init__(self, index: Index, kind: str) -> None:
        super().__init__(index, kind)
        disease = index.records.disease
        note = f"it is the disease: {disease.name}"
        codes = (str(curie).casefold() for curie in disease.identifiers)
        self.foreign = dict.fromkeys((*disease.names, disease.id, *codes), note)
        translations: dict[str, tuple[str, ...]] = {}
        for symptom in index.of_kind(kind):
            for found in symptom.translations:
                add(translations, fold(found.text), symptom.id)
        self.translations = translations


class _Said(Meanings):
    """Meanings of a kind whose records have no name, but what they are about has."""

    def hint(self, text: str) -> str:  # noqa: ARG002 (whatever it is)
        """Say by what such a record is found."""
        return "it is found by its symptom or medicine"


def _is_exact(xref: Any) -> bool:
    return xref.match is MatchKind.EXACT


@cache
def _hpo() -> Mapping[str, tuple[str, ...]]:
    """Return for terms of HPO the nearest terms above them that symptoms have."""
    text = read_packaged("alstx.kb", "hpo.txt").decode()
    above: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            terms, _, below = line.partition(":")
            found = tuple(f"hp:{term}" for term in terms.split())
            above.update((f"hp:{term}", found) for term in below.split())
    return above


def meanings_of(index: Index, kind: str) -> Meanings:
    """Return the meanings of names and identifiers of a kind of record."""
    if kind == "medications":
        return _Medicines(index)
    if kind == "agents":
        return _Agents(index)
    if kind == "symptoms":
        return _Symptoms(index, kind)
    if kind == "sources":
        return _Numbered()
    return (
        _Said() if kind in ("treatments", "evidence", "recommendations") else _Related(index, kind)
    )
