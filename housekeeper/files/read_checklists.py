"""A file of checklists: room_type, position, item."""

from pathlib import Path

from housekeeper.core.imports.whole_file import Fault
from housekeeper.core.inspection.checklists import ITEM_LIMIT, POSITIONS, ChecklistRow
from housekeeper.files.check_cells import CODE_LIMIT, CellChecks
from housekeeper.files.file_form import PLAIN_FORM, FileForm
from housekeeper.files.read_csv import read_table

COLUMNS = ("room_type", "position", "item")


def read_checklists(
    path: Path, form: FileForm = PLAIN_FORM
) -> tuple[list[ChecklistRow], list[Fault]]:
    """The rows that can be read, and a fault for each cell that cannot.

    Raises `InvalidInput` for a file that is no table of checklists.
    """
    faults: list[Fault] = []
    table = read_table(path, COLUMNS, (), faults, form)
    checks = CellChecks(faults, table.columns)
    rows = []
    for line, (room_type, position, item) in table.rows:
        checks.line = line
        before = len(faults)
        row = ChecklistRow(
            line,
            checks.code("room_type", room_type, CODE_LIMIT),
            checks.whole("position", position, *POSITIONS),
            checks.code("item", item, ITEM_LIMIT),
        )
        if len(faults) == before:
            rows.append(row)
    return rows, faults
