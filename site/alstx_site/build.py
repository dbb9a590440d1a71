"""Writing of the site into a folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from alstx import KnowledgeBase
from alstx_site import colours, explorer, pictures
from alstx_site.base import Base
from alstx_site.pages import Pages
from alstx_site.render import Renderer

ASSETS = Path(__file__).parent.parent / "assets"


def files(kb: KnowledgeBase, address: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield path and text of every file that follows from the knowledge base.

    Args:
        kb: The knowledge base.
        address: Where the site will lie, without a slash at the end; None where not known.
    """
    base = Base(kb)
    renderer = Renderer(base, address)
    yield from Pages(base, renderer).all()
    yield from explorer.answers(base, renderer)
    yield "data.js", explorer.script("alstxData", explorer.document(base))
    yield "codes.js", explorer.script("alstxData.codes", explorer.codes(base))
    style = (ASSETS / "site.css").read_text(encoding="utf-8")
    yield "site.css", colours.css() + style


def build(kb: KnowledgeBase, folder: Path, address: str | None = None) -> None:
    """Write the site into a folder, in the place of the pages that are there.

    Args:
        kb: The knowledge base.
        folder: The folder; made where there is none. Its folder `python` is left alone.
        address: Where the site will lie; None where not known.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.is_dir() and old.name != "python":
            shutil.rmtree(old)
    for path, text in files(kb, address):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    pictures.draw(Base(kb), folder)
    for asset in ASSETS.iterdir():
        if asset.name != "site.css":
            shutil.copyfile(asset, folder / asset.name)
