"""Rules between records: every rule that needs more than one of them.

Each rule yields defects; a defect names a record by kind and id and a place in it. The loader
turns that into file and line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import attrs

from alstx.ids import is_slug
from alstx.kb.groups import Groups
from alstx.kb.hierarchy import CycleError, Hierarchy
from alstx.model.records import INTERVENTIONS, TREES, Records, references
from alstx.names.folding import fold
from alstx.names.near import near_words
from alstx.names.unclear import in_latin, is_everyday, mixed_word
from alstx.vocab import SourceKind

if TYPE_CHECKING:
    from alstx.model.base import Record
    from alstx.model.sources import Source
    from alstx.model.terms import Medication
    from alstx.model.uses import Indication


@attrs.frozen
class Violation:
    """One broken rule.

    Attributes:
        kind: Kind of the record, such as ``medications``.
        id: Its id.
        path: Place in the record, such as ``indications.0.symptom``.
        message: What is wrong, and what would be right.
    """

    kind: str
    id: str
    path: str
    message: str


_CITATIONS = ("PMID", "DOI", "PMCID")
_AUTHOR_AND_YEAR = re.compile(r".*[^\W\d_].* (?:1[89]|20)[0-9]{2}[a-z]?")


def violations(records: Records, lost: Collection[str] | None = None) -> list[Violation]:
    """Apply every rule to a set of records.

    Args:
        records: The records.
        lost: Ids of records that should be there and could not be made; None where the set is
            whole. What names a lost record is not dangling, and where any is lost the rule that
            an indication stands on a source is left out, for the source may be lost.
    """
    known = {
        kind: {*(record.id for record in found), *(lost or ())} for kind, found in records.kinds()
    }
    return [
        *_ids(records),
        *_names(records),
        *_letters(records),
        *_products(records, known),
        *_brands(records),
        *_dangling(records, known),
        *_trees(records),
        *_citations(records),
        *_succession(records),
        *_grades(records),
        *_trials(records),
        *_labels(records),
        *_given(records),
        *bridges(records),
        *(_grounds(records) if lost is None else ()),
    ]


def _ids(records: Records) -> Iterator[Violation]:
    """Check that an id is unique in its kind, and among all interventions."""
    seen: dict[tuple[str, str], str] = {}
    for kind, found in records.kinds():
        space = "interventions" if kind in INTERVENTIONS else kind
        for record in found:
            first = seen.setdefault((space, record.id), kind)
            if first != kind:
                yield Violation(kind, record.id, "id", f"is an id in {first} already")
                yield Violation(first, record.id, "id", f"is an id in {kind} as well")
        count = Counter(record.id for record in found)
        for id_ in sorted(id_ for id_, times in count.items() if times > 1):
            yield Violation(kind, id_, "id", f"{id_!r} stands more than once in {kind}")


def _names(records: Records) -> Iterator[Violation]:
    """Check that no two records of a kind share an id or a name, however it is spelled."""
    for kind, found in records.kinds():
        owner: dict[str, str] = {}
        for record in found:
            holder = owner.setdefault(fold(record.id), record.id)
            if holder != record.id:
                problem = f"{record.id!r} is a name of {holder!r} already"
                yield Violation(kind, record.id, "id", problem)
        for record in found:
            own: dict[str, str] = {}
            for name in record.names:
                key = fold(name)
                holder = owner.setdefault(key, record.id)
                if not key:
                    problem = "has no letter or digit"
                elif is_everyday(key):
                    problem = "stands in nearly every text; give a name that does not"
                elif holder != record.id:
                    problem = f"is a name of {holder!r} already"
                elif key in own:
                    problem = f"repeats {own[key]!r}"
                else:
                    own[key] = name
                    continue
                yield Violation(kind, record.id, _place_of(record, name), f"{name!r} {problem}")


def _letters(records: Records) -> Iterator[Violation]:
    """Check that no name only looks like another, or mixes letters that look alike."""
    for kind, found in records.kinds():
        owner = {fold(name): (record.id, name) for record in found for name in record.names}
        for record in found:
            for name in record.names:
                key, word = fold(name), mixed_word(name)
                holder, other = owner.get(in_latin(key), ("", ""))
                if holder and in_latin(key) != key:
                    problem = f"looks like {other!r}, a name of {holder!r}, in other letters"
                elif word is not None:
                    problem = f"has Latin and Cyrillic letters in one word, {word!r}"
                else:
                    continue
                yield Violation(kind, record.id, _place_of(record, name), f"{name!r} {problem}")


def _products(records: Records, known: Mapping[str, Collection[str]]) -> Iterator[Violation]:
    """A product has a name of its own, two ingredients or more, and names what there is."""
    owner = {fold(name): record.id for record in records.medications for name in record.names}
    seen: set[str] = set()
    for product in records.products:
        key = fold(product.name)
        if not key:
            yield Violation("products", product.name, "name", "has no letter or digit")
        elif is_everyday(key):
            message = f"{product.name!r} stands in nearly every text; give a name that does not"
            yield Violation("products", product.name, "name", message)
        elif key in owner:
            message = f"{product.name!r} is a name of {owner[key]!r} already"
            yield Violation("products", product.name, "name", message)
        elif key in seen:
            yield Violation("products", product.name, "name", f"{product.name!r} stands twice")
        seen.add(key)
        if len(product.ingredients) + len(product.others) < 2:  # noqa: PLR2004 (it is a mixture)
            yield Violation("products", product.name, "ingredients", "needs at least two")
        for at, id_ in enumerate(product.ingredients):
            if id_ not in known["medications"]:
                message = _unknown(records, known, "medications", id_)
                yield Violation("products", product.name, f"ingredients.{at}", message)


def _brands(records: Records) -> Iterator[Violation]:
    """In one country a brand stands for one thing."""
    for record in records.medications:
        for at, brand in enumerate(record.brands):
            own = set(brand.countries)
            for number, other in enumerate(brand.elsewhere):
                both = sorted(own.intersection(other.countries))
                own.update(other.countries)
                if both:
                    path = f"brands.{at}.elsewhere.{number}.countries"
                    message = f"{', '.join(both)}: {brand.name!r} is something else there already"
                    yield Violation("medications", record.id, path, message)


def _place_of(record: Record, name: str) -> str:
    """Find the field that holds a name, looking at lists first: they are what repeats."""
    brands = [brand.name for brand in getattr(record, "brands", ())]
    if name in brands:
        return f"brands.{brands.index(name)}.name"
    synonyms: Sequence[str] = getattr(record, "synonyms", ())
    if name in synonyms:
        return f"synonyms.{synonyms.index(name)}"
    return "plain_name" if getattr(record, "plain_name", None) == name else "name"


def _dangling(records: Records, known: Mapping[str, Collection[str]]) -> Iterator[Violation]:
    """Check that every id that a record names is the id of a record."""
    for kind, found in records.kinds():
        for record in found:
            for path, wanted, id_ in references(record):
                if id_ not in known[wanted]:
                    message = _unknown(records, known, wanted, id_)
                    yield Violation(kind, record.id, path, message)


def _unknown(records: Records, known: Mapping[str, Collection[str]], kind: str, id_: str) -> str:
    """Say that an id is unknown, with that of the record which has it as a name, or a near one."""
    key = fold(id_)
    named = [record.id for record in getattr(records, kind) if key in map(fold, record.names)]
    near = named[:1] or near_words(id_, known[kind])
    return f"{id_!r} is not in {kind}" + "".join(f"; did you mean {other!r}?" for other in near)


def _trees(records: Records) -> Iterator[Violation]:
    """Check that hierarchies have no cycle and no implied edge; members name the lowest class."""
    for kind in TREES:
        nodes: dict[str, tuple[str, ...]] = {r.id: r.parents for r in getattr(records, kind)}
        known = {node: [p for p in parents if p in nodes] for node, parents in nodes.items()}
        try:
            tree = Hierarchy(known)
        except CycleError as error:
            cycle = " -> ".join(reversed(error.args[1]))
            yield Violation(kind, error.args[1][0], "parents", f"is above itself: {cycle}")
            continue
        for node, parent in tree.implied_edges():
            yield Violation(kind, node, "parents", f"{parent!r} is implied by another parent")
        if kind in ("drug_classes", "mechanisms"):
            yield from _implied_members(records, kind, tree)


def _implied_members(records: Records, field: str, tree: Hierarchy) -> Iterator[Violation]:
    for medication in records.medications:
        nodes: tuple[str, ...] = getattr(medication, field)
        listed = [node for node in nodes if node in tree.parents]
        for node in listed:
            below = [other for other in listed if node in tree.ancestors(other)]
            if below:
                path = f"{field}.{nodes.index(node)}"
                message = f"{node!r} is implied by {below[0]!r}"
                yield Violation("medications", medication.id, path, message)


def _citations(records: Records) -> Iterator[Violation]:
    """Check that a publication is one source, and that every source can be found."""
    owner: dict[str, Source] = {}
    for source in records.sources:
        for at, xref in enumerate(source.xrefs):
            first = owner.setdefault(str(xref.id).casefold(), source)
            if first is not source and xref.id.prefix in _CITATIONS:
                message = f"{xref.id} is an identifier of {first.id!r} already"
                yield Violation("sources", source.id, f"xrefs.{at}.id", message)
        printed = source.published_in and source.year and source.locator
        if source.kind is SourceKind.ARTICLE and not source.link and not printed:
            message = "an article needs an identifier or url, or journal, year and locator"
            yield Violation("sources", source.id, "", message)


def _grades(records: Records) -> Iterator[Violation]:
    """Check that expert reviews grade and take no stance, for no role follows from them."""
    reviews = {s.id for s in records.sources if s.kind is SourceKind.EXPERT_REVIEW}
    for record in records.recommendations:
        if (record.source in reviews) != bool(record.grades):
            message = "an expert review gives grades and no stance, and nothing else gives grades"
            yield Violation("recommendations", record.id, "grades", message)


def _succession(records: Records) -> Iterator[Violation]:
    """Check that no source supersedes itself, through however many others."""
    later = {s.id: s.superseded_by for s in records.sources}
    try:
        Hierarchy({id_: [new] if new in later else [] for id_, new in later.items()})
    except CycleError as error:
        cycle = " -> ".join(reversed(error.args[1]))
        message = f"supersedes itself: {cycle}"
        yield Violation("sources", error.args[1][0], "superseded_by", message)


def _trials(records: Records) -> Iterator[Violation]:
    """Check that a finding rests on other sources, or on trials named as a review prints them."""
    for record in records.evidence:
        for at, trial in enumerate(record.rests_on):
            if trial == record.source:
                message = f"{trial!r} is the source of the finding itself"
            elif is_slug(trial) or _AUTHOR_AND_YEAR.fullmatch(trial):
                continue
            else:
                message = f"{trial!r} is not the id of a source, nor author and year: 'Weiss 2016'"
            yield Violation("evidence", record.id, f"rests_on.{at}", message)


def _labels(records: Records) -> Iterator[Violation]:
    """Check that a label that was read is a source of that kind."""
    others = {s.id: s.kind for s in records.sources if s.kind is not SourceKind.LABEL}
    for record in records.medications:
        for at, read in enumerate(record.labels_read):
            if read.source in others:
                message = f"{read.source!r} is not a label but of kind {others[read.source]}"
                yield Violation("medications", record.id, f"labels_read.{at}.source", message)


def _grounds(records: Records) -> Iterator[Violation]:
    """Check that an indication rests on a statement, a finding or an approval."""
    said = _said(records)
    classes = {record.id: record.parents for record in records.drug_classes}
    for kind in INTERVENTIONS:
        for record in getattr(records, kind):
            for at, indication in enumerate(record.indications):
                bearers = {str(record.ref)}
                if indication.through:
                    bearers.add(f"drug_classes/{indication.through}")
                    if indication.through not in _lineage(record, classes):
                        path = f"indications.{at}.through"
                        message = f"{indication.through!r} is no class of {record.id}"
                        yield Violation(kind, record.id, path, message)
                if not indication.approvals and not any(
                    (bearer, indication.symptom) in said for bearer in bearers
                ):
                    yield Violation(kind, record.id, f"indications.{at}", _groundless(indication))


def _groundless(indication: Indication) -> str:
    return (
        f"{indication.symptom}: stands on no source; add a recommendation or evidence record "
        "under sources/, or an approval"
    )


def _said(records: Records) -> set[tuple[str, str]]:
    """Return every (intervention, symptom) that a recommendation or an evidence record names."""
    stated = {(str(r.intervention), r.symptom) for r in records.recommendations}
    found = {
        (str(ref), symptom)
        for record in records.evidence
        for ref in record.interventions
        for symptom in record.symptoms
    }
    return stated | found


def _lineage(medication: Medication, classes: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return the classes of a medication and all above them, as far as they are known."""
    above: set[str] = set()
    ahead = list(medication.drug_classes)
    while ahead:
        node = ahead.pop()
        if node not in above:
            above.add(node)
            ahead.extend(classes.get(node, ()))
    return above


def _given(records: Records) -> Iterator[Violation]:
    """Check that a therapy that gives a medicine names one of its forms."""
    forms = {m.id: [form.id for form in m.forms] for m in records.medications}
    for therapy in records.therapies:
        known = forms.get(therapy.medication or "")
        if known is not None and therapy.form not in known:
            problem = f"{therapy.form!r} is no form of {therapy.medication}"
            yield Violation("therapies", therapy.id, "form", problem)


def bridges(records: Records) -> Iterator[Violation]:
    """Check that records of several kinds that are called alike are one thing.

    What labels say of one holds for the others. So a name of one of them may not lead to a third
    that the others do not share a name with: alerts would depend on which name was typed.
    """
    same = Groups(lambda kind: getattr(records, kind)).same
    for middle, others in same.items():
        for one, two in combinations(others, 2):
            if one.kind is two.kind or two not in same[one]:
                problem = f"{middle} is called as {one} and as {two}, which share no name"
                for ref in (middle, one, two):
                    yield Violation(ref.kind.value, ref.id, "name", problem)
