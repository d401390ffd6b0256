"""Two kinds of time: the hotel's business time, which a training clock may shift, and real time.

Business time stamps what happens, decides which day it is and when a guest's session ends.
Real time measures waiting: leases, limits, backoff, idle locks and undo. Order is decided by
neither, but by the events' seq.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What tells the time; both answers are aware datetimes in UTC."""

    def now(self) -> datetime:
        """Business time."""
        ...

    def real_now(self) -> datetime:
        """Real time."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock; with a `shift`, a training clock that runs that far beside it."""

    shift: timedelta = timedelta()

    @classmethod
    def starting_at(cls, start: datetime) -> "SystemClock":
        """A training clock that shows `start` (aware) now and runs on from there."""
        return cls(start - datetime.now(UTC))

    @property
    def is_training(self) -> bool:
        """Whether business time is another than real time."""
        return bool(self.shift)

    def now(self) -> datetime:
        """The machine's time, shifted."""
        return datetime.now(UTC) + self.shift

    def real_now(self) -> datetime:
        """The machine's time as it is."""
        return datetime.now(UTC)
