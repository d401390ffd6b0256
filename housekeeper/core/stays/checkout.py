"""Checkout: who is due, what it would erase, the purge itself, and its receipt.

A checkout is a purge: everything of the room's guest goes, in one transaction, all rooms or
none. Single, by booking and in bulk are this one function.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import reduce
from operator import add

from housekeeper.core import rights
from housekeeper.core.acts import Verb, kind_of
from housekeeper.core.erasure import finished_at
from housekeeper.core.errors import NotPossible
from housekeeper.core.rooms.event import Act, Deleted, RoomEvent
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.planned_out_of_order import out_if_due
from housekeeper.core.rooms.room import Room, require_possible, vacated
from housekeeper.core.rooms.snapshot import decode, encode
from housekeeper.core.rooms.write_change import draft, record_all, refuse_if_moved
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.due import Due, HouseTime, overdue_from
from housekeeper.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DueOut:
    """A guest past or on the day of departure, as the desk lists them.

    `overdue_since` (UTC) is None for one who is not overdue yet.
    """

    room_number: str
    room_type: str
    reference: str | None
    departure: date
    late_checkout: time | None
    due: Due
    days_overdue: int
    overdue_since: datetime | None


@dataclass(frozen=True, slots=True)
class RoomPreview:
    """What the checkout of one room would erase, and how it stands to the day of departure."""

    room_number: str
    version: int
    reference: str | None
    departure: date | None
    due: Due
    overdue_since: datetime | None
    open_orders: int
    deleted: Deleted


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a checkout erased: rooms, bookings and counts. A dry run gives the same value."""

    rooms: tuple[RoomPreview, ...]
    already_vacant: tuple[str, ...]
    deleted: Deleted
    at: datetime
    events: tuple[RoomEvent, ...] = ()

    @property
    def erasure(self) -> int | None:
        """The number under which what was erased leaves the database file too."""
        return self.events[0].erasure if self.events else None

    @property
    def is_dry_run(self) -> bool:
        """Whether this tells what would be erased; the events of a checkout say what was."""
        return bool(self.rooms) and not self.events


def due_outs(work: UnitOfWork) -> list[DueOut]:
    """Overdue guests first (longest first), then those due today, by room."""
    found = []
    when = HouseTime.of(work.hotel, work.now)
    for room, reference in _stays(work, [room for room in work.rooms.all() if room.is_occupied]):
        departure = room.departure
        due = _due_of(room, when)
        if departure is None or due is Due.EARLY:
            continue
        found.append(
            DueOut(
                room_number=room.number,
                room_type=room.room_type,
                reference=reference,
                departure=departure,
                late_checkout=room.late_checkout,
                due=due,
                days_overdue=(work.today - departure).days,
                overdue_since=_overdue_since(room, when),
            )
        )

    def order(one: DueOut) -> tuple[object, ...]:
        is_due = one.overdue_since is None
        return is_due, one.overdue_since or work.now, natural_key(one.room_number)

    return sorted(found, key=order)


def _due_of(room: Room, when: HouseTime) -> Due:
    """How a guest's departure stands to a moment; one without a date may leave today."""
    if room.departure is None:
        return Due.TODAY
    return when.due(room.departure, room.late_checkout, room.is_day_use)


def _overdue_since(room: Room, when: HouseTime) -> datetime | None:
    if room.departure is None or _due_of(room, when) is not Due.OVERDUE:
        return None
    return overdue_from(when.hotel, room.departure, room.late_checkout, room.is_day_use)


def _stays(work: UnitOfWork, rooms: Sequence[Room]) -> list[tuple[Room, str | None]]:
    stays = work.bookings.staying([room.number for room in rooms])
    return [(room, stays.get(room.number)) for room in rooms]


def preview(work: UnitOfWork, numbers: Iterable[str]) -> Receipt:
    """The dry run: what checking these rooms out would erase now. Writes nothing.

    Raises `UnknownName` for a number that the hotel does not have.
    """
    return _preview(work, work.rooms.find(tuple(dict.fromkeys(numbers))))


def _preview(work: UnitOfWork, rooms: Sequence[Room]) -> Receipt:
    occupied = [room for room in rooms if room.is_occupied]
    held = work.guests.held([room.number for room in occupied])
    when = HouseTime.of(work.hotel, work.now)
    nothing = (Deleted(), 0)
    previews = tuple(
        RoomPreview(
            room_number=room.number,
            version=room.version,
            reference=reference,
            departure=room.departure,
            due=_due_of(room, when),
            overdue_since=_overdue_since(room, when),
            open_orders=held.get(room.number, nothing)[1],
            deleted=held.get(room.number, nothing)[0],
        )
        for room, reference in _stays(work, occupied)
    )
    return Receipt(
        rooms=previews,
        already_vacant=tuple(room.number for room in rooms if not room.is_occupied),
        deleted=reduce(add, (one.deleted for one in previews), Deleted()),
        at=work.now,
    )


