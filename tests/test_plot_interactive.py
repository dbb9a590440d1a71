"""Pictures by Altair: they show what those by matplotlib show, in words as well, and lead on."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from alstx import InvalidArgumentError, KnowledgeBase, MissingExtraError, NotFoundError
from alstx.display import signs, summary
from alstx.plot import gap_map, matrix, told
from alstx.plot.board import Board
from alstx.plot.told import Teller
from alstx.testing import knowledge_bases

pytest.importorskip("altair")

from alstx.plot import interactive

DRAWS: dict[str, Callable[..., Any]] = {
    "map": interactive.evidence_map,
    "map of one": lambda kb, **told_: interactive.evidence_map(kb, symptoms=["drooling"], **told_),
    "matrix": lambda kb, **told_: interactive.guideline_matrix(kb, "drooling", **told_),
    "forest": lambda kb, **told_: interactive.forest(kb, "weight loss", **told_),
}
ALONE = {name: draw for name, draw in DRAWS.items() if name != "forest"}


def whole(chart: Any) -> Any:
    """The specification of a chart, with its data where they are used."""
    spec = chart.to_dict()
    data = spec.pop("datasets")
    filled = re.sub(
        r'{"name": "(rows-\d+)"}', lambda m: json.dumps({"values": data[m[1]]}), json.dumps(spec)
    )
    return json.loads(filled)


def rows(spec: Any) -> Iterator[dict[str, Any]]:
    """Every row of data in a chart, wherever it stands."""
    if isinstance(spec, dict):
        if "values" in spec and isinstance(spec["values"], list):
            yield from (row for row in spec["values"] if isinstance(row, dict))
        for part in spec.values():
            yield from rows(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from rows(part)


def texts(spec: Any) -> set[str]:
    return {row["text"] for row in rows(spec) if "text" in row}


def cells(spec: Any) -> list[dict[str, Any]]:
    """The rows that answer when one points at them."""
    return [row for row in rows(spec) if "href" in row]


def drawn(board: Board) -> set[tuple[float, float]]:
    return {at for places in board.marks.values() for at in places}


@pytest.mark.parametrize("name", ["map", "matrix"])
def test_a_board_is_drawn_whole(kb: KnowledgeBase, name: str) -> None:
    """Marks and texts stand in the cells in which matplotlib draws them; each says what it is."""
    board = gap_map.board(kb, None, 30) if name == "map" else matrix.board(kb, "drooling")
    picture = whole(DRAWS[name](kb))["concat"][0]
    placed = {(row["x"], row["y"]) for row in rows(picture["layer"][:-1]) if "x" in row}
    assert drawn(board) | {text.at for text in board.texts} == placed
    assert {text.text for text in board.texts} == texts(picture)
    assert {(p.at, p.title, *p.said.values()) for p in board.places} == {
        ((row["x"], row["y"]), row["title"], *list(row.values())[3:-1]) for row in cells(picture)
    }
    encoding = picture["layer"][1]["encoding"]
    for channel, names in (("x", board.columns), ("y", [row for row, _ in board.rows])):
        labels = json.loads(encoding[channel]["axis"]["labelExpr"].removesuffix("[datum.value]"))
        plain = [
            name.lstrip("\N{WORD JOINER}").replace("\N{NO-BREAK SPACE}", " ") for name in labels
        ]
        assert list(names) == plain


def test_a_cell_says_role_finding_and_dispute(kb: KnowledgeBase) -> None:
    """The words of a cell of the map are those of the site's panel and of the summary."""
    found = cells(whole(interactive.evidence_map(kb, symptoms=["muscle cramps"], most=1000)))
    row = next(row for row in found if row["title"] == "Quinine for cramps")
    treatment = kb.treatments["quinine-for-muscle-cramps"]
    assert row["Role"] == summary.role(treatment)
    assert row["Disputed"] == "; ".join(summary.disagreements(treatment))
    own = next(p for p in gap_map.board(kb, ["muscle cramps"], 1000).places if p.at[1] == row["y"])
    assert row["href"] == (own.source.link if own.source else None)


