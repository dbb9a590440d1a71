"""Pictures with rows and columns: the gap map and the guideline matrix."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from alstx.plot.marks import BOX
from alstx.plot.vega import layers
from alstx.plot.vega.layers import PIXELS, Layers, Page, Part, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from altair import ConcatChart

    from alstx.plot.board import Board, Place, Text

_LEGEND = 780.0


def draw(board: Board, address: str | None, *, is_dark: bool) -> ConcatChart:
    """Draw a picture with rows and columns, over the meanings of its marks."""
    columns, rows = len(board.columns), len(board.rows)
    page = Page(is_dark)
    drawn = Layers(columns, rows, page, _columns(board), _rows(board))
    across, down = board.cell
    size = PIXELS * across * columns, PIXELS * down * rows
    title = layers.title(board.title, frame="bounds")
    picture = layers.layered(_layers(drawn, board, address), *size, title=title)
    legend = layers.legend(board.legend, _LEGEND, page)
    return layers.stacked([picture, legend], page)


def _layers(drawn: Layers, board: Board, address: str | None) -> Iterator[Part]:
    """Yield lines between rows, marks, texts, and the cells that answer."""
    yield drawn.lines(y + 0.5 for y in range(len(board.rows) - 1))
    for (mark, beside), places in board.marks.items():
        if mark.shape == "box":
            yield drawn.boxes(mark, places, BOX)
        else:
            yield drawn.marks(mark, places, beside)
    yield from _texts(drawn, board.texts)
    tooltip = list(dict.fromkeys(key for place in board.places for key in place.said))
    rows = [_row(place, address) for place in board.places]
    yield drawn.framed(drawn.cells(rows, ["title", *tooltip]))


def _texts(drawn: Layers, texts: Iterable[Text]) -> Iterator[Part]:
    """Yield a layer for each look of a text."""
    looks: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for text in texts:
        look = text.beside, text.color, text.size, text.is_bold
        looks[look].append({"x": text.at[0], "y": text.at[1], "text": text.text})
    for (beside, color, size, is_bold), rows in looks.items():
        yield drawn.texts(
            rows,
            color,
            dx=1.3 * beside[0],
            dy=-1.3 * beside[1],
            fontSize=1.4 * size,
            fontWeight="bold" if is_bold else "normal",
        )


def _row(place: Place, address: str | None) -> Row:
    source = place.source
    link = source.link if source else None
    if address is not None:
        link = f"{address}/symptoms/{place.treatment.symptom}.html#{place.treatment.id}"
    x, y = place.at
    return {"x": x, "y": y, "title": place.title, **place.said, "href": link}


def _columns(board: Board) -> Part:
    """Return the axis over the columns."""
    return _axis(
        list(board.columns), orient="top", labelAngle=-45, labelBaseline="middle", labelPadding=4
    )


def _rows(board: Board) -> Part:
    """Return the axis beside the rows: names that start at the left, headings in bold."""
    names = [layers.whole(name) for name, _ in board.rows]
    heads = [number for number, (_, is_head) in enumerate(board.rows) if is_head]
    bold = {"test": f"indexof({heads}, datum.value) >= 0", "value": "bold"}
    room = max(map(layers.breadth, names), default=0.0)
    weight = {"condition": bold, "value": "normal"}
    return _axis(names, labelPadding=room, labelFontWeight=weight)


def _axis(names: list[str], **more: Any) -> Part:
    """Return an axis of names, without lines."""
    shown = {"values": list(range(len(names))), "labelExpr": f"{json.dumps(names)}[datum.value]"}
    bare = {"title": None, "ticks": False, "domain": False, "grid": False}
    return {**shown, **bare, "labelAlign": "left", "labelLimit": 600, "labelOverlap": False, **more}
