"""An inspection round as values: who walks which rooms in which order, and how far it is. Pure.

A round is a list of visits, one for each time that a room came up for inspection in it. Rooms
join while the round is walked, and leave it when someone else took them. Several people may
walk one round: each claims the room that they look at, so that the next one is offered another.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from housekeeper.core.acts import EventKind
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus

CLAIM_LASTS = timedelta(minutes=15)
"""Real time for which a room is kept for whoever looks at it, and the most that one look counts.

A terminal that is lost or left alone gives its room back after that long.
"""


class WalkingOrder(StrEnum):
    """In which order a round is walked."""

    BY_FLOOR = "BY_FLOOR"
    ARRIVALS_FIRST = "ARRIVALS_FIRST"

    @property
    def label(self) -> str:
        """The order in words, for people."""
        return "by floor" if self is WalkingOrder.BY_FLOOR else "arrivals first"


class VisitState(StrEnum):
    """What became of a room's visit."""

    WAITING = "WAITING"
    PASSED = "PASSED"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"
    LEFT = "LEFT"

    @property
    def label(self) -> str:
        """The state in words, for people."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    VisitState.WAITING: "to inspect",
    VisitState.PASSED: "passed",
    VisitState.FAILED: "failed",
    VisitState.SKIPPED: "skipped",
    VisitState.LEFT: "left the round",
}


@dataclass(frozen=True, slots=True)
class InspectionRound:
    """One round. Times are business time in UTC; staff are named by code."""

    id: int
    started_by: str
    started_at: datetime
    order: WalkingOrder
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One time that a room comes up in a round.

    `staff_code` and `at` (business time) tell who passed, failed, skipped or took it, and
    when; `act_id` is the act that did so, and its event's kind, note and whether it was
    undone since come with it from the store. `seconds` is how long it was looked at. The
    claim is in real time.
    """

    room_number: str
    number: int
    state: VisitState
    joined_at: datetime
    staff_code: str | None = None
    at: datetime | None = None
    seconds: int = 0
    act_id: UUID | None = None
    claimed_by: str | None = None
    claimed_at: datetime | None = None
    event_kind: EventKind | None = field(default=None, compare=False)
    note: str = field(default="", compare=False)
    is_undone: bool = field(default=False, compare=False)

    @property
    def is_open(self) -> bool:
        """Whether the room can still be passed or failed in this visit."""
        return self.state in {VisitState.WAITING, VisitState.SKIPPED}

    @property
    def is_done(self) -> bool:
        """Whether the room was passed or failed in this visit, and that still stands."""
        return self.state in {VisitState.PASSED, VisitState.FAILED} and not self.is_undone

    def is_claimed(self, real_now: datetime) -> bool:
        """Whether somebody is looking at the room."""
        return self.claimed_at is not None and real_now - self.claimed_at < CLAIM_LASTS


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is. Rooms that left it count in neither `done` nor `total`."""

    passed: int
    failed: int
    skipped: int
    waiting: int
    left: int

    @property
    def done(self) -> int:
        """Rooms passed or failed."""
        return self.passed + self.failed

    @property
    def total(self) -> int:
        """Rooms to inspect and inspected."""
        return self.done + self.skipped + self.waiting


def progress(visits: Iterable[Visit]) -> Progress:
    """Count the visits of a round; one whose act was undone waits again."""
    states = [VisitState.WAITING if visit.is_undone else visit.state for visit in visits]
    return Progress(
        passed=states.count(VisitState.PASSED),
        failed=states.count(VisitState.FAILED),
        skipped=states.count(VisitState.SKIPPED),
        waiting=states.count(VisitState.WAITING),
        left=states.count(VisitState.LEFT),
    )


def awaits_inspection(room: Room) -> bool:
    """Whether a room belongs into a round."""
    return room.is_active and room.status is RoomStatus.CLEANED_UNINSPECTED


def latest_visits(visits: Iterable[Visit]) -> dict[str, Visit]:
    """The newest visit of each room by room number."""
    found: dict[str, Visit] = {}
    for visit in visits:
        known = found.get(visit.room_number)
        if known is None or known.number < visit.number:
            found[visit.room_number] = visit
    return found


def joining(visits: Sequence[Visit], rooms: Mapping[str, Room], now: datetime) -> list[Visit]:
    """The visits of rooms that await inspection and are in no open visit of the round.

    One whose passing or failing was undone takes up its visit again.
    """
    latest = latest_visits(visits)
    found = []
    for number, room in rooms.items():
        last = latest.get(number)
        if not awaits_inspection(room) or (last is not None and last.is_open):
            continue
        if last is None:
            found.append(Visit(number, 1, VisitState.WAITING, now))
        elif last.is_undone:
            found.append(reopened(last))
        else:
            found.append(Visit(number, last.number + 1, VisitState.WAITING, now))
    return found


def leaving(visits: Iterable[Visit], rooms: Mapping[str, Room]) -> list[Visit]:
    """The visits that are open, or are so again, of rooms that no longer await inspection."""
    return [
        visit
        for visit in visits
        if (visit.is_open or visit.is_undone)
        and (visit.room_number not in rooms or not awaits_inspection(rooms[visit.room_number]))
    ]


def without_rooms_gone(visits: Sequence[Visit], rooms: Mapping[str, Room]) -> list[Visit]:
    """The visits as they stand now: rooms that nobody can inspect any more have left."""
    gone = {(visit.room_number, visit.number) for visit in leaving(visits, rooms)}
    return [
        replace(visit, state=VisitState.LEFT, is_undone=False)
        if (visit.room_number, visit.number) in gone
        else visit
        for visit in visits
    ]


def reopened(visit: Visit) -> Visit:
    """The visit as one that waits again, with the time already spent on it."""
    return replace(
        visit,
        state=VisitState.WAITING,
        staff_code=None,
        at=None,
        act_id=None,
        event_kind=None,
        note="",
        is_undone=False,
    )


def released(visit: Visit, real_now: datetime) -> Visit:
    """The visit without its claim; the look that ends counts, up to the length of a claim."""
    if visit.claimed_at is None:
        return visit
    looked = min(max(real_now - visit.claimed_at, timedelta()), CLAIM_LASTS)
    return replace(
        visit,
        seconds=visit.seconds + round(looked.total_seconds()),
        claimed_by=None,
        claimed_at=None,
    )


def claimed(visit: Visit, staff_code: str, real_now: datetime) -> Visit:
    """The visit kept for this person; their own claim that still runs goes on."""
    if visit.claimed_by == staff_code and visit.is_claimed(real_now):
        return visit
    # A claim that ran out belonged to a terminal that was lost: nobody looked all that while.
    return replace(visit, claimed_by=staff_code, claimed_at=real_now)


def room_claimed_by(
    visits: Iterable[Visit], staff_code: str, rooms: Collection[str] | None = None
) -> str | None:
    """The room that this person was looking at, whether the claim still runs or not."""
    held = [visit for visit in visits if visit.is_open and visit.claimed_by == staff_code]
    if rooms is not None:
        held = [visit for visit in held if visit.room_number in rooms]
    newest = max(
        held, key=lambda visit: (visit.claimed_at is not None, visit.claimed_at), default=None
    )
    return None if newest is None else newest.room_number


def room_done_last(visits: Iterable[Visit], staff_code: str) -> str | None:
    """The room at which this person acted last in the round: where they stand."""
    own = [visit for visit in visits if visit.staff_code == staff_code and visit.at is not None]
    own = [visit for visit in own if visit.state is not VisitState.LEFT]
    newest = max(own, key=lambda visit: visit.at or visit.joined_at, default=None)
    return None if newest is None else newest.room_number
