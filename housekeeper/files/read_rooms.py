"""A file of rooms: number, and what is to be told of each."""

from pathlib import Path

from housekeeper.core.imports.rooms import RoomRow
from housekeeper.core.imports.standing import STANDING_COLUMNS, WHY_NO_STATUS, FileStanding
from housekeeper.core.imports.whole_file import Fault
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus, TurnStatus
from housekeeper.files.check_cells import CODE_LIMIT, SECTION_LIMIT, CellChecks
from housekeeper.files.file_form import PLAIN_FORM, FileForm
from housekeeper.files.read_csv import read_table

COLUMNS = ("number",)
OPTIONAL_COLUMNS = ("room_type", "floor", "section", *STANDING_COLUMNS)
FLOORS = (-99, 999)

_PRIORITIES = {priority.value.casefold(): priority for priority in MaintenancePriority}


def _statuses(status: TurnStatus | RoomStatus) -> tuple[str, str]:
    """What a status is called in a file: by its name or its label, in any case of letters."""
    return status.value.casefold().replace("_", " "), RoomStatus(status.value).label


_TURN_STATUSES = {word: status for status in TurnStatus for word in _statuses(status)}
_NO_STATUSES = {word: status for status in WHY_NO_STATUS for word in _statuses(status)}


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
    words = " ".join(cell.replace("_", " ").replace("-", " ").casefold().split())
    if not words:
        return TurnStatus.AVAILABLE
    if words in _NO_STATUSES:
        status = _NO_STATUSES[words]
        checks.fault("status", f"{status.value} {WHY_NO_STATUS[status]}")
        return TurnStatus.AVAILABLE
    return checks.choice("status", words, _TURN_STATUSES, TurnStatus.AVAILABLE)
