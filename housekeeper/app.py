"""The program on the screen: puts store, feed and screens together, and nothing else."""

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from housekeeper.core.board import Board
from housekeeper.core.clock import Clock, SystemClock
from housekeeper.core.erasure import ErasureState
from housekeeper.core.errors import HousekeeperError, StoreError
from housekeeper.core.event import RoomEvent
from housekeeper.core.hotel import Hotel
from housekeeper.core.plain import plain, plain_lines
from housekeeper.core.staff import Staff
from housekeeper.core.staff_pin import DEMONSTRATION_PIN
from housekeeper.hangup import end_process_if_gone, is_terminal_gone
from housekeeper.live.live_feed import LiveFeed, LiveReport
from housekeeper.live.settings import PusherSettings
from housekeeper.live.store_feed import WholeHotel
from housekeeper.screens.board_screen import BoardScreen
from housekeeper.screens.desk import Desk, LockedBoard, TerminalSettings
from housekeeper.screens.held_keys import KeyHoldingApp
from housekeeper.screens.opening_screen import OpeningScreen
from housekeeper.screens.theme import DARK, LIGHT, TERMINAL, TERMINAL_THEME, THEMES
from housekeeper.screens.verb_commands import VerbCommands
from housekeeper.screens.verb_screen import VerbScreen
from housekeeper.screens.widgets.card import UNSEEN
from housekeeper.screens.widgets.header import is_stale

if TYPE_CHECKING:
    from housekeeper.core.walk import RoundResult
    from housekeeper.store.database import Database
    from housekeeper.store.erasing import BoardErasing

_SWITCH_SECONDS = 0.0005
"""How soon a busy thread gives way to the screen: a key then costs 6 ms instead of 28."""

_LEAVE_WITHIN_SECONDS = 10.0
_LOOK_AT_TERMINAL_SECONDS = 5.0
_LOOK_AT_IDLENESS_SECONDS = 1.0
_LONGEST_PASTE = 10_000
"""Characters: what the longest message of a guest may have."""

