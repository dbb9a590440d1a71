"""Tab-separated lines without quoting: no cell may hold a tab or a line break, so none does."""

from collections.abc import Iterable


def tabbed(*rows: Iterable[str]) -> str:
    r"""Writes rows as lines of cells; white space of any kind becomes one blank.

    Example:
        >>> tabbed(["a", "b"], ["line\nbreak", ""])
        'a\tb\nline break\t\n'
    """
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows)
