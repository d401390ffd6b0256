"""The handover to the next shift: what happened since, what is left open, notes until ticked."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb, handover_lines
from housekeeper.core.board.statistics import facts_of
from housekeeper.core.entered_text import NOTE_LIMIT, check_text
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.event import REDACTED, Act, RoomStep
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.shift.handover_note import HandoverNote
from housekeeper.core.stays.booking import Booking
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.unit_of_work import UnitOfWork

A_SHIFT = timedelta(hours=12)
"""How far back a handover looks where nobody says since when, and for who was never here."""

LINES = handover_lines()
"""What a handover tells of, line by line, each with its kinds of events."""

_TOLD_KINDS = tuple(kind for kinds in LINES.values() for kind in kinds)
LEFT_OPEN = (
    RoomStatus.CHECKOUT_DIRTY,
    RoomStatus.CLEANING_IN_PROGRESS,
    RoomStatus.CLEANED_UNINSPECTED,
    RoomStatus.MAINTENANCE_REQUIRED,
    RoomStatus.OUT_OF_ORDER,
)
"""The statuses of rooms that wait for somebody, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Handover:
    """A shift's account, from `since` to `until` (UTC). Acts that were undone are not in it.

    `happened` is in the order of events; `left_open` holds, as they are now, the rooms that
    wait for somebody, by status and then natural number. `expected` are the bookings whose
    guests should have come before today and are still expected, the longest first. `waiting`
    are the rooms whose guests wait for an answer or an order, `overdue` those whose guests should
    have left: of neither more than the number is told. `notes` are
    open, the oldest first; `ticked` are those ticked since.
    """

    since: datetime
    until: datetime
    happened: tuple[RoomStep, ...]
    left_open: tuple[Room, ...]
    expected: tuple[Booking, ...]
    waiting: tuple[str, ...]
    overdue: tuple[str, ...]
    notes: tuple[HandoverNote, ...]
    ticked: tuple[HandoverNote, ...]
    names: dict[str, str]

    def of(self, *kinds: EventKind) -> tuple[RoomStep, ...]:
        """What happened of these kinds."""
        return tuple(step for step in self.happened if step.kind in kinds)

    @property
    def turned(self) -> tuple[RoomStep, ...]:
        """Rooms that passed their inspection."""
        return self.of(EventKind.INSPECTION_PASSED)

    @property
    def failed(self) -> tuple[RoomStep, ...]:
        """Rooms that failed their inspection, each with its reason as note."""
        return self.of(EventKind.INSPECTION_FAILED)

    @property
    def flagged(self) -> tuple[RoomStep, ...]:
        """Rooms flagged for maintenance, each with what is broken as note."""
        return self.of(EventKind.MAINTENANCE_FLAGGED)

    def open_in(self, status: RoomStatus) -> tuple[Room, ...]:
        """The rooms left open in this status."""
        return tuple(room for room in self.left_open if room.status is status)

    @property
    def of_guests(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What is open with guests in the house, in words, each with its rooms; not what is not."""
        open_now = (("guests who wait", self.waiting), ("guests overdue", self.overdue))
        return tuple((words, rooms) for words, rooms in open_now if rooms)

    def named(self, code: str | None) -> str:
        """The name of a member of staff; the code itself where nobody has it."""
        return self.names.get(code, code) if code else ""


def since_last_here(work: UnitOfWork, staff_code: str) -> datetime | None:
    """When someone signed in last before their present shift; None where they never did."""
    return work.staff.sign_ins(staff_code).before_shift


def handover_for(
    work: UnitOfWork, staff_code: str | None, since: datetime | None = None
) -> Handover:
    """The handover since a moment; without one, since this person was here last."""
    if since is None and staff_code is not None:
        since = since_last_here(work, staff_code)
    return handover(work, since or work.now - A_SHIFT)


def handover(work: UnitOfWork, since: datetime) -> Handover:
    """What the next shift should know: what happened since a moment, and what waits now."""
    rooms = work.rooms.all()
    when = HouseTime.of(work.hotel, work.now)
    # As the board counts them, so that both say the same.
    facts = {room.number: frozenset(facts_of(room, when)) for room in rooms}
    return Handover(
        since=since,
        until=work.now,
        happened=tuple(work.events.steps(since, _TOLD_KINDS)),
        left_open=tuple(room for status in LEFT_OPEN for room in rooms if room.status is status),
        expected=tuple(
            replace(one, guest_name=None)
            for one in work.bookings.arriving(work.today)
            if one.arrival < work.today
        ),
        waiting=tuple(number for number, known in facts.items() if "guests_waiting" in known),
        overdue=tuple(number for number, known in facts.items() if "overdue" in known),
        notes=tuple(work.handover.open()),
        ticked=tuple(work.handover.ticked_since(since)),
        names={staff.code: staff.name for staff in work.staff.all()},
    )


def add_note(work: UnitOfWork, act: Act, text: str) -> HandoverNote:
    """Leave a note for the next shift; a retry of the act leaves it once.

    Raises `NotAllowed`, or `InvalidInput` for an empty or overlong note.
    """
    rights.require(act.staff, Verb.HANDOVER)
    words = check_text(text, NOTE_LIMIT, "A note")
    if not words:
        raise InvalidInput("A note for the next shift needs words.")
    return work.handover.add(act.id, words, act.staff.code, work.now)


def redact(work: UnitOfWork, act: Act, note_id: int) -> HandoverNote:
    """Blank a note that should not have been written, ticked or not; its words are erased.

    Blanking it again changes nothing. Raises `NotAllowed` or `UnknownName`.
    """
    rights.require(act.staff, Verb.REDACT)
    if work.handover.get(note_id).text != REDACTED:
        work.erasures.ask()
        work.handover.blank(note_id, REDACTED)
    return work.handover.get(note_id)


def tick(work: UnitOfWork, act: Act, note_id: int) -> HandoverNote:
    """Tick a note as dealt with; one that is ticked already stays as whoever ticked it left it.

    Raises `NotAllowed` or `UnknownName`.
    """
    rights.require(act.staff, Verb.HANDOVER)
    if work.handover.get(note_id).ticked_at is None:
        work.handover.tick(note_id, act.staff.code, work.now)
    return work.handover.get(note_id)
