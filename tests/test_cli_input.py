"""What people type: names that are wrong, options that are meant, hostile text, completion."""

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from click.shell_completion import get_completion_class
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import alstx
from alstx import KnowledgeBase, NotFoundError
from alstx.cli.app import _COMMANDS, App, app
from alstx.cli.question import names_of, option
from alstx.kb.lookup import NAMED_KINDS, either, lookup
from alstx.names.index import NameIndex
from alstx.vocab import Role

Run = Callable[..., Result]

ROOT = Path(__file__).parent.parent
TOY = str(ROOT / "tests" / "toy")
COMMANDS = list(_COMMANDS)


def joined(text: str) -> str:
    """A text without the line breaks and indents of its layout."""
    return " ".join(text.split())


def told(result: Result, code: int = 1) -> str:
    """The one line in which a command says what is wrong."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.isprintable()
    return line


# names


@pytest.mark.parametrize(
    ("args", "near"),
    [
        (("treatments", "droolling"), "drooling"),
        (("treatments", "--symptom", "droolling"), "drooling"),
        (("treatments", "--class", "benzodiazepin"), "enzodiazepine"),
        (("treatments", "drooling", "baklofen"), "aclofen"),
        (("medications", "--class", "benzodiazepin"), "enzodiazepine"),
        (("medications", "--mechanism", "muscarinic antagonst"), "uscarinic antagonist"),
        (("symptoms", "bulbar symptom"), "ulbar symptoms"),
        (("evidence", "mexilitine"), "exiletin"),
        (("evidence", "--therapy", "gastrostomi"), "astrostomy"),
        (("interactions", "baklofen", "quinine"), "aclofen"),
        (("show", "mexilitine"), "mexiletin"),
        (("show", "medications/baklofen"), "aclofen"),
        (("show", "ean-2023"), "EAN 2024"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-1],
)
def test_unknown_names_are_answered_with_near_ones(
    run: Run, args: tuple[str, ...], near: str
) -> None:
    """An unknown name ends with exit code 1 and near names, in one line of the standard error."""
    for more in ((), ("--json",), ("--format", "csv")):
        line = told(run(*args, *more))
        assert "did you mean" in line
        assert near in line


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (("treatments", "drooling", "advised-against"), "write --role advised-against"),
        (("treatments", "drooling", "on label"), "write --status on-label"),
        (("treatments", "drooling", "contested"), "write --contested"),
        (("treatments", "drooling", "long"), "write --long"),
        (("treatments", "json"), "write --format json"),
        (("evidence", "placebo"), "write --versus placebo"),
        (("evidence", "since"), "write --since"),
        (("medications", "studied"), "write --role studied"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-1],
)
def test_unexpected_words_say_which_option_is_meant(
    run: Run, args: tuple[str, ...], meant: str
) -> None:
    """A word that is not a name but the value or the name of an option is answered with it."""
    assert told(run(*args), 2).endswith(meant)


def test_a_name_like_no_other_is_answered_with_where_names_stand(run: Run) -> None:
    """Without near names an error says which commands list names; with them it does not."""
    assert told(run("treatments", "qqqq")).endswith("alstx medications list the names there are")
    assert told(run("treatments", "droolling")).endswith("did you mean 'drooling'?")


def test_what_another_command_takes_is_said(run: Run) -> None:
    """A name of a kind that the command does not take is answered with the command that does."""
    line = told(run("medications", "baclofen"), 2)
    assert (
        line == "'baclofen' is a medication, which this command does not take: alstx show baclofen"
    )
    line = told(run("treatments", "drooling", "cramps"), 2)
    assert line == "'cramps' is a second symptom beside 'sialorrhea': ask for one"
    line = told(run("treatments", "-s", "drooling", "cramps"), 2)
    assert "'cramps' is a second symptom" in line


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("drooling",), "no command 'drooling'; write: alstx treatments drooling (alstx --help)"),
        (("baclofen",), "no command 'baclofen'; write: alstx treatments baclofen (alstx --help)"),
        (("ALS",), "no command 'ALS'; write: alstx show ALS (alstx --help)"),
        (("EAN 2024",), "no command 'EAN 2024'; write: alstx show EAN 2024 (alstx --help)"),
        (
            ("dry", "mouth", "--long"),
            "no command 'dry'; write: alstx treatments dry mouth (alstx --help)",
        ),
        (("treatmnts",), "no command 'treatmnts'; did you mean 'treatments'? (alstx --help)"),
        (
            ("Elavil 50",),
            (
                "no command 'Elavil 50'; did you mean 'Elavil'? write: alstx treatments Elavil "
                "(alstx --help)"
            ),
        ),
        (
            ("elavyl 50 mg nocte",),
            "no command 'elavyl 50 mg nocte'; did you mean 'Elavil' or 'Flagyl'? (alstx --help)",
        ),
        (
            ("bacloffen",),
            (
                "no command 'bacloffen'; did you mean 'Baclofen' or 'label-it-baclofen' or "
                "'label-us-baclofen'? write: alstx treatments Baclofen (alstx --help)"
            ),
        ),
        (("qqqq",), "no command 'qqqq' (alstx --help)"),
        (("treatments", "--all"), "--all is now --long"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-1],
)
def test_what_is_no_command_or_option(run: Run, args: tuple[str, ...], line: str) -> None:
    """A name where a command is due, a misspelled command, an option of the past."""
    assert told(run(*args), 2) == line


def test_a_guess_is_no_instruction(run: Run, kb: KnowledgeBase) -> None:
    """Names that a word only resembles are all told as a question; one has its command."""
    with pytest.raises(NotFoundError) as caught:
        lookup(kb, "dopamine", NAMED_KINDS)
    assert len(caught.value.suggestions) > 1
    asked = " or ".join(map(repr, caught.value.suggestions))
    line = told(run("dopamine"), 2)
    assert line == f"no command 'dopamine'; did you mean {asked}? (alstx --help)"
    line = told(run("droolling"), 2)
    assert "did you mean 'drooling'? write: alstx treatments drooling (" in line


@pytest.mark.parametrize(
    "args",
    [
        ("treatments", "--symptom", ""),
        ("treatments", " "),
        ("treatments", "--role", "best"),
        ("treatments", "--level", "0"),
        ("treatments", "--level", "6"),
        ("treatments", "--format", "pdf"),
        ("treatments", "--no-such-option"),
        ("medications", "--role", "used"),
        ("medications", "--class", " "),
        ("evidence", "--direction", "up"),
        ("evidence", "--since", "lately"),
        ("evidence", "--since", "2020", "--until", "2010"),
        ("search",),
        ("search", " "),
        ("search", "x", "--limit", "0"),
        ("search", "x", "--kind", "treatments"),
        ("show",),
        ("show", " "),
        ("interactions",),
        ("interactions", "baclofen"),
        ("interactions", "baclofen", " "),
        ("export",),
        ("export", "--format", "docx"),
        ("export", "--format", "csv"),
        ("annotate", "x.csv"),
        ("annotate", "x.csv", "-c", "drug", "-o", "x.xlsx"),
        ("validate",),
        ("no-such-command",),
        ("--nope",),
    ],
    ids=" ".join,
)
def test_usage_errors_exit_with_2(run: Run, args: tuple[str, ...]) -> None:
    """What cannot be understood ends with exit code 2 and one line, never with a traceback."""
    if args[0] == "annotate":
        pytest.importorskip("narwhals")
    if args == ("treatments", "--symptom", ""):
        assert run(*args).exit_code in (0, 2)
    else:
        told(run(*args), 2)


def test_without_a_command_the_help_is_told(run: Run) -> None:
    """Nothing typed is answered with the help, on the standard error, with exit code 2."""
    result = run()
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Commands:" in result.stderr


def test_an_interrupt_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever interrupts a command gets exit code 1."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("alstx.cli.pages.info", interrupted)
    assert run("info").exit_code == 1


# hostile text

HOSTILE = ["\x1b[31mred", "[red]x[/red]", "a\nb", "\u202eevil", "\x00", "\udc80", "x" * 5000, "\t"]
PLACES: list[tuple[str, ...]] = [
    ("show",),
    ("show", "--json"),
    ("treatments",),
    ("treatments", "-s"),
    ("treatments", "--class"),
    ("treatments", "--role"),
    ("treatments", "--data"),
    ("medications", "--role"),
    ("symptoms", "--group"),
    ("evidence", "--direction"),
    ("evidence", "--since"),
    ("search", "--kind"),
    ("interactions", "baclofen"),
    ("export", "--format"),
    ("annotate", "-c", "x", "-o", "x.csv"),
    ("annotate", "x.csv", "-c", "x", "-o"),
    ("validate",),
    (),
    ("info",),
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:8]))
@pytest.mark.parametrize("args", PLACES, ids=" ".join)
def test_hostile_arguments_are_told_literally(run: Run, args: tuple[str, ...], text: str) -> None:
    """Control characters and markup in an argument never reach the terminal as such."""
    result = run(*args, text)
    assert result.exit_code in (1, 2)
    for line in result.output.splitlines():
        assert line.isprintable()
    if text.startswith("[red]") and args != ("annotate", "-c", "x", "-o", "x.csv"):
        assert "[red]x[/red]" in result.output or "annotate" in args


def test_hostile_options_are_told_literally(run: Run) -> None:
    """An option with control characters is named with escapes."""
    assert r"--\x1b[31mfoo" in told(run("treatments", "--\x1b[31mfoo"), 2)


def test_what_was_typed_is_shown_literally(run: Run) -> None:
    """A text with markup that still finds something is shown as it was typed."""
    result = run("search", "baclofen \x1b[1m")
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert r"'baclofen \x1b[1m'" in result.stdout


def test_markup_in_data_is_shown_as_written(run: Run, toy_folder: Path) -> None:
    """What looks like markup, emoji code or a link in a record is plain text on the page."""
    odd = "[bold red]Odd[/] :smile: [link=https://example.org]x[/link] [1]"
    file = toy_folder / "medications" / "betamol.yaml"
    text = file.read_text("utf-8")
    text = re.sub(r"^description: .*$", f"description: '{odd}'", text, flags=re.MULTILINE)
    file.write_text(text, "utf-8")
    assert odd in run("show", "betamol", "--data", str(toy_folder)).stdout


TYPED = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["drooling", "baclofen", "--json", "-s", "--role", "used", "--long", "--", "1"]
    ),
)


@given(st.sampled_from([*COMMANDS, ""]), st.lists(TYPED, max_size=3))
def test_any_text_gives_an_answer_or_an_error_of_ours(command: str, words: list[str]) -> None:
    """Whatever is typed, the exit code is 0, 1 or 2, and no traceback is shown."""
    if command in ("annotate", "export") and {"-o", "--output"} & {*words}:
        return
    args = [arg for arg in (command, "--data", TOY, *words) if arg or command]
    args = args if command not in ("schema", "validate", "") else [command, *words]
    result = CliRunner().invoke(app, args)
    assert result.exit_code in (0, 1, 2), result.exception
    assert isinstance(result.exception, SystemExit | None)
    for line in result.output.splitlines():
        assert line.isprintable() or result.exit_code == 0
    assert "Traceback" not in result.output


@given(st.text(max_size=40))
def test_any_name_is_found_or_not(name: str) -> None:
    """Looking any text up gives records, or an error of ours."""
    kb = alstx.load(TOY)
    try:
        found = lookup(kb, name)
    except alstx.AlstxError:
        return
    assert found


# help


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_forty_columns(run: Run, command: str) -> None:
    """On a narrow terminal each option has a line of its own, and says all that it says wide."""
    args = [command, "--help"] if command else ["--help"]
    narrow, wide = run(*args, columns=40).stdout, run(*args, columns=200).stdout
    assert max(map(len, narrow.splitlines())) <= 40
    assert joined(narrow).replace("- ", "-") == joined(wide).replace("- ", "-")
    options = re.findall(r"^  (-.*)$", narrow, re.MULTILINE)
    assert options
    assert all(len(option.split("  ")) == 1 for option in options)
    if command:
        assert run(command, "-h").exit_code == 0


def test_help_and_version(run: Run) -> None:
    """The help names every command in whole lines; the version is the library's."""
    result = run("--help")
    for command in COMMANDS:
        first = run(command, "--help").stdout.partition("\n\n")[2].partition("\n\n")[0]
        assert f"{command} {joined(first)}" in joined(result.stdout)
    assert "..." not in result.stdout.partition("Commands:")[2]
    assert run("--version").stdout == f"alstx {alstx.__version__}\n"
    assert isinstance(app, App)


