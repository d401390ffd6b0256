"""Days of a model hotel as events: its guests come and go, and its rooms are turned.

As many acts as the city hotel of the tests' data makes: a fifth of its rooms are left and taken
again each day (45 of 231), and turned by one person and looked at by another. One inspection in
ten fails. Beside that come notes, faults and guests who write.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from housekeeper.core.acts import EventKind, Source, Via
from housekeeper.core.rooms.event import Act, Deleted, EventDraft
from housekeeper.core.rooms.room import Room, vacated, with_message, without_messages
from housekeeper.core.rooms.status import MaintenancePriority, TurnStatus
from housekeeper.core.rooms.write_change import settled
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.demo import texts

FIRST_DAY = date(2026, 1, 1)
DESK = Staff("desk", "Sofia Reis", Role.FRONT_DESK)
MARIA = Staff("maria", "Maria Keller", Role.SUPERVISOR)
ATTENDANTS = tuple(
    Staff(name.casefold(), f"{name} Almeida", Role.ATTENDANT)
    for name in ("Ana", "Rui", "Ines", "Joao", "Lena", "Amir", "Olga", "Dina")
)
LEFT_EACH_DAY = 0.195
FAILS = 0.1
NOTED_EACH_DAY = 0.03
FLAGGED_EACH_DAY = 0.01
WRITING_EACH_DAY = 0.02


@dataclass(slots=True)
class ModelHotel:
    """The rooms as they stand, and the acts of one day after the other; seeded."""

    rooms: dict[str, Room]
    random: Random = field(default_factory=lambda: Random(14))
    erasures: int = 0

    def day(self, day: date) -> Iterator[EventDraft]:
        """The events of a day, in their order."""
        self._at = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
        numbers = list(self.rooms)
        self.random.shuffle(numbers)
        for number in numbers:
            self._later()
            if self.random.random() < LEFT_EACH_DAY:
                yield from self._turn(number, day)
            if self.random.random() < NOTED_EACH_DAY:
                note = self.random.choice(texts.NOTES)
                yield self._noted(ATTENDANTS[0], number, f"{note} (Ana Almeida 2026-01-01 10:12)")
            if self.random.random() < FLAGGED_EACH_DAY:
                yield from self._mended(number)
            if self.random.random() < WRITING_EACH_DAY and self.rooms[number].is_occupied:
                yield from self._written_and_answered(number)

    def _turn(self, number: str, day: date) -> Iterator[EventDraft]:
        hand = self.random.choice(ATTENDANTS)
        if self.rooms[number].is_occupied:
            self.erasures += 1
            messages = self.random.choice((0, 0, 0, 4))
            deleted = Deleted(messages=messages, conversations=bool(messages), guests=2)
            yield self._act(
                DESK, "CHECKED_OUT", number, vacated(self.rooms[number]), deleted=deleted
            )
        if self.rooms[number].housekeeping_notes:
            yield self._noted(hand, number, "")
        while True:
            yield self._cleaning(hand, number)
            yield self._cleaned(hand, number)
            if self.random.random() >= FAILS:
                break
            yield self._inspected(number, "INSPECTION_FAILED", TurnStatus.CHECKOUT_DIRTY)
        yield self._inspected(number, "INSPECTION_PASSED", TurnStatus.READY_FOR_GUEST)
        self._later()
        coming = replace(
            self.rooms[number],
            is_occupied=True,
            arrival=day,
            departure=day + timedelta(days=self.random.randint(1, 7)),
            next_arrival=day + timedelta(days=9) if self.random.random() < 0.2 else None,
        )
        yield self._act(DESK, "CHECKED_IN", number, coming)

    def _cleaning(self, hand: Staff, number: str) -> EventDraft:
        self._later()
        room = replace(
            self.rooms[number], turn_status=TurnStatus.CLEANING_IN_PROGRESS, attendant=hand.code
        )
        return self._act(hand, "CLEANING_STARTED", number, room)

    def _cleaned(self, hand: Staff, number: str) -> EventDraft:
        room = replace(
            self.rooms[number],
            turn_status=TurnStatus.CLEANED_UNINSPECTED,
            cleaned_by=hand.code,
            last_cleaned_at=self._later(),
        )
        return self._act(hand, "CLEANED", number, room)

    def _inspected(self, number: str, kind: str, status: TurnStatus) -> EventDraft:
        reason = "" if status is TurnStatus.READY_FOR_GUEST else "hair in the bath"
        room = replace(
            self.rooms[number],
            turn_status=status,
            inspected_by=MARIA.code,
            last_inspected_at=self._later(),
            fail_reason=reason,
        )
        return self._act(MARIA, kind, number, room, note=reason)

    def _noted(self, hand: Staff, number: str, notes: str) -> EventDraft:
        room = replace(self.rooms[number], housekeeping_notes=notes)
        return self._act(hand, "NOTED", number, room, note=notes.partition(" (")[0])

    def _mended(self, number: str) -> Iterator[EventDraft]:
        priority, fault = self.random.choice(texts.FAULTS)
        room = replace(
            self.rooms[number],
            maintenance_required=True,
            maintenance_priority=MaintenancePriority(priority),
            maintenance_notes=fault,
        )
        yield self._act(ATTENDANTS[1], "MAINTENANCE_FLAGGED", number, room, note=fault)
        room = replace(
            room, maintenance_required=False, maintenance_priority=None, maintenance_notes=""
        )
        yield self._act(MARIA, "MAINTENANCE_COMPLETED", number, room)

    def _written_and_answered(self, number: str) -> Iterator[EventDraft]:
        room = with_message(self.rooms[number], self._later())
        yield self._act(DESK, "GUEST_WROTE", number, room)
        yield self._act(DESK, "GUEST_ANSWERED", number, without_messages(room))

    _at: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def _later(self) -> datetime:
        """The moment of the next act."""
        self._at += timedelta(seconds=self.random.uniform(1, 30))
        return self._at

    def _act(
        self,
        staff: Staff,
        kind: str,
        number: str,
        after: Room,
        note: str = "",
        deleted: Deleted | None = None,
    ) -> EventDraft:
        act = Act(staff, Via.BOARD, UUID(int=self.random.getrandbits(128), version=4))
        before = self.rooms[number]
        room = settled(before, after, self._at)
        self.rooms[number] = room
        return EventDraft(
            event_id=act.event_id(number),
            act_id=act.id,
            kind=EventKind(kind),
            before=before,
            room=room,
            staff=staff,
            source=Source.FRONT_DESK if staff is DESK else Source.HOUSEKEEPING,
            via=act.via,
            note=note,
            at=self._at,
            real_at=self._at,
            deleted=deleted,
            erasure=self.erasures if deleted else None,
        )
