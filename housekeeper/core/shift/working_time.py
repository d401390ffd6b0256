"""The time that figures count: hours in which housekeeping was at work. Pure.

Nights do not count, and neither does a long stretch in which nobody in housekeeping recorded
anything: then nobody was there, and a waiting room is not held against anyone.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from housekeeper.core.errors import InvalidInput

QUIET = timedelta(hours=2)
"""A stretch without any act of housekeeping that is longer than this does not count."""


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The hours of each day that count, in the hotel's local time; the end is excluded."""

    begins: time = time(6)
    ends: time = time(22)

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The moments (UTC) between which a day counts."""
        begins = datetime.combine(day, self.begins, zone).astimezone(UTC)
        return begins, datetime.combine(day, self.ends, zone).astimezone(UTC)


def read_working_hours(text: str) -> WorkingHours:
    """Hours written 06:00-22:00. Raises `InvalidInput`."""
    first, _, last = text.partition("-")
    try:
        begins, ends = time.fromisoformat(first.strip()), time.fromisoformat(last.strip())
    except ValueError:
        begins = ends = time()
    if begins.tzinfo is not None or ends.tzinfo is not None or begins >= ends:
        raise InvalidInput("Working hours are written 06:00-22:00, the earlier first.")
    return WorkingHours(begins, ends)


class WorkingTime:
    """The stretches that count between two moments (UTC)."""

    def __init__(self, stretches: Iterable[tuple[datetime, datetime]]) -> None:
        self._stretches = sorted(stretches)
        self._begins = [begins for begins, _ in self._stretches]

    def counted(self, begins: datetime, ends: datetime) -> timedelta:
        """How much of the time from one moment to another counts."""
        total = timedelta()
        for place in range(max(bisect_right(self._begins, begins) - 1, 0), len(self._stretches)):
            first, last = self._stretches[place]
            if first >= ends:
                break
            total += max(min(last, ends) - max(first, begins), timedelta())
        return total


def working_time(
    acts: Iterable[datetime],
    since: datetime,
    until: datetime,
    hours: WorkingHours,
    zone: ZoneInfo,
) -> WorkingTime:
    """The time that counts from `since` to `until`, given when housekeeping acted in it."""
    known = sorted({since, *(at for at in acts if since <= at < until), until})
    present = [(begins, ends) for begins, ends in pairwise(known) if ends - begins <= QUIET]
    stretches = []
    for begins, ends in present:
        day = begins.astimezone(zone).date()
        while True:
            opens, closes = hours.on(day, zone)
            if opens >= ends:
                break
            if max(begins, opens) < min(ends, closes):
                stretches.append((max(begins, opens), min(ends, closes)))
            day += timedelta(days=1)
    return WorkingTime(stretches)
