"""When a guest should leave, and from when on they are overdue. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from housekeeper.core.errors import InvalidInput, NotPossible
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
    day_ends = hotel.midnight(departure + timedelta(days=1))
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

    def refuse_late_checkout(self, departure: date, at: time) -> None:
        """Raise `InvalidInput` for an hour that is not late, `NotPossible` where the day is past.

        A late check-out gives a guest longer than the house does, and longer than until now.
        """
        if departure < self.today:
            raise NotPossible(
                f"The day of departure, {departure}, has passed: who stays longer needs a later "
                "departure, by an import of the booking."
            )
        leaves_at = self.hotel.rules.checkout_time
        if at <= leaves_at:
            raise InvalidInput(
                f"{at:%H:%M} is no late check-out: the hour must be after {leaves_at:%H:%M}, the "
                "checkout time of the house."
            )
        if self.due(departure, at) is Due.OVERDUE:
            raise InvalidInput(
                f"{at:%H:%M} has passed: the hour must be after {self.hotel.local(self.now):%H:%M}."
            )
