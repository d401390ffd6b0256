"""Rooms, events and the outbox of a hotel in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from housekeeper.core.acts import EventKind
from housekeeper.core.errors import RoomMoved, UnknownName
from housekeeper.core.rooms.event import EventDraft, HistoryQuery, RoomEvent, RoomStep, event_id_of
from housekeeper.core.rooms.numbers import KnownNames, natural_key
from housekeeper.core.rooms.repository import PinSource
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import blank_note, changed_from, decode, encode
from housekeeper.core.stays.booking import Booking, BookingStatus
from tests.memory.state import HotelState


@dataclass(slots=True)
class MemoryRooms:
    """The rooms; what their bookings say of them is looked up at each reading."""

    state: HotelState
    today: date
    pins: PinSource

    def _as_read(self, room: Room) -> Room:
        mine = [one for one in self.state.bookings.values() if one.room_number == room.number]
        stays = [one for one in mine if one.status is BookingStatus.CHECKED_IN]
        stay: Booking | None = stays[0] if stays else None
        coming = [
            one.arrival
            for one in mine
            if one.status is BookingStatus.CONFIRMED
            and (one.arrival >= self.today or one.departure > self.today)
        ]
        return replace(
            room,
            arrival=stay.arrival if stay else None,
            departure=stay.departure if stay else None,
            late_checkout=stay.late_checkout if stay else None,
            next_arrival=min(coming, default=None),
        )

    def get(self, number: str) -> Room:
        return self.find([number])[0]

    def find(self, numbers: Sequence[str]) -> list[Room]:
        missing = sorted(set(numbers) - set(self.state.rooms), key=natural_key)
        if missing:
            named = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
            raise UnknownName(f"There is no room {named} in this hotel.")
        wanted = sorted(set(numbers), key=natural_key)
        return [self._as_read(self.state.rooms[number]) for number in wanted]

    def as_written(self, numbers: Sequence[str]) -> list[str]:
        known = KnownNames(self.state.rooms)
        return [known.find(number) or number for number in numbers]

    def all(self, inactive: bool = False) -> list[Room]:
        found = [one for one in self.state.rooms.values() if inactive or one.is_active]
        return [
            self._as_read(one) for one in sorted(found, key=lambda one: natural_key(one.number))
        ]

    def told_since(self, quiet_changes: int) -> list[Room]:
        told = self.state.quiet_rooms.items()
        return self.find([number for number, change in told if change > quiet_changes])

    def add(self, rooms: Sequence[Room]) -> None:
        self.state.rooms.update((one.number, one) for one in rooms)
        self.renew_pins([one.number for one in rooms])

    def save(self, changes: Sequence[tuple[Room, Room]]) -> None:
        for before, after in changes:
            if self.state.rooms[before.number].version != before.version:
                numbers = ", ".join(one.number for one, _ in changes[:5])
                raise RoomMoved(f"Room {numbers} was changed meanwhile; nothing was written.")
            self.state.rooms[before.number] = replace(after, number=before.number)

    def rename(self, number: str, new_number: str) -> None:
        def named(one: str | None) -> str | None:
            return new_number if one == number else one

        state = self.state
        state.rooms = {
            named(key) or key: replace(one, number=named(key) or key)
            for key, one in state.rooms.items()
        }
        state.pins = {named(key) or key: pin for key, pin in state.pins.items()}
        state.quiet_rooms = {named(key) or key: one for key, one in state.quiet_rooms.items()}
        state.events = [
            replace(one, room=replace(one.room, number=named(one.room_number) or ""))
            for one in state.events
        ]
        tables: tuple[Any, ...] = (
            *(state.bookings, state.sessions, state.conversations, state.gaps),
        )
        for rows in tables:
            for key, row in list(rows.items()):
                rows[key] = replace(row, room_number=named(row.room_number))
        state.guests = {
            key: replace(one, rooms=tuple(named(room) or room for room in one.rooms))
            for key, one in state.guests.items()
        }
        state.orders = {
            key: (replace(one, room_number=named(one.room_number) or ""), act)
            for key, (one, act) in state.orders.items()
        }
        state.visits = {
            (place, named(room) or room, count): replace(one, room_number=named(room) or room)
            for (place, room, count), one in state.visits.items()
        }
        state.wrong_room_pins = [(named(one) or one, at) for one, at in state.wrong_room_pins]

    def pin(self, number: str) -> str:
        if number not in self.state.pins:
            raise UnknownName(f"There is no room {number} in this hotel.")
        return self.state.pins[number]

    def renew_pins(self, numbers: Sequence[str]) -> None:
        taken = set(self.state.pins.values())
        for number in numbers:
            pin = self.pins.new_pin()
            while pin in taken:
                pin = self.pins.new_pin()
            taken.add(pin)
            self.state.pins[number] = pin


@dataclass(slots=True)
class MemoryEvents:
    """The events, in a list that begins where the history does."""

    state: HotelState

    def _as_read(self, event: RoomEvent) -> RoomEvent:
        undoing = [one.seq for one in self.state.events if one.undoes_seq == event.seq]
        return replace(event, undone_by=undoing[0] if undoing else None)

    def _where(self, wanted: Collection[RoomEvent]) -> list[RoomEvent]:
        return [self._as_read(event) for event in sorted(wanted, key=lambda one: one.seq)]

    def append(self, drafts: Sequence[EventDraft]) -> list[RoomEvent]:
        made = [
            RoomEvent(
                seq=self.state.last_seq + place,
                event_id=one.event_id,
                act_id=one.act_id,
                kind=one.kind,
                from_status=one.before.status,
                to_status=one.room.status,
                staff_code=one.staff.code,
                staff_name=one.staff.name,
                source=one.source,
                via=one.via,
                note=one.note,
                at=one.at,
                real_at=one.real_at,
                room=one.room,
                before=changed_from(one.before, one.room),
                deleted=one.deleted,
                undoes_seq=one.undoes_seq,
                erasure=one.erasure,
            )
            for place, one in enumerate(drafts, start=1)
        ]
        self.state.events += made
        return made

    def of_act_in_room(self, act_id: UUID, room_number: str) -> RoomEvent | None:
        return next(iter(self.of_act_in_rooms(act_id, [room_number])), None)

    def of_act_in_rooms(self, act_id: UUID, room_numbers: Collection[str]) -> list[RoomEvent]:
        ids = {event_id_of(act_id, number) for number in room_numbers}
        return [
            one
            for one in self.of_act(act_id)
            if one.room_number in room_numbers or one.event_id in ids
        ]

    def of_act(self, act_id: UUID) -> list[RoomEvent]:
        return self._where([one for one in self.state.events if one.act_id == act_id])

    def by_staff(self, staff_code: str, since: datetime) -> list[RoomEvent]:
        own = [one for one in self.state.events if one.staff_code == staff_code]
        older = max((one.seq for one in own if one.real_at < since), default=0)
        return self._where([one for one in own if one.seq > older])[::-1]

    def get(self, seq: int) -> RoomEvent | None:
        return next(iter(self._where([one for one in self.state.events if one.seq == seq])), None)

    def last_seq(self) -> int:
        return self.state.last_seq

    def last_change(self, room_number: str) -> RoomEvent | None:
        version = self.state.rooms[room_number].version
        found = [
            one
            for one in self.state.events
            if one.room_number == room_number and one.room.version == version
        ]
        return next(iter(self._where(found)), None)

    def of_room_after(self, room_number: str, seq: int) -> list[RoomEvent]:
        return self._where(
            [one for one in self.state.events if one.seq > seq and one.room_number == room_number]
        )

    def after(self, seq: int, limit: int) -> list[RoomEvent]:
        return self._where([one for one in self.state.events if one.seq > seq][:limit])

    def history(self, query: HistoryQuery) -> list[RoomEvent]:
        if query.room_number is not None and query.room_number not in self.state.rooms:
            raise UnknownName(f"There is no room {query.room_number} in this hotel.")
        found = [
            one
            for one in self.state.events
            if query.room_number in {None, one.room_number}
            and query.staff_code in {None, one.staff_code}
            and (not query.kinds or one.kind in query.kinds)
            and (query.since is None or one.at >= query.since)
            and (query.until is None or one.at < query.until)
        ]
        return self._where(found)[::-1][: query.limit]

    def steps(
        self,
        since: datetime,
        kinds: Collection[EventKind] = (),
        until: datetime | None = None,
    ) -> list[RoomStep]:
        return [
            _step(one)
            for one in self._where(self.state.events)
            if one.counts
            and one.at >= since
            and (not kinds or one.kind in kinds)
            and (until is None or one.at < until)
        ]

    def first_of_rooms(self, since: datetime) -> list[RoomEvent]:
        oldest: dict[str, RoomEvent] = {}
        for one in self.state.events:
            oldest.setdefault(one.room_number, one)
        return self._where([one for one in oldest.values() if one.at >= since])

    def latest(
        self, room_numbers: Collection[str], kinds: Collection[EventKind]
    ) -> dict[tuple[str, EventKind], RoomStep]:
        return {
            (one.room_number, one.kind): _step(one)
            for one in self._where(self.state.events)
            if one.counts and one.room_number in room_numbers and one.kind in kinds
        }

    def redact(self, room_number: str, words: str, instead: str) -> int:
        if room_number not in self.state.rooms:
            raise UnknownName(f"There is no room {room_number} in this hotel.")
        changed = 0
        for place, event in enumerate(self.state.events):
            if event.room_number != room_number:
                continue
            facts, before = encode(event.room), dict(event.before)
            for known in (facts, before):
                known.update(
                    {name: blank_note(name, fact, words, instead) for name, fact in known.items()}
                )
            note = instead if event.note == words else event.note
            blanked = replace(event, note=note, room=decode(facts), before=before)
            changed += blanked != event
            self.state.events[place] = blanked
        return changed


def _step(event: RoomEvent) -> RoomStep:
    return RoomStep(
        event.seq,
        event.room_number,
        event.kind,
        event.from_status,
        event.to_status,
        event.staff_code,
        event.staff_name,
        event.note,
        event.at,
    )


@dataclass(slots=True)
class MemoryOutbox:
    """How far the events are published."""

    state: HotelState
    events: MemoryEvents

    def take_lease(self, holder: str, now: datetime, until: datetime) -> bool:
        lease = self.state.lease
        latest = until + (until - now)
        if lease is not None and lease[0] != holder and now < lease[1] <= latest:
            return False
        self.state.lease = (holder, until)
        return True

    def release_lease(self, holder: str) -> None:
        if self.state.lease is not None and self.state.lease[0] == holder:
            self.state.lease = None

    def published_seq(self) -> int:
        return self.state.published_seq

    def pending(self, limit: int) -> list[RoomEvent]:
        return self.events.after(self.published_seq(), limit)

    def newest_of_rooms(self) -> list[int]:
        return sorted({one.room_number: one.seq for one in self.state.events}.values())

    def mark_published(self, holder: str, seq: int) -> bool:
        lease = self.state.lease
        if lease is None or lease[0] != holder or self.state.published_seq >= seq:
            return False
        self.state.published_seq = seq
        return True

    def record_refusal(self, seq: int, reason: str, at: datetime) -> None:
        self.state.refusals.append((seq, reason, at))

    def refusals(self, limit: int) -> list[tuple[int, str, datetime]]:
        return sorted(self.state.refusals, reverse=True)[:limit]
