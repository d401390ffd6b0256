"""A walk through the program, screen after screen, for what is to hold on every one of them."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.style import Style
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input

from housekeeper.app.board_request import BoardRequest
from housekeeper.app.terminal_app import HousekeeperApp
from housekeeper.demo.hotel import HOTEL, make_demonstration
from housekeeper.demo.texts import DEMONSTRATION_PIN
from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.screens.drawing.colours import DARK
from housekeeper.screens.sign_in.lock_screen import LockScreen
from housekeeper.settings.terminal import Glyphs
from housekeeper.store.database import Database
from tests.screens.conftest import UnhurriedGuard
from tests.system.test_demonstration import StandingClock

DEADLINE = 30.0

SHORT = "A notice."
LONG = "This went wrong, and the sentence is longer than the line at the foot. " * 3


@dataclass(frozen=True, slots=True)
class Stop:
    """One look at the program: how it is come to, what shows then, and how it is left."""

    name: str
    keys: tuple[str, ...]
    shows: tuple[str, ...] = ()
    back: tuple[str, ...] = ("escape",)


STOPS = (
    Stop("the board", (), ("hair in the",), ()),
    Stop("marked rooms", ("space", "space"), ("2 marked",)),
    Stop("all columns", ("w",), back=()),
    Stop("an occupied room", ("1", "0", "3"), ("103",), ("escape", "w")),
    Stop("a number typed", ("1", "0"), ("10",)),
    Stop("a filter, empty", ("slash",)),
    Stop("a filter", ("slash", "a", "r", "r", "enter"), ("/ arr",)),
    Stop("a line, empty", ("colon",)),
    Stop("a line", ("colon", "4", "1", "2"), ("412",)),
    Stop("help", ("question_mark",), ("ROOMS",)),
    Stop("help, further down", ("question_mark", "end"), ("the disk",)),
    Stop("the palette", ("ctrl+p",), ("Search",)),
    Stop("the palette, searched", ("ctrl+p", "q", "u"), ("Quit",), ("escape",)),
    Stop("leaving", ("q",), ("Leave",)),
    Stop("leaving, on the other button", ("q", "tab"), ("Leave",)),
    Stop("a note", ("n",), ("Leave",)),
    Stop("a fault", ("m",), ("high",)),
    Stop("a room out of order", ("o",), ("Leave",)),
    Stop("a status by hand", ("v",), ("as it is now",)),
    Stop("a checkout", ("e",), ("Check out",)),
    Stop("a check-in", ("g",), ("arriv",)),
    Stop("a handover", ("H",), ("NOTES FOR",)),
    Stop("a note for the next shift", ("H", "n"), ("Leave",), ("escape", "escape")),
    Stop("another time for the handover", ("H", "b"), ("Leave",), ("escape", "escape")),
    Stop("figures", ("F",), ("7 days",)),
    Stop("a round", ("i",), ("pass",), ()),
    Stop("a fail in a round", ("f", "down"), ("Leave",), ("escape", "escape")),
    Stop("a room", ("1", "0", "3", "enter"), ("shows it",)),
    Stop(
        "a reply to a guest",
        ("1", "0", "3", "enter", "a", "y"),
        ("leave the line",),
        ("escape",) * 2,
    ),
    Stop("a late check-out", ("1", "0", "3", "enter", "l"), ("Leave",), ("escape", "escape")),
    Stop("a move", ("1", "0", "3", "enter", "M"), ("Leave",), ("escape", "escape")),
    Stop("another person", ("S",), ("Who",)),
)


@dataclass(slots=True)
class Walk:
    """A board of the demonstration hotel, someone signed in, and where the walk is."""

    app: HousekeeperApp
    pilot: Pilot[None]
    guard: UnhurriedGuard

    @property
    def text(self) -> str:
        """Everything on the screen."""
        return "\n".join(
            "".join(text for text, _ in line) for line in self.pieces(is_front_only=False)
        )

    def pieces(self, *, is_front_only: bool = True) -> list[list[tuple[str, Style]]]:
        """What is on the screen, line by line; of a dialog, not what lies faded behind it."""
        screen = self.app.screen
        strips = screen._compositor.render_strips()
        is_over_others = isinstance(screen, ModalScreen) and is_front_only
        fronts = [child.region for child in screen.children if child.display]
        lines: list[list[tuple[str, Style]]] = []
        for y, strip in enumerate(strips):
            x, line = 0, []
            for piece in strip:
                style = piece.style or Style()
                if not is_over_others or any(region.contains(x, y) for region in fronts):
                    line.append((piece.text, style))
                x += piece.cell_length
            lines.append(line)
        return lines

    def words(self) -> list[tuple[str, Style]]:
        """What can be read on the screen in front, piece by piece."""
        return [piece for line in self.pieces() for piece in line if piece[0].strip()]

    async def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait until something holds; fail in words where it does not within half a minute."""
        ends = time.monotonic() + DEADLINE
        while not holds():
            if time.monotonic() > ends:
                raise AssertionError(f"waited in vain for: {what}\n{self.text}")
            await asyncio.sleep(0.01)
            await self.pilot.pause()
        await self.pilot.pause()

    async def _press(self, key: str) -> None:
        self.guard.paused += 1
        await self.pilot.press(key)
        await self.pilot.pause()

    async def stops(self) -> AsyncIterator[str]:
        """Go to every screen and dialog in turn, and give its name when it is there."""
        for stop in STOPS:
            for key in stop.keys:
                await self._press(key)
            for words in stop.shows:
                await self.until(partial(self._shows, words), f"{stop.name}: {words}")
            await self._settle()
            yield stop.name
            for key in stop.back:
                await self._press(key)
            if stop.back:
                await self._come_home(stop.name)
        self.app.notify(SHORT, timeout=60)
        self.app.notify(LONG, severity="error", timeout=60)
        self.app.notify("Take care.", severity="warning", timeout=60)
        await self.until(lambda: "Take care." in self.text, "notices")
        yield "notices"
        self.app.clear_notifications()
        self.app.action_lock()
        await self.until(lambda: isinstance(self.app.screen, LockScreen), "the lock")
        await self._settle()
        yield "the lock"

    def _shows(self, words: str) -> bool:
        return words in self.text

    async def _settle(self) -> None:
        before = ""
        while before != self.text or "Reading" in before:
            before = self.text
            await asyncio.sleep(0.02)
            await self.pilot.pause()
        for line in self.app.screen.query(Input):
            line.cursor_blink = False

    async def _come_home(self, name: str) -> None:
        for _ in range(4):
            screen = self.app.screen
            if isinstance(screen, BoardScreen) and screen.focused is None:
                return
            await self.pilot.press("escape")
            await self.pilot.pause()
            if isinstance(screen, CommandPalette):
                await self.until(lambda: not isinstance(self.app.screen, CommandPalette), name)
        raise AssertionError(f"no way home from {name}:\n{self.text}")


@asynccontextmanager
async def walk_through(
    folder: Path,
    size: tuple[int, int],
    theme: str = DARK,
    glyphs: Glyphs = Glyphs.UNICODE,
) -> AsyncIterator[Walk]:
    """Open the demonstration hotel at a terminal of this size, with a manager signed in."""

    async def open_database(_: object) -> Database:
        database = await Database.open(str(folder / "demonstration.db"))
        await make_demonstration(database, StandingClock())
        return database

    app = HousekeeperApp(
        BoardRequest(
            open_database,
            lambda _: StandingClock(),
            hotel_slug=HOTEL.slug,
            staff_code="max",
            glyphs=glyphs,
        ),
        guard := UnhurriedGuard(),
    )
    async with app.run_test(size=size, notifications=True) as pilot:
        walk = Walk(app, pilot, guard)
        # Whatever the terminal is that the tests run in.
        app.theme = theme
        await walk.until(lambda: app.workstation is not None and app.verb_screens(), "the board")
        await pilot.press("S", "enter", *DEMONSTRATION_PIN, "enter")
        await walk.until(lambda: isinstance(app.screen, BoardScreen), "the board, signed in")
        yield walk
