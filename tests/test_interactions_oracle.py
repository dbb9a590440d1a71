"""What labels say of a list of medicines, compared with plain loops over all records."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations, permutations
from typing import TypeAlias

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import alstx
from alstx import KnowledgeBase
from alstx.ids import Ref, RefKind
from alstx.model import DrugClass, Interaction, Medication
from alstx.model.interaction import Medicine
from alstx.names import fold
from alstx.testing import knowledge_bases
from alstx.vocab import CautionTopic, Severity

KB = alstx.load()
HELD = {record.id: record for record in (*KB.medications, *KB.agents, *KB.drug_classes)}

SHARED_TOPICS = (
    *("anticholinergic-effects", "aspiration-and-swallowing", "bleeding", "cns-depression"),
    *("hepatotoxicity", "hypotension", "qt-prolongation", "respiratory-depression", "seizures"),
    *("serotonin-syndrome", "weakness"),
)
Said: TypeAlias = tuple[object, ...]
"""An alert or a shared effect, as plain values."""
Step: TypeAlias = tuple[Ref, Ref, str | None, tuple[Ref, ...], str | None]
"""From, to, strength, whom it does not carry, source."""


@cache
def everything(base: KnowledgeBase) -> list[Medicine]:
    """All that an interaction can name."""
    return [*base.medications, *base.agents, *base.drug_classes]


@cache
def steps(base: KnowledgeBase) -> list[Step]:
    """Every step from a record to a group that it belongs to."""
    found: list[Step] = []
    for record in everything(base):
        if isinstance(record, Medication):
            own = [Ref(RefKind.DRUG_CLASSES, id_) for id_ in record.drug_classes]
        else:
            own = [Ref(record.ref.kind, id_) for id_ in record.parents]
            found += [
                (m.member, record.ref, m.strength, m.excepted, m.source) for m in record.members
            ]
        found += [(record.ref, group, None, (), None) for group in own]
    return found


@cache
def reached(base: KnowledgeBase, ref: Ref, around: tuple[Ref, ...] = ()) -> list[Step]:
    """The steps that lead from a record to all that it belongs to."""
    usable = [s for s in steps(base) if s[1] not in around and ref not in s[3] and s[1] != ref]
    there, grown = {ref}, True
    while grown:
        more = {s[1] for s in usable if s[0] in there} - there
        there |= more
        grown = bool(more)
    return [(ref, ref, None, (), None), *(s for s in usable if s[0] in there)]


def keys(record: Medicine) -> set[str]:
    """The names and exact codes of a record."""
    codes = {str(c) for c in record.identifiers if c.prefix in ("ATC", "RXCUI")}
    return codes | {fold(name) for name in (record.id, *record.names)}


@cache
def alike(base: KnowledgeBase, medicine: Medicine) -> list[Medicine]:
    """A record, and those of other kinds that have a name or code of it."""
    others = [r for r in everything(base) if r.ref.kind is not medicine.ref.kind]
    return [medicine, *(r for r in others if keys(r) & keys(medicine))]


def whole(base: KnowledgeBase, medicine: Medicine) -> list[Medicine]:
    """A medicine and what it consists of."""
    parts = getattr(medicine, "ingredients", ())
    return [medicine, *(m for m in base.medications if m.id in parts)]


@cache
def meant(base: KnowledgeBase, medicine: Medicine) -> list[Ref]:
    """Under what a label may speak of an entry, before groups."""
    return [part.ref for each in alike(base, medicine) for part in whole(base, each)]


@cache
def speakers(base: KnowledgeBase, medicine: Medicine) -> list[Medication]:
    """Whose labels speak for an entry."""
    tree = base.hierarchies["drug_classes"]
    found: list[Medicine] = []
    for each in alike(base, medicine):
        if isinstance(each, DrugClass):
            found += [
                m
                for m in base.medications
                if any(each.id in (c, *tree.ancestors(c)) for c in m.drug_classes)
            ]
        elif isinstance(each, Medication):
            found += whole(base, each)
    return [m for m in dict.fromkeys(found) if isinstance(m, Medication)]


def of_form(medicine: Medicine, speaker: Medication, applies_to: tuple[str, ...]) -> bool:
    """Whether something is said of a form of an ingredient, and not of the combination."""
    combined = isinstance(medicine, Medication) and medicine.kind == "combination"
    return combined and speaker.ref != medicine.ref and bool(applies_to)


def severity(base: KnowledgeBase, said: Interaction, ref: Ref) -> list[Severity]:
    """How strongly a sentence speaks of a record: no or one severity."""
    named = {n.member: n.severity for n in said.named}
    if ref in said.excepted:
        return []
    if ref in named:
        return [named[ref]]
    if ref == said.partner:
        return [said.severity]
    way = reached(base, ref, said.excepted)
    found = [named[s[1]] for s in way if s[1] in named]
    strengths = {s[2] for s in way if s[1] == said.partner}
    if strengths and not said.closed:
        if said.strengths:
            found += [said.severity] if strengths & set(said.strengths) else []
            found += [Severity.CAUTION] if None in strengths else []
        else:
            found.append(Severity.CAUTION if strengths == {"weak"} else said.severity)
    return [max(found, key=lambda s: s.rank)] if found else []


def on_purpose(base: KnowledgeBase, pair: tuple[Medicine, Medicine]) -> tuple[str, ...]:
    """The current sources that name two entries together."""
    above = [{s[1] for ref in meant(base, each) for s in reached(base, ref)} for each in pair]
    found = [
        r.source
        for r in base.recommendations
        for one, other in (above, above[::-1])
        if r.stance in ("recommend", "consider") and base.sources[r.source].is_current
        if r.intervention in one and other & set(r.together)
    ]
    return tuple(dict.fromkeys(found))


def alerts_of(base: KnowledgeBase, entries: list[Medicine]) -> list[Said]:
    """The alerts on a list, found by asking everything of everything."""
    alerts: list[Said] = []
    for first, second in combinations(entries, 2):
        if second in alike(base, first):
            continue
        found: dict[str, list[tuple[Severity, Interaction, Medication]]] = {}
        for one, other in ((first, second), (second, first)):
            for speaker in speakers(base, one):
                for said in speaker.interactions:
                    how = [s for ref in meant(base, other) for s in severity(base, said, ref)]
                    if how and not of_form(one, speaker, said.applies_to):
                        worst = max(how, key=lambda s: s.rank)
                        found.setdefault(said.meaning.casefold(), []).append((worst, said, speaker))
        for told in found.values():
            worst, said, speaker = max(told, key=lambda each: each[0].rank)
            sources = dict.fromkeys([said.source, *(each[1].source for each in told)])
            words = (worst, said.effect, said.mechanism, tuple(sources), speaker)
            alerts.append((first, second, *words, on_purpose(base, (first, second)), said.topic))
    return sorted(alerts, key=lambda alert: alert[2].rank, reverse=True)  # type: ignore[attr-defined]


def shared_of(base: KnowledgeBase, entries: list[Medicine]) -> list[Said]:
    """What the entries of a list share, found by asking of each class, mechanism and topic."""
    medicines = [entry for entry in entries if isinstance(entry, Medication)]
    found: list[Said] = []
    for kind, field in (
        ("therapeutic-duplication", "drug_classes"),
        ("same-mechanism", "mechanisms"),
    ):
        for record in sorted(getattr(base, field), key=lambda record: record.id):
            having = tuple(m for m in medicines if record.id in getattr(m, field))
            found.append((kind, record.name, having, ()))
    for topic in sorted(CautionTopic):
        told = {m: list(effects(base, m, topic)) for m in entries}
        sharing = tuple(m for m in entries if told[m])
        sources = dict.fromkeys(source for m in entries for source in told[m] if source)
        found.append(("additive-effect", topic, sharing, tuple(sources)))
    return [effect for effect in found if len(effect[2]) > 1]  # type: ignore[arg-type]


def effects(base: KnowledgeBase, medicine: Medicine, topic: str) -> Iterator[str | None]:
    """The sources by which an entry adds to a topic: its groups, and its own warnings."""
    burdens = {r.ref: getattr(r, "burden", None) for r in everything(base)}
    for ref in meant(base, medicine):
        for _, group, strength, _, source in reached(base, ref):
            if burdens[group] == topic and strength != "weak":
                yield source
    for speaker in (m for m in speakers(base, medicine) if m.ref in meant(base, medicine)):
        for c in speaker.cautions:
            counts = c.is_effect and c.kind != "contraindication" and c.topic in SHARED_TOPICS
            if counts and c.topic == topic and not of_form(medicine, speaker, c.applies_to):
                yield c.source


def compare(base: KnowledgeBase, entries: list[Medicine]) -> None:
    """A report says what plain loops find, the most severe first."""
    report = base.interactions(entries)
    values = [attrs.astuple(alert, recurse=False) for alert in report]
    assert [value[2] for value in values] == [value[2] for value in alerts_of(base, entries)]
    assert {*map(loose, values)} == {*map(loose, alerts_of(base, entries))}
    shared = {loose(attrs.astuple(effect, recurse=False)) for effect in report.shared}
    assert shared == {*map(loose, shared_of(base, entries))}
    silent = [m for m in entries if isinstance(m, Medication)]
    told = {m: [s for s in speakers(base, m) if of_any(m, s)] for m in silent}
    assert [m for m in silent if not told[m]] == list(report.unrecorded)
    assert entries == list(report.checked) == [found.entry for found in report.coverage]


def of_any(medicine: Medicine, speaker: Medication) -> bool:
    """Whether some sentence of a label speaks for an entry."""
    return any(not of_form(medicine, speaker, said.applies_to) for said in speaker.interactions)


def loose(values: tuple[object, ...]) -> tuple[object, ...]:
    """The values, without the order of sources: which of two equal sentences is first is open."""
    return tuple(frozenset(v) if isinstance(v, tuple) else v for v in values)


@given(st.data())
def test_reports_equal_plain_loops(data: st.DataObject) -> None:
    """On any base, a report says what plain loops over all of its records find."""
    base = data.draw(knowledge_bases())
    entries = everything(base)
    compare(base, data.draw(st.lists(st.sampled_from(entries), unique=True)) if entries else [])


@given(st.lists(st.sampled_from(sorted(HELD)), max_size=8, unique=True))
def test_the_bundled_reports_equal_plain_loops(ids: list[str]) -> None:
    """On the bundled base, too."""
    compare(KB, [HELD[id_] for id_ in ids])


@pytest.mark.parametrize(
    "entries",
    list(permutations(["alphazine", "alphazine-betamol", "betamol", "toxins", "deltatoxin"], 3)),
    ids="+".join,
)
def test_the_toy_reports_equal_plain_loops(toy: KnowledgeBase, entries: tuple[str, ...]) -> None:
    """Combinations, groups and classes meet, in any order."""
    compare(toy, [toy.interactions([entry]).checked[0] for entry in entries])
