"""The room types: how many rooms they have, how many bookings want them, and renaming one."""

from argparse import Namespace
from dataclasses import asdict

from housekeeper.commands.hotel import opened_house
from housekeeper.commands.output import counted, print_json, print_table, say
from housekeeper.commands.parser import WrongUsage
from housekeeper.core.stays.room_types import rename_type, room_types
from housekeeper.settings.table import Settings


async def types(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper types`, or `housekeeper types rename OLD NEW` by a manager."""
    match arguments.words:
        case []:
            return await _list(settings, arguments.json)
        case ["rename", old, new]:
            return await _rename(settings, old, new, arguments.json)
        case _:
            raise WrongUsage("types takes nothing, or rename OLD NEW")


async def _list(settings: Settings, as_json: bool) -> int:
    async with opened_house(settings) as house:
        found = await house.store.read(room_types)
    if as_json:
        print_json([asdict(one) for one in found])
    elif not found:
        say("No room types yet: housekeeper import rooms FILE.csv")
    else:
        print_table(
            ("Type", "Rooms", "Bookings"),
            [(one.code, one.rooms, one.bookings) for one in found],
            numbers=("Rooms", "Bookings"),
        )
    return 0


async def _rename(settings: Settings, old: str, new: str, as_json: bool) -> int:
    async with opened_house(settings) as house:
        act = await house.act()
        done = await house.store.write(lambda work: rename_type(work, act, old, new))
    if as_json:
        print_json(asdict(done))
    else:
        rooms, bookings = counted(len(done.rooms), "room"), counted(done.bookings, "booking")
        say(
            f"The type {done.old} is {done.new}, which has {rooms}; {bookings} of today or later "
            "moved to it."
        )
    return 0
