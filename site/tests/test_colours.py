"""Colours: one code with the library, enough contrast, light and dark."""

import pytest

from alstx.display import signs
from alstx_site.colours import BORDERS, DARK, LIGHT, TEXTS, contrast, css


def test_both_themes_have_the_same_colours() -> None:
    """No colour is missing on dark pages."""
    assert LIGHT.keys() == DARK.keys()
    assert css().count("--bg:") == 3


def test_light_pages_have_the_colours_of_the_signs() -> None:
    """Every fill and ink of the library's signs is a colour of the site."""
    of_signs = {**signs.STANCES, **signs.DIRECTIONS, **signs.SEVERITIES}.values()
    assert {sign.fill for sign in of_signs} <= set(LIGHT.values())
    assert {sign.edge for sign in of_signs} <= set(LIGHT.values())


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_and_borders_can_be_seen(theme: dict[str, str]) -> None:
    """Text has a contrast of 4.5 or more, a border that means something 3 or more."""
    assert [pair for pair in TEXTS if contrast(theme[pair[0]], theme[pair[1]]) < 4.5] == []
    assert [pair for pair in BORDERS if contrast(theme[pair[0]], theme[pair[1]]) < 3] == []
