"""Bookings, guests, orders, inventory and erasures of a hotel in memory."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from housekeeper.core.clock import RealMoment
from housekeeper.core.erasure import ErasureRun, ErasureState
from housekeeper.core.errors import UnknownName
from housekeeper.core.rooms.event import Deleted
from housekeeper.core.rooms.numbers import KnownNames
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays.booking import Booking, BookingStatus, Hold, is_expected, nights_held
from housekeeper.core.stays.guest_records import (
    GuestChatSession,
    Message,
    Order,
    OrderId,
    OrderItem,
    Sender,
)
from housekeeper.core.stays.inventory import Claim, InventoryOverride, OutOfOrderRange
from tests.memory.state import ConversationRow, GapRow, GuestRow, HotelState, SessionRow

_OPEN = {BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN}


def _overlaps(booking: Booking, first: date, last: date) -> bool:
    """Whether the booking holds a night from first to last; a day use holds its arrival's."""
    return booking.arrival <= last and (booking.departure > first or booking.arrival >= first)


@dataclass(slots=True)
class MemoryBookings:
    """The bookings by reference."""

    state: HotelState
    today: date

    def get(self, reference: str) -> Booking:
        alike = [one for one in self.state.bookings if one.casefold() == reference.casefold()]
        if reference in alike:
            alike = [reference]
        if len(alike) != 1:
            raise UnknownName(f"There is no booking {reference} in this hotel.")
        return self.state.bookings[alike[0]]

    def find(self, references: Sequence[str]) -> dict[str, Booking]:
        return {one: self.state.bookings[one] for one in references if one in self.state.bookings}

    def save(self, changed: Booking) -> None:
        self.save_all([changed])

    def save_all(self, bookings: Sequence[Booking]) -> None:
        for one in bookings:
            kept = one if one.status in _OPEN else replace(one, guest_name=None)
            self.state.bookings[one.reference] = kept

    def complete(self, room_numbers: Sequence[str], at: datetime) -> None:
        for one in self._in(BookingStatus.CHECKED_IN):
            if one.room_number in room_numbers:
                self.save(replace(one, status=BookingStatus.COMPLETED, completed_at=at))

    def _in(self, status: BookingStatus) -> list[Booking]:
        found = [one for one in self.state.bookings.values() if one.status is status]
        return sorted(found, key=lambda one: one.reference)

    def in_house(self, room_numbers: Sequence[str] | None = None) -> dict[str, Booking]:
        return {
            one.room_number: replace(one, guest_name=None)
            for one in self._in(BookingStatus.CHECKED_IN)
            if one.room_number is not None
            and (room_numbers is None or one.room_number in room_numbers)
        }

    def staying(self, room_numbers: Sequence[str]) -> dict[str, str]:
        return {number: one.reference for number, one in self.in_house(room_numbers).items()}

    def arriving(self, day: date) -> list[Booking]:
        found = [
            one
            for one in self._in(BookingStatus.CONFIRMED)
            if is_expected(one.arrival, one.departure, day)
        ]
        return sorted(found, key=lambda one: (one.arrival, one.reference))

    def arrivals(self, day: date) -> int:
        return len(self.arriving(day))

    def arrivals_since_before(self, day: date) -> int:
        return sum(one.arrival < day for one in self.arriving(day))

    def wanted_types(self) -> dict[str, int]:
        coming = [one for one in self._in(BookingStatus.CONFIRMED) if one.departure >= self.today]
        return dict(Counter(one.room_type for one in coming))

    def next_arrival(self, room_number: str) -> date | None:
        coming = [
            one.arrival
            for one in self._in(BookingStatus.CONFIRMED)
            if one.room_number == room_number
            and (one.arrival >= self.today or one.departure > self.today)
        ]
        return min(coming, default=None)

    def completed_at(self, room_numbers: Sequence[str], at: datetime) -> dict[str, str]:
        return {
            one.room_number: one.reference
            for one in self.state.bookings.values()
            if one.room_number in room_numbers and one.completed_at == at and one.room_number
        }

    def holds(
        self, first: date, last: date | None, room_numbers: Collection[str] | None = None
    ) -> list[Hold]:
        found = [
            Hold(
                one.room_number,
                one.reference,
                *nights_held(status, one.arrival, one.departure, self.today),
            )
            for status in _OPEN
            for one in self._in(status)
            if one.room_number is not None
            and (room_numbers is None or one.room_number in room_numbers)
        ]
        found = [hold for hold in found if hold.has_night(first, last)]
        return sorted(found, key=lambda hold: (hold.starts, hold.reference or ""))

    def claims(self, room_type: str, first: date, last: date) -> list[Claim]:
        def held(one: Booking) -> str:
            return self.state.rooms[one.room_number].room_type if one.room_number else one.room_type

        return [
            Claim(one.arrival, one.departure)
            for one in self._in(BookingStatus.CONFIRMED)
            if held(one) == room_type and _overlaps(one, first, last)
        ]


