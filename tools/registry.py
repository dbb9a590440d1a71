"""Writes ``server.json``, which describes the server for assistants in the registry of MCP servers.

``python tools/registry.py`` writes it, and prints the line that the README needs. The registry
names a server by the owner of its repository, and compares that name with the line in the README
of the package. As long as the owner is not known, there is neither.
"""

import json
from pathlib import Path
from typing import Any

from alstx.about import VERSION

FILE = Path(__file__).parent.parent / "server.json"
OWNER: str | None = None
"""Owner of the repository, as GitHub spells it; None as long as nothing is published."""
SCHEMA = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"


def name(owner: str | None) -> str | None:
    """Returns the name of the server in the registry."""
    return None if owner is None else f"io.github.{owner}/alstx"


def line(owner: str | None) -> str | None:
    """Returns the line of the README by which the registry knows whose the package is."""
    return None if owner is None else f"<!-- mcp-name: {name(owner)} -->"


def document(owner: str | None) -> dict[str, Any]:
    """Returns the content of the file; without an owner it has no name."""
    package = {
        "registryType": "pypi",
        "identifier": "alstx",
        "version": VERSION,
        "runtimeHint": "uvx",
        "runtimeArguments": [{"type": "named", "name": "--with", "value": "alstx[mcp]"}],
        "packageArguments": [{"type": "positional", "value": "mcp"}],
        "transport": {"type": "stdio"},
    }
    return {
        "$schema": SCHEMA,
        **({} if owner is None else {"name": name(owner)}),
        "title": "ALS symptoms: what helps, who says so",
        "description": "What eases ALS symptoms, who says so, on what evidence: cited, offline",
        "version": VERSION,
        "packages": [package],
    }


def text(owner: str | None) -> str:
    """Returns the text of the file."""
    return json.dumps(document(owner), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(OWNER), encoding="utf-8", newline="\n")
    print(line(OWNER) or "no owner is known: no name, and no line for the README")  # noqa: T201
