"""The hotel that a command works in, and who acts in it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from housekeeper.commands.pin_input import read_pin
from housekeeper.core.acts import Via
from housekeeper.core.clock import Clock
from housekeeper.core.errors import NotAllowed, NotPossible, Refused
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.numbers import check_room_number
from housekeeper.core.rooms.planned_out_of_order import (
    begin_planned_out_of_order,
    due_out_of_order,
)
from housekeeper.core.staff.staff import Staff
from housekeeper.core.unit_of_work import Store
from housekeeper.hotel_access import choose_hotel, clock_for, keep_cli_pin_of_file, opened_database
from housekeeper.settings.table import Settings
from housekeeper.store.database import Database

_PUBLISH_WITHIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class House:
    """One open hotel, and the staff code given, if any; `asks_pin` where it is not trusted.

    With `drain_outbox`, what is done through `store` is published before the command ends.
    """

    database: Database
    store: Store
    hotel: Hotel
    clock: Clock
    staff_code: str | None
    asks_pin: bool = False
    drain_outbox: Callable[[float], Awaitable[object]] | None = None
    _acts: list[Act] = field(default_factory=list)

    async def staff(self) -> Staff:
        """Who acts, asked for the PIN where a setting or the database says so.

        Raises `Refused` where nobody is named, `UnknownName` for a wrong code, `NotAllowed`
        for a wrong PIN.
        """
        code = self.staff_code
        if code is None:
            raise Refused("Say who acts: add --as and a staff code, such as --as ana.")
        if self.asks_pin:
            return await self._signed_in(code)
        return await self.store.read(lambda work: work.staff.get(code))

    async def _signed_in(self, code: str) -> Staff:
        # A PIN is asked for where the hotel says so; no other command checks one.
        from housekeeper.core.staff.sign_in import PinToChoose, SignedIn, sign_in

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

    async def act_on_rooms(self) -> Act:
        """A new act on rooms; those whose day is there go out of order before it.

        Commands that only look write nothing, by whatever clock they look.
        """
        act = await self.act()
        if await self.store.read(due_out_of_order):
            await self.store.write(begin_planned_out_of_order)
        return act

    async def room_number(self, text: str) -> str:
        """The number of the room that is meant, as the hotel writes it. Raises `InvalidInput`.

        One that the hotel does not have is passed on: whoever looks for it tells of it.
        """
        wanted = [check_room_number(text)]
        return (await self.store.read(lambda work: work.rooms.as_written(wanted)))[0]

    async def publish(self) -> None:
        """Have what was done published, where the server answers within a second.

        What is left then is published by whoever drains the hotel's outbox next.
        """
        if self.drain_outbox is not None and self._acts:
            await self.drain_outbox(_PUBLISH_WITHIN_SECONDS)


@asynccontextmanager
async def opened_house(settings: Settings) -> AsyncIterator[House]:
    """The hotel for the length of a command. Raises as `choose_hotel` and the store do."""
    async with opened_database(settings) as database:
        hotel = choose_hotel(await database.hotels(), settings)
        clock = clock_for(settings, hotel)
        store: Store = database.hotel(hotel, clock)
        drain = None
        if settings.pusher is not None:
            # Only where Pusher is set: every other command starts sooner without it.
            from housekeeper.live.feed import PublishingStore, publisher_of

            publisher = publisher_of(store, clock, settings.pusher)
            store, drain = PublishingStore(store, publisher), publisher.drain
        await keep_cli_pin_of_file(settings.file_asks_cli_pin, database, store)
        asks_pin = settings.cli_pin or await store.read(lambda work: work.staff.asks_cli_pin())
        house = House(database, store, hotel, clock, settings.staff, asks_pin, drain)
        try:
            yield house
        finally:
            await house.publish()
