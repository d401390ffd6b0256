"""What `housekeeper --help` and `--version` print, at hand without a parser.

`docs/write_commands.py` writes the text from the parser; `tests/commands/test_overview.py` holds
the two together.
"""

import os
import sys

from housekeeper import VERSION

FILE = os.path.join(os.path.dirname(__file__), "overview.txt")  # noqa: PTH118, PTH120


_WRITTEN_FOR = 80
_NARROWEST = 30
"""Columns of a terminal that the text is written for, and the fewest that it is wrapped to."""


def overview() -> str:
    """The options of the whole program, and every command with what it does.

    On a terminal of fewer than 80 columns the lines are wrapped.
    """
    with open(FILE, encoding="utf-8") as opened:  # noqa: PTH123 - pathlib takes longer than all else
        text = opened.read()
    columns = _columns()
    if columns >= _WRITTEN_FOR:
        return text
    width = max(columns, _NARROWEST) - 1
    return "".join(_wrapped(line, width) for line in text.splitlines())


def _columns() -> int:
    """The columns that COLUMNS says, else those of the terminal; 80 where there is none."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _WRITTEN_FOR
    except (ValueError, OSError):
        return _WRITTEN_FOR


def _wrapped(line: str, width: int) -> str:
    """A line in as many as it takes; those after the first begin below what a name means."""
    begins = len(line) - len(line.lstrip())
    gap = line.find("  ", begins)
    if gap >= 0:
        begins = len(line) - len(line[gap:].lstrip())
    elif line.startswith("usage:"):
        begins = line.index("[")
    lines = [line[:begins]]
    for word in _whole_words(line[begins:]):
        if len(lines[-1]) == begins:
            lines[-1] += word
        elif len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(" " * begins + word)
    return "".join(f"{one}\n" for one in lines)


def _whole_words(text: str) -> "list[str]":
    """The words of a text; an option in brackets is one with its value."""
    words = [""]
    for word in text.split(" "):
        if words[-1].startswith("[") and not words[-1].endswith("]"):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words[1:]


def version_text() -> str:
    """The version of the program and of the Python that runs it, a line."""
    return f"housekeeper {VERSION} (Python {sys.version.split()[0]})\n"
