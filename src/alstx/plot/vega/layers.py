"""Common parts of pictures by Altair: marks, texts, legends and the look of all of them.

Parts are those of Vega-Lite as plain dicts, and a chart is made of the whole: Altair copies and
checks charts wherever it puts them together, which would take seconds here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from alstx.display import signs
from alstx.lazy import import_optional
from alstx.plot.marks import WHITE, Mark, Point

if TYPE_CHECKING:
    from altair import ConcatChart

FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'
SIZE = 12
"""Pixels of a text that has to be read."""
PIXELS = 96.0
"""Pixels of an inch."""
_SCALE = 1.3  # pixels for a point of a mark: texts are larger here than on paper
_ROW, _LETTER, _COLUMNS = 24, 6.2, 3
_CIRCLE = "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0Z"
_SHAPES = {
    "circle": _CIRCLE,
    "point": _CIRCLE,
    "diamond": "M0,-1L1,0L0,1L-1,0Z",
    "square": "M-1,-1H1V1H-1Z",
    "box": "M-1,-1H1V1H-1Z",
    "shield": "M-1,-1H1V0.2L0,1.2L-1,0.2Z",
}
_SMALLER = {"point": 0.4}
Row: TypeAlias = Mapping[str, Any]
Part: TypeAlias = dict[str, Any]


@attrs.frozen
class Page:
    """Ground of a picture, and the rows of data of all its charts.

    Attributes:
        is_dark: Whether it is a dark page.
        data: Rows by the names that charts know them by.
    """

    is_dark: bool
    data: dict[str, list[Row]] = attrs.field(factory=dict[str, "list[Row]"], init=False)

    def color(self, light: str) -> str:
        """Return a colour as it is on this page."""
        return signs.painted(light, dark=self.is_dark)

    def chart(self, rows: Iterable[Row], mark: Part, encoding: Part, **more: Any) -> Part:
        """Return a chart of some rows."""
        name = f"rows-{len(self.data)}"
        self.data[name] = list(rows)
        return {"data": {"name": name}, "mark": mark, "encoding": encoding, **more}


@attrs.frozen
class Layers:
    """Layers of a chart whose cells lie at whole numbers.

    Attributes:
        columns: How many cells there are in a row.
        rows: How many rows there are.
        page: The page on which the chart stands.
        x: Its axis of columns, or None.
        y: Its axis of rows, or None.
    """

    columns: float
    rows: int
    page: Page
    x: Part | None = None
    y: Part | None = None

    def marks(self, mark: Mark, places: Iterable[Point], beside: Point = (0.0, 0.0)) -> Part:
        """Draw a mark in some cells; distance from their middle is in points."""
        look = {
            "type": "point",
            "shape": _SHAPES[mark.shape],
            "filled": True,
            "opacity": 1,
            "size": (_SCALE * mark.size * _SMALLER.get(mark.shape, 1.0)) ** 2,
            "fill": "transparent" if mark.fill == "none" else self.page.color(mark.fill),
            "stroke": self.page.color(mark.edge),
            "strokeWidth": 1.3 * mark.width,
            "strokeDash": [2.5, 2.5] if mark.is_dashed else [1, 0],
            "xOffset": _SCALE * beside[0],
            "yOffset": -_SCALE * beside[1],
        }
        return self.page.chart(({"x": x, "y": y} for x, y in places), look, self._at())

    def boxes(self, mark: Mark, places: Iterable[Point], size: Point) -> Part:
        """Fill cells, all but a gap between them."""
        look = {
            "type": "rect",
            "fill": self.page.color(mark.fill),
            "stroke": self.page.color(mark.edge),
            "strokeDash": [3, 3] if mark.is_dashed else [1, 0],
            "cornerRadius": 3,
        }
        return self._sized(({"x": x, "y": y} for x, y in places), size, look, {})

    def texts(self, rows: Iterable[Row], color: str = signs.INK, **style: Any) -> Part:
        """Write the field `text` of each row in its cell."""
        look = {"type": "text", "color": self.page.color(color), **style}
        return self.page.chart(rows, look, self._at() | {"text": nominal("text")})

    def cells(self, rows: Iterable[Row], tooltip: Sequence[str], size: Point = (1.0, 1.0)) -> Part:
        """Lay cells over the marks that answer: a tooltip of some fields, a link."""
        fill = self.page.color(WHITE)
        frame = {"cornerRadius": 3, "strokeWidth": 2, "cursor": "pointer"}
        look = {"type": "rect", "fillOpacity": 0, "fill": fill, **frame}
        return self._sized(rows, size, look, answering(tooltip))

    def framed(self, cells: Part) -> Part:
        """Frame the cell that is pointed at."""
        select = {"type": "point", "on": "pointerover", "clear": "pointerout"}
        ink = {"param": "hover", "empty": False, "value": self.page.color(signs.INK)}
        frame = {"stroke": {"condition": ink, "value": None}}
        hover = [{"name": "hover", "select": select}]
        return cells | {"encoding": cells["encoding"] | frame, "params": hover}

    def lines(self, ys: Iterable[float], color: str = signs.LINE) -> Part:
        """Draw thin horizontal lines."""
        look = {"type": "rule", "color": self.page.color(color), "strokeWidth": 1}
        return self.page.chart(({"y": y} for y in ys), look, {"y": self.down("y")})

    def across(self, field: str) -> Part:
        """Return the encoding of a column."""
        return _position(field, [-0.5, self.columns - 0.5], self.x)

    def down(self, field: str) -> Part:
        """Return the encoding of a row."""
        return _position(field, [self.rows - 0.5, -0.5], self.y)

    def _at(self) -> Part:
        return {"x": self.across("x"), "y": self.down("y")}

    def _sized(self, rows: Iterable[Row], size: Point, look: Part, encoding: Part) -> Part:
        """Return a chart of rectangles around places."""
        wide, high = size
        edges = (
            ("left", "x", -wide),
            ("right", "x", wide),
            ("top", "y", -high),
            ("bottom", "y", high),
        )
        transform = [{"calculate": f"datum.{on} + {by / 2}", "as": name} for name, on, by in edges]
        sides = {"x": self.across("left"), "y": self.down("top")}
        ends = {"x2": {"field": "right"}, "y2": {"field": "bottom"}}
        return self.page.chart(rows, look, sides | ends | encoding, transform=transform)


def nominal(field: str, **more: Any) -> Part:
    """Return the encoding of a field of words."""
    return {"field": field, "type": "nominal", **more}


def answering(tooltip: Iterable[str]) -> Part:
    """Return the encoding of what answers: a tooltip of some fields, and a link."""
    return {"tooltip": [nominal(field) for field in tooltip], "href": nominal("href")}


def _position(field: str, domain: Sequence[float], axis: Part | None) -> Part:
    scale = {"domain": domain, "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def layered(layers: Iterable[Part], width: float, height: float, **more: Any) -> Part:
    """Lay charts over each other."""
    return {"layer": list(layers), "width": round(width), "height": round(height), **more}


def legend(entries: Sequence[tuple[Mark, str]], width: float, page: Page, **more: Any) -> Part:
    """Explain marks in three columns."""
    down = -(-len(entries) // _COLUMNS)
    layers = Layers(_COLUMNS, down, page)
    drawn: list[Part] = []
    letters: list[Row] = []
    words: list[Row] = []
    for number, (mark, meaning) in enumerate(entries):
        x, y = -0.45 + number // down, number % down
        words.append({"x": x, "y": y, "text": meaning})
        if mark.shape.startswith("$"):
            letters.append({"x": x, "y": y, "text": mark.shape.strip("$").replace("\\,", " ")})
        else:
            drawn.append(layers.marks(attrs.evolve(mark, size=min(mark.size, 10.0)), [(x, y)]))
    drawn.append(layers.texts(letters, fontWeight="bold"))
    drawn.append(layers.texts(words, align="left", dx=14))
    return layered(drawn, width, _ROW * down, **more)


def title(text: str, subtitle: Iterable[str] = (), **style: Any) -> Part:
    """Return a title over the left edge; its further lines are smaller."""
    first, *rest = text.splitlines() or [""]
    return {"text": first, "subtitle": [*rest, *subtitle], "anchor": "start", **style}


def stacked(charts: Sequence[Part], page: Page) -> ConcatChart:
    """Put charts below each other and give them the look of all of ours."""
    ink, ink2 = page.color(signs.INK), page.color(signs.INK2)
    axis = {"labelColor": ink, "titleColor": ink2, "labelFontSize": SIZE, "titleFontSize": SIZE}
    small = {"subtitleColor": ink2, "subtitleFontSize": SIZE}
    config = {
        "font": FONT,
        "padding": 14,
        "view": {"stroke": None},
        "axis": axis,
        "text": {"fontSize": SIZE},
        "title": {"color": ink, "fontSize": 17, "offset": 12, **small},
    }
    look = {
        "columns": 1,
        "align": "none",
        "spacing": 16,
        "background": page.color(WHITE),
        "config": config,
        "datasets": page.data,
        "resolve": {"scale": {"x": "independent", "y": "independent"}},
        "usermeta": {"embedOptions": {"loader": {"target": "_blank", "rel": "noopener"}}},
    }
    alt = import_optional("altair", "alstx.plot.interactive", "plot")
    parts = [
        alt.HConcatSpecGenericSpec(**part) if "hconcat" in part else alt.LayerSpec(**part)
        for part in charts
    ]
    made: ConcatChart = alt.ConcatChart(concat=parts, **look)
    return made


def breadth(text: str) -> float:
    """Return about how wide a text is, in pixels: only a browser knows its letters."""
    return _LETTER * len(text)


def whole(text: str) -> str:
    """Return a text whose blanks are kept as they are, even those at its start."""
    kept = text.replace(" ", "\N{NO-BREAK SPACE}")
    return f"\N{WORD JOINER}{kept}" if kept.startswith("\N{NO-BREAK SPACE}") else kept
