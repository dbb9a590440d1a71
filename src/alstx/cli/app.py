"""The application: its commands, and how its errors are told."""

import sys
from functools import partial
from inspect import getdoc
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from alstx.about import version
from alstx.cli import (
    about,
    annotate,
    evidence,
    export,
    interactions,
    medications,
    search,
    show,
    symptoms,
    treatments,
    validate,
)
from alstx.cli.pages.screen import Screen, clean, to_ascii
from alstx.errors import AlstxError, InvalidArgumentError

_NOT_FOUND_OR_INVALID, _USAGE = 1, 2
_NARROW = 60
_INDENT = 4


def _fit(formatter: Any) -> None:
    """Makes help fit a narrow terminal: what an option does stands below it, not beside it."""
    columns = Screen.of_process().width
    if columns < _NARROW:
        formatter.width = columns
        formatter.write_dl = partial(formatter.write_dl, col_max=0, col_spacing=_INDENT)


class _Command(TyperCommand):
    """A command whose help fits the terminal."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help."""
        _fit(formatter)
        super().format_help(ctx, formatter)


class _Group(TyperGroup):
    """Tells errors in one plain line, whatever the text that caused them; its help fits too."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help."""
        _fit(formatter)
        super().format_help(ctx, formatter)

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Reads the arguments."""
        try:
            return super().make_context(*args, **kwargs)
        except Exception as error:
            _tame(error)
            raise

    def invoke(self, ctx: Any) -> Any:
        """Runs the command, and turns its errors into exit codes."""
        try:
            return super().invoke(ctx)
        except AlstxError as error:
            typer.echo(_told(str(error)), err=True)
            usage = isinstance(error, InvalidArgumentError)
            raise typer.Exit(_USAGE if usage else _NOT_FOUND_OR_INVALID) from None
        except OSError as error:
            reason = error.strerror or str(error)
            typer.echo(_told(f"the output cannot be written: {reason}"), err=True)
            raise typer.Exit(_NOT_FOUND_OR_INVALID) from None
        except Exception as error:
            _tame(error)
            raise


def _told(text: str) -> str:
    """Makes a message fit for the standard error; its lines stay lines."""
    is_ascii = not (sys.stderr.encoding or "ascii").lower().startswith("utf")
    lines = [to_ascii(clean(line)) if is_ascii else clean(line) for line in text.split("\n")]
    return "\n".join(lines)


def _tame(error: Exception) -> None:
    """Takes control characters out of a usage error: it quotes what was typed."""
    message = getattr(error, "message", None)
    if isinstance(message, str):
        vars(error)["message"] = _told(message)


app: typer.Typer = typer.Typer(
    cls=_Group,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command in (
    treatments,
    medications,
    symptoms,
    evidence,
    interactions,
    search,
    show,
    annotate,
    export,
    validate,
    about,
):
    _command.add_to(app)
for _registered in app.registered_commands:
    _registered.cls = _Command
    _registered.short_help = (getdoc(_registered.callback) or "").partition("\n")[0]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"alstx {version()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    *,
    _show: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """What is used to ease the symptoms of ALS, who recommends it, and on what evidence.

    It informs; it does not advise. Ask a clinician who knows the person.
    """
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(_USAGE)