@dataclass(slots=True)
class MemoryEndedBookings:
    """The bookings that have ended."""

    state: HotelState

    def counts(self) -> dict[BookingStatus, int]:
        return dict(Counter(one.status for one in self.state.bookings.values()))

    def _old(self, day: date) -> list[str]:
        staying = {one.reference for one in self.state.guests.values()}
        return [
            one.reference
            for one in self.state.bookings.values()
            if one.status not in _OPEN
            and one.departure < day
            and (one.completed_at is None or one.completed_at.date() < day)
            and one.reference not in staying
        ]

    def count_before(self, day: date) -> int:
        return len(self._old(day))

    def delete_before(self, day: date, most: int) -> int:
        old = self._old(day)[:most]
        for reference in old:
            del self.state.bookings[reference]
        return len(old)

    def swept_until(self) -> datetime | None:
        return self.state.bookings_swept_until

    def keep_swept_until(self, until: datetime) -> None:
        self.state.bookings_swept_until = until


@dataclass(slots=True)
class MemoryGuests:
    """Everything that is a guest's."""

    state: HotelState

    def arrive(self, arrived: Booking, room_number: str, at: datetime) -> None:
        del at
        name = self.state.bookings[arrived.reference].guest_name
        row = GuestRow(arrived.reference, name, (room_number,))
        self.state.guests[self.state.next_id("guest")] = row

    def arrive_all(self, bookings: Sequence[Booking], at: datetime) -> None:
        for one in bookings:
            if one.room_number is not None:
                self.arrive(one, one.room_number, at)

    def move(self, old_number: str, new_number: str) -> None:
        def moved(number: str) -> str:
            return new_number if number == old_number else number

        state = self.state
        state.guests = {
            key: replace(one, rooms=tuple(map(moved, one.rooms)))
            for key, one in state.guests.items()
        }
        state.sessions = {
            key: replace(one, room_number=moved(one.room_number))
            for key, one in state.sessions.items()
        }
        state.conversations = {
            key: replace(one, room_number=moved(one.room_number))
            for key, one in state.conversations.items()
        }
        state.orders = {
            key: (replace(one, room_number=moved(one.room_number)), act)
            for key, (one, act) in state.orders.items()
        }
        state.wrong_room_pins = [(moved(number), at) for number, at in state.wrong_room_pins]

    def withdraw(self, room_number: str) -> None:
        state = self.state
        state.guests = {
            key: one for key, one in state.guests.items() if room_number not in one.rooms
        }
        state.wrong_room_pins = [one for one in state.wrong_room_pins if one[0] != room_number]

    def names(self, room_number: str) -> list[str]:
        return [
            one.name
            for _, one in sorted(self.state.guests.items())
            if room_number in one.rooms and one.name is not None
        ]

    def held(self, room_numbers: Sequence[str]) -> dict[str, tuple[Deleted, int]]:
        found = {number: self._held(number) for number in room_numbers}
        return {number: held for number, held in found.items() if held[0] != Deleted()}

    def _held(self, number: str) -> tuple[Deleted, int]:
        state = self.state
        talks = [one for one in state.conversations.values() if one.room_number == number]
        orders = [one for one, _ in state.orders.values() if one.room_number == number]
        breakfasts = sum(one.id.is_breakfast for one in orders)
        counts = Deleted(
            guest_chat_sessions=sum(one.room_number == number for one in state.sessions.values()),
            conversations=len(talks),
            messages=sum(len(one.messages) for one in talks),
            guests=sum(number in one.rooms for one in state.guests.values()),
            orders=len(orders) - breakfasts,
            breakfast_orders=breakfasts,
        )
        return counts, sum(one.completed_at is None for one in orders)

    def purge(self, room_numbers: Sequence[str]) -> None:
        gone, state = set(room_numbers), self.state
        left = {
            key: replace(one, rooms=tuple(room for room in one.rooms if room not in gone))
            for key, one in state.guests.items()
        }
        state.guests = {key: one for key, one in left.items() if one.rooms}
        state.sessions = {
            key: one for key, one in state.sessions.items() if one.room_number not in gone
        }
        state.conversations = {
            key: one for key, one in state.conversations.items() if one.room_number not in gone
        }
        state.orders = {
            key: (one, act)
            for key, (one, act) in state.orders.items()
            if one.room_number not in gone
        }
        state.wrong_room_pins = [one for one in state.wrong_room_pins if one[0] not in gone]

    def wrong_pins(self, room_number: str, limit: int) -> list[RealMoment]:
        tried = [at for number, at in self.state.wrong_room_pins if number == room_number]
        return tried[-limit:]

    def count_wrong_pin(self, room_number: str, at: RealMoment) -> None:
        self.state.wrong_room_pins.append((room_number, at))

    def add_session(
        self,
        room_number: str,
        token_digest: str,
        fcm_token: str | None,
        opened_at: datetime,
        expires_at: datetime,
    ) -> None:
        del fcm_token, opened_at
        row = SessionRow(room_number, token_digest, expires_at)
        self.state.sessions[self.state.next_id("session")] = row

    def session(self, token_digest: str) -> GuestChatSession | None:
        for key, one in self.state.sessions.items():
            if one.token_digest == token_digest:
                return GuestChatSession(key, one.room_number, one.expires_at)
        return None

    def add_message(
        self,
        room_number: str,
        sender: Sender,
        session_id: int | None,
        staff: Staff | None,
        body: str,
        sent_at: datetime,
        act_id: UUID | None = None,
    ) -> Message:
        del session_id
        talks = self.state.conversations
        mine = [key for key, one in talks.items() if one.room_number == room_number]
        key = min(mine) if mine else self.state.next_id("conversation")
        talk = talks.get(key, ConversationRow(room_number))
        staff_name = staff.name if staff is not None else None
        message = Message(self.state.next_id("message"), sender, staff_name, body, sent_at)
        talks[key] = replace(talk, messages=(*talk.messages, (message, act_id)))
        return message

    def _messages(self, room_number: str) -> list[tuple[Message, UUID | None]]:
        talks = sorted(self.state.conversations.items())
        return [each for _, one in talks if one.room_number == room_number for each in one.messages]

    def message_of(self, room_number: str, act_id: UUID) -> Message | None:
        found = [one for one, act in self._messages(room_number) if act == act_id]
        return found[0] if found else None

    def messages(self, room_number: str) -> list[Message]:
        return [one for one, _ in self._messages(room_number)]


