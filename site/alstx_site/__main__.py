"""The command ``python -m alstx_site FOLDER``: writes the site into a folder."""

import argparse
from pathlib import Path

import alstx
from alstx_site.build import Settings, build


def main() -> None:
    """Read the arguments and write the site."""
    parser = argparse.ArgumentParser(prog="alstx_site", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write it")
    parser.add_argument("--address", help="where it will lie, such as https://example.org/als")
    parser.add_argument("--pyodide", type=Path, help="folder of the npm package pyodide")
    parser.add_argument("--wheels", type=Path, help="folder of the wheels of alstx and attrs")
    given = parser.parse_args()
    build(alstx.load(), given.folder, Settings(given.address, given.pyodide, given.wheels))


if __name__ == "__main__":
    main()
