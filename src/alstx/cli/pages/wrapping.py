"""Breaking text into lines, by the cells that a terminal gives each character."""

from collections.abc import Iterator
from itertools import accumulate

from rich.cells import cell_len

_GOOD_ENDS = "/-_?&="


def wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """Breaks a text at its blanks; every line but the first is indented.

    A word too long for a line is broken behind a slash or hyphen, or else where the line ends.

    Args:
        text: One paragraph.
        width: Cells in a line.
        indent: Blanks at the start of every line but the first.
    """
    lines: list[str] = []
    line = ""
    for word in _words(text, width - indent):
        joined = f"{line} {word.strip()}" if line.strip() else f"{line}{word.strip()}"
        glued = word.startswith("\0")
        if glued:
            joined = line + word[1:]
        if line.strip() and cell_len(joined) > width:
            lines.append(line)
            joined = " " * indent + word.strip().removeprefix("\0")
        line = joined
    return [*lines, line]


def _words(text: str, width: int) -> Iterator[str]:
    """The words; a long one in parts, of which all but the first start with a zero character."""
    for word in text.split():
        first = True
        rest = word
        while cell_len(rest) > width:
            part = _head(rest, width)
            yield part if first else f"\0{part}"
            rest, first = rest[len(part) :], False
        yield rest if first else f"\0{rest}"


def _head(word: str, width: int) -> str:
    """As much of a word as fits, up to a good place to break it."""
    fits = sum(cells <= width for cells in accumulate(map(cell_len, word)))
    part = word[: max(fits, 1)]
    good = max(part.rfind(end) for end in _GOOD_ENDS) + 1
    return part[:good] if good > width // 3 else part
