"""What tells machines about the project: server.json for the registry, llms.txt for assistants."""

import json
import re
import runpy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import alstx

ROOT = Path(__file__).parent.parent
LLMS = (ROOT / "docs" / "llms.txt").read_text(encoding="utf-8")
RULES: dict[str, Any] = {
    "type": "object",
    "required": ["name", "description", "version"],
    "properties": {
        "name": {"pattern": r"^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$", "maxLength": 200},
        "title": {"minLength": 1, "maxLength": 100},
        "description": {"minLength": 1, "maxLength": 100},
        "version": {"type": "string"},
        "packages": {
            "items": {
                "required": ["registryType", "identifier", "transport"],
                "properties": {
                    "packageArguments": {"items": {"required": ["type", "value"]}},
                    "runtimeArguments": {"items": {"required": ["type", "name", "value"]}},
                },
            }
        },
    },
}
"""What the registry's schema of 2025-12-11 asks of the keys that we use."""


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools" / "registry.py"))


def test_the_file_is_what_the_tool_writes(tool: dict[str, Any]) -> None:
    """`python tools/registry.py` writes server.json, with the version of the package."""
    text = (ROOT / "server.json").read_text(encoding="utf-8")
    assert text == tool["text"](tool["OWNER"])
    assert json.loads(text)["version"] == alstx.__version__
    (package,) = json.loads(text)["packages"]
    assert package["version"] == alstx.__version__
    assert [argument["value"] for argument in package["packageArguments"]] == ["mcp"]


def test_the_registry_takes_it_once_the_owner_is_known(tool: dict[str, Any]) -> None:
    """With an owner the file satisfies the registry's rules; the README must have its line."""
    found = tool["document"]("someone")
    jsonschema.Draft202012Validator(RULES).validate(found)
    assert found["name"] == "io.github.someone/alstx"
    assert tool["line"]("someone") == "<!-- mcp-name: io.github.someone/alstx -->"
    assert tool["line"](None) is None
    assert "name" not in tool["document"](None)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    line = tool["line"](tool["OWNER"])
    assert ("mcp-name:" in readme) == (line is not None)
    assert line is None or line in readme


def test_llms_txt_has_the_shape_of_the_convention() -> None:
    """A title, a summary, and lists of links under headings, the lesser ones last."""
    lines = LLMS.splitlines()
    assert lines[0] == "# alstx"
    assert lines[2].startswith("> ")
    headings = [line for line in lines if line.startswith("#")][1:]
    assert all(line.startswith("## ") for line in headings)
    assert headings[-1] == "## Optional"
    assert "alstx informs; it does not advise" in LLMS


def test_llms_txt_links_pages_of_the_site() -> None:
    """Each link is a page, named once; every page that helps to use or understand is there."""
    links = re.findall(r"^- \[[^]]+\]\(([\w-]+)\.html\): \S", LLMS, re.MULTILINE)
    assert len(links) == len(set(links)) == LLMS.count("](")
    pages = {page.stem for page in (ROOT / "docs").glob("*.md")}
    assert set(links) <= pages
    assert {"mcp", "concepts", "quickstart", "command-line", "embed-in-an-app"} <= set(links)
