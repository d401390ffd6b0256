"""What a file of bookings does to a hotel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from housekeeper.core.imports.changed_rooms import record_imported
from housekeeper.core.imports.doubtful_bookings import doubts_of
from housekeeper.core.imports.shared_rooms import SharedRoom, shared_rooms
from housekeeper.core.imports.whole_file import (
    Columns,
    Fault,
    Imported,
    refuse,
    repeated,
    require_columns,
)
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.numbers import KnownNames
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class BookingRow:
    """One line of a bookings file; `columns` are those that the file has."""

    line: int
    booking: Booking
    columns: Columns = None

    def told_of(self, earlier: Booking | None) -> Booking:
        """The booking as this line says it is: what the file has no column for stays."""
        if earlier is None or self.columns is None:
            return self.booking
        told = {_FIELDS.get(column, column) for column in self.columns}
        return replace(earlier, **{name: getattr(self.booking, name) for name in told})


NEEDED = ("room_type", "arrival", "departure")
"""What nobody can know of a new booking but its file."""

_LEFT_ALONE = frozenset({BookingStatus.CHECKED_IN, BookingStatus.COMPLETED})

_FIELDS = {"room": "room_number"}
"""The columns that have another name than the fact they tell."""


def import_bookings(
    work: UnitOfWork, rows: Sequence[BookingRow], act: Act | None = None, anyway: bool = False
) -> Imported:
    """Add and update bookings; those checked in or completed already are left alone.

    CHECKED_IN rows are guests already in the house: their room becomes occupied, by an
    event of the act, which is by default the system's. Names of cancelled bookings and no-shows
    are not kept. Two bookings on one room in the same night are a fault, unless `anyway`; so is
    what `doubtful_bookings` says of new and changed ones. Raises `FileRefused`.
    """
    rooms = {room.number: room for room in work.rooms.all(inactive=True)}
    types = work.inventory.types()
    known_rooms, known_types = KnownNames(rooms), KnownNames(types)
    known = work.bookings.find([row.booking.reference for row in rows])
    faults = repeated(((row.line, row.booking.reference) for row in rows), "reference")
    new: list[Booking] = []
    changed: list[Booking] = []
    left_alone: list[str] = []
    unchanged = 0
    taken: dict[str, int] = {}
    standing: dict[int, Booking] = {}
    written: dict[int, Booking] = {}
    for row in rows:
        earlier = known.get(row.booking.reference)
        booking = _as_written(row.told_of(earlier), known_rooms, known_types)
        if earlier is not None and earlier.status in _LEFT_ALONE:
            left_alone.append(booking.reference)
            continue
        if earlier is None and (
            missing := require_columns(row.line, row.columns, NEEDED, "a new booking")
        ):
            faults += missing
            continue
        standing[row.line] = booking
        faults += _booking_faults(row.line, booking, rooms, types, taken)
        if booking.status in {BookingStatus.CANCELLED, BookingStatus.NO_SHOW}:
            booking = replace(booking, guest_name=None)
        if earlier == booking:
            unchanged += 1
            continue
        written[row.line] = booking
        (new if earlier is None else changed).append(booking)
    shared = shared_rooms(work, standing)
    doubts = doubts_of(work, rooms, written)
    refuse([*faults, *([] if anyway else _doubtful(shared, doubts, faults))])
    _write(work, act, rooms, known, new, changed)
    counts = len(new), len(changed), unchanged, tuple(left_alone)
    return Imported(*counts, shared_rooms=tuple(shared), doubts=tuple(doubts))


def _write(
    work: UnitOfWork,
    act: Act | None,
    judged: dict[str, Room],
    known: dict[str, Booking],
    new: Sequence[Booking],
    changed: Sequence[Booking],
) -> None:
    written = [*new, *changed]
    arriving = [one for one in written if one.status is BookingStatus.CHECKED_IN]
    touched = [*written, *(known[one.reference] for one in changed)]
    rooms = _held_rooms(work, touched)
    if any(_loses_name(booking, known.get(booking.reference)) for booking in changed):
        work.erasures.ask()
    work.bookings.save_all(written)
    work.guests.arrive_all(arriving, work.now)
    # Written only where they are still of the version that was judged.
    entered = [
        (
            replace(rooms[one.number], version=judged[one.number].version),
            replace(one, is_occupied=True),
        )
        for one in work.rooms.find([one.room_number or "" for one in arriving])
    ]
    record_imported(work, act, entered)
    if written:
        _tell_boards(work, rooms, touched)


def _held_rooms(work: UnitOfWork, bookings: Sequence[Booking]) -> dict[str, Room]:
    """The rooms of these bookings, by number; nobody else writes them until the commit."""
    numbers = {one.room_number for one in bookings if one.room_number is not None}
    return {room.number: room for room in work.rooms.find(sorted(numbers))}


def _tell_boards(work: UnitOfWork, rooms: dict[str, Room], bookings: Sequence[Booking]) -> None:
    """Have boards read the rooms again whose next arrival may be another by these bookings.

    They are the bookings as they were and as they are. Which arrival is the next one depends on
    the day: one on a training clock says nothing about the boards that are on the real day.
    """
    today = work.today
    if today != work.hotel.day(work.real_now):
        work.raise_generation()
        return
    changed = set()
    for one in bookings:
        if one.room_number is None or one.status is not BookingStatus.CONFIRMED:
            continue
        first = rooms[one.room_number].next_arrival
        # What is next today is perhaps past when the day turns before this is committed.
        if first is None or first <= today or one.arrival <= first:
            changed.add(one.room_number)
    work.tell_boards(changed)


def _doubtful(
    shared: Sequence[SharedRoom], doubts: Sequence[Fault], faults: Sequence[Fault]
) -> list[Fault]:
    """The faults that `anyway` passes over, but for places of the file that are faulty anyhow."""
    told = {(fault.line, fault.column) for fault in faults}
    return [
        replace(one, problem=f"{one.problem}; --anyway imports it")
        for one in (*doubts, *(Fault(one.line, "room", str(one)) for one in shared))
        if (one.line, one.column) not in told
    ]


def _as_written(booking: Booking, rooms: KnownNames, types: KnownNames) -> Booking:
    """The booking with its room and its type as the hotel writes them."""
    number = booking.room_number
    return replace(
        booking,
        room_type=types.find(booking.room_type) or booking.room_type,
        room_number=number if number is None else rooms.find(number) or number,
    )


def _loses_name(booking: Booking, earlier: Booking | None) -> bool:
    name = None if earlier is None else earlier.guest_name
    return name is not None and name != booking.guest_name


def _booking_faults(
    line: int,
    booking: Booking,
    rooms: dict[str, Room],
    types: frozenset[str],
    taken: dict[str, int],
) -> list[Fault]:
    faults = []
    if booking.departure < booking.arrival:
        faults.append(Fault(line, "departure", f"{booking.departure} is before {booking.arrival}"))
    if booking.room_type not in types:
        known = ", ".join(sorted(types)) or "none yet: import the rooms first"
        faults.append(Fault(line, "room_type", f"{booking.room_type!r} is no type here ({known})"))
    if booking.room_number is not None and booking.room_number not in rooms:
        faults.append(Fault(line, "room", f"{booking.room_number} is no room of this hotel"))
    if booking.status is BookingStatus.COMPLETED:
        faults.append(Fault(line, "status", "COMPLETED comes from a checkout, not from a file"))
    if booking.status is BookingStatus.CHECKED_IN:
        faults += _arrival_faults(line, booking, rooms, taken)
    return faults


def _arrival_faults(
    line: int, booking: Booking, rooms: dict[str, Room], taken: dict[str, int]
) -> list[Fault]:
    """A guest in the house needs a room of the hotel, in use, that nobody else is in."""
    number = booking.room_number
    if number is None:
        return [Fault(line, "room", "a CHECKED_IN booking needs its room")]
    room = rooms.get(number)
    if room is None:
        return []
    if number in taken:
        return [Fault(line, "room", f"{number} has the guest of line {taken[number]} already")]
    taken[number] = line
    if room.is_occupied:
        return [Fault(line, "room", f"{number} has a guest already")]
    if not room.is_active or room.is_out_of_order:
        return [Fault(line, "room", f"{number} is not in use or out of order")]
    return []
