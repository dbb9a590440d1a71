"""Signs and colours of stance, direction and severity, for every surface.

One meaning has one colour in stance, direction and severity; sign or shape says it without colour.
The hues are those of Okabe and Ito, deepened behind white text.
"""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from alstx.vocab import Direction, LabelStatus, Line, Population, Severity, Stance


@attrs.frozen
class Sign:
    """Appearance of one meaning.

    Attributes:
        text: The sign in a terminal.
        meaning: What it means, in a word or two.
        fill: Colour on a light page.
        ink: Colour of text on it.
        shape: Shape of a mark: circle, diamond, square, shield or point.
        is_hollow: Whether the mark is an outline.
    """

    text: str
    meaning: str
    fill: str
    ink: str
    shape: str = "square"
    is_hollow: bool = False

    @property
    def edge(self) -> str:
        """Colour of its border: a contrast of 3 or more on a light page."""
        return _EDGES[self.fill]


INK, INK2, RULE, LINE, TILE = "#15191d", "#4b545d", "#7c8690", "#d5dade", "#e9edf0"
"""Text, lesser text, borders that mean something, borders that do not, and a tile."""
_FOR2, _FOR1, _UNKNOWN, _NULL, _AGAINST = "#0072b2", "#cfe8f8", "#6b747d", "#fbe3b0", "#b54700"
_EDGES = {
    _FOR2: _FOR2,
    _FOR1: "#2f8ec6",
    _NULL: "#b87d00",
    _AGAINST: _AGAINST,
    "#ffffff": _UNKNOWN,
}

DARK: Mapping[str, str] = MappingProxyType(
    {
        "#ffffff": "#14171a",
        INK: "#e9ebee",
        INK2: "#b3bbc3",
        RULE: "#7d8893",
        LINE: "#363e46",
        TILE: "#2a3138",
        _FOR2: "#56b4e9",
        _FOR1: "#143b54",
        "#003a57": "#c9e8fb",
        "#2f8ec6": "#4a9fd0",
        _UNKNOWN: "#98a2ac",
        _NULL: "#4a3605",
        "#4a3300": "#ffdf9e",
        "#b87d00": "#e69f00",
        _AGAINST: "#f0894a",
    }
)
"""Colours on a dark page, by those on a light one: the strongest statement is the brightest."""


def painted(color: str, *, dark: bool) -> str:
    """Return a colour of ours as it is on a light or a dark page.

    Example:
        >>> painted(INK, dark=False), painted(INK, dark=True)
        ('#15191d', '#e9ebee')
    """
    return DARK.get(color, color) if dark else color


STANCES: Mapping[Stance, Sign] = MappingProxyType(
    {
        Stance.RECOMMEND: Sign("++", "recommends", _FOR2, "#ffffff"),
        Stance.CONSIDER: Sign("+", "considers", _FOR1, "#003a57"),
        Stance.INSUFFICIENT_EVIDENCE: Sign(
            "?", "insufficient evidence", "#ffffff", _UNKNOWN, is_hollow=True
        ),
        Stance.SAYS_INEFFECTIVE: Sign("x", "says ineffective", _NULL, "#4a3300"),
        Stance.DO_NOT_RECOMMEND: Sign("-", "advises against", _AGAINST, "#ffffff"),
    }
)
GRADED = Sign("g", "grades it, no stance", "#ffffff", _UNKNOWN, is_hollow=True)


def stance(stance: Stance | None) -> Sign:
    """Return the sign of a stance, or that of a source which only grades."""
    return GRADED if stance is None else STANCES[stance]


DIRECTIONS: Mapping[Direction, Sign] = MappingProxyType(
    {
        Direction.BENEFIT: Sign("benefit", "benefit", _FOR2, "#ffffff", "circle"),
        Direction.MIXED: Sign("mixed", "mixed", _FOR1, "#003a57", "diamond"),
        Direction.INCONCLUSIVE: Sign(
            "inconclusive", "inconclusive", "#ffffff", _UNKNOWN, "circle", is_hollow=True
        ),
        Direction.NO_DIFFERENCE: Sign("no difference", "no difference", _NULL, "#4a3300", "square"),
        Direction.HARM: Sign("harm", "harm", _AGAINST, "#ffffff", "shield"),
        Direction.NO_DATA: Sign("no data", "no data", "#ffffff", _UNKNOWN, "point", is_hollow=True),
    }
)
SEVERITIES: Mapping[Severity, Sign] = MappingProxyType(
    {
        Severity.CONTRAINDICATED: Sign("XX", "contraindicated", _AGAINST, "#ffffff"),
        Severity.AVOID: Sign("X", "avoid", _AGAINST, "#ffffff"),
        Severity.CAUTION: Sign("~", "caution", _NULL, "#4a3300"),
    }
)
LINES: Mapping[Line, str] = MappingProxyType(
    {Line.FIRST: "1", Line.SECOND: "2", Line.THIRD: "3", Line.ADJUNCT: "a"}
)
OF_CLASS, CONTESTED, BOXED, NO_STUDY = ".", "*", "!", "o"

STATUSES: Mapping[LabelStatus, str] = MappingProxyType(
    {
        LabelStatus.WARNED_AGAINST: "warned against",
        LabelStatus.ON_LABEL: "on label",
        LabelStatus.LABELLED_FOR_OTHERS: "labelled for others",
        LabelStatus.OFF_LABEL: "off label",
        LabelStatus.UNKNOWN: "label not read",
        LabelStatus.NOT_APPLICABLE: "",
    }
)
POPULATIONS: Mapping[Population, str] = MappingProxyType(
    {
        Population.ALS: "ALS",
        Population.MND: "MND",
        Population.MIXED: "ALS and others",
        Population.OTHER: "other disease",
    }
)
