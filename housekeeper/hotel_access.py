"""The hotel that a command works in: its database opened, its clock, and who acts."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from housekeeper.commands.pin_input import read_pin
from housekeeper.core.acts import Via
from housekeeper.core.clock import Clock, SystemClock
from housekeeper.core.entered_text import plain
from housekeeper.core.errors import InvalidInput, NotAllowed, NotPossible, Refused, UnknownName
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import Act
from housekeeper.core.staff.sign_in import PinToChoose, SignedIn, sign_in
from housekeeper.core.staff.staff import Staff
from housekeeper.core.unit_of_work import Store
from housekeeper.settings.places import make_data_folder, without_password
from housekeeper.settings.table import Settings

if TYPE_CHECKING:
    from housekeeper.live.pusher.publisher import Publisher
    from housekeeper.store.database import Database

_YEARS = range(1900, 3000)
_PUBLISH_WITHIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class House:
    """One open hotel, and the staff code given, if any; `asks_pin` where it is not trusted.

    With a `publisher`, what is done through `store` is published before the command ends.
    """

    database: "Database"
    store: Store
    hotel: Hotel
    clock: Clock
    staff_code: str | None
    asks_pin: bool = False
    publisher: "Publisher | None" = None
    _acts: list[Act] = field(default_factory=list)

    async def staff(self) -> Staff:
        """Who acts, asked for the PIN where a setting says so.

        Raises `Refused` where nobody is named, `UnknownName` for a wrong code, `NotAllowed`
        for a wrong PIN.
        """
        code = self.staff_code
        if code is None:
            raise Refused("Say who acts: put --as and a staff code before the command.")
        if self.asks_pin:
            return await self._signed_in(code)
        return await self.store.read(lambda work: work.staff.get(code))

    async def _signed_in(self, code: str) -> Staff:
        match await sign_in(self.store, code, read_pin(code)):
            case SignedIn(staff):
                return staff
            case PinToChoose(staff):
                raise NotPossible(
                    f"{staff.name} has no PIN yet: sign in at the board once, or have a manager "
                    "set one."
                )
            case refusal:
                raise NotAllowed(refusal.reason)

    async def act(self) -> Act:
        """A new act of whoever acts, marked as one of the command line."""
        act = Act(await self.staff(), Via.COMMAND_LINE)
        self._acts.append(act)
        return act

    async def publish(self) -> None:
        """Have what was done published, where the server answers within a second.

        What is left then is published by whoever drains the hotel's outbox next.
        """
        if self.publisher is not None and self._acts:
            await self.publisher.drain(_PUBLISH_WITHIN_SECONDS)


def clock_for(settings: Settings, hotel: Hotel) -> SystemClock:
    """The machine's clock, or the training clock of the settings, in the hotel's zone.

    Raises `InvalidInput` for a year that no hotel can be in.
    """
    start = settings.now
    if start is None:
        return SystemClock()
    if start.year not in _YEARS:
        raise InvalidInput(f"The clock cannot start in the year {start.year}.")
    if start.tzinfo is None:
        start = start.replace(tzinfo=hotel.zone)
    return SystemClock.starting_at(start.astimezone(UTC))


def _is_missing(path: Path | None) -> bool:
    return path is not None and not os.path.lexists(path)


def no_hotel_yet(settings: Settings) -> NotPossible:
    """The refusal of a command that needs a hotel where there is none."""
    place = plain(without_password(settings.database))
    return NotPossible(
        f"There is no hotel yet in {place}: make one with 'housekeeper init --name NAME', "
        "or look at 'housekeeper demo'."
    )


async def open_database(settings: Settings, may_make: bool = False) -> "Database":
    """Open the database of the settings. With `may_make`, a missing one is made.

    Raises the `StoreError` family, or `NotPossible` where it is missing and not to be made.
    """
    from housekeeper.store.database import Database
    from housekeeper.store.location import SqliteFile, locate

    place = locate(settings.database)
    if not may_make and isinstance(place, SqliteFile) and _is_missing(place.path):
        raise no_hotel_yet(settings)
    if may_make and settings.origins["database"] == "default":
        make_data_folder()
    return await Database.open(settings.database, keys=settings.keys)


def choose_hotel(hotels: list[Hotel], settings: Settings) -> Hotel:
    """The hotel that is named, or the only one. Raises with a sentence that lists the slugs."""
    slugs = ", ".join(hotel.slug for hotel in hotels)
    if not hotels:
        raise no_hotel_yet(settings)
    if settings.hotel is None:
        if len(hotels) > 1:
            raise Refused(f"This database has several hotels, name one with --hotel: {slugs}.")
        return hotels[0]
    wanted = settings.hotel.strip().casefold()
    for hotel in hotels:
        if hotel.slug.casefold() == wanted:
            return hotel
    raise UnknownName(f"There is no hotel '{plain(settings.hotel[:64])}' here, only {slugs}.")


@asynccontextmanager
async def opened_database(settings: Settings, may_make: bool = False) -> AsyncIterator["Database"]:
    """The database for the length of a command."""
    database = await open_database(settings, may_make)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def opened_house(settings: Settings) -> AsyncIterator[House]:
    """The hotel for the length of a command. Raises as `choose_hotel` and the store do."""
    async with opened_database(settings) as database:
        hotel = choose_hotel(await database.hotels(), settings)
        clock = clock_for(settings, hotel)
        store: Store = database.hotel(hotel, clock)
        publisher = None
        if settings.pusher is not None:
            from housekeeper.live.feed import PublishingStore, publisher_of

            publisher = publisher_of(store, clock, settings.pusher)
            store = PublishingStore(store, publisher)
        house = House(database, store, hotel, clock, settings.staff, settings.cli_pin, publisher)
        try:
            yield house
        finally:
            await house.publish()
