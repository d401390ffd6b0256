"""A small hotel in a real database, and a board on it whose keys a test presses."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.message import Message
from textual.pilot import Pilot

from housekeeper.app.board_request import BoardRequest
from housekeeper.app.terminal_app import HousekeeperApp
from housekeeper.core.acts import Verb, Via
from housekeeper.core.board.board import Board
from housekeeper.core.clock import RealMoment
from housekeeper.core.hotel import Hotel
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.rooms import turnover
from housekeeper.core.rooms.event import Act, HistoryQuery, RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.staff.pin import PinHash
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.screens.keyboard.act_guard import ActGuard
from housekeeper.screens.workstation import Workstation
from housekeeper.settings.keymap import Keymap
from housekeeper.settings.terminal import TerminalSettings
from housekeeper.store.database import Database, HotelStore
from tests.engines import lay_schema, place, postgresql_house, postgresql_template, sqlite_template

__all__ = ["postgresql_house", "postgresql_template", "sqlite_template"]

GRAND = Hotel("grand", "Grand Hotel", "Europe/Lisbon")
TODAY = date(2026, 11, 21)
ANA = Staff("ana", "Ana Reis", Role.ATTENDANT)
RUI = Staff("rui", "Rui Costa", Role.ATTENDANT)
MARIA = Staff("maria", "Maria Keller", Role.SUPERVISOR)
PAULO = Staff("paulo", "Paulo Nunes", Role.MAINTENANCE)
DORA = Staff("dora", "Dora Lima", Role.FRONT_DESK)
MAX = Staff("max", "Max Braun", Role.MANAGER)
PIN = "2580"
EVERYONE = (ANA, RUI, MARIA, PAULO, DORA, MAX)


def hashed_at_least_cost(pin: str) -> PinHash:
    """A PIN as it is kept, made and compared at once; what the real cost is has its own tests."""
    salt = bytes(16)
    digest = hashlib.scrypt(pin.encode(), salt=salt, n=2, r=8, p=1, dklen=32)
    return PinHash(f"scrypt$2$8$1${salt.hex()}${digest.hex()}")


_HASHED = hashed_at_least_cost(PIN)


@dataclass(slots=True)
class SetClock:
    """A clock that stands still until a test moves it; real time goes with business time."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 21, 10, 42, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    def real_now(self) -> datetime:
        return self.at

    def real_moment(self) -> RealMoment:
        return RealMoment(self.at)

    def pass_time(self, **parts: float) -> None:
        self.at += timedelta(**parts)


@pytest.fixture
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A file, or what `each_engine` asks for: most of what screens do knows no engine."""
    return place(request, tmp_path, getattr(request, "param", "sqlite"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run on both engines what is marked so, but what names its engine itself."""
    definition = metafunc.definition
    is_named = any(one.args[0] == "target" for one in definition.iter_markers("parametrize"))
    if (
        definition.get_closest_marker("each_engine")
        and "target" in metafunc.fixturenames
        and not is_named
    ):
        metafunc.parametrize("target", ["sqlite", "postgresql"], indirect=True)


@dataclass(slots=True)
class SmallHotel:
    """Rooms 101-110 and 201-210, all never slept in, and the house's people."""

    target: str
    database: Database
    clock: SetClock
    store: HotelStore

    @property
    def path(self) -> Path:
        """The hotel's file, on SQLite."""
        assert "://" not in self.target
        return Path(self.target)

    async def do(
        self, verb: Verb, *numbers: str, staff: Staff = MARIA, **asked: Any
    ) -> list[RoomEvent]:
        """What someone else does to these rooms, at another terminal."""

        def unit(work: UnitOfWork) -> list[RoomEvent]:
            return [
                turnover.perform(work, Act(staff, Via.BOARD), TurnRequest(verb, number, **asked))
                for number in numbers
            ]

        return await self.store.write(unit)

    async def room(self, number: str) -> Room:
        """The room as the database has it."""
        return await self.store.read(lambda work: work.rooms.get(number))

    async def history(self, number: str) -> list[RoomEvent]:
        """The room's events, newest first."""
        return await self.store.read(lambda work: work.events.history(HistoryQuery(number, 100)))


