"""How many rooms of a type can be sold for each night of a stay. Dirt does not count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays.inventory import Claim, InventoryOverride, OutOfOrderRange
from housekeeper.core.unit_of_work import UnitOfWork

LONGEST_STAY = 366
"""Nights that one question may ask about."""


@dataclass(frozen=True, slots=True)
class NightAvailability:
    """One night's sum: `available = min(rooms - out of order, total) - booked`, 0 if stopped."""

    night: date
    rooms: int
    out_of_order: int
    total_override: int | None
    stop_sell: bool
    booked: int
    available: int


@dataclass(frozen=True, slots=True)
class Tonight:
    """For a stay from today: rooms that could be checked in to now, and those still to turn."""

    ready_now: int
    to_turn: int


@dataclass(frozen=True, slots=True)
class Availability:
    """What can be sold of a type for a stay: the least of its nights."""

    room_type: str
    arrival: date
    departure: date
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


def night_availability(
    night: date,
    room_numbers: frozenset[str],
    ranges: Iterable[OutOfOrderRange],
    override: InventoryOverride | None,
    claims: Iterable[Claim],
) -> NightAvailability:
    """Work out one night from the type's active rooms, its ranges, its rule and its bookings.

    An override caps what the house has; it cannot sell a room that is not there. The answer
    is never below zero, also where the hotel is overbooked.
    """
    out = len({gap.room_number for gap in ranges if gap.covers(night)} & room_numbers)
    booked = sum(night in nights_of(claim.arrival, claim.departure) for claim in claims)
    total = override.total if override is not None else None
    stopped = override is not None and override.stop_sell
    sellable = len(room_numbers) - out
    if total is not None:
        sellable = min(sellable, total)
    return NightAvailability(
        night=night,
        rooms=len(room_numbers),
        out_of_order=out,
        total_override=total,
        stop_sell=stopped,
        booked=booked,
        available=0 if stopped else max(sellable - booked, 0),
    )


def _tonight(rooms: Iterable[Room], today: date) -> Tonight:
    """Ready now are the bookable; still to turn all others that tonight's guest could get."""
    ready = to_turn = 0
    for room in rooms:
        if room.is_bookable:
            ready += 1
        elif not room.is_out_of_order and (
            not room.is_occupied or (room.departure is not None and room.departure <= today)
        ):
            to_turn += 1
    return Tonight(ready, to_turn)


def availability(work: UnitOfWork, room_type: str, arrival: date, departure: date) -> Availability:
    """What can be sold of a room type for a stay.

    Raises `UnknownName` for a type the hotel lacks and `InvalidInput` for reversed dates.
    """
    if departure < arrival:
        raise InvalidInput(f"Departure {departure} is before arrival {arrival}.")
    if (departure - arrival).days > LONGEST_STAY:
        raise InvalidInput(f"A stay of more than {LONGEST_STAY} nights is not answered at once.")
    room_type = work.inventory.require_type(room_type)
    rooms = [room for room in work.rooms.all() if room.room_type == room_type and room.is_active]
    numbers = frozenset(room.number for room in rooms)
    nights = nights_of(arrival, departure)
    ranges = work.inventory.out_of_order(nights[0], nights[-1])
    overrides = {found.night: found for found in work.inventory.overrides(room_type, nights)}
    claims = work.bookings.claims(room_type, nights[0], nights[-1])
    return Availability(
        room_type=room_type,
        arrival=arrival,
        departure=departure,
        nights=tuple(
            night_availability(night, numbers, ranges, overrides.get(night), claims)
            for night in nights
        ),
        tonight=_tonight(rooms, work.today) if arrival == work.today else None,
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
