"""Who does what is done to a whole database: a manager by name, where commands ask for PINs."""

from housekeeper.commands.hotel import House
from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.errors import StoreMoved, UnknownName
from housekeeper.core.rooms.event import Act, unnamed_act
from housekeeper.core.staff.command_line_pin import asks_cli_pin
from housekeeper.core.staff.manage import needs_first_manager
from housekeeper.hotel_access import choose_hotel, clock_for
from housekeeper.settings.table import Settings
from housekeeper.store.database import Database


async def act_on_database(settings: Settings, database: Database) -> Act:
    """The act of whoever is named, by PIN and a manager where commands ask for it.

    Where they do not, and where no hotel has a manager yet, nobody need be named. Raises
    `Refused`, `UnknownName` and `NotAllowed` as `House.act` does.
    """
    managed = []
    is_asked = settings.cli_pin
    for hotel in await database.hotels():
        store = database.hotel(hotel, clock_for(settings, hotel))
        try:
            is_begun = not await store.read(needs_first_manager)
            is_asked = is_asked or await store.read(asks_cli_pin)
        except StoreMoved:
            # Its hotels are asked for in the database where they are now.
            return unnamed_act()
        if is_begun:
            managed.append(hotel)
    if not managed or not (is_asked or settings.staff):
        return unnamed_act()
    hotel = choose_hotel(managed, settings)
    clock = clock_for(settings, hotel)
    house = House(database, database.hotel(hotel, clock), hotel, clock, settings.staff, is_asked)
    if is_asked:
        act = await house.act()
        rights.require(act.staff, Verb.DATABASE)
        return act
    try:
        return await house.act()
    except UnknownName:
        return unnamed_act()
