"""Colours of the site: those of `alstx.display.signs` on light pages, their like on dark ones."""

from collections.abc import Mapping

from alstx.display import signs
from alstx.vocab import Direction, Stance

_RECOMMEND = signs.STANCES[Stance.RECOMMEND]
_CONSIDER = signs.STANCES[Stance.CONSIDER]
_NULL = signs.DIRECTIONS[Direction.NO_DIFFERENCE]
_AGAINST = signs.STANCES[Stance.DO_NOT_RECOMMEND]
_UNKNOWN = signs.STANCES[Stance.INSUFFICIENT_EVIDENCE]

LIGHT: Mapping[str, str] = {
    "bg": "#ffffff",
    "surface": "#f5f7f8",
    "raise": "#ffffff",
    "ink": signs.INK,
    "ink2": signs.INK2,
    "link": "#00578f",
    "rule": signs.RULE,
    "line": signs.LINE,
    "tile": signs.TILE,
    "for2": _RECOMMEND.fill,
    "on-for2": _RECOMMEND.ink,
    "for1": _CONSIDER.fill,
    "on-for1": _CONSIDER.ink,
    "edge-for1": _CONSIDER.edge,
    "unk": signs.INK2,
    "edge-unk": _UNKNOWN.edge,
    "null": _NULL.fill,
    "on-null": _NULL.ink,
    "edge-null": _NULL.edge,
    "against": _AGAINST.fill,
    "on-against": _AGAINST.ink,
    "pale": "#fdeee4",
    "on-pale": "#7a2f00",
}
_ONLY_DARK: Mapping[str, str] = {
    "surface": "#1c2126",
    "raise": "#20262c",
    "link": "#86c8f2",
    "on-for2": "#06151f",
    "on-against": "#1d0b00",
    "pale": "#3a1d0c",
    "on-pale": "#ffc9a6",
}
DARK: Mapping[str, str] = {
    name: _ONLY_DARK.get(name) or signs.DARK[colour] for name, colour in LIGHT.items()
}
TEXTS = (
    ("ink", "bg"),
    ("ink", "surface"),
    ("ink2", "bg"),
    ("ink2", "surface"),
    ("link", "bg"),
    ("link", "surface"),
    ("on-for2", "for2"),
    ("on-for1", "for1"),
    ("on-null", "null"),
    ("on-against", "against"),
    ("on-pale", "pale"),
)
"""Text and what it stands on: a contrast of 4.5 or more."""
BORDERS = (
    ("rule", "bg"),
    ("rule", "surface"),
    ("edge-for1", "bg"),
    ("edge-unk", "bg"),
    ("edge-null", "bg"),
    ("against", "bg"),
    ("for2", "bg"),
)
"""Borders that mean something: a contrast of 3 or more."""


def css() -> str:
    """Write the colours as custom properties; the reader's choice wins over the system's."""
    dark = _properties(DARK)
    return (
        f":root{{color-scheme:light;{_properties(LIGHT)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light])"
        f"{{color-scheme:dark;{dark}}}}}\n"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}\n"
    )


def _properties(colours: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in colours.items())


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2.

    Example:
        >>> round(contrast("#ffffff", "#000000"))
        21
    """
    lights = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
