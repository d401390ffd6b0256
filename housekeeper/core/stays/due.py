"""When a guest should leave, and from when on they are overdue. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from housekeeper.core.hotel import Hotel


class Due(StrEnum):
    """How a guest's departure stands to a moment."""

    OVERDUE = "OVERDUE"
    TODAY = "TODAY"
    EARLY = "EARLY"


def overdue_from(
    hotel: Hotel, departure: date, late_checkout: time | None, is_day_use: bool = False
) -> datetime:
    """The moment (UTC) from which a guest who is still there is overdue.

    That is the late check-out agreed, or else the house's checkout time, on the day of
    departure by the hotel's clocks, and its grace later; at the end of that day at the latest.
    A guest who came for the day alone has until then, unless an hour was agreed.
    """
    day_ends = datetime.combine(departure + timedelta(days=1), time(), hotel.zone).astimezone(UTC)
    if late_checkout is None and is_day_use:
        return day_ends
    leaves_at = hotel.rules.checkout_time if late_checkout is None else late_checkout
    leaves = datetime.combine(departure, leaves_at, hotel.zone).astimezone(UTC)
    return min(leaves + hotel.rules.checkout_grace, day_ends)


@dataclass(frozen=True, slots=True)
class HouseTime:
    """A moment (aware) in one hotel, and the date that its clocks show then."""

    hotel: Hotel
    now: datetime
    today: date

    @staticmethod
    def of(hotel: Hotel, now: datetime) -> "HouseTime":
        """This moment in this hotel."""
        return HouseTime(hotel, now, hotel.day(now))

    def due(
        self, departure: date, late_checkout: time | None = None, is_day_use: bool = False
    ) -> Due:
        """Early before the day of departure; on it due out, and overdue once it is time."""
        if departure > self.today:
            return Due.EARLY
        if departure < self.today:
            return Due.OVERDUE
        is_overdue = self.now >= overdue_from(self.hotel, departure, late_checkout, is_day_use)
        return Due.OVERDUE if is_overdue else Due.TODAY
