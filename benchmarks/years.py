"""A hotel with years behind it beside one of the same rooms in its first days, in turns.

Both had the same last acts, so that they have the same to tell; what the older acts add to the
time is what is measured. Each look is at the product's own service, without the start of a
program around it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from benchmarks.hotels import HOTEL, MANAGER
from benchmarks.plan import Plan, settle_memory
from benchmarks.table import Row, percentile
from benchmarks.years_hotel import RECENT, Years, YearsHotel, years_hotel
from benchmarks.years_of_acts import FIRST_HAND
from housekeeper.core.acts import Verb, Via
from housekeeper.core.board.board import Board
from housekeeper.core.history.whole_history import whole_history
from housekeeper.core.rooms.event import Act, HistoryQuery
from housekeeper.core.rooms.room_record import read_dossier
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.shift.figures import figures_of_days
from housekeeper.core.shift.handover import handover_for
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.live.store_feed import read_whole
from housekeeper.store.database import Database, HotelStore

_FULL = Years(rooms=8_000, events=2_000_000, bookings=500_000)
_QUICK = Years(rooms=400, events=20_000, bookings=5_000)
_GOAL = 1.5
_BYTES_OF_AN_ACT = 400
_MADE_WITHIN_SECONDS = 240
_BUSY_HAND = "maria"
_TURN = (Verb.DIRTY, Verb.START, Verb.CLEAN, Verb.PASS)


@dataclass(slots=True)
class _Open:
    """An open hotel, its rooms that can be turned and left, and how long each look took."""

    hotel: YearsHotel
    database: Database
    store: HotelStore
    staff: Staff
    free: list[str]
    occupied: list[str]
    times: dict[str, list[float]] = field(default_factory=dict)

    @classmethod
    async def of(cls, hotel: YearsHotel) -> "_Open":
        """The hotel, opened, on the day on which it was made."""
        database = await Database.open(str(hotel.path))
        store = database.hotel(HOTEL, hotel.clock)
        staff = await store.read(lambda work: work.staff.get(MANAGER))
        rooms = await store.read(lambda work: work.rooms.all())
        looked_at = {hotel.quiet, hotel.busy}
        free = [one.number for one in rooms if one.is_bookable and one.number not in looked_at]
        occupied = [one.number for one in rooms if one.is_occupied]
        return cls(hotel, database, store, staff, free, occupied)


_Look = Callable[[_Open, int], Awaitable[Any]]
"""What is done in an open hotel, for the so many-th time."""


def _reading(unit_of: Callable[[YearsHotel], Callable[[UnitOfWork], Any]]) -> _Look:
    return lambda opened, _: opened.store.read(unit_of(opened.hotel))


def _history(**asked: Any) -> Callable[[UnitOfWork], Any]:
    return partial(whole_history, query=HistoryQuery(**asked))


def _room(number: str) -> Callable[[UnitOfWork], Any]:
    return partial(read_dossier, number=number)


async def _act(opened: _Open, turn: int) -> None:
    round_, place = divmod(turn, 5)
    request = TurnRequest(_TURN[round_ % len(_TURN)], opened.free[place])
    act = Act(opened.staff, Via.BOARD)
    await opened.store.write(partial(perform, act=act, request=request))


async def _leave(opened: _Open, turn: int) -> None:
    act, number = Act(opened.staff, Via.BOARD), opened.occupied[turn]
    await opened.store.write(lambda work: check_out(work, act, [number]))


async def _open_board(opened: _Open, _: int) -> None:
    database = await Database.open(str(opened.hotel.path))
    whole = await database.hotel(HOTEL, opened.hotel.clock).read(read_whole)
    Board(whole.rooms, whole.when, whole.last_seq, {}, whole.arrivals, whole.arrivals_since_before)
    await database.close()


_LOOKS: dict[str, _Look] = {
    "history of a quiet room": _reading(lambda hotel: _history(room_number=hotel.quiet)),
    "history of a busy room": _reading(lambda hotel: _history(room_number=hotel.busy)),
    "history by someone of the first days": _reading(
        lambda _: _history(staff_code=FIRST_HAND.code)
    ),
    "history by someone of today": _reading(lambda _: _history(staff_code=_BUSY_HAND)),
    "room screen of a quiet room": _reading(lambda hotel: _room(hotel.quiet)),
    "room screen of a busy room": _reading(lambda hotel: _room(hotel.busy)),
    "handover": _reading(lambda _: partial(handover_for, staff_code=None)),
    "figures of a day": _reading(lambda _: partial(figures_of_days, days=1)),
    "report of seven days": _reading(lambda _: partial(figures_of_days, days=7)),
    "opening the board": _open_board,
    "act": _act,
    "checkout": _leave,
}

_WRITES = ("act", "checkout")
"""They wait for the disk: more of them, so that one slow commit decides nothing."""


async def _measure(plan: Plan, hotels: Sequence[YearsHotel]) -> list[_Open]:
    opened = [await _Open.of(hotel) for hotel in hotels]
    settle_memory()
    for name, look in _LOOKS.items():
        times = plan.times(60, 4) if name in _WRITES else plan.times(21, 3)
        for turn in range(times + 1):
            for one in opened if turn % 2 else reversed(opened):
                began = time.perf_counter_ns()
                kept = await look(one, turn)
                took = (time.perf_counter_ns() - began) / 1e6
                del kept
                if turn:
                    one.times.setdefault(name, []).append(took)
    for one in opened:
        await one.database.close()
    return opened


def measure(plan: Plan) -> list[Row]:
    """A row for each look, and what an act costs on the disk."""
    years = _QUICK if plan.is_quick else _FULL
    old = years_hotel(plan.folder, years, plan.remakes)
    young = years_hotel(plan.folder, Years(years.rooms, RECENT, 0), plan.remakes)
    at_old, at_young = asyncio.run(_measure(plan, (old, young)))
    rows = []
    for name in _LOOKS:
        took, floor = (percentile(one.times[name], 50) for one in (at_old, at_young))
        words = f"{took:.2f} ms, young {floor:.2f} ms"
        rows.append(Row(f"{name} after {years.events:,} acts", took / floor, _GOAL, "x", words))
    rows.append(
        Row(
            "file bytes of an act, indexes in it",
            old.event_bytes,
            _BYTES_OF_AN_ACT,
            "bytes",
            f"{years.events:,} acts; the file {old.path.stat().st_size / 1e6:,.0f} MB with "
            f"{years.bookings:,} bookings",
        )
    )
    what = f"making {years.events:,} acts and {years.bookings:,} bookings"
    rows.append(Row(what, old.seconds, _MADE_WITHIN_SECONDS, "s", f"on {old.made_at:%F}"))
    return rows
