"""Who is expected: the bookings, the rooms assigned to them, and whether those are ready.

Names are the guests' and stay out of it, as in every list of the command line.
"""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date, timedelta

from housekeeper.commands import argument_values
from housekeeper.commands.hotel import opened_house
from housekeeper.commands.output import print_json, print_table, say
from housekeeper.commands.parser import WrongUsage
from housekeeper.core.stays.front_desk import Arrival, arrivals_on
from housekeeper.settings.table import Settings


async def arrivals(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper arrivals`: who is expected today, those first who should have come before."""
    if arguments.words and arguments.day is not None:
        raise WrongUsage("a day is written once, with --day or without")
    async with opened_house(settings) as house:
        today = house.hotel.day(house.clock.now())
        text = " ".join(arguments.words) or arguments.day
        day = today if text is None else argument_values.day(text, today)
        coming = await house.store.read(lambda work: arrivals_on(work, day))
    if arguments.json:
        print_json([_json(one, day) for one in coming])
    elif not coming:
        say(f"Nobody is expected on {day}.")
    else:
        _print(coming, day)
    return 0


def _print(coming: Sequence[Arrival], day: date) -> None:
    print_table(
        ("Booking", "Type", "Room", "Ready", "Departs", "Expected since"),
        [
            (
                one.booking.reference,
                one.booking.room_type,
                one.booking.room_number,
                _ready_in_text(one),
                one.booking.departure.isoformat(),
                _since_in_text(one.booking.arrival, day),
            )
            for one in coming
        ],
    )


def _ready_in_text(one: Arrival) -> str:
    if one.room is None:
        return f"{one.ready_of_type} {one.booking.room_type} ready"
    return "yes" if one.room.is_bookable else f"no, {one.room.status.label}"


def _since_in_text(arrival: date, day: date) -> str | None:
    if arrival == day:
        return None
    return "yesterday" if arrival == day - timedelta(days=1) else arrival.isoformat()


def _json(one: Arrival, day: date) -> dict[str, object]:
    booking, room = one.booking, one.room
    return {
        "reference": booking.reference,
        "room_type": booking.room_type,
        "arrival": booking.arrival.isoformat(),
        "departure": booking.departure.isoformat(),
        "days_late": (day - booking.arrival).days,
        "assigned_room": booking.room_number,
        "room_status": None if room is None else room.status.value,
        "is_ready": one.ready_of_type > 0 if room is None else room.is_bookable,
    }
