"""What rooms are held for: the rule that every act asks which gives a room away or takes it.

A room is held where a booking that is assigned to it, or a time out of order that is planned,
has a night of those for which the act takes the room.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from housekeeper.core.errors import DatesDoNotHold, RoomHeld
from housekeeper.core.stays.booking import Booking, Hold
from housekeeper.core.unit_of_work import UnitOfWork


def held(
    work: UnitOfWork,
    first: date,
    last: date | None,
    room_numbers: Collection[str] | None = None,
    but_for: str = "",
) -> list[Hold]:
    """What holds (these) rooms in a night from first to last, or from first on, by its start.

    `but_for` is the booking for which the room is taken.
    """
    bookings = work.bookings.holds(first, last, room_numbers)
    planned = (
        Hold(out.room_number, None, out.starts, out.ends)
        for out in work.inventory.planned_out_of_order(room_numbers)
    )
    found = [hold for hold in bookings if hold.reference != but_for]
    found += [hold for hold in planned if hold.has_night(first, last)]
    return sorted(found, key=lambda hold: hold.starts)


def held_for_stay(
    work: UnitOfWork, booking: Booking, room_numbers: Collection[str] | None = None
) -> list[Hold]:
    """What holds (these) rooms in a night that this booking's guest would stay from today on."""
    last = max(work.today, booking.departure - timedelta(days=1))
    return held(work, work.today, last, room_numbers, booking.reference)


def held_while_out(
    work: UnitOfWork, room_number: str, starts: date, ends: date | None
) -> list[Hold]:
    """What holds a room in a night `[starts, ends)` of a time out of order, or from then on."""
    if ends is not None and ends <= starts:
        return []
    last = None if ends is None else ends - timedelta(days=1)
    return held(work, starts, last, [room_number])


def bookings_of(work: UnitOfWork, room_number: str) -> list[Hold]:
    """The bookings for which a room is held tonight or later."""
    return work.bookings.holds(work.today, None, [room_number])


def held_by_others(work: UnitOfWork, booking: Booking, room_number: str) -> list[Hold]:
    """The other bookings for which a room is held in a booked night of this one, from today on."""
    first = max(work.today, booking.arrival)
    last = max(booking.arrival, booking.departure - timedelta(days=1))
    if last < first:
        return []
    found = work.bookings.holds(first, last, [room_number])
    return [hold for hold in found if hold.reference != booking.reference]


def refuse_if_held(holds: Sequence[Hold], anyway: bool) -> None:
    """Raise `RoomHeld`, naming what the room is held for, unless it is asked for anyway."""
    if holds and not anyway:
        raise RoomHeld(holds_text(holds))


def holds_text(holds: Sequence[Hold]) -> str:
    """What a room is held for, in a sentence."""
    listed = "; ".join(map(str, holds[:3])) + ("; and more" if len(holds) > 3 else "")
    return f"Room {holds[0].room_number} is {listed}."


def doubtful_dates(booking: Booking, today: date) -> str:
    """Why the dates of a stay do not hold for a check-in today; "" where they do."""
    if booking.departure < today:
        return f"Booking {booking.reference} was to leave on {booking.departure}; today is {today}."
    if booking.arrival < booking.departure == today:
        return f"Booking {booking.reference} is to leave today, {today}: it has no night left."
    if booking.arrival > today:
        return f"Booking {booking.reference} is to arrive on {booking.arrival}; today is {today}."
    return ""


def refuse_doubtful_check_in(
    work: UnitOfWork, booking: Booking, holds: Sequence[Hold], anyway: bool
) -> None:
    """Raise `DatesDoNotHold` or, where the room is held, `RoomHeld`, unless it is meant anyway.

    One refusal names all that speaks against it: whoever means it means all of it.
    """
    dates = doubtful_dates(booking, work.today)
    if anyway or not (dates or holds):
        return
    if not holds:
        raise DatesDoNotHold(dates)
    raise RoomHeld(f"{dates} {holds_text(holds)}".strip())
