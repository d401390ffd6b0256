"""A file of bookings: what the desk knows of each stay."""

from pathlib import Path

from housekeeper.core.imports.bookings import BookingRow
from housekeeper.core.imports.whole_file import Fault
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.files.check_cells import CODE_LIMIT, REFERENCE_LIMIT, CellChecks
from housekeeper.files.file_form import PLAIN_FORM, FileForm
from housekeeper.files.read_csv import read_table

COLUMNS = ("reference",)
OPTIONAL_COLUMNS = (
    *("room_type", "arrival", "departure", "adults", "children", "status"),
    *("room", "guest_name"),
)
GUESTS = (0, 99)

_STATUSES = {status.value.casefold(): status for status in BookingStatus}


def read_bookings(path: Path, form: FileForm = PLAIN_FORM) -> tuple[list[BookingRow], list[Fault]]:
    """The rows that can be read, and a fault for each cell that cannot.

    Raises `InvalidInput` for a file that is no table of bookings.
    """
    faults: list[Fault] = []
    table = read_table(path, COLUMNS, OPTIONAL_COLUMNS, faults, form)
    checks = CellChecks(faults, table.columns, form.days)
    rows = []
    for line, cells in table.rows:
        checks.line = line
        before = len(faults)
        booking = _booking(checks, cells)
        if len(faults) == before:
            rows.append(BookingRow(line, booking, table.columns))
    return rows, faults


def _booking(checks: CellChecks, cells: list[str]) -> Booking:
    reference, room_type, arrival, departure, adults, children, status, room, guest_name = cells
    named = checks.code("reference", reference, REFERENCE_LIMIT)
    wanted = checks.code("room_type", room_type, CODE_LIMIT)
    first, last = checks.day("arrival", arrival), checks.day("departure", departure)
    grown = checks.whole("adults", adults, *GUESTS, missing=1)
    young = checks.whole("children", children, *GUESTS, missing=0)
    stands = checks.choice("status", status, _STATUSES, BookingStatus.CONFIRMED, needed=False)
    if room:
        checks.room_number("room", room)
    checks.name("guest_name", guest_name, needed=False)
    return Booking(
        reference=named,
        room_type=wanted,
        arrival=first,
        departure=last,
        adults=grown,
        children=young,
        status=stands,
        room_number=room or None,
        guest_name=guest_name or None,
    )
