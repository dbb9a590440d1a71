"""The application: its commands, and how its errors are told."""

import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from itertools import takewhile
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from alstx.cli.screen import Screen, size_of
from alstx.errors import AlstxError, InvalidArgumentError, NotFoundError, shown

if TYPE_CHECKING:
    from alstx.kb.base import KnowledgeBase

_FAILED, _USAGE = 1, 2
_NARROW, _INDENT = 60, 4
_COMMANDS = {
    "treatments": "ask",
    "medications": "ask",
    "symptoms": "ask",
    "evidence": "ask",
    "interactions": "ask",
    "search": "ask",
    "show": "ask",
    "annotate": "files",
    "export": "files",
    "new": "files",
    "schema": "files",
    "validate": "files",
    "mcp": "serve",
    "info": "ask",
}
"""The commands in the order of the help, each with the module that holds it."""


_EXAMPLES = """\b
Begin with:
  alstx treatments drooling
  alstx show riluzole
  alstx interactions riluzole Elavil
"""


class App(click.Group):
    """The group of commands: each is loaded on use, and errors are told in one plain line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module: Any = import_module(f"alstx.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        command.context_class = _Context
        command.short_help = (command.help or "").partition("\n")[0]
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Return the command that was named, or say which was meant."""
        is_option = args[0].startswith("-")
        if not (is_option or args[0] in _COMMANDS or ctx.resilient_parsing):
            raise click.UsageError(_meant(args), ctx)
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; its errors become a line and an exit code."""
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.ClickException as error:
            code = _told(_words(error), error.exit_code)
        except AlstxError as error:
            is_usage = isinstance(error, InvalidArgumentError)
            code = _told(f"{error}{_further(error)}", _USAGE if is_usage else _FAILED)
        except ExceptionGroup as names:
            code = _told("\n".join(f"{e}{_further(e)}" for e in names.exceptions), _FAILED)
        except OSError as error:
            code = _told(f"the output cannot be written: {error.strerror or error}", _FAILED)
        except click.Abort:
            code = _FAILED
        sys.exit(code or 0)


class _Context(click.Context):
    """A context whose help fits a narrow terminal: options in one line, their help in the next."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what lays the help out."""
        formatter = super().make_formatter()
        columns, _ = size_of(sys.stdout)
        if columns < _NARROW:
            formatter.width = columns
            below = partial(formatter.write_dl, col_max=0, col_spacing=_INDENT)
            setattr(formatter, "write_dl", below)  # noqa: B010 (for this one)
        return formatter


App.context_class = _Context


def _told(text: str, code: int) -> int:
    """Write a message to the standard error; its lines stay lines."""
    Screen(sys.stderr, 0, None).lines(*text.split("\n"))
    return code


def _words(error: click.ClickException) -> str:
    """Return a usage error in one line, with what was meant."""
    if isinstance(error, click.NoSuchOption) and error.option_name == "--all":
        return "--all is now --long"
    words = " ".join(error.format_message().split("\n"))
    ctx = getattr(error, "ctx", None)
    return f"{words} ({ctx.command_path} --help)" if ctx else words


def _further(error: Exception) -> str:
    """Say where names stand, if an unknown one resembles none."""
    if not isinstance(error, NotFoundError) or error.suggestions or error.elsewhere or error.note:
        return ""
    return "; alstx symptoms and alstx medications list the names there are"


def _meant(args: Sequence[str]) -> str:
    """Say what an unknown command was meant for: a name, another command, or a name near it."""
    from alstx.kb.lookup import spelled  # noqa: PLC0415 (a message)
    from alstx.names.near import near_words  # noqa: PLC0415 (a message)

    kb, kind = _base(None), "command"
    text = " ".join(takewhile(lambda arg: not arg.startswith("-"), args))
    asked, near = _asking(kb, text)
    asked = asked or _asking(kb, args[0])[0]
    if asked:
        return f"no command {shown(args[0])}; write: {asked}"
    commands = near_words(args[0], _COMMANDS)
    told = str(NotFoundError(kind, args[0], commands or near))
    rivals = [name for name in near if not any(spelled(kb, name, ["sources"]))] or near
    return told if commands or len(rivals) != 1 else f"{told} write: {_asking(kb, rivals[0])[0]}"


def _asking(kb: "KnowledgeBase", name: str) -> tuple[str, tuple[str, ...]]:
    """Return the command that shows what has a name, or else the names that are near."""
    from alstx.kb.lookup import (  # noqa: PLC0415 (a message)
        NAMED_KINDS,
        is_disease,
        kind_of,
        lookup,
    )

    try:
        kind = "" if is_disease(kb, name) else kind_of(lookup(kb, name, NAMED_KINDS)[0])
    except AlstxError as error:
        return "", getattr(error, "suggestions", ())
    asks = kind in ("symptoms", "medications", "drug_classes", "therapies")
    word = name if name.replace(" ", "").replace("-", "").isalnum() else quote(name)
    return f"alstx {'treatments' if asks else 'show'} {word}", ()


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    from alstx.about import VERSION  # noqa: PLC0415

    if wanted:
        click.echo(f"alstx {VERSION}")
        ctx.exit()


def _base(data: str | None) -> "KnowledgeBase":
    """Load the records whose names complete what is typed; a context holds this function."""
    from alstx.io.load import load  # noqa: PLC0415 (the help needs no data)

    return load(data)


@click.group(
    cls=App,
    invoke_without_command=True,
    epilog=_EXAMPLES,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
        "obj": _base,
    },
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Print the version.",
)
@click.pass_context
def app(ctx: click.Context) -> None:
    """Treatments of the symptoms of ALS: who recommends them, and on what evidence.

    It informs; it does not advise. Ask a clinician who knows the person.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(_USAGE)
