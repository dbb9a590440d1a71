"""The command line ``alstx``: commands in this package, what they show in `alstx.cli.pages`.

Only here are typer and rich imported, and only once a command runs.
"""

import sys

from alstx.errors import MissingExtraError

_BROUGHT_BY_THE_EXTRA = ("click", "rich", "typer")


def main() -> int:
    """Runs the command line on the arguments of the process.

    Returns:
        1 if the extra is not installed. Else it does not return but exits: with 0; with 1 when
        something was not found or is not valid; or with 2 when the command was not understood.
    """
    try:
        from alstx.cli.app import app  # noqa: PLC0415 (an optional library)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _BROUGHT_BY_THE_EXTRA:
            raise
        feature = "the command line"
        sys.stderr.write(f"{MissingExtraError(feature, 'cli')}\n")
        return 1
    return int(app(prog_name="alstx") or 0)
