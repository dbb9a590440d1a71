"""HTML pieces that every view is made of."""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from alstx.about import DISCLAIMER, NOTICE
from alstx.display.words import marked, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alstx.display.labels import Labels
    from alstx.display.signs import Sign
    from alstx.model.sources import Source

Row = tuple[str, ...]
PAGE, PAGES = 20, 5
"""Rows of a page, and pages of a table; the rest is counted."""
_FEW_COLUMNS = 3
_SHORT = 160
_LONGEST_LABEL = 60

_STYLE = """
.alstx{font-size:.9em;line-height:1.4;max-width:100em;color:inherit}
.alstx .title{font-weight:600;font-size:1.1em;margin:.2em 0 .5em}
.alstx .scroll table{border-collapse:collapse;color:inherit;background:transparent;margin:0}
.alstx .scroll tr{background:transparent}
.alstx .scroll th,.alstx .scroll td{text-align:left;vertical-align:top;padding:.3em .7em;
max-width:none;white-space:normal;background:transparent;
border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
.alstx .scroll th{font-weight:600;white-space:nowrap}
.alstx .scroll td:first-child{min-width:7em}
.alstx .scroll .many td:first-child{min-width:11em;max-width:17em}
.alstx .many+.fields{margin-top:1em}
.alstx .scroll .fields td:first-child{width:9em;opacity:.75}
.alstx a{color:inherit;text-decoration:underline}
.alstx .pill{border:1px solid color-mix(in srgb,currentColor 45%,transparent);border-radius:.7em;
padding:0 .5em;font-size:.85em;white-space:nowrap}
.alstx .alarm{border:0;background:#b54700;color:#fff;white-space:normal;display:inline-block;
text-indent:0}
.alstx .unseen{border-style:dashed;font-style:italic}
.alstx .sign{display:inline-block;min-width:1.2em;padding:0 .3em;margin-right:.2em;
border-radius:.25em;border:1px solid transparent;font-size:.85em;font-weight:600;text-align:center;
text-indent:0;line-height:1.35}
.alstx .hollow{border-color:color-mix(in srgb,currentColor 45%,transparent)}
.alstx .less{opacity:.75;font-size:.92em}
.alstx details{margin:.15em 0}
.alstx summary{cursor:pointer}
.alstx .note{opacity:.8;font-size:.85em;max-width:60em;margin:.5em 0}
.alstx .scroll{overflow-x:auto}
.alstx .scroll:focus-visible{outline:2px solid currentColor;outline-offset:2px}
.alstx .lines>div{padding-left:1em;text-indent:-1em}
.alstx .many .lines{min-width:11em}
@media (max-width:45em){.alstx .many thead,.alstx .many td:empty{display:none}
.alstx .many tr,.alstx .many td{display:block}
.alstx .scroll .many td{border:0;padding:.1em 0}
.alstx .many tr{padding:.4em 0;
border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
.alstx .many td[data-head]::before{content:attr(data-head) ": ";opacity:.75}
.alstx .many td:first-child::before{content:none}}
"""


def page(title: str, body: str, note: str = "") -> str:
    """Render one fragment: a title, a body of trusted HTML, a note, and the disclaimer.

    The disclaimer is one line that opens. Every fragment has it: none knows of another.
    """
    below = f'<p class="note">{escape(note)}</p>' if note else ""
    return (
        f'<div class="alstx"><style>{_STYLE}</style><p class="title">{escape(title)}</p>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}">{body}</div>'
        f'{below}<details class="note"><summary>{escape(NOTICE)}</summary>'
        f"{escape(DISCLAIMER)}</details></div>"
    )


def paged(head: Row, rows: Sequence[Row]) -> str:
    """Render a table of the first rows, with pages below it that open; none of it needs a script.

    Columns that are empty in all rows are left out.
    """
    filled = [at for at in range(len(head)) if any(row[at] for row in rows)]
    head = tuple(head[at] for at in filled)
    rows = [tuple(row[at] for at in filled) for row in rows]
    first, *rest = [rows[at : at + PAGE] for at in range(0, max(len(rows), 1), PAGE)]
    made = [table(head, first)]
    start = PAGE
    for page_ in rest:
        made.append(folded(f"Rows {start + 1} to {start + len(page_)}", table(head, page_)))
        start += PAGE
    return "".join(made)


def fields(rows: Sequence[tuple[str, str]]) -> str:
    """Render names with what is said under each, leaving out what is empty."""
    lines = "".join(f"<tr><td>{name}</td><td>{text}</td></tr>" for name, text in rows if text)
    return f'<table class="fields"><tbody>{lines}</tbody></table>'


def folded(title: str, body: str) -> str:
    """Render what opens on a click, or nothing where there is nothing in it."""
    return f"<details><summary>{escape(title)}</summary>{body}</details>" if body else ""


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


def cite(source: str, labels: Labels) -> str:
    """Return a link to a source by its label, or its id where it is not at hand."""
    found = labels.sources.get(source)
    if found is None:
        return escape(source)
    return cited(found, is_expired=found.is_expired_on(labels.day))


def cited(source: Source, *, is_expired: bool = False) -> str:
    """Return a link to a source by its label, marked, with the citation as a tooltip."""
    name = marked(cut(source.label, _LONGEST_LABEL), standing(source, is_expired=is_expired))
    return link(source.link, name, source.citation)


def cut(text: str, most: int = _SHORT) -> str:
    """Cut a text, with an ellipsis where something is missing."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def tip(text: str, said: str, kind: str = "") -> str:
    """Render a text with a tooltip."""
    style = f' class="{kind}"' if kind else ""
    hint = f' title="{escape(said)}"' if said else ""
    return f"<span{style}{hint}>{escape(text)}</span>"


def badge(sign: Sign, text: str, *, is_hollow: bool = False) -> str:
    """Render a text in the colours of a sign, or as an outline; its meaning is the tooltip."""
    hint = escape(sign.meaning)
    if sign.is_hollow or is_hollow:
        return f'<span class="sign hollow" title="{hint}">{escape(text)}</span>'
    colours = f"background:{sign.fill};color:{sign.ink}"
    return f'<span class="sign" style="{colours}" title="{hint}">{escape(text)}</span>'


def pill(text: str, kind: str = "") -> str:
    """Render a word in a rounded frame: an alarm, or dashed where something was not seen."""
    return f'<span class="pill{f" {kind}" if kind else ""}">{escape(text)}</span>'


def words(texts: Iterable[str], most: int) -> str:
    """Render a list of words, shortened with a count."""
    found = list(texts)
    rest = len(found) - most
    more = f", … and {rest} more" if rest > 0 else ""
    return escape(", ".join(islice(found, most))) + more
