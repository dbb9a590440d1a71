"""A Sphinx extension that writes the knowledge base as pages, at every build, from the data."""

import re
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

import alstx
from alstx_site import api, changes, explorer
from alstx_site.base import FOLDER, Base
from alstx_site.drawings import draw
from alstx_site.lists import lists
from alstx_site.pages import pages
from alstx_site.tables import Translator

_EXAMPLES = "examples"


def _write(path: Path, text: str) -> None:
    """Write a page unless it is there already, so that a second build is short."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def write_pages(app: Sphinx) -> None:
    """Write every page of the knowledge base and of the API before Sphinx looks for pages."""
    source = Path(app.srcdir)
    base = Base(alstx.load())
    made = {f"{FOLDER}/{path}.md": text for path, text in (*pages(base), *lists(base))}
    made |= {f"api/{name}.md": text for name, text in api.pages()}
    for folder in (FOLDER, "api"):
        for old in (source / folder).rglob("*.md"):
            if old.relative_to(source).as_posix() not in made:
                old.unlink()
    for path, text in made.items():
        _write(source / path, text)
    _write(source / FOLDER / "next-release.txt", changes.next_release(source.parent))
    draw(base, source / FOLDER / "pictures")
    notebook = source.parent / _EXAMPLES / "concomitant_medications"
    (source / FOLDER / _EXAMPLES).mkdir(exist_ok=True)
    for file in (*notebook.glob("*.ipynb"), *notebook.glob("*.py")):
        shutil.copyfile(file, source / FOLDER / _EXAMPLES / file.name)


def write_explorer(app: Sphinx, failed: Exception | None) -> None:
    """Write the explorer beside the pages of an HTML build."""
    if failed is None and app.builder.format == "html":
        target = Path(app.outdir) / "explorer" / "index.html"
        _write(target, explorer.page(Base(alstx.load()), Path(app.srcdir) / "explorer"))


def set_caption_level(
    app: Sphinx, name: str, template: str, context: dict[str, Any], tree: object
) -> None:
    """Set the heading level of the captions of the navigation, which the theme leaves open."""
    del app, name, template, tree
    context["signs"] = explorer.sign_css()
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
    app.connect("build-finished", write_explorer)
    app.connect("html-page-context", set_caption_level, priority=900)
    app.connect("autodoc-process-docstring", keep_property_whole, priority=100)
    app.connect("autodoc-process-signature", drop_type_variable)
    app.set_translator("html", Translator)
    return {"version": alstx.__version__, "parallel_read_safe": True, "parallel_write_safe": True}
