"""Writes a data folder in its canonical form: ``python -m alstx.authoring.format FOLDER``."""

import sys
from pathlib import Path

from alstx.authoring.loader import read
from alstx.authoring.writer import files


def rewrite(folder: Path) -> list[str]:
    """Rewrites the files of a valid folder whose text is not canonical.

    Returns:
        Paths, below the folder, of the files that were rewritten.

    Raises:
        DataError: If the folder is not valid; then nothing is written.
    """
    changed: list[str] = []
    for path, text in files(read(folder)).items():
        file = folder / path
        if file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


if __name__ == "__main__":
    for changed_path in rewrite(Path(sys.argv[1])):
        print(changed_path)  # noqa: T201 (a command's answer)
