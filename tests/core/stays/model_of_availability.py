"""What can be sold, told a second time and slowly: people are put into rooms, night by night.

Written from the rule of the house, not from the code. It looks at rooms and bookings one by
one and knows nothing of claims, ranges or sums.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from housekeeper.core.house_rules import Sell
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import TurnStatus
from housekeeper.core.stays.booking import Booking, BookingStatus

_INSPECTED = (TurnStatus.AVAILABLE, TurnStatus.READY_FOR_GUEST)
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HouseAsSeen:
    """All that somebody sees who walks through the hotel and reads its books.

    `planned` are the nights in which a room is to be out of order that is not so yet;
    `stopped` the nights of a type that are not sold, `totals` how many may be at most.
    """

    today: date
    sell: Sell
    rooms: Sequence[Room]
    bookings: Sequence[Booking]
    planned: Mapping[str, tuple[date, date | None]] = field(default_factory=dict)
    stopped: frozenset[tuple[str, date]] = frozenset()
    totals: Mapping[tuple[str, date], int] = field(default_factory=dict)

    def is_out(self, room: Room, night: date) -> bool:
        """Whether a room is out of order in a night to come; one not yet back is out tonight."""
        if room.is_out_of_order and night == self.today:
            return True
        if room.is_out_of_order:
            until = room.out_of_order_until
            return until is None or night < until
        if room.number in self.planned:
            starts, ends = self.planned[room.number]
            return starts <= night and (ends is None or night < ends)
        return False

    def sleeps_here(self, room: Room, night: date) -> bool:
        """Whether the guest who is in this room stays for a night to come."""
        if not room.is_occupied:
            return False
        if night == self.today:
            return True
        stays = [
            one
            for one in self.bookings
            if one.status is BookingStatus.CHECKED_IN and one.room_number == room.number
        ]
        return any(night < one.departure for one in stays)

    def comes(self, booking: Booking, night: date) -> bool:
        """Whether a guest who is not here yet is expected for a night."""
        if booking.status is not BookingStatus.CONFIRMED:
            return False
        is_day_use = booking.arrival == booking.departure
        last = booking.arrival if is_day_use else booking.departure - _A_DAY
        return booking.arrival <= night <= last

    def wanted_type(self, booking: Booking) -> str:
        """The type of the room that is kept for a booking, else the type that was booked."""
        for room in self.rooms:
            if room.number == booking.room_number:
                return room.room_type
        return booking.room_type

    def can_be_given(self, room: Room, night: date) -> bool:
        """Whether a new guest could sleep in this room in a night to come, were it empty."""
        if not room.is_active or self.is_out(room, night):
            return False
        if self.sell is Sell.READY:
            return (
                room.turn_status in _INSPECTED
                and not room.maintenance_required
                and not room.is_out_of_order
                and not room.is_occupied
            )
        return night != self.today or not room.maintenance_required

    def left(self, room_type: str, night: date) -> int:
        """How many rooms of a type are left to sell when everybody has gone to bed."""
        if (room_type, night) in self.stopped:
            return 0
        of_type = [room for room in self.rooms if room.room_type == room_type]
        beds = {room.number for room in of_type if self.can_be_given(room, night)}
        asleep = [room for room in of_type if self.sleeps_here(room, night)]
        beds -= {room.number for room in asleep}
        # Whose room is closed on a later night needs another one.
        moving = [room for room in asleep if night != self.today and self.is_out(room, night)]
        coming = [
            one
            for one in self.bookings
            if self.comes(one, night) and self.wanted_type(one) == room_type
        ]
        for _ in [*moving, *coming]:
            if beds:
                beds.pop()
        total = self.totals.get((room_type, night))
        return (
            len(beds)
            if total is None
            else max(min(len(beds), total - len(asleep) - len(coming)), 0)
        )

    def ready_now(self, room_type: str) -> int:
        """Rooms that tonight's guest could be checked in to this minute."""
        return sum(
            room.room_type == room_type
            and room.is_active
            and not room.is_occupied
            and not room.maintenance_required
            and not self.is_out(room, self.today)
            and room.turn_status in _INSPECTED
            for room in self.rooms
        )

    def to_turn(self, room_type: str) -> int:
        """Empty rooms that only want cleaning or an inspection."""
        return sum(
            room.room_type == room_type
            and room.is_active
            and not room.is_occupied
            and not room.maintenance_required
            and not self.is_out(room, self.today)
            and room.turn_status not in _INSPECTED
            for room in self.rooms
        )
