"""The backlog: how many rooms were dirty, in cleaning and to inspect at each full hour. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import mean
from types import MappingProxyType
from zoneinfo import ZoneInfo

from housekeeper.core.acts import EventKind
from housekeeper.core.rooms.event import RoomStep
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.shift.stamps import mended_stamps

_COUNTED = (
    RoomStatus.CHECKOUT_DIRTY,
    RoomStatus.CLEANING_IN_PROGRESS,
    RoomStatus.CLEANED_UNINSPECTED,
)

NEVER: Mapping[str, datetime] = MappingProxyType({})

_Change = tuple[datetime, str, RoomStatus | None]
"""When, which room, and how it stands from then on; None for one that is out of use."""


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
    zone: ZoneInfo,
    began: Mapping[str, datetime] = NEVER,
) -> tuple[Backlog, ...]:
    """The backlog at each full hour of a zone's clocks from `since` to `until` (aware moments).

    `steps` are all those since then and up to now, in seq order: a room stood, before its
    first one, as that one found it, and one without any as it stands now; but not before it
    `began` to be a room of the hotel. `statuses_now` are those of the rooms in use; while a room
    is out of use it does not count.
    """
    mended = mended_stamps(steps, until)
    stamped = [(mended.get(step.seq, step.at), step) for step in steps]
    stamped = sorted(
        ((at, step) for at, step in stamped if at >= since), key=lambda change: change[0]
    )
    standing: dict[str, RoomStatus | None] = dict(statuses_now)
    first: dict[str, datetime] = {}
    for at, step in reversed(stamped):
        standing[step.room_number] = _status_before(step)
        first[step.room_number] = at
    changes: list[_Change] = []
    for number in standing.keys() & began.keys():
        at = min(began[number], first.get(number, until))
        if at > since:
            changes.append((at, number, standing[number]))
            standing[number] = None
    changes += [(at, step.room_number, _status_after(step)) for at, step in stamped]
    changes.sort(key=lambda change: change[0])
    return _counted(standing, changes, full_hours(since, until, zone))


def _counted(
    standing: dict[str, RoomStatus | None], changes: Sequence[_Change], moments: Iterable[datetime]
) -> tuple[Backlog, ...]:
    """The backlog at moments, of rooms that stand so before these changes, in their order."""
    counts = Counter(standing.values())
    found = []
    place = 0
    for moment in moments:
        while place < len(changes) and changes[place][0] <= moment:
            _, number, status = changes[place]
            counts[standing[number]] -= 1
            standing[number] = status
            counts[status] += 1
            place += 1
        found.append(Backlog(moment, *(counts[status] for status in _COUNTED)))
    return tuple(found)


def _status_before(step: RoomStep) -> RoomStatus | None:
    """How the step found its room; None for one that was out of use."""
    return None if step.kind is EventKind.ACTIVATED else step.from_status


def _status_after(step: RoomStep) -> RoomStatus | None:
    """How the step left its room; None for one that is out of use."""
    return None if step.kind is EventKind.DEACTIVATED else step.to_status


def full_hours(since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The moments (UTC) from one to another at which the clocks of a zone show a full hour."""
    moment = since.astimezone(UTC)
    while moment <= until:
        local = moment.astimezone(zone)
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        if not past:
            yield moment
        # Clocks may be changed by half an hour: then the next full hour takes two steps.
        moment += timedelta(hours=1) - past


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
