"""Bookings and what the front desk does with them: check-in, room move, late check-out.

Nothing is checked in to that is not bookable now. A stay's rows (sessions, conversations,
orders) follow its guest from room to room.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb, kind_of
from housekeeper.core.entered_text import NOTE_LIMIT, check_text
from housekeeper.core.errors import InvalidInput, NotPossible
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.planned_out_of_order import out_if_due
from housekeeper.core.rooms.room import Room, moved_along, require_possible, vacated
from housekeeper.core.rooms.write_change import draft, record, record_all, refuse_if_moved
from housekeeper.core.stays.booking import Booking, BookingStatus, Hold
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.stays.held_rooms import (
    held_for_stay,
    refuse_doubtful_check_in,
    refuse_if_held,
)
from housekeeper.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RoomLeft:
    """The room that a guest moved out of, and the PIN that waits there for the next one."""

    number: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """The answer to a check-in or a room move: the room, and the PIN to hand to the guest.

    After a move `left` is the old room, as long as nobody else is in it. `assigned` is the room
    that was assigned to the booking, where it was given another; `held_for` is what the room
    was held for, where it was given all the same.
    """

    booking: Booking
    room_number: str
    pin: str = field(repr=False)
    events: tuple[RoomEvent, ...]
    left: RoomLeft | None = None
    assigned: str | None = None
    held_for: tuple[Hold, ...] = ()


def is_other_type(room: Room, booking: Booking) -> bool:
    """Whether the room is of another type than was booked: then a reason must be given."""
    return room.room_type != booking.room_type


def free_rooms(rooms: Iterable[Room], booking: Booking) -> tuple[Room, ...]:
    """The rooms that the booking's guest can have now, those of the booked type first."""
    return tuple(
        sorted(
            (room for room in rooms if room.is_bookable),
            key=lambda room: (is_other_type(room, booking), natural_key(room.number)),
        )
    )


def _require_type(room: Room, booking: Booking, reason: str) -> None:
    if is_other_type(room, booking) and not reason.strip():
        raise InvalidInput(
            f"Room {room.number} is of type {room.room_type}, booking {booking.reference} is for "
            f"{booking.room_type}: give a reason to use another type."
        )


def _require_confirmed(booking: Booking) -> None:
    if booking.status is BookingStatus.CHECKED_IN:
        raise NotPossible(
            f"Booking {booking.reference} is already checked in to {booking.room_number}."
        )
    if booking.status is not BookingStatus.CONFIRMED:
        stands = booking.status.value.replace("_", " ").lower()
        raise NotPossible(
            f"Booking {booking.reference} is {stands}; only a confirmed one checks in."
        )


def room_for(work: UnitOfWork, booking: Booking) -> Room:
    """The room that a check-in without a chosen room takes.

    The assigned room where it is bookable now; else the first bookable room of the type, in
    natural order, that is not held in a night of the stay (see `held_rooms`). Raises
    `NotPossible` where there is none.
    """
    if booking.room_number is not None:
        assigned = work.rooms.get(booking.room_number)
        if assigned.is_bookable:
            return assigned
    taken = {hold.room_number for hold in held_for_stay(work, booking)}
    free = [
        room
        for room in work.rooms.all()
        if room.is_bookable and room.room_type == booking.room_type and room.number not in taken
    ]
    if not free:
        raise NotPossible(
            f"No room of type {booking.room_type} is ready for booking {booking.reference}; "
            "turn one, or name a room of another type with a reason."
        )
    return min(free, key=lambda room: natural_key(room.number))


