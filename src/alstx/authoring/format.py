"""Writes a data folder in its canonical form: ``python -m alstx.authoring.format FOLDER``."""

import sys
from pathlib import Path

from alstx.authoring.loader import read
from alstx.authoring.writer import files
from alstx.errors import DataError


def rewrite(folder: Path) -> list[str]:
    """Rewrites the files of a valid folder whose text is not canonical.

    Returns:
        Paths, below the folder, of the files that were rewritten.

    Raises:
        DataError: If the folder is not valid; then nothing is written.
    """
    changed: list[str] = []
    for path, text in files(read(folder)).items():
        file, raw = folder / path, text.encode()
        if file.read_bytes() != raw:
            file.write_bytes(raw)
            changed.append(path)
    return changed


def main(folder: str) -> int:
    """Rewrites a folder and says which files changed, or what is wrong with it."""
    try:
        changed = rewrite(Path(folder))
    except DataError as error:
        print(error, file=sys.stderr)  # noqa: T201 (a command's answer)
        return 1
    for path in changed:
        print(path)  # noqa: T201 (a command's answer)
    return 0


if __name__ == "__main__" and main(sys.argv[1]):
    sys.exit(1)
