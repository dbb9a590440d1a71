"""The law of growing knowledge: a record that is added removes no alert."""

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alstx
from alstx import DataError, KnowledgeBase
from alstx.ids import Ref
from alstx.kb.rules import violations
from alstx.model import Agent, Brand, DrugClass, Interaction, Medication
from alstx.model.interaction import Alert, Medicine
from alstx.model.records import Records
from alstx.model.uses import Member
from alstx.vocab import MedicationKind, Severity, Strength

TOY = alstx.load(Path(__file__).parent / "toy")
KINDS = ("medications", "agents", "drug_classes")
DAY = date(2026, 1, 31)
NAMES = {
    "medications": ("aamol", "bbmol"),
    "agents": ("ccin", "ddin", "group"),
    "drug_classes": ("eeine", "ffine"),
}
"""What the small base is about; a class and an agent may be called alike."""
REFS = [Ref.parse(f"{kind}/{id_}") for kind, ids in NAMES.items() for id_ in ids]
POOL = ["Zzetamol", "Novin", *(id_.title() for ids in NAMES.values() for id_ in ids)]


def common(id_: str, name: str, *synonyms: str) -> dict[str, Any]:
    """The fields of a record that say nothing here."""
    about = {"id": id_, "name": name, "synonyms": synonyms}
    return {**about, "description": "A test.", "reviewed": DAY}


@st.composite
def interactions(draw: st.DrawFn) -> Interaction:
    """A sentence of a label on one thing or a group, with some of what may limit it."""
    partner, *others = draw(st.lists(st.sampled_from(REFS), min_size=1, max_size=2, unique=True))
    return Interaction(
        partner=partner,
        severity=draw(st.sampled_from(Severity)),
        effect=draw(st.sampled_from(("Sleep.", "Sweat."))),
        strengths=draw(st.sampled_from([(), (Strength.STRONG,)])),
        excepted=others,
        source="label-us-alphazine",
    )


@st.composite
def bases(draw: st.DrawFn) -> Records:
    """A few medicines, agents and classes that speak of each other."""
    said = st.lists(interactions(), max_size=3, unique=True)
    edges = st.builds(
        Member,
        member=st.sampled_from([ref for ref in REFS if ref.id != "group"]),
        strength=st.sampled_from([None, *Strength]),
        source=st.just("label-us-alphazine"),
    )
    members = st.lists(edges, max_size=2, unique_by=lambda edge: edge.member)
    medications = [
        Medication(
            **common(id_, id_.title()),
            kind=MedicationKind.INGREDIENT,
            drug_classes=[draw(st.sampled_from(NAMES["drug_classes"]))],
            brands=[Brand(name=brand)],
            interactions=draw(said),
        )
        for id_, brand in zip(NAMES["medications"], ("Brandin", "Novin"), strict=True)
    ]
    alike = draw(st.sampled_from([(), ("Ccin",), ("Brandin",)]))
    agents = [
        Agent(
            **common(id_, id_.title()),
            parents=["group"] if id_ != "group" and draw(st.booleans()) else (),
            members=draw(members) if id_ == "group" else (),
        )
        for id_ in NAMES["agents"]
    ]
    classes = [
        DrugClass(**common(id_, id_.title(), *(alike if id_ == "ffine" else ())))
        for id_ in NAMES["drug_classes"]
    ]
    return attrs.evolve(
        TOY.records,
        medications=medications,
        agents=agents,
        drug_classes=classes,
        products=(),
        evidence=(),
        recommendations=(),
        therapies=(),
    )


@st.composite
def additions(draw: st.DrawFn) -> tuple[str, Medicine]:
    """A new record of some kind, which may bear names of others."""
    names = draw(st.lists(st.sampled_from(POOL), min_size=1, max_size=2, unique=True))
    about = common("zzz-added", *names)
    kind = draw(st.sampled_from(KINDS))
    if kind == "agents":
        parents = draw(st.lists(st.sampled_from(NAMES["agents"]), max_size=1))
        return kind, Agent(**about, parents=parents)
    if kind == "drug_classes":
        return kind, DrugClass(**about)
    class_ = draw(st.sampled_from(NAMES["drug_classes"]))
    ingredient = MedicationKind.INGREDIENT
    return kind, Medication(**about, kind=ingredient, drug_classes=[class_])


def meaning(alert: Alert) -> str:
    """By what two alerts on a pair are one."""
    return (alert.topic or alert.mechanism or alert.effect).casefold()


def alerts(base: KnowledgeBase, pair: tuple[str, str]) -> dict[str, int]:
    """How strongly each thing is said of a pair."""
    return {meaning(alert): alert.severity.rank for alert in base.interactions(pair)}


@settings(max_examples=400)
@given(bases(), additions())
def test_a_record_that_is_added_removes_no_alert(
    records: Records, added: tuple[str, Medicine]
) -> None:
    """What was said of two names is still said, as strongly; or the record is refused."""
    kind, record = added
    grown = attrs.evolve(records, **{kind: (*getattr(records, kind), record)})
    assert not violations(records)
    if violations(grown):  # refused at load, with a message
        return
    before, after = KnowledgeBase(records), KnowledgeBase(grown)
    names = [name for kind in KINDS for each in getattr(records, kind) for name in each.names]
    for pair in product(names, names):
        then = alerts(after, pair)
        for said, rank in alerts(before, pair).items():
            assert then.get(said, -1) >= rank, (pair, said)


def overlay(path: Path, name: str, *synonyms: str) -> Path:
    """A folder with one medicine."""
    (path / "medications").mkdir()
    text = f"""id: house-mix
name: {name}
synonyms: [{", ".join(synonyms)}]
description: A medicine of the house.
kind: ingredient
drug_classes: [anticoagulant]
reviewed: '2026-01-31'
"""
    (path / "medications" / "house-mix.yaml").write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["Warfarin", "Ketoconazole", "Grapefruit juice"])
def test_a_medicine_of_an_overlay_is_the_agent_of_its_name(tmp_path: Path, name: str) -> None:
    """What labels say of an outside drug is said of it when a house has a record of its own."""
    base = alstx.load()
    grown = alstx.load(overlay(tmp_path, name), extends=base)
    assert grown.interactions([name]).checked[0].id == "house-mix"
    for medicine in base.medications:
        pair = (medicine.id, name)
        then = alerts(grown, pair)
        assert all(then.get(said, -1) >= rank for said, rank in alerts(base, pair).items())


def test_a_record_that_bears_two_names_of_two_things_is_refused(tmp_path: Path) -> None:
    """One name of each would make the two one, and what labels say of them together would go."""
    with pytest.raises(DataError) as caught:
        alstx.load(overlay(tmp_path, "Warfarin", "Opioids"), extends=alstx.load())
    told = [str(problem) for problem in caught.value.problems]
    assert any(
        "house-mix.yaml:2: name: medications/house-mix is called as agents/warfarin and as "
        "drug_classes/opioid, which share no name" in text
        for text in told
    ), told
