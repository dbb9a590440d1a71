"""Overlays: folders that add records to a base and may refer to its own."""

from pathlib import Path

import pytest

import alstx
from alstx import DataError, KnowledgeBase

EPSILON = """\
id: epsilon
name: Epsilon
description: A local remedy.
kind: ingredient
drug_classes: [zine]
mechanisms: [slow-blocker]
indications:
  - symptom: muscle-cramps
    summary: Used here.
interactions:
  - partner: medications/alphazine
    severity: avoid
    effect: Sleepiness.
    source: label-us-alphazine
reviewed: '2026-01-31'
"""
HOUSE = """\
id: house-2026
kind: guideline
title: House rules
status: current
population: als
recommendations:
  - id: house-2026-muscle-cramps-epsilon
    intervention: medications/epsilon
    symptom: muscle-cramps
    population: als
    stance: consider
    statement: Think of it.
    read: full-text
reviewed: '2026-01-31'
"""


def folder(path: Path, **files: str) -> Path:
    """A folder of medications and sources."""
    for name, text in files.items():
        kind, _, id_ = name.partition("_")
        (path / kind).mkdir(parents=True, exist_ok=True)
        (path / kind / f"{id_.replace('_', '-')}.yaml").write_text(text, "utf-8")
    return path


def problems(path: Path, base: KnowledgeBase) -> list[str]:
    """What is wrong with an overlay."""
    with pytest.raises(DataError) as caught:
        alstx.load(path, extends=base)
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def local(tmp_path: Path, toy: KnowledgeBase) -> KnowledgeBase:
    """The toy base with a remedy and a guideline of the house."""
    files = {"medications_epsilon": EPSILON, "sources_house_2026": HOUSE}
    return alstx.load(folder(tmp_path, **files), extends=toy)


def test_an_overlay_adds_records(toy: KnowledgeBase, local: KnowledgeBase) -> None:
    """All records of the base stay, the new ones stand among them in order of id."""
    assert {*toy.medications.ids, "epsilon"} == set(local.medications.ids)
    assert sorted(local.medications.ids) == list(local.medications.ids)
    assert all(record in local.sources for record in toy.sources)
    assert toy.disease == local.disease


def test_an_overlay_refers_to_the_base(local: KnowledgeBase) -> None:
    """Names, classes, symptoms and filters of the base know the new records."""
    assert "epsilon" in local.medications.filter(symptom="cramps", drug_class="relaxants")
    assert "epsilon-for-muscle-cramps" in local.treatments.filter(source="house-2026")
    expected = "Epsilon"
    assert expected == local.interactions(["epsilon", "Zinotan"]).alerts[0].first.name


def test_an_overlay_leaves_the_base_as_it_was(toy: KnowledgeBase, local: KnowledgeBase) -> None:
    """The base that is extended does not change."""
    assert toy != local
    assert "epsilon" not in toy.medications
    assert "Epsilon" not in {m.name for m in toy.medications}


def test_an_overlay_marks_the_version(
    toy: KnowledgeBase, local: KnowledgeBase, toy_folder: Path, tmp_path: Path
) -> None:
    """The version says that there is more in the base, and which if the overlay has one."""
    assert f"{toy.version}+local" == local.version
    second = folder(
        tmp_path / "second",
        medications_zeta=EPSILON.replace("epsilon", "zeta").replace("Epsilon", "Zeta"),
        sources_home=HOUSE.replace("house-2026", "home").replace("epsilon", "zeta"),
    )
    manifest = (toy_folder / "manifest.yaml").read_text("utf-8")
    (second / "manifest.yaml").write_text(manifest.replace("2026.1.31", "home 7"), "utf-8")
    both = alstx.load(second, extends=local)
    expected = "2026.1.31+local+home 7"
    assert expected == both.version
    assert {"epsilon", "zeta"} <= set(both.medications.ids)


def test_an_overlay_may_add_evidence_to_a_base(tmp_path: Path, toy: KnowledgeBase) -> None:
    """What a house knows of a medicine of the base joins what the base knows."""
    text = HOUSE.replace("epsilon", "betamol")
    local = alstx.load(folder(tmp_path, sources_house_2026=text), extends=toy)
    expected = ("advised-against", "used")
    assert expected == tuple(
        base.treatments["betamol-for-muscle-cramps"].role for base in (toy, local)
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Epsilon", "Zinotan", "medications/epsilon.yaml:2: name: 'Zinotan' is a name of"),
        ("[zine]", "[zin]", "medications/epsilon.yaml:5: drug_classes.0: 'zin' is not in"),
        ("[zine]", "[relaxants, zine]", "medications/epsilon.yaml:5: drug_classes.0: 'relax"),
        ("muscle-cramps", "spasticity", "medications/epsilon.yaml:8: indications.0: spasticity"),
    ],
)
def test_an_overlay_is_checked_with_its_base(
    tmp_path: Path, toy: KnowledgeBase, old: str, new: str, expected: str
) -> None:
    """Every rule that holds within a base holds between overlay and base."""
    assert EPSILON.count(old)
    path = folder(tmp_path, medications_epsilon=EPSILON.replace(old, new), sources_house_2026=HOUSE)
    (found,) = problems(path, toy)
    assert found.startswith(expected)


