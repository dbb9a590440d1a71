"""``python -m alstx``: the command line."""

import sys

from alstx.cli import main

sys.exit(main())
