"""Two kinds of time: the hotel's business time, which a training clock may shift, and real time.

Business time stamps what happens, decides which day it is and when a guest's session ends.
Real time measures waiting: leases, limits, backoff, idle locks and undo. Order is decided by
neither, but by the events' seq. A machine's clock can be set; a wait that must hold all the same
is measured by how long the machine has been up.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class RealMoment:
    """A moment of real time, and how long the machine had then been up since which start of it.

    `boot` is None where that was not kept.
    """

    at: datetime
    boot: str | None = None
    up_seconds: float = 0.0

    def left_of(self, wait: timedelta, now: "RealMoment") -> timedelta:
        """How much of a wait that began at this moment is left `now`; never more than the wait.

        On the same machine since the same start of it, setting its clock on or back changes
        nothing. Otherwise the clocks are asked; one that has been set back since, or another
        machine's that is ahead, holds nobody up.
        """
        if self.boot is not None and self.boot == now.boot:
            left = wait - timedelta(seconds=now.up_seconds - self.up_seconds)
            return min(max(left, timedelta()), wait)
        left = self.at + wait - now.at
        return left if timedelta() < left <= wait else timedelta()


class Clock(Protocol):
    """What tells the time; both answers are aware datetimes in UTC."""

    def now(self) -> datetime:
        """Business time."""
        ...

    def real_now(self) -> datetime:
        """Real time."""
        ...

    def real_moment(self) -> RealMoment:
        """Real time, and how long the machine has been up."""
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

    def real_moment(self) -> RealMoment:
        """The machine's time as it is, and how long it has been up."""
        boot, seconds = _uptime()
        return RealMoment(self.real_now(), boot, seconds)


def _uptime() -> tuple[str, float]:
    boot = _boot()
    if boot is not None and hasattr(time, "CLOCK_BOOTTIME"):
        return boot, time.clock_gettime(time.CLOCK_BOOTTIME)
    return _program(), time.monotonic()


@cache
def _boot() -> str | None:
    """What this start of the machine is called; None where the system does not tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return None


@cache
def _program() -> str:
    """The same for this start of the program: a wait then holds within it at least."""
    return str(uuid4())
