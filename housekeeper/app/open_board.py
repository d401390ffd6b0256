"""How a terminal gets from the empty frame to the board of its hotel.

Imported behind the first frame: the store, the feed and the board's screen come with it.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from housekeeper.app.follow_feed import Following
from housekeeper.core.clock import Clock, SystemClock
from housekeeper.core.entered_text import plain
from housekeeper.core.erasure import ErasureState
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.hotel import Hotel
from housekeeper.core.staff.pin import DEMONSTRATION_PIN
from housekeeper.live.feed import LiveFeed
from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.screens.workstation import Desk
from housekeeper.store.database import Database
from housekeeper.store.erasure.background import BoardErasing

if TYPE_CHECKING:
    from housekeeper.app.terminal_app import HousekeeperApp, Wanted
    from housekeeper.core.inspection.round_views import RoundResult


class Opening:
    """Opens the database and the board of one hotel, and closes them again."""

    def __init__(self, app: "HousekeeperApp", wanted: "Wanted") -> None:
        self._app = app
        self._wanted = wanted
        self._database: Database | None = None
        self._folder: TemporaryDirectory[str] | None = None

    async def enter(self) -> Desk | None:
        """Open the board; None where the person at the keyboard chose no hotel.

        Raises the `HousekeeperError` family with what keeps it from being opened.
        """
        self._database = await self._wanted.open_database()
        hotel = await self._choose_hotel(self._database)
        return None if hotel is None else await self._enter(self._database, hotel)

    async def close(self) -> None:
        """Close the database; a demonstration goes with it."""
        if self._database is not None:
            await self._database.close()
        if self._folder is not None:
            self._folder.cleanup()

    async def _choose_hotel(self, database: Database) -> Hotel | None:
        hotels = await database.hotels()
        if self._wanted.hotel_slug is not None:
            return _named(hotels, self._wanted.hotel_slug)
        if not hotels:
            return await self._welcome(database)
        if len(hotels) == 1:
            return hotels[0]
        from housekeeper.screens.opening.choose_hotel_dialog import HotelChooser

        return await self._app.push_screen_wait(HotelChooser(hotels))

    async def _welcome(self, database: Database) -> Hotel | None:
        from housekeeper.screens.opening.welcome_screen import HotelNamed, WelcomeScreen
        from housekeeper.settings.places import machine_timezone

        match await self._app.push_screen_wait(WelcomeScreen(machine_timezone())):
            case None:
                return None
            case HotelNamed(hotel):
                await database.create_hotel(hotel)
                return hotel
            case _:
                return await self._demonstrate(database)

    async def _demonstrate(self, empty: Database) -> Hotel:
        """The demonstration hotel, in a database that goes when the board is left."""
        demo = await asyncio.to_thread(import_module, "housekeeper.demo.morning")
        await empty.close()
        self._folder = TemporaryDirectory(prefix="housekeeper-demo-", ignore_cleanup_errors=True)
        self._database = await Database.open(f"{self._folder.name}/demonstration.db")
        clock: Clock = demo.mid_morning(SystemClock())
        hotel: Hotel = await demo.make_demonstration(self._database, clock)
        self._wanted = replace(
            self._wanted,
            make_clock=lambda _hotel: clock,
            terminal=replace(self._wanted.terminal, demonstration_pin=DEMONSTRATION_PIN),
        )
        return hotel

    async def _enter(self, database: Database, hotel: Hotel) -> Desk:
        app, wanted = self._app, self._wanted
        clock = wanted.make_clock(hotel)
        store = database.hotel(hotel, clock)
        desk = Desk(store, clock, wanted.terminal)
        following = Following(app, desk)
        feed = LiveFeed(store, clock, following, wanted.pusher, following.source_told)
        desk.store = feed.store
        desk.look, desk.take_in = feed.look, feed.take_in
        await feed.look()
        if desk.board is None:
            raise HousekeeperError(desk.live.trouble)
        if (code := wanted.staff_code) is not None:
            desk.last_staff = await store.read(lambda work: work.staff.get(code))
        desk.export_round = partial(_export_round, hotel)
        app.desk = desk
        await app.switch_screen(BoardScreen(desk))
        app.run_worker(feed.run(), name="feed", group="feed", exit_on_error=False)
        erasing = self._erasing(database, desk)
        app.run_worker(erasing.run(), name="erasure", group="erasure", exit_on_error=False)
        return desk

    def _erasing(self, database: Database, desk: Desk) -> BoardErasing:
        """What rewrites the database file after checkouts, and lets the header tell of it."""

        def told(state: ErasureState | None) -> None:
            desk.erasure = state
            for screen in self._app.verb_screens():
                screen.live_changed()

        hotel, quiet_hour = desk.store.hotel, desk.settings.quiet_hour
        return BoardErasing(database, hotel, desk.clock, quiet_hour, told)


def _named(hotels: Iterable[Hotel], slug: str) -> Hotel:
    by_slug = {hotel.slug: hotel for hotel in hotels}
    if slug in by_slug:
        return by_slug[slug]
    known = ", ".join(sorted(by_slug)) or "none yet"
    raise HousekeeperError(f"This database has no hotel '{plain(slug)}'; it has: {known}.")


def _export_round(hotel: Hotel, result: "RoundResult") -> tuple[Path, ...]:
    """Write what came of a round into the folder in which the program was started."""
    from housekeeper.files.round_export import export

    return export(result, hotel, Path.cwd())