def check_in(
    work: UnitOfWork,
    act: Act,
    reference: str,
    room_number: str | None = None,
    reason: str = "",
    seen_version: int | None = None,
    anyway: bool = False,
) -> CheckedIn:
    """Check a confirmed booking in to a bookable room and give the room's PIN.

    Takes the room named, or chooses one (`room_for`). A room of another type needs a reason.
    One that is held in a night of the stay, and a stay that has ended or is yet to come, need
    `anyway`. The room that was held for the booking until then gets an event too: it waits no
    longer. Makes the guest's row, named or not. A retry of the same act gives the same answer.
    Raises `UnknownName`, `NotAllowed`, `NotPossible`, `NeedsAnyway`, `InvalidInput` or
    `RoomMoved`.
    """
    rights.require(act.staff, Verb.CHECK_IN)
    reason = check_text(reason, NOTE_LIMIT, "A reason")
    booking = work.bookings.get(reference)
    earlier = work.events.of_act(act.id)
    if earlier:
        return _answer_again(work, booking, earlier[0].room_number, earlier)
    _require_confirmed(booking)
    before = room_for(work, booking) if room_number is None else work.rooms.get(room_number)
    refuse_if_moved(work, before, seen_version)
    require_possible(before, Verb.CHECK_IN)
    _require_type(before, booking, reason)
    holds = held_for_stay(work, booking, [before.number])
    refuse_doubtful_check_in(work, booking, holds, anyway)

    assigned = booking.room_number
    booking = replace(booking, status=BookingStatus.CHECKED_IN, room_number=before.number)
    work.bookings.save(booking)
    work.guests.arrive(booking, before.number, work.now)
    after = _entered(work, before, booking)
    drafts = [draft(work, act, Verb.CHECK_IN, kind_of(Verb.CHECK_IN), before, after, reason)]
    if assigned not in {None, before.number}:
        waiting = work.rooms.get(assigned or "")
        freed = replace(waiting, next_arrival=work.bookings.next_arrival(waiting.number))
        kind = EventKind.ARRIVAL_ELSEWHERE
        drafts.append(draft(work, act, Verb.CHECK_IN, kind, waiting, freed, ""))
    events = tuple(record_all(work, drafts))
    return _answer(work, booking, events, holds)


def _entered(work: UnitOfWork, room: Room, booking: Booking) -> Room:
    """The room with this booking's guest in it."""
    return replace(
        room,
        is_occupied=True,
        arrival=booking.arrival,
        departure=booking.departure,
        late_checkout=booking.late_checkout,
        next_arrival=work.bookings.next_arrival(room.number),
    )


def _answer(
    work: UnitOfWork, booking: Booking, events: Sequence[RoomEvent], holds: Sequence[Hold]
) -> CheckedIn:
    number = booking.room_number or ""
    elsewhere = [one for one in events if one.kind is EventKind.ARRIVAL_ELSEWHERE]
    return CheckedIn(
        booking,
        number,
        work.rooms.pin(number),
        tuple(events),
        _left(work, events),
        elsewhere[0].room_number if elsewhere else None,
        tuple(holds),
    )


def _answer_again(
    work: UnitOfWork, booking: Booking, number: str, events: Sequence[RoomEvent]
) -> CheckedIn:
    """The answer of an act that was done before, as long as its guest is still in that room.

    The PIN is whoever's the room is now: it is not given out for a guest who has left it.
    """
    if booking.status is not BookingStatus.CHECKED_IN or booking.room_number != number:
        raise NotPossible(f"Booking {booking.reference} has left room {number} since.")
    return _answer(work, booking, events, held_for_stay(work, booking, [number]))


def _left(work: UnitOfWork, events: Iterable[RoomEvent]) -> RoomLeft | None:
    """The room that these events tell was moved out of, unless someone is in it again."""
    for event in events:
        number = event.room_number
        if event.kind is EventKind.MOVED_OUT and not work.rooms.get(number).is_occupied:
            return RoomLeft(number, work.rooms.pin(number))
    return None


def move(
    work: UnitOfWork,
    act: Act,
    reference: str,
    to_number: str,
    reason: str = "",
    anyway: bool = False,
) -> CheckedIn:
    """Move a stay to another bookable room: its rows move along and its tokens stay valid.

    Both rooms get new PINs; the old room is dirty, or out of order where that was planned. A
    room that is held in a night of the stay needs `anyway`. Raises as `check_in` does.
    """
    rights.require(act.staff, Verb.MOVE)
    reason = check_text(reason, NOTE_LIMIT, "A reason")
    booking = work.bookings.get(reference)
    earlier = work.events.of_act(act.id)
    if earlier:
        return _answer_again(work, booking, to_number, earlier)
    if booking.status is not BookingStatus.CHECKED_IN or booking.room_number is None:
        raise NotPossible(f"Booking {reference} is not checked in, so it has no room to move from.")
    old, new = work.rooms.get(booking.room_number), work.rooms.get(to_number)
    if old.number == new.number:
        raise NotPossible(f"Booking {reference} is already in room {to_number}.")
    require_possible(new, Verb.CHECK_IN)
    _require_type(new, booking, reason)
    holds = held_for_stay(work, booking, [new.number])
    refuse_if_held(holds, anyway)

    booking = replace(booking, room_number=new.number)
    work.bookings.save(booking)
    work.guests.move(old.number, new.number)
    work.rooms.renew_pins((old.number, new.number))
    left = replace(vacated(old), next_arrival=work.bookings.next_arrival(old.number))
    left = out_if_due(work, left)
    entered = moved_along(old, _entered(work, new, booking))
    drafts = (
        draft(work, act, Verb.MOVE, EventKind.MOVED_OUT, old, left, reason),
        draft(work, act, Verb.MOVE, EventKind.MOVED_IN, new, entered, reason),
    )
    return _answer(work, booking, record_all(work, drafts), holds)


