"""How many rooms of a type can be sold for each night of a stay. Dirt does not count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.errors import InvalidInput
from housekeeper.core.house_rules import Sell
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays.inventory import Claim, InventoryOverride, OutOfOrderRange
from housekeeper.core.unit_of_work import UnitOfWork

LONGEST_STAY = 366
"""Nights that one question may ask about."""


@dataclass(frozen=True, slots=True)
class NightAvailability:
    """One night's sum: what is for sale, at most the total, less what is booked; 0 if stopped.

    For sale are the rooms in use but for those out of order, the flagged (tonight) and, where
    the hotel sells only what is ready, those that are not. `booked` are guests in the house who
    stay for the night, and those who are expected.
    """

    night: date
    rooms: int
    out_of_order: int
    flagged: int
    not_ready: int
    total_override: int | None
    stop_sell: bool
    booked: int
    available: int


@dataclass(frozen=True, slots=True)
class Tonight:
    """The rooms of a stay from today: what tonight's guest could get, and what stands against it.

    Ready now and still to turn are empty; flagged ones are for sale from tomorrow (where only
    what is ready is sold, once they are), and rooms whose guest is due out once that guest is
    checked out.
    """

    ready_now: int
    to_turn: int
    flagged: int
    due_out: int


@dataclass(frozen=True, slots=True)
class Availability:
    """What can be sold of a type for a stay: the least of its nights."""

    room_type: str
    arrival: date
    departure: date
    sell: Sell
    nights: tuple[NightAvailability, ...]
    tonight: Tonight | None

    @property
    def available(self) -> int:
        """Rooms that can be sold for the whole stay."""
        return min(night.available for night in self.nights)


def nights_of(arrival: date, departure: date) -> tuple[date, ...]:
    """The nights of a stay; a day use (departure on the day of arrival) counts that night."""
    count = max((departure - arrival).days, 1)
    return tuple(arrival + timedelta(days=day) for day in range(count))


def _claim_of_guest(room: Room, today: date) -> Claim:
    """The nights of whoever is in a room: from today at the latest, and tonight in any case."""
    tomorrow = today + timedelta(days=1)
    return Claim(
        min(room.arrival or today, today),
        max(room.departure or tomorrow, tomorrow),
    )


@dataclass(frozen=True, slots=True)
class RoomsOfType:
    """A type's rooms in use as they stand today, and which of them the hotel sells.

    `guests` are the nights of those in the house, by the room they are in: whatever type was
    booked, and with a booking or without.
    """

    today: date
    sell: Sell
    numbers: frozenset[str]
    guests: Mapping[str, Claim]
    due_out: frozenset[str]
    flagged: frozenset[str]
    bookable: frozenset[str]

    @classmethod
    def of(cls, rooms: Iterable[Room], today: date, sell: Sell) -> "RoomsOfType":
        """Look at all rooms of the type; those that are not in use do not count."""
        active = [room for room in rooms if room.is_active]
        taken = [room for room in active if room.is_occupied]
        return cls(
            today=today,
            sell=sell,
            numbers=frozenset(room.number for room in active),
            guests={room.number: _claim_of_guest(room, today) for room in taken},
            due_out=frozenset(
                room.number
                for room in taken
                if room.departure is not None and room.departure <= today
            ),
            flagged=frozenset(room.number for room in active if room.maintenance_required),
            bookable=frozenset(room.number for room in active if room.is_bookable),
        )

    def _out(self, night: date, ranges: Iterable[OutOfOrderRange]) -> frozenset[str]:
        return self.numbers & {gap.room_number for gap in ranges if gap.covers(night)}

    def on(
        self,
        night: date,
        ranges: Iterable[OutOfOrderRange],
        override: InventoryOverride | None,
        claims: Iterable[Claim],
    ) -> NightAvailability:
        """Work out one night; `claims` are those of bookings whose guests are still to come.

        An override caps what the house has; it cannot sell a room that is not there. The answer
        is never below zero, also where the hotel is overbooked.
        """
        staying = {number for number, claim in self.guests.items() if claim.covers(night)}
        out, flagged, not_ready = self._out(night, ranges), frozenset[str](), frozenset[str]()
        if night == self.today:
            # Whoever is in a room has it tonight, whatever becomes of it.
            out -= staying
        if self.sell is Sell.READY or night == self.today:
            flagged = self.flagged - out - staying
        if self.sell is Sell.READY:
            not_ready = self.numbers - self.bookable - flagged - out - staying
        for_sale = len(self.numbers) - len(out) - len(flagged) - len(not_ready)
        booked = len(staying) + sum(claim.covers(night) for claim in claims)
        total = override.total if override is not None else None
        stopped = override is not None and override.stop_sell
        if total is not None:
            for_sale = min(for_sale, total)
        return NightAvailability(
            night=night,
            rooms=len(self.numbers),
            out_of_order=len(out),
            flagged=len(flagged),
            not_ready=len(not_ready),
            total_override=total,
            stop_sell=stopped,
            booked=booked,
            available=0 if stopped else max(for_sale - booked, 0),
        )

    def tonight(self, ranges: Iterable[OutOfOrderRange]) -> Tonight:
        """What tonight's guest could get: never less, both together, than is available."""
        empty = self.numbers - self.guests.keys() - self._out(self.today, ranges)
        unflagged = empty - self.flagged
        ready = unflagged & self.bookable
        return Tonight(
            ready_now=len(ready),
            to_turn=len(unflagged - ready),
            flagged=len(empty - unflagged),
            due_out=len(self.due_out),
        )


def availability(work: UnitOfWork, room_type: str, arrival: date, departure: date) -> Availability:
    """What can be sold of a room type for a stay.

    Raises `UnknownName` for a type the hotel lacks and `InvalidInput` for reversed dates and for
    nights that have passed.
    """
    if departure < arrival:
        raise InvalidInput(f"Departure {departure} is before arrival {arrival}.")
    if (departure - arrival).days > LONGEST_STAY:
        raise InvalidInput(f"A stay of more than {LONGEST_STAY} nights is not answered at once.")
    if arrival < work.today:
        raise InvalidInput(
            f"Nights before today, {work.today}, can be sold no more: ask from today on."
        )
    room_type = work.inventory.require_type(room_type)
    rooms = RoomsOfType.of(
        (room for room in work.rooms.all() if room.room_type == room_type),
        work.today,
        work.hotel.rules.sell,
    )
    nights = nights_of(arrival, departure)
    ranges = work.inventory.out_of_order(nights[0], nights[-1])
    overrides = {found.night: found for found in work.inventory.overrides(room_type, nights)}
    claims = work.bookings.claims(room_type, nights[0], nights[-1])
    return Availability(
        room_type=room_type,
        arrival=arrival,
        departure=departure,
        sell=rooms.sell,
        nights=tuple(rooms.on(night, ranges, overrides.get(night), claims) for night in nights),
        tonight=rooms.tonight(ranges) if work.today in nights else None,
    )


def set_inventory(
    work: UnitOfWork,
    act: Act,
    room_type: str,
    night: date,
    stop_sell: bool = False,
    total: int | None = None,
) -> InventoryOverride | None:
    """Set a type's rule for one date; with neither stop-sell nor total, take the rule away."""
    rights.require(act.staff, Verb.INVENTORY)
    room_type = work.inventory.require_type(room_type)
    if total is not None and total < 0:
        raise InvalidInput("A total is a whole number from 0 up.")
    if not stop_sell and total is None:
        work.inventory.clear_override(room_type, night)
        return None
    override = InventoryOverride(night, stop_sell, total)
    work.inventory.set_override(room_type, override)
    return override
