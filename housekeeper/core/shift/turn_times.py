"""Turns: from a guest's leaving to a room that passed its inspection, and what they took. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import pairwise

from housekeeper.core.acts import Counts, EventKind, kinds_counted_as
from housekeeper.core.rooms.event import RoomStep
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.shift.stamps import mended_stamps
from housekeeper.core.shift.working_time import WorkingTime

LOOK_BACK = timedelta(days=14)
"""How long before its end a turn may have begun; what was earlier is not looked at."""

LONGEST_CLEANING = timedelta(hours=2)
"""A cleaning of up to this length counts whole, at any hour: somebody was in the room."""

LEAVING = kinds_counted_as(Counts.LEAVING)
HOUSEKEEPING = kinds_counted_as(Counts.WORK, Counts.INSPECTION)
"""The acts that show that housekeeping is at work."""

_IN_AND_OUT_OF_USE = frozenset({EventKind.ACTIVATED, EventKind.DEACTIVATED})

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
    """One turn in counted time, in whole seconds; its parts add up to `took`.

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
class Ending:
    """The end of a turn. Without the turn, that is not counted, or `began_earlier`."""

    at: datetime
    turn: Turn | None
    began_earlier: bool = False


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns that ended in a span, and how many could not be counted.

    Not counted: ended by an override or without an inspection, or with a stamp that cannot be.
    `began_earlier` are those of which the beginning is not among the steps, or is more than
    `LOOK_BACK` before the end.
    """

    turns: tuple[Turn, ...]
    not_counted: int
    began_earlier: int


def by_room(steps: Iterable[RoomStep]) -> dict[str, list[RoomStep]]:
    """The steps of each room that changed its status, or whether it is in use, in order."""
    found: dict[str, list[RoomStep]] = {}
    for step in steps:
        is_told = step.kind in LEAVING or step.kind in _IN_AND_OUT_OF_USE
        if is_told or step.from_status is not step.to_status:
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


def whole_seconds(taken: timedelta) -> timedelta:
    """A time as figures have it, and as they are kept."""
    return timedelta(seconds=round(taken.total_seconds()))


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
    parts = {part: whole_seconds(counted) for part, counted in parts.items()}
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


def _ended(of_room: Iterable[RoomStep]) -> Iterator[tuple[list[RoomStep], bool]]:
    """The turns of one room that ended, and whether each began among these steps.

    What decides is a guest's leaving, the end of a turn, or a time out of use. Where that is
    more than `LOOK_BACK` before an end it is as unknown as if the steps began after it: so a day
    has the same turns, whatever span it is counted in.
    """
    since: list[RoomStep] = []
    is_left: bool | None = None
    for step in of_room:
        if step.kind in LEAVING or step.kind in _IN_AND_OUT_OF_USE:
            since, is_left = [step], step.kind in LEAVING
            continue
        since.append(step)
        if not (_is_passed(step) or step.to_status in _ENDS_UNINSPECTED):
            continue
        known = [one for one in since if step.at - one.at <= LOOK_BACK]
        if is_left is None or known[0] is not since[0]:
            if known[0].from_status in _PART_OF:
                yield known, False
        elif is_left:
            yield since, True
        since, is_left = [step], False


def endings_of(
    steps: Sequence[RoomStep],
    rooms: Mapping[str, Room],
    working: WorkingTime,
    since: datetime,
    until: datetime,
) -> Iterator[Ending]:
    """The ends of turns from `since` to before `until`; steps are in seq order.

    A turn with a stamp that cannot be is not counted, and neither is a room's that was taken
    out of use meanwhile.
    """
    mended = mended_stamps(steps, until)
    for number, of_room in by_room(steps).items():
        for turn, is_whole in _ended(of_room):
            end = turn[-1]
            at = mended.get(end.seq, end.at)
            if not since <= at < until:
                continue
            if is_whole:
                is_known = _is_passed(end) and not any(step.seq in mended for step in turn)
                yield Ending(at, _measured(turn, rooms[number], working) if is_known else None)
            elif _is_passed(end):
                yield Ending(at, None, began_earlier=True)


def turns_of(
    steps: Sequence[RoomStep],
    rooms: Mapping[str, Room],
    working: WorkingTime,
    since: datetime,
    until: datetime,
) -> Turns:
    """The turns that ended from `since` to before `until`, by when, and how many do not count."""
    endings = list(endings_of(steps, rooms, working, since, until))
    found = [ending.turn for ending in endings if ending.turn is not None]
    began_earlier = sum(ending.began_earlier for ending in endings)
    turns = tuple(sorted(found, key=lambda turn: turn.ready_at))
    return Turns(turns, len(endings) - len(turns) - began_earlier, began_earlier)


def _is_passed(step: RoomStep) -> bool:
    return step.kind is EventKind.INSPECTION_PASSED


def cleanings_of(
    steps: Sequence[RoomStep], working: WorkingTime, since: datetime, until: datetime
) -> tuple[Cleaning, ...]:
    """The cleanings that ended from `since` to before `until`, of turns or not.

    One failed where an inspection within `LOOK_BACK` after it did.
    """
    mended = mended_stamps(steps, until)
    found: list[Cleaning] = []
    for number, of_room in by_room(steps).items():
        last: int | None = None
        for before, step in zip([None, *of_room], of_room, strict=False):
            if step.kind is EventKind.CLEANED:
                is_started = before is not None and before.kind is EventKind.CLEANING_STARTED
                is_known = step.seq not in mended
                took = None
                if before is not None and is_started and is_known and before.seq not in mended:
                    took = cleaning_time(before.at, step.at, working)
                    took = None if took is None else whole_seconds(took)
                last = len(found)
                at = mended.get(step.seq, step.at)
                found.append(Cleaning(number, step.staff_code, step.staff_name, at, took))
            elif step.kind is EventKind.INSPECTION_FAILED and last is not None:
                is_near = step.at - found[last].at <= LOOK_BACK
                found[last] = replace(found[last], failed=is_near)
                last = None
    return tuple(one for one in found if since <= one.at < until)
