"""Writing of the site into a folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import attrs

from alstx import KnowledgeBase
from alstx_site import charts, colours, explorer, pictures, playground, sheets
from alstx_site.base import Base
from alstx_site.pages import Pages
from alstx_site.render import Renderer

ASSETS = Path(__file__).parent.parent / "assets"
_KEPT = ("python",)


@attrs.frozen
class Settings:
    """Facts known beside the knowledge base.

    Attributes:
        address: Where the site will lie, without a slash at the end; None where not known.
        pyodide: Folder of the npm package `pyodide`; without it no page runs Python.
        wheels: Folder of the wheels that such a page unpacks.
    """

    address: str | None = None
    pyodide: Path | None = None
    wheels: Path | None = None


def files(base: Base, renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Yield path and text of every file that follows from the knowledge base."""
    yield from Pages(base, renderer).all()
    yield from explorer.answers(base, renderer)
    yield from charts.scripts(base)
    yield from sheets.scripts(base)
    yield "data.js", explorer.script("alstxData", explorer.document(base))
    yield "more.js", explorer.script("alstxData.more", explorer.more(base))
    style = (ASSETS / "site.css").read_text(encoding="utf-8")
    yield "site.css", colours.css() + style


def build(kb: KnowledgeBase, folder: Path, settings: Settings) -> None:
    """Write the site into a folder, in the place of the pages that are there.

    Args:
        kb: The knowledge base.
        folder: The folder; made where there is none. Its folder `python` is left alone.
        settings: What is known beside the knowledge base.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.is_dir() and old.name not in _KEPT:
            shutil.rmtree(old)
    base = Base(kb)
    can_run = settings.pyodide is not None and settings.wheels is not None
    renderer = Renderer(base, settings.address, can_run=can_run)
    for path, text in files(base, renderer):
        write(folder / path, text)
    if settings.pyodide is not None and settings.wheels is not None:
        wheels = playground.copy(settings.pyodide, settings.wheels, folder)
        write(folder / "try.html", playground.page(renderer, wheels))
    pictures.draw(base, folder)
    for asset in ASSETS.iterdir():
        if asset.name != "site.css":
            shutil.copyfile(asset, folder / asset.name)


def write(path: Path, text: str) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
