"""The front desk: who is due, check-in, room move, late check-out, and what can be sold."""

from argparse import Namespace
from dataclasses import asdict
from datetime import date

from housekeeper.commands import argument_values
from housekeeper.commands.hotel import opened_house
from housekeeper.commands.output import complain, counted, print_json, print_table, say
from housekeeper.commands.parser import WrongUsage
from housekeeper.commands.rooms.acts import held_json
from housekeeper.core.errors import InvalidInput
from housekeeper.core.hotel import Hotel
from housekeeper.core.house_rules import Sell
from housekeeper.core.rooms.snapshot import Json, encode, utc_text
from housekeeper.core.stays.availability import Availability, Tonight, set_inventory
from housekeeper.core.stays.availability import availability as availability_of
from housekeeper.core.stays.booking import Booking
from housekeeper.core.stays.check_in_undo import undo_check_in
from housekeeper.core.stays.checkout import DueOut, due_outs
from housekeeper.core.stays.front_desk import CheckedIn, check_in, set_late_checkout
from housekeeper.core.stays.front_desk import move as move_stay
from housekeeper.core.stays.held_rooms import holds_text
from housekeeper.core.stays.inventory import InventoryOverride
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.settings.table import Settings

LARGEST_TOTAL = 1_000_000


async def due(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper due`: overdue guests first, then those who leave today."""
    async with opened_house(settings) as house:
        leaving, today = await house.store.read(lambda work: (due_outs(work), work.today))
    if arguments.json:
        print_json([_due_json(one) for one in leaving])
        return 0
    if not leaving:
        say(f"Nobody is due out on {today}.")
        return 0
    print_table(
        ("Room", "Type", "Booking", "Departs", "Late", "Due"),
        [
            (
                one.room_number,
                one.room_type,
                one.reference,
                one.departure.isoformat(),
                one.late_checkout.strftime("%H:%M") if one.late_checkout else None,
                _due_in_text(one, house.hotel),
            )
            for one in leaving
        ],
    )
    return 0


def _due_in_text(one: DueOut, hotel: Hotel) -> str:
    if one.overdue_since is None:
        return "today"
    if one.days_overdue:
        return f"overdue {counted(one.days_overdue, 'day')}"
    return f"overdue since {hotel.local(one.overdue_since):%H:%M}"


def _due_json(one: DueOut) -> dict[str, Json]:
    return {
        "room_number": one.room_number,
        "room_type": one.room_type,
        "reference": one.reference,
        "departure": one.departure.isoformat(),
        "late_checkout": one.late_checkout.isoformat("minutes") if one.late_checkout else None,
        "due": one.due.value,
        "days_overdue": one.days_overdue,
        "overdue_since": utc_text(one.overdue_since) if one.overdue_since else None,
    }


async def checkin(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper checkin`: give a booking its room, and the desk the PIN; or take that back."""
    if arguments.undo:
        return await _undo_check_in(settings, arguments)
    reason = argument_values.note(arguments.reason)
    async with opened_house(settings) as house:
        room = arguments.room
        number = None if room is None else await house.room_number(room)
        act = await house.act_on_rooms()
        done = await house.store.write(
            lambda work: check_in(
                work, act, arguments.reference, number, reason, anyway=arguments.anyway
            )
        )
        today = await house.store.read(lambda work: work.today)
    _tell_stay(done, "checked in to", arguments.json)
    _tell_odd_dates(done.booking, today)
    return 0


async def _undo_check_in(settings: Settings, arguments: Namespace) -> int:
    if arguments.room is not None or arguments.reason:
        raise WrongUsage("checkin --undo takes the booking alone, without --room and --reason.")
    async with opened_house(settings) as house:
        act = await house.act_on_rooms()
        done = await house.store.write(lambda work: undo_check_in(work, act, arguments.reference))
    left, booking = done.events[0].room, done.booking
    if arguments.json:
        print_json(
            {
                "reference": booking.reference,
                "status": booking.status.value,
                "assigned_room": booking.room_number,
                "room": encode(left),
                "gone_to": held_json(done.gone_to),
            }
        )
    else:
        held = "" if booking.room_number is None else f" for room {booking.room_number}"
        say(
            f"{booking.reference} is confirmed again{held}; room {left.number} is "
            f"{left.status.label} and has a new PIN"
        )
        if done.gone_to:
            say(done.without_room)
    return 0


def _tell_odd_dates(booking: Booking, today: date) -> None:
    """A guest who was let in on another day is told of."""
    if booking.departure < today:
        complain(f"Note: {booking.reference} was to leave on {booking.departure}; it is overdue.")
    elif booking.arrival < booking.departure == today:
        complain(f"Note: {booking.reference} was to leave on {booking.departure}, today.")
    elif booking.arrival > today:
        complain(f"Note: {booking.reference} was to arrive on {booking.arrival} only.")


async def move(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper move`: another room for a stay; both rooms get new PINs."""
    reason = argument_values.note(arguments.reason)
    async with opened_house(settings) as house:
        number = await house.room_number(arguments.room)
        act = await house.act_on_rooms()
        done = await house.store.write(
            lambda work: move_stay(work, act, arguments.reference, number, reason, arguments.anyway)
        )
    _tell_stay(done, "moved to", arguments.json)
    return 0


def _tell_stay(done: CheckedIn, what: str, as_json: bool) -> None:
    booking, left = done.booking, done.left
    if as_json:
        print_json(
            {
                "reference": booking.reference,
                "room_number": done.room_number,
                "pin": done.pin,
                "arrival": booking.arrival.isoformat(),
                "departure": booking.departure.isoformat(),
                **({} if left is None else {"left_room": left.number, "left_room_pin": left.pin}),
                "assigned_room": done.assigned,
                "held_for": held_json(done.held_for),
            }
        )
        return
    say(
        f"{booking.reference} {what} room {done.room_number} until {booking.departure}, "
        f"PIN {done.pin}"
    )
    if left is not None:
        say(f"Room {left.number} has a new PIN for its next guest: {left.pin}")
    if done.assigned is not None:
        say(f"Room {done.assigned} was assigned to it.")
    if done.held_for:
        say(holds_text(done.held_for))


async def late(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper late`: agree a time on the day of departure, or take it back with none."""
    at = argument_values.hour(arguments.time)
    async with opened_house(settings) as house:
        act = await house.act_on_rooms()
        event = await house.store.write(
            lambda work: set_late_checkout(work, act, arguments.reference, at)
        )
    if arguments.json:
        print_json(encode(event.room))
    else:
        agreed = "no late check-out" if at is None else f"late check-out at {at:%H:%M}"
        say(f"{arguments.reference} in room {event.room_number}: {agreed}")
    return 0


async def inventory(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper inventory`: set, clear or (with no option) show a type's rule for one night."""
    total = arguments.total
    if total is not None and total > LARGEST_TOTAL:
        raise InvalidInput(f"A total is a whole number up to {LARGEST_TOTAL:,}.")
    async with opened_house(settings) as house:
        night = argument_values.day(arguments.date, house.hotel.day(house.clock.now()))
        room_type = await house.store.read(
            lambda work: work.inventory.require_type(arguments.room_type)
        )
        if arguments.stop_sell or arguments.clear or total is not None:
            act = await house.act()
            rule = await house.store.write(
                lambda work: set_inventory(work, act, room_type, night, arguments.stop_sell, total)
            )
        else:
            rule = await house.store.read(lambda work: _rule(work, room_type, night))
    if arguments.json:
        print_json(
            {
                "room_type": room_type,
                "date": night.isoformat(),
                "stop_sell": rule is not None and rule.stop_sell,
                "total": None if rule is None else rule.total,
            }
        )
    else:
        say(f"{room_type} on {night}: {_rule_in_text(rule)}")
    return 0


def _rule(work: UnitOfWork, room_type: str, night: date) -> InventoryOverride | None:
    return next(iter(work.inventory.overrides(room_type, [night])), None)


def _rule_in_text(rule: InventoryOverride | None) -> str:
    if rule is None:
        return "no rule"
    return "stop-sell" if rule.stop_sell else f"at most {rule.total}"


async def availability(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper availability`: what can be sold of a type, for every night of a stay."""
    async with opened_house(settings) as house:
        today = house.hotel.day(house.clock.now())
        arrival = argument_values.day(arguments.arrival, today)
        departure = argument_values.day(arguments.departure, today, arrival)
        found = await house.store.read(
            lambda work: availability_of(work, arguments.room_type, arrival, departure)
        )
    if arguments.json:
        print_json(_availability_json(found))
        return 0
    _print_nights(found)
    rooms = counted(found.available, "room")
    say(f"{found.room_type} from {arrival} to {departure}: {rooms} can be sold")
    if found.sell is Sell.READY:
        say("This hotel sells only rooms that are ready now (setting sell).")
    if found.tonight is not None:
        say(f"Tonight: {_tonight_in_text(found.tonight, found.sell)}")
    return 0


def _print_nights(found: Availability) -> None:
    """A line a night; which rooms are not ready counts only where that is what is sold."""
    is_strict = found.sell is Sell.READY
    withheld = ("Out of order", "Flagged", *(("Not ready",) if is_strict else ()))
    columns = ("Rooms", *withheld, "At most", "Booked", "Available")
    print_table(
        ("Night", *columns),
        [
            (
                night.night.isoformat(),
                night.rooms,
                night.out_of_order,
                night.flagged,
                *((night.not_ready,) if is_strict else ()),
                "stop-sell" if night.stop_sell else night.total_override,
                night.booked,
                night.available,
            )
            for night in found.nights
        ],
        numbers=columns,
    )


def _tonight_in_text(tonight: Tonight, sell: Sell) -> str:
    told = f"{tonight.ready_now} ready now, {tonight.to_turn} still to turn"
    if tonight.flagged:
        again = "once ready again" if sell is Sell.READY else "from tomorrow"
        told += f"; {tonight.flagged} flagged, for sale {again}"
    if tonight.due_out:
        told += f"; {tonight.due_out} due out and not yet checked out"
    return told


def _availability_json(found: Availability) -> dict[str, object]:
    return {
        "room_type": found.room_type,
        "arrival": found.arrival.isoformat(),
        "departure": found.departure.isoformat(),
        "sell": found.sell.value,
        "available": found.available,
        "nights": [{**asdict(night), "night": night.night.isoformat()} for night in found.nights],
        "tonight": None if found.tonight is None else asdict(found.tonight),
    }
