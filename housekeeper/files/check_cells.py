"""Checks of single cells: each gives the value, or notes a fault that says what would be right."""

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from typing import TypeVar

from housekeeper.core.entered_text import (
    EARLIEST,
    NOTE_LIMIT,
    check_text,
    is_blank,
    one_spaced,
    plain,
    quoted,
)
from housekeeper.core.errors import InvalidInput
from housekeeper.core.imports.whole_file import Fault
from housekeeper.core.rooms.numbers import check_room_number
from housekeeper.files.file_form import ISO_DAYS, DayForm

Choice = TypeVar("Choice")

CODE_LIMIT = 32
SECTION_LIMIT = 64
REFERENCE_LIMIT = 64
NAME_LIMIT = 200

_LONGEST_NUMBER = 9


def has_control_character(text: str) -> bool:
    """Whether a text holds a character that steers instead of being read."""
    return not text.isprintable() and any(
        unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text
    )


class CellChecks:
    """The checks of one file; `line` is the row at hand, `faults` collects what is wrong.

    `columns` are those that the file has. The cell of another says nothing and is not wrong:
    each check gives what stands for it in a new row, or where nothing can, any value.
    """

    def __init__(
        self, faults: list[Fault], columns: Collection[str], days: DayForm = ISO_DAYS
    ) -> None:
        self.faults = faults
        self.columns = columns
        self.line = 0
        self._form = days
        self._days: dict[str, date] = {}

    def fault(self, column: str, problem: str) -> None:
        """Note that a cell of this row is wrong."""
        self.faults.append(Fault(self.line, column, problem))

    def _fits(self, column: str, cell: str, limit: int, needed: bool) -> bool:
        if needed and not cell and column in self.columns:
            self.fault(column, "is empty")
        elif cell and is_blank(cell):
            self.fault(column, f"holds nothing that can be seen: {quoted(cell)}")
        elif len(cell) > limit:
            self.fault(column, f"has {len(cell):,} characters; up to {limit} are taken")
        else:
            return True
        return False

    def code(self, column: str, cell: str, limit: int, needed: bool = True) -> str:
        """A word that people type again, such as a room type: nothing invisible is in it.

        Spaces of whatever width and number are one.
        """
        cell = one_spaced(cell)
        if self._fits(column, cell, limit, needed) and plain(cell) != cell:
            self.fault(column, f"holds a control or invisible character: {quoted(cell)}")
        return cell

    def name(self, column: str, cell: str, needed: bool = True) -> str:
        """A person's name: any writing, its marks of direction too, but no control character."""
        if self._fits(column, cell, NAME_LIMIT, needed) and has_control_character(cell):
            self.fault(column, f"holds a control character: {quoted(cell)}")
        return cell

    def note(self, column: str, cell: str) -> str:
        """The staff's own words, as a note may hold them."""
        try:
            return check_text(cell, NOTE_LIMIT, "It")
        except InvalidInput as wrong:
            self.fault(column, str(wrong).removesuffix("."))
            return ""

    def room_number(self, column: str, cell: str) -> str:
        """A room number as core reads it."""
        try:
            return check_room_number(cell)
        except InvalidInput:
            problem = "is empty" if not cell else f"{quoted(cell)} is no room number"
            self.fault(column, f"{problem}: use up to 32 letters, digits and _ . @ =")
            return cell

    def whole(self, column: str, cell: str, low: int, high: int, missing: int | None = None) -> int:
        """A whole number from `low` to `high`; `missing`, if any may be, for an empty cell."""
        if column not in self.columns or (missing is not None and not cell):
            return missing or 0
        digits = cell[1:] if cell[:1] in {"-", "+"} else cell
        if digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_NUMBER:
            value = int(cell)
            if low <= value <= high:
                return value
        found = quoted(cell) if cell else "an empty cell"
        self.fault(column, f"{found} is not a whole number from {low} to {high}")
        return low

    def day(self, column: str, cell: str) -> date:
        """A date, written as the file writes them."""
        if column not in self.columns:
            return EARLIEST
        known = self._days.get(cell)
        if known is not None:
            return known
        value = self._form.day(cell)
        if value is None:
            self.fault(column, self._form.problem(cell))
            return EARLIEST
        self._days[cell] = value
        return value

    def choice(
        self,
        column: str,
        cell: str,
        words: Mapping[str, Choice],
        missing: Choice,
        needed: bool = True,
    ) -> Choice:
        """One of a few words, in any case of letters; `missing` where there is no such column.

        A word that is none of them is a fault, and gives `missing` too; so does an empty cell
        where one is `needed`.
        """
        if column not in self.columns or not (needed or cell):
            return missing
        value = words.get(cell.casefold())
        if value is None:
            found = quoted(cell) if cell else "an empty cell"
            self.fault(
                column, f"{found} is none of {', '.join(dict.fromkeys(map(str, words.values())))}"
            )
            return missing
        return value
