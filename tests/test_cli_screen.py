"""The screen: how pages are drawn on terminals, in pipes and in files."""

import io
import json
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import alstx
from alstx.__main__ import main
from alstx.cli import screen as screens
from alstx.cli.render import draw
from alstx.cli.screen import Screen, size_of
from alstx.display.blocks import (
    ALARM,
    Column,
    Heading,
    Items,
    Lines,
    Page,
    Row,
    Span,
    Table,
    clean,
    markdown,
    plain,
)

Run = Callable[..., Result]

ROOT = Path(__file__).parent.parent
TOY = str(ROOT / "tests" / "toy")
GOLDEN = ROOT / "tests" / "golden" / "screens"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"  # type: ignore[assignment]  # of a stream, not of a text

    def isatty(self) -> bool:
        """Says so."""
        return True


def process(*args: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the command line in a process of its own."""
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "PYTHONIOENCODING")}
    return subprocess.run(
        [sys.executable, "-m", "alstx", *args],
        capture_output=True,
        env={**kept, "PYTHONUTF8": "1", **env},
        check=False,
    )


def drawn(page: Page, width: int = 60, *, is_terminal: bool = False) -> str:
    """What a screen draws of a page."""
    return draw(page, Terminal(), width, is_terminal=is_terminal)


# golden screens


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.txt")), ids=lambda file: file.stem)
def test_golden_screens(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The screens are as they were last looked at; ``tools/screens.py`` writes them anew."""
    monkeypatch.chdir(ROOT)
    tool = runpy.run_path("tools/screens.py")
    columns, args = tool["SCREENS"][file.name]
    assert tool["screen"](columns, args) == file.read_text("utf-8")
    assert {name.name for name in GOLDEN.iterdir()} == set(tool["SCREENS"])


@pytest.mark.parametrize("name", ["drooling-80", "drooling-120"])
def test_an_answer_is_one_screen(name: str) -> None:
    """The answer on drooling fits a large window, with a line for nearly every treatment."""
    assert len((GOLDEN / f"{name}.txt").read_text("utf-8").splitlines()) <= 60


# drawing

TABLE = Table(
    [Column("Name", 10, most=20), Column("Found", 10, 2), Column("Label", 5, 1)],
    [
        Row(["Alpha", "one thing", "on"], 0, ["++1", ""]),
        Row([["Beta of a name that is long ", Span("*!", ALARM)], "x", ""], 1, [".", "-"]),
        Row(["A heading"]),
        Row(["Gamma", "", ""], 0, ["", ""]),
    ],
    ["AB", "CDEF"],
)


def test_a_table_aligns_its_signs() -> None:
    """Columns of signs are as wide as their titles and signs; deeper rows are indented."""
    lines = drawn([TABLE], 80).splitlines()
    assert lines[0].startswith("Name                  AB CDEF Found")
    assert lines[1].startswith("Alpha                ++1      one thing")
    assert lines[2].startswith("  Beta of a name       .    - x")
    assert lines[3].startswith("    that is long *!")
    assert lines[4] == "A heading"
    assert lines[5] == "Gamma"


def test_a_table_without_room_is_a_list() -> None:
    """Below 80 columns each row is its name with what is said of it; the class's signs are left."""
    assert drawn([TABLE], 40).splitlines() == [
        "Alpha",
        "  Says   AB ++1",
        "  Found  one thing",
        "  Label  on",
        "  Beta of a name that is long *!",
        "    Says   CDEF -",
        "    Found  x",
        "A heading",
        "Gamma",
    ]
    wide = Table([Column("A", 60), Column("B", 60)], [Row(["a", "b"])])
    assert drawn([wide], 100).splitlines() == ["a", "  B  b"]


def test_blocks_stand_apart() -> None:
    """A blank line parts blocks, but not a heading from what it is the heading of."""
    page = [Heading("Top", 1), Lines(["a", "b"]), Items([("-", "c")]), Heading("H"), Lines(["d"])]
    assert drawn(page).splitlines() == ["Top", "a", "b", "", "-  c", "", "H", "d"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(TEXTS, st.integers(8, 60))
def test_text_keeps_its_words_and_its_width(text: str, width: int) -> None:
    """Lines fit, keep every character but blanks, and are indented but for the first."""
    lines = drawn([Lines([text])], width).rstrip("\n").split("\n")
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(clean(text).split()) == "".join("".join(lines).split())
    if clean(text).split() and clean(text)[0] != " ":
        assert all(line.startswith("  ") for line in lines[1:])


@given(st.text())
def test_clean_text_cannot_steer_a_terminal(text: str) -> None:
    """Cleaned text is printable and stays as it is when cleaned again."""
    assert clean(text).isprintable()
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_markdown_shows_text_as_it_is(text: str) -> None:
    """What looks like markup in a record is escaped; the words are all there."""
    shown = markdown([Lines([text])]).rstrip("\n")
    assert re.sub(r"\\([\\`*_{}\[\]<>|#~+-])", r"\1", shown) == clean(text).rstrip("\n")


def test_markdown_of_each_block() -> None:
    """Headings, lists, links and tables have their marks; a row of one cell is strong."""
    page = [
        Heading("Top", 1),
        Items([("+", [Span("a", "", "https://example.org"), " b"])]),
        TABLE,
    ]
    assert markdown(page).splitlines() == [
        "# Top",
        "",
        "- +: [a](https://example.org) b",
        "",
        "| Name | AB | CDEF | Found | Label |",
        "| --- | --- | --- | --- | --- |",
        "| Alpha | ++1 |  | one thing | on |",
        r"| &emsp;Beta of a name that is long \*! | . | - | x |  |",
        "| **A heading** |  |  |  |  |",
        "| Gamma |  |  |  |  |",
    ]
    assert plain([Span("a"), "b"]) == "ab"


# terminals


@pytest.fixture
def coloured(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of a terminal with colours."""
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "COLORTERM", "FORCE_COLOR", "PAGER", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


PAGE: Page = [Heading("Title"), Lines([Span("alarm", ALARM), Span("link", "", "https://a.org/")])]


def test_a_terminal_has_colours_and_links(coloured: pytest.MonkeyPatch) -> None:
    """On a terminal headings are bold and names are links; NO_COLOR turns colours off."""
    text = drawn(PAGE, is_terminal=True)
    assert "\x1b[1mTitle" in text
    assert "\x1b[1;31malarm" in text
    assert "\x1b]8;" in text
    assert "https://a.org/" in text
    coloured.setenv("NO_COLOR", "1")
    assert "31m" not in drawn(PAGE, is_terminal=True)
    coloured.setenv("TERM", "dumb")
    assert "\x1b" not in drawn(PAGE, is_terminal=True)


@pytest.mark.parametrize("force", ["FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE"])
def test_a_pipe_has_neither(coloured: pytest.MonkeyPatch, force: str) -> None:
    """In a pipe or file there are no escapes, whatever is forced."""
    coloured.setenv(force, "1")
    assert "\x1b" not in drawn(PAGE)


def test_a_link_that_could_steer_is_no_link() -> None:
    """An address with control characters is shown without being one."""
    page = [Lines([Span("x", "", "https://a.org/\x1b]8;;evil")])]
    assert "evil" not in drawn(page, is_terminal=True)


def terminal(lines: int | None = 10) -> Screen:
    """A screen on a terminal."""
    return Screen(Terminal(), 60, lines)


def test_long_pages_are_paged(coloured: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What does not fit the terminal goes through the pager that the user chose."""
    file = tmp_path / "seen.txt"
    pager = tmp_path / "pager.py"
    pager.write_text(f"import sys; open({str(file)!r}, 'wb').write(sys.stdin.buffer.read())")
    coloured.setenv("PAGER", f"'{sys.executable}' '{pager}'")
    screen = terminal()
    screen.show([Lines([f"line {n}" for n in range(30)])])
    assert file.read_text("utf-8").splitlines()[-1] == "line 29"
    assert screen.stream is not None
    assert screen.stream.getvalue() == ""  # type: ignore[attr-defined]  # of a text in memory
    short = terminal()
    short.show([Lines(["one"])])
    assert short.stream is not None
    assert short.stream.getvalue() == "one\n"  # type: ignore[attr-defined]


@pytest.mark.parametrize("pager", ["", "no-such-pager-at-all", "'unbalanced"])
def test_without_a_pager_pages_are_printed(coloured: pytest.MonkeyPatch, pager: str) -> None:
    """Where no pager is wanted or there is none, the page is written as it is."""
    coloured.setenv("PAGER", pager)
    screen = terminal()
    screen.show([Lines([f"line {n}" for n in range(30)])])
    assert screen.stream is not None
    assert "line 29" in screen.stream.getvalue()  # type: ignore[attr-defined]


def test_the_pager_is_less_where_none_is_chosen(coloured: pytest.MonkeyPatch) -> None:
    """Without a choice it is less, with the options that keep a short page on the screen."""
    seen: list[str] = []

    def which(command: str) -> None:
        seen.append(command)

    coloured.setattr("shutil.which", which)
    terminal().show([Lines(["x"] * 30)])
    assert seen == ["less"]
    assert screens._PAGER == "less -FRX"


def test_a_pager_that_is_interrupted_is_waited_for(coloured: pytest.MonkeyPatch) -> None:
    """Whoever leaves the pager by an interrupt sees no traceback."""
    waited: list[bool] = []

    class Pager:
        def __init__(self, *_: Any, **__: Any) -> None:
            pass

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def communicate(self, _: bytes) -> None:
            raise KeyboardInterrupt

        def wait(self) -> None:
            waited.append(True)

    coloured.setenv("PAGER", "cat")
    coloured.setattr("subprocess.Popen", Pager)
    terminal().show([Lines(["x"] * 30)])
    assert waited == [True]


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_on_a_real_terminal() -> None:
    """On a terminal the page has its width, colours and links; it is not held up by a pager."""
    import pty  # noqa: PLC0415 (POSIX only)

    main_end, other = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "72", "LINES": "500", "PAGER": "false"}
    env.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "alstx", "info", "--data", TOY]
    with subprocess.Popen(command, stdout=other, env=env):
        os.close(other)
        told = b""
        while part := _read(main_end):
            told += part
    assert b"\x1b[1malstx" in told
    text = re.sub(rb"\x1b\[[\d;]*m", b"", told).decode()
    assert max(map(len, text.splitlines())) <= 72


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # its other end is closed
        return b""


@pytest.mark.parametrize(("columns", "width"), [("20", 40), ("90", 90), ("300", 160), ("x", 100)])
def test_width_is_bounded(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    """A page is as wide as the terminal, but not too narrow or too wide to read."""
    monkeypatch.setenv("COLUMNS", columns)
    assert Screen.of_process().width == width
    monkeypatch.setenv("COLUMNS", "9" * 5000)
    assert size_of(None) == (100, None)


def test_size_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size is the terminal's, unless the environment says another."""
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((70, 20)))
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    assert size_of(sys.__stdout__) == (70, 20)
    monkeypatch.setenv("LINES", "50")
    assert size_of(sys.__stdout__) == (70, 50)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((0, 0)))
    assert size_of(sys.__stdout__) == (100, 50)


