"""The command ``python -m alstx_site FOLDER [ADDRESS]``: writes the site into a folder."""

import sys
from pathlib import Path

import alstx
from alstx_site.build import build

if __name__ == "__main__":
    build(alstx.load(), Path(sys.argv[1]), *sys.argv[2:3])
