"""The examples of the README and the docs do what they show.

The blocks of a page share one namespace and one folder, and run from top to bottom, as a reader
would type them: ``pycon`` and ``python`` blocks, and the ``alstx`` commands of ``console`` blocks.
A comment before a block says what else it is:

- ``<!-- file: NAME -->``: a file of that name, which the blocks after it may read;
- ``<!-- needs: LIBRARY -->``: needs what the tests do not; run where ALSTX_EXAMPLES names it;
- ``<!-- not run: REASON -->``: cannot run here.
"""

import doctest
import os
import re
import shlex
import shutil
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

import alstx
from alstx.cli.app import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
RUN_ELSEWHERE = {"command-line.md": "tests/test_cli_docs.py compares what each command prints"}
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
SHOWN = {"console", "csv", "json", "pycon", "python", "text", "yaml"}
LOCAL = """\
id: our-clinic
kind: information-page
title: Leaflet of our clinic
url: https://example.org/leaflet
reviewed: '2026-11-24'
"""
_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>[^:>]*):? ?(?P<what>[^>]*?) ?-->\n+)?"
    r"^(?P<indent> *)```(?P<language>\S*)[^\n]*\n(?P<text>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)


@attrs.frozen
class Block:
    """A block of code on a page."""

    place: str
    line: int
    language: str
    text: str
    mark: str
    what: str


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, without those that only Sphinx reads."""
    text = page.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        if found["language"].startswith("{"):
            continue
        line = text.count("\n", 0, found.start("text")) + 1
        body = re.sub(f"^{found['indent']}", "", found["text"], flags=re.MULTILINE)
        mark, what = (found["mark"] or "").strip(), found["what"] or ""
        yield Block(f"{page.name}:{line}", line, found["language"], body, mark, what)


def run_page(page: Path, *given: str) -> int:
    """Runs the blocks of a page in the working folder, and counts them.

    Args:
        page: The page.
        given: Libraries that are there, so that what needs them runs too.
    """
    shared: dict[str, Any] = {"__name__": "__main__"}
    ran = 0
    for block in blocks(page):
        assert block.language in SHOWN, f"{block.place}: is {block.language!r} code that runs?"
        assert block.mark in {"", "file", "needs", "not run"}, f"{block.place}: {block.mark!r}"
        assert bool(block.mark) == bool(block.what), f"{block.place}: the mark gives no reason"
        if block.mark == "file":
            Path(block.what).parent.mkdir(parents=True, exist_ok=True)
            Path(block.what).write_text(block.text, encoding="utf-8")
        elif block.mark != "not run" and (block.mark != "needs" or block.what in given):
            _run(block, shared)
            ran += 1
    return ran


def _run(block: Block, shared: dict[str, Any]) -> None:
    if block.language == "python":
        code = compile("\n" * (block.line - 1) + block.text, block.place, "exec")
        exec(code, shared)  # noqa: S102 (our own pages)
    elif block.language == "pycon":
        _compare(block, shared)
    elif block.language == "console":
        for line in block.text.splitlines():
            command = line.removeprefix("$ ")
            if command.startswith("alstx "):
                result = CliRunner().invoke(app, shlex.split(command, comments=True)[1:])
                assert result.exit_code == 0, f"{block.place}: {command}: {result.output}"


def _compare(block: Block, shared: dict[str, Any]) -> None:
    """Runs `>>>` examples and compares what they give with what the page shows."""
    test = doctest.DocTestParser().get_doctest(
        block.text, shared, block.place, block.place, block.line - 1
    )
    test.globs = shared  # the test took a copy
    said: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(test, out=said.append, clear_globs=False)
    assert not said, "".join(said)


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a reader: records, a table and an app of theirs, and a copy of the data."""
    shutil.copytree(ROOT / "tests" / "toy", tmp_path / "my-formulary")
    (tmp_path / "local" / "sources").mkdir(parents=True)
    (tmp_path / "local" / "sources" / "our-clinic.yaml").write_text(LOCAL, encoding="utf-8")
    (tmp_path / "medicines.csv").write_text("person,drug\n1,ELAVIL 25MG\n", encoding="utf-8")
    data = Path("src", "alstx", "data")
    shutil.copytree(ROOT / data, tmp_path / data)
    for name in ("app.py", "models.py"):
        shutil.copyfile(ROOT / "examples" / "service" / name, tmp_path / name)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_run(page: Path, reader: Path) -> None:
    """Every example of a page runs, and gives what the page shows."""
    assert reader == Path.cwd()
    if page.name not in RUN_ELSEWHERE:
        run_page(page)


