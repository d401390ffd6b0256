"""The backlog: how many rooms were dirty, in cleaning and to inspect at each full hour. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import mean
from zoneinfo import ZoneInfo

from housekeeper.core.rooms.event import RoomStep
from housekeeper.core.rooms.status import RoomStatus

_COUNTED = (
    RoomStatus.CHECKOUT_DIRTY,
    RoomStatus.CLEANING_IN_PROGRESS,
    RoomStatus.CLEANED_UNINSPECTED,
)


@dataclass(frozen=True, slots=True)
class Backlog:
    """The rooms to turn at one moment (UTC)."""

    at: datetime
    dirty: int
    cleaning: int
    to_inspect: int

    @property
    def total(self) -> int:
        """All rooms between a guest's leaving and a passed inspection."""
        return self.dirty + self.cleaning + self.to_inspect


@dataclass(frozen=True, slots=True)
class HourOfDay:
    """The backlog at one local hour: mean over the days, and the highest total."""

    hour: int
    dirty: float
    cleaning: float
    to_inspect: float
    most: int


def backlog(
    steps: Sequence[RoomStep],
    statuses_now: Mapping[str, RoomStatus],
    since: datetime,
    until: datetime,
) -> tuple[Backlog, ...]:
    """The backlog at each full hour from `since` to `until` (aware moments).

    `steps` are all those since then and up to now, in seq order: a room stood, before its
    first one, as that one found it, and one without any as it stands now.
    """
    standing = dict(statuses_now)
    for step in reversed(steps):
        if step.at >= since:
            standing[step.room_number] = step.from_status
    counts = Counter(standing.values())
    changes = [step for step in steps if step.at >= since]
    found = []
    place = 0
    moment = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    if moment < since:
        moment += timedelta(hours=1)
    while moment <= until:
        while place < len(changes) and changes[place].at <= moment:
            step = changes[place]
            counts[standing[step.room_number]] -= 1
            standing[step.room_number] = step.to_status
            counts[step.to_status] += 1
            place += 1
        found.append(Backlog(moment, *(counts[status] for status in _COUNTED)))
        moment += timedelta(hours=1)
    return tuple(found)


def by_hour_of_day(points: Iterable[Backlog], zone: ZoneInfo) -> tuple[HourOfDay, ...]:
    """The backlog by local hour; hours in which there never was one are left out."""
    of_hour: dict[int, list[Backlog]] = {}
    for point in points:
        of_hour.setdefault(point.at.astimezone(zone).hour, []).append(point)
    return tuple(
        HourOfDay(
            hour,
            round(mean(point.dirty for point in found), 1),
            round(mean(point.cleaning for point in found), 1),
            round(mean(point.to_inspect for point in found), 1),
            max(point.total for point in found),
        )
        for hour, found in sorted(of_hour.items())
        if any(point.total for point in found)
    )
