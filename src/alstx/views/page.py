"""The few HTML pieces that every view is made of."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice

from alstx import DISCLAIMER

Row = tuple[str, ...]

_STYLE = """
.alstx{font-size:.9em;line-height:1.35;max-width:72em;color:inherit}
.alstx table{border-collapse:collapse;color:inherit;background:transparent}
.alstx th,.alstx td{text-align:left;vertical-align:top;padding:.25em .7em;background:transparent;
border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
.alstx th{font-weight:600;white-space:nowrap}
.alstx a{color:inherit;text-decoration:underline}
.alstx .pill{border:1px solid color-mix(in srgb,currentColor 45%,transparent);border-radius:.7em;
padding:0 .5em;font-size:.85em;white-space:nowrap}
.alstx .note{opacity:.75;font-size:.85em;max-width:60em}
.alstx .scroll{overflow-x:auto}
"""


def page(title: str, body: str, note: str = "") -> str:
    """One fragment: a title, a body of trusted HTML, a note, and the disclaimer."""
    below = f'<p class="note">{escape(note)}</p>' if note else ""
    return (
        f'<div class="alstx"><style>{_STYLE}</style><p><b>{escape(title)}</b></p>'
        f'<div class="scroll">{body}</div>{below}<p class="note">{escape(DISCLAIMER)}</p></div>'
    )


def table(head: Row, rows: Sequence[Row]) -> str:
    """A table of cells that are trusted HTML."""
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    start = f"<thead><tr>{top}</tr></thead>" if any(head) else ""
    return f"<table>{start}<tbody>{lines}</tbody></table>"


def link(url: str | None, text: str, title: str = "") -> str:
    """A link to an address, or the bare text where there is none."""
    if url is None:
        return escape(text)
    hint = f' title="{escape(title)}"' if title else ""
    return f'<a href="{escape(url)}"{hint} rel="noopener">{escape(text)}</a>'


def pill(text: str) -> str:
    """A word in a rounded frame."""
    return f'<span class="pill">{escape(text)}</span>'


def words(texts: Iterable[str], most: int) -> str:
    """A list of words, shortened with a count."""
    found = list(texts)
    rest = len(found) - most
    more = f", … and {rest} more" if rest > 0 else ""
    return escape(", ".join(islice(found, most))) + more
