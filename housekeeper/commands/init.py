"""Making a hotel, and the database where there is none."""

from argparse import Namespace

from housekeeper.commands.database.manager import act_on_database, note_everywhere
from housekeeper.commands.output import print_json, say
from housekeeper.core.acts import EventKind
from housekeeper.core.hotel import Hotel, new_hotel, slug_from
from housekeeper.hotel_access import opened_database
from housekeeper.settings.places import machine_timezone
from housekeeper.settings.table import Settings


def _hotel_of(arguments: Namespace) -> Hotel:
    slug = slug_from(arguments.name) if arguments.slug is None else arguments.slug
    zone = machine_timezone() if arguments.timezone is None else arguments.timezone
    return new_hotel(arguments.name, slug, zone)


async def init(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper init`: make a hotel, and the database where there is none."""
    hotel = _hotel_of(arguments)
    async with opened_database(settings, may_make=True) as database:
        # A further hotel has a manager of its own: only a manager lets one be made.
        act = await act_on_database(settings, database)
        is_further = bool(await database.hotels())
        await database.create_hotel(hotel)
        if is_further:
            named = f"{hotel.name} ({hotel.slug})"
            await note_everywhere(database, act, EventKind.HOTEL_ADDED, named)
        place = database.location
    if arguments.json:
        print_json(
            {"slug": hotel.slug, "name": hotel.name, "timezone": hotel.timezone, "database": place}
        )
    else:
        say(f"{hotel.name} is made: slug {hotel.slug}, zone {hotel.timezone}, in {place}")
        say(
            "Next: 'housekeeper template rooms > rooms.csv', fill it in, 'housekeeper import "
            "rooms rooms.csv'; then staff and bookings. Or 'housekeeper': the board offers it."
        )
    return 0
