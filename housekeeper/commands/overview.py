"""What `housekeeper --help` and `--version` print, at hand without a parser.

`docs/write_commands.py` writes the text from the parser; `tests/commands/test_overview.py` holds
the two together.
"""

import os
import sys

from housekeeper import VERSION

FILE = os.path.join(os.path.dirname(__file__), "overview.txt")  # noqa: PTH118, PTH120


def overview() -> str:
    """The options of the whole program, and every command with what it does."""
    with open(FILE, encoding="utf-8") as opened:  # noqa: PTH123 - pathlib takes longer than all else
        return opened.read()


def version_text() -> str:
    """The version of the program and of the Python that runs it, a line."""
    return f"housekeeper {VERSION} (Python {sys.version.split()[0]})\n"
