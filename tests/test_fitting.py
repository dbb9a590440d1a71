"""What is cut from answers, step by step: short ones, beside a plain calculation."""

import json
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alstx.display import fit
from alstx.display.fit import Part, Row, fitted
from alstx.display.labels import Labels

PATHS = (("results",), ("record", "brands"), ("record", "inner", "deep"))
HEAD: dict[str, Any] = {"question": {"q": 1}, "record": {"id": "r", "inner": {"id": "i"}}}
MORE: tuple[dict[str, Any], ...] = ({"what": "others", "tool": "t", "arguments": {}},)


@st.composite
def some_rows(draw: st.DrawFn) -> list[Row]:
    """Rows of one to three forms, each shorter than the one before; some are grave."""
    made: list[Row] = []
    for number in range(draw(st.integers(0, 7))):
        sizes = draw(st.lists(st.integers(0, 90), min_size=1, max_size=3, unique=True))
        grave = {"severity": "avoid"} if draw(st.booleans()) else {}
        forms = [{"n": number, "x": "x" * size, **grave} for size in sorted(sizes, reverse=True)]
        made.append(Row(tuple(forms)))
    return made


@st.composite
def some_parts(draw: st.DrawFn) -> list[Part]:
    """Up to three lists of an answer, from their first row or from another."""
    paths = draw(st.lists(st.sampled_from(PATHS), unique=True, max_size=3))
    return [
        Part(
            *(path, f"things {number}", draw(some_rows()), f"tool {number}", {"part": path[-1]}),
            draw(st.one_of(st.none(), st.integers(0, 8))),
        )
        for number, path in enumerate(paths)
    ]


class Plain:
    """An answer from which one thing after another is cut.

    Each row shown is the number of its form, or None where it is gone.
    """

    def __init__(self, parts: list[Part]) -> None:
        """Shows all."""
        self.parts = parts
        self.starts = [part.start or 0 for part in parts]
        self.rows = [
            list(part.rows)[start:] for part, start in zip(parts, self.starts, strict=True)
        ]
        self.forms: list[list[int | None]] = [[0] * len(rows) for rows in self.rows]

    def list_of(self, at: int) -> list[Any]:
        """What is shown of a list."""
        pairs = zip(self.rows[at], self.forms[at], strict=True)
        return [row.forms[form] for row, form in pairs if form is not None]

    def may_go(self, at: int, row: int) -> bool:
        """What is grave goes only where an answer goes on."""
        return self.parts[at].start is not None or "severity" not in self.rows[at][row].forms[0]

    def next_of(self, at: int) -> tuple[int, int | None] | None:
        """The next row of a list to become another: the last ones first, the first one last."""
        forms, rows = self.forms[at], self.rows[at]
        for among in (range(len(rows) - 1, 0, -1), range(min(1, len(rows)))):
            longer = [
                (form, row)
                for row in among
                if (form := forms[row]) is not None and form + 1 < len(rows[row].forms)
            ]
            if longer:
                form, row = min(longer, key=lambda pair: (pair[0], -pair[1]))
                return row, form + 1
            for row in among:
                if forms[row] is not None and self.may_go(at, row):
                    return row, None
        return None

    def cut(self) -> bool:
        """Cuts once from the longest list; whether anything could be cut."""
        able = [at for at in range(len(self.parts)) if self.next_of(at)]
        if not able:
            return False
        lengths = [sum(len(json.dumps(row)) for row in self.list_of(at)) for at in able]
        at = able[lengths.index(max(lengths))]
        found = self.next_of(at)
        assert found
        row, form = found
        self.forms[at][row] = form
        return True

    def told(self, at: int) -> list[Any]:
        """What is said of a list that was cut."""
        part, forms = self.parts[at], self.forms[at]
        gone, short = forms.count(None), sum(bool(form) for form in forms)
        whole = f"{len(part.rows)} {part.what}"
        words = {
            (True, True): f"{gone} of {whole}, details of {short} more",
            (True, False): f"{gone} of {whole}",
            (False, True): f"details of {short} of {whole}",
        }.get((bool(gone), bool(short)))
        if words is None:
            return []
        start = self.starts[at] + next(n for n, form in enumerate(forms) if form != 0)
        return [{"what": words, "tool": part.tool, "arguments": {**part.arguments, "start": start}}]

    def answer(self) -> dict[str, Any]:
        """The answer as it is now."""
        made: dict[str, Any] = json.loads(json.dumps(HEAD))
        for at, part in enumerate(self.parts):
            *within, last = part.path
            place = made
            for key in within:
                place = place[key]
            place[last] = self.list_of(at)
        told = [entry for at in range(len(self.parts)) for entry in self.told(at)]
        return {**made, "left_out": [*told, *MORE]}


@given(some_parts(), st.integers(150, 1_500))
@settings(max_examples=200)
def test_one_thing_after_another_is_cut_until_the_rest_fits(parts: list[Part], limit: int) -> None:
    """The longest list loses first; nothing is cut that has room, and all is told."""
    plain = Plain(parts)
    while len(json.dumps(plain.answer())) > limit:
        if not plain.cut():
            expected = {**plain.answer(), "over_limit": fit.OVER}
            break
    else:
        expected = plain.answer()
    with mock.patch.object(fit, "LIMIT", limit):
        found = fitted(HEAD, parts, Labels(), more=MORE)
    assert found == expected
    assert [*found] == ["question", "record", *([*expected][2:])]


@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_an_answer_that_fits_is_whole(count: int) -> None:
    """However little room is left: what is told of a cut would be longer than the rows."""
    rows = [Row(({"n": number},)) for number in range(count)]
    head: dict[str, Any] = {"question": {}, "text": "x" * 300}
    parts = [Part(("results",), "rows", rows, "tool", {})]
    whole: dict[str, Any] = {**head, "results": [row.forms[0] for row in rows]}
    for limit in (len(json.dumps(whole)), len(json.dumps(whole)) + 1):
        with mock.patch.object(fit, "LIMIT", limit):
            assert dict(fitted(head, parts, Labels())) == whole
