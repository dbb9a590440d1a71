"""Tables that narrow screens show as cards: each cell carries the head of its column."""

from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

_PRE, _PRE_BY_KEY = "<pre>", '<pre tabindex="0">'
_SCROLL = '<div class="scroll">'
_SCROLL_BY_KEY = '<div class="scroll" tabindex="0" role="region" aria-label="Table">'


class Translator(HTML5Translator):
    """HTML as Sphinx writes it, with the head of its column on every cell of our tables."""

    def starttag(self, node: Any, tagname: str, suffix: str = "\n", *args: Any, **kw: Any) -> str:
        """Open a tag; roles keep the table a table where the style makes blocks of it."""
        if isinstance(node, nodes.entry) and tagname in ("td", "th"):
            kw |= _cell(node)
        elif isinstance(node, nodes.row) and _is_ours(node):
            kw["role"] = "row"
        elif isinstance(node, nodes.table) and "records" in node["classes"]:
            kw["role"] = "table"
        elif isinstance(node, nodes.thead | nodes.tbody) and _is_ours(node):
            kw["role"] = "rowgroup"
        elif isinstance(node, nodes.container) and _scrolls(node):
            kw |= {"tabindex": "0", "role": "region", "aria-label": "Table"}
        return str(super().starttag(node, tagname, suffix, *args, **kw))

    def visit_literal_block(self, node: Any) -> None:
        """Write code, which people without a mouse must be able to scroll."""
        at = len(self.body)
        try:
            super().visit_literal_block(node)
        finally:
            self.body[at:] = [
                part.replace("<pre>", '<pre tabindex="0">') for part in self.body[at:]
            ]

    def visit_raw(self, node: Any) -> None:
        """Write HTML as it is; what scrolls in a notebook's output can be reached by keyboard."""
        at = len(self.body)
        try:
            super().visit_raw(node)
        finally:
            self.body[at:] = [part.replace(_SCROLL, _SCROLL_BY_KEY) for part in self.body[at:]]


def _scrolls(node: nodes.container) -> bool:
    """Return whether it is the scrolling wrapper that the theme puts around other tables."""
    table = next(iter(node.findall(nodes.table)), None)
    return "table-wrapper" in node["classes"] and table is not None and not _is_ours(table)


def _is_ours(node: nodes.Node) -> bool:
    while node is not None and not isinstance(node, nodes.table):
        node = node.parent
    return node is not None and "records" in node["classes"]


def _cell(node: nodes.entry) -> dict[str, str]:
    if not _is_ours(node):
        return {}
    if isinstance(node.parent.parent, nodes.thead):
        return {"role": "columnheader", "scope": "col"}
    head = next(iter(node.parent.parent.parent.findall(nodes.thead)), None)
    at = node.parent.index(node)
    label = head[0][at].astext() if head else ""
    # narrow screens show no cell without a label
    return {"role": "cell"} | ({"data-label": label} if node.astext().strip() else {})
