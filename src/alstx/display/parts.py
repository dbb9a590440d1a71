"""HTML pieces that every view is made of."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice

from alstx.about import DISCLAIMER

Row = tuple[str, ...]
_FEW_COLUMNS = 3

_STYLE = """
.alstx{font-size:.9em;line-height:1.35;max-width:72em;color:inherit}
.alstx .scroll table{border-collapse:collapse;color:inherit;background:transparent;margin:0}
.alstx .scroll tr{background:transparent}
.alstx .scroll th,.alstx .scroll td{text-align:left;vertical-align:top;padding:.3em .7em;
max-width:none;white-space:normal;background:transparent;
border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
.alstx .scroll th{font-weight:600;white-space:nowrap}
.alstx .scroll td:first-child{min-width:7em}
.alstx a{color:inherit;text-decoration:underline}
.alstx .pill{border:1px solid color-mix(in srgb,currentColor 45%,transparent);border-radius:.7em;
padding:0 .5em;font-size:.85em;white-space:nowrap}
.alstx .note{opacity:.8;font-size:.85em;max-width:60em;margin:.7em 0}
.alstx .scroll{overflow-x:auto}
.alstx .scroll:focus-visible{outline:2px solid currentColor;outline-offset:2px}
.alstx .lines>div{padding-left:1em;text-indent:-1em}
.alstx .many .lines{min-width:13em}
@media (max-width:45em){.alstx .many thead,.alstx .many td:empty{display:none}
.alstx .many tr,.alstx .many td{display:block}
.alstx .scroll .many td{border:0;padding:.1em 0}
.alstx .many tr{padding:.4em 0;
border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
.alstx .many td[data-head]::before{content:attr(data-head) ": ";opacity:.75}
.alstx .many td:first-child::before{content:none}}
"""


def page(title: str, body: str, note: str = "") -> str:
    """Render one fragment: a title, a body of trusted HTML, a note, and the disclaimer."""
    below = f'<p class="note">{escape(note)}</p>' if note else ""
    return (
        f'<div class="alstx"><style>{_STYLE}</style><p><b>{escape(title)}</b></p>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}">{body}</div>'
        f'{below}<p class="note">{escape(DISCLAIMER)}</p></div>'
    )


def table(head: Row, rows: Sequence[Row]) -> str:
    """Render cells of trusted HTML as a table; on narrow screens rows of many become lists."""
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    marks = [f' data-head="{cell}"' if cell else "" for cell in head]
    lines = "".join(
        "<tr>"
        + "".join(f"<td{mark}>{cell}</td>" for mark, cell in zip(marks, row, strict=True))
        + "</tr>"
        for row in rows
    )
    start = f"<thead><tr>{top}</tr></thead>" if any(head) else ""
    many = ' class="many"' if len(head) > _FEW_COLUMNS else ""
    return f"<table{many}>{start}<tbody>{lines}</tbody></table>"


def listed(lines: Iterable[str]) -> str:
    """Render lines of trusted HTML below each other, with a hanging indent."""
    found = "".join(f"<div>{line}</div>" for line in lines)
    return f'<div class="lines">{found}</div>' if found else ""


def link(url: str | None, text: str, title: str = "") -> str:
    """Render a link, or the bare text where there is no address."""
    if url is None:
        return escape(text)
    hint = f' title="{escape(title)}"' if title else ""
    return f'<a href="{escape(url)}"{hint} rel="noopener">{escape(text)}</a>'


def pill(text: str) -> str:
    """Render a word in a rounded frame."""
    return f'<span class="pill">{escape(text)}</span>'


def words(texts: Iterable[str], most: int) -> str:
    """Render a list of words, shortened with a count."""
    found = list(texts)
    rest = len(found) - most
    more = f", … and {rest} more" if rest > 0 else ""
    return escape(", ".join(islice(found, most))) + more