# streams


def test_a_process_without_output_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the process has no standard output nothing is written and nothing fails."""
    monkeypatch.setattr(sys, "stdout", None)
    screen = Screen.of_process()
    screen.show([Heading("T")])
    screen.lines("x")
    screen.json({})
    screen.document("x")


def test_every_encoding_gets_every_character() -> None:
    """What an encoding lacks is escaped, and JSON still holds every name."""
    done = process("show", "ean-2024", "--json", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    record = json.loads(done.stdout.decode("latin-1"))["results"][0]["record"]
    assert list(alstx.load().sources["ean-2024"].authors) == record["authors"]
    done = process("show", "ean-2024", "--long", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert rb"Chi\xf2" in done.stdout
    missing = process("show", "n\u00f6pe", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert missing.returncode == 1
    assert missing.stderr.startswith(b"no record 'n")
    assert missing.stderr.isascii()


def test_json_cannot_steer_a_terminal() -> None:
    """Control characters, lone surrogates and what the encoding lacks are escapes of JSON."""
    value = {"a": "\x1b[31m\x9b\u202e\udc80\u00e9\U0001f600\n"}
    for encoding in ("utf-8", "ascii"):
        stream = Terminal()
        stream.__class__ = type("Stream", (Terminal,), {"encoding": encoding})
        Screen(stream, 80, 24).json(value)
        text = stream.getvalue()
        assert all(line.isprintable() for line in text.splitlines())
        assert json.loads(text) == value
        assert encoding == "utf-8" or text.isascii()


def test_a_document_goes_out_as_it_is_but_not_to_a_terminal() -> None:
    """A file gets every character; on a terminal what could steer it is escaped."""
    text = "a\x1b[1m\u00e9\n"
    memory = io.StringIO()
    Screen(memory, 80, None).document(text)
    assert memory.getvalue() == text
    screen = Screen(Terminal(), 80, 24)
    screen.document(text)
    assert isinstance(screen.stream, Terminal)
    assert screen.stream.getvalue() == "a\\x1b[1m\u00e9\n"


def _broken(error: OSError) -> io.StringIO:
    class Broken(io.StringIO):
        def write(self, _text: str) -> int:
            raise error

        def fileno(self) -> int:
            return nowhere

    nowhere = os.open(os.devnull, os.O_WRONLY)
    return Broken()


def test_writing_fails_quietly_only_for_a_broken_pipe() -> None:
    """A broken pipe is swallowed, any other failure is raised."""
    Screen(_broken(BrokenPipeError()), 80, None).lines("x")
    with pytest.raises(OSError, match="full"):
        Screen(_broken(OSError("full")), 80, None).lines("x")


def test_a_failure_is_told_by_its_reason(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure to write is told by its reason, or by its text where it has none."""

    def fail(*_: Any) -> None:
        reason = "gone"
        raise OSError(reason)

    monkeypatch.setattr(Screen, "show", fail)
    result = run("info")
    assert result.exit_code == 1
    assert result.stderr == "the output cannot be written: gone\n"


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX pipe")
@pytest.mark.parametrize("args", [("treatments",), ("treatments", "--json"), ("--help",)])
def test_a_broken_pipe_ends_quietly(args: tuple[str, ...]) -> None:
    """A reader that goes away early is no error, and nothing is complained of."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "alstx", *args], stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert done.stderr == b""
    assert done.returncode in (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("args", [("info",), ("schema",), ("info", "--format", "csv")])
def test_a_full_disk_is_told(args: tuple[str, ...]) -> None:
    """What cannot be written is told in one line, with exit code 1."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "alstx", *args], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"the output cannot be written: ")
    assert len(done.stderr.splitlines()) == 1


def test_python_m_runs_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``python -m alstx`` is the command line."""
    monkeypatch.setattr(sys, "argv", ["alstx", "--version"])
    monkeypatch.delitem(sys.modules, "alstx.__main__", raising=False)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("alstx", run_name="__main__")
    assert not ended.value.code
    assert capsys.readouterr().out == f"alstx {alstx.__version__}\n"


@pytest.mark.parametrize("absent", ["click", "rich"])
def test_without_the_extra_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], absent: str
) -> None:
    """Without click or rich the command line names the extra to install, and exits with 1."""
    for module in [m for m in sys.modules if m.startswith("alstx.cli.")]:
        monkeypatch.delitem(sys.modules, module)
    for module in [m for m in sys.modules if m.partition(".")[0] == absent]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, absent, None)
    monkeypatch.setattr(sys, "argv", ["alstx", "info", "--data", TOY])
    assert main() == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "the command line needs the extra 'cli': pip install 'alstx[cli]'\n"


def test_another_missing_module_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of ours that is missing is not passed off as a missing extra."""
    monkeypatch.setitem(sys.modules, "alstx.cli.app", None)
    with pytest.raises(ModuleNotFoundError):
        main()
