"""What a file of rooms, staff or bookings does to a hotel: all of its rows or none.

Reading a file is the edge's work (`files`); here its rows are values with their line numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from housekeeper.core.errors import Refused
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import TurnStatus
from housekeeper.core.rooms.write_change import settled
from housekeeper.core.staff.manage import RESERVED, is_reserved
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.shared_rooms import SharedRoom, shared_rooms
from housekeeper.core.unit_of_work import UnitOfWork

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place of a file, in a sentence that says what would be right."""

    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{where}: {self.problem}"


class FileRefused(Refused):
    """A file with faults: nothing of it was imported."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        more = f" (and {len(self.faults) - 1} more)" if len(self.faults) > 1 else ""
        super().__init__(f"Nothing was imported: {first}{more}.")


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One line of a rooms file."""

    line: int
    number: str
    room_type: str
    floor: int
    section: str


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line of a staff file."""

    line: int
    staff: Staff


@dataclass(frozen=True, slots=True)
class BookingRow:
    """One line of a bookings file."""

    line: int
    booking: Booking


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do."""

    added: int
    updated: int
    unchanged: int
    left_alone: tuple[str, ...] = ()
    shared_rooms: tuple[SharedRoom, ...] = ()


def all_or_none(
    unit: Callable[[UnitOfWork], Answer], faults: Sequence[Fault]
) -> Callable[[UnitOfWork], Answer]:
    """A unit that imports whole, or raises `FileRefused` with all faults of file and hotel.

    `faults` are those of the rows that could not be read; `unit` imports the others.
    """

    def whole(work: UnitOfWork) -> Answer:
        try:
            answer = unit(work)
        except FileRefused as refused:
            _refuse([*faults, *refused.faults])
            raise
        _refuse(faults)
        return answer

    return whole


def _repeated(keys: Iterable[tuple[int, str]], column: str) -> list[Fault]:
    first_lines: dict[str, int] = {}
    faults = []
    for line, key in keys:
        if key in first_lines:
            faults.append(Fault(line, column, f"{key} stands in line {first_lines[key]} already"))
        first_lines.setdefault(key, line)
    return faults


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise FileRefused(sorted(faults, key=lambda fault: fault.line))


def import_rooms(work: UnitOfWork, rows: Sequence[RoomRow]) -> Imported:
    """Add new rooms (AVAILABLE, with a PIN each) and update type, floor and section of others.

    Rooms that the file does not name stay as they are. Raises `FileRefused`.
    """
    _refuse(_repeated(((row.line, row.number) for row in rows), "number"))
    known = {room.number: room for room in work.rooms.all(inactive=True)}
    new, changed, unchanged = [], [], 0
    for row in rows:
        room = known.get(row.number)
        if room is None:
            new.append(
                Room(
                    number=row.number,
                    room_type=row.room_type,
                    floor=row.floor,
                    section=row.section,
                    turn_status=TurnStatus.AVAILABLE,
                    status_since=work.now,
                )
            )
            continue
        after = replace(room, room_type=row.room_type, floor=row.floor, section=row.section)
        if after == room:
            unchanged += 1
        else:
            changed.append((room, after))
    work.inventory.ensure_types({row.room_type for row in rows})
    work.rooms.add(sorted(new, key=lambda room: natural_key(room.number)))
    work.rooms.save(changed)
    if new or changed:
        work.raise_generation()
    return Imported(len(new), len(changed), unchanged)


def import_staff(work: UnitOfWork, rows: Sequence[StaffRow]) -> Imported:
    """Add staff and update names and roles. Staff that the file does not name stay.

    A code is one code in any case of letters, as it is where people type it.
    """
    faults = _repeated(((row.line, row.staff.code.casefold()) for row in rows), "code")
    for row in rows:
        if is_reserved(row.staff.code):
            faults.append(Fault(row.line, "code", RESERVED))
    _refuse(faults)
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


