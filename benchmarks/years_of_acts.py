"""Acts of years: what people did in each room, by the house's own rules, one after another.

Every room goes round: a guest comes and leaves, the room is cleaned and inspected, sometimes it
fails; flagged rooms and those out of order are put right and are so again. A room ends as it
began, so that a hotel of two million acts looks like one of two thousand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import cast
from uuid import UUID

from housekeeper.core.acts import EventKind, Verb, Via, kind_of
from housekeeper.core.rooms.event import Act, Deleted, EventDraft
from housekeeper.core.rooms.room import (
    Room,
    changed_room,
    flagged,
    out_of_order,
    put_right,
    turned,
    vacated,
)
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.rooms.write_change import draft
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.demo import texts

FIRST_HAND = Staff("zita", "Zita Prado", Role.SUPERVISOR)
"""Someone who worked in the first days and never since."""

_ROUND = (Verb.CHECK_IN, Verb.CHECK_OUT, Verb.START, Verb.CLEAN, Verb.PASS)
_BEGINS_WITH = {
    RoomStatus.AVAILABLE: Verb.CHECK_IN,
    RoomStatus.READY_FOR_GUEST: Verb.CHECK_IN,
    RoomStatus.OCCUPIED: Verb.CHECK_OUT,
    RoomStatus.CHECKOUT_DIRTY: Verb.START,
    RoomStatus.CLEANING_IN_PROGRESS: Verb.CLEAN,
    RoomStatus.CLEANED_UNINSPECTED: Verb.PASS,
}
_PUT_RIGHT = {
    RoomStatus.MAINTENANCE_REQUIRED: (Verb.FIXED, Verb.PASS, Verb.MAINTENANCE),
    RoomStatus.OUT_OF_ORDER: (Verb.RETURN, Verb.PASS, Verb.OUT_OF_ORDER),
}
_CODES = (
    *_ROUND,
    *(Verb.FAIL, Verb.UNDO, Verb.NOTE),
    *(Verb.MAINTENANCE, Verb.FIXED, Verb.OUT_OF_ORDER, Verb.RETURN),
)
_PLACE = {verb: place for place, verb in enumerate(_CODES)}

_DONE_BY = {
    Verb.CHECK_IN: (Role.FRONT_DESK,),
    Verb.CHECK_OUT: (Role.FRONT_DESK,),
    Verb.PASS: (Role.SUPERVISOR,),
    Verb.FAIL: (Role.SUPERVISOR,),
    Verb.MAINTENANCE: (Role.SUPERVISOR, Role.MAINTENANCE),
    Verb.FIXED: (Role.MAINTENANCE,),
    Verb.OUT_OF_ORDER: (Role.MAINTENANCE,),
    Verb.RETURN: (Role.MAINTENANCE,),
}


def _people(verb: Verb) -> tuple[Staff, ...]:
    roles = _DONE_BY.get(verb, (Role.ATTENDANT,))
    return tuple(one for one in texts.STAFF if one.role in roles)


_PEOPLE = {verb: _people(verb) for verb in _CODES}


def _lap(status: RoomStatus, random: Random) -> Iterator[Verb]:
    """What is done in a room of this status until it is so again."""
    if status in _PUT_RIGHT:
        yield from _PUT_RIGHT[status]
        return
    first = _ROUND.index(_BEGINS_WITH[status])
    for verb in (*_ROUND[first:], *_ROUND[:first]):
        chance = random.random()
        if verb is Verb.START and chance < 0.02:
            # Taken back at once, and done again.
            yield from (Verb.START, Verb.UNDO)
        if verb is Verb.PASS and chance < 0.1:
            yield from (Verb.FAIL, Verb.START, Verb.CLEAN)
        if chance > 0.9:
            yield Verb.NOTE
        yield verb


def laps(room: Room, acts: int, random: Random) -> bytes:
    """So many acts in a room, whole laps of it; what is left over are notes."""
    planned = bytearray()
    while True:
        lap = [_PLACE[verb] for verb in _lap(room.status, random)]
        if len(planned) + len(lap) > acts:
            break
        planned.extend(lap)
    planned.extend([_PLACE[Verb.NOTE]] * (acts - len(planned)))
    return bytes(planned)


@dataclass(slots=True)
class _Moment:
    """All that a draft asks of its unit of work."""

    now: datetime
    real_now: datetime


@dataclass(slots=True)
class _RoomHistory:
    """One room, what is still to be done in it, and what was done last."""

    room: Room
    first: Room
    verbs: Iterator[int]
    before_last: Room
    last_seq: int = 0


class ActsOfYears:
    """Does what is planned in the rooms, in seq order, and keeps how each room stands.

    `rooms` are as they stand at the beginning and `last_seq` is the hotel's.
    """

    def __init__(self, rooms: Sequence[Room], last_seq: int, random: Random) -> None:
        self._rooms = [_RoomHistory(room, room, iter(()), room) for room in rooms]
        self._seq = last_seq
        self._random = random
        self._reason = {
            Verb.FAIL: texts.FAILURES,
            Verb.OUT_OF_ORDER: texts.OUT_OF_ORDER,
            Verb.NOTE: texts.NOTES,
        }

    def begin(self, plans: Sequence[bytes]) -> None:
        """From here on this is done in each room, in their order."""
        for history, plan in zip(self._rooms, plans, strict=True):
            history.verbs = iter(plan)

    @property
    def changes(self) -> list[tuple[Room, Room]]:
        """Each room as it was at the beginning, and as it is now."""
        return [(one.first, one.room) for one in self._rooms if one.room is not one.first]

    def act(self, place: int, at: datetime, by: Staff | None = None) -> EventDraft:
        """The next act in the room at this place, at a moment (UTC)."""
        history = self._rooms[place]
        self._seq += 1
        verb = _CODES[next(history.verbs)]
        staff = by or self._random.choice(_PEOPLE[verb])
        before = history.room
        if verb is Verb.UNDO:
            after = changed_room(history.before_last, version=before.version)
            kind, note = EventKind.UNDONE, ""
        else:
            note = self._random.choice(self._reason[verb]) if verb in self._reason else ""
            after, kind = self._after(history, verb, staff, at, note), kind_of(verb)
        act = Act(staff, Via.BOARD, UUID(int=self._random.getrandbits(128), version=4))
        work = cast(UnitOfWork, _Moment(at, at))
        made = draft(work, act, verb, kind, before, after, note)
        if verb is Verb.UNDO:
            made = replace(made, undoes_seq=history.last_seq)
        elif verb is Verb.CHECK_OUT:
            made = replace(made, deleted=Deleted(1, 1, self._random.randrange(9), 1, 1, 0))
        history.before_last, history.room, history.last_seq = before, made.room, self._seq
        return made

    def _after(
        self, history: _RoomHistory, verb: Verb, staff: Staff, at: datetime, note: str
    ) -> Room:
        room, first = history.room, history.first
        match verb:
            case Verb.CHECK_IN:
                # Whoever comes last to an occupied room is the guest of its booking.
                arrival = first.arrival or at.date()
                departure = first.departure or arrival + timedelta(self._random.randrange(1, 5))
                return changed_room(room, is_occupied=True, arrival=arrival, departure=departure)
            case Verb.CHECK_OUT:
                return vacated(room)
            case Verb.MAINTENANCE:
                priority, fault = self._random.choice(texts.FAULTS)
                return flagged(room, MaintenancePriority(priority), fault)
            case Verb.FIXED | Verb.RETURN:
                return put_right(room, verb)
            case Verb.OUT_OF_ORDER:
                return out_of_order(room, note, None)
            case Verb.NOTE:
                return changed_room(room, housekeeping_notes=note)
            case _:
                return turned(room, verb, staff.code, at, note)