def set_late_checkout(work: UnitOfWork, act: Act, reference: str, at: time | None) -> RoomEvent:
    """Agree a late check-out (local time on the day of departure), or take it back with None.

    Raises `UnknownName`, `NotAllowed`, `NotPossible`, and as `refuse_late_checkout` does.
    """
    rights.require(act.staff, Verb.LATE)
    booking = work.bookings.get(reference)
    earlier = work.events.of_act(act.id)
    if earlier:
        return earlier[0]
    if booking.status is not BookingStatus.CHECKED_IN or booking.room_number is None:
        raise NotPossible(f"Booking {reference} is not checked in; late check-out needs a guest.")
    if at is not None:
        HouseTime.of(work.hotel, work.now).refuse_late_checkout(booking.departure, at)
    before = work.rooms.get(booking.room_number)
    work.bookings.save(replace(booking, late_checkout=at))
    after = replace(before, late_checkout=at)
    return record(work, act, Verb.LATE, kind_of(Verb.LATE), before, after, "")


@dataclass(frozen=True, slots=True)
class CheckInOffer:
    """A booking and the rooms it can have now: the proposed one, and every bookable one.

    `holds` are what these rooms are held for, by room, in the nights of the stay.
    """

    booking: Booking
    proposed: Room | None
    why_none: str
    free: tuple[Room, ...]
    assigned: Room | None = None
    holds: Mapping[str, Hold] = field(default_factory=dict)


def first_holds(holds: Iterable[Hold]) -> dict[str, Hold]:
    """What each room is held for first."""
    found: dict[str, Hold] = {}
    for hold in holds:
        found.setdefault(hold.room_number, hold)
    return found


def offer_move(work: UnitOfWork, reference: str) -> CheckInOffer:
    """The rooms that a stay can be moved to now, and what they are held for."""
    booking = work.bookings.get(reference)
    free = free_rooms(work.rooms.all(), booking)
    holds = held_for_stay(work, booking, [room.number for room in free])
    return CheckInOffer(booking, None, "", free, holds=first_holds(holds))


def arrivals_today(work: UnitOfWork, room: Room | None = None) -> list[Booking]:
    """The bookings that arrive today or are still expected; those that fit the room come first."""
    arrivals = work.bookings.arriving(work.today)
    if room is not None:
        arrivals.sort(
            key=lambda booking: (
                booking.room_number != room.number,
                is_other_type(room, booking),
                natural_key(booking.reference),
            )
        )
    return arrivals


@dataclass(frozen=True, slots=True)
class Arrival:
    """A booking whose guest is expected: the room assigned to it, if any, as it stands now.

    `ready_of_type` is how many rooms of the booked type a guest could be given now.
    """

    booking: Booking
    room: Room | None
    ready_of_type: int


def arrivals_on(work: UnitOfWork, day: date) -> list[Arrival]:
    """Whose guests come on this day; for today also those who should have come before."""
    coming = [
        booking
        for booking in work.bookings.arriving(day)
        if day == work.today or booking.arrival == day
    ]
    rooms = {room.number: room for room in work.rooms.all()} if coming else {}
    ready = Counter(room.room_type for room in rooms.values() if room.is_bookable)
    return [
        Arrival(booking, rooms.get(booking.room_number or ""), ready[booking.room_type])
        for booking in coming
    ]


def offer_rooms(work: UnitOfWork, reference: str, wanted: str | None) -> CheckInOffer:
    """Read a booking with its rooms; `wanted` is proposed where it can be had."""
    booking = work.bookings.get(reference)
    _require_confirmed(booking)
    free = free_rooms(work.rooms.all(), booking)
    assigned = work.rooms.get(booking.room_number) if booking.room_number is not None else None
    chosen, why_none = next((room for room in free if room.number == wanted), None), ""
    if chosen is None:
        try:
            chosen = room_for(work, booking)
        except NotPossible as none:
            why_none = str(none)
    holds = held_for_stay(work, booking, [room.number for room in free])
    return CheckInOffer(booking, chosen, why_none, free, assigned, first_holds(holds))
