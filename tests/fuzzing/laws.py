"""What holds of every base that loads, told without the indexes and checks of the library."""

import pickle
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import attrs

from alstx import KnowledgeBase, Ref
from alstx.io.loader import read
from alstx.io.writer import files
from alstx.model.fields import LONGEST_TEXT
from alstx.model.records import INTERVENTIONS, TREES
from folders import folder

PRINTED = re.compile(r"\S.* (1[89]|20)[0-9][0-9][a-z]?")
"""A trial without a record, as a review prints it."""


def check(base: KnowledgeBase) -> None:
    """Holds a base to every law."""
    for law in LAWS:
        law(base)


def values(held: Any) -> Iterator[tuple[str, Any]]:
    """Every value in a record, however deep, with the kind that its field names, if any."""
    for field in attrs.fields(type(held)):
        value = getattr(held, field.name)
        for member in value if isinstance(value, tuple) else (value,):
            yield field.metadata.get("ref", ""), member
            if attrs.has(type(member)):
                yield from values(member)


def records_stand_in_order(base: KnowledgeBase) -> None:
    """Each kind is sorted by id without repetition; interventions share one space of ids."""
    for _, found in base.records.kinds():
        assert all(one.id < other.id for one, other in pairwise(found))
    ids = Counter(r.id for kind in INTERVENTIONS for r in getattr(base.records, kind))
    assert max(ids.values(), default=1) == 1


def catalogs_hold_the_records(base: KnowledgeBase) -> None:
    """A catalog holds each record of its kind, and gives it by id."""
    for kind, found in base.records.kinds():
        catalog = getattr(base, kind)
        assert found == tuple(catalog)
        assert all(catalog[record.id] is record and record in catalog for record in found)


def names_find_their_record(base: KnowledgeBase) -> None:
    """Whatever names a record finds it, and no other."""
    for kind, found in base.records.kinds():
        catalog = getattr(base, kind)
        assert all(catalog.find(name) is record for record in found for name in record.names)


def nothing_dangles(base: KnowledgeBase) -> None:
    """Every id that a record names is that of a record."""
    known = {kind: {record.id for record in found} for kind, found in base.records.kinds()}
    for _, found in base.records.kinds():
        for record in found:
            for named, value in values(record):
                if isinstance(value, Ref):
                    assert value.id in known[value.kind.value]
                elif named and value is not None:
                    assert value in known[named] or PRINTED.fullmatch(value)


def no_node_is_above_itself(base: KnowledgeBase) -> None:
    """Following parents ends."""
    for kind in TREES:
        left = {record.id: set(record.parents) for record in getattr(base.records, kind)}
        while left:
            tops = {node for node, parents in left.items() if not parents & left.keys()}
            assert tops
            left = {node: parents for node, parents in left.items() if node not in tops}


def nothing_supersedes_itself(base: KnowledgeBase) -> None:
    """Following later versions ends."""
    later = {source.id: source.superseded_by for source in base.records.sources}
    for id_ in later:
        seen = [id_]
        while (new := later[seen[-1]]) is not None:
            assert new not in seen
            seen.append(new)


def nothing_is_without_a_source(base: KnowledgeBase) -> None:
    """An indication has an approval, or a statement or finding on its intervention or class."""
    said = {(str(r.intervention), r.symptom) for r in base.records.recommendations}
    said |= {
        (str(i), s) for e in base.records.evidence for i in e.interventions for s in e.symptoms
    }
    for kind in INTERVENTIONS:
        for record in getattr(base.records, kind):
            for indication in record.indications:
                bearers = {f"{kind}/{record.id}", f"drug_classes/{indication.through}"}
                grounds = {(bearer, indication.symptom) for bearer in bearers}
                assert indication.approvals or grounds & said


def treatments_are_what_is_said(base: KnowledgeBase) -> None:
    """There is one treatment for each intervention and symptom of which anything is said."""
    said = Counter((str(t.intervention), t.symptom) for t in base.treatments)
    expected = {(str(r.intervention), r.symptom) for r in base.records.recommendations}
    for evidence in base.records.evidence:
        expected |= {(str(i), s) for i in evidence.interventions for s in evidence.symptoms}
    for kind in INTERVENTIONS:
        for record in getattr(base.records, kind):
            expected |= {(f"{kind}/{record.id}", i.symptom) for i in record.indications}
    assert said == Counter(expected)


def filters_grow_towards_the_parent(base: KnowledgeBase) -> None:
    """What treats a symptom treats all that stands above it."""
    for symptom in base.records.symptoms:
        own = base.treatments.filter(symptom=symptom.id, role=None)
        for parent in symptom.parents:
            assert set(own.ids) <= set(base.treatments.filter(symptom=parent, role=None).ids)


def texts_are_text(base: KnowledgeBase) -> None:
    """No text is blank, huge, half a character or a control character."""
    for _, found in base.records.kinds():
        for record in found:
            for _, value in values(record):
                if isinstance(value, str):
                    assert 0 < len(value) <= LONGEST_TEXT
                    assert value.strip() == value
                    assert value.encode()
                    assert all(ch == "\n" or ch.isspace() or ch.isprintable() for ch in value)
            assert record.label.isprintable() or any(map(str.isspace, record.label))
            assert "\n" not in repr(record)


def what_is_written_is_read_back(base: KnowledgeBase) -> None:
    """Written in canonical form and read again, the records are equal."""
    if "+" not in base.version:  # what an overlay made is no base of its own version
        assert base.records == read(folder(files(base.records)))


def bases_survive_pickle(base: KnowledgeBase) -> None:
    """A pickled base is equal, has the same hash and the same treatments."""
    twin = pickle.loads(pickle.dumps(base))
    assert (base, hash(base), tuple(base.treatments)) == (twin, hash(twin), tuple(twin.treatments))


LAWS = (
    records_stand_in_order,
    catalogs_hold_the_records,
    names_find_their_record,
    nothing_dangles,
    no_node_is_above_itself,
    nothing_supersedes_itself,
    nothing_is_without_a_source,
    treatments_are_what_is_said,
    filters_grow_towards_the_parent,
    texts_are_text,
    what_is_written_is_read_back,
    bases_survive_pickle,
)
