"""What commands print: aligned text tables for people, JSON for scripts."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from housekeeper.core.entered_text import plain, plain_lines
from housekeeper.core.errors import HousekeeperError, NeedsAnyway
from housekeeper.settings.address_text import without_passwords

Cell = str | int | None


def say(text: str) -> None:
    """Print one line; nothing in it can steer a terminal."""
    sys.stdout.write(plain(text) + "\n")


def say_lines(text: str, indent: str = "") -> None:
    """Print a text of several lines whole."""
    for line in plain_lines(text):
        sys.stdout.write(f"{indent}{line}\n")


def complain(text: str) -> None:
    """Print one line to standard error."""
    # What was printed so far comes first where both go to the same place.
    sys.stdout.flush()
    sys.stderr.write(plain(without_passwords(text)) + "\n")


def refusal_text(why: HousekeeperError) -> str:
    """The sentence of a refusal, with the option that would have it done, if there is one."""
    return f"{why} With --anyway it is done." if isinstance(why, NeedsAnyway) else str(why)


def print_json(value: object) -> None:
    """Print a value as JSON in ASCII, which every encoding carries and no terminal obeys."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True, indent=2) + "\n")


def json_line(value: object) -> str:
    """A value as JSON in ASCII on one line."""
    return json.dumps(value, ensure_ascii=True)


def _width(text: str) -> int:
    """Cells of a terminal that a text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in {"W", "F"} for character in text)
    empty = sum(unicodedata.category(character) in {"Mn", "Me", "Cf"} for character in text)
    return len(text) + wide - empty


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], numbers: Iterable[str] = ()
) -> None:
    """Print rows under headings, in columns; `numbers` are the headings set to the right.

    None prints as nothing, and a column with nothing in any row is left out.
    """
    texts = [["" if cell is None else plain(str(cell)) for cell in row] for row in rows]
    used = [index for index in range(len(headings)) if any(row[index] for row in texts)]
    right = set(numbers)
    widths = {
        index: max(_width(headings[index]), *(_width(row[index]) for row in texts))
        for index in used
    }
    for row in ([*headings], *texts):
        cells = []
        for index in used:
            space = " " * (widths[index] - _width(row[index]))
            is_right = headings[index] in right
            cells.append(space + row[index] if is_right else row[index] + space)
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def print_pairs(pairs: Iterable[tuple[str, Cell]]) -> None:
    """Print names and values, a line for each, the values aligned."""
    listed = [(plain(name), "" if value is None else plain(str(value))) for name, value in pairs]
    width = max((_width(name) for name, _ in listed), default=0)
    for name, value in listed:
        sys.stdout.write(f"{name}{' ' * (width - _width(name))}  {value}".rstrip() + "\n")


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun in the right number."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
