"""What the letting go of old bookings asks of the store."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from housekeeper.core.stays.booking import BookingStatus


class EndedBookings(Protocol):
    """The bookings that have ended, and how far the old ones among them are deleted."""

    def counts(self) -> Mapping[BookingStatus, int]:
        """How many bookings of each status there are; those of which there are none left out."""
        ...

    def count_before(self, day: date) -> int:
        """How many completed, cancelled and no-show bookings had their last day before this one.

        Without stays that were completed later, and those of which a guest is still stored.
        """
        ...

    def delete_before(self, day: date, most: int) -> int:
        """Delete so many of these at most, and tell how many."""
        ...

    def swept_until(self) -> datetime | None:
        """Until when (real time) nobody need look for old bookings; None if nobody ever did."""
        ...

    def keep_swept_until(self, until: datetime) -> None:
        """Let nobody else look for old bookings until this moment of real time."""
        ...
