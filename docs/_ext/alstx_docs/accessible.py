"""HTML that people without a mouse can use: what scrolls can be reached by keyboard."""

from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

_PRE, _PRE_BY_KEY = "<pre>", '<pre tabindex="0">'
_SCROLL = '<div class="scroll">'
_SCROLL_BY_KEY = '<div class="scroll" tabindex="0" role="region" aria-label="Table">'


class Translator(HTML5Translator):
    """HTML as Sphinx writes it, with a stop for the keyboard at all that scrolls."""

    def starttag(self, node: Any, tagname: str, suffix: str = "\n", *args: Any, **kw: Any) -> str:
        """Open a tag; the scrolling wrapper that the theme puts around tables can be reached."""
        if isinstance(node, nodes.container) and "table-wrapper" in node["classes"]:
            kw |= {"tabindex": "0", "role": "region", "aria-label": "Table"}
        return str(super().starttag(node, tagname, suffix, *args, **kw))

    def visit_literal_block(self, node: Any) -> None:
        """Write code, which people without a mouse must be able to scroll."""
        at = len(self.body)
        try:
            super().visit_literal_block(node)
        finally:
            self.body[at:] = [part.replace(_PRE, _PRE_BY_KEY) for part in self.body[at:]]

    def visit_raw(self, node: Any) -> None:
        """Write HTML as it is; what scrolls in a notebook's output can be reached by keyboard."""
        at = len(self.body)
        try:
            super().visit_raw(node)
        finally:
            self.body[at:] = [part.replace(_SCROLL, _SCROLL_BY_KEY) for part in self.body[at:]]