def test_choices_are_words(run: Run) -> None:
    """What can be chosen is named in one phrase."""
    assert either(["a", "b"]) == "a or b"
    assert either(iter("abc")) == "a, b or c"
    assert either(["a"]) == "a"
    assert option("drug_class") == "--class"
    text = joined(run("treatments", "--help", columns=200).stdout).replace("- ", "-")
    assert either([*map(str, Role), "all"]) in text


# completion

SHELLS = ["bash", "zsh", "fish"]


def completed(words: Iterable[str], incomplete: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What the shells offer for a word that is being typed."""
    offered: list[set[str]] = []
    for shell in SHELLS:
        cls = get_completion_class(shell)
        assert cls is not None
        items = cls(app, {}, "alstx", "_ALSTX_COMPLETE").get_completions(list(words), incomplete)
        offered.append({item.value for item in items})
    del monkeypatch
    assert offered[0] == offered[1] == offered[2]
    return offered[0]


def test_commands_options_and_words_are_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands, options and the words that an option takes are offered."""
    assert completed([], "tre", monkeypatch) == {"treatments"}
    assert "--symptom" in completed(["treatments"], "--s", monkeypatch)
    assert completed(["treatments", "--role"], "", monkeypatch) == {*map(str, Role), "all"}
    assert completed(["no-such-command"], "x", monkeypatch) == set()


def test_names_are_completed(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of symptoms and medicines are offered, with hyphens for blanks, and all lead back."""
    assert {"drooling", "drool"} <= completed(["treatments"], "Droo", monkeypatch)
    assert "muscle-cramps" in completed(["treatments", "--symptom"], "muscle-c", monkeypatch)
    assert "elavil" in completed(["show"], "ela", monkeypatch)
    assert "baclofen" in completed(["interactions", "Elavil"], "bac", monkeypatch)
    assert "alphazine" in completed(["treatments", "--data", TOY], "alp", monkeypatch)
    assert "alphazine" not in completed(["treatments"], "alp", monkeypatch)
    assert completed(["treatments", "--data", "no-such-folder"], "dr", monkeypatch) == set()
    kinds = ("symptoms", "medications", "drug_classes")
    for name in names_of(kb, kinds, "")[::25]:
        assert lookup(kb, name, kinds)


def test_completion_makes_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell waits for it: names come from the tables alone."""
    kb = alstx.load(TOY)

    def fail(*_: object) -> None:
        raise AssertionError

    for kind in ("symptoms", "medications"):
        assert isinstance(getattr(kb, kind)._table.names, NameIndex)
    monkeypatch.setattr("alstx.kb.catalog.Catalog.__getitem__", fail)
    assert "drooling" in names_of(kb, ("symptoms", "medications"), "dro")


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_scripts(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each shell gets a script that asks this very command."""
    monkeypatch.setenv("_ALSTX_COMPLETE", f"{shell}_source")
    script = CliRunner().invoke(app, [], prog_name="alstx").stdout
    assert "alstx" in script
    assert f"_ALSTX_COMPLETE={shell}_complete" in script


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_completion_in_bash(tmp_path: Path) -> None:
    """In bash the tab key completes a symptom."""
    command = tmp_path / "alstx"
    command.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m alstx \"$@\"\n", "utf-8")
    command.chmod(0o755)
    script = (
        'eval "$(_ALSTX_COMPLETE=bash_source alstx)"; COMP_WORDS=(alstx treatments drooli); '
        'COMP_CWORD=2; _alstx_completion alstx; echo "${COMPREPLY[@]}"'
    )
    env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [str(shutil.which("bash")), "-c", script], capture_output=True, env=env, check=False
    )
    assert b"drooling" in done.stdout.split(), done.stderr


def test_streams_of_errors_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process without a standard error ends with its exit code."""
    monkeypatch.setattr(sys, "stderr", None)
    with pytest.raises(SystemExit) as ended:
        app.main(args=["show", "no such thing"], prog_name="alstx")
    assert ended.value.code == 1
    assert isinstance(sys.stdout, io.TextIOBase)
