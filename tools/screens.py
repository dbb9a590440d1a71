"""Writes the golden screens: what the terminal shows, at the widths that people use.

``python tools/screens.py`` writes ``tests/golden/screens/``. Read the diff: it is what people see.
"""

import os
from pathlib import Path

from click.testing import CliRunner

from alstx.cli.app import app

FOLDER = Path(__file__).parent.parent / "tests" / "golden" / "screens"
SCREENS = {
    "drooling-80.txt": (80, ("treatments", "drooling")),
    "drooling-120.txt": (120, ("treatments", "drooling")),
    "toy-60.txt": (60, ("treatments", "--data", "tests/toy", "--role", "all")),
    "toy-long-80.txt": (80, ("treatments", "--data", "tests/toy", "alphazine", "--long")),
    "interactions-80.txt": (80, ("interactions", "tizanidine", "fluvoxamine", "methadone")),
}
"""Name of file: columns and command, from the folder of the project."""


def screen(columns: int, args: tuple[str, ...]) -> str:
    """Returns what a command prints."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = str(columns)
    try:
        return CliRunner().invoke(app, list(args), catch_exceptions=False).stdout
    finally:
        del os.environ["COLUMNS"]
        if before is not None:
            os.environ["COLUMNS"] = before


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, (columns, args) in SCREENS.items():
        (FOLDER / name).write_text(screen(columns, args), encoding="utf-8", newline="\n")
