"""A file of rooms: number, and what is to be told of each."""

from pathlib import Path

from housekeeper.core.imports.rooms import RoomRow
from housekeeper.core.imports.whole_file import Fault
from housekeeper.files.check_cells import CODE_LIMIT, SECTION_LIMIT, CellChecks
from housekeeper.files.file_form import PLAIN_FORM, FileForm
from housekeeper.files.read_csv import read_table

COLUMNS = ("number",)
OPTIONAL_COLUMNS = ("room_type", "floor", "section")
FLOORS = (-99, 999)


def read_rooms(path: Path, form: FileForm = PLAIN_FORM) -> tuple[list[RoomRow], list[Fault]]:
    """The rows that can be read, and a fault for each cell that cannot.

    Raises `InvalidInput` for a file that is no table of rooms.
    """
    faults: list[Fault] = []
    table = read_table(path, COLUMNS, OPTIONAL_COLUMNS, faults, form)
    checks = CellChecks(faults, table.columns)
    rows = []
    for line, (number, room_type, floor, section) in table.rows:
        checks.line = line
        before = len(faults)
        row = RoomRow(
            line,
            checks.room_number("number", number),
            checks.code("room_type", room_type, CODE_LIMIT),
            checks.whole("floor", floor, *FLOORS),
            checks.code("section", section, SECTION_LIMIT, needed=False),
            table.columns,
        )
        if len(faults) == before:
            rows.append(row)
    return rows, faults
