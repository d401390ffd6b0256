"""Who does what is done to a whole database: a manager by name, where commands ask for PINs."""

from collections.abc import Sequence

from housekeeper.commands.hotel import House
from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.clock import SystemClock
from housekeeper.core.errors import StoreMoved, UnknownName
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import Act, unnamed_act
from housekeeper.core.staff.command_line_pin import asks_cli_pin
from housekeeper.core.staff.manage import managers
from housekeeper.core.staff.staff import Staff, code_key
from housekeeper.hotel_access import choose_hotel, clock_for
from housekeeper.settings.table import Settings
from housekeeper.store.database import Database


async def act_on_database(settings: Settings, database: Database) -> Act:
    """The act of whoever is named, by PIN and a manager where commands ask for it.

    Where they do not, and where no hotel has a manager yet, nobody need be named. Raises
    `Refused`, `UnknownName` and `NotAllowed` as `House.act` does.
    """
    managed: list[tuple[Hotel, list[Staff]]] = []
    is_asked = settings.cli_pin
    hotels = await database.hotels()
    for hotel in hotels:
        store = database.hotel(hotel, clock_for(settings, hotel))
        try:
            people = await store.read(managers)
            is_asked = is_asked or await store.read(asks_cli_pin)
        except StoreMoved:
            # Its hotels are asked for in the database where they are now.
            return unnamed_act()
        if people:
            managed.append((hotel, people))
    if not managed or not (is_asked or settings.staff):
        return unnamed_act()
    hotel = _hotel_of_manager(hotels, managed, settings)
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


async def note_everywhere(database: Database, act: Act, kind: EventKind, note: str) -> None:
    """Write in the history of every hotel what was done to the database."""
    for hotel in (await database.hotels())[:1]:
        store = database.hotel(hotel, SystemClock())
        await store.write(lambda work: work.hotel_events.add_everywhere(act, kind, note))


def _hotel_of_manager(
    hotels: Sequence[Hotel], managed: Sequence[tuple[Hotel, Sequence[Staff]]], settings: Settings
) -> Hotel:
    """The hotel in which who is named signs in.

    It is the one that the settings name. Where that has no manager it is the first in which
    such a code is a manager's. Raises as `choose_hotel` does.
    """
    of_managers = [hotel for hotel, _ in managed]
    if settings.hotel is None:
        return choose_hotel(of_managers, settings)
    named = choose_hotel(hotels, settings)
    if named.slug in {hotel.slug for hotel in of_managers}:
        return named
    code = code_key(settings.staff or "")
    known = [hotel for hotel, staff in managed if code in {code_key(one.code) for one in staff}]
    return (known or of_managers)[0]
