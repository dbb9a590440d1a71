"""The page that runs the library in the browser: examples, Pyodide, and the wheels beside it."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from alstx_site.render import Renderer, description

FOLDER = "pyodide"
EXAMPLES = Path(__file__).parent.parent / "examples"
PARTS = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
"""Files of the npm package `pyodide` that the page loads."""


def examples() -> list[tuple[str, str, str]]:
    """Return id, title and code of each example; the title is its first comment."""
    found: list[tuple[str, str, str]] = []
    for path in sorted(EXAMPLES.glob("*.py")):
        head, _, code = path.read_text(encoding="utf-8").partition("\n")
        found.append((path.stem, head.removeprefix("# "), code.strip("\n")))
    return found


def page(renderer: Renderer, wheels: Sequence[str]) -> str:
    """Write the page.

    Args:
        renderer: Writes pages.
        wheels: Names of the wheels that it unpacks.
    """
    told = "Run the alstx library in the browser: Python and its knowledge base, with no install."
    return renderer.page(
        "try.html",
        "try.html",
        menu="try",
        title="Try alstx in the browser",
        description=description(told),
        examples=examples(),
        wheels=wheels,
    )


def copy(pyodide: Path, wheels: Path, folder: Path) -> list[str]:
    """Copy Pyodide and the wheels into the site; return the names of the wheels.

    Args:
        pyodide: Folder of the npm package.
        wheels: Folder of the wheels of alstx and of what it needs at run time.
        folder: Folder of the site.
    """
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for name in PARTS:
        shutil.copyfile(pyodide / name, target / name)
    found = sorted(wheels.glob("*.whl"))
    for wheel in found:
        shutil.copyfile(wheel, target / wheel.name)
    return [wheel.name for wheel in found]
