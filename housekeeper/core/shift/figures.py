"""The figures of a span: turn times and their parts by day, floor, type and person; the backlog.

What is counted is said by `what_counts`, which every report shows. Acts that were undone are
not among the steps that figures are made from.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import ceil
from statistics import median

from housekeeper.core.acts import Counts, kinds_counted_as
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.event import RoomStep
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import decode, encode
from housekeeper.core.shift.backlog import Backlog, backlog
from housekeeper.core.shift.turn_times import HOUSEKEEPING, Cleaning, Turn, cleanings_of, turns_of
from housekeeper.core.shift.working_time import WorkingHours, working_time
from housekeeper.core.unit_of_work import UnitOfWork

LOOK_BACK = timedelta(days=14)
"""How long before the span a turn may have begun."""

LONGEST_SPAN = timedelta(days=366)


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
            f"{found.began_earlier} more {turns} began over {LOOK_BACK.days} days before this "
            "time, or before the history does, and cannot be measured."
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
    """The figures from `since` to before `until` (UTC), and of how many turns there are none."""

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
    cleanings: Sequence[Cleaning], inspections: Sequence[RoomStep]
) -> tuple[PersonFigures, ...]:
    """The work of each person, by name."""
    names = {one.staff_code: one.staff_name for one in cleanings}
    names |= {one.staff_code: one.staff_name for one in inspections}
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
                inspected=sum(one.staff_code == code for one in inspections),
            )
        )
    return tuple(found)


def _began(work: UnitOfWork, rooms: Mapping[str, Room]) -> dict[str, datetime]:
    """Since when each room has been in the hotel, or has at least stood as its history begins."""
    began = {number: room.status_since for number, room in rooms.items()}
    for first in work.events.first_of_rooms():
        found = decode({**encode(first.room), **first.before})
        began[first.room_number] = found.status_since
    return began


def figures_of_days(work: UnitOfWork, days: int) -> Figures:
    """The figures of so many days of the hotel, today among them, until now."""
    first = work.today - timedelta(days=days - 1)
    since = datetime.combine(first, time(), work.hotel.zone).astimezone(UTC)
    return figures(work, since, max(work.now, since + timedelta(seconds=1)))


def figures(
    work: UnitOfWork,
    since: datetime,
    until: datetime,
    hours: WorkingHours = WorkingHours(),  # noqa: B008 - a frozen value
) -> Figures:
    """The figures of a span (aware moments). Raises `InvalidInput` for one over a year or none."""
    if not timedelta() < until - since <= LONGEST_SPAN:
        raise InvalidInput("Figures take a span of up to 366 days that ends after it begins.")
    steps = work.events.steps(since - LOOK_BACK)
    rooms = {room.number: room for room in work.rooms.all(inactive=True)}
    acts = [step.at for step in steps if step.kind in HOUSEKEEPING]
    working = working_time(acts, since - LOOK_BACK, until, hours, work.hotel.zone)
    turns = turns_of(steps, rooms, working, since, until)
    inspected = kinds_counted_as(Counts.INSPECTION)
    return Figures(
        since=since,
        until=until,
        hours=hours,
        total=group("all", turns.turns),
        days=groups(turns.turns, lambda turn: work.hotel.day(turn.ready_at).isoformat()),
        floors=tuple(
            group(str(floor), [turn for turn in turns.turns if turn.floor == floor])
            for floor in sorted({turn.floor for turn in turns.turns})
        ),
        types=groups(turns.turns, lambda turn: turn.room_type),
        people=people(
            cleanings_of(steps, working, since, until),
            [step for step in steps if step.kind in inspected and since <= step.at < until],
        ),
        backlog=backlog(
            steps,
            {number: room.status for number, room in rooms.items() if room.is_active},
            since,
            min(until, work.now),
            work.hotel.zone,
            _began(work, rooms),
        ),
        not_counted=turns.not_counted,
        began_earlier=turns.began_earlier,
    )
