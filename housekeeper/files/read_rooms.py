"""A file of rooms: number, and what is to be told of each."""

import re
from pathlib import Path

from housekeeper.core.entered_text import quoted
from housekeeper.core.imports.rooms import RoomRow
from housekeeper.core.imports.standing import STANDING_COLUMNS, WHY_NO_STATUS, FileStanding
from housekeeper.core.imports.whole_file import Fault
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus, TurnStatus
from housekeeper.core.typed_acts.vocabulary import STATUSES, status_words
from housekeeper.files.check_cells import CODE_LIMIT, SECTION_LIMIT, CellChecks
from housekeeper.files.file_form import PLAIN_FORM, FileForm
from housekeeper.files.read_csv import read_table

COLUMNS = ("number",)
OPTIONAL_COLUMNS = ("room_type", "floor", "section", *STANDING_COLUMNS)
FLOORS = (-99, 999)

_PRIORITIES = {priority.value.casefold(): priority for priority in MaintenancePriority}


def _words_of(cell: str) -> str:
    """A status as it is looked up, whatever its case and the signs between its words."""
    return " ".join(re.sub("[-_,]", " ", cell).casefold().split())


_STATUSES = {_words_of(" ".join(words)): status for words, status in STATUSES.items()}
_STATUSES["inspect"] = RoomStatus.CLEANED_UNINSPECTED
_NONE_OF = "is none of " + ", ".join(
    f"{status.value} ({status_words(RoomStatus(status.value))[0]})" for status in TurnStatus
)


def read_rooms(path: Path, form: FileForm = PLAIN_FORM) -> tuple[list[RoomRow], list[Fault]]:
    """The rows that can be read, and a fault for each cell that cannot.

    Raises `InvalidInput` for a file that is no table of rooms.
    """
    faults: list[Fault] = []
    table = read_table(path, COLUMNS, OPTIONAL_COLUMNS, faults, form)
    checks = CellChecks(faults, table.columns, form.days)
    rows = []
    for line, (number, room_type, floor, section, *standing) in table.rows:
        checks.line = line
        before = len(faults)
        row = RoomRow(
            line,
            checks.room_number("number", number),
            checks.code("room_type", room_type, CODE_LIMIT),
            checks.whole("floor", floor, *FLOORS),
            checks.code("section", section, SECTION_LIMIT, needed=False),
            table.columns,
            _standing(checks, *standing),
        )
        if len(faults) == before:
            rows.append(row)
    return rows, faults


def _standing(
    checks: CellChecks, status: str, priority: str, note: str, reason: str, until: str
) -> FileStanding:
    return FileStanding(
        _turn_status(checks, status),
        checks.choice("maintenance", priority, _PRIORITIES, None) if priority else None,
        checks.note("maintenance_note", note),
        checks.note("out_of_order", reason),
        checks.day("out_of_order_until", until) if until else None,
    )


def _turn_status(checks: CellChecks, cell: str) -> TurnStatus:
    if not cell:
        return TurnStatus.AVAILABLE
    status = _STATUSES.get(_words_of(cell))
    if status is None:
        checks.fault("status", f"{quoted(cell)} {_NONE_OF}")
    elif status in WHY_NO_STATUS:
        checks.fault("status", f"{status.value} {WHY_NO_STATUS[status]}")
    else:
        return TurnStatus(status.value)
    return TurnStatus.AVAILABLE
