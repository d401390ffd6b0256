"""Turns: from a guest's leaving to a room that passed its inspection, and what they took. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import pairwise

from housekeeper.core.acts import Counts, EventKind, kinds_counted_as
from housekeeper.core.rooms.event import RoomStep
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.shift.working_time import WorkingTime

LONGEST_CLEANING = timedelta(hours=2)
"""A cleaning of up to this length counts whole, at any hour: somebody was in the room."""

LEAVING = kinds_counted_as(Counts.LEAVING)
HOUSEKEEPING = kinds_counted_as(Counts.WORK, Counts.INSPECTION)
"""The acts that show that housekeeping is at work."""

_ENDS_UNINSPECTED = frozenset(
    {RoomStatus.AVAILABLE, RoomStatus.READY_FOR_GUEST, RoomStatus.OCCUPIED}
)


class Part(Enum):
    """What a room does in a stretch of its turn."""

    WAIT = auto()
    CLEAN = auto()
    INSPECT = auto()
    MAINTENANCE = auto()


_PART_OF = {
    RoomStatus.CHECKOUT_DIRTY: Part.WAIT,
    RoomStatus.CLEANING_IN_PROGRESS: Part.CLEAN,
    RoomStatus.CLEANED_UNINSPECTED: Part.INSPECT,
    RoomStatus.MAINTENANCE_REQUIRED: Part.MAINTENANCE,
    RoomStatus.OUT_OF_ORDER: Part.MAINTENANCE,
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn in counted time; its parts add up to `took`.

    `wait` runs from the guest's leaving, and after a failed inspection again, to the start of
    cleaning; `inspect` from cleaned to the inspection; `maintenance` while flagged or out of
    order. `wait` and `clean` are None where a cleaning was not started before it was marked
    cleaned, `clean` also where nobody knows how long it took: it spanned time off shift.
    """

    room_number: str
    floor: int
    room_type: str
    ready_at: datetime
    took: timedelta
    wait: timedelta | None
    clean: timedelta | None
    inspect: timedelta
    maintenance: timedelta
    recleans: int


@dataclass(frozen=True, slots=True)
class Cleaning:
    """One cleaning by one person; `took` is None where it is not known, as in a turn."""

    room_number: str
    staff_code: str
    staff_name: str
    at: datetime
    took: timedelta | None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns that ended in a span, and how many could not be counted.

    Not counted: ended by an override or without an inspection, or a clock that ran backwards.
    """

    turns: tuple[Turn, ...]
    not_counted: int


def by_room(steps: Iterable[RoomStep]) -> dict[str, list[RoomStep]]:
    """The steps of each room that changed its status, in order."""
    found: dict[str, list[RoomStep]] = {}
    for step in steps:
        if step.from_status is not step.to_status or step.kind in LEAVING:
            found.setdefault(step.room_number, []).append(step)
    return found


def cleaning_time(started: datetime, ended: datetime, working: WorkingTime) -> timedelta | None:
    """How long a cleaning took, or None where it spanned time in which nobody was there."""
    took = ended - started
    if took < timedelta():
        return None
    if took <= LONGEST_CLEANING or working.counted(started, ended) == took:
        return took
    return None


def _measured(steps: list[RoomStep], room: Room, working: WorkingTime) -> Turn | None:
    parts = dict.fromkeys(Part, timedelta())
    is_started = is_clean_known = True
    for step, following in pairwise(steps):
        if following.at < step.at:
            return None
        part = _PART_OF.get(step.to_status)
        if part is None:
            continue
        counted = working.counted(step.at, following.at)
        if part is Part.CLEAN:
            known = cleaning_time(step.at, following.at, working)
            is_clean_known &= known is not None
            counted = counted if known is None else known
        elif part is Part.WAIT and following.kind is EventKind.CLEANED:
            is_started = False
        parts[part] += counted
    return Turn(
        room_number=room.number,
        floor=room.floor,
        room_type=room.room_type,
        ready_at=steps[-1].at,
        took=sum(parts.values(), timedelta()),
        wait=parts[Part.WAIT] if is_started else None,
        clean=parts[Part.CLEAN] if is_started and is_clean_known else None,
        inspect=parts[Part.INSPECT],
        maintenance=parts[Part.MAINTENANCE],
        recleans=sum(step.kind is EventKind.INSPECTION_FAILED for step in steps),
    )


def turns_of(
    steps: Iterable[RoomStep],
    rooms: Mapping[str, Room],
    working: WorkingTime,
    since: datetime,
    until: datetime,
) -> Turns:
    """The turns that ended from `since` to before `until`; steps are in seq order."""
    found: list[Turn] = []
    not_counted = 0
    for number, of_room in by_room(steps).items():
        turn: list[RoomStep] = []
        for step in of_room:
            if step.kind in LEAVING:
                turn = [step]
                continue
            if not turn:
                continue
            turn.append(step)
            is_passed = step.kind is EventKind.INSPECTION_PASSED
            if not is_passed and step.to_status not in _ENDS_UNINSPECTED:
                continue
            if since <= step.at < until:
                measured = _measured(turn, rooms[number], working) if is_passed else None
                if measured is None:
                    not_counted += 1
                else:
                    found.append(measured)
            turn = []
    return Turns(tuple(sorted(found, key=lambda turn: turn.ready_at)), not_counted)


def cleanings_of(
    steps: Iterable[RoomStep], working: WorkingTime, since: datetime, until: datetime
) -> tuple[Cleaning, ...]:
    """The cleanings that ended from `since` to before `until`, of turns or not."""
    found: list[Cleaning] = []
    for number, of_room in by_room(steps).items():
        last: int | None = None
        for before, step in zip([None, *of_room], of_room, strict=False):
            if step.kind is EventKind.CLEANED:
                is_started = before is not None and before.kind is EventKind.CLEANING_STARTED
                took = None
                if before is not None and is_started:
                    took = cleaning_time(before.at, step.at, working)
                last = len(found)
                found.append(Cleaning(number, step.staff_code, step.staff_name, step.at, took))
            elif step.kind is EventKind.INSPECTION_FAILED and last is not None:
                found[last] = replace(found[last], failed=True)
                last = None
    return tuple(one for one in found if since <= one.at < until)
