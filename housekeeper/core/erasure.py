"""When the bytes that a checkout freed leave the database file, and what is told of it.

A checkout deletes its guest's rows at once, and the database overwrites what it frees; stale
copies can stay in gaps of the file until it is rewritten. Each transaction that deletes
words asks for that and gets a number; a rewrite covers every number up to one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from housekeeper.core.errors import InvalidInput

QUIET_FOR = timedelta(seconds=30)
"""A rewrite holds up other writers, so it waits until nobody has acted for so long."""

LARGEST_BY_DAY = 12_000_000
"""Bytes of a file that is rewritten at any hour; a larger one waits for the quiet hour.

Others are to wait 60 ms at most, and the rewrite holds the write lock for about 3 ms a megabyte
(python -m proofs residue)."""

_SPAN = r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)"


@dataclass(frozen=True, slots=True)
class QuietHour:
    """The time of day, in the hotel's zone, in which anything may be rewritten."""

    begins: time
    ends: time

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"

    @classmethod
    def parse(cls, text: str) -> "QuietHour":
        """Read `03:00-04:00`; one that ends before it begins goes over midnight."""
        match = re.fullmatch(_SPAN, text.strip(), re.ASCII)
        if match is None or match.group(1, 2) == match.group(3, 4):
            raise InvalidInput("A quiet hour is written like 03:00-04:00, in hotel time.")
        hours = [int(part) for part in match.groups()]
        return cls(time(hours[0], hours[1]), time(hours[2], hours[3]))

    def holds(self, local: datetime) -> bool:
        """Whether this moment of the hotel's day lies in it."""
        at = local.time().replace(tzinfo=None)
        if self.begins < self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


QUIET_HOUR = QuietHour(time(3), time(4))
"""The quiet hour of a house that sets no other."""


@dataclass(frozen=True, slots=True)
class ErasureState:
    """How far the rewriting of a database file has come.

    `asked` counts the transactions that deleted words, `done` is the count that the last
    rewrite covers. `asked_at` is when it was last asked for and `acted_at` when anything was
    done in any hotel of the file last, both real time in UTC.
    """

    asked: int
    done: int
    asked_at: datetime | None = None
    acted_at: datetime | None = None
    file_bytes: int = 0

    @property
    def is_pending(self) -> bool:
        """Whether freed bytes may still be in the file."""
        return self.done < self.asked

    def covers(self, number: int) -> bool:
        """Whether the rewrite that this number waits for is done."""
        return number <= self.done

    @property
    def waits_for_night(self) -> bool:
        """Whether the file is too large to be rewritten by day."""
        return self.file_bytes > LARGEST_BY_DAY

    def is_time(self, real_now: datetime, local: datetime, quiet: QuietHour) -> bool:
        """Whether the file is to be rewritten now; `local` is `real_now` in the hotel's zone.

        In the quiet hour nothing is waited for. By day nobody may have acted for a while; a
        last act that lies in the future (the machine's clock was set back) holds up nothing.
        """
        if not self.is_pending:
            return False
        if quiet.holds(local):
            return True
        if self.waits_for_night:
            return False
        since = None if self.acted_at is None else real_now - self.acted_at
        return since is None or since < timedelta() or since >= QUIET_FOR


@dataclass(frozen=True, slots=True)
class ErasureRun:
    """One finished rewrite of the file: which numbers it covers, when (real time, UTC), and
    how long it took; `waited_ms` is the longest time in which nobody else could write."""

    covers: int
    started_at: datetime
    finished_at: datetime
    took_ms: int
    waited_ms: int
    file_bytes: int


def finished_at(runs: Sequence[ErasureRun], number: int | None) -> datetime | None:
    """When the bytes behind this number left the file: the first run that covers it.

    `runs` in the order in which they finished. None while it is pending, and for what was
    deleted before numbers were given.
    """
    if number is None:
        return None
    return next((run.finished_at for run in runs if run.covers >= number), None)
