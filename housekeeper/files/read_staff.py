"""A file of staff: code, name and role of each."""

import re
from pathlib import Path

from housekeeper.core.entered_text import quoted
from housekeeper.core.imports.staff import StaffRow
from housekeeper.core.imports.whole_file import Fault
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.files.check_cells import CODE_LIMIT, CellChecks
from housekeeper.files.file_form import PLAIN_FORM, FileForm
from housekeeper.files.read_csv import read_table

COLUMNS = ("code",)
OPTIONAL_COLUMNS = ("name", "role")

_CODE = re.compile(rf"[\w.@-]{{1,{CODE_LIMIT}}}")
_ROLES = {role.value: role for role in Role} | {role.label: role for role in Role}


def read_staff(path: Path, form: FileForm = PLAIN_FORM) -> tuple[list[StaffRow], list[Fault]]:
    """The rows that can be read, and a fault for each cell that cannot.

    Raises `InvalidInput` for a file that is no table of staff.
    """
    faults: list[Fault] = []
    table = read_table(path, COLUMNS, OPTIONAL_COLUMNS, faults, form)
    checks = CellChecks(faults, table.columns)
    rows = []
    for line, (code, name, role) in table.rows:
        checks.line = line
        before = len(faults)
        if not _CODE.fullmatch(code):
            found = quoted(code) if code else "an empty cell"
            checks.fault(
                "code",
                f"{found} is no staff code: use up to {CODE_LIMIT} letters, digits and _ . @ -",
            )
        checks.name("name", name)
        known_role = checks.choice("role", role, _ROLES, Role.ATTENDANT)
        if len(faults) == before:
            rows.append(StaffRow(line, Staff(code, name, known_role), table.columns))
    return rows, faults
