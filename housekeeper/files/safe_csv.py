"""Tables as CSV that a spreadsheet opens without running anything in them."""

import csv
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from housekeeper.core.entered_text import plain

Cell = str | int | float | None

_FORMULA_MARKS = frozenset("=+-@\t\r\n＝＋－＠")
_FORMULA_WITHIN = re.compile(r"""([;|][\s"]*)(?=[=+\-@＝＋－＠])""")
"""Where a spreadsheet that parts cells by another sign than the comma would find a formula.

A tab is a space by then.
"""


def safe_cell(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula, and that steers no terminal.

    Text that begins as a formula does gets an apostrophe before it, and so does what follows a
    semicolon or a bar: a spreadsheet that parts cells there would begin one. Numbers stay as they
    are.
    """
    if not isinstance(cell, str):
        return cell
    shown = _FORMULA_WITHIN.sub(r"\1'", plain(cell))
    # Spreadsheets look past the space before a formula.
    begins = {cell[:1], cell.lstrip()[:1]} - {""}
    return f"'{shown}" if begins & _FORMULA_MARKS else shown


def print_csv(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], byte_order_mark: bool = False
) -> None:
    """Print a table as CSV in UTF-8, a line of column names first.

    The byte order mark is for spreadsheets that take a file without one for something else.
    """
    sys.stdout.flush()
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8")
    if byte_order_mark:
        sys.stdout.write("\ufeff")
    write_csv(sys.stdout, headings, rows)


def write_csv(file: TextIO, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table as CSV that no spreadsheet runs anything of."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
