"""What labels say of a list of medicines, compared with plain loops over all records."""

from collections.abc import Iterator
from itertools import combinations, permutations
from typing import TypeAlias

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import alstx
from alstx import KnowledgeBase
from alstx.ids import Ref, RefKind
from alstx.kb.interactions import Medicine
from alstx.model import Agent, DrugClass, Medication
from alstx.testing import knowledge_bases
from alstx.vocab import CautionTopic

KB = alstx.load()
HELD = {record.id: record for record in (*KB.medications, *KB.agents, *KB.drug_classes)}

SHARED_TOPICS = (
    "anticholinergic-effects",
    "cns-depression",
    "qt-prolongation",
    "respiratory-depression",
    "serotonin-syndrome",
)
Said: TypeAlias = tuple[object, ...]
"""An alert or a burden, as plain values."""


def whole(base: KnowledgeBase, medicine: Medication) -> list[Medication]:
    """A medicine and what it consists of."""
    return [medicine, *(m for m in base.medications if m.id in medicine.ingredients)]


def classes(base: KnowledgeBase, medicine: Medicine) -> set[str]:
    """The classes of a medicine and all above them."""
    tree = base.hierarchies["drug_classes"]
    if isinstance(medicine, DrugClass):
        return {medicine.id, *tree.ancestors(medicine.id)}
    own = medicine.drug_classes if isinstance(medicine, Medication) else ()
    return {above for id_ in own for above in (id_, *tree.ancestors(id_))}


def aliases(base: KnowledgeBase, medicine: Medicine) -> set[Ref]:
    """What a label may name when it means a medicine too."""
    if isinstance(medicine, Agent):
        above = base.hierarchies["agents"].ancestors(medicine.id)
        return {Ref(RefKind.AGENTS, id_) for id_ in (medicine.id, *above)}
    parts = whole(base, medicine) if isinstance(medicine, Medication) else [medicine]
    named = {Ref(RefKind.DRUG_CLASSES, id_) for part in parts for id_ in classes(base, part)}
    return named | {part.ref for part in parts}


def speakers(base: KnowledgeBase, medicine: Medicine) -> list[Medication]:
    """Whose labels speak for a medicine."""
    if isinstance(medicine, DrugClass):
        return [m for m in base.medications if medicine.id in classes(base, m)]
    return whole(base, medicine) if isinstance(medicine, Medication) else []


def alerts_of(base: KnowledgeBase, entries: list[Medicine]) -> list[Said]:
    """The alerts on a list, found by asking everything of everything."""
    found: dict[Said, Medication] = {}
    for first, second in combinations(entries, 2):
        for one, other in ((first, second), (second, first)):
            for speaker, said in (
                (m, said) for m in speakers(base, one) for said in m.interactions
            ):
                if said.partner in aliases(base, other):
                    words = (said.severity, said.effect, said.mechanism, said.source)
                    found.setdefault((first, second, *words), speaker)
    alerts = [(*words, speaker) for words, speaker in found.items()]
    return sorted(alerts, key=lambda alert: alert[2].rank, reverse=True)


def burdens_of(base: KnowledgeBase, entries: list[Medicine]) -> list[Said]:
    """What the medicines of a list share, found by asking of each class, mechanism and topic."""
    medicines = [entry for entry in entries if isinstance(entry, Medication)]
    found: list[Said] = []
    for kind, field in (("same-class", "drug_classes"), ("same-mechanism", "mechanisms")):
        for record in sorted(getattr(base, field), key=lambda record: record.id):
            having = tuple(m for m in medicines if record.id in getattr(m, field))
            found.append((kind, record.name, having, ()))
    for topic in sorted(CautionTopic):
        warned = {m: list(warnings(base, m, topic)) for m in medicines}
        having = tuple(m for m in medicines if warned[m])
        sources = dict.fromkeys(source for m in medicines for source in warned[m])
        found.append(("same-caution", topic, having, tuple(sources)))
    return [burden for burden in found if len(burden[2]) > 1]  # type: ignore[arg-type]


def warnings(base: KnowledgeBase, medicine: Medication, topic: str) -> Iterator[str]:
    """The sources that warn of a topic, or of a group of agents that adds to it."""
    labelled = whole(base, medicine)
    if topic in SHARED_TOPICS:
        yield from (c.source for part in labelled for c in part.cautions if c.topic == topic)
    for said in (said for part in labelled for said in part.interactions):
        if said.partner.kind is RefKind.AGENTS and base.agents[said.partner.id].burden == topic:
            yield said.source


def compare(base: KnowledgeBase, entries: list[Medicine]) -> None:
    """A report says what plain loops find, in that order."""
    report = base.interactions(entries)
    values = [attrs.astuple(alert, recurse=False) for alert in report]
    assert values == alerts_of(base, entries)
    burdens = [attrs.astuple(burden, recurse=False) for burden in report.burdens]
    assert burdens == burdens_of(base, entries)
    silent = [m for m in entries if isinstance(m, Medication)]
    silent = [m for m in silent if not any(s.interactions for s in speakers(base, m))]
    assert silent == list(report.unrecorded)
    assert entries == list(report.checked)


@given(st.data())
def test_reports_equal_plain_loops(data: st.DataObject) -> None:
    """On any base, a report says what plain loops over all of its records find."""
    base = data.draw(knowledge_bases())
    entries: list[Medicine] = [*base.medications, *base.agents, *base.drug_classes]
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
