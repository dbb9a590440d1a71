"""A Sphinx extension that writes the API reference and the changes that wait for a release."""

import re
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

import alstx
from alstx_docs import api, changes
from alstx_docs.accessible import Translator

MADE = "made"
"""Folder of what is written at every build, beside that of the reference."""
_EXAMPLES = "examples"


def _write(path: Path, text: str) -> None:
    """Write a page unless it is there already, so that a second build is short."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def write_pages(app: Sphinx) -> None:
    """Write every page of the API before Sphinx looks for pages."""
    source = Path(app.srcdir)
    made = {f"api/{name}.md": text for name, text in api.pages()}
    for old in (source / "api").rglob("*.md"):
        if old.relative_to(source).as_posix() not in made:
            old.unlink()
    for path, text in made.items():
        _write(source / path, text)
    _write(source / MADE / "next-release.txt", changes.next_release(source.parent))
    notebook = source.parent / _EXAMPLES / "concomitant_medications"
    (source / MADE / _EXAMPLES).mkdir(exist_ok=True)
    for file in (*notebook.glob("*.ipynb"), *notebook.glob("*.py")):
        shutil.copyfile(file, source / MADE / _EXAMPLES / file.name)


def set_caption_level(
    app: Sphinx, name: str, template: str, context: dict[str, Any], tree: object
) -> None:
    """Set the heading level of the captions of the navigation, which the theme leaves open."""
    del app, name, template, tree
    key = "furo_navigation_tree"
    if key in context:
        context[key] = context[key].replace('role="heading"', 'role="heading" aria-level="2"')


def keep_property_whole(
    app: Sphinx, what: str, name: str, found: object, options: object, lines: list[str]
) -> None:
    """Keep napoleon from taking the words before a colon for the type of a property."""
    del app, name, found, options
    if what in ("attribute", "data", "property"):
        lines.insert(0, "")


def drop_type_variable(
    app: Sphinx, what: str, name: str, found: object, options: object, signature: str, gives: str
) -> tuple[str, str] | None:
    """Leave out the type variable of converters, which no reader knows: the fields say more."""
    del app, what, name, found, options
    return (re.sub(r"Iterable\[[\w.~]*\bT\]", "Iterable", signature), gives) if signature else None


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the handlers of the extension."""
    app.connect("builder-inited", write_pages)
    app.connect("html-page-context", set_caption_level, priority=900)
    app.connect("autodoc-process-docstring", keep_property_whole, priority=100)
    app.connect("autodoc-process-signature", drop_type_variable)
    app.set_translator("html", Translator)
    return {"version": alstx.__version__, "parallel_read_safe": True, "parallel_write_safe": True}
