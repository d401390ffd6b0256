"""What a file of staff does to a hotel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.entered_text import plain
from housekeeper.core.imports.whole_file import (
    Columns,
    Fault,
    Imported,
    refuse,
    repeated,
    require_columns,
)
from housekeeper.core.rooms.event import Act
from housekeeper.core.staff.manage import (
    RESERVED,
    UNREADABLE,
    is_readable,
    is_reserved,
    keep_code,
    look_alike,
    may_anyone_begin,
    needs_first_manager,
)
from housekeeper.core.staff.pin import PinHash
from housekeeper.core.staff.staff import Role, Staff, code_key
from housekeeper.core.unit_of_work import UnitOfWork

NO_CODES: Mapping[str, PinHash] = MappingProxyType({})


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


def import_staff(
    work: UnitOfWork,
    rows: Sequence[StaffRow],
    act: Act | None = None,
    one_time_codes: Mapping[str, PinHash] = NO_CODES,
) -> Imported:
    """Add staff and update names and roles. What the file does not name stays as it is.

    A code is one code in any case of letters, as it is where people type it, and looks like
    nobody else's. Once the hotel has a manager, a manager has to act, and no file makes another
    or takes one away. `one_time_codes` are kept for new people, by their codes. Raises
    `NotAllowed`, `FileRefused`.
    """
    is_begun, may_begin = not needs_first_manager(work), may_anyone_begin(work)
    if act is not None and is_begun:
        rights.require(act.staff, Verb.STAFF)
    faults = repeated(((row.line, row.staff.code.casefold()) for row in rows), "code")
    known = {staff.code.casefold(): staff for staff in work.staff.all()}
    codes = [staff.code for staff in known.values()]
    new, changed = [], []
    for row in rows:
        earlier = known.get(row.staff.code.casefold())
        if earlier is None:
            faults += require_columns(row.line, row.columns, ("name", "role"), "a new person")
            faults += _code_faults(row, codes)
            codes.append(row.staff.code)
            new.append(row.staff)
        elif (after := row.told_of(earlier)) != earlier:
            changed.append(after)
        faults += _role_faults(row, earlier, may_begin)
    refuse(faults)
    work.staff.save([*new, *changed])
    for person in new:
        if person.code in one_time_codes:
            keep_code(work, person.code, one_time_codes[person.code])
            work.staff.forget_wrong_pins(code_key(person.code))
    if new or changed:
        work.tell_boards()
    return Imported(len(new), len(changed), len(rows) - len(new) - len(changed))


def new_people(work: UnitOfWork, rows: Sequence[StaffRow]) -> list[Staff]:
    """Those of the file whom the hotel does not have yet."""
    known = {staff.code.casefold() for staff in work.staff.all()}
    return [row.staff for row in rows if row.staff.code.casefold() not in known]


def _code_faults(row: StaffRow, codes: Sequence[str]) -> list[Fault]:
    code = row.staff.code
    if is_reserved(code):
        return [Fault(row.line, "code", RESERVED)]
    if not is_readable(code):
        return [Fault(row.line, "code", f"{plain(code)} is no staff code: {UNREADABLE}")]
    alike = look_alike(code, (one for one in codes if one.casefold() != code.casefold()))
    if alike is None:
        return []
    return [Fault(row.line, "code", f"{code} looks like {alike}, which is another's; take another")]


def _role_faults(row: StaffRow, earlier: Staff | None, may_begin: bool) -> list[Fault]:
    """A manager's role is given and taken by a manager by name, never by a file."""
    was = earlier is not None and earlier.role is Role.MANAGER
    becomes = (row.staff if earlier is None else row.told_of(earlier)).role is Role.MANAGER
    if was == becomes or (becomes and may_begin):
        return []
    does = "gives" if becomes else "takes away"
    how = "add" if earlier is None else "role"
    on_board = "the board's step 'A person who works here' or " if earlier is None else ""
    problem = f"no file {does} the role of a manager: {on_board}'housekeeper staff {how}' does"
    return [Fault(row.line, "role", problem)]
