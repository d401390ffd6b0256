"""What every import keeps to: all rows of a file or none, and every fault by its line.

Reading a file is the edge's work (`files`); here its rows are values with their line numbers.
"""

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from housekeeper.core.errors import Refused
from housekeeper.core.imports.shared_rooms import SharedRoom
from housekeeper.core.unit_of_work import UnitOfWork

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place of a file, in a sentence that says what would be right."""

    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{where}: {self.problem}"


class FileRefused(Refused):
    """A file with faults: nothing of it was imported."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        more = f" (and {len(self.faults) - 1} more)" if len(self.faults) > 1 else ""
        super().__init__(f"Nothing was imported: {first}{more}.")


Columns = frozenset[str] | None
"""The columns that a file has, by which its rows speak; None for all there are.

What stands in a column that the file lacks is left as it is.
"""


def require_columns(line: int, columns: Columns, needed: Sequence[str], what: str) -> list[Fault]:
    """A fault for each column that a new row needs and the file lacks; `what` is new here."""
    lacking = [] if columns is None else [one for one in needed if one not in columns]
    return [Fault(line, one, f"{what} needs it; the file has no such column") for one in lacking]


@dataclass(frozen=True, slots=True)
class TypeWithoutRooms:
    """A type whose last room is of another now, while bookings of today or later want it.

    `became` is the type that all its rooms are of; "" where they are of several.
    """

    code: str
    bookings: int
    became: str

    @property
    def advice(self) -> str:
        """What helps, as a sentence."""
        bookings = "1 booking" if self.bookings == 1 else f"{self.bookings:,} bookings"
        wants = "wants" if self.bookings == 1 else "want"
        old, new = shlex.quote(self.code), shlex.quote(self.became or "NEW")
        return (
            f"No room is of type {self.code} any more, and {bookings} of today or later {wants} "
            f"it: housekeeper types rename {old} {new}"
        )


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do."""

    added: int
    updated: int
    unchanged: int
    left_alone: tuple[str, ...] = ()
    types_without_rooms: tuple[TypeWithoutRooms, ...] = ()
    stand_elsewhere: tuple[str, ...] = ()
    """Rooms that were here already and stand otherwise than their file says: they stay so."""
    shared_rooms: tuple[SharedRoom, ...] = ()
    """Bookings of the file that share a room with another in one of their nights."""
    doubts: tuple[Fault, ...] = ()
    """What was imported although it is perhaps a mistake, by line."""


def all_or_none(
    unit: Callable[[UnitOfWork], Answer], faults: Sequence[Fault]
) -> Callable[[UnitOfWork], Answer]:
    """A unit that imports whole, or raises `FileRefused` with all faults of file and hotel.

    `faults` are those of the rows that could not be read; `unit` imports the others.
    """

    def whole(work: UnitOfWork) -> Answer:
        try:
            answer = unit(work)
        except FileRefused as refused:
            refuse([*faults, *refused.faults])
            raise
        refuse(faults)
        return answer

    return whole


def repeated(keys: Iterable[tuple[int, str]], column: str) -> list[Fault]:
    """A fault for each line whose key stands in an earlier line of the file already."""
    first_lines: dict[str, int] = {}
    faults = []
    for line, key in keys:
        if key in first_lines:
            faults.append(Fault(line, column, f"{key} stands in line {first_lines[key]} already"))
        first_lines.setdefault(key, line)
    return faults


def refuse(faults: Sequence[Fault]) -> None:
    """Raise `FileRefused` with these faults in the order of their lines; none let it pass."""
    if faults:
        raise FileRefused(sorted(faults, key=lambda fault: fault.line))
