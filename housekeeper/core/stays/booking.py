"""A booking: its dates, its guests, its status."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class BookingStatus(StrEnum):
    """Where a booking stands."""

    CONFIRMED = "CONFIRMED"
    CHECKED_IN = "CHECKED_IN"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    NO_SHOW = "NO_SHOW"


def is_expected(arrival: date, departure: date, today: date) -> bool:
    """Whether a guest who is not here comes today, or should have come and has nights left."""
    return arrival == today or arrival < today < departure


def nights_held(
    status: BookingStatus, arrival: date, departure: date, today: date
) -> tuple[date, date]:
    """The nights `[first, second)` for which a booking holds its room; equal days: the first.

    A guest in the house has the room from today at the latest and, where overdue by the day,
    tonight; one who is due out today is reckoned to leave.
    """
    if status is not BookingStatus.CHECKED_IN:
        return arrival, departure
    is_overdue = departure < today
    return min(arrival, today), today + timedelta(days=1) if is_overdue else departure


@dataclass(frozen=True, slots=True)
class Hold:
    """What a room is held for: a booking, or (no reference) a time out of order that is planned.

    Nights are `[starts, ends)`, a day use that of its arrival; no end while none is known.
    """

    room_number: str
    reference: str | None
    starts: date
    ends: date | None

    def has_night(self, first: date, last: date | None) -> bool:
        """Whether the room is held in a night from first to last, or from first on."""
        is_begun = last is None or self.starts <= last
        return is_begun and (self.ends is None or self.ends > first or self.starts >= first)

    @property
    def nights(self) -> str:
        """Its nights, in words."""
        if self.ends == self.starts:
            return f"on {self.starts}"
        until = "" if self.ends is None else f" to {self.ends}"
        return f"from {self.starts}{until}"

    def __str__(self) -> str:
        what = "out of order" if self.reference is None else f"held for {self.reference}"
        return f"{what} {self.nights}"


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking. Nights are `[arrival, departure)`; equal dates are a day use.

    `room_number` is the room assigned or, once checked in, the room stayed in.
    `late_checkout` is the hotel's local time on the day of departure.
    """

    reference: str
    room_type: str
    arrival: date
    departure: date
    adults: int
    children: int
    status: BookingStatus
    room_number: str | None = None
    guest_name: str | None = None
    late_checkout: time | None = None
    completed_at: datetime | None = None
