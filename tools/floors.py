"""Prints the oldest version that each dependency may have, as constraints for pip.

``python tools/floors.py > floors.txt && pip install -e ".[test]" -c floors.txt``
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

_FLOOR = re.compile(r"([A-Za-z0-9_.-]+)(?:\[.*\])?>=([0-9.]+)(?:,<[0-9.]+)?")
_EXTRAS = ("arrow", "cli", "fhir", "frames", "mcp", "pandas", "plot", "polars", "testing", "test")
_COMPANIONS = ("numpy<2",)
"""What the oldest allowed releases need and do not say themselves."""


def floors() -> Iterator[str]:
    """Yield ``name==version`` for every dependency at run time and in the tests."""
    text = (Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    extras = project["optional-dependencies"]
    for requirement in (*project["dependencies"], *(r for e in _EXTRAS for r in extras[e])):
        found = _FLOOR.fullmatch(requirement)
        if found:
            yield f"{found[1]}=={found[2]}"
    yield from _COMPANIONS


if __name__ == "__main__":
    print("\n".join(floors()))  # noqa: T201 (a command's answer)
