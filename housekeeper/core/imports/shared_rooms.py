"""Two bookings on one room in the same night, as a file of bookings can bring them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from housekeeper.core.stays.booking import Booking, BookingStatus, Hold, nights_held
from housekeeper.core.unit_of_work import UnitOfWork

_HOLDING = frozenset({BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN})


@dataclass(frozen=True, slots=True)
class SharedRoom:
    """A booking of a file whose room another booking has in one of its nights.

    `other_line` is the other's, where it is of the file too.
    """

    line: int
    booking: Booking
    other: Hold
    other_line: int | None

    def __str__(self) -> str:
        where = f" of line {self.other_line}" if self.other_line is not None else ""
        return f"{self.other.room_number} is {self.other}{where}"


def shared_rooms(work: UnitOfWork, bookings: Mapping[int, Booking]) -> list[SharedRoom]:
    """The bookings of a file, by line, that share a room from tonight on.

    Of two in the file the later line is told; of many in one room not every pair. The hotel's
    bookings count as the file leaves them.
    """
    lines = {
        line: one
        for line, one in bookings.items()
        if one.room_number is not None and one.status in _HOLDING
    }
    if not lines:
        return []
    in_file = {one.reference for one in bookings.values()}
    by_room: defaultdict[str, list[tuple[Hold, int | None]]] = defaultdict(list)
    for hold in work.bookings.holds(work.today, None):
        if hold.reference not in in_file:
            by_room[hold.room_number].append((hold, None))
    for line, one in lines.items():
        number = one.room_number or ""
        nights = nights_held(one.status, one.arrival, one.departure, work.today)
        by_room[number].append((Hold(number, one.reference, *nights), line))
    found = [
        SharedRoom(*_told(pair, lines))
        for holds in by_room.values()
        for pair in _overlapping(holds, work.today)
    ]
    return sorted(found, key=lambda shared: shared.line)


def _last_night(hold: Hold) -> date:
    return max(hold.starts, (hold.ends or date.max) - timedelta(days=1))


_Told = tuple[Hold, int | None]


def _overlapping(holds: Sequence[_Told], today: date) -> Iterable[tuple[_Told, _Told]]:
    """Each hold with one that began before it and has a night with it from today on, if any.

    At least one of the two is of the file. The earlier one that ends last is enough to know of.
    """
    longest: dict[bool, _Told] = {}
    for one in sorted(holds, key=lambda told: (told[0].starts, told[0].reference or "")):
        is_of_file = one[1] is not None
        first, last = max(one[0].starts, today), _last_night(one[0])
        if last < today:
            continue
        for of_file, other in longest.items():
            is_new = is_of_file or of_file
            is_another = one[0].reference != other[0].reference
            if is_new and is_another and _last_night(other[0]) >= first:
                yield other, one
                break
        known = longest.get(is_of_file)
        if known is None or _last_night(known[0]) < last:
            longest[is_of_file] = one


def _told(
    pair: tuple[_Told, _Told], lines: Mapping[int, Booking]
) -> tuple[int, Booking, Hold, int | None]:
    """The later line of two, and the hold that was there before it."""
    (first, first_line), (second, second_line) = pair
    if (first_line or 0) > (second_line or 0):
        (first, first_line), (second, second_line) = (second, second_line), (first, first_line)
    line = second_line or 0
    return line, lines[line], first, first_line
