"""Names and links that stand in the place of ids."""

import pickle
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from alstx import KnowledgeBase, Ref
from alstx.display.labels import Labels, labels_of

DAY = date(2026, 1, 31)


def test_labels_of_a_base(toy: KnowledgeBase) -> None:
    """Each map has all records of its kinds, and each record its own name."""
    records = toy.records
    named = (*records.medications, *records.drug_classes, *records.therapies, *records.agents)
    found = labels_of(lambda kind: getattr(records, kind), DAY)
    assert found == Labels(
        names={record.ref: record.name for record in named},
        symptoms={record.id: record.name for record in records.symptoms},
        classes={record.id: record.name for record in records.drug_classes},
        mechanisms={record.id: record.name for record in records.mechanisms},
        sources={record.id: record for record in records.sources},
        plain={record.id: record.plain_name for record in records.symptoms},
        day=DAY,
    )
    assert all(
        (found.names, found.symptoms, found.classes, found.mechanisms, found.sources, found.plain)
    )
    assert found.plain != found.symptoms


def test_labels_need_no_findings_and_no_statements() -> None:
    """Only the kinds that have names are asked for."""
    asked: list[str] = []

    def of_kind(kind: str) -> list[Any]:
        asked.append(kind)
        return [SimpleNamespace(id=kind, name=kind, plain_name=kind, ref=f"{kind}/{kind}")]

    found = labels_of(of_kind, None)
    kinds = ("medications", "drug_classes", "therapies", "agents")
    assert dict(found.names) == {f"{kind}/{kind}": kind for kind in kinds}
    assert sorted(asked) == sorted((*kinds, "symptoms", "mechanisms", "sources"))
    assert found.day is None


LABELS: dict[str, Any] = {
    "names": {Ref.parse("medications/m"): "Em"},
    "symptoms": {"s": "Ess"},
    "classes": {"c": "Cee"},
    "mechanisms": {"k": "Kay"},
    "sources": {"o": "Oh"},
    "plain": {"s": "ess"},
    "day": DAY,
}


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_labels_travel_and_stay_as_they_are(protocol: int) -> None:
    """What was pickled is the same, and no map of it can be changed."""
    back = pickle.loads(pickle.dumps(Labels(**LABELS), protocol))  # noqa: S301 (our own)
    assert {name: getattr(back, name) for name in LABELS} == LABELS
    for name in set(LABELS) - {"day"}:
        with pytest.raises(TypeError):
            getattr(back, name)["new"] = "New"


def test_labels_keep_nothing_of_the_caller() -> None:
    """A map that is changed afterwards changes no label."""
    names = {Ref.parse("medications/m"): "Em"}
    labels = Labels(names=names)
    names.clear()
    assert labels.name_of(Ref.parse("medications/m")) == "Em"


def test_an_unknown_intervention_is_named_by_its_id() -> None:
    """A view shows a name where there is one, else the id."""
    ref = Ref.parse("medications/m")
    assert Labels(names={ref: "Em"}).name_of(ref) == "Em"
    assert Labels().name_of(ref) == "m"