_OF_A_HAND = (events.Key, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
"""What shows that somebody is there; a mouse that is only pushed about does not."""


class _Following:
    """Brings what the feed finds to the desk and its screens."""

    def __init__(self, app: "HousekeeperApp", desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._changed_meanwhile: set[str] = set()

    def hotel_read(self, whole: WholeHotel) -> None:
        """Make the board anew; filter, marks and person stay."""
        desk, old = self._desk, self._desk.board
        desk.staff_book = {staff.code: staff for staff in whole.staff}
        names = {staff.code: staff.name for staff in whole.staff}
        board = Board(whole.rooms, whole.today, whole.last_seq, names, whole.arrivals)
        if old is not None:
            board.marked = {number for number in old.marked if number in board}
            board.unseen = {number for number in old.unseen if number in board}
            board.set_filter(old.filter_text)
            self._note_changed(
                board, {number for number in board.rooms if old.room(number) != board.room(number)}
            )
        if desk.staff is not None:
            staff = desk.staff_book.get(desk.staff.code)
            desk.staff = staff if staff is not None and staff.is_active else None
        desk.board = board
        for screen in self._app.verb_screens():
            screen.board_read_anew()

    def events_came(self, events: Sequence[RoomEvent]) -> None:
        """Take all of them in at once, and paint once."""
        if self._desk.board is None:
            return
        changes = self._desk.board.apply_all(events)
        self._note_changed(self._desk.board, {change.room_number for change in changes})
        for screen in self._app.verb_screens():
            screen.board_changed(changes, events)

    def _note_changed(self, board: Board, numbers: set[str]) -> None:
        """What changed while the board was stale stays marked until it is looked at."""
        if is_stale(self._desk.live, self._desk.clock.real_now()):
            board.unseen |= numbers & board.rooms.keys()
            self._changed_meanwhile |= numbers

    def feed_proved(self, at: datetime) -> None:
        """The board is right; after an outage, say what changed in it."""
        live, changed = self._desk.live, len(self._changed_meanwhile)
        was_out = bool(live.trouble) or (changed > 0 and live.fresh_at is not None)
        self._desk.live = replace(live, fresh_at=at, trouble="")
        self._changed_meanwhile.clear()
        if was_out:
            rooms = "no room" if not changed else "1 room" if changed == 1 else f"{changed} rooms"
            where = f", marked {UNSEEN}" if changed else ""
            self._tell(f"The board is up to date again: {rooms} changed meanwhile{where}.", False)

    def feed_failed(self, error: StoreError) -> None:
        """Say once what is wrong; the board stays up and is called stale."""
        live = self._desk.live
        self._desk.live = replace(live, trouble=str(error))
        if live.trouble != str(error):
            self._tell(str(error), is_error=True)

    def _tell(self, sentence: str, is_error: bool) -> None:
        screens = self._app.verb_screens()
        for screen in screens:
            screen.live_changed()
        if screens:
            screens[-1].tell(sentence, is_error)


class HousekeeperApp(KeyHoldingApp):
    """One terminal at one hotel.

    Paints an empty frame, then opens the database. `open_database` opens it (any StoreError
    it raises is shown); `hotel_slug` names the hotel where there are several; `make_clock`
    gives the clock of a hotel (a training clock is one); `staff_code` is offered at the first
    sign-in; `is_light` begins with the light theme; `terminal` tells how acts get their names
    and when the terminal locks. `pusher` is where hints come from and events go, if anywhere.
    """

    TITLE = "housekeeper"
    COMMANDS = KeyHoldingApp.COMMANDS | {VerbCommands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "Quit", show=False, id="quit", tooltip="Ask, then leave."),
        Binding("question_mark", "help", "Help", show=False, id="help", tooltip="What keys do."),
        Binding(
            "t",
            "theme",
            "Dark or light",
            show=False,
            id="theme",
            tooltip="Switch between dark and light.",
        ),
        Binding(
            "L",
            "lock",
            "Lock",
            show=False,
            id="lock",
            tooltip="Lock this terminal until someone signs in.",
        ),
    ]

    def __init__(
        self,
        open_database: Callable[[], "Awaitable[Database]"],
        hotel_slug: str | None,
        make_clock: Callable[[Hotel], Clock],
        staff_code: str | None = None,
        is_light: bool = False,
        terminal: TerminalSettings | None = None,
        pusher: PusherSettings | None = None,
    ) -> None:
        # Without colours the terminal's own ones are taken away; made grey they would be unseen.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._is_light = is_light
        self._terminal = terminal or TerminalSettings()
        self._pusher = pusher
        self._used_at: datetime | None = None
        self._open_database = open_database
        self._hotel_slug = hotel_slug
        self._make_clock = make_clock
        self._staff_code = staff_code
        self._database: Database | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self.desk: Desk | None = None
        self.opening_error = ""

    def on_mount(self) -> None:
        """Paint the frame; open the database behind it."""
        for theme in (*THEMES, TERMINAL_THEME):
            self.register_theme(theme)
        few_colours = self.no_color or self.console.color_system in (None, "standard")
        self.theme = TERMINAL if few_colours else LIGHT if self._is_light else DARK
        self._leave_on_hangup()
        self.push_screen(OpeningScreen())
        self.call_after_refresh(self._begin_opening)

    def _begin_opening(self) -> None:
        """The frame is on the screen: now for what takes longer."""
        self.run_worker(self._open(), name="open", group="open", exit_on_error=False)

    def _leave_on_hangup(self) -> None:
        """A terminal that goes away must not leave a process behind."""
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), self.exit)
        self.set_interval(_LOOK_AT_TERMINAL_SECONDS, self._leave_if_gone)

    def _leave_if_gone(self) -> None:
        if is_terminal_gone():
            self.exit()

    def verb_screens(self) -> list[VerbScreen]:
        """The screens that show rooms, the one in front last."""
        return [screen for screen in self.screen_stack if isinstance(screen, VerbScreen)]

    # Opening

    async def _open(self) -> None:
        try:
            # In a thread, so that keys are answered meanwhile.
            await asyncio.to_thread(import_module, "housekeeper.store.database")
            self._database = await self._open_database()
            hotel = await self._choose_hotel(self._database)
            if hotel is None:
                self.exit()
                return
            await self._enter(hotel)
        except HousekeeperError as error:
            self._fail(str(error))

    def _fail(self, sentence: str) -> None:
        self.opening_error = sentence
        for screen in self.screen_stack:
            if isinstance(screen, OpeningScreen):
                screen.fail(sentence)

    async def _choose_hotel(self, database: "Database") -> Hotel | None:
        hotels = await database.hotels()
        if self._hotel_slug is not None:
            return self._named(hotels, self._hotel_slug)
        if not hotels:
            return await self._welcome(database)
        if len(hotels) == 1:
            return hotels[0]
        from housekeeper.screens.hotel_chooser import HotelChooser

        return await self.push_screen_wait(HotelChooser(hotels))

    async def _welcome(self, database: "Database") -> Hotel | None:
        from housekeeper.commands.hotel import machine_timezone
        from housekeeper.screens.welcome_screen import HotelNamed, WelcomeScreen

        match await self.push_screen_wait(WelcomeScreen(machine_timezone())):
            case None:
                return None
            case HotelNamed(hotel):
                await database.create_hotel(hotel)
                return hotel
            case _:
                return await self._demonstrate()

    async def _demonstrate(self) -> Hotel:
        """The demonstration hotel, in a database that goes when the board is left."""
        demo = await asyncio.to_thread(import_module, "housekeeper.demo")
        from housekeeper.store.database import Database

        if self._database is not None:
            await self._database.close()
        self._folder = TemporaryDirectory(prefix="housekeeper-demo-", ignore_cleanup_errors=True)
        self._database = await Database.open(f"{self._folder.name}/demonstration.db")
        clock: Clock = demo.mid_morning(SystemClock())
        self._make_clock = lambda _hotel: clock
        hotel: Hotel = await demo.make_demonstration(self._database, clock)
        self._terminal = replace(self._terminal, demonstration_pin=DEMONSTRATION_PIN)
        return hotel

    @staticmethod
    def _named(hotels: Iterable[Hotel], slug: str) -> Hotel:
        by_slug = {hotel.slug: hotel for hotel in hotels}
        if slug in by_slug:
            return by_slug[slug]
        known = ", ".join(sorted(by_slug)) or "none yet"
        raise HousekeeperError(f"This database has no hotel '{plain(slug)}'; it has: {known}.")

    async def _enter(self, hotel: Hotel) -> None:
        assert self._database is not None  # noqa: S101 - it was just opened
        clock = self._make_clock(hotel)
        store = self._database.hotel(hotel, clock)
        desk = Desk(store, clock, self._terminal)
        feed = LiveFeed(
            store, clock, _Following(self, desk), self._pusher, partial(_tell_source, desk)
        )
        desk.store = feed.store
        desk.look = feed.look
        await feed.look()
        if desk.board is None:
            raise HousekeeperError(desk.live.trouble)
        if self._staff_code is not None:
            code = self._staff_code
            desk.last_staff = await store.read(lambda work: work.staff.get(code))
        desk.export_round = partial(_export_round, hotel)
        self.desk = desk
        self.set_interval(_LOOK_AT_IDLENESS_SECONDS, self._lock_if_idle)
        await self.switch_screen(BoardScreen(desk))
        self.run_worker(feed.run(), name="feed", group="feed", exit_on_error=False)
        erasing = self._erasing(self._database, desk)
        self.run_worker(erasing.run(), name="erasure", group="erasure", exit_on_error=False)
        self.call_after_refresh(_settle_memory)

    def _erasing(self, database: "Database", desk: Desk) -> "BoardErasing":
        """What rewrites the database file after checkouts, and lets the header tell of it."""
        from housekeeper.store.erasing import BoardErasing

        def told(state: ErasureState | None) -> None:
            desk.erasure = state
            self._tell_screens()

        hotel, quiet_hour = desk.store.hotel, desk.settings.quiet_hour
        return BoardErasing(database, hotel, desk.clock, quiet_hour, told)

    def on_worker_state_changed(self, message: Worker.StateChanged) -> None:
        """A fault of the program itself must not end the board; it is said and shown."""
        if message.state is not WorkerState.ERROR:
            return
        error = message.worker.error
        self.log.error(error)
        sentence = f"A fault in housekeeper itself ({message.worker.name}): {error!r}"
        screens = self.verb_screens()
        if message.worker.group == "feed" and self.desk is not None:
            self.desk.live = replace(self.desk.live, trouble=sentence)
        if screens:
            screens[-1].tell(sentence, is_error=True)
        else:
            self._fail(sentence)

    # Locking

    async def on_event(self, event: events.Event) -> None:
        """Note when somebody was last at the keyboard or the mouse; let nothing raw be pasted."""
        if isinstance(event, _OF_A_HAND) and self.desk is not None:
            self._used_at = self.desk.clock.real_now()
        if isinstance(event, events.Paste):
            pasted = self._pasted(event.text)
            if pasted is None:
                return
            event = pasted
        await super().on_event(event)

    def _pasted(self, text: str) -> events.Paste | None:
        """What was pasted, as any line of any screen may show it; None for far too much."""
        if len(text) <= _LONGEST_PASTE:
            return events.Paste("\n".join(plain_lines(text)))
        self.notify(
            f"Nothing was pasted: {len(text):,} characters are more than any line here takes.",
            severity="warning",
            markup=False,
        )
        return None

    def _lock_if_idle(self) -> None:
        """Lock a terminal that nobody has used for so long as the settings say."""
        desk = self.desk
        if desk is None or desk.is_locked or not desk.settings.lock_after_minutes:
            return
        real_now = desk.clock.real_now()
        if self._used_at is None or self._used_at > real_now:
            self._used_at = real_now
        is_hidden = desk.settings.locked_board is LockedBoard.HIDDEN
        is_idle = real_now - self._used_at >= timedelta(minutes=desk.settings.lock_after_minutes)
        if is_idle and (desk.staff is not None or is_hidden):
            self.action_lock()

    def action_lock(self) -> None:
        """Sign out, and let nothing be done until someone signs in."""
        from housekeeper.screens.lock_screen import LockScreen

        desk = self.desk
        if desk is None or desk.is_locked:
            return
        # Only the board tells nothing of guests.
        is_board = isinstance(self.screen, BoardScreen)
        is_visible = is_board and desk.settings.locked_board is LockedBoard.VISIBLE
        desk.is_locked = True
        desk.sign_out()
        self._tell_screens()
        self.push_screen(LockScreen(desk, is_visible=is_visible), self._unlocked)

    def _unlocked(self, staff: Staff | None) -> None:
        desk = self.desk
        if desk is not None and staff is not None:
            desk.is_locked = False
            if not desk.is_per_act:
                desk.sign_in(staff)
            self._tell_screens()

    def _tell_screens(self) -> None:
        for screen in self.verb_screens():
            screen.live_changed()

    @property
    def is_locked(self) -> bool:
        """Whether nothing can be done here until someone signs in."""
        return self.desk is not None and self.desk.is_locked

    def action_command_palette(self) -> None:
        """Offer what can be done now; nothing on a locked terminal."""
        if not self.is_locked:
            super().action_command_palette()

    # Keys of every screen

    async def action_quit(self) -> None:
        """Ask, then leave when what was begun is written."""
        from housekeeper.screens.confirm_dialog import ConfirmDialog

        if self.is_locked:
            return
        if self.desk is None:
            self.exit(return_code=1 if self.opening_error else 0)
        elif not isinstance(self.screen, ConfirmDialog):
            self.push_screen(ConfirmDialog("Leave the board?", "Leave"), self._answered_quit)

    def _answered_quit(self, is_sure: bool | None) -> None:
        if is_sure:
            self.run_worker(self._leave(), name="leave", group="leave", exit_on_error=False)

    async def _leave(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LEAVE_WITHIN_SECONDS):
                if self.desk is not None:
                    await self.desk.acts.settled()
        self.exit()

    async def on_unmount(self) -> None:
        """Close the database when the screen is gone."""
        self.workers.cancel_group(self, "feed")
        self.workers.cancel_group(self, "erasure")
        if self._database is not None:
            await self._database.close()
        if self._folder is not None:
            self._folder.cleanup()

    def action_help(self) -> None:
        """Show what the keys do."""
        from housekeeper.screens.help_screen import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_theme(self) -> None:
        """Switch between dark and light."""
        if self.theme == TERMINAL:
            self.notify("The terminal's own colours are in use.", markup=False)
        else:
            self.theme = LIGHT if self.theme == DARK else DARK

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers on every screen beside the acts that are valid now."""
        if isinstance(screen, BoardScreen):
            yield SystemCommand("Filter", "Show only some rooms (key /)", screen.action_filter)
            yield SystemCommand(
                "More columns", "Occupied and out of order (key w)", screen.action_further
            )
            yield SystemCommand("Line", "Type rooms and a verb (key :)", screen.action_line)
            yield SystemCommand(
                "Mark all", "Every room of the column (key a)", screen.action_mark_shown
            )
            yield SystemCommand("Handover", "To the next shift (key H)", screen.action_handover)
            yield SystemCommand("Figures", "Times and backlog (key F)", screen.action_figures)
        yield SystemCommand("Help", "What the keys do (key ?)", self.action_help)
        yield SystemCommand("Dark or light", "Switch the colours (key t)", self.action_theme)
        yield SystemCommand("Lock", "Until someone signs in (key L)", self.action_lock)
        yield SystemCommand("Quit", "Leave the board (key q)", self.action_quit)


def _tell_source(desk: Desk, report: LiveReport) -> None:
    """The header names what brings the news: Pusher, or the store's own feed."""
    desk.live = replace(desk.live, source="live" if report.is_live else "store feed")


def _export_round(hotel: Hotel, result: "RoundResult") -> tuple[Path, ...]:
    """Write what came of a round into the folder in which the program was started."""
    from housekeeper.commands.rounds import export

    return export(result, hotel, Path.cwd())


def _settle_memory() -> None:
    """What lives as long as the board is not looked through again at every collection."""
    gc.enable()
    gc.collect()
    gc.freeze()


def run_board(
    open_database: Callable[[], "Awaitable[Database]"],
    hotel_slug: str | None,
    make_clock: Callable[[Hotel], Clock],
    staff_code: str | None = None,
    is_light: bool = False,
    terminal: TerminalSettings | None = None,
    pusher: PusherSettings | None = None,
) -> int:
    """Run the board until it is left; gives the exit code.

    An error at opening is on the screen, and afterwards on standard error.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.disable()
    app = HousekeeperApp(
        open_database, hotel_slug, make_clock, staff_code, is_light, terminal, pusher
    )
    try:
        app.run()
    finally:
        gc.enable()
        end_process_if_gone()
    if app.opening_error:
        sys.stderr.write(f"housekeeper: {plain(app.opening_error)}\n")
        return 1
    return app.return_code or 0