@dataclass(slots=True)
class MemoryOrders:
    """Orders and breakfast orders, each kind with numbers of its own."""

    state: HotelState

    def add(
        self,
        room_number: str,
        items: Sequence[OrderItem],
        is_breakfast: bool,
        at: datetime,
        act_id: UUID | None = None,
    ) -> Order:
        order_id = OrderId(self.state.next_id(f"order {is_breakfast}"), is_breakfast)
        order = Order(order_id, room_number, tuple(items), at)
        self.state.orders[order_id] = (order, act_id)
        return order

    def of_act(self, room_number: str, is_breakfast: bool, act_id: UUID) -> Order | None:
        for one, act in self.state.orders.values():
            if (one.room_number, one.id.is_breakfast, act) == (room_number, is_breakfast, act_id):
                return one
        return None

    def open(self, room_number: str | None = None) -> list[Order]:
        found = [
            one
            for one, _ in self.state.orders.values()
            if one.completed_at is None and room_number in {None, one.room_number}
        ]
        return sorted(found, key=lambda one: (one.created_at, one.id.is_breakfast, one.id.number))

    def complete(self, order_id: OrderId, at: datetime) -> Order:
        if order_id not in self.state.orders:
            raise UnknownName(f"There is no order {order_id} in this hotel.")
        order, act = self.state.orders[order_id]
        if order.completed_at is None:
            self.state.orders[order_id] = (replace(order, completed_at=at), act)
        return self.state.orders[order_id][0]


