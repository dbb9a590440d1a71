"""What pages of lists share: how they are cut, and what follows."""

from collections.abc import Sequence

from alstx.cli.pages.blocks import MUTED, Page, Paragraph
from alstx.cli.pages.words import counted, listed

_MOST_NAMED = 8


def rest(names: Sequence[str], one: str, many: str) -> Page:
    """Counts and names what a list was cut by; nothing where it is whole.

    Args:
        names: What is not shown.
        one: What one of them is, such as ``more finding``.
        many: What several are.
    """
    if not names:
        return []
    some = listed(list(dict.fromkeys(names)), most=_MOST_NAMED)
    return [Paragraph(f"{counted(len(names), one, many)}, shown with --all: {some}.", MUTED)]
