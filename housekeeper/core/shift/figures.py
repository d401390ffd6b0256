"""The figures of a span: turn times and their parts by day, floor, type and person; the backlog.

What is counted is said by `what_counts`, which every report shows. Acts that were undone are
not among the steps that figures are made from.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from statistics import median

from housekeeper.core.errors import InvalidInput
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import RoomStep
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import decode, encode
from housekeeper.core.shift.backlog import Backlog, backlog
from housekeeper.core.shift.day_figures import (
    DAYS_BEHIND,
    Counted,
    DayFigures,
    Inspections,
    acts_of_housekeeping,
    by_day,
    counted_of,
    facts_of,
    inspections_of,
    names_of,
)
from housekeeper.core.shift.turn_times import (
    LOOK_BACK,
    Cleaning,
    Turn,
    cleanings_of,
    endings_of,
    turns_of,
)
from housekeeper.core.shift.working_time import QUIET, WorkingHours, working_time
from housekeeper.core.unit_of_work import UnitOfWork

LONGEST_SPAN = timedelta(days=366)
"""Of days that are measured from the history."""

LONGEST_OF_KEPT_DAYS = timedelta(days=3660)
"""Of all days, the most of them kept: ten years."""


def what_counts(hours: WorkingHours) -> tuple[str, ...]:
    """The rules of the figures, in sentences for whoever reads them."""
    return (
        "A turn runs from a guest's leaving to a passed inspection, re-cleaning included; it "
        "belongs to the day on which the room was ready.",
        f"Time counts from {hours.begins:%H:%M} to {hours.ends:%H:%M}, and not while nobody in "
        "housekeeping recorded anything for more than two hours.",
        "A cleaning of up to two hours counts whole at any hour; a longer one that spans time "
        "off shift is left out of the cleaning times.",
        "Rooms marked cleaned without a start have no waiting and cleaning time. Acts that were "
        "undone, turns ended by an override, and turns with a stamp that cannot be, do not count.",
    )


def what_is_left_out(found: "Figures") -> Iterator[str]:
    """In sentences, the turns of which there are no figures."""
    if found.not_counted:
        turns = "1 turn is" if found.not_counted == 1 else f"{found.not_counted} turns are"
        yield f"{turns} not counted."
    if found.began_earlier:
        turns = "turn" if found.began_earlier == 1 else "turns"
        yield (
            f"{found.began_earlier} more {turns} began over {LOOK_BACK.days} days before the room "
            "was ready, or before the history does, and cannot be measured."
        )
    if found.backlog_from is not None:
        yield f"The days before {found.backlog_from} have no backlog: their history was let go."
    if found.kept_before is not None:
        hours = {hours for hours in found.kept_hours if hours != str(found.hours)}
        counted = f", and count the time from {' and '.join(sorted(hours))}" if hours else ""
        yield (
            f"The figures of the days before {found.kept_before} were measured when older history "
            f"was let go, each day whole{counted}."
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """Times of one kind: how many, their median, and what nine of ten did not exceed."""

    count: int
    median: timedelta | None
    p90: timedelta | None


def measure(times: Iterable[timedelta | None]) -> Measure:
    """Sum up times; those that are not known are left out. The 90th percentile is one of them."""
    known = sorted(one for one in times if one is not None)
    if not known:
        return Measure(0, None, None)
    middle = timedelta(seconds=median(one.total_seconds() for one in known))
    return Measure(len(known), middle, known[ceil(0.9 * len(known)) - 1])


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The turns of one day, floor, type, or of all."""

    name: str
    turn: Measure
    wait: Measure
    clean: Measure
    inspect: Measure
    maintenance: Measure
    recleans: int


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """One person's work: rooms cleaned, how long that took, how many of them failed, inspected."""

    staff_code: str
    name: str
    cleaned: int
    clean: Measure
    failed: int
    inspected: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures from `since` to before `until` (UTC), and of how many turns there are none.

    The days before `kept_before`, where there are such, were measured with the hours
    `kept_hours` when older history was let go. The days before `backlog_from`, where there are
    such, have no history any more and so no backlog.
    """

    since: datetime
    until: datetime
    hours: WorkingHours
    total: GroupFigures
    days: tuple[GroupFigures, ...]
    floors: tuple[GroupFigures, ...]
    types: tuple[GroupFigures, ...]
    people: tuple[PersonFigures, ...]
    backlog: tuple[Backlog, ...]
    not_counted: int
    began_earlier: int
    kept_before: date | None = None
    kept_hours: frozenset[str] = frozenset()
    backlog_from: date | None = None


def group(name: str, turns: Sequence[Turn]) -> GroupFigures:
    """Sum up some turns. Maintenance is that of the turns that had any."""
    return GroupFigures(
        name=name,
        turn=measure(turn.took for turn in turns),
        wait=measure(turn.wait for turn in turns),
        clean=measure(turn.clean for turn in turns),
        inspect=measure(turn.inspect for turn in turns),
        maintenance=measure(turn.maintenance or None for turn in turns),
        recleans=sum(turn.recleans for turn in turns),
    )


def groups(turns: Sequence[Turn], name_of: Callable[[Turn], str]) -> tuple[GroupFigures, ...]:
    """The turns by a name that each has, in natural order of the names."""
    found: dict[str, list[Turn]] = {}
    for turn in turns:
        found.setdefault(name_of(turn), []).append(turn)
    return tuple(group(name, found[name]) for name in sorted(found, key=natural_key))


def people(
    cleanings: Sequence[Cleaning], inspections: Sequence[Inspections]
) -> tuple[PersonFigures, ...]:
    """The work of each person, by name."""
    names = names_of(cleanings, inspections)
    found = []
    for code, name in sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])):
        own = [one for one in cleanings if one.staff_code == code]
        found.append(
            PersonFigures(
                staff_code=code,
                name=name,
                cleaned=len(own),
                clean=measure(one.took for one in own),
                failed=sum(one.failed for one in own),
                inspected=sum(one.count for one in inspections if one.staff_code == code),
            )
        )
    return tuple(found)


def _began(
    work: UnitOfWork, rooms: Mapping[str, Room], steps: Sequence[RoomStep], since: datetime
) -> dict[str, datetime]:
    """Since when rooms have been in the hotel, or have at least stood as their history begins.

    A room whose history begins before `since` was there by then, and is left out.
    """
    told = {step.room_number for step in steps}
    began = {number: room.status_since for number, room in rooms.items() if number not in told}
    for first in work.events.first_of_rooms(since):
        found = decode({**encode(first.room), **first.before})
        began[first.room_number] = found.status_since
    return began


def figures_of_days(work: UnitOfWork, days: int) -> Figures:
    """The figures of so many days of the hotel, today among them, until now."""
    since = work.hotel.midnight(work.today - timedelta(days=days - 1))
    return figures(work, since, max(work.now, since + timedelta(seconds=1)))


def figures(
    work: UnitOfWork,
    since: datetime,
    until: datetime,
    hours: WorkingHours = WorkingHours(),  # noqa: B008 - a frozen value
) -> Figures:
    """The figures of a span (aware moments).

    Days whose history was let go come whole from what was kept of them. Raises `InvalidInput`
    for a span of none, of over a year of the history, or of over ten years.
    """
    if not timedelta() < until - since <= LONGEST_OF_KEPT_DAYS:
        raise InvalidInput("Figures take a span of up to ten years that ends after it begins.")
    hotel = work.hotel
    since, until, again = _whole_days(work, since, until)
    measured_since = since if again is None else max(since, hotel.midnight(again))
    if until - measured_since > LONGEST_SPAN:
        raise InvalidInput("Figures take a span of up to 366 days of the history.")
    days = [] if again is None else work.day_figures.between(hotel.day(since), again)
    days = [day for day in days if hotel.midnight(day.day) < until]
    counted = [counted_of(day, hotel.zone) for day in days]
    whole_from = None if again is None else again - timedelta(days=DAYS_BEHIND)
    told_since = since if whole_from is None else max(since, hotel.midnight(whole_from))
    points: tuple[Backlog, ...] = ()
    if told_since < until:
        measured, points = _told_by_history(work, told_since, measured_since, until, hours)
        counted.append(measured)
    turns = [turn for part in counted for turn in part.turns]
    return Figures(
        since=since,
        until=until,
        hours=hours,
        total=group("all", turns),
        days=groups(turns, lambda turn: hotel.day(turn.ready_at).isoformat()),
        floors=tuple(
            group(str(floor), [turn for turn in turns if turn.floor == floor])
            for floor in sorted({turn.floor for turn in turns})
        ),
        types=groups(turns, lambda turn: turn.room_type),
        people=people(
            [one for part in counted for one in part.cleanings],
            [one for part in counted for one in part.inspections],
        ),
        backlog=points,
        not_counted=sum(part.not_counted for part in counted),
        began_earlier=sum(part.began_earlier for part in counted),
        kept_before=again,
        kept_hours=frozenset(day.hours for day in days),
        backlog_from=whole_from if since < told_since else None,
    )


def _whole_days(
    work: UnitOfWork, since: datetime, until: datetime
) -> tuple[datetime, datetime, date | None]:
    """The span with the days whole that were kept, and the first day that was not.

    That is None where none of the span was kept.
    """
    last, hotel = work.day_figures.last_day(), work.hotel
    if last is None or hotel.day(since) > last:
        return since, until, None
    ends = hotel.day(until - timedelta(microseconds=1))
    if ends <= last:
        until = hotel.midnight(ends + timedelta(days=1))
    return hotel.midnight(hotel.day(since)), until, last + timedelta(days=1)


def _told_by_history(
    work: UnitOfWork,
    since: datetime,
    measured_since: datetime,
    until: datetime,
    hours: WorkingHours,
) -> tuple[Counted, tuple[Backlog, ...]]:
    """What the history tells of a span: from `measured_since` on, and the backlog in all of it."""
    looked_at = since - LOOK_BACK - QUIET
    steps = work.events.steps(looked_at)
    rooms = {room.number: room for room in work.rooms.all(inactive=True)}
    counted = Counted()
    if measured_since < until:
        acts = acts_of_housekeeping(steps)
        working = working_time(acts, looked_at, until, hours, work.hotel.zone)
        turns = turns_of(steps, rooms, working, measured_since, until)
        counted = Counted(
            turns.turns,
            cleanings_of(steps, working, measured_since, until),
            tuple(inspections_of(steps, measured_since, until)),
            turns.not_counted,
            turns.began_earlier,
        )
    points = backlog(
        steps,
        {number: room.status for number, room in rooms.items() if room.is_active},
        since,
        min(until, work.now),
        work.hotel.zone,
        _began(work, rooms, steps, since),
    )
    return counted, points


def looked_at_for(hotel: Hotel, first: date, behind: date) -> tuple[datetime, datetime]:
    """From when, and to before when, steps are needed to measure these days (`measure_days`)."""
    since, until = hotel.midnight(first), hotel.midnight(behind)
    # A failed inspection of a cleaning may come so long after the day.
    return since - LOOK_BACK - QUIET, until + LOOK_BACK


def measure_days(
    hotel: Hotel,
    steps: Sequence[RoomStep],
    rooms: Mapping[str, Room],
    first: date,
    behind: date,
    hours: WorkingHours = WorkingHours(),  # noqa: B008 - a frozen value
) -> list[DayFigures]:
    """What to keep of the days from `first` to before `behind`: of those that have anything.

    `steps` are those of `looked_at_for`, in seq order. Pure.
    """
    looked_at, looked_until = looked_at_for(hotel, first, behind)
    since, until = hotel.midnight(first), hotel.midnight(behind)
    acts = acts_of_housekeeping(steps)
    working = working_time(acts, looked_at, looked_until, hours, hotel.zone)
    endings = by_day(hotel, endings_of(steps, rooms, working, since, until))
    cleanings = by_day(hotel, cleanings_of(steps, working, since, until))
    inspections = by_day(hotel, inspections_of(steps, since, until))
    return [
        DayFigures(day, str(hours), facts_of(endings[day], cleanings[day], inspections[day]))
        for day in sorted({*endings, *cleanings, *inspections})
    ]