@dataclass(slots=True)
class MemoryInventory:
    """Room types, their rules, and ranges out of order."""

    state: HotelState
    today: date

    def types(self) -> frozenset[str]:
        return frozenset(self.state.room_types)

    def require_type(self, code: str) -> str:
        found = KnownNames(self.state.room_types).find(code)
        if found is None:
            known = ", ".join(sorted(self.state.room_types)) or "none yet"
            raise UnknownName(f"There is no room type {code[:32]!r} in this hotel; it has {known}.")
        return found

    def ensure_types(self, room_types: Collection[str]) -> None:
        self.state.room_types.update(room_types)

    def rename_type(self, code: str, new_code: str) -> None:
        state = self.state
        state.room_types = state.room_types - {code} | {new_code}
        tables: tuple[Any, ...] = (state.rooms, state.bookings)
        for rows in tables:
            for key, row in list(rows.items()):
                if row.room_type == code:
                    rows[key] = replace(row, room_type=new_code)
        for (room_type, night), rule in list(state.overrides.items()):
            if room_type == code:
                state.overrides.setdefault((new_code, night), rule)
                del state.overrides[room_type, night]
        items = state.checklists.pop(code, None)
        if items is not None:
            state.checklists.setdefault(new_code, items)

    def overrides(self, code: str, nights: Sequence[date]) -> list[InventoryOverride]:
        return [
            one
            for (room_type, night), one in self.state.overrides.items()
            if room_type == code and min(nights) <= night <= max(nights)
        ]

    def set_override(self, code: str, override: InventoryOverride) -> None:
        self.state.overrides[code, override.night] = override

    def clear_override(self, code: str, night: date) -> None:
        self.state.overrides.pop((code, night), None)

    def out_of_order(self, first: date, last: date) -> list[OutOfOrderRange]:
        ranges = [
            (gap, OutOfOrderRange(gap.room_number, gap.starts, gap.ends))
            for gap in self.state.gaps.values()
            if gap.starts <= last and (gap.ends is None or gap.ends > first or gap.is_open)
        ]
        return [out.still_out(self.today) if gap.is_open else out for gap, out in ranges]

    def _open_gap(self, room_number: str) -> int | None:
        for key, gap in self.state.gaps.items():
            if gap.room_number == room_number and gap.is_open:
                return key
        return None

    def begin_out_of_order(self, room_number: str, starts: date, ends: date | None) -> None:
        key = self._open_gap(room_number)
        if key is None:
            self.state.gaps[self.state.next_id("gap")] = GapRow(
                room_number, starts, ends, is_open=True
            )
        else:
            self.state.gaps[key] = replace(self.state.gaps[key], ends=ends)

    def end_out_of_order(self, room_number: str, ends: date) -> None:
        key = self._open_gap(room_number)
        if key is not None:
            self.state.gaps[key] = replace(self.state.gaps[key], ends=ends, is_open=False)

    def cancel_out_of_order(self, room_number: str) -> None:
        key = self._open_gap(room_number)
        if key is not None:
            del self.state.gaps[key]

    def reopen_out_of_order(self, room_number: str, ends: date | None) -> None:
        mine = [
            key
            for key, gap in self.state.gaps.items()
            if gap.room_number == room_number and gap.starts <= self.today
        ]
        if mine:
            last = self.state.gaps[max(mine)]
            self.state.gaps[max(mine)] = replace(last, ends=ends, is_open=True)

    def planned_out_of_order(
        self, room_numbers: Collection[str] | None = None
    ) -> list[OutOfOrderRange]:
        found = []
        for room in self.state.rooms.values():
            key = self._last_gap(room.number)
            if key is not None and room.is_planned_out_of_order:
                gap = self.state.gaps[key]
                found.append(OutOfOrderRange(gap.room_number, gap.starts, gap.ends))
        return sorted(
            (out for out in found if room_numbers is None or out.room_number in room_numbers),
            key=lambda out: (out.starts, out.room_number),
        )

    def plan_out_of_order(self, room_number: str, starts: date, ends: date | None) -> None:
        row = GapRow(room_number, starts, ends, is_open=False)
        self.state.gaps[self.state.next_id("gap")] = row

    def withdraw_out_of_order(self, room_number: str) -> None:
        key = self._last_gap(room_number)
        if key is not None:
            gap = self.state.gaps[key]
            self.state.gaps[key] = replace(gap, ends=gap.starts)

    def plan_out_of_order_again(self, room_number: str, ends: date | None) -> None:
        key = self._last_gap(room_number)
        if key is not None:
            self.state.gaps[key] = replace(self.state.gaps[key], ends=ends, is_open=False)

    def open_planned_out_of_order(self, room_number: str) -> None:
        key = self._last_gap(room_number)
        if key is not None:
            self.state.gaps[key] = replace(self.state.gaps[key], is_open=True)

    def _last_gap(self, room_number: str) -> int | None:
        mine = [key for key, gap in self.state.gaps.items() if gap.room_number == room_number]
        return max(mine, default=None)


@dataclass(slots=True)
class MemoryErasures:
    """What was asked to leave the file; there is none, so nothing is ever rewritten."""

    hotel: HotelState
    real_now: datetime

    def ask(self) -> int:
        asked = self.hotel.erasure.asked + 1
        self.hotel.erasure = replace(self.hotel.erasure, asked=asked, asked_at=self.real_now)
        return asked

    def state(self) -> ErasureState:
        acted = self.hotel.events[-1].real_at if self.hotel.events else None
        return replace(self.hotel.erasure, acted_at=acted)

    def runs(self, covering: int = 0) -> list[ErasureRun]:
        del covering
        return []
