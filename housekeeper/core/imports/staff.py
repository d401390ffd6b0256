"""What a file of staff does to a hotel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.imports.whole_file import (
    Columns,
    Fault,
    Imported,
    refuse,
    repeated,
    require_columns,
)
from housekeeper.core.rooms.event import Act
from housekeeper.core.staff.manage import RESERVED, is_reserved, needs_first_manager
from housekeeper.core.staff.staff import Staff
from housekeeper.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line of a staff file; `columns` are those that the file has."""

    line: int
    staff: Staff
    columns: Columns = None

    def told_of(self, earlier: Staff) -> Staff:
        """A member of staff as this line says: what the file has no column for stays."""
        said, columns = self.staff, self.columns
        return replace(
            earlier,
            name=said.name if columns is None or "name" in columns else earlier.name,
            role=said.role if columns is None or "role" in columns else earlier.role,
        )


def import_staff(work: UnitOfWork, rows: Sequence[StaffRow], act: Act | None = None) -> Imported:
    """Add staff and update names and roles. What the file does not name stays as it is.

    A code is one code in any case of letters, as it is where people type it. Once the hotel has
    a manager, a manager has to act. Raises `NotAllowed`, `FileRefused`.
    """
    if act is not None and not needs_first_manager(work):
        rights.require(act.staff, Verb.STAFF)
    faults = repeated(((row.line, row.staff.code.casefold()) for row in rows), "code")
    for row in rows:
        if is_reserved(row.staff.code):
            faults.append(Fault(row.line, "code", RESERVED))
    known = {staff.code.casefold(): staff for staff in work.staff.all()}
    new, changed = [], []
    for row in rows:
        earlier = known.get(row.staff.code.casefold())
        if earlier is None:
            faults += require_columns(row.line, row.columns, ("name", "role"), "a new person")
            new.append(row.staff)
            continue
        after = row.told_of(earlier)
        if after != earlier:
            changed.append(after)
    refuse(faults)
    work.staff.save([*new, *changed])
    if new or changed:
        work.raise_generation()
    return Imported(len(new), len(changed), len(rows) - len(new) - len(changed))
