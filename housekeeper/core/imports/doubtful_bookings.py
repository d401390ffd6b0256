"""What a file of bookings says that is perhaps a mistake: dates and rooms that do not hold."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from housekeeper.core.imports.whole_file import Fault
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays.booking import Booking, BookingStatus, Hold, nights_held
from housekeeper.core.unit_of_work import UnitOfWork


def doubts_of(
    work: UnitOfWork, rooms: Mapping[str, Room], bookings: Mapping[int, Booking]
) -> list[Fault]:
    """What is perhaps mistaken of these bookings of a file, by line."""
    return [*_doubtful_dates(bookings, work.today), *_rooms_out_of_use(work, rooms, bookings)]


def _doubtful_dates(bookings: Mapping[int, Booking], today: date) -> list[Fault]:
    """The guests of a file, by line, who are in the house on a day that is none of their stay."""
    doubts = []
    for line, one in bookings.items():
        if one.status is not BookingStatus.CHECKED_IN:
            continue
        if one.arrival > today:
            doubts.append(
                Fault(line, "arrival", f"CHECKED_IN, and is to arrive on {one.arrival} only")
            )
        elif one.departure < today:
            doubts.append(
                Fault(line, "departure", f"CHECKED_IN, and was to leave on {one.departure}")
            )
    return doubts


def _rooms_out_of_use(
    work: UnitOfWork, rooms: Mapping[str, Room], bookings: Mapping[int, Booking]
) -> list[Fault]:
    """The bookings of a file, by line, whose room nobody can have in one of their nights to come.

    It is not in use, or is or will be out of order.
    """
    today = work.today
    nights = {line: _nights(one, today) for line, one in bookings.items() if one.room_number}
    to_come = {line: span for line, span in nights.items() if span is not None}
    if not to_come:
        return []
    ranges = defaultdict(list)
    for out in work.inventory.out_of_order(today, max(last for _, last in to_come.values())):
        ranges[out.room_number].append(out)
    doubts = []
    for line, (first, last) in to_come.items():
        number = bookings[line].room_number or ""
        if number in rooms and not rooms[number].is_active:
            doubts.append(Fault(line, "room", f"{number} is not in use"))
            continue
        for out in ranges[number]:
            if out.has_night(first, last):
                hold = Hold(number, None, out.starts, out.ends)
                doubts.append(Fault(line, "room", f"{number} is {hold}"))
                break
    return doubts


def _nights(booking: Booking, today: date) -> tuple[date, date] | None:
    """The first and the last night from today on for which a booking has its room, if any."""
    if booking.status not in {BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN}:
        return None
    starts, ends = nights_held(booking.status, booking.arrival, booking.departure, today)
    last = max(starts, ends - timedelta(days=1))
    return None if last < today else (max(starts, today), last)
