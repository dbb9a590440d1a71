"""The answer in four lines: on each symptom and each intervention, with nothing left unsaid."""

import attrs
import pytest

import alstx
from alstx import KnowledgeBase, Treatment
from alstx.display import gaps, lines
from alstx.kb.kin import kin
from alstx.vocab import Role


@pytest.fixture(scope="module")
def cells(kb: KnowledgeBase) -> dict[str, gaps.Cell]:
    """Places on the map of gaps, by id of the treatment."""
    return {cell.treatment.id: cell for cell in gaps.cells(kb.treatments, kin(kb))}


def of_symptom(
    kb: KnowledgeBase, cells: dict[str, gaps.Cell], symptom: str
) -> tuple[list[Treatment], dict[str, str]]:
    """Treatments of a symptom, and the lines on it by title."""
    own = [t for t in kb.treatments if t.symptom == symptom]
    made = lines.of_symptom(own, [cells[t.id] for t in own], kb.treatments.labels)
    return own, {line.title: line.text for line in made}


def of_medicine(kb: KnowledgeBase, cells: dict[str, gaps.Cell], id_: str) -> dict[str, str]:
    """The lines on a medicine by title."""
    record = kb.medications[id_]
    own = [t for t in kb.treatments if t.intervention == record.ref]
    made = lines.of_intervention(
        own, [cells[t.id] for t in own], kb.treatments.labels, record.cautions
    )
    return {line.title: line.text for line in made}


def test_every_symptom_has_four_lines(kb: KnowledgeBase, cells: dict[str, gaps.Cell]) -> None:
    """Each is a sentence; what is advised against or contested is named in full."""
    for symptom in dict.fromkeys(t.symptom for t in kb.treatments):
        own, told = of_symptom(kb, cells, symptom)
        assert [*told] == ["Order", "Guidelines", "Disputed", "How sure"]
        assert all(text.endswith(".") for text in told.values())
        for t in own:
            name = kb.treatments.labels.name_of(t.intervention).lower()
            if t.contested or t.role is Role.ADVISED_AGAINST:
                assert name in told["Disputed"].lower()


def test_no_name_stands_without_its_caveat(kb: KnowledgeBase, cells: dict[str, gaps.Cell]) -> None:
    """A boxed warning and a dispute are told wherever a line on a symptom names a treatment."""
    _, told = of_symptom(kb, cells, "muscle-cramps")
    assert "mexiletine (boxed warning)" in told["Guidelines"]
    assert "quinine (FDA warns against it, boxed warning, contested)" in told["How sure"]
    assert "warned against by a label or agency: quinine" in told["Disputed"]


def test_limits_are_told(kb: KnowledgeBase, cells: dict[str, gaps.Cell]) -> None:
    """What is recommended for some only says for whom; what is advised against in part, how."""
    _, told = of_symptom(kb, cells, "muscle-cramps")
    assert "Advised against:" not in told["Disputed"]
    assert told["Disputed"].startswith(
        "Advised against in part: cinchona alkaloid (not for routine treatment"
    )
    limited = 0
    for symptom in dict.fromkeys(t.symptom for t in kb.treatments):
        _, told = of_symptom(kb, cells, symptom)
        limited += " only" in told["Guidelines"]
    assert limited > 10


def test_where_guidelines_on_als_are_silent_others_are_named(
    kb: KnowledgeBase, cells: dict[str, gaps.Cell]
) -> None:
    """What rests on other guidelines, labels or pages is named as that, and only then."""
    _, told = of_symptom(kb, cells, "dry-mouth")
    start = "No guideline on ALS recommends or considers a treatment; by other guidelines, labels"
    assert told["Guidelines"].startswith(start)
    _, told = of_symptom(kb, cells, "muscle-cramps")
    assert "other guidelines" not in told["Guidelines"]


def test_gaps_are_counted_as_on_the_map(kb: KnowledgeBase, cells: dict[str, gaps.Cell]) -> None:
    """The last line counts the rings of the map: all, some, or the one use."""
    for symptom in dict.fromkeys(t.symptom for t in kb.treatments):
        own, told = of_symptom(kb, cells, symptom)
        uses = [t for t in own if t.role is Role.USED]
        count = sum(cells[t.id].is_gap for t in uses)
        if not uses:
            expected = "No treatment is in use."
        elif not count:
            expected = "Studied in ALS or MND."
        elif len(uses) == 1:
            expected = "No study in ALS or MND is recorded for this use."
        elif count == len(uses):
            expected = f"No study in ALS or MND is recorded for any of {len(uses)} uses."
        else:
            expected = f"No study in ALS or MND is recorded for {count} of {len(uses)} uses."
        assert told["How sure"].startswith(expected)


def test_a_medicine_tells_what_to_watch(kb: KnowledgeBase, cells: dict[str, gaps.Cell]) -> None:
    """A boxed warning, what is contraindicated in ALS, and labels that nobody read."""
    told = of_medicine(kb, cells, "quinine")
    assert [*told] == ["In use for", "Disputed", "Watch", "How sure"]
    assert told["Watch"].startswith("Boxed warning; contraindicated for a reason that matters")
    assert "cramps (FDA warns against it, contested)" in told["In use for"]
    assert "no label was read" in of_medicine(kb, cells, "riluzole")["Watch"].lower()
    assert of_medicine(kb, cells, "riluzole")["In use for"] == (
        "No source here advises it for a symptom."
    )


def test_silence_is_told() -> None:
    """Nothing recommended, nothing disputed and nothing to watch are sentences as well."""
    labels = alstx.treatments.labels
    told = [line.text for line in lines.of_symptom((), (), labels)]
    assert told == [
        "No guideline on ALS states an order.",
        "No guideline on ALS recommends or considers a treatment.",
        "No disagreement is recorded.",
        "No treatment is in use.",
    ]
    watch = lines.of_intervention((), (), labels)[2].text
    assert watch == "No boxed warning, and no contraindication for a reason in ALS, is recorded."


def test_a_line_is_a_value() -> None:
    """A line does not change."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        lines.Line("Order", "None.").text = "First"  # type: ignore[misc]
