"""What a file of staff does to a hotel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from housekeeper.core.imports.whole_file import Fault, Imported, refuse, repeated
from housekeeper.core.staff.manage import RESERVED, is_reserved
from housekeeper.core.staff.staff import Staff
from housekeeper.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line of a staff file."""

    line: int
    staff: Staff


def import_staff(work: UnitOfWork, rows: Sequence[StaffRow]) -> Imported:
    """Add staff and update names and roles. Staff that the file does not name stay.

    A code is one code in any case of letters, as it is where people type it.
    """
    faults = repeated(((row.line, row.staff.code.casefold()) for row in rows), "code")
    for row in rows:
        if is_reserved(row.staff.code):
            faults.append(Fault(row.line, "code", RESERVED))
    refuse(faults)
    known = {staff.code.casefold(): staff for staff in work.staff.all()}
    new, changed = [], []
    for row in rows:
        earlier = known.get(row.staff.code.casefold())
        if earlier is None:
            new.append(row.staff)
            continue
        after = replace(row.staff, code=earlier.code, is_active=earlier.is_active)
        if after != earlier:
            changed.append(after)
    work.staff.save([*new, *changed])
    if new or changed:
        work.raise_generation()
    return Imported(len(new), len(changed), len(rows) - len(new) - len(changed))
