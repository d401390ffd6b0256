"""A file of staff: code, name, role."""

import re
from pathlib import Path

from housekeeper.core.entered_text import quoted
from housekeeper.core.imports.staff import StaffRow
from housekeeper.core.imports.whole_file import Fault
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.files.check_cells import CODE_LIMIT, CellChecks
from housekeeper.files.read_csv import read_rows

COLUMNS = ("code", "name", "role")

_CODE = re.compile(rf"[\w.@-]{{1,{CODE_LIMIT}}}")
_ROLES = {role.value: role for role in Role} | {role.label: role for role in Role}


def read_staff(path: Path) -> tuple[list[StaffRow], list[Fault]]:
    """The rows that can be read, and a fault for each cell that cannot.

    Raises `InvalidInput` for a file that is no table of staff.
    """
    faults: list[Fault] = []
    checks = CellChecks(faults)
    rows = []
    for line, (code, name, role) in read_rows(path, COLUMNS, (), faults):
        checks.line = line
        before = len(faults)
        if not _CODE.fullmatch(code):
            found = quoted(code) if code else "an empty cell"
            checks.fault(
                "code",
                f"{found} is no staff code: use up to {CODE_LIMIT} letters, digits and _ . @ -",
            )
        checks.name("name", name)
        known_role = checks.choice("role", role, _ROLES)
        if len(faults) == before and known_role is not None:
            rows.append(StaffRow(line, Staff(code, name, known_role)))
    return rows, faults
