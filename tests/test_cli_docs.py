"""The page on the command line, and the README: each command prints what they show."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from alstx.cli.app import _COMMANDS

Run = Callable[..., Result]

ROOT = Path(__file__).parent.parent
TOY = ROOT / "tests" / "toy"
DOCS, README = ROOT / "docs" / "command-line.md", ROOT / "README.md"


def blocks(page: str) -> list[tuple[str, list[str]]]:
    """The examples of a page: each command, and the lines that the page shows of its output."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.rstrip("\n").split("\n")
            found.append((command, lines))
    return found


EXAMPLES = [example for page in (DOCS, README) for example in blocks(page.read_text("utf-8"))]


def test_the_page_names_every_command() -> None:
    """The page has a heading and an example for each command of the help, in its order."""
    headings = re.findall(r"^## `(\w+)`", DOCS.read_text("utf-8"), re.MULTILINE)
    assert list(_COMMANDS) == headings
    shown = {command.split()[1] for command, _ in EXAMPLES if command.startswith("alstx ")}
    assert set(_COMMANDS) <= shown


def test_the_page_names_every_shell() -> None:
    """The lines that switch completion on are those of the shells that have it."""
    page = DOCS.read_text("utf-8")
    for shell in ("bash", "zsh", "fish"):
        assert f"_ALSTX_COMPLETE={shell}_source alstx" in page


@pytest.mark.parametrize(("command", "lines"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_the_examples_of_the_page_are_true(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    lines: list[str],
) -> None:
    """Each example is a command that runs and prints what the page shows, line after line."""
    _, *args = shlex.split(command)
    if args[0] == "annotate":
        pytest.importorskip("narwhals")
        pytest.importorskip("polars")
    monkeypatch.chdir(tmp_path)
    file, _ = re.findall(r"```text\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    Path("medicines.csv").write_text(file, "utf-8")
    Path("german.csv").write_text("person;medicine\n1;Lioresal 10 mg\n2;keine\n", "utf-8")
    Path("my-formulary").symlink_to(TOY)
    result = run(*args, columns=80)
    assert "Usage:" not in result.output or "--help" in args
    parts = "\n".join(lines).split("\u2026\n" if "\u2026" in lines else "\0")
    place = 0
    for part in parts:  # in order, with gaps only where the page says that something is cut
        shown = part.removesuffix("\u2026").rstrip("\n")
        place = result.output.find(shown, place)
        assert place >= 0, shown