def import_bookings(work: UnitOfWork, rows: Sequence[BookingRow], anyway: bool = False) -> Imported:
    """Add and update bookings; those checked in or completed already are left alone.

    CHECKED_IN rows are guests already in the house: their room becomes occupied. Names of
    cancelled bookings and no-shows are not kept. Two bookings on one room in the same night
    are a fault, unless `anyway`. Raises `FileRefused`.
    """
    rooms = {room.number: room for room in work.rooms.all(inactive=True)}
    types = work.inventory.types()
    known = work.bookings.find([row.booking.reference for row in rows])
    faults = _repeated(((row.line, row.booking.reference) for row in rows), "reference")
    new: list[Booking] = []
    changed: list[Booking] = []
    arriving: list[Booking] = []
    left_alone: list[str] = []
    unchanged = 0
    taken: dict[str, int] = {}
    standing: dict[int, Booking] = {}
    for row in rows:
        booking, earlier = row.booking, known.get(row.booking.reference)
        if earlier is not None and earlier.status in {
            BookingStatus.CHECKED_IN,
            BookingStatus.COMPLETED,
        }:
            left_alone.append(booking.reference)
            continue
        standing[row.line] = booking
        faults += _booking_faults(row, rooms, types, taken)
        if booking.status in {BookingStatus.CANCELLED, BookingStatus.NO_SHOW}:
            booking = replace(booking, guest_name=None)
        if earlier == booking:
            unchanged += 1
            continue
        (new if earlier is None else changed).append(booking)
        if booking.status is BookingStatus.CHECKED_IN:
            arriving.append(booking)
    shared = shared_rooms(work, standing)
    faults += [] if anyway else _sharing_faults(shared, faults)
    _refuse(faults)
    if any(_loses_name(booking, known.get(booking.reference)) for booking in changed):
        work.erasures.ask()
    work.bookings.save_all([*new, *changed])
    work.guests.arrive_all(arriving, work.now)
    _occupy(work, rooms, arriving)
    if new or changed:
        work.raise_generation()
    return Imported(len(new), len(changed), unchanged, tuple(left_alone), tuple(shared))


def _occupy(work: UnitOfWork, rooms: dict[str, Room], arriving: Sequence[Booking]) -> None:
    """Let the guests who are in the house already be in their rooms."""
    entered = []
    for booking in arriving:
        room = rooms[booking.room_number or ""]
        after = replace(
            room, is_occupied=True, arrival=booking.arrival, departure=booking.departure
        )
        entered.append((room, settled(room, after, work.now)))
    work.rooms.save(entered)


def _sharing_faults(shared: Sequence[SharedRoom], faults: Sequence[Fault]) -> list[Fault]:
    """The lines whose room another booking has, but for those whose room is faulty anyhow."""
    told = {fault.line for fault in faults if fault.column == "room"}
    return [
        Fault(one.line, "room", f"{one}; --anyway imports it")
        for one in shared
        if one.line not in told
    ]


def _loses_name(booking: Booking, earlier: Booking | None) -> bool:
    name = None if earlier is None else earlier.guest_name
    return name is not None and name != booking.guest_name


def _booking_faults(
    row: BookingRow, rooms: dict[str, Room], types: frozenset[str], taken: dict[str, int]
) -> list[Fault]:
    booking = row.booking
    faults = []
    if booking.departure < booking.arrival:
        faults.append(
            Fault(row.line, "departure", f"{booking.departure} is before {booking.arrival}")
        )
    if booking.room_type not in types:
        known = ", ".join(sorted(types)) or "none yet: import the rooms first"
        faults.append(
            Fault(row.line, "room_type", f"{booking.room_type!r} is no type here ({known})")
        )
    if booking.room_number is not None and booking.room_number not in rooms:
        faults.append(Fault(row.line, "room", f"{booking.room_number} is no room of this hotel"))
    if booking.status is BookingStatus.COMPLETED:
        faults.append(Fault(row.line, "status", "COMPLETED comes from a checkout, not from a file"))
    if booking.status is BookingStatus.CHECKED_IN:
        faults += _arrival_faults(row, rooms, taken)
    return faults


def _arrival_faults(row: BookingRow, rooms: dict[str, Room], taken: dict[str, int]) -> list[Fault]:
    """A guest in the house needs a room of the hotel, in use, that nobody else is in."""
    number = row.booking.room_number
    if number is None:
        return [Fault(row.line, "room", "a CHECKED_IN booking needs its room")]
    room = rooms.get(number)
    if room is None:
        return []
    if number in taken:
        return [Fault(row.line, "room", f"{number} has the guest of line {taken[number]} already")]
    taken[number] = row.line
    if room.is_occupied:
        return [Fault(row.line, "room", f"{number} has a guest already")]
    if not room.is_active or room.is_out_of_order:
        return [Fault(row.line, "room", f"{number} is not in use or out of order")]
    return []
