"""Changes of the next release, from the fragments that wait for it, data and library apart."""

import tomllib
from pathlib import Path

from alstx_docs import markdown as md


def next_release(root: Path) -> str:
    """Write the fragments in the order of the changelog; nothing where none waits."""
    config = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["towncrier"]
    sections = []
    for section in config["section"]:
        folder = root / config["directory"] / section["path"]
        kinds = [
            md.section(kind["name"], _bullets(folder, kind["directory"]), depth=4)
            for kind in config["type"]
        ]
        sections.append(md.section(section["name"], *kinds, depth=3))
    return md.section("Next release", *sections) + "\n"


def _bullets(folder: Path, kind: str) -> str:
    texts = (path.read_text("utf-8").strip() for path in sorted(folder.glob(f"*.{kind}.md")))
    return md.bullets(text.replace("\n", "\n  ") for text in texts)
