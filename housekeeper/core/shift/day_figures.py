"""What figures need to know of one day, small enough to be kept when its history is let go."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from housekeeper.core.acts import Counts, kinds_counted_as
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import RoomStep
from housekeeper.core.rooms.snapshot import Json
from housekeeper.core.shift.turn_times import (
    HOUSEKEEPING,
    Cleaning,
    Ending,
    Turn,
)

DAYS_BEHIND = 15
"""Days after the first that the history has whole, before which figures need older events."""

_INSPECTION = kinds_counted_as(Counts.INSPECTION)


@dataclass(frozen=True, slots=True)
class Inspections:
    """How many rooms a person inspected, the last of them at a moment (UTC)."""

    staff_code: str
    staff_name: str
    at: datetime
    count: int = 1


@dataclass(frozen=True, slots=True)
class Counted:
    """What figures are made of: of one day that is kept, or of a span of the history."""

    turns: tuple[Turn, ...] = ()
    cleanings: tuple[Cleaning, ...] = ()
    inspections: tuple[Inspections, ...] = ()
    not_counted: int = 0
    began_earlier: int = 0


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What is kept of one day of the hotel, measured with these working hours.

    `facts` are plain JSON values, with times in seconds: `facts_of` makes them, and
    `counted_of` reads them.
    """

    day: date
    hours: str
    facts: Mapping[str, Json]


def acts_of_housekeeping(steps: Iterable[RoomStep]) -> list[datetime]:
    """When housekeeping was seen at work."""
    return [step.at for step in steps if step.kind in HOUSEKEEPING]


def inspections_of(
    steps: Iterable[RoomStep], since: datetime, until: datetime
) -> list[Inspections]:
    """The inspections from `since` to before `until`, one by one."""
    return [
        Inspections(step.staff_code, step.staff_name, step.at)
        for step in steps
        if step.kind in _INSPECTION and since <= step.at < until
    ]


class _Stamped(Protocol):
    @property
    def at(self) -> datetime: ...


StampedT = TypeVar("StampedT", bound=_Stamped)


def by_day(hotel: Hotel, stamped: Iterable[StampedT]) -> dict[date, list[StampedT]]:
    """These by the day of the hotel on which each was; a day without any has none."""
    found: dict[date, list[StampedT]] = defaultdict(list)
    for one in stamped:
        found[hotel.day(one.at)].append(one)
    return found


# The plain form of a day


def facts_of(
    endings: Sequence[Ending], cleanings: Sequence[Cleaning], inspections: Sequence[Inspections]
) -> dict[str, Json]:
    """One day in plain JSON values; what there is nothing of is left out."""
    turns = [ending.turn for ending in endings if ending.turn is not None]
    began_earlier = sum(ending.began_earlier for ending in endings)
    facts: dict[str, Json] = {
        "turns": _turns_written(turns),
        "people": _people_written(cleanings, inspections),
        "not_counted": len(endings) - len(turns) - began_earlier,
        "began_earlier": began_earlier,
    }
    return {name: fact for name, fact in facts.items() if fact}


def counted_of(kept: DayFigures, zone: ZoneInfo) -> Counted:
    """A day that is kept. Of which room a turn was, and at what hour, is not: it is noon."""
    noon = datetime.combine(kept.day, time(12), zone).astimezone(UTC)
    facts: Mapping[str, Any] = kept.facts
    people = facts.get("people", ())
    return Counted(
        turns=tuple(
            _turn_read(kind, floor, noon, parts)
            for kind, floor, *turns in facts.get("turns", ())
            for parts in turns
        ),
        cleanings=tuple(
            Cleaning("", code, name, noon, _time(seconds), is_failed)
            for code, name, _, cleaned, failed in people
            for is_failed, times in ((False, cleaned), (True, failed))
            for seconds in times
        ),
        inspections=tuple(
            Inspections(code, name, noon, inspected)
            for code, name, inspected, _, _ in people
            if inspected
        ),
        not_counted=facts.get("not_counted", 0),
        began_earlier=facts.get("began_earlier", 0),
    )


def _seconds(taken: timedelta | None) -> Json:
    return None if taken is None else taken // timedelta(seconds=1)


def _time(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _turns_written(turns: Iterable[Turn]) -> list[Json]:
    """The turns by room type and floor: `["STD", 1, [wait, clean, inspect], ...]`."""
    groups: dict[tuple[str, int], list[Json]] = {}
    for turn in turns:
        group = groups.setdefault((turn.room_type, turn.floor), [turn.room_type, turn.floor])
        group.append(_turn_written(turn))
    return list(groups.values())


def _turn_written(turn: Turn) -> list[Json]:
    """Wait, clean and inspect; then what most turns do without: maintenance, re-cleanings, all."""
    parts = [_seconds(part) for part in (turn.wait, turn.clean, turn.inspect, turn.maintenance)]
    parts += [turn.recleans, None if None not in parts else _seconds(turn.took)]
    while len(parts) > _SHORTEST and not parts[-1]:
        parts.pop()
    return parts


_SHORTEST = 3
_LONGEST = 6


def _turn_read(kind: str, floor: int, at: datetime, parts: Sequence[int | None]) -> Turn:
    known_parts = dict(enumerate(parts))
    wait, clean, inspect, maintenance, recleans, took = map(known_parts.get, range(_LONGEST))
    known = sum(one or 0 for one in (wait, clean, inspect, maintenance))
    return Turn(
        room_number="",
        floor=floor,
        room_type=kind,
        ready_at=at,
        took=timedelta(seconds=known if took is None else took),
        wait=_time(wait),
        clean=_time(clean),
        inspect=timedelta(seconds=inspect or 0),
        maintenance=timedelta(seconds=maintenance or 0),
        recleans=recleans or 0,
    )


def _people_written(
    cleanings: Sequence[Cleaning], inspections: Sequence[Inspections]
) -> list[Json]:
    """Each person's work: `[code, name, inspected, [cleaned, ...], [cleaned and failed, ...]]`."""
    names = names_of(cleanings, inspections)
    return [
        [
            code,
            name,
            sum(one.count for one in inspections if one.staff_code == code),
            *(
                [
                    _seconds(one.took)
                    for one in cleanings
                    if one.staff_code == code and one.failed is is_failed
                ]
                for is_failed in (False, True)
            ),
        ]
        for code, name in sorted(names.items())
    ]


def names_of(cleanings: Sequence[Cleaning], inspections: Sequence[Inspections]) -> dict[str, str]:
    """The name that each person had last in this time, by code."""
    told = [(one.at, one.staff_code, one.staff_name) for one in cleanings]
    told += [(one.at, one.staff_code, one.staff_name) for one in inspections]
    return {code: name for _, code, name in sorted(told)}