def test_a_click_leads_to_the_page_where_a_site_is_told(kb: KnowledgeBase) -> None:
    """With an address each cell leads to its treatment there, a slash at the end or none."""
    for address in ("https://example.org/als", "https://example.org/als/"):
        for draw in ALONE.values():
            links = {row["href"] for row in cells(whole(draw(kb, address=address)))}
            assert all(link.startswith("https://example.org/als/symptoms/") for link in links)
            treatments = {t.id for t in kb.treatments}
            assert {link.partition("#")[2] for link in links} <= treatments


@pytest.mark.parametrize("address", [3, "", "example.org", b"https://example.org"])
def test_what_is_no_address_is_refused(kb: KnowledgeBase, address: Any) -> None:
    """An address begins as addresses do."""
    with pytest.raises(InvalidArgumentError, match="address takes the address of a site"):
        interactive.guideline_matrix(kb, "drooling", address=address)


@pytest.mark.parametrize("symptom", ["weight loss", "muscle cramps", "jaw tremor"])
def test_a_forest_shows_every_number(kb: KnowledgeBase, symptom: str) -> None:
    """Each number stands on its axis or in print, with its words, source and link."""
    record = kb.symptoms.find(symptom)
    found = told.content(kb, record)
    teller = Teller(kb.evidence.labels, record.id)
    spec = whole(interactive.forest(kb, symptom))
    values = [(r["low"], r["value"], r["high"]) for r in rows(spec) if "low" in r]
    wanted = [
        (n.interval[0], n.estimate.value, n.interval[1]) for p in found.panels for n in p.numbers
    ]
    assert set(wanted) == set(values)
    printed = [teller.printed(text) for _, own in told.sections(found) for text in own]
    said = {(row.what, row.effect, row.said, row.cited, row.who) for row in printed}
    assert {text for row in said for text in row} <= texts(spec)
    assert {row.source.link for row in printed} <= {row["href"] for row in cells(spec)}
    assert "".join(told.left_out(found).split()) in "".join(
        "".join(row["text"].split()) for row in rows(spec["concat"][-1])
    )


@pytest.mark.parametrize("name", DRAWS)
def test_a_dark_picture_has_no_light_colour(kb: KnowledgeBase, name: str) -> None:
    """On a dark page every colour of ours is that of dark pages."""
    light, dark = (DRAWS[name](kb, dark=dark).to_json() for dark in (False, True))
    assert [colour for colour in signs.DARK if f'"{colour}"' in dark] == []
    assert [colour for colour in signs.DARK.values() if f'"{colour}"' in light] == []


@pytest.mark.parametrize("name", DRAWS)
def test_the_missing_library_is_named(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Without Altair the error says which extra brings it."""
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingExtraError, match=r"alstx\[plot\]"):
        DRAWS[name](kb)


def test_bad_arguments_are_errors_of_ours(kb: KnowledgeBase) -> None:
    """What is no base, and an unknown symptom, are refused as elsewhere."""
    none: Any = None
    for draw in DRAWS.values():
        with pytest.raises(InvalidArgumentError, match="kb takes a KnowledgeBase, not"):
            draw(none)
    for ask in (interactive.forest, interactive.guideline_matrix):
        with pytest.raises(NotFoundError, match="did you mean 'drooling'"):
            ask(kb, "droolling")


@settings(max_examples=5, deadline=None)
@given(knowledge_bases())
def test_any_knowledge_base_can_be_drawn(kb: KnowledgeBase) -> None:
    """Whatever a base holds, each picture is a valid specification, or refused by us."""
    interactive.evidence_map(kb).to_dict()
    for symptom in kb.symptoms:
        interactive.forest(kb, symptom).to_dict()
        try:
            interactive.guideline_matrix(kb, symptom).to_dict()
        except InvalidArgumentError:
            assert not any(summary.statements(t) for t in kb.treatments if t.symptom == symptom.id)
