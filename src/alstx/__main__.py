"""The command ``alstx``, and ``python -m alstx``."""

import gc
import sys

from alstx.errors import MissingExtraError

_COLLECT_FROM = 100_000
_BROUGHT_BY_THE_EXTRA = ("click", "rich")


def main() -> int:
    """Run the command line on the arguments of the process.

    Returns:
        1 if the extra is not installed. Else it does not return but exits: with 0; with 1 when
        something was not found or is not valid; or with 2 when the command was not understood.
    """
    gc.set_threshold(_COLLECT_FROM)  # to search what is imported for garbage takes a tenth of all
    try:
        from alstx.cli.app import app  # noqa: PLC0415 (an optional library)

        return int(app(prog_name="alstx") or 0)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _BROUGHT_BY_THE_EXTRA:
            raise
        sys.stderr.write(f"{MissingExtraError('the command line', 'cli')}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
