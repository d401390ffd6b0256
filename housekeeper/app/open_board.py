"""How a terminal gets from the empty frame to the board of its hotel.

Imported behind the first frame: the store, the feed and the board's screen come with it.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from housekeeper.app.board_host import BoardHost
from housekeeper.app.board_request import BoardRequest, DemonstrationRequest
from housekeeper.app.daily_sweep import sweep_daily
from housekeeper.app.follow_feed import FeedFollower
from housekeeper.app.terminal_lock import TerminalLock
from housekeeper.core.entered_text import plain
from housekeeper.core.erasure import ErasureState
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.hotel import Hotel
from housekeeper.core.imports.import_file import ImportedFile
from housekeeper.core.rooms.event import Act
from housekeeper.core.unit_of_work import Store
from housekeeper.files.export_folder import export_folder
from housekeeper.files.round_export import export
from housekeeper.hotel_access import keep_cli_pin_of_file, update_text
from housekeeper.live.feed import LiveFeed
from housekeeper.screens import navigation
from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.screens.workstation import Workstation
from housekeeper.settings.places import machine_timezone
from housekeeper.store.database import Database
from housekeeper.store.erasure.background import BoardErasing

if TYPE_CHECKING:
    # Only who looks at the demonstration waits for it.
    from housekeeper.demo.open_demonstration import Demonstration


class BoardOpener:
    """Opens the database and the board of one hotel, and closes them again."""

    def __init__(self, app: BoardHost, request: BoardRequest) -> None:
        self._app = app
        self._request = request
        self._database: Database | None = None
        self._demonstration: Demonstration | None = None
        self.lock: TerminalLock | None = None

    async def enter(self) -> TerminalLock | None:
        """Open the board; None where the person at the keyboard chose no hotel.

        Raises the `HousekeeperError` family with what keeps it from being opened.
        """
        if self._request.demonstration is not None:
            hotel: Hotel | None = await self._demonstrate(self._request.demonstration)
        else:
            self._database = await self._request.open_database(
                self._tell_update(asyncio.get_running_loop())
            )
            hotel = await self._choose_hotel(self._database)
        if hotel is None or self._database is None:
            return None
        return await self._enter(self._database, hotel)

    def _tell_update(self, loop: asyncio.AbstractEventLoop) -> Callable[[int, int], None]:
        """What tells who waits how far an update is; called on the store's thread."""

        def tell(done: int, total: int) -> None:
            loop.call_soon_threadsafe(self._app.tell_opening, update_text(done, total))

        return tell

    async def close(self) -> None:
        """Close the database; a demonstration goes with it."""
        if self._database is not None:
            await self._database.close()
        if self._demonstration is not None:
            self._demonstration.close()

    async def _choose_hotel(self, database: Database) -> Hotel | None:
        hotels = await database.hotels()
        if self._request.hotel_slug is not None:
            return _find_hotel(hotels, self._request.hotel_slug)
        if not hotels:
            return await self._welcome(database)
        if len(hotels) == 1:
            return hotels[0]
        # Only a house of several hotels waits for it.
        from housekeeper.screens.opening.choose_hotel_dialog import HotelChooser

        return await self._app.push_screen_wait(HotelChooser(hotels))

    async def _welcome(self, database: Database) -> Hotel | None:
        # Only the first start waits for it.
        from housekeeper.screens.opening.welcome_screen import HotelNamed, WelcomeScreen

        match await self._app.push_screen_wait(WelcomeScreen(machine_timezone())):
            case None:
                return None
            case HotelNamed(hotel):
                await database.create_hotel(hotel)
                return hotel
            case _:
                self._database = None
                await database.close()
                return await self._demonstrate(DemonstrationRequest())

    async def _demonstrate(self, asked: DemonstrationRequest) -> Hotel:
        """The demonstration hotel, in a database that goes when the board is left."""
        # Only who looks at the demonstration waits for it.
        from housekeeper.demo.open_demonstration import Demonstration
        from housekeeper.demo.texts import DEMONSTRATION_PIN

        demonstration = self._demonstration = Demonstration()
        self._database = await demonstration.open(asked.make_clock, asked.is_played)
        self._request = replace(
            self._request,
            make_clock=lambda _hotel: demonstration.clock,
            terminal=replace(self._request.terminal, demonstration_pin=DEMONSTRATION_PIN),
            # What is played here is nobody's news.
            pusher=None,
        )
        return demonstration.hotel

    async def _enter(self, database: Database, hotel: Hotel) -> TerminalLock:
        app, request = self._app, self._request
        hotel = replace(hotel, rules=request.rules)
        clock = request.make_clock(hotel)
        store = database.hotel(hotel, clock)
        if request.asks_cli_pin and request.demonstration is None:
            await keep_cli_pin_of_file(True, database, store)
        workstation = Workstation(store, clock, request.terminal, act_guard=app.act_guard)
        follower = FeedFollower(app, workstation)
        feed = LiveFeed(store, clock, follower, request.pusher, follower.source_told)
        workstation.store = feed.store
        workstation.look, workstation.take_in = feed.store_feed.look, feed.store_feed.take_in
        await workstation.look()
        if workstation.board is None:
            raise HousekeeperError(workstation.live.trouble)
        if (code := request.staff_code) is not None:
            workstation.last_staff = await store.read(lambda work: work.staff.get(code))
        workstation.import_file = partial(_import_file, store)
        file = database.file if self._demonstration is None else None
        folder = export_folder(request.export_folder, file)
        workstation.export_round = partial(export, hotel=hotel, folder=folder)
        app.workstation = workstation
        lock = self.lock = TerminalLock(app, workstation)
        board_screen = BoardScreen(workstation)
        await app.switch_screen(board_screen)
        if board_screen.is_empty:
            navigation.offer_first_steps(board_screen)

        def second_passed() -> None:
            follower.pass_time()
            lock.lock_if_idle()

        board_screen.each_second = second_passed
        app.run_worker(feed.run(), name="feed", group="feed", exit_on_error=False)
        erasing = self._erasing(database, workstation)
        app.run_worker(erasing.run(), name="erasure", group="erasure", exit_on_error=False)
        sweeping = sweep_daily(feed.store, clock, request.pusher is not None)
        app.run_worker(sweeping, name="sweep", group="sweep", exit_on_error=False)

        def compile_statements() -> None:
            compiling = database.compile_statements()
            app.run_worker(compiling, name="compile", group="compile", exit_on_error=False)

        # The board's first frame comes before.
        app.call_after_refresh(compile_statements)
        return lock

    def _erasing(self, database: Database, workstation: Workstation) -> BoardErasing:
        """What rewrites the database file after checkouts, and lets the header tell of it."""

        def show(state: ErasureState | None) -> None:
            workstation.erasure = state
            for screen in self._app.verb_screens():
                screen.live_changed()

        hotel, quiet_hour = workstation.store.hotel, workstation.settings.quiet_hour
        return BoardErasing(database, hotel, workstation.clock, quiet_hour, show)


def _find_hotel(hotels: Iterable[Hotel], slug: str) -> Hotel:
    by_slug = {hotel.slug: hotel for hotel in hotels}
    if slug in by_slug:
        return by_slug[slug]
    known = ", ".join(sorted(by_slug)) or "none yet"
    raise HousekeeperError(f"This database has no hotel '{plain(slug)}'; it has: {known}.")


async def _import_file(store: Store, act: Act, kind: str, path: Path, dates: str) -> ImportedFile:
    """Bring a file into the hotel; what it is brought in with is imported at the first one."""
    from housekeeper.file_import import import_from_file
    from housekeeper.files.file_form import file_form

    with suppress(RuntimeError):
        # Where nobody's home is known, `~` is a name as any other.
        path = await asyncio.to_thread(path.expanduser)
    return await import_from_file(store, act, kind, path, file_form(None, dates))
