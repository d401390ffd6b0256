"""What cuts or changes the number of rooms for sale on a night."""

from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class OutOfOrderRange:
    """Nights `[starts, ends)` for which a room is out of inventory; no end while none is known."""

    room_number: str
    starts: date
    ends: date | None

    def covers(self, night: date) -> bool:
        """Whether the room is out of inventory in this night."""
        return self.starts <= night and (self.ends is None or night < self.ends)

    def has_night(self, first: date, last: date) -> bool:
        """Whether the room is out of inventory in a night from first to last."""
        return self.starts <= last and (self.ends is None or self.ends > first)

    def still_out(self, today: date) -> "OutOfOrderRange":
        """The range of a room that is not back today: it is out tonight as well.

        Not where it was taken out for this day alone, and can be sold for tonight.
        """
        if self.ends is None or self.ends > today or self.starts == self.ends == today:
            return self
        return replace(self, ends=today + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class InventoryOverride:
    """A room type's rule for one date: sell none, or at most so many."""

    night: date
    stop_sell: bool
    total: int | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A booking's hold on a room type: nights `[arrival, departure)`, a day use its arrival."""

    arrival: date
    departure: date

    def covers(self, night: date) -> bool:
        """Whether a room is held in this night."""
        return self.arrival <= night < self.departure or self.arrival == night
