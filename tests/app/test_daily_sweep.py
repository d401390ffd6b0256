"""Once a day, one board lets go of the history that the house does not keep."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest

from housekeeper.app import daily_sweep
from housekeeper.app.daily_sweep import sweep_daily, sweep_history
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import StoreUnavailable
from housekeeper.core.history import retention
from housekeeper.core.house_rules import HouseRules
from housekeeper.core.rooms.event import HistoryQuery
from housekeeper.core.unit_of_work import Answer, Store, Unit, UnitOfWork
from tests.grand_hotel import ANA, GRAND, House, SetClock, furnish
from tests.memory.store import MemoryStore, MemoryUnit


@pytest.fixture
async def house() -> House:
    """Nine notes of March and two of November, in a house that keeps two months."""
    clock = SetClock(datetime.fromisoformat("2026-03-02T09:00+00:00"))
    hotel = replace(GRAND, rules=HouseRules(history_kept_months=2))
    house = House(MemoryStore(hotel, clock), clock)
    await house.store.write(furnish)
    for number in (*["101"] * 9, *["102"] * 2):
        if number == "102":
            clock.at = datetime.fromisoformat("2026-11-21T09:00+00:00")
        await house.do(ANA, Verb.NOTE, number, note="towels")
    return house


async def seqs_of(house: House) -> list[int]:
    events = await house.store.read(lambda work: work.events.history(HistoryQuery()))
    return [event.seq for event in events]


async def test_what_is_older_goes_once_a_day(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PORTION", 4)
    day = date(2026, 11, 21)
    assert await sweep_history(house.store, day, False, pause=0) == 9
    assert await seqs_of(house) == [11, 10]
    [told] = await house.store.read(lambda work: work.hotel_events.history(HistoryQuery()))
    assert (told.kind, told.staff_code) == (EventKind.HISTORY_LET_GO, "SYSTEM")
    assert told.note == "before 2026-09-21, events 1 to 9"
    house.clock.pass_time(days=90)
    assert await sweep_history(house.store, day, False) == 0, "another board has this day"
    assert await sweep_history(house.store, date(2026, 11, 22), False, pause=0) == 2


async def test_a_house_that_sets_nothing_keeps_everything(house: House) -> None:
    assert isinstance(house.store, MemoryStore)
    keeping = MemoryStore(GRAND, house.clock, house.store.state)
    house.clock.pass_time(days=9_000)
    assert await sweep_history(keeping, date(2051, 1, 1), False) == 0
    assert keeping.state.swept_on is None


@dataclass(slots=True)
class _OftenBusy:
    """A store whose first look at old bookings fails."""

    store: Store
    looks: int = 0
    looked: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def hotel(self) -> object:
        return self.store.hotel

    async def read(self, unit: Unit[Answer]) -> Answer:
        self.looks += 1
        self.looked.set()
        if self.looks == 1:
            raise StoreUnavailable("The server is away.")
        return await self.store.read(unit)

    async def write(self, unit: Unit[Answer]) -> Answer:
        return await self.store.write(unit)

    async def looks_again(self) -> None:
        """Wait until somebody looks once more."""
        self.looked.clear()
        await self.looked.wait()


def _age(work: UnitOfWork) -> None:
    """Put what was done in November a year back."""
    assert isinstance(work, MemoryUnit)
    state = work.state
    year = timedelta(days=365)
    state.events = [
        replace(one, at=one.at - year, real_at=one.real_at - year) for one in state.events
    ]


async def test_a_board_looks_again_after_a_fault_and_not_twice_on_a_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_sweep, "LOOK_EVERY_SECONDS", 0)
    assert isinstance(house.store, MemoryStore)
    busy = _OftenBusy(house.store)
    task = asyncio.create_task(sweep_daily(busy, house.clock, False))  # type: ignore[arg-type]
    while house.store.state.let_go < 9:
        await busy.looks_again()
    # By now more of it would be old; but on this day nothing more is due.
    house.clock.at = datetime.fromisoformat("2026-11-21T09:01+00:00")
    await house.store.write(_age)
    for _ in range(5):
        await busy.looks_again()
    assert await seqs_of(house) == [11, 10]
    task.cancel()