def test_an_overlay_cannot_replace_a_record(
    tmp_path: Path, toy: KnowledgeBase, toy_files: dict[str, str]
) -> None:
    """A record with an id of the base is refused, even where it is equal."""
    text = toy_files["medications/betamol.yaml"]
    found = problems(folder(tmp_path, medications_betamol=text), toy)
    assert "medications/betamol.yaml:1: id: 'betamol' stands more than once in medications" in found


def test_an_overlay_cannot_take_an_id_of_another_kind(tmp_path: Path, toy: KnowledgeBase) -> None:
    """Medications, classes and therapies share their ids, and the overlay's file is named."""
    path = folder(
        tmp_path,
        medications_brace=EPSILON.replace("epsilon", "brace"),
        sources_house_2026=HOUSE.replace("epsilon", "brace"),
    )
    expected = [
        "medications/brace.yaml:1: id: is an id in therapies as well",
        "the base: therapies/brace: is an id in medications already",
    ]
    assert expected == problems(path, toy)


def test_an_overlay_without_its_base_is_no_base(tmp_path: Path) -> None:
    """A folder without a manifest stands on nothing."""
    with pytest.raises(DataError, match=r"manifest\.yaml: is missing"):
        alstx.load(folder(tmp_path, medications_epsilon=EPSILON))


def test_an_empty_overlay_is_refused(tmp_path: Path, toy: KnowledgeBase) -> None:
    """A folder that adds nothing is most likely the wrong folder."""
    assert "holds no records" in problems(tmp_path, toy)[0]


@pytest.mark.parametrize("empty", ["medications", "sources"])
def test_an_overlay_of_empty_folders_is_refused(
    tmp_path: Path, toy: KnowledgeBase, empty: str
) -> None:
    """Folders without files, and a manifest alone, add nothing either."""
    (tmp_path / empty).mkdir()
    (found,) = problems(tmp_path, toy)
    assert found.endswith(": holds no records")
    manifest = Path(__file__).parent / "toy" / "manifest.yaml"
    (tmp_path / "manifest.yaml").write_text(manifest.read_text("utf-8"), "utf-8")
    assert [found] == problems(tmp_path, toy)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "B\N{CYRILLIC SMALL LETTER IE}tamol",
            "looks like 'Betamol', a name of 'betamol'",
        ),
        (
            "\N{GREEK CAPITAL LETTER BETA}ETAMOL",
            "looks like 'Betamol', a name of 'betamol'",
        ),
        ("Epsil\N{CYRILLIC SMALL LETTER O}n", "has Latin and Cyrillic letters in one word, 'Epsil"),
        *(
            (word, "stands in nearly every text")
            for word in ("The", "mg", "10 mg", "x", "5", "q.i.d.")
        ),
    ],
)
def test_a_name_that_nobody_could_tell_is_refused(
    tmp_path: Path, toy: KnowledgeBase, name: str, expected: str
) -> None:
    """Not a name in letters that look like another's, and none that every note has."""
    text = EPSILON.replace("name: Epsilon", f"name: '{name}'")
    path = folder(tmp_path, medications_epsilon=text, sources_house_2026=HOUSE)
    (found,) = problems(path, toy)
    assert found.startswith(f"medications/epsilon.yaml:2: name: {name!r} {expected}")


@pytest.mark.parametrize("name", ["Эпсилон", "ε-blocker", "Epsilón", "TH", "Vitamin E"])
def test_names_of_any_script_are_taken(tmp_path: Path, toy: KnowledgeBase, name: str) -> None:
    """A name in one script, a Greek letter before a word, and an accent are fine."""
    text = EPSILON.replace("name: Epsilon", f"name: '{name}'")
    path = folder(tmp_path, medications_epsilon=text, sources_house_2026=HOUSE)
    assert alstx.load(path, extends=toy).medications.find(name).id == "epsilon"


def test_an_overlay_of_another_schema_is_refused(
    tmp_path: Path, toy: KnowledgeBase, toy_folder: Path
) -> None:
    """A folder that names its schema is read where that is ours; else both numbers are told."""
    manifest = (toy_folder / "manifest.yaml").read_text("utf-8")
    path = folder(tmp_path / "own", medications_epsilon=EPSILON, sources_house_2026=HOUSE)
    for schema in (2, 9):
        own = manifest.replace("schema: 2", f"schema: {schema}")
        (path / "manifest.yaml").write_text(own, "utf-8")
        if schema == 2:
            assert "epsilon" in alstx.load(path, extends=toy).medications
    (found,) = problems(path, toy)
    told = "is a folder of schema 9, and this version of alstx reads schema 2"
    assert found == f"manifest.yaml:{len(manifest.splitlines())}: schema: {told}"


def test_an_overlay_of_the_bundled_base(tmp_path: Path, kb: KnowledgeBase) -> None:
    """A house may extend the bundled base, and its ids are refused when they stand there."""
    text = next(iter(kb.medications)).id
    clash = EPSILON.replace("epsilon", text)
    found = problems(folder(tmp_path, **{f"medications_{text}": clash}), kb)
    assert any("stands more than once in medications" in problem for problem in found)