def check_out(
    work: UnitOfWork,
    act: Act,
    numbers: Iterable[str],
    seen_versions: Mapping[str, int] | None = None,
) -> Receipt:
    """Check these rooms out and erase everything of their guests; all rooms or none.

    A room without a guest is left as it is and named in the receipt, so doing it twice
    changes nothing. `seen_versions` are the versions the actor saw, by room number. A retry
    of the same act gives the receipt of the first. Raises `NotAllowed`, `UnknownName` or
    `RoomMoved`; then nothing is written.
    """
    rights.require(act.staff, Verb.CHECK_OUT)
    wanted = tuple(dict.fromkeys(numbers))
    earlier = work.events.of_act_in_rooms(act.id, wanted)
    if earlier:
        return _receipt_again(work, earlier, wanted)
    rooms = {room.number: room for room in work.rooms.find(wanted)}
    for room in rooms.values():
        refuse_if_moved(work, room, (seen_versions or {}).get(room.number))
    receipt = _preview(work, list(rooms.values()))
    leaving = [rooms[one.room_number] for one in receipt.rooms]
    if not leaving:
        return receipt
    for room in leaving:
        require_possible(room, Verb.CHECK_OUT)
    gone = [room.number for room in leaving]
    erasure = work.erasures.ask()
    work.guests.purge(gone)
    work.bookings.complete(gone, work.now)
    work.rooms.renew_pins(gone)
    drafts = [
        draft(
            work,
            act,
            Verb.CHECK_OUT,
            kind_of(Verb.CHECK_OUT),
            rooms[one.room_number],
            out_if_due(work, vacated(rooms[one.room_number])),
            "",
            one.deleted,
            erasure,
        )
        for one in receipt.rooms
    ]
    return replace(receipt, events=tuple(record_all(work, drafts)))


def _receipt_again(work: UnitOfWork, events: list[RoomEvent], wanted: tuple[str, ...]) -> Receipt:
    """The receipt of an act that was done before, out of its events.

    How many of the erased orders were still open is not kept.
    """
    done = [event.room_number for event in events]
    references = work.bookings.completed_at(done, events[0].at)
    rooms = tuple(
        _room_again(event, references.get(event.room_number), HouseTime.of(work.hotel, event.at))
        for event in events
    )
    return Receipt(
        rooms=rooms,
        already_vacant=tuple(number for number in wanted if number not in done),
        deleted=reduce(add, (one.deleted for one in rooms), Deleted()),
        at=events[0].at,
        events=tuple(events),
    )


def _room_again(event: RoomEvent, reference: str | None, when: HouseTime) -> RoomPreview:
    earlier = decode({**encode(event.room), **event.before})
    return RoomPreview(
        room_number=event.room_number,
        version=earlier.version,
        reference=reference,
        departure=earlier.departure,
        due=_due_of(earlier, when),
        overdue_since=_overdue_since(earlier, when),
        open_orders=0,
        deleted=event.deleted or Deleted(),
    )


def left_file_at(work: UnitOfWork, receipt: Receipt) -> datetime | None:
    """When what a checkout erased left the database file too (UTC); None while it waits."""
    if receipt.erasure is None:
        return None
    return finished_at(work.erasures.runs(receipt.erasure), receipt.erasure)


def rooms_of_booking(work: UnitOfWork, reference: str) -> tuple[str, ...]:
    """The rooms to check out for this booking: none any more where it is completed.

    A completed booking's room may have its next guest by now, so it is never named here.
    Raises `UnknownName`, or `NotPossible` for a booking that has no guest in a room.
    """
    booking = work.bookings.get(reference)
    if booking.status is BookingStatus.COMPLETED:
        return ()
    if booking.status is not BookingStatus.CHECKED_IN or booking.room_number is None:
        raise NotPossible(f"Booking {reference} is not checked in, so nothing is checked out.")
    return (booking.room_number,)


@dataclass(frozen=True, slots=True)
class Guestroom:
    """An occupied room as the list shows it."""

    room: Room
    due: Due
    overdue_since: datetime | None
    reference: str | None


def guestrooms(work: UnitOfWork) -> list[Guestroom]:
    """Every occupied room: overdue ones first, those due today next, then those who stay on."""
    occupied = {room.number: room for room in work.rooms.all() if room.is_occupied}
    stays = work.bookings.in_house()
    leaving = {one.room_number: one for one in due_outs(work)}

    def listed(number: str, due: Due, overdue_since: datetime | None = None) -> Guestroom:
        booking = stays.get(number)
        reference = booking.reference if booking else None
        return Guestroom(occupied[number], due, overdue_since, reference)

    first = [listed(number, one.due, one.overdue_since) for number, one in leaving.items()]
    return first + [listed(number, Due.EARLY) for number in occupied if number not in leaving]