@pytest.fixture
async def hotel(target: str, sqlite_template: Path) -> AsyncIterator[SmallHotel]:
    """A hotel that has just been imported."""
    clock = SetClock()
    lay_schema(target, sqlite_template)
    database = await Database.open(target)
    await database.create_hotel(GRAND)
    store = database.hotel(GRAND, clock)
    rooms = [
        RoomRow(line, f"{floor}{room:02d}", "STD" if room < 8 else "SUI", floor, "East")
        for line, (floor, room) in enumerate(
            ((floor, room) for floor in (1, 2) for room in range(1, 11)), start=2
        )
    ]
    staff = [StaffRow(line, one) for line, one in enumerate(EVERYONE, start=2)]
    await store.write(lambda work: import_rooms(work, rooms))
    await store.write(lambda work: import_staff(work, staff))

    def give_pins(work: UnitOfWork) -> None:
        for one in EVERYONE:
            work.staff.set_pin(one.code, _HASHED)

    await store.write(give_pins)
    yield SmallHotel(target, database, clock, store)
    await database.close()


class UnhurriedGuard(ActGuard):
    """Takes every key as pressed so much later as the hand has paused since the test began."""

    def __init__(self) -> None:
        super().__init__(lambda: Message().time + self.paused)
        self.paused = 0.0

    def press(self, at: float, key: str = "", typed: str = "") -> None:
        super().press(at + self.paused, key, typed)


@dataclass(slots=True)
class AtTheBoard:
    """A board as the person in front of it sees and uses it."""

    app: HousekeeperApp
    pilot: Pilot[None]
    guard: UnhurriedGuard = field(default_factory=UnhurriedGuard)

    @property
    def screen(self) -> BoardScreen:
        found = self.app.verb_screens()[0]
        assert isinstance(found, BoardScreen)
        return found

    @property
    def workstation(self) -> Workstation:
        assert self.app.workstation is not None
        return self.app.workstation

    @property
    def board(self) -> Board:
        assert self.workstation.board is not None
        return self.workstation.board

    def rooms(self) -> Collection[str]:
        """The numbers of all rooms on the board, or nothing while there is none."""
        workstation = self.app.workstation
        return (
            workstation.board.rooms
            if workstation is not None and workstation.board is not None
            else ()
        )

    @property
    def room(self) -> str | None:
        """The number of the room under the cursor."""
        return self.screen.cursor.number

    @property
    def hint(self) -> str:
        """The two lines at the foot."""
        return self.screen.hint_text

    @property
    def text(self) -> str:
        """Everything on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips)

    async def press(self, *keys: str) -> None:
        """Press keys as a hand does that thinks of each, and wait for what they began."""
        for key in keys:
            if self.app.workstation is not None:
                # Whoever thinks for a second sees what came of the key before.
                await self.app.workstation.acts.settled()
            self.guard.paused += 1
            await self.pilot.press(key)
        await self.workstation.acts.settled()
        await self.pilot.pause()

    async def press_at_once(self, *keys: str) -> None:
        """Press keys faster than anyone thinks, and wait for what they began to be done."""
        self.guard.paused += 1
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self.pilot.pause()
        await self.workstation.acts.settled()
        await self.pilot.pause()

    def look_whether_idle(self) -> None:
        """What the app does every second: lock where nobody was there for too long."""
        assert self.app.terminal_lock is not None
        self.app.terminal_lock.lock_if_idle()

    async def sign_in(self, code: str, pin: str = PIN) -> None:
        """Type code and PIN into the dialog that asks for them."""
        await self.press(*code, "enter", *pin, "enter")

    async def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait until something holds; fail in words where it does not within half a minute."""
        for _ in range(3000):
            if holds():
                await self.pilot.pause()
                return
            await asyncio.sleep(0.01)
        pytest.fail(f"waited in vain for: {what}\n{self.text}")


@asynccontextmanager
async def board_on(
    hotel: SmallHotel,
    size: tuple[int, int] = (120, 40),
    staff: Staff | None = MAX,
    keymap: Keymap | None = None,
    **terminal: Any,
) -> AsyncIterator[AtTheBoard]:
    """A board on this hotel, with someone signed in, or nobody."""
    guard = UnhurriedGuard()
    app = HousekeeperApp(
        BoardRequest(
            lambda _: Database.open(hotel.target),
            lambda _: hotel.clock,
            keymap=keymap,
            terminal=TerminalSettings(**terminal),
        ),
        guard,
    )
    async with app.run_test(size=size) as pilot:
        at = AtTheBoard(app, pilot, guard)
        await at.until(
            lambda: app.workstation is not None and app.verb_screens() and app.screen.is_current,
            "the board",
        )
        if staff is not None:
            at.workstation.sign_in(staff)
            at.screen.show_all()
        await pilot.pause()
        yield at