NEEDED = sorted({(page, b.what) for page in PAGES for b in blocks(page) if b.mark == "needs"})
GIVEN = os.environ.get("ALSTX_EXAMPLES", "").split(",")


@pytest.mark.parametrize(("page", "library"), NEEDED, ids=lambda i: getattr(i, "name", i))
def test_examples_run_with(page: Path, library: str, reader: Path) -> None:
    """The examples that need a further library run with it."""
    if library not in GIVEN:
        pytest.skip("run by nox -s site frames")
    assert reader == Path.cwd()
    assert run_page(page, library) > run_page(page)


def test_sessions_run_what_needs_more() -> None:
    """Each library that a page needs beyond the tests is given by a session."""
    sessions = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    given = re.findall(r'"ALSTX_EXAMPLES": "([^"]*)"', sessions)
    assert {library for _, library in NEEDED} == set(",".join(given).split(","))


BROKEN = {
    "python that raises": "```python\nimport alstx\nalstx.load().medications['nope']\n```\n",
    "python that is none": "```python\nfor:\n```\n",
    "another answer": "```pycon\n>>> 1 + 1\n3\n\n```\n",
    "another answer in a list": "1. Try\n\n   ```pycon\n   >>> 1 + 1\n   3\n\n   ```\n",
    "a name from a block that is gone": "```pycon\n>>> kb.version == ''\nFalse\n\n```\n",
    "a command that fails": "```console\n$ alstx show no-such-thing\n```\n",
    "a word that is no mark": "<!-- skipped: too slow -->\n```python\n1 / 0\n```\n",
    "a mark without a reason": "<!-- not run -->\n```python\n1 / 0\n```\n",
    "a language under another name": "```py\n1 + 1\n```\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_wrong_example_is_noticed(text: str, reader: Path) -> None:
    """What would mislead a reader fails this file."""
    page = reader / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises((AssertionError, alstx.NotFoundError, SyntaxError)):
        run_page(page)


STORY = """\
<!-- file: notes/one.txt -->
```text
baclofen
```

```python
from pathlib import Path

name = Path("notes/one.txt").read_text("utf-8").strip()
```

```pycon
>>> name
'baclofen'
```

<!-- not run: no number can be divided by nought -->
```python
1 / 0
```
"""


def test_blocks_share_names_and_files(reader: Path) -> None:
    """A page is one story: later blocks see names and files of earlier ones."""
    page = reader / "page.md"
    page.write_text(STORY, encoding="utf-8")
    assert run_page(page) == 2


def test_contributors_see_the_problems_that_their_guide_shows(reader: Path) -> None:
    """The block of problems in CONTRIBUTING.md is what the command says of such a file."""
    folder = reader / "src" / "alstx" / "data" / "medications"
    text = (folder / "baclofen.yaml").read_text(encoding="utf-8")
    text = text.replace("id: baclofen\n", "id: baklofen\n").replace("drug_classes:", "drug_clases:")
    (folder / "baklofen.yaml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["validate", "src/alstx/data"])
    (shown,) = [b.text for b in blocks(ROOT / "CONTRIBUTING.md") if b.language == "text"]
    assert shown.split() == result.output.split()
    assert result.exit_code == 1


def test_links_resolve() -> None:
    """Every link of a page to a file of the project leads to one; Sphinx makes ``made/``."""
    gone = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists() and not target.startswith("made/")
    ]
    assert [] == gone


def test_what_is_left_out_is_not_in_the_base() -> None:
    """No study or guideline that a page names as left out is a source by now."""
    page = (ROOT / "docs" / "left-out.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\[((?:DOI|PMID|PMCID|NCT):[^]]+)\]", page))
    known = {str(xref.id) for source in alstx.sources for xref in source.xrefs}
    assert len(named) > 60
    assert named & known == set()


def test_ci_calls_the_command_of_the_readme() -> None:
    """The command that CI runs is the README's, to the letter."""
    found = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    command = found[1].strip()
    assert "pytest" in command
    assert command in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


@pytest.mark.skipif(not os.environ.get("ALSTX_WHEEL"), reason="run by nox -s site")
def test_examples_ran_on_the_wheel() -> None:
    """What ran is what users install, and not the folder of the sources."""
    home = Path(alstx.__file__).resolve()
    assert home.is_relative_to(Path(sysconfig.get_path("purelib")).resolve())
